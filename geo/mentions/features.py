"""What the tagger sees of a word: its shape, what the gazetteer and the word lists know of it, and its neighbours.

A feature is a short text, "name=value". No feature is the word itself unless the word is a common English one, so
that the model learns how places are written about and not which places its corpora name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from geo.mentions.tokens import Token
from geo.mentions.words import person, rarity, shape, word_of, word_set

LONGEST: Final = 6
"""Words of the longest name that is looked up."""
_OPEN: Final = "<s>"


@lru_cache(maxsize=1 << 17)
def own(text: str) -> tuple[str, ...]:
    """Features of a word alone."""
    low = text.lower()
    base = low.rstrip(".")
    out = [
        f"sh={shape(text)}",
        f"pe={person(text)}",
        f"cw={rarity(text)}",
        f"w={word_of(text)}",
        f"l={min(len(base), 9)}",
    ]
    if len(base) > 4:
        out += [f"s3={base[-3:]}", f"s4={base[-4:]}"]
    return tuple(out)


@dataclass(slots=True)
class Match:
    """A run of words that the gazetteer knows."""

    start: int
    """First token."""
    end: int
    """Last token + 1."""
    what: str
    """The gazetteer's class of the name; see `Known`."""


def spans(words: Sequence[Token], start: int, end: int) -> list[tuple[int, int]]:
    """(first, last + 1) of the runs within a stretch that may be a name: they start and end with a capital."""
    caps = [k for k in range(start, end) if words[k].text[0].isupper()]
    return [(a, b + 1) for n, a in enumerate(caps) for b in caps[n : n + LONGEST] if b - a < LONGEST + 2]


def matches(words: Sequence[Token], start: int, end: int, known: Mapping[tuple[str, ...], str]) -> list[Match]:
    """The longest known names in a stretch, from the left, none overlapping another."""
    out: list[Match] = []
    taken = start
    best: dict[int, Match] = {}
    for a, b in spans(words, start, end):
        what = known.get(tuple(word.text for word in words[a:b]), "")
        if what:
            best[a] = Match(a, b, what)
    for a in sorted(best):
        if a >= taken:
            out.append(best[a])
            taken = best[a].end
    return out


@dataclass(slots=True)
class Page:
    """A text as the tagger sees it."""

    words: list[Token]
    lows: list[str]
    """The words as context."""
    parts: list[tuple[int, int]]
    """The stretches."""
    known: list[list[Match]]
    """The gazetteer's matches in each stretch."""
    at: dict[int, Match]
    """Every match by its first token."""
    ends: dict[int, Match]
    """Every match by the token after its last."""
    counts: Counter[str]
    """How often each capitalised word occurs."""
    people: Counter[str]
    """How often each word follows a first name, a title or an initial."""
    lower: frozenset[str]
    """Words that also occur in lower case."""
    places: Counter[str]
    """How often each word begins a name that a comma and a state or country follow."""
    opens: frozenset[int]
    """Tokens that open a line."""


def page(text: str, words: list[Token], parts: list[tuple[int, int]], known: Mapping[tuple[str, ...], str]) -> Page:
    """Everything that features are made from."""
    opens = frozenset(k for k in range(1, len(words)) if "\n" in text[words[k - 1].end : words[k].start])
    matched = [matches(words, a, b, known) for a, b in parts]
    at = {match.start: match for row in matched for match in row}
    ends = {match.end: match for row in matched for match in row}
    counts: Counter[str] = Counter()
    people: Counter[str] = Counter()
    places: Counter[str] = Counter()
    for a, b in parts:
        for k in range(a, b):
            text = words[k].text
            counts[text] += 1
            if k and _names_person(words[k - 1].text, text, k > a):
                people[text] += 1
    for match in at.values():
        if match.what[0] in "PAS12" and _region_after(words, match.end, at):
            places[words[match.start].text] += 1
    lower = frozenset(word.text for word in words if word.text[0].islower())
    return Page(words, [word_of(w.text) for w in words], parts, matched, at, ends, counts, people, lower, places, opens)


def _names_person(before: str, text: str, joined: bool) -> bool:
    if before.lower() in word_set("title"):
        return True
    return joined and text.isalpha() and (person(before)[0] in "01" or (len(before) == 2 and before[1] == "."))


def _region_after(words: Sequence[Token], end: int, at: Mapping[int, Match]) -> bool:
    if end + 1 >= len(words) or words[end].text not in ",(":
        return False
    after = at.get(end + 1)
    return after is not None and after.what[0] in "C1B"


