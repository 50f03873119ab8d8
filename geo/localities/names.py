"""Where a place name begins and ends in running text."""

from __future__ import annotations

import re
from typing import Final

from geo.localities.words import AND_NAMES, COMMON, GENERIC, KINDS, MONTHS, PARTICLES, STOPS, TOO_WIDE
from geo.units import parse_heading

_TOKEN: Final = re.compile(r"[^\s,;()]+")
_ARTICLES: Final = frozenset({"the", "a", "an"})
_TRAILING: Final = frozenset({"area", "center", "centre", "proper", "downtown", "region"})  # "Mosul area"
_COAST_OF: Final = re.compile(r"^(?:the\s)?(?:[a-z]+ern\s)?(?:coast|coastline|shores?|waters)\sof\s", re.IGNORECASE)
_COMPOUND: Final = re.compile(r"^(?:the\s)?compounds?\s(?:at|in|of)\s", re.IGNORECASE)
"""No gazetteer lists compounds: "the compound at X" is found by X."""
_DEMONYM: Final = re.compile(r"[A-Z]\w+(?:i|ian|ean|ese|ish|an|ench)$")
MAX_TOKENS: Final = 12


def name_run(text: str, at: int) -> tuple[int, int] | None:
    """The span of the place name that starts at `at`; None when none does.

    Capitalised words, the kinds and particles among them; it ends at the first other word. In text without
    capitals it ends at a function word.

    >>> text = "near the At Tanf base where they train"
    >>> text[slice(*name_run(text, 5))]
    'the At Tanf base'
    """
    tokens = list(_TOKEN.finditer(text, at))[: MAX_TOKENS + 4]
    taken: list[re.Match[str]] = []
    named = False
    shouting = text.isupper()
    for index, token in enumerate(tokens):
        if taken and text[taken[-1].end() : token.start()].strip():
            break
        word = token[0].strip(".'\"")
        proper = _is_proper(word) and not (shouting and word.lower() in STOPS)
        if not proper and not _goes_on(word, named, [t[0] for t in tokens[index + 1 :]]):
            break
        named = named or (proper and word.lower() not in _ARTICLES)
        taken.append(token)
        if token[0].endswith((".", ":")) and len(word) > 3:
            break
    while taken and taken[-1][0].strip(".'\"").lower() in (PARTICLES | _ARTICLES) and not _is_proper(taken[-1][0]):
        taken.pop()
    if not taken or len(taken) > MAX_TOKENS or (not named and len(taken) > 4):
        return None
    span = taken[0].start(), taken[-1].end()
    trimmed = text[span[0] : span[1]].rstrip(".:'\"")
    return (span[0], span[0] + len(trimmed)) if trimmed else None


_GLUED: Final = re.compile(r"[a-z]{1,3}['-][A-Z]")  # "al-Tanf", "d'Ivoire"


def _is_proper(word: str) -> bool:
    if not word:
        return False
    first = word[0]
    foreign = not first.isascii() and first.isalpha()
    return (
        first.isupper() or first.isdigit() or foreign or (first in "'`" and len(word) > 1) or bool(_GLUED.match(word))
    )


def _goes_on(word: str, named: bool, rest: list[str]) -> bool:
    """May a word in lower case stand inside the name here?"""
    if word in {"&"} or (word == "and" and named):
        return any(_is_proper(w) for w in rest[:1])
    if word in PARTICLES and (not named or word not in STOPS or _is_proper(rest[0] if rest else "")):
        return bool(rest)
    if word in KINDS:
        return True
    if word in STOPS:
        return False
    return not named


def bare_name(name: str) -> str:
    """The name without adjectives that say where or whose, its article and kind kept for the gazetteer.

    >>> bare_name("the southern town of At Tanf"), bare_name("the US-manned At-Tanf Garrison")
    ('the town of At Tanf', 'the At-Tanf Garrison')
    """
    name = re.sub(r"\b(the|a|an)\s+(?=(?:the|a|an)\s)", "", name)
    name = _COMPOUND.sub("", name)
    tokens = _COAST_OF.sub("", name).split()
    tokens = [t for i, t in enumerate(tokens) if not re.fullmatch(r"[A-Z]{2,4}-[a-z]+", t)]
    while len(tokens) > 1 and tokens[-1] in _TRAILING:
        tokens.pop()
    kind = next((i for i, t in enumerate(tokens[:6]) if t.lower() in KINDS and tokens[i + 1 : i + 2] == ["of"]), None)
    if kind is None:
        return " ".join(tokens)
    kept = [t for t in tokens[:kind] if t.lower() in _ARTICLES or t.lower() in KINDS or not _is_adjective(t)]
    return " ".join([*kept, *tokens[kind:]])


def _is_adjective(token: str) -> bool:
    return token.islower() or parse_heading(token) is not None or bool(_DEMONYM.match(token))


def split_list(name: str) -> list[str]:
    """The names of a list ("Hit & Dulab"), unless "and" belongs to the name itself.

    >>> split_list("Hit & Dulab"), split_list("Trinidad and Tobago")
    (['Hit', 'Dulab'], ['Trinidad and Tobago'])
    """
    if any(own in name.lower() for own in AND_NAMES):
        return [name]
    return [part for part in re.split(r"\s+(?:and|&)\s+", name) if part]


_SMALL: Final = frozenset({"the", "a", "an", "of", "its", "at", "in", "from", "not"})


def is_generic(name: str) -> bool:
    """Is this a noun that names no place by itself ("a location", "dawn", "the compound")?

    Kinds of feature and everyday nouns are generic without a capital only: "the base", but not "Base".

    >>> is_generic("the compound"), is_generic("Rock"), is_generic("the Middle East"), is_generic("the At Tanf base")
    (True, False, True, False)
    """
    words = [word for word in re.findall(r"[\w/]+", name.lower()) if word not in _SMALL]
    if not words or all(word in GENERIC for word in words) or " ".join(words) in TOO_WIDE:
        return True
    capitals = not (name.islower() or (name.isupper() and len(words) > 1))
    return not capitals and all(word in GENERIC | KINDS | COMMON for word in words)


def is_date(name: str) -> bool:
    """Is this a month, with or without a day or year ("May 2015")?"""
    words = re.findall(r"\w+", name.lower())
    return any(word in MONTHS for word in words) and all(word in MONTHS or word[0].isdigit() for word in words)


def is_everyday(name: str, text: str) -> bool:
    """Is this no proper name, being without a capital in a text that gives other names theirs?

    The first word of a text, compass points, and units prove nothing about how the text writes names.

    >>> is_everyday("fajar", "strike at fajar near Homs"), is_everyday("homs", "5 NM North of homs")
    (True, False)
    """
    if any(_is_proper(word) for word in name.split()) or not re.search(r"[^\W\d_]", name):
        return False
    words = re.findall(r"[^\W\d_][\w']*", text)[1:]
    return any(w[0].isupper() and len(w) > 3 and w[1:].islower() and parse_heading(w) is None for w in words)
