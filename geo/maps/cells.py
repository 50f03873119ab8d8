"""Cells of a table as the page wants them: text, numbers, lists. Whatever a cell holds, reading it never fails."""

from __future__ import annotations

import json
import math
from datetime import date
from typing import Any

import pandas as pd


def number(value: Any, absent: Any = None) -> Any:
    """A cell as a finite number, else `absent`."""
    try:
        found = float(value)
    except (TypeError, ValueError):
        return absent
    return found if math.isfinite(found) else absent


def text(value: Any) -> str:
    """A cell as text; nothing for what is absent."""
    if value is None or value is pd.NaT or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def iso_day(text: str) -> date | None:
    """The day that a text begins with in ISO's way; None for anything else."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def items(value: Any) -> list[Any]:
    """A JSON list, or the list itself; text that is no JSON list is one item."""
    if isinstance(value, (list, tuple)):
        return list(value)
    written = text(value)
    if not written:
        return []
    try:
        parsed = json.loads(written)
    except ValueError:
        return [written]
    return parsed if isinstance(parsed, list) else [parsed]


def mapping(value: Any) -> dict[str, Any]:
    """A JSON object, or the dict itself; nothing for anything else."""
    if isinstance(value, dict):
        return value
    try:
        parsed = json.loads(text(value) or "{}")
    except ValueError:
        return {}
    return parsed if isinstance(parsed, dict) else {}
