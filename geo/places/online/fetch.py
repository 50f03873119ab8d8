"""One GET request that ends: a deadline for all of it, a limit on its size, no other host than the one that was named.

A socket's own timeout starts anew with every byte, so a service that sends a byte a second is never late by it. Here
the request runs in a thread of its own, and its connections are cut when the time is over.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import IO, Any, Final
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import (
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
    build_opener,
)

from geopy.exc import GeocoderServiceError, GeocoderTimedOut, GeocoderUnavailable

LARGEST: Final = 5_000_000
"""Bytes of an answer, at most: ten hits with their names in all languages are some 50 kB."""
_CHUNK: Final = 65_536


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered, whatever its status."""

    status: int
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes


def get(
    url: str,
    *,
    headers: Mapping[str, str],
    seconds: float,
    proxies: Mapping[str, str] | None = None,
    context: ssl.SSLContext | None = None,
    largest: int = LARGEST,
) -> Reply:
    """The reply of `url` within `seconds`, of `largest` bytes at most.

    Raises GeocoderTimedOut when the time is over, GeocoderUnavailable where the connection fails or breaks off, and
    GeocoderServiceError for an answer that is too large, packed though nobody asked for that, or sent from elsewhere.
    """
    job = _Job(url, headers, seconds, _opener(url, proxies, context), largest)
    thread = threading.Thread(target=job.run, name="geocoder request", daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        job.cut()
        thread.join(_FAREWELL_S)
        raise GeocoderTimedOut(f"no whole answer within {seconds:.0f} s")
    if job.error is not None:
        raise job.error
    assert job.reply is not None
    return job.reply


_FAREWELL_S: Final = 1.0
"""How long a request whose connection was cut has to end; it is only a name look-up that may take longer."""


class _Job:
    """One request on its thread, and what came of it."""

    def __init__(
        self, url: str, headers: Mapping[str, str], seconds: float, opener: tuple[OpenerDirector, _Lines], largest: int
    ) -> None:
        self.reply: Reply | None = None
        self.error: Exception | None = None
        self._request = Request(url, headers={**headers, "Accept-Encoding": "identity"})
        self._opener, self._lines = opener
        self._seconds, self._largest = seconds, largest

    def run(self) -> None:
        """Ask; every failure becomes one of geopy's."""
        try:
            self.reply = self._ask()
        except GeocoderServiceError as error:
            self.error = error
        except TimeoutError:
            self.error = GeocoderTimedOut(f"no answer within {self._seconds:.0f} s")
        except URLError as error:
            late = isinstance(error.reason, TimeoutError)
            self.error = GeocoderTimedOut("no answer in time") if late else GeocoderUnavailable(_say(error.reason))
        except (OSError, HTTPException, ValueError) as error:  # ValueError: a port or a header that is none
            self.error = GeocoderUnavailable(_say(error))
        except Exception as error:  # a fault of ours must not end unseen with its thread
            self.error = error

    def cut(self) -> None:
        """End the connections, whatever they wait for."""
        self._lines.cut()

    def _ask(self) -> Reply:
        try:
            with self._opener.open(self._request, timeout=self._seconds) as page:
                return self._read(page)
        except HTTPError as error:
            with error:
                kept = {name.lower(): value for name, value in error.headers.items()}
                return Reply(error.code, kept, b"")

    def _read(self, page: HTTPResponse) -> Reply:
        headers = {name.lower(): value for name, value in page.headers.items()}
        packed = headers.get("content-encoding", "identity").strip().lower()
        if packed not in ("", "identity"):
            raise GeocoderServiceError(f"its answer is packed ({packed[:20]}), which was not asked for")
        parts, size = [], 0
        end = time.monotonic() + self._seconds
        while part := page.read1(_CHUNK):
            size += len(part)
            parts.append(part)
            if size > self._largest:
                raise GeocoderServiceError(f"its answer is larger than {self._largest / 1e6:.0f} MB")
            if time.monotonic() > end:
                raise TimeoutError
        if page.length:
            raise GeocoderUnavailable("its answer broke off")
        return Reply(page.status, headers, b"".join(parts))


def _say(error: object) -> str:
    """A failure in a few words, without the address: that may hold a key."""
    if isinstance(error, HTTPException):
        return "its answer broke off"
    if isinstance(error, ConnectionResetError):
        return "it broke the connection off"
    if isinstance(error, ConnectionRefusedError):
        return "nobody answers at that address"
    if isinstance(error, socket.gaierror):
        return "its name is not known to the network"
    return " ".join(str(getattr(error, "strerror", None) or type(error).__name__).split())[:100]


@dataclass(slots=True)
class _Lines:
    """The sockets of one request, so that another thread can end them."""

    sockets: list[Any] = field(default_factory=list)
    over: bool = False

    def add(self, line: Any) -> None:
        """Remember a socket that was just connected."""
        self.sockets.append(line)
        if self.over:
            self.cut()

    def cut(self) -> None:
        """End them all, and those still to come."""
        self.over = True
        for line in self.sockets:
            with suppress(OSError, ValueError):
                line.shutdown(socket.SHUT_RDWR)


def _opener(
    url: str, proxies: Mapping[str, str] | None, context: ssl.SSLContext | None
) -> tuple[OpenerDirector, _Lines]:
    """urllib's opener with the system's proxies, whose connections `_Lines` knows."""
    lines = _Lines()

    class Plain(HTTPConnection):
        def connect(self) -> None:
            super().connect()
            lines.add(self.sock)

    class Tls(HTTPSConnection):
        def connect(self) -> None:
            super().connect()
            lines.add(self.sock)

    class ByPlain(HTTPHandler):
        def http_open(self, req: Request) -> HTTPResponse:
            return self.do_open(Plain, req)

    class ByTls(HTTPSHandler):
        def https_open(self, req: Request) -> HTTPResponse:
            return self.do_open(Tls, req, context=context or ssl.create_default_context())

    through = ProxyHandler({} if _is_own_machine(url) else None if proxies is None else dict(proxies))
    return build_opener(through, ByPlain(), ByTls(), _SameHost()), lines


def _is_own_machine(url: str) -> bool:
    """Whether the address is this machine's own, which no proxy can reach."""
    host = urlsplit(url).hostname or ""
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost"


class _SameHost(HTTPRedirectHandler):
    """Goes on to another address of the same host, and to no other: names and keys are for the one that was chosen."""

    max_redirections = 3

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str
    ) -> Request | None:
        """The request to go on with. Raises GeocoderServiceError where that would leave the host."""
        here, there = urlsplit(req.full_url), urlsplit(newurl)
        upgrade = (here.scheme, there.scheme) == ("http", "https") and here.hostname == there.hostname
        if not upgrade and (here.scheme, here.netloc) != (there.scheme, there.netloc):
            fp.close()
            host = "".join(c for c in there.netloc.rpartition("@")[2][:60] if c.isprintable())
            raise GeocoderServiceError(f"it sends the question on to another host, {host!r}, which was not asked")
        return super().redirect_request(req, fp, code, msg, headers, newurl)
