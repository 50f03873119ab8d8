"""Who did it, and what was hit: the noun phrases around an event word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from geo.incidents.texts.named import Named, within
from geo.incidents.texts.sides import sides_of, things_of
from geo.incidents.texts.triggers import RELATIVE, Trigger
from geo.incidents.texts.word_lists import word_list


@dataclass(frozen=True, slots=True)
class Party:
    """A noun phrase that takes part in an event."""

    start: int
    """Offsets into the sentence, characters, end exclusive."""
    end: int
    text: str
    """As written, without a leading article."""
    sides: frozenset[str] = frozenset()
    """Whose it is: "country:US", or the lower-case name of an organisation or a role ("coalition", "rebels")."""
    things: frozenset[str] = frozenset()
    """What kind of thing, by data/things.csv: "drone", "vehicle", "vessel", "people"."""


NOBODY: Final = Party(0, 0, "")


@dataclass(frozen=True, slots=True)
class Parties:
    """Who takes part in an event, as one sentence has it."""

    actor: Party = NOBODY
    target: Party = NOBODY
    platform: str = ""
    """Aircraft, vessel or weapon by its name: "F-15E", "MQ-1 Predator"."""


def find_parties(sentence: str, trigger: Trigger, names: Sequence[Named]) -> Parties:
    """The parties of the event that `trigger` reports; names: the place names of the sentence, offsets into it.

    >>> from geo.incidents.texts.triggers import find_triggers
    >>> text = "A fighter jet shot down an armed drone over the desert on Thursday."
    >>> found = find_parties(text, find_triggers(text)[0], [])
    >>> found.actor.text, found.target.text
    ('fighter jet', 'armed drone')
    """
    actor: Party | tuple[int, int] | None
    target: Party | tuple[int, int] | None
    subject, objects = _before(sentence, trigger), _after(sentence, trigger)
    by = _behind(sentence, trigger, r"by")
    if trigger.part == "noun":
        actor, target = _of_noun(sentence, trigger, subject)
    elif trigger.part == "self":
        actor, target = (by if by else NOBODY), (objects if trigger.kind == "shelling" and objects.text else subject)
    elif trigger.passive or trigger.part == "passive" or (by and not objects.text):
        actor, target = by, subject
    else:
        actor, target = (
            subject,
            _inner(sentence, trigger) or (objects if objects.text else _antecedent(sentence, trigger)),
        )
    return Parties(_party(actor, sentence, names), _party(target, sentence, names), platform_in(sentence))


_WORD: Final = re.compile(r"[\w][\w.'’/-]*")
_BOUNDS: Final = word_list("phrase_bounds")
_KEEP_LEFT: Final = frozenset({"of", "and"})
_AUX: Final = re.compile(
    r"(?:\s*\b(?:was|were|is|are|been|being|be|had|has|have|did|also|then|reportedly|allegedly|apparently"
    r"|subsequently|later|earlier|already|just|again|accidentally|mistakenly|nearly|briefly|immediately"
    r"|suddenly|\w+ly|got|to|began|continued|both|all|each|first|early|late|today|yesterday|on\s+\w+day|\w+day"
    r"|in\s+the\s+day|have))+\s*$",
    re.IGNORECASE,
)


def _before(sentence: str, trigger: Trigger) -> tuple[int, int] | None:
    """The subject: the noun phrase to the left of the verb and its auxiliaries; over a parenthesis between commas."""
    end = trigger.start
    head = sentence[:end]
    aux = _AUX.search(head)
    head = head[: aux.start()] if aux else head
    stripped = head.rstrip()
    if stripped.endswith((",", "–", "—")):
        inner = stripped[:-1]
        opening = max(inner.rfind(", "), inner.rfind("– "), inner.rfind("— "))
        if opening > 0:
            stripped = inner[:opening].rstrip()
    stripped = re.sub(r"(?:,\s*)?\b(?:which|who|that)$", "", stripped.rstrip()).rstrip(" ,")
    return _phrase_left(stripped)


def _phrase_left(text: str) -> tuple[int, int] | None:
    """The noun phrase at the end of `text`, at most twelve words; over one "in X" to reach its head."""
    words = list(_WORD.finditer(text))[-14:]
    start = end = None
    for index in range(len(words) - 1, -1, -1):
        word = words[index]
        gap = text[word.end() : words[index + 1].start()] if index + 1 < len(words) else text[word.end() :]
        if start is not None and re.search(r"[,;:()–—]|\.\s", gap):
            break
        low = word[0].lower().rstrip(".'’")
        if low in _BOUNDS and low not in _KEEP_LEFT:
            if low in _CARRYING and start is not None and index > 0:
                outer = _phrase_left(text[: word.start()])
                if outer and things_of(text[outer[0] : outer[1]]):
                    return outer
            if (
                low in {"in", "from", "near", "at", "on", "for", "with", "against", "by"}
                and start is not None
                and index > 0
            ):
                outer = _phrase_left(text[: word.start()])
                return (
                    (outer[0], end or outer[1]) if outer and _is_head(text[outer[0] : outer[1]]) else (start, end or 0)
                )
            break
        if low in {"and", "of"} and start is None:
            break
        start, end = word.start(), end or word.end()
    return (start, end) if start is not None and end is not None else None


_CARRYING: Final = word_list("carrying")
_LONGEST: Final = 14
"""Words of the longest phrase."""


def _is_head(text: str) -> bool:
    """Whether a phrase can carry "in X" behind it: it names people or things, not a time."""
    return bool(things_of(text)) or bool(
        re.search(
            r"\b(?:forces|group|fighters|officials|gunmen|army|police|navy|soldiers|militants|insurgents"
            r"|pirates|men|attackers|authorities)\b",
            text,
            re.I,
        )
    )


def _phrase_right(sentence: str, at: int) -> tuple[int, int] | None:
    """The noun phrase that begins at `at`: to the next boundary, "of" and "belonging to" crossed."""
    start = end = None
    last = at
    for count, word in enumerate(_WORD.finditer(sentence, at)):
        gap = sentence[last : word.start()]
        low = word[0].lower().rstrip(".'’")
        if (start is not None and re.search(r"[,;:()–—“”]|\.\s", gap)) or (
            start is None and re.search(r"[;:,()]", gap)
        ):
            break
        if (
            start is None
            and low in _HEDGES
            and not (low == "to" and not sentence[: word.start()].rstrip().endswith("up"))
        ):
            last = word.end()
            continue
        if (
            low in _BOUNDS
            and not (low == "of" and start is not None)
            and not (low == "and" and start is not None and count < 6)
        ):
            break
        start = word.start() if start is None else start
        end, last = word.end(), word.end()
        if count >= _LONGEST:
            break
    if start is None or end is None:
        return None
    text = re.sub(r"\s+(?:and|of|the|a|an)$", "", sentence[start:end])
    return start, start + len(text)


_HEDGES: Final = word_list("hedges")


def _after(sentence: str, trigger: Trigger) -> Party:
    span = _phrase_right(sentence, trigger.end)
    return Party(*span, sentence[slice(*span)]) if span else NOBODY


def _inner(sentence: str, trigger: Trigger) -> tuple[int, int] | None:
    """The object inside a split verb: "shot [a drone] down"."""
    match = re.match(r"\S+\s+(.{2,}?)\s+(?:down|dead|hostage)$", trigger.text, re.IGNORECASE)
    if not match or match[1].lower() in {"it", "him", "them", "her"}:
        return None
    return trigger.start + match.start(1), trigger.start + match.end(1)


def _antecedent(sentence: str, trigger: Trigger) -> tuple[int, int] | None:
    """What a relative clause hangs on: the warplane of "a warplane that the army shot down near X"."""
    match = RELATIVE.search(sentence[: trigger.start])
    return _phrase_left(sentence[: match.start()].rstrip(" ,")) if match else None


def _behind(sentence: str, trigger: Trigger, preposition: str) -> tuple[int, int] | None:
    """The phrase after a preposition that follows the event word in its clause."""
    clause = re.split(r"[;:]|\b(?:after|when|while|which|who|that|but)\b", sentence[trigger.end :])[0]
    match = re.search(
        rf"(?:^|\s)(?:{preposition})\s+(?!(?:\d+|about|around|least|mistake|accident|an?\s+hour|night|day|dawn"
        rf"|noon|midnight|\w+day)\b)",
        clause[:160],
        re.IGNORECASE,
    )
    return _phrase_right(sentence, trigger.end + match.end()) if match else None


def _of_noun(
    sentence: str, trigger: Trigger, subject: tuple[int, int] | None
) -> tuple[tuple[int, int] | None, tuple[int, int] | None]:
    """Actor and target of "X carried out an airstrike on Y", "an airstrike by X against Y", "the X strike"."""
    head = sentence[: trigger.start]
    target = (
        _behind(
            sentence,
            trigger,
            r"against|on(?!\s+(?:\w+day|the\s+(?:border|outskirts|coast|road))\b)|targeting|at|hit|struck|destroyed",
        )
        if trigger.family in {"attack", "explosion", "shoot-down", "any"}
        else None
    )
    by = _behind(sentence, trigger, r"by|from")
    made = re.search(
        r"\b(?:carried\s+out|carry\s+out|conduct(?:ed)?|launch(?:ed)?|staged?|mount(?:ed)?|made|unleashed"
        r"|delivered|began|begun|started|executed|claimed)\s+(?:[\w'’-]+\s+){0,5}$",
        head,
        re.IGNORECASE,
    )
    if made:
        fake = Trigger(made.start(), made.end(), made[0], "", "", "verb", "")
        passive = re.search(r"\b(?:was|were|been)\s+$", sentence[: made.start()])
        return (by if passive else _before(sentence, fake)), target
    if by is None and re.match(
        r"\s+(?:was|were)\s+(?:carried\s+out|conducted|launched|staged|made)\s+by\s+", sentence[trigger.end :]
    ):
        by = _behind(sentence, trigger, r"by")
    if by:
        return by, target
    modifier = re.search(
        r"(?:\b(?:an?|the|this|another|third|second|first|latest)\s+)?((?:[A-Z][\w.-]*[\s-]+){1,3}"
        r"(?:[a-z][\w-]*\s+){0,2})$",
        head,
    )
    modifier = None if modifier and re.search(r"\b(?:for|of|over|the|in|on|at|to|with|by)\b", modifier[1]) else modifier
    own = (modifier.start(1), modifier.start(1) + len(modifier[1].rstrip())) if modifier else None
    return own, target


_EMPTY: Final = re.compile(
    r"(?:In|On|At|The|An?|It|One|After|During|Another)(?:\s+(?:an?|the|separate|another|second))*$", re.IGNORECASE
)


def _party(found: Party | tuple[int, int] | None, sentence: str, names: Sequence[Named]) -> Party:
    if found is None or found is NOBODY:
        return NOBODY
    start, end = (found.start, found.end) if isinstance(found, Party) else found
    text = sentence[start:end]
    lead = re.match(
        r"(?:(?:and|but|then|at\s+least|least)\s+)*(?:(?:the|an?|its|their|his|her|this|that|these|those|some)\s+)?",
        text,
        re.IGNORECASE,
    )
    start += lead.end() if lead else 0
    text = sentence[start:end].strip(" ,'\"“”’")
    text = text if re.search(r"\b[A-Z]\.$", text) else text.rstrip(".")
    if re.search(r"\b[A-Z]\.[A-Z]$", text) and sentence[start + len(text) : start + len(text) + 1] == ".":
        text += "."
    if (
        len(text) < 2
        or text == "us"
        or _EMPTY.match(text)
        or text.lower() in {"it", "they", "he", "she", "them", "him", "we", "i", "one", "who", "which"}
    ):
        return NOBODY
    return Party(start, end, text, sides_of(text, list(within(names, start, end)), start), things_of(text))


_PLATFORM: Final = re.compile(
        r"\b(?:(?:[A-Z]{1,3}(?:/[A-Z])?-\d{1,3}[A-Z]{0,2}(?:\s+[A-Z][a-z]+)?)|(?:Su|MiG|Mi|Ka|An|Il"
        r"|Tu)-\d{1,3}[A-Z]*|Shahed[\s-]\d+|Boeing\s+\d{3}\S*|Airbus\s+A\d{3}\S*"
        r"|(?:MV|MT|M/V|M/T|SS|HMS|USS|INS)\s+[A-Z][\w-]*(?:\s+[A-Z][\w-]*){0,2}|Flight\s+\d{1,4}|ATR[\s-]\d{2}"
        r"|Cessna(?:\s+\d+)?|Antonov(?:[\s-]\d+)?|Black\s+Hawk|Chinook|Apache|Predator|Reaper)\b"
)  # fmt: skip


def platform_in(sentence: str) -> str:
    """The first craft or weapon named by its designation; "" when none is."""
    match = _PLATFORM.search(sentence)
    return match[0] if match else ""
