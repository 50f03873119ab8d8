"""Tables into rows of named cells: delimited text, JSON, JSON lines, spreadsheets."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from geo.errors import Rejection, TableError
from geo.files.formulas import restored
from geo.files.objects import FLAW_ADVICE, Flawed, NotJsonError, parse_json, read_json
from geo.files.packed import check_sheets, check_weight
from geo.files.text import STDIN, decode, read_bytes, say_guess

SUFFIXES: Final = frozenset({".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".xlsx"})
"""File name endings that `open_rows` knows."""
_DELIMITERS: Final = ",;\t|"
_STATED: Final = re.compile(rf'"?sep=(?P<mark>[{_DELIMITERS}])"?\n', re.IGNORECASE)
"""A first line by which Excel is told the delimiter."""
_MANY_CELLS, _SPARSEST = 1_000_000, 200
"""A table of more cells than this must fill one in so many."""
_CELL_LIMIT: Final = 1 << 30  # footprints as text outgrow the csv module's 128 KiB


@dataclass(slots=True)
class Rows:
    """A table as it was written: named columns, and per record its cells and where it stands."""

    source: str
    """What to call the file in a message."""
    columns: list[str]
    """In the file's order, as written, each once."""
    cells: list[list[Any]]
    """One list per record, as long as `columns`. Text formats give str; JSON gives what it holds; None is absent."""
    where: list[str]
    """One per record, as a person would look it up: "row 7" (the header is row 1), "item 3", "line 3"."""
    ordinals: list[int]
    """One per record: its number in the file, from 1, set-aside records counted."""
    rejections: list[Rejection] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    def column(self, name: str) -> list[Any]:
        """All cells of one column."""
        index = self.columns.index(name)
        return [record[index] for record in self.cells]


def fold(name: str) -> str:
    """A column's name without case, accents and punctuation: "Longitude (°E)" and "longitude_e" are one.

    >>> fold("decimalLatitude") == fold("Decimal Latitude")
    True
    """
    plain = unicodedata.normalize("NFKD", name)
    return re.sub(r"[\W_]+", "", plain).lower()


Headings = Callable[[list[str]], list[str] | None]
"""The first row of a table to what its columns are called, where it is a record already; None where it is a header."""


def open_rows(
    source: str | Path,
    *,
    list_keys: Sequence[str] = (),
    text: str | None = None,
    headings: Headings | None = None,
) -> Rows:
    """Read .csv, .tsv, .json, .jsonl or .xlsx, or any of the text forms from standard input ("-").

    list_keys: where a JSON file is an object, the keys under which its list of records may stand ("incidents");
    text: what the file holds, where it has been read already; headings: for delimited text that may have none.
    Records that cannot be read are set aside in `rejections`. Raises TableError for a file that is absent, empty,
    no table, or of an unknown kind.
    """
    suffix = "" if str(source) == STDIN else Path(source).suffix.lower()
    if suffix == ".xlsx":
        return _spreadsheet(Path(source))
    name = "standard input" if str(source) == STDIN else str(source)
    if suffix and suffix not in SUFFIXES:
        raise TableError(f"{name}: {suffix} is no table that can be read here; save it as .csv, .json or .xlsx")
    notices: list[str] = []
    if text is None:
        data = read_bytes(source)
        text, notices = decode(data, name), say_guess(data, name)
    rows = _of_text(text, name, suffix, list_keys, headings)
    rows.notices += notices
    return rows


def _of_text(text: str, name: str, suffix: str, list_keys: Sequence[str], headings: Headings | None) -> Rows:
    if suffix in {".json", ""} and (parsed := _as_json(text, name, must=suffix == ".json")) is not None:
        return _from_objects(parsed, name, list_keys)
    if suffix in {".jsonl", ".ndjson"} or (not suffix and text.lstrip().startswith("{")):
        return _json_lines(text, name)
    return _delimited(text, name, "\t" if suffix == ".tsv" else "", headings)


