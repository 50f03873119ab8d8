"""From reports to drafts: mentions and places are found, incidents and zones read, and one handed to the other.

It stands between the rooms and the pipeline, which gives the drafts their locations and outlines.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from geo.dates import parse_date
from geo.errors import DateError, InputError
from geo.frames import records
from geo.progress import track
from geo.values import Mention, Report, Resolution

if TYPE_CHECKING:
    import geopandas as gpd

    from geo.incidents.texts.drafts import Drafted
    from geo.incidents.texts.named import Named
    from geo.places import Gazetteer
    from geo.places.mention_resolver import MentionResolver
    from geo.zones.draft import ZoneDraft


class Draft(NamedTuple):
    """What was read out of reports; every piece is tied to its words, and can be corrected."""

    incidents: gpd.GeoDataFrame
    """INCIDENTS; `attrs` has "rejections", "notices" and "reports"."""
    zones: gpd.GeoDataFrame
    """ZONES that the reports give a centre and a radius."""
    mentions: list[dict[str, Any]]
    """Place names with the place of each, lat and lon null when unresolved."""
    conflicts: list[dict[str, Any]]
    """Contradictions: {"about", "values": [{"value", "report", "quote", "said_by"}], "incident"}."""
    unresolved: list[dict[str, Any]]
    """What a person has to settle: {"what", "text", "report", "why"}; zones without a centre are among them."""

    def as_dict(self) -> dict[str, Any]:
        """As JSON has it, by the names of its parts."""
        from geo.incidents import dumps

        rows = [json.loads(dumps(frame, "json")) if len(frame) else [] for frame in (self.incidents, self.zones)]
        return {
            "incidents": rows[0],
            "zones": rows[1],
            "mentions": self.mentions,
            "conflicts": self.conflicts,
            "unresolved": self.unresolved,
        }


def write_draft(
    draft: Draft,
    path: str | Path,
    *,
    apart: Sequence[frozenset[str]] = (),
    provenance: Mapping[str, Any] | None = None,
) -> list[str]:
    """Write drafted incidents as a table for a person to edit; changes by hand stay. Returns what happened."""
    import pandas as pd

    from geo.incidents import write_table
    from geo.incidents.keeping import announce, keep, note_down

    rows = records(draft.incidents.drop(columns="geometry"))
    kept = keep(path, rows)
    announce(path, rows, apart)
    write_table(pd.DataFrame(kept.rows, columns=kept.columns), path, format="csv", provenance=provenance)
    note_down(path, rows, apart)
    return [f"wrote {path}: {', '.join(kept.notes) or 'nothing changed'}"]


@dataclass(frozen=True, slots=True)
class Read:
    """Reports read, before locations and outlines."""

    reports: list[Report]
    drafted: Drafted
    zones: list[ZoneDraft]
    mentions: list[dict[str, Any]]
    notices: list[str]


def read_drafts(
    reports: Sequence[Report],
    *,
    gazetteer: Gazetteer,
    published: str | Mapping[str, str] | None = None,
    apart: Sequence[frozenset[str]] = (),
) -> Read:
    """Read reports: dated where a header, a stamp or `published` says so, places resolved, incidents and zones drafted.

    published: a date for all reports without one, or one by report id. Raises DateError for one that is none.
    """
    from geo.incidents.texts.conflicts import zone_conflicts
    from geo.incidents.texts.drafts import draft_incidents
    from geo.incidents.texts.prose import MAX_CHARS
    from geo.toponyms import mentions

    dated, notices = _dated(reports, published)
    texts = [report.text[:MAX_CHARS] for report in dated]
    found = mentions(texts, resolver=_resolver(), gazetteer=gazetteer)
    pairs = list(zip(dated, found, strict=True))
    names = [_named(report.text, one, gazetteer) for report, one in track(pairs, "placing names")]
    drafted = draft_incidents(dated, names, boxes=_boxes(names, gazetteer), apart=apart, known=_resolver().names)
    zones = _zones(dated)
    drafted.conflicts.extend(zone_conflicts([zone.as_dict() for zone in zones]))
    listed = [row for report, pairs in zip(dated, found, strict=True) for row in _listed(report, pairs)]
    return Read(dated, drafted, zones, listed, [*notices, *_say_none_found(dated, drafted)])


def _say_none_found(reports: Sequence[Report], drafted: Drafted) -> list[str]:
    """A notice on reports in which no incident was found, so that an empty result is no riddle."""
    told = {one.get("report") for row in drafted.rows for one in json.loads(row["merged"])}
    empty = [report.path or report.id for report in reports if report.id not in told]
    if not empty:
        return []
    named = ", ".join(empty[:5]) + (f" and {len(empty) - 5} more" if len(empty) > 5 else "")
    return [f"no incident was found in {named}; where there is one, write it into incidents.csv by hand"]


@lru_cache(maxsize=1)
def _resolver() -> MentionResolver:
    from geo.places.mention_resolver import MentionResolver

    return MentionResolver()


def _named(text: str, pairs: Sequence[tuple[Mention, Resolution]], gazetteer: Gazetteer) -> list[Named]:
    """The names as incidents/ needs them, and "the Kenyan capital" as the city that it is."""
    from geo.incidents.texts.named import Named
    from geo.places.countries import countries

    out = [Named(m.start, m.end, m.text, m.type, r.best.place if r.best else None) for m, r in pairs]
    for one in [one for one in out if one.type == "demonym" and one.country in countries()]:
        behind = _CAPITAL.match(text, one.end)
        city = countries()[one.country].capital if behind else ""
        if behind and city:
            found = gazetteer.resolve([city], country=one.country)[0]
            place = found.best.place if found.best and found.best.place.country == one.country else None
            out.append(Named(one.start, behind.end(), text[one.start : behind.end()], "place", place))
    return out


_CAPITAL: Final = re.compile(r"\s+capital\b(?!,?\s+(?:of\s+)?[A-Z]|\s+(?:city|punishment|market|gains))")


def _listed(report: Report, pairs: Sequence[tuple[Mention, Resolution]]) -> list[dict[str, Any]]:
    out = []
    for mention, found in pairs:
        place = found.best.place if found.best else None
        out.append({
            "report": report.id, "start": mention.start, "end": mention.end, "text": mention.text, "type": mention.type,
            "lat": place.lat if place else None, "lon": place.lon if place else None,
            "place_id": place.id if place else "",
            "name": place.name if place else "", "country": place.country if place else "",
            "feature_code": place.kind if place else "",
            "uncertainty_m": place.extent_m if place and place.extent_m else None,
        })  # fmt: skip
    return out


def _dated(reports: Sequence[Report], published: str | Mapping[str, str] | None) -> tuple[list[Report], list[str]]:
    """Reports with their day of publication: the header's, else the text's own stamp, else `published`."""
    from geo.incidents.texts.published import find_published

    by_id = {key: _day(value) for key, value in published.items()} if isinstance(published, Mapping) else {}
    for_all = _day(published) if isinstance(published, str) and published else ""
    unknown = sorted(set(by_id) - {report.id for report in reports})
    if unknown:
        raise InputError(
            f"no report is called {unknown[0]!r}; use the id of one: {', '.join(r.id for r in reports[:5])}"
        )
    out, notices = [], []
    for report in reports:
        day = report.published or by_id.get(report.id, "") or find_published(report.text) or for_all
        if not day:
            notices.append(
                f"{report.path or report.id}: no day of publication is known, so its weekdays stay undated; "
                f"write a header "
                "line published: 2017-06-08, or --published"
            )
        out.append(replace(report, published=day))
    return out, notices


def _day(written: str) -> str:
    days = parse_date(written)
    if days.start != days.end:
        raise DateError(f"the day of publication {written!r} is more than one day; write one (2017-06-08)")
    return days.start.isoformat()


def _boxes(names: Sequence[Sequence[Named]], gazetteer: Gazetteer) -> dict[str, tuple[float, float, float, float]]:
    """West, south, east, north of the countries that the reports name, by code; of the largest part of each."""
    out: dict[str, tuple[float, float, float, float]] = {}
    for one in (one for own in names for one in own):
        place = one.place
        if place is None or not place.kind.startswith("PCL") or place.country in out:
            continue
        outline = gazetteer.footprint(place.id)
        if outline is not None and not outline.is_empty:
            main = max(getattr(outline, "geoms", [outline]), key=lambda part: part.area)
            out[place.country] = main.bounds
    return out


def _zones(reports: Sequence[Report]) -> list[ZoneDraft]:
    from geo.incidents.texts.claims import find_claim
    from geo.incidents.texts.language import foreign
    from geo.incidents.texts.prose import sentences
    from geo.zones.draft import draft_zones, merge_zones

    found: list[ZoneDraft] = []
    for report in reports:
        if foreign(report.text):
            continue
        spans = [(one.start, one.end) for one in sentences(report.text) if one.kind in {"body", "headline"}]
        for zone in draft_zones(report.id, report.text, spans):
            claim = find_claim(zone.quote, [], publisher=report.publisher or report.id)
            found.append(replace(zone, said_by=claim.said_by))
    return merge_zones(found)


NEAR_M: Final = 100_000.0
"""Within this distance two entries of one name are readings of one place, and the words around it choose."""


class Pinned:
    """A gazetteer that, among the places a name may mean, takes the one that the whole report was found to mean."""

    def __init__(self, gazetteer: Gazetteer, place_id: str) -> None:
        """`place_id`: of the place that is meant."""
        self._gazetteer, self._id = gazetteer, place_id
        self._meant = gazetteer.place(place_id)

    def resolve(
        self, names: Sequence[str], *, country: str = "", near: Sequence[tuple[float, float]] = ()
    ) -> list[Resolution]:
        """As the gazetteer has it; the pinned place first where it is a rival and the best one is far from it."""
        return [self._first(one) for one in self._gazetteer.resolve(names, country=country, near=near)]

    def footprint(self, place_id: str) -> Any:
        """As the gazetteer has it."""
        return self._gazetteer.footprint(place_id)

    def place(self, place_id: str) -> Any:
        """As the gazetteer has it."""
        return self._gazetteer.place(place_id)

    def _first(self, found: Resolution) -> Resolution:
        from geo.geodesy.ellipsoid import distance_m

        best, meant = found.best, self._meant
        if best is None or meant is None or best.place.id == meant.id:
            return found
        chosen = next((one for one in found.rivals if one.place.id == meant.id), None)
        if chosen is None or float(distance_m(best.place.lon, best.place.lat, meant.lon, meant.lat)) <= NEAR_M:
            return found
        rivals = (best, *(one for one in found.rivals if one is not chosen))
        return replace(
            found,
            best=chosen,
            rivals=rivals,
            reason=f"{chosen.place.name} ({chosen.place.country}), as the report's other places have it",
        )
