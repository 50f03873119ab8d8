"""A real Nominatim on loopback, from nothing: PostgreSQL, an import of places.osm, and the service.

Needs PostgreSQL with PostGIS, osm2pgsql (Debian: postgresql postgis osm2pgsql) and the dependency group `integration`.
Everything stands in a temporary folder and is gone afterwards.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

HERE = Path(__file__).parent
_PACKAGES = {"nominatim_db": "nominatim-db", "nominatim_api": "nominatim-api", "falcon": "falcon", "uvicorn": "uvicorn",
             "psycopg": "psycopg[binary]", "osmium": "osmium"}  # fmt: skip
_START_S = 60.0


def lacking() -> list[str]:
    """What is needed and not there, each with how to get it."""
    out = [f"the Python package {name} (pip install --group integration)"
           for module, name in _PACKAGES.items() if find_spec(module) is None]  # fmt: skip
    if shutil.which("osm2pgsql") is None:
        out.append("osm2pgsql (Debian: apt-get install osm2pgsql)")
    if not _postgres():
        out.append("PostgreSQL's initdb and postgres (Debian: apt-get install postgresql)")
    elif not any(_postgis().glob("postgis--*.sql")):
        out.append(
            f"PostGIS, whose files belong in {_postgis()} (Debian: apt-get install postgis postgresql-15-postgis-3)"
        )
    if os.geteuid() == 0 and not _user():
        out.append("an account for PostgreSQL, which does not run as root (Debian's package makes `postgres`)")
    return out


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """The address of a Nominatim that holds places.osm."""
    with ExitStack() as stack:
        port = stack.enter_context(_database(folder))
        environment = {
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "NOMINATIM_DATABASE_DSN": f"pgsql:host={folder};port={port};dbname=nominatim;user=nominatim",
            "NOMINATIM_DATABASE_WEBUSER": "nominatim",
        }
        project = folder / "project"
        project.mkdir()
        _do([*_NOMINATIM, "import", "--osm-file", str(HERE / "places.osm"), "--project-dir", str(project),
             "--threads", "1", "--osm2pgsql-cache", "50"], folder / "import.log", environment)  # fmt: skip
        yield stack.enter_context(_service(project, folder / "serve.log", environment))


_NOMINATIM = (sys.executable, "-c", "import sys; from nominatim_db.cli import nominatim; sys.exit(nominatim())")


@contextmanager
def _database(folder: Path) -> Iterator[int]:
    """The port of a PostgreSQL whose socket stands in `folder`; it listens on no network."""
    data, port = folder / "data", _free_port()
    data.mkdir()
    folder.chmod(0o755)
    account = _user() if os.geteuid() == 0 else None
    if account:
        for path in (folder, data):
            shutil.chown(path, account)
    _do([_tool("initdb"), "-D", str(data), "-U", "nominatim", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8"],
        folder / "initdb.log", user=account)  # fmt: skip
    settings = {"listen_addresses": "", "unix_socket_directories": str(folder), "fsync": "off"}
    words = [_tool("postgres"), "-D", str(data), "-p", str(port)]
    words += [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    with (folder / "postgres.log").open("w") as log:
        server = subprocess.Popen(words, stdout=log, stderr=subprocess.STDOUT, user=account)
    try:
        _wait((folder / f".s.PGSQL.{port}").exists, server, folder / "postgres.log")
        yield port
    finally:
        _end(server)


@contextmanager
def _service(project: Path, log_path: Path, environment: dict[str, str]) -> Iterator[str]:
    address = f"127.0.0.1:{_free_port()}"
    with log_path.open("w") as log:
        server = subprocess.Popen(
            [*_NOMINATIM, "serve", "--project-dir", str(project), "--server", address, "--engine", "falcon"],
            stdout=log, stderr=subprocess.STDOUT, env=environment,
        )  # fmt: skip
    try:
        _wait(lambda: _answers(f"http://{address}/status"), server, log_path)
        yield f"http://{address}"
    finally:
        _end(server)


def _answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=2) as page:
            return bool(page.status == 200)
    except (URLError, OSError):
        return False


def _wait(ready: Callable[[], bool], server: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + _START_S
    while not ready():
        if server.poll() is not None or time.monotonic() > end:
            raise RuntimeError(f"{server.args[0]} did not start:\n{_tail(log)}")  # type: ignore[index]
        time.sleep(0.1)


def _end(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(20)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def _do(words: Sequence[str], log: Path, environment: dict[str, str] | None = None, user: str | None = None) -> None:
    with log.open("w") as file:
        done = subprocess.run(
            words, stdout=file, stderr=subprocess.STDOUT, env=environment, user=user, cwd=log.parent, check=False
        )
    if done.returncode:
        raise RuntimeError(f"{' '.join(words[:4])} failed:\n{_tail(log)}")


def _tail(log: Path) -> str:
    return "\n".join(log.read_text("utf-8", errors="replace").splitlines()[-25:])


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _postgres() -> Path | None:
    """The folder of PostgreSQL's programs: on the PATH, or where Debian keeps them, the newest."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).resolve().parent if on_path else None


def _tool(name: str) -> str:
    folder = _postgres()
    assert folder is not None
    return str(folder / name)


def _postgis() -> Path:
    """Where this PostgreSQL has its extensions."""
    folder = _postgres()
    assert folder is not None
    asked = [str(folder / "pg_config"), "--sharedir"]
    if Path(asked[0]).exists():
        share = Path(subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip())
        if (share / "extension").is_dir():
            return share / "extension"
    return Path("/usr/share/postgresql") / folder.parent.name / "extension"


def _user() -> str:
    """An account that PostgreSQL may run as."""
    import pwd

    names = {entry.pw_name for entry in pwd.getpwall()}
    return next((name for name in ("postgres", "nobody") if name in names), "")
