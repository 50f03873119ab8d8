"""Dask distributed: the same jobs on other processes and machines, which must see the same files."""

from __future__ import annotations

import contextlib
import ctypes
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib import import_module
from typing import Any, TypeVar

from geo.errors import InputError

T = TypeVar("T")
S = TypeVar("S")

RETRIES = 3
"""How often a job that failed is tried again; what a lost worker was doing is done again by another in any case."""
_AHEAD = 4
"""Jobs that are handed out for each thread of the cluster."""


class Distributed:
    """A running cluster, or worker processes of its own on this machine for as long as the run takes."""

    def __init__(self, scheduler: str = "") -> None:
        """scheduler: "tcp://host:8786"; "": own processes, one thread each. Raises InputError without Dask."""
        try:
            self._dask: Any = import_module("distributed")
        except ImportError:
            raise InputError("this engine needs Dask; pip install 'incident-mapper[dask]', or use local") from None
        self.scheduler = scheduler

    def map(self, function: Callable[[S], T], things: Iterable[S]) -> Iterator[T]:
        """Results in order. Raises InputError where no scheduler answers."""
        with self._client() as client:
            threads = max(1, sum(client.nthreads().values()))
            begun: deque[Any] = deque()
            shared = client.scatter(function, broadcast=True, hash=False)
            for number, thing in enumerate(things):
                begun.append(client.submit(_called, shared, thing, key=f"part-{id(self)}-{number}", retries=RETRIES))
                if len(begun) > _AHEAD * threads:
                    yield begun.popleft().result()
            while begun:
                yield begun.popleft().result()

    def _client(self) -> Any:
        if not self.scheduler:
            return self._dask.Client(
                n_workers=len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 2,
                threads_per_worker=1,
                dashboard_address=None,
                host="127.0.0.1",
                silence_logs=50,
            )
        try:
            return self._dask.Client(self.scheduler, timeout=10)
        except (OSError, ValueError) as error:
            raise InputError(f"no Dask scheduler answers at {self.scheduler} ({error})") from None


def _called(function: Callable[[S], T], thing: S) -> T:
    _keep_memory()
    return function(thing)


@cache
def _keep_memory() -> None:
    """Let this worker keep what a batch has used for the next one.

    Dask starts its workers with an allocator that hands memory back at once (MALLOC_TRIM_THRESHOLD_=65536); batches
    of columns, which are as large each time, then spend a third of their time on getting it again. Only glibc knows
    these two settings; elsewhere nothing happens.
    """
    with contextlib.suppress(OSError, AttributeError):
        libc = ctypes.CDLL("libc.so.6")
        libc.mallopt(_M_TRIM_THRESHOLD, _KEPT_BYTES)
        libc.mallopt(_M_MMAP_THRESHOLD, _KEPT_BYTES)


_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3
"""malloc.h of glibc"""
_KEPT_BYTES = 1 << 28
