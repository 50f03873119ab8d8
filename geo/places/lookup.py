"""Many names at once: what the index knows by each key, kept in memory as small rows.

The tagger asks what a run of words may be, the ranker which places share the name. Both read the same rows, so a
name costs one look-up however often a text repeats it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final, NamedTuple

from geo.places.countries import spellings
from geo.places.folding import plain, rows, variants, without_articles, words
from geo.places.index import Index, open_index

_BATCH: Final = 500
_KEPT: Final = 150_000
"""Keys kept in memory before the store starts anew: some 100 MB at most."""
_QUERY: Final = (
    "SELECT name.folded, name.spelling, place.key, place.name, place.lon, place.lat, place.kind, place.country, "
    "place.admin1, place.population, place.extent_m, place.is_area, place.prominence "
    "FROM name JOIN place ON place.id = name.place WHERE name.folded IN ({})"
)
_OURS: Final = ("region:", "curated:", "continent:")
_REGIONS: Final = 40
"""Rows of a key that count for where a name has places."""
_TOWN: Final = 20_000
"""People of a place that counts by another name than its own."""
_MOST: Final = 120
"""Rows kept for one key, the most prominent first."""


class Row(NamedTuple):
    """A place that a key leads to; like `index.Hit`, but small and quick to make."""

    spelling: str
    id: str
    name: str
    lon: float
    """Degrees east; of an area the label point."""
    lat: float
    """Degrees north; of an area the label point."""
    kind: str
    country: str
    admin1: str
    population: int
    extent_m: float
    is_area: bool
    prominence: float
    how: str
    """main (the place's own name), other (an alternate spelling), short (a county's name without the word),
    abbreviation, demonym."""


@lru_cache(maxsize=1)
def labels() -> dict[str, tuple[float, float]]:
    """GeoNames' label points of countries and provinces, lon and lat by place id (data/labels.csv)."""
    return {row["id"]: (float(row["lon"]), float(row["lat"])) for row in rows("labels.csv")}


@lru_cache(maxsize=1)
def abbreviations() -> dict[str, str]:
    """Place id by abbreviation, as written: "Calif.", "DRC", "D.C." (data/abbreviations.csv)."""
    return {row["written"]: row["place"] for row in rows("abbreviations.csv")}


@lru_cache(maxsize=1)
def demonyms() -> dict[str, str]:
    """Place id by demonym, as written: "Iranian", "Texans" (data/demonyms.csv)."""
    return {row["written"]: row["place"] for row in rows("demonyms.csv")}


