"""How well the places of events are told from other places: `python tests/bench/event_place.py SENTENCES.jsonl`.

SENTENCES: one {"text", "event": [start, end], "places": [[start, end], ...]} per line: a sentence, one event word, and
the place names it happened at. Scored by word: signs do not count. The shipped model reads them; the baseline is the
name nearest to the event word among those that the gazetteer knows. `--cross-validate` trains five models instead, each
judged on the fifth it has not seen (needs lightgbm and scikit-learn); the shipped one has seen its own training file.
The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
import time
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from geo.incidents.events.clues import Clues, clues
from geo.incidents.events.model import shipped
from geo.incidents.events.sight import Sight, sights
from geo.incidents.events.tokens import is_word
from geo.places.lookup import Names

TRAINER = Path(__file__).parents[2] / "data" / "build" / "train_event_place.py"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("sentences", type=Path)
    parser.add_argument("--cross-validate", action="store_true")
    asked = parser.parse_args()
    lines = [json.loads(line) for line in asked.sentences.read_text("utf-8").splitlines() if line.strip()]
    start = time.perf_counter()
    seen = sights([line["text"] for line in lines], Names())
    events = [one.word_at(*line["event"]) for one, line in zip(seen, lines, strict=True)]
    right = [words_of(one, line["places"]) for one, line in zip(seen, lines, strict=True)]
    if asked.cross_validate:
        chosen = cross_validated(asked.sentences, right)
    else:
        found = [clues(one, event) for one, event in zip(seen, events, strict=True)]
        chosen = [choose(one, what) for one, what in zip(seen, found, strict=True)]
    seconds = time.perf_counter() - start
    baseline = score(seen, right, [nearest(one, event) for one, event in zip(seen, events, strict=True)])
    figures = score(seen, right, chosen)
    for name, row in (
        ("nearest known name", baseline),
        ("cross-validated" if asked.cross_validate else "shipped", figures),
    ):
        print(f"{name:20}" + "".join(f"  {key} {value:.4f}" for key, value in row.items()))
    print(f"{len(lines)} sentences, {sum(bool(line['places']) for line in lines)} with a place, {seconds:.1f} s")
    print(
        json.dumps({key: round(value, 4) for key, value in figures.items()} | {"baseline_f1": round(baseline["f1"], 4)})
    )


def words_of(seen: Sight, spans: Sequence[Sequence[int]]) -> list[bool]:
    """Per word whether one of the spans holds it."""
    return [any(a < word.end and word.start < b for a, b in spans) for word in seen.words]


def choose(seen: Sight, found: Sequence[Clues]) -> list[bool]:
    """Per word whether the shipped model takes it for the event's place."""
    model = shipped()
    return spread(seen, [chance > model.threshold for chance in model.chances(found)])


def spread(seen: Sight, names: Sequence[bool]) -> list[bool]:
    """From names to their words."""
    out = [False] * len(seen.words)
    for (start, end), said in zip(seen.chunks, names, strict=True):
        out[start:end] = [said] * (end - start)
    return out


def nearest(seen: Sight, event: int) -> list[bool]:
    """Per word whether it is of the known name, demonyms aside, that is nearest to the event word."""
    known = [n for n, what in enumerate(seen.whole) if what and what[0] != "D"]
    best = min(known, key=lambda n: min(abs(seen.chunks[n][0] - event), abs(seen.chunks[n][1] - 1 - event)), default=-1)
    return spread(seen, [n == best for n in range(len(seen.chunks))])


def score(seen: Sequence[Sight], right: Sequence[Sequence[bool]], said: Sequence[Sequence[bool]]) -> dict[str, float]:
    """Precision, recall and F1 over all words of all sentences."""
    hit = extra = missed = 0
    for one, truth, answer in zip(seen, right, said, strict=True):
        for word, is_place, chosen in zip(one.words, truth, answer, strict=True):
            if is_word(word.text):
                hit += is_place and chosen
                extra += chosen and not is_place
                missed += is_place and not chosen
    precision, recall = hit / max(hit + extra, 1), hit / max(hit + missed, 1)
    return {"precision": precision, "recall": recall, "f1": 2 * precision * recall / max(precision + recall, 1e-9)}


def cross_validated(path: Path, right: Sequence[Sequence[bool]]) -> list[list[bool]]:
    """What five models say, each of the sentences it has not seen; the figures of each are printed."""
    warnings.filterwarnings("ignore", message="X does not have valid feature names")
    train: Any = load(TRAINER)
    given = train.examples(path, Names())
    chances, folds = train.cross_validate(train.Table(given))
    chosen = [
        spread(one.seen, [chance > train.THRESHOLD for chance in row]) for one, row in zip(given, chances, strict=True)
    ]
    for fold in range(train.FOLDS):
        own = [n for n, other in enumerate(folds) if other == fold]
        row = score([given[n].seen for n in own], [right[n] for n in own], [chosen[n] for n in own])
        print(
            f"fold {fold + 1}: {len(own):5} sentences" + "".join(f"  {key} {value:.4f}" for key, value in row.items())
        )
    return chosen


def load(path: Path) -> Any:
    """A script as a module."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main()
