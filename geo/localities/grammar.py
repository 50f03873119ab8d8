"""Reads a locality: running English into clauses, the most specific first.

A text is cut into pieces at commas, brackets and "and"; in each piece the strongest cue is looked for (a zone,
a length, "between", a heading, "near", a part of something, a preposition), its clause is cut out, and what
stands before and after is read the same way. Whatever no rule reads comes back as a clause "unread".
All expressions are linear or bounded, and so is the text: at most MAX_CHARS are read.
"""

from __future__ import annotations

import contextlib
import math
import re
from dataclasses import dataclass, replace
from typing import Final

from geo.localities.coordinates import read_coordinates
from geo.localities.finders import FINDERS
from geo.localities.names import bare_name, is_everyday, is_generic, name_run, split_list
from geo.localities.words import BODIES, ROLES, STOPS, alternation, any_of
from geo.values import Clause, Locality

MAX_CHARS: Final = 1000
"""A locality is a phrase; what comes after this many characters is reported as unread."""

_RANK: Final = {
    form: rank
    for rank, form in enumerate(
        ("coordinates", "orthogonal", "offset", "feature", "between", "within", "distance_from", "into", "outskirts",
         "near", "heading", "towards", "border", "off", "part", "zone_relation", "area", "unread")
    )
}  # fmt: skip
"""How specific each form is by itself; the anchor's own extent decides in `locate`."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a text says: one target, or several ("Ramadi and 6 NM east of Fallujah")."""

    text: str
    targets: tuple[tuple[Clause, ...], ...]
    """For each target the clauses that speak of it, the most specific first."""
    unread: tuple[str, ...] = ()


def read_locality(text: str) -> Locality:
    """`text` taken apart into clauses, the most specific first. Raises CoordinateError as `read_coordinates`.

    >>> [(c.form, c.anchor) for c in read_locality("near the southern town of At Tanf, southeastern Syria").clauses]
    [('near', 'the town of At Tanf'), ('part', 'Syria')]
    >>> read_locality("it was not possible to say where").unread
    ('it was not possible to say where',)
    """
    reading = parse(text)
    clauses = sorted((c for group in reading.targets for c in group), key=lambda c: _RANK[c.form])
    return Locality(text, tuple(clauses), reading.unread)


def parse(text: str) -> Parsed:
    """`text` taken apart, clauses grouped by the target they speak of. Raises CoordinateError as `read_coordinates`.

    >>> [[c.form for c in target] for target in parse("Ramadi and 6 NM east of Fallujah").targets]
    [['feature'], ['offset']]
    """
    plain = _normalise(text)
    read, rest = plain[:MAX_CHARS], plain[MAX_CHARS:]
    point = read_coordinates(read)
    if point is not None and not rest:
        return Parsed(text, ((point,),))
    joined = [clause for piece in _pieces(read) for clause in _read_piece(*piece)]
    groups = [[_named(c) for c in group] for group in _assemble([(_proper(c, read), joint) for c, joint in joined])]
    if not groups:
        groups = [[Clause("unread", read.strip())]]
    unread = (*(c.text for group in groups for c in group if c.form == "unread" and c.text), *([rest] if rest else []))
    return Parsed(text, tuple(tuple(sorted(g, key=lambda c: _RANK[c.form])) for g in groups), unread)


def _proper(clause: Clause, text: str) -> Clause:
    """The clause, or that it was not read: what it hangs on is an everyday word ("strike at dawn near Homs")."""
    every = [name for name in (clause.anchor, clause.detail if clause.form == "between" else "") if name]
    if clause.form in {"unread", "zone_relation", "coordinates"} or any(is_generic(name) for name in every):
        return clause
    return Clause("unread", clause.text) if any(is_everyday(name, text) for name in every) else clause


def _named(clause: Clause) -> Clause:
    """The clause, or that it was not read: it hangs on a noun ("the base") that nothing before it named."""
    every = [name for name in (clause.anchor, clause.detail if clause.form == "between" else "") if name]
    placed = clause.form not in {"unread", "zone_relation", "coordinates", "body", "border"}
    return Clause("unread", clause.text) if placed and any(is_generic(name) for name in every) else clause


_SIGNS: Final = str.maketrans({
    "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " ", "\n": " ", "\r": " ", "\u2013": "-", "\u2014": "-",
    "\u2011": "-", "\u2212": "-", "\ufffd": "'", "\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"',
})  # fmt: skip
"""One character for one; U+FFFD is what encodings make of the apostrophe in "Tall 'Afar"."""


