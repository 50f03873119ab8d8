"""What people hand over, sorted by kind: case folders, tables, reports, zones, places."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias, cast

from geo.errors import TableError
from geo.files import is_sidecar

if TYPE_CHECKING:
    import pandas as pd

    Inputs: TypeAlias = str | Path | pd.DataFrame | Iterable[str | Path | pd.DataFrame]
    """What people hand over: one thing or several."""

REPORT_SUFFIXES: Final = frozenset({".txt", ".md"})
ZONE_SUFFIXES: Final = frozenset(
    {".csv", ".tsv", ".xlsx", ".json", ".geojson", ".gpkg", ".fgb", ".kml", ".kmz", ".shp"}
)


@dataclass(slots=True)
class Case:
    """What the inputs hold, by kind, before any room has worked on it."""

    tables: list[str | Path | pd.DataFrame] = field(default_factory=list)
    reports: list[Path] = field(default_factory=list)
    zones: list[Path] = field(default_factory=list)
    places: list[Path] = field(default_factory=list)


def gather(inputs: Inputs, *, loose: bool = False) -> Case:
    """Sort inputs into tables, reports, zones and places: case folders, files, DataFrames, or "-" for standard input.

    In a case folder incidents.csv wins; its reports are evidence then. A folder without it that holds .txt or .md
    files is a folder of reports; loose: also one with it. Raises TableError for what is absent or of no known kind.
    """
    case = Case()
    given = _listed(inputs)
    for one in given:
        if not isinstance(one, str | Path):
            case.tables.append(one)
            continue
        path = Path(one)
        if str(one) == "-":
            case.tables.append("-")
        elif _is_folder(one):
            _gather_folder(path, case, loose)
        elif path.suffix.lower() in REPORT_SUFFIXES:
            case.reports.append(path)
        else:
            case.tables.append(path)
    if not case.tables and not case.reports:
        names = ", ".join(map(str, given))
        raise TableError(f"{names}: nothing to read; a case folder holds incidents.csv, reports/, or both")
    return case


def _is_folder(given: str | Path) -> bool:
    """Whether what is named is a folder, or else a file. Raises TableError for neither."""
    if not str(given):
        raise TableError("an input is named by nothing (''); name a file or a folder, or . for this one")
    path = Path(given)
    try:
        if path.is_dir() or path.exists():
            return path.is_dir()
    except OSError as error:
        raise TableError(f"{_shown(path)}: cannot be read ({error.strerror})") from None
    raise TableError(f"{_shown(path)}: no such file or folder")


def _shown(path: Path) -> str:
    text = str(path)
    return text if len(text) <= _LONGEST_PATH else f"{text[:60]}..."


_LONGEST_PATH: Final = 1000


def _listed(inputs: Inputs) -> list[str | Path | pd.DataFrame]:
    if isinstance(inputs, str | Path) or hasattr(inputs, "columns"):
        return [cast("str | Path | pd.DataFrame", inputs)]
    return list(inputs)


def _gather_folder(folder: Path, case: Case, loose: bool) -> None:
    if (folder / "incidents.csv").exists():
        case.tables.append(folder / "incidents.csv")
    home = folder / "reports"
    inside = home if home.is_dir() or ((folder / "incidents.csv").exists() and not loose) else folder
    case.reports += sorted(
        p for p in inside.glob("*") if p.suffix.lower() in REPORT_SUFFIXES and not p.name.startswith(".")
    )
    case.zones += sorted(p for p in folder.glob("zones.*") if p.suffix.lower() in ZONE_SUFFIXES and not is_sidecar(p))
    case.places += [folder / "places.csv"] * (folder / "places.csv").exists()
