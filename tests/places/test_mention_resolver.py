from __future__ import annotations

import pytest

from geo.places import MentionResolver
from geo.places.gazetteer import Gazetteer
from geo.places.mention_ranking import FEATURES
from geo.places.mention_resolver import SURE, lexicon, shipped
from geo.values import Mention


@pytest.fixture(scope="module")
def resolver(gazetteer: Gazetteer) -> MentionResolver:
    assert gazetteer.place("country:SY")
    return MentionResolver()


def mentions(text: str, *names: str) -> list[Mention]:
    out, at = [], 0
    for name in names:
        at = text.index(name, at)
        out.append(Mention(name, at, at + len(name)))
        at += len(name)
    return out


def ids(resolver: MentionResolver, text: str, *names: str) -> list[str]:
    found = resolver.resolve([(text, mentions(text, *names))])[0]
    return [one.best.place.id if one.best else "" for one in found]


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("Paris, Texas, and Dallas", ("Paris", "Texas", "Dallas"), "geonames:4717560"),
        ("Paris and London, France said", ("Paris", "London", "France"), "geonames:2988507"),
        ("Lebanon, N.H.", ("Lebanon", "N.H."), "geonames:5088597"),
        ("Lebanon and Syria", ("Lebanon", "Syria"), "country:LB"),
        ("Tbilisi, the capital of Georgia", ("Tbilisi", "Georgia"), "geonames:611717"),
        ("Georgia and Alabama", ("Georgia", "Alabama"), "province:US.GA"),
        ("Georgia, Russia and Abkhazia", ("Georgia", "Russia", "Abkhazia"), "country:GE"),
        ("near At Tanf in Syria", ("At Tanf", "Syria"), "curated:al-tanf-garrison"),
    ],
)
def test_the_company_decides(resolver: MentionResolver, text: str, names: tuple[str, ...], expected: str) -> None:
    assert ids(resolver, text, *names)[0] == expected


def test_an_answer_has_its_chance_its_rivals_and_a_reason(resolver: MentionResolver) -> None:
    text = "Springfield, Ohio"
    answer = resolver.resolve([(text, mentions(text, "Springfield", "Ohio"))])[0][0]
    assert answer.best
    assert answer.best.place.admin1 == "OH"
    assert SURE < answer.best.score <= 1
    assert all(one.score <= answer.best.score for one in answer.rivals)
    assert "%" in answer.reason


def test_not_sure_is_said_and_not_guessed(resolver: MentionResolver) -> None:
    answers = resolver.resolve(
        [("Xyzzyville", [Mention("Xyzzyville", 0, 10)]), ("Syria", [Mention("Syria", 0, 5, score=0.1)])]
    )
    assert answers[0][0].best is None
    assert "no place is known" in answers[0][0].reason
    assert answers[1][0].best is None
    assert "not sure enough" in answers[1][0].reason
    assert answers[1][0].rivals[0].place.id == "country:SY"


def test_documents_without_mentions_and_huge_ones(resolver: MentionResolver) -> None:
    names = ["Springfield", "Columbus", "Dublin", "Paris", "London", "Moscow", "Alexandria", "Georgetown", "Salem"]
    text = ", ".join(name for _ in range(60) for name in [*names, *(f"Xy{n}" for n in range(5))])
    found = []
    at = 0
    for name in text.split(", "):
        found.append(Mention(name, at, at + len(name)))
        at += len(name) + 2
    answers = resolver.resolve([("", []), (text, found)])
    assert answers[0] == []
    assert len(answers[1]) == len(found)


def test_every_feature_has_its_weight() -> None:
    assert shipped().second.shape == (len(FEATURES),)
    assert (shipped().second != 0).sum() > 40


def test_the_lexicon_names_countries_towns_and_peoples(resolver: MentionResolver) -> None:
    places, people = lexicon(resolver.names)
    assert {"Syria", "Homs", "Calif."} <= set(places)
    assert "Iranian" in people
