"""The one path through the house, in prose: read, locate, build the zones, check, draw.

The verbs of the door stand here, and what the commands need besides. Rooms never call each other; what one needs of
another is handed over here.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from geo.errors import Rejection, TableError, ZoneError
from geo.frames import Kept, geo_frame
from geo.handover import (
    build_zones,
    country_hint,
    credit_of,
    drafted_frame,
    drafted_zones,
    foreign_reports,
    gazetteer_of,
    locate_rows,
    points_of,
    read_tables,
    report_rows,
    warn,
)
from geo.inputs import gather
from geo.values import Location, Unlocated

if TYPE_CHECKING:
    import folium
    import geopandas as gpd
    import pandas as pd

    from geo.drafting import Draft
    from geo.inputs import Inputs
    from geo.places import Gazetteer
    from geo.zones import Choice

log = logging.getLogger("geo")

PROFILE = "press"


def read(
    inputs: Inputs,
    *,
    gazetteer: Gazetteer | None = None,
    profile: str = PROFILE,
    uncertainty: str = "",
    dates: str = "",
    columns: Mapping[str, str] | None = None,
) -> gpd.GeoDataFrame:
    """INCIDENTS from a case folder, tables, or both: dated, located, each with its doubt.

    inputs: a path, a DataFrame, or several; columns: what a column means that its heading does not say,
    {"lat": "Y"}; profile: how wrong such words are taken to be ("press", "military_log", "maritime"),
    where a row's own column `profile` names none; uncertainty: a length ("500 m") for points that bring none;
    dates: "dmy" or "mdy", how 08/06/2017 is to be read where the column itself does not settle it. Rows that cannot
    be used as they are stay, undated or unlocated with the reason; `frame.attrs["rejections"]` lists each with file,
    row and advice, `frame.attrs["notices"]` what was assumed. Raises TableError where there is nothing to read,
    InputError for a profile that nobody knows.

    >>> read("data/at-tanf").loc[3, ["id", "date_start", "place_text"]].tolist()
    ['2017-06-08-trucks', '2017-06-08', 'about 24 miles from the At Tanf base']
    """
    from geo.exchange import locate_coded
    from geo.incidents import swapped_against_country
    from geo.localities import read_profile

    read_profile(profile)  # also where no row has words to doubt
    case = gather(inputs)
    if not case.tables:
        return draft(inputs, gazetteer=gazetteer, profile=profile).incidents
    frame, reports, rejections, notices = read_tables(case, uncertainty, dates, columns)
    if gazetteer is None:
        gazetteer = gazetteer_of(case.places)
    rejections = [*rejections, *getattr(gazetteer, "rejections", [])]
    frame, swapped = swapped_against_country(frame, footprint=gazetteer.footprint, country_code=country_hint)
    offline: Any = getattr(gazetteer, "offline", gazetteer)  # a code's region is a known outline, or none
    frame, uncodable = locate_coded(frame, gazetteer=offline, country_code=country_hint)
    rejections = [*rejections, *swapped, *uncodable]
    frame, unresolved = locate_rows(frame, gazetteer, profile)
    out = geo_frame(frame, points_of(frame))
    refused = [*rejections, *unresolved]
    out.attrs["rejections"] = Kept(one.as_dict() for one in refused)
    out.attrs["notices"] = Kept(notices)
    out.attrs["reports"] = Kept(report_rows(reports))
    log.info("%d of %d incidents have a place", int(out["lon"].notna().sum()), len(out))
    warn(refused)
    return out


def draft(
    inputs: Inputs,
    *,
    published: str | Mapping[str, str] | None = None,
    gazetteer: Gazetteer | None = None,
    profile: str = PROFILE,
    apart: Sequence[frozenset[str]] = (),
) -> Draft:
    """Read reports: incidents, zones, mentions, conflicts and what stays unresolved, each tied to its words.

    inputs: a folder of reports, a case folder, or report files; tables among them are passed over. published: the
    day of publication of reports that state none, or one by report id; apart: see `geo.incidents.texts.merging`.
    Reports that cannot be read are listed in `incidents.attrs["rejections"]`. Raises TableError where there is
    no report, DateError for a day that is none.

    >>> found = draft("data/at-tanf/reports")
    >>> len(found.incidents), found.zones["radius_text"].tolist()
    (7, ['34 mi'])
    """
    from geo.drafting import Draft, read_drafts
    from geo.reports import read_reports

    case = gather(inputs, loose=True)
    if not case.reports:
        raise TableError(f"{inputs}: holds no report; reports are .txt or .md files")
    reports, rejections = read_reports(case.reports)
    if gazetteer is None:
        gazetteer = gazetteer_of(case.places)
    found = read_drafts(reports, gazetteer=gazetteer, published=published, apart=apart)
    incidents = drafted_frame(found, gazetteer, profile)
    zones, open_zones = drafted_zones(found, gazetteer)
    unread = [*(one.as_dict() for one in rejections), *foreign_reports(found)]
    incidents.attrs["rejections"] = Kept([*unread, *incidents.attrs["rejections"]])
    incidents.attrs["notices"] = found.notices
    incidents.attrs["reports"] = Kept(report_rows(found.reports))
    return Draft(incidents, zones, found.mentions, found.drafted.conflicts, [*found.drafted.unresolved, *open_zones])


def places_of(inputs: Sequence[str | Path], geocoder: str = "") -> Gazetteer:
    """The gazetteer, in front of it the places.csv of the inputs, behind it the online geocoder that is named."""
    return gazetteer_of(gather(inputs, loose=True).places if inputs else (), geocoder)


def read_zones(path: str | Path, *, gazetteer: Gazetteer | None = None) -> gpd.GeoDataFrame:
    """ZONES from a table or a GIS file: centres resolved, lengths in metres, outlines within 1 m of the true boundary.

    path: .csv, .tsv, .json, .xlsx, .geojson, .gpkg, .fgb, .kml or .shp; a places.csv beside it counts. Rows that cannot
    be used are left out and listed in `frame.attrs["rejections"]`; what was repaired in `frame.attrs["notices"]`.
    Raises TableError where there is nothing to read.

    >>> read_zones("data/at-tanf/zones.csv")["radius_m"].round(1).tolist()
    [54717.7]
    """
    from geo.zones import read_zones as read_rows

    path = Path(path)
    rows, rejections = read_rows(path)
    if gazetteer is None:
        beside = path.parent / "places.csv"
        gazetteer = gazetteer_of([beside] if beside.exists() else [])
    return build_zones([rows], rejections, gazetteer)


def zone(
    centre: str = "",
    radius: str = "",
    *,
    name: str = "",
    valid_from: str | tuple[str, str] | None = None,
    valid_to: str | tuple[str, str] | None = None,
    gazetteer: Gazetteer | None = None,
    **words: str,
) -> gpd.GeoDataFrame:
    """ZONES of one row: a disc of `radius` ("34 mi") around `centre` (a place name, or "lat, lon"), or another kind.

    valid_from, valid_to: a day, or a time with its offset, or the (earliest, latest) pair that is known of it. words:
    other columns of ZONES that a person writes: kind, course, edges, side, clip, minus, hours, applies_to, track,
    group, source. Raises ZoneError where the words make no zone, UnitError where a length has no unit.

    >>> strip = zone(radius="6 km", course="LINESTRING (127 38, 128 38)", side="north", name="Strip")
    >>> strip["kind"].item(), float(strip["width_m"].item())
    ('buffer', 6000.0)
    """
    from geo.zones import one_zone

    unknown = sorted(set(words) - {"kind", "course", "edges", "side", "clip", "minus", "hours", "applies_to", "track",
                                   "group", "source"})  # fmt: skip
    if unknown:
        raise TypeError(f"zone() got an unexpected keyword argument {unknown[0]!r}")
    if not isinstance(centre, str) or not isinstance(radius, str):
        raise ZoneError("centre and radius are text with a unit: geo.zone('34.73, 36.71', '34 mi')")
    rows = one_zone(centre, radius, name=name, valid_from=valid_from, valid_to=valid_to, **words)
    built = build_zones([rows], [], gazetteer or gazetteer_of())
    if built.empty:
        raise ZoneError(str(Rejection(**built.attrs["rejections"][0])))
    return built


@overload
def locate(  # type: ignore[overload-overlap]  # a str is a Sequence[str] to the type checker
    texts: str, *, country: str = "", gazetteer: Gazetteer | None = None, profile: str = PROFILE
) -> Location | None: ...
@overload
def locate(
    texts: Sequence[str], *, country: str = "", gazetteer: Gazetteer | None = None, profile: str = PROFILE
) -> list[Location | None]: ...
def locate(
    texts: str | Sequence[str], *, country: str = "", gazetteer: Gazetteer | None = None, profile: str = PROFILE
) -> Location | list[Location | None] | None:
    """A locality in words as a location with its doubt; a list of texts gives a list.

    country: ISO alpha-2 code or name; it ranks, and never hides an exact match elsewhere. None when the words
    cannot be read or the place not resolved; the reason is logged, and `geo locate` prints it. profile: as in `read`.
    Raises InputError for a country or profile that nobody knows.

    >>> place = locate("about 24 miles from the At Tanf base", country="SY")
    >>> round(place.p_within(zone("al-Tanf garrison", "34 mi")), 2)
    0.94
    """
    many = [texts] if isinstance(texts, str) or texts is None else list(texts)
    answers: list[Location | None] = []
    for answer in locate_or_say(many, country=country, gazetteer=gazetteer, profile=profile):
        if isinstance(answer, Unlocated):
            log.warning("%r is not located: %s", answer.text, answer.reason)
        answers.append(answer if isinstance(answer, Location) else None)
    return answers[0] if isinstance(texts, str) or texts is None else answers


def locate_or_say(
    texts: Sequence[str], *, country: str = "", gazetteer: Gazetteer | None = None, profile: str = PROFILE
) -> list[Location | Unlocated]:
    """Like `locate`, with the reason and the nearest spellings in place of None."""
    from geo.localities import locate as locate_texts

    texts = [text if isinstance(text, str) else "" for text in texts]  # None and NaN: an empty cell
    return locate_texts(texts, gazetteer=gazetteer or gazetteer_of(), countries=country_hint(country), profile=profile)


def check(incidents: pd.DataFrame, zones: pd.DataFrame) -> pd.DataFrame:
    """CONTAINMENT: every incident against every zone, with verdict, probability, distance and reason.

    incidents: from `read`; zones: from `read_zones` or `zone`. `distance_m`: metres to the edge, negative inside.
    Raises TableError where a table lacks a column.

    >>> check(read("data/at-tanf"), zone("al-Tanf garrison", "34 mi"))["verdict"].value_counts()["indeterminate"].item()
    2
    """
    from geo.zones import contain

    found = contain(incidents, zones)
    log.info("%d pairs of incident and zone decided", len(found))
    return found


def triage(incidents: pd.DataFrame, zones: pd.DataFrame, verdicts: pd.DataFrame | None = None) -> list[Choice]:
    """The open choices (centre, radius, unit, date, place), those that would settle most verdicts first.

    verdicts: from `check`, where they are known already. Raises TableError where a table lacks a column.

    >>> triage(read("data/at-tanf"), read_zones("data/at-tanf/zones.csv"))[0].incidents
    ('2017-06-08-trucks',)
    """
    from geo.zones import triage as rank

    return rank(incidents, zones, check(incidents, zones) if verdicts is None else verdicts)


def joined(incidents: pd.DataFrame, verdicts: pd.DataFrame) -> pd.DataFrame:
    """One row per incident and zone: the incident's columns, then the verdict's.

    A column of the input that is called like one of the verdict's ("reason") becomes "reason_input"; verdicts that an
    earlier check wrote give way to the new ones.
    """
    import pandas as pd

    left = incidents.drop(columns="geometry", errors="ignore").set_index("id", drop=False)
    if set(verdicts.columns) <= set(left.columns) and (left["incident_id"] == left["id"]).all():
        left = left.drop(columns=verdicts.columns)
    left = left.rename(columns={name: f"{name}_input" for name in left.columns if name in verdicts.columns})
    both = left.loc[verdicts["incident_id"]].reset_index(drop=True)
    return pd.concat([both, verdicts.reset_index(drop=True)], axis=1)


def draw(
    incidents: pd.DataFrame,
    zones: pd.DataFrame | None = None,
    verdicts: pd.DataFrame | None = None,
    *,
    title: str = "",
    public: bool = False,
    embargo_days: int = 0,
    as_of: date | None = None,
    provenance: Mapping[str, Any] | None = None,
) -> folium.Map:
    """A folium.Map of incidents, zones and verdicts; its `save` writes one HTML file that opens offline.

    `public`: places made coarser, no names, quotes or statements; with `embargo_days`, nothing undated or younger on
    the day `as_of` (today). `provenance`: what it is made from (`geo.provenance`), told at its foot. Raises TableError
    where the tables do not fit together, InputError for an embargo without `public`.

    >>> draw(read("data/at-tanf"), title="Seven incidents").document["finding"]
    '7 reported incidents, 17 March 2015 – 20 June 2017; not compared with any zone.'
    """
    from geo.maps import draw as draw_page

    if verdicts is None and zones is not None and len(zones):
        verdicts = check(incidents, zones)
    return draw_page(
        incidents, zones, verdicts, title=title, public=public, embargo_days=embargo_days, as_of=as_of,
        credit=credit_of(incidents), provenance=provenance,
    )  # fmt: skip


def given_zones(
    tables: Sequence[Path], texts: Sequence[str] = (), *, gazetteer: Gazetteer | None = None
) -> gpd.GeoDataFrame:
    """ZONES from tables or GIS files and from words ("At Tanf garrison, 34 mi"), as `read_zones` builds them."""
    from geo.zones import parse_zone
    from geo.zones import read_zones as read_rows

    read = [read_rows(path) for path in tables]
    rejections = [one for _, refused in read for one in refused]
    parts = [*(rows for rows, _ in read), *(parse_zone(text) for text in texts)]
    return build_zones(parts, rejections, gazetteer or gazetteer_of())


def read_all(
    inputs: Inputs,
    *,
    zones: str | Path | None = None,
    zone_texts: Sequence[str] = (),
    uncertainty: str = "",
    profile: str = PROFILE,
    dates: str = "",
    columns: Mapping[str, str] | None = None,
    geocoder: str = "",
) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """(INCIDENTS, ZONES) of a run: the case's own zones, unless `zones` (a table) or `zone_texts` are given.

    geocoder: asked for places that the gazetteer lacks ("nominatim"); what came of that is among the zones' notices.
    """
    from geo.incidents import swapped_into_zones

    case = gather(inputs)
    gazetteer = gazetteer_of(case.places, geocoder)
    drafted = draft(inputs, gazetteer=gazetteer, profile=profile) if not case.tables else None
    own: Sequence[Path] = [] if zone_texts else case.zones
    tables = [Path(zones)] if zones is not None else own
    if drafted is not None and not tables and not zone_texts:
        built = drafted.zones
    else:
        built = given_zones(tables, zone_texts, gazetteer=gazetteer)
    incidents = (
        drafted.incidents
        if drafted is not None
        else read(inputs, gazetteer=gazetteer, uncertainty=uncertainty, profile=profile, dates=dates, columns=columns)
    )
    notices = swapped_into_zones(incidents, built) if drafted is None else []
    built.attrs["notices"] = [*built.attrs["notices"], *gazetteer.notices, *notices]
    return incidents, built
