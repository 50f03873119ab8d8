"""How a sentence holds an event word: asserted, denied, planned, as background, or only referred to."""

from __future__ import annotations

import re
from typing import Final

from geo.incidents.texts.word_lists import word_list

BE: Final = r"(?:was|were|is|are|been|being|be|got|gets)"
"""Forms of "to be", as a pattern."""
PRESENT: Final = re.compile(
    r"^(?:shoots?|brings?|downs|strikes?|hits|pounds|shells|attacks?|storms|opens|raids|clash(?:es)?|explodes"
    r"|detonates|blows|kills|crashes|derails|collides|rams|sinks|capsizes|runs|boards|hijacks|robs|seizes"
    r"|intercepts|kidnaps|abducts|catch(?:es)?|erupts|collapses|makes|begin|launches|bombs|overrun)\b",
    re.I,
)
"""Verbs in the present or the bare form."""
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


def mood_of_verb(clause: str, sentence: str, text: str, *, headline: bool) -> str:  # noqa: PLR0911  # one return per mood
    """The mood of a verb, `text`, behind `clause`, what its clause says before; headline: as in `find_triggers`.

    >>> mood_of_verb("The army ", "The army shot down a drone.", "shot down", headline=False)
    'asserted'
    >>> mood_of_verb("It threatened to ", "It threatened to hit the post.", "hit", headline=False)
    'planned'
    """
    if not headline and _is_present(text, clause):
        return "asserted" if _DID.search(clause) else "planned" if _PLANNED.search(clause) else "background"
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


def _is_present(text: str, clause: str) -> bool:
    """Whether a verb stands in the present or the bare form, which tells of no event in running text."""
    if re.match(
        r"(?:rockets?|missiles?|shells?|mortars?|projectiles|bombs?|ied|mines?|landmines?|clashes|fighting|hostilities)\s",
        text,
        re.IGNORECASE,
    ):
        return False
    return bool(PRESENT.match(text)) and not re.search(r"\b(?:has|have|had|was|were|did|been)\s+(?:\w+ly\s+)?$", clause)


def mood_of_noun(clause: str, after: str, text: str, *, headline: bool) -> str:  # noqa: PLR0911  # one return per mood
    """The mood of a noun, `text`, between `clause` and what comes `after` it.

    >>> mood_of_noun("The army carried out an ", " on the town.", "airstrike", headline=False)
    'asserted'
    >>> mood_of_noun("Officials fear an ", " on the town.", "attack", headline=False)
    'planned'
    """
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
        rf"\b(?:{BE}|by|of|for|from|kept|keeps?|began|begun|started|stopped)\s+(?:\w+ly\s+)?$", clause, re.IGNORECASE
    ):
        return "background"
    definite = _is_definite(clause)
    if definite and not is_fresh(clause):
        return "referred"
    if definite is False and not text.lower().endswith("s"):
        return "asserted"
    if _MADE.search(clause) or _HAPPENED.search(after) or headline or is_fresh(clause):
        return "asserted"
    return "background" if text.lower().endswith("s") and definite is None else "referred"


def is_fresh(clause: str) -> bool:
    """Whether the words before a noun present it as another one: "another", "a separate", "its own"."""
    return bool(_FRESH.search(clause))


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
