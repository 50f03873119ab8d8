"""The columns of a table as a file holds them: each of one type and with a name of its own."""

from __future__ import annotations

import datetime
import json
import math
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import pandas as pd

_INT64: Final = range(-(1 << 63), 1 << 63)
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def own_names(
    names: Sequence[Any], *, any_case: bool = False, taken: Sequence[str] = ()
) -> tuple[list[str], list[str]]:
    """Names for columns, each once, and a notice for each that had to change.

    What has no name is called by its position, as `geo.files.open_rows` calls it. any_case: "Name" and "name" are one
    to the file; taken: names that the file needs for itself.

    >>> own_names(["Name", "name", ""], any_case=True)
    (['Name', 'name_2', 'column 3'], ["column 'name' is written as 'name_2', because the file has 'Name' already"])
    """
    kept: dict[str, str] = {}
    out, notices = [], []

    def key(name: str) -> str:
        return name.strip().casefold() if any_case else name.strip()

    kept |= {key(name): name for name in taken}
    for position, given in enumerate(names, 1):
        wanted = _sound(str(given)) if str(given).strip() else f"column {position}"
        name, number = wanted, 2
        while key(name) in kept:
            name, number = f"{wanted}_{number}", number + 1
        if name != wanted:
            notices.append(
                f"column {wanted!r} is written as {name!r}, because the file has {kept[key(wanted)]!r} already"
            )
        kept[key(name)] = name
        out.append(name)
    return out, notices


def typed(column: pd.Series[Any], *, times: bool = True) -> pd.Series[Any]:
    """A column as one type: numbers, flags and times as they are, all else as text; what is absent stays so.

    Objects that are all whole numbers, numbers or flags become such a column. times: False writes times as ISO text.
    """
    import pandas as pd

    kind = column.dtype
    if pd.api.types.is_datetime64_any_dtype(kind) and times:
        return column
    if pd.api.types.is_bool_dtype(kind) or pd.api.types.is_numeric_dtype(kind):
        return column
    values = [plain(value) for value in column.tolist()]
    found = {type(value) for value in values if value is not None}
    if found == {bool}:
        return pd.Series(values, dtype="boolean", index=column.index)
    if found == {int} and all(value is None or value in _INT64 for value in values):
        return pd.Series(values, dtype="Int64", index=column.index)
    if found in ({float}, {int, float}) and all(_fits_float(value) for value in values):
        return pd.Series(
            [math.nan if value is None else value for value in values], dtype="float64", index=column.index
        )
    texts = [None if value is None else _as_text(value) for value in values]
    return pd.Series(texts, dtype="object", index=column.index)


def plain(value: Any) -> Any:
    """A value that JSON knows; None for NaN, NaT, NA and the infinities."""
    if value is None or type(value) in (int, bool):
        return value
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {_sound(str(name)): plain(one) for name, one in value.items()}
    return _scalar(value)


def _scalar(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, int):
        return value
    if type(value).__name__ in {"NaTType", "NAType"}:
        return None
    return _sound(value.isoformat() if isinstance(value, datetime.date | datetime.time) else str(value))


def _as_text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else str(value)


def _fits_float(value: Any) -> bool:
    return not isinstance(value, int) or abs(value) <= 1 << 53


def _sound(text: str) -> str:
    """Text that UTF-8 can write: half a surrogate pair is no character."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)
