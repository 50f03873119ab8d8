"""What people hand over, sorted by kind: case folders, tables, reports, zones, places."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from geo.errors import TableError

REPORT_SUFFIXES: Final = frozenset({".txt", ".md"})


@dataclass(slots=True)
class Case:
    """What the inputs hold, by kind, before any room has worked on it."""

    tables: list[str | Path] = field(default_factory=list)
    reports: list[Path] = field(default_factory=list)
    zones: list[Path] = field(default_factory=list)
    places: list[Path] = field(default_factory=list)


def gather(inputs: str | Path | Iterable[str | Path]) -> Case:
    """Sort inputs into tables, reports, zones and places: case folders, files, or "-" for standard input.

    In a case folder incidents.csv wins; its reports are evidence then. Raises TableError for what is absent or of
    no known kind.
    """
    if hasattr(inputs, "columns"):
        raise TableError("a table in memory cannot be read; save it first: frame.to_csv('incidents.csv', index=False)")
    case = Case()
    inputs = [inputs] if isinstance(inputs, str | Path) else list(inputs)
    for one in inputs:
        path = Path(one)
        if str(one) == "-":
            case.tables.append("-")
        elif path.is_dir():
            _gather_folder(path, case)
        elif not path.exists():
            raise TableError(f"{path}: no such file or folder")
        elif path.suffix.lower() in REPORT_SUFFIXES:
            case.reports.append(path)
        else:
            case.tables.append(path)
    if not case.tables:
        if case.reports:
            raise TableError(
                f"{case.reports[0]}: reports alone cannot be read yet; code their incidents in a table "
                "(incidents.csv beside the reports/ folder)"
            )
        given = ", ".join(map(str, inputs))
        raise TableError(f"{given}: nothing to read; a case folder holds incidents.csv and, if need be, reports/")
    return case


def _gather_folder(folder: Path, case: Case) -> None:
    if (folder / "incidents.csv").exists():
        case.tables.append(folder / "incidents.csv")
    case.reports += sorted(p for p in (folder / "reports").glob("*") if p.suffix.lower() in REPORT_SUFFIXES)
    case.zones += [folder / "zones.csv"] * (folder / "zones.csv").exists()
    case.places += [folder / "places.csv"] * (folder / "places.csv").exists()
