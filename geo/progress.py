"""How far something long is: a bar on a terminal with its rate and the time left, and nothing anywhere else."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from typing import Any, Final, TypeVar

T = TypeVar("T")
Progress = Callable[[str, int], AbstractContextManager[Callable[[int], None]]]
"""(what is done, its size) to a context; what it gives is told how much of the size is done."""
_SOON_S: Final = 1.0
"""What is done sooner needs no bar."""


@contextmanager
def silent(_label: str, _size: int) -> Iterator[Callable[[int], None]]:
    """No progress is shown."""
    yield lambda _done: None


_showing: ContextVar[Progress] = ContextVar("showing", default=silent)


def show(progress: Progress) -> None:
    """From now on `track` shows what it goes through; until then, and in a library, it is silent."""
    _showing.set(progress)


def track(items: Collection[T], label: str) -> Iterator[T]:
    """`items` one by one, shown as they are done with.

    >>> [one * 2 for one in track([1, 2, 3], "doubling")]
    [2, 4, 6]
    """
    with _showing.get()(label, len(items)) as seen:
        for done, one in enumerate(items, 1):
            yield one
            seen(done)


@contextmanager
def shown(label: str, size: int) -> Iterator[Callable[[int], None]]:
    """A bar on standard error when that is a terminal; it comes after a second and goes when all is done."""
    bar = _Bar(label, size) if sys.stderr.isatty() else None
    try:
        yield bar.seen if bar else lambda _done: None
    finally:
        if bar:
            bar.stop()


class _Bar:
    """A bar that is drawn once it is worth it."""

    def __init__(self, label: str, size: int) -> None:
        self._label, self._size = label, size
        self._began = self._told = time.monotonic()
        self._bars: Any = None
        self._task: Any = None

    def seen(self, done: int) -> None:
        """Draw it anew, a few times a second."""
        now = time.monotonic()
        if now - self._told < (0.1 if self._bars else _SOON_S):
            return
        self._told = now
        if self._bars is None:
            self._start()
        self._bars.update(self._task, completed=done, rate=say_rate(done, now - self._began))

    def _start(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

        texts = TextColumn("{task.description}"), TextColumn("{task.fields[rate]}")
        columns = (texts[0], BarColumn(), texts[1], TimeRemainingColumn())
        self._bars = Progress(*columns, console=Console(stderr=True), transient=True)
        self._task = self._bars.add_task(self._label, total=self._size, rate="")
        self._bars.start()

    def stop(self) -> None:
        """Take it away."""
        if self._bars is not None:
            self._bars.stop()


def say_rate(done: int, seconds: float) -> str:
    """How much is done in a second, in two or three digits; "" before there is anything to say.

    >>> say_rate(5_300_000, 2.0), say_rate(20_000, 1.0), say_rate(7, 2.0), say_rate(0, 0.0)
    ('2.6 M/s', '20 k/s', '3.5 /s', '')
    """
    if not (done and seconds):
        return ""
    rate = done / seconds
    for size, letter in ((1e6, "M"), (1e3, "k"), (1.0, "")):
        if rate >= size:
            return f"{rate / size:.{1 if rate < 10 * size else 0}f} {letter}/s"
    return f"{rate:.1g} /s"
