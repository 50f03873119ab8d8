"""What gainsays what: within a report, between reports, and between a report and the gazetteer.

Few and true rather than many: numbers that can both hold, days given as weekdays, places of different precision are no
contradictions; captions are not read at all.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from geo.incidents.texts.claims import Claim
from geo.incidents.texts.counts import Count
from geo.incidents.texts.merging import Merged
from geo.incidents.texts.named import Named
from geo.incidents.texts.seeing import Seen
from geo.incidents.texts.telling import Telling
from geo.values import Place

Conflict = dict[str, Any]
Box = tuple[float, float, float, float]
"""{"about", "values": [{"value", "report", "quote", "said_by"}], "incident"}."""

_PARTS: Final = {"north": (0.0, 1.0), "south": (0.0, -1.0), "east": (1.0, 0.0), "west": (-1.0, 0.0)}
_PART: Final = re.compile(
        r"\b(?:in|of|over|off|inside|across)\s+(?:the\s+)?(?:far\s+|remote\s+|deep\s+)?(?P<part>(?:north|south)"
        r"(?:[\s-]?(?:east|west))?|east|west)(?:ern|\s+of)?\s+(?:the\s+)?(?P<area>(?-i:[A-Z][\w.'’-]+"
        r"(?:\s+[A-Z][\w.'’-]+)?))|(?P<poss>(?-i:[A-Z][\w.'’-]+))['’]s\s+(?P<part2>(?:north|south)(?:[\s-]?(?:east"
        r"|west))?|east|west)(?:ern)?\b",
    re.IGNORECASE
)  # fmt: skip


def find_conflicts(incidents: Sequence[tuple[str, Merged]], boxes: Mapping[str, Box]) -> list[Conflict]:
    """Every contradiction about the incidents, each with both sides quoted.

    incidents: (id, incident); boxes: for a country's code its outline's west, south, east, north in degrees, against
    which "in eastern Syria" is held.
    """
    out: list[Conflict] = []
    for name, merged in incidents:
        found = [*_parts(merged, boxes), *_kinds_of_place(merged), *_counts(merged), *_denials(merged)]
        out += [{**one, "incident": name} for one in found]
    return out


def said(seen: Seen, told: Telling, value: str, quote: str) -> dict[str, str]:
    """One side of a contradiction."""
    return {"value": value, "report": told.report.id, "quote": quote, "said_by": seen.claim.said_by}


def _parts(merged: Merged, boxes: Mapping[str, Box]) -> list[Conflict]:
    """Parts of a country that exclude each other ("eastern", "northwest"), or the place's own position in it."""
    stated: list[tuple[set[str], str, dict[str, str]]] = []
    wrong: list[tuple[dict[str, str], str]] = []
    for told in merged.tellings:
        for seen in [*told.seen, *told.near]:
            for words, area, quote, subject in _stated_parts(seen):
                entry = said(seen, told, quote, quote)
                box = boxes.get(area.country)
                if box is not None and subject is not None and not _fits(subject, words, box):
                    entry = said(seen, told, f"{subject.name} {quote}", _wider(seen, quote, subject))
                    wrong.append((entry, _position(subject, box)))
                stated.append((words, area.id, entry))
    out = _excluding(stated)
    for entry, position in wrong:
        note = {"value": position, "report": "", "quote": "", "said_by": "gazetteer"}
        same = next((one for one in out if any(value["quote"] == entry["quote"] for value in one["values"])), None)
        if same:
            same["values"].append(note)
        elif not any(entry["value"] == value["value"] for one in out for value in one["values"]):
            out.append({"about": "place", "values": [entry, note]})
    return out


def _excluding(stated: Sequence[tuple[set[str], str, dict[str, str]]]) -> list[Conflict]:
    """The first two parts of one area that cannot both hold."""
    for index, (words, area_id, entry) in enumerate(stated):
        other = next((one for one in stated[index + 1 :] if one[1] == area_id and _exclude(words, one[0])), None)
        if other:
            return [{"about": "place", "values": [entry, other[2]]}]
    return []


def _position(place: Place, box: Box) -> str:
    return f"{place.name} lies at {place.lon:.2f}, {place.lat:.2f}, in the {_where(place, box)} of the country"


