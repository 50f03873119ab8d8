"""What a result was made from, beside it or inside it: as plain JSON that the same run writes with the same bytes.

Formats with a place for it hold it: a GeoPackage a table `provenance`, GeoParquet its metadata, GeoJSON a member of
the collection. Beside all others stands NAME.provenance.json, with the sha256 of the file that it speaks of.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from geo.errors import TableError
from geo.files.atomic import write_atomically
from geo.files.text import STDIN, digest

SIDECAR: Final = ".provenance.json"
MEMBER: Final = "provenance"
"""Name of the table or the member that holds it."""
KEY: Final = b"incident-mapper:provenance"
"""Key in the metadata of Parquet."""
_INSIDE: Final = frozenset({".gpkg", ".parquet", ".geojson"})
_EPOCH: Final = "1970-01-01T00:00:00.000Z"


def is_sidecar(path: str | Path) -> bool:
    """Whether a file says what another one was made from.

    >>> is_sidecar("verdicts.csv.provenance.json"), is_sidecar("verdicts.json")
    (True, False)
    """
    return str(path).endswith(SIDECAR)


def sidecar_of(path: str | Path) -> Path:
    """Where the provenance of a file without a place for it stands."""
    return Path(path).with_name(Path(path).name + SIDECAR)


def write_sidecar(path: str | Path, provenance: Mapping[str, Any]) -> None:
    """Write the provenance of the file at `path` beside it."""
    if Path(path).is_file():  # nothing stands beside a pipe
        told = {"of": {"file": Path(path).name, "sha256": digest(path)}, **provenance}
        write_atomically(sidecar_of(path), _written(told))


def write_record(path: Path, text: str, provenance: Mapping[str, Any]) -> None:
    """Write the provenance of a text that goes elsewhere, as into a pipe, to `path`.

    Called NAME.provenance.json, it is the sidecar of NAME once the text stands there.
    """
    name = path.name.removesuffix(SIDECAR) if is_sidecar(path) else ""
    of = {"file": name or STDIN, "sha256": sha256(text.encode("utf-8", "backslashreplace")).hexdigest()}
    write_atomically(path, _written({"of": of, **provenance}))


def _written(told: Mapping[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def add_table(path: Path, provenance: Mapping[str, Any]) -> None:
    """Put the provenance into a GeoPackage that has none: a table `provenance` of names and values, which are JSON."""
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(f"CREATE TABLE {MEMBER} (id INTEGER PRIMARY KEY NOT NULL, what TEXT NOT NULL, value TEXT NOT NULL)")
        rows = [(what, json.dumps(value, ensure_ascii=False)) for what, value in provenance.items()]
        db.executemany(f"INSERT INTO {MEMBER} (what, value) VALUES (?, ?)", rows)
        db.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change) "
            "VALUES (?, 'attributes', ?, 'what the layers were made from', ?)",
            (MEMBER, MEMBER, _EPOCH),
        )


def read_provenance(path: str | Path) -> tuple[dict[str, Any] | None, bool]:
    """What a result says it was made from, None where it says nothing; and whether it was changed since.

    path: a file or a folder that geo wrote. Only a sidecar can tell that its file was changed. Raises TableError for a
    provenance that cannot be read.
    """
    path = Path(path)
    try:
        told, edited = _told(path)
        if told is not None:
            if not all(isinstance(told[name], kind) for name, kind in _SHAPE.items()):
                raise TypeError("it is no record of a run")
            if not all(
                isinstance(one.get("file", ""), str) and isinstance(one["sha256"], str) for one in told["inputs"]
            ):
                raise TypeError("its inputs are no files")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, sqlite3.Error, OSError) as error:
        advice = f"remove {sidecar_of(path)}" if sidecar_of(path).exists() else "write it again with geo"
        raise TableError(f"{path}: what it was made from cannot be read ({error}); {advice}") from None
    return told, edited


_SHAPE: Final[dict[str, type]] = {"version": str, "gazetteer": dict, "parameters": dict, "inputs": list}


def _told(path: Path) -> tuple[dict[str, Any] | None, bool]:
    if path.is_dir():
        manifest = path / "_manifest.json"
        return (json.loads(manifest.read_text("utf-8")).get(MEMBER) if manifest.is_file() else None), False
    suffix = path.suffix.lower()
    if suffix in _INSIDE:
        return _inside(path, suffix), False
    beside = sidecar_of(path)
    if not beside.is_file():
        return None, False
    told = json.loads(beside.read_text("utf-8"))
    return {key: value for key, value in told.items() if key != "of"}, told["of"]["sha256"] != digest(path)


def _inside(path: Path, suffix: str) -> dict[str, Any] | None:
    if suffix == ".geojson":
        held = json.loads(path.read_text("utf-8"))
        return held.get(MEMBER) if isinstance(held, dict) else None
    if suffix == ".parquet":
        metadata: Mapping[bytes, bytes] = import_module("pyarrow.parquet").read_metadata(path).metadata or {}
        return json.loads(metadata[KEY]) if KEY in metadata else None
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as db:
        if not db.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (MEMBER,)).fetchone():
            return None
        return {what: json.loads(value) for what, value in db.execute(f"SELECT what, value FROM {MEMBER} ORDER BY id")}
