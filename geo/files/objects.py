"""JSON as somebody wrote it: what it holds, and which of its objects say a thing twice or in half.

Python's parser keeps the last of two values under one key, and letters that no text can hold. Both would be silent
guesses about a row, so that such an object is marked, and whoever makes a row of it sets the row aside.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from typing import Any, Final

from geo.errors import TableError

_ESCAPE: Final = re.compile(r"\\u[dD][89a-fA-F]")
_HALF: Final = re.compile("[\ud800-\udfff]")
"""Half a surrogate pair, which stands for no character and which no encoding writes."""


class Flawed(dict[str, Any]):
    """An object of which something was lost, or that holds such an object."""

    reason = ""
    """What is wrong with it; no advice, as that is the same for all: `FLAW_ADVICE`."""
    own = True
    """Whether the flaw is its own, not that of an object in it."""


class NotJsonError(TableError):
    """The text is no JSON at all, so that it may be something else."""


FLAW_ADVICE: Final = "write each thing once, in whole characters"
"""What to do about any flaw."""


def parse_json(text: str, name: str) -> Any:
    """What a JSON text holds, its flawed objects as `Flawed`. Raises NotJsonError, with the line, for what is none.

    It raises TableError where the outermost object itself is flawed, and for numbers of thousands of digits.

    >>> parse_json('[{"id": 7}]', "a.json")
    [{'id': 7}]
    >>> parse_json('[{"lat": 1, "lat": 2}]', "a.json")[0].reason
    "has 'lat' twice"
    """
    try:
        parsed = read_json(text)
    except json.JSONDecodeError as error:
        raise NotJsonError(f"{name}, line {error.lineno}: is not JSON ({error.msg})") from None
    except RecursionError:
        raise TableError(f"{name}: is JSON nested too deeply to be a table") from None
    except ValueError:  # Python reads no whole number of more than 4300 digits
        raise TableError(f"{name}: holds a number of thousands of digits; write it as text, in quotes") from None
    if isinstance(parsed, Flawed) and parsed.own:
        raise TableError(f"{name}: {parsed.reason}; {FLAW_ADVICE}")
    return parsed


def read_json(text: str) -> Any:
    """`parse_json` with the errors of `json.loads`."""
    return json.loads(text, object_pairs_hook=_made_of(halves=_ESCAPE.search(text) is not None))


def _made_of(halves: bool) -> Callable[[list[tuple[str, Any]]], dict[str, Any]]:
    """What makes a dict of an object's pairs. halves: whether the text has escapes that may stand for half a pair."""
    flaws: list[str] = []  # an object is made after all that it holds, so that most files are never looked through

    def flawed(held: dict[str, Any], reason: str, *, own: bool = True) -> Flawed:
        flaws.append(reason)
        marked = Flawed(held)
        marked.reason, marked.own = reason, own
        return marked

    def made(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        held = dict(pairs)
        if len(held) < len(pairs):
            twice = Counter(key for key, _ in pairs).most_common(1)[0][0]
            return flawed(held, f"has {twice[:40]!r} twice")
        if halves and any(map(_halved, (one for pair in pairs for one in pair))):
            return flawed(held, "holds half a character (\\ud800 to \\udfff alone)")
        inner = next((flaw for value in held.values() if (flaw := _flaw_in(value))), "") if flaws else ""
        return flawed(held, inner, own=False) if inner else held

    return made


def _flaw_in(value: Any) -> str:
    if isinstance(value, Flawed):
        return value.reason
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return next((one.reason for one in value if isinstance(one, Flawed)), "")
    return ""


def _halved(value: Any) -> bool:
    if isinstance(value, list):
        return any(map(_halved, value))
    return isinstance(value, str) and _HALF.search(value) is not None
