"""`make fuzz`: every target for its share of FUZZ_SECONDS; what was tried, and as the last line one JSON object.

An input that breaks a property is printed, made as small as it goes, and the exit code is 1. Mend what it found and
keep it in tests/test_fuzz.py.
"""

from __future__ import annotations

import argparse
import faulthandler
import json
import logging
import os
import resource
import sys
import tempfile
import time
import traceback
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).parents[2]))
os.environ.setdefault("GEO_CACHE_DIR", str(Path(__file__).parents[2] / "build" / "cache"))

from tests.fuzz import slow
from tests.fuzz.target import Hang, Target
from tests.fuzz.targets import TARGETS

_BATCH: Final = 100
_MOST_MB: Final = 3_000
"""Memory of the whole run; one that needs more has met an input that blew it up."""


def run(seconds: float, first_seed: int, names: list[str]) -> dict[str, Any]:
    """Fuzz for `seconds`, and look for super-linear time; figures by target, and what was found."""
    targets = [one for one in TARGETS if not names or one.name in names]
    tried: dict[str, int] = {}
    found: list[str] = []
    for target in targets:
        tried[target.name], problem = _fuzz(target, seconds / len(targets), first_seed)
        found += [f"{target.name}: {problem}"] if problem else []
        print(f"{target.name:28} {tried[target.name]:>9,} inputs{'   FOUND' if problem else ''}", flush=True)
    grown = (
        []
        if names
        else [
            *slow.measure(report=_say),
            *slow.measure(report=_say, readers=slow.PROSE, prefixes=("",)),
            *slow.mixed(first_seed, seconds / 4, report=_say),
        ]
    )
    found += [one.say() for one in grown if not one.is_linear]
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    if peak_mb > _MOST_MB:
        found.append(f"the run needed {peak_mb} MB of memory")
    return {"inputs": sum(tried.values()), "tried": tried, "grown": len(grown), "found": found, "peak_mb": peak_mb,
            "seed": first_seed}  # fmt: skip


def _say(line: str) -> None:
    print(line, flush=True)


def _fuzz(target: Target, seconds: float, first_seed: int) -> tuple[int, str]:
    end, tried, number = time.monotonic() + seconds, 0, first_seed
    while tried == 0 or time.monotonic() < end:
        try:
            tried += target.run(number, _BATCH)
        except (Exception, Hang) as error:
            print(traceback.format_exc(limit=-6), flush=True)
            return tried, f"{type(error).__name__}: {str(error)[:200]}"
        number += 1
    return tried, ""


def main() -> int:
    """Exit code 1 when anything was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=float(os.environ.get("FUZZ_SECONDS", "120")))
    parser.add_argument("--seed", type=int, default=int(os.environ.get("FUZZ_SEED", "0")) or int(time.time()))
    parser.add_argument("names", nargs="*", help="targets; all when none is named")
    given = parser.parse_args()
    faulthandler.enable()
    logging.disable()  # what is set aside is said row by row, here of thousands of tables
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)  # nothing that is tried may write into the checkout
        figures = run(given.seconds, given.seed, given.names)
    for one in figures["found"]:
        print(f"FOUND {one}")
    print(f"{figures['inputs']:,} inputs of {len(figures['tried'])} kinds, {figures['grown']} growing texts; "
          f"{len(figures['found'])} findings, at most {figures['peak_mb']} MB")  # fmt: skip
    print(json.dumps(figures))
    return 1 if figures["found"] else 0


if __name__ == "__main__":
    sys.exit(main())
