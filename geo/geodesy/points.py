"""Points as they are given: arrays of longitudes and latitudes in degrees, checked."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.errors import CoordinateError

_CHUNK: Final = 262_144


def flat_points(lon: ArrayLike, lat: ArrayLike) -> tuple[NDArray[np.generic], NDArray[np.generic], tuple[int, ...]]:
    """Both coordinates broadcast and flattened, without a copy where that is possible, and their common shape.

    Whatever stands for "unknown" (None, a mask) becomes NaN, for `refuse_bad` to find.

    >>> flat_points([[1, 2]], 3.0)[1:]
    (array([3., 3.]), (1, 2))
    """
    try:
        lons, lats = np.broadcast_arrays(_numbers(lon), _numbers(lat))
    except ValueError as error:
        raise CoordinateError(f"longitudes and latitudes do not go together: {error}") from error
    return lons.reshape(-1), lats.reshape(-1), lons.shape


def refuse_bad(lon: NDArray[np.generic], lat: NDArray[np.generic]) -> None:
    """Raise CoordinateError, counting the points that are none and naming the first, if there are any."""
    count, first = 0, -1
    for start in range(0, lon.size, _CHUNK):
        x, y = (np.asarray(a[start : start + _CHUNK], dtype=np.float64) for a in (lon, lat))
        bad = ~np.isfinite(x) | ~(np.abs(y) <= 90.0)
        if first < 0 and bad.any():
            first = start + int(np.argmax(bad))
        count += int(np.count_nonzero(bad))
    if count:
        raise CoordinateError(
            f"{count:,} of {lon.size:,} points {'has' if count == 1 else 'have'} no usable coordinates; the first is "
            f"index {first}: longitude {float(lon[first]):g}, latitude {float(lat[first]):g}; "
            "set such points aside before asking, or give degrees, latitude -90..90"
        )


def _numbers(values: ArrayLike) -> NDArray[np.generic]:
    if isinstance(values, np.ma.MaskedArray):
        return np.ma.filled(values.astype(np.float64), np.nan)
    array = np.asarray(values)
    if array.dtype.kind in "fiu":
        return array
    try:
        return np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise CoordinateError(f"coordinates must be numbers, degrees: {error}") from error
