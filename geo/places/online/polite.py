"""How a service is asked: not too often, again after a passing fault, never beyond the deadline."""

from __future__ import annotations

import email.utils
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC
from typing import Any, Final

from geopy.adapters import AdapterHTTPError, BaseSyncAdapter
from geopy.exc import GeocoderParseError, GeocoderServiceError, GeocoderTimedOut, GeocoderUnavailable

from geo.places.online import fetch
from geo.places.online.store import Store

TRIES: Final = 3
_PASSING: Final = frozenset({429, 500, 502, 503, 504})
"""Statuses that may be gone at the next try; 400, 401 and 403 will not be."""
_BACK_OFF_S: Final = 1.0
"""Before the second try; twice as long before each further one."""
_TRY_S: Final = 10.0
"""For one try, so that one that hangs leaves time for another."""


@dataclass(frozen=True, slots=True)
class Clock:
    """The time, and how to let it pass: parameters, so that tests need not wait."""

    now: Callable[[], float] = time.time
    """Seconds since 1970."""
    sleep: Callable[[float], None] = time.sleep


class Polite(BaseSyncAdapter):  # type: ignore[misc]  # geopy has no types
    """geopy's way to the network, for one service. `timeout` is the deadline of the whole call, tries and waits."""

    def __init__(
        self, *, proxies: Any, ssl_context: Any, service: str, store: Store, interval_s: float, clock: Clock
    ) -> None:
        """service: whose pace it is, in `store`; interval_s: least seconds between two requests, of all processes."""
        super().__init__(proxies=proxies, ssl_context=ssl_context)
        self._proxies, self._context = proxies, ssl_context
        self._service, self._store, self._interval, self._clock = service, store, interval_s, clock
        self.last: Any = None
        """The last JSON that came."""
        self.requests = 0
        """How many were made."""

    def get_json(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> Any:
        """The JSON at `url`; see `get_text`."""
        self.last = None
        text = self.get_text(url, timeout=timeout, headers=headers)
        try:
            self.last = json.loads(text)
        except (ValueError, RecursionError):
            what = "a web page" if text.lstrip()[:1] == "<" else "nothing" if not text.strip() else "something else"
            raise GeocoderParseError(f"it sent {what} where JSON was due") from None
        return self.last

    def get_text(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> str:
        """The text at `url`, asked for up to three times within `timeout` seconds.

        Raises geopy's errors; AdapterHTTPError for a status that says no, its message "503 after 3 tries".
        """
        end = self._clock.now() + timeout
        for tried in range(1, TRIES + 1):
            self._wait_turn(end, timeout)
            again = f" after {tried} tries" if tried > 1 else ""
            try:
                reply = self._once(url, headers, end)
            except (GeocoderTimedOut, GeocoderUnavailable) as error:
                if tried == TRIES or not self._rest(tried, 0.0, end):
                    raise type(error)(f"{error}{again}") from error
                continue
            if reply.status < 300:
                return _decoded(reply.body)
            asked_s = retry_after_s(reply.headers.get("retry-after", ""), self._clock.now())
            self._store.pause(self._service, self._clock.now() + asked_s, self._clock.now())
            if reply.status not in _PASSING or tried == TRIES or not self._rest(tried, asked_s, end):
                pause = f", and asks for a pause of {asked_s:.0f} s" if asked_s >= 1 else ""
                message = f"{reply.status}{again}{pause}"
                raise AdapterHTTPError(message, status_code=reply.status, headers=reply.headers, text="")
        raise AssertionError("the last try returns or raises")

    def _once(self, url: str, headers: Mapping[str, str], end: float) -> fetch.Reply:
        self.requests += 1
        left = max(min(_TRY_S, end - self._clock.now()), 0.001)
        return fetch.get(url, headers=headers, seconds=left, proxies=self._proxies, context=self._context)

    def _wait_turn(self, end: float, timeout: float) -> None:
        now = self._clock.now()
        at = self._store.book(self._service, self._interval, now, latest=end)
        if at > end:
            raise GeocoderServiceError(f"it asked for a pause that lasts another {at - now:.0f} s")
        if at > now:
            self._clock.sleep(min(at - now, timeout))

    def _rest(self, tried: int, asked_s: float, end: float) -> bool:
        """Wait before the next try; False where that would end after the deadline."""
        wait = max(_BACK_OFF_S * 2 ** (tried - 1), asked_s)
        if self._clock.now() + wait >= end:
            return False
        self._clock.sleep(wait)
        return True


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise GeocoderParseError("it sent bytes that are no text") from None


def retry_after_s(written: str, now: float) -> float:
    """Seconds that a Retry-After header asks to wait, in either of its forms; 0 for none, and for what is neither.

    >>> retry_after_s("120", 0.0), retry_after_s("Thu, 01 Jan 1970 00:02:00 GMT", 30.0), retry_after_s("soon", 0.0)
    (120.0, 90.0, 0.0)
    """
    text = written.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        day = email.utils.parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return 0.0
    aware = day if day.tzinfo else day.replace(tzinfo=UTC)
    return max(0.0, aware.timestamp() - now)
