"""Styles in a GeoPackage, as QGIS keeps them: layers open drawn like the map, a sign for each verdict.

QGIS reads the table `layer_styles` of a GeoPackage, and of each layer the style that is marked as the default.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape, quoteattr

INK: Final = "29,64,101,255"
GREY: Final = "111,114,118,255"
PAPER: Final = "245,243,238,255"
"""The map's colours (maps/assets/map.css: ink, grey, land), red, green, blue and opacity, 0-255."""
LAYERS: Final = ("zones", "regions", "incidents", "verdicts")
"""The layers that have a style."""
TABLE: Final = "layer_styles"

_EPOCH: Final = "1970-01-01T00:00:00.000Z"
_LOUDEST: Final = ("inside", "indeterminate", "outside", "not_in_force", "unlocated")
"""Where marks lie on each other, the first of these is on top."""
_CREATE: Final = f"""
CREATE TABLE {TABLE} (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256),
  f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
  useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),
  update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now'))
)"""
_INSERT: Final = f"""
INSERT INTO {TABLE} (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, styleQML, styleSLD,
  useAsDefault, description, owner, ui, update_time) VALUES ('', '', ?, ?, ?, ?, '', 1, ?, '', NULL, ?)"""


def add_styles(path: Path, layers: Sequence[str]) -> None:
    """Put a style for each of `layers` that has one into the GeoPackage at `path`, which has none yet."""
    with closing(sqlite3.connect(path)) as db, db:
        columns = dict(db.execute("SELECT table_name, column_name FROM gpkg_geometry_columns"))
        styled = [name for name in layers if name in LAYERS and name in columns]
        if not styled:
            return
        db.execute(_CREATE)
        for name in styled:
            fields = [str(row[1]) for row in db.execute("SELECT * FROM pragma_table_info(?)", (name,))]
            said = f"{name} as the map of incident-mapper draws them"
            db.execute(_INSERT, (name, columns[name], name, style_of(name, fields), said, _EPOCH))
        db.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change) "
            "VALUES (?, 'attributes', ?, 'styles of layers, as QGIS keeps them', ?)",
            (TABLE, TABLE, _EPOCH),
        )


def style_of(layer: str, fields: Iterable[str]) -> str:
    """The QML of a layer of `LAYERS` that has these columns.

    >>> "categorizedSymbol" in style_of("incidents", ["id", "verdict"]), "verdict" in style_of("incidents", ["id"])
    (True, False)
    """
    if layer == "zones":
        return _qml(_renderer([("", "", _fill(fill=18, width=0.5))]), 2)
    if layer == "regions":
        wide, near = _fill(fill=28, dots=True), _fill(fill=46, dots=True)
        shares = [("0.9", "9 in 10 within", wide), ("0.5", "5 in 10 within", near)]
        return _qml(_renderer(shares, "share", order=("0.9", "0.5")), 2)
    if "verdict" not in fields:
        return _qml(_renderer([("", "", _UNTESTED)]), 0)
    signs = [(verdict, verdict.replace("_", " "), _SIGNS[verdict]) for verdict in _LOUDEST]
    return _qml(_renderer([*signs, ("", "not checked", _UNTESTED)], "verdict", order=_LOUDEST[::-1]), 0)


def _qml(renderer: str, geometry: int) -> str:
    """The style file around a renderer. geometry: 0 points, 2 polygons."""
    return (
        '<qgis version="3.22.0" styleCategories="Symbology">'
        f"{renderer}<blendMode>0</blendMode><featureBlendMode>0</featureBlendMode>"
        f"<layerGeometryType>{geometry}</layerGeometryType></qgis>"
    )


def _renderer(classes: Sequence[tuple[str, str, str]], attribute: str = "", order: Sequence[str] = ()) -> str:
    """One symbol for all, or one by the value of `attribute`; classes: (value, label, symbol layers).

    order: values from the lowest to the one on top.
    """
    kind = "marker" if "SimpleMarker" in classes[0][2] else "fill"
    symbols = "".join(
        f'<symbol type="{kind}" name="{number}" alpha="1" clip_to_extent="1" force_rhr="0">{layers}</symbol>'
        for number, (_, _, layers) in enumerate(classes)
    )
    if not attribute:
        return f'<renderer-v2 type="singleSymbol" enableorderby="0"><symbols>{symbols}</symbols></renderer-v2>'
    known = {"share": "double"}.get(attribute, "string")
    categories = "".join(
        f'<category value={quoteattr(value)} type="{known}" label={quoteattr(label)} symbol="{number}" render="true"/>'
        for number, (value, label, _) in enumerate(classes)
    )
    quote = "" if known == "double" else "'"
    ranks = " ".join(f"WHEN {quote}{value}{quote} THEN {rank}" for rank, value in enumerate(order, 1))
    by = f'CASE "{attribute}" {ranks} ELSE 0 END'
    return (
        f'<renderer-v2 type="categorizedSymbol" attr="{attribute}" symbollevels="0" enableorderby="1">'
        f"<categories>{categories}</categories><symbols>{symbols}</symbols>"
        f'<orderby><orderByClause asc="1" nullsFirst="1">{escape(by)}</orderByClause></orderby>'
        "</renderer-v2>"
    )


def _layer(kind: str, **props: object) -> str:
    held = "".join(f'<prop k="{name}" v={quoteattr(str(value))}/>' for name, value in props.items())
    return f'<layer class="{kind}" enabled="1" locked="0" pass="0">{held}</layer>'


def _marker(name: str = "circle", **props: object) -> str:
    usual = {"size": 3.4, "size_unit": "MM", "outline_width": 0.5, "outline_width_unit": "MM", "angle": 0,
             "color": PAPER, "outline_color": INK, "outline_style": "solid", "joinstyle": "round"}  # fmt: skip
    return _layer("SimpleMarker", name=name, **{**usual, **props})


def _fill(*, fill: int, width: float = 0.25, dots: bool = False) -> str:
    """An area of ink. fill: how opaque, 0-255; width of its outline, mm."""
    hue = INK.rpartition(",")[0]
    return _layer("SimpleFill", color=f"{hue},{fill}", style="solid", outline_color=INK, outline_width=width,
                  outline_width_unit="MM", outline_style="dot" if dots else "solid", joinstyle="round")  # fmt: skip


_UNTESTED: Final = _marker(size=2.2, color=GREY, outline_color=GREY)
_SIGNS: Final = {
    "inside": _marker(color=INK),
    "indeterminate": _marker() + _marker("semi_circle", color=INK, outline_style="no", angle=270),
    "outside": _marker(),
    "not_in_force": _marker(outline_color=GREY, outline_style="dash"),
    "unlocated": _marker("line", outline_color=GREY, angle=90),
}
