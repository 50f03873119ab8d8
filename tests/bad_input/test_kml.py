"""Hostile KML: nothing outside the file is read or asked for, and what cannot be read is no place on the equator."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from geo.cli import app
from tests.bad_input.shared import ZONE, listed, rows

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
PLACE = "<Placemark><name>{name}</name><Point><coordinates>{at}</coordinates></Point></Placemark>"
AREA = (
    "<Placemark><name>{name}</name><Polygon><outerBoundaryIs><LinearRing><coordinates>{at}</coordinates></LinearRing>"
    "</outerBoundaryIs></Polygon></Placemark>"
)
Check = Callable[..., tuple[int, str, str]]
BOX = "38,33 39,33 39,34 38,34 38,33"


class Listener(socketserver.ThreadingTCPServer):
    """Counts who asks."""

    asked = 0

    def process_request(self, request: object, client_address: object) -> None:
        """Count, and hang up."""
        self.asked += 1
        self.shutdown_request(request)  # type: ignore[arg-type]


@pytest.fixture
def listener() -> Iterator[Listener]:
    with Listener(("127.0.0.1", 0), socketserver.BaseRequestHandler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def document(inside: str, start: str = "") -> str:
    return (
        f'<?xml version="1.0"?>{start}<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{inside}</Document></kml>'
    )


@pytest.fixture(params=["incidents", "zones"])
def check(request: pytest.FixtureRequest, tmp_path: Path) -> Check:
    """Run `geo check` on a KML file of incidents, or of zones: exit code, standard output, standard error."""

    def run(inside: str, start: str = "", name: str = "ok", at: str = "") -> tuple[int, str, str]:
        path = tmp_path / "a.kml"
        drawn = PLACE if request.param == "incidents" else AREA
        own = drawn.format(name=name, at=at or ("38.7,33.6" if request.param == "incidents" else BOX))
        path.write_text(document(inside + own, start), encoding="utf-8")
        (tmp_path / "a.csv").write_bytes(rows(""))
        words = [str(path), *ZONE] if request.param == "incidents" else [str(tmp_path / "a.csv"), "--zones", str(path)]
        done = CliRunner().invoke(app, ["check", *words, "--format", "csv"])
        return done.exit_code, done.stdout, listed(done)

    return run


def test_an_external_entity_is_refused_and_its_file_not_read(check: Check, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("TOP-SECRET")
    start = f'<!DOCTYPE kml [<!ENTITY e SYSTEM "{(tmp_path / "secret.txt").as_uri()}">]>'
    code, out, said = check("", start, name="&e;")
    assert (code, out) == (1, "")
    assert "declares entities" in said
    assert "TOP-SECRET" not in said


def test_no_entity_and_no_document_type_is_fetched(check: Check, listener: Listener) -> None:
    home = f"http://127.0.0.1:{listener.server_address[1]}"
    assert check("", f'<!DOCTYPE kml [<!ENTITY e SYSTEM "{home}/e">]>', name="&e;")[0] == 1
    code, out, _ = check("", f'<!DOCTYPE kml SYSTEM "{home}/kml.dtd">')
    assert code == 0
    assert ",inside," in out or ",indeterminate," in out
    assert listener.asked == 0


def test_a_link_is_told_and_not_followed(check: Check, listener: Listener) -> None:
    link = f"<NetworkLink><Link><href>http://127.0.0.1:{listener.server_address[1]}/a.kml</href></Link></NetworkLink>"
    code, out, said = check(link)
    assert code == 0
    assert ",inside," in out or ",indeterminate," in out
    assert "holds a link to another file (NetworkLink), and nothing is fetched" in said
    assert listener.asked == 0


def test_entities_that_would_grow_are_refused_at_once(check: Check) -> None:
    pairs = zip("abcdefgh", "bcdefghi", strict=True)
    bomb = "".join(f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in pairs)
    code, out, said = check("", f'<!DOCTYPE kml [<!ENTITY a "lol">{bomb}]>', name="&i;")
    assert (code, out) == (1, "")
    assert "declares entities" in said


@pytest.mark.parametrize("at", ["38,33 x,y 39,34 38,33", "38.6,", "38,6,33,5"])
def test_a_bad_coordinate_is_no_place_on_the_equator(check: Check, at: str) -> None:
    code, out, said = check("", at=at)
    assert (code, out) == (1, "")
    assert "a.kml, line 1: the coordinates" in said
