"""Mentions: the place names in a text, found by a small learned tagger or by a list of names.

`find(texts, known=...)` is the tagger; `known` is a gazetteer (the Protocol `Known`), which geo.pipeline hands over.
`NameLookup(["Kalma"]).find(texts)` is the by-hand one beside it.

recognition  from texts to mentions: all of the steps below
tokens       words with offsets, and the stretches in which a name may stand
words        what is known of a word without its text
features     what the tagger sees of a word
tagger       the conditional random field, and its weights
company      the second look: what the document holds elsewhere
lookup       names by a list
"""

from geo.mentions.lookup import NameLookup
from geo.mentions.recognition import Known, find

__all__ = ["Known", "NameLookup", "find"]
