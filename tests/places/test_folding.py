from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.places.folding import folded, plain, rows, variants, without_articles, words


def keys(name: str) -> set[str]:
    return set(variants(without_articles(words(name)), loose=True))


@pytest.mark.parametrize(
    "names",
    [
        ("At Tanf", "al-Tanf", "et-Tanf", "AL TANF", "at tanf", "Tanf", "aṭ-Ṭanf", "At’Tanf".replace("’", "-")),
        ("Ash Shaddadah", "al-Shaddadah", "ash-Shaddādah", "Esh Shaddadah"),
        ("Deir ez-Zor", "Deir al-Zor", "Deir Zor"),
        ("St. John's", "Saint Johns", "saint john’s"),
        ("Mt. Sinjar", "Mount Sinjar"),
    ],
)
def test_spellings_that_fold_together(names: tuple[str, ...]) -> None:
    assert len({folded(name) for name in names}) == 1


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Raqqa", "Ar-Rakkah"),
        ("Deir ez-Zor", "Dayr az Zawr"),
        ("Der Zor", "Deir al-Zour"),
        ("Albukamal", "Abu Kamal"),
        ("Tel Afar", "Tall 'Afar"),
        ("Baiji", "Bayji"),
        ("Al Qaim", "Kaim"),
        ("Hassakeh", "Al Hasakah"),
        ("Habbaniyah", "Habaniya"),
        ("Chaddadeh", "Shaddadah"),
        ("Djarabulus", "Jarabulus"),
        ("Dhahir", "Zahir"),
        ("Hejin", "Hajin"),
        ("Kfar Nabl", "Kafr Nabl"),
    ],
)
def test_romanizations_that_share_a_variant_key(a: str, b: str) -> None:
    assert keys(a) & keys(b)


@pytest.mark.parametrize(("a", "b"), [("Mosul", "Basra"), ("Raqqa", "Ramadi"), ("Homs", "Hama"), ("Hit", "Hatra")])
def test_different_names_keep_different_keys(a: str, b: str) -> None:
    assert folded(a) != folded(b)
    assert not keys(a) & keys(b)


@pytest.mark.parametrize("name", ["Alabama", "Ashland", "Anbar", "Arbil", "An", "El", "Al-", "As You Like It"])
def test_what_only_looks_like_an_article_stays(name: str) -> None:
    assert folded(name) == plain(name)


@given(st.text(max_size=60))
def test_folding_is_stable_and_never_fails(text: str) -> None:
    assert folded(text.upper()) == folded(text.upper().casefold())
    assert plain(plain(text)) in (plain(text), "".join(words(plain(text))))
    assert all(key.isascii() for key in keys(text))


@pytest.mark.parametrize(
    "name",
    [
        "articles.csv",
        "words.csv",
        "letters.csv",
        "kinds.csv",
        "type_words.csv",
        "directions.csv",
        "country_names.csv",
        "curated.csv",
    ],
)
def test_every_row_has_a_source(name: str) -> None:
    assert all(row["source"].strip() for row in rows(name))
