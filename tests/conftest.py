"""What all tests share: one place index, built once, outside the user's own cache."""

from __future__ import annotations

import io
import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

from tests.running import Geo, Ran

# The same examples each time and on each machine; new ones are what `make fuzz` is for.
settings.register_profile("seeded", derandomize=True, database=None)
settings.load_profile("seeded")

CHECKOUT = Path(__file__).parents[1]
os.environ.setdefault("GEO_CACHE_DIR", str(CHECKOUT / "build" / "cache"))


@pytest.fixture(scope="session")
def case_folder() -> Path:
    """The case that the project ships."""
    return CHECKOUT / "data" / "at-tanf"


@pytest.fixture
def geo(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Geo:
    """Run `geo` with arguments, in this process."""
    from geo import cli  # once the cache's folder is set

    def run(*arguments: object, stdin: str = "") -> Ran:
        monkeypatch.setattr("sys.argv", ["geo", *map(str, arguments)])
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8"))
        code = 0
        try:
            cli.main()
        except SystemExit as stop:
            code = int(stop.code or 0)
        printed = capsys.readouterr()
        return Ran(code, printed.out, printed.err)

    return run


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case_folder: Path) -> Path:
    """A working folder that holds the case as `case`."""
    shutil.copytree(case_folder, tmp_path / "case")
    monkeypatch.chdir(tmp_path)
    return tmp_path
