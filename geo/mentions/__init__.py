"""Mentions: the place names in a text, found by a small learned tagger or by a list of names.

`find(texts, known=...)` is the tagger; `known` is a gazetteer (the Protocol `Known`), which geo.pipeline hands over.
`NameLookup(["Kalma"]).find(texts)` is the by-hand one beside it.
"""

from geo.mentions.lookup import NameLookup
from geo.mentions.recognition import Known, find

__all__ = ["Known", "NameLookup", "find"]
