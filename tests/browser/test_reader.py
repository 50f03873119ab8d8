"""What a reader does with the page: filter, search, move the clock, follow a link, take it along, hear it read."""

import csv
import hashlib
import io
import json
import re
from pathlib import Path

import jsonschema
import pandas as pd
import pyproj
import pytest

from geo.frames import INCIDENTS, conform
from geo.maps import draw
from geo.maps.basemap import asset

from .waiting import wait

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]
AXE = Path(__file__).parent / "axe"
TITLES = "return [...document.querySelectorAll('#list b')].map(n => n.textContent)"


def dated(*days, **columns):
    rows = {"id": [f"i{n}" for n in range(len(days))], "lon": 38.0, "lat": [33.0 + n / 5 for n in range(len(days))]}
    starts, ends = zip(*((day, day) if isinstance(day, str) else day for day in days), strict=True)
    return conform(
        pd.DataFrame({**rows, "uncertainty_m": 1000.0, "date_start": starts, "date_end": ends, **columns}), INCIDENTS
    )


def set_clock(page, start, end):
    """By a link: it names the days, and nothing else."""
    page.run("location.hash = arguments[0]", f"#t={start}..{end}")
    handle = "return document.querySelector(arguments[0]).getAttribute('aria-valuetext')"
    assert wait(lambda: page.run("return !document.querySelector('#all').hidden") and page.run(handle, "#to"))
    page.run("return new Promise((done) => setTimeout(done, 60))")


def key_clock(page, handle, key, times):
    """By the keyboard."""
    page.run(
        "for (let n = 0; n < arguments[2]; n += 1) document.querySelector(arguments[0])"
        "  .dispatchEvent(new KeyboardEvent('keydown', {key: arguments[1], bubbles: true}));"
        "return new Promise((done) => setTimeout(done, 60))",
        handle,
        key,
        times,
    )


# ---------------------------------------------------------------- filters and search


def test_every_facet_counts_what_its_tick_would_leave(open_page, tables):
    page = open_page(draw(*tables))
    names = page.run("return [...document.querySelectorAll('#facets legend')].map(n => n.textContent)")
    assert names == ["In force at the time", "Rests on", "On whose word", "Kind", "Source"]
    boxes = page.run("return document.querySelectorAll('#facets input').length")
    for nth in range(boxes):
        number = int(page.run(f"return document.querySelectorAll('#facets .number')[{nth}].textContent"))
        before = len(page.run(TITLES))
        page.run(f"document.querySelectorAll('#facets input')[{nth}].click()")
        several = page.run(f"return document.querySelectorAll('#facets fieldset')[4].contains("
                           f"document.querySelectorAll('#facets input')[{nth}])")  # fmt: skip
        assert several or before - len(page.run(TITLES)) == number
        page.run(f"document.querySelectorAll('#facets input')[{nth}].click()")
        assert len(page.run(TITLES)) == before


def test_filters_join_and_show_all_ends_them(open_page, tables):
    page = open_page(draw(*tables))
    page.run("document.querySelector('#legend input').click()")
    page.run("[...document.querySelectorAll('#facets label')].find(n => n.textContent.startsWith('shoot-down'))"
             ".querySelector('input').click()")  # fmt: skip
    assert page.run(TITLES) == ["A convoy is said to have been stopped"]
    numbers = page.run("return [...document.querySelectorAll('#legend .number')].map(n => n.textContent)")
    assert numbers == ["2", "0", "0", "0", "1"]
    page.run("document.querySelector('#reset').click()")
    assert len(page.run(TITLES)) == 6
    assert page.run("return document.querySelector('#reset').hidden")


@pytest.mark.parametrize(("words", "found"), [("RAQQA", 1), ("dropped a bomb", 1), ("umbrella", 1), ("zebra", 0)])
def test_search_looks_into_titles_places_and_quotes(open_page, tables, words, found):
    page = open_page(draw(*tables))
    page.run("document.querySelector('#query').focus()")
    page.press(words)
    assert wait(lambda: page.text("#count").startswith(f"{found} of 6 shown"))


# ---------------------------------------------------------------- the clock


def test_an_interval_is_shown_whenever_the_clock_touches_it(open_page):
    page = open_page(draw(dated("2017-06-01", ("2017-06-03", "2017-06-09"), "2017-06-20", "")))
    for start, end, shown in (
        ("2017-06-04", "2017-06-05", {"i1", "i3"}),
        ("2017-06-01", "2017-06-03", {"i0", "i1", "i3"}),
        ("2017-06-10", "2017-06-19", {"i3"}),
    ):
        set_clock(page, start, end)
        assert {title.split()[-1] for title in page.run(TITLES)} == shown
    page.run("document.querySelector('#undated input').click()")
    assert wait(lambda: page.run(TITLES) == [])
    page.run("document.querySelector('#all').click()")
    assert wait(lambda: len(page.run(TITLES)) == 3)


