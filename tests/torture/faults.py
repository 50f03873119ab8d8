"""Kill it, fill its disk, take away its folders: the old result is intact or the new one whole, never half.

    python tests/torture/faults.py --seconds 60 --seed 1

Each task runs in a process of its own that gets SIGKILL at a random moment: half of them anywhere in the run, half
once it has begun to write. What stands in the folder is then looked at, and the task is run again, which has to give
the whole result. The last line is one JSON object: {"kills", "while_writing", "reruns", "faults", "lost", ...}.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import hashlib
import io
import itertools
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from geo.errors import GeoError

ROOT = Path(__file__).parents[2]
ZONE = ("--zone", "33.50583, 38.61778, 34 mi")
OLD = "what stood there before\n"
ENTRIES = 4_000
"""Of the gazetteer, in the builds that are killed: a fiftieth, so that a build takes a second."""


@dataclass(frozen=True)
class Task:
    """Something that writes, and how to tell whether what it wrote is whole."""

    name: str
    run: Callable[[Path], None]
    """In a process of its own, with the folder to write to."""
    state: Callable[[Path], str]
    """A digest of the result in the folder; "" where there is none; raises where it is half."""
    before: Callable[[Path], None]
    """Puts there what an earlier run left."""


@dataclass
class Count:
    """What was done, and what was found."""

    kills: int = 0
    while_writing: int = 0
    reruns: int = 0
    faults: int = 0
    wrong: list[str] = field(default_factory=list)


def command(*words: object) -> None:
    """`geo` with these words, in this process; what goes wrong leaves by SystemExit."""
    from geo.cli import main

    sys.argv = ["geo", *map(str, words)]
    main()


def digest(path: Path) -> str:
    """Of a file's bytes; of a draft's column `review`, which says what is new, only whether it blames a person."""
    data = path.read_bytes()
    if path.name == "incidents.csv":
        rows = list(csv.DictReader(io.StringIO(data.decode(), newline=""), strict=True))
        data = json.dumps([{**row, "review": "edited" in row["review"]} for row in rows]).encode()
    return hashlib.sha256(data).hexdigest()


def one_file(name: str, *words: object) -> Task:
    """A command that writes one file."""

    def state(folder: Path) -> str:
        path = folder / name
        return digest(path) if path.exists() else ""

    def before(folder: Path) -> None:
        if not name.endswith("incidents.csv"):  # which is read again
            (folder / name).write_text(OLD)

    return Task(f"geo {words[0]} -o {name}", lambda folder: command(*words, "-o", folder / name), state, before)


def parts(points: Path, *more: str) -> Task:
    """A table in parts into a folder: what is there of it is whole, and the manifest says that all is."""

    def state(folder: Path) -> str:
        from pyarrow import parquet

        found = sorted((folder / "verdicts").glob("part-*.parquet"))
        tables = [parquet.read_table(path) for path in found]  # raises for half a file
        if not (folder / "verdicts" / "_manifest.json").exists():
            return ""
        rows = json.loads((folder / "verdicts" / "_manifest.json").read_text())["rows"]
        if sum(one.num_rows for one in tables) != rows:
            raise ValueError(f"the manifest says {rows} rows")
        return hashlib.sha256(b"".join(one.to_pandas().to_csv().encode() for one in tables)).hexdigest()

    words = ("check", points, *ZONE, *more)
    name = "geo check -o verdicts/" + (" --engine dask" if more else "")
    return Task(name, lambda folder: command(*words, "-o", f"{folder / 'verdicts'}/"), state, lambda folder: None)


def build_index(folder: Path) -> None:
    """The place index of a few entries, in `folder`."""
    from geo.places import index, sources

    os.environ["GEO_CACHE_DIR"] = str(folder)
    every = sources.entries
    sources.entries = lambda: itertools.islice(every(), ENTRIES)  # type: ignore[assignment]
    try:
        index.build(index.index_path())
    except GeoError as error:
        sys.exit(f"geo: {error}")


def index_state(folder: Path) -> str:
    from geo.places import index

    found = sorted(folder.glob("places-*.sqlite"))
    if not found:
        return ""
    opened = index.Index(found[0])
    try:
        whole = opened.connection.execute("PRAGMA integrity_check").fetchone()[0]
        if whole != "ok":
            raise ValueError(f"the index is not whole: {whole}")
        return f"{opened.about['places']} places"
    finally:
        opened.close()


def tasks(home: Path) -> list[Task]:
    """What is killed: every kind of thing that is written."""
    import numpy as np
    import pyarrow as pa
    from pyarrow import parquet

    case = ROOT / "data" / "at-tanf"
    rng = np.random.default_rng(7)
    points = home / "points.parquet"
    n = 60_000
    table = {"lat": rng.uniform(30, 37, n), "lon": rng.uniform(35, 42, n), "uncertainty_m": np.full(n, 100.0),
             "date": ["2017-06-08"] * n}  # fmt: skip
    parquet.write_table(pa.table(table), points, row_group_size=6_000)
    return [
        one_file("map.html", "map", case),
        one_file("verdicts.csv", "check", case),
        one_file("verdicts.gpkg", "check", case),
        parts(points),
        one_file("verdicts.parquet", "check", points, *ZONE),
        one_file("incidents.csv", "read", case / "reports"),
        Task("geo gazetteer build", build_index, index_state, lambda folder: None),
    ]


def started(task: Task, folder: Path, limit: int = 0) -> int:
    """The id of a process that does the task; its own session, so that all it starts ends with it."""
    child = os.fork()
    if child:
        return child
    code = 70
    try:
        os.setsid()
        log = os.open(folder.parent / "log.txt", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(log, 1), os.dup2(log, 2)
        sys.stdout, sys.stderr = (open(fd, "w", encoding="utf-8", closefd=False) for fd in (1, 2))  # noqa: SIM115
        if limit:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        task.run(folder)
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1 if end.code else 0
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        with contextlib.suppress(OSError, ValueError):
            sys.stdout.flush(), sys.stderr.flush()
        os._exit(code)


def ended(child: int) -> int:
    """How a process ended: its exit code, or minus its signal."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def writing(folder: Path) -> set[str]:
    """What stands in a folder that is no result: files being written."""
    return {
        str(one.relative_to(folder)) for one in folder.rglob("*") if one.name.startswith(".") or one.suffix == ".part"
    }


