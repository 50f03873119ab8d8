"""Which of a sentence's dates belongs to an event word, and which words tell of long ago, or only count events."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from geo.incidents.texts import calendar_words as cal
from geo.incidents.texts.seeing import Seen
from geo.incidents.texts.triggers import Trigger
from geo.incidents.texts.when import When


def date_for(seen: Seen, trigger: Trigger, *, within_main: bool = False) -> When | None:
    """The expression that dates this event word: in its own clause, or else the sentence's first."""
    text = seen.sentence.text
    usable = [one for one in seen.dates if one.role == "day" and not seen.is_said(one)]
    for one in usable:
        if re.match(r"(?:['’]s)?\s+(?:[\w-]+\s+){0,3}$", text[one.stop : trigger.start]) or (
            one.text.endswith(("'s", "’s")) and one.stop < trigger.start
        ):
            return one
    vague = _VAGUE_AFTER.search(text[: trigger.start]) or _FOLLOWS.search(text[: trigger.start])
    if vague and not any(vague.end() <= one.begin < trigger.start for one in usable):
        return _days_before(seen, vague)
    clauses = [
        m.start()
        for m in re.finditer(r"\b(?:when|after|before|while|until|since|where)\b|;|,\s(?=(?:and|but)\b)", text)
    ]
    same = [
        one
        for one in usable
        if not any(min(one.begin, trigger.start) < cut < max(one.begin, trigger.start) for cut in clauses)
    ]
    pool = same or ([] if within_main else usable)
    if pool:
        resolved = [one for one in pool if one.resolved] or pool
        return min(resolved, key=lambda one: (one.days > 4, abs(one.begin - trigger.start)))
    said = seen.said_on()
    if said and trigger.mood == "asserted" and not trigger.phase:
        first = date.fromisoformat(said.start) - timedelta(1)
        return replace(
            said,
            start=first.isoformat(),
            how=f"said on {said.text}; it happened by then, as a rule that day or the day before",
        )
    return None


_VAGUE_AFTER: Final = re.compile(
    r"\b(?:just\s+|only\s+|barely\s+)?(?P<count>(?:\d+|a|an|one|two|three|four|five|six|seven|several|a\s+few)\s+)?(?P<unit>hours?|days?|weeks?|months?)\s+(?P<side>after|before)\b(?!\s+(?:on\s+)?(?:\w+day|\w+\s+\d))",
    re.IGNORECASE,
)


_FOLLOWS: Final = re.compile(
    r"\bfollow(?:s|ed)?,?\s+by\s+(?:just\s+|only\s+)?(?P<count>(?:\d+|a|an|one|two|three|several|a\s+few)\s+)?(?P<unit>hours?|days?|weeks?|months?)(?P<side>)\b",
    re.IGNORECASE,
)


def _days_before(seen: Seen, vague: re.Match[str]) -> When | None:
    """ "comes days after X shot down Y": Y fell so long before the event that is being told, or the publication."""
    day = next((one for one in seen.dates if one.role == "day" and one.resolved and one.begin < vague.start()), None)
    base = day.end if day else seen.base
    words = vague[0]
    if not base:
        return When(
            vague.start(), vague.end(), words, how="it leans on an event whose day is not known", anchored="before"
        )
    count, unit = (vague["count"] or "").strip(), vague["unit"]
    turn = cal.ahead if vague["side"].lower() == "before" else cal.back
    low, high = turn(count, unit, date.fromisoformat(base))
    return When(
        vague.start(),
        vague.end(),
        words,
        low.isoformat(),
        high.isoformat(),
        "counted from the event that the sentence leads from",
        anchored="before",
    )


def is_long_ago(seen: Seen, trigger: Trigger) -> bool:
    """Whether the word's own clause dates it to a year long past, or to a span since then."""
    for one in seen.dates:
        gap = seen.sentence.text[min(trigger.end, one.stop) : max(trigger.start, one.begin)]
        if one.role == "since" and re.match(r",?\s+when\b", gap) and one.stop <= trigger.start:
            return True
        if (
            one.role in {"background", "since"}
            and len(gap) < 90
            and not re.search(r"[;:]|,\s(?:and|but)\b|\b(?:which|who|when|where)\b", gap)
        ):
            return True
    return False


def is_ordinal(text: str, trigger: Trigger) -> bool:
    """ "It was the third such strike": counts events, tells of none."""
    return bool(
        re.search(
            r"\b(?:it|this|that|which)\s+(?:was|is|marks|marked|would\s+be)\s+(?:at\s+least\s+|only\s+|also\s+)?the\s+(?:\w+\s+){0,2}?(?:first|second|third|fourth|fifth|sixth|latest|deadliest|worst|biggest)\b",
            text[: trigger.start + 1],
            re.IGNORECASE,
        )
    ) and not re.search(r"\bdays\s+after\b", text[: trigger.start])


def is_recap(seen: Seen) -> bool:
    """Whether a sentence looks back over a span of time."""
    return bool(
        re.search(
            r"\b(?:since|previous|earlier|in\s+recent|last\s+(?:week|month|year))\b", seen.sentence.text, re.IGNORECASE
        )
    )
