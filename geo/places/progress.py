"""How far a long build is: a bar on a terminal with its rate and the time left, and nothing anywhere else."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Final

Progress = Callable[[str, int], AbstractContextManager[Callable[[int], None]]]
"""(what is done, its size) to a context; what it gives is told how much of the size is done."""
_MEGA: Final = 1_000_000


@contextmanager
def silent(_label: str, _size: int) -> Iterator[Callable[[int], None]]:
    """No progress is shown."""
    yield lambda _done: None


@contextmanager
def shown(label: str, size: int) -> Iterator[Callable[[int], None]]:
    """A bar on standard error when that is a terminal."""
    if not sys.stderr.isatty():
        with silent(label, size) as seen:
            yield seen
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    label_and_rate = TextColumn("{task.description} {task.fields[rate]}")
    columns = (label_and_rate, BarColumn(), TimeRemainingColumn(), TimeElapsedColumn())
    with Bars(*columns, console=Console(stderr=True)) as bars:
        task = bars.add_task(label, total=size, rate="")

        def seen(done: int) -> None:
            seconds = bars.tasks[task].elapsed or 0.0
            rate = f"{done / seconds / _MEGA:.1f} MB/s" if size > _MEGA and seconds else ""
            bars.update(task, completed=done, rate=rate)

        yield seen
