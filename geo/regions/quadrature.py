"""Integrals of smooth pieces whose ends may bend like a square root, adaptively and many pieces at once.

Each piece is substituted by r = middle - half * cos t, which turns a square-root bend at either end into a
smooth function of t; then the 7-point Gauss and 15-point Kronrod rules (Piessens et al., QUADPACK, 1983)
share their nodes, and pieces where they disagree are halved.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

_HALF_NODES: Final = (
    0.991455371120812639206854697526329, 0.949107912342758524526189684047851,
    0.864864423359769072789712788640926, 0.741531185599394439863864773280788,
    0.586087235467691130294144691693013, 0.405845151377397166906606412076961,
    0.207784955007898467600689403773245, 0.0,
)  # fmt: skip
_HALF_KRONROD: Final = (
    0.022935322010529224963732008058970, 0.063092092629978553290700663189204,
    0.104790010322250183839876322541518, 0.140653259715525918745189590510238,
    0.169004726639267902826583426598550, 0.190350578064785409913256402421014,
    0.204432940075298892414161999234649, 0.209482141084727828012999174891714,
)  # fmt: skip
_HALF_GAUSS: Final = (
    0.0, 0.129484966168869693270611432679082, 0.0, 0.279705391489276667901467771423780,
    0.0, 0.381830050505118944950369775488975, 0.0, 0.417959183673469387755102040816327,
)  # fmt: skip


def _both_sides(half: tuple[float, ...], sign: float) -> NDArray[np.float64]:
    return np.array([sign * v for v in half] + list(half[-2::-1]))


_T: Final = (_both_sides(_HALF_NODES, -1.0) + 1.0) * np.pi / 2.0
_KRONROD: Final = _both_sides(_HALF_KRONROD, 1.0) * np.pi / 2.0
_GAUSS: Final = _both_sides(_HALF_GAUSS, 1.0) * np.pi / 2.0
_PLACE: Final = (1.0 - np.cos(_T)) / 2.0
_STRETCH: Final = np.sin(_T) / 2.0

NODES_21: Final = (_both_sides((
    0.995657163025808080735527280689003, 0.973906528517171720077964012084452,
    0.930157491355708226001207180059508, 0.865063366688984510732096688423493,
    0.780817726586416897063717578345042, 0.679409568299024406234327365114874,
    0.562757134668604683339000099272694, 0.433395394129247190799265943165784,
    0.294392862701460198131126603103866, 0.148874338981631210884826001129720, 0.0,
), -1.0) + 1.0) / 2.0  # fmt: skip
"""The 21 nodes of Kronrod's rule on [0, 1]; every second one, from the second, is one of Gauss's 10."""
KRONROD_21: Final = _both_sides((
    0.011694638867371874278064396062192, 0.032558162307964727478818972459390,
    0.054755896574351996031381300244580, 0.075039674810919952767043140916190,
    0.093125454583697605535065465083366, 0.109387158802297641899210590325805,
    0.123491976262065851077958109585166, 0.134709217311473325928054001771707,
    0.142775938577060080797094273138717, 0.147739104901338491374841515972068,
    0.149445554002916905664936468389821,
), 1.0) / 2.0  # fmt: skip
"""Their weights (QUADPACK's qk21)."""
GAUSS_10: Final = np.polynomial.legendre.leggauss(10)[1] / 2.0
"""Gauss's weights at `NODES_21[1::2]`."""

_ROUNDS: Final = 14


def integral(
    integrand: Callable[[NDArray[np.float64]], NDArray[np.float64]],
    breaks: NDArray[np.float64],
    *,
    tolerance: float = 2e-6,
) -> float:
    """The integral from the first to the last of `breaks`, which ascend and stand where the integrand bends.

    `integrand` takes a vector and returns one. Pieces are halved until Gauss and Kronrod agree within
    `tolerance` in sum, which the Kronrod value itself then undercuts by far; at most 14 times.

    >>> round(integral(lambda r: np.sqrt(r * (2.0 - r)), np.array([0.0, 2.0])) - np.pi / 2, 9)
    0.0
    """
    low, high = breaks[:-1], breaks[1:]
    total = 0.0
    for last in range(_ROUNDS, -1, -1):
        width = (high - low)[:, None]
        nodes = low[:, None] + width * _PLACE
        values = integrand(nodes.ravel()).reshape(nodes.shape) * _STRETCH * width
        fine = values @ _KRONROD
        error = np.abs(fine - values @ _GAUSS)
        poor = error > tolerance * 0.5 / len(low)
        if last == 0 or error.sum() <= tolerance or not poor.any():
            return total + float(fine.sum())
        total += float(fine[~poor].sum())
        tolerance -= float(error[~poor].sum())
        middle = (low[poor] + high[poor]) / 2.0
        low, high = np.concatenate([low[poor], middle]), np.concatenate([middle, high[poor]])
    raise AssertionError("the last round returns")
