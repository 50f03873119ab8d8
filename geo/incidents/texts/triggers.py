"""Words that report an incident, in their context: asserted, denied, planned, habitual, or only referred to.

The words are data (data/event_words.csv, data/not_events.txt); how a sentence holds them is judged by `moods`.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Final

from geo.incidents.texts.moods import BE, PRESENT, is_fresh, mood_of_noun, mood_of_verb


@dataclass(frozen=True, slots=True)
class EventWord:
    """A row of data/event_words.csv, compiled."""

    kind: str
    """Kind of incident: "airstrike", "shoot-down", "boarding"."""
    family: str
    """Kinds that different reports may use of one incident share it."""
    part: str
    """verb (somebody does it to something), passive (only so), self (it happens to its subject), noun, kill, vessel."""
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Trigger:
    """An event word in a sentence."""

    start: int
    """Offsets into the sentence, characters, end exclusive."""
    end: int
    text: str
    kind: str
    family: str
    part: str
    mood: str
    """asserted, referred ("the strike"), denied, planned (threats, plans, conditions), background (habits, recaps)."""
    plural: bool = False
    """A noun in the plural: several events, or a recap."""
    passive: bool = False
    fresh: bool = False
    """Whether the words present it as another one: "another", "a separate", "its own"."""
    phase: bool = False
    """Whether it stands in a clause about when or why the main event happened."""

    @property
    def head(self) -> tuple[int, int]:
        """The span of its main word: the last of a noun ("air strike"), the first of a verb ("shot down")."""
        words = self.text.split()
        if self.part == "noun":
            return self.end - len(words[-1]), self.end
        return self.start, self.start + len(words[0])


@lru_cache(maxsize=1)
def event_words() -> tuple[EventWord, ...]:
    """The lexicon, longer patterns first."""
    table = resources.files("geo.incidents").joinpath("data/event_words.csv").read_text("utf-8")
    rows = sorted(csv.DictReader(table.splitlines()), key=lambda row: -len(row["words"].split()))
    return tuple(EventWord(row["kind"], row["family"], row["part"], _compiled(row["words"])) for row in rows)


_SOME: Final = (
    r"(?:(?!(?:at|on|upon|towards?|in|into|by|after|when|near|over)\b)[\w.'’/-]+\s+){0,5}(?!(?:at|on|upon|towards?"
    r"|in|into|by|after|when|near|over)\b)[\w.'’/-]+"
)


def _compiled(words: str) -> re.Pattern[str]:
    """ "shot|shoots _ down": alternatives per word; `_` stands for one to six words."""
    parts = [_SOME if word == "_" else f"(?:{word})" for word in words.split()]
    return re.compile(r"(?<![\w-])" + r"\s+".join(parts) + r"(?![\w]|-\w|['’]t\b)", re.IGNORECASE)


@lru_cache(maxsize=1)
def _screen() -> re.Pattern[str]:
    """One cheap test whether a sentence can hold any event word."""
    firsts = sorted({alternative for word in event_words() for alternative in _first(word)})
    return re.compile(rf"(?<![\w])(?:{'|'.join(map(re.escape, firsts))})(?!\w)", re.IGNORECASE)


def _first(word: EventWord) -> list[str]:
    inner = re.search(r"\(\?:([^)]*)\)", word.pattern.pattern.removeprefix(r"(?<![\w-])"))
    return inner[1].split("|") if inner else []


@lru_cache(maxsize=1)
def _not_events() -> re.Pattern[str]:
    table = resources.files("geo.incidents").joinpath("data/not_events.txt").read_text("utf-8")
    lines = [line for line in table.splitlines() if line and not line.startswith("#")]
    return re.compile("|".join(f"(?:{line})" for line in lines), re.IGNORECASE)


def find_triggers(sentence: str, *, headline: bool = False) -> list[Trigger]:
    """The event words of a sentence, in order, none inside another.

    headline: whether the present tense tells of what happened ("Shoots Down").

    >>> [(t.kind, t.mood) for t in find_triggers("The army shot down a drone after it fired at a post.")]
    [('shoot-down', 'asserted'), ('attack', 'asserted')]
    >>> [t.mood for t in find_triggers("It threatened to hit US positions and did not bomb the town.")]
    ['planned']
    """
    if not _screen().search(sentence):
        return []
    masked = _not_events().sub(lambda m: "\x00" * len(m[0]), sentence)
    taken: list[tuple[int, int]] = []
    found = []
    for word in event_words():
        for match in word.pattern.finditer(masked):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            one = _in_context(word, match, sentence, headline=headline)
            if one:
                taken.append(match.span())
                found.append(one)
    return sorted(found, key=lambda one: one.start)


_REDUCED: Final = re.compile(
    r"\s+(?:in|over|near|by|off|outside|inside|after|during|as|while|when|on\s+(?:\w+day|the\s+(?:night"
    r"|morning)|\w+\s+\d)|earlier|last|late|early|this|yesterday|today|about\s+\d|\w+day\b)\b|[.,;]?\s*$",
    re.IGNORECASE,
)
"""What follows a past form without an object: it was done to what stands before ("a drone shot down on Tuesday")."""
_VOLCANO: Final = re.compile(r"\b(?:volcan\w+|mount|mt|crater|lava|ash|magma|geyser|summit|caldera)\b", re.IGNORECASE)
"""Fighting, fires and rows erupt too; what has none of these words is no volcano."""
RELATIVE: Final = re.compile(
    r"(?<!said)(?<!says)(?<!told)\s(?:that|which|whom)\s+(?!(?:was|were|had|has|have)\b)(?:[\w'’.-]+\s+){1,5}(?:(?:had|has|have)\s+)?$"
)
"""A relative clause with a subject of its own before the verb: "that the army [shot down]"."""
_SKIP: Final = r"(?:\s+(?:\w+ly|also|then|now|all|both|later|already|just|again|first|not|once|twice|even|still))*"
_PASSIVE: Final = re.compile(rf"\b{BE}{_SKIP}\s*$", re.IGNORECASE)
_CLAUSE: Final = re.compile(
    r"\b(?:after|before|when|while|as|because|since|until|following|despite|where|which|who|whom|whose|that)\b"
    r"(?!\s+(?:well|a\s+result|many|part|of)\b)",
    re.IGNORECASE,
)


def _in_context(word: EventWord, match: re.Match[str], sentence: str, *, headline: bool) -> Trigger | None:
    """The event word as this sentence uses it; None where it is no event at all."""
    before, after = sentence[: match.start()], sentence[match.end() :]
    clause = re.split(r"[;:]|,\s(?=(?:and|but|or|so)\s)", before)[-1]
    text = match[0]
    noun = word.part == "noun"
    relative = RELATIVE.search(clause)
    passive = not noun and (
        bool(_PASSIVE.search(clause))
        or (
            word.part == "verb"
            and word.family != "any"
            and relative is None
            and bool(_REDUCED.match(after))
            and not PRESENT.match(text)
        )
    )
    if word.part == "passive" and not passive and not headline:
        return None
    if noun:
        mood = mood_of_noun(clause, after, text, headline=headline)
    else:
        mood = mood_of_verb(clause, sentence, text, headline=headline)
    if not noun and _is_noun_here(clause, text, word.part):
        return None
    if word.kind == "eruption" and not noun and not _VOLCANO.search(sentence):
        return None
    return Trigger(
        match.start(), match.end(), text, word.kind, word.family, word.part, mood,
        plural=noun and text.lower().endswith("s") and not text.lower().endswith("ss"),
        passive=passive, fresh=noun and is_fresh(clause),
        phase=_is_phase(sentence, match.start()),
    )  # fmt: skip


def _is_noun_here(clause: str, text: str, part: str) -> bool:
    """Whether a past form is an adjective or noun here: "the destroyed bridge", "the wounded"."""
    return (
        part in {"verb", "self", "kill", "vessel"}
        and bool(
            re.search(
                r"\b(?:the|a|an|its|their|previously|of|reported|some|these|those)\s+(?:\w+ly\s+)?$",
                clause,
                re.IGNORECASE,
            )
        )
        and " " not in text
    )


def _is_phase(sentence: str, at: int) -> bool:
    """Whether the word stands behind "after", "when" and the like, in a clause with a subject of its own."""
    inner = sentence[:at]
    cuts = list(_CLAUSE.finditer(inner))
    if not cuts:
        return False
    last = cuts[-1]
    if last[0].lower() == "that" and re.search(
        r"\b(?:sa(?:id|ys)|told\s+\S+(?:\s+\S+)?|report(?:ed|s)|announced|confirmed|claimed|added|statement"
        r"|indicated|stated|believe[sd]?|know[ns]?)\s*$",
        inner[: last.start()],
        re.IGNORECASE,
    ):
        return False
    commas = len(re.findall(r",\s", inner[last.start() :]))
    return commas % 2 == 0 or bool(re.match(r"(?:who|which|whose|where)$", last[0], re.I))
