"""The cues of the grammar: each finder looks for one kind of clause in a piece of text and cuts it out.

They are tried in the order of FINDERS, the strongest cue first: a zone, a length, "between", a border, a heading,
a movement, outskirts, "near", "off", a part of something, and last a plain preposition.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from geo.localities.measures import HEADING, Measure, find_lengths, read_heading
from geo.localities.names import bare_name, name_run
from geo.localities.words import COMPASS_NAMES, GENERIC, alternation
from geo.units import Heading, parse_heading
from geo.values import Clause


@dataclass(frozen=True, slots=True)
class Found:
    """A clause cut out of a piece of text, and where it stood."""

    start: int
    end: int
    clause: Clause


def is_generic(name: str) -> bool:
    """Is this a noun that names no place by itself ("a location", "the area")?"""
    words = [word for word in re.findall(r"[\w/]+", name.lower()) if word not in {"the", "a", "an", "of", "its"}]
    return not words or all(word in GENERIC for word in words)


_ZONE: Final = re.compile(
    r"\b(?:(?P<how>just|well|deep|deeper|right|far)\s)?"
    r"(?P<relation>inside|within|outside(?:\sof)?|into|entering|entered|crossed\sinto|crossing\sinto|beyond|near"
    r"|(?:on|at|along)\sthe\s(?:edge|rim|boundary|border)\sof|in|at)\s"
    rf"(?P<zone>[^,;()]{{0,60}}?\b(?:{alternation('zone_kinds')}[\s-]{{1,2}}(?:zone|area)|"
    r"(?:\d+(?:[.,]\d+)?[\s-]{0,2}(?:km|kilomet(?:re|er)s?|miles?|mi|nmi?)[\s-](?:[a-z-]+\s){0,3})zone)\b)",
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


_LINK: Final = re.compile(r"\s*(?:away\s)?(?:to\s)?(?:of|from|off|go|to)?(?:\sfrom)?\s+", re.IGNORECASE)
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


_FROM: Final = re.compile(
    r"\s*(?:away\s)?(?P<link>from|of|off(?:shore)?(?:\sof)?|outside(?:\sof)?|beyond|to|short\sof)\s+", re.IGNORECASE
)


def _at_distance(piece: str, measure: Measure) -> Found | None:
    """ "24 miles from X", "10 miles off X", "within 5 km of X"."""
    link = _FROM.match(piece, measure.end)
    run = name_run(piece, link.end()) if link else None
    if link is None or run is None:
        return None
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


_BETWEEN: Final = re.compile(r"\b(?:along\s(?:the\s)?[\w\s]{0,30})?(?:on\sthe\sroad\s)?between\s+", re.IGNORECASE)
_ROAD: Final = re.compile(r"\b(?:on|along)\sthe\s(?:road|highway|route)\sfrom\s+", re.IGNORECASE)


def _find_between(piece: str) -> Found | None:
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
_THE_PART: Final = re.compile(r"\b(?:in|over|across)\s+the\s+$", re.IGNORECASE)


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
            if run and not is_generic(words) and not (words.islower() and not piece.islower() and form == "feature"):
                name = bare_name(piece[run[0] : run[1]])
                return Found(match.start(), run[1], Clause(form, piece[match.start() : run[1]], anchor=name))
        return None

    return find


_SIDE: Final = rf"(?:{HEADING}(?:ern)?|central|middle)"
_PART_OF: Final = re.compile(
    rf"(?<![\w'-])(?:(?:in|on|over|across|at|along)\s+)?(?:the\s+)?(?P<side>{_SIDE})[\s-]+"
    rf"(?:most\s+)?{alternation('parts')}\s+of\s+",
    re.IGNORECASE,
)
_PART: Final = re.compile(
    rf"(?<![\w'-])(?:(?:in|on|over|across|throughout)\s+)?(?:the\s+)?(?P<side>{_SIDE})\s+(?=\S)", re.IGNORECASE
)
_PART_THE: Final = re.compile(
    rf"(?<![\w'-])(?:in|over|across)\s+the\s+(?P<side>{_SIDE}|far\s+{_SIDE})\s+of\s+", re.IGNORECASE
)
_PART_OWN: Final = re.compile(
    rf"(?<![\w'-])(?:(?:on|along|near|at|off)\s+)?(?P<name>[A-Z][\w-]+(?:\s[A-Z][\w-]+){{0,2}})'s?\s+(?P<side>{HEADING})\s+"
    r"(?i:border|coast|shore|edge|frontier|fringe)s?\b"
)
_EDGE: Final = re.compile(r"\b(?:edge|fringe|rim|outskirts|tip|end|corner)\b", re.IGNORECASE)
_CENTRE: Final = re.compile(rf"(?<![\w'-])(?:in\s+)?{alternation('centre')}\s+", re.IGNORECASE)


def _find_part(piece: str) -> Found | None:
    own = _PART_OWN.search(piece)
    heading = parse_heading(own["side"]) if own else None
    if own and heading:
        clause = Clause("part", own[0], anchor=own["name"], azimuth_deg=heading.azimuth_deg,
                        half_width_deg=heading.half_width_deg, detail=f"{heading.name} edge")  # fmt: skip
        return Found(own.start(), own.end(), clause)
    for pattern in (_PART_OF, _PART_THE, _CENTRE, _PART):
        for match in pattern.finditer(piece):
            found = _part(piece, match)
            if found is not None:
                return found
    return None


def _part(piece: str, match: re.Match[str]) -> Found | None:
    run = name_run(piece, match.end())
    if run is None or (run[0] != match.end() and match.re is _PART):
        return None
    name = piece[run[0] : run[1]]
    side = match.groupdict().get("side") or "central"
    words = f"{side} {name}".lower()
    if not name[:1].isupper() or any(words == own or words.startswith(own + " ") for own in COMPASS_NAMES):
        return None
    heading = parse_heading(side)
    detail = heading.name if heading else "central"
    if heading and _EDGE.search(match[0]):
        detail += " edge"
    return Found(match.start(), run[1], Clause("part", piece[match.start() : run[1]], anchor=bare_name(name),
                                                azimuth_deg=heading.azimuth_deg if heading else None,
                                                half_width_deg=heading.half_width_deg if heading else 0.0,
                                                detail=detail))  # fmt: skip


_BORDER: Final = r"(?:(?:along|near|on|at)\s+)?(?:the\s+)?(?:[A-Z]\w+-[A-Z]\w+\s+)?(?:border|frontier)\s+(?:with|of)"
_OFF: Final = r"(?:off(?:shore)?(?:\s+of)?(?:\s+the)?(?:\s+(?:north|south|east|west)\w*)?(?:\s+coast\s+of)?|coast\s+of)"
FINDERS: Final[tuple[Callable[[str], Found | None], ...]] = (
    _find_zone,
    _find_length,
    _find_between,
    _cue("border", _BORDER),
    _find_heading,
    _cue("towards", alternation("towards")),
    _cue("outskirts", alternation("outskirts")),
    _cue("near", alternation("near")),
    _cue("off", _OFF),
    _find_part,
    _cue("feature", rf"(?:{alternation('hedges')}\s+)*{alternation('inside')}"),
)
