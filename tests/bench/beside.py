"""Ways of doing one thing, timed beside each other in one run: what the benches of geo.geodesy share."""

from __future__ import annotations

import os
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from statistics import median
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Way:
    """One way: what it is called, what it does, how often it is timed, and the packages that it needs."""

    name: str
    answer: Callable[..., Any]
    repeats: int = 3
    needs: tuple[str, ...] = ()


def installed(ways: list[Way]) -> list[Way]:
    """The ways that can be gone here; the others are named on stderr."""
    found = []
    for way in ways:
        missing = [package for package in way.needs if find_spec(package) is None]
        if missing:
            print(f"not installed, not compared: {way.name} ({', '.join(missing)})", file=sys.stderr)
        else:
            found.append(way)
    return found


def interleaved(ways: list[Way], *given: Any) -> dict[str, float]:
    """Median seconds of each way; in each round every way that is still due is timed once."""
    taken: dict[str, list[float]] = {way.name: [] for way in ways}
    for nth in range(max(way.repeats for way in ways)):
        for way in ways:
            if nth < way.repeats:
                start = time.perf_counter()
                way.answer(*given)
                taken[way.name].append(time.perf_counter() - start)
    return {name: median(seconds) for name, seconds in taken.items()}


def joins(ways: list[Way], job: Any, truth: NDArray[np.int64]) -> dict[str, dict[str, float]]:
    """Of each way to join: its pairs, those that `truth` has otherwise, seconds, and how often the first way's."""
    figures: dict[str, dict[str, float]] = {}
    for way in ways:
        pairs = way.answer(job)
        wrong = int(np.setxor1d(pairs, truth).size)
        figures[way.name] = {"pairs": int(pairs.size), "wrong": wrong}
    for name, seconds in interleaved(ways, job).items():
        figures[name]["seconds"] = seconds
        figures[name]["times_ours"] = seconds / figures[ways[0].name]["seconds"]
    return figures


def show_joins(figures: dict[str, dict[str, float]]) -> None:
    print(f"  {'':32}{'seconds':>10}{'times ours':>12}{'pairs':>12}{'wrong':>10}")
    for name, row in figures.items():
        print(f"  {name:32}{row['seconds']:10.3f}{row['times_ours']:12.2f}{row['pairs']:12,.0f}{row['wrong']:10,.0f}")


def sedonadb(query: str, **tables: Any) -> Any:
    """What SedonaDB answers, as an Arrow table; tables: Arrow tables by the names that the query has for them."""
    import sedonadb

    session = sedonadb.connect()
    for name, table in tables.items():
        session.create_data_frame(table).to_view(name, overwrite=True)
    return session.sql(query).to_arrow_table()


def peak_mb(what: Callable[[], Any]) -> float:
    """Megabytes that are allocated at most while `what` runs, its result included."""
    tracemalloc.start()
    what()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


@contextmanager
def form(compiled: bool) -> Iterator[None]:
    """geo with its compiled loops, or with numpy alone."""
    before = os.environ.get("GEO_COMPILED")
    os.environ["GEO_COMPILED"] = "1" if compiled else "0"
    try:
        yield
    finally:
        if before is None:
            del os.environ["GEO_COMPILED"]
        else:
            os.environ["GEO_COMPILED"] = before


def with_numpy(what: Callable[..., Any]) -> Callable[..., Any]:
    def answer(*given: Any) -> Any:
        with form(compiled=False):
            return what(*given)

    return answer


def with_numba(what: Callable[..., Any]) -> Callable[..., Any]:
    def answer(*given: Any) -> Any:
        with form(compiled=True):
            return what(*given)

    return answer


def spatial_duckdb() -> Any:
    """A connection to duckdb with its spatial extension; None, said on stderr, where that is not to be had."""
    import duckdb

    con = duckdb.connect()
    try:
        if find_spec("duckdb_extension_spatial") is not None:
            from duckdb_extensions import import_extension

            import_extension("spatial")
        else:
            con.execute("INSTALL spatial")
        con.execute("LOAD spatial")
    except (duckdb.Error, OSError) as error:
        print(f"not compared: duckdb has no spatial extension here ({str(error).splitlines()[0]})", file=sys.stderr)
        return None
    return con
