"""A Nominatim on loopback that does what it is told to do wrong, request by request."""

from __future__ import annotations

import gzip
import json
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Act = Callable[[BaseHTTPRequestHandler], None]


def place(name: str = "Only There", lat: Any = "34.2", lon: Any = "38.9", **more: Any) -> dict[str, Any]:
    """A hit as Nominatim writes it: a village in Syria with a box of 0.02 degrees either way."""
    return {
        "place_id": 1, "osm_type": "node", "osm_id": 4, "lat": lat, "lon": lon, "class": "place", "type": "village",
        "addresstype": "village", "name": name, "display_name": f"{name}, Homs, Syria",
        "address": {"country_code": "sy"}, "boundingbox": ["34.18", "34.22", "38.88", "38.92"], **more,
    }  # fmt: skip


def says(*hits: Any) -> Act:
    return text(json.dumps(list(hits)), "application/json")


def text(body: str | bytes, kind: str = "text/html", status: int = 200, **headers: str) -> Act:
    raw = body.encode() if isinstance(body, str) else body

    def act(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(raw)))
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(raw)

    return act


def status(code: int, **headers: str) -> Act:
    return text("<html>sorry</html>", status=code, **headers)


def silent(handler: BaseHTTPRequestHandler) -> None:
    handler.server.over.wait(5)  # type: ignore[attr-defined]


def drip(handler: BaseHTTPRequestHandler, *, headers: bool = False) -> None:
    """A byte every 20 ms, each well within a socket's timeout, for as long as anybody reads."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n" + (b"" if headers else b"Content-Length: 100000\r\n\r\n["))
    while not handler.server.over.is_set():  # type: ignore[attr-defined]
        handler.wfile.write(b"X" if headers else b" ")
        handler.wfile.flush()
        time.sleep(0.02)


def drip_headers(handler: BaseHTTPRequestHandler) -> None:
    drip(handler, headers=True)


def reset(handler: BaseHTTPRequestHandler) -> None:
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()


def truncated(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n" + json.dumps([place()]).encode())


def huge(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n[")
    for _ in range(200):
        handler.wfile.write(b" " * 1_000_000)


bomb: Act = text(gzip.compress(b" " * 50_000_000), "application/json", Content_Encoding="gzip")


class Server:
    """The scripted server: `script` is done in order, its last act for ever."""

    def __init__(self, http: ThreadingHTTPServer) -> None:
        self._http = http
        self.script: list[Act] = [says()]
        self.seen: list[dict[str, Any]] = []
        """Of each request its path, query and headers."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    @property
    def asked(self) -> list[str]:
        """What was searched for."""
        return [one["query"].get("q", [""])[0] for one in self.seen]

    def act(self, handler: BaseHTTPRequestHandler) -> None:
        parts = urlsplit(handler.path)
        headers = {name.lower(): value for name, value in handler.headers.items()}
        self.seen.append({"path": parts.path, "query": parse_qs(parts.query), "headers": headers})
        act = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        act(handler)


@contextmanager
def serving() -> Iterator[Server]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            try:
                server.act(self)
            except OSError:
                self.close_connection = True  # the client has had enough, as it should

        def finish(self) -> None:
            try:
                super().finish()
            except (OSError, ValueError):
                self.close_connection = True

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.over = threading.Event()  # type: ignore[attr-defined]
    server = Server(http)
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        http.over.set()  # type: ignore[attr-defined]
        http.shutdown()
        http.server_close()
        thread.join()
