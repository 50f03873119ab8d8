"""What the page says in words: dates, probabilities, distances, the finding. Plain text, never markup."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from geo.dates import say_day
from geo.maps.cells import iso_day
from geo.units import METRES_PER, say_length

PRECEDENCE: Final = ("inside", "indeterminate", "outside", "not_in_force", "unlocated")
"""Of several zones, the verdict that speaks for an incident: the first that any zone gives."""

CLAIMS: Final = {
    "claimed_one_side": "claimed by one side",
    "claimed_both": "acknowledged by both sides",
    "contested": "contested: the sides contradict each other",
    "independent": "confirmed by an independent source",
    "unknown": "not recorded who says so",
}
PROFILES: Final = {
    "military_log": "wording of military strike logs, whose 90% regions held some 90% of known positions",
    "maritime": "wording of shipping reports, whose 90% regions held some 90% of known positions",
    "press": "press wording, whose regions have not been measured against known positions",
}
RELATIONS_IN_TIME: Final = {
    "in_force": "the zone was in force",
    "before": "before the zone was in force",
    "after": "after the zone had ended",
    "disputed": "it is disputed whether the zone was in force",
    "undated": "undated, so it is open whether the zone was in force",
}
BINDING: Final = {
    "no": "not what this report is about",
    "unknown": "open whether what this report is about",
}
"""Whether a zone binds what an incident is about, where it does not plainly do so."""


def say_dates(start: str, end: str = "") -> str:
    """An ISO date or interval as a reader says it; what is no ISO date stays as it is.

    >>> say_dates("2017-06-08"), say_dates("2017-06-06", "2017-06-08"), say_dates("2016-03-03", "2017-05-18")
    ('8 June 2017', '6–8 June 2017', '3 March 2016 – 18 May 2017')
    >>> say_dates(""), say_dates("early 1967")
    ('undated', 'early 1967')
    """
    if not start and not end:
        return "undated"
    first, last = iso_day(start or end), iso_day(end or start)
    if first is None or last is None:
        return start if start == end or not end else f"{start} – {end}"
    if first == last:
        return say_day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{say_day(last)}"
    return f"{say_day(first)} – {say_day(last)}"


def say_probability(p: float) -> str:
    """A probability in whole percent, never 0 or 100; empty when it is NaN.

    >>> say_probability(0.936), say_probability(1.0), say_probability(0.0005), say_probability(float("nan"))
    ('94%', 'more than 99%', 'less than 1%', '')
    """
    if not math.isfinite(p):
        return ""
    if p > 0.99:
        return "more than 99%"
    return "less than 1%" if p < 0.01 else f"{100 * p:.0f}%"


def say_edge(distance_m: float, doubt_m: float) -> str:
    """How far from the zone's edge (metres, negative inside), no finer than the doubt in metres; empty when NaN.

    >>> say_edge(281234.0, 3200.0)
    'about 281 km (175 miles) outside the edge, give or take 3 km'
    >>> say_edge(-3100.0, 9000.0)
    'nearer to the edge than the doubt of 9 km can tell; the best estimate lies inside'
    """
    if not math.isfinite(distance_m):
        return ""
    side = "inside" if distance_m < 0 else "outside"
    far = abs(distance_m)
    doubt = doubt_m if math.isfinite(doubt_m) and doubt_m > 0 else 0.0
    if doubt and far < doubt:
        return f"nearer to the edge than the doubt of {rounded(doubt)} can tell; the best estimate lies {side}"
    km, miles = say_length(far, "km", doubt_m=doubt), say_length(far, "mi", doubt_m=max(doubt, 0.0))
    give = f", give or take {rounded(doubt)}" if doubt else ""
    return f"about {km} ({miles}) {side} the edge{give}"


def rounded(metres: float) -> str:
    """A doubt with one significant digit, two below 3: nobody knows a doubt better.

    >>> rounded(9432.0), rounded(26800.0), rounded(40.0), rounded(0.8)
    ('9 km', '27 km', '40 m', '0.8 m')
    """
    unit = "km" if metres >= 1000 else "m"
    value = metres / METRES_PER[unit]
    magnitude = 10.0 ** math.floor(math.log10(value))
    step = magnitude / 10 if value / magnitude < 3 else magnitude
    shown = round(value / step) * step
    return f"{shown:,.0f} {unit}" if shown >= 3 or shown == int(shown) else f"{shown:.1f} {unit}"


def say_radius(radius_text: str, radius_m: float) -> str:
    """A zone's radius as its source words it, with the other unit beside.

    >>> say_radius("34 mi", 54717.7), say_radius("", 5000.0)
    ('34 mi (55 km)', '5 km')
    """
    if not math.isfinite(radius_m):
        return radius_text
    metric = say_length(radius_m, "km", doubt_m=1000.0) if radius_m >= 20_000 else say_length(radius_m, "km")
    if not radius_text:
        return metric
    return radius_text if radius_text.rstrip().endswith("km") else f"{radius_text} ({metric})"


_SIDED: Final = {
    "": "to both sides", "both": "to both sides", "left": "to its left", "right": "to its right",
    "inside": "along its inside", "outside": "along its outside",
}  # fmt: skip


def say_size(zone: Mapping[str, Any]) -> str:
    """How far a zone reaches, by its kind; empty for a polygon, whose outline says it.

    >>> say_size({"kind": "disc", "radius_text": "34 mi", "radius_m": 54717.7})
    '34 mi (55 km)'
    >>> say_size({"kind": "buffer", "radius_text": "6 km", "width_m": 6000.0, "side": "seaward"})
    '6 km seaward'
    """
    written, side = str(zone.get("radius_text") or ""), str(zone.get("side") or "")
    kind = zone.get("kind") or "disc"
    if kind == "unknown":
        return "its course is not known, so it is not drawn"
    if kind == "ring":
        return written
    if kind == "side_of_line":
        return f"everything {_SIDED.get(side, f'to the {side}')} of the line".replace("its ", "the ")
    if kind == "buffer":
        return f"{say_radius(written, _metres(zone, 'width_m'))} {_SIDED.get(side, side)}"
    size = say_radius(written, _metres(zone, "radius_m"))
    return f"{size} around something that moves: all that it passed over" if kind == "moving" else size


def _metres(zone: Mapping[str, Any], name: str) -> float:
    value = zone.get(name)
    return math.nan if value is None else float(value)


def say_validity(zone: Mapping[str, Any]) -> str:
    """From when to when a zone was in force, with what is not known about it.

    >>> say_validity({"valid_from_earliest": "2016-03-03", "valid_from_latest": "2017-05-18"})
    'in force from some day between 3 March 2016 and 18 May 2017; no end known'
    >>> say_validity({})
    'no dates given: taken as always in force'
    """
    start = _bound(zone, "valid_from")
    end = _bound(zone, "valid_to")
    terms = "".join(f"; {zone[name]}" for name in ("hours", "applies_to") if zone.get(name))
    if not start and not end:
        return f"no dates given: taken as always in force{terms}"
    since = f"from {start}" if start else "since an unknown day"
    return f"in force {since}{f', until {end}' if end else '; no end known'}{terms}"


@dataclass(frozen=True, slots=True)
class Tally:
    """What the finding counts."""

    total: int
    verdicts: Mapping[str, int]
    claims: Mapping[str, int]
    """By claim status, as the table writes it."""
    stated_inside: int
    """Verdicts "inside" that rest on a statement."""
    first: str
    last: str
    """ISO dates of the first and the last day; empty when no incident has a day."""


def tally(incidents: Sequence[Mapping[str, Any]]) -> Tally:
    """Count incidents that have "verdict", "basis", "claim_status", "start" and "end"."""
    first, last = _span(incidents)
    return Tally(
        total=len(incidents),
        verdicts=Counter(one["verdict"] for one in incidents),
        claims=Counter(one["claim_status"] for one in incidents),
        stated_inside=sum(one["verdict"] == "inside" and one["basis"] == "stated" for one in incidents),
        first=first,
        last=last,
    )


def finding(counted: Tally, zones: Sequence[Mapping[str, Any]], checked: bool) -> str:
    """The finding in one sentence: how many, when, and how many of each verdict; `zones` need "name" and "radius"."""
    if not counted.total:
        return "This table holds no incidents." + (f" {_zones(zones, bare=True)} shown." if zones else "")
    said = say_dates(counted.first, counted.last) if counted.first else ""
    when = f", {said}" if "–" in said else f" on {said}" if said else ""
    opening = f"{counted.total:,} reported incident{'s' if counted.total != 1 else ''}{when}"
    if not checked:
        return f"{opening}{'; not compared with any zone' if not zones else f', drawn with {_zones(zones)}'}."
    return f"{opening}: {_and(_told(Counter(counted.verdicts), zones))}."


def _told(counts: Mapping[str, int], zones: Sequence[Mapping[str, Any]]) -> list[str]:
    """ "3 inside the zone", "1 outside it", ...: the zone is named once, by the first that speaks of it."""
    zone, single, many = _zones(zones), len(zones) == 1, len(zones) > 1
    said = {
        "outside": "outside it" if single else "outside all that were in force",
        "indeterminate": "too uncertain to say",
        "not_in_force": "outside the zone’s dates" if single else "at a time when no zone was in force",
        "unlocated": "without a place",
    }
    inside = f"{counts['inside']:,}" if counts["inside"] else "none"
    of = ("at least one of the " if counts["inside"] else "any of the ") if many else ""
    first = f"{inside} inside {of}{zone}"
    return [first, *(f"{counts[name]:,} {words}" for name, words in said.items() if counts[name])]


def measured(profiles: Collection[str]) -> str:
    """How the doubt of places was measured, by the profiles that their wording was read with.

    >>> measured({"military_log"})
    'Doubt of places: wording of military strike logs, whose 90% regions held some 90% of known positions.'
    """
    said = [PROFILES.get(name, f"profile {name}") for name in sorted(profiles) if name]
    return f"Doubt of places: {'; '.join(said)}." if said else ""


def word(counted: Tally) -> str:
    """On whose word the finding stands: counts of the claim status, and of verdicts that are only stated."""
    if not counted.total:
        return ""
    claims: Counter[str] = Counter()
    for status, many in counted.claims.items():
        claims[status or "unknown"] += many
    phrases = {
        "claimed_one_side": "claimed by one side only",
        "claimed_both": "acknowledged by both sides",
        "contested": "contested between the sides",
        "independent": "confirmed independently",
        "unknown": "without a named source",
    }
    parts = [f"{claims[key]:,} {phrase}" for key, phrase in phrases.items() if claims[key]]
    sentence = f"On whose word: {_and(parts)}." if parts and set(claims) != {"unknown"} else ""
    stated, inside = counted.stated_inside, counted.verdicts.get("inside", 0)
    if stated:
        one_of = f"{stated:,} of the {inside:,} inside" if inside > 1 else "The one inside"
        verb = "rest" if stated > 1 else "rests"
        sentence += f" {one_of} {verb} on a statement that gives no position."
    return sentence.strip()


def _zones(zones: Sequence[Mapping[str, Any]], bare: bool = False) -> str:
    if len(zones) == 1:
        name, radius = str(zones[0]["name"]) or "the zone", str(zones[0]["radius"]).split(" (")[0]
        article = "" if bare or name.lower().startswith(("the ", "zone ")) or name[:1].isdigit() else "the "
        return f"{article}{name}" + (f" ({radius})" if radius and radius not in name else "")
    return "any zone" if not zones else f"{len(zones):,} zones"


def _span(incidents: Sequence[Mapping[str, Any]]) -> tuple[str, str]:
    """First and last day of all; empty without a day."""
    dated = [
        (one["start"] or one["end"], one["end"] or one["start"]) for one in incidents if one["start"] or one["end"]
    ]
    dated = [pair for pair in dated if iso_day(pair[0]) and iso_day(pair[1])]
    return (min(pair[0] for pair in dated), max(pair[1] for pair in dated)) if dated else ("", "")


def _and(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _bound(zone: Mapping[str, Any], which: str) -> str:
    low, high = str(zone.get(f"{which}_earliest") or ""), str(zone.get(f"{which}_latest") or "")
    if low and high and low != high:
        return f"{'some day' if len(low + high) == 20 else 'some time'} between {_moment(low)} and {_moment(high)}"
    if low and high:
        return _moment(low)
    if low:
        return f"{_moment(low)} or later"
    return f"{_moment(high)} or earlier" if high else ""


def _moment(iso: str) -> str:
    """An ISO date, or date and time, as a reader says it."""
    day, _, clock = iso.partition("T")
    if not clock:
        return say_dates(day)
    zone = "UTC" if clock[5:] in ("Z", "+00:00") else f"UTC{clock[5:]}" if clock[5:] else "local time"
    return f"{clock[:5]} {zone} on {say_dates(day)}"
