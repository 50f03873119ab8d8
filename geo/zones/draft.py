"""Zones that a text speaks of: a centre, a length as worded, and the quote; what stays open is left open.

"a 34-mile zone" around a place is read as a radius, as such zones are usually given; "34 miles wide", "in diameter",
"across" are diameters, and the draft says so. A centre that is no place name ("the crater") is kept as written and
asked for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Final

from geo.errors import UnitError
from geo.units import METRES_PER, NUMBER_PATTERN, UNIT_PATTERN, parse_length


@dataclass(frozen=True, slots=True)
class ZoneDraft:
    """A zone as one report words it."""

    id: str
    name: str
    """What the report calls it: "de-confliction zone"."""
    centre: str
    """The centre as written; empty when the report gives none."""
    radius_text: str
    """The radius with its unit, as a zone table has it: "34-mile" as "34 mi"; a diameter halved."""
    radius_m: float
    """Metres."""
    worded: str
    """The length as worded: "34-mile", "34-mile wide"."""
    report: str
    quote: str
    start: int
    """Where the quote begins in the report's text, characters."""
    end: int
    open: tuple[str, ...] = ()
    """What a person has to settle: "centre", "diameter"."""
    remarks: tuple[str, ...] = ()
    said_by: str = ""
    also: tuple[dict[str, Any], ...] = field(default=())
    """Other reports, or other sentences, that word the same zone."""

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready, with the columns of ZONES that a person writes first."""
        data = asdict(self)
        return {
            "kind": "disc",
            **{key: list(value) if isinstance(value, tuple) else value for key, value in data.items()},
        }


_UNIT: Final = re.sub(r"\?P<\w+>", "?:", UNIT_PATTERN)
_LENGTH: Final = rf"(?P<length>(?:{NUMBER_PATTERN})[\s-]*(?:{_UNIT}))(?:\s*\([^)]{{2,25}}\))?"
_KINDS: Final = (
    r"(?:de-?confliction|exclusion(?:ary)?|no-?fly|no-?go|buffer|safe|safety|security|restricted|demilitari[sz]ed"
    r"|de-?escalation|evacuation|danger|protected|prohibited|closed|clearance|quarantine|contact|keep-?out"
    r"|cordoned|nautical\s+exclusion|maritime\s+exclusion|exclusive|mandatory\s+evacuation)"
)
_ZONE: Final = (
    rf"(?:(?:so-?called|{_KINDS}|military|maritime|nautical|air|temporary|permanent|total|agreed|new|strict|wide"
    rf"|radius)[\s\"“”‘’-]+){{0,4}}(?:zone|area|perimeter|cordon|ring|corridor)s?"
)
_SHAPE: Final = r"(?:[\s-]*(?P<wide>wide|across|in\s+diameter|diameter)|[\s-]*(?:in\s+)?(?P<radius>radius))?"
_AROUND: Final = r"(?:around|surrounding|from|of|about|centred\s+(?:on|at)|centered\s+(?:on|at)|encircling|round)"
_FORMS: Final = (
    # "a 34-mile de-confliction zone around X", "the 5 km wide exclusion area"
    re.compile(
        rf"\b(?:an?|the|its|this|that|one)\s+[\"“]?{_LENGTH}{_SHAPE}[\s,-]+(?:so-?called\s+)?[\"“]?"
        rf"(?P<zone>{_ZONE})[\"”]?",
    re.IGNORECASE),
    # "the zone extends in a 34 mile radius around X", "a zone with a radius of 5 km around X"
    re.compile(
        rf"[\"“]?(?P<zone>{_ZONE})[\"”]?[^.;]{{0,60}}?\b(?:in|with|within|to|of|for|has|is|was|,|out\s+to)\s+"
        rf"(?:an?\s+|about\s+|some\s+|roughly\s+)*(?:(?P<radius0>radius)\s+of\s+|(?P<wide0>diameter)\s+of\s+)?"
        rf"(?:about\s+|some\s+)?{_LENGTH}(?:{_SHAPE})(?=[\s.,;]|$)",
    re.IGNORECASE),
    # "whose radius around X is 34 miles"
    re.compile(
        rf"[\"“]?(?P<zone>{_ZONE})[\"”]?,?\s+whose\s+(?:(?P<radius0>radius)|(?P<wide0>diameter|width))"
        rf"(?:\s+{_AROUND}\s+[^.;,]{{2,40}}?)?\s+is\s+{_LENGTH}",
    re.IGNORECASE),
    # "people within a 10 km radius of X were told to leave"
    re.compile(
        rf"\bwithin\s+(?:an?\s+)?{_LENGTH}(?:\s+(?:in\s+)?(?P<radius>radius))?\s+of\s+[^.;]{{2,60}}?\s+(?:was|were"
        rf"|has\s+been|have\s+been|are)\s+(?P<zone>(?:told|ordered|urged|forced|evacuat|clos|barr|bann|cordon|seal"
        rf"|prohibit)\w*)",
    re.IGNORECASE),
    # "within a 5 km radius of X": only where people are kept out or in
    re.compile(
        rf"\b(?P<zone>(?:evacuat|cordon|barr|clos|ban|prohibit|forbid|exclu|keep|kept|stay|restrict|warn|ordered"
        rf"|seal)\w*)\b[^.;]{{0,80}}?\b(?:within|inside|in|at\s+least|to|for)\s+(?:an?\s+)?{_LENGTH}{_SHAPE}\s+"
        rf"(?:of|around|from)\s+",
    re.IGNORECASE),
)  # fmt: skip
_CENTRE: Final = re.compile(
    rf"(?:\b{_AROUND})\s+(?P<centre>(?:(?:the|its|their|an?)\s+)?(?:[\w'’.-]+\s+){{0,6}}?[\w'’.-]+)"
    rf"(?=[.,;:)\"”]|\s+(?:where|which|that|was|were|is|has|had|on|in|after|when|and|as|while|by|to|until"
    rf"|manned|used|located|within|for|near|since|before)\b|\s*$)",
    re.IGNORECASE,
)


def draft_zones(report: str, text: str, sentences: Sequence[tuple[int, int]]) -> list[ZoneDraft]:
    """The zones of a report, each once; sentences: spans of `text` to look in, in order.

    >>> text = "Officials set up a 5 km exclusion area around the crater."
    >>> zone = draft_zones("r", text, [(0, len(text))])[0]
    >>> zone.centre, zone.radius_text, zone.open
    ('the crater', '5 km', ('centre',))
    """
    found: list[ZoneDraft] = []
    for start, end in sentences:
        for one in _in_sentence(report, text[start:end], start):
            found.append(one)
    return merge_zones(found)


def _in_sentence(report: str, sentence: str, offset: int) -> list[ZoneDraft]:
    out: list[ZoneDraft] = []
    taken: list[tuple[int, int]] = []
    for form in _FORMS:
        for match in form.finditer(sentence):
            span = match.span("length")
            if any(a < span[1] and span[0] < b for a, b in taken):
                continue
            one = _draft(report, sentence, match, offset)
            if one:
                taken.append(span)
                out.append(one)
    return out


def _draft(report: str, sentence: str, match: re.Match[str], offset: int) -> ZoneDraft | None:
    groups = match.groupdict()
    try:
        length = parse_length(match["length"])
    except UnitError:
        return None
    wide = bool(groups.get("wide") or groups.get("wide0"))
    metres = length.metres / 2 if wide else length.metres
    value = f"{metres / METRES_PER[length.unit]:g}"
    centre = _centre(sentence, match)
    name = _name(match["zone"])
    worded = sentence[match.start("length") : match.end("wide") if groups.get("wide") else match.end("length")]
    slug = re.sub(r"[^a-z0-9]+", "-", f"{value} {length.unit} {centre or name}".lower()).strip("-")
    marks = []
    if wide:
        marks.append(f"“{worded}” is a diameter; the radius is half of it")
    return ZoneDraft(
        slug, name, centre, f"{value} {length.unit}", metres, worded,
        report, sentence, offset, offset + len(sentence), ("centre",) if not _is_name(centre) else (), tuple(marks),
    )  # fmt: skip


def _centre(sentence: str, match: re.Match[str]) -> str:
    """What the zone lies around, as written: behind the length, or else behind the zone's name."""
    of = re.match(r"(?:\s+(?:in\s+)?radius)?\s+(?=of\s)", sentence[match.end("length") :], re.IGNORECASE)
    if of:
        near = _CENTRE.match(sentence, match.end("length") + of.end())
        if near:
            return _worded_centre(near["centre"])
    after = _CENTRE.search(
        sentence, match.end() - (0 if not match[0].rstrip().endswith(("of", "around", "from")) else 8)
    )
    inside = _CENTRE.search(match[0])
    found = None
    if after and after.start() - match.end() <= 25:
        found = after
    elif inside:
        found = inside
    if found is None:
        return ""
    return _worded_centre(found["centre"])


