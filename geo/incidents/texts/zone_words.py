"""What a sentence says of being inside or outside a zone; it stays words until the zone is known."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_ZONE: Final = (
    r"(?:(?:an?|the|this|that|its|one\s+such|agreed(?:-upon)?)\s+)*(?:[\w.-]+[\s-]+){0,5}?[\"“‘]?"
    r"(?:de-?confliction|exclusion(?:ary)?|no-?fly|buffer|safe|security|restricted|demilitari[sz]ed|de-?escalation"
    r"|evacuation|danger|protected|prohibited|closed|military|no-go|contact|grey|gray|high[\s-]risk"
    r"|safety)[\"”’]?\s+(?:zone|area|corridor|airspace)s?[\"”’]?"
)
_RELATIONS: Final = (
    ("just inside", re.compile(rf"\bjust\s+(?:inside|within)\s+(?P<zone>{_ZONE})", re.IGNORECASE)),
    ("just outside", re.compile(rf"\bjust\s+(?:outside|beyond)\s+(?:of\s+)?(?P<zone>{_ZONE})", re.IGNORECASE)),
    ("outside", re.compile(rf"\b(?:outside|beyond)\s+(?:of\s+)?(?P<zone>{_ZONE})", re.IGNORECASE)),
    ("inside", re.compile(
        rf"\b(?:inside|within|in|into|enter(?:ed|ing)?|(?:refus\w+|fail\w+)\s+to\s+leave|violat(?:ed|ing)|penetrat"
        rf"(?:ed|ing)|breach(?:ed|ing))\s+(?P<zone>{_ZONE})",
    re.IGNORECASE)),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ZoneWords:
    """A relation to a zone, in words: "inside the de-confliction zone"."""

    start: int
    """Offsets into the sentence, characters, end exclusive."""
    end: int
    relation: str
    zone: str
    """The zone as written."""


def zone_relations(sentence: str) -> list[ZoneWords]:
    """What a sentence says of being inside or outside a zone.

    >>> [(r.relation, r.zone) for r in zone_relations("Fighters were just inside a 34-mile de-confliction zone.")]
    [('just inside', 'a 34-mile de-confliction zone')]
    """
    found: list[ZoneWords] = []
    for relation, pattern in _RELATIONS:
        for match in pattern.finditer(sentence):
            if any(one.start < match.end() and match.start() < one.end for one in found):
                continue
            if (
                re.search(r"\bto\s+(?:(?:stay|keep|turn|remain)\s+(?:\w+\s+){0,2})?$", sentence[: match.start()])
                and relation == "outside"
            ):
                continue
            found.append(ZoneWords(*match.span(), relation, match["zone"].strip()))
    return sorted(found, key=lambda one: one.start)
