"""The packed page in a real browser: the same words as the plain one, right counts, right hits, silence."""

import time

import pytest

from geo.maps import draw
from tests.maps import many

from .waiting import wait

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

CARDS = """
const done = arguments[0], out = {};
const wait = (test) => new Promise((go) => { const look = () => (test() ? go() : setTimeout(look, 2)); look(); });
(async () => {
  const card = document.querySelector('#card');
  const count = Number(document.querySelector('#count').textContent.split(' ')[0]);
  for (let i = 0; i < count; i += 1) {
    document.dispatchEvent(new KeyboardEvent('keydown', { key: 'j' }));
    await wait(() => card.querySelector('.walk small').textContent.startsWith(`${i + 1} of `) &&
      card.querySelector('h2').textContent !== '…');
    const copy = card.cloneNode(true);
    copy.querySelector('.walk').remove();
    const rows = [...copy.querySelectorAll('p, dt, dd, blockquote, li, h2, h3, .bar, summary, a')];
    out[rows.map((node) => node.textContent).join(' | ')] = rows.map((node) => node.href || '').join('');
  }
  done(out);
})();
"""


def cards(page):
    """What every card says, and where it links to, walking with j."""
    page.driver.set_script_timeout(150)
    return page.driver.execute_async_script(CARDS)


@pytest.fixture
def both(open_page, monkeypatch):
    """The cards of a plain and of a packed page of the same tables."""

    def opened(*tables):
        plain = cards(open_page(draw(*tables)))
        monkeypatch.setattr("geo.maps.layers.layer.LIMIT", 0)
        drawn = draw(*tables)
        assert drawn.document["packed"]["count"] == len(tables[0])
        page = open_page(drawn)
        told = cards(page)
        assert page.console() == []
        assert page.requests() == []
        assert page.run("return window.__ran || null") is None
        return plain, told

    return opened


def test_the_case_is_told_in_the_same_words(both, tables):
    plain, told = both(*tables)
    assert told == plain
    assert len(told) == 6


@pytest.mark.parametrize("each", [1, 2])
def test_many_cards_say_the_same_words(both, each):
    incidents = many.incidents(120)
    plain, told = both(incidents, many.zones(), many.verdicts(incidents, each=each))
    assert len(plain) == 120
    assert set(told) == set(plain)


def test_without_verdicts_the_words_are_the_same(both):
    plain, told = both(many.incidents(60, seed=2), None, None)
    assert set(told) == set(plain)


def test_hostile_texts_are_shown_as_written_and_run_nothing(both, samples):
    plain, told = both(*samples.hostile_tables(samples.load_hostile()))
    assert told == plain


def test_a_link_finds_its_incident_in_another_order_of_rows(open_page, monkeypatch):
    monkeypatch.setattr("geo.maps.layers.layer.LIMIT", 0)
    monkeypatch.setattr("geo.maps.packed.CHUNK", 7)
    monkeypatch.setattr("geo.maps.chunks.CHUNK", 7)
    incidents = many.incidents(60)
    page = open_page(draw(incidents))
    named = incidents[incidents["title"] != ""]
    for row, likely in zip(named.itertuples(), (2, 59, 400, "x", ""), strict=False):
        page.run("location.hash = `#id=${arguments[0]}&row=${arguments[1]}`", row.id, likely)
        assert wait(lambda row=row: page.run("return document.querySelector('#card-title')?.textContent") == row.title)
    page.run(
        "document.dispatchEvent(new KeyboardEvent('keydown', {key: 'Escape'})); location.hash = '#id=nobody&row=3'"
    )
    time.sleep(0.3)
    assert page.run("return document.querySelector('#card').hidden")
    assert page.console() == []
