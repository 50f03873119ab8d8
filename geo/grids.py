"""Grid references as degrees: MGRS and UTM, on WGS 84, read strictly.

The letters of an MGRS reference are checked against its zone; a UTM one must lie in the zone and the latitude band that
it names. "37S" is a band to an army and the southern hemisphere to a surveyor, so it is refused where both are places.
"""

from __future__ import annotations

import re
import warnings
from functools import lru_cache
from typing import Any, Final

from geo.errors import CoordinateError

METRES_PER_DEGREE: Final = 111_320.0
"""Of latitude, and of longitude on the equator: what turns the size of a grid square into degrees."""
_MGRS: Final = re.compile(
    r"(?:MGRS:? ?)?(?P<square>\d{1,2} ?[C-HJ-NP-X] ?[A-HJ-NP-Z][A-HJ-NP-V]) ?(?P<digits>\d{2,10}|\d{1,5} \d{1,5})"
)
_UTM: Final = re.compile(
    r"(?:UTM:? ?)?(?:ZONE ?)?(?P<zone>\d{1,2}) ?(?P<side>NORTH|SOUTH|[C-HJ-NP-X])[ ,;]{1,2}"
    r"(?:E(?:ASTING)?:? ?)?(?P<east>\d{6}(?:\.\d{1,6})?) ?M?E?[ ,;]{1,2}"
    r"(?:N(?:ORTHING)?:? ?)?(?P<north>\d{1,8}(?:\.\d{1,6})?) ?M?N?"
)
_BANDS: Final = "CDEFGHJKLMNPQRSTUVWX"
"""Latitude bands of 8 degrees from 80 south; X is 12 degrees high (NGA.STND.0037, section 3)."""
_BESIDE_DEG: Final = 1.0
"""How far beyond its zone a reference may lie: surveys carry a zone on over its edge."""


def read_grid(text: str, what: str) -> tuple[float, float, float] | None:
    """(lon, lat, step) in degrees of a grid reference that is all of `text`; None where it is none.

    Of an MGRS square the middle is given, and its side as the step; of UTM the last digit's worth. what: how a message
    calls the text. Raises CoordinateError, "reason; advice".

    >>> [round(one, 5) for one in read_grid("37S FT 550 080", "it")]
    [40.66919, 33.50076, 0.0009]
    >>> [round(one, 5) for one in read_grid("37 north 654999 3708000", "it")]
    [40.66863, 33.50031, 1e-05]
    """
    usual = " ".join(text.upper().split())
    if match := _MGRS.fullmatch(usual):
        return _from_mgrs(match, what)
    if match := _UTM.fullmatch(usual):
        return _from_utm(match, what)
    return None


def _from_mgrs(match: re.Match[str], what: str) -> tuple[float, float, float]:
    square = match["square"].replace(" ", "").zfill(5)
    one, _, two = match["digits"].partition(" ")
    if not two:
        one, two = one[: len(one) // 2], one[len(one) // 2 :]
    if len(one) != len(two):
        raise CoordinateError(f"{what} have {len(one)} digits east and {len(two)} north; write as many of each")
    east, north = (f"{digits}5".ljust(5, "0")[:5] for digits in (one, two))  # the middle of the square
    from mgrs.core import MGRSError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # the converter only warns of a square outside its zone
            lat, lon = _grid().toLatLon(f"{square}{east}{north}")
    except (MGRSError, RuntimeWarning):
        raise CoordinateError(f"{what} name no square of the grid; check the zone and the letters") from None
    return float(lon), float(lat), 10.0 ** (5 - len(one)) / METRES_PER_DEGREE


@lru_cache(maxsize=1)
def _grid() -> Any:
    import mgrs

    return mgrs.MGRS()


def _from_utm(match: re.Match[str], what: str) -> tuple[float, float, float]:
    zone, side = int(match["zone"]), match["side"]
    east, north = float(match["east"]), float(match["north"])
    if not 1 <= zone <= 60:
        raise CoordinateError(f"{what} name zone {zone}; write one of 1 to 60")
    ways = {"NORTH": (True,), "SOUTH": (False,), "S": (True, False)}.get(side, (side >= "N",))
    found = [at for way in ways if (at := _degrees(zone, east, north, northern=way, band=side))]
    if len(found) > 1:
        raise CoordinateError(
            f"{what} read two ways: S is the band north of 32 degrees, or the southern hemisphere; "
            f"write '{zone} north ...' or '{zone} south ...'"
        )
    if not found:
        raise CoordinateError(f"{what} lie outside the zone that they name; check the zone and the order, east first")
    decimals = max(len(match[name].partition(".")[2]) for name in ("east", "north"))
    return *found[0], 10.0**-decimals / METRES_PER_DEGREE


def _degrees(zone: int, east: float, north: float, *, northern: bool, band: str) -> tuple[float, float] | None:
    """(lon, lat); None where that is outside the zone, the hemisphere or the band."""
    lon, lat = _from_zone(zone, northern)(east, north)
    beside = abs((lon - (6 * zone - 183) + 180.0) % 360.0 - 180.0)
    if beside > 3.0 + _BESIDE_DEG or not (-1e-6 <= lat <= 84.0 if northern else -80.0 <= lat <= 1e-6):
        return None
    if len(band) == 1 and band != "N" and (band, northern) != ("S", False):  # N and S may be hemispheres
        low = 8 * _BANDS.index(band) - 80
        if not low <= lat <= low + (12 if band == "X" else 8):
            return None
    return float(lon), float(lat)


@lru_cache(maxsize=120)
def _from_zone(zone: int, northern: bool) -> Any:
    import pyproj

    return pyproj.Transformer.from_crs(f"EPSG:{32600 + zone if northern else 32700 + zone}", "EPSG:4326",
                                       always_xy=True).transform  # fmt: skip
