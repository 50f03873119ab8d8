"""Maps: tables of incidents, zones and verdicts become one HTML file that opens anywhere.

page        the file: a folium.Map whose page is offline and safe
layers      what joins any folium.Map
payload     the one document that a page is drawn from
sentences   what the page says in words
shapes      outlines and regions as lists of positions
cells       cells of a table as the page wants them
basemap     the ground under the incidents
public      tables fit for publishing
photograph  a picture of a page

More than 500 incidents in one page:

packed   positions, days and verdicts as columns of bytes
columns  a long table by whole columns
told     its verdicts, and which one speaks for an incident
chunks   the texts, a thousand to a chunk
blocks   bytes inside a page
morton   positions as places on one curve
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import folium
    import pandas as pd

__all__ = ["draw", "offline", "picture"]


def draw(
    incidents: pd.DataFrame,
    zones: pd.DataFrame | None = None,
    verdicts: pd.DataFrame | None = None,
    *,
    title: str = "",
    subtitle: str = "",
    public: bool = False,
    embargo_days: int = 0,
    credit: str = "",
    as_of: date | None = None,
    provenance: Mapping[str, Any] | None = None,
) -> folium.Map:
    """A map of INCIDENTS, ZONES and CONTAINMENT (`geo.frames`): show it in a notebook, or `.save("map.html")`.

    The file needs no network and runs no data. Without `verdicts` the incidents are drawn without a verdict.
    Report titles and links are shown when `incidents.attrs["reports"]` maps report ids to
    {"title", "publisher", "published", "url"}. `public` draws what `geo.maps.public` leaves of the tables, with
    `embargo_days` nothing undated or younger than that on the day `as_of` (today); `credit`: a sentence that stays on
    either; `provenance`: what it is made from. Raises
    TableError when the tables do not fit together.

    >>> import pandas as pd
    >>> from geo.frames import INCIDENTS, conform
    >>> empty = conform(pd.DataFrame({"id": []}), INCIDENTS)
    >>> draw(empty, title="Nothing yet").document["finding"]
    'This table holds no incidents.'
    """
    from geo.errors import InputError
    from geo.maps.layers import Basemap, DoubtLayer, IncidentLayer, Layer, ZoneLayer
    from geo.maps.page import IncidentMap

    notice = ""
    if public:
        from geo.maps.public import published

        shown = published(incidents, verdicts, embargo_days=embargo_days, today=as_of)
        incidents, verdicts, notice = shown.incidents, shown.verdicts, shown.notice
    elif embargo_days:
        raise InputError("an embargo is for a published map; say public=True too")
    notice = " ".join(filter(None, (notice, credit)))
    marks = IncidentLayer(incidents, verdicts, title=title, subtitle=subtitle, notice=notice, provenance=provenance)
    layers: list[Layer] = [Basemap(), DoubtLayer(), marks]
    if zones is not None:
        layers.insert(1, ZoneLayer(zones))
    return IncidentMap(layers)


def offline(drawn: folium.Map, outfile: Any = None) -> str:
    """The page of any folium.Map that holds layers of `geo.maps.layers`, as one file that loads nothing."""
    from geo.maps.page import offline as page_of

    return page_of(drawn, outfile)


def picture(
    drawn: folium.Map, outfile: str | Path, *, width: int = 1280, height: int = 800, dark: bool = False
) -> None:
    """A PNG of a map's offline page, taken by a browser that is installed here; raises OutputError without one."""
    from geo.maps.page import offline as page_of
    from geo.maps.photograph import photograph

    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "map.html"
        page_of(drawn, page)
        photograph(page, Path(outfile), width=width, height=height, dark=dark)
