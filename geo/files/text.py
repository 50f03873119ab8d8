"""Bytes into text: which encoding, and whether it is text at all."""

from __future__ import annotations

import codecs
import hashlib
import re
import sys
from pathlib import Path
from typing import Final, Protocol

from geo.errors import TableError

STDIN: Final = "-"
"""The name that stands for standard input."""
MOST: Final = 1 << 30
"""Bytes of text that are read at once; what is larger wants to be read in parts."""

_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins with UTF-16's
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES: Final = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a ZIP archive or an Office document",
    b"\xd0\xcf\x11\xe0": "an old Office document",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"\x1f\x8b": "a gzip archive",
    b"SQLite format 3": "an SQLite database",
    b"PAR1": "a Parquet table",
}
"""The first bytes of what people hand over by mistake (PRONOM, the UK National Archives' registry of file formats)."""
_PAGE: Final = re.compile(rb"\s*(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)
"""How a web page begins: what a failed download leaves under the name of a table."""
_ACCENTED: Final = re.compile(r"[A-Za-z]*[À-ÖØ-öø-ÿŠŒŽšœžŸ][A-Za-zÀ-ÖØ-öø-ÿŠŒŽšœžŸ]*")
"""A word with letters that Windows-1252 has beyond ASCII's."""
_CONTROL: Final = bytes(set(range(32)) - set(b"\t\n\r\f\x1b")) + b"\x7f"
_CONTROL_SHARE: Final = 0.1  # a stray control character is text as somebody wrote it; one in ten is not text


def read_bytes(source: str | Path) -> bytes:
    """The bytes of a file, or of standard input for "-". Raises TableError for none, or more than `MOST`."""
    if str(source) == STDIN:
        data = read_up_to(sys.stdin.buffer, MOST + 1)
        if not data.strip():
            raise TableError("standard input: nothing came in; pipe a table in, or name a file")
        _DIGESTS[STDIN] = hashlib.sha256(data).hexdigest()
        return _bounded(data, "standard input")
    check_file(source)
    check_size(source)
    try:
        with Path(source).open("rb") as stream:  # what is no regular file may never end
            data = read_up_to(stream, MOST + 1)
    except OSError as error:
        raise TableError(f"{source}: cannot be read ({error.strerror or error})") from error
    if not data.strip():
        raise TableError(f"{source}: is empty")
    _DIGESTS[str(source)] = hashlib.sha256(data).hexdigest()
    return _bounded(data, str(source))


def read_up_to(stream: SupportsRead, most: int) -> bytes:
    """The bytes of a stream, `most` at most; piece by piece, since a read of so many sets memory aside for all."""
    pieces = []
    while most > 0 and (piece := stream.read(min(most, _PIECE))):
        pieces.append(piece)
        most -= len(piece)
    return b"".join(pieces)


class SupportsRead(Protocol):
    """A stream of bytes."""

    def read(self, size: int = ..., /) -> bytes:
        """At most `size` bytes, none at the end."""


_PIECE: Final = 1 << 20
_DIGESTS: Final[dict[str, str]] = {}
"""sha256 of what was last read under a name: a pipe cannot be read a second time."""


def digest(source: str | Path) -> str:
    """sha256 of a file, or of what came in on standard input ("-") or through a pipe; "" where nobody has read it.

    >>> import tempfile
    >>> with tempfile.NamedTemporaryFile() as file:
    ...     digest(file.name)[:12]
    'e3b0c44298fc'
    """
    path = Path(source)
    if str(source) == STDIN or not path.is_file():
        return _DIGESTS.get(str(source), "")
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def check_file(source: str | Path) -> None:
    """Raise TableError unless `source` is a file with something in it, and with a name that a result can hold."""
    path = Path(source)
    try:
        str(path).encode("utf-8")
        if path.is_dir():
            raise TableError(f"{source}: is a folder; name a file in it")
        if not path.exists():
            raise TableError(f"{source}: no such file")
    except UnicodeEncodeError:
        raise TableError(f"{source}: its name is not UTF-8; rename it") from None
    except OSError as error:
        raise TableError(f"{str(source)[:200]}: cannot be read ({error.strerror})") from None
    if path.is_file() and path.stat().st_size == 0:
        raise TableError(f"{source}: is empty")


def check_size(source: str | Path) -> None:
    """Raise TableError where a file is larger than `MOST`, before any of it is read."""
    size = Path(source).stat().st_size
    if size > MOST:
        raise TableError(f"{source}: is {size / (1 << 30):.1f} GiB, too large to be read at once; {_IN_PARTS}")


_IN_PARTS: Final = "split it, or save its points as .parquet, which is read in parts"


def _bounded(data: bytes, name: str) -> bytes:
    if len(data) > MOST:
        raise TableError(f"{name}: is more than {MOST >> 30} GiB, too large to be read at once; {_IN_PARTS}")
    return data


def decode(data: bytes, name: str) -> str:
    """Text from UTF-8, UTF-16 or UTF-32 with a byte-order mark, or else Windows-1252; line ends as "\\n".

    name: what to call the data in a message. Raises TableError for what is no text, and for what cannot be Windows-1252
    because most of its accented words have no other letters: Cyrillic, Arabic or Greek of another code page.

    >>> decode(b"\\xef\\xbb\\xbfAt Tanf", "a.txt"), decode(b"caf\\xe9", "a.txt")
    ('At Tanf', 'café')
    """
    for start, what in _SIGNATURES.items():
        if data.startswith(start):
            raise TableError(f"{name}: is {what}, not text")
    if _PAGE.match(data[:1000]):
        raise TableError(f"{name}: is a web page, perhaps a failed download; fetch the file itself")
    encoding = _marked(data)
    if not encoding and len(data.translate(None, _CONTROL)) < (1 - _CONTROL_SHARE) * len(data):
        raise TableError(f"{name}: is not text, or is UTF-16 without a byte-order mark; save it as UTF-8")
    for known in [encoding] if encoding else ["utf-8", _GUESS]:
        try:
            text = data.decode(known)
        except UnicodeDecodeError:
            continue
        if known == _GUESS:
            _check_western(text, name)
        return text.replace("\r\n", "\n").replace("\r", "\n")
    raise TableError(f"{name}: is neither {encoding or 'UTF-8 nor Windows-1252'} text; save it as UTF-8")


_GUESS: Final = "cp1252"


def say_guess(data: bytes, name: str) -> list[str]:
    """A notice where `decode` took the data for Windows-1252 because it is nothing else; an empty list elsewhere.

    >>> say_guess(b"caf\\xe9", "a.csv")
    ['a.csv: is not UTF-8 and was read as Windows-1252; save it as UTF-8 where letters look wrong']
    """
    if data.isascii() or _marked(data):
        return []
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return [f"{name}: is not UTF-8 and was read as Windows-1252; save it as UTF-8 where letters look wrong"]
    return []


def _marked(data: bytes) -> str:
    """The encoding that a byte-order mark names; "" without one."""
    return next((known for mark, known in _MARKS if data.startswith(mark)), "")


def _check_western(text: str, name: str) -> None:
    """Raise TableError where most words with accents consist of them: no language of Western Europe writes so."""
    words = [word for match in _ACCENTED.finditer(text) if len(word := match[0]) > 2]
    strange = [word for word in words if not _has_ascii(word)]
    if 2 * len(strange) > len(words):
        raise TableError(
            f"{name}: is neither UTF-8 nor Windows-1252, which would make {strange[0][:20]!r} of a word; "
            "save it as UTF-8"
        )


def _has_ascii(word: str) -> bool:
    return any(map(str.isascii, word))


def read_text(source: str | Path) -> str:
    """`decode` of `read_bytes`."""
    return decode(read_bytes(source), "standard input" if str(source) == STDIN else str(source))
