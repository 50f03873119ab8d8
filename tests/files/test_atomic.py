"""A result is written whole or not at all."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from geo.errors import OutputError
from geo.files import forget_killed, held, in_place_of, write_atomically


def test_writes_and_replaces(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    write_atomically(path, "old")
    path.chmod(0o640)
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [p.name for p in tmp_path.iterdir()] == ["out.csv"]


def test_a_new_file_gets_the_usual_permissions(tmp_path: Path) -> None:
    plain, ours = tmp_path / "plain", tmp_path / "ours"
    plain.write_text("x")
    write_atomically(ours, "x")
    assert ours.stat().st_mode == plain.stat().st_mode


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write_atomically(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "new"


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_failure_leaves_the_old_file_whole(step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "out.csv"
    path.write_text("old")
    monkeypatch.setattr(os, step, full)
    with pytest.raises(OutputError, match="No space left on device"):
        write_atomically(path, "new")
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["out.csv"]


def test_no_folder_or_a_folder(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="there is no folder"):
        write_atomically(tmp_path / "a" / "b.csv", "x")
    with pytest.raises(OutputError, match="is a folder"):
        write_atomically(tmp_path, "x")


KILLED = """
import os, signal, sys
from pathlib import Path
from geo.files import atomic, in_place_of, write_atomically
path = Path(sys.argv[1])
stop = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
if sys.argv[2] == "bytes":
    atomic.os.replace = stop
    write_atomically(path, "new" * 1000)
else:
    with in_place_of(path, "table.csv") as fresh:
        fresh.write_text("half")
        stop()
"""


@pytest.mark.parametrize("how", ["bytes", "a file of its own"])
def test_what_a_killed_writer_leaves_is_removed_by_the_next_and_a_living_ones_is_not(how: str, tmp_path: Path) -> None:
    path = tmp_path / "out[1].csv"
    path.write_text("old")
    done = subprocess.run([sys.executable, "-c", KILLED, str(path), how], check=False)
    assert done.returncode == -signal.SIGKILL
    assert path.read_text() == "old"
    left = next(one for one in tmp_path.iterdir() if one != path)
    long_ago = time.time() - 60
    os.utime(left, (long_ago, long_ago))
    with held(left):
        forget_killed(tmp_path, ".*")
        assert left.exists()
    if how == "bytes":
        write_atomically(path, "new")
    else:
        with in_place_of(path, "table.csv") as fresh:
            fresh.write_text("new")
    assert path.read_text() == "new"
    assert [one.name for one in tmp_path.iterdir()] == [path.name]
