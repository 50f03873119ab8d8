"""What speaks for and against a name being where an event happened: clues for the linear models and the trees.

A clue is a short text, "name=value", hashed into the linear models; the numbers go to the trees. Three sets: about
the name and its neighbours alone, about its tie to the event alone, and both together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from geo.incidents.events.sight import Sight
from geo.incidents.events.ties import EventWord, Tie, governor, is_chained
from geo.incidents.events.tokens import shape

NUMBERS: Final = 43
"""How many numbers `Clues.numbers` holds."""
_PREPOSITIONS: Final = frozenset({
    "in", "at", "on", "near", "from", "to", "of", "inside", "into", "outside", "across", "around", "through",
    "with", "by", "against", "between", "for", "toward", "towards", "over"
})  # fmt: skip
_LOCATIVE: Final = frozenset(["in", "at", "near", "inside", "outside", "around", "across"])
_GOVERNS_PLACE: Final = _LOCATIVE | frozenset(["on", "to", "into", "of", "from", "through", "over", "between", "along"])
_CLASSES: Final = "-ABRS12CDP"
"""First letters of the gazetteer's classes, in the order of their numbers."""


@dataclass(frozen=True, slots=True)
class Clues:
    """Of one name towards one event."""

    name: tuple[str, ...]
    """About the name and its neighbours, whatever the event."""
    tie: tuple[str, ...]
    """About the way between event and name, whatever the name."""
    numbers: tuple[float, ...]


def clues(seen: Sight, event: int) -> list[Clues]:
    """Of every chunk of a sentence towards the event whose word has the number `event`."""
    about = EventWord(seen, event)
    governors = [governor(seen, start) for start, _ in seen.chunks]
    chained = [is_chained(seen, number, one) for number, one in enumerate(governors)]
    ties = [Tie(about, number, governors, chained) for number in range(len(seen.chunks))]
    ranks = _ranks(ties)
    same = Counter(tie.written for tie in ties)
    return [
        Clues(
            tuple(_name_clues(tie)),
            tuple(_tie_clues(tie, rank, same[tie.written])),
            _numbers(tie, rank, same[tie.written]),
        )
        for tie, rank in zip(ties, ranks, strict=True)
    ]


def _bucket(distance: int) -> int:
    return sum(distance >= edge for edge in (1, 2, 3, 4, 6, 9, 13, 18, 25, 35))


def _name_clues(tie: Tie) -> Iterator[str]:
    """The name, its words, its neighbours and what the gazetteer knows of it."""
    seen, start, end = tie.seen, tie.start, tie.end
    words = seen.lows[start:end]
    p1, p2, n1, n2 = tie.low_at(start - 1), tie.low_at(start - 2), tie.low_at(end), tie.low_at(end + 1)
    sort = tie.sort_at(end)
    known, kind = tie.known, tie.known[0]
    org, place = tie.holds("ORG"), tie.holds("KIND")
    yield "b"
    yield from (f"p1={p1}", f"p2={p2}_{p1}", f"n1={n1}", f"n12={n1}_{n2}", f"n1t={sort}{tie.sort_at(end + 1)}")
    yield from (f"gz={kind}", f"gaz={known}", f"gzn={kind}{sort}", f"gzp={kind}{p1}", f"lastg={seen.gaz[end - 1][:2]}")
    yield from (
        f"first={words[0]}",
        f"last={words[-1]}",
        f"whole={'_'.join(words)[:30]}",
        f"len={min(end - start, 5)}{org}{place}",
    )
    yield "sh=" + "_".join(shape(word.text) for word in seen.words[start : min(end, start + 3)])
    yield from (f"org={org}{sort}", f"g={tie.own.word}", f"gp={''.join(sort[0] for sort in tie.own.inner[:4])}")
    yield f"opens={start == 0}{tie.root.word}"
    for word in words:
        yield from (f"w={word}", f"w3={word[-3:]}")
    yield from (f"wl={word}" for word in seen.lows[max(0, start - 4) : start])
    yield from (f"wr={word}" for word in seen.lows[end : end + 4])


