"""Reading again without losing what a person changed: rows and cells by hand stay, new ones are marked, none vanishes.

Beside `incidents.csv` stands `incidents.csv.draft.json`: for every row that was drafted, what it stands on (the
sentences it was read from) and a hash of the machine's own value per cell. A cell whose text no longer has that hash
was changed by hand and stays; a row that is gone was taken out by hand and stays out. Without that file every row
counts as written by hand.

The table and the file beside it are two files, and a run may be killed between them. So the file is written first with
the new values as "pending" next to the settled ones, then the table, then the file with the new values alone; whichever
of the two the table that stands there agrees with more is what it was drafted from.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from geo.errors import TableError
from geo.files import Rows, open_rows, write_atomically
from geo.incidents.tables.table import as_text as as_plain_text

COLUMNS: Final = (
    "id", "title", "kind", "actor", "target", "platform", "counts", "date_start", "date_end", "date_text", "time_text",
    "place_text", "place_id", "country", "zone_statements", "reports", "independent_sources", "claim_status",
    "evidence", "conflicts", "merged", "split", "review", "note",
)  # fmt: skip
"""The columns of a draft, in order: what a person edits. Positions are left to be computed from the words."""
_OURS: Final = frozenset(COLUMNS) - {"review", "split"}
"""Columns that the machine fills; `review` is written anew each time, `split` is the person's."""
_Noted = dict[str, dict[str, Any]]
"""By the id of a drafted row: {"keys": what it stands on, "cells": hash of the machine's own value by column}."""


@dataclass(slots=True)
class Kept:
    """A draft laid over what stood there."""

    rows: list[dict[str, Any]]
    columns: list[str]
    notes: list[str] = field(default_factory=list)
    """What happened, for a person: how many are new, changed, by hand, left out."""


def sidecar(path: str | Path) -> Path:
    """Where the machine's own values are noted: the table's name and ".draft.json"."""
    return Path(f"{path}.draft.json")


def told_apart(path: str | Path) -> list[frozenset[str]]:
    """Pairs of tellings that a person has told apart: rows whose cell `split` names reports (or "all").

    A report's tellings are parted from all others of their row; "all" parts every one. Pairs from earlier readings are
    remembered in the sidecar.
    """
    pairs = {frozenset(pair) for pair in _sidecar_data(path).get("apart", [])}
    if Path(path).exists():
        for row in _records(open_rows(path)):
            wish = as_plain_text(row.get("split"))
            keys = [one["telling"] for one in _json(row.get("merged")) if isinstance(one, dict) and one.get("telling")]
            for key in keys:
                if wish and (
                    wish.lower() == "all"
                    or key.rpartition(":")[0] in [name.strip() for name in wish.replace(";", ",").split(",")]
                ):
                    pairs |= {frozenset({key, other}) for other in keys if other != key}
    return sorted(pairs, key=sorted)


def keep(path: str | Path, drafted: Sequence[Mapping[str, Any]]) -> Kept:
    """`drafted` rows laid over the table at `path`, hand-made changes kept; alone where there is no table."""
    new = [{name: _text(row.get(name, "")) for name in COLUMNS} for row in drafted]
    if not Path(path).exists():
        return Kept([{**row, "review": "new"} for row in new], list(COLUMNS), [f"{len(new)} drafted"])
    table = open_rows(path)
    old, memory = _records(table), _memory(path)
    columns = [*(name for name in table.columns), *(name for name in COLUMNS if name not in table.columns)]
    matched = _matched(old, new, memory)
    out: list[dict[str, Any]] = []
    count = {"new": 0, "updated": 0, "edited": 0, "not found again": 0, "by hand": 0}
    for index, row in enumerate(old):
        draft = matched.get(index)
        known = memory.get(as_plain_text(row.get("id"))) or next(
            (m for m in memory.values() if draft and set(m["keys"]) & _keys(draft)), None
        )
        merged, review = _laid_over(row, draft, known)
        count[review.partition(":")[0]] = count.get(review.partition(":")[0], 0) + 1
        out.append({**merged, "review": review})
    taken = {id(row) for row in matched.values()}
    gone = _taken_out(old, memory)
    for row in new:
        if id(row) in taken:
            continue
        if _keys(row) & gone:
            count["left out"] = count.get("left out", 0) + 1
            continue
        count["new"] += 1
        out.append({**row, "id": _free(row["id"], out), "review": "new"})
    notes = [f"{number} {what}" for what, number in count.items() if number and what]
    if count.get("left out"):
        notes.append(f"rows that you removed stay out; delete {sidecar(path).name} to have them back")
    return Kept(out, columns, notes)


def announce(path: str | Path, drafted: Sequence[Mapping[str, Any]], apart: Sequence[frozenset[str]]) -> None:
    """Write the sidecar before the table is written: what is settled, and as pending what is about to be."""
    _write_sidecar(path, _memory(path), apart, pending=_noted(path, drafted))


def note_down(path: str | Path, drafted: Sequence[Mapping[str, Any]], apart: Sequence[frozenset[str]]) -> None:
    """Write the sidecar: the machine's own values of this reading, and of rows from earlier ones that are not in it."""
    _write_sidecar(path, _noted(path, drafted), apart)


