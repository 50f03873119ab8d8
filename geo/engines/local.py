"""Threads of this process: numpy and Arrow leave the interpreter alone while they work."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")
S = TypeVar("S")


class Local:
    """As many threads as there are processors that this process may use."""

    def __init__(self, threads: int = 0) -> None:
        """`threads` of them; 0: one for each processor."""
        self.threads = threads or len(os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else range(4))

    def map(self, function: Callable[[S], T], things: Iterable[S]) -> Iterator[T]:
        """Results in order; no more things are begun than there are threads, and one."""
        with ThreadPoolExecutor(self.threads) as pool:
            begun: deque[Future[T]] = deque()
            try:
                for thing in things:
                    begun.append(pool.submit(function, thing))
                    if len(begun) > self.threads:
                        yield begun.popleft().result()
                while begun:
                    yield begun.popleft().result()
            finally:
                for one in begun:
                    one.cancel()
