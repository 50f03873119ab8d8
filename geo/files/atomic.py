"""Writing a result whole or not at all.

What is being written stands beside its target, locked by its writer; the lock of a killed process goes with it, and
the next writer of that target removes what it left.
"""

from __future__ import annotations

import contextlib
import glob
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from zlib import crc32

from geo.errors import OutputError

_SETTLED_S: Final = 1.0
"""How old something unlocked must be to be nobody's: between being made and being locked it is younger, seconds."""


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
        # not called after the file: GDAL takes a path with .xlsx in its middle for an archive
        mark = f".writing-{crc32(target.name.encode(errors='surrogateescape')):08x}-"
        forget_killed(target.parent, f"{mark}*")
        with (
            tempfile.TemporaryDirectory(dir=target.parent, prefix=mark, ignore_cleanup_errors=True) as folder,
            held(Path(folder)),
        ):
            fresh = Path(folder) / name
            yield fresh
            with fresh.open("rb") as stream:
                os.fsync(stream.fileno())
            os.chmod(fresh, _mode(target))
            os.replace(fresh, target)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror or error}); nothing was changed") from error


def _replace(target: Path, content: bytes) -> None:
    forget_killed(target.parent, f".{target.name[:40]}.*.part")
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:40]}.", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as stream, held(Path(temporary)):
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(temporary, _mode(target))
        os.replace(temporary, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise


@contextlib.contextmanager
def held(path: Path) -> Iterator[None]:
    """Keep a file or folder from `forget_killed` while the block runs; on a system without such locks nothing is."""
    handle = None
    try:
        with contextlib.suppress(ImportError, OSError):
            import fcntl

            handle = os.open(path, os.O_RDONLY)
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        if handle is not None:
            os.close(handle)


def forget_killed(folder: Path, pattern: str) -> None:
    """Remove the files and folders in `folder` of this pattern that nobody holds any more."""
    with contextlib.suppress(ImportError, OSError):
        import fcntl

        for left in folder.glob(_literal(pattern)):
            with contextlib.suppress(OSError):
                handle = os.open(left, os.O_RDONLY)
                try:
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)  # refused where its writer lives
                    if time.time() - os.fstat(handle).st_mtime > _SETTLED_S:
                        shutil.rmtree(left) if left.is_dir() else left.unlink()
                finally:
                    os.close(handle)


def _literal(pattern: str) -> str:
    """A glob pattern whose only wildcard is its last star: names of files may hold brackets."""
    head, star, tail = pattern.rpartition("*")
    return glob.escape(head) + star + tail


def _mode(target: Path) -> int:
    """Permissions of the file that is there, or those a new file gets from the process's mask."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
