"""The mentions of texts with the places they resolve to: the rooms mentions and places, joined.

`geo mentions` writes them out, and `geo read` drafts incidents from them (geo/drafting.py).
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from geo.errors import InputError, Rejection
from geo.files import neutral

if TYPE_CHECKING:
    from geo.places import Gazetteer, MentionResolver
    from geo.reports.documents import Document
    from geo.values import Mention, Resolution

BACKENDS: Final = ("tagger", "rules")
COLUMNS: Final = (
    "doc_id", "start", "end", "text", "lat", "lon", "place_id", "name", "country", "feature_code", "uncertainty_m",
    "type",
)  # fmt: skip
"""What `geo mentions` writes for each mention; lat, lon and what follows from the place are null when unresolved."""
_BATCH: Final = 64
"""Texts read together: few questions to the index, little memory."""


def mentions(
    texts: Sequence[str],
    *,
    backend: str = "tagger",
    names: Iterable[str] = (),
    resolver: MentionResolver | None = None,
    gazetteer: Gazetteer | None = None,
) -> list[list[tuple[Mention, Resolution]]]:
    """The mentions of each text with what each resolves to.

    backend: "tagger", the learned one, or "rules", a list of names: `names`, or else the gazetteer's own areas and
    larger towns. gazetteer: its online geocoder is asked for names that nothing is known by. Raises InputError for
    another backend, GazetteerError where the index cannot be built.
    """
    if backend not in BACKENDS:
        raise InputError(f"backend {backend!r} is unknown; one of {', '.join(BACKENDS)}")
    from geo.places import MentionResolver

    resolver = resolver or MentionResolver()
    find = _finder(backend, names, resolver)
    out: list[list[tuple[Mention, Resolution]]] = []
    for start in range(0, len(texts), _BATCH):
        batch = texts[start : start + _BATCH]
        found = find(batch)
        resolved = resolver.resolve(list(zip(batch, found, strict=True)), gazetteer=gazetteer)
        out += [list(zip(*pair, strict=True)) for pair in zip(found, resolved, strict=True)]
    return out


def _finder(backend: str, names: Iterable[str], resolver: MentionResolver) -> Any:
    from geo.mentions import NameLookup, find

    if backend == "tagger":
        return lambda texts: find(texts, known=resolver.names)
    from geo.mentions.words import common_words
    from geo.places.mention_resolver import lexicon

    given = list(names)
    listed, people = (given, []) if given else lexicon(resolver.names)
    if not given:
        listed = [name for name in listed if name.lower() not in common_words()]
    return NameLookup(listed, demonyms=people).find


def mention_rows(
    paths: Iterable[str | Path],
    *,
    backend: str = "tagger",
    names: Iterable[str] = (),
    gazetteer: Gazetteer | None = None,
) -> tuple[list[dict[str, Any]], list[Rejection]]:
    """A row per mention of each report or line of .jsonl, keys COLUMNS, and what was set aside: see `mentions`."""
    from geo.reports import read_documents

    documents, refused = read_documents(paths)
    found = mentions([one.text for one in documents], backend=backend, names=names, gazetteer=gazetteer)
    every = [(document, *pair) for document, pairs in zip(documents, found, strict=True) for pair in pairs]
    failed = [
        Rejection(str(document.doc_id), f"{mention.text!r}", answer.fault, "run it again later")
        for document, mention, answer in every
        if answer.fault
    ]
    return [row_of(*one) for one in every], [*refused, *failed]


def row_of(document: Document, mention: Mention, answer: Resolution) -> dict[str, Any]:
    """One row: the mention, and the place when it has one."""
    place = answer.best.place if answer.best else None
    found = (
        (None,) * 7
        if place is None
        else (place.lat, place.lon, place.id, place.name, place.country, place.kind, place.extent_m or None)
    )
    values = (document.doc_id, mention.start, mention.end, mention.text, *found, mention.type)
    return dict(zip(COLUMNS, values, strict=True))


def dumps(rows: Sequence[dict[str, Any]], form: str) -> str:
    """The rows as text: jsonl, json, csv or geojson (resolved mentions as points, the others without geometry)."""
    if form == "jsonl":
        return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    if form == "json":
        return json.dumps(list(rows), ensure_ascii=False, indent=2) + "\n"
    if form == "geojson":
        features = [{"type": "Feature", "geometry": _point(row), "properties": row} for row in rows]
        return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False) + "\n"
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows({key: neutral(one) if isinstance(one, str) else one for key, one in row.items()} for row in rows)
    return out.getvalue()


def _point(row: dict[str, Any]) -> dict[str, Any] | None:
    return None if row["lon"] is None else {"type": "Point", "coordinates": [row["lon"], row["lat"]]}
