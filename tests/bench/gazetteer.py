"""How fast the gazetteer opens, answers and is built: `python tests/bench/gazetteer.py [--build]`.

Prints a table and, as its last line, one JSON object with the figures.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from geo.places import index
from geo.places.gazetteer import Gazetteer


def main() -> None:
    figures: dict[str, float] = {}
    if "--build" in sys.argv:
        with tempfile.TemporaryDirectory() as folder:
            start = time.perf_counter()
            built = index.build(Path(folder) / "places.sqlite")
            figures["build_s"] = round(time.perf_counter() - start, 1)
            figures["size_mb"] = round(built.stat().st_size / 1e6, 1)
    index.open_index().close()
    times = []
    for _ in range(20):
        start = time.perf_counter()
        opened = index.Index(index.index_path())
        opened.folded(["mosul"])
        times.append((time.perf_counter() - start) * 1000)
        opened.close()
    figures["open_ms"] = round(sorted(times)[len(times) // 2], 2)
    figures["open_worst_ms"] = round(max(times), 2)
    figures |= speed()
    for name, value in figures.items():
        print(f"{name:24}{value:>12,}")
    print(json.dumps(figures))


def speed() -> dict[str, float]:
    """Look-ups per second over distinct names, so that no answer comes from memory."""
    gazetteer = Gazetteer()
    sample = (
        index.open_index()._db.execute("SELECT DISTINCT name FROM place WHERE population > 2000 LIMIT 20000").fetchall()
    )
    names = [name for (name,) in sample]
    gazetteer.resolve(names[:50])
    start = time.perf_counter()
    answers = gazetteer.resolve(names[50:])
    seconds = time.perf_counter() - start
    start = time.perf_counter()
    gazetteer.resolve([f"Qx{n}zzy" for n in range(500)], country="IQ")
    unknown = time.perf_counter() - start
    return {
        "lookups_per_s": round(len(answers) / seconds),
        "resolved_share": round(sum(answer.best is not None for answer in answers) / len(answers), 4),
        "unknown_names_per_s": round(500 / unknown),
    }


if __name__ == "__main__":
    main()
