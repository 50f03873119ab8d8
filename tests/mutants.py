"""`make mutants`: the verdict logic changed in one small way at a time, and whether any test sees it.

The changes are cosmic-ray's (a comparison turned, a number one off, `and` for `or`, ...). Each is made in memory in a
process of its own that then runs the tests of its file, so that nothing is written into the checkout and half-made
mutants cannot stay behind. A change that no test sees is listed; tests/mutants.md says why those that are left are no
changes at all. Arguments: files, `--share N` for every Nth change of a file; the last line is one JSON object.
"""

from __future__ import annotations

import argparse
import difflib
import importlib.abc
import importlib.machinery
import json
import os
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parents[1]
FILES: Final[dict[str, tuple[str, ...]]] = {
    "geo/zones/rules.py": ("tests/zones/test_rules.py", "geo/zones/rules.py"),
    "geo/zones/hours.py": ("tests/zones/test_hours.py", "geo/zones/hours.py",
    "tests/test_fuzz.py::test_the_last_day_of_the_calendar"),
    "geo/zones/moments.py": ("tests/zones/test_moments.py", "tests/zones/test_validity.py", "tests/zones/test_hours.py",
                             "geo/zones/moments.py", "tests/test_fuzz.py::test_a_time_leaves_some_minutes_of_its_day"),
    "geo/zones/validity.py": ("tests/zones/test_validity.py", "tests/zones/test_hours.py", "geo/zones/validity.py"),
    "geo/zones/conditions.py": ("tests/zones/test_conditions.py", "geo/zones/conditions.py"),
    "geo/zones/containment.py": ("tests/zones/test_containment.py", "tests/zones/test_encounter.py"),
    "geo/zones/statements.py": ("tests/zones/test_statements.py", "tests/zones/test_containment.py"),
    "geo/zones/encounter.py": ("tests/zones/test_encounter.py",),
    "geo/zones/track.py": ("tests/zones/test_track.py", "tests/zones/test_encounter.py", "geo/zones/track.py"),
    "geo/zones/finding.py": ("tests/zones/test_containment.py",),
    "geo/zones/placed.py": ("tests/zones/test_placed.py", "tests/zones/test_containment.py",
                            "tests/zones/test_batch.py"),
    "geo/regions/radius.py": ("tests/regions/test_radius.py", "tests/regions/test_stack.py", "geo/regions/radius.py"),
    "geo/regions/probability.py": ("tests/regions/test_probability.py", "geo/regions/probability.py"),
    "geo/geodesy/disc.py": ("tests/geodesy/test_disc.py", "tests/geodesy/test_membership.py"),
    "geo/geodesy/membership.py": ("tests/geodesy/test_membership.py", "tests/geodesy/test_compiled.py"),
    "geo/geodesy/pairs.py": ("tests/geodesy/test_pairs.py",),
}  # fmt: skip
"""What is changed, and the tests that should see it, the quickest first."""

_OPERATORS: Final = (
    *(f"core/ReplaceComparisonOperator_{a}_{b}" for a, b in (
        ("Lt", "LtE"), ("LtE", "Lt"), ("Gt", "GtE"), ("GtE", "Gt"), ("Lt", "Gt"), ("GtE", "LtE"), ("LtE", "GtE"),
        ("Gt", "Lt"),
        ("Eq", "NotEq"), ("NotEq", "Eq"), ("Is", "IsNot"), ("IsNot", "Is"))),
    *(f"core/ReplaceBinaryOperator_{a}_{b}" for a, b in (
        ("Add", "Sub"), ("Sub", "Add"), ("Mul", "Div"), ("Div", "Mul"), ("FloorDiv", "Mul"), ("Mod", "Add"))),
    "core/ReplaceUnaryOperator_Delete_USub", "core/ReplaceUnaryOperator_Delete_Not", "core/AddNot",
    "core/ReplaceTrueWithFalse", "core/ReplaceFalseWithTrue", "core/ReplaceAndWithOr", "core/ReplaceOrWithAnd",
    "core/ReplaceBreakWithContinue", "core/ReplaceContinueWithBreak", "core/NumberReplacer",
    "core/ZeroIterationForLoop",
)  # fmt: skip
_LONGEST_S: Final = 90
"""A test run that takes longer hangs, and so sees the change."""


def mutations(source: str) -> Iterator[tuple[str, str]]:
    """(operator, changed source) for every change that is none of words alone."""
    from cosmic_ray.mutating import mutate_code
    from cosmic_ray.plugins import get_operator

    seen = {source}
    for name in _OPERATORS:
        for occurrence in range(10_000):
            changed: Any = mutate_code(source, get_operator(name)(), occurrence)
            if changed is None:
                break
            if changed not in seen:
                seen.add(changed)
                yield name.removeprefix("core/"), changed


class _Changed(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports one module from a changed source."""

    def __init__(self, module: str, source: str, path: Path) -> None:
        self.module, self.source, self.path = module, source, path

    def find_spec(self, name: str, path: Any, target: Any = None) -> Any:
        if name != self.module:
            return None
        return importlib.machinery.ModuleSpec(name, self, origin=str(self.path))

    def exec_module(self, module: Any) -> None:
        module.__file__ = str(self.path)
        exec(compile(self.source, str(self.path), "exec"), module.__dict__)


def survives(file: str, source: str, tests: Sequence[str]) -> bool:
    """Whether all tests pass with `file` changed to `source`; in a process of its own."""
    child = os.fork()
    if child == 0:
        os.setpgrp()
        signal.alarm(_LONGEST_S)
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        sys.meta_path.insert(0, _Changed(file.removesuffix(".py").replace("/", "."), source, ROOT / file))
        import pytest

        code = 1
        try:
            code = int(pytest.main([*tests, "-x", "-q", "--assert=plain", "-p", "no:cacheprovider"]))
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == 0


def main() -> int:
    """Exit code 0: survivors are for a person to judge; 1 where the tests fail unchanged."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", default=list(FILES))
    parser.add_argument("--share", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=3600.0, help="stop after this time")
    given = parser.parse_args()
    os.chdir(ROOT)
    os.environ.setdefault("GEO_CACHE_DIR", str(ROOT / "build" / "cache"))
    _load_what_stays()
    began, figures = time.monotonic(), {}
    for file in given.files:
        source, tests = (ROOT / file).read_text("utf-8"), FILES[file]
        if not survives(file, source, tests):
            print(f"{file}: its tests fail without any change")
            return 1
        tried = left = 0
        for operator, changed in list(mutations(source))[:: given.share]:
            if time.monotonic() - began > given.seconds:
                break
            tried += 1
            if survives(file, changed, tests):
                left += 1
                print(f"SURVIVED {file} {operator}\n{_difference(source, changed)}", flush=True)
        figures[file] = {"tried": tried, "survived": left}
        print(f"{file:32} {tried:>4} changes, {left:>3} not seen, {time.monotonic() - began:.0f} s", flush=True)
    print(json.dumps({"tried": sum(one["tried"] for one in figures.values()),
                      "survived": sum(one["survived"] for one in figures.values()), "files": figures}))  # fmt: skip
    return 0


def _load_what_stays() -> None:
    """Libraries, which no change touches, once for all processes."""
    for name in ("geopandas", "numpy", "pandas", "pyogrio", "pyproj", "pytest", "scipy.stats", "shapely"):
        __import__(name)


def _difference(source: str, changed: str) -> str:
    lines = difflib.unified_diff(source.splitlines(), changed.splitlines(), lineterm="", n=0)
    return "\n".join(line for line in lines if not line.startswith(("---", "+++")))


if __name__ == "__main__":
    sys.exit(main())
