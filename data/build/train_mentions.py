"""Train the tagger and the ranker, or measure them on a corpus they did not see.

    python data/build/train_mentions.py CORPUS.jsonl...                       train on all, write the shipped weights
    python data/build/train_mentions.py --train A.jsonl --test B.jsonl        train on A, measure on B, write nothing
    ... --folds 4                                                              cross-validate within each corpus

A line of a corpus is {"doc_id", "text", "toponyms": [{"start", "end", "text", "lat", "lon", "demonym", "neutral",
"type"}]}. The corpora (Local-Global Lexicon, GeoWebNews) are not part of the package; without them this says so and
leaves the committed weights alone. Needs python-crfsuite and scipy, both for training only.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "tests" / "bench"))

from geoparse import evaluate, predict, show  # noqa: E402

from geo.geodesy.ellipsoid import distance_m  # noqa: E402
from geo.mentions import tagger  # noqa: E402
from geo.mentions.company import second  # noqa: E402
from geo.mentions.features import Page, features  # noqa: E402
from geo.mentions.recognition import pages  # noqa: E402
from geo.mentions.tokens import stretches, tokens  # noqa: E402
from geo.mentions.words import first_names, surnames  # noqa: E402
from geo.places.candidates import Candidates  # noqa: E402
from geo.places.lookup import Names, demonyms  # noqa: E402
from geo.places.mention_ranking import FEATURES, Named, coherence, describe, groups, prior, softmax, weights_of  # noqa: E402
from geo.places.mention_resolver import Weights  # noqa: E402

RANKER = ROOT / "geo/places/data/ranker.csv"
C1, C2, ROUNDS, RARE = 0.5, 2.0, 120, 2
"""Weights of the absolute and squared penalty, iterations, and how often a feature must occur: by cross-training."""
FOLDS = 4
RENAMED = 0.25
"""Share of the people who are renamed: enough to learn from, few enough not to make every name a person's."""
RANK = 1_500
"""Rank up to which a first name is taken for one."""
PENALTY = 3e-3
NEAR_M = 161_000.0
"""A candidate this near to the gold point counts as the place meant: the evaluation's own measure (100 miles)."""
Doc = dict[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", nargs="*", type=Path)
    parser.add_argument("--train", nargs="+", type=Path)
    parser.add_argument("--test", type=Path)
    parser.add_argument("--folds", type=int, default=0)
    options = parser.parse_args()
    if options.train and options.test:
        test = read(options.test)
        found = predict(test, *fit([doc for path in options.train for doc in read(path)]))
        show(options.test.name, evaluate(test, found))
        show(f"{options.test.name}, demonyms counted", evaluate(test, found, no_demonyms=False))
    elif not options.corpora:
        print("no corpus given; the committed weights stay as they are")
    elif options.folds:
        cross_validate([read(path) for path in options.corpora], options.folds)
    else:
        ship(balanced([read(path) for path in options.corpora]))


def read(path: Path) -> list[Doc]:
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def balanced(corpora: Sequence[Sequence[Doc]]) -> list[Doc]:
    """All documents; for the ranker each corpus weighs the same, so that the larger one does not rule."""
    sizes = [sum(g["lat"] is not None for doc in docs for g in doc["toponyms"]) for docs in corpora]
    mean = sum(sizes) / len(sizes)
    return [doc | {"weight": mean / size} for docs, size in zip(corpora, sizes, strict=True) for doc in docs]


def cross_validate(corpora: Sequence[Sequence[Doc]], folds: int) -> None:
    """Train on the other folds of all corpora together, measure each corpus's own."""
    held: list[list[tuple[Doc, Any]]] = [[] for _ in corpora]
    shuffled = [random.Random(0).sample(list(docs), len(docs)) for docs in corpora]
    for fold in range(folds):
        learned = fit([doc for docs in shuffled for n, doc in enumerate(docs) if n % folds != fold])
        for number, docs in enumerate(shuffled):
            part = docs[fold::folds]
            held[number] += zip(part, predict(part, *learned), strict=True)
    for number, pairs in enumerate(held):
        show(f"corpus {number + 1}", evaluate([doc for doc, _ in pairs], [found for _, found in pairs]))


def ship(docs: Sequence[Doc]) -> None:
    learned, weights = fit(docs)
    for path, look in zip(tagger.MODELS, (learned.first, learned.second), strict=True):
        kept = tagger.save(path, look.of, look.steps)
        print(f"{path.name}: {kept:,} features, {path.stat().st_size:,} bytes")
    lines = [
        f"{name},{one:.5g},{two:.5g},learned by data/build/train_mentions.py"
        for name, one, two in zip(FEATURES, weights.first, weights.second, strict=True)
    ]
    RANKER.write_text("feature,first,second,source\n" + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"{RANKER.name}: {len(FEATURES)} features")


def fit(docs: Sequence[Doc]) -> tuple[tagger.Looks, Weights]:
    names = Names()
    return fit_tagger(renamed(docs, names), names), fit_ranker(docs, Candidates(names))


def renamed(docs: Sequence[Doc], names: Names) -> list[Doc]:
    """The documents with some of their people called after places: Austin, Jordan, Israel; Lincoln, Houston, Kerry.

    A corpus holds too few such people to learn from; without them the tagger takes Paris Hilton for a place.
    """
    rng = random.Random(0)
    given = [word.title() for word in first_names() if _is_place(word, names)]
    family = [word.title() for word in surnames() if _is_place(word, names)]
    return [_renamed(doc, given, family, rng) for doc in docs]


def _is_place(word: str, names: Names) -> bool:
    name = (word.title(),)
    return names.classes([name])[name][:2] in ("C", "1", "R", "P2", "P3", "P4", "P5")


def _renamed(doc: Doc, given: Sequence[str], family: Sequence[str], rng: random.Random) -> Doc:
    words = tokens(doc["text"])
    gold = [(g["start"], g["end"]) for g in doc["toponyms"]]
    swap: dict[str, str] = {}
    for a, b in stretches(words):
        one, two = words[a].text, words[b - 1].text
        free = all(end <= words[a].start or start >= words[b - 1].end for start, end in gold)
        if b - a == 2 and free and first_names().get(one.lower(), RANK) < RANK and two.isalpha() and two.istitle():
            if rng.random() > RENAMED:
                swap.setdefault(one, one)
            swap.setdefault(one, rng.choice(given))
            swap.setdefault(two, rng.choice(family) if rng.random() < 0.5 else two)
    text, at, moved = "", 0, {}
    inside = {k for start, end in gold for k in range(start, end)}
    for word in words:
        new = word.text if word.start in inside else swap.get(word.text, word.text)
        text += doc["text"][at : word.start]
        moved[word.start] = len(text)
        text += new
        moved[word.end] = len(text)
        at = word.end
    spans = [g | {"start": moved[g["start"]], "end": moved[g["end"]]} for g in doc["toponyms"]
             if g["start"] in moved and g["end"] in moved]  # fmt: skip
    return doc | {"text": text + doc["text"][at:], "toponyms": spans}


def fit_tagger(docs: Sequence[Doc], names: Names) -> tagger.Looks:
    """The first look on all documents; the second on what a first look that has not seen a document makes of it."""
    candidates = Candidates(names)
    views = pages([doc["text"] for doc in docs], names)
    plain = [[features(view, number) for number in range(len(view.parts))] for view in views]
    lessons = [lessons_of(doc, view, candidates) for doc, view in zip(docs, views, strict=True)]
    first = field([pair for words, part in zip(plain, lessons, strict=True) for pair in taught(words, part)])
    rows = []
    for fold in range(FOLDS):
        seen = [n for n in range(len(docs)) if n % FOLDS != fold]
        other = field([pair for n in seen for pair in taught(plain[n], lessons[n])])
        for n in range(fold, len(docs), FOLDS):
            seen_by = [tagger.inside(tagger.scores(words, other), other.steps) for words in plain[n]]
            more = second(views[n], seen_by, names.regions)
            words = [[a + b for a, b in zip(*pair, strict=True)] for pair in zip(plain[n], more, strict=True)]
            rows += taught(words, lessons[n])
    return tagger.Looks(first, field(rows))


def lessons_of(doc: Doc, view: Page, candidates: Candidates) -> list[list[str]]:
    """The labels of each stretch; none for a stretch that nothing is to be learned from."""
    labels = labels_of(doc, view)
    return [[] if unclear(doc, view, a, b, candidates) else labels[a:b] for a, b in view.parts]


def taught(words: Sequence[list[list[str]]], lessons: Sequence[list[str]]) -> list[tuple[list[list[str]], list[str]]]:
    return [pair for pair in zip(words, lessons, strict=True) if pair[1]]


def field(rows: Sequence[tuple[list[list[str]], list[str]]]) -> tagger.Weights:
    """Weights by L-BFGS (CRFsuite); features are passed as numbers, which its dump keeps apart."""
    pycrfsuite: Any = import_module("pycrfsuite")

    counts = Counter(name for words, _ in rows for word in words for name in word)
    numbers = {name: str(n) for n, name in enumerate(sorted(name for name, count in counts.items() if count >= RARE))}
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params({"c1": C1, "c2": C2, "max_iterations": ROUNDS, "feature.possible_transitions": True})
    for words, labels in rows:
        trainer.append([[numbers[name] for name in word if name in numbers] for word in words], labels)
    with tempfile.TemporaryDirectory() as folder:
        trainer.train(f"{folder}/model")
        opened = pycrfsuite.Tagger()
        opened.open(f"{folder}/model")
        info = opened.info()
    by_number = {number: name for name, number in numbers.items()}
    of: dict[str, list[float]] = {}
    for (number, label), weight in info.state_features.items():
        of.setdefault(by_number[number], [0.0] * 4)[tagger.LABELS.index(label)] = weight
    steps = tuple(tuple(info.transitions.get((a, b), 0.0) for b in tagger.LABELS) for a in tagger.LABELS)
    return tagger.Weights({name: tuple(row) for name, row in of.items()}, steps)  # type: ignore[misc]


def labels_of(doc: Doc, view: Page) -> list[str]:
    """A label per word: the gold names, demonyms apart; a corpus's neutral spans are no names, but its demonyms are."""
    out = ["O"] * len(view.words)
    at = {word.start: number for number, word in enumerate(view.words)}
    for gold in doc["toponyms"]:
        number = at.get(gold["start"])
        if number is None or (gold.get("neutral") and gold.get("type") != "Demonym"):
            continue
        people = gold["text"] in demonyms() or gold["text"].title() in demonyms()
        first = number
        while number < len(view.words) and view.words[number].start < gold["end"]:
            out[number] = "D" if people else "B" if number == first else "I"
            number += 1
    return out


def unclear(doc: Doc, view: Page, a: int, b: int, candidates: Candidates) -> bool:
    """A stretch with a gold name of several words that no gazetteer has: shops, schools, prizes. Corpora disagree
    on whether those are places; nothing is learned from them.
    """
    start, end = view.words[a].start, view.words[b - 1].end
    return any(
        gold["start"] < end and gold["end"] > start and gold.get("type") and not gold.get("neutral")
        and " " in gold["text"] and not candidates.of(gold["text"])[0]
        for gold in doc["toponyms"]
    )  # fmt: skip


def fit_ranker(docs: Sequence[Doc], candidates: Candidates) -> Weights:
    """Two conditional logits, one after the other: the second sees how likely the first found the others."""
    tables = []
    for doc in docs:
        gold = sorted((g for g in doc["toponyms"] if not g.get("neutral")), key=lambda g: int(g["start"]))
        found = groups(doc["text"], [Named(g["text"], g["start"], g["end"]) for g in gold], candidates)
        table = describe(found)
        if table.rows:
            tables.append((table, weights_of(found), right(gold, found, table), doc.get("weight", 1.0)))
    learned: list[NDArray[np.float64]] = []
    for _ in range(2):
        for table, company, _right, _weight in tables:
            p = prior(table)
            coherence(table, p, company)
            for weights in learned:
                coherence(table, softmax(table.x @ weights, table.owner), company)
        learned.append(logit(tables))
    return Weights(learned[0], learned[1])


def right(gold: Sequence[Doc], found: Sequence[Any], table: Any) -> NDArray[np.bool_]:
    """Whether each candidate lies near most gold points of its name."""
    out = np.zeros(len(table.rows), dtype=bool)
    for number, group in enumerate(found):
        points = [(gold[m]["lon"], gold[m]["lat"]) for m in group.members if gold[m]["lat"] is not None]
        if points:
            lon, lat = np.array(points).T
            for k in np.nonzero(table.owner == number)[0]:
                out[k] = np.mean(distance_m(table.rows[k].lon, table.rows[k].lat, lon, lat) <= NEAR_M) > 0.5
    return out


def logit(tables: Iterable[tuple[Any, NDArray[np.float64], NDArray[np.bool_], float]]) -> NDArray[np.float64]:
    """Weights that make the right candidates likely among those of their name."""
    from scipy.optimize import minimize

    x: list[Any] = []
    y: list[Any] = []
    owner: list[Any] = []
    weight: list[float] = []
    for table, company, hit, factor in tables:
        for number in np.unique(table.owner[hit]):
            part = table.owner == number
            x.append(table.x[part])
            y.append(hit[part])
            owner.append(np.full(int(part.sum()), len(weight)))
            weight.append(factor * company[number])
    every, hits, of, w = np.vstack(x).astype(float), np.concatenate(y), np.concatenate(owner), np.array(weight)
    scale = np.maximum(every.std(axis=0), 0.1)

    def loss(b: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        p = softmax(every @ (b / scale), of)
        total = np.zeros(len(w))
        np.add.at(total, of, p * hits)
        total = np.maximum(total, 1e-12)
        pull = (every / scale).T @ ((p - p * hits / total[of]) * w[of])
        return float(-(w * np.log(total)).sum() / w.sum() + PENALTY * b @ b), pull / w.sum() + 2 * PENALTY * b

    best = minimize(loss, np.zeros(every.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 400}).x
    return np.asarray(best / scale, dtype=np.float64)


if __name__ == "__main__":
    main()
