"""The words of the grammar, from data/words.json, as sets and alternations."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from typing import Any, Final


@cache
def _data() -> dict[str, Any]:
    text = (files("geo.localities") / "data" / "words.json").read_text(encoding="utf-8")
    data: dict[str, Any] = json.loads(text)
    return data


def words(group: str) -> frozenset[str]:
    """The words of one group, lower case."""
    return frozenset(_data()[group]["words"])


def alternation(group: str) -> str:
    """A regular expression for any word of the group, longest first; spaces match any run of white space."""
    return any_of(_data()[group]["words"])


def any_of(phrases: Any) -> str:
    """A regular expression for any of the phrases, longest first."""
    ordered = sorted(phrases, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(p).replace(r"\ ", r"\s{1,3}") for p in ordered) + ")"


def _numbers() -> dict[str, tuple[float, float]]:
    """The numerals of the data file, and those that English makes of them: "twenty-five", "two hundred"."""
    plain = {word: (pair[0], pair[1]) for word, pair in _data()["numbers"]["values"].items()}
    exact = {word: value for word, (value, _) in plain.items() if word.isalpha() and word not in _VAGUE}
    ones = {word: value for word, value in exact.items() if 1 <= value <= 9}
    tens = {word: value for word, (value, _) in plain.items() if word.endswith("ty")}
    made = {f"{ten}{joint}{one}": (t + o, 0.5) for ten, t in tens.items() for one, o in ones.items() for joint in " -"}
    made |= {f"{one} hundred": (100 * o, 5.0) for one, o in ones.items()}
    made |= {f"{one} thousand": (1000 * o, 50.0) for one, o in ones.items()}
    return made | plain


_VAGUE: Final = frozenset({"a", "an", "several"})
NUMBERS: Final = _numbers()
"""Numerals in words: value and half interval, in the unit that follows."""

ROLES: Final[dict[str, str]] = dict(_data()["roles"]["cues"])
"""Phrases that say what a place was to the event, and the role they give it."""

KINDS: Final = words("kinds")
PARTICLES: Final = words("particles")
STOPS: Final = words("stops")
GENERIC: Final = words("generic") | words("times")
MONTHS: Final = words("months")
COMMON: Final = words("common")
TOO_WIDE: Final = words("too_wide")
BODIES: Final = words("bodies")
COMPASS_NAMES: Final = words("compass_names")
AND_NAMES: Final = words("and_names")

KIND_CODES: Final[dict[str, tuple[str, ...]]] = {
    word: tuple(codes) for word, codes in _data()["kind_codes"]["codes"].items()
}
"""Kind words, and how the GeoNames feature codes begin that they ask for."""

DEMONYMS: Final[dict[str, str]] = dict(_data()["demonyms"]["countries"])
"""Adjectives of countries ("Iraqi", lower case) and the country's name."""
