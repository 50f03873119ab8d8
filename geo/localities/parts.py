"""Parts of places in words: "southern Syria", "the eastern edge of X", "downtown X", "off the southern coast of X"."""

from __future__ import annotations

import re
from typing import Final

from geo.localities.measures import HEADING
from geo.localities.names import bare_name, is_generic, name_run
from geo.localities.words import COMPASS_NAMES, alternation
from geo.units import parse_heading
from geo.values import Clause

Cut = tuple[int, int, Clause]
"""Where a clause begins and ends in its piece of text, and the clause."""

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
    rf"(?<![\w'-])(?:in|over|across)\s+the\s+(?P<side>far\s+{_SIDE}|{_SIDE})\s+of\s+", re.IGNORECASE
)
_PART_OWN: Final = re.compile(
    rf"(?<![\w'-])(?:(?:on|along|near|at|off)\s+)?(?P<name>[A-Z][\w-]+(?:\s[A-Z][\w-]+){{0,2}})'s?\s+(?P<side>(?i:{HEADING}))"
    r"(?:(?P<edge>\s+(?i:border|coast|shore|edge|frontier|fringe)s?\b)"
    r"|\s+(?i:suburb|outskirt|district|part|half|side|quarter|region|neighbou?rhood|countryside)s?\b)?(?!\s+of\b)"
)
_EDGE: Final = re.compile(r"\b(?:edge|fringe|rim|outskirts|tip|end|corner)\b", re.IGNORECASE)
_MIDDLE: Final = re.compile(r"(?:far\s+)?(?:central|middle)", re.IGNORECASE)
_CENTRE: Final = re.compile(rf"(?<![\w'-])(?:in\s+)?{alternation('centre')}\s+", re.IGNORECASE)


def find_part(piece: str) -> Cut | None:
    """ "Southern X", "the eastern edge of X", "X's south-east", "downtown X": start, end and clause."""
    own = _PART_OWN.search(piece)
    heading = parse_heading(own["side"]) if own else None
    if own and heading:
        detail = f"{heading.name} edge" if own["edge"] else heading.name
        clause = Clause("part", own[0], anchor=own["name"], azimuth_deg=heading.azimuth_deg,
                        half_width_deg=heading.half_width_deg, detail=detail)  # fmt: skip
        return own.start(), own.end(), clause
    for pattern in (_PART_OF, _PART_THE, _CENTRE, _PART):
        for match in pattern.finditer(piece):
            found = _part(piece, match)
            if found is not None:
                return found
    return None


def _part(piece: str, match: re.Match[str]) -> Cut | None:
    run = name_run(piece, match.end())
    if run is None or (run[0] != match.end() and match.re is _PART):
        return None
    name = piece[run[0] : run[1]]
    side = match.groupdict().get("side") or "central"
    words = f"{side} {name}".lower()
    bare = re.sub(r"^the\s+", "", name, flags=re.IGNORECASE)
    whole = any(words == own or words.startswith(own + " ") for own in COMPASS_NAMES)
    if not bare[:1].isupper() or is_generic(name) or whole:
        return None
    far = re.match(r"far\s+", side, re.IGNORECASE)
    heading = parse_heading(side[far.end() :] if far else side)
    if heading is None and not _MIDDLE.fullmatch(side):
        return None  # the pattern takes N-E-W for letters of a compass; "New" is none
    detail = f"{'far ' if far else ''}{heading.name}" if heading else "central"
    if heading and _EDGE.search(match[0]):
        detail += " edge"
    clause = Clause(
        "part",
        piece[match.start() : run[1]],
        anchor=bare_name(name),
        azimuth_deg=heading.azimuth_deg if heading else None,
        half_width_deg=heading.half_width_deg if heading else 0.0,
        detail=detail,
    )
    return match.start(), run[1], clause


_OFF_SIDE: Final = re.compile(
    rf"(?<![\w'-])off(?:shore)?(?:\s+of)?(?:\s+the)?\s+(?P<side>{HEADING})\s+(?:coast|coastline|shores?)\s+of\s+(?P<of>(?=\S))"
    rf"|(?<![\w'-])off\s+(?P<name>(?-i:[A-Z])[\w-]+(?:\s(?-i:[A-Z])[\w-]+){{0,2}})'s?\s+(?P<its>{HEADING})\s+(?:coast|coastline|shores?)\b",
    re.IGNORECASE,
)


def find_off_side(piece: str) -> Cut | None:
    """ "off the southern coast of X", "off X's southern coast": the side tells where along the coast."""
    match = _OFF_SIDE.search(piece)
    heading = parse_heading(match["side"] or match["its"]) if match else None
    run = name_run(piece, match.end()) if match and match["side"] else None
    if match is None or heading is None or (match["side"] and run is None):
        return None
    end = run[1] if run else match.end()
    name = match["name"] or bare_name(piece[match.end() : end])
    clause = Clause("off", piece[match.start() : end], anchor=name, azimuth_deg=heading.azimuth_deg,
                    half_width_deg=heading.half_width_deg, detail=heading.name)  # fmt: skip
    return match.start(), end, clause
