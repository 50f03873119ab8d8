"""Borders in words: "along the border with Iraq", "12 km from the Syrian-Jordanian border"."""

from __future__ import annotations

import re
from typing import Final

from geo.localities.measures import HEADING, find_lengths
from geo.localities.words import DEMONYMS, alternation
from geo.units import parse_heading
from geo.values import Clause

_NAME: Final = r"(?:the\s+)?(?-i:[A-Z][\w'.]+(?:\s(?:of\s)?[A-Z][\w'.]+){0,2})"
_WORD: Final = r"(?:borders?|frontiers?|border\s(?:area|region|strip|zone))"
_NOT_A_PLACE: Final = (
    r"(?!\s+(?:crossing|post|town|city|village|guards?|checkpoints?|station|gate|point|fence|terminal)\b)"
)
_BORDER: Final = re.compile(
    rf"(?:the\s+)?{_WORD}\s+between\s+(?P<one>{_NAME})\s+and\s+(?P<other>{_NAME})"
    rf"|(?:the\s+|its\s+)?(?:[\w]+ern\s+)?{_WORD}\s+(?:with|of)\s+(?P<with>{_NAME})"
    rf"|(?:the\s+)?(?P<left>(?-i:[A-Z]\w+))\s?[-/]\s?(?P<right>(?-i:[A-Z]\w+))\s+{_WORD}{_NOT_A_PLACE}"
    rf"|(?:the\s+)?(?P<single>(?-i:[A-Z]\w+(?:\s[A-Z]\w+)?))(?:'s?)?\s+{_WORD}{_NOT_A_PLACE}(?!\s+with)",
    re.IGNORECASE,
)
_COUNTRIES: Final = frozenset(DEMONYMS.values())
_AT: Final = re.compile(
    rf"(?:\b(?:{alternation('near')}|(?:right\s)?(?:along|on|at|by|astride|straddling)|(?:in|across)(?=\sthe))\s+)$",
    re.IGNORECASE,
)
_LINK: Final = re.compile(
    rf"\s*(?:away\s+)?(?:(?:to\s+the\s+)?(?P<heading>{HEADING})\s+)?(?:from|of|off|inside|within|to)\s+", re.IGNORECASE
)


def find_border(piece: str) -> tuple[int, int, Clause] | None:
    """The first border of a piece of text, with the length and heading before it: start, end and clause.

    >>> find_border("12 km from the Syrian-Iraqi border")[2].anchor
    'Syria'
    """
    match = _BORDER.search(piece)
    countries = _countries(match) if match else None
    if match is None or countries is None:
        return None
    before, end = piece[: match.start()], match.end()
    anchor, detail = countries
    measured = _measured(before)
    if measured is not None:
        start, clause = measured
        text = piece[start:end]
        return start, end, Clause("border", text, anchor, *clause, detail=detail)
    at = _AT.search(before)
    start = at.start() if at else match.start()
    return start, end, Clause("border", piece[start:end], anchor, detail=detail)


def _countries(match: re.Match[str]) -> tuple[str, str] | None:
    """One country, or two, as a gazetteer knows them; None when the word before "border" is no country's."""
    if match["one"]:
        return _country(match["one"]), _country(match["other"])
    if match["with"]:
        return _country(match["with"]), ""
    if match["left"]:
        return _country(match["left"]), _country(match["right"])
    single = re.sub(r"'s?$", "", match["single"])
    for name in (single, single.split()[-1]):
        if name.lower() in DEMONYMS or name in _COUNTRIES:
            return _country(name), ""
    return None


def _country(name: str) -> str:
    bare = re.sub(r"^the\s+", "", name, flags=re.IGNORECASE)
    return DEMONYMS.get(bare.lower(), bare)


def _measured(before: str) -> tuple[int, tuple[float | None, float, float | None, float]] | None:
    """Where a length that ends `before` begins; its distance, half interval, azimuth and half sector."""
    for measure in find_lengths(before):
        link = _LINK.fullmatch(before, measure.end)
        if link is None:
            continue
        point = parse_heading(link["heading"]) if link["heading"] else None
        sector = (point.azimuth_deg, point.half_width_deg) if point else (None, 0.0)
        return measure.start, (measure.metres, measure.half_interval_m, *sector)
    return None
