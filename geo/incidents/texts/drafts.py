"""Drafts: merged tellings as rows of INCIDENTS, each value with the words behind it and whose they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from geo.frames import dump_json
from geo.incidents.events import Known
from geo.incidents.texts.agreement import link_sides
from geo.incidents.texts.attribution import claims_of, counts_of, evidence_of, origins_of, statements_of
from geo.incidents.texts.claims import status_of
from geo.incidents.texts.conflicts import find_conflicts
from geo.incidents.texts.language import foreign
from geo.incidents.texts.merging import Merged, key_of, merge
from geo.incidents.texts.named import Named
from geo.incidents.texts.prose import MAX_CHARS
from geo.incidents.texts.reader import read_tellings
from geo.incidents.texts.seeing import Seen
from geo.incidents.texts.telling import Telling
from geo.incidents.texts.titles import plain_place, title_of
from geo.incidents.texts.when import When
from geo.values import Report

HOSTILE: Final = {"attack", "shoot-down", "explosion", "seizure", "kidnapping", "interception"}
"""Families in which somebody does it to somebody, so that claims have sides."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """What was read out of reports."""

    rows: list[dict[str, Any]]
    """Cells of INCIDENTS, without location, and `merged`: what the row stands on, and why tellings were joined."""
    conflicts: list[dict[str, Any]]
    unresolved: list[dict[str, str]]
    """What could not be settled: {"what", "text", "report", "why"}."""


def draft_incidents(
    reports: Sequence[Report],
    names: Sequence[Sequence[Named]],
    *,
    boxes: Mapping[str, tuple[float, float, float, float]],
    apart: Sequence[frozenset[str]] = (),
    known: Known | None = None,
) -> Drafted:
    """The incidents of reports: read one by one, merged, held against each other.

    names: per report its place names; boxes: the bounds of countries, degrees, for contradictions of "in eastern X";
    apart: sets of telling keys that a person has told apart; known: a gazetteer for the learned model of where events
    happen. Text is data: nothing in it is followed.
    """
    links = link_sides([(report.text, own) for report, own in zip(reports, names, strict=True)])
    tellings: list[Telling] = []
    unresolved: list[dict[str, str]] = []
    for report, own in zip(reports, names, strict=True):
        if len(report.text) > MAX_CHARS:
            unresolved.append(
                {
                    "what": "report",
                    "text": "",
                    "report": report.id,
                    "why": f"only its first {MAX_CHARS:,} characters were read",
                }
            )
        language = foreign(report.text)
        if language:
            unresolved.append({"what": "report", "text": report.text[:80], "report": report.id, "why": language})
            continue
        tellings += read_tellings(report, own, links, known)
    merged = merge(tellings, apart=apart)
    named = list(zip(_ids(merged), merged, strict=True))
    conflicts = find_conflicts(named, boxes)
    rows = [_row(name, one, [c for c in conflicts if c["incident"] == name]) for name, one in named]
    for name, one in named:
        unresolved += _open(name, one)
    return Drafted(rows, conflicts, unresolved)


def _ids(merged: Sequence[Merged]) -> list[str]:
    """Ids that say day, kind and place, each once."""
    out: list[str] = []
    for one in merged:
        day = (
            one.when.end
            if one.when and one.when.resolved and one.when.days <= 2
            else one.when.start[:7]
            if one.when and one.when.resolved
            else "undated"
        )
        place = _best_place(one)
        slug = re.sub(r"[^a-z0-9]+", "-", f"{one.kind} {place[1].name if place else ''}".lower()).strip("-")
        name, number = f"{day}-{slug}", 2
        while name in out:
            name, number = f"{day}-{slug}-{number}", number + 1
        out.append(name)
    return out


def _best_place(one: Merged) -> tuple[Seen, Any] | None:
    found = [(told.best_place(), told) for told in one.tellings]
    usable = [place for place, _ in found if place is not None]
    return (
        min(usable, key=lambda place: place[1].rank + (0.5 if place[1].role == "towards" else 0.0)) if usable else None
    )


def _row(name: str, one: Merged, conflicts: list[dict[str, Any]]) -> dict[str, Any]:
    first, when, place = one.first, one.when, _best_place(one)
    actor = next((t.parties.actor for t in [first, *one.tellings] if t.parties.actor.text), first.parties.actor)
    target = next((t.parties.target for t in [first, *one.tellings] if t.parties.target.text), first.parties.target)
    platform = next((t.parties.platform for t in one.tellings if t.parties.platform), "")
    claims = list(claims_of(one))
    origins = origins_of(claims)
    actors = frozenset().union(*(t.parties.actor.sides for t in one.tellings))
    targets = frozenset().union(*(t.parties.target.sides for t in one.tellings)) - actors
    status = status_of(claims, actors, targets, hostile=first.family in HOSTILE)
    if any(t.condemned for t in one.tellings) and status in {"claimed_one_side", "unknown"} and first.family in HOSTILE:
        status = "claimed_both"
    text = plain_place(place[1].text) if place else ""
    if place and place[1].place and place[1].name.endswith(" capital"):
        text = re.sub(rf"\b(?:the\s+)?{re.escape(place[1].name)}", place[1].place.name, text)
    if place and place[1].role == "towards":
        text = re.sub(r"^(?:to|for|on)\s+", "towards ", text)
    return {
        "id": name,
        "title": title_of(one, actor.text, target.text, text, status, claims),
        "kind": one.kind,
        "actor": actor.text,
        "target": target.text,
        "platform": platform,
        "counts": dump_json(counts_of(one)),
        "date_start": when.start if when else "",
        "date_end": when.end if when else "",
        "date_text": when.text if when else "",
        "time_text": when.clock if when else "",
        "place_text": text,
        "place_id": place[1].place.id if place and place[1].place else "",
        "country": _country(one, place),
        "zone_statements": dump_json(statements_of(one)),
        "reports": len({told.report.id for told in one.tellings}),
        "independent_sources": len(origins),
        "claim_status": status,
        "evidence": dump_json(evidence_of(one, origins)),
        "conflicts": dump_json([{"about": c["about"], "values": c["values"]} for c in conflicts]),
        "merged": dump_json(
            [{"telling": key_of(told), "report": told.report.id} for told in one.tellings]
            + [{"why": why} for why in one.reasons]
        ),
        "note": when.how if when else "",
    }


def _country(one: Merged, place: tuple[Seen, Any] | None) -> str:
    if place and place[1].place and place[1].place.country:
        return str(place[1].place.country)
    if place:
        seen, clause = place
        inside = [n.country for n in seen.names if clause.start <= n.start and n.end <= clause.end and n.country]
        if inside:
            return inside[0]
    votes = [
        clause.place.country
        for told in one.tellings
        for _, clause in told.places
        if clause.place and clause.place.country
    ]
    return max(votes, key=votes.count) if votes else ""


def _open(name: str, one: Merged) -> Iterator[dict[str, str]]:
    """What a person has to settle about an incident: its day, its place."""
    when: When | None = one.when
    first = one.first
    if when is None or not when.resolved:
        yield {
            "what": "date",
            "text": when.text if when else "",
            "report": first.report.id,
            "incident": name,
            "why": when.how if when else "no sentence dates it",
        }
    place = _best_place(one)
    if place is None:
        yield {
            "what": "place",
            "text": "",
            "report": first.report.id,
            "incident": name,
            "why": "no sentence says where, but for a zone or a country at most",
        }
    elif place[1].place is None:
        yield {
            "what": "place",
            "text": place[1].text,
            "report": first.report.id,
            "incident": name,
            "why": f"{place[1].name!r} was not resolved to one place",
        }
