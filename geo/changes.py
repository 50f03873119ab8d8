"""Which verdicts differ between two results of `geo check`, and why: what an editor would have to correct.

Incidents are matched by id, then by the sentences they rest on. Why a verdict differs is told from what the two results
hold: evidence, place, date, zone, then parameters, program and gazetteer; where none of it differs, that is said.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from geo.dates import say_date
from geo.frames import records
from geo.provenance import differences
from geo.zones.reasons import say_p

if TYPE_CHECKING:
    from geo.outputs import Checked

Row = Mapping[str, Any]
KINDS: Final = ("changed", "new", "gone")
COLUMNS: Final = (
    "incident_id", "old_incident_id", "zone_id", "change", "old_verdict", "new_verdict", "old_p_inside", "new_p_inside",
    "causes", "sentence",
)  # fmt: skip
_SHOWN: Final = 3
"""Quotes or parameters that a clause names."""
_LONGEST: Final = 120
"""Characters of a quote that a clause shows."""


@dataclass(frozen=True, slots=True)
class Change:
    """One verdict that is not what it was."""

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
    """Verdicts that are what they were."""
    made_otherwise: tuple[str, ...]
    """What of program, gazetteer and parameters differs, each in a clause."""
    notes: tuple[str, ...] = ()
    """What limits the comparison."""

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return {"changes": [one.as_dict() for one in self.changes], "same": self.same,
                "made_otherwise": list(self.made_otherwise), "notes": list(self.notes)}  # fmt: skip


def compare(old: Checked, new: Checked) -> Comparison:
    """Every verdict of `new` that is not that of `old`, with its causes, and the incidents that are new or gone."""
    before, after = records(old.rows), records(new.rows)
    named = matched(before, after)
    otherwise = tuple(differences(old.provenance, new.provenance))
    inputs = _other_inputs(old, new)
    held = {(row["incident_id"], row["zone_id"]): row for row in before}
    known, zones = {row["incident_id"] for row in before}, {row["zone_id"] for row in before}
    changes, same, used = [], 0, set()
    for row in after:
        key = named.get(row["incident_id"], ""), row["zone_id"]
        then = held.get(key)
        if then is None:
            why = "the incident is new" if key[0] not in known else "the zone is new" if key[1] not in zones else ""
            changes.append(_appeared(row, key[0], why or "the pair was not compared before"))
            continue
        used.add(key)
        if then["verdict"] == row["verdict"]:
            same += 1
        else:
            changes.append(_changed(then, row, otherwise, inputs))
    left, there = set(named.values()), {row["zone_id"] for row in after}
    for key, row in held.items():
        if key not in used:
            gone = "the incident is no longer there" if key[0] not in left else ""
            changes.append(_gone(row, gone or ("the zone is no longer there" if key[1] not in there else "")))
    return Comparison(tuple(changes), same, otherwise, tuple(_notes(old, new)))


def matched(before: Sequence[Row], after: Sequence[Row]) -> dict[str, str]:
    """{new id: old id} of the incidents that both results hold: by id, then by what they rest on.

    Sentences of the evidence count first, then day and place in words; what two incidents share matches neither.
    """
    mine = {str(row["incident_id"]): row for row in after}
    theirs = {str(row["incident_id"]): row for row in before}
    named = {name: name for name in mine if name in theirs}
    for basis in (_sentences, _where_and_when):
        free_old = {name: basis(row) for name, row in theirs.items() if name not in set(named.values())}
        free_new = {name: basis(row) for name, row in mine.items() if name not in named}
        named |= _by_basis(free_old, free_new)
    return named


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


def _sentences(row: Row) -> frozenset[Any]:
    return frozenset((one.get("report", ""), " ".join(one["quote"].split())) for one in _list(row["evidence"])
                     if isinstance(one, dict) and one.get("quote"))  # fmt: skip


def _where_and_when(row: Row) -> frozenset[Any]:
    place = str(row["place_text"]).strip() or ("" if math.isnan(row["lon"]) else f"{row['lon']:.5f} {row['lat']:.5f}")
    return frozenset({(row["date_start"], row["date_end"], place)} if place and row["date_start"] else ())


def _list(text: Any) -> list[Any]:
    try:
        held = json.loads(text) if text else []
    except ValueError:
        return []
    return held if isinstance(held, list) else []


def _changed(then: Row, now: Row, otherwise: Sequence[str], inputs: Sequence[str]) -> Change:
    causes = [clause for cause in _CAUSES for clause in cause(then, now)]
    causes = [*causes, *otherwise] or [*inputs] or ["something differs that the two results do not hold"]
    p_was, p_is = then["p_inside"], now["p_inside"]
    sentence = (
        f"{_subject(now)} was given as {_verdict(then)}; it is {_verdict(now)}"
        f"{_chances(p_was, p_is)}, because {'; '.join(causes)}."
    )
    return Change(
        now["incident_id"], then["incident_id"], now["zone_id"], "changed", then["verdict"], now["verdict"],
        p_was, p_is, tuple(causes), sentence,
    )  # fmt: skip


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


def _evidence(then: Row, now: Row) -> list[str]:
    old, new = _sentences(then), _sentences(now)
    told = []
    for more, what in ((new - old, "new evidence"), (old - new, "evidence that is gone")):
        if more:
            quotes = [f"“{_short(quote)}”{f' ({report})' if report else ''}" for report, quote in sorted(more)]
            rest = f" and {len(quotes) - _SHOWN} more" if len(quotes) > _SHOWN else ""
            told.append(f"{what}: {', '.join(quotes[:_SHOWN])}{rest}")
    old_said, new_said = (_speaks(row) for row in (then, now))
    if not told and old_said != new_said:
        told.append("what the reports say of the zone is another")
    return told


def _speaks(row: Row) -> frozenset[Any]:
    """What is said of zones, whether it decides or not."""
    return frozenset((one.get("relation"), one.get("said_by")) for one in _list(row["zone_statements"])
                     if isinstance(one, dict))  # fmt: skip


def _place(then: Row, now: Row) -> list[str]:
    if then["place_text"] != now["place_text"]:
        was, is_ = (f"“{row['place_text']}”" if row["place_text"] else "coordinates" for row in (then, now))
        return [f"the place is {is_} instead of {was}"]
    if then["place_id"] != now["place_id"]:
        was, is_ = (f"{row['place_name'] or row['place_id'] or 'no place'}" for row in (then, now))
        return [f"the place is taken for {is_} instead of {was}"]
    if _spot(then) != _spot(now):
        return [f"the position is {_spot(now)} instead of {_spot(then)}"]
    doubts = [_metres(float(row["uncertainty_m"])) for row in (then, now)]
    return [f"the doubt of the place is {doubts[1]} instead of {doubts[0]}"] if doubts[0] != doubts[1] else []


def _spot(row: Row) -> str:
    if math.isnan(row["lon"]) or math.isnan(row["lat"]):
        return "none"
    return f"{row['lat']:.4f}, {row['lon']:.4f}"


def _metres(value: float) -> str:
    return "not known" if math.isnan(value) else f"{value:,.0f} m"


def _date(then: Row, now: Row) -> list[str]:
    was, is_ = (_days(row) for row in (then, now))
    if was != is_:
        return [f"the date is {is_} instead of {was}"]
    if then["time_text"] != now["time_text"]:
        return [f"the time is {now['time_text'] or 'not given'} instead of {then['time_text'] or 'not given'}"]
    return []


def _days(row: Row) -> str:
    first, last = str(row["date_start"]), str(row["date_end"])
    if not first:
        return "not known"
    return say_date(first) if last in ("", first) else f"{say_date(first)} to {say_date(last)}"


def _zone(then: Row, now: Row) -> list[str]:
    """What of the zone differs, as each trace tells it; in results without traces nothing."""
    was, is_ = _zone_said(then), _zone_said(now)
    if was and is_ and was != is_:
        was, is_ = _apart(was, is_)
        return [f"the zone is {is_} instead of {was}"]
    when = [str(row["temporal"]).replace("_", " ") for row in (then, now)]
    if not _date(then, now) and when[0] != when[1]:
        return [f"the zone's validity is another (the date counts as {when[1]} instead of {when[0]})"]
    if then["applies"] != now["applies"]:
        return ["whom the zone binds is another"]
    return []


def _zone_said(row: Row) -> str:
    said = [str(step.get("text", "")) for step in _list(row["trace"])
            if isinstance(step, dict) and str(step.get("text", "")).startswith(_THE_ZONE)]  # fmt: skip
    return said[0].removeprefix(_THE_ZONE).rstrip(".") if said else ""


def _apart(was: str, is_: str) -> tuple[str, str]:
    """Two descriptions of a zone without what they share: its name, and metres where the words differ already."""
    names, clauses = zip(*(one.partition(": ")[::2] for one in (was, is_)), strict=True)
    if names[0] != names[1] or not all(clauses):
        return was, is_
    words = [re.sub(r", [\d,. to]+ m on the ellipsoid", "", one) for one in clauses]
    first, second = words if words[0] != words[1] else clauses
    return first, second


_THE_ZONE: Final = "The zone is "
_CAUSES: Final[tuple[Callable[[Row, Row], list[str]], ...]] = (_evidence, _place, _date, _zone)


def _subject(row: Row) -> str:
    name = str(row["title"] or row["place_text"] or row["incident_id"])
    return f"“{_short(name)}” ({_days(row) if row['date_start'] else 'undated'}, {row['zone_id']})"


def _verdict(row: Row) -> str:
    return str(row["verdict"]).replace("_", " ")


def _chances(was: float, now: float) -> str:
    if math.isnan(now) or (not math.isnan(was) and say_p(was) == say_p(now)):
        return ""
    before = "" if math.isnan(was) else f", before {say_p(was)}"
    return f" (probability inside {say_p(now)}{before})"


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONGEST else plain[: _LONGEST - 1].rstrip() + "…"


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
