import json
from importlib.resources import files

import jsonschema
import pandas as pd
import pytest

from geo.errors import TableError
from geo.frames import INCIDENTS, conform
from geo.maps.payload import as_json, payload

SCHEMA = json.loads((files("geo.maps") / "assets" / "payload.schema.json").read_text(encoding="utf-8"))
VALID = jsonschema.Draft202012Validator(SCHEMA)


def by_id(document):
    return {one["id"]: one for one in document["incidents"]}


def test_the_case_keeps_the_schema(tables):
    VALID.validate(payload(*tables, title="Case"))


def test_every_object_of_the_schema_is_closed_or_all_text():
    texts = {"type": "object", "additionalProperties": {"type": "string"}}
    nodes = [SCHEMA]
    while nodes:
        node = nodes.pop()
        if isinstance(node, dict):
            if node.get("type") == "object":
                assert node["additionalProperties"] in (False, {"type": "string"}, texts)
            nodes += node.values()
        elif isinstance(node, list):
            nodes += node


def test_nothing_but_ids_is_enough():
    document = payload(pd.DataFrame({"id": ["a"]}), None, None)
    VALID.validate(document)
    assert document["home"] is None
    assert by_id(document)["a"]["verdict"] == "unlocated"


def test_an_empty_table(tables):
    document = payload(conform(pd.DataFrame({"id": []}), INCIDENTS), tables[1], None)
    VALID.validate(document)
    assert document["incidents"] == []
    assert document["finding"].startswith("This table holds no incidents")


def test_no_mark_where_no_position_was_given(tables):
    told = by_id(payload(*tables))
    assert told["forces"]["mark"] is None
    assert "no position to compute from" in told["forces"]["mark_note"]
    assert told["forces"]["region_90"]
    assert told["nowhere"]["mark"] is None
    assert "no place of this name" in told["nowhere"]["mark_note"]


def test_a_distance_without_direction_stands_on_its_ring(tables):
    told = by_id(payload(*tables))
    assert told["trucks"]["on_ring"]
    assert told["trucks"]["mark"] != [told["trucks"]["lon"], told["trucks"]["lat"]]
    assert not told["drone-1"]["on_ring"]


@pytest.mark.parametrize("precision", [3, 4, 6])
def test_an_area_is_never_a_pin(precision):
    frame = pd.DataFrame({"id": ["a"], "lon": [38.0], "lat": [35.0], "uncertainty_m": [2e5], "precision": [precision]})
    assert payload(frame, None, None)["incidents"][0]["mark"] is None


def test_nan_becomes_null(tables):
    told = by_id(payload(*tables))["nowhere"]
    assert (told["lon"], told["lat"], told["verdicts"][0]["p"]) == (None, None, [None] * 4)
    json.dumps(payload(*tables), allow_nan=False)


def test_the_loudest_of_several_verdicts_leads(tables):
    incidents, zones, verdicts = tables
    second = zones.assign(id="other", name="Another zone")
    more = verdicts[verdicts.incident_id == "warplane"].assign(zone_id="other", verdict="indeterminate")
    document = payload(incidents, pd.concat([zones, second]), pd.concat([verdicts, more]))
    assert by_id(document)["warplane"]["verdict"] == "indeterminate"
    assert "at least one of the 2 zones" in document["finding"]


def test_reports_give_quotes_their_titles(tables):
    quote = by_id(payload(*tables))["drone-1"]["quotes"][0]
    assert (quote["publisher"], quote["url"]) == ("A paper", "https://example.org/a")


def test_columns_of_the_input_are_kept_as_text(tables):
    incidents = tables[0].assign(notes="{{ x }}", weight=2.0, nothing=None)
    assert by_id(payload(incidents, None, None))["trucks"]["extra"] == [["notes", "{{ x }}"], ["weight", "2"]]


def test_order_is_by_date_then_id(tables):
    assert [one["id"] for one in payload(*tables)["incidents"]] == [
        "predator",
        "forces",
        "drone-1",
        "trucks",
        "warplane",
        "nowhere",
    ]


def test_the_same_tables_give_the_same_document(tables):
    assert as_json(payload(*tables)) == as_json(payload(*tables))


@pytest.mark.parametrize(
    ("change", "message"),
    [({"incident_id": "nobody"}, "'nobody'"), ({"zone_id": "void"}, "'void'"), ({"verdict": "maybe"}, "'maybe'")],
)
def test_verdicts_that_do_not_fit_are_refused(tables, change, message):
    incidents, zones, verdicts = tables
    with pytest.raises(TableError, match=message):
        payload(incidents, zones, verdicts.assign(**change))


def test_ids_that_stand_twice_are_refused(tables):
    with pytest.raises(TableError, match="twice: trucks"):
        payload(pd.concat([tables[0], tables[0].iloc[[2]]]), None, None)


def test_a_table_without_ids_is_refused():
    with pytest.raises(TableError, match="lack the column id"):
        payload(pd.DataFrame({"name": ["a"]}), None, None)


def test_json_survives_and_hides_what_html_could_read(hostile):
    written = as_json({"texts": [*hostile, "half \ud83d of one"]})
    assert json.loads(written)["texts"] == [*hostile, "half \ud83d of one"]
    assert not set(written) & set("<>&\u2028\u2029\u202e\x00\x7f")
    written.encode("utf-8")
