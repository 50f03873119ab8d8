"""One part of a run: read batch by batch, worked on, and written whole or not at all."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final, Protocol

from geo.engines.parts import Part, parquet
from geo.errors import OutputError

BATCH: Final = 1 << 18
"""Rows at a time: some 30 MB of columns."""
COUNTED: Final = 1 << 20
"""Rows at a time where only few columns are read and none written."""
_DONE: Final = b"incident-mapper"
"""Key in a written part's metadata under which its account stands."""


@dataclass(slots=True)
class Result:
    """What a batch function gives."""

    table: Any
    """A pyarrow.Table, or None where only the account is wanted."""
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    """What was counted, by pairs of names."""
    faults: dict[str, list[int]] = field(default_factory=dict)
    """Rows of the batch, from 0, by what is wrong with them: how many, and the numbers of the first."""


class BatchFunction(Protocol):
    """A function over record batches that can be sent to another process."""

    @property
    def columns(self) -> list[str]:
        """The columns that it reads."""

    @property
    def writing(self) -> dict[str, Any]:
        """How `pyarrow.parquet.ParquetWriter` is to write what it gives: its options."""

    def __call__(self, batch: Any, first_row: int) -> Result:
        """Work on a pyarrow.RecordBatch whose first row has this number among all rows."""


@dataclass(slots=True)
class Account:
    """What became of a part."""

    number: int
    rows: int = 0
    """Rows read."""
    counts: dict[str, int] = field(default_factory=dict)
    """By "name name"."""
    faults: dict[str, list[int]] = field(default_factory=dict)
    """By what is wrong: how many rows, then the numbers of the first few in their file, from 1."""
    path: str = ""
    """The file that holds them."""

    def add(self, result: Result, rows: int, file_row: int) -> None:
        """Take a batch into account."""
        self.rows += rows
        for pair, many in result.counts.items():
            key = " ".join(pair)
            self.counts[key] = self.counts.get(key, 0) + many
        for reason, (many, *at) in result.faults.items():
            held = self.faults.setdefault(reason, [0])
            held[0] += many
            held += [file_row + row + 1 for row in at][: max(0, _NAMED + 1 - len(held))]


_NAMED: Final = 5
"""Rows that are named for each fault."""


@dataclass(frozen=True, slots=True)
class Job:
    """A batch function over a part, into `folder`; nowhere where that is empty."""

    function: BatchFunction
    folder: str = ""

    def target(self, part: Part) -> Path:
        """The file that the part's rows go to."""
        return Path(self.folder) / f"part-{part.number:05}.parquet"

    def __call__(self, part: Part) -> Account:
        """Do it, unless a run that was stopped has done it already."""
        if not self.folder:
            return self._counted(part)
        done = account_in(self.target(part))
        return done if done is not None else self._written(part)

    def _counted(self, part: Part) -> Account:
        account, row = Account(part.number, path=part.path), 0
        for batch in batches(part, self.function.columns, COUNTED):
            account.add(self.function(batch, part.first_row + row), batch.num_rows, part.file_row + row)
            row += batch.num_rows
        return account

    def _written(self, part: Part) -> Account:
        target = self.target(part)
        beside = target.with_name(f".{target.name}.{os.getpid()}.tmp")
        account, row, writer = Account(part.number, path=part.path), 0, None
        try:
            for batch in batches(part, self.function.columns):
                result = self.function(batch, part.first_row + row)
                writer = writer or parquet().ParquetWriter(beside, result.table.schema, **self.function.writing)
                writer.write_table(result.table)
                account.add(result, batch.num_rows, part.file_row + row)
                row += batch.num_rows
            assert writer is not None
            writer.add_key_value_metadata({_DONE.decode(): json.dumps(asdict(account))})
            writer.close()
            with beside.open("rb") as stream:
                os.fsync(stream.fileno())
            os.replace(beside, target)
        except OSError as error:
            raise OutputError(f"{target}: cannot be made of {part.path} ({error.strerror or error})") from None
        finally:
            if writer is not None:
                with suppress(OSError):  # a full disk is said once
                    writer.close()
            beside.unlink(missing_ok=True)
        return account


def batches(part: Part, columns: list[str], rows: int = BATCH) -> Iterator[Any]:
    """The record batches of a part."""
    with parquet().ParquetFile(part.path) as file:
        yield from file.iter_batches(batch_size=rows, row_groups=[part.group], columns=columns)


def account_in(path: Path) -> Account | None:
    """The account that a written part carries; None where there is no such file, or it is not whole."""
    try:
        metadata: Mapping[bytes, bytes] = parquet().read_metadata(path).metadata or {}
        return Account(**json.loads(metadata[_DONE]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
