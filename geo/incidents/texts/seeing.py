"""A report sentence by sentence, each with everything that was found in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from geo.incidents.texts import where as places_of
from geo.incidents.texts.claims import Claim, find_claim
from geo.incidents.texts.counts import Count, find_counts
from geo.incidents.texts.named import Named, within
from geo.incidents.texts.prose import Sentence, sentences
from geo.incidents.texts.triggers import Trigger, find_triggers
from geo.incidents.texts.when import When, find_dates
from geo.incidents.texts.where import PlaceClause
from geo.incidents.texts.zone_words import ZoneWords, zone_relations
from geo.values import Report


@dataclass(frozen=True, slots=True)
class Seen:
    """A sentence as it was read: everything found in it, offsets into the sentence."""

    sentence: Sentence
    names: tuple[Named, ...]
    triggers: tuple[Trigger, ...]
    dates: tuple[When, ...]
    clauses: tuple[PlaceClause, ...]
    counts: tuple[Count, ...]
    zones: tuple[ZoneWords, ...]
    claim: Claim
    base: str = ""
    """ISO date of the event told of before, or of publication; "" when unknown."""

    def day(self) -> When | None:
        """The first expression that dates an event of this sentence, resolved ones first."""
        usable = [one for one in self.dates if one.role == "day" and not self.is_said(one)]
        return next((one for one in usable if one.resolved), usable[0] if usable else None)

    def said_on(self) -> When | None:
        """The day on which it was said."""
        return next((one for one in self.dates if one.role == "day" and one.resolved and self.is_said(one)), None)

    def is_said(self, one: When) -> bool:
        """Whether a date belongs to the saying: "a spokesman said on Tuesday"."""
        before = self.sentence.text[: one.begin]
        return bool(_SAID_ON.search(before))


_SAID_ON: Final = re.compile(
    r"\b(?:said|says|told|announced|reported|confirmed|stated|added|statement|statements|briefing"
    r"|press\s+conference|interview|report|reporters|tweeted|tweet|announcement|acknowledged|admitted|claimed"
    r"|denied|warned|threatened|declared|spoke)\b"
    r"(?:\s+(?:reporters|journalists|\w+\s+reporters|the\s+\w+|Reuters|AFP|AP|CNN|in\s+a\s+statement|by\s+\w+"
    r"|in\s+\w+|to\s+\w+|a\s+\w+\s+conference|[A-Z]\w+))?(?:\s+(?:on|of|late|early|issued|released))*\s*$"
)


def see(report: Report, names: Sequence[Named], links: Mapping[str, set[str]]) -> list[Seen]:
    """The sentences of a report, read one by one; names: the place names of `Report.text`; links: see `link_sides`."""
    out = []
    base = ""
    speakers: list[Claim] = []
    ordered = sorted(names, key=lambda one: one.start)
    for sentence in sentences(report.text):
        own = tuple(
            replace(n, start=n.start - sentence.start, end=n.end - sentence.start)
            for n in within(ordered, sentence.start, sentence.end)
        )
        seen = _see(sentence, own, report, base, speakers)
        seen = replace(
            seen,
            claim=replace(
                seen.claim,
                sides=seen.claim.sides | {other for side in seen.claim.sides for other in links.get(side, ())},
            ),
        )
        if sentence.kind == "body":
            day = seen.day()
            base = day.start if day and day.resolved and day.days <= 3 else base
            if seen.claim.end and seen.claim.sort not in {"", "press"}:
                speakers.append(seen.claim)
        out.append(seen)
    return out


def _meant(claim: Claim, speakers: Sequence[Claim]) -> Claim | None:
    """The speaker told of before to whom a pronoun, "the official", a surname or a bare quotation leads back."""
    if not claim.end or _AGAIN.match(claim.said_by):
        return speakers[-1] if speakers else None
    surname = claim.said_by.split()[-1]
    return next((one for one in reversed(speakers) if surname[:1].isupper() and surname in one.said_by), None)


_AGAIN: Final = re.compile(
    r"^(?:he|she|they|(?:the|this|its|his|her)\s+(?:\w+\s+)?(?:official|spokes\w+|statement|group|ministry"
    r"|source|officer|commander|agency|command|minister|police|officials))$",
    re.IGNORECASE,
)


def _see(sentence: Sentence, names: tuple[Named, ...], report: Report, base: str, speakers: Sequence[Claim]) -> Seen:
    text = sentence.text
    headline = sentence.kind == "headline"
    usable = sentence.kind in {"body", "headline"}
    claim = find_claim(text, names, publisher=report.publisher or report.id, headline=headline)
    speaker = _meant(claim, speakers)
    if speaker and claim.end:
        claim = replace(
            claim,
            sort=claim.sort or speaker.sort,
            sides=claim.sides or speaker.sides,
            origin=claim.origin if claim.sides else speaker.origin,
            said_by=speaker.said_by if claim.said_by.lower() in {"he", "she", "they"} else claim.said_by,
        )
    elif speaker and not claim.end and re.match(r"[\"“]", text):
        claim = replace(speaker, stance="asserts" if claim.stance == "reports" else claim.stance, start=0, end=0)
    names = (*names, *places_of.more_names(text, names))
    skip = [(claim.start, claim.end)] if claim.end else []
    skip += [(one.start, one.end) for one in zone_relations(text)]
    return Seen(
        sentence, names,
        tuple(find_triggers(text, headline=headline)) if usable else (),
        tuple(find_dates(text, published=report.published, anchor=base)) if usable else (),
        tuple(places_of.place_clauses(text, names, skip=skip)) if usable else (),
        tuple(find_counts(text)) if usable else (),
        tuple(zone_relations(text)) if usable else (),
        claim, base or report.published,
    )  # fmt: skip
