"""From a name in a text to a place: candidates from the case and the index, ranked; or none, with the reason."""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property, lru_cache, partial
from typing import Final

from shapely.geometry.base import BaseGeometry

from geo.places import footprints
from geo.places.case import CasePlaces
from geo.places.countries import country_code, country_name, country_named
from geo.places.folding import folded, plain, variants, without_articles, words
from geo.places.full import NAME, Full, open_full
from geo.places.index import Hit, Index, open_index
from geo.places.kinds import Wish, group_of, stripped, wishes
from geo.places.ranking import Context, Found, match_of, rank, whole_name
from geo.places.small import foremost, is_weak, may_stand_in, rivals_with, small_hits, undecided
from geo.places.suggestions import Spelling, Spellings, key_of
from geo.places.trust import alike, belongs, doubt, other_kind
from geo.values import Candidate, Place, Resolution

_RIVALS: Final = 8
ASIDE_M: Final = 10_000.0
"""Where only the town of an airport, base or port is known: such a feature lies about this far from it."""
ASIDE: Final = frozenset({"base", "airport", "camp", "port", "energy", "water", "crossing", "island", "road"})
_PROVINCE: Final = "province"
_OFF: Final = re.compile(r"^\s*(?:off|near|in)\s+(?:the\s+)?", re.IGNORECASE)
_BREAK: Final = re.compile(r"[;/]|\.\s")
"""What else than commas stands between the regions after a name: "Assab, Eritrea. Red Sea"."""
_STATE: Final = re.compile(r"[A-Z]{2}")
"""US postal abbreviations are GeoNames' codes of the states."""
_CODE: Final = 4
"""Letters of the longest code among GeoNames' alternate names: IATA's have three, ICAO's four."""
_PREFIX: Final = 3
_PREFIX_LIMIT: Final = 4_000


