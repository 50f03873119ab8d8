"""Whom a zone binds, as conditions that its source states: by platform, by altitude, by party.

    platform: drone, helicopter     one of these classes (data/platforms.csv), or something below one of them
    altitude: below 3000 ft         "above 500 m", "500-3000 m"
    party: Argentine forces         whoever acted, or was the target, is called so

Clauses are separated by ";" and must all hold; what one lists are alternatives. A clause without a name is a platform.
"""

from __future__ import annotations

import csv
import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any, Final

from geo.errors import UnitError, ZoneError
from geo.units import NUMBER_PATTERN, parse_length
from geo.zones.radii import is_range, read_range

_ALTITUDE: Final = re.compile(
    r"\s*(?P<how>below|under|up to|above|over|at least|<=?|>=?)\s*(?P<length>.+)", re.IGNORECASE
)
_BELOW: Final = frozenset({"below", "under", "up to", "<", "<="})
_COMMON: Final = frozenset(
    {"the", "of", "a", "an", "and", "forces", "force", "army", "military", "troops", "navy", "air", "government",
     "aircraft", "ships", "ship", "vessels", "vessel", "units"}
)  # fmt: skip
"""Words of a party that do not tell one from another."""
ABOUT: Final = ("platform", "target", "title", "actor", "altitude_m", "altitude_ft", "altitude")
"""The columns of a table that conditions look at."""
_PLATFORM_COLUMNS: Final = (("platform", "target"), ("title",))
"""Where an incident says what it was about; the second only where the first name nothing."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether a zone binds what an incident is about."""

    applies: str
    """yes, no, unknown."""
    why: str = ""
    """A clause; empty for yes."""


@dataclass(frozen=True, slots=True)
class Conditions:
    """All conditions of one zone; none bind everybody."""

    platforms: tuple[str, ...] = ()
    """Classes of data/platforms.csv."""
    parties: tuple[str, ...] = ()
    altitude_m: tuple[float, float] | None = None
    """From and to, metres."""
    altitude_text: str = ""

    @classmethod
    def of(cls, text: str) -> Conditions:
        """What a cell states. Raises ZoneError, "reason; advice", for what cannot be read.

        >>> Conditions.of("drones; altitude: below 1,000 m")
        Conditions(platforms=('drone',), parties=(), altitude_m=(-inf, 1000.0), altitude_text='below 1,000 m')
        """
        return _read(text)

    def judge(self, incident: Mapping[str, Any]) -> Judgement:
        """Whether the zone binds what a row of INCIDENTS is about."""
        found = [
            one for one in (self._by_platform(incident), self._by_party(incident), self._by_altitude(incident)) if one
        ]
        for applies in ("no", "unknown"):
            why = [one.why for one in found if one.applies == applies]
            if why:
                return Judgement(applies, ", and ".join(why))
        return Judgement("yes")

    def _by_platform(self, incident: Mapping[str, Any]) -> Judgement | None:
        if not self.platforms:
            return None
        binds = f"it binds {_listed(_plural(name) for name in self.platforms)}"
        classes: dict[str, str] = {}
        for columns in _PLATFORM_COLUMNS:
            classes = {
                name: word for column in columns for name, word in _classes(str(incident.get(column) or "")).items()
            }
            if classes:
                break
        if not classes:
            return Judgement("unknown", f"{binds}, and the reports do not say what this was")
        if any(_is_a(name, bound) for name in classes for bound in self.platforms):
            return Judgement("yes")
        vague = [name for name in classes if any(_is_a(bound, name) for bound in self.platforms)]
        if vague:
            return Judgement("unknown", f"{binds}, and the reports say only “{classes[vague[0]]}”")
        return Judgement("no", f"{binds}, and this was “{next(iter(classes.values()))}”")

    def _by_party(self, incident: Mapping[str, Any]) -> Judgement | None:
        if not self.parties:
            return None
        binds = f"it binds {_listed(self.parties)}"
        named = [str(incident.get(column) or "").strip() for column in ("actor", "target")]
        if any(_words(party) and _words(party) <= _words(name) for party in self.parties for name in named):
            return Judgement("yes")
        if not named[0]:
            return Judgement("unknown", f"{binds}, and the reports do not say who acted")
        among = [name for name in named if any(_words(party) & _words(name) for party in self.parties)]
        if among:
            return Judgement("unknown", f"{binds}, and the reports name “{among[0]}”, who may be among them")
        return Judgement("no", f"{binds}, and the reports name “{named[0]}”")

    def _by_altitude(self, incident: Mapping[str, Any]) -> Judgement | None:
        if self.altitude_m is None:
            return None
        binds = f"it binds what is {self.altitude_text}"
        given = _altitude(incident)
        if given is None:
            return Judgement("unknown", f"{binds}, and no altitude is given")
        low, high = self.altitude_m
        if low <= given <= high:
            return Judgement("yes")
        return Judgement("no", f"{binds}, and this was at {given:,.0f} m")


