from __future__ import annotations

import numpy as np
import pytest

from geo.places.candidates import Candidates
from geo.places.lookup import Row
from geo.places.mention_ranking import FEATURES, Named, coherence, describe, groups, holds, prior, softmax, weights_of


def named(text: str, *names: str) -> list[Named]:
    out, at = [], 0
    for name in names:
        at = text.index(name, at)
        out.append(Named(name, at, at + len(name)))
        at += len(name)
    return out


def row(place_id: str, lon: float, lat: float, **more: object) -> Row:
    values = {
        "spelling": "x", "id": place_id, "name": "x", "lon": lon, "lat": lat, "kind": "PPL", "country": "US",
        "admin1": "OH", "population": 0, "extent_m": 1e5, "is_area": False, "prominence": 3.0, "how": "main",
    }  # fmt: skip
    return Row(**(values | more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("area", "expected"),
    [
        (row("province:US.OH", 0, 0, kind="ADM1", is_area=True), "state"),
        (row("province:US.GA", 0, 0, kind="ADM1", admin1="GA", is_area=True), ""),
        (row("country:US", 0, 0, kind="PCLI", admin1="", is_area=True), "country"),
        (row("country:IE", 0, 0, kind="PCLI", country="IE", admin1="", is_area=True), ""),
        (row("continent:NA", 0, 0, kind="CONT", country="", admin1="", is_area=True), "region"),
        (row("region:x", -83.1, 40.1, kind="RGN", country="", admin1="", is_area=True), "region"),
        (row("region:y", 30, 0, kind="RGN", country="", admin1="", is_area=True), ""),
        (row("district:US.1", -83.1, 40.1, kind="ADM2", is_area=True), "state"),
        (row("district:US.2", -80.0, 40.1, kind="ADM2", is_area=True), ""),
        (row("a", -83, 40, kind="ADM1"), ""),
    ],
)
def test_how_an_area_holds_a_place(area: Row, expected: str) -> None:
    assert holds(area, row("a", -83, 40)) == expected


def test_a_name_is_one_group_however_often(candidates: Candidates) -> None:
    text = "Dublin, Ohio. Dublin grew. DUBLIN too."
    found = groups(text, named(text, "Dublin", "Ohio", "Dublin", "DUBLIN"), candidates)
    assert [(group.text, group.members) for group in found] == [("Dublin", [0, 2, 3]), ("Ohio", [1])]
    assert any(area.id == "province:US.OH" for area in found[0].parents[0])
    assert found[1].children == 1


def test_the_region_named_beside_it_is_a_feature(candidates: Candidates) -> None:
    text = "Dublin, Ohio."
    table = describe(groups(text, named(text, "Dublin", "Ohio"), candidates))
    parent = table.x[:, FEATURES.index("parent")]
    held = {(r.country, r.admin1) for r, value in zip(table.rows, parent, strict=True) if value}
    assert held == {("US", "OH")}


def test_company_counts_the_others_and_never_itself(candidates: Candidates) -> None:
    text = "Dublin and Columbus"
    found = groups(text, named(text, "Dublin", "Columbus"), candidates)
    table = describe(found)
    coherence(table, prior(table), weights_of(found))
    share = table.x[:, FEATURES.index("state_share")]
    dublin = {state: value for state, value, o in zip(table.states, share, table.owner, strict=True) if o == 0}
    assert dublin["US.OH"] > 0.3
    assert dublin["IE.L"] == 0


def test_softmax_is_one_per_name() -> None:
    owner = np.array([0, 0, 2, 2, 2])
    p = softmax(np.array([900.0, 0.0, 1.0, 1.0, 1.0]), owner)
    assert p == pytest.approx([1, 0, 1 / 3, 1 / 3, 1 / 3])


def test_a_province_called_like_its_chief_town_needs_its_word(candidates: Candidates) -> None:
    for text, kept in (("in Homs on Monday", False), ("in Homs province", True), ("in New York", True)):
        name = "New York" if "New" in text else "Homs"
        rows = groups(text, named(text, name), candidates)[0].rows
        assert any(row.kind == "ADM1" for row in rows) is kept, text
