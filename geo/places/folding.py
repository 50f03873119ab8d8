"""Two keys for a name: one that forgets how it was typed, one that forgets how it was transliterated.

`folded` forgets case, diacritics, apostrophes, hyphens, spaces and the Arabic article in every spelling;
`variant` also forgets which of the common romanizations was used. The tables of articles, words and letters
are data files beside this module, with a source for each row.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import filterfalse
from pathlib import Path
from typing import Final

DATA: Final = Path(__file__).parent / "data"

_MARKS: Final = dict.fromkeys("'’‘ʼʻʾʿ`´ˈ′ʹ\"“”ʺ\u0640\ufffd", "")
"""Apostrophes, hamza and ayin marks, the Arabic tatweel, and the sign of a letter lost in a bad decoding."""
_LETTERS: Final = {
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ə": "a", "ħ": "h", "&": " and ",
}  # fmt: skip
"""Letters that Unicode does not decompose (NFKD leaves them whole)."""
_FOREIGN: Final = str.maketrans(_MARKS | _LETTERS)
_WORD: Final = re.compile(r"[^\W_]+")
_MIN_GLUED: Final = 4
"""Letters that must follow a glued article before it is read as one: "Alganah", but not "Alep"."""


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a data file of this room."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def _articles() -> dict[str, str]:
    return {row["article"]: row["before"] for row in rows("articles.csv")}


@cache
def _words(tier: str) -> dict[str, str]:
    return {row["written"]: row["canonical"] for row in rows("words.csv") if row["tier"] == tier}


@cache
def _letters() -> tuple[re.Pattern[str], dict[str, str]]:
    table = {row["written"]: row["canonical"] for row in rows("letters.csv")}
    return re.compile("|".join(sorted(table, key=len, reverse=True))), table


def words(name: str) -> list[str]:
    """The name's words, lower case, without diacritics and marks, abbreviations written out.

    >>> words("St. John’s"), words("Tall 'Afar")
    (['saint', 'johns'], ['tall', 'afar'])
    """
    text = name.casefold()
    full = _words("folded")
    if text.isascii():
        if text.isalpha():
            return [full.get(text, text)]
        text = text.replace("'", "").replace('"', "").replace("`", "").replace("&", " and ")
    else:
        text = unicodedata.normalize("NFKD", text.translate(_FOREIGN))
        text = "".join(filterfalse(unicodedata.combining, text))
    return [full.get(word, word) for word in _WORD.findall(text)]


def without_articles(parts: list[str]) -> list[str]:
    """`parts` without the words that are the Arabic article before what follows them.

    >>> without_articles(["deir", "ez", "zor"]), without_articles(["at", "home"]), without_articles(["al"])
    (['deir', 'zor'], ['at', 'home'], ['al'])
    """
    known = _articles()
    out = []
    for i, part in enumerate(parts):
        before = known.get(part)
        follows = i + 1 < len(parts)
        if before is None or not follows or (before and parts[i + 1][0] not in before):
            out.append(part)
    return out


def plain(name: str) -> str:
    """The name's letters and digits, the article kept.

    >>> plain("At-Tanf"), plain("al-Tanf")
    ('attanf', 'altanf')
    """
    return "".join(words(name))


def folded(name: str) -> str:
    """The name's letters and digits, without the Arabic article.

    >>> {folded(n) for n in ("At Tanf", "al-Tanf", "Et Tanf", "AL TANF", "Tanf", "aṭ-Ṭanf")}
    {'tanf'}
    """
    return "".join(without_articles(words(name)))


def variants(parts: list[str], *, article: bool = True, loose: bool = False) -> list[str]:
    """Keys that forget which romanization was used; empty for other scripts. Usually one.

    A second key stands for "dh", which is d in one romanization and z in another; with `article`, a further
    one for an article glued to its word; with `loose` (a name that is looked up, not one that is stored), a
    further one for "e", which writes a short i as well as a short a.

    >>> variants(["raqqah"]) == variants(["rakka"]), variants(["dayr", "zawr"]) == variants(["der", "zor"])
    (True, True)
    >>> sorted(variants(["dhahir"])), variants(["hejin"], loose=True)
    (['dahir', 'zahir'], ['hijin', 'hajin'])
    """
    joined = "".join(parts)
    if not joined.isascii():
        return []
    if not loose and "dh" not in joined and not (article and joined.startswith(("al", "el"))):
        return [_variant(parts)] if joined else []
    shapes = [parts]
    if article and parts and parts[0][:2] in ("al", "el") and len(parts[0]) >= 2 + _MIN_GLUED:
        shapes.append([parts[0][2:], *parts[1:]])
    if article and parts and parts[0][:4] in ("albu", "elbu", "albo") and len(parts[0]) > 4:
        shapes.append(["abu", parts[0][4:], *parts[1:]])
    for written, other in (("dh", "z"), ("e", "a")) if loose else (("dh", "z"),):
        shapes += [[part.replace(written, other) for part in shape] for shape in shapes if written in "".join(shape)]
    keys = [_variant(shape) for shape in shapes]
    return list(dict.fromkeys(key for key in keys if key))


def _variant(parts: Iterable[str]) -> str:
    table = _words("variant")
    return "".join([table[part] if part in table else _letters_of(part) for part in parts])


_DOUBLED: Final = re.compile(r"(.)\1+")
_FINAL_A: Final = re.compile(r"(?<=..)(?:ah|eh|e|a)$")


@lru_cache(maxsize=1 << 16)
def _letters_of(word: str) -> str:
    """One word in the canonical letters: doubled letters single, a final -a, -ah, -eh or -e all "a"."""
    pattern, table = _letters()
    text = _DOUBLED.sub(r"\1", _FINAL_A.sub("a", word))
    return _DOUBLED.sub(r"\1", pattern.sub(lambda match: table[match.group()], text))
