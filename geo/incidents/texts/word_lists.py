"""Lists of English words that the reading rules use, from data/word_lists.csv: as sets, and as patterns."""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources


@cache
def _lists() -> dict[str, tuple[str, ...]]:
    table = resources.files("geo.incidents").joinpath("data/word_lists.csv").read_text("utf-8")
    return {row["list"]: tuple(row["words"].split("|")) for row in csv.DictReader(table.splitlines())}


def word_list(name: str) -> frozenset[str]:
    """The words of a list.

    >>> "toward" in word_list("locative")
    True
    """
    return frozenset(_lists()[name])


def any_of(name: str) -> str:
    """A pattern that matches any word of a list; entries may be patterns themselves ("neighbou?rhood").

    >>> import re
    >>> bool(re.fullmatch(any_of("people"), "crew members"))
    True
    """
    return f"(?:{'|'.join(_lists()[name])})"
