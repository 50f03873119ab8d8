"""Every notebook runs from its first cell to its last, and what is committed is what it gives."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import nbformat
import pytest

CHECKOUT = Path(__file__).parents[1]
NOTEBOOKS = sorted((CHECKOUT / "notebooks").glob("*.ipynb"))


def texts(notebook: Any) -> list[str]:
    """What the cells print or show as plain text, without the map's own page."""
    found = []
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            found.append(output.get("text") or output.get("data", {}).get("text/plain", ""))
    return ["" if " at 0x" in text else text for text in found]


@pytest.mark.enable_socket  # Jupyter talks to its kernel over the loopback interface
@pytest.mark.filterwarnings("default")  # the kernel's own; the notebook's code runs in another process
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_notebook_gives_what_is_committed(path: Path) -> None:
    executed = runpy.run_path(str(CHECKOUT / "data" / "build" / "notebooks.py"))["executed"]
    committed = nbformat.read(path, as_version=4)
    assert any(cell.get("outputs") for cell in committed.cells), "commit the outputs: make data"
    assert texts(executed(path)) == texts(committed)
