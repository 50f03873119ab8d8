"""The cues of the grammar: each finder looks for one kind of clause in a piece of text and cuts it out.

They are tried in the order of FINDERS, the strongest cue first: a zone, a length, "between", a border, a heading,
a movement, outskirts, "near", "off", a part of something, and last a plain preposition.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from geo.localities.borders import find_border
from geo.localities.measures import HEADING, Measure, find_lengths, read_heading
from geo.localities.names import bare_name, is_date, is_generic, name_run
from geo.localities.parts import find_off_side, find_part
from geo.localities.words import alternation
from geo.units import Heading, parse_heading
from geo.values import Clause


@dataclass(frozen=True, slots=True)
class Found:
    """A clause cut out of a piece of text, and where it stood."""

    start: int
    end: int
    clause: Clause


_ZONE: Final = re.compile(
    r"\b(?:(?P<how>just|well|deep|deeper|right|far)\s)?"
    r"(?P<relation>inside|within|outside(?:\sof)?|into|entering|entered|crossed\sinto|crossing\sinto|beyond|near"
    r"|(?:on|at|along)\sthe\s(?:edge|rim|boundary|border)\sof|in|at)\s"
    rf"(?P<zone>[^,;()]{{0,60}}?\b(?:{alternation('zone_kinds')}[\s-]{{1,2}}(?:zone|area)|"
    r"(?:\d+(?:[.,]\d+)?[\s-]{0,2}(?:km|kilomet(?:re|er)s?|miles?|mi|nmi?)[\s-](?:[a-z-]+\s){0,3})zone|the\szone)\b)",
    re.IGNORECASE,
)
_RELATIONS: Final = {"outside": "outside", "outside of": "outside", "beyond": "outside", "near": "near"}


def _find_zone(piece: str) -> Found | None:
    match = _ZONE.search(piece)
    if match is None:
        return None
    relation = re.sub(r"\s", " ", match["relation"].lower())
    detail = "edge" if " the " in f" {relation} " else _RELATIONS.get(relation, "inside")
    how = {"deep": "well", "deeper": "well", "far": "well", "right": ""}.get(*[(match["how"] or "").lower()] * 2)
    end = match.end()
    centre = re.match(r"\s(?:around|near|at|of|surrounding)\s", piece[end:])
    if centre:
        run = name_run(piece, end + centre.end())
        end = run[1] if run else end
    detail = f"{how} {detail}".strip() if detail in {"inside", "outside"} else detail
    clause = Clause("zone_relation", piece[match.start() : end], anchor=piece[match.start("zone") : end], detail=detail)
    return Found(match.start(), end, clause)


_LINK: Final = re.compile(r"\s*(?:away\s)?(?:to\s)?(?:of|from|off|go|to)?(?:\s{1,2}(?:from|of))?\s+", re.IGNORECASE)
_LEAD: Final = re.compile(
    r"\s*(?:,|-)?\s*(?:(?:to|in|towards?)\s+(?:the|a)\s+)?(?:offshore\s+|off\s+|away\s+to\s+the\s+|up\s+)?",
    re.IGNORECASE,
)


def _find_length(piece: str) -> Found | None:
    for measure in find_lengths(piece):
        found = _at_heading(piece, measure) or _at_distance(piece, measure)
        if found is not None:
            return found
    return None


def _at_heading(piece: str, measure: Measure) -> Found | None:
    """ "6 miles north of X", "15NM SE Mosul", "12nm northeast" with the anchor still to come."""
    lead = _LEAD.match(piece, measure.end)
    begin = lead.end() if lead else measure.end
    read = read_heading(piece[begin:])
    if read is None:
        return None
    heading, length = read
    anchor, end = _anchor(piece, begin + length)
    return Found(measure.start, end, _offset(piece[measure.start : end], anchor, measure, heading))


def _offset(text: str, anchor: str, measure: Measure, heading: Heading) -> Clause:
    return Clause(
        "offset",
        text,
        anchor=anchor,
        distance_m=measure.metres,
        half_interval_m=measure.half_interval_m,
        azimuth_deg=heading.azimuth_deg,
        half_width_deg=heading.half_width_deg,
        detail=heading.name,
    )


_INTO: Final = re.compile(r"\s*(?:deep\s)?(?:into|inside)\s+", re.IGNORECASE)
_FROM: Final = re.compile(
    r"\s*(?:away\s)?(?P<link>from|of|off(?:shore)?(?:\sof)?|outside(?:\sof)?|beyond|to|short\sof)\s+", re.IGNORECASE
)


def _at_distance(piece: str, measure: Measure) -> Found | None:
    """ "24 miles from X", "10 miles off X", "within 5 km of X", "12 km into X"."""
    into = _INTO.match(piece, measure.end)
    link = into or _FROM.match(piece, measure.end)
    run = name_run(piece, link.end()) if link else None
    if link is None or run is None:
        return None
    if into:
        name = bare_name(piece[run[0] : run[1]])
        inward = Clause("into", piece[measure.start : run[1]], name, measure.metres, measure.half_interval_m)
        return Found(measure.start, run[1], inward)
    bearing = _BEARING_BEFORE.search(piece[: measure.start])
    if bearing:
        heading = read_heading(bearing[0])
        text = piece[bearing.start() : run[1]]
        clause = _offset(text, bare_name(piece[run[0] : run[1]]), measure, heading[0]) if heading else None
        return Found(bearing.start(), run[1], clause) if clause else None
    within = re.search(
        r"\b(?:within|inside|less\sthan|up\sto|under)\s+(?:an?\s)?(?:radius\sof\s)?$", piece[: measure.start], re.I
    )
    hedge = piece[measure.start : measure.end].lower()
    form = "within" if within or re.match(r"(?:less\sthan|up\sto|under)\b", hedge) else "distance_from"
    start = within.start() if within else measure.start
    detail = "off" if link["link"].lower().startswith("off") else ""
    anchor = bare_name(piece[run[0] : run[1]])
    clause = Clause(form, piece[start : run[1]], anchor=anchor, distance_m=measure.metres,
                    half_interval_m=measure.half_interval_m, detail=detail)  # fmt: skip
    return Found(start, run[1], clause)


_BEARING_BEFORE: Final = re.compile(r"\d{1,3}\s?(?:deg(?:ree)?s?\.?|°)\s?(?:T|true)?\s?(?:,|at|and|/)?\s{0,2}$", re.I)


def _anchor(piece: str, at: int) -> tuple[str, int]:
    """The anchor after a heading, and where it ends; empty when none follows."""
    link = _LINK.match(piece, at)
    run = name_run(piece, link.end() if link else at)
    return (bare_name(piece[run[0] : run[1]]), run[1]) if run else ("", at)


_BETWEEN: Final = re.compile(
    r"\b(?:along\s(?:the\s)?[\w\s]{0,30})?(?:on\sthe\s(?:road|highway|route)\s)?(?:half\s?way\s|midway\s|somewhere\s)?between\s+",
    re.IGNORECASE,
)
_ROAD: Final = re.compile(r"\b(?:on|along)\sthe\s(?:road|highway|route)\sfrom\s+", re.IGNORECASE)


_ROAD_NAMED: Final = re.compile(
    r"(?:\b(?:on|along|off|near)\s+)?(?:the\s+)?(?P<one>[A-Z]\w+(?:\s[A-Z]\w+)?)\s?[-/]\s?(?P<other>[A-Z]\w+(?:\s[A-Z]\w+)?)"
    r"\s(?i:road|highway|motorway|route|railway)\b"
)


def _find_between(piece: str) -> Found | None:
    named = _ROAD_NAMED.search(piece)
    if named:
        clause = Clause("between", named[0], anchor=named["one"], detail=named["other"])
        return Found(named.start(), named.end(), clause)
    for pattern, joint in ((_BETWEEN, r"\s(?:and|&)\s"), (_ROAD, r"\s(?:to|and)\s")):
        match = pattern.search(piece)
        halves = re.split(joint, piece[match.end() :], maxsplit=1) if match else []
        if match is None or len(halves) != 2:
            continue
        first, gap = halves[0].strip(), len(piece) - match.end() - len(halves[1])
        run = name_run(piece, match.end() + gap)
        if run and name_run(first, 0):
            second = bare_name(piece[run[0] : run[1]])
            text = piece[match.start() : run[1]]
            return Found(match.start(), run[1], Clause("between", text, anchor=bare_name(first), detail=second))
    return None


_HEADING_OF: Final = re.compile(rf"(?<![\w'-])(?:to\sthe\s)?(?P<heading>{HEADING})\s+(?:of|from)\s+", re.IGNORECASE)
_THE_PART: Final = re.compile(r"\b(?:in|over|across)\s+the\s+(?:far\s+)?$", re.IGNORECASE)


def _find_heading(piece: str) -> Found | None:
    for match in _HEADING_OF.finditer(piece):
        if _THE_PART.search(piece[: match.start()]):
            continue
        heading, run = parse_heading(match["heading"]), name_run(piece, match.end())
        if heading is None or run is None:
            continue
        clause = Clause("heading", piece[match.start() : run[1]], anchor=bare_name(piece[run[0] : run[1]]),
                        azimuth_deg=heading.azimuth_deg, half_width_deg=heading.half_width_deg,
                        detail=heading.name)  # fmt: skip
        return Found(match.start(), run[1], clause)
    return None


def _cue(form: str, pattern: str) -> Callable[[str], Found | None]:
    """A finder for "CUE name" of one form."""
    compiled = re.compile(rf"(?<![\w'-]){pattern}\s+(?=\S)", re.IGNORECASE)

    def find(piece: str) -> Found | None:
        for match in compiled.finditer(piece):
            run = name_run(piece, match.end())
            words = piece[run[0] : run[1]] if run else ""
            if run and not is_generic(words) and not (form == "feature" and _says_when(words, piece)):
                name = bare_name(piece[run[0] : run[1]])
                return Found(match.start(), run[1], Clause(form, piece[match.start() : run[1]], anchor=name))
        return None

    return find


def _says_when(words: str, piece: str) -> bool:
    """After "in" or "at": a date, or words without a capital in a piece that has others."""
    return is_date(words) or (words.islower() and not piece.islower())


def _finder(find: Callable[[str], tuple[int, int, Clause] | None]) -> Callable[[str], Found | None]:
    """A finder of another file as one of these."""

    def found(piece: str) -> Found | None:
        cut = find(piece)
        return Found(*cut) if cut else None

    return found


_OFF: Final = r"(?:off(?:shore)?(?:\s+of)?(?:\s+the)?(?:\s+(?:north|south|east|west)\w*)?(?:\s+coast\s+of)?|coast\s+of)"
FINDERS: Final[tuple[Callable[[str], Found | None], ...]] = (
    _find_zone,
    _finder(find_border),
    _find_length,
    _find_between,
    _finder(find_off_side),
    _find_heading,
    _cue("towards", alternation("towards")),
    _cue("outskirts", alternation("outskirts")),
    _cue("near", alternation("near")),
    _cue("off", _OFF),
    _finder(find_part),
    _cue("feature", rf"(?:{alternation('hedges')}\s+)*{alternation('inside')}"),
)
