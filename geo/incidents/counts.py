"""How many: killed, wounded, missing people, and vehicles, vessels, aircraft hit or destroyed; low, best, high."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from geo.incidents.calendar_words import number


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
    r"(?:\d{1,3}(?:,\d{3})+|\d{1,5}|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[\s-](?:one|two|three|four|five|six|seven|eight|nine))?"
    r"|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
    r"|(?:a\s+|several\s+)?(?:dozens?|hundreds?|scores)|several|a\s+(?:few|handful|couple)|an?)"
)
_HEDGE: Final = (
    r"(?:at\s+least|more\s+than|over|no\s+fewer\s+than|not\s+less\s+than|up\s+to|as\s+many\s+as|nearly|almost|about|around|some|roughly|approximately|an\s+estimated|fewer\s+than|less\s+than|only|just|the\s+deaths?\s+of|another|a\s+further|between)"
)
_AMOUNT: Final = rf"(?:(?P<hedge>{_HEDGE})\s+)?(?P<n>{_NUMBER})(?:\s*(?:-|–|to|and)\s*(?P<m>\d{{1,5}})(?!\d))?(?:\s+(?:other|others|more))?"
_PEOPLE: Final = (
    r"(?:people|persons?|civilians?|soldiers?|troops|fighters?|militants?|insurgents?|rebels?|men|man|women|woman|children|child|girls?|boys?|villagers|passengers?|crew(?:\s+members?|men)?|sailors?|seafarers?|officers?|policemen|residents|workers?|miners?|migrants?|students?|pupils|pilots?|personnel|members|worshipp?ers|journalists?|guards?|gunmen|terrorists?|servicemen|service\s+members|others|victims?|bystanders|tourists|hostages|refugees|firefighters|patients|commandos|jihadists|peacekeepers|fishermen|shoppers|employees|staff|pilgrims|herders|farmers)"
)
_WHO: Final = rf"(?:\s+(?!(?:was|were|had|have|has|and|wounding|killing|injuring|in|on|of|at|by)\b)[\w'’-]+){{0,4}}?\s+{_PEOPLE}"
_DEAD: Final = r"(?:kill(?:ed|s|ing)?|died|dead|drowned|lost\s+their\s+lives|perished|murdered|slain|shot\s+dead)"
_HURT: Final = r"(?:wound(?:ed|s|ing)?|injur(?:ed|es|ing)|hurt)"
_GONE: Final = r"(?:missing|unaccounted\s+for)"
_TAKEN: Final = r"(?:kidnapped|abducted|taken\s+hostage)"
_RESCUED: Final = r"(?:rescued|evacuated)"
_STATES: Final = (("killed", _DEAD), ("wounded", _HURT), ("missing", _GONE), ("kidnapped", _TAKEN), ("rescued", _RESCUED))
_GOODS: Final = (
    r"(?P<goods>(?:armed\s+|armou?red\s+|technical\s+|pick-?up\s+|military\s+|artillery\s+|anti-aircraft\s+|fuel\s+|fishing\s+|oil\s+|enemy\s+|pro-\w+\s+)*(?:vehicles?|trucks?|tanks?|technicals|drones?|aircraft|helicopters?|warplanes?|jets?|boats?|vessels?|ships?|tankers?|houses?|homes?|buildings?|bombs?|missiles?|rockets?|shells?|pieces|weapons?|guns?|positions?|checkpoints?|cars?|buses))"
)
_DONE: Final = r"(?P<done>destroyed|damaged|hit|struck|downed|shot\s+down|intercepted|sunk|dropped|fired|launched|seized|burned|seen|observed|hijacked|boarded)"

_PATTERNS: Final = tuple(
    pattern
    for what, state in _STATES
    for pattern in (
        (what, re.compile(rf"\b{state}\s+(?:and\s+(?:wounded|injured)\s+)?(?P<core>{_AMOUNT})(?:{_WHO}|(?=[\s,.;]|$))", re.IGNORECASE)),
        (what, re.compile(rf"\b(?P<core>{_AMOUNT})(?:{_WHO})?(?:\s+(?:in\s+[A-Z][\w-]+|on\s+board|aboard|from\s+[A-Z]\w+))?(?:,[^,.]{{0,40}},)?(?:\s+(?:have|had|has|were|was|are|is|been|being|also|reported|reportedly|feared|believed|left|confirmed|to\s+have|to\s+be|still|seriously|critically|slightly|badly|lightly))*\s+{state}\b(?!\s+(?:an?|the|two|three|\d))", re.IGNORECASE)),
    )
) + (
    ("killed", re.compile(rf"\bdeath\s+toll\s+(?:\w+\s+){{0,4}}?(?:to|at|of|was|is|stood\s+at)\s+(?P<core>{_AMOUNT})", re.IGNORECASE)),
    ("killed", re.compile(rf"\b(?:left|leaving|claim(?:ed|ing))\s+(?P<core>{_AMOUNT})(?:{_WHO})?\s+(?:dead|lives)\b", re.IGNORECASE)),
    ("killed", re.compile(rf"\b(?:lives|bodies)\s+of\s+(?P<core>{_AMOUNT})", re.IGNORECASE)),
)  # fmt: skip
_OBJECTS: Final = (
    re.compile(rf"\b{_DONE}\s+[\"“]?(?P<core>{_AMOUNT})\s+{_GOODS}\b", re.IGNORECASE),
    re.compile(rf"\b(?P<core>{_AMOUNT})\s+(?:of\s+the\s+)?{_GOODS}(?:\s+(?:belonging|carrying|in)\s+[^,.]{{0,40}})?\s+(?:were|was|had\s+been|have\s+been|been)\s+(?:also\s+)?{_DONE}", re.IGNORECASE),
)  # fmt: skip
_NONE: Final = re.compile(
    r"\b(?:no\s+one|nobody|none(?:\s+of\s+[^,.]{0,60})?|no\s+(?:casualties|injuries|deaths|fatalities|(?:\w+\s+){0,2}people))\s+(?:\w+\s+){0,3}?(?P<what>killed|injured|wounded|hurt|casualties|injuries|reported)|\bthere\s+were\s+no\s+(?:reports\s+of\s+)?(?P<what2>casualties|injuries|deaths|fatalities)", re.IGNORECASE
)  # fmt: skip
_VAGUE: Final = {"dozen": (24, 99), "hundred": (200, 999), "score": (40, 99), "several": (3, 9), "few": (2, 9), "handful": (3, 9), "couple": (2, 2)}
"""What a number word that is none stands for, (low, high): dictionary senses, with the next larger word as the limit."""


def find_counts(sentence: str) -> list[Count]:
    """The counts of a sentence, in order.

    >>> [(c.what, c.low, c.best, c.high) for c in find_counts("The blast killed at least 12 people and wounded 30.")]
    [('killed', 12, 12, None), ('wounded', 30, 30, 30)]
    """
    found: list[Count] = []
    for what, pattern in _PATTERNS:
        for match in pattern.finditer(sentence):
            _add(found, _read(what, match))
    for pattern in _OBJECTS:
        for match in pattern.finditer(sentence):
            _add(found, _read(f"{' '.join(match['goods'].lower().split())} {' '.join(match['done'].lower().split())}", match))
    none = _NONE.search(sentence)
    if none and not found:
        word = (none["what"] or none["what2"] or "").lower()
        what = "killed" if word in {"killed", "deaths", "fatalities"} else "wounded" if word in {"injured", "wounded", "hurt", "injuries"} else "casualties"
        found.append(Count(what, 0, 0, 0, *none.span()))
    return sorted(found, key=lambda one: one.start)


def _add(found: list[Count], one: Count | None) -> None:
    if one and not any(one.what == other.what and one.start < other.end and other.start < one.end for other in found):
        found.append(one)


def _read(what: str, match: re.Match[str]) -> Count | None:
    hedge, text, second = (match["hedge"] or "").lower(), match["n"].lower(), match["m"]
    bounds = next((span for word, span in _VAGUE.items() if word in text), None)
    if bounds:
        return Count(what, bounds[0], None, bounds[1], *match.span())
    value = _value(text)
    if value is None or (text in {"a", "an"} and not match["hedge"] and what not in {"killed", "wounded"}):
        return None
    if 1900 <= value <= 2100 and "," not in text and not hedge:
        return None
    if second:
        return Count(what, value, value, int(second), *match.span()) if int(second) > value else None
    if hedge in {"at least", "more than", "over", "no fewer than", "not less than"}:
        return Count(what, value, value, None, *match.span())
    if hedge in {"up to", "as many as", "fewer than", "less than", "nearly", "almost"}:
        return Count(what, None, value, value, *match.span())
    return Count(what, value, value, value, *match.span())


def _value(text: str) -> int | None:
    plain = text.replace(",", "")
    if plain.isdigit():
        return int(plain)
    tens, _, ones = plain.replace("-", " ").partition(" ")
    head, tail = number(tens), number(ones) if ones else 0
    return None if head is None or tail is None else head + tail
