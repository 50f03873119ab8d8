"""Engines: one batch function over the parts of very large tables, on this machine's threads or on a Dask cluster.

parts               which row groups of which Parquet files, in order
job                 one part: read in batches, worked on, written whole or not at all
folder              all parts into a folder with a manifest; a run that was stopped goes on where it was
local, distributed  the engines

A batch function takes a `pyarrow.RecordBatch` and the number of its first row, and gives a `Result`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeVar

from geo.errors import InputError

T = TypeVar("T")
S = TypeVar("S")

ENGINES = ("local", "dask")
"""Names that `engine_of` knows."""

__all__ = ["ENGINES", "Engine", "engine_of"]


class Engine(Protocol):
    """Runs a function over things, several at a time."""

    def map(self, function: Callable[[S], T], things: Iterable[S]) -> Iterator[T]:
        """Results in the order of `things`; an exception of the function ends it."""


def engine_of(name: str, *, scheduler: str = "") -> Engine:
    """The engine of this name; scheduler: where a running Dask cluster listens ("tcp://host:8786").

    >>> engine_of("local").map(abs, [-1, 2])  # doctest: +ELLIPSIS
    <generator object ...>
    """
    if scheduler and name != "dask":
        raise InputError(f"a scheduler is for --engine dask, not {name}")
    if name == "local":
        from geo.engines.local import Local

        return Local()
    if name == "dask":
        from geo.engines.distributed import Distributed

        return Distributed(scheduler)
    raise InputError(f"no engine is called {name!r}; one of {', '.join(ENGINES)}")
