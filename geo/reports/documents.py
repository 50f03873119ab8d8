"""Documents for `geo mentions`: reports, or lines of {"doc_id", "text"}."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo.errors import InputError, Rejection
from geo.files import read_text
from geo.reports.read import read_report


@dataclass(frozen=True, slots=True)
class Document:
    """A text with the name it is known by."""

    doc_id: str | int
    """As given in a line of .jsonl, there also a number; else the report's id."""
    text: str


def read_documents(paths: Iterable[str | Path]) -> tuple[list[Document], list[Rejection]]:
    """The documents of the files in their order, and what was set aside with file, line and reason."""
    found: list[Document] = []
    refused: list[Rejection] = []
    for path in paths:
        try:
            if Path(path).suffix.lower() in (".jsonl", ".ndjson"):
                for one in _lines(str(path), read_text(path)):
                    (found if isinstance(one, Document) else refused).append(one)  # type: ignore[arg-type]
            else:
                report = read_report(path)
                found.append(Document(report.id, report.text))
        except InputError as error:
            reason, _, advice = str(error).removeprefix(f"{path}: ").partition("; ")
            refused.append(Rejection(str(path), "", reason, advice))
    return found, refused


def _lines(path: str, text: str) -> Iterator[Document | Rejection]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        where = f"line {number}"
        try:
            value: Any = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield Rejection(path, where, f"is no JSON ({error})", 'write {"doc_id": ..., "text": "..."}')
            continue
        if not isinstance(value, dict) or not isinstance(value.get("text"), str):
            yield Rejection(path, where, 'has no "text"', 'write {"doc_id": ..., "text": "..."}')
        elif not isinstance(value.get("doc_id"), str | int):
            yield Rejection(path, where, 'has no "doc_id"', 'write {"doc_id": ..., "text": "..."}')
        else:
            yield Document(value["doc_id"], value["text"])