class Names:
    """The index as a table from folded keys to rows."""

    def __init__(self, index: Index | None = None) -> None:
        """Look names up in `index`; without one it is opened, and built if need be, at the first question."""
        self._index = index
        self._rows: dict[str, tuple[Row, ...]] = {}
        self._by_id: dict[str, Row | None] = {}

    @property
    def index(self) -> Index:
        """The open index."""
        if self._index is None:
            self._index = open_index()
        return self._index

    def load(self, keys: Iterable[str]) -> None:
        """Fetch what the index knows of `keys`, in few queries."""
        if len(self._rows) > _KEPT:
            self._rows.clear()
        wanted = [key for key in set(keys) if key not in self._rows]
        for start in range(0, len(wanted), _BATCH):
            batch = wanted[start : start + _BATCH]
            found: dict[str, dict[str, Row]] = {}
            for key, *values in self.index.connection.execute(_QUERY.format(", ".join("?" * len(batch))), batch):
                row = _row(key, values)
                known = found.setdefault(key, {})
                if row.id not in known or row.how == "main":
                    known[row.id] = row
            for key in batch:
                ordered = sorted(found.get(key, {}).values(), key=lambda row: (-row.prominence, row.id))
                self._rows[key] = tuple(ordered[:_MOST])

    def rows(self, key: str) -> tuple[Row, ...]:
        """The rows of a key that was loaded, the most prominent first; none for an unknown one."""
        if key not in self._rows:
            self.load([key])
        return self._rows[key]

    def keys(self, name: tuple[str, ...]) -> tuple[str, ...]:
        """The folded keys of a name given word by word: as written, and without the Arabic article."""
        parts = [part for word in name for part in _folded_words(word)]
        key = "".join(parts)
        if len(parts) > 1 and any(part in _article_words() for part in parts[:-1]):
            bare = "".join(without_articles(parts))
            return (key,) if bare == key else (key, bare)
        return (key,) if key else ()

    def classes(self, names: Iterable[tuple[str, ...]]) -> dict[tuple[str, ...], str]:
        """What each name, given word by word, may be; "" for a name nobody knows. See `class_of`."""
        wanted = {name: self.keys(name) for name in set(names)}
        self.load(key for keys in wanted.values() for key in keys)
        return {name: self.class_of(name, keys) for name, keys in wanted.items()}

    def class_of(self, name: tuple[str, ...], keys: tuple[str, ...]) -> str:
        """C country, 1 and 2 division of that level, R region or feature, B abbreviation, D demonym, S the bare
        name of a second-level division; P a place by its own name, A by another, with the size of the largest,
        0 to 5, and a + where several share the name."""
        written = _written(name)
        if written in demonyms() or (written.isupper() and written.title() in demonyms()):
            return "D"
        if written in abbreviations():
            return "B"
        rows = [row for key in keys for row in self.rows(key)]
        if not rows:
            return ""
        return _class_of(rows)

    def regions(self, name: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
        """The states, (country, division), and the countries without one, (country,), with a place of that name,
        its own or, for a town of some size, another of its names.
        """
        written = _written(name)
        place_id = demonyms().get(written) or abbreviations().get(written)
        if place_id:
            row = self.by_id(place_id)
            return frozenset([_region(row)]) if row and row.country else frozenset()
        rows = [row for key in self.keys(name) for row in self.rows(key)[:_REGIONS]]
        return frozenset(
            _region(row) for row in rows if row.country and (row.how != "other" or row.population >= _TOWN)
        )

    def by_id(self, place_id: str, how: str = "main") -> Row | None:
        """The place with this id as a row, or None."""
        if place_id not in self._by_id:
            place = self.index.by_id(place_id)
            lon, lat = labels().get(place_id, (place.lon, place.lat)) if place else (0.0, 0.0)
            self._by_id[place_id] = None if place is None else Row(
                place.name, place.id, place.name, lon, lat, place.kind, place.country, place.admin1, place.population,
                place.extent_m, place.is_area, 7.0, "main",
            )  # fmt: skip
        row = self._by_id[place_id]
        return row._replace(how=how) if row else None


def _region(row: Row) -> tuple[str, ...]:
    return (row.country, row.admin1) if row.admin1 else (row.country,)


def _written(name: tuple[str, ...]) -> str:
    return " ".join(name).replace(" - ", "-").replace(" ' ", "'")


def _class_of(rows: list[Row]) -> str:
    main = [row for row in rows if row.how == "main"]
    kinds = {row.kind for row in main}
    if "PCLI" in kinds:
        return "C"
    towns = [row for row in main if not row.is_area]
    states = [row.prominence for row in main if row.kind == "ADM1"]
    if states and max(states) >= max((row.prominence for row in towns), default=0.0):
        return "1"
    if "CONT" in kinds or any(row.id.startswith("region:") for row in rows):
        return "R"
    if towns:
        return f"P{size(max(row.population for row in towns))}{'+' * (len(towns) > 2)}"
    if "ADM2" in kinds:
        return "2"
    others = [row for row in rows if row.how == "other"]
    return f"A{size(max(row.population for row in others))}" if others else "S"


def size(population: int) -> int:
    """0 to 5: under 1,000, 5,000, 20,000, 100,000, 500,000 people, and more.

    >>> [size(n) for n in (0, 1_000, 700_000)]
    [0, 1, 5]
    """
    return bisect_right((1_000, 5_000, 20_000, 100_000, 500_000), population)


@lru_cache(maxsize=1 << 16)
def _folded_words(word: str) -> tuple[str, ...]:
    return tuple(words(word))


@lru_cache(maxsize=1)
def _article_words() -> frozenset[str]:
    return frozenset(row["article"] for row in rows("articles.csv"))


def _row(key: str, values: list[Any]) -> Row:
    spelling, place_id, name, lon, lat, kind, country, admin1, people, extent, area, prominence = values
    lon, lat = labels().get(place_id, (lon, lat))
    if place_id.startswith("district:"):
        how = "main" if plain(name) == key else "short"
    elif place_id.startswith("country:"):
        how = "main" if spelling == name or spelling in _country_names() else "other"
    else:  # GeoNames' alternate names are of all languages and times; the tables of _OURS list usual spellings only
        usual = spelling == name or place_id.startswith(_OURS) or (spelling, place_id) in _usual()
        usual = usual or (people >= _TOWN and _same_sound(spelling, name))
        how = "main" if usual else "other"
    return Row(spelling, place_id, name, lon, lat, kind, country, admin1, people, extent, bool(area), prominence, how)


@lru_cache(maxsize=1 << 14)
def _same_sound(spelling: str, name: str) -> bool:
    """Whether two spellings are romanizations of one name: Raqqa, Ar Raqqah."""
    one, two = (set(variants(without_articles(words(text)), loose=True)) for text in (spelling, name))
    return bool(one & two)


@lru_cache(maxsize=1)
def _usual() -> frozenset[tuple[str, str]]:
    """Names of cities that English uses more than the one GeoNames puts first: (name, place id)."""
    return frozenset((row["written"], row["place"]) for row in rows("usual_names.csv"))


@lru_cache(maxsize=1)
def _country_names() -> frozenset[str]:
    return frozenset(name for names in spellings().values() for name in names)
