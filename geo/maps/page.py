"""One HTML file that needs nothing else: a folium.Map whose page is offline and safe by construction.

folium compiles what it has rendered a second time as a Jinja template, so data must never pass through it.
Here data is JSON in a `<script type="application/json">` that no template sees; the page's own script puts
it on screen as text. A Content-Security-Policy that names each script and style by its hash forbids
everything else, requests included.
"""

from __future__ import annotations

import base64
import hashlib
import html
import os
import re
import warnings
from collections.abc import Mapping, Sequence
from typing import Any, Final

import folium
from branca.element import Figure
from jinja2 import Template

from geo.files import write_atomically
from geo.maps.basemap import asset
from geo.maps.layers.layer import Basemap, Composed, Layer, compose, layers_of

_EXTERNAL: Final = re.compile(r"<script\b[^>]*\bsrc\s*=[^>]*>\s*</script>|<link\b[^>]*\bhref\s*=[^>]*>", re.IGNORECASE)
_INLINE: Final = re.compile(r"<(script|style)\b[^>]*>(.*?)</\1>", re.IGNORECASE | re.DOTALL)
_ADDRESS: Final = re.compile(r"(?:src|href)\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)


class Page(Figure):
    """The file around a map: policy, styles, data, scripts."""

    draws_layers = True
    """Tells the layers that they need not put themselves into the page."""

    def __init__(self, drawn: folium.Map) -> None:
        """A page for `drawn`, whatever layers it has when the page is rendered."""
        super().__init__()
        self.drawn = drawn

    def render(self, **kwargs: Any) -> str:
        """The whole file as text."""
        composed = composed_of(self.drawn)
        document = composed.document
        drawn: Any = self.drawn
        drawn.render(**kwargs)
        extra = _without_external(self.header.render(**kwargs))
        scripts = [asset("leaflet.js"), _closed(self.script.render(**kwargs)), asset("map.js")]
        styles = [asset("leaflet.css"), asset("map.css")]
        blocks = [(match[1].lower(), match[2]) for match in _INLINE.finditer(extra)]
        policy = content_policy(
            [*scripts, *(text for kind, text in blocks if kind == "script")],
            [*styles, *(text for kind, text in blocks if kind == "style")],
        )
        parts = {
            "policy": html.escape(policy, quote=True),
            "title": html.escape(_printable(document["title"])),
            "styles": "\n".join(f"<style>{text}</style>" for text in styles),
            "extra": extra,
            "finding": html.escape(_printable(document["finding"])),
            "map": self.html.render(**kwargs),
            "map_name": self.drawn.get_name(),
            "payload": composed.payload(),
            "basemap": composed.ground(),
            "columns": "\n".join(block for block in composed.blocks if 'id="column-' in block[:80]),
            "texts": "\n".join(block for block in composed.blocks if 'id="texts-' in block[:80]),
            "scripts": "\n".join(f"<script>{text}</script>" for text in scripts),
        }
        return re.sub(r"<!--=(\w+)=-->", lambda match: parts[match[1]], asset("page.html"))

    def _repr_html_(self, **kwargs: Any) -> str:
        """The page in a frame of its own, as a notebook shows it."""
        source = html.escape(self.render(**kwargs), quote=True)
        return (
            f'<iframe srcdoc="{source}" title="Map of incidents" width="100%" height="640" '
            'style="border:0" allowfullscreen></iframe>'
        )


class IncidentMap(folium.Map):
    """A folium.Map whose saved file opens without a network and never runs its data."""

    _template = Template(
        """
        {% macro html(this, kwargs) %}<div class="folium-map" id="{{ this.get_name() }}"></div>{% endmacro %}
        {% macro script(this, kwargs) %}
        var {{ this.get_name() }} = L.map({{ this.get_name()|tojson }}, {
            center: [0, 0], zoom: 2, attributionControl: false, zoomControl: false, zoomSnap: 0.25,
            wheelPxPerZoomLevel: 110, minZoom: 0, maxZoom: 18, worldCopyJump: false, keyboard: true
        });
        {% endmacro %}
        """
    )

    def __init__(self, layers: Sequence[Layer]) -> None:
        """A map of these layers. Raises TableError when their tables do not fit together."""
        super().__init__(location=[0, 0], zoom_start=2, tiles=None)
        self._id = "incidents"  # folium's own ids are random; the same tables must give the same bytes
        self.default_js: list[tuple[str, str]] = []  # the instance's own: folium's lists belong to every map
        self.default_css: list[tuple[str, str]] = []
        for layer in layers:
            self.add_child(layer, name=layer.role)
        self.composed = compose(layers)
        Page(self).add_child(self, name=self.get_name())

    @property
    def document(self) -> Mapping[str, Any]:
        """The data that the page is drawn from (`assets/payload.schema.json`)."""
        return self.composed.document

    def save(self, outfile: Any, close_file: bool = True, **kwargs: Any) -> None:
        """Write the page to a path, all of it or nothing, or to a binary file object.

        Raises OutputError when the path cannot be written.
        """
        _write(self.get_root().render(**kwargs), outfile, close_file)


def offline(drawn: folium.Map, outfile: Any = None) -> str:
    """The page of a map that loads nothing: its layers of `geo.maps.layers`, and what folium layers draw without help.

    What another host would have to send is left out, with a warning that names it: tiles, scripts, style sheets.
    Writes the page to `outfile` too, where one is given. Raises TableError when the tables of the layers do not fit
    together, and OutputError when the file cannot be written.
    """
    parent = drawn._parent
    kept, js, css = dict(drawn._children), drawn.default_js, drawn.default_css
    if not isinstance(drawn, IncidentMap):
        drawn.default_js, drawn.default_css = [], []  # the instance's own; Leaflet comes with the page
    for name, child in kept.items():
        if isinstance(child, folium.TileLayer):
            _leave_out([str(child.tiles)])
            del drawn._children[name]
    if not any(layer.role == Basemap.role for layer in layers_of(drawn)):
        drawn._children["basemap"] = Basemap()  # in place of the tiles
    try:
        page = parent if isinstance(parent, Page) else Page(drawn)
        drawn._parent = page
        text = page.render()
    finally:
        drawn._parent, drawn.default_js, drawn.default_css = parent, js, css
        drawn._children.clear()
        drawn._children.update(kept)
    if outfile is not None:
        _write(text, outfile, False)
    return text


def composed_of(drawn: folium.Map) -> Composed:
    """What a map's layers are drawn from; an IncidentMap has composed it already."""
    found = getattr(drawn, "composed", None)
    return found if isinstance(found, Composed) else compose(layers_of(drawn))


def _write(text: str, outfile: Any, close_file: bool) -> None:
    if hasattr(outfile, "write"):
        outfile.write(text.encode("utf-8"))
        if close_file:
            outfile.close()
        return
    write_atomically(os.fsdecode(outfile), text.encode("utf-8"))


def content_policy(scripts: list[str], styles: list[str]) -> str:
    """A Content-Security-Policy that allows these scripts and styles, by hash, and nothing from anywhere.

    >>> content_policy(["1"], [])
    "default-src 'none'; script-src 'sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s='; style-src 'none'; \
img-src data:; base-uri 'none'; form-action 'none'"
    """

    def allowed(texts: list[str]) -> str:
        return " ".join(dict.fromkeys(f"'sha256-{_sha256(text)}'" for text in texts)) or "'none'"

    return (
        f"default-src 'none'; script-src {allowed(scripts)}; style-src {allowed(styles)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _sha256(text: str) -> str:
    """As a browser hashes an element's text: UTF-8, line ends as line feeds."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return base64.b64encode(hashlib.sha256(plain.encode("utf-8")).digest()).decode("ascii")


def _closed(script: str) -> str:
    """A script that cannot end its own element: in JavaScript `<\\/` is `</`."""
    return re.sub(r"</(?=script)", r"<\\/", script, flags=re.IGNORECASE)


def _without_external(header: str) -> str:
    """A header without links to other hosts, which an offline page could not follow; says what it left out."""
    _leave_out([found for match in _EXTERNAL.finditer(header) for found in _ADDRESS.findall(match[0])])
    return _EXTERNAL.sub("", header)


def _leave_out(addresses: Sequence[str]) -> None:
    if addresses:
        names = ", ".join(sorted(set(addresses)))
        warnings.warn(f"left out of the offline page, which loads nothing: {names}", UserWarning, stacklevel=4)


def _printable(text: str) -> str:
    """Without control characters, which HTML source cannot hold; the script sets the true text later."""
    return "".join(char if char.isprintable() else " " for char in text)
