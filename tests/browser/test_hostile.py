"""Strings made to run: in every text field, in a real browser, nothing runs and each is shown as written."""

import os
import re

import folium
import pytest

from geo.maps import draw, offline
from geo.maps.layers import DoubtLayer, IncidentLayer, ZoneLayer

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]


@pytest.fixture
def sealed(monkeypatch):
    monkeypatch.delenv("GEO_HOSTILE", raising=False)
    before = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST")}
    yield
    assert {key: value for key, value in os.environ.items() if not key.startswith("PYTEST")} == before


def test_every_string_in_every_field(open_page, samples, sealed):
    texts = samples.load_hostile()
    page = open_page(draw(*samples.hostile_tables(texts), title="all", subtitle="of them"))
    assert page.ready()
    page.run("for (const d of document.querySelectorAll('#zones details')) d.open = true")
    wrong = []
    for nth, text in enumerate(texts):
        card = page.run(
            'const row = document.querySelector(`#list button[data-index="${arguments[0]}"]`); row.click();'
            "for (const d of document.querySelectorAll('#card details')) d.open = true;"
            "const all = (s) => [...document.querySelectorAll(s)].map(n => n.textContent);"
            "return {row: row.querySelector('b').textContent, title: all('#card h2')[0],"
            "  bdi: all('#card bdi'), marks: window.__ran || null}",
            nth,
        )
        written = sum(text in one for one in card["bdi"])
        if not (card["title"] == card["row"] == text and written >= 12 and card["marks"] is None):
            wrong.append((text, card["title"], written, card["marks"]))
    assert wrong == []
    assert page.run("return window.__ran || null") is None
    assert page.requests() == []
    assert page.console() == []


@pytest.mark.parametrize("nth", range(6))
def test_every_string_in_the_title(open_page, samples, sealed, nth):
    text = " ".join(samples.load_hostile()[nth::6])
    drawn = draw(*samples.hostile_tables([text]), title=text, subtitle=text)
    page = open_page(drawn)
    assert page.ready()
    assert page.run("return [...document.querySelectorAll('#title, #subtitle')].map(n => n.textContent)") == [
        text,
        text,
    ]
    assert page.run("return window.__ran || null") is None
    assert page.run("return document.querySelectorAll('script').length") == 5
    assert page.console() == []
    assert page.requests() == []


def test_links_only_to_the_web(open_page, samples):
    texts = samples.load_hostile()
    page = open_page(draw(*samples.hostile_tables(texts)))
    schemes = set()
    for nth in range(len(texts)):
        page.run(f"document.querySelector('#list button[data-index=\"{nth}\"]').click()")
        schemes |= set(page.run("return [...document.querySelectorAll('#card a')].map(a => a.protocol)"))
    assert schemes <= {"http:", "https:"}


class Written:
    """Something to save that has been written already."""

    def __init__(self, text):
        self.text = text

    def save(self, path):
        path.write_text(self.text, encoding="utf-8")


def with_leaflet(page):
    """folium's own page without its links, Leaflet in their place: what it does once the network has answered."""
    from geo.maps.basemap import asset

    bare = re.sub(r"<script src[^>]*></script>|<link rel[^>]*>", "", page)
    return bare.replace(
        "<head>", f"<head><style>{asset('leaflet.css')}</style><script>{asset('leaflet.js')}</script>", 1
    )


@pytest.mark.parametrize("how", ["own page", "offline", "public"])
def test_every_string_through_the_other_ways_to_draw(open_page, samples, sealed, how):
    texts = samples.load_hostile()
    incidents, zones, verdicts = samples.hostile_tables(texts)
    if how == "public":
        drawn = draw(incidents, zones, verdicts, title=texts[0], public=True)
    else:
        plain = folium.Map([33, 38], zoom_start=6, tiles=None)
        for layer in (ZoneLayer(zones), IncidentLayer(incidents, verdicts, title=texts[0]), DoubtLayer()):
            layer.add_to(plain)
        drawn = Written(offline(plain) if how == "offline" else with_leaflet(plain.get_root().render()))
    page = open_page(drawn)
    assert page.ready()
    seen = []
    for _ in texts:
        page.press("j")
        seen.append(
            page.run(
                "return [document.querySelector('#card h2').textContent, document.querySelector('#card').textContent]"
            )
        )
    assert page.run("return window.__ran || null") is None
    assert page.requests() == []
    assert page.console() == []
    if how == "public":
        assert len({title for title, _ in seen}) > 20
    else:
        assert [title for title, _ in seen] == texts
        assert all(card.count(text) >= 8 for text, (_, card) in zip(texts, seen, strict=True) if text)
