"""One online geocoder: asked politely, its answers kept, its faults told apart from "no such place"."""

from __future__ import annotations

import inspect
import json
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from geopy.exc import GeocoderAuthenticationFailure, GeocoderInsufficientPrivileges, GeopyError

from geo.places.online.hits import BadHitError, Hit, hit_of, plain
from geo.places.online.polite import Clock, Polite
from geo.places.online.spec import Spec, build, read_spec
from geo.places.online.store import NAME, Store

DEADLINE_S: Final = 30.0
"""For one question: waiting for its turn, tries and pauses together."""
INTERVAL_S: Final = 1.0
"""Between two requests: Nominatim's usage policy allows one a second at most."""
_LIMIT: Final = 20
"""Hits that are asked for."""
_ENOUGH: Final = 3
"""Faults in a row after which a service is left alone."""
_AGAIN_S: Final = 60.0
"""How long the fault of one question is taken for the answer to the same one."""
_WANTED: Final[Mapping[str, Any]] = {
    "language": "en", "addressdetails": True, "namedetails": True, "extratags": True, "limit": _LIMIT,
}  # fmt: skip
"""What is asked for besides, of services that know it."""
_LISTS: Final = frozenset({"nominatim", "openmapquest", "pickpoint"})
"""Services that answer with a list: anything else that is empty is no answer."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a service said to one question: hits, none, or nothing that could be used."""

    hits: tuple[Hit, ...] = ()
    """Best first, as the service has them; empty where it knows no such place."""
    fault: str = ""
    """Why it did not answer, as a sentence that begins with its name; "" where it did."""
    day: str = ""
    """When it was asked, an ISO date."""


@dataclass(frozen=True, slots=True)
class Query:
    """One question."""

    text: str
    around: tuple[float, float, float, float] | None = None
    """West, south, east, north of what is preferred, degrees: a hint, no limit."""


