"""The oracle of `make torture` on a few zones, and the table: what is wrong, missing or not tried is never well."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.torture import oracle
from tests.torture.run import Part, run_part, summary

SOUND = {
    "fuzz": Part("fuzz", {"inputs": 9, "grown": 3, "found": []}),
    "faults": Part("faults", {"faults": 4, "kills": 5, "lost": 0}),
    "hostile": Part("hostile", {"strings": 7, "executed": 0}),
    "oracle": Part("oracle", {"compared": 100, "wrong": 0}),
}


@pytest.mark.parametrize("disc", [(38.6, 33.5, 54_717.7), (180.0, 0.0, 9e6), (10.0, -90.0, 300.0)])
def test_verdicts_are_those_of_the_oracle(disc: tuple[float, float, float]) -> None:
    compared, wrong = oracle.compare(np.random.default_rng(4), disc)
    assert compared > 40_000
    assert wrong == 0


def test_a_wrong_verdict_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        oracle, "within", lambda lon, lat, lon0, lat0, radius: oracle.distance(lon0, lat0, lon, lat) < radius * 0.99
    )
    assert oracle.compare(np.random.default_rng(4), (38.6, 33.5, 54_717.7))[1] > 0


def test_all_is_well() -> None:
    lines, figures, well = summary(SOUND, 100)
    assert well
    assert figures["verdicts_compared_with_the_oracle"] == 100
    assert any(line.startswith("wrong") and line.endswith(" 0") for line in lines)


@pytest.mark.parametrize(
    "part",
    [Part("fuzz", {"inputs": 9, "grown": 3, "found": ["a hang"]}), Part("faults", {"faults": 4, "kills": 5, "lost": 1}),
     Part("hostile", {"strings": 7, "executed": 1}), Part("oracle", {"compared": 100, "wrong": 1}),
     Part("oracle", {"compared": 99, "wrong": 0}), Part("hostile", problem="hostile.py is missing"),
     Part("faults", {"faults": 4, "kills": 5, "lost": 0}, "ended with 1"), Part("hostile", {"strings": 0,
     "executed": 0})],
)  # fmt: skip
def test_all_is_not_well(part: Part) -> None:
    assert not summary({**SOUND, part.name: part}, 100)[2]


def test_a_part_that_is_missing_fails_or_hangs_says_so(tmp_path: Path) -> None:
    assert run_part("x", tmp_path / "none.py", []).problem == "none.py is missing"
    for text, problem in (("print(1/0)", "no figures"), ("import time; time.sleep(60)", "longer than")):
        script = tmp_path / "part.py"
        script.write_text(text, "utf-8")
        assert problem in run_part("x", script, [], longest_s=20.0 if "1/0" in text else 1.0).problem
    (tmp_path / "part.py").write_text('print("a table")\nprint(\'{"wrong": 0}\')', "utf-8")
    assert run_part("x", tmp_path / "part.py", []).figures == {"wrong": 0}
