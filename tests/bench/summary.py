"""All benches with short settings, one after another; their figures in build/bench.json and, as tables, build/bench.md.

    python tests/bench/summary.py [NAME ...]

Each bench checks its answers before it times anything, and times its peers in the same run: read the ratios. Peers
come with `pip install 'incident-mapper[bench]'`; those that are not there are left out. calibration, geoparse and
event_place need a corpus and are run by hand.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
OUT = HERE.parents[1] / "build"
SHORT = {
    "containment": ["--points", "2000000"],
    "join": [],
    "polygons": [],
    "probability": ["--incidents", "10000"],
    "gazetteer": ["--rows", "100000"],
    "map": ["--n", "1000", "100000", "--rounds", "1"],
    "engines": ["--n", "2000000", "--rounds", "2"],
}


def run(name: str) -> tuple[dict[str, Any] | None, float]:
    """The figures of a bench, None where it failed, and the seconds that it took."""
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, str(HERE / f"{name}.py"), *SHORT[name]], stdout=subprocess.PIPE, text=True, check=False
    )
    print(done.stdout, flush=True)
    lines = done.stdout.strip().splitlines()
    return (json.loads(lines[-1]) if done.returncode == 0 and lines else None), time.perf_counter() - start


def flat(figures: Any, path: str = "") -> list[tuple[str, str]]:
    """Every number of a bench's figures with the names that lead to it."""
    if isinstance(figures, dict):
        return [row for key, value in figures.items() for row in flat(value, f"{path} / {key}" if path else str(key))]
    if isinstance(figures, bool) or not isinstance(figures, int | float):
        return [(path, str(figures))]
    return [(path, f"{figures:,.4g}" if isinstance(figures, float) else f"{figures:,}")]


def main() -> None:
    names = sys.argv[1:] or list(SHORT)
    unknown = [name for name in names if name not in SHORT]
    if unknown:
        raise SystemExit(f"no bench is called {unknown[0]!r}; one of {', '.join(SHORT)}")
    found: dict[str, Any] = {}
    parts = ["# Benches, short settings"]
    for name in names:
        print(f"== tests/bench/{name}.py {' '.join(SHORT[name])}", flush=True)
        figures, seconds = run(name)
        found[name] = figures
        parts.append(f"\n## {name}\n\n`python tests/bench/{name}.py {' '.join(SHORT[name])}`, {seconds:.0f} s\n")
        rows = [("failed", "see above")] if figures is None else flat(figures)
        parts += ["| | |", "|---|---|", *(f"| {key} | {value} |" for key, value in rows)]
    OUT.mkdir(exist_ok=True)
    (OUT / "bench.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    (OUT / "bench.md").write_text("\n".join(parts) + "\n", encoding="utf-8")
    print(f"wrote {OUT / 'bench.md'}")
    if any(figures is None for figures in found.values()):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
