"""From the mentions of documents to places: what `mention_ranking` says of their candidates, by learned weights."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from geo.places.candidates import Candidates
from geo.places.features import is_small
from geo.places.folding import rows as data_rows
from geo.places.index import Index
from geo.places.lookup import Names, Row, abbreviations, demonyms
from geo.places.mention_ranking import FEATURES, Group, Named, coherence, describe, groups, prior, softmax, weights_of
from geo.places.resolver import Resolver
from geo.values import Candidate, Mention, Place, Resolution

if TYPE_CHECKING:
    from geo.places.gazetteer import Gazetteer

SURE: Final = 0.35
"""Chance (that it is a place name, times that it is this place) below which a mention stays unresolved: where the
expected end-to-end F1 no longer gains, chosen on both training corpora."""
_TOWN: Final = 50_000
"""People of the smallest town that a list of names holds."""
_TOGETHER: Final = 1_500
"""Candidates that are compared with one another, at most: 18 MB of distances."""
_SMALL: Final = 0.5
"""Chance given to a place that only the full gazetteer knows: a judgement."""
_ONLINE: Final = 0.7
"""Chance given to a place that only an online geocoder knows, in the document's country: a judgement."""
_RIVALS: Final = 5
_LEAST: Final = 0.02
"""Chance below which a rival is not listed."""


@dataclass(frozen=True, slots=True)
class Weights:
    """A linear model for each of the two rounds: one weight per feature."""

    first: NDArray[np.float64]
    second: NDArray[np.float64]


@cache
def shipped() -> Weights:
    """The weights that come with the package (data/ranker.csv), a feature it lacks weighing nothing."""
    table = {row["feature"]: (float(row["first"]), float(row["second"])) for row in data_rows("ranker.csv")}
    both = np.array([table.get(name, (0.0, 0.0)) for name in FEATURES])
    return Weights(both[:, 0], both[:, 1])


def likely(found: Sequence[Group], weights: Weights) -> tuple[list[Row], NDArray[np.int64], NDArray[np.float64]]:
    """The candidates of a document, the number of the name each belongs to, and how likely it is the one meant."""
    table = describe(found)
    if not table.rows:
        return [], table.owner, np.zeros(0)
    company, p = weights_of(found), prior(table)
    for round_weights in (weights.first, weights.second):
        coherence(table, p, company)
        p = softmax(table.x @ round_weights, table.owner)
    return table.rows, table.owner, p


class MentionResolver:
    """Resolves the mentions of whole documents. Keeps what it looked up, so one instance serves many calls."""

    def __init__(self, index: Index | None = None, *, weights: Weights | None = None) -> None:
        """Look names up in `index`, by default the package's own, opened at the first question."""
        self.names = Names(index)
        self._candidates = Candidates(self.names)
        self._weights = weights
        self._resolver = Resolver(index=index)

    def resolve(
        self, documents: Sequence[tuple[str, Sequence[Mention]]], *, gazetteer: Gazetteer | None = None
    ) -> list[list[Resolution]]:
        """One resolution per mention, in order, for each (text, its mentions).

        `best.score` is the chance, 0 to 1, that the name means that place. A mention without a place has its
        rivals and the reason: nothing known by the name, or not sure enough. Where `gazetteer` has an online
        geocoder, that is asked for the names that nothing is known by.
        """
        self._candidates.load([mention.text for _, mentions in documents for mention in mentions])
        found = [self._document(text, mentions) for text, mentions in documents]
        if gazetteer is None or getattr(gazetteer, "online", None) is None:
            return found
        return [_with_online(mentions, own, gazetteer) for (_, mentions), own in zip(documents, found, strict=True)]

    def _document(self, text: str, mentions: Sequence[Mention]) -> list[Resolution]:
        found = [one for part in self._windows(mentions) for one in self._together(text, part)]
        return self._with_small(mentions, found) if self._resolver.full is not None else found

    def _with_small(self, mentions: Sequence[Mention], found: list[Resolution]) -> list[Resolution]:
        """`found`, names that the index does not know looked up in the full gazetteer: only in the country that most
        of the document's places lie in, and weighed by their nearness to these.
        """
        country, near = _company(found)
        if not country:
            return found
        return [
            self._small(mention, country, near) or one if one.best is None and not one.rivals else one
            for mention, one in zip(mentions, found, strict=True)
        ]

    def _small(self, mention: Mention, country: str, near: Sequence[tuple[float, float]]) -> Resolution | None:
        best = self._resolver.resolve([mention.text], country=country, near=near)[0].best
        if best is None or best.match == "variant" or not is_small(best.place) or best.place.country != country:
            return None
        if mention.score * _SMALL < SURE:
            return None
        reason = f"{best.place.name} ({best.place.kind}), known to the full gazetteer alone"
        return Resolution(mention.text, replace(best, score=_SMALL), reason=reason)

    def _windows(self, mentions: Sequence[Mention]) -> Iterator[Sequence[Mention]]:
        """The mentions in runs with so few candidates that all can be compared with all; mostly one run."""
        start, seen, size = 0, set[str](), 0
        for at, mention in enumerate(mentions):
            more = 0 if mention.text in seen else len(self._candidates.of(mention.text)[0])
            if size + more > _TOGETHER:
                yield mentions[start:at]
                start, seen, size = at, set(), 0
                more = len(self._candidates.of(mention.text)[0])
            seen.add(mention.text)
            size += more
        yield mentions[start:]

    def _together(self, text: str, mentions: Sequence[Mention]) -> list[Resolution]:
        named = [Named(mention.text, mention.start, mention.end) for mention in mentions]
        found = groups(text, named, self._candidates)
        rows, owner, p = likely(found, self._weights or shipped())
        out: list[Resolution | None] = [None] * len(mentions)
        starts = np.searchsorted(owner, np.arange(len(found) + 1))
        for number, group in enumerate(found):
            part = slice(starts[number], starts[number + 1])
            options = _options(rows[part], p[part])
            for member in group.members:
                out[member] = _resolution(mentions[member], options)
        return [one for one in out if one is not None]


