"""What `geo check` wrote, read again as it stands: rows, verdicts, what they come from; nothing is decided anew."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from geo.errors import TableError
from geo.files import open_rows, read_provenance, read_text
from geo.frames import CONTAINMENT, INCIDENTS, conform, dump_json

if TYPE_CHECKING:
    import pandas as pd

_KINDS: Final = {column.name: column.kind for column in (*INCIDENTS, *CONTAINMENT)}
_NEEDED: Final = frozenset({"incident_id", "zone_id", "verdict", "reason", "trace"})
_TRUE: Final = frozenset({"true", "1"})


@dataclass(frozen=True, slots=True)
class Checked:
    """A result of `geo check`."""

    name: str
    """What to call it."""
    rows: pd.DataFrame
    """One row per incident and zone: the columns of INCIDENTS, where the file has them, and of CONTAINMENT."""
    provenance: Mapping[str, Any] | None = None
    """What it was made from; None where nothing says so."""
    edited: bool = False
    """Whether the file was changed since it was written."""

    @property
    def incidents(self) -> pd.DataFrame:
        """One row for each incident."""
        return self.rows.drop_duplicates("id").reset_index(drop=True)

    @property
    def verdicts(self) -> pd.DataFrame:
        """CONTAINMENT."""
        return self.rows[[column.name for column in CONTAINMENT]].reset_index(drop=True)


def read_output(path: str | Path) -> Checked | None:
    """The result of `geo check` at `path` (a table, or a folder of parts); None where it is something else.

    Raises TableError where it is a result whose provenance cannot be read.
    """
    path = Path(path)
    if not path.exists() or (path.is_dir() and not (path / "_manifest.json").exists()):
        return None
    try:
        given = _read(path)
    except TableError:  # whoever reads it as something else says what is wrong with it
        return None
    if given is None or not set(given.columns) >= _NEEDED:
        return None
    if "id" not in given.columns:
        given = given.assign(id=given["incident_id"])
    plain = given.astype(object)
    for name in plain.columns:
        if name in _KINDS:
            plain[name] = [_cell(value, _KINDS[name]) for value in given[name]]
    record, edited = read_provenance(path)
    return Checked(str(path), conform(conform(plain, CONTAINMENT), INCIDENTS), record, edited)


def _read(path: Path) -> pd.DataFrame | None:
    """A table as it stands; None for what is no table of rows."""
    import pandas as pd

    suffix = path.suffix.lower()
    if path.is_dir() or suffix == ".parquet":
        return _parquet(path)
    if suffix in {".gpkg", ".fgb", ".kml"}:
        return _layer(path)
    if suffix == ".geojson":
        features = _geojson(path)
        return None if features is None else pd.DataFrame([one.get("properties") or {} for one in features])
    if suffix not in {".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".xlsx"}:
        return None
    rows = open_rows(path, list_keys=("incidents",))
    return pd.DataFrame(rows.cells, columns=rows.columns)


def _geojson(path: Path) -> list[dict[str, Any]] | None:
    try:
        held = json.loads(read_text(path))
        return list(held["features"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _parquet(path: Path) -> pd.DataFrame:
    import pandas as pd

    from geo.engines.parts import described, files_of, parquet

    tables: list[pd.DataFrame] = []
    for file in files_of([path]):
        names = [name for name in described(file)[1].names if name not in {"geometry", "bbox"}]
        tables.append(parquet().read_table(file, columns=names).to_pandas())
    return pd.concat(tables, ignore_index=True)


def _layer(path: Path) -> pd.DataFrame:
    import pandas as pd
    import pyogrio
    from pyogrio.errors import DataLayerError, DataSourceError

    try:
        names = [str(name) for name, _ in pyogrio.list_layers(path)]
        layer = "verdicts" if "verdicts" in names else names[0]
        return pd.DataFrame(pyogrio.read_dataframe(path, layer=layer, read_geometry=False))
    except (DataSourceError, DataLayerError, IndexError) as error:
        raise TableError(f"{path}: cannot be read as {path.suffix} ({error})") from None


def _cell(value: Any, kind: str) -> Any:
    """A cell as the contracts have it, from whatever the format made of it."""
    import pandas as pd

    if pd.api.types.is_scalar(value) and pd.isna(value):
        return {"number": math.nan, "flag": False, "count": 0, "json_list": "[]"}.get(kind, "")
    if kind in ("json", "json_list"):
        return value if isinstance(value, str) else dump_json(value)
    if kind == "flag":
        return str(value).lower() in _TRUE
    if kind in ("number", "count"):
        return _number(value, kind)
    return value.isoformat()[:10] if hasattr(value, "isoformat") else str(value)


def _number(value: Any, kind: str) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = math.nan
    if kind == "count":
        return int(number) if math.isfinite(number) else 0
    return number