class Resolver:
    """Names to places, in batches. One index serves any number of threads."""

    def __init__(self, case: CasePlaces | None = None, index: Index | None = None) -> None:
        """Look names up in `case` first; the index is opened (and built, if need be) at the first look-up."""
        self.case = case or CasePlaces()
        self._given = index
        self._lock = threading.Lock()
        self._resolve_one = lru_cache(maxsize=10_000)(self._resolve_anew)
        self._spellings_in = lru_cache(maxsize=16)(self._spellings_anew)

    @cached_property
    def index(self) -> Index:
        """The open index."""
        return self._given or open_index()

    @cached_property
    def full(self) -> Full | None:
        """The open full gazetteer, where one was built (`geo gazetteer build allCountries.zip`)."""
        return open_full(self.index.path.with_name(NAME))

    def resolve(
        self, names: Sequence[str], *, country: str = "", near: Sequence[tuple[float, float]] = ()
    ) -> list[Resolution]:
        """One resolution per name; see `Gazetteer.resolve`."""
        with self._lock:
            index, _ = self.index, self.full
        assert index is not None
        around = tuple((float(lon), float(lat)) for lon, lat in near)
        answers = [self._resolve_one(name, country, around) for name in names]
        if country and country_code(country) is None:
            note = f"; the country {country!r} is not known and was not used"
            return [replace(answer, reason=answer.reason + note) for answer in answers]
        return answers

    def place(self, place_id: str) -> Place | None:
        """The place with this id, or None."""
        known = self.case.places.get(place_id) or self.index.by_id(place_id)
        return known or (self.full.by_id(place_id) if self.full else None)

    def footprint(self, place_id: str) -> BaseGeometry | None:
        """The outline of an area, degrees lon, lat; None for points and unknown ids."""
        place = self.place(place_id)
        return footprints.footprint(place) if place else None

    def _resolve_anew(self, name: str, country: str, near: tuple[tuple[float, float], ...]) -> Resolution:
        if not plain(name):
            return Resolution(name, None, reason="the name has no letters or digits")
        head, context = self.context(name, country, near)
        candidates = self._candidates(name, head, context)
        if not candidates:
            return self._unknown(name, head, context)
        best, why_not = self._best(candidates, context, _asked(head))
        if why_not:
            return self._unknown(name, head, context, candidates, why_not)
        rivals = tuple(one for one in candidates if one is not best and _rival(one, best, context.country))
        return Resolution(name, best, rivals[:_RIVALS], reason=_because(best))

    def _best(self, candidates: Sequence[Candidate], context: Context, asked: str) -> tuple[Candidate, str]:
        """The candidate that is meant; or the foremost, and why it is not to be taken."""
        doubted = partial(self._doubt, candidates=candidates, context=context, asked=asked)
        first = foremost(candidates, doubted)
        why_not = "" if first.place.id in self.case.places else doubted(first)
        if self.full is not None and (why_not or is_weak(first)):
            fit = (one for one in candidates if one is not first and may_stand_in(one, first, why_not))
            for one in fit:
                if not doubted(one):
                    return one, ""
        return first, why_not

    def _doubt(self, one: Candidate, candidates: Sequence[Candidate], context: Context, asked: str) -> str:
        return doubt(one, context.country, asked) or undecided(one, candidates)

    def context(self, name: str, country: str, near: tuple[tuple[float, float], ...]) -> tuple[str, Context]:
        """The name without the regions after its commas, and what they and `country` say."""
        code = (country_code(country) or "") if country else ""
        head, *rest = name.split(",")
        pieces = [piece for tail in rest for piece in _BREAK.split(tail)]
        tails = [tail for tail in (_OFF.sub("", piece).strip(" .") for piece in pieces) if plain(tail)]
        if not tails or not plain(head):
            return name, Context(code, near=near)
        named = [found for found in map(country_named, tails) if found]
        code = named[0] if named else code
        for tail in tails:
            if country_named(tail):
                continue
            province = self._province(tail, code)
            if province:
                return head, Context(province.country, (province.country, province.admin1), near)
            beside = None if named else self._resolve_one(tail, code, near).best
            if beside and not beside.place.is_area:
                near = (*near, (beside.place.lon, beside.place.lat))
        return head, Context(code, near=near)

    def _province(self, name: str, country: str) -> Place | None:
        """The province of that name: of the country when one is given, else the largest."""
        state = self.index.by_id(f"province:US.{name}") if country in ("", "US") and _STATE.fullmatch(name) else None
        keys = [key for wish in wishes(name) for key in (plain(wish.name), folded(wish.name))]
        hits = [hit.place for hit in self.index.folded(keys) if hit.place.kind == "ADM1"]
        fit = [place for place in hits if not country or place.country == country]
        return state or max(fit, key=lambda place: (place.population, place.id), default=None)

    def _candidates(self, name: str, head: str, context: Context) -> list[Candidate]:
        readings = wishes(head) if head == name else [Wish(name), *wishes(head)]
        found = [one for wish in readings for one in self._found(wish, "folded")]
        typed = any(wish.word for wish in readings)
        if typed:
            found = [whole_name(one) if not one.wish.word else one for one in found]
        if not any(one.case or not context.country or _within(one.hit, context.country) for one in found):
            found += [one for wish in readings for one in self._found(wish, "variant")]
        elif not any(_divides(one, context) for one in found):  # a town is often spelled in more ways than its province
            asked = [one for wish in readings if wish.group == _PROVINCE for one in self._found(wish, "variant")]
            found += [one for one in asked if _divides(one, context)]
        if self.full is not None:
            found += self._small(readings, found, context)
        return [_aside(candidate, readings) for candidate in rank(found, context)]

    def _small(self, readings: Sequence[Wish], known: Sequence[Found], context: Context) -> list[Found]:
        """What the full gazetteer has besides the places that are `known`; mere likenesses only in the country that is
        meant, and where nothing there has the name.
        """
        found = [one for wish in readings for one in self._small_found(wish, "folded", known, context)]
        if context.country and not any(one.case or _within(one.hit, context.country) for one in (*known, *found)):
            found += [one for wish in readings for one in self._small_found(wish, "variant", known, context)]
        return found

    def _small_found(self, wish: Wish, match: str, known: Sequence[Found], context: Context) -> list[Found]:
        assert self.full is not None
        keys = _keys_of(wish, match)
        ask = self.full.folded if match == "folded" else self.full.variant
        hits = ask(keys, context.country, context.province[1], context.near)
        hits = small_hits(hits, wish, known, self.index)
        return _believed(hits, wish, match, keys, case=False)

    def _found(self, wish: Wish, match: str) -> list[Found]:
        keys = _keys_of(wish, match)
        if match == "folded":
            ours, theirs = self.case.folded(keys), self.index.folded(keys)
        else:
            ours, theirs = self.case.variant(keys), self.index.variant(keys)
        return [*_believed(ours, wish, match, keys, case=True), *_believed(theirs, wish, match, keys, case=False)]

    def _unknown(
        self, name: str, head: str, context: Context, candidates: Sequence[Candidate] = (), reason: str = ""
    ) -> Resolution:
        suggestions = self._suggest(head, context)
        where = f" in {country_name(context.country)}" if context.country else ""
        reason = reason or f"no place{where} is known by the name {name.strip()!r}"
        if suggestions:
            reason += f"; nearest spellings: {', '.join(suggestions)}"
        rivals = tuple(one for one in candidates if one.match != "variant")
        return Resolution(name, None, rivals[:_RIVALS], tuple(suggestions), reason)

    def _suggest(self, name: str, context: Context) -> list[str]:
        bare = next((wish.name for wish in reversed(wishes(name)) if wish.word), name)
        if context.country:
            near = self._spellings_in(context.country).nearest(bare)
            return [spelling for _, spelling, _ in self._with_small(near, bare, context.country)]
        keys = variants(without_articles(words(bare)), article=False)
        if not keys or len(keys[0]) < _PREFIX:
            return []
        near = Spellings(self.index.starting(keys[0][:_PREFIX], _PREFIX_LIMIT)).nearest(bare)
        near = self._with_small(near, bare, "")
        return [f"{spelling}, {_country_of(self.place(place))}" for _, spelling, place in near]

    def _with_small(self, near: list[Spelling], name: str, country: str) -> list[Spelling]:
        """The nearest of `near` and of what the full gazetteer has that begins alike."""
        key = key_of(name)
        if self.full is None or len(key) < _PREFIX:
            return near
        found = dict.fromkeys(near)  # the longer beginnings first: thousands of names share three letters
        for length in range(min(len(key), 2 * _PREFIX), _PREFIX - 1, -1):
            found |= dict.fromkeys(self.full.starting(key[:length], country, _PREFIX_LIMIT // _PREFIX))
        return Spellings(found).nearest(name)

    def _spellings_anew(self, country: str) -> Spellings:
        return Spellings(self.index.spellings(country))


def _keys_of(wish: Wish, match: str) -> list[str]:
    if match == "folded":
        return [plain(wish.name), folded(wish.name)]
    parts = words(wish.name)
    keys = [*variants(without_articles(parts), loose=True), *variants(parts, loose=True)]
    return [
        key for key in keys if len(key) > 1
    ]  # "aaaa" is no spelling of the airport code AAE, though both become "a"


def _believed(hits: Sequence[Hit], wish: Wish, match: str, keys: Sequence[str], *, case: bool) -> list[Found]:
    if not wish.word:  # a short form ("Balad" of Balad Air Base) needs the text to ask for such a thing
        hits = _in_full(hits, keys)
    return [
        Found(hit, wish, match_of(wish, hit) if match == "folded" else match, case)
        for hit in hits
        if (alike(wish.name, hit) if match == "variant" else not _mere_code(wish.name, hit.spelling))
    ]


def _rival(one: Candidate, best: Candidate, country: str) -> bool:
    """False for mere likeness abroad, and for the province that a town lies in and is named like."""
    if one.place.kind == "ADM1" and (one.place.country, one.place.admin1) == (best.place.country, best.place.admin1):
        return False
    return rivals_with(one, best) and (one.match != "variant" or belongs(one, country))


def _country_of(place: Place | None) -> str:
    return country_name(place.country) if place else ""


def _in_full(hits: Sequence[Hit], keys: Sequence[str]) -> list[Hit]:
    return [hit for hit in hits if not stripped(hit.spelling) or not _keys(hit.spelling).isdisjoint(keys)]


def _mere_code(name: str, spelling: str) -> bool:
    """True when an ordinary word meets an airport's code: "the" is not THE, Teresina."""
    return len(spelling) <= _CODE and spelling.isupper() and not name.isupper()


def _keys(spelling: str) -> set[str]:
    parts = words(spelling)
    bare = without_articles(parts)
    return {"".join(parts), "".join(bare), *variants(parts), *variants(bare)}


def _divides(found: Found, context: Context) -> bool:
    """True for a province, of the country where one is given."""
    place = found.hit.place
    return place.is_area and group_of(place.kind) == _PROVINCE and context.country in ("", place.country)


def _within(hit: Hit, country: str) -> bool:
    return country in (hit.place.country, hit.also)


def _asked(name: str) -> str:
    return next((wish.group for wish in wishes(name) if wish.word), "")


def _aside(candidate: Candidate, readings: Sequence[Wish]) -> Candidate:
    """The candidate, its extent widened where the text names an airport or base and only its town is known."""
    asked = {wish.group for wish in readings if wish.word and plain(wish.name) == plain(candidate.matched)}
    if not other_kind(candidate) or not asked & ASIDE:
        return candidate
    wide = replace(candidate.place, extent_m=candidate.place.extent_m + ASIDE_M)
    return replace(candidate, place=wide, reasons=(*candidate.reasons, "so its extent is widened by 10 km"))


def _because(best: Candidate) -> str:
    return f"{best.place.name}: {'; '.join(best.reasons)}" if best.reasons else best.place.name