def _noted(path: str | Path, drafted: Sequence[Mapping[str, Any]]) -> _Noted:
    seen: set[str] = set()
    rows: _Noted = {}
    for row in drafted:
        texts = {name: _text(row.get(name, "")) for name in COLUMNS}
        keys = sorted(_keys(texts))
        seen |= set(keys)
        rows[texts["id"]] = {"keys": keys, "cells": {name: _hash(texts[name]) for name in COLUMNS if name in _OURS}}
    for name, one in _memory(path).items():
        if not set(one["keys"]) & seen:
            rows.setdefault(name, one)
    return rows


def _write_sidecar(
    path: str | Path, settled: _Noted, apart: Sequence[frozenset[str]], pending: _Noted | None = None
) -> None:
    data = {
        "about": "what the program drafted, so that changes by hand can be told from its own",
        "rows": settled,
        "apart": [sorted(pair) for pair in apart],
        **({"pending": pending} if pending is not None else {}),
    }
    write_atomically(sidecar(path), json.dumps(data, indent=1, ensure_ascii=False) + "\n")


def _laid_over(
    row: Mapping[str, Any], draft: dict[str, Any] | None, known: Mapping[str, Any] | None
) -> tuple[dict[str, Any], str]:
    """The row as it is to stand, and what `review` says of it."""
    kept = {name: as_plain_text(value) for name, value in row.items()}
    if known is None:
        return kept, "by hand"
    edited = [name for name, seen in known["cells"].items() if name in kept and _hash(kept[name]) != seen]
    if draft is None:
        return kept, "not found again" if not edited else f"not found again, edited: {', '.join(edited)}"
    fresh = {**kept, **{name: draft[name] for name in _OURS if name not in edited and name != "id"}}
    fresh["id"] = kept["id"]
    changed = [
        name for name in COLUMNS if name in _OURS and name != "id" and name in kept and fresh[name] != kept[name]
    ]
    edited = [name for name in edited if name != "id"]
    if edited:
        return fresh, f"edited: {', '.join(edited)}"
    return fresh, f"updated: {', '.join(changed)}" if changed else ""


def _matched(
    old: Sequence[Mapping[str, Any]], new: Sequence[dict[str, Any]], memory: Mapping[str, Any]
) -> dict[int, dict[str, Any]]:
    """For each old row the drafted one that stands on the same sentences; each drafted row once."""
    out: dict[int, dict[str, Any]] = {}
    free = list(new)
    for index, row in enumerate(old):
        name = as_plain_text(row.get("id"))
        keys = _keys(row) | set(memory.get(name, {}).get("keys", []))
        best = max(free, key=lambda one: len(_keys(one) & keys), default=None)
        if best is not None and _keys(best) & keys:
            out[index] = best
            free = [one for one in free if one is not best]
    return out


def _taken_out(old: Sequence[Mapping[str, Any]], memory: Mapping[str, Any]) -> set[str]:
    """Keys of rows that were drafted once and that a person has removed."""
    there = {as_plain_text(row.get("id")) for row in old}
    standing = set().union(*(_keys(row) for row in old)) if old else set()
    return {key for name, one in memory.items() if name not in there for key in one["keys"]} - standing


def _keys(row: Mapping[str, Any]) -> set[str]:
    return {one["telling"] for one in _json(row.get("merged")) if isinstance(one, dict) and one.get("telling")}


def _free(name: str, rows: Sequence[Mapping[str, Any]]) -> str:
    taken, number, out = {row["id"] for row in rows}, 2, name
    while out in taken:
        out, number = f"{name}-{number}", number + 1
    return out


def _json(cell: Any) -> list[Any]:
    try:
        found = json.loads(cell) if isinstance(cell, str) and cell.strip() else cell or []
    except (ValueError, RecursionError):
        return []
    return found if isinstance(found, list) else []


def _text(value: Any) -> str:
    """A cell as the csv writer and reader hand it on."""
    return as_plain_text(value).replace("\r\n", "\n")


def _hash(text: str) -> str:
    return hashlib.sha256(text.strip().encode()).hexdigest()[:12]


def _records(table: Rows) -> list[dict[str, Any]]:
    return [dict(zip(table.columns, cells, strict=True)) for cells in table.cells]


def _memory(path: str | Path) -> _Noted:
    """What the table at `path` was drafted from: by id, what each row stands on and the hashes of its cells."""
    written = _sidecar_data(path)
    settled: _Noted = written.get("rows", {})
    pending: _Noted | None = written.get("pending")
    if pending is None or not Path(path).exists():
        return settled
    rows = _records(open_rows(path))
    return pending if _agreeing(rows, pending) > _agreeing(rows, settled) else settled


def _agreeing(rows: Sequence[Mapping[str, Any]], noted: _Noted) -> int:
    """How many cells have the value that was noted for them."""
    return sum(
        _hash(as_plain_text(row[name])) == seen
        for row in rows
        for name, seen in noted.get(as_plain_text(row.get("id")), {"cells": {}})["cells"].items()
        if name in row
    )


def _sidecar_data(path: str | Path) -> dict[str, Any]:
    beside = sidecar(path)
    if not beside.exists():
        return {}
    try:
        data = json.loads(beside.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise TableError(
            f"{beside}: cannot be read ({error}); delete it, and every row counts as written by hand"
        ) from None
    return data if isinstance(data, dict) and isinstance(data.get("rows"), dict) else {}