def test_the_clock_reaches_before_1970_and_after_2038(open_page):
    page = open_page(draw(dated("1944-06-06", "1969-12-31", "2039-01-19")))
    set_clock(page, "1944-06-01", "1950-01-01")
    assert page.run(TITLES) == ["Incident i0"]
    assert page.text("#span") == "1 June 1944 – 1 January 1950"
    set_clock(page, "2039-01-01", "2039-12-31")
    assert page.run(TITLES) == ["Incident i2"]


def test_the_clock_moves_by_keys_and_stays_in_order(open_page):
    page = open_page(draw(dated("2017-06-01", "2017-06-05", "2017-06-20")))
    key_clock(page, "#from", "ArrowRight", 3)
    assert (page.text("#span"), len(page.run(TITLES))) == ("4–20 June 2017", 2)
    key_clock(page, "#to", "Home", 1)
    assert page.text("#span") == "4 June 2017"
    key_clock(page, "#to", "PageUp", 1)
    assert (page.text("#span"), page.run(TITLES)) == ("4–5 June 2017", ["Incident i1"])
    key_clock(page, "#from", "Home", 1)
    key_clock(page, "#to", "End", 1)
    assert page.run("return document.querySelector('#all').hidden")
    assert page.console() == []


def test_an_undated_table_has_no_timeline(open_page):
    page = open_page(draw(dated("", "")))
    assert page.run("return document.querySelector('#time').hidden")
    assert page.console() == []


def test_a_click_on_a_bar_takes_its_time_and_play_runs_to_the_end(open_page):
    page = open_page(draw(dated("2017-06-01", "2017-06-02", "2017-06-05")))
    left, top, width = page.run(
        "const b = document.querySelector('#bars').getBoundingClientRect(); return [b.left, b.top, b.width]"
    )
    for kind in ("mousePressed", "mouseReleased"):
        event = {"type": kind, "x": left + width * 0.3, "y": top + 30, "button": "left", "clickCount": 1}
        page.driver.execute_cdp_cmd("Input.dispatchMouseEvent", event)
    assert wait(lambda: page.run(TITLES) == ["Incident i1"])
    page.run("document.querySelector('#all').click(); document.querySelector('#mode').value = 'grow';"
             "document.querySelector('#play').click()")  # fmt: skip
    seen = set()
    assert wait(
        lambda: (
            seen.add(len(page.run(TITLES)))
            or page.run("return document.querySelector('#play').getAttribute('aria-label')") == "Play"
        ),
        12,
    )
    assert seen >= {1, 2, 3}


def test_zones_are_grey_when_the_clock_stands_outside_their_dates(open_page, tables):
    page = open_page(draw(*tables))
    zone = page.run("return JSON.parse(document.querySelector('#payload').textContent).zones[0].valid")
    assert zone[0].startswith("201")
    picture = "return document.querySelectorAll('canvas.sheet')[1].toDataURL()"
    page.run("document.querySelector('#legend input').click()")
    before = page.run(picture)
    set_clock(page, "2015-03-01", "2015-04-01")
    assert wait(lambda: page.run(picture) != before)


# ---------------------------------------------------------------- doubt, drawn


def test_the_selected_place_is_a_soft_region_that_fades(open_page, tables):
    """Alpha of the upper canvas on a line outwards: strongest in the middle, less beyond 5 in 10, nothing far away."""
    page = open_page(draw(*tables))
    page.run("map_incidents.setView([35.953, 39.008], 7, {animate: false})")
    alpha = (
        "const c = document.querySelectorAll('canvas.sheet')[1], b = c.getBoundingClientRect();"
        "const m = map_incidents.getContainer().getBoundingClientRect();"
        "return arguments[0].map((km) => {"
        "  const p = map_incidents.latLngToContainerPoint([35.953 + km / 157, 39.008 - km / 128]);"
        "  return c.getContext('2d').getImageData(p.x + m.left - b.left, p.y + m.top - b.top, 1, 1).data[3]; })"
    )
    at_km = [20, 50, 78, 160]
    assert page.run(alpha, at_km) == [0, 0, 0, 0]
    page.run("[...document.querySelectorAll('#list button')].find(b => b.textContent.includes('Raqqa')).click()")
    near, within, edge, beyond = page.run(alpha, at_km)
    assert near > within > edge > beyond == 0


