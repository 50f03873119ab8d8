"""Where place names begin and end."""

from __future__ import annotations

import pytest

from geo.localities.names import bare_name, name_run, split_list


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("the At Tanf base where they train", "the At Tanf base"), ("Deir ez-Zor on Friday", "Deir ez-Zor"),
        ("al-Tanf garrison, Syria", "al-Tanf garrison"), ("Shi'ite militias", "Shi'ite"), ("mosul", "mosul"),
        ("Port of Spain was closed", "Port of Spain"), ("Rio de Janeiro in Brazil", "Rio de Janeiro"),
        ("Kisik junction.", "Kisik junction"), ("القائم", "القائم"),
        ("the village of Al Hawijah", "the village of Al Hawijah"),
        ("MOSUL AND RAQQA", "MOSUL"), ("Cox's Bazar", "Cox's Bazar"),
    ],
)  # fmt: skip
def test_runs(text, name):
    begin, end = name_run(text, 0)
    assert text[begin:end] == name


@pytest.mark.parametrize("text", ["", "   ", "of the", "was hit by fire from the air"])
def test_no_name(text):
    assert name_run(text, 0) is None


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("the southern town of At Tanf", "the town of At Tanf"), ("the Iraqi city of Mosul", "the city of Mosul"),
        ("the US-manned At-Tanf Garrison", "the At-Tanf Garrison"), ("the the Latakia", "the Latakia"),
        ("Mosul area", "Mosul"), ("the eastern coast of Somalia", "Somalia"),
        ("Ain al-Asad air base", "Ain al-Asad air base"),
        ("City of Fallujah", "City of Fallujah"),
    ],
)  # fmt: skip
def test_bare_names(name, bare):
    assert bare_name(name) == bare


def test_lists():
    assert split_list("Hit & Dulab and Rawah") == ["Hit", "Dulab", "Rawah"]
    assert split_list("Bosnia and Herzegovina") == ["Bosnia and Herzegovina"]
