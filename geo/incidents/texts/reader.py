"""One report read: its events, each with everything the report says of it.

A sentence that asserts an event begins a telling or joins one; "the strike", "it", "the incident" join; plans, habits
and phases begin nothing. Two mentions are of one event when kind, day, place, actor and target do not gainsay it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from geo.incidents.events import Known
from geo.incidents.texts.agreement import fit, linked, same_actor, same_day
from geo.incidents.texts.claims import condemning
from geo.incidents.texts.dating import date_for, is_long_ago, is_ordinal, is_recap
from geo.incidents.texts.named import Named
from geo.incidents.texts.ownership import Owner, owner_at, place_owners
from geo.incidents.texts.participants import Parties, Party, find_parties
from geo.incidents.texts.seeing import Seen, see
from geo.incidents.texts.sides import strong, things_of
from geo.incidents.texts.telling import AIRBORNE, AT_WORK, Telling, absorb, join, responsible
from geo.incidents.texts.triggers import Trigger
from geo.incidents.texts.when import When
from geo.values import Report


class Reader:
    """The tellings of one report, while its sentences are read in order."""

    def __init__(self, report: Report, links: Mapping[str, set[str]], known: Known | None) -> None:
        self.report = report
        self.known = known
        self.links = links
        self.day: tuple[int, When] | None = None
        """The last day named, with the number of its paragraph."""
        self.closed = False
        """Whether the text has turned to something else, so that what follows adds nothing to the last telling."""
        self.tellings: list[Telling] = []

    def take(self, seen: Seen) -> None:
        """Let a sentence begin tellings, or join them."""
        triggers = _leading(seen)
        day = seen.day()
        if day and day.resolved and day.days <= 3:
            self.day = (seen.sentence.paragraph, day)
        if not triggers:
            self._follow(seen)
            return
        begun: list[Telling] = []
        owners: list[Owner] = []
        main = next((one for one in triggers if not one.phase and one.mood in {"asserted", "referred"}), None)
        for trigger in triggers:
            if trigger.mood not in {"asserted", "referred"}:
                owners.append((trigger, None))
                continue
            told = self._told(seen, trigger, main, begun)
            owners.append((trigger, told or (begun[-1] if begun and trigger.phase else None)))
            if told and told not in begun:
                begun.append(told)
        main_one = begun[0] if begun else None
        owners = [(trigger, told or (main_one if trigger.phase else None)) for trigger, told in owners]
        self._fill(seen, triggers, begun, owners)

    def _told(self, seen: Seen, trigger: Trigger, main: Trigger | None, begun: list[Telling]) -> Telling | None:
        """The telling that an event word belongs to: one there already, a new one, or none."""
        parties = self.parties(seen, trigger)
        if (
            trigger.part == "vessel" and "vessel" not in parties.target.things | things_of(trigger.text)
        ) or is_long_ago(seen, trigger):
            return None
        if trigger.kind in AT_WORK and parties.target.things & AIRBORNE and not _GROUNDED.search(seen.sentence.text):
            trigger = replace(trigger, kind="shoot-down", family="shoot-down")
        when = date_for(seen, trigger, within_main=trigger.phase and main is not None and main is not trigger)
        if (
            when is None
            and trigger.mood == "asserted"
            and not trigger.phase
            and self.day
            and self.day[0] == seen.sentence.paragraph
        ):
            when = replace(self.day[1], how=f"{self.day[1].how}; named in the same paragraph")
        cue = (
            _APART.search(seen.sentence.text[max(0, trigger.start - 170) : trigger.start])
            if trigger.mood == "asserted"
            else None
        )
        apart = cue is not None and not (begun and re.match(r"in|sep|mean|else", cue[0], re.IGNORECASE))
        if trigger.kind == "killing" and not parties.actor.text:
            trigger = replace(trigger, family="any", mood="referred")
        if trigger.phase and main is not None and main is not trigger and not apart:
            self._absorb(trigger, parties, begun)
            return None
        if (
            when is not None
            and when.anchored == "after"
            and not begun
            and trigger.mood == "asserted"
            and not trigger.phase
        ):
            trigger = replace(trigger, fresh=trigger.fresh or any(one.role == "event" for one in seen.clauses))
        found = self._matching(seen, trigger, parties, when, apart, begun)
        if found is not None:
            join(found, seen, trigger, parties, when)
            return found
        if begun and not apart and not trigger.fresh and not _own_place(seen, trigger):
            self._absorb(trigger, parties, begun)
            return None
        if not self._begins(seen, trigger, parties, when):
            return None
        told = Telling(
            self.report, trigger.kind, "attack" if trigger.family == "any" else trigger.family, lead=not self.tellings
        )
        self.tellings.append(told)
        join(told, seen, trigger, parties, when)
        return told

    def parties(self, seen: Seen, trigger: Trigger) -> Parties:
        """The parties of an event word, each with the sides that the texts say are one with its own."""
        found = find_parties(seen.sentence.text, trigger, seen.names)
        if (
            not found.actor.text
            and seen.claim.end
            and trigger.part == "verb"
            and (
                _IT.search(seen.sentence.text[: trigger.start])
                or (seen.sentence.kind == "headline" and re.search(r"\bit\s+$", seen.sentence.text[: trigger.start]))
            )
        ):
            found = replace(
                found,
                actor=Party(
                    seen.claim.start,
                    seen.claim.end,
                    re.sub(r"^(?:[Tt]he|[Aa]n?)\s+", "", seen.claim.said_by),
                    seen.claim.sides,
                ),
            )
        if not strong(found.actor.sides) and re.search(
            r"\b(?:its|their)\s+$", seen.sentence.text[: found.actor.start], re.IGNORECASE
        ):
            first = next((n.country for n in seen.names if n.country and n.end <= found.actor.start), "")
            sides = frozenset({f"country:{first}"}) if first else seen.claim.sides
            found = replace(found, actor=replace(found.actor, sides=found.actor.sides | sides))
        return replace(found, actor=linked(found.actor, self.links), target=linked(found.target, self.links))

    def _absorb(self, trigger: Trigger, parties: Parties, begun: list[Telling]) -> None:
        if begun:
            absorb(begun[-1], trigger, parties)

    def _matching(
        self, seen: Seen, trigger: Trigger, parties: Parties, when: When | None, apart: bool, begun: list[Telling]
    ) -> Telling | None:
        """The telling, the most fitting and then the latest, that the mention may speak of."""
        if trigger.fresh or (apart and trigger.mood == "asserted"):
            usable = [
                one
                for one in self.tellings
                if same_day(one, when) is True
                and not apart
                and one not in begun
                and same_actor(one, parties)
                and trigger.family == one.family
                and one.last < seen.sentence.start - 400
            ]
        else:
            usable = [one for one in self.tellings if one not in begun or trigger.mood == "referred"]
        scored = [
            (score, index, one)
            for index, one in enumerate(usable)
            if (score := fit(one, trigger, parties, when, seen)) is not None
        ]
        if not scored:
            return None
        score, _, best = max(scored, key=lambda one: (one[0], one[2].last))
        return best if trigger.mood == "referred" or score >= 0 else None

    def _begins(self, seen: Seen, trigger: Trigger, parties: Parties, when: When | None) -> bool:  # noqa: PLR0911  # one return per reason
        """Whether a mention is enough to begin a telling."""
        if trigger.family == "any":
            return (
                trigger.kind == "killing"
                and not self.tellings
                and bool(seen.counts)
                and when is not None
                and any(one.role == "event" for one in seen.clauses)
            )
        if is_ordinal(seen.sentence.text, trigger):
            return False
        dated = when is not None and when.role == "day"
        if any(one.role in {"background", "since"} for one in seen.dates) and not dated:
            return False
        if dated and when is not None and when.resolved and when.days > 12:
            return False
        if trigger.plural and (when is None or when.days > 4 or not when.resolved) and not seen.counts:
            return False
        placed = any(one.role == "event" and one.rank < 8 for one in seen.clauses)
        if trigger.mood == "referred":
            return bool(dated and when and when.resolved and when.days <= 4 and placed and not is_recap(seen))
        return bool(
            dated
            or placed
            or (seen.counts and not self.tellings and seen.sentence.paragraph <= 2)
            or (not self.tellings and any(one.role == "event" for one in seen.clauses))
        )

    def _fill(self, seen: Seen, triggers: Sequence[Trigger], begun: list[Telling], owners: list[Owner]) -> None:
        """Give the sentence's places, counts and zone words to the tellings it speaks of, each to the nearest."""
        if not begun:
            if not any(one.mood in {"background", "planned", "denied"} for one in triggers):
                self._follow(seen)
            elif self.tellings and seen.claim.end and not self.closed:
                self._last().near.append(seen)
                if seen.claim.stance == "denies":
                    self._last().seen.append(seen)
            return
        self.closed = False
        for told in begun:
            told.seen.append(seen)
        for clause, owner in place_owners(seen, owners, self.known):
            if owner:
                owner.places.append((seen, clause))
        for count in seen.counts:
            (owner_at(owners, count.start) or begun[-1]).counts.append((seen, count))
        for zone in seen.zones:
            if owner := owner_at(owners, zone.start):
                owner.zones.append((seen, zone))

    def _last(self) -> Telling:
        """The telling that a sentence spoke of last."""
        return max(self.tellings, key=lambda one: one.last)

    def _follow(self, seen: Seen) -> None:
        """A sentence without event words of its own goes on about the event before it: its casualties, zone, place."""
        if not self.tellings or seen.sentence.kind != "body":
            return
        self.closed = self.closed or bool(_TURNS.match(seen.sentence.text)) or bool(_APART.search(seen.sentence.text))
        if self.closed:
            return
        last = self._last()
        if last.seen and seen.sentence.paragraph - last.seen[-1].sentence.paragraph > 2:
            return
        day = seen.day()
        if any(one.role in {"background", "since", "future"} for one in seen.dates) or (
            day and same_day(last, day) is False
        ):
            return
        if condemning(seen.sentence.text):
            last.condemned = True
        last.near.append(seen)
        responsible(last, seen)
        casualties = [
            one for one in seen.counts if one.what in {"killed", "wounded", "missing", "casualties"} or " " in one.what
        ]
        if casualties:
            last.counts += [(seen, one) for one in casualties]
        zones = [
            one
            for one in seen.zones
            if not last.objects & AIRBORNE and not _STILL.search(seen.sentence.text[: one.start][-60:])
        ]
        if zones:
            last.zones += [(seen, one) for one in zones]
        if casualties or zones or seen.claim.stance in {"denies", "cannot_confirm"}:
            last.seen.append(seen)


