"""The words that say where: the phrase around a place name, and the part that the place played.

A name counts only behind a word of place ("near", "24 miles from", "in southern"): what governments, units and
agreements are called after is no place of an event. How precise each phrase is decides among several.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from geo.incidents.texts.named import Named
from geo.incidents.texts.word_lists import any_of, word_list
from geo.units import NUMBER_PATTERN, UNIT_PATTERN, parse_length
from geo.values import Place


@dataclass(frozen=True, slots=True)
class PlaceClause:
    """A phrase of place."""

    start: int
    """Offsets into the sentence, characters, end exclusive."""
    end: int
    text: str
    role: str = "event"
    """event, towards (a direction of movement), launch, control, headquarters, observer, zone (its centre)."""
    rank: float = 9.0
    """Lower is more precise: 1 a measured distance, 2 a town, 3 near one, 6 a province, 8 a country."""
    place: Place | None = None
    """What it hangs on; None when unresolved."""
    name: str = ""
    """The name it hangs on, as written."""
    at: tuple[int, int] = (0, 0)
    """Where that name stands in the sentence, characters."""


_KIND: Final = any_of("kinds_of_place")
_COMPASS: Final = (
    r"(?:(?:north|south)(?:[\s-]?(?:east|west))?|east|west|(?:north|south)(?:[\s-]?(?:north|south)?[\s-]?(?:east"
    r"|west)))"
)
_HEDGE: Final = (
    r"(?:(?:about|around|some|roughly|approximately|just|only|nearly|almost|less\s+than|more\s+than|at\s+least"
    r"|an\s+estimated|up\s+to|within|over)\s+)*"
)
_WORDED: Final = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty"
    r"|a\s+(?:few|hundred|couple\s+of)|several|half\s+a)"
)
_UNIT: Final = re.sub(r"\?P<\w+>", "?:", UNIT_PATTERN)
_MEASURE: Final = re.compile(
    rf"(?P<all>{_HEDGE}(?:(?:{NUMBER_PATTERN})|{_WORDED})[\s-]*(?:{_UNIT})(?:\s*\([^)]{{2,25}}\))?(?:\s+"
    rf"(?:to\s+the\s+)?(?:due\s+)?{_COMPASS})?(?:\s+away)?)\s*$",
    re.IGNORECASE,
)
_HEADING: Final = re.compile(rf"(?:\b(?:to\s+the|just|due|further)\s+)?\b{_COMPASS}\s*$", re.IGNORECASE)
_LOCATIVE: Final = word_list("locative")
_STOPPED: Final = word_list("not_in_place_phrase")
_TIMES: Final = word_list("time_nouns")
_ABBREVIATED: Final = re.compile(r"(?:U\.?S\.?(?:A\.?)?|U\.?K\.?|E\.?U\.?|U\.?N\.?)$")
_AREA_RANK: Final = {"PCL": 8.0, "ADM1": 6.0, "ADM2": 5.0, "ADM3": 4.5, "CONT": 9.0, "RGN": 7.0, "SEA": 6.5}
_OF_ZONE: Final = re.compile(
    r"\b(?:zones?|radius|perimeter|cordon|circle)[\"”’]?\s+(?:(?:that|which)\s+)?(?:(?:extends?|reach(?:es)?"
    r"|runs?|lies|established|set\s+up)\s+)?(?:[\w-]+\s+){0,5}?(?:around\s+)?$",
    re.IGNORECASE,
)
_OBJECT: Final = re.compile(
    r"\b(?:shelled|bombed|bombarded|hit|struck|attacked|rocked|pounded|stormed|raided|capture[ds]?|seized?"
    r"|retake|retook|recaptured?|liberated?|entered|overran|devastated|battered|flooded|jolted|shook|targeted"
    r"|hits|strikes|rocks|shakes)\s*$",
    re.IGNORECASE,
)
"""Verbs that have a place for their object where something happened: "shelled X", "shook X"."""
_ROLES: Final = (
    ("control", re.compile(
        r"\b(?:operators?|controllers?|handlers?|pilots?)\s+(?:sat|were|was|worked|are)\s+(?:\w+\s+)?(?:in|at)\s*$",
        re.IGNORECASE,
    )),
    ("control", re.compile(
        r"\b(?:controlled|operated|directed|piloted|guided|flown|commanded|coordinated)\s+(?:remotely\s+)?(?:from"
        r"|by\s+\S+\s+in)(?:\s+\w+){0,3}\s*$",
    re.IGNORECASE)),
    ("launch", re.compile(
        r"\b(?:launched|fired|took\s+off|taken\s+off|departed|left|leaving|sailed|sailing|coming|came|originat\w+"
        r"|travel+ing|set\s+out|flying|en\s+route|flew)\s+(?:\w+\s+){0,2}?from(?:\s+\w+){0,2}\s*$",
    re.IGNORECASE)),
    ("towards", re.compile(
        r"\b(?:(?:mov|advanc|head|driv|travel+|march|sail|fly|steam|flow)\w*|en\s+route|on\s+(?:the|its"
        r"|their)\s+way|bound|destined|headed)\s+(?:\w+\s+)?(?:towards?|for|to|on)(?:\s+\w+){0,2}\s*$",
    re.IGNORECASE)),
    ("headquarters", re.compile(
        r"\b(?:based|headquartered|stationed|bases?|office|offices|embassy|capital|registered|born|resident|lives"
        r"|raised|hospitali[sz]ed|treated|taken\s+to\s+(?:a\s+)?hospitals?|flagged|trained|training|deployed)\s+"
        r"(?:out\s+of\s+|in|at|near)\s*(?:\w+\s+)?$",
    re.IGNORECASE)),
    ("observer", re.compile(
        r"\b(?:spokes\w+|source|sources|officials?|reporters?|correspondent|journalists?|diplomats?|analysts?"
        r"|speaking|said|told|conference|briefing|interview|meeting|summit|talks|court|parliament|university"
        r"|ministry|minister|protests?|negotiations|funeral)(?:\s+\w+)?\s+(?:in|at|from|near)\s*(?:the\s+)?$",
    re.IGNORECASE)),
    ("headquarters", re.compile(
        r"\b(?:fight(?:ing|s)?|war|wars|campaign|defeat(?:ing)?|battle|struggle|operations?|mission|conflict"
        r"|presence|policy|interests?|crisis|militants|insurgency|insurgents|group|groups|troops|role|intervention"
        r"|government|ally|allies|affiliate|branch|involvement|coup|election|elections|revolution|uprising"
        r"|invasion)(?:\s+(?:against\s+)?(?:\S+\s+){0,2}?)?(?:in|over)\s*(?:the\s+)?$",
    re.IGNORECASE)),
)  # fmt: skip


def place_clauses(sentence: str, names: Sequence[Named], *, skip: Sequence[tuple[int, int]] = ()) -> list[PlaceClause]:
    """The phrases of place in a sentence, in order; names: its place names, offsets into it.

    skip: stretches whose names do not count: who speaks, a dateline.

    >>> text = "It fell about 24 miles from the Oldport base."
    >>> [(c.text, round(c.rank, 1)) for c in place_clauses(text, [Named(32, 39, "Oldport")])]
    [('about 24 miles from the Oldport base', 2.3)]
    """
    usable = [
        n
        for n in sorted(names, key=lambda one: one.start)
        if n.type == "place" and not any(a <= n.start < b for a, b in skip)
    ]
    found: list[PlaceClause] = []
    for one in usable:
        if found and one.start < found[-1].end:
            continue
        if _ABBREVIATED.match(one.text) and re.match(
            r"-|\s+(?!(?:in|on|at|and|or|after|before|when|where|as|by|for|from|to|since|near|over|off|was"
            r"|were|is|had|has|this|last|late|early|with|said|who|which|that|but|against|because)\b)\w",
            sentence[one.end :],
        ):
            continue
        begin = _begin(sentence, one, found)
        if begin is None:
            continue
        start, preposition, joined = begin
        end = _end(sentence, one, usable)
        if joined and found:
            last = found[-1]
            found[-1] = PlaceClause(
                last.start, end, sentence[last.start : end], last.role, last.rank, last.place, last.name, last.at
            )
            continue
        role = _role(sentence[:start], preposition)
        if role == "event" and found and start - found[-1].end <= 1:
            role = found[-1].role
        if preposition in {"around", "near", "at"} and _OF_ZONE.search(sentence[:start]):
            role = "zone"
        text = sentence[start:end]
        found.append(
            PlaceClause(
                start, end, text, role, _rank(text, preposition, one), one.place, one.text, (one.start, one.end)
            )
        )
    return found


_Begin = tuple[int, str, bool]
"""Where a phrase begins, its word of place, and whether it continues the phrase before it."""
_ON: Final = (-1, "", False)
"""The word decides nothing: the one before it is asked."""


def _begin(sentence: str, one: Named, found: Sequence[PlaceClause]) -> _Begin | None:
    """Where the phrase before a name begins; None where no phrase of place does."""
    head = sentence[: one.start]
    if found and re.fullmatch(
        r"\s*(?:,|and|,\s*and|or)\s*(?:the\s+)?(?:\w+\s+)?(?:(?:town|city|village|port|district)s?\s+of\s+)?",
        head[found[-1].end :],
    ):
        return found[-1].start, "", True
    article = re.search(
        r"\b(?:around|near|in|of|from|outside|to|toward|towards)\s+(?P<al>at|al|el|ar|as|ash|ad|an|az)[\s-]+$", head
    )
    head = head[: article.start("al")] if article else head
    if _is_object(head) and not _is_country(one):
        return len(head), "at", False
    for word in reversed(list(re.finditer(r"[^\s]+", head))[-9:]):
        decided = _begin_at(word, sentence, one, found)
        if decided != _ON:
            return decided
    return None


def _is_object(head: str) -> bool:
    """Whether a name behind these words is what was hit or taken, and so a place without a word of place."""
    bare = re.sub(
        r"\b(?:the|an?)\s+(?:[\w'’-]+\s+){0,3}\b(?:town|city|village|port|capital|province|region|district"
        r"|island|state)\s+of\s+$|\b(?:the|parts\s+of|northern|southern|eastern|western|central)\s+$",
        "",
        head,
    )
    return bool(_OBJECT.search(bare))


def _begin_at(  # noqa: PLR0911  # one return per kind of preposition
    word: re.Match[str], sentence: str, one: Named, found: Sequence[PlaceClause]
) -> _Begin | None:
    """What a word before a name decides: where the phrase begins, that there is none, or nothing (`_ON`)."""
    low = word[0].lower().strip("\"“”‘’'(")
    before, gap = sentence[: word.start()], sentence[word.end() : one.start]
    if _ends_phrase(word[0], low, gap, one, found):
        return None
    if low in {"of", "from", "off", "outside"} and (measured := _MEASURE.search(before)):
        return measured.start("all"), "measure", False
    if low == "of":
        return _begin_of(before, gap, one)
    if low == "from":
        return None
    if low == "to":
        if lead := re.search(r"\b(?:close|next|adjacent|near)\s*$", before, re.IGNORECASE):
            return lead.start(), "near", False
        if re.search(r"(?:en\s+route|bound|head\w*|way|travel\w*|sail\w*)\s*$", before, re.IGNORECASE):
            return word.start(), "towards", False
    if low == "between" and (_TALKS.search(before) or not re.match(r"\s+and\s+", sentence[one.end :])):
        return None
    if low == "on" and not _is_country(one) and _ASSAULTED.search(before):
        return word.end() + 1, "at", False
    if low in _LOCATIVE and not (low == "on" and _is_country(one) and _FIRED.search(before)):
        return _hedged(sentence, word.start()), low, False
    return None if low in _STOPPED or _is_participle(low) else _ON


def _ends_phrase(written: str, low: str, gap: str, one: Named, found: Sequence[PlaceClause]) -> bool:
    """Whether no phrase of place reaches over this word: a time, "by", or the end of a clause."""
    if low in _TIMES or written == "by":
        return True
    stopped = re.search(r"[,;:.!?)]$", written) and not re.fullmatch(r"(?:St|Mt|Ft)\.", written)
    return bool(stopped and (gap.split() or not found or one.start - found[-1].end > 3))


def _begin_of(before: str, gap: str, one: Named) -> _Begin:
    """What "of" decides: a part of nature named with it, or a heading before it."""
    if re.search(
        r"\b[A-Z][\w-]+\s+(?:mountains?|hills?|valley|forest|desert|plains?|heights)\s*$", before
    ) and gap.strip() in {"", "the"}:
        return one.start, "in", False
    heading = _HEADING.search(before)
    return (heading.start(), "heading", False) if heading and before.rstrip()[-1].isalpha() else _ON


def _is_participle(low: str) -> bool:
    known = {"united", "occupied", "besieged", "contested", "walled"}
    return low.endswith(("ing", "ed")) and len(low) > 5 and low not in known and "-" not in low


_FIRED: Final = re.compile(r"\b(?:attack|strike|assault|raid|airstrike|fired|opened\s+fire)\w*\s*$", re.IGNORECASE)
_ASSAULTED: Final = re.compile(
    r"\b(?:attacks?|strikes?|assaults?|raids?|airstrikes?|offensive|bombardment|onslaught|shelling)\s*$", re.IGNORECASE
)
_TALKS: Final = re.compile(
    r"\b(?:tensions?|talks|relations?|war|conflict|fighting|alliance|dispute|negotiations?|ties|agreement"
    r"|truce|ceasefire|rivalry|differences|cooperation|deal|row|clash(?:es)?|trade)\s*$",
    re.IGNORECASE,
)


def _hedged(sentence: str, start: int) -> int:
    lead = re.search(
        r"(?:\b(?:just|somewhere|deep|high|right|on\s+the\s+outskirts\s+of|located)\s+)$",
        sentence[:start],
        re.IGNORECASE,
    )
    return lead.start() if lead and "located" not in lead[0].lower() else start


def _is_country(one: Named) -> bool:
    return bool(one.place and one.place.is_area and one.place.kind.startswith("PCL"))


def _end(sentence: str, one: Named, names: Sequence[Named]) -> int:
    """Where the phrase ends: its kind word, "Town, Country", "in southern Country", "'s southern border"."""
    end = one.end
    while True:
        kind = re.match(
            rf"(?:['’]s)?(?:\s+(?:(?:north|south|east|west)\w*|main|international|military|naval|air"
            rf"|oil))*\s+{_KIND}\b(?!\s+of\b)|\s+[A-Z][a-z]+\s+{_KIND}\b",
            sentence[end:],
            re.IGNORECASE,
        )
        if kind and not re.search(r"[A-Z]", kind[0].strip()[1:]):
            end += kind.end()
        elif re.match(
            r"\s+(?:[A-Z][a-z]+\s+)?(?:Base|Garrison|Airport|Airfield|Province|District|Island|Islands|County"
            r"|State|Region|Governorate|Strait|Camp|Dam|Bridge|Road|Highway|Port|Sea|Oblast|Airbase|Crossing"
            r"|Hospital|Market|Square|River|Valley|Bay)\b",
            sentence[end:],
        ):
            match = re.match(r"\s+(?:[A-Z][a-z]+\s+)?[A-Z][a-z]+", sentence[end:])
            end += match.end() if match else 0
        following = next((n for n in names if n.start >= end), None)
        if following is None:
            return end
        gap = sentence[end : following.start]
        bridge = re.fullmatch(
            r"\s*,\s*|\s*\(\s*|['’]s\s+(?:\w+ern\s+|central\s+)?|,?\s+(?:in|on|off|of|along)\s+(?:the\s+)?"
            r"(?:[\w'’-]+\s+){0,4}",
            gap,
        )
        if not bridge or not (following.place is None or following.place.is_area):
            return end
        if re.search(r"\b(?:when|after|before|which|who|was|were|killing|on\s+\w*day)\b", gap):
            return end
        end = following.end


def _role(head: str, preposition: str) -> str:
    if preposition in {"toward", "towards"}:
        return "towards"
    probe = head if preposition == "measure" else f"{head.rstrip()} {preposition} "
    for role, pattern in _ROLES:
        if pattern.search(probe):
            return role
    return "towards" if preposition == "towards" else "event"


def _measured_rank(text: str) -> float:
    """A distance with a heading is nearly a point; a distance alone is a ring, as wide as it is far."""
    match = re.search(rf"(?:{NUMBER_PATTERN})[\s-]*(?:{_UNIT})", text, re.IGNORECASE)
    km = parse_length(match[0]).metres / 1000 if match else 10.0
    return 1.0 + (km / 80 if re.search(rf"\b{_COMPASS}\b", text, re.IGNORECASE) else km / 30)


_UNNAMED: Final = re.compile(
        rf"(?:\b(?:towns?|city|village|port|hamlet|island|district|settlement|camp|province|suburb"
        rf"|neighbou?rhood)\s+of\s+|\b(?:{_COMPASS}|away|miles?|km|kilomet(?:re|er)s?|nm)\s+(?:of|from|off)\s+"
        rf"(?:the\s+(?:[\w-]+\s+){{0,2}}(?:town|city|village|port|island)\s+of\s+)?)(?P<name>(?-i:(?:(?:al|el|at"
        rf"|ad|ar|as|ash|an|az)[\s-])?[A-Z][\w'’-]+(?:[\s-](?:(?:al|el|de|la|of)[\s-])?[A-Z][\w'’-]+){{0,2}}))",
    re.IGNORECASE
)  # fmt: skip


def more_names(sentence: str, names: Sequence[Named]) -> list[Named]:
    """Names that nobody recognised, in phrases that leave no doubt: "the village of X", "30 km south of X"."""
    found = []
    for match in _UNNAMED.finditer(sentence):
        if not any(n.start < match.end("name") and match.start("name") < n.end for n in names):
            found.append(Named(*match.span("name"), match["name"]))
    return found


def _rank(text: str, preposition: str, one: Named) -> float:
    place = one.place
    base = 2.0
    if place is not None and place.is_area:
        base = next((rank for kind, rank in _AREA_RANK.items() if place.kind.startswith(kind)), 6.0)
        if re.match(
            rf"\w+\s+(?:the\s+)?(?:far\s+|remote\s+)*(?:{_COMPASS}(?:ern)?|central|coastal|upper|lower)\b",
            text,
            re.IGNORECASE,
        ):
            base -= 0.7
    if preposition == "measure":
        return _measured_rank(text)
    if preposition == "heading":
        return min(base, 4.0) + 0.3
    if base <= 2.5 and preposition in {
        "near",
        "around",
        "off",
        "outside",
        "toward",
        "towards",
        "along",
        "between",
        "across",
    }:
        return 3.0
    if base >= 8 and preposition in {"off", "near"}:
        return base - 1.5
    return base
