"""Recognition, resolution and end-to-end F1 of the mentions in a corpus, and how fast they are read.

    python tests/bench/geoparse.py CORPUS.jsonl [--with-demonyms] [--model-trained-on NAMES]

A line of the corpus is {"doc_id", "text", "toponyms": [{"start", "end", "lat", "lon", "demonym", "neutral"}]}.
Spans must match exactly; a place is right within 161 km; demonyms count neither for nor against unless asked for.
The last line is one JSON object. Without a corpus it measures the speed alone, on a made-up text.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from collections import Counter
from collections.abc import Sequence
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

RIGHT_KM = 161.0
Doc = dict[str, Any]
Found = list[dict[str, Any]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", nargs="?", type=Path)
    parser.add_argument("--with-demonyms", action="store_true")
    parser.add_argument("--model-trained-on", default="both development corpora", help="said in the output")
    options = parser.parse_args()
    docs = read(options.corpus) if options.corpus else made_up()
    predict(docs[:1])  # opens the index and loads the weights
    started, started_cpu = time.perf_counter(), time.process_time()
    found = predict(docs)
    seconds, cpu = time.perf_counter() - started, time.process_time() - started_cpu
    figures = evaluate(docs, found, no_demonyms=not options.with_demonyms)
    size = sum(len(doc["text"].encode()) for doc in docs) / 1000
    figures["kb_per_s"] = round(size / seconds, 1)
    figures["kb_per_cpu_s"] = round(size / cpu, 1)
    figures["peak_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    figures["trained_on"] = options.model_trained_on
    show(options.corpus.name if options.corpus else "made-up text", figures)
    print(json.dumps(figures))


def read(path: Path) -> list[Doc]:
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def made_up() -> list[Doc]:
    line = (
        "Police in Columbus, Ohio, said two men from Springfield were held near Dublin; the Sudanese embassy in "
        "Washington was told. "
    )
    return [{"doc_id": n, "text": line * 20, "toponyms": []} for n in range(100)]


def predict(docs: Sequence[Doc], weights: Any = None, ranker: Any = None) -> list[Found]:
    """The mentions of each document as the evaluation needs them."""
    from geo.mentions import find
    from geo.places.mention_resolver import MentionResolver

    resolver = MentionResolver(weights=ranker)
    texts = [doc["text"] for doc in docs]
    mentions = find(texts, known=resolver.names, weights=weights)
    out = []
    for row, answers in zip(mentions, resolver.resolve(list(zip(texts, mentions, strict=True))), strict=True):
        places = [answer.best.place if answer.best else None for answer in answers]
        out.append(
            [
                {"start": m.start, "end": m.end, "lat": p.lat if p else None, "lon": p.lon if p else None}
                for m, p in zip(row, places, strict=True)
            ]
        )
    return out


def evaluate(docs: Sequence[Doc], found: Sequence[Found], *, no_demonyms: bool = True) -> dict[str, Any]:
    """Precision, recall and F1 of recognition and end to end, and the accuracy of resolution.

    Resolution is judged on gold names that were recognised and have a place, an unresolved one being wrong; end to
    end, a prediction without a place is no prediction.
    """
    n: Counter[str] = Counter()
    for doc, predicted in zip(docs, found, strict=True):
        _count(n, doc["toponyms"], predicted, no_demonyms)
    p, r = _ratio(n["same"], n["found"]), _ratio(n["same"], n["gold"])
    ep, er = _ratio(n["right"], n["placed"]), _ratio(n["right"], n["gold placed"])
    return {
        "recognition_p": round(p, 4), "recognition_r": round(r, 4), "recognition_f1": round(_f1(p, r), 4),
        "resolution_acc161": round(_ratio(n["right"], n["same placed"]), 4),
        "end_to_end_p": round(ep, 4), "end_to_end_r": round(er, 4), "end_to_end_f1": round(_f1(ep, er), 4),
    }  # fmt: skip


def _count(n: Counter[str], toponyms: Sequence[Doc], predicted: Found, no_demonyms: bool) -> None:
    neutral = [g for g in toponyms if g.get("neutral") or (no_demonyms and g.get("demonym"))]
    gold = [g for g in toponyms if not (g.get("neutral") or (no_demonyms and g.get("demonym")))]
    counted = [p for p in predicted if _overlaps(p, gold) or not _overlaps(p, neutral)]
    by_span = {(p["start"], p["end"]): p for p in counted}
    n["found"] += len(by_span)
    n["gold"] += len(gold)
    n["gold placed"] += sum(g["lat"] is not None for g in gold)
    n["placed"] += sum(p["lat"] is not None for p in by_span.values())
    for g in gold:
        p = by_span.pop((g["start"], g["end"]), None)
        if p is None:
            continue
        n["same"] += 1
        if g["lat"] is None:
            n["placed"] -= p["lat"] is not None
            continue
        n["same placed"] += 1
        n["right"] += p["lat"] is not None and kilometres(g["lon"], g["lat"], p["lon"], p["lat"]) <= RIGHT_KM


def _overlaps(one: Doc, others: Sequence[Doc]) -> bool:
    return any(min(one["end"], other["end"]) > max(one["start"], other["start"]) for other in others)


def kilometres(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Great-circle distance on the mean sphere, as the published scores have it."""
    a, b, c, d = map(radians, (lat1, lon1, lat2, lon2))
    h = sin((c - a) / 2) ** 2 + cos(a) * cos(c) * sin((d - b) / 2) ** 2
    return 2 * 6371.0088 * asin(min(1.0, sqrt(h)))


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _f1(p: float, r: float) -> float:
    return 2 * p * r / (p + r) if p + r else 0.0


def show(name: str, figures: dict[str, Any]) -> None:
    """One line per figure, the name above."""
    print(name)
    for key, value in figures.items():
        print(f"  {key:<20} {value}")


if __name__ == "__main__":
    main()
