"""What services answered before, and when each may be asked again: one SQLite file, shared by all processes.

Hits and misses are kept with their day; faults never are. The same file holds each service's next free moment, so that
two processes together still ask once a second, and a pause that a service asked for is kept by the next run too.
"""

from __future__ import annotations

import json
import logging
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

_LOG: Final = logging.getLogger(__name__)
NAME: Final = "online.sqlite"
_SCHEMA: Final = (
    "CREATE TABLE IF NOT EXISTS answer (service TEXT NOT NULL, query TEXT NOT NULL, asked REAL NOT NULL, "
    "day TEXT NOT NULL, hits TEXT NOT NULL, PRIMARY KEY (service, query)) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS pace (service TEXT PRIMARY KEY, free REAL NOT NULL) WITHOUT ROWID",
)
_VERSION: Final = 1
"""Of the hits' form; answers of another are not read."""
HITS_S: Final = 180 * 86_400
"""How long places are kept, seconds: they seldom move."""
MISSES_S: Final = 30 * 86_400
"""How long "no such place" is kept, seconds: maps grow."""
_LONGEST_PAUSE_S: Final = 3_600.0
"""How far ahead a pause is kept for later runs, seconds."""
_BUSY_S: Final = 30.0
_MEMORY: Final = ":memory:"


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer from before."""

    hits: list[dict[str, Any]]
    """Empty: the service knew no such place."""
    day: str
    """When it was asked, an ISO date."""


class Store:
    """Answers and paces in `path`, or only in memory where that cannot be written. Safe between threads."""

    def __init__(self, path: Path | None) -> None:
        """Open or create `path`; None keeps nothing beyond this object."""
        self.notice = ""
        """Why nothing is kept on disk, for a person; "" where it is."""
        self._lock = threading.Lock()
        try:
            self._db = _opened(str(path) if path else _MEMORY)
        except (sqlite3.Error, OSError) as error:
            self.notice = (
                f"answers of geocoders are not kept: {path} cannot be used ({error}); delete it if it is broken"
            )
            _LOG.warning("%s", self.notice)
            self._db = _opened(_MEMORY)

    def recall(self, service: str, query: str, now: float) -> Kept | None:
        """What `service` answered to `query`, unless that is too old; None when it is not known."""
        with self._begun("DEFERRED") as db:
            row = db.execute(
                "SELECT asked, day, hits FROM answer WHERE service = ? AND query = ?", (service, query)
            ).fetchone()
        if row is None:
            return None
        asked, day, text = row
        hits = json.loads(text)
        return Kept(hits, day) if 0 <= now - asked <= (HITS_S if hits else MISSES_S) else None

    def keep(self, service: str, query: str, hits: list[dict[str, Any]], now: float) -> str:
        """Remember an answer, empty for "no such place"; its day."""
        day = datetime.fromtimestamp(now, UTC).date().isoformat()
        with self._begun("IMMEDIATE") as db:
            row = (service, query, now, day, json.dumps(hits, ensure_ascii=False))
            db.execute("INSERT OR REPLACE INTO answer VALUES (?, ?, ?, ?, ?)", row)
        return day

    def book(self, service: str, interval: float, now: float, latest: float) -> float:
        """The next moment at which `service` may be asked, taken for the caller if it is not after `latest`."""
        with self._begun("IMMEDIATE") as db:
            row = db.execute("SELECT free FROM pace WHERE service = ?", (service,)).fetchone()
            free = row[0] if row and row[0] <= now + _LONGEST_PAUSE_S else now  # further ahead: a clock was set back
            at = max(now, free)
            if at <= latest:
                db.execute("INSERT OR REPLACE INTO pace VALUES (?, ?)", (service, at + interval))
        return float(at)

    def pause(self, service: str, until: float, now: float) -> None:
        """Let nobody ask `service` before `until`, which is at most an hour away."""
        with self._begun("IMMEDIATE") as db:
            row = db.execute("SELECT free FROM pace WHERE service = ?", (service,)).fetchone()
            free = min(max(until, row[0] if row else 0.0), now + _LONGEST_PAUSE_S)
            db.execute("INSERT OR REPLACE INTO pace VALUES (?, ?)", (service, free))

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def __del__(self) -> None:
        """Close the file with the last user of it."""
        with suppress(AttributeError, sqlite3.Error):
            self._db.close()

    @contextmanager
    def _begun(self, how: str) -> Iterator[sqlite3.Connection]:
        """One transaction. A store that fails in the middle of a run serves on from memory."""
        with self._lock:
            try:
                self._db.execute(f"BEGIN {how}")
            except sqlite3.Error as error:
                self.notice = f"answers of geocoders are no longer kept: {error}"
                _LOG.warning("%s", self.notice)
                self._db = _opened(_MEMORY)
                self._db.execute(f"BEGIN {how}")
            try:
                yield self._db
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")


def _opened(path: str) -> sqlite3.Connection:
    if path != _MEMORY:
        Path(path).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    db = sqlite3.connect(path, timeout=_BUSY_S, isolation_level=None, check_same_thread=False)
    try:
        db.execute("BEGIN IMMEDIATE")
        if db.execute("PRAGMA user_version").fetchone()[0] not in (0, _VERSION):
            db.execute("DROP TABLE IF EXISTS answer")
        for statement in _SCHEMA:
            db.execute(statement)
        db.execute(f"PRAGMA user_version = {_VERSION}")
        db.execute("COMMIT")
    except sqlite3.Error:
        db.close()
        raise
    return db
