"""Who said it, on which side, how firmly, and from whom it was taken; and what that makes of an incident's claims."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources
from typing import Final

from geo.incidents.texts.named import Named, within
from geo.incidents.texts.sides import known_sides, sides_of
from geo.incidents.texts.word_lists import any_of, word_list


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence's statement and the one who makes it."""

    said_by: str
    """As written: "Colonel Ryan Dillon, a spokesman for the coalition"; the publisher where nobody is named."""
    stance: str
    """asserts, denies, cannot_confirm, or reports (the publisher's own voice)."""
    sort: str = ""
    """What kind of speaker, by data/speakers.csv: official, belligerent, monitor, witness, press, ..."""
    sides: frozenset[str] = frozenset()
    """Whose speaker: "country:US", "coalition"; empty when unknown."""
    origin: str = ""
    """Where it comes from in the end: the same for every publisher that quotes one spokesman."""
    start: int = 0
    """Where the attribution stands in the sentence, characters; 0, 0 when there is none."""
    end: int = 0


_VERB: Final = any_of("speech_verbs")
_NAME: Final = (
    r"(?:[\w.'’“”\"&/-]{1,60}(?:\s+|,\s+(?!(?:and|but|which|who|as|after|when|while|it|he|she|they)\b)"
    r"|\s+\([^)]{2,20}\),?\s*)){0,13}?[\w.'’\")-]{1,60}"
)
_ACCORDING: Final = re.compile(
    rf"\b(?:according\s+to|citing|quoting|as\s+reported\s+by|(?:says|said|reads|issued)\s+"
    rf"(?=a\s+statement\b|the\s+statement\b))\s*(?P<who>{_NAME})(?=[,;:]|[.”\"]*\s*$|\s+(?:that|after|when"
    rf"|while|on\s+\w+day|who|(?:the|an?|it|its|they|he)\s+(?:[\w-]+\s+){{0,3}}?(?:was|were|had|has|is|are"
    rf"|landed|hit)|(?:was|were|had|has|have|is|are))\b)",
    re.IGNORECASE,
)
_SAID: Final = re.compile(
    rf"(?:^|[,;–—”\"’]\s*|\b(?:but|and|while|as|that|although|though)\s+|[.]\s+)(?P<who>{_NAME})(?:,)?\s+(?:"
    rf"(?:also|later|had|has|have|earlier|then|further|separately|meanwhile|all|publicly|immediately"
    rf"|on\s+\w+day|\w+day)\s+)*(?P<verb>(?-i:{_VERB}))\b(?!\s+(?:responsibility|to\s+have\s+been|lives|by"
    rf"|at\s+least\s+\d+\s+lives))",
    re.IGNORECASE,
)
_QUOTED: Final = re.compile(
    rf"(?:[,.?!]?[”\"’]\s*,?\s*(?:said|says|added|told\s+\w+)\s+(?P<who>{_NAME})(?=[,;:]|[.”\"]*\s*$|\s+"
    rf"(?:adding|in|on|after|when|at|during)\b)"
    rf"|,\s+(?:said|says)\s+(?P<last>(?:[\w.'’-]+\s+){{0,5}}[\w.'’-]+(?:,\s+[^,]{{4,60}})?)[.]?\s*$)",
    re.IGNORECASE,
)
_ISSUED: Final = re.compile(
    rf"\b(?:statement|communiqu[eé]|press\s+release)\s+(?:issued\s+by|by|from|of)\s+(?P<who>{_NAME})(?=[,;]"
    rf"|[.]?\s*$|\s+(?:said|on)\b)",
    re.IGNORECASE,
)
_TITLED: Final = re.compile(
    rf"^(?P<who>{_NAME})\s+(?:says|say|claims|claim|denies|deny|confirms|confirm|admits|reports|blames)\b"
    rf"|[:–—-]\s+(?P<tail>[A-Z][\w ]{{2,40}})$"
)
_DENIES: Final = re.compile(
    r"\b(?:den(?:y|ies|ied)|disputed|rejected|dismissed|refuted|not\s+responsible|no\s+involvement)\b", re.IGNORECASE
)
_CANNOT: Final = re.compile(
    r"\b(?:could\s+not|cannot|can\s+not|couldn['’]t|can['’]t|unable\s+to|not\s+(?:been\s+)?(?:immediately\s+"
    r"|independently\s+)*|n['’]t\s+(?:immediately\s+|independently\s+)*|no\s+(?:information|evidence"
    r"|independent)\s+(?:\w+\s+){0,2}?(?:to\s+)?|declined\s+to|neither\s+confirm\w*\s+nor|yet\s+to)\s*"
    r"(?:be\s+)?(?:immediately\s+|independently\s+)*(?:confirm\w*|verif\w+|corroborat\w+|comment\w*|say\s+"
    r"(?:who|what|under|whether)|nor\s+den\w+|den\w+)?\b(?<=[a-z])",
    re.IGNORECASE,
)
_CANNOT_WORD: Final = re.compile(
    r"\b(?:confirm|verif|corroborat|comment|looking\s+into|say\s+(?:under|who|what|whether)|investigat)\w*",
    re.IGNORECASE,
)
_CHARGE: Final = re.compile(
    r",\s+(?:an?|the)\s+(?:charge|claim|accusation|allegation|assertion)s?\s+(?:that\s+)?(?P<who>[A-Z][\w.'’-]+(?:\s+[\w.'’-]+){0,3}?)\s+"
    r"(?:has\s+|have\s+|had\s+)?(?:denie[sd]|den(?:y|ies)|reject(?:s|ed)|dismiss(?:es|ed))\b"
)
"""One sentence, two speakers: the accused's denial behind the accusation."""
_CONDEMNS: Final = re.compile(r"\b(?:condemn\w*|denounc\w*)\b", re.IGNORECASE)