class Online:
    """An online geocoder that geopy knows. Nobody is asked before `ask`; safe between threads.

    >>> from geo.places.online import Online
    >>> Online("nominatim").source
    'OpenStreetMap via Nominatim, ODbL 1.0'
    """

    def __init__(
        self,
        spec: str | Spec,
        *,
        store: Store | Path | None = None,
        deadline_s: float = DEADLINE_S,
        interval_s: float = INTERVAL_S,
        clock: Clock | None = None,
    ) -> None:
        """spec: "nominatim", "nominatim:http://127.0.0.1:8088", ...; store: where answers are kept, by default a file
        in the cache folder; deadline_s: for one question; interval_s: between two requests. Raises InputError for a
        geocoder that there is not.
        """
        self.spec = read_spec(spec) if isinstance(spec, str) else spec
        self._clock = clock or Clock()
        self._store = store if isinstance(store, Store) else Store(store or _usual_path())
        factory = partial(
            Polite, service=self.spec.service, store=self._store, interval_s=interval_s, clock=self._clock
        )
        self._geocoder = build(self.spec, adapter_factory=factory, timeout=deadline_s)
        self._can = inspect.signature(self._geocoder.geocode).parameters
        self._lock = threading.Lock()
        self._row = 0
        self._left = ""
        self._faults: dict[str, tuple[float, Answer]] = {}
        self._used: dict[str, int] = {"asked": 0, "kept": 0, "faults": 0}

    @property
    def name(self) -> str:
        """As a person wrote it: "nominatim"."""
        return self.spec.name

    @property
    def source(self) -> str:
        """Whose places these are, and under which licence."""
        return self.spec.source

    @property
    def requests(self) -> int:
        """How many were made."""
        return int(self._geocoder.adapter.requests)

    @property
    def notices(self) -> list[str]:
        """What a person should know of this run, each once: who was asked, what failed."""
        used = self._used
        _tell("")
        if not sum(used.values()):
            return []
        out = [self._store.notice] if self._store.notice else []
        where = f"{self.name}{f' ({self.spec.domain})' if self.spec.domain else ''}"
        kept = f", {used['kept']} more answered from before" if used["kept"] else ""
        out.append(f"{where} was asked for {used['asked']} name{'s' * (used['asked'] != 1)}{kept}: {self.source}")
        if self._left:
            out.append(f"{self._left}; it was left alone for the rest of the run")
        elif used["faults"]:
            out.append(f"{self.name} did not answer {used['faults']} of them; these places may well exist")
        return out

    def ask(self, query: Query) -> Answer:
        """The answer to one question: from before, or by a request. Never raises for what a service does."""
        key = self._key(query)
        with self._lock:
            now = self._clock.now()
            kept = self._recalled(key, now)
            if kept is not None:
                self._used["kept"] += 1
                return kept
            if self._left:
                return Answer(fault=f"{self._left} and is left alone for this run")
            if key in self._faults and now - self._faults[key][0] < _AGAIN_S:
                return self._faults[key][1]
            return self._asked(query, key)

    def _recalled(self, key: str, now: float) -> Answer | None:
        kept = self._store.recall(self.spec.service, key, now)
        try:
            return Answer(tuple(map(Hit.from_dict, kept.hits)), day=kept.day) if kept else None
        except (KeyError, TypeError, ValueError):
            return None  # somebody wrote into the file: ask anew

    def _asked(self, query: Query, key: str) -> Answer:
        self._used["asked"] += 1
        _tell(f"asking {self.name}: {self._used['asked']:,} names so far ...")
        try:
            hits = self._hits(query)
        except (GeopyError, BadHitError) as error:
            return self._failed(key, plain(str(error))[:200] or type(error).__name__, error)
        except Exception as error:  # geopy's reading of a malformed answer: any KeyError, TypeError, ...
            return self._failed(key, f"its answer cannot be read ({type(error).__name__})", error)
        self._row = 0
        day = self._store.keep(self.spec.service, key, [hit.as_dict() for hit in hits], self._clock.now())
        return Answer(hits, day=day)

    def _hits(self, query: Query) -> tuple[Hit, ...]:
        found = self._geocoder.geocode(query.text, exactly_one=False, **self._wanted(query))
        last = self._geocoder.adapter.last
        if not found and self.name in _LISTS and last != []:
            raise BadHitError("its answer is no list of places")
        found = found if isinstance(found, list) else [found] if found else []
        hits = [hit_of(one, self.spec) for one in found[:_LIMIT]]
        return tuple(hit for hit in hits if not hit.is_business)

    def _failed(self, key: str, why: str, error: Exception) -> Answer:
        self._row += 1
        self._used["faults"] += 1
        refused = isinstance(error, GeocoderAuthenticationFailure | GeocoderInsufficientPrivileges)
        if refused:
            self._left = f"{self.name} refused to answer ({why})"
        elif self._row >= _ENOUGH:
            self._left = f"{self.name} did not answer {_ENOUGH} times in a row (the last time: {why})"
        answer = Answer(fault=f"{self.name} did not answer ({why})")
        self._faults[key] = self._clock.now(), answer
        return answer

    def _wanted(self, query: Query) -> dict[str, Any]:
        """The options of this service, as far as it has them."""
        wanted = {name: value for name, value in _WANTED.items() if name in self._can}
        if query.around is None:
            return wanted
        west, south, east, north = query.around
        if "viewbox" in self._can:
            wanted["viewbox"] = [(south, west), (north, east)]
        elif "location_bias" in self._can:
            wanted["location_bias"] = ((south + north) / 2, (west + east) / 2)
        return wanted

    def _key(self, query: Query) -> str:
        return json.dumps({"q": query.text, **self._wanted(query)}, ensure_ascii=False, sort_keys=True)

    @property
    def takes_surroundings(self) -> bool:
        """Whether it can be told where to look first; otherwise the country has to stand in the question."""
        return "viewbox" in self._can


def _tell(text: str) -> None:
    """Let a person at a terminal see that time passes for a reason; the line is written over by the next."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)


def _usual_path() -> Path:
    from geo.places.index import index_path

    return index_path().with_name(NAME)
