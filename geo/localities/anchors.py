"""What the names in a batch of localities mean: one look-up for all texts that share a country and a context."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from geo.localities.agreement import Asked, agree, surroundings
from geo.localities.grammar import Parsed
from geo.localities.wholes import keep_wholes
from geo.values import Clause, Place, Resolution

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
    home: Place | None = None
    """The country that was given or named, when the gazetteer knows it."""
    abroad: tuple[str, ...] = ()
    """Places among them that lie outside `country`."""


def resolve_anchors(jobs: Iterable[Job], gazetteer: Gazetteer) -> None:
    """Fill `found` of every job: first the places around, then, ranked by them, the anchors."""
    jobs = list(jobs)
    kept = keep_wholes([(job.reading, job.country) for job in jobs], gazetteer)
    for job, reading in zip(jobs, kept, strict=True):
        job.reading = reading
    _look_up(jobs, gazetteer, areas=True)
    given = [(job.country, job.near) for job in jobs]
    for job in jobs:
        _take_context(job)
    _look_up(jobs, gazetteer, areas=False)
    for job, (country, near) in zip(jobs, given, strict=True):
        job.country, job.near = country, near
        _take_context(job)
    countries = _countries({job.country for job in jobs if job.country}, gazetteer)
    for job in jobs:
        job.home = countries.get(job.country)
        job.abroad = _abroad(job)


def _take_context(job: Job) -> None:
    """The country and the places around that the text itself names go before those that were given."""
    for clause in clauses_of(job.reading):
        answer = job.found.get(clause.anchor) if clause.form in {"area", "part"} else None
        if answer is None or answer.best is None:
            continue
        if answer.best.place.kind.startswith("PCL") and answer.best.place.country:
            job.country = answer.best.place.country
        elif not answer.best.place.is_area:
            job.near = (*job.near, (answer.best.place.lon, answer.best.place.lat))


def _countries(texts: set[str], gazetteer: Gazetteer) -> dict[str, Place]:
    """The country that each text, an ISO code or a name, stands for; texts that stand for none are left out."""
    coded = {text: gazetteer.place(f"country:{text.upper()}") for text in sorted(texts) if len(text) == 2}
    named = sorted(text for text in texts if len(text) != 2)
    found = [answer.best for answer in (gazetteer.resolve(named) if named else [])]
    coded |= {text: best.place for text, best in zip(named, found, strict=True) if best}
    return {text: place for text, place in coded.items() if place and place.kind.startswith("PCL")}


def _abroad(job: Job) -> tuple[str, ...]:
    """Names that were resolved to a place outside the country that was given or named."""
    across = {name for c in clauses_of(job.reading) if c.form == "border" for name in names_of(c)}
    found = [r.best.place for name, r in job.found.items() if r.best is not None and name not in across]
    best = [place for place in found if place.country]
    code = home_code(job)
    return tuple(place.name for place in best if code and place.country != code)


def home_code(job: Job) -> str:
    """ISO code of the country that was given or named; empty when none was, or nobody knows it."""
    if job.home is not None:
        return job.home.country
    return job.country.upper() if len(job.country) == 2 else ""


def _look_up(jobs: Sequence[Job], gazetteer: Gazetteer, *, areas: bool) -> None:
    """One call of the gazetteer for all jobs that share a country and a context."""
    batches: dict[tuple[str, tuple[tuple[float, float], ...]], list[tuple[Job, Asked]]] = {}
    for job in jobs:
        for asked in _asked(job, areas=areas):
            if asked.name not in job.found:
                batches.setdefault((job.country, job.near), []).append((job, asked))
    for (country, near), wanted in batches.items():
        names = list(dict.fromkeys(name for _, asked in wanted for name in (asked.name, asked.query)))
        answers = dict(zip(names, gazetteer.resolve(names, country=country, near=near), strict=True))
        for job, asked in wanted:
            _settle(job, asked, answers, gazetteer)


def _settle(job: Job, asked: Asked, answers: dict[str, Resolution], gazetteer: Gazetteer) -> None:
    plain, wide = answers[asked.name], answers[asked.query]
    chosen, areas = agree(asked, plain, wide, job.found, gazetteer) if asked.around else (plain, {})
    job.found[asked.name] = chosen
    for name, reading in areas.items():
        job.found[name] = (
            replace(job.found[name], best=reading, reason="", suggestions=())
            if name in job.found
            else (Resolution(name, reading))
        )


def _asked(job: Job, *, areas: bool) -> list[Asked]:
    """The names of one kind; places are asked for with the areas that the text puts around them."""
    names = [
        (index, clause, name)
        for index, target in enumerate(job.reading.targets)
        for clause in target
        if (clause.form in _AREAS) == areas
        for name in names_of(clause)
    ]
    return [Asked(name, ()) for *_, name in names] if areas else surroundings(job.reading, names)


def clauses_of(reading: Parsed) -> list[Clause]:
    """The clauses of all targets, in order."""
    return [clause for target in reading.targets for clause in target]


_AREAS: Final = frozenset({"area", "part", "border"})
_NAMELESS: Final = frozenset({"unread", "zone_relation", "coordinates"})


def names_of(clause: Clause) -> list[str]:
    """The place names that a clause hangs on: two for "between" and for a border of two countries."""
    if clause.form in _NAMELESS:
        return []
    both = clause.form in {"between", "border"}
    return [name for name in ([clause.anchor, clause.detail] if both else [clause.anchor]) if name]
