"""What the wheel and the sdist hold: all that geo reads, the case of `geo demo`, the licences, and nothing else."""

from __future__ import annotations

import email
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from email.message import Message
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import geo

CHECKOUT = Path(__file__).parents[1]
PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))
FOREIGN = re.compile(r"test|bench|cache|\.pyc$|(^|/)\.")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the sdist of this checkout."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-t", "sdist", "-d", str(folder)]
    ran = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> zipfile.ZipFile:
    (path,) = built.glob("*.whl")
    return zipfile.ZipFile(path)


@pytest.fixture(scope="module")
def about(wheel: zipfile.ZipFile) -> Message:
    """The wheel's METADATA."""
    return email.message_from_bytes(wheel.read(f"incident_mapper-{geo.__version__}.dist-info/METADATA"))


def own_files() -> set[str]:
    """Every file of geo/ as it stands here, bytes that Python compiled aside."""
    found = (path for path in (CHECKOUT / "geo").rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {str(path.relative_to(CHECKOUT)) for path in found}


def case_files() -> dict[str, Path]:
    """The packaged case: name in the wheel, and where it stands here."""
    home = CHECKOUT / "data" / "at-tanf"
    return {f"geo/cases/at-tanf/{path.relative_to(home)}": path for path in home.rglob("*") if path.is_file()}


def test_the_wheel_holds_geo_and_the_case_and_nothing_else(wheel: zipfile.ZipFile) -> None:
    held = {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert held == own_files() | case_files().keys()
    assert [name for name in held if FOREIGN.search(name)] == []


def test_the_case_is_the_one_of_the_repository(wheel: zipfile.ZipFile) -> None:
    assert {name: wheel.read(name) for name in case_files()} == {
        name: path.read_bytes() for name, path in case_files().items()
    }
    assert not (CHECKOUT / "geo" / "cases").exists()  # not kept twice


@pytest.mark.parametrize(
    "name",
    ["geo/py.typed", "geo/maps/assets/leaflet.js", "geo/places/data/outlines.zip", "geo/mentions/data/first_look.npz"],
)
def test_what_is_read_at_work_is_there(wheel: zipfile.ZipFile, name: str) -> None:
    assert wheel.read(name) == (CHECKOUT / name).read_bytes()


def test_the_licences_travel_along(wheel: zipfile.ZipFile, about: Message) -> None:
    stated = PROJECT["project"]["license-files"]
    assert about.get_all("License-File") == sorted(stated)
    home = f"incident_mapper-{geo.__version__}.dist-info/licenses"
    assert {name: wheel.read(f"{home}/{name}") for name in stated} == {
        name: (CHECKOUT / name).read_bytes() for name in stated
    }


def test_the_metadata_say_what_it_is(about: Message) -> None:
    assert (about["Name"], about["Version"]) == ("incident-mapper", geo.__version__)
    assert about["Requires-Python"] == ">=3.11"
    assert about["Description-Content-Type"] == "text/markdown"
    assert str(about.get_payload()).startswith("# incident-mapper")
    assert set(about.get_all("Provides-Extra") or ()) == PROJECT["project"]["optional-dependencies"].keys()
    needed = {one for one in map(Requirement, about.get_all("Requires-Dist") or ()) if one.marker is None}
    assert needed == set(map(Requirement, PROJECT["project"]["dependencies"]))


def test_both_names_of_the_command_are_installed(wheel: zipfile.ZipFile) -> None:
    points = wheel.read(f"incident_mapper-{geo.__version__}.dist-info/entry_points.txt").decode()
    assert points.split() == ["[console_scripts]", "geo", "=", "geo.cli:main", "incident-mapper", "=", "geo.cli:main"]


def test_the_sdist_is_enough_to_build_the_wheel(built: Path, wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    (path,) = built.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        archive.extractall(tmp_path, filter="data")
    (home,) = tmp_path.iterdir()
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    ran = subprocess.run(command, cwd=home, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    again = zipfile.ZipFile(next(tmp_path.glob("*.whl")))
    assert {one.filename: one.CRC for one in again.infolist()} == {one.filename: one.CRC for one in wheel.infolist()}