_GROUNDED: Final = re.compile(
    r"\bon\s+the\s+(?:ground|tarmac|runway)\b|\bparked\b|\bin\s+(?:its|their|a)\s+hangars?\b|\bair\s?(?:base|field|port)\b",
    re.IGNORECASE,
)
_TURNS: Final = re.compile(
    r"(?:also|meanwhile|separately|elsewhere|in\s+another|last\s+(?:week|month|year)|in\s+(?:\d{4}|january"
    r"|february|march|april|may|june|july|august|september|october|november|december)|since)\b",
    re.IGNORECASE,
)


_STILL: Final = re.compile(r"\b(?:remains?|are|is|continues?|still|will|would|must|may)\b", re.IGNORECASE)


_APART: Final = re.compile(
    r"\b(?:days?|weeks?|months?|hours?)\s+(?:after|before)\b|\bfollow(?:s|ed)?,?\s+by\s+(?:\w+\s+)*?(?:days?|weeks?|months?)\b|\bin\s+a\s+(?:separate|second|different"
    r"|further)\b|\bseparately,|\bmeanwhile,|\belsewhere\b|\bin\s+another\b",
    re.IGNORECASE,
)


_IT: Final = re.compile(
    r"\b(?:said|says|claimed|claims|announced|confirmed|stated|insisted|acknowledged)\s+(?:that\s+"
    r"|on\s+\w+day\s+(?:that\s+)?)?(?:it|they|it['’]s|its\s+(?:forces|fighters|troops|aircraft|navy"
    r"|drones))\s+(?:had\s+|has\s+|have\s+)?$",
    re.IGNORECASE,
)


