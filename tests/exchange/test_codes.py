"""The code tables, and the reading of single codes."""

from __future__ import annotations

from typing import Any

import pytest

from geo.errors import InputError
from geo.exchange.codes import SCHEMES, coarser, code_named, codes, codes_of_radius, read_code


def test_every_code_has_a_meaning_a_kind_and_a_source() -> None:
    assert list(codes("where_prec")) == [1, 2, 3, 4, 5, 6, 7]
    assert list(codes("geo_precision")) == [1, 2, 3]
    for scheme in SCHEMES:
        for number, code in codes(scheme).items():
            assert code.meaning
            assert code.source
            assert (code.kind == "disc") == (code.radius_m > 0)
            assert (code.kind == "area") == bool(code.division)
            if scheme in ("where_prec", "geo_precision"):
                assert getattr(code, scheme) == number, "a code says itself in its own scheme"
            if code.label:
                assert read_code(scheme, code.label.upper()) is code
            assert code_named(code.name) == code


@pytest.mark.parametrize(("number", "division"), [(3, "district"), (4, "province"), (6, "country")])
def test_a_division_has_no_radius(number: int, division: str) -> None:
    code = codes("where_prec")[number]
    assert (code.kind, code.division, code.radius_m) == ("area", division, 0.0)


def test_acled_3_is_a_province_and_never_a_disc() -> None:
    assert (codes("geo_precision")[3].kind, codes("geo_precision")[3].division) == ("area", "province")


def test_what_stands_for_an_area_is_never_a_finer_code_of_the_other_scheme() -> None:
    for scheme in SCHEMES:
        for code in codes(scheme).values():
            if code.is_shape:
                assert code.geo_precision == 3
                assert code.where_prec >= 3


@pytest.mark.parametrize("value", [4, 4.0, "4", " 4 ", "4.0", "04"])
def test_spellings_of_a_code(value: Any) -> None:
    assert read_code("where_prec", value).code == 4


@pytest.mark.parametrize("value", ["9", "x", "0", 8, "1-2", "4.5", "-1", True, "٤", "exact", "1e0"])
def test_what_is_no_code_is_refused_with_advice(value: Any) -> None:
    with pytest.raises(InputError, match="write 1 to 7, or leave the cell empty"):
        read_code("where_prec", value)


def test_acled_knows_three() -> None:
    with pytest.raises(InputError, match="geo_precision '4' is no code of ACLED's; write 1 to 3"):
        read_code("geo_precision", 4)


@pytest.mark.parametrize(
    ("ucdp", "acled", "counts"),
    [
        (1, 3, "geo_precision 3"),
        (4, 1, "where_prec 4"),
        (2, 2, "where_prec 2"),
        (5, 3, "where_prec 5"),
        (6, 3, "where_prec 6"),
        (7, 1, "where_prec 7"),
    ],
)
def test_of_two_codes_the_coarser_counts(ucdp: int, acled: int, counts: str) -> None:
    found = coarser(codes("where_prec")[ucdp], codes("geo_precision")[acled])
    assert found is not None
    assert found.name == counts


def test_one_code_counts_alone() -> None:
    code = codes("geo_precision")[2]
    assert coarser(None, code) is code
    assert coarser(None, None) is None


def test_a_wider_radius_is_never_a_finer_code() -> None:
    pairs = [codes_of_radius(metres) for metres in (1.0, 1e3, 10_800.0, 10_801.0, 25_001.0, 5e4, 5.1e4, 1e6)]
    assert pairs == sorted(pairs)
    assert pairs[0] == (1, 1)
    assert pairs[-1] == (5, 3)
