"""The other readings that a row lists."""

from __future__ import annotations

import json

import pytest

from geo.errors import InputError
from geo.zones.alternatives import read_alternatives


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [
        ("disc", "centre", "At Tanf"), ("disc", "centre", "33.5 N 38.6 E"), ("disc", "radius", "55 km"),
        ("disc", "part", "Syria"), ("ring", "radius", "10-30 km"), ("ring", "centre", "At Tanf"),
        ("buffer", "width", "12 nmi"), ("buffer", "part", "Syria"), ("polygon", "part", "Syria"),
        ("side_of_line", "part", "Syria"), ("moving", "radius", "5 nmi"),
    ],
)  # fmt: skip
def test_reads(kind, field, value):
    text = json.dumps([{"field": field, "value": value, "source": None}])
    assert read_alternatives(text, kind) == [{"field": field, "value": value, "source": ""}]


def test_none_is_none():
    assert read_alternatives("", "disc") == read_alternatives("[]", "unknown") == []


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        ("disc", "55 km", "not JSON"), ("disc", "[" * 100_000, "not JSON"), ("disc", "{}", "not a list"),
        ("disc", '[{"field": "radius"}]', "not a list"), ("disc", '["55 km"]', "not a list"),
        ("disc", '[{"field": "name", "value": "x"}]', "'name'; write centre, radius or part"),
        ("disc", '[{"field": "width", "value": "5 km"}]', "of a disc zone is of 'width'"),
        ("buffer", '[{"field": "radius", "value": "5 km"}]', "'radius'; write width or part"),
        ("polygon", '[{"field": "radius", "value": "5 km"}]', "'radius'; write part"),
        ("unknown", '[{"field": "part", "value": "Syria"}]', "leave it out"),
        ("disc", '[{"field": "radius", "value": "55"}]', "no unit"),
        ("disc", '[{"field": "radius", "value": "10-20 km"}]', "not a length"),
        ("ring", '[{"field": "radius", "value": "10 km"}]', "not two lengths"),
        ("disc", '[{"field": "centre", "value": "125, 12"}]', "latitude 125"),
    ],
)  # fmt: skip
def test_refuses(kind, text, said):
    with pytest.raises(InputError, match=said) as refusal:
        read_alternatives(text, kind)
    assert "; " in str(refusal.value)
