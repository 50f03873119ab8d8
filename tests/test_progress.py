"""Progress of long work."""

from __future__ import annotations

import contextvars
import io
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from geo import progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_nothing_is_shown_unless_it_is_asked_for() -> None:
    assert list(progress.track(range(3), "counting")) == [0, 1, 2]


def test_what_is_gone_through_is_told() -> None:
    told: list[object] = []

    @contextmanager
    def telling(label: str, size: int) -> Iterator[Callable[[int], None]]:
        told.append((label, size))
        yield told.append

    def work() -> None:
        progress.show(telling)
        assert list(progress.track("ab", "letters")) == ["a", "b"]

    contextvars.copy_context().run(work)
    assert told == [("letters", 2), 1, 2]
    assert list(progress.track("ab", "letters")) == ["a", "b"]
    assert len(told) == 3, "only there"


@pytest.mark.parametrize("slow", [True, False])
def test_a_bar_comes_on_a_terminal_once_it_is_worth_it(monkeypatch: pytest.MonkeyPatch, slow: bool) -> None:
    clock = iter(range(1000)) if slow else iter([0.0] * 1000)
    monkeypatch.setattr(progress.time, "monotonic", lambda: float(next(clock)))
    monkeypatch.setattr(sys, "stderr", Terminal())
    with progress.shown("locating", 100) as seen:
        for done in range(1, 100):
            seen(done)
    out = sys.stderr.getvalue()  # type: ignore[attr-defined]
    assert ("locating" in out and "/s" in out) == slow


def test_elsewhere_there_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    with progress.shown("locating", 3) as seen:
        seen(3)
    assert capsys.readouterr().err == ""


def test_an_error_takes_the_bar_away() -> None:
    with pytest.raises(ZeroDivisionError), progress.shown("dividing", 3):
        raise ZeroDivisionError
