import hashlib
import html
import os
import re
import warnings
from base64 import b64encode
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path

import folium
import pytest

from geo.errors import OutputError
from geo.maps import draw

ROOM = Path(str(files("geo.maps")))


class Elements(HTMLParser):
    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.tags, self.text, self._open = [], {}, None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self._open = len(self.tags) - 1

    def handle_data(self, data):
        self.text[self._open] = self.text.get(self._open, "") + data

    def handle_endtag(self, tag):
        self._open = None


@pytest.fixture
def page(tables):
    return draw(*tables, title="Case").get_root().render()


def test_the_file_is_small_enough(page):
    assert len(page.encode()) < 500_000


def test_nothing_in_the_page_points_elsewhere(page):
    for tag, attributes in Elements(page).tags:
        for name in ("src", "href", "action", "data", "srcset", "poster"):
            assert attributes.get(name, "data:,") == "data:,", (tag, attributes)


def test_the_policy_names_each_script_and_style(page):
    elements = Elements(page)
    policy = next(a["content"] for t, a in elements.tags if a.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for kind in ("script", "style"):
        for text in re.findall(rf"<{kind}>(.*?)</{kind}>", page, re.DOTALL):
            assert b64encode(hashlib.sha256(text.encode()).digest()).decode() in policy


def test_no_style_attribute_that_the_policy_would_refuse(page):
    assert not [tag for tag, attributes in Elements(page).tags if "style" in attributes]


def test_the_same_map_gives_the_same_bytes(tables, tmp_path):
    for name in ("a", "b"):
        draw(*tables).save(tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_rendering_twice_changes_nothing(tables):
    drawn = draw(*tables)
    assert drawn.get_root().render() == drawn.get_root().render()


def test_it_is_a_folium_map_and_leaves_folium_alone(tables):
    before = (list(folium.Map.default_js), list(folium.Map.default_css), folium.Map._template)
    drawn = draw(*tables)
    drawn.get_root().render()
    assert isinstance(drawn, folium.Map)
    assert (list(folium.Map.default_js), list(folium.Map.default_css), folium.Map._template) == before
    assert "cdn" in folium.Map().get_root().render()


def test_layers_that_need_the_network_are_left_out_aloud(tables):
    drawn = draw(*tables)
    drawn.add_js_link("far", "https://example.org/far.js")
    with pytest.warns(UserWarning, match=r"example\.org/far\.js"):
        assert "example.org/far.js" not in drawn.get_root().render()


def test_one_map_never_changes_the_next(tables):
    drawn = draw(*tables)
    drawn.add_js_link("far", "https://example.org/far.js")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        draw(*tables).get_root().render()


def test_hostile_strings_never_leave_the_data(samples, hostile, monkeypatch):
    monkeypatch.delenv("GEO_HOSTILE", raising=False)
    drawn = draw(*samples.hostile_tables(hostile), title="</title><script>1</script>{{ 7 * 191 }}", subtitle="{% x")
    page = drawn.get_root().render()
    drawn._repr_html_()
    assert "GEO_HOSTILE" not in os.environ
    assert "1337" not in re.sub(r'"[^"]*"', "", page.split('id="basemap"')[0].split('id="payload"')[0])
    outside = re.sub(r'<script type="application/json".*?</script>', "", page, flags=re.DOTALL)
    assert "__ran" not in outside
    assert page.count("<script") - page.count("<script type=") == 3


def test_saving_is_all_or_nothing(tmp_path, tables):
    target = tmp_path / "map.html"
    target.write_text("old")
    with pytest.raises(OutputError, match="nowhere"):
        draw(*tables).save(tmp_path / "nowhere" / "map.html")
    assert target.read_text() == "old"
    draw(*tables).save(target)
    assert target.read_text().startswith("<!DOCTYPE html>")
    assert [path.name for path in tmp_path.iterdir()] == ["map.html"]


def test_a_folder_in_the_way_is_an_error_and_leaves_no_rest(tmp_path, tables):
    (tmp_path / "map.html").mkdir()
    with pytest.raises(OutputError, match="folder"):
        draw(*tables).save(tmp_path / "map.html")
    assert [path.name for path in tmp_path.iterdir()] == ["map.html"]


def test_a_binary_file_object_is_written_too(tmp_path, tables):
    with (tmp_path / "map.html").open("wb") as file:
        draw(*tables).save(file, close_file=False)
    assert (tmp_path / "map.html").read_bytes().startswith(b"<!DOCTYPE html>")


def test_a_notebook_gets_the_whole_page_in_a_frame(tables):
    drawn = draw(*tables)
    frame = drawn._repr_html_()
    source = re.search(r'srcdoc="([^"]*)"', frame)[1]
    assert html.unescape(source) == drawn.get_root().render()


@pytest.mark.parametrize("path", sorted(ROOM.rglob("*.py")), ids=lambda path: str(path.relative_to(ROOM)))
def test_no_data_goes_through_a_template(path):
    """What folium and branca would compile or paste as markup has no place in this room."""
    code = path.read_text(encoding="utf-8")
    assert not re.search(r"Popup|Tooltip|GeoJson|FeatureGroup|DivIcon|[^\w]Element\(|MacroElement|Html\(|IFrame", code)
    assert len(re.findall(r"Template\(", code)) == (path.name == "page.py")


def test_the_script_never_reads_text_as_markup():
    script = (files("geo.maps") / "assets" / "map.js").read_text(encoding="utf-8")
    markup = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|\.srcdoc|bindPopup"
    assert not re.findall(rf"{markup}|\beval\(|new Function|fetch\(|XMLHttpRequest", script)
