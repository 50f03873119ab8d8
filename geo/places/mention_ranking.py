"""Which of its candidates each mention of a document means: what speaks for each of them, as numbers.

A name means one place throughout a document. Each candidate is described by numbers (how prominent it is, how its
name matched, whether a region named beside it holds it, how well it goes with the other places of the document), and
a small learned model scores it; the second round sees how likely the first found the others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from geo.places.candidates import Candidates
from geo.places.countries import countries
from geo.places.lookup import Row

FEATURES: Final = (
    "prominence", "margin", "rank", "count", "main", "other", "short", "abbreviation", "demonym", "read", "country",
    "admin1", "admin2", "region", "capital", "post", "town", "same_case", "parent", "parent_other", "parent_country",
    "state_named", "country_named", "state_share", "country_share", "near50", "near150", "near500", "nearest",
    "dominant_state", "dominant_country", "mentions", "child", "single", "size5", "us", "others", "state_best",
    "country_best", "big", "huge", "other_prominence", "close50", "close150", "state_any",
    "short_state", "first", "area_parent", "same_state", "no_parent", "foreign",
    "holder_near", "country_near", "typed_area", "typed_town",
)  # fmt: skip
"""What stands in each column of `describe`."""
_BESIDE: Final = re.compile(r"\s*(?:,|\(|, in|in|,? of)\s*(?:the\s+)?", re.IGNORECASE)
_AREA_WORD: Final = re.compile(
    r"\s*(?:province|governorate|state|region|district|oblast|county|prefecture|peninsula|island)\b", re.IGNORECASE
)
_TOWN_WORD: Final = re.compile(r"\b(?:city|town|village|port|suburb|hamlet|capital)(?:\s+of)?\s+$", re.IGNORECASE)
_SEAT: Final = 50_000
"""People of a town that its province may be called after."""
_REACH: Final = 90
"""Characters between two names of one sentence, at most: a judgement."""
_CAPITAL: Final = 100_000
"""People of a capital that counts as one: a few villages share a capital's name and so its code."""
_GOVERNMENT: Final = 0.3
"""How much a capital counts as a neighbour: it mostly stands for its government."""
_EARTH_KM: Final = 6371.0


class Named(NamedTuple):
    """A mention as the ranker needs it."""

    text: str
    start: int
    end: int


@dataclass(slots=True)
class Group:
    """A name of the document, all its mentions together."""

    text: str
    members: list[int]
    """Which mentions."""
    rows: tuple[Row, ...]
    read: int
    parents: list[tuple[Row, ...]]
    """The area rows of each name that follows one of its mentions after a comma, a bracket or "in"."""
    children: int = 0
    """How often it follows another name that way."""
    typed: str = ""
    """ "area" or "town" where the words beside one of its mentions say so."""
    near: list[tuple[Row, ...]] = field(default_factory=list)
    """The area rows of each other name within a sentence's reach."""


def groups(text: str, mentions: Sequence[Named], candidates: Candidates) -> list[Group]:
    """The document's names, each once, with what stands beside them."""
    out: dict[str, Group] = {}
    order: list[Group] = []
    for number, mention in enumerate(mentions):
        key = mention.text if len(mention.text) < 4 or mention.text.endswith(".") else mention.text.casefold()
        group = out.get(key)
        if group is None:
            rows, read = candidates.of(mention.text)
            group = out[key] = Group(mention.text, [], rows, read, [])
        group.members.append(number)
        group.typed = group.typed or _typed(text, mention)
        order.append(group)
    for i, (one, two) in enumerate(pairwise(mentions)):
        gap = text[one.end : two.start]
        if len(gap) < 9 and _BESIDE.fullmatch(gap):
            areas = _areas(order[i + 1])
            if areas:
                order[i].parents.append(areas)
                order[i + 1].children += 1
            further = i + 2 < len(mentions) and _BESIDE.fullmatch(text[two.end : mentions[i + 2].start][:9] or "-")
            if further and (areas := _areas(order[i + 2])):
                order[i].parents.append(areas)
        for j in range(i + 1, min(i + 4, len(mentions))):
            if mentions[j].start - one.end > _REACH:
                break
            if order[i] is not order[j]:
                order[i].near.append(_areas(order[j]))
                order[j].near.append(_areas(order[i]))
    for group in out.values():
        if group.typed != "area":
            group.rows = _without_seats(group.rows)
    return list(out.values())