_MOJIBAKE: Final = re.compile("\u00e2\u20ac|[\u00c2\u00c3\u00d8\u00d9][\u0080-\u00bf\u0152\u0178\u2013-\u2122]")
"""What bytes of UTF-8 look like when they were read as Windows-1252."""


def _normalise(text: str) -> str:
    if _MOJIBAKE.search(text):
        with contextlib.suppress(UnicodeError):
            text = text.encode("cp1252").decode("utf-8")
    return text.translate(_SIGNS)


# ---------------------------------------------------------------------------------------------- pieces

_SEPARATOR: Final = re.compile(
    r"(?P<comma>(?<!degs)(?<!deg)(?<!degrees)(?:(?<!\d)[,:](?!\d)|(?<=\d)[,:](?!\d)|(?<!\d)[,:](?=\d)))"
    r"|(?P<stop>;|\s-\s|(?<=[a-z]{3})\.(?=\s{0,2}[A-Z]))"
    r"|(?P<slash>/(?=\s?[A-Z][a-z]))"
    r"|(?P<bracket>[()\[\]])"
    rf"|(?P<and>(?<!\d)\s(?:and|&)\s(?=(?:{alternation('hedges')}\s?)*\d|{alternation('near')}\s))",
    re.IGNORECASE,
)  # fmt: skip


def _pieces(text: str) -> list[tuple[str, str]]:
    """The pieces of the text, each with what separates it from the one before: comma, stop, bracket, and, ""."""
    pieces, begin, joint = [], 0, ""
    for match in _SEPARATOR.finditer(text):
        if match.lastgroup == "stop" and match[0] == "." and text[match.start() - 3 : match.start()].isupper():
            continue
        pieces.append((text[begin : match.start()], joint))
        begin, joint = match.end(), match.lastgroup or ""
    pieces.append((text[begin:], joint))
    return [(piece.strip(" .,\"'"), joint) for piece, joint in pieces if piece.strip(" .,\"'")]


# ------------------------------------------------------------------------------------------ one piece

_Joined = tuple[Clause, str]
"""A clause, and how it is joined to the one before."""


def _read_piece(piece: str, joint: str, *, whole: bool = True) -> list[_Joined]:
    """The clauses of one piece, in the order of the text."""
    if not piece.strip(" .,'\"-"):
        return []
    cue = _ROLE.search(piece)
    if cue is not None:
        role = ROLES[re.sub(r"\s+", " ", cue[0].lower())]
        before = _read_piece(piece[: cue.start()].strip(), joint, whole=False)
        after = _read_piece(f"in {piece[cue.end() :].strip()}", "inline", whole=False)
        return [*before, *((replace(clause, role=role), how) for clause, how in after)]
    for finder in FINDERS:
        found = finder(piece)
        if found is None:
            continue
        before = _read_piece(piece[: found.start].strip(), joint, whole=False)
        after = _read_piece(piece[found.end :].strip(), "inline", whole=False)
        return [*before, *_listed(found.clause, "inline" if before else joint), *after]
    return _plain(piece, joint, whole=whole)


def _listed(clause: Clause, joint: str) -> list[_Joined]:
    """One clause for each name of "in Hit & Dulab"."""
    names = [clause.anchor] if clause.form in {"between", "zone_relation", "border"} else split_list(clause.anchor)
    if len(names) < 2:
        return [(clause, joint)]
    return [(replace(clause, anchor=name), "list" if index else joint) for index, name in enumerate(names)]


_ROLE: Final = re.compile(rf"\b{any_of(ROLES)}\b", re.IGNORECASE)


def _plain(piece: str, joint: str, *, whole: bool) -> list[_Joined]:
    """A piece without any cue: place names and nothing else, or unread."""
    if not whole and _is_filler(piece):
        return []
    run = name_run(piece, 0)
    named = run is not None and not piece[run[1] :].strip(" .'\"") and not is_generic(piece[run[0] : run[1]])
    names = split_list(bare_name(piece[run[0] : run[1]])) if run is not None and named else []
    if not names or _NO_NAME.match(piece) or (piece.islower() and (joint or not whole)):
        return [] if _is_filler(piece) else [(Clause("unread", piece), joint)]
    form = "body" if names[0].lower() in BODIES else "feature"
    clauses = [Clause(form, piece if len(names) == 1 else name, anchor=name) for name in names]
    return [(clause, joint if index == 0 else "list") for index, clause in enumerate(clauses)]


