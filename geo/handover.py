"""What one room hands to the next: tables tied to reports, rows given their locations, zones built, drafts tabled.

The steps of the pipeline that are too long for its page.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import Rejection
from geo.frames import INCIDENTS, Kept, conform, dump_json, geo_frame, location_cells
from geo.inputs import Case
from geo.progress import track
from geo.values import Clause, Location, Unlocated

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from geo.drafting import Read
    from geo.places import Gazetteer
    from geo.values import Report

log = logging.getLogger("geo")


def read_tables(
    case: Case, uncertainty: str, dates: str, columns: Mapping[str, str] | None
) -> tuple[pd.DataFrame, list[Report], list[Rejection], list[str]]:
    """The rows of a case's tables with their reports, what was set aside, and what was assumed."""
    from geo.incidents import read_table, tie_evidence
    from geo.reports import read_reports

    reports, rejections = read_reports(case.reports) if case.reports else ([], [])
    frames, notices = [], []
    for path in case.tables:
        frame, refused = read_table(path, uncertainty=uncertainty, dates=dates, columns=columns)
        frame["_source"] = _name_of(path)
        log.info("%s: %d rows", _name_of(path), len(frame))
        notices += frame.attrs.pop("notices", [])
        frames.append(frame)
        rejections = [*rejections, *refused]
    frame = frames[0] if len(frames) == 1 else _stacked(frames, notices)
    frame, refused = tie_evidence(frame, reports)
    return frame, reports, [*rejections, *refused], notices


def _name_of(table: str | Path | pd.DataFrame) -> str:
    if not isinstance(table, str | Path):
        return "the table in memory"
    return "standard input" if table == "-" else str(table)


def _stacked(frames: Sequence[pd.DataFrame], notices: list[str]) -> pd.DataFrame:
    """Several tables as one; an id that stands in two of them gets its file's name in front."""
    import pandas as pd

    frame = pd.concat(frames, ignore_index=True)
    twice = frame["id"].duplicated(keep=False)
    if twice.any():
        names = frame["_source"].map(lambda source: Path(source).stem)
        frame["id"] = frame["id"].where(~twice, names + ":" + frame["id"])
        notices.append(f"{int(twice.sum())} ids stand in more than one table; their files' names were put in front")
    return frame


def gazetteer_of(places: Sequence[Path] = (), geocoder: str = "") -> Gazetteer:
    """The gazetteer with the places of these cases in front, and an online geocoder behind it where one is named."""
    from geo.places import Gazetteer
    from geo.places.case import read_places

    if len(places) <= 1:
        return Gazetteer(places=places[0] if places else None, online=geocoder or None)
    read = [read_places(path) for path in places]
    gazetteer = Gazetteer(places=[one for named, _ in read for one in named], online=geocoder or None)
    gazetteer.rejections = [one for _, refused in read for one in refused]
    return gazetteer


def credit_of(incidents: pd.DataFrame) -> str:
    """The sentence that credits online geocoders where they placed any of the incidents, as their licences ask."""
    from geo.places.online.credits import credit

    return credit(incidents["place_id"].dropna().astype(str).unique()) if "place_id" in incidents.columns else ""


def points_of(frame: pd.DataFrame) -> Any:
    """The best estimates as points; empty ones where there is none."""
    import shapely

    return shapely.points(frame["lon"].to_numpy(), frame["lat"].to_numpy())


def locate_rows(frame: pd.DataFrame, gazetteer: Gazetteer, profile: str) -> tuple[pd.DataFrame, list[Rejection]]:
    """Give every row in words its location; rows with coordinates have theirs already."""
    frame = frame.copy()
    words = frame["lon"].isna() & (frame["unlocated_reason"] == "") & (frame["place_text"].str.strip() != "")
    texts = frame.loc[words, "place_text"].tolist()
    hints = [country_hint(text) for text in frame.loc[words, "country"]]
    chosen = frame.loc[words, "profile"].fillna("") if "profile" in frame.columns else [""] * len(texts)
    profiles = [str(name).strip() or profile for name in chosen]
    pins = [str(name).strip() for name in frame.loc[words, "place_id"].fillna("")]
    answers = _located(texts, hints, profiles, pins, gazetteer)
    found = {id(one): one for one in answers if isinstance(one, Location)}
    cells = {key: location_cells(one) for key, one in track(found.items(), "drawing regions")}
    refused = []
    for index, answer in zip(frame.index[words], answers, strict=True):
        stated = [*json.loads(str(frame.at[index, "zone_statements"])), *_relations(answer.clauses)]
        frame.at[index, "zone_statements"] = dump_json(stated)
        if isinstance(answer, Unlocated):
            frame.at[index, "unlocated_reason"] = answer.reason
            if not stated or answer.fault:
                where = str(frame.at[index, "_source"]), str(frame.at[index, "_row"])
                advice = _AGAIN if answer.fault else _UNRESOLVED
                refused.append(Rejection(*where, answer.reason.rstrip("."), advice))
            continue
        for name, value in cells[id(answer)].items():
            if name != "country" or not frame.at[index, "country"]:
                frame.at[index, name] = value
    return conform(frame.drop(columns=["_source", "_row"], errors="ignore"), INCIDENTS), refused


