"""How far something long is: a bar on a terminal with its rate and the time left, and nothing anywhere else."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

Progress = Callable[[str, int], AbstractContextManager[Callable[[int], None]]]
"""(what is done, its size) to a context; what it gives is told how much of the size is done."""


@contextmanager
def silent(_label: str, _size: int) -> Iterator[Callable[[int], None]]:
    """No progress is shown."""
    yield lambda _done: None


@contextmanager
def shown(label: str, size: int) -> Iterator[Callable[[int], None]]:
    """A bar on standard error when that is a terminal; it goes when all is done."""
    if not sys.stderr.isatty():
        with silent(label, size) as seen:
            yield seen
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[rate]}"), TimeRemainingColumn())
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task(label, total=size, rate="")

        def seen(done: int) -> None:
            bars.update(task, completed=done, rate=say_rate(done, bars.tasks[task].elapsed or 0.0))

        yield seen


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