def _tie_clues(tie: Tie, rank: tuple[int, bool, int], same: int) -> Iterator[str]:
    """The event's word and the way to the name."""
    event, side, root, far = tie.event, tie.side, tie.root.word, _bucket(tie.distance)
    verbs, clauses, says, stops = min(tie.verbs, 3), min(tie.clauses, 2), min(tie.count["SAY"], 2), min(tie.stops, 2)
    inner = "".join(sort[0] for sort in tie.own.inner[:4])
    head = tie.seen.stems[tie.head] if tie.head >= 0 else "^"
    yield from (
        "b",
        f"side={side}",
        f"d={side}{far}",
        f"nch={side}{min(tie.between, 5)}",
        f"p1s={tie.low_at(tie.start - 1)}{side}",
    )
    yield from (f"gs={tie.own.word}{side}", f"rg={root}", f"rgs={root}{side}{min(tie.hops, 2)}", f"rggp={root}{inner}")
    yield from (
        f"rgnv={root}{side}{verbs}",
        f"rgd={root}{side}{far}",
        f"rgw={root}{side}{clauses}{says}{min(stops, 1)}",
    )
    yield from (f"att={tie.hangs_on}", f"attg={tie.hangs_on}{root}", f"hs={head}{root}", f"hw={head}")
    yield from (
        f"es={event.stem}",
        f"esrg={event.stem}{root}{side}",
        f"esside={event.stem}{side}",
        f"esd={event.stem}{side}{far}",
    )
    yield from (f"esdir={event.stem}{tie.direct}", f"mode={event.mode}{side}", f"moderg={event.mode}{root}{side}")
    yield from (f"moded={event.mode}{side}{far}", f"direct={tie.direct}{event.mode}", f"et={event.sort}{root}{side}")
    yield from _path_clues(tie)
    yield from (
        f"gzrg={tie.known[0]}{root}{side}",
        f"seen={min(same, 2)}{side}",
        f"cnt={side}{verbs}{clauses}{min(tie.count[','], 3)}",
    )
    yield from (f"n1s={tie.low_at(tie.end)}{side}", f"say={side}{says}q{min(tie.count['Q'], 2)}st{stops}")
    yield from (
        f"en={event.after}{side}",
        f"ent={event.after_sort}{side}{min(tie.between, 2)}",
        f"ep={event.before}{side}",
    )
    yield f"locrank={min(rank[0], 3)}{rank[1]}{tie.own.word if rank[1] else ''}{side}"
    if tie.start > event.at + 1:
        yield f"af={event.after}_{tie.between}{root}"


def _path_clues(tie: Tie) -> Iterator[str]:
    """The way as a whole, its telling words, and the words around the event."""
    side, event, seen = tie.side, tie.event, tie.seen
    short = " ".join(sort for sort in tie.path if sort not in ("n", "DAY"))[:40]
    yield from (f"path2={side}{short}", f"path2b={side}{short}{event.sort}")
    if len(tie.path) <= 6:
        whole = " ".join(tie.path)
        yield from (f"path={side}{whole}", f"pathes={side}{whole}{event.stem}")
    telling = {"ED", "SAY", "WH", "SUB", "MD", "to", "by", "from", "ING", "NO"}
    yield from {f"bw={side}{seen.lows[k]}" for k in range(tie.low, tie.high) if seen.sorts[k] in telling}
    for k in range(max(0, event.at - 3), min(len(seen.lows), event.at + 4)):
        if k != event.at:
            yield f"ew={seen.lows[k]}{'l' if k < event.at else 'r'}{side}"


def _ranks(ties: Sequence[Tie]) -> list[tuple[int, bool, int]]:
    """Per name: how many places are nearer on its side, whether a word of place governs it, how many such there are."""
    out = [(-1, False, 0)] * len(ties)
    for side in "RL":
        ordered = [tie for tie in ties if tie.side == side]
        if side == "L":
            ordered.reverse()
        every = sum(tie.own.word in _GOVERNS_PLACE for tie in ordered)
        nearer = 0
        for tie in ordered:
            placed = tie.own.word in _GOVERNS_PLACE
            out[tie.number] = (nearer, placed, every)
            nearer += placed and not tie.chained
    return out


def _numbers(tie: Tie, rank: tuple[int, bool, int], same: int) -> tuple[float, ...]:
    count, event, seen, inner = tie.count, tie.event, tie.seen, tie.own.inner
    signed = tie.distance if tie.start > event.at else -tie.distance
    lows = seen.lows[tie.low : tie.high] if tie.low < tie.high else []
    known = tie.known
    size = int(known[1]) if known[1:2].isdigit() else -1
    return (
        "LIR".index(tie.side), tie.distance, signed, count[","], tie.verbs, count["BE"], count["ING"], tie.clauses,
        count["SAY"], lows.count("and"), count["Q"], tie.stops, lows.count("to"), tie.between,
        sum(sort in _PREPOSITIONS for sort in tie.sorts), sum(sort in _LOCATIVE for sort in tie.sorts),
        tie.end - tie.start, tie.start, len(seen.words) - tie.end, event.at, len(seen.words), len(seen.chunks),
        tie.hops, tie.holds("ORG"), tie.holds("KIND"), tie.direct, event.passive, same,
        _CLASSES.find(known[0]), size, len(inner), tie.root.at - event.at if tie.root.at >= 0 else -99,
        tie.low_at(tie.end) in ("'s", "’s"), tie.sort_at(tie.start - 1) == "n",
        "DIR" in inner, "KIND" in inner, "of" in inner,
        tie.hangs_on == "EV", tie.chained, tie.own.word in _GOVERNS_PLACE, *map(float, rank),
    )  # fmt: skip