def _leading(seen: Seen) -> list[Trigger]:
    """The event words that count: a verb whose subject is itself an event ("an explosion killed") is dropped."""
    out: list[Trigger] = []
    text = seen.sentence.text
    for trigger in seen.triggers:
        before = [
            one for one in seen.triggers if one.part == "noun" and one.end <= trigger.start and one.mood != "planned"
        ]
        after = [one for one in seen.triggers if one.part == "noun" and one.start >= trigger.end]
        if trigger.part != "noun":
            gap = text[before[-1].end : trigger.start] if before else None
            if (
                gap is not None
                and len(gap) < 60
                and not re.search(r"[,;:]|\b(?:and|but|when|while|after|who|which|that|said)\b", gap)
                and not trigger.passive
            ):
                continue
            behind = text[trigger.end : after[0].start] if after else None
            if (
                behind is not None
                and re.match(r"\s+(?:by|in|during|after|when|as|following)\s+(?:[\w'’-]+\s+){0,5}$", behind)
                and (trigger.passive or trigger.kind in {"killing", "strike"})
            ):
                continue
        if trigger.kind == "killing" and any(one.mood == "asserted" and one.kind != "killing" for one in seen.triggers):
            continue
        out.append(trigger)
    return out


def _own_place(seen: Seen, trigger: Trigger) -> bool:
    """Whether a phrase of place follows this event word before the next one."""
    following = [one.start for one in seen.triggers if one.start > trigger.start]
    stop = following[0] if following else 1 << 30
    return any(trigger.end <= one.start < stop and one.role == "event" and one.rank <= 6 for one in seen.clauses)


def read_tellings(
    report: Report, names: Sequence[Named], links: Mapping[str, set[str]], known: Known | None = None
) -> list[Telling]:
    """The events of a report, in the order of the text.

    names: the place names of `Report.text`; links: see `link_sides`; known: a gazetteer for the learned model of
    where events happen.
    """
    seen = see(report, names, links)
    reader = Reader(report, links, known)
    body = [one for one in seen if one.sentence.kind == "body"]
    heads = [one for one in seen if one.sentence.kind == "headline"]
    for one in body or heads:
        reader.take(one)
    if body:
        for one in heads:
            _support(reader, one)
    return reader.tellings


def _support(reader: Reader, seen: Seen) -> None:
    """A headline adds to the tellings of its report and begins none."""
    for trigger in _leading(seen):
        if trigger.mood not in {"asserted", "referred"} or trigger.phase:
            continue
        parties = reader.parties(seen, trigger)
        scored = [(fit(one, trigger, parties, date_for(seen, trigger), seen), one) for one in reader.tellings]
        usable = [(score, one) for score, one in scored if score is not None]
        if usable:
            best = max(usable, key=lambda one: one[0])[1]
            best.places += [(seen, clause) for clause in seen.clauses]
            best.joined.append((seen, trigger))
            best.seen.append(seen)
