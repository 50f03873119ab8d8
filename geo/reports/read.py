"""Read a report: plain text, optionally opened by a header between two lines of `---`."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from geo.dates import parse_date
from geo.errors import DateError, InputError, Rejection, TableError
from geo.files import read_text
from geo.values import Report

HEADER_KEYS: Final = ("title", "published", "publisher", "url", "id", "retrieved", "archive_url")
"""What a header may say of its report; other keys are passed over."""
SUFFIXES: Final = frozenset({".txt", ".md"})
_DATES: Final = ("published", "retrieved")
_FENCE: Final = re.compile(r"---[ \t]*")
_ENTRY: Final = re.compile(r"(?P<key>[A-Za-z][\w -]*+)\s*+:(?:\s+|$)(?P<value>.*)")
"""Possessive: a long line without a colon is given up at once, not tried at each of its blanks."""


def read_report(path: str | Path) -> Report:
    """The report in one file: UTF-8, UTF-16 with a byte-order mark, or Windows-1252.

    The id is the header's, or the file's name without suffix. Raises TableError for a file that is absent, empty
    or no text, InputError for a header that cannot be read, DateError for one of its dates.
    """
    text = read_text(path)
    header, body = _split(text, str(path))
    if not body.strip():
        raise TableError(f"{path}: has a header and no text below it")
    found = {key: header.get(key, "") for key in HEADER_KEYS}
    for key in _DATES:
        found[key] = _day(found[key], key, str(path))
    _check_keys(header, str(path))
    found["id"] = found["id"] or Path(path).stem
    return Report(text=body, path=str(path), **found)


def read_reports(paths: str | Path | Iterable[str | Path]) -> tuple[list[Report], list[Rejection]]:
    """The reports of a folder (its .txt and .md files, by name) or of the files given, and what was set aside.

    A file that cannot be read, and a report whose id stands already, are set aside. Raises TableError when a folder
    is absent or holds no report.
    """
    reports: dict[str, Report] = {}
    rejections = []
    for path in _files(paths):
        try:
            report = read_report(path)
        except InputError as error:
            reason, _, advice = str(error).removeprefix(f"{path}: ").partition("; ")
            rejections.append(Rejection(str(path), "", reason, advice))
            continue
        if report.id in reports:
            reason = f"its id {report.id!r} is also that of {reports[report.id].path}"
            rejections.append(Rejection(str(path), "", reason, "give each report its own id in the header"))
            continue
        reports[report.id] = report
    return list(reports.values()), rejections


def _files(paths: str | Path | Iterable[str | Path]) -> list[Path]:
    found: list[Path] = []
    for one in [paths] if isinstance(paths, str | Path) else paths:
        path = Path(one)
        if not path.is_dir():
            found.append(path)
            continue
        inside = sorted(p for p in path.iterdir() if p.suffix.lower() in SUFFIXES and not p.name.startswith("."))
        if not inside:
            raise TableError(f"{path}: holds no report; reports are .txt or .md files")
        found += inside
    return found


def _split(text: str, path: str) -> tuple[dict[str, str], str]:
    """Header and body. A first line of dashes that opens no header is part of the body."""
    lines = text.split("\n")
    if not _FENCE.fullmatch(lines[0]):
        return {}, text
    end = next((n for n, line in enumerate(lines[1:], 1) if _FENCE.fullmatch(line)), 0)
    entries = [(n, line, _ENTRY.fullmatch(line.strip())) for n, line in enumerate(lines[1 : end or 2], 2)]
    if not end:
        if entries and entries[0][2]:
            raise InputError(f"{path}, line 1: the header is opened and never closed; end it with a line of ---")
        return {}, text
    header: dict[str, str] = {}
    for number, line, entry in entries:
        if not line.strip():
            continue
        if entry is None:
            raise InputError(f"{path}, line {number}: {line.strip()[:60]!r} is no header entry; write key: value")
        header[entry["key"].strip().lower().replace(" ", "_").replace("-", "_")] = _unquoted(entry["value"].strip())
    return header, "\n".join(lines[end + 1 :])


def _unquoted(value: str) -> str:
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value


def _day(value: str, key: str, path: str) -> str:
    if not value:
        return ""
    try:
        days = parse_date(value)
    except DateError as error:
        raise DateError(f"{path}: {key}: {error}") from None
    if days.start != days.end:
        raise DateError(f"{path}: {key}: {value!r} is more than one day; write the day, or leave it out")
    return days.start.isoformat()


def _check_keys(header: Mapping[str, str], path: str) -> None:
    """A key that is nearly a known one is a slip of the pen, and what it says would be lost."""
    for key in header:
        near = [] if key in HEADER_KEYS else difflib.get_close_matches(key, HEADER_KEYS, n=1, cutoff=0.85)
        if near and near[0] not in header:
            raise InputError(f"{path}: the header says {key!r}; write {near[0]!r}")
