"""Which column of a table means what."""

from __future__ import annotations

import csv
from importlib import resources

from geo.files import fold
from geo.frames import INCIDENTS
from geo.incidents.tables.columns import BESIDES, recognise


def registry() -> list[dict[str, str]]:
    table = resources.files("geo.incidents.tables").joinpath("data/columns.csv").read_text("utf-8")
    return list(csv.DictReader(table.splitlines()))


def test_every_row_has_a_source_and_a_meaning_that_exists() -> None:
    meanings = {column.name for column in INCIDENTS} | set(BESIDES)
    assert registry()
    for row in registry():
        assert row["source"]
        assert row["column"] in meanings, row


def test_no_heading_stands_for_two_things() -> None:
    headings = [fold(row["heading"]) for row in registry()]
    own = [fold(name) for name in [*BESIDES, *(column.name for column in INCIDENTS)]]
    twice = {name for name in headings if headings.count(name) > 1 or name in own}
    assert not twice


def test_the_formats_of_the_field() -> None:
    ged = recognise(["date_start", "date_end", "where_prec", "where_coordinates", "adm_1", "latitude", "longitude"])[0]
    assert ged["precision"] == "where_prec"
    assert (ged["place_text"], ged["province"], ged["lat"]) == ("where_coordinates", "adm_1", "latitude")
    dwc = recognise(
        ["eventDate", "verbatimLocality", "decimalLatitude", "decimalLongitude", "coordinateUncertaintyInMeters"]
    )[0]
    assert set(dwc) == {"date", "place_text", "lat", "lon", "uncertainty_m"}
    acled = recognise(["event_id_cnty", "event_date", "event_type", "location", "latitude", "longitude"])[0]
    assert acled["id"] == "event_id_cnty"
    assert acled["date"] == "event_date"


def test_the_nearer_of_two_columns_is_taken_and_it_is_said() -> None:
    found, notices = recognise(["Longitude", "lon", "notes"])
    assert found == {"lon": "lon"}
    assert notices == ["column 'Longitude' is not used: 'lon' gives the lon"]