def _without_seats(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Without the provinces that are called like their own chief town: of Homs the city is meant, unless the text
    says "Homs province". American states stay: New York may be either.
    """
    towns = {(row.country, row.admin1) for row in rows if row.kind in ("PPL", "PPLC") and row.population >= _SEAT}
    return tuple(
        row for row in rows if row.kind != "ADM1" or row.country == "US" or (row.country, row.admin1) not in towns
    )


def _typed(text: str, mention: Named) -> str:
    if _AREA_WORD.match(text, mention.end) or _AREA_WORD.fullmatch(" " + mention.text.split()[-1]):
        return "area"
    return "town" if _TOWN_WORD.search(text, max(0, mention.start - 14), mention.start) else ""


def _areas(group: Group) -> tuple[Row, ...]:
    return tuple(row for row in group.rows if row.is_area and row.how != "demonym")


def holds(area: Row, row: Row) -> str:
    """How an area holds a place: "state", "country", "region" by distance, or "" when it does not."""
    if area.id == row.id:
        return ""
    if area.kind == "PCLI":
        return "country" if area.country == row.country else ""
    if area.kind in ("ADM1", "ADM2") and not area.id.startswith("region:"):
        same = (area.country, area.admin1) == (row.country, row.admin1)
        near = area.kind == "ADM1" or _km(area, row) < max(60.0, area.extent_m / 500)
        return "state" if same and near else ""
    if area.kind == "CONT":
        known = countries().get(row.country)
        return "region" if known and known.continent == area.id[-2:] else ""
    return "region" if area.id.startswith("region:") and _km(area, row) * 1000 < area.extent_m else ""


def _km(a: Row, b: Row) -> float:
    x = np.radians((a.lon - b.lon + 180) % 360 - 180) * np.cos(np.radians((a.lat + b.lat) / 2))
    return float(np.hypot(x, np.radians(a.lat - b.lat)) * _EARTH_KM)


@dataclass(slots=True)
class Table:
    """Every candidate of every name of a document, as arrays."""

    owner: NDArray[np.int64]
    """Number of the name."""
    rows: list[Row]
    x: NDArray[np.float32]
    """One row per candidate, columns as FEATURES."""
    closeness: NDArray[np.float64]
    """Kilometres between candidates."""
    states: list[str]
    lands: list[str]


_COLUMN: Final = {name: number for number, name in enumerate(FEATURES)}


def describe(found: Sequence[Group]) -> Table:
    """The candidates of a document and what is known of each without the others' scores."""
    rows = [row for group in found for row in group.rows]
    owner = np.array([n for n, group in enumerate(found) for _ in group.rows], dtype=np.int64)
    x = np.zeros((len(rows), len(FEATURES)), dtype=np.float32)
    at = 0
    for group in found:
        for rank, row in enumerate(group.rows):
            _own(x[at], group, row, rank)
            at += 1
    states = [f"{row.country}.{row.admin1}" if row.admin1 else "" for row in rows]
    table = Table(owner, rows, x, _distances(rows), states, [row.country for row in rows])
    _named(table, found)
    return table


def _own(x: NDArray[np.float32], group: Group, row: Row, rank: int) -> None:
    values: dict[str, float] = {
        "prominence": row.prominence, "margin": max(r.prominence for r in group.rows) - row.prominence,
        "rank": min(rank, 10), "count": min(len(group.rows), 20), row.how: 1.0, "read": group.read,
        "capital": row.kind == "PPLC" and row.population == max(r.population for r in group.rows if r.kind == "PPLC"),
        "post": row.id[:4] == "post", "same_case": row.spelling == group.text,
        "mentions": min(len(group.members), 6), "child": min(group.children, 3), "single": len(group.rows) == 1,
        "size5": row.population >= 500_000, "us": row.country == "US",
        "big": max(row.prominence - 4.0, 0.0), "huge": max(row.prominence - 5.5, 0.0),
        "other_prominence": row.prominence * (row.how == "other"), "first": rank == 0,
    }  # fmt: skip
    kind = {"PCLI": "country", "CONT": "region", "ADM1": "admin1", "ADM2": "admin2"}.get(row.kind, "town")
    values["region" if row.id.startswith("region:") else kind] = 1.0
    values["typed_area"] = (1.0 if row.is_area else -1.0) * (group.typed == "area")
    values["typed_town"] = (-1.0 if row.is_area else 1.0) * (group.typed == "town")
    held = [{holds(area, row) for area in areas} - {""} for areas in group.parents]
    if held:
        values["parent"] = float(any("state" in one or "region" in one for one in held))
        values["parent_country"] = float(any("country" in one for one in held))
        values["parent_other"] = float(not any(held))
        values["area_parent"] = float(row.is_area and any(held))
    near = {holds(area, row) for areas in group.near for area in areas}
    values["holder_near"] = float("state" in near or "region" in near)
    values["country_near"] = float("country" in near)
    values["no_parent"] = float(not held and not row.is_area and row.population < 20_000)
    for name, value in values.items():
        x[_COLUMN[name]] = value


def _distances(rows: Sequence[Row]) -> NDArray[np.float64]:
    lon, lat = np.radians([row.lon for row in rows]), np.radians([row.lat for row in rows])
    v = np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    return np.asarray(np.arccos(np.clip(v @ v.T, -1.0, 1.0)) * _EARTH_KM, dtype=np.float64)


def _named(table: Table, found: Sequence[Group]) -> None:
    """Whether the state or the country of a candidate is itself named in the document."""
    named: dict[str, set[int]] = {}
    for row, group in zip(table.rows, table.owner.tolist(), strict=True):
        if row.kind == "PCLI":
            named.setdefault(row.country, set()).add(group)
        elif row.kind == "ADM1":
            named.setdefault(f"{row.country}.{row.admin1}", set()).add(group)
    for n, group in enumerate(table.owner.tolist()):
        table.x[n, _COLUMN["state_named"]] = bool(named.get(table.states[n], set()) - {group}) if table.states[n] else 0
        table.x[n, _COLUMN["country_named"]] = bool(named.get(table.lands[n], set()) - {group}) if table.lands[n] else 0
    table.x[:, _COLUMN["others"]] = min(len(found), 15)


def coherence(table: Table, p: NDArray[np.float64], weights: NDArray[np.float64]) -> None:
    """Fill the columns that depend on the others: `p` how likely each candidate is, `weights` by name."""
    x, owner = table.x, table.owner
    mass = p * weights[owner]
    total = weights.sum() - weights[owner] + 1e-9
    apart = owner[:, None] != owner[None, :]
    points = np.array([not row.is_area or row.kind == "ADM2" for row in table.rows])
    shared = apart & points[None, :]
    capitals = np.array([row.kind == "PPLC" and row.population > _CAPITAL for row in table.rows])
    beside = mass * np.where(capitals, _GOVERNMENT, 1.0)
    for name, km in (("near50", 50.0), ("near150", 150.0), ("near500", 500.0)):
        x[:, _COLUMN[name]] = np.minimum(((table.closeness < km) & shared) @ beside, 6.0)
    reach = np.where(shared & (p[None, :] > 0.2), table.closeness, 20_000.0)
    x[:, _COLUMN["nearest"]] = np.log10(1 + reach.min(axis=1, initial=20_000.0))
    for name, best, dominant, labels in (
        ("state_share", "state_best", "dominant_state", table.states),
        ("country_share", "country_best", "dominant_country", table.lands),
    ):
        codes, inverse = np.unique(np.array(labels), return_inverse=True)
        votes = np.zeros((len(codes), int(owner.max(initial=-1)) + 1))
        np.add.at(votes, (inverse, owner), mass)
        if codes.size and codes[0] == "":
            votes[0] = 0
        rest = votes.sum(axis=1)[inverse] - votes[inverse, owner]
        x[:, _COLUMN[name]] = rest / total
        x[:, _COLUMN[best]] = np.minimum(rest, 8.0)
        per_owner = votes.sum(axis=1)[:, None] - votes
        x[:, _COLUMN[dominant]] = (rest > 0) & (rest >= per_owner.max(axis=0, initial=0.0)[owner] - 1e-9)

    near, state = x[:, _COLUMN["near50"]], x[:, _COLUMN["state_best"]]
    x[:, _COLUMN["close50"]], x[:, _COLUMN["close150"]] = np.log1p(near), np.log1p(x[:, _COLUMN["near150"]])
    x[:, _COLUMN["state_any"]] = np.log1p(state)
    x[:, _COLUMN["short_state"]] = x[:, _COLUMN["short"]] * np.log1p(state)
    x[:, _COLUMN["same_state"]] = x[:, _COLUMN["dominant_state"]] * x[:, _COLUMN["state_named"]]
    x[:, _COLUMN["foreign"]] = (x[:, _COLUMN["country_share"]] < 0.05) & (total > 2) & ~np.isin(table.lands, [""])


def softmax(scores: NDArray[np.float64], owner: NDArray[np.int64]) -> NDArray[np.float64]:
    """Probabilities of the candidates of each name, from their scores."""
    count = int(owner.max(initial=-1)) + 1
    top = np.full(count, -np.inf)
    np.maximum.at(top, owner, scores)
    e = np.exp(scores - top[owner])
    total = np.zeros(count)
    np.add.at(total, owner, e)
    return np.asarray(e / total[owner], dtype=np.float64)


def prior(table: Table) -> NDArray[np.float64]:
    """How likely each candidate is before any model: by prominence, by what stands beside it."""
    x = table.x
    score = (
        1.2 * x[:, _COLUMN["prominence"]] - 1.5 * x[:, _COLUMN["other"]] - 2.0 * x[:, _COLUMN["short"]]
        + 4.0 * x[:, _COLUMN["parent"]] + 2.0 * x[:, _COLUMN["parent_country"]] + 1.5 * x[:, _COLUMN["state_named"]]
        + 0.7 * x[:, _COLUMN["country_named"]] + 6.0 * (x[:, _COLUMN["abbreviation"]] + x[:, _COLUMN["demonym"]])
    )  # fmt: skip
    return softmax(score.astype(np.float64), table.owner)


def weights_of(found: Sequence[Group]) -> NDArray[np.float64]:
    """How much each name counts as company for the others: by its mentions, less than in proportion."""
    return np.sqrt(np.array([len(group.members) for group in found], dtype=np.float64))
