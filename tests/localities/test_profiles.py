"""The profiles: their data file, their coverage, and what they say of themselves."""

from __future__ import annotations

import itertools
import json
import runpy
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from geo.errors import InputError
from geo.localities import locate
from geo.localities.profiles import profile_names, read_profile

CHECKOUT = Path(__file__).parents[2]


def test_the_regions_of_the_measured_profiles_hold_what_they_name():
    for name in ("military_log", "maritime"):
        coverage = read_profile(name).coverage
        for level, share in coverage["levels"].items():
            assert share == pytest.approx(int(level) / 100, abs=0.05), (name, level)
        assert sum(fold["rows"] for fold in coverage["folds"]) == coverage["rows"] > 400
        assert sum(form["rows"] for form in coverage["forms"].values()) == coverage["rows"]


def test_folds_are_runs_of_dates():
    for name in ("military_log", "maritime"):
        folds = read_profile(name).coverage["folds"]
        assert len(folds) == 5
        assert all(one["to"] <= other["from"] for one, other in itertools.pairwise(folds))


def test_each_profile_says_what_its_regions_held():
    assert "held 90% of the truths, cross-validated" in read_profile("military_log").say()
    for name in profile_names():
        assert read_profile(name).say().endswith("read percentages as a guide.")


def test_press_is_the_default_and_says_so_in_the_trace(gazetteer):
    location = locate(["near Mosul"], gazetteer=gazetteer)[0]
    assert location.profile == "press"
    assert "not measured" in location.trace.steps[-1].text
    log = locate(["near Mosul"], gazetteer=gazetteer, profile="military_log")[0]
    assert "held 90%" in log.trace.steps[-1].text


def test_parameters_that_were_fitted_point_to_the_script_that_fitted_them():
    data = json.loads((files("geo.localities") / "data" / "profiles.json").read_text(encoding="utf-8"))
    for name, wanted in (("military_log", 4), ("maritime", 8)):
        cells = data[name]["parameters"].values()
        assert sum("data/build/fit_profiles.py" in cell["source"] for cell in cells) == wanted


def test_the_script_leaves_the_profiles_alone_without_rows(capsys, monkeypatch):
    path = files("geo.localities") / "data" / "profiles.json"
    before = path.read_text(encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["fit_profiles.py"])
    runpy.run_path(str(CHECKOUT / "data" / "build" / "fit_profiles.py"), run_name="__main__")
    assert "nothing to fit" in capsys.readouterr().out
    assert path.read_text(encoding="utf-8") == before


def test_an_unknown_profile_is_refused_with_the_names_there_are():
    with pytest.raises(InputError, match=r"military_log.*press"):
        read_profile("gut_feeling")
