"""JSON as somebody wrote it: objects of which a plain parser loses a part."""

from __future__ import annotations

import json

import pytest

from geo.errors import TableError
from geo.files import Flawed, parse_json, read_json


def test_what_is_sound_is_what_json_makes_of_it() -> None:
    text = '[{"a": {"b": [1, {"c": "\\ud83d\\ude81 é"}]}, "d": null}, 5, "x", NaN]'
    assert repr(parse_json(text, "a.json")) == repr(json.loads(text))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"lat": 1, "lat": 2}', "has 'lat' twice"),
        ('{"geometry": {"x": 1, "x": 2}}', "has 'x' twice"),
        ('{"evidence": [{"quote": "a"}, {"quote": "a", "quote": "b"}]}', "has 'quote' twice"),
        ('{"id": "\\ud800"}', "half a character"),
        ('{"tags": ["a", ["\\udfff"]]}', "half a character"),
        ('{"\\uD9ab": 1}', "half a character"),
        ('{"properties": {"id": "\\udc00"}}', "half a character"),
    ],
)
def test_a_flawed_object_is_marked_and_the_ones_beside_it_are_not(text: str, said: str) -> None:
    flawed, sound = parse_json(f'[{text}, {{"lat": 1}}]', "a.json")
    assert isinstance(flawed, Flawed)
    assert said in flawed.reason
    assert sound == {"lat": 1}
    assert not isinstance(sound, Flawed)


def test_the_outermost_object_is_refused_for_its_own_flaws_alone() -> None:
    with pytest.raises(TableError, match=r"a\.json: has 'incidents' twice; write each thing once"):
        parse_json('{"incidents": [], "incidents": [{"id": 1}]}', "a.json")
    assert read_json('{"incidents": [{"id": 1, "id": 2}]}')["incidents"][0].reason == "has 'id' twice"
