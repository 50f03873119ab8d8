"""Who says it, on which side, how firmly; and what the claims of an incident amount to."""

from __future__ import annotations

import pytest

from geo.incidents.texts.claims import Claim, find_claim, status_of
from geo.incidents.texts.named import Named
from geo.values import Place

SYRIA = Place("country:SY", "Syria", 38.0, 35.0, kind="PCLI", country="SY", is_area=True)


@pytest.mark.parametrize(
    ("text", "said_by", "stance", "sort"),
    [
        ("A drone fell, according to a coalition statement.", "a coalition statement", "asserts", "official"),
        (
            '"We hit it," said Colonel Ann Lee, a spokeswoman for the army.',
            "Colonel Ann Lee, a spokeswoman for the army", "asserts", "official",
        ),
        ("Residents told reporters that shells fell.", "Residents", "asserts", "witness"),
        ("On Monday, the navy said a boat sank.", "the navy", "asserts", "official"),
        ("The ministry denied that its forces had bombed the town.", "The ministry", "denies", "official"),
        ("A drone fell in the desert.", "Daily", "reports", "press"),
        ("The paper could not independently verify the claim.", "Daily", "cannot_confirm", "press"),
    ],
)  # fmt: skip
def test_speakers_and_stances(text: str, said_by: str, stance: str, sort: str) -> None:
    claim = find_claim(text, [], publisher="Daily")
    assert (claim.said_by, claim.stance, claim.sort) == (said_by, stance, sort)


def test_officials_of_one_side_are_one_origin() -> None:
    texts = ("A Syrian army spokesman said it fell.", "It fell, a Syrian official said.")
    origins = set()
    for text in texts:
        start = text.index("Syrian")
        origins.add(find_claim(text, [Named(start, start + 6, "Syrian", "demonym", SYRIA)], publisher="x").origin)
    assert origins == {"country:SY"}


def test_a_headline_says_who_claims() -> None:
    claim = find_claim(
        "Syria says it shot down a drone", [Named(0, 5, "Syria", "place", SYRIA)], publisher="x", headline=True
    )
    assert (claim.said_by, claim.sort, claim.sides) == ("Syria", "official", frozenset({"country:SY"}))


US, SY = frozenset({"country:US"}), frozenset({"country:SY"})


def claim(stance: str, sort: str, sides: frozenset[str] = frozenset()) -> Claim:
    return Claim("x", stance, sort, sides)


@pytest.mark.parametrize(
    ("claims", "hostile", "status"),
    [
        ([claim("asserts", "official", US)], True, "claimed_one_side"),
        ([claim("asserts", "official", US), claim("asserts", "official", SY)], True, "claimed_both"),
        ([claim("asserts", "official", US), claim("denies", "official", SY)], True, "contested"),
        ([claim("asserts", "monitor")], True, "independent"),
        ([claim("asserts", "official", SY), claim("cannot_confirm", "official", US)], True, "claimed_one_side"),
        ([claim("reports", "press")], True, "unknown"),
        ([claim("asserts", "official")], False, "independent"),
        ([], True, "unknown"),
    ],
)
def test_what_the_claims_amount_to(claims: list[Claim], hostile: bool, status: str) -> None:
    assert status_of(claims, SY, US, hostile=hostile) == status