def kill(child: int, folder: Path, rng: random.Random, seconds: float) -> bool:
    """Kill a process somewhere in its run; True where it had begun to write."""
    ends, begun, late = time.monotonic() + rng.uniform(0, seconds), 0.0, rng.random() < 0.5
    while time.monotonic() < (ends if not late else ends + 20):
        if os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None:
            break
        if late and writing(folder):
            begun = time.monotonic()
            time.sleep(rng.choice((0, 0, 0.001, 0.01, 0.05)))
            break
        time.sleep(0.0005)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    with contextlib.suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)  # where it has no session of its own yet
    return bool(begun)


@contextlib.contextmanager
def fresh(home: Path, task: Task) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(dir=home)) / "out"
    folder.mkdir()
    try:
        task.before(folder)
        yield folder
    finally:
        shutil.rmtree(folder.parent)


def whole(task: Task, home: Path) -> tuple[str, float]:
    """The result of a run that nothing disturbs, and how long it takes, seconds."""
    with fresh(home, task) as folder:
        begun = time.monotonic()
        code = ended(started(task, folder))
        assert code in (0, 3), (folder.parent / "log.txt").read_text()
        return task.state(folder), time.monotonic() - begun


def kill_and_look(task: Task, good: str, seconds: float, home: Path, rng: random.Random, count: Count) -> None:
    """One round: killed, looked at, killed perhaps again, run to its end, looked at."""
    with fresh(home, task) as folder:
        old = task.state(folder)
        for _ in range(rng.choice((2, 3, 4))):
            child = started(task, folder)
            count.while_writing += kill(child, folder, rng, seconds)
            count.kills += ended(child) == -signal.SIGKILL
            look(task, folder, {old, good}, "after a kill", count)
        for left in writing(folder):  # older than what a writer that lives may just have made
            os.utime(folder / left, (time.time() - 60,) * 2)
        if ended(started(task, folder)) not in (0, 3):
            count.wrong.append(f"{task.name}: did not run again: {(folder.parent / 'log.txt').read_text()[-300:]}")
        count.reruns += 1
        look(task, folder, {good}, "run again", count)
        if writing(folder):
            count.wrong.append(f"{task.name}: {sorted(writing(folder))} were left behind")


def look(task: Task, folder: Path, allowed: set[str], when: str, count: Count) -> None:
    try:
        found = task.state(folder)
    except Exception as error:  # whatever a reader of half a file raises
        count.wrong.append(f"{task.name}, {when}: {error!r}")
        return
    if found not in allowed:
        count.wrong.append(f"{task.name}, {when}: neither the old result nor the new one")