def _located(
    texts: Sequence[str], hints: Sequence[str], profiles: Sequence[str], pins: Sequence[str], gazetteer: Gazetteer
) -> list[Location | Unlocated]:
    """Every text located by its own row's doubt profile, and by the place that its row names."""
    from geo.drafting import Pinned
    from geo.localities import locate as locate_texts

    answers: dict[int, Location | Unlocated] = {}
    for profile, pin in dict.fromkeys(zip(profiles, pins, strict=True)):
        mine = [index for index in range(len(texts)) if (profiles[index], pins[index]) == (profile, pin)]
        countries = [hints[index] for index in mine]
        places = Pinned(gazetteer, pin) if pin else gazetteer
        found = locate_texts([texts[i] for i in mine], gazetteer=places, countries=countries, profile=profile)
        answers |= dict(zip(mine, found, strict=True))
    return [answers[index] for index in range(len(texts))]


_UNRESOLVED = "correct the spelling, or add the place to a places.csv"
_AGAIN = "run it again later, or add the place to a places.csv"


def country_hint(text: str) -> str:
    """ISO alpha-2 of a country's code or name; "" when there is none, or nobody knows it."""
    from geo.places import country_code

    return country_code(text) or "" if text else ""


def _relations(clauses: Sequence[Clause]) -> list[dict[str, str]]:
    return [
        {"relation": one.detail, "zone_text": one.anchor or one.text, "report": "", "quote": one.text, "said_by": ""}
        for one in clauses
        if one.form == "zone_relation"
    ]


def build_zones(parts: Sequence[pd.DataFrame], rejections: list[Rejection], gazetteer: Gazetteer) -> gpd.GeoDataFrame:
    """ZONES of the rows of these tables, their centres and areas looked up."""
    import pandas as pd

    from geo.places.outlines import land
    from geo.zones import centres_of, zone_frame

    rows = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()
    notices = [notice for part in parts for notice in part.attrs.get("notices", [])]
    names = centres_of(rows)
    found = dict(zip(names, gazetteer.resolve(names), strict=True)) if names else {}  # no name, no index needed
    built, refused = zone_frame(rows, centres=found, footprint=gazetteer.footprint, land=land)
    built.attrs["notices"] = [*notices, *built.attrs["notices"]]
    built.attrs["rejections"] = Kept(one.as_dict() for one in (*rejections, *refused))
    warn([*rejections, *refused])
    return built


def warn(refused: Sequence[Rejection]) -> None:
    """Log what was set aside, the first pieces of it in full."""
    for one in refused[:_SHOWN]:
        log.warning("%s", one)
    if len(refused) > _SHOWN:
        log.warning('... and %d more, listed in frame.attrs["rejections"]', len(refused) - _SHOWN)


_SHOWN = 10


def drafted_frame(found: Read, gazetteer: Gazetteer, profile: str) -> gpd.GeoDataFrame:
    """INCIDENTS of what was read in reports, located."""
    import pandas as pd

    rows = found.drafted.rows
    paths = {report.id: report.path for report in found.reports}
    for row in rows:
        row |= {"_source": paths[json.loads(row["merged"])[0]["report"]], "_row": row["id"]}
    names = [*(column.name for column in INCIDENTS), "merged", "note", "_source", "_row"]
    frame = conform(pd.DataFrame(rows, columns=None if rows else names), INCIDENTS)
    located, refused = locate_rows(frame, gazetteer, profile)
    out = geo_frame(located, points_of(located))
    out.attrs["rejections"] = Kept(one.as_dict() for one in refused if one.advice == _AGAIN)  # no fault of the words
    return out


def drafted_zones(found: Read, gazetteer: Gazetteer) -> tuple[gpd.GeoDataFrame, list[dict[str, Any]]]:
    """ZONES of the drafts whose centre is one place, and the others as open questions."""
    from geo.zones import one_zone

    rows, asked = [], []
    for zone in found.zones:
        if zone.centre and "centre" not in zone.open:
            row = one_zone(zone.centre, zone.radius_text, name=zone.name, source=f"{zone.report}: {zone.quote}")
            rows.append(row.assign(id=zone.id, group=zone.id, _source=zone.report, _row=f"zone {zone.name!r}"))
        else:
            why = f"where is {zone.centre}?" if zone.centre else "the report gives no centre"
            asked.append({**zone.as_dict(), "what": "zone centre", "text": zone.centre, "why": why})
    built = build_zones(rows, [], gazetteer)
    asked += [
        {"what": "zone centre", "text": "", "report": one["source"], "why": one["reason"]}
        for one in built.attrs["rejections"]
    ]
    return built, asked


def foreign_reports(found: Read) -> list[dict[str, str]]:
    """A rejection for every report in a language that is not read."""
    paths = {report.id: report.path for report in found.reports}
    return [
        Rejection(paths.get(one["report"], one["report"]), "", one["why"], "translate it, or leave it out").as_dict()
        for one in found.drafted.unresolved
        if one["what"] == "report"
    ]


def report_rows(reports: Sequence[Report]) -> list[dict[str, str]]:
    """What the headers of reports say, for the map and for JSON."""
    return [
        {"id": r.id, "title": r.title, "publisher": r.publisher, "published": r.published, "url": r.url}
        for r in reports
    ]
