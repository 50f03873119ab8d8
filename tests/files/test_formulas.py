"""No cell is run, and none is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.files import neutral, restored

CELLS = {
    "=1+1": "'=1+1", "+cmd|' /C calc'!A0": "'+cmd|' /C calc'!A0", "-x": "'-x", "@sum(a1)": "'@sum(a1)", "\t=1": "'\t=1",
    "\r=1": "'\r=1", "\n=1": "'\n=1", "＝1": "'＝1", "'=1": "''=1", "''=1": "'''=1",
    "-5": "-5", "+3.5e2": "+3.5e2", "-.5": "-.5", "'-5": "'-5", "'Ain Issa": "'Ain Issa", "''": "''", "": "",
    "a=b": "a=b", " =1": "' =1", " -5": " -5", "007": "007",
}  # fmt: skip


@pytest.mark.parametrize(("text", "cell"), CELLS.items())
def test_a_formula_gets_an_apostrophe_and_loses_it_again(text: str, cell: str) -> None:
    assert neutral(text) == cell
    assert restored(cell) == text


@given(st.text(alphabet="'=+-@\t\r\n＝12.eE a", max_size=8))
def test_there_and_back(text: str) -> None:
    cell = neutral(text)
    assert restored(cell) == text
    assert restored(neutral(cell)) == cell  # a cell of ours is text, too
    assert cell.strip()[:1] not in {"=", "@", "＝"}
    assert neutral(restored(cell)) == cell