def _wider(seen: Seen, quote: str, subject: Place) -> str:
    """The quote with the name of the place before it, where both stand in one phrase."""
    text = seen.sentence.text
    at = text.find(quote)
    name = next((n for n in seen.names if n.place is not None and n.place.id == subject.id and n.end <= at), None)
    return text[name.start : at + len(quote)] if name and at - name.start < 80 else quote


def _stated_parts(seen: Seen) -> list[tuple[set[str], Place, str, Place | None]]:
    """(compass words, the area, quote, the point that is said to lie there) for each "in eastern Syria"."""
    out = []
    for match in _PART.finditer(seen.sentence.text):
        area_at = match.start("area") if match["area"] else match.start("poss")
        area = next(
            (
                n
                for n in seen.names
                if n.start == area_at and n.place is not None and n.place.is_area and n.place.kind.startswith("PCL")
            ),
            None,
        )
        word = match["part"] or match["part2"]
        if area is None or area.place is None or not word:
            continue
        out.append(
            (
                set(re.findall("north|south|east|west", word.lower())),
                area.place,
                match[0],
                _subject(seen, match.start()),
            )
        )
    return out


def _subject(seen: Seen, at: int) -> Place | None:
    """The point that a part is said of: a name directly before it ("Latakia, a coastal city in eastern Syria")."""
    before = [
        n for n in seen.names if n.end <= at and n.type == "place" and n.place is not None and not n.place.is_area
    ]
    if not before:
        return None
    gap = seen.sentence.text[before[-1].end : at]
    return (
        before[-1].place
        if re.fullmatch(r",?\s*(?:(?:which\s+(?:is|lies)|an?|the|on|located|situated)\s+)*(?:[\w-]+\s+){0,5}", gap)
        and not re.search(r"\b(?:and|said|was|were|from|to|after|on\s+\w+day)\b", gap)
        else None
    )


def _fits(place: Place, words: set[str], box: Box) -> bool:
    """Whether a point can lie in that part of a country: not beyond the middle by more than a sixth of its width."""
    if place.country and not (box[0] - 1 <= place.lon <= box[2] + 1 and box[1] - 1 <= place.lat <= box[3] + 1):
        return True
    x = (place.lon - (box[0] + box[2]) / 2) / max(1e-9, (box[2] - box[0]) / 2)
    y = (place.lat - (box[1] + box[3]) / 2) / max(1e-9, (box[3] - box[1]) / 2)
    return all(x * _PARTS[word][0] + y * _PARTS[word][1] > -1 / 3 for word in words)


def _where(place: Place, box: Box) -> str:
    x, y = place.lon - (box[0] + box[2]) / 2, place.lat - (box[1] + box[3]) / 2
    angle = math.degrees(math.atan2(x / (box[2] - box[0]), y / (box[3] - box[1]))) % 360
    return ("north", "northeast", "east", "southeast", "south", "southwest", "west", "northwest")[round(angle / 45) % 8]


def _exclude(one: set[str], other: set[str]) -> bool:
    """Whether two compass parts have nothing in common: east and west, north and south, east and northwest."""
    opposite = {"north": "south", "south": "north", "east": "west", "west": "east"}
    return any(opposite[word] in other for word in one)


_TYPED: Final = re.compile(
    r"\b(?P<kind>town|city|village|base|garrison|camp|airport|port|island|district|province)\s+(?:of|in|at"
    r"|called|named)\s+$|^\s+(?P<after>base|garrison|village|town|city|camp|airport|island)\b|^\s*[,–—-]\s+"
    r"(?:an?|the)\s+(?:[\w-]+\s+){0,2}(?P<apposed>town|city|village|base|garrison|camp|port|island)\b",
    re.IGNORECASE,
)
_SAME_KIND: Final = (
    {"city", "town", "port"},
    {"base", "garrison", "camp"},
    {"town", "village"},
    {"district", "province"},
    {"city", "province", "district"},
    {"island", "district"},
)


def _kinds_of_place(merged: Merged) -> list[Conflict]:
    """One name called a city here and a base there, between reports of one incident."""
    kinds: dict[str, dict[str, dict[str, str]]] = {}
    for told in merged.tellings:
        for seen in told.seen:
            for name in seen.names:
                kind = _kind_said(seen.sentence.text, name)
                if kind:
                    quote = seen.sentence.text[max(0, name.start - 25) : name.end + 15].strip()
                    key = re.sub(r"[^a-z]", "", name.text.lower())
                    kinds.setdefault(key, {}).setdefault(kind, said(seen, told, kind, quote))
    out = []
    for found in kinds.values():
        values = list(found)
        if any(
            {a, b} not in _SAME_KIND and not any({a, b} <= group for group in _SAME_KIND)
            for a in values
            for b in values
            if a < b
        ):
            out.append({"about": "place", "values": list(found.values())})
    return out


