"""Positions as places on one curve: Web Mercator cells of about half a metre, in Morton order.

Sorted along the curve, neighbours on the map are neighbours in the file: the steps between them are small, a
view is a few stretches of the curve, and texts about one place share a chunk.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

BITS: Final = 26
"""Bits of x and of y: 2**26 cells around the equator, 0.6 m each."""
TOP_DEG: Final = 85.0511287798
"""Latitude where the square of Web Mercator ends; what lies beyond is drawn at its edge."""

_SIDE: Final = 2.0**BITS
_MASKS: Final = (
    (16, 0x0000FFFF0000FFFF), (8, 0x00FF00FF00FF00FF), (4, 0x0F0F0F0F0F0F0F0F),
    (2, 0x3333333333333333), (1, 0x5555555555555555),
)  # fmt: skip

Degrees = NDArray[np.float64]
Codes = NDArray[np.uint64]


def codes(lon: Degrees, lat: Degrees) -> Codes:
    """Where positions in degrees stand on the curve: bits of x on the even places, of y on the odd ones; NaN at 0.

    >>> codes(np.array([-180.0, 0.0]), np.array([89.0, 0.0])).tolist() == [0, 3 << 50]
    True
    """
    sine = np.sin(np.radians(np.clip(lat, -TOP_DEG, TOP_DEG)))
    x = (np.asarray(lon) + 180.0) / 360.0
    y = 0.5 - np.log((1.0 + sine) / (1.0 - sine)) / (4.0 * np.pi)
    cells = [np.clip(np.floor(np.nan_to_num(part) * _SIDE), 0, _SIDE - 1) for part in (x - np.floor(x), y)]
    return _spread(cells[0].astype(np.uint64)) | (_spread(cells[1].astype(np.uint64)) << np.uint64(1))


def positions(code: Codes) -> tuple[Degrees, Degrees]:
    """Longitude and latitude of the cells' middles, degrees.

    >>> lon, lat = positions(codes(np.array([38.61778]), np.array([33.50583])))
    >>> round(float(lon[0]), 5), round(float(lat[0]), 5)
    (38.61778, 33.50583)
    """
    x = (_gathered(code) + 0.5) / _SIDE
    y = (_gathered(code >> np.uint64(1)) + 0.5) / _SIDE
    return x * 360.0 - 180.0, np.degrees(np.arctan(np.sinh(np.pi * (1.0 - 2.0 * y))))


def _spread(value: Codes) -> Codes:
    for shift, mask in _MASKS:
        value = (value | (value << np.uint64(shift))) & np.uint64(mask)
    return value


def _gathered(value: Codes) -> Degrees:
    value = value & np.uint64(_MASKS[-1][1])
    for (shift, _), (_, mask) in zip(_MASKS[::-1], (*_MASKS[-2::-1], (32, 0x00000000FFFFFFFF)), strict=True):
        value = (value | (value >> np.uint64(shift))) & np.uint64(mask)
    return value.astype(np.float64)
