"""The second look: what the first found elsewhere in the document, and whether a name goes with its company.

A name that lies in the same state as the other likely names of the document is a place more often than one that
lies nowhere near; a word that was a person's name three times is one the fourth time, too.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from geo.mentions.features import Match, Page

Regions = Callable[[tuple[str, ...]], frozenset[tuple[str, ...]]]
"""The states, (country, division), and the countries without one, (country,), that hold a place of that name."""
_EMPTY = frozenset[tuple[str, ...]]()


def level(chance: float) -> str:
    """A chance in six steps.

    >>> level(0.0), level(0.5), level(1.0)
    ('0', '3', '5')
    """
    return str(sum(chance >= edge for edge in (0.03, 0.15, 0.4, 0.7, 0.92)))


@dataclass(slots=True)
class Company:
    """The document's names by state and country, each as much as it is likely to be a place's name."""

    regions: dict[tuple[str, ...], frozenset[tuple[str, ...]]]
    """Where each name has a place."""
    chance: dict[tuple[str, ...], float]
    """How likely each name is one, at its likeliest."""
    states: defaultdict[tuple[str, ...], float]
    lands: defaultdict[str, float]
    total: float

    def share(self, name: tuple[str, ...]) -> tuple[float, float]:
        """The largest share that one of the name's states, and one of its countries, has of the other names."""
        where = self.regions.get(name, _EMPTY)
        if not where:
            return 0.0, 0.0
        chance = self.chance[name]
        own = chance / len(where)
        lands = Counter(region[0] for region in where)
        rest = self.total - chance + 0.5
        state = max(self.states[region] for region in where) - own
        land = max(self.lands[code] - own * count for code, count in lands.items())
        return state / rest, land / rest


def _name(view: Page, match: Match) -> tuple[str, ...]:
    return tuple([word.text for word in view.words[match.start : match.end]])


def company(view: Page, chances: Sequence[Sequence[float]], regions: Regions) -> Company:
    """Who is there, going by the chances of the first look (one list per stretch, one chance per word)."""
    out = Company({}, {}, defaultdict(float), defaultdict(float), 0.0)
    for (start, _), row, matched in zip(view.parts, chances, view.known, strict=True):
        for match in matched:
            name = _name(view, match)
            chance = min(row[match.start - start : match.end - start])
            out.chance[name] = max(out.chance.get(name, 0.0), chance)
    for name, chance in out.chance.items():
        where = out.regions[name] = regions(name)
        for region in where:
            out.states[region] += chance / len(where)
            out.lands[region[0]] += chance / len(where)
        out.total += chance if where else 0.0
    return out


def second(view: Page, chances: Sequence[Sequence[float]], regions: Regions) -> list[list[list[str]]]:
    """The further features of each word of each stretch."""
    around = company(view, chances, regions)
    likely: defaultdict[str, float] = defaultdict(float)
    for (start, end), row in zip(view.parts, chances, strict=True):
        for k in range(start, end):
            likely[view.words[k].text] += row[k - start]
    out = []
    for (start, end), row, matched in zip(view.parts, chances, view.known, strict=True):
        covered = {k: match for match in matched for k in range(match.start, match.end)}
        shares = {match.start: around.share(_name(view, match)) for match in matched}
        words = []
        for k in range(start, end):
            match = covered.get(k)
            words.append(_word(view, k, row[k - start], likely, match, shares[match.start] if match else (0.0, 0.0)))
        out.append(words)
    return out


def _word(
    view: Page, k: int, chance: float, likely: Mapping[str, float], match: Match | None, share: tuple[float, float]
) -> list[str]:
    text, out = view.words[k].text, []
    kind = match.what[0] if match else "-"
    me = level(chance)
    count = view.counts[text]
    if text[0].isupper() and count > 1:
        other = level((likely[text] - chance) / (count - 1))
        out += [f"2d={other}{kind}", f"2e={other}{me}"]
    if match:
        state, land = level(share[0]), level(share[1])
        out += [f"2s={state}{kind}", f"2l={land}{kind}", f"2t={state}{me}"]
    return out
