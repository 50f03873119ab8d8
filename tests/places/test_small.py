"""The full gazetteer in use: it finds small places, and every known name means what it meant without."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import geonames_files as geonames
import pytest

from geo.places import full, index
from geo.places.gazetteer import Gazetteer
from geo.places.ingest import build_full
from geo.places.mention_resolver import MentionResolver
from geo.values import Mention

SEEDS = (
    "At Tanf", "al-Tanf", "Tanf", "At Tanf garrison", "the At Tanf base", "At Tanf border crossing", "Latakia",
    "Al Ladhiqiyah", "Raqqa", "Ar-Raqqah", "Rakka", "Mosul", "Homs", "Syria", "Damascus", "Deir ez-Zor", "Palmyra",
    "Latakia, Syria", "Raqqa province", "Latakia port", "Springfield, Illinois", "Xyzzyville", "Homs Governorate",
    "At Tanf village", "the town of Latakia", "Raqqa village", "Latakia hill", "Aleppo airport", "Mosul dam",
    "Palmyra base",
)  # fmt: skip


@pytest.fixture(scope="module")
def plain() -> Gazetteer:
    without = Gazetteer()
    assert without.resolve(["Mosul"])[0].best  # opens its index, before the cache is another one
    return without


@pytest.fixture(scope="module")
def cache(plain: Gazetteer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A cache folder with the index and a full gazetteer full of namesakes."""
    folder = tmp_path_factory.mktemp("cache")
    base = index.open_index()
    (folder / base.path.name).symlink_to(base.path)
    base.close()
    lines = [geonames.place(90_000_000 + n, row) for n, row in enumerate(geonames.HOSTILE + geonames.FURTHER)]
    assert build_full([geonames.write(folder / "SY.zip", lines)], path=folder / full.NAME) == []
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GEO_CACHE_DIR", str(folder))
        yield folder


@pytest.fixture
def big(cache: Path) -> Gazetteer:
    return Gazetteer()


@pytest.mark.parametrize("country", ["", "SY", "IQ", "US"])
def test_known_names_mean_what_they_meant(plain: Gazetteer, big: Gazetteer, country: str) -> None:
    before, after = plain.resolve(SEEDS, country=country), big.resolve(SEEDS, country=country)
    for name, one, two in zip(SEEDS, before, after, strict=True):
        known = one.best.place if one.best else None
        if known is not None:
            assert two.best is not None
            assert two.best.place == known, (name, country)
            listed = [rival.place.id for rival in two.rivals if rival.place.source != full.FULL]
            assert listed == [rival.place.id for rival in one.rivals], (name, country)


@pytest.mark.parametrize(
    "name", ["Khirbat Qafrin", "khirbat qafrin", "Qafrin, Syria", "Khirbet Kafrin, Syria", "خربة قفرين"]
)
def test_a_small_place_is_found_with_its_size(big: Gazetteer, plain: Gazetteer, name: str) -> None:
    assert plain.resolve([name])[0].best is None
    best = big.resolve([name])[0].best
    assert best is not None
    assert (best.place.name, best.place.lon, best.place.lat) == ("Khirbat Qafrin", 38.4321, 35.1234)
    assert (best.place.extent_m, best.place.kind, best.place.country) == (1_000.0, "PPL", "SY")
    assert big.place(best.place.id) == best.place
    assert big.footprint(best.place.id) is None


def test_a_wadi_reaches_further_than_a_village(big: Gazetteer) -> None:
    best = big.resolve(["Wadi Zamrud"], country="SY")[0].best
    assert best is not None
    assert (best.place.kind, best.place.extent_m) == ("WAD", 15_000.0)


def test_a_division_is_an_area(big: Gazetteer) -> None:
    best = big.resolve(["Nahiyat Vexil"], country="SY")[0].best
    assert best is not None
    assert best.place.is_area
    shape = big.footprint(best.place.id)
    assert shape is not None
    assert 0.01 < shape.area < 0.1  # a disc of 12 km, not the province that it lies in


def test_of_two_alike_none_is_taken_and_both_are_named(big: Gazetteer) -> None:
    answer = big.resolve(["Zelbara"], country="SY")[0]
    assert answer.best is None
    assert "2 small places share that name" in answer.reason
    assert len(answer.rivals) == 2


def test_what_stands_beside_it_decides(big: Gazetteer) -> None:
    near = big.resolve(["Zelbara"], country="SY", near=[(40.9, 36.1)])[0].best
    assert near is not None
    assert near.place.lon == 41.0
    for name, country in (("Quxborough, Vermont", "US"), ("Quxborough, England", "GB")):
        best = big.resolve([name])[0].best
        assert best is not None
        assert best.place.country == country


def test_a_feature_of_the_kind_asked_for_beside_its_town(big: Gazetteer) -> None:
    airport = big.resolve(["Latakia Qux airport"])[0].best
    assert airport is not None
    assert airport.place.kind == "AIRP"
    hill = big.resolve(["the hill of Latakia"], country="SY")[0].best  # 400 km from the town: not its hill
    assert hill is None or hill.place.population > 100_000


def test_a_small_place_abroad_is_no_answer_about_a_country(big: Gazetteer) -> None:
    answer = big.resolve(["Quxborough"], country="SY")[0]
    assert answer.best is None
    assert "no place in Syria" in answer.reason


def test_misspellings_are_offered_the_small_names(big: Gazetteer) -> None:
    assert "Khirbat Qafrin" in big.resolve(["Khirbat Qafzin"], country="SY")[0].suggestions
    assert "Khirbat Qafrin, Syria" in big.resolve(["Khirbat Qafzin"])[0].suggestions


def test_reverse_finds_the_small_place_and_the_known_one(big: Gazetteer, plain: Gazetteer) -> None:
    assert big.reverse((35.1230, 38.4320)).raw["name"] == "Khirbat Qafrin"
    assert big.reverse((35.95, 39.01)).raw["id"] == plain.reverse((35.95, 39.01)).raw["id"]


@pytest.mark.parametrize("spot", [(89.99, 10.0), (-89.9, 170.0), (-48.9, -123.4), (0.0, -150.0)])
def test_reverse_far_from_everything(big: Gazetteer, plain: Gazetteer, spot: tuple[float, float]) -> None:
    one, two = big.reverse(spot), plain.reverse(spot)
    assert one.raw["distance_m"] <= two.raw["distance_m"]
    assert one.raw["id"] == two.raw["id"] or one.raw["source"] == full.FULL


def mention(text: str, name: str) -> Mention:
    start = text.index(name)
    return Mention(name, start, start + len(name), score=0.95)


def test_in_a_text_a_small_place_counts_where_the_text_is_about_its_country(cache: Path) -> None:
    text = "Shells fell on Khirbat Qafrin, north of Raqqa in Syria."
    names = [mention(text, name) for name in ("Khirbat Qafrin", "Raqqa", "Syria")]
    found = MentionResolver().resolve([(text, names), (text, names[:1])])
    assert found[0][0].best is not None
    assert found[0][0].best.place.name == "Khirbat Qafrin"
    assert found[0][1].best is not None
    assert found[0][1].best.place.population > 100_000
    assert found[1][0].best is None  # nothing says which country the text is about
