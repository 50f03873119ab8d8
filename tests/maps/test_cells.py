import json

import numpy as np
import pandas as pd
import pytest

from geo.maps.cells import items, mapping, number, text


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        *((absent, "") for absent in (None, float("nan"), pd.NaT, pd.NA, "")),
        *((3.0, "3"), (2.5, "2.5"), (True, "True"), (np.int64(4), "4")),
    ],
)
def test_text_of_a_cell(cell, written):
    assert text(cell) == written


@pytest.mark.parametrize(
    ("cell", "found"), [("12.5", 12.5), ("x", None), (None, None), (float("inf"), None), (np.float32(2), 2.0)]
)
def test_number_of_a_cell(cell, found):
    assert number(cell) == found


@pytest.mark.parametrize(
    ("cell", "found"),
    [("[1, 2]", [1, 2]), ("", []), ("{% x", ["{% x"]), ('{"a": 1}', [{"a": 1}]), ([3], [3]), (None, [])],
)
def test_items_of_a_cell(cell, found):
    assert items(cell) == found


@pytest.mark.parametrize(
    ("cell", "found"), [('{"a": 1}', {"a": 1}), ("[1]", {}), ("nonsense", {}), ({"b": 2}, {"b": 2})]
)
def test_mapping_of_a_cell(cell, found):
    assert mapping(cell) == found


def test_hostile_strings_pass_unchanged(hostile):
    assert [text(one) for one in hostile] == hostile
    assert [items(json.dumps([one])) for one in hostile] == [[one] for one in hostile]
