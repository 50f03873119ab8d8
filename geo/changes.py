"""Which verdicts differ between two results of `geo check`, and why: what an editor would have to correct.

Incidents are matched by id, then by the sentences they rest on. Why a verdict differs is told from what the two results
hold: evidence, place, date, zone, then parameters, program and gazetteer; where none of it differs, that is said.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from geo.causes import Row, causes_of, days_of, sentences_of, shortened, zone_said
from geo.frames import records
from geo.provenance import differences
from geo.zones.reasons import say_p

if TYPE_CHECKING:
    from geo.outputs import Checked

KINDS: Final = ("changed", "new", "gone", "kept")
COLUMNS: Final = (
    "incident_id", "old_incident_id", "zone_id", "change", "old_verdict", "new_verdict", "old_p_inside", "new_p_inside",
    "causes", "sentence",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """One verdict that is not what it was, or rests on something else."""

    incident_id: str
    """In the new result; in the old one where it is gone."""
    old_incident_id: str
    """"" where it is new."""
    zone_id: str
    change: str
    """One of `KINDS`."""
    old_verdict: str
    new_verdict: str
    old_p_inside: float
    """NaN where there is none."""
    new_p_inside: float
    causes: tuple[str, ...]
    """Each a clause."""
    sentence: str
    """What a correction would say."""

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready, by the names of `COLUMNS`."""
        told = {name: getattr(self, name) for name in COLUMNS}
        chances = {name: None if math.isnan(told[name]) else told[name] for name in ("old_p_inside", "new_p_inside")}
        return {**told, **chances, "causes": list(self.causes)}


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two results, compared."""

    changes: tuple[Change, ...]
    """In the order of the new result, what is gone at the end."""
    same: int
    """Verdicts that are what they were, `kept` among them."""
    made_otherwise: tuple[str, ...]
    """What of program, gazetteer and parameters differs, each in a clause."""
    notes: tuple[str, ...] = ()
    """What limits the comparison, and what was taken for the same under another name."""
    kept: tuple[Change, ...] = ()
    """Verdicts that stand, though what they rest on, or the chance, is another."""

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return {"changes": [one.as_dict() for one in self.changes], "same": self.same,
                "kept": [one.as_dict() for one in self.kept],
                "made_otherwise": list(self.made_otherwise), "notes": list(self.notes)}  # fmt: skip


def compare(old: Checked, new: Checked) -> Comparison:
    """Every verdict of `new` that is not that of `old`, with its causes, and the incidents that are new or gone."""
    before, after = records(old.rows), records(new.rows)
    named, zoned = matched(before, after), matched_zones(before, after)
    otherwise = tuple(differences(old.provenance, new.provenance))
    inputs = _other_inputs(old, new)
    held = {(row["incident_id"], row["zone_id"]): row for row in before}
    known, zones = {row["incident_id"] for row in before}, {row["zone_id"] for row in before}
    changes, kept, same, used = [], [], 0, set()
    for row in after:
        key = named.get(row["incident_id"], ""), zoned.get(row["zone_id"], "")
        then = held.get(key)
        if then is None:
            why = "the incident is new" if key[0] not in known else "the zone is new" if key[1] not in zones else ""
            changes.append(_appeared(row, key[0], why or "the pair was not compared before"))
            continue
        used.add(key)
        if then["verdict"] != row["verdict"]:
            changes.append(_changed(then, row, otherwise, inputs))
            continue
        same += 1
        kept += _kept(then, row, otherwise, inputs)
    left, there = set(named.values()), set(zoned.values())
    for key, row in held.items():
        if key not in used:
            gone = "the incident is no longer there" if key[0] not in left else ""
            changes.append(_gone(row, gone or ("the zone is no longer there" if key[1] not in there else "")))
    notes = [*_notes(old, new), *_say_matched("zone", zoned), *_say_matched("incident", named)]
    return Comparison(tuple(changes), same, otherwise, tuple(notes), tuple(kept))


def matched(before: Sequence[Row], after: Sequence[Row]) -> dict[str, str]:
    """{new id: old id} of the incidents that both results hold: by id, then by what they rest on.

    Sentences of the evidence count first, then day and place in words; what two incidents share matches neither.
    """
    return _matched(before, after, "incident_id", (sentences_of, _where_and_when))


def matched_zones(before: Sequence[Row], after: Sequence[Row]) -> dict[str, str]:
    """{new id: old id} of the zones that both results hold: by id, then by what the traces say of them.

    The whole description counts first, then its centre; what two zones share matches neither.
    """
    return _matched(before, after, "zone_id", (_description, _centre))


def _matched(
    before: Iterable[Row], after: Iterable[Row], key: str, bases: Sequence[Callable[[Row], frozenset[Any]]]
) -> dict[str, str]:
    mine = {str(row[key]): row for row in after}
    theirs = {str(row[key]): row for row in before}
    named = {name: name for name in mine if name in theirs}
    for basis in bases:
        taken = set(named.values())
        free_old = {name: basis(row) for name, row in theirs.items() if name not in taken}
        free_new = {name: basis(row) for name, row in mine.items() if name not in named}
        named |= _by_basis(free_old, free_new)
    return named


def _say_matched(what: str, named: Mapping[str, str]) -> list[str]:
    return [f"the {what} {new!r} is compared as what was {old!r}" for new, old in named.items() if new != old]


def _by_basis(old: Mapping[str, frozenset[Any]], new: Mapping[str, frozenset[Any]]) -> dict[str, str]:
    """Pairs of which each is the only one to share anything with the other."""
    holders: dict[Any, set[str]] = {}
    for name, basis in old.items():
        for one in basis:
            holders.setdefault(one, set()).add(name)
    found = {name: set().union(*(holders.get(one, set()) for one in basis)) for name, basis in new.items()}
    claimed = [next(iter(one)) for one in found.values() if len(one) == 1]
    return {
        name: next(iter(one)) for name, one in found.items() if len(one) == 1 and claimed.count(next(iter(one))) == 1
    }


def _where_and_when(row: Row) -> frozenset[Any]:
    place = str(row["place_text"]).strip() or ("" if math.isnan(row["lon"]) else f"{row['lon']:.5f} {row['lat']:.5f}")
    return frozenset({(row["date_start"], row["date_end"], place)} if place and row["date_start"] else ())


def _description(row: Row) -> frozenset[Any]:
    said = zone_said(row).partition(": ")[2]
    return frozenset({said} if said else ())


def _centre(row: Row) -> frozenset[Any]:
    found = _IN_BRACKETS.search(zone_said(row))
    return frozenset({found[0]} if found else ())


_IN_BRACKETS: Final = re.compile(r"\(-?\d+\.\d+, -?\d+\.\d+\)")
"""The centre of a disc or ring, latitude first, as a trace tells it."""


def _changed(then: Row, now: Row, otherwise: Sequence[str], inputs: Sequence[str]) -> Change:
    causes = causes_of(then, now)
    causes += [one for one in otherwise if not (one.startswith("zone") and any(map(_of_zone, causes)))]
    causes = causes or [*inputs] or ["something differs that the two results do not hold"]
    p_was, p_is = then["p_inside"], now["p_inside"]
    sentence = (
        f"{_subject(now)} was given as {_verdict(then)}; it is {_verdict(now)}"
        f"{_chances(p_was, p_is)}, because {'; '.join(causes)}."
    )
    return Change(
        now["incident_id"], then["incident_id"], now["zone_id"], "changed", then["verdict"], now["verdict"],
        p_was, p_is, tuple(causes), sentence,
    )  # fmt: skip


def _of_zone(cause: str) -> bool:
    return cause.startswith("the zone is ")


def told_together(kept: Sequence[Change]) -> list[str]:
    """Sentences on verdicts that stand: one each, and one for all that share their causes, as when a zone changed."""
    shared: dict[tuple[str, ...], list[Change]] = {}
    for one in kept:
        shared.setdefault(one.causes, []).append(one)
    return [
        same[0].sentence
        if len(same) == 1
        else f"{len(same)} verdicts stay as they were, though {'; '.join(causes)}: "
        f"{', '.join(dict.fromkeys(one.incident_id for one in same))}."
        for causes, same in shared.items()
    ]


def _kept(then: Row, now: Row, otherwise: Sequence[str], inputs: Sequence[str]) -> list[Change]:
    """The verdict that stands on other grounds, or with another chance; nothing where all is as it was."""
    causes, p_was, p_is = causes_of(then, now), then["p_inside"], now["p_inside"]
    if not causes and not _chances(p_was, p_is):
        return []
    causes = causes or [*otherwise] or [*inputs] or ["something differs that the two results do not hold"]
    sentence = f"{_subject(now)} stays {_verdict(now)}{_chances(p_was, p_is)}, though {'; '.join(causes)}."
    return [Change(
        now["incident_id"], then["incident_id"], now["zone_id"], "kept", then["verdict"], now["verdict"],
        p_was, p_is, tuple(causes), sentence,
    )]  # fmt: skip


def _appeared(row: Row, old_id: str, why: str) -> Change:
    return Change(
        row["incident_id"], old_id, row["zone_id"], "new", "", row["verdict"], math.nan, row["p_inside"], (why,),
        f"{_subject(row)} is {_verdict(row)}: {why}.",
    )  # fmt: skip


def _gone(row: Row, why: str) -> Change:
    why = why or "the pair is no longer compared"
    return Change(
        row["incident_id"], row["incident_id"], row["zone_id"], "gone", row["verdict"], "", row["p_inside"], math.nan,
        (why,), f"{_subject(row)} was given as {_verdict(row)}; {why}.",
    )  # fmt: skip


def _subject(row: Row) -> str:
    name = str(row["title"] or row["place_text"] or row["incident_id"])
    return f"“{shortened(name)}” ({days_of(row) if row['date_start'] else 'undated'}, {row['zone_id']})"


def _verdict(row: Row) -> str:
    return str(row["verdict"]).replace("_", " ")


def _chances(was: float, now: float) -> str:
    if math.isnan(now) or (not math.isnan(was) and say_p(was) == say_p(now)):
        return ""
    before = "" if math.isnan(was) else f", before {say_p(was)}"
    return f" (probability inside {say_p(now)}{before})"


def _other_inputs(old: Checked, new: Checked) -> list[str]:
    """Inputs of one name and another content."""
    if old.provenance is None or new.provenance is None:
        return []
    was, is_ = ({one["file"]: one["sha256"] for one in result.provenance["inputs"]} for result in (old, new)
                if result.provenance)  # fmt: skip
    return [f"{name} is another file than it was" for name in is_ if name in was and is_[name] != was[name]]


def _notes(old: Checked, new: Checked) -> list[str]:
    notes = [f"{one.name} does not say what it was made from" for one in (old, new) if one.provenance is None]
    return [*notes, *(f"{one.name} was changed since geo wrote it" for one in (old, new) if one.edited)]
