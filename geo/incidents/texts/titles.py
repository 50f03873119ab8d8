"""An incident in one line, and a phrase of place in plain words."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Final

from geo.incidents.texts.claims import Claim
from geo.incidents.texts.merging import Merged


@cache
def _verbs(form: str) -> dict[str, str]:
    """For titles: the verb of each kind that somebody does to something ("done_to"), or that something does ("own")."""
    table = resources.files("geo.incidents").joinpath("data/title_verbs.csv").read_text("utf-8")
    return {row["kind"]: row["verb"] for row in csv.DictReader(table.splitlines()) if row["form"] == form}


def title_of(one: Merged, actor: str, target: str, place: str, status: str, claims: Sequence[Claim]) -> str:
    """One line; where one side claims, it says who."""
    kind = one.kind
    if kind in _verbs("done_to") and target:
        core = f"{actor} {_verbs('done_to')[kind]} {target}" if actor else f"{target} {_verbs('done_to')[kind]}"
    elif kind in _verbs("own") and target:
        core = f"{target} {_verbs('own')[kind]}"
    else:
        against = f" against {target}" if target and kind in {"assault", "bombing"} else ""
        core = f"{kind}{f' by {actor}' if actor else ''}{against}"
    line = f"{core} {place}".strip()
    named = [claim for claim in claims if claim.stance == "asserts" and claim.end]
    speaker = (
        min(named, key=lambda claim: claim.sort not in {"official", "state media", "belligerent"}).said_by
        if named
        else ""
    )
    if status == "claimed_one_side" and speaker and len(speaker) < 80:
        line = f"{line}, {speaker} {'say' if _is_plural(speaker) else 'says'}"
    return f"{line[0].upper()}{line[1:]}" if line else kind


def _is_plural(speaker: str) -> bool:
    head = re.split(r"\s+(?:of|in|from|for|with|at)\s|,", speaker)[0].split()[-1].lower()
    return head in {"police", "they"} or (head.endswith("s") and not head.endswith(("ss", "us", "is")))


_OF_COUNTRY: Final = re.compile(
    r"\b(?P<of>[A-Z][\w-]+(?:\s[A-Z][\w-]+)*)['’]s\s+(?P<part>(?:(?:north|south|east|west)\w*|central)\s+)?"
    r"(?P<area>[A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+)*(?:\s(?:state|province|region|district|governorate|county"
    r"|island|department|prefecture))?)"
)


def plain_place(text: str) -> str:
    """A phrase of place with plain spaces, no doubled article, and "India's Uttar Pradesh" as "Uttar Pradesh, India".

    >>> plain_place("near Hilltown in Ruritania's northern Vale region")
    'near Hilltown, Vale region, Ruritania'
    """
    plain = re.sub(r"\bthe the\b", "the", " ".join(text.split()))
    plain = re.sub(
        r"\bthe\s+(?:[A-Z][\w-]+\s+)?(?:\w+ern\s+)?(?:port|harbou?r|resort|garrison\s+town)(?:\s+(?:city"
        r"|town))?\s+of\s+(?=[A-Z])",
        "",
        plain,
    )
    plain = _OF_COUNTRY.sub(lambda m: f"{m['area']}, {m['of']}", plain)
    return re.sub(
        r"(?<=\w)\s+in\s+(?:the\s+)?(?=[A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+)*\s(?:state|province|region|district"
        r"|governorate|county|department|prefecture)\b)",
        ", ",
        plain,
    )
