"""From texts to locations: read, resolve the anchors, choose among the clauses, say where and how surely.

The clause that leaves the least doubt gives the estimate; the others are checked against it, and one that
contradicts it is reported in the remarks, never averaged in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from shapely.errors import ShapelyError

from geo.errors import CoordinateError, GeoError, InputError
from geo.geodesy import distance_m
from geo.localities.agreement import belongs
from geo.localities.anchors import Job, clauses_of, resolve_anchors
from geo.localities.choices import Choice, beside, choices_of, contradictions, most_specific, refusal
from geo.localities.doubt import at_point
from geo.localities.grammar import Parsed, parse
from geo.localities.precision import where_prec
from geo.localities.profiles import Profile, read_profile
from geo.localities.readings import other_readings, reach_m
from geo.localities.stories import mix
from geo.localities.wording import resolution_data, say_position, say_resolution
from geo.progress import track
from geo.regions import Region
from geo.units import check_lonlat
from geo.values import Clause, Location, Place, Reading, Resolution, Trace, Unlocated

if TYPE_CHECKING:
    from geo.localities import Gazetteer


_GEOMETRY: Final = (ShapelyError, GeoError, ArithmeticError, ValueError)
"""What a broken outline or a degenerate region raises; it costs the text that needs it, and no other."""


def locate(
    texts: Sequence[str],
    *,
    gazetteer: Gazetteer,
    countries: str | Sequence[str] = "",
    profile: str = "press",
    context: Sequence[tuple[float, float]] = (),
) -> list[Location | Unlocated]:
    """A location, or why there is none, for every text, in order.

    `countries` is one country (ISO alpha-2 or a name) for all texts or one for each; it ranks namesakes. A country
    that the text itself names goes first. `context` holds lon, lat in degrees of other places of the same report.
    Raises InputError for an unknown profile, or when texts and countries differ in number.
    """
    rules = read_profile(profile)
    codes = [countries] * len(texts) if isinstance(countries, str) else list(countries)
    if len(codes) != len(texts):
        raise InputError(f"{len(texts)} texts, but {len(codes)} countries; give one country, or one for each text")
    keys = list(zip(texts, codes, strict=True))
    results: dict[tuple[str, str], Location | Unlocated] = {}
    jobs: dict[tuple[str, str], Job] = {}
    for key in dict.fromkeys(keys):
        try:
            jobs[key] = Job(parse(key[0]), key[1], tuple(context))
        except CoordinateError as error:
            results[key] = Unlocated(key[0], str(error))
    resolve_anchors(jobs.values(), gazetteer)
    for key, job in track(jobs.items(), "placing words"):
        try:
            results[key] = _place(job, gazetteer, rules)
        except _GEOMETRY as error:
            results[key] = _no_shape(job, error)
    return [results[key] for key in keys]


def from_coordinates(lon: float, lat: float, uncertainty_m: float, *, text: str = "", place_text: str = "") -> Location:
    """A location from coordinates: 90% of the probability within `uncertainty_m` metres of lon, lat (degrees).

    >>> from_coordinates(38.61778, 33.50583, 100.0).precision
    1
    """
    check_lonlat(lon, lat)
    doubt = at_point(lon, lat, uncertainty_m)
    words = text or place_text
    clause = Clause("coordinates", words or f"{lat}, {lon}", half_interval_m=uncertainty_m, detail=f"{lat}, {lon}")
    trace = Trace().then(
        "localities", f"{say_position(lon, lat)}: {doubt.law}.", form="coordinates", uncertainty_m=uncertainty_m
    )
    return Location(lon=lon, lat=lat, uncertainty_m=uncertainty_m, literal=doubt.literal, robust=doubt.robust,
                    text=words, clauses=(clause,), precision=1, trace=trace)  # fmt: skip


def _place(job: Job, gazetteer: Gazetteer, profile: Profile) -> Location | Unlocated:
    chosen: list[Choice] = []
    remarks: list[str] = []
    refused: list[str] = []
    if any(found.fault for found in job.found.values()):  # what nobody could look up must not decide anything
        return _unlocated(job)
    _gather(job)
    for target in job.reading.targets:
        choices = choices_of(target, job, gazetteer, profile)
        best = most_specific(choices, target)
        if best is None:
            continue
        why_not = refusal(best, choices)
        if why_not:
            refused.append(why_not)
            continue
        chosen.append(best)
        remarks += [*contradictions(best, choices, job), *beside(best, choices)]
    if not chosen:
        return _unlocated(job, "; ".join(refused))
    remarks += [f"Left aside: {why_not}." for why_not in refused]
    return _location(job, chosen, remarks, other_readings(chosen, job, gazetteer, profile), profile)


def _gather(job: Job) -> None:
    """ "Ramadi/Iraq" is one place: a target that is only the country or province of the one before joins it."""
    targets: list[tuple[Clause, ...]] = []
    for target in job.reading.targets:
        before = _place_of(targets[-1][0], job) if targets else None
        index = next((i for i, clause in enumerate(target) if before and _holds(clause, before, job)), None)
        if index is None:
            targets.append(target)
        else:
            area = replace(target[index], form="area")
            targets[-1] = (*targets[-1], *target[:index], area, *target[index + 1 :])
    job.reading = replace(job.reading, targets=tuple(targets))


def _place_of(clause: Clause, job: Job) -> Place | None:
    answer = job.found.get(clause.anchor)
    return answer.best.place if answer and answer.best else None


def _holds(clause: Clause, before: Place, job: Job) -> bool:
    """Is this the mere name of the country or province that the place before lies in?"""
    area = _place_of(clause, job) if clause.form == "feature" else None
    return area is not None and area.is_area and not before.is_area and belongs(before, area)


# ----------------------------------------------------------------------------------------- answering


def _location(
    job: Job, chosen: Sequence[Choice], remarks: list[str], readings: tuple[Reading, ...], profile: Profile
) -> Location:
    first = chosen[0]
    literal = first.doubt.literal if len(chosen) == 1 else mix([c.doubt.literal for c in chosen])
    robust = first.doubt.robust if len(chosen) == 1 else mix([c.doubt.robust for c in chosen])
    lon, lat = first.doubt.literal.estimate()
    place, rivals = _place_and_rivals(first)
    return Location(
        lon=lon,
        lat=lat,
        uncertainty_m=_radius_around(robust, lon, lat),
        literal=literal,
        robust=robust,
        text=job.reading.text,
        clauses=_ordered(job.reading, first.clause),
        place=place,
        rivals=rivals,
        precision=max(where_prec(c.clause, c.place) for c in chosen),
        profile="" if first.clause.form == "coordinates" else profile.name,
        remarks=(*remarks, *_caveats(job, chosen)),
        readings=readings,
        trace=_trace(chosen, profile),
    )


def _place_and_rivals(choice: Choice) -> tuple[Place | None, tuple[Place, ...]]:
    if not choice.resolutions:
        return None, ()
    return choice.place, tuple(rival.place for rival in choice.resolutions[0].rivals)


def _ordered(reading: Parsed, first: Clause) -> tuple[Clause, ...]:
    rest = [clause for clause in clauses_of(reading) if clause is not first]
    return (first, *rest)


def _radius_around(robust: Region, lon: float, lat: float) -> float:
    """The radius around lon, lat that holds 90% of the region, metres."""
    radius = robust.radius_holding(0.9)
    shift = float(distance_m(lon, lat, *robust.estimate()))
    if shift <= 0.01 * radius:
        return radius
    points = robust.sample(2048)
    return float(np.quantile(distance_m(lon, lat, points[:, 0], points[:, 1]), 0.9))


def _caveats(job: Job, chosen: Sequence[Choice]) -> list[str]:
    """What a reader should know before trusting the location."""
    notes = []
    targets = len(job.reading.targets)
    if targets > 1:
        names = "; ".join(f'"{c.clause.text}"' for c in chosen)
        notes.append(f"The text names {targets} places ({names}); each is taken as equally likely.")
    first = chosen[0]
    if first.clause.role != "event":
        notes.append(f'"{first.clause.text}" is given as the {first.clause.role}, not as where it happened.')
    notes += [_approximate(c.place) for c in chosen if c.place and c.place.is_area and c.place.kind.startswith("ADM")]
    notes += [f"{name} lies outside {job.country}, the country given." for name in dict.fromkeys(job.abroad)]
    missing = [n for n, r in job.found.items() if r.best is None]
    notes += [f'"{name}" {_why_missing(job.found[name])} and was left aside.' for name in dict.fromkeys(missing)]
    notes += [f'Not read: "{text}".' for text in job.reading.unread]
    return notes


def _why_missing(found: Resolution) -> str:
    """Why a name has no place, as what follows on the name."""
    return f"is neither in the gazetteer nor known to {found.service}" if found.service else "is not in the gazetteer"


def _approximate(place: Place) -> str:
    own = place.id.startswith(("province:", "geonames:"))
    drawn = "the part of a disc that holds its cities" if own else "a disc as wide as it is said to reach"
    return f"{place.name}: the outline of this division is approximate, {drawn}."


def _trace(chosen: Sequence[Choice], profile: Profile) -> Trace:
    trace = Trace()
    for choice in chosen:
        for resolution in choice.resolutions:
            trace = trace.then("places", say_resolution(resolution), **resolution_data(resolution))
        clause = choice.clause
        named = f" {profile.say()}" if clause.form != "coordinates" else ""
        data: dict[str, Any] = {
            "form": clause.form,
            "clause": clause.text,
            "profile": profile.name,
            "limits": profile.limits,
            "reach_m": reach_m(choice),
        }
        if clause.distance_m is not None:
            data |= {"distance_m": clause.distance_m, "half_interval_m": clause.half_interval_m}
        if clause.azimuth_deg is not None:
            data |= {"azimuth_deg": clause.azimuth_deg}
        words = clause.form.replace("_", " ")
        trace = trace.then("localities", f'Read "{clause.text}" as {words}: {choice.doubt.law}.{named}', **data)
    return trace


def _unlocated(job: Job, refused: str = "") -> Unlocated:
    """Why nothing could be located, in one sentence, with what to try."""
    reading = job.reading
    clauses = tuple(clauses_of(reading))
    missing = [r for r in job.found.values() if r.best is None]
    suggestions = tuple(dict.fromkeys(s for r in missing for s in r.suggestions))
    forms = {clause.form for clause in clauses}
    fault = next((r.fault for r in missing if r.fault), "")
    if fault:
        names = ", ".join(f'"{r.name}"' for r in missing if r.fault)
        reason = f"{names} is not in the gazetteer, and {fault}"
    elif refused:
        reason = refused
    elif missing and all(r.service for r in missing):
        reason = "; ".join(r.reason for r in missing)
    elif missing:
        names = ", ".join(f'"{r.name}"' for r in missing)
        hint = f"; nearest spellings: {', '.join(suggestions[:3])}" if suggestions else ""
        reason = f"the gazetteer has no place called {names}{hint}"
    elif forms <= {"zone_relation", "unread"} and "zone_relation" in forms:
        relation = next(c for c in clauses if c.form == "zone_relation")
        reason = f'the text gives only a relation to a zone ("{relation.text}"), no position'
    elif forms == {"unread"} or not clauses:
        reason = f"no statement of place could be read in {reading.text.strip()[:120]!r}"
    else:
        said = ", ".join(f'"{c.text}"' for c in clauses if c.form != "unread")
        reason = f"{said} cannot be turned into a position: no outline, or no rule for such words there"
    trace = Trace().then("localities", f"No location: {reason}.", clauses=[c.text for c in clauses])
    return Unlocated(reading.text, reason, clauses, suggestions, trace, fault)


def _no_shape(job: Job, error: Exception) -> Unlocated:
    """The text's own failure: its words were read, but no region could be made of them."""
    clauses = tuple(clauses_of(job.reading))
    said = ", ".join(f'"{c.text}"' for c in clauses if c.form != "unread")
    reason = f"no region could be made of {said}: {' '.join(str(error).split())[:200]}"
    return Unlocated(job.reading.text, reason, clauses, trace=Trace().then("localities", f"No location: {reason}."))
