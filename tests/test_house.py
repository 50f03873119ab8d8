"""The floor rule of the house: imports only go down, rooms never import each other."""

from __future__ import annotations

import ast
import re
from itertools import pairwise
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[1] / "geo"

FLOORS = {
    "errors": 0, "units": 0, "dates": 0, "progress": 0, "markup": 0, "instants": 0.5, "grids": 0.4,
    "coordinates": 0.5,  # knows the axes of units
    "geodesy": 1, "files": 1, "inputs": 1.1,
    "shapes": 1.5,  # of zones
    "regions": 2,
    "values": 3,
    "frames": 4,
    "exchange": 4.5,  # next door to frames: the rooms and the pipeline speak its codes
    "reports": 5, "mentions": 5, "places": 5, "localities": 5, "incidents": 5, "zones": 5, "maps": 5, "engines": 5,
    "toponyms": 5.4, "drafting": 5.5, "handover": 5.6, "batches": 5.6,  # join rooms for one step each
    "provenance": 5.7, "pipeline": 6, "explain": 6, "outputs": 6, "causes": 6, "changes": 6.1,
    "notebook": 6,
    "commands": 6.8, "cli": 7, "__main__": 7,
}  # fmt: skip
DOOR = "__init__"  # geo/__init__.py: lazy, above everything


def imports(source: str) -> set[str]:
    """Names of the floors that a module's source imports, wherever in the module the import stands."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[1] for alias in node.names if alias.name.startswith("geo.")}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            parts = node.module.split(".")
            if parts == ["geo"]:
                found |= {alias.name for alias in node.names}
            elif parts[0] == "geo":
                found.add(parts[1])
    return found


def offences(house: Path) -> list[str]:
    """Every import that goes up or sideways, as "from -> to"."""
    found = []
    for path in sorted(house.rglob("*.py")):
        room = path.relative_to(house).parts[0].removesuffix(".py")
        if room == DOOR:
            continue
        for other in sorted(imports(path.read_text("utf-8"))):
            if other != room and not goes_down(room, other):
                found.append(f"{path.relative_to(house)} -> {other}")
    return found


def goes_down(room: str, other: str) -> bool:
    """Whether `room` may import `other`: it stands lower, or is the refusals, which everybody shares."""
    if (room, other) == ("__main__", "cli") or other == "errors":
        return True
    return room in FLOORS and other in FLOORS and FLOORS[other] < FLOORS[room]


def test_imports_only_go_down() -> None:
    assert offences(HOUSE) == []


def test_every_room_stands_on_a_floor() -> None:
    rooms = {path.name.removesuffix(".py") for path in HOUSE.iterdir() if path.suffix == ".py" or path.is_dir()}
    assert rooms - {DOOR, "__pycache__"} <= set(FLOORS)


@pytest.mark.parametrize(
    ("module", "planted"),
    [
        ("units.py", "import geo.values"),
        ("zones/read.py", "from geo.places import Gazetteer"),
        ("places/folding.py", "def f():\n    from geo import pipeline"),
        ("maps/page.py", "import geo.shed"),
    ],
)
def test_a_planted_import_is_found(tmp_path: Path, module: str, planted: str) -> None:
    (tmp_path / module).parent.mkdir(exist_ok=True)
    (tmp_path / module).write_text(planted)
    assert len(offences(tmp_path)) == 1


def test_top_level_holds_what_it_should() -> None:
    allowed = {
        "pyproject.toml", "README.md", "geo", "data", "notebooks", "maps", "tests", "Makefile", "LICENSE",
        "CHANGELOG.md", "CONTRIBUTING.md",
    }  # fmt: skip
    made = {"build", "dist", "out"}  # ignored by git
    names = {path.name for path in HOUSE.parent.iterdir() if not path.name.startswith(".")}
    assert names - made <= allowed
    assert allowed <= names


def test_no_file_outgrows_its_noun() -> None:
    long = {
        str(path.relative_to(HOUSE)): lines
        for path in HOUSE.rglob("*.py")
        if (lines := len(path.read_text("utf-8").splitlines())) > 420
    }
    assert long == {}


def listed(docstring: str) -> list[str]:
    """The files that the docstring of a room names, each line as "name, name  what they are"."""
    lines = re.findall(r"^([a-z_0-9]+(?:, [a-z_0-9]+)*) {2,}\S", docstring, re.MULTILINE)
    return sorted(name for line in lines for name in line.split(", "))


ROOMS = sorted(path.parent for path in HOUSE.rglob("__init__.py") if path.parent != HOUSE)


@pytest.mark.parametrize("room", ROOMS, ids=lambda path: str(path.relative_to(HOUSE)))
def test_a_room_says_what_stands_in_it(room: Path) -> None:
    inside = {path.stem for path in room.glob("*.py")} | {path.parent.name for path in room.glob("*/__init__.py")}
    docstring = ast.get_docstring(ast.parse((room / "__init__.py").read_text("utf-8")))
    assert listed(docstring or "") == sorted(inside - {"__init__"})


def test_the_plan_for_newcomers_has_every_floor_from_the_ground_up() -> None:
    plan = (HOUSE.parent / "CONTRIBUTING.md").read_text("utf-8").split("From the ground up:")[1].split("```")[1]
    floors = [[FLOORS[name] for name in line.split("  ")[0].split(", ")] for line in plan.strip().splitlines()]
    assert listed(plan) == sorted(set(FLOORS) - {"__main__"})
    assert all(max(one) <= min(other) for one, other in pairwise(floors))