_NO_NAME: Final = re.compile(
    rf"(?i:(?:{alternation('hedges')}\s*)*\d[\d.,]*\s?[a-z]{{0,4}}(?:\s(?:west|east|north|south))?(?:\sof)?$|\d+\s?deg)"
    r"|(?=[A-Z0-9]*\d)(?=[A-Z0-9]*[A-Z])[A-Z0-9]{4,}$"
)
"""A number whose unit nobody gave ("Approx 10 NW"), a bearing alone, or a code ("91AL5") is no name.

Codes of three signs are names of their own: the pumping stations H3 and T4 are air bases.
"""


def _is_filler(text: str) -> bool:
    words = re.findall(r"[A-Za-z]+", text.lower())
    return all(word in STOPS or word in {"the", "a", "an", "of", "just"} for word in words)


# ------------------------------------------------------------------------------------------ assembling

_MEASURED: Final = frozenset({"offset", "distance_from", "within", "near", "heading"})
_OWN: Final = _MEASURED | {"feature", "outskirts", "between"}


def _assemble(joined: list[_Joined]) -> list[list[Clause]]:
    """Clauses grouped by target: a list starts a new target, a bracket or a coarser clause adds to the last."""
    groups: list[list[Clause]] = []
    for clause, joint in joined:
        last = groups[-1] if groups else []
        if not groups or _starts_target(last, clause, joint):
            groups.append([clause])
        elif clause.form in {"feature", "body"} and joint not in {"list", "slash"} and _contains(last, clause):
            last.append(replace(clause, form="area"))
        else:
            last.append(replace(clause, form="area") if clause.form == "body" else clause)
    _spread_anchors(groups)
    return _orthogonal([[replace(c, form="area") if c.form == "body" else c for c in group] for group in groups])


def _contains(group: list[Clause], clause: Clause) -> bool:
    """Is a plain name after this group the larger place around it ("Brass, Nigeria")?"""
    return clause.text[:3].lower() != "in " and any(c.form in _OWN | {"coordinates", "off"} for c in group)


def _starts_target(group: list[Clause], clause: Clause, joint: str) -> bool:
    if clause.form not in _OWN or joint in {"bracket", "inline", "stop"}:
        return False
    if joint in {"and", "list"} or (joint == "slash" and clause.form == "feature"):
        return any(c.form in _OWN for c in group)
    same = [c for c in group if c.form in _MEASURED and c.anchor.lower() == clause.anchor.lower()]
    return joint == "comma" and clause.form in _MEASURED and any(c.distance_m for c in same)


def _spread_anchors(groups: list[list[Clause]]) -> None:
    """ "12nm northeast and 16nm northwest of Mosul": both hang on Mosul; "Kirkuk, south of the city": on Kirkuk."""
    flat = [(group, index) for group in groups for index in range(len(group))]
    for position, (group, index) in enumerate(flat):
        clause = group[index]
        the_same = clause.form in _MEASURED and clause.anchor and is_generic(clause.anchor)
        if not the_same and (clause.form != "offset" or clause.anchor):
            continue
        later = [] if the_same else [g[i].anchor for g, i in flat[position + 1 :] if g[i].form in _OWN and g[i].anchor]
        earlier = [g[i] for g, i in flat[:position] if g[i].anchor and not is_generic(g[i].anchor)]
        if the_same and not earlier:
            continue
        anchor = later[0] if later else earlier[-1].anchor if earlier else ""
        group[index] = replace(clause, anchor=anchor) if anchor else Clause("unread", clause.text)


def _orthogonal(groups: list[list[Clause]]) -> list[list[Clause]]:
    """ "2 mi E and 3 mi N of X" is one place: two whole compass points at right angles on one anchor."""
    if len(groups) != 2 or any(len(group) != 1 or group[0].form != "offset" for group in groups):
        return groups
    one, two = groups[0][0], groups[1][0]
    azimuths = [clause.azimuth_deg or 0.0 for clause in (one, two)]
    turn = abs((azimuths[1] - azimuths[0] + 180) % 360 - 180)
    if one.anchor != two.anchor or turn != 90 or any(azimuth % 90 for azimuth in azimuths):
        return groups
    lengths = [clause.distance_m or 0.0 for clause in (one, two)]
    east = sum(d * math.sin(math.radians(a)) for d, a in zip(lengths, azimuths, strict=True))
    north = sum(d * math.cos(math.radians(a)) for d, a in zip(lengths, azimuths, strict=True))
    half = math.hypot(one.half_interval_m, two.half_interval_m)
    return [[replace(
        one, form="orthogonal", text=f"{one.text} and {two.text}", distance_m=math.hypot(east, north),
        half_interval_m=half, azimuth_deg=math.degrees(math.atan2(east, north)) % 360,
        half_width_deg=math.degrees(math.atan2(half, math.hypot(east, north))), detail=f"{one.detail} and {two.detail}",
    )]]  # fmt: skip
