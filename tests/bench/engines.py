"""How fast very large tables go through containment, beside reading and writing the same columns with pyarrow alone.

    python tests/bench/engines.py [--n 2000000] [--rounds 3] [--folder FOLDER] [--no-dask]

Makes a Parquet file of points with dates and doubts (row groups of a million) and one disc that began on a day. First
the answers: verdicts of a sample equal `geo.check`'s, and of all points equal `pyproj.Geod.inv`'s where no doubt
reaches the edge. Then, in turns, medians of the rounds: `read` (pyarrow reads the columns), `write` (pyarrow writes the
result's columns, texts as dictionaries), `check` (`geo.batches.check_parts` on threads), `summary` (counts only), and
on two local Dask workers `dask`, and `killed`, in which one worker is killed in the middle and the result compared.
Shares are of throughput: of reading and writing for `check`, of reading for `summary`, of `check` for `dask`. The
last line is one JSON object.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

import geo
from geo.batches import check_parts
from geo.geodesy import GEOD

LON, LAT, RADIUS_M = 38.61778, 33.50583, 34 * 1609.344
READ = ["lon", "lat", "uncertainty_m", "date"]
TEXTS = ["zone_id", "verdict", "spatial", "temporal", "applies", "basis", "stated", "flips", "reason", "trace"]
SAMPLE = 2_000


def make(path: Path, n: int) -> None:
    rng = np.random.default_rng(0)
    days = np.datetime64("2014-01-01") + np.arange(3650)
    columns = {
        "id": np.arange(n), "lat": rng.uniform(30, 37, n), "lon": rng.uniform(35, 42, n),
        "uncertainty_m": rng.choice([1.0, 50.0, 500.0], n), "date": days[rng.integers(0, 3650, n)],
    }  # fmt: skip
    pq.write_table(pa.table(columns), path, row_group_size=1 << 20)


def check_answers(path: Path, zones: Any, found: pa.Table, folder: Path) -> None:
    table = pq.read_table(path)
    lon, lat, doubt = (table[name].to_numpy() for name in ("lon", "lat", "uncertainty_m"))
    n = len(lon)
    distance = np.empty(n)
    for at in range(0, n, 1 << 20):
        part = slice(at, at + (1 << 20))
        size = lon[part].size
        distance[part] = GEOD.inv(np.full(size, LON), np.full(size, LAT), lon[part], lat[part])[2]
    spatial = found["spatial"].to_numpy()
    far = np.abs(distance - RADIUS_M) > 4 * doubt
    wrong = int(np.count_nonzero((spatial[far] == "inside") != (distance[far] <= RADIUS_M)))
    assert not wrong, f"{wrong} points are on the wrong side"
    at = np.sort(np.random.default_rng(1).choice(n, min(n, SAMPLE), replace=False))
    pq.write_table(table.take(at), folder / "sample.parquet")
    slow = geo.check(geo.read(folder / "sample.parquet"), zones)
    assert slow["verdict"].tolist() == found["verdict"].take(at).to_pylist(), "verdicts differ from geo.check's"


def result(folder: Path) -> pa.Table:
    return pq.read_table(sorted(folder.glob("part-*.parquet")), read_dictionary=TEXTS)


def run(path: Path, zones: Any, out: Path | None, **words: Any) -> float:
    if out is not None:
        shutil.rmtree(out, ignore_errors=True)
    start = time.perf_counter()
    check_parts([path], zones, output=out, **words)
    return time.perf_counter() - start


def plain_read(path: Path) -> float:
    start = time.perf_counter()
    pq.read_table(path, columns=READ)
    return time.perf_counter() - start


def plain_write(table: pa.Table, folder: Path) -> float:
    start = time.perf_counter()
    pq.write_table(table, folder / "plain.parquet")
    return time.perf_counter() - start


def peak_mb(path: Path, zone: str, folder: Path) -> float:
    """Most memory of the command line's own process, MB."""
    out = folder / "memory"
    shutil.rmtree(out, ignore_errors=True)
    code = (
        "import sys; from geo.cli import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print(open('/proc/self/status').read().split('VmHWM:')[1].split()[0], file=sys.stderr)"
    )
    command = [sys.executable, "-c", code, "check", str(path), "--zone", zone, "-o", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return float(done.stderr.split()[-1]) / 1024


def with_dask(path: Path, zones: Any, folder: Path, rounds: int, right: pa.Table) -> dict[str, float]:
    from distributed import LocalCluster

    words = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None, "silence_logs": 50}
    taken = []
    with LocalCluster(**words) as cluster:
        for _ in range(rounds):
            taken.append(run(path, zones, folder / "dask", engine="dask", scheduler=cluster.scheduler_address))
    assert result(folder / "dask").drop(["reason"]).equals(right.drop(["reason"])), "Dask's result differs"
    with LocalCluster(**words) as cluster:
        victims = [worker.pid for worker in cluster.workers.values()][:1]

        def kill(done: int) -> None:
            if done and victims:
                os.kill(victims.pop(), signal.SIGKILL)

        @contextmanager
        def killing(_label: str, _size: int) -> Iterator[Callable[[int], None]]:
            yield kill

        folder_, address = folder / "killed", cluster.scheduler_address
        killed = run(path, zones, folder_, engine="dask", scheduler=address, progress=killing)
    assert not victims
    assert result(folder / "killed").drop(["reason"]).equals(right.drop(["reason"])), "a lost worker changed it"
    return {"dask": statistics.median(taken), "killed": killed}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--n", type=int, default=2_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--folder", type=Path, default=None, help="where to work; a disk in memory gives steadier times"
    )
    parser.add_argument("--no-dask", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as scratch:
        folder = Path(scratch)
        path, zone = folder / "points.parquet", f"{LAT}, {LON}, 34 mi"
        make(path, options.n)
        zones = geo.zone(f"{LAT}, {LON}", "34 mi", valid_from="2016-01-01")
        run(path, zones, folder / "out")
        right = result(folder / "out")
        check_answers(path, zones, right, folder)
        rounds: dict[str, list[float]] = {name: [] for name in ("read", "write", "check", "summary")}
        for _ in range(options.rounds):
            rounds["read"].append(plain_read(path))
            rounds["check"].append(run(path, zones, folder / "out"))
            rounds["write"].append(plain_write(right, folder))
            rounds["summary"].append(run(path, zones, None))
        seconds = {name: statistics.median(taken) for name, taken in rounds.items()}
        if not options.no_dask:
            seconds |= with_dask(path, zones, folder, options.rounds, right)
        memory = peak_mb(path, zone, folder)
    shares = {
        "check": (seconds["read"] + seconds["write"]) / seconds["check"],
        "summary": seconds["read"] / seconds["summary"],
        **({"dask": seconds["check"] / seconds["dask"]} if "dask" in seconds else {}),
    }
    print(f"{options.n:,} points; the command line's peak memory {memory:.0f} MB")
    for name, taken in seconds.items():
        share = f"{shares[name]:8.2f} of the throughput" if name in shares else ""
        print(f"  {name:8} {taken:8.2f} s {options.n / taken / 1e6:8.1f} million/s {share}")
    print(json.dumps({"points": options.n, "seconds": seconds, "shares": shares, "peak_mb": memory, "wrong": 0}))


if __name__ == "__main__":
    main()