# ---------------------------------------------------------------- the link


def test_a_link_brings_back_view_filter_clock_and_item(open_page, tables):
    page = open_page(draw(*tables))
    page.run("map_incidents.setView([34.1, 38.25], 7.5, {animate: false})")
    page.run("document.querySelectorAll('#legend input')[2].click()")
    page.run("[...document.querySelectorAll('#facets label')].find(n => n.textContent.startsWith('stop'))"
             ".querySelector('input').click()")  # fmt: skip
    key_clock(page, "#from", "ArrowRight", 300)
    page.run("[...document.querySelectorAll('#list button')].find(b => b.textContent.includes('drone near')).click()")
    state = (
        "return [map_incidents.getZoom(), map_incidents.getCenter().lat, "
        "[...document.querySelectorAll('#index input[type=checkbox]')].map(n => n.checked), "
        "document.querySelector('#span').textContent, document.querySelector('#card h2').textContent, "
        "[...document.querySelectorAll('#list b')].map(n => n.textContent)]"
    )
    here = "return `map=${map_incidents.getZoom()}/${Number(map_incidents.getCenter().lat.toFixed(4))}`"
    link = wait(lambda: "id=" in (found := page.run("return decodeURIComponent(location.href)")) and "t=" in found
                and page.run(here) in found and page.run("return location.href"))  # fmt: skip
    asked = page.run(state)
    page.driver.get("about:blank")
    page.driver.get(link)
    assert wait(page.ready)
    assert wait(lambda: page.run("return !document.querySelector('#card').hidden"))
    zoom, lat, *rest = page.run(state)
    assert (zoom, rest) == (asked[0], asked[2:])
    assert lat == pytest.approx(asked[1], abs=0.01)  # a pixel
    assert page.console() == []


@pytest.mark.parametrize(
    "link",
    [
        "#map=1e9/999/<b>", "#map=5/91/5/7&t=2017-99-99..x&id=__proto__", "#%E0%A4%A", "#hide=constructor,,inside%00",
        "#not.kind=toString&not.__proto__=1&zone=nowhere&q=%00<script>", "#row=-1&id=&t=9999-12-31..0001-01-01",
    ],
)  # fmt: skip
def test_a_hostile_link_changes_nothing(open_page, tables, link):
    page = open_page(draw(*tables))
    address = page.path.as_uri()
    page.driver.get("about:blank")
    page.driver.get(address + link)
    assert wait(page.ready)
    assert page.text("#count").endswith("of 6 shown")
    assert page.run("return window.__ran || null") is None
    assert [message for message in page.console() if "SEVERE" in message or "Error" in message] == []


# ---------------------------------------------------------------- taking it along


@pytest.fixture
def saved(driver, tmp_path, monkeypatch):
    """Call with a page and a deed: the name and the bytes of what the browser saved."""
    folder = tmp_path / "saved"
    folder.mkdir()
    driver.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(folder)})

    def save(page, deed):
        page.run(f"document.querySelector('[data-do={deed}]').click()")
        done = wait(lambda: [p for p in folder.iterdir() if p.suffix != ".crdownload" and p.stat().st_size], 20)
        return done[0].name, done[0].read_bytes()

    return save


def test_shown_rows_as_csv(open_page, tables, saved):
    page = open_page(draw(*tables, title="The case"))
    page.run("document.querySelector('#legend input').click()")
    name, data = saved(page, "csv")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert name == "the-case.csv"
    assert [row["title"] for row in rows] == page.run(TITLES)
    raqqa = next(row for row in rows if "Raqqa" in row["title"])
    assert (raqqa["verdict"], raqqa["lon"], raqqa["date_start"]) == ("outside", "39.008", "2017-06-18")
    assert page.console() == []


@pytest.mark.parametrize("text", ["=1+1", "+1", "-2", "@SUM(A1)", "\t=1", " =cmd|' /C calc'!A0", '"; =1', "＝1"])
def test_no_cell_of_the_csv_is_a_formula(open_page, saved, text):
    page = open_page(draw(dated("2017-06-01", title=text, place_text=text, kind=text)))
    row = next(csv.DictReader(io.StringIO(saved(page, "csv")[1].decode("utf-8-sig"), newline="")))
    for cell in (row["title"], row["place_worded"], row["kind"]):
        assert not re.match(r"\s*[=+\-@＝]|[\t\r\n]", cell)
        assert cell.lstrip("'") == text
    assert float(row["lat"]) == 33.0


