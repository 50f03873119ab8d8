import json
import re
import zlib
from importlib.resources import files

import jsonschema
import numpy as np
import pandas as pd
import pytest

from geo.errors import TableError
from geo.frames import INCIDENTS, conform
from geo.geodesy import GEOD
from geo.maps import blocks, draw, morton
from geo.maps.columns import UNDATED, Columns
from geo.maps.packed import LIMIT, VERDICTS, pack
from geo.maps.payload import payload
from tests.maps import many

SCHEMA = json.loads((files("geo.maps") / "assets" / "payload.schema.json").read_text(encoding="utf-8"))
N = 6_000


def unarmoured(text):
    """The bytes again, by the definition: digits of base 85, four bytes for five letters."""
    digits = np.array([blocks.LETTERS.index(letter) for letter in text[1:]], dtype=np.int64).reshape(-1, 5)
    whole = (digits @ 85 ** np.arange(4, -1, -1)).astype(">u4").tobytes()
    return whole[: len(whole) - blocks.LETTERS.index(text[0])]


def inflated(element):
    return zlib.decompress(unarmoured(re.fullmatch(r"<script [^>]*>(.*)</script>", element)[1]))


def column(data, at, kind, n):
    width = np.dtype(kind).itemsize
    planes = np.frombuffer(data[at : at + width * n], dtype=np.uint8).reshape(width, n)
    return np.ascontiguousarray(planes.T).view(kind).ravel()


class Unpacked:
    """What the page would read, by the schema's words."""

    def __init__(self, document, elements):
        head = self.head = document["packed"]
        n, marks = head["count"], head["marks"]
        self.code = np.cumsum(column(inflated(elements[0]) + bytes(marks), 0, "<u8", marks))
        rest = inflated(elements[1])
        self.verdict = column(rest, 0, "u1", n)
        days, at = head["days"], n
        first = column(rest, at, f"<{days['first']}", n).astype(np.int64)
        self.first = np.where(first > 0, first + days["from"], UNDATED)
        at += int(days["first"][1]) * n
        self.last = self.first + column(rest, at, f"<{days['span']}", n)
        at += int(days["span"][1]) * n
        self.facets = {
            facet["name"]: np.array(facet["values"], dtype=object)[column(rest, at + nth * n, "u1", n)]
            for nth, facet in enumerate(head["facets"])
        }
        self.texts = [element for element in elements if 'id="texts-' in element]
        self.ids = np.array([text for nth in range(len(self.texts)) for text in self.chunk(nth)["incident"]["id"]])

    def chunk(self, nth):
        data = inflated(self.texts[nth])
        return json.loads(data[4 : 4 + int.from_bytes(data[:4], "little")])


@pytest.fixture(scope="module")
def tables():
    incidents = many.incidents(N)
    return incidents, many.zones(), many.verdicts(incidents, each=2)


@pytest.fixture(scope="module")
def packed(tables):
    return pack(*tables)


@pytest.fixture(scope="module")
def unpacked(packed):
    return Unpacked(*packed)


@pytest.fixture(scope="module")
def plain(tables):
    return payload(*tables)


@pytest.fixture(scope="module")
def by_id(plain, unpacked):
    told = {one["id"]: one for one in plain["incidents"]}
    return [told[name] for name in unpacked.ids]


def test_the_document_keeps_the_schema(packed):
    document = {**packed[0], "layers": ["incidents"]}
    jsonschema.Draft202012Validator(SCHEMA).validate(document)


def test_every_incident_is_there_once(tables, unpacked):
    assert sorted(unpacked.ids) == sorted(tables[0]["id"])


def test_marks_stand_within_a_metre(by_id, unpacked):
    lon, lat = morton.positions(unpacked.code)
    marks = np.array([one["mark"] for one in by_id[: len(lon)]], dtype=float)
    assert all(one["mark"] is None for one in by_id[len(lon) :])
    inside = np.abs(marks[:, 1]) < morton.TOP_DEG
    away = GEOD.inv(lon[inside], lat[inside], marks[inside, 0], marks[inside, 1])[2]
    assert away.max() < 1.0
    assert (~inside).any()
    assert np.abs(np.abs(lat[~inside]) - morton.TOP_DEG).max() < 1e-5
    assert inside.sum() + (~inside).sum() == sum(one["mark"] is not None for one in by_id)


def test_rows_run_along_the_curve(unpacked):
    assert (np.diff(unpacked.code.astype(np.int64)) >= 0).all()


def test_days_are_those_of_the_table_before_1970_and_after_2038_too(by_id, unpacked):
    def day(text):
        found = pd.to_datetime(pd.Series([text]), format="%Y-%m-%d", errors="coerce")[0]
        return UNDATED if pd.isna(found) else (found - pd.Timestamp(0)).days

    first = [day(one["start"]) if day(one["start"]) != UNDATED else day(one["end"]) for one in by_id]
    last = [max(day(one["end"]), begin) for one, begin in zip(by_id, first, strict=True)]
    assert unpacked.first.tolist() == first
    assert unpacked.last.tolist() == last
    assert unpacked.first[unpacked.first != UNDATED].min() < 0
    assert unpacked.last.max() > 68 * 365.25
    assert (unpacked.first == UNDATED).sum() > 100


