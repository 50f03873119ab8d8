"""Every notebook runs from its first cell to its last, and what is committed is what it gives."""

from __future__ import annotations

import re
import runpy
from pathlib import Path
from typing import Any

import nbformat
import pytest

CHECKOUT = Path(__file__).parents[1]
NOTEBOOKS = sorted((CHECKOUT / "notebooks").glob("*.ipynb"))


def texts(notebook: Any) -> list[str]:
    """What the cells print or show as plain text; of the map's page, that it is one."""
    found = []
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            found.append(output.get("text") or output.get("data", {}).get("text/plain", ""))
    return found


@pytest.mark.enable_socket  # Jupyter talks to its kernel over the loopback interface
@pytest.mark.filterwarnings("default")  # the kernel's own; the notebook's code runs in another process
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_notebook_gives_what_is_committed(path: Path) -> None:
    executed = runpy.run_path(str(CHECKOUT / "data" / "build" / "notebooks.py"))["executed"]
    committed = nbformat.read(path, as_version=4)
    assert any(cell.get("outputs") for cell in committed.cells), "commit the outputs: make data"
    assert texts(executed(path)) == texts(committed)


def test_the_three_notebooks_are_there() -> None:
    assert {path.stem for path in NOTEBOOKS} == {"at-tanf", "how-sure", "your-own-data"}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_what_is_committed_names_no_machine_and_went_well(path: Path) -> None:
    committed = nbformat.read(path, as_version=4)
    outputs = [output for cell in committed.cells for output in cell.get("outputs", [])]
    assert [one for one in outputs if one["output_type"] == "error" or one.get("name") == "stderr"] == []
    for one in outputs:
        shown = one.get("text", "") + "".join(str(text) for text in one.get("data", {}).values())
        assert not re.search(r"/(home|root|work|Users|tmp)/|\bat 0x[0-9a-f]{6}", shown)
    assert any({"image/png", "text/html"} & one.get("data", {}).keys() for one in outputs)


def test_own_data_takes_five_cells_to_a_map() -> None:
    committed = nbformat.read(CHECKOUT / "notebooks" / "your-own-data.ipynb", as_version=4)
    code = [cell for cell in committed.cells if cell.cell_type == "code"]
    assert len(code) == 5
    assert "unlocated" in "".join(texts(committed))
    assert "srcdoc" in code[-1].outputs[0]["data"]["text/html"]
