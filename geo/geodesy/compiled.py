"""Whether loops run as machine code: numba, which the extra `speed` installs, compiles `geo.geodesy.loops`.

Both forms, this one and numpy, give the same answers: each decides only what is sure and leaves the rest to the same
definition.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from typing import Any, Final, ParamSpec, TypeVar, cast

_P = ParamSpec("_P")
_R = TypeVar("_R")

_WORTH: Final = 1_000_000
"""Points from which on a first call gains: to import numba takes as long as numpy takes for some 10^8 comparisons."""


def compiled(loop: Callable[_P, _R], points: int) -> Callable[_P, _R] | None:
    """A function of `geo.geodesy.loops` as machine code, or None where numpy is to do the work.

    None comes back without numba, with GEO_COMPILED=0 in the environment, and for fewer than a million points, unless
    numba has been imported anyway or GEO_COMPILED=1 asks for it. What is compiled is kept on disk, where there is a
    folder to write to, and runs without the interpreter's lock.

    >>> from geo.geodesy import loops
    >>> compiled(loops.decide_table, 10) is None or callable(compiled(loops.decide_table, 10))
    True
    """
    wanted = os.environ.get("GEO_COMPILED", "")
    if wanted == "0" or not (wanted == "1" or points >= _WORTH or "numba" in sys.modules):
        return None
    return cast("Callable[_P, _R] | None", _compiled(loop))


@cache
def _compiled(loop: Callable[..., Any]) -> Callable[..., Any] | None:
    if find_spec("numba") is None:
        return None
    import numba

    try:
        return cast("Callable[..., Any]", numba.njit(nogil=True, error_model="numpy", cache=True)(loop))
    except RuntimeError:  # no folder that the machine code could be kept in
        return cast("Callable[..., Any]", numba.njit(nogil=True, error_model="numpy")(loop))
