"""The words behind an incident: who says what, from which origin, with which quote."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from geo.incidents.texts.claims import Claim
from geo.incidents.texts.merging import Merged
from geo.incidents.texts.seeing import Seen
from geo.incidents.texts.telling import Telling


def saying(told: Telling) -> Iterator[tuple[Seen, Claim]]:
    """The sentences that assert the event, or speak to it, with their claims; phases and mere references give way."""
    asserted = [(seen, trigger) for seen, trigger in told.joined if trigger.mood == "asserted"]
    own = [one for one in asserted if not one[1].phase] or asserted or told.joined
    best = told.best_place()
    found = [
        (seen, seen.claim)
        for index, (seen, _) in enumerate(own)
        if not (index and best and seen is best[0] and seen.claim.sort == "monitor")
    ]
    source = next((claim for _, claim in found if claim.stance == "asserts"), None)
    taken: set[int] = set()
    for seen, claim in found:
        if seen.sentence.start in taken:
            continue
        taken.add(seen.sentence.start)
        yield (
            seen,
            replace(claim, origin=source.origin, sides=source.sides) if source and claim.stance == "reports" else claim,
        )
    for seen in told.seen:
        if seen.claim.stance in {"denies", "cannot_confirm"} and seen.sentence.start not in taken:
            taken.add(seen.sentence.start)
            yield seen, seen.claim


def claims_of(one: Merged) -> Iterator[Claim]:
    """The claims about the event itself; where nobody asserts it, those of officials who speak of it nearby."""
    for told in one.tellings:
        given = [claim for seen, claim in saying(told) if seen.sentence.kind == "body" or claim.stance == "asserts"]
        if not any(claim.stance == "asserts" for claim in given):
            given += [seen.claim for seen in told.near if seen.claim.stance == "asserts" and seen.claim.sides][:2]
        yield from given


def origins_of(claims: Sequence[Claim]) -> list[set[str]]:
    """Origins that stand behind a claim; officials of sides that are one are one."""
    groups: list[set[str]] = []
    for claim in claims:
        if claim.stance not in {"asserts", "reports"}:
            continue
        mine = _marks(claim)
        same = [group for group in groups if group & mine]
        groups = [group for group in groups if group not in same] + [mine.union(*same)]
    own = [group for group in groups if any(name.startswith("side:") for name in group)]
    return (
        own + [g for g in groups if g not in own]
        if len(own) != 1 or len(groups) == 1
        else [g for g in groups if g in own or not _is_publisher(g, claims)]
    )


def _is_publisher(group: set[str], claims: Sequence[Claim]) -> bool:
    """Whether an origin is a publisher that adds only its own voice."""
    return all(claim.stance == "reports" for claim in claims if claim.origin.lower() in group)


def statements_of(one: Merged) -> list[dict[str, str]]:
    """The cell zone_statements: what the tellings say of being inside or outside a zone."""
    out = []
    for told in one.tellings:
        for seen, words in told.zones:
            quote = seen.sentence.text[words.start : words.end]
            entry = {
                "relation": words.relation,
                "zone_text": re.sub(r"[\"“”‘’]", "", words.zone),
                "report": told.report.id,
                "quote": quote,
                "said_by": seen.claim.said_by,
            }
            if entry not in out:
                out.append(entry)
    return out


def _label(claim: Claim, origins: Sequence[set[str]]) -> str:
    """What an origin is called: the same words for every claim of it."""
    mine = _marks(claim)
    group = next((group for group in origins if group & mine), mine)
    sides = sorted(name.removeprefix("side:").removeprefix("country:") for name in group if name.startswith("side:"))
    return " / ".join(sides) if sides else claim.origin


def _marks(claim: Claim) -> set[str]:
    return {f"side:{side}" for side in claim.sides} if claim.sides else {claim.origin.lower()}


def evidence_of(one: Merged, origins: Sequence[set[str]]) -> list[dict[str, Any]]:
    """The cell evidence: quotes with offsets into their reports, one name for each origin."""
    return [{**entry, "origin": _label(claim, origins)} for entry, claim in _entries(one)]


def _entries(one: Merged) -> Iterator[tuple[dict[str, Any], Claim]]:
    for told in one.tellings:
        for seen, claim in list(saying(told))[:6]:
            yield _entry(told, seen, claim, "event", 0, len(seen.sentence.text)), claim
        best = told.best_place()
        if best:
            yield _entry(told, best[0], best[0].claim, "place", best[1].start, best[1].end), best[0].claim
        if told.when and told.dated_by:
            yield (
                _entry(told, told.dated_by, told.dated_by.claim, "time", told.when.begin, told.when.stop),
                told.dated_by.claim,
            )
        for seen, count in told.counts[:6]:
            yield _entry(told, seen, seen.claim, "count", count.start, count.end), seen.claim


def _entry(told: Telling, seen: Seen, claim: Claim, about: str, start: int, end: int) -> dict[str, Any]:
    base = seen.sentence.start
    return {
        "report": told.report.id, "start": base + start, "end": base + end, "quote": seen.sentence.text[start:end],
        "about": about, "said_by": claim.said_by, "stance": claim.stance, "origin": claim.origin,
    }  # fmt: skip


def counts_of(one: Merged) -> list[dict[str, Any]]:
    """The cell counts: each number once, with who gives it."""
    out: list[dict[str, Any]] = []
    for told in one.tellings:
        for seen, count in told.counts:
            cell = count.as_dict(seen.claim.said_by)
            if not any(
                cell["what"] == other["what"]
                and (cell["low"], cell["best"], cell["high"]) == (other["low"], other["best"], other["high"])
                for other in out
            ):
                out.append(cell)
    return out
