"""A few seeded rounds of what `python tests/torture/faults.py` and `hostile.py` do for longer."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.torture import faults, hostile


@pytest.fixture
def task(tmp_path: Path) -> faults.Task:
    (tmp_path / "a.csv").write_text("id,date,lat,lon\n" + "".join(f"{n},2017-06-08,33.5,38.6\n" for n in range(50)))
    return faults.one_file("verdicts.csv", "check", tmp_path / "a.csv", *faults.ZONE)


def test_killed_runs_leave_the_old_result_or_the_new_one(task: faults.Task, tmp_path: Path) -> None:
    count, rng = faults.Count(), random.Random(20170608)
    good, seconds = faults.whole(task, tmp_path)
    while count.kills < 3:
        faults.kill_and_look(task, good, seconds, tmp_path, rng, count)
    faults.full_disk(task, tmp_path, count)
    assert count.wrong == []


def test_a_result_that_is_half_or_lost_is_found(task: faults.Task, tmp_path: Path) -> None:
    half = faults.Task(
        "half", lambda folder: (folder / "verdicts.csv").write_text("id\n") and None, task.state, task.before
    )
    good, _ = faults.whole(task, tmp_path)
    count = faults.Count()
    faults.kill_and_look(half, good, 0.5, tmp_path, random.Random(1), count)
    assert any("neither the old result nor the new one" in one for one in count.wrong)


def test_folders_that_take_no_file_and_no_home(tmp_path: Path) -> None:
    count = faults.Count()
    (tmp_path / "home").mkdir()
    faults.unwritable(tmp_path / "home", count)
    assert count.wrong == []
    assert count.faults == 5


@pytest.mark.parametrize("form", ["csv", "json", "kml"])
def test_hostile_strings_stay_text_and_in_their_folder(form: str, tmp_path: Path) -> None:
    every = [one for group in hostile.MORE.values() for one in group]
    rng = random.Random(8)
    texts = [*rng.sample(every, 12), hostile.SCRIPT]
    hostile.prepare(texts, tmp_path)
    assert hostile.file_of(form, texts, tmp_path) == []
    assert hostile.elsewhere(tmp_path) == []


@pytest.mark.parametrize("text", hostile.MORE["formulas"] + hostile.MORE["terminal"])
def test_what_would_run_is_known_as_such(text: str) -> None:
    from geo.commands.terminal import plain
    from geo.files import neutral

    assert hostile.runs(text) or hostile._ESCAPES.search(text) or text[0] in "'\"[:"
    assert not hostile.runs(neutral(text))
    assert not hostile._ESCAPES.search(plain(text))
