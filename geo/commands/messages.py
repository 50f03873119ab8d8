"""What the commands say beside their results: all of it on standard error, as much of it as is wished.

Errors and what was set aside are always said; `--quiet` drops the rest, `--verbose` adds what was done and when.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from inspect import Parameter, signature
from typing import Annotated, Any, NoReturn, get_type_hints

import typer

_quiet: ContextVar[bool] = ContextVar("quiet", default=False)


def say(message: str) -> None:
    """A message for the person that nobody may miss."""
    from geo.commands.terminal import plain

    print(plain(message), file=sys.stderr)


def hand_out(text: str) -> None:
    """A result on standard output; where that is a terminal, without characters that would steer it."""
    from geo.commands.terminal import plain

    sys.stdout.write("\n".join(map(plain, text.split("\n"))) if watched() else text)


def watched() -> bool:
    """Whether standard output is a terminal."""
    return sys.stdout.isatty()


def tell(message: str) -> None:
    """News for the person: what was written, what was assumed; not with --quiet."""
    if not _quiet.get():
        say(message)


def usage(message: str) -> NoReturn:
    """Stop: the command was typed wrongly."""
    say(f"geo: {message}")
    raise typer.Exit(2)


def _be_quiet(wished: bool) -> None:
    _quiet.set(wished)


def _be_verbose(wished: bool) -> None:
    if wished:
        handler = _Told()
        handler.addFilter(lambda record: record.levelno < logging.WARNING)  # what is set aside is listed at the end
        logging.getLogger("geo").addHandler(handler)
        logging.getLogger("geo").setLevel(logging.INFO)


_Quiet = Annotated[
    bool, typer.Option("--quiet", "-q", callback=_be_quiet, help="Say only errors and what was set aside.")
]
_Verbose = Annotated[bool, typer.Option("--verbose", "-v", callback=_be_verbose, help="Say what is done, and when.")]


def with_manners(function: Callable[..., None]) -> Callable[..., None]:
    """A command that takes --quiet and --verbose besides its own options."""

    @wraps(function)
    def command(*, quiet: bool = False, verbose: bool = False, **words: Any) -> None:
        function(**words)

    hints = {**get_type_hints(function, include_extras=True), "quiet": _Quiet, "verbose": _Verbose}
    own = [one.replace(annotation=hints[one.name]) for one in signature(function).parameters.values()]
    ours = [
        Parameter(one, Parameter.KEYWORD_ONLY, default=False, annotation=hints[one]) for one in ("quiet", "verbose")
    ]
    command.__annotations__ = hints
    command.__signature__ = signature(function).replace(parameters=[*own, *ours])  # type: ignore[attr-defined]
    return command


def be_usual() -> None:
    """Neither quiet nor verbose, as every run begins."""
    _quiet.set(False)
    logger = logging.getLogger("geo")
    logger.propagate = False
    logger.setLevel(logging.NOTSET)
    for handler in list(logger.handlers):
        logger.removeHandler(handler)
    logger.addHandler(logging.NullHandler())


class _Told(logging.Handler):
    """Log records as messages, with the seconds since the program began."""

    def emit(self, record: logging.LogRecord) -> None:
        """Say one."""
        say(f"{record.relativeCreated / 1000:6.2f} s  {record.getMessage()}")