def _kind_said(text: str, name: Named) -> str:
    before = _TYPED.search(text[: name.start][-40:])
    if before and before["kind"]:
        return before["kind"].lower()
    after = _TYPED.match(text[name.end : name.end + 40])
    return (after["after"] or after["apposed"] or "").lower() if after else ""


def _counts(merged: Merged) -> list[Conflict]:
    """Numbers of dead or wounded that cannot both hold: of one day's reports, by different speakers."""
    out = []
    for what in ("killed", "wounded", "missing"):
        given = [(told, seen, count) for told in merged.tellings for seen, count in told.counts if count.what == what]
        totals = _totals(given)
        for index, (told, seen, count) in enumerate(totals):
            other = next(
                (
                    one
                    for one in totals[index + 1 :]
                    if _apart(count, one[2]) and not _later(told, one[0]) and _who(seen.claim) != _who(one[1].claim)
                ),
                None,
            )
            if other:
                values = [
                    said(s, t, _say(c), s.sentence.text[c.start : c.end]) for t, s, c in ((told, seen, count), other)
                ]
                out.append({"about": "count", "values": values})
                break
    return out


def _totals(given: list[tuple[Telling, Seen, Count]]) -> list[tuple[Telling, Seen, Count]]:
    """The largest number that each speaker gives: smaller ones are parts ("12 killed, four of them children")."""
    best: dict[tuple[str, str], tuple[Telling, Seen, Count]] = {}
    for told, seen, count in given:
        if re.search(
            r"\b(?:others?|another|further|more(?!\s+than))\b",
            seen.sentence.text[count.start : count.end],
            re.IGNORECASE,
        ):
            continue
        key = (told.report.id, _who(seen.claim))
        if key not in best or (count.best or 0) > (best[key][2].best or 0):
            best[key] = (told, seen, count)
    return list(best.values())


def _who(claim: Claim) -> str:
    return claim.origin


def _apart(one: Count, other: Count) -> bool:
    """Whether two counts have no number in common."""
    low = max(one.low or 0, other.low or 0)
    high = min(one.high if one.high is not None else 10**9, other.high if other.high is not None else 10**9)
    return low > high


def _later(one: Telling, other: Telling) -> bool:
    """Whether one report is later than the other: tolls rise, and that is no contradiction."""
    return bool(one.report.published and other.report.published and one.report.published != other.report.published)


def _say(count: Count) -> str:
    return f"{count.what} {count.best if count.best is not None else f'{count.low}-{count.high}'}"


def _denials(merged: Merged) -> list[Conflict]:
    """One asserts the event, another denies it."""
    asserts = [
        (told, seen)
        for told in merged.tellings
        for seen, trigger in told.joined
        if trigger.mood == "asserted" and seen.claim.stance in {"asserts", "reports"}
    ]
    denies = [
        (told, seen)
        for told in merged.tellings
        for seen in told.seen
        if seen.claim.stance == "denies" and seen.claim.end
    ]
    if not asserts or not denies:
        return []
    (one, first), (two, second) = asserts[0], denies[0]
    return [
        {
            "about": "event",
            "values": [
                said(first, one, "it happened", first.sentence.text),
                said(second, two, "denied", second.sentence.text),
            ],
        }
    ]


def zone_conflicts(zones: Sequence[Mapping[str, Any]]) -> list[Conflict]:
    """Zones of one centre, or one without a centre, whose worded length is a radius here and a diameter there."""
    out = []
    for index, one in enumerate(zones):
        for other in zones[index + 1 :]:
            ratio = one["radius_m"] / other["radius_m"]
            if min(abs(ratio - 2), abs(1 / ratio - 2)) < 0.06 and (
                not one["centre"] or not other["centre"] or one["centre"].split()[-1] == other["centre"].split()[-1]
            ):
                values = [
                    {"value": z["worded"], "report": z["report"], "quote": z["quote"], "said_by": z["said_by"]}
                    for z in (one, other)
                ]
                out.append({"about": "zone", "values": values, "incident": ""})
    return out
