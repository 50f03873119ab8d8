"""A finished file of places, opened to be read."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

from geo.errors import GazetteerError


class Database:
    """A SQLite file that nobody writes to any more. Safe to share between threads: the file never changes."""

    def __init__(self, path: Path, *, what: str, advice: str) -> None:
        """Open `path`; GazetteerError, naming `what` it is with `advice`, when it is not whole."""
        started = time.perf_counter()
        self.path = path
        try:
            uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
            self._db = sqlite3.connect(uri, uri=True, check_same_thread=False)
            self.about = dict(self._db.execute("SELECT what, value FROM about"))
        except sqlite3.Error as error:
            raise GazetteerError(f"the {what} {path} cannot be read ({error}); {advice}") from None
        self.opened_ms = (time.perf_counter() - started) * 1000

    @property
    def connection(self) -> sqlite3.Connection:
        """The open database, to read from."""
        return self._db

    def close(self) -> None:
        """Close the file."""
        self._db.close()