def check_conditions(text: str) -> None:
    """Raise ZoneError, "reason; advice", for conditions that cannot be read."""
    _read(text)


@lru_cache(maxsize=256)
def _read(text: str) -> Conditions:
    platforms: list[str] = []
    parties: list[str] = []
    altitude: tuple[float, float] | None = None
    altitude_text = ""
    for clause in text.split(";"):
        name, colon, value = (part.strip() for part in clause.partition(":"))
        name, value = (name.lower(), value) if colon else ("platform", name)
        if not value:
            if colon:
                raise ZoneError(f"the condition {name!r} says nothing; write platform: drone")
            continue
        if name in ("platform", "platforms"):
            platforms += [_class_of(one) for one in _entries(value)]
        elif name in ("party", "parties"):
            parties += _entries(value)
        elif name == "altitude":
            altitude, altitude_text = _range(value), value
        else:
            raise ZoneError(f"the condition {name!r} is none; write platform, altitude or party, each with a colon")
    return Conditions(tuple(platforms), tuple(parties), altitude, altitude_text)


def _entries(value: str) -> list[str]:
    return [one.strip() for one in re.split(r",|\bor\b|\band\b", value) if one.strip()]


def _class_of(word: str) -> str:
    table, folded = _registry(), _singular(word)
    if folded in table:
        return folded
    for name, (_, words) in table.items():
        if folded in words:
            return name
    near = difflib.get_close_matches(folded, list(table), n=1)
    raise ZoneError(
        f"the platform {word!r} is unknown; "
        + (f"did you mean {near[0]}?" if near else f"write one of {', '.join(table)}")
    )


def _range(value: str) -> tuple[float, float]:
    try:
        if is_range(value):
            return read_range(value)
        match = _ALTITUDE.fullmatch(value)
        if match is None:
            raise ZoneError(f"the altitude {value!r} has no side; write below 3000 ft, above 500 m, or 500-3000 m")
        metres = parse_length(match["length"]).metres
    except UnitError as error:
        raise ZoneError(f"the altitude {value!r}: {error}") from None
    return (float("-inf"), metres) if match["how"].lower() in _BELOW else (metres, float("inf"))


def _altitude(incident: Mapping[str, Any]) -> float | None:
    """Metres, from whatever column of the input's own gives it with a unit."""
    for column, unit in (("altitude_m", "m"), ("altitude_ft", "ft"), ("altitude", "")):
        text = str(incident.get(column) or "").strip()
        if not text or text.lower() == "nan":
            continue
        text = f"{text} {unit}" if unit and re.fullmatch(rf"{NUMBER_PATTERN}", text) else text
        try:
            return parse_length(text).metres
        except UnitError:
            continue
    return None


@lru_cache(maxsize=1)
def _registry() -> dict[str, tuple[str, frozenset[str]]]:
    """Class -> (parent, words)."""
    table = resources.files("geo.zones").joinpath("data/platforms.csv").read_text("utf-8")
    rows = csv.DictReader(table.splitlines())
    return {row["class"]: (row["parent"], frozenset(row["words"].split(";"))) for row in rows}


@lru_cache(maxsize=1024)
def _classes(text: str) -> dict[str, str]:
    """Classes that a text names, in its order, each with the words it uses; of overlapping words the longest count."""
    plain = text.lower()[:2000]
    taken: list[tuple[int, int, str]] = []
    known = [(word, name) for name, (_, words) in _registry().items() for word in words]
    for word, name in sorted(known, key=lambda one: (-len(one[0]), one)):
        for match in re.finditer(rf"(?<![\w-]){re.escape(word)}(?:e?s)?(?!\w)", plain):
            if not any(match.start() < end and match.end() > start for start, end, _ in taken):
                taken.append((*match.span(), name))
    found: dict[str, str] = {}
    for start, end, name in sorted(taken):
        found.setdefault(name, text[start:end])
    return found


def _is_a(name: str, ancestor: str) -> bool:
    while name and name != ancestor:
        name = _registry()[name][0]
    return bool(name)


def _singular(word: str) -> str:
    word = " ".join(word.lower().split())
    known = _registry()
    for ending in ("", "s", "es"):
        stem = word.removesuffix(ending) if ending else word
        if stem in known or any(stem in words for _, words in known.values()):
            return stem
    return word


def _plural(name: str) -> str:
    return name if name == "aircraft" else "people" if name == "person" else f"{name}s"


def _listed(names: Iterable[str]) -> str:
    found = list(names)
    return found[0] if len(found) == 1 else f"{', '.join(found[:-1])} and {found[-1]}"


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W\d_]+", text.casefold())) - _COMMON