def _delimited(text: str, name: str, delimiter: str, headings: Headings | None) -> Rows:
    if stated := _STATED.match(text):  # Excel shows the row below as the first
        delimiter, text = stated["mark"], text[stated.end() :]
    delimiter = delimiter or _guess_delimiter(text)
    records = list(_records(text, delimiter, name)) or [(1, [], "")]
    if records[0][2]:
        raise TableError(f"{name}, row 1: {records[0][2]}; the first row must hold the names of the columns")
    known = headings(records[0][1]) if headings else None
    header = 0 if known else 1
    columns = known or _column_names(records[0][1], name)
    rows = Rows(name, columns, [], [], [])
    for number, cells, problem in records[header:]:
        if not problem and not any(cell.strip() for cell in cells):
            continue
        reason = problem or _misfit(cells, columns)
        if reason:
            advice = f"quote a cell that holds a {_say(delimiter)} or a quote, and give each row all its cells"
            rows.rejections.append(Rejection(name, f"row {number}", reason, advice))
            continue
        rows.cells.append([restored(cell) for cell in cells[: len(columns)]])
        rows.where.append(f"row {number}")
        rows.ordinals.append(number - header)
    _without_hashtags(rows)
    if not rows.cells and not rows.rejections:
        raise TableError(f"{name}: holds the names of columns and no row; write one row per record below them")
    return rows


def _without_hashtags(rows: Rows) -> None:
    """Leave out the row below the header that says in HXL hashtags what the columns are (hxlstandard.org 1.1)."""
    first = [cell for cell in rows.cells[0] if cell] if rows.cells else []
    if len(first) > 1 and all(re.fullmatch(r"\s*#[a-z]\w*(\s*\+\s*\w+)*\s*", str(cell)) for cell in first):
        del rows.cells[0], rows.where[0], rows.ordinals[0]


def _misfit(cells: list[str], columns: list[str]) -> str:
    """What is wrong with the number of cells; empty ones at the end are no harm."""
    extra = any(cell.strip() for cell in cells[len(columns) :])
    has = f"{len(cells)} cell{'s' * (len(cells) != 1)}"
    return f"it has {has}, the header has {len(columns)}" if extra or len(cells) < len(columns) else ""


def _records(text: str, delimiter: str, name: str) -> Iterator[tuple[int, list[str], str]]:
    """(row number as a spreadsheet shows it, cells, what is wrong with them)."""
    before = csv.field_size_limit(_CELL_LIMIT)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        number = 0
        while True:
            number, line = number + 1, reader.line_num + 1
            try:
                yield number, next(reader), ""
            except StopIteration:
                return
            except csv.Error as error:
                yield number, [], _say_csv_error(str(error), line, reader.line_num)
    finally:
        csv.field_size_limit(before)


def _say_csv_error(error: str, first: int, last: int) -> str:
    if "unexpected end" in error:
        lost = f", and so lines {first} to {last} cannot be told apart" if last > first else ""
        return f"a quote is opened and never closed{lost}"
    return "a quote stands in the middle of a cell"


def _guess_delimiter(text: str) -> str:
    """The delimiter that the header uses most, outside quotes; a comma when it uses none."""
    header = re.sub(r'"[^"]*"', "", text.split("\n", 1)[0])
    return max(_DELIMITERS, key=lambda mark: (header.count(mark), -_DELIMITERS.index(mark)))


def _say(delimiter: str) -> str:
    return {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}[delimiter]


def _column_names(names: list[str], source: str) -> list[str]:
    """The header's names, trimmed; what has none is called by its position, what stands twice is refused."""
    trimmed = [restored(name).strip() or f"column {index}" for index, name in enumerate(names, 1)]
    if not any(name.strip() for name in names):
        raise TableError(f"{source}, row 1: holds no names of columns; write them there (id, date, place, lat, lon)")
    twice = sorted(name for name, count in Counter(trimmed).items() if count > 1)
    if twice:
        raise TableError(f"{source}, row 1: the column {twice[0]!r} stands twice; give each its own name")
    return trimmed


def _as_json(text: str, name: str, *, must: bool) -> Any:
    """The parsed text; None where it is not JSON and need not be."""
    if not must and text.lstrip()[:1] not in {"[", "{"}:
        return None
    try:
        return parse_json(text, name)
    except NotJsonError:
        if must:
            raise
        return None


