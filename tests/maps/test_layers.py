import os
import re
import warnings

import folium
import pytest

from geo.errors import TableError
from geo.maps import draw, offline
from geo.maps.layers import Basemap, DoubtLayer, IncidentLayer, ZoneLayer
from geo.maps.layers.layer import compose


def mapped(*layers, **options):
    drawn = folium.Map([34, 38], zoom_start=6, tiles=None, **options)
    for layer in layers:
        layer.add_to(drawn)
    return drawn


def test_the_layers_together_are_the_map_of_draw(tables):
    incidents, zones, verdicts = tables
    parts = [Basemap(), ZoneLayer(zones), DoubtLayer(), IncidentLayer(incidents, verdicts)]
    assert compose(parts).document == draw(*tables).document


@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_layer_may_stand_alone(tables, count):
    incidents, zones, verdicts = tables
    parts = [ZoneLayer(zones), IncidentLayer(incidents, verdicts), DoubtLayer()][:count]
    document = compose(parts).document
    assert document["layers"] == sorted(["zones", "incidents", "doubt"][:count])
    assert len(document["zones"]) == 1
    assert len(document["incidents"]) == (6 if count > 1 else 0)
    assert len(compose([DoubtLayer(incidents)]).document["incidents"]) == 6


def test_a_verdict_without_its_zone_layer_is_refused(tables):
    with pytest.raises(TableError, match="zone"):
        compose([IncidentLayer(tables[0], tables[2])])


def test_two_layers_of_one_kind_are_refused(tables):
    with pytest.raises(TableError, match="one layer of zones"):
        offline(mapped(ZoneLayer(tables[1]), ZoneLayer(tables[1])))


def test_folium_s_own_page_holds_data_and_script_once(tables):
    incidents, zones, verdicts = tables
    drawn = mapped(ZoneLayer(zones), IncidentLayer(incidents, verdicts), DoubtLayer())
    for _ in range(2):  # a notebook renders again and again
        page = drawn.get_root().render()
        assert page.count('id="payload"') == 1
        assert page.count("async function packedRows") == 1
    assert "cdn" in page  # Leaflet from where folium takes it


def test_offline_is_one_file_that_loads_nothing_and_changes_nothing(tables, tmp_path):
    incidents = tables[0]
    drawn = folium.Map([34, 38])  # with tiles
    IncidentLayer(incidents).add_to(drawn)
    before = (list(drawn._children), drawn._parent, drawn.default_js)
    with pytest.warns(UserWarning, match=r"openstreetmap\.org"):
        page = offline(drawn, tmp_path / "map.html")
    assert (list(drawn._children), drawn._parent, drawn.default_js) == before
    assert (tmp_path / "map.html").read_text(encoding="utf-8") == page
    assert not re.search(r'(?:src|href)="(?!data:,)', page.split("<script>")[0])
    assert "openstreetmap" in drawn.get_root().render()
    IncidentLayer(incidents).add_to(other := mapped())
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        offline(other)


def test_a_plugin_s_scripts_are_left_out_by_name(tables):
    from folium.plugins import Fullscreen

    drawn = mapped(IncidentLayer(tables[0]))
    Fullscreen().add_to(drawn)
    with pytest.warns(UserWarning, match=r"fullscreen.*\.js"):
        page = offline(drawn)
    assert "Control.FullScreen.min.js" not in page


@pytest.mark.parametrize("how", ["own", "offline", "notebook"])
def test_hostile_strings_never_leave_the_data(samples, hostile, monkeypatch, how):
    monkeypatch.delenv("GEO_HOSTILE", raising=False)
    incidents, zones, verdicts = samples.hostile_tables(hostile)
    text = "</title><script>1</script>{{ 7 * 191 }}"
    drawn = mapped(ZoneLayer(zones), IncidentLayer(incidents, verdicts, title=text, subtitle="{% x"), DoubtLayer())
    page = {"own": lambda: drawn.get_root().render(), "offline": lambda: offline(drawn), "notebook": drawn._repr_html_}[
        how
    ]()
    assert "GEO_HOSTILE" not in os.environ
    if how != "notebook":
        outside = re.sub(r'<script type="application/json".*?</script>', "", page, flags=re.DOTALL)
        assert "__ran" not in outside
        assert "1337" not in re.sub(r'id="basemap">.*?</script>', "", outside, flags=re.DOTALL)


def test_a_map_of_nothing_but_ground():
    page = offline(mapped(Basemap()))
    assert "This table holds no incidents." in page
