"""What the names in a batch of localities mean: one look-up for all texts that share a country and a context."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from geo.localities.grammar import Parsed
from geo.values import Clause, Resolution

if TYPE_CHECKING:
    from geo.localities import Gazetteer


@dataclass(slots=True)
class Job:
    """One text on its way."""

    reading: Parsed
    country: str
    near: tuple[tuple[float, float], ...]
    found: dict[str, Resolution] = field(default_factory=dict)
    """What each name of the text was resolved to."""
    abroad: tuple[str, ...] = ()
    """Places among them that lie outside `country`."""


def resolve_anchors(jobs: Iterable[Job], gazetteer: Gazetteer) -> None:
    """Fill `found` of every job: first the places around, then, ranked by them, the anchors."""
    jobs = list(jobs)
    _look_up(jobs, gazetteer, areas=True)
    for job in jobs:
        for clause in clauses_of(job.reading):
            best = (
                job.found[clause.anchor].best
                if clause.form in {"area", "part"} and clause.anchor in job.found
                else None
            )
            if best is None:
                continue
            if best.place.kind.startswith("PCL") and best.place.country:
                job.country = best.place.country
            elif not best.place.is_area:
                job.near = (*job.near, (best.place.lon, best.place.lat))
    _look_up(jobs, gazetteer, areas=False)
    for job in jobs:
        job.abroad = _abroad(job, gazetteer)


def _abroad(job: Job, gazetteer: Gazetteer) -> tuple[str, ...]:
    """Names that were resolved to a place outside the country that was given or named."""
    best = [r.best.place for r in job.found.values() if r.best is not None and r.best.place.country]
    code = job.country.upper() if len(job.country) == 2 else ""
    if job.country and not code and best:
        country = gazetteer.resolve([job.country])[0].best
        code = country.place.country if country else ""
    return tuple(place.name for place in best if code and place.country != code)


def _look_up(jobs: Sequence[Job], gazetteer: Gazetteer, *, areas: bool) -> None:
    """One call of the gazetteer for all jobs that share a country and a context."""
    batches: dict[tuple[str, tuple[tuple[float, float], ...]], list[tuple[Job, str]]] = {}
    for job in jobs:
        for name in _names(job.reading, areas=areas):
            if name not in job.found:
                batches.setdefault((job.country, job.near), []).append((job, name))
    for (country, near), wanted in batches.items():
        names = list(dict.fromkeys(name for _, name in wanted))
        answers = dict(zip(names, gazetteer.resolve(names, country=country, near=near), strict=True))
        for job, name in wanted:
            job.found[name] = answers[name]


def clauses_of(reading: Parsed) -> list[Clause]:
    """The clauses of all targets, in order."""
    return [clause for target in reading.targets for clause in target]


def _names(reading: Parsed, *, areas: bool) -> list[str]:
    names = []
    for clause in clauses_of(reading):
        if (
            clause.form in {"unread", "zone_relation", "coordinates", "border"}
            or (clause.form in {"area", "part"}) != areas
        ):
            continue
        names += [clause.anchor, clause.detail] if clause.form == "between" else [clause.anchor]
    return [name for name in names if name]