def _worded_centre(centre: str) -> str:
    """A centre with plain spaces; "at Tanf" is the name At Tanf."""
    text = " ".join(centre.split()).strip("\"“”'.,")
    return re.sub(r"^(?:at|near)\s+(?=[a-z]*\s*[A-Z])", lambda m: "At " if m[0].lower().startswith("at") else "", text)


def _is_name(centre: str) -> bool:
    """Whether the centre names a place, rather than a thing of the text ("the crater")."""
    return bool(re.search(r"[A-Z]", re.sub(r"^(?:The|Its|Their|An?)\s", "", centre)))


def _name(zone: str) -> str:
    if not re.search(r"zone|area|perimeter|cordon|ring|corridor", zone, re.IGNORECASE):
        return "exclusion zone"
    return " ".join(re.sub(r"[\"“”‘’]", "", zone).split()).removeprefix("so-called ")


def merge_zones(drafts: Sequence[ZoneDraft]) -> list[ZoneDraft]:
    """Drafts of one zone as one: equal radius (to 3%), and centres that are the same or missing in one."""
    out: list[ZoneDraft] = []
    for one in drafts:
        index = next((i for i, other in enumerate(out) if _same(other, one)), None)
        if index is None:
            out.append(one)
            continue
        kept = out[index]
        fuller = one if one.centre and "centre" in kept.open and "centre" not in one.open else kept
        other = kept if fuller is one else one
        note = {
            "report": other.report,
            "quote": other.quote,
            "start": other.start,
            "end": other.end,
            "worded": other.worded,
        }
        out[index] = replace(fuller, also=(*kept.also, *one.also, note))
    return out


def _same(one: ZoneDraft, other: ZoneDraft) -> bool:
    if abs(one.radius_m / other.radius_m - 1) > 0.03:
        return False
    mine, theirs = _bare(one.centre), _bare(other.centre)
    return not mine or not theirs or bool(mine & theirs)


def _bare(centre: str) -> set[str]:
    return {
        word
        for word in re.findall(r"[a-z]{3,}", centre.lower())
        if word not in {"the", "its", "base", "city", "town", "area", "around"}
    }