def _json_lines(text: str, name: str) -> Rows:
    lines = ((number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip())
    return _of_records(((number, _one(line)) for number, line in lines), name, "line")


def _one(line: str) -> Any:
    try:
        return read_json(line)
    except (ValueError, RecursionError):
        return None


def _from_objects(parsed: Any, name: str, list_keys: Sequence[str]) -> Rows:
    """Records from a JSON list, an object that holds one under one of `list_keys`, or one record alone."""
    if isinstance(parsed, dict):
        parsed = next((parsed[key] for key in list_keys if isinstance(parsed.get(key), list)), [parsed])
    if not isinstance(parsed, list):
        raise TableError(f'{name}: is JSON but no table; write a list of objects, [{{"date": ..., ...}}, ...]')
    return _of_records(enumerate(parsed, 1), name, "item")


def _of_records(given: Iterable[tuple[int, Any]], name: str, what: str) -> Rows:
    """The records among what stands where they should, each with its number; the others are set aside."""
    objects, ordinals, rejections = [], [], []
    for number, one in given:
        if refused := _refusal(one, name, f"{what} {number}"):
            rejections.append(refused)
        else:
            objects.append(one)
            ordinals.append(number)
    return _tabulate(objects, name, [f"{what} {number}" for number in ordinals], ordinals, rejections)


def _refusal(one: Any, name: str, where: str) -> Rejection | None:
    """Why what stands where a record should is none; None where it is one."""
    if isinstance(one, Flawed):
        return Rejection(name, where, one.reason, FLAW_ADVICE)
    return None if isinstance(one, dict) else Rejection(name, where, "is not a JSON object", 'write {"date": ..., ...}')


def _tabulate(
    objects: list[dict[str, Any]], name: str, where: list[str], ordinals: list[int], rejections: list[Rejection]
) -> Rows:
    if not objects and not rejections:
        raise TableError(f"{name}: holds no records")
    check_any_left(objects, rejections)
    columns = shared_columns(objects, name)
    return Rows(name, columns, [[one.get(key) for key in columns] for one in objects], where, ordinals, rejections)


def check_any_left(records: Sequence[Any], rejections: Sequence[Rejection]) -> None:
    """Raise TableError, with the first reason, where every record of a file was set aside."""
    if rejections and not records:
        more = f" (and {len(rejections) - 1} more like it)" if len(rejections) > 1 else ""
        raise TableError(f"{rejections[0]}{more}")


def shared_columns(records: Sequence[Mapping[str, Any]], name: str) -> list[str]:
    """The keys of all records, each once. Raises TableError where hardly any two share one.

    A table of as many columns as rows would fill the memory with nothing.
    """
    columns = list(dict.fromkeys(key for one in records for key in one))
    cells = len(columns) * len(records)
    if cells > _MANY_CELLS and cells > _SPARSEST * sum(map(len, records)):
        raise TableError(
            f"{name}: its {len(records):,} records have {len(columns):,} different keys; "
            "name a thing alike in each record"
        )
    return columns


def _spreadsheet(path: Path) -> Rows:
    """The first sheet, all cells as text: numbers in full, dates as 2017/06/08, whatever their format shows."""
    import pyogrio
    from pyogrio.errors import DataLayerError, DataSourceError

    check_weight(path)
    check_sheets(path)
    as_text = {"OGR_XLSX_HEADERS": "FORCE", "OGR_XLSX_FIELD_TYPES": "STRING"}
    pyogrio.set_gdal_config_options(as_text)
    try:
        sheets = [str(one[0]) for one in pyogrio.list_layers(path)]
        frame = pyogrio.read_dataframe(path, layer=0, read_geometry=False)
    except (DataSourceError, DataLayerError, IndexError):
        raise TableError(f"{path}: is not an .xlsx spreadsheet with rows; save it as .xlsx or .csv") from None
    finally:
        pyogrio.set_gdal_config_options(dict.fromkeys(as_text))
    rows = Rows(str(path), _column_names([str(name) for name in frame.columns], str(path)), [], [], [])
    if len(sheets) > 1:
        rows.notices.append(f"{path}: only the first of its {len(sheets)} sheets, {sheets[0]!r}, was read")
    for number, values in enumerate(frame.astype("object").to_numpy().tolist(), 2):
        cells = [restored(value) if isinstance(value, str) else None for value in values]
        if any(cell and cell.strip() for cell in cells):
            rows.cells.append(cells)
            rows.where.append(f"row {number}")
            rows.ordinals.append(number - 1)
    _without_hashtags(rows)
    if not rows.cells:
        raise TableError(f"{path}: holds no row below the names of its columns")
    return rows