def _company(found: Sequence[Resolution]) -> tuple[str, list[tuple[float, float]]]:
    """The country that most of a document's places lie in, "" for none, and lon, lat of those in it."""
    named = {one.best.place.id: one.best.place for one in found if one.best and one.best.place.country}
    lands = Counter(place.country for place in named.values())
    country = max(lands, key=lambda code: (lands[code], code), default="")
    return country, [(p.lon, p.lat) for p in named.values() if not p.is_area and p.country == country]


def _with_online(mentions: Sequence[Mention], found: Sequence[Resolution], gazetteer: Gazetteer) -> list[Resolution]:
    """`found`, names of places that nothing is known by asked for online, as the document's other places have it."""
    country, near = _company(found)
    out = []
    for mention, one in zip(mentions, found, strict=True):
        known = one.best is not None or one.rivals or mention.type != "place" or mention.score < SURE
        more = one if known else gazetteer.resolve([mention.text], country=country, near=near)[0]
        best = replace(more.best, score=_ONLINE) if more.best else None
        out.append(replace(more, best=best) if more.service else one)
    return out


def _options(rows: Sequence[Row], p: NDArray[np.float64]) -> tuple[Candidate, ...]:
    """The likeliest candidates, the best first."""
    order = np.argsort(-p, kind="stable")[: _RIVALS + 1]
    return tuple(_candidate(rows[i], float(p[i])) for n, i in enumerate(order) if n == 0 or p[i] >= _LEAST)


def _resolution(mention: Mention, options: tuple[Candidate, ...]) -> Resolution:
    if not options:
        return Resolution(mention.text, None, reason=f"no place is known by the name {mention.text!r}")
    sure = options[0].score * mention.score
    if sure < SURE:
        return Resolution(mention.text, None, options, reason=f"not sure enough ({sure:.2f}) which place is meant")
    best, *rivals = options
    reason = f"{best.place.name} ({best.place.kind}), {best.score:.0%} likely"
    return Resolution(mention.text, best, tuple(rivals), reason=reason)


def lexicon(names: Names) -> tuple[list[str], list[str]]:
    """Names for finding without a model: those of areas, of the curated layer, of larger towns; and the demonyms. Names
    that English writes as common words are for whoever uses the list to leave out.
    """
    query = (
        "SELECT DISTINCT name FROM place WHERE (population >= ? OR is_area OR key LIKE 'curated:%') AND kind != 'ADM2'"
    )
    found = [name for (name,) in names.index.connection.execute(query, (_TOWN,))]
    return [*found, *abbreviations()], list(demonyms())


_MATCH: Final = {"main": "exact", "abbreviation": "exact", "demonym": "exact", "other": "folded", "short": "folded"}


def _candidate(row: Row, chance: float) -> Candidate:
    reason = {"abbreviation": "an abbreviation", "demonym": "a demonym", "short": "without its type word"}.get(row.how)
    return Candidate(place_of(row), row.spelling, _MATCH[row.how], round(chance, 4), (reason,) if reason else ())


def place_of(row: Row) -> Place:
    """The row as a Place; a country's or province's position is GeoNames' label point."""
    return Place(
        row.id, row.name, row.lon, row.lat, row.kind, row.country, row.admin1, row.population, row.extent_m,
        is_area=row.is_area,
    )  # fmt: skip