def test_shown_rows_as_geojson(open_page, tables, saved):
    page = open_page(draw(*tables))
    name, data = saved(page, "geojson")
    found = json.loads(data)
    assert name.endswith(".geojson")
    assert found["type"] == "FeatureCollection"
    kinds = {one["id"]: one["geometry"] and one["geometry"]["type"] for one in found["features"]}
    assert kinds["warplane"] == "Point"
    assert kinds["nowhere"] is None
    assert kinds["forces"] == "MultiPolygon"


def test_the_picture_holds_map_finding_and_legend(open_page, tables, saved):
    page = open_page(draw(*tables))
    name, data = saved(page, "png")
    assert name.endswith(".png")
    assert data.startswith(b"\x89PNG")
    width, height = (int.from_bytes(data[at : at + 4], "big") for at in (16, 20))
    frame = page.run("const s = map_incidents.getSize(); return [s.x, s.y]")
    assert width == frame[0]
    assert height > frame[1] + 120


def test_print_shows_picture_and_rows(open_page, tables):
    page = open_page(draw(*tables), "dark")
    page.run("window.dispatchEvent(new Event('beforeprint'))")
    assert page.run("return document.querySelectorAll('#print canvas').length") == 1
    assert page.run("return document.querySelectorAll('#print li').length") == 6
    assert page.run("return document.documentElement.dataset.theme") == "light"
    page.run("window.dispatchEvent(new Event('afterprint'))")
    assert page.run("return document.documentElement.dataset.theme") == "dark"
    assert page.run("return document.querySelector('#print').childNodes.length") == 0


# ---------------------------------------------------------------- the ruler, assistive tools, the contract


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ((38.6, 33.5), (35.8, 35.5)), ((179.5, -17.0), (-179.5, -16.0)), ((10.0, 89.0), (-170.0, 88.0)),
        ((0, 0), (179.7, 0.5)),
    ],
)  # fmt: skip
def test_the_ruler_measures_along_the_geodesic(open_page, tables, one, other):
    page = open_page(draw(*tables))
    page.run("document.querySelector('#measure').click()")
    for lon, lat in (one, other):
        page.run("map_incidents.fire('click', {latlng: L.latLng(arguments[1], arguments[0]), "
                 "containerPoint: L.point(1, 1)})", lon, lat)  # fmt: skip
    km, miles = re.fullmatch(r"([\d.,]+) km · ([\d.,]+) mi", page.text("#ruling")).groups()
    _, _, metres = pyproj.Geod(ellps="WGS84").inv(*one, *other)
    assert float(km.replace(",", "")) == pytest.approx(metres / 1000, rel=0.005)
    assert float(miles.replace(",", "")) == pytest.approx(metres / 1609.344, rel=0.005)
    page.press("\ue00c")
    assert page.run("return document.querySelector('#ruling').hidden")


@pytest.mark.parametrize("size", ["light", "dark", "phone"])
def test_axe_finds_no_serious_violation(open_page, tables, size):
    script = (AXE / "axe.min.js").read_text(encoding="utf-8")
    stated = re.search(r"axe\.min\.js: +(\w+)", (AXE / "SOURCE.txt").read_text())[1]
    assert hashlib.sha256(script.encode()).hexdigest() == stated
    page = open_page(draw(*tables), size)
    page.press("j")
    page.run("for (const d of document.querySelectorAll('details')) d.open = true")
    page.run(script + "; window.axe = axe;")
    found = page.driver.execute_async_script(
        "const done = arguments[0]; axe.run().then(r => done(r.violations.map(v => "
        "[v.impact, v.id, v.nodes.slice(0, 3).map(n => n.html.slice(0, 120) + ' ' + n.failureSummary.slice(0, 200))])"
        ".concat([['ran', r.passes.length, []]])))"
    )
    assert found[-1][1] > 15  # rules that found something to look at
    assert [one for one in found if one[0] in ("serious", "critical")] == []


def test_the_page_holds_to_the_schema_on_its_side_too(open_page, tables):
    """The document as the browser reads it, and no field in it that the script asks for is unknown to the schema."""
    page = open_page(draw(*tables))
    schema = json.loads(asset("payload.schema.json"))
    jsonschema.Draft202012Validator(schema).validate(
        page.run("return JSON.parse(document.querySelector('#payload').textContent)")
    )
    known = set(schema["properties"])
    assert set(re.findall(r"\bdata\.(\w+)", asset("map.js"))) <= known
