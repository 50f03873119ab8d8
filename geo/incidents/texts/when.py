"""Time expressions of news English, as intervals of days relative to the day of publication.

A weekday is the latest such day up to and including publication; a day without a year is the latest such day. Without
a day of publication both stay unresolved, and say so. What is no date of an event keeps its role: "since May 18" and
"until Friday" are bounds, "in 2014" long before publication is background, "next week" has not happened.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from geo.incidents.texts.when_rules import RULES, SCAN, Asked, Rule


@dataclass(frozen=True, slots=True)
class When:
    """A time expression, resolved or not."""

    begin: int
    """Where it begins in the text it was found in, characters."""
    stop: int
    """Where it ends, exclusive."""
    text: str
    """As written."""
    start: str = ""
    """ISO date, first day; empty when unresolved."""
    end: str = ""
    """ISO date, last day, inclusive; empty when unresolved."""
    how: str = ""
    """How it was resolved, or why it was not, in one sentence."""
    role: str = "day"
    """day (dates an event), since, until, background, future, or clock (a time of day without a day)."""
    clock: str = ""
    """The time of day as written; empty when none."""
    anchored: str = ""
    """Where the expression leans on another event: "same" (that day), "before" or "after" it; empty otherwise."""

    @property
    def resolved(self) -> bool:
        """Whether it stands for days of the calendar."""
        return bool(self.start)

    @property
    def days(self) -> int:
        """How many days the interval holds; 0 when unresolved."""
        return (date.fromisoformat(self.end) - date.fromisoformat(self.start)).days + 1 if self.start else 0


def find_dates(text: str, *, published: str = "", anchor: str = "") -> list[When]:
    """Every time expression of `text`, in order.

    published: ISO date of publication, "" when unknown; anchor: ISO date of the event that was last told of, for "the
    next day" and "hours later" ("" = none). Nothing is guessed: an expression that needs a day which is not
    known comes back unresolved.

    >>> found = find_dates("It fell on Tuesday, two days after May 18.", published="2017-06-08")
    >>> [(w.text, w.start, w.end) for w in found]
    [('Tuesday', '2017-06-06', '2017-06-06'), ('two days after May 18', '2017-05-20', '2017-05-20')]
    >>> find_dates("on Tuesday")[0].how
    'the day of publication is not known'
    """
    now = date.fromisoformat(published) if published else None
    base = date.fromisoformat(anchor) if anchor else None
    asked = Asked(text, now, base, lambda inner: _days_of(find_dates(inner, published=published)))
    found: list[When] = []
    at = 0
    while match := SCAN.search(text, at):
        one = _read(RULES[int((match.lastgroup or "_0")[1:])], match.start(), asked)
        at = max(match.end() if one else match.start() + 1, at + 1)
        if one:
            found.append(_with_role(one, text, now))
    return _joined(found, text)


def _days_of(found: list[When]) -> tuple[date, date] | str | None:
    """The days of the first expression; why it has none; None where there is none."""
    if not found:
        return None
    first = found[0]
    return (date.fromisoformat(first.start), date.fromisoformat(first.end)) if first.resolved else first.how


def _read(rule: Rule, start: int, asked: Asked) -> When | None:
    """The expression of a wording that begins at `start`; None when it is no date after all."""
    match = re.compile(rule.pattern, re.IGNORECASE).match(asked.text, start)
    made = rule.make(match, asked) if match else None
    if match is None or made is None:
        return None
    named = match.re.groupindex
    part = next((match[name] for name in ("part", "lead") if name in named and match[name]), "")
    one = When(match.start(), match.end(), match[0], role=rule.role, clock=part.strip(), anchored=rule.anchored)
    if isinstance(made, str):
        return replace(one, how=made)
    return replace(one, start=made[0].isoformat(), end=made[1].isoformat(), how=made[2])


_SINCE: Final = re.compile(
    r"\b(?:since|starting|beginning)(?:\s+(?:at\s+least|early|late|mid|on|in))?[\s-]*$", re.IGNORECASE
)


_UNTIL: Final = re.compile(
    r"\b(?:until|till|through|by|before|ahead\s+of|no\s+later\s+than)(?:\s+(?:at\s+least|early|late"
    r"|the\s+end\s+of|on))?\s*$",
    re.I,
)


def _with_role(one: When, text: str, now: date | None) -> When:
    """The role that the words before, and the distance from publication, give the expression."""
    before = text[max(0, one.begin - 30) : one.begin]
    first = one.text.lower().split()[0]
    if first == "since" or _SINCE.search(before):
        return replace(one, role="since")
    if first == "until" or _UNTIL.search(before):
        return replace(one, role="until")
    if one.role != "day" or not one.resolved or now is None:
        return one
    start, end = date.fromisoformat(one.start), date.fromisoformat(one.end)
    if start > now:
        return replace(one, role="future")
    if (now - end).days > 400 or (one.how == "a year" and start.year < now.year):
        return replace(one, role="background")
    return one


def _joined(found: list[When], text: str) -> list[When]:
    """A weekday and a date side by side ("Tuesday, March 17"), and a time of day beside its day, are one expression."""
    out: list[When] = []
    for one in found:
        last = out[-1] if out else None
        gap = text[last.stop : one.begin] if last else "x" * 9
        if (
            last
            and re.fullmatch(r"[\s,(]*(?:on|of|at|,)?\s*", gap, re.IGNORECASE)
            and {last.role, one.role} <= {"day", "clock"}
        ):
            if one.role == "clock" and last.role == "day":
                out[-1] = replace(last, stop=one.stop, text=text[last.begin : one.stop], clock=one.text)
                continue
            if last.role == "clock" and one.role == "day":
                out[-1] = replace(one, begin=last.begin, text=text[last.begin : one.stop], clock=last.text)
                continue
            if one.resolved and (one.start, one.end) == (last.start, last.end):
                out[-1] = replace(
                    one, begin=last.begin, text=text[last.begin : one.stop], clock=last.clock or one.clock
                )
                continue
        out.append(one)
    return out
