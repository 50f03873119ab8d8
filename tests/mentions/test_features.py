from __future__ import annotations

from geo.mentions.features import features, matches, page, spans
from geo.mentions.tokens import stretches, tokens

KNOWN = {("Paris",): "P5", ("New", "York"): "1", ("York",): "P3", ("Texas",): "1", ("Paris", "Hilton"): ""}


def view(text: str):  # type: ignore[no-untyped-def]
    words = tokens(text)
    return page(text, words, stretches(words), KNOWN)


def test_the_longest_known_name_wins() -> None:
    words = tokens("New York Times")
    assert [(m.start, m.end, m.what) for m in matches(words, 0, 3, KNOWN)] == [(0, 2, "1")]


def test_spans_begin_and_end_with_a_capital() -> None:
    words = tokens("Isle of Man")
    assert spans(words, 0, 3) == [(0, 1), (0, 3), (2, 3)]


def test_a_state_after_a_comma_is_seen() -> None:
    one = view("He lives in Paris, Texas.")
    assert "cs=SP" in features(one, 1)[0]
    assert "cs" not in features(one, 2)[0]
    assert one.places["Paris"] == 1


def test_a_first_name_before_it_is_seen() -> None:
    one = view("John Paris said so. Paris smiled.")
    assert one.people["Paris"] == 1
    assert any(name.startswith("dp=") for name in features(one, 1)[0])


def test_neighbours_are_features_and_rare_words_only_shapes() -> None:
    row = features(view("went from Paris to Xyzzyville"), 0)[0]
    assert {"b1=from", "b2=went", "a1=to", "g=SP"} <= set(row)
    assert "a2=Xx" in row
