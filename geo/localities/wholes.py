"""Names that begin with a compass word: "North Hollywood" is a place of its own, "North Mosul" a part of one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from geo.localities.grammar import Parsed
from geo.values import Clause, Place, Resolution

if TYPE_CHECKING:
    from geo.localities import Gazetteer

_OWN: Final = frozenset({"feature", "offset", "distance_from", "within", "near", "heading", "outskirts", "between"})
_LEAD: Final = re.compile(r"^(?:(?:in|on|over|across|throughout)\s+)?(?:the\s+)?", re.IGNORECASE)
_SIDE: Final = re.compile(r"(?:(?:North|South|East|West)[\s-]?){1,2}(?:ern)?|Central|Middle", re.IGNORECASE)
_FAMOUS: Final = 20.0
"""A city this many times larger than a namesake of its part abroad is what "North Damascus" speaks of."""


def whole_name(clause: Clause) -> str:
    """The name that a clause of a part would be if it were not split; empty when it cannot be one.

    >>> whole_name(Clause("part", "in North Hollywood", anchor="Hollywood", azimuth_deg=0.0, detail="north"))
    'North Hollywood'
    >>> whole_name(Clause("part", "in southern Syria", anchor="Syria", azimuth_deg=180.0, detail="south"))
    ''
    """
    words = _LEAD.sub("", clause.text)
    side = _SIDE.match(words)
    named = side is not None and words[side.end() :].strip(" -") == clause.anchor
    return words if clause.form == "part" and named and words[:1].isupper() else ""


def keep_wholes(readings: Sequence[tuple[Parsed, str]], gazetteer: Gazetteer) -> list[Parsed]:
    """Each reading (with its country), the parts whose whole name the gazetteer knows put together again."""
    wanted: dict[str, list[str]] = {}
    for reading, country in readings:
        parts = [c for target in reading.targets for c in target if whole_name(c)]
        wanted.setdefault(country, []).extend(name for c in parts for name in (whole_name(c), c.anchor))
    found: dict[tuple[str, str], Resolution] = {}
    for country, every in wanted.items():
        names = list(dict.fromkeys(every))
        answers = gazetteer.resolve(names, country=country) if names else []
        found |= {(country, name): answer for name, answer in zip(names, answers, strict=True)}
    return [_kept(reading, country, found) for reading, country in readings]


def _kept(reading: Parsed, country: str, found: dict[tuple[str, str], Resolution]) -> Parsed:
    targets = []
    for target in reading.targets:
        owns = [reading.text.find(c.text) for c in target if c.form in _OWN and c.text]
        first = [c for c in target if _is_first(c, owns, reading.text)]
        whole = [(c, _whole(c, c in first or not owns, country, found)) for c in target]
        leads = any(new.form == "feature" and old.form == "part" for old, new in whole)
        targets.append(tuple(_around(new) if leads and old is new else new for old, new in whole))
    return replace(reading, targets=tuple(targets))


def _is_first(clause: Clause, others: Sequence[int], text: str) -> bool:
    """ "South Bend, Indiana" begins with the place; "near Juba, South Sudan" ends with what is around it."""
    return clause.form == "part" and 0 <= text.find(clause.text) < min(others, default=len(text))


def _around(clause: Clause) -> Clause:
    plain = clause.form == "feature" and clause.text == clause.anchor
    return replace(clause, form="area") if plain else clause


def _whole(clause: Clause, leads: bool, country: str, found: dict[tuple[str, str], Resolution]) -> Clause:
    name = whole_name(clause)
    if not name or not _is_whole(name, found[country, name], found[country, clause.anchor]):
        return clause
    return Clause("feature" if leads else "area", clause.text, anchor=name, role=clause.role)


def _is_whole(name: str, whole: Resolution, tail: Resolution) -> bool:
    """Is the whole name a place, and not merely a namesake far from the place that it would be a part of?"""
    if whole.best is None or whole.best.match not in {"exact", "folded"}:
        return False
    if tail.best is None:
        return True
    place, rest = whole.best.place, tail.best.place
    if rest.kind.startswith("PCL") and re.match(r"\w+ern\b", name):
        return False  # "Southern Lebanon" is half of a country; "South Lebanon" is its province
    return place.is_area or place.country == rest.country or not _outshone(place, rest)


def _outshone(place: Place, rest: Place) -> bool:
    return rest.is_area or rest.population > _FAMOUS * place.population
