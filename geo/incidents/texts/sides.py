"""Whose a phrase is, and what kind of thing it names: by data/sides.csv and data/things.csv."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from functools import lru_cache
from importlib import resources
from typing import Final

from geo.incidents.texts.named import Named


@lru_cache(maxsize=1)
def _things() -> dict[str, str]:
    table = resources.files("geo.incidents").joinpath("data/things.csv").read_text("utf-8")
    return {row["word"]: row["thing"] for row in csv.DictReader(table.splitlines())}


def things_of(text: str) -> frozenset[str]:
    """The kinds of thing that a phrase names: those of its head, or else of any of its words.

    >>> sorted(things_of("Syrian warplane")), sorted(things_of("pro-regime drone"))
    (['plane'], ['drone'])
    """
    known = _things()
    words = [word.lower() for word in re.findall(r"[A-Za-z]+", text)]
    found = [known[word] for word in words if word in known]
    if "drone" in found:
        return frozenset({"drone"})
    return frozenset(found[-2:])


_NOT_OWN: Final = re.compile(
    r"^-(?:made|built|backed|supported|supplied|funded|aligned|manned|allied|style|based|born|language"
    r"|designed|sponsored|trained|flagged|registered|owned|operated)\b",
    re.IGNORECASE,
)
_AGAINST: Final = re.compile(r"(?:\banti-|\b(?:fighting|against|battling|opposing)\s+(?:\w+\s+){0,3})$", re.IGNORECASE)
_OWN: Final = re.compile(r"^-(?:flagged|registered|owned|operated)\b", re.IGNORECASE)
_ROLES: Final = re.compile(
        r"\b(?:coalition|alliance|rebels?|militants?|insurgents?|regime|government|militia|pirates?|gunmen|police"
        r"|army|navy|air\s+force|coast\s*guard|anti-government|pro-government|pro-regime|opposition|jihadists?"
        r"|separatists?|terrorists?|settlers?|extremists?|protesters?|military|troops)\b",
    re.IGNORECASE
)  # fmt: skip
_ORG: Final = re.compile(r"\b(?:[A-Z]{2,6}|(?:al|Al)-[A-Z][a-z]+|[A-Z][a-z]{3,}(?:\s+[A-Z][a-z]+)*)\b")


def sides_of(text: str, names: Sequence[Named], offset: int) -> frozenset[str]:
    """Whose a phrase is: countries named in it (not "Iranian-made"), organisations, roles; names' offsets count from
    the sentence, `offset` is where the phrase begins in it.
    """
    found = set()
    taken: list[tuple[int, int]] = []
    for side, pattern in _known():
        for match in pattern.finditer(text):
            if (
                not _NOT_OWN.match(text[match.end() :])
                and not _AGAINST.search(text[: match.start()])
                and not any(a < match.end() and match.start() < b for a, b in taken)
            ):
                found.add(side)
                taken.append(match.span())
    for one in names:
        begin, end = one.start - offset, one.end - offset
        taken.append((begin, end))
        if (
            one.country
            and not _AGAINST.search(text[:begin])
            and (not _NOT_OWN.match(text[end:]) or _OWN.match(text[end:]))
        ):
            found.add(f"country:{one.country}")
    found |= {match[0].lower() for match in _ROLES.finditer(text)}
    for match in _ORG.finditer(text):
        if (
            not any(begin < match.end() and match.start() < end for begin, end in taken)
            and not _AGAINST.search(text[: match.start()])
            and match[0].lower() not in _things()
        ):
            found.add(match[0].lower())
    return frozenset(found)


@lru_cache(maxsize=1)
def _known() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Sides by their names, from data/sides.csv."""
    table = resources.files("geo.incidents").joinpath("data/sides.csv").read_text("utf-8")
    return tuple(
        (
            row["side"],
            re.compile(rf"(?<![\w-])(?:{'|'.join(re.escape(word) for word in row['words'].split('|'))})(?!\w)"),
        )
        for row in csv.DictReader(table.splitlines())
    )


@lru_cache(maxsize=1)
def known_sides() -> frozenset[str]:
    """Every side that data/sides.csv names."""
    return frozenset(side for side, _ in _known())


def strong(sides: frozenset[str]) -> frozenset[str]:
    """The sides that tell who somebody is: countries, named organisations, a coalition; not "militants"."""
    return frozenset(
        side for side in sides if side.startswith("country:") or side == "coalition" or side in known_sides()
    )
