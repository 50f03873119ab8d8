"""The parts of a table that is spread over Parquet files: their row groups, in order."""

from __future__ import annotations

import glob
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from geo.errors import TableError


@dataclass(frozen=True, slots=True)
class Part:
    """One row group of one file."""

    number: int
    """Among all parts, from 0."""
    path: str
    group: int
    first_row: int
    """Its first row's number among all rows, from 0."""
    rows: int
    file_row: int
    """Its first row's number in the file, from 0."""


def parquet() -> Any:
    """pyarrow.parquet; raises TableError where it is not installed."""
    try:
        return import_module("pyarrow.parquet")
    except ImportError:
        raise TableError("reading and writing .parquet needs pyarrow; pip install pyarrow") from None


def files_of(inputs: Iterable[str | Path]) -> list[Path]:
    """Parquet files, from paths, folders and patterns ("reports/*.parquet"), each once.

    Raises TableError for what is absent or is no Parquet file.
    """
    found: dict[Path, None] = {}
    for one in inputs:
        path = Path(one)
        if path.is_dir():
            some = sorted(path.glob("*.parquet"))
        elif path.exists():
            some = [path]
        else:
            some = sorted(Path(name) for name in glob.glob(str(one)))
        if not some:
            raise TableError(f"{one}: no such file, and no file of that pattern")
        found |= dict.fromkeys(some)
    for path in found:
        if path.suffix.lower() != ".parquet":
            raise TableError(f"{path}: an engine reads .parquet; save it as such, or leave --engine and --summary out")
    return list(found)


def parts_of(files: Iterable[Path]) -> list[Part]:
    """The row groups of files, in order. Raises TableError for a file that is no Parquet, or of other columns."""
    out: list[Part] = []
    total, columns = 0, None
    for path in files:
        meta, schema = described(path)
        if columns is not None and schema.names != columns:
            raise TableError(f"{path}: its columns are not those of {out[0].path}; check it in a run of its own")
        columns, row = schema.names, 0
        for group in range(meta.num_row_groups):
            rows = meta.row_group(group).num_rows
            out.append(Part(len(out), str(path), group, total, rows, row))
            total, row = total + rows, row + rows
    if not total:
        raise TableError("the tables hold no rows")
    return out


def described(path: Path) -> tuple[Any, Any]:
    """Metadata and Arrow schema of a file. Raises TableError for what is none."""
    try:
        file = parquet().ParquetFile(path)
    except (OSError, ValueError) as error:  # pyarrow's own errors are children of these
        raise TableError(f"{path}: cannot be read as .parquet ({str(error).splitlines()[0]})") from None
    with file:
        return file.metadata, file.schema_arrow
