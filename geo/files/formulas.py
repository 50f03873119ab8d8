"""Text that a spreadsheet would run: made harmless on the way out, and what it was again on the way in."""

from __future__ import annotations

import re
from typing import Final

_RUN: Final = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
"""How text begins that spreadsheets take for a formula (OWASP, "CSV Injection"), blanks before it passed over."""
_NUMBER: Final = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")


def neutral(text: str) -> str:
    """`text` with an apostrophe in front where a spreadsheet would run it; plain numbers stay as they are.

    What begins with apostrophes and then a formula gets one more, so that `restored` knows how many were there.

    >>> [neutral(one) for one in ("=1+1", "'=1+1", "-5", "'Ain Issa")]
    ["'=1+1", "''=1+1", '-5', "'Ain Issa"]
    """
    return "'" + text if _is_formula(text.lstrip("'")) else text


def restored(text: str) -> str:
    """What `neutral` was given: one apostrophe less in front of a formula.

    >>> restored(neutral("'=1+1")), restored("'Ain Issa"), restored("'-5")
    ("'=1+1", "'Ain Issa", "'-5")
    """
    return text[1:] if text[:1] == "'" and _is_formula(text.lstrip("'")) else text


def _is_formula(text: str) -> bool:
    return bool(_RUN.match(text)) and not _NUMBER.fullmatch(text.strip())
