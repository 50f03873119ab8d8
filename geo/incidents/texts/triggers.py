"""Words that report an incident, in their context: asserted, denied, planned, habitual, or only referred to.

The words are data (data/event_words.csv, data/not_events.txt); this module finds them in a sentence and says how
the sentence holds them.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Final

from geo.incidents.texts.word_lists import word_list


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
_BE: Final = r"(?:was|were|is|are|been|being|be|got|gets)"
_SKIP: Final = r"(?:\s+(?:\w+ly|also|then|now|all|both|later|already|just|again|first|not|once|twice|even|still))*"
_PASSIVE: Final = re.compile(rf"\b{_BE}{_SKIP}\s*$", re.IGNORECASE)
_NEGATED: Final = re.compile(
    r"\b(?:not|never|no|neither|nor|without|hardly|cannot|n['’]t)(?:\s+\w+){0,2}\s*$|\w+n['’]t(?:\s+\w+){0,2}\s*$"
    r"|\b(?:denie[sd]|denying)\s+(?:that\s+|having\s+|any\s+|it\s+|they\s+|responsibility\s+for\s+)?(?:\S+\s+){0,5}$"
    r"|\b(?:failed|refused|declined)\s+to\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
_PLANNED: Final = re.compile(
    r"\b(?:will|would|could|can|should|must|might|may|shall|wo|['’]ll|cannot)(?:\s+(?:\w+ly|also|not|have|be"
    r"|never|again|still|only|even|soon))*\s*$"
    r"|\b(?:threaten\w*|plan(?:s|ned|ning)?|vow\w*|warn\w*|urg\w+|want\w*|intend\w*|intent\w*|prepar\w+|ready"
    r"|readiness|aim\w*|agree\w*|attempt\w*|tr(?:y|ied|ies|ying)|ability"
    r"|right|pledg\w+|promis\w+|order\w*|call\w*|reserv\w+|hesitat\w+|fail\w*|refus\w+|hop\w+|need\w*"
    r"|request\w*|order|designed|capable|likely|expected|set|due|about|seek\w*|sought|unable|able|poised"
    r"|willing|allow\w*|used|mission|effort\w*|campaign|bid|operation\w*|drill\w*|train\w*|reason|decision"
    r"|option\w*|power|how|where|when|whether|weapons?|missiles?)\s+(?:\w+\s+){0,3}to\s+(?:\w+ly\s+)?$"
    r"|\bto\s+(?:\w+ly\s+)?$|\b(?:if|unless|whether|should|in\s+case|lest)\s+(?:\S+\s+){0,6}$",
    re.IGNORECASE,
)
_DID: Final = re.compile(
    r"\b(?:permitt?\w*|forc(?:ed|ing)|managed|began|begun|prompt(?:ed|ing)|continued|went\s+on|used|deployed"
    r"|dispatched|scrambled|started|proceeded|helped|allowed\s+\w+\s+\w+)\s+(?:\S+\s+){0,7}to\s+(?:\w+ly\s+)?$",
    re.IGNORECASE,
)
"""What is done "to shoot it down" with a jet that was sent has been done; news English uses these so."""
_HABIT: Final = re.compile(
    r"\b(?:ha(?:s|ve|d)\s+(?:\w+ly\s+)?been\s+\w+ing|often|regularly|repeatedly|frequently|routinely|usually"
    r"|sometimes|occasionally|typically|always|ever\s+since|for\s+(?:months|years|decades|weeks)"
    r"|almost\s+daily|every\s+(?:day|week|month|year)|in\s+the\s+past|over\s+the\s+years|historically"
    r"|traditionally|hundreds\s+of|thousands\s+of|dozens\s+of|scores\s+of|a\s+(?:series|spate|string|wave"
    r"|number|history|campaign)\s+of|months\s+of|years\s+of|decades\s+of|weeks\s+of|previous|past|recent"
    r"|earlier|frequent|repeated|regular|sporadic|daily)\b(?:\W+\w+){0,4}\W*$",
    re.IGNORECASE,
)
_ANY: Final = re.compile(
    r"\b(?:any|possible|potential|further|future|more|planned|threatened|imminent|no|such|feared|would-be"
    r"|foiled|thwarted|attempted|each|every|similar|like)\s+(?:[\w-]+\s+){0,2}$",
    re.I,
)
_FEARED: Final = re.compile(
    r"\b(?:and|or|to|please)\s+(?:report|imagine|suppose|claim|invent|add)\s+(?:an?\s+|the\s+)?(?:[\w-]+\s+){0,2}$"
    r"|\b(?:prevent\w*|avoid\w*|threats?\s+of|risks?\s+of|fear\w*(?:\s+of)?|warn\w*\s+(?:of|against|about)|plot"
    r"(?:ted|ting|s)?|prepar\w+(?:\s+for)?|call\w*\s+for|end\s+to|halt\w*|stop\w*|plan(?:s|ned|ning)?|vow\w*"
    r"|threaten\w*|request\w*|approv\w+|authori[sz]\w+|consider\w*|await\w*|expect\w*|demand\w*|rul\w+\s+out"
    r"|in\s+case\s+of|if|unless|deny|denie[sd]|denying|to\s+(?:carry\s+out|conduct|launch|mount|stage)|will\s+"
    r"(?:carry\s+out|conduct|launch|mount|stage)|would\s+(?:carry\s+out|conduct|launch|mount|stage))\s+(?:a\s+"
    r"|an\s+|the\s+|any\s+)?(?:[\w-]+\s+){0,3}$",
    re.IGNORECASE,
)
_MADE: Final = re.compile(
    r"\b(?:carr(?:ied|ies|ying)\s+out|conducted|conducts|launched|launches|staged|mounted|made|unleashed"
    r"|delivered|began|begun|started|undertook|undertaken|executed|involved\s+in|hit\s+by|hit\s+with|killed\s+"
    r"(?:in|by)|died\s+(?:in|of|after)|dead\s+in|injured\s+(?:in|by)|wounded\s+(?:in|by)|destroyed\s+(?:in|by)"
    r"|struck\s+by|damaged\s+(?:in|by)|rocked\s+by|hurt\s+in|lost\s+in|reported|responsibility\s+for|claimed"
    r"|triggered|caused|sparked|suffered|felt|set\s+off|survived|came\s+under|come\s+under|comes\s+under"
    r"|following|after|amid|there\s+(?:was|were|had\s+been|has\s+been))\s+(?:\S+\s+){0,5}$",
    re.IGNORECASE,
)
_HAPPENED: Final = re.compile(
    r"^\W*(?:\S+\s+){0,14}?(?:occurred|happened|took\s+place|struck|hit|hits|rocked|rocks|ripped|shook|shakes"
    r"|tore|left|leaves|killed|kills|wounded|injured|damaged|destroyed|broke\s+out|breaks\s+out|erupted|began"
    r"|was\s+(?:carried|conducted|launched|reported|heard|felt|staged)|were\s+(?:carried|conducted|launched"
    r"|reported|heard|felt)|swept|sweeps|triggered|caused|claimed|engulfed|gutted|devastated|targeted|sparked"
    r"|came|comes|buried|followed|measuring|spread|spreads|raged|forced|forces|cut|washed|displaced"
    r"|with\s+a\s+magnitude)\b",
    re.IGNORECASE,
)
_DETERMINER: Final = re.compile(
    r"(?P<the>the|this|that|these|those|its|their|his|her|our|such|both|[\w.]+['’]s|\w+s['’])|(?P<a>an?"
    r"|another|one|two|three|four|five|six|seven|eight|nine|ten|several|some|\d+)",
    re.I,
)
_CLOSED: Final = word_list("closed_class")


def _is_definite(clause: str) -> bool | None:
    """Whether the noun that follows `clause` is one already told of; None where it bears no article."""
    for word in reversed(clause.split()[-7:]):
        plain = word.strip('"“”‘(),').lower()
        found = _DETERMINER.fullmatch(plain)
        if found:
            return bool(found["the"])
        if plain in _CLOSED or word.endswith((",", ";", ":")):
            return None
    return None


_FRESH: Final = re.compile(
    r"\b(?:another|a\s+separate|separate|its\s+own|their\s+own|a\s+second|a\s+third|a\s+further|a\s+fresh"
    r"|a\s+new|a\s+different|other|two\s+other|elsewhere)\s+(?:[\w'’.-]+\s+){0,3}$|\bseparately\b",
    re.IGNORECASE,
)
_ORDINAL: Final = re.compile(
    r"\b(?:first|second|third|fourth|fifth|sixth|latest|deadliest|worst|biggest|largest|only|last)\s+"
    r"(?:[\w-]+\s+){0,4}$|\b(?:first|second|third|fourth|fifth|latest)\s+(?:known\s+)?time\b",
    re.IGNORECASE,
)
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
            and not _PRESENT.match(text)
        )
    )
    if word.part == "passive" and not passive and not headline:
        return None
    if not noun and not headline and _is_present(text, clause):
        mood = "asserted" if _DID.search(clause) else "planned" if _PLANNED.search(clause) else "background"
    elif noun:
        mood = _mood_of_noun(clause, after, text, headline=headline)
    else:
        mood = _mood_of_verb(clause, sentence, passive=passive)
    if not noun and _is_noun_here(clause, text, word.part):
        return None
    if word.kind == "eruption" and not noun and not _VOLCANO.search(sentence):
        return None
    return Trigger(
        match.start(), match.end(), text, word.kind, word.family, word.part, mood,
        plural=noun and text.lower().endswith("s") and not text.lower().endswith("ss"),
        passive=passive, fresh=bool(_FRESH.search(clause)) and noun,
        phase=_is_phase(sentence, match.start()),
    )  # fmt: skip


_PRESENT: Final = re.compile(
    r"^(?:shoots?|brings?|downs|strikes?|hits|pounds|shells|attacks?|storms|opens|raids|clash(?:es)?|explodes"
    r"|detonates|blows|kills|crashes|derails|collides|rams|sinks|capsizes|runs|boards|hijacks|robs|seizes"
    r"|intercepts|kidnaps|abducts|catch(?:es)?|erupts|collapses|makes|begin|launches|bombs|overrun)\b",
    re.I,
)


def _is_present(text: str, clause: str) -> bool:
    """Whether a verb stands in the present or the bare form, which tells of no event in running text."""
    if re.match(
        r"(?:rockets?|missiles?|shells?|mortars?|projectiles|bombs?|ied|mines?|landmines?|clashes|fighting|hostilities)\s",
        text,
        re.IGNORECASE,
    ):
        return False
    return bool(_PRESENT.match(text)) and not re.search(
        r"\b(?:has|have|had|was|were|did|been)\s+(?:\w+ly\s+)?$", clause
    )


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


def _mood_of_verb(clause: str, sentence: str, *, passive: bool) -> str:
    if _NEGATED.search(clause):
        return "denied"
    if _DID.search(clause):
        return "asserted"
    if _PLANNED.search(clause):
        return "planned"
    if _HABIT.search(clause) or re.search(r"\b(?:since\s+(?:\w+\s+){0,2}(?:19|20)\d\d)\b", sentence):
        return "background"
    if re.search(
        r"\b(?:it|this|that)\s+(?:was|is|'s|’s)\s+(?:only\s+)?the\s+(?:\w+\s+)?(?:first|second|third|fourth"
        r"|fifth|last|latest)\b",
        sentence,
        re.IGNORECASE,
    ) or _ORDINAL.search(clause):
        return "referred"
    return "asserted"


def _mood_of_noun(clause: str, after: str, text: str, *, headline: bool) -> str:  # noqa: PLR0911  # one return per mood
    if re.match(
        r"\s+(?:helicopters?|planes?|jets?|drones?|on\s+democracy|scene|site|victims?|survivors?"
        r"|investigators?|campaign|operations?|area|zone|plans?|capabilit\w+|suspects?|threats?|risk|warning"
        r"|season|relief|response)\b",
        after,
        re.IGNORECASE,
    ):
        return (
            "referred"
            if re.match(r"\s+(?:scene|site|victims?|survivors?|investigators?|suspects?)\b", after, re.I)
            else "background"
        )
    if re.search(r"\b(?:no|without|not)\s+(?:[\w-]+\s+){0,3}$", clause, re.IGNORECASE):
        return "denied"
    if _DID.search(clause + "to ") or (
        _DID.search(re.sub(r"(?:conduct|carry\s+out|launch|mount|stage)\s+(?:\S+\s+){0,3}$", "", clause))
    ):
        return "asserted"
    if _FEARED.search(clause) or _ANY.search(clause):
        return "planned"
    if _HABIT.search(clause):
        return "background"
    if _ORDINAL.search(clause):
        return "referred"
    if re.search(r"ing$", text, re.IGNORECASE) and re.search(
        rf"\b(?:{_BE}|by|of|for|from|kept|keeps?|began|begun|started|stopped)\s+(?:\w+ly\s+)?$", clause, re.IGNORECASE
    ):
        return "background"
    definite = _is_definite(clause)
    if definite and not _FRESH.search(clause):
        return "referred"
    if definite is False and not text.lower().endswith("s"):
        return "asserted"
    if _MADE.search(clause) or _HAPPENED.search(after) or headline or _FRESH.search(clause):
        return "asserted"
    return "background" if text.lower().endswith("s") and definite is None else "referred"


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
