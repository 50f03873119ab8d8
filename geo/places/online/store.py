"""What services answered before, and when each may be asked again: one SQLite file, shared by all processes.

Hits and misses are kept with their day; faults never are. The same file holds each service's next free moment, so that
two processes together still ask once a second, and a pause that a service asked for is kept by the next run too.
"""

from __future__ import annotations

import json
import logging
import sqlite3
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, TypeVar

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
_RECALL: Final = "SELECT asked, day, hits FROM answer WHERE service = ? AND query = ?"
_FREE: Final = "SELECT free FROM pace WHERE service = ?"
T = TypeVar("T")


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
            self._give_up(f"answers of geocoders are not kept: {path} cannot be used ({error}); if broken, delete it")

    def recall(self, service: str, query: str, now: float) -> Kept | None:
        """What `service` answered to `query`, unless that is too old; None when it is not known."""
        row = self._do("DEFERRED", lambda db: db.execute(_RECALL, (service, query)).fetchone())
        if row is None:
            return None
        asked, day, text = row
        try:
            hits = json.loads(text)
        except ValueError:
            return None
        return Kept(hits, day) if 0 <= now - asked <= (HITS_S if hits else MISSES_S) else None

    def keep(self, service: str, query: str, hits: list[dict[str, Any]], now: float) -> str:
        """Remember an answer, empty for "no such place"; its day."""
        day = datetime.fromtimestamp(now, UTC).date().isoformat()
        row = (service, query, now, day, json.dumps(hits))
        self._do("IMMEDIATE", lambda db: db.execute("INSERT OR REPLACE INTO answer VALUES (?, ?, ?, ?, ?)", row))
        return day

    def book(self, service: str, interval: float, now: float, latest: float) -> float:
        """The next moment at which `service` may be asked, taken for the caller if it is not after `latest`."""

        def take(db: sqlite3.Connection) -> float:
            row = db.execute(_FREE, (service,)).fetchone()
            free = row[0] if row and row[0] <= now + _LONGEST_PAUSE_S else now  # further ahead: a clock was set back
            at = max(now, free)
            if at <= latest:
                db.execute("INSERT OR REPLACE INTO pace VALUES (?, ?)", (service, at + interval))
            return float(at)

        return self._do("IMMEDIATE", take)

    def pause(self, service: str, until: float, now: float) -> None:
        """Let nobody ask `service` before `until`, which is at most an hour away."""

        def put_off(db: sqlite3.Connection) -> None:
            row = db.execute(_FREE, (service,)).fetchone()
            free = min(max(until, row[0] if row else 0.0), now + _LONGEST_PAUSE_S)
            db.execute("INSERT OR REPLACE INTO pace VALUES (?, ?)", (service, free))

        self._do("IMMEDIATE", put_off)

    def _do(self, how: str, job: Callable[[sqlite3.Connection], T]) -> T:
        """`job` in one transaction; where the file fails, in memory, which then serves for the rest."""
        with self._lock:
            try:
                return _transact(self._db, how, job)
            except sqlite3.Error as error:
                self._give_up(f"answers of geocoders are no longer kept ({error})")
                return _transact(self._db, how, job)

    def _give_up(self, notice: str) -> None:
        self.notice = notice
        _LOG.warning("%s", notice)
        with suppress(AttributeError, sqlite3.Error):
            self._db.close()
        self._db = _opened(_MEMORY)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def __del__(self) -> None:
        """Close the file with the last user of it."""
        with suppress(AttributeError, sqlite3.Error):
            self._db.close()


def _transact(db: sqlite3.Connection, how: str, job: Callable[[sqlite3.Connection], T]) -> T:
    db.execute(f"BEGIN {how}")
    try:
        out = job(db)
        db.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):
            db.execute("ROLLBACK")
        raise
    return out


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
