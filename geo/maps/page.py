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
from collections.abc import Mapping
from typing import Any, Final

import folium
from branca.element import Element, Figure
from jinja2 import Template

from geo.files import write_atomically
from geo.maps.basemap import asset, basemap
from geo.maps.payload import as_json, box_of

_EXTERNAL: Final = re.compile(r"<script\b[^>]*\bsrc\s*=[^>]*>\s*</script>|<link\b[^>]*\bhref\s*=[^>]*>", re.IGNORECASE)
_INLINE: Final = re.compile(r"<(script|style)\b[^>]*>(.*?)</\1>", re.IGNORECASE | re.DOTALL)
_ADDRESS: Final = re.compile(r"(?:src|href)\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)


class Verbatim(Element):
    """Text that goes into the page as it is: no template ever sees it."""

    def __init__(self, text: str) -> None:
        """Keep `text`, which the caller has made safe for where it will stand."""
        super().__init__()
        self._name = "Verbatim"
        self.text = text

    def render(self, **kwargs: Any) -> str:
        """The text."""
        return self.text


class Page(Figure):
    """The file around the map: policy, styles, data, scripts."""

    def __init__(self, document: Mapping[str, Any], map_name: str) -> None:
        """A page for `document` (see `payload`), whose Leaflet map is the script variable `map_name`."""
        super().__init__()
        self.document = document
        self.map_name = map_name

    def render(self, **kwargs: Any) -> str:
        """The whole file as text."""
        for child in self._children.values():
            child.render(**kwargs)
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
            "title": html.escape(_printable(self.document["title"])),
            "styles": "\n".join(f"<style>{text}</style>" for text in styles),
            "extra": extra,
            "finding": html.escape(_printable(self.document["finding"])),
            "map": self.html.render(**kwargs),
            "map_name": self.map_name,
            "payload": as_json(self.document),
            "basemap": as_json(basemap(box_of(self.document))),
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
            wheelPxPerZoomLevel: 110, minZoom: 1, maxZoom: 18, worldCopyJump: false, keyboard: true
        });
        {% endmacro %}
        """
    )

    def __init__(self, document: Mapping[str, Any]) -> None:
        """A map of `document`, as `payload` makes it."""
        super().__init__(location=[0, 0], zoom_start=2, tiles=None)
        self._id = "incidents"  # folium's own ids are random; the same tables must give the same bytes
        self.default_js: list[tuple[str, str]] = []  # the instance's own: folium's lists belong to every map
        self.default_css: list[tuple[str, str]] = []
        self.document = document
        Page(document, self.get_name()).add_child(self, name=self.get_name())

    def save(self, outfile: Any, close_file: bool = True, **kwargs: Any) -> None:
        """Write the page to a path, all of it or nothing, or to a binary file object.

        Raises OutputError when the path cannot be written.
        """
        text = self.get_root().render(**kwargs).encode("utf-8")
        if hasattr(outfile, "write"):
            outfile.write(text)
            if close_file:
                outfile.close()
            return
        write_atomically(os.fsdecode(outfile), text)


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
    lost = [found for match in _EXTERNAL.finditer(header) for found in _ADDRESS.findall(match[0])]
    if lost:
        names = ", ".join(sorted(set(lost)))
        warnings.warn(f"left out of the offline page, which loads nothing: {names}", UserWarning, stacklevel=3)
    return _EXTERNAL.sub("", header)


def _printable(text: str) -> str:
    """Without control characters, which HTML source cannot hold; the script sets the true text later."""
    return "".join(char if char.isprintable() else " " for char in text)
