"""Which places a mention may mean: by its own name, by an abbreviation or demonym, or without its type word."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from geo.places.kinds import stripped
from geo.places.lookup import Names, Row, abbreviations, demonyms

_SIDES: Final = (
    r"(?:north|south|east|west|central|northern|southern|eastern|western|north-?east(?:ern)?|north-?west(?:ern)?|"
    r"south-?east(?:ern)?|south-?west(?:ern)?|upper|lower|inner|outer|greater|metro|metropolitan|downtown|uptown|"
    r"mid|rural|mainland|old|occupied|post-war|the)"
)
_LEAD: Final = re.compile(rf"^(?:{_SIDES}[\s-]+)+(?=\S)", re.IGNORECASE)
_OF: Final = re.compile(r"^(?:the\s+)?[\w'’-]+\s+of\s+(?:the\s+)?(?=\S)", re.IGNORECASE)
_TAIL: Final = re.compile(
    r"\s+(?:Township|Twp\.?|City|Town|Village|Borough|State|Province|Region|District|Governorate|Metro|Island|Area|Co\.?|"
    r"County|Parish|Proper|Emirate|Oblast|Prefecture|Republic|Heights|Municipality|Peninsula)$",
    re.IGNORECASE,
)
_COUNTY: Final = re.compile(r"\s+(?:Co\.|Counties)$")
_MOST: Final = 24
_WORDS: Final = re.compile(r"[^\s-]+|-")


class Candidates:
    """Rows for names as written, remembered."""

    def __init__(self, names: Names) -> None:
        """Look names up in `names`."""
        self.names = names
        self._of = lru_cache(maxsize=1 << 15)(self._find)

    def of(self, text: str) -> tuple[tuple[Row, ...], int]:
        """The rows, the most prominent first, and how the name was read: 0 as written, 1 with its type word or
        side left off.
        """
        return self._of(text)

    def load(self, texts: list[str]) -> None:
        """Fetch what the index knows of `texts` in few queries."""
        self.names.load(key for text in set(texts) for key in self._keys(text))

    def _keys(self, text: str) -> tuple[str, ...]:
        return self.names.keys(tuple(_WORDS.findall(text)))

    def _find(self, text: str) -> tuple[tuple[Row, ...], int]:
        text = " ".join(text.split())
        for shape, read in self._shapes(text):
            rows = self._rows(shape)
            if rows:
                return rows, read
        return (), 1

    def _shapes(self, text: str) -> list[tuple[str, int]]:
        out = [(text, 0), (_COUNTY.sub(" County", text), 0)]
        for pattern in (_TAIL, _LEAD, _OF):
            shorter = pattern.sub("", text)
            if shorter != text and shorter:
                out.append((shorter, 1))
        if bare := stripped(text):
            out.append((bare, 1))
        return out

    def _rows(self, text: str) -> tuple[Row, ...]:
        known: list[Row | None] = []
        upright = text.title() if text.isupper() and len(text) > 3 else text
        place = demonyms().get(text) or demonyms().get(upright)
        if place:
            known.append(self.names.by_id(place, "demonym"))
        place = abbreviations().get(text) or abbreviations().get(upright)
        if place:
            known.append(self.names.by_id(place, "abbreviation"))
        have = {row.id for row in known if row}
        rows: list[Row] = [row for row in known if row]
        for key in self._keys(text):
            rows += [row for row in self.names.rows(key) if row.id not in have and not _code(text, row)]
            have |= {row.id for row in rows}
        towns = {(row.name, row.country, row.admin1): row for row in reversed(rows) if row.id[:4] == "geon"}
        rows = [row for row in rows if row.id[:4] != "post" or (row.name, row.country, row.admin1) not in towns]
        return tuple(rows[:_MOST]) if len(rows) <= _MOST else _shortened(rows)


def _shortened(rows: list[Row]) -> tuple[Row, ...]:
    """The most prominent, and besides them one per state or country, so that a region named beside finds its own."""
    out, rest = rows[:_MOST], rows[_MOST:]
    have = {(row.country, row.admin1) for row in out}
    for row in rest:
        if (row.country, row.admin1) not in have:
            out.append(row)
            have.add((row.country, row.admin1))
    return tuple(out[: 2 * _MOST])


def _code(text: str, row: Row) -> bool:
    """An airport code or the like among the alternate names: never what a word of a text means."""
    return row.how == "other" and len(row.spelling) <= 4 and row.spelling.isupper() and not text.isupper()
