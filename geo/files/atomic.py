"""Writing a result whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from geo.errors import OutputError


def write_atomically(path: str | Path, data: bytes | str) -> None:
    """Put `data` at `path` in one step: readers see the old file or the new one, never a part.

    Text is written as UTF-8. The new file keeps the old one's permissions; a link stays a link. Raises OutputError,
    and leaves what was there as it was, when the data cannot be written.
    """
    content = data.encode("utf-8", errors="surrogatepass") if isinstance(data, str) else data
    target = Path(os.path.realpath(path))
    if target.is_dir():
        raise OutputError(f"{path}: is a folder; name a file in it")
    if not target.parent.is_dir():
        raise OutputError(f"{path}: there is no folder {target.parent}; make it first")
    try:
        if target.exists() and not target.is_file():  # a pipe or a terminal cannot be replaced
            target.write_bytes(content)
        else:
            _replace(target, content)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror or error}); nothing was changed") from error


@contextlib.contextmanager
def in_place_of(path: str | Path, name: str) -> Iterator[Path]:
    """A fresh path called `name`, whose file takes the place of `path` in one step when the block ends well.

    For writers that need a file of their own to write to. What stood at `path` stays, whatever goes wrong in the block;
    its permissions go over to the new file, and a link stays a link. Raises OutputError where the file cannot be put
    there.
    """
    target = Path(os.path.realpath(path))
    if target.is_dir():
        raise OutputError(f"{path}: is a folder; name a file in it")
    if not target.parent.is_dir():
        raise OutputError(f"{path}: there is no folder {target.parent}; make it first")
    if target.exists() and not target.is_file():
        raise OutputError(f"{path}: is no regular file, and this format cannot be written to a pipe; name a file")
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".writing-") as folder:
            fresh = Path(folder) / name
            yield fresh
            with fresh.open("rb") as stream:
                os.fsync(stream.fileno())
            os.chmod(fresh, _mode(target))
            os.replace(fresh, target)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror or error}); nothing was changed") from error


def _replace(target: Path, content: bytes) -> None:
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:40]}.", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(temporary, _mode(target))
        os.replace(temporary, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise


def _mode(target: Path) -> int:
    """Permissions of the file that is there, or those a new file gets from the process's mask."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
