"""Bytes inside a page: columns as planes, deflated, in letters that no parser of HTML or templates reacts to."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

LETTERS: Final = "".join(chr(code) for code in range(33, 127) if chr(code) not in "<>&\"'`\\{}")
"""85 printable ASCII letters: none ends an element, starts an entity or opens a template."""
LEVEL: Final = 5
"""of zlib: 6 takes half as long again for a hundredth of the bytes."""

_CODES: Final = np.frombuffer(LETTERS.encode("ascii"), dtype=np.uint8)
_POWERS: Final = np.array([85**4, 85**3, 85**2, 85, 1], dtype=np.uint32)


def armoured(data: bytes) -> str:
    """Bytes as text: the number of bytes that fill up the last four, then five letters for every four bytes.

    >>> armoured(b""), armoured(b"map!")
    ('!', '!I11G/')
    >>> len(armoured(bytes(1000)))
    1251
    """
    lack = -len(data) % 4
    words = np.frombuffer(data + bytes(lack), dtype=">u4").astype(np.uint32)
    digits = words[:, None] // _POWERS % np.uint32(85)
    text: bytes = _CODES[digits].tobytes()
    return LETTERS[lack] + text.decode("ascii")


def planes(values: NDArray[Any]) -> bytes:
    """A column's lowest bytes, then its next ones, and so on: equal high bytes stand together and deflate well.

    >>> planes(np.array([1, 258], dtype="<u2"))
    b'\\x01\\x02\\x00\\x01'
    """
    column = np.ascontiguousarray(values, dtype=values.dtype.newbyteorder("<"))
    return column.view(np.uint8).reshape(column.size, column.itemsize).T.tobytes()


def deflated(data: bytes | Sequence[bytes]) -> str:
    """Bytes, deflated and armoured."""
    return armoured(zlib.compress(data if isinstance(data, bytes) else b"".join(data), LEVEL))


def element(name: str, number: int, text: str) -> str:
    """An inert element that holds an armoured text; the page finds it by its id."""
    return f'<script type="application/octet-stream" id="{name}-{number}">{text}</script>'
