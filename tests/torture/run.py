"""`make torture`: everything that tries to break geo, for a bounded time, and what came of it as one table.

Four parts, two at a time, each a script of its own whose last line is one JSON object: tests/fuzz/run.py (inputs),
oracle.py (verdicts against `pyproj.Geod`), faults.py (kill -9, full disks), hostile.py (data that wants to be run).
Exit code 1 when anything was lost, executed or wrong, or a part failed or is missing. The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

HERE: Final = Path(__file__).parent
_LONGEST_S: Final = 840.0
"""A part that takes longer is stopped, and has failed."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one script found."""

    name: str
    figures: Mapping[str, Any] = field(default_factory=dict)
    problem: str = ""
    seconds: float = 0.0

    def figure(self, *names: str) -> int | None:
        """The first of these figures that it gives; a list counts its items; None where it gives none of them."""
        found = next((self.figures[name] for name in names if name in self.figures), None)
        return len(found) if isinstance(found, list) else found


def run_part(name: str, script: Path, words: Sequence[str], longest_s: float = _LONGEST_S) -> Part:
    """One script, its output passed on with its name in front."""
    if not script.exists():
        return Part(name, problem=f"{script.name} is missing")
    began = time.monotonic()
    try:
        done = subprocess.run(
            [sys.executable, str(script), *words], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=longest_s,
            check=False, text=True, errors="replace",
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return Part(name, problem=f"took longer than {longest_s:g} s", seconds=longest_s)
    lines = done.stdout.rstrip().splitlines()
    print("\n".join(f"{name}: {line}" for line in lines[:-1]), flush=True)
    seconds = time.monotonic() - began
    try:
        figures = json.loads(lines[-1]) if lines else None
    except ValueError:
        figures = None
    if not isinstance(figures, dict):
        return Part(name, problem=f"ended with {done.returncode} and no figures: {lines[-1:]}", seconds=seconds)
    return Part(name, figures, f"ended with {done.returncode}" if done.returncode else "", seconds)


ROWS: Final = (
    ("inputs tried", "fuzz", ("inputs",)),
    ("texts grown", "fuzz", ("grown",)),
    ("faults injected", "faults", ("faults",)),
    ("kills survived", "faults", ("kills",)),
    ("hostile strings tried", "hostile", ("strings", "hostile", "tried")),
    ("verdicts compared with the oracle", "oracle", ("compared",)),
)
NONE: Final = (
    ("findings of the fuzzer", "fuzz", ("found",)),
    ("lost", "faults", ("lost",)),
    ("executed", "hostile", ("executed",)),
    ("wrong", "oracle", ("wrong",)),
)
"""What must be 0."""


def summary(parts: Mapping[str, Part], wanted: int) -> tuple[list[str], dict[str, Any], bool]:
    """The table's lines, the same as figures, and whether all is well: nothing missing, everything 0 that must be."""
    lines, figures, well = [], {}, True
    for must_be_none, rows in ((False, ROWS), (True, NONE)):
        for title, name, keys in rows:
            value = parts[name].figure(*keys)
            figures[title.replace(" ", "_")] = value
            lines.append(f"{title:36} {'not tried' if value is None else f'{value:>14,}'}")
            well = well and value is not None and (value == 0 if must_be_none else value > 0)
    for part in parts.values():
        if part.problem:
            well = False
            lines.append(f"{part.name}: {part.problem}")
    if (parts["oracle"].figure("compared") or 0) < wanted:
        well = False
        lines.append(f"oracle: fewer than {wanted:,} verdicts were compared")
    return lines, figures, well


def main() -> int:
    """Exit code 1 unless all is well."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=200.0, help="of fuzzing, and of faults")
    parser.add_argument("--n", type=float, default=1e7, help="verdicts to compare")
    given = parser.parse_args()
    began = time.monotonic()
    jobs = [
        ("oracle", HERE / "oracle.py", ["--n", str(given.n)]),
        ("fuzz", HERE.parent / "fuzz" / "run.py", ["--seconds", str(given.seconds)]),
        ("faults", HERE / "faults.py", ["--seconds", str(given.seconds)]),
        ("hostile", HERE / "hostile.py", []),
    ]
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda job: run_part(*job), jobs))
    lines, figures, well = summary({part.name: part for part in found}, int(given.n))
    print("\n".join(["", *lines, f"{time.monotonic() - began:.0f} s"]))
    print(json.dumps({**figures, "seconds": round(time.monotonic() - began), "well": well}))
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
