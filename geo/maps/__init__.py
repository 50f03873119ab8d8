"""Maps: tables of incidents, zones and verdicts become one HTML file that opens anywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import folium
    import pandas as pd

__all__ = ["draw"]


def draw(
    incidents: pd.DataFrame,
    zones: pd.DataFrame | None = None,
    verdicts: pd.DataFrame | None = None,
    *,
    title: str = "",
    subtitle: str = "",
) -> folium.Map:
    """A map of INCIDENTS, ZONES and CONTAINMENT (`geo.frames`): show it in a notebook, or `.save("map.html")`.

    The file needs no network and runs no data. Without `verdicts` the incidents are drawn without a verdict.
    Report titles and links are shown when `incidents.attrs["reports"]` maps report ids to
    {"title", "publisher", "published", "url"}. Raises TableError when the tables do not fit together.

    >>> import pandas as pd
    >>> from geo.frames import INCIDENTS, conform
    >>> empty = conform(pd.DataFrame({"id": []}), INCIDENTS)
    >>> draw(empty, title="Nothing yet").document["finding"]
    'This table holds no incidents.'
    """
    from geo.maps.page import IncidentMap
    from geo.maps.payload import payload

    return IncidentMap(payload(incidents, zones, verdicts, title=title, subtitle=subtitle))
