"""One thing to be fuzzed: where its inputs come from, what must hold of each, and what it may refuse with."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Final

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

LONGEST_S: Final = 10.0
"""No input of these sizes may take a reader more time of the processor: a hang."""


class Hang(BaseException):
    """An input took longer than `LONGEST_S`; not an Exception, so that no reader can swallow it."""


@dataclass(frozen=True)
class Target:
    """A property of one reader. An exception that is not `refuses` is a finding."""

    name: str
    inputs: st.SearchStrategy[Any]
    holds: Callable[[Any], None]
    refuses: type[Exception] | tuple[type[Exception], ...] = ()

    def run(self, number: int, examples: int, *, shrink: bool = True) -> int:
        """Try `examples` inputs of the series `number`; how many were tried. Raises on a finding."""
        tried = 0

        def one(value: Any) -> None:
            nonlocal tried
            tried += 1
            with _no_hang(repr(value)[:300]), suppress(*_tuple(self.refuses)):
                self.holds(value)

        phases = (Phase.generate, Phase.shrink) if shrink else (Phase.generate,)
        config = settings(max_examples=examples, deadline=None, database=None, phases=phases,
                          suppress_health_check=list(HealthCheck))  # fmt: skip
        seed(number)(config(given(self.inputs)(one)))()
        return tried


def _tuple(kinds: type[Exception] | tuple[type[Exception], ...]) -> tuple[type[Exception], ...]:
    return kinds if isinstance(kinds, tuple) else (kinds,)


@contextmanager
def _no_hang(what: str) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield  # only the main thread gets signals
        return

    def late(*_: object) -> None:
        raise Hang(f"longer than {LONGEST_S:g} s on {what}")

    before = signal.signal(signal.SIGPROF, late)
    signal.setitimer(signal.ITIMER_PROF, LONGEST_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0.0)
        signal.signal(signal.SIGPROF, before)