def full_disk(task: Task, home: Path, count: Count) -> None:
    """No room for more than some bytes: refused in words, the old result intact, nothing left behind."""
    for limit in (1_000, 4_000):
        with fresh(home, task) as folder:
            old = task.state(folder)
            code = ended(started(task, folder, limit))
            said = (folder.parent / "log.txt").read_text()
            look(task, folder, {old}, f"no room for {limit} bytes", count)
            if code != 1 or "Traceback" in said:
                count.wrong.append(f"{task.name}, no room for {limit} bytes: exit code {code}, {said[-300:]}")
            if writing(folder):
                count.wrong.append(f"{task.name}, no room: {sorted(writing(folder))} were left behind")
            count.faults += 1


def unwritable(home: Path, count: Count) -> None:
    """A folder that takes no file, even root's; no home; both at once."""
    case = ROOT / "data" / "at-tanf"
    for name in ("out.csv", "out.gpkg", "out.html", "out.json"):
        what = "map" if name.endswith("html") else "check"
        child = started(Task(name, lambda _: command(what, case, "-o", f"/proc/{name}"), str, str), home)  # noqa: B023
        code, said = ended(child), (home.parent / "log.txt").read_text()
        if code != 1 or "geo: /proc" not in said or "Traceback" in said:
            count.wrong.append(f"-o /proc/{name}: exit code {code}: {said[-300:]}")
        count.faults += 1
    bare = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": "/proc/none", "TMPDIR": str(home)}
    code = "import sys; sys.path.insert(0, {!r}); from tests.torture import faults; faults.without_home()"
    words = [sys.executable, "-c", code.format(str(ROOT))]
    done = subprocess.run(words, env=bare, capture_output=True, text=True, check=False, cwd=home)
    if done.returncode or "GEO_CACHE_DIR" not in done.stderr:
        count.wrong.append(f"no home: exit code {done.returncode}: {done.stderr[-300:]}")
    count.faults += 1


def without_home() -> None:
    """A place looked up where there is neither a home nor a cache folder."""
    from geo.places import Gazetteer, index, sources

    sources.entries = lambda: list(sources.curated())  # type: ignore[assignment]
    assert str(index.index_path()).startswith(os.environ["TMPDIR"])
    assert Gazetteer().geocode("At Tanf garrison") is not None


def two_at_once(home: Path, count: Count, rounds: int = 3) -> None:
    """Two processes build one index; in every other round one of them is killed."""
    task = Task("two builds at once", build_index, index_state, str)
    for nth in range(rounds):
        with fresh(home, task) as folder:
            both = [started(task, folder) for _ in range(2)]
            if nth % 2:
                time.sleep(0.3)
                os.kill(both[0], signal.SIGKILL)
            codes = [ended(one) for one in both]
            look(task, folder, {f"{ENTRIES} places"}, "both done", count)
            if codes[1] or codes[0] not in (0, -signal.SIGKILL):
                count.wrong.append(f"two builds at once: exit codes {codes}")
            count.faults += 1


def dask(home: Path, points: Path, seconds: float, rng: random.Random, count: Count) -> None:
    """A run on a cluster of its own, killed with all its workers; then the same folder filled to its end."""
    task = parts(points, "--engine", "dask")
    good, usual = whole(parts(points), home)[0], 6.0
    ends = time.monotonic() + seconds
    while True:
        kill_and_look(task, good, usual, home, rng, count)
        if time.monotonic() > ends:
            return


def torture(seconds: float, seed: int, *, with_dask: bool = True, told: Callable[[str], None] = print) -> Count:
    """All of it, within about so many seconds; the same seed gives the same moments."""
    rng, count = random.Random(seed), Count()
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch) / "home"
        home.mkdir()
        every = tasks(home)
        share = seconds * (0.8 if with_dask else 1.0) / len(every)
        for task in every:
            begun, kills = time.monotonic(), count.kills
            good, usual = whole(task, home)
            full_disk(task, home, count)
            while True:
                kill_and_look(task, good, usual * 1.05, home, rng, count)
                if time.monotonic() - begun > share:
                    break
            told(f"{task.name:38} {count.kills - kills:5} kills, {len(count.wrong)} wrong so far")
        unwritable(home, count)
        two_at_once(home, count)
        if with_dask:
            kills = count.kills
            dask(home, home / "points.parquet", seconds * 0.2, rng, count)
            told(f"{'geo check --engine dask':38} {count.kills - kills:5} kills, {len(count.wrong)} wrong so far")
    return count


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()

    count = torture(given.seconds, given.seed)
    for one in count.wrong:
        print("wrong:", one)
    print(json.dumps({"kills": count.kills, "while_writing": count.while_writing, "reruns": count.reruns,
                      "faults": count.faults, "lost": len(count.wrong), "seed": given.seed}))  # fmt: skip
    sys.exit(bool(count.wrong))


if __name__ == "__main__":
    main()
