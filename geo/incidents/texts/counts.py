"""How many: killed, wounded, missing people, and vehicles, vessels, aircraft hit or destroyed; low, best, high."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from geo.incidents.texts.calendar_words import number
from geo.incidents.texts.word_lists import any_of


@dataclass(frozen=True, slots=True)
class Count:
    """A number of something, as one sentence has it."""

    what: str
    """"killed", "wounded", "vehicles hit"."""
    low: int | None
    """At least so many; None when nothing says."""
    best: int | None
    high: int | None
    """At most so many; None when open."""
    start: int
    """Offsets into the sentence, characters, end exclusive."""
    end: int

    def as_dict(self, said_by: str) -> dict[str, Any]:
        """A cell of INCIDENTS.counts."""
        return {"what": self.what, "low": self.low, "best": self.best, "high": self.high, "said_by": said_by}


_NUMBER: Final = (
    r"(?:\d{1,3}(?:,\d{3})+|\d{1,5}|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[\s-](?:one"
    r"|two|three|four|five|six|seven|eight|nine))?"
    r"|(?<!no )(?<!No )one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen"
    r"|fifteen|sixteen|seventeen|eighteen|nineteen"
    r"|(?:a\s+|several\s+)?(?:dozens?|hundreds?|scores)|several|a\s+(?:few|handful|couple)|an?)"
)
_HEDGE: Final = (
    r"(?:at\s+least|more\s+than|over|no\s+fewer\s+than|not\s+less\s+than|up\s+to|as\s+many\s+as|nearly|almost"
    r"|about|around|some|roughly|approximately|an\s+estimated|fewer\s+than|less\s+than|only|just"
    r"|the\s+deaths?\s+of|another|a\s+further|between)"
)
_AMOUNT: Final = (
    rf"(?:(?P<hedge>{_HEDGE})\s+)?(?P<n>{_NUMBER})(?:\s*(?:-|–|to|and)\s*(?P<m>\d{{1,5}})(?!\d|-))?(?:\s+(?:other"
    rf"|others|more))?"
)
_PEOPLE: Final = any_of("people")
_WHO: Final = (
    rf"(?:\s+of\s+(?:its|the|their|his|her)(?=\s))?(?:\s+(?!(?:was|were|had|have|has|and|wounding|killing|injuring"
    rf"|in|on|of|at|by)\b)[\w.'’-]+){{0,4}}?\s+{_PEOPLE}"
)
_ALSO: Final = re.compile(
    rf"\s+and\s+(?:(?:at\s+least|another)\s+)?(?P<n>{_NUMBER})(?:\s+[\w.'’-]+){{0,3}}?\s+{_PEOPLE}(?!\s+"
    rf"(?:were\s+|was\s+)?(?:wound|injur|hurt|missing|still))",
    re.IGNORECASE,
)
"""A second kind of people under the same verb: "killing one soldier and two civilians"."""
_DEAD: Final = r"(?:kill(?:ed|s|ing)?|died|dead|drowned|lost\s+their\s+lives|perished|murdered|slain|shot\s+dead)"
_HURT: Final = r"(?:wound(?:ed|s|ing)?|injur(?:ed|es|ing)|hurt)"
_GONE: Final = r"(?:missing|unaccounted\s+for)"
_TAKEN: Final = r"(?:kidnapped|abducted|taken\s+hostage)"
_RESCUED: Final = r"(?:rescued|evacuated)"
_STATES: Final = (
    ("killed", _DEAD),
    ("wounded", _HURT),
    ("missing", _GONE),
    ("kidnapped", _TAKEN),
    ("rescued", _RESCUED),
)
_GOODS: Final = (
    r"(?P<goods>(?:armed\s+|armou?red\s+|technical\s+|pick-?up\s+|military\s+|artillery\s+|anti-aircraft\s+"
    r"|fuel\s+|fishing\s+|oil\s+|enemy\s+|pro-\w+\s+)*(?:vehicles?|trucks?|tanks?|technicals|drones?|aircraft"
    r"|helicopters?|warplanes?|jets?|boats?|vessels?|ships?|tankers?|houses?|homes?|buildings?|bombs?|missiles?"
    r"|rockets?|shells?|pieces|weapons?|guns?|positions?|checkpoints?|cars?|buses))"
)
_DONE: Final = (
    r"(?P<done>destroyed|damaged|hit|struck|downed|shot\s+down|intercepted|sunk|dropped|fired|launched|seized"
    r"|burned|seen|observed|hijacked|boarded)"
)

_ABOARD: Final = (
    r"(?:\s+(?:in\s+[A-Z][\w-]+|on\s+board|aboard|from\s+[A-Z]\w+|(?:on\s+board|aboard)\s+(?:an?|the)\s+[^,.;]{3,40}?"
    r"|(?:serving|travelling|traveling|working|sailing|sleeping|inside|on)\s+[^,.;]{3,50}?))?(?:,[^,.]{0,40},)?"
)
"""What may stand between the people and what became of them: "aboard the ferry", ", including four children,"."""
_AUXILIARY: Final = (
    r"(?:\s+(?:have|had|has|were|was|are|is|been|being|also|reported|reportedly|feared|believed|left|confirmed"
    r"|to\s+have|to\s+be|shot\s+and|another|still|seriously|critically|slightly|badly|lightly))*"
)
_WORDINGS: Final = (
    *(
        (what, wording)
        for what, state in _STATES
        for wording in (
            rf"\b{state}\s+(?:and\s+(?:wounded|injured)\s+)?(?P<core>{_AMOUNT})(?:{_WHO}|(?=[\s,.;]|$))",
            rf"\b(?P<core>{_AMOUNT})(?:{_WHO})?{_ABOARD}{_AUXILIARY}\s+{state}\b(?!\s+(?:an?\b|the\b|two\b|three\b|\d))",
        )
    ),
    ("killed", rf"\bdeath\s+toll\s+(?:\w+\s+){{0,4}}?(?:to|at|of|was|is|stood\s+at)\s+(?P<core>{_AMOUNT})"),
    ("killed", rf"\b(?:left|leaving|claim(?:ed|ing))\s+(?P<core>{_AMOUNT})(?:{_WHO})?\s+(?:dead|lives)\b"),
    ("killed", rf"\b(?:lives|bodies)\s+of\s+(?P<core>{_AMOUNT})"),
)
_PATTERNS: Final = tuple((what, re.compile(wording, re.IGNORECASE)) for what, wording in _WORDINGS)
_OBJECTS: Final = (
    re.compile(rf"\b{_DONE}\s+[\"“]?(?P<core>{_AMOUNT})\s+{_GOODS}\b", re.IGNORECASE),
    re.compile(
        rf"\b(?P<core>{_AMOUNT})\s+(?:of\s+the\s+)?{_GOODS}(?:\s+(?:belonging|carrying|in)\s+[^,.]{{0,40}})?\s+"
        rf"(?:were|was|had\s+been|have\s+been|been)\s+(?:also\s+)?{_DONE}",
    re.IGNORECASE),
)  # fmt: skip
_NONE: Final = re.compile(
        r"\b(?:no\s+one|nobody|none(?:\s+of\s+[^,.]{0,60})?|no\s+(?:casualties|injuries|deaths|fatalities|"
        r"(?:\w+\s+){0,2}people))\s+(?:\w+\s+){0,3}?(?P<what>killed|injured|wounded|hurt|casualties|injuries"
        r"|reported)|\bthere\s+were\s+no\s+(?:reports\s+of\s+)?(?P<what2>casualties|injuries|deaths|fatalities)",
    re.IGNORECASE
)  # fmt: skip
_VAGUE: Final = {
    "dozen": (24, 99),
    "hundred": (200, 999),
    "score": (40, 99),
    "several": (3, 9),
    "few": (2, 9),
    "handful": (3, 9),
    "couple": (2, 2),
}
"""What a number word that is none stands for, (low, high): dictionary senses, up to the next larger word."""


def find_counts(sentence: str) -> list[Count]:
    """The counts of a sentence, in order.

    >>> [(c.what, c.low, c.best, c.high) for c in find_counts("The blast killed at least 12 people and wounded 30.")]
    [('killed', 12, 12, None), ('wounded', 30, 30, 30)]
    """
    found: list[Count] = []
    for what, pattern in _PATTERNS:
        for match in pattern.finditer(sentence):
            _add(found, _summed(_read(what, match), match, sentence))
    for pattern in _OBJECTS:
        for match in pattern.finditer(sentence):
            _add(
                found,
                _read(f"{' '.join(match['goods'].lower().split())} {' '.join(match['done'].lower().split())}", match),
            )
    none = _NONE.search(sentence)
    if none and not found:
        word = (none["what"] or none["what2"] or "").lower()
        what = (
            "killed"
            if word in {"killed", "deaths", "fatalities"}
            else "wounded"
            if word in {"injured", "wounded", "hurt", "injuries"}
            else "casualties"
        )
        found.append(Count(what, 0, 0, 0, *none.span()))
    return sorted(found, key=lambda one: one.start)


def _add(found: list[Count], one: Count | None) -> None:
    if one and not any(one.what == other.what and one.start < other.end and other.start < one.end for other in found):
        found.append(one)


def _summed(one: Count | None, match: re.Match[str], sentence: str) -> Count | None:
    """The count with a second kind of people under the same verb added."""
    more = _ALSO.match(sentence, match.end()) if one and one.best and match.start("core") > match.start() else None
    value = _value(more["n"].lower()) if more else None
    if one is None or more is None or not value:
        return one
    low, best, high = (part + value if part is not None else None for part in (one.low, one.best, one.high))
    return Count(one.what, low, best, high, one.start, more.end())


def _read(what: str, match: re.Match[str]) -> Count | None:
    """The count that a match words; None where its number is a year, or an article."""
    hedge, text, second = (match["hedge"] or "").lower(), match["n"].lower(), match["m"]
    bounds = next((span for word, span in _VAGUE.items() if word in text), None)
    if bounds:
        return Count(what, bounds[0], None, bounds[1], *match.span())
    value = _value(text)
    article = text in {"a", "an"} and (bool(second) or (not hedge and what not in {"killed", "wounded"}))
    if value is None or article or (1900 <= value <= 2100 and "," not in text and not hedge):
        return None
    low: int | None = value
    high: int | None = value
    if second:
        high = int(second)
    elif hedge in _OR_MORE:
        high = None
    elif hedge in _OR_LESS:
        low = None
    return None if second and int(second) <= value else Count(what, low, value, high, *match.span())


_OR_MORE: Final = {"at least", "more than", "over", "no fewer than", "not less than"}
_OR_LESS: Final = {"up to", "as many as", "fewer than", "less than", "nearly", "almost"}


def _value(text: str) -> int | None:
    plain = text.replace(",", "")
    if plain.isdigit():
        return int(plain)
    tens, _, ones = plain.replace("-", " ").partition(" ")
    head, tail = number(tens), number(ones) if ones else 0
    return None if head is None or tail is None else head + tail
