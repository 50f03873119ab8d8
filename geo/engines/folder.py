"""All parts of a run: into a folder with a manifest, into one file, or only counted."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final

from geo.engines import Engine
from geo.engines.job import Account, BatchFunction, Job, batches
from geo.engines.parts import Part, parquet
from geo.errors import OutputError
from geo.files import KEY, MEMBER, in_place_of, write_atomically

PLAN: Final = "_plan.json"
"""What a folder is being filled with, written first."""
MANIFEST: Final = "_manifest.json"
"""What it holds, written last."""


@dataclass(slots=True)
class Summary:
    """What became of all parts."""

    rows: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    faults: list[tuple[str, str, list[int]]] = field(default_factory=list)
    """File, what is wrong, and how many rows and the numbers of the first."""

    def add(self, account: Account) -> None:
        """Take a part into account."""
        self.rows += account.rows
        self.counts.update(account.counts)
        self.faults += [(account.path, reason, at) for reason, at in account.faults.items()]


Seen = Callable[[int], None]
"""Told how many rows are done."""


def count(engine: Engine, function: BatchFunction, parts: Sequence[Part], seen: Seen) -> Summary:
    """Only the accounts; `seen` is told as they come."""
    return _summed(engine.map(Job(function), parts), seen)


def fill(
    engine: Engine,
    function: BatchFunction,
    parts: Sequence[Part],
    folder: Path,
    parameters: Mapping[str, Any],
    seen: Seen,
    provenance: Mapping[str, Any] | None = None,
) -> Summary:
    """A file for each part, then the manifest. Parts that an earlier run of the same parameters has written stay.

    provenance: what the manifest is to say of program, gazetteer and inputs. Raises OutputError where the folder holds
    something else.
    """
    plan = json.dumps({**parameters, MEMBER: provenance}, indent=1, sort_keys=True) + "\n"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        held = (folder / PLAN).read_text("utf-8") if (folder / PLAN).exists() else None
        others = [] if held else [path for path in folder.iterdir() if not path.name.startswith(".")]
    except OSError as error:
        raise OutputError(f"{folder}: cannot be written ({error.strerror})") from None
    if (held is not None and held != plan) or others:
        raise OutputError(f"{folder}: holds another run or other files; name an empty folder, or remove it")
    write_atomically(folder / PLAN, plan.encode())
    accounts: list[Account] = []
    summary = _summed(_kept(engine.map(Job(function, str(folder)), parts), accounts), seen)
    manifest = {
        MEMBER: provenance,
        "parameters": parameters,
        "rows": summary.rows,
        "counts": dict(sorted(summary.counts.items())),
        "parts": [
            {"file": Job(function, str(folder)).target(part).name, "of": part.path, "row_group": part.group,
             "rows": account.rows}
            for part, account in zip(parts, accounts, strict=True)
        ],
    }  # fmt: skip
    for left in folder.glob(".part-*.tmp"):  # by a worker that was killed
        left.unlink(missing_ok=True)
    write_atomically(folder / MANIFEST, (json.dumps(manifest, indent=1) + "\n").encode())
    return summary


def _kept(accounts: Iterator[Account], out: list[Account]) -> Iterator[Account]:
    for account in accounts:
        out.append(account)
        yield account


def _summed(accounts: Iterator[Account], seen: Seen) -> Summary:
    summary = Summary()
    for account in accounts:
        summary.add(account)
        seen(summary.rows)
    return summary


def one_file(
    engine: Engine,
    function: BatchFunction,
    parts: Sequence[Part],
    path: Path,
    seen: Seen,
    provenance: Mapping[str, Any] | None = None,
) -> Summary:
    """All parts in order in one file, written by this process, whole or not at all."""
    summary, writer = Summary(), None
    with in_place_of(path, "table.parquet") as fresh:
        try:
            for tables, account in engine.map(partial(_worked, function), parts):
                for table in tables:
                    writer = writer or parquet().ParquetWriter(fresh, table.schema, **function.writing)
                    writer.write_table(table)
                summary.add(account)
                seen(summary.rows)
            if writer is not None and provenance is not None:
                writer.add_key_value_metadata({KEY.decode(): json.dumps(provenance, ensure_ascii=False)})
        finally:
            if writer is not None:
                writer.close()
    return summary


def _worked(function: BatchFunction, part: Part) -> tuple[list[Any], Account]:
    account, tables, row = Account(part.number, path=part.path), [], 0
    for batch in batches(part, function.columns):
        result = function(batch, part.first_row + row)
        tables.append(result.table)
        account.add(result, batch.num_rows, part.file_row + row)
        row += batch.num_rows
    return tables, account
