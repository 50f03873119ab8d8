"""Small tables of our own in the layouts that others publish, by their published lists of columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from geo.incidents.tables.layouts import layouts

HEADINGS = {one.name: one.headings for one in layouts()}


def table(layout: str, *records: dict[str, object], delimiter: str = ",", headed: bool = True) -> str:
    """Delimited text; each record names what it fills."""
    headings = HEADINGS[layout]
    for record in records:
        assert record.keys() <= set(headings), record.keys() - set(headings)
    rows: list[Sequence[object]] = [headings] * headed
    rows += [[record.get(name, "") for name in headings] for record in records]
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return out.getvalue()


ACLED = (
    {"event_id_cnty": "SYR7001", "event_date": "08 June 2017", "year": 2017, "time_precision": 1,
     "disorder_type": "Political violence", "event_type": "Explosions/Remote violence",
     "sub_event_type": "Air/drone strike", "actor1": "Coalition", "actor2": "Militia", "country": "Syria",
     "region": "Middle East", "admin1": "Homs", "admin2": "Tadmor", "location": "At Tanf", "latitude": "33.5058",
     "longitude": "38.6178", "geo_precision": 2, "notes": "Two trucks, 24 miles away.", "timestamp": 1700000000},
    {"event_id_cnty": "SYR7002", "event_date": "20 June 2017", "time_precision": 2, "sub_event_type": "Armed clash",
     "country": "Syria", "admin1": "Homs", "location": "Tadmor", "latitude": "34.56", "longitude": "38.284",
     "geo_precision": 1},
    {"event_id_cnty": "SYR7003", "event_date": "15 March 2018", "time_precision": 3, "country": "Syria",
     "admin1": "Homs", "location": "Homs", "latitude": "34.73", "longitude": "36.72", "geo_precision": 3},
)  # fmt: skip
UCDP = (
    {"id": 901, "relid": "SYR-2017-1-1-1", "year": 2017, "type_of_violence": 1, "dyad_name": "Government - Rebels",
     "side_a": "Government", "side_b": "Rebels", "where_prec": 2, "where_coordinates": "Al-Tanf village",
     "where_description": "near al-Tanf", "adm_1": "Homs governorate", "latitude": 33.4855, "longitude": 38.6631,
     "geom_wkt": "POINT (38.6631 33.4855)", "country": "Syria", "region": "Middle East", "date_prec": 1,
     "date_start": "2017-06-08 00:00:00.000", "date_end": "2017-06-08 00:00:00.000", "best": 3},
    {"id": 902, "where_prec": 4, "where_coordinates": "Homs governorate", "adm_1": "Homs governorate",
     "latitude": 34.4, "longitude": 38.0, "country": "Syria", "date_prec": 4, "side_a": "A", "side_b": "B",
     "date_start": "2017-06-01 00:00:00.000", "date_end": "2017-06-30 00:00:00.000", "best": 30},
)  # fmt: skip
GDELT = (
    {"GLOBALEVENTID": 660001, "SQLDATE": 20170608, "Actor1Name": "UNITED STATES", "Actor2Name": "SYRIA",
     "ActionGeo_Type": 4, "ActionGeo_FullName": "At Tanf, Hims, Syria", "ActionGeo_CountryCode": "SY",
     "ActionGeo_Lat": 33.4855, "ActionGeo_Long": 38.6631, "SOURCEURL": "https://example.org/a?q=1,2"},
    {"GLOBALEVENTID": 660002, "SQLDATE": 20170609, "ActionGeo_Type": 1, "ActionGeo_FullName": "Israel",
     "ActionGeo_CountryCode": "IS", "ActionGeo_Lat": 31.5, "ActionGeo_Long": 34.75},
    {"GLOBALEVENTID": 660003, "SQLDATE": 20170609, "ActionGeo_Type": 5, "ActionGeo_FullName": "Hims, Syria",
     "ActionGeo_CountryCode": "SY", "ActionGeo_Lat": 34.25, "ActionGeo_Long": 38.25},
    {"GLOBALEVENTID": 660004, "SQLDATE": 20170610, "ActionGeo_Type": 0},
)  # fmt: skip
GTD = (
    {"eventid": 201706080001, "iyear": 2017, "imonth": 6, "iday": 8, "country": 200, "country_txt": "Syria",
     "region": 10, "provstate": "Homs", "city": "At Tanf", "latitude": 33.4855, "longitude": 38.6631,
     "specificity": 1, "vicinity": 1, "attacktype1_txt": "Bombing/Explosion", "gname": "Group"},
    {"eventid": 201706000002, "iyear": 2017, "imonth": 6, "iday": 0, "country_txt": "Syria", "provstate": "Homs",
     "city": "Unknown", "specificity": 4},
    {"eventid": 201700000003, "iyear": 2017, "imonth": 0, "iday": 0, "country_txt": "Syria", "provstate": "Raqqa",
     "city": "Raqqa", "latitude": 35.95, "longitude": 39.01, "specificity": 3},
)  # fmt: skip
AIRWARS = """\
unique_reference_code,country,date,grading,latitude,longitude,geolocation_accuracy,civilians_killed_min
CS1234,syria,2017-06-08 00:00:00,fair,33.4855,38.6631,City,2
CS1235,syria,2017-06-09 00:00:00,fair,33.485512,38.663171,Exact location (via Coalition),0
CS1236,syria,2017-06-09 00:00:00,weak,33.4855,38.6631,Neighbourhood/area,
"""