def test_the_leading_verdict_is_the_plain_page_s(by_id, unpacked):
    assert [VERDICTS[code] for code in unpacked.verdict] == [one["verdict"] for one in by_id]


def test_facets_are_the_table_s_columns(tables, unpacked):
    rows = tables[0].set_index("id").loc[unpacked.ids]
    assert set(unpacked.facets) == {"temporal", "basis", "zone", "claim_status", "kind"}
    for name in ("claim_status", "kind"):
        assert unpacked.facets[name].tolist() == rows[name].tolist()


def test_verdicts_by_zone(tables, packed, unpacked):
    told = np.frombuffer(inflated(packed[1][2]), dtype=np.uint8).reshape(2, N)
    for zone, codes in zip(("a", "b"), told, strict=True):
        rows = tables[2][tables[2]["zone_id"] == zone].set_index("incident_id").loc[unpacked.ids]
        assert [VERDICTS[code] for code in codes] == rows["verdict"].tolist()


def test_finding_and_word_are_the_plain_page_s(packed, plain):
    for key in ("finding", "word", "measured", "home", "zones", "checked", "title"):
        assert packed[0][key] == plain[key]


def test_what_is_the_same_in_every_row_is_written_once(packed, unpacked):
    assert unpacked.head["incident"]["same"] == {"conflicts": "[]", "zone_statements": "[]"}
    assert not {"platform", "target", "region_90"} & set(unpacked.chunk(0)["incident"])


def test_letters_are_harmless_whatever_the_texts(samples):
    _, elements = pack(*samples.hostile_tables(samples.load_hostile()))
    for element in elements:
        inner = re.fullmatch(
            r'<script type="application/octet-stream" id="(?:column|texts)-\d+">(.*)</script>', element
        )[1]
        assert not set(inner) - set(blocks.LETTERS)


def test_texts_are_kept_as_they_are(samples):
    texts = [*samples.load_hostile(), "half a pair: \ud800", "\u0000", "a\r\nb"]
    given = {
        "id": pd.Series(texts, dtype=object),
        "title": pd.Series(texts[::-1], dtype=object),
        "lon": 1.0,
        "lat": 2.0,
    }
    incidents = conform(pd.DataFrame(given), INCIDENTS)
    chunk = Unpacked(*pack(incidents, None, None)).chunk(0)["incident"]
    assert chunk["id"] == texts
    assert chunk["title"] == texts[::-1]


def test_columns_of_any_type_read_as_their_cells_do():
    frame = pd.DataFrame({
        "id": ["a", "b", "c"], "whole": [1, 2, 3], "part": [1.0, 2.5, np.nan], "yes": [True, False, True],
        "day": pd.to_datetime(["2020-01-01", None, "1941-12-07"]), "list": [[1], [], None], "mixed": ["x", 4, None],
    })  # fmt: skip
    table = Columns(frame, INCIDENTS, ["id"], "the incidents")
    plain = {one["id"]: dict(one["extra"]) for one in payload(frame, None, None)["incidents"]}
    for name in frame.columns[1:]:
        assert table.texts(name).tolist() == [plain[row].get(name, "") for row in "abc"]


def test_nothing_and_one(samples):
    for n in (0, 1):
        document, elements = pack(many.incidents(10).iloc[:n], many.zones(), None)
        assert document["packed"]["count"] == n
        assert len(elements) == 2 + n


def test_tables_that_do_not_fit_are_refused_as_on_the_plain_page(tables):
    incidents, zones, verdicts = (table.iloc[:10].reset_index(drop=True) for table in tables)
    verdicts["incident_id"] = incidents["id"]
    broken = (
        (pd.concat([incidents, incidents]), zones, None),
        (incidents, zones, verdicts.assign(incident_id="nobody")),
        (incidents, zones, verdicts.assign(zone_id="nowhere")),
        (incidents, zones, verdicts.assign(verdict="perhaps")),
        (incidents.drop(columns="id"), zones, None),
        (incidents, zones, verdicts.drop(columns="verdict")),
    )
    for given in broken:
        with pytest.raises(TableError) as plain:
            payload(*given)
        with pytest.raises(TableError) as packed:
            pack(*given)
        assert str(packed.value) == str(plain.value)


def test_draw_packs_by_itself():
    rows = {"lon": 1.0, "lat": 2.0}
    few, lots = (conform(pd.DataFrame({"id": np.arange(n).astype(str), **rows}), INCIDENTS) for n in (LIMIT, LIMIT + 1))
    assert draw(few).document["packed"] is None
    assert draw(lots).document["packed"]["count"] == LIMIT + 1
    assert draw(lots).document["incidents"] == []


def test_the_same_tables_give_the_same_bytes(tables):
    assert draw(*tables).get_root().render() == draw(*tables).get_root().render()


def test_a_mark_outside_its_own_region_stands_on_the_ring(samples):
    tables = samples.load_case()
    document, elements = pack(*tables)
    page = Unpacked(document, elements)
    lon, lat = morton.positions(page.code)
    plain = {one["id"]: one["mark"] for one in payload(*tables)["incidents"] if one["mark"]}
    assert len(plain) == len(lon)
    for name, x, y in zip(page.ids, lon, lat, strict=False):
        assert (round(x, 4), round(y, 4)) == pytest.approx(plain[name], abs=2e-5 + 5e-5)