def features(view: Page, index: int) -> list[list[str]]:
    """The features of each word of stretch number `index`."""
    start, end = view.parts[index]
    covered: dict[int, tuple[str, Match]] = {}
    for match in view.known[index]:
        for k in range(match.start, match.end):
            place = (
                "S" if match.end - match.start == 1 else "B" if k == match.start else "E" if k == match.end - 1 else "I"
            )
            covered[k] = (place, match)
    whole = _whole(view, start, end)
    return [_word(view, k, start, end, covered, whole) for k in range(start, end)]


def _whole(view: Page, start: int, end: int) -> list[str]:
    lows, size = view.lows, end - start
    before = lows[start - 1] if start else _OPEN
    before2 = lows[start - 2] if start > 1 else _OPEN
    after = lows[end] if end < len(lows) else _OPEN
    after2 = lows[end + 1] if end + 1 < len(lows) else _OPEN
    return [
        f"rb={before}", f"rbb={before2} {before}", f"ra={after}", f"raa={after} {after2}",
        f"rl={lows[end - 1]}", f"rf={lows[start]}", f"rn={min(size, 6)}",
    ]  # fmt: skip


def _word(
    view: Page, k: int, start: int, end: int, covered: Mapping[int, tuple[str, Match]], whole: list[str]
) -> list[str]:
    words, lows = view.words, view.lows
    text = words[k].text
    n = len(lows)
    b1, b2 = (lows[k - 1] if k else _OPEN), (lows[k - 2] if k > 1 else _OPEN)
    a1, a2 = (lows[k + 1] if k + 1 < n else _OPEN), (lows[k + 2] if k + 2 < n else _OPEN)
    out = [*own(text), *whole, f"b1={b1}", f"b2={b2}", f"a1={a1}", f"a2={a2}", f"bb={b2} {b1}", f"aa={a1} {a2}"]
    first, last = k == start, k == end - 1
    out.append(f"po={first:d}{last:d}")
    opens = k == 0 or b1 in (".", "!", "?", "”", '"', "“", ":", "•") or k in view.opens
    if opens:
        out += ["op", f"op={rarity(text)}{person(text)}"]
    place, match = covered.get(k, ("O", None))
    what = match.what if match else "-"
    kind = what[0]
    out += [
        f"g={place}{kind}",
        f"gw={place}{what}",
        f"gc={place}{kind}{rarity(text)}",
        f"gp={place}{kind}{person(text)}",
    ]
    if match:
        size = match.end - match.start
        inside = match.start == start and match.end == end
        mb = lows[match.start - 1] if match.start else _OPEN
        ma = lows[match.end] if match.end < n else _OPEN
        out += [
            f"gn={place}{min(size, 3)}{inside:d}",
            f"gmb={kind}{mb}",
            f"gma={kind}{ma}",
            f"gf={kind}{inside:d}{opens:d}",
        ]
        if match.end < end:
            follower = words[match.end].text
            out.append(f"pf={kind}{person(words[match.start].text)[0]}{person(follower)}{rarity(follower) != '-':d}")
        if match.start > start:
            leader = words[match.start - 1].text
            out.append(f"pl={kind}{person(leader)[0]}{person(words[match.end - 1].text)[1]}{rarity(leader) != '-':d}")
        if _region_after(words, match.end, view.at):
            out += ["cs", f"cs={place}{kind}"]
        before = view.ends.get(match.start - 1) if match.start and b1 != "" else None
        if before and words[match.start - 1].text in ",(":
            out += [f"pc={before.what[0]}{kind}", f"pc={place}"]
    nxt = covered.get(k + 1)
    prv = covered.get(k - 1)
    out += [f"gx={prv[1].what[0] if prv else '-'}{kind}{nxt[1].what[0] if nxt else '-'}"]
    p, q = (person(words[k - 1].text) if k > start else "<<"), (person(words[k + 1].text) if k < end - 1 else ">>")
    me = person(text)
    out += [f"pp={p}{me}", f"pq={me}{q}", f"pk={p[0]}{kind}", f"qk={kind}{q[1]}"]
    out += _document(view, text, k, start, kind)
    return out


def _document(view: Page, text: str, k: int, start: int, kind: str) -> list[str]:
    out = []
    count, people = view.counts[text], view.people[text]
    if people:
        alone = count - people
        out += [f"dp={min(people, 2)}{kind}", f"dr={'m' if people >= alone else 'l'}{kind}{k == start:d}"]
    if count > 1:
        out.append(f"dc={min(count, 4)}{kind}")
    if view.places[text]:
        out += ["ds", f"ds={kind}"]
    if text.lower() in view.lower:
        out += ["dl", f"dl={kind}"]
    return out
