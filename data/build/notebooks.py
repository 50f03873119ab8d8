"""Execute every notebook in place, so that what is committed is what the code gives."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
from nbclient import NotebookClient

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"


def executed(path: Path) -> nbformat.NotebookNode:
    """The notebook at `path` with fresh outputs, without what changes from run to run."""
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(
        notebook,
        timeout=300,
        kernel_name="python3",
        resources={"metadata": {"path": path.parent}},
        coalesce_streams=True,  # how many pieces a long output comes in is a matter of timing
    ).execute()
    for number, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{number}"
        cell.get("metadata", {}).pop("execution", None)
        for output in cell.get("outputs", []):
            if "text/plain" in output.get("data", {}):
                output["data"]["text/plain"] = without_address(output["data"]["text/plain"])
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    return notebook


def without_address(text: str) -> str:
    """Text without where in memory an object stood, which differs from run to run.

    >>> without_address("<geo.maps.page.IncidentMap at 0x7f1c10462790>")
    '<geo.maps.page.IncidentMap>'
    """
    return re.sub(r" at 0x[0-9a-f]+", "", text)


if __name__ == "__main__":
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        nbformat.write(executed(path), path)
        print(f"executed {path.relative_to(NOTEBOOKS.parent)}")
