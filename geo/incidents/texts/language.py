"""Whether a text is in the one language that is read here."""

from __future__ import annotations

import re
from typing import Final

from geo.incidents.texts.word_lists import word_list

_ENGLISH: Final = word_list("english")


def foreign(text: str) -> str:
    """Why a text is not read: another language than English; "" for English, or too short to say.

    >>> foreign("Der Angriff auf die Stadt begann am Morgen und dauerte bis in die Nacht, sagte ein Sprecher gestern.")
    'it is not in English, the one language that is read here'
    """
    words = re.findall(r"[^\W\d_]+", text[:20_000].lower())
    known = sum(word in _ENGLISH for word in words)
    if len(words) < _ENOUGH:
        return "" if known or text.isascii() or not words else _FOREIGN
    return "" if known / len(words) >= _SHARE else _FOREIGN


_ENOUGH: Final = 12
"""Words from which the share of common ones says something."""
_SHARE: Final = 0.14
"""Least share of the 24 commonest words in English prose: news text has 0.25 to 0.4, other languages below 0.06."""
_FOREIGN: Final = "it is not in English, the one language that is read here"
