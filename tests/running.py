"""The command line as a person runs it, for tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str


Geo = Callable[..., Ran]
"""`geo` with these arguments, and `stdin`: the fixture of that name in conftest.py."""