@lru_cache(maxsize=1)
def _speakers() -> tuple[tuple[str, re.Pattern[str]], ...]:
    table = resources.files("geo.incidents").joinpath("data/speakers.csv").read_text("utf-8")
    rows = [
        (row["sort"], "|".join(map(re.escape, row["words"].split("|")))) for row in csv.DictReader(table.splitlines())
    ]
    return tuple((sort, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for sort, words in rows)


_BELLIGERENT_FIRST: Final = (
    "state media",
    "monitor",
    "medical",
    "service",
    "witness",
    "activist",
    "official",
    "belligerent",
    "company",
    "expert",
    "source",
    "press",
)


def sort_of(text: str) -> str:
    """What kind of speaker a phrase names; "" when nothing in it says.

    >>> sort_of("a spokesman for the army"), sort_of("two villagers"), sort_of("the Observatory for Human Rights")
    ('official', 'witness', 'monitor')
    """
    found = {sort for sort, pattern in _speakers() if pattern.search(text)}
    return next((sort for sort in _BELLIGERENT_FIRST if sort in found), "")


def find_claim(sentence: str, names: Sequence[Named], *, publisher: str, headline: bool = False) -> Claim:
    """Who says what `sentence` says, and how; the publisher itself where the sentence names nobody.

    names: the place names of the sentence, offsets into it; they say whose officials speak.

    >>> text = "The army shot down a drone on Monday, a military spokesman said."
    >>> claim = find_claim(text, [], publisher="Daily News")
    >>> claim.said_by, claim.stance, claim.sort
    ('a military spokesman', 'asserts', 'official')
    """
    found = _attribution(sentence, headline=headline)
    charge = _CHARGE.search(sentence)
    if charge:
        found = charge.span("who")
    stance = _stance(sentence, named=found is not None)
    if found is None:
        return Claim(
            publisher,
            "cannot_confirm" if stance == "cannot_confirm" else "denies" if stance == "denies" else "reports",
            "press",
            frozenset(),
            publisher,
        )
    start, end = found
    who = _trimmed(sentence[start:end])
    sort = sort_of(who) or (
        "official" if any(n.text == who and n.place is not None and n.place.is_area for n in names) else ""
    )
    sides = _sides(who, sentence, names, start, end)
    return Claim(who, stance, sort, sides, origin_of(who, sort, sides), start, end)


def _attribution(sentence: str, *, headline: bool) -> tuple[int, int] | None:
    """Where the speaker is named."""
    if headline and (match := _TITLED.search(sentence)):
        return match.span("who") if match["who"] else match.span("tail")
    for pattern in (_ACCORDING, _ISSUED, _QUOTED, _SAID):
        for match in pattern.finditer(sentence):
            group = "last" if "last" in pattern.groupindex and match["last"] else "who"
            start, end = _core(match.start(group), match[group])
            if _is_speaker(sentence[start:end]):
                more = _APPOSED.match(sentence, end)
                return (start, more.end()) if more and sort_of(more[0]) else (start, end)
    return None


_APPOSED: Final = re.compile(
    r",\s+(?:an?|the|its|[\w.]+['’]s)\s+(?:[\w.'’-]+\s+){0,8}?(?:spokes\w+|official|head|chief|director"
    r"|minister|commander|governor|mayor|officer|secretary|leader|representative|doctor|resident|analyst)\b"
    r"(?:\s+(?:of|for|at|in|with)\s+[^,.;“”\"]{3,60})?",
    re.IGNORECASE,
)
"""Who somebody is, behind the name: ", a spokesman for the coalition"."""


_OPENING: Final = re.compile(
    r"^(?:(?:and|but|while|though|although|as|that|however|meanwhile|earlier|later|also|then|in\s+a\s+"
    r"(?:\w+\s+)?(?:statement|post|interview|tweet|briefing)|speaking\s+[^,]+)[\s,]+)+",
    re.IGNORECASE,
)
_TIMES: Final = re.compile(
    r"^(?:on|in|at|last|earlier|late|early|by|for|since|during|over|a|the)?\s*(?:(?:this|last|next|the"
    r"|in)\s+)?(?:\w+day|week|month|year|\d+|january|february|march|april|may|june|july|august|september"
    r"|october|november|december)\b[\w\s]*$",
    re.I,
)


def _core(start: int, who: str) -> tuple[int, int]:
    """The speaker at the end of a stretch: the last part between commas, with a name in apposition to it."""
    end = start + len(who)
    parts = [(m.start() + start, m.end() + start) for m in re.finditer(r"[^,]+(?:,(?=\d)[^,]*)*", who)]
    spans = [(a + len(t) - len(t.lstrip()), b) for a, b in parts if (t := who[a - start : b - start]).strip()]
    if not spans:
        return start, end
    first = spans[-1][0]
    text = who[first - start :]
    if len(spans) > 1:
        before = who[spans[-2][0] - start : spans[-2][1] - start].strip()
        before = _OPENING.sub("", before)
        apposed = re.match(
            r"(?:an?|the|its|his|her|\w+['’]s|spokes\w+|[A-Z]\S*\s+spokes\w+|Col|Gen|Lt|Maj|Capt)\b", text.lstrip()
        ) or re.match(r"(?:[A-Z][\w.]*\s*){2,4}$", text.strip())
        if (
            apposed
            and not _TIMES.match(before)
            and (re.fullmatch(r"(?:[A-Z][\w.'’-]*\s*){1,6}", before) or (sort_of(before) and len(before.split()) <= 4))
        ):
            first = start + who.rindex(before, 0, spans[-2][1] - start)
            return first, end
    opening = _OPENING.match(who[first - start :])
    closing = re.search(r"(?:\s+(?:has|have|had|also|repeatedly|later|earlier|on\s+\w+day))+$", who)
    return (first + opening.end() if opening else first), (start + closing.start() if closing else end)


def _is_speaker(who: str) -> bool:
    """Whether a phrase before "said" is somebody who can speak: known kinds, or a capitalised name."""
    words = who.split()
    if (
        not words
        or words[0].lower() in {"it", "which", "that", "this", "there", "what", "if", "when", "as", "in", "who"}
        or _TIMES.match(who)
    ):
        return False
    if words[0].lower() in {"he", "she", "they"}:
        return len(words) == 1
    if len(words) > 14 or words[-1].lower() in {"it", "he", "she", "they", "who", "that"}:
        return False
    return bool(sort_of(" ".join(words[-8:]))) or words[-1][0].isupper() or (words[0][0].isupper() and len(words) <= 3)


def _trimmed(who: str) -> str:
    text = who.strip(" ,.;:“”\"'’")
    head = re.match(
        r"(.*?\b(?:officials?|sources?|police|military|authorities|residents|witnesses|spokes\w+))\s+(?=[A-Z]\w*\s+[a-z]+s\b)",
        text,
    )
    text = head[1] if head else text
    text = re.sub(r"\s+(?:in\s+a\s+statement|on\s+\w+day|late\s+\w+day|via\s+\w+)$", "", text)
    return " ".join(text.split())


def _stance(sentence: str, *, named: bool) -> str:
    cannot = _CANNOT.search(sentence)
    if cannot and _CANNOT_WORD.search(sentence):
        return "cannot_confirm"
    if _DENIES.search(sentence) and not re.search(r"\bden(?:ied|ying)\s+(?:access|entry|permission)\b", sentence):
        return "denies"
    return "asserts" if named else "reports"


def _sides(who: str, sentence: str, names: Sequence[Named], start: int, end: int) -> frozenset[str]:
    """Whose speaker; a place where somebody merely sits ("a spokesman in Baghdad") is no side."""
    own = [
        n
        for n in within(names, start, end)
        if not re.search(r"\b(?:in|at|from)\s+$", sentence[max(0, n.start - 6) : n.start])
        or re.search(r"\bsource\s+in\s+$", sentence[max(0, n.start - 12) : n.start])
    ]
    text = re.sub(r"\b(?:told|speaking\s+to)\b.*$", "", who)
    found = sides_of(text, [replace(n, start=n.start - start, end=n.end - start) for n in own], 0)
    return frozenset(
        side
        for side in found
        if side.startswith("country:")
        or side in known_sides()
        or side in _ARMED
        or (side.isalpha() and len(side) <= 5 and side.upper() in who)
    )


_ARMED: Final = word_list("armed_roles")


def origin_of(who: str, sort: str, sides: frozenset[str]) -> str:
    """Where a statement comes from: all officials of one side are one origin, others stand for themselves."""
    if sort in {"official", "state media", "belligerent"} and sides:
        return "+".join(sorted(sides))
    return re.sub(r"^(?:the|an?)\s+", "", who.lower())


def is_party(sort: str) -> bool:
    """Whether a kind of speaker speaks for a side in a fight."""
    return sort in {"official", "state media", "belligerent"}


def status_of(  # noqa: PLR0911  # one return per case, the strongest first
    claims: Sequence[Claim], actors: frozenset[str], targets: frozenset[str], *, hostile: bool
) -> str:
    """claimed_one_side, claimed_both, contested, independent or unknown, from the claims about the event itself.

    actors, targets: the sides of who acted and who was hit; hostile: whether somebody did it to somebody.
    """
    asserted = [one for one in claims if one.stance == "asserts"]
    if any(one.stance == "denies" for one in claims) and asserted:
        return "contested"
    parties = [one for one in asserted if is_party(one.sort)]
    free = [one for one in asserted if not is_party(one.sort) and one.sort not in {"source", "press", ""}]
    if not hostile:
        return "independent" if asserted else "unknown"
    groups = {_group(one.sides, actors, targets) for one in parties}
    if len(groups - {""}) >= 2:
        return "claimed_both"
    if parties and not free:
        return "claimed_one_side"
    if parties and any(one.stance == "cannot_confirm" for one in claims):
        return "claimed_one_side"
    if free:
        return "independent"
    return "claimed_one_side" if any(one.sort in {"source", ""} and one.sides for one in asserted) else "unknown"


def _group(sides: frozenset[str], actors: frozenset[str], targets: frozenset[str]) -> str:
    if sides & actors:
        return "actor"
    return "target" if sides & targets else ""


def condemning(sentence: str) -> bool:
    """Whether the sentence tells of a condemnation, by which the side that was hit acknowledges the event."""
    return bool(_CONDEMNS.search(sentence))
