"""Runs over parts: whole or not at all, gone on with, and the same whatever engine does them."""

import json
import os
import signal
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from geo.engines import engine_of
from geo.engines.folder import MANIFEST, count, fill, one_file
from geo.engines.job import Job, Result, account_in
from geo.engines.parts import files_of, parts_of
from geo.errors import OutputError, TableError

N, GROUP = 1_000, 300


@dataclass
class Doubled:
    """A batch function that doubles a column and counts even numbers."""

    broken_at: int = -1
    columns = ("n",)
    writing = {}  # noqa: RUF012

    def __call__(self, batch, first_row):
        n = batch.column(0).to_numpy()
        if self.broken_at in n:
            raise RuntimeError("broken")
        odd = np.flatnonzero(n % 2)
        counts = Counter({("n", "even"): int((n % 2 == 0).sum())})
        return Result(
            pa.table({"row": first_row + np.arange(n.size), "n": 2 * n}), counts, {"odd": [odd.size, *odd[:2].tolist()]}
        )


@pytest.fixture
def parts(tmp_path):
    for nth in range(2):
        numbers = np.arange(nth * N, (nth + 1) * N)
        pq.write_table(pa.table({"n": numbers, "x": numbers}), tmp_path / f"in-{nth}.parquet", row_group_size=GROUP)
    return parts_of(files_of([str(tmp_path / "in-*.parquet")]))


def written(folder):
    return pq.read_table(sorted(folder.glob("part-*.parquet"))).to_pydict()


WHOLE = {"row": list(range(2 * N)), "n": [2 * n for n in range(2 * N)]}


def ignore(_):
    """Nothing is to be told."""


def test_every_row_is_there_once_in_order(parts, tmp_path):
    seen = []
    summary = fill(engine_of("local"), Doubled(), parts, tmp_path / "out", {"a": 1}, seen.append)
    assert written(tmp_path / "out") == WHOLE
    assert summary.rows == 2 * N
    assert summary.counts == {"n even": N}
    assert seen == sorted(seen)
    assert seen[-1] == 2 * N
    manifest = json.loads((tmp_path / "out" / MANIFEST).read_text())
    assert [one["rows"] for one in manifest["parts"]] == [300, 300, 300, 100] * 2
    assert manifest["rows"] == 2 * N
    assert manifest["parameters"] == {"a": 1}


def test_rows_that_are_set_aside_are_named_by_file_and_row(parts):
    summary = count(engine_of("local"), Doubled(), parts, ignore)
    assert sum(at[0] for _, _, at in summary.faults) == N
    path, reason, (many, *rows) = summary.faults[1]
    assert (Path(path).name, reason, many, rows) == ("in-0.parquet", "odd", 150, [302, 304])


def test_one_file_is_the_parts_in_order(parts, tmp_path):
    one_file(engine_of("local"), Doubled(), parts, tmp_path / "out.parquet", ignore)
    assert pq.read_table(tmp_path / "out.parquet").to_pydict() == WHOLE


def test_a_run_that_stopped_goes_on_where_it_was(parts, tmp_path):
    out = tmp_path / "out"
    with pytest.raises(RuntimeError):
        fill(engine_of("local"), Doubled(broken_at=1_500), parts, out, {}, ignore)
    done = {path: path.stat().st_mtime_ns for path in out.glob("part-*.parquet")}
    assert 0 < len(done) < len(parts)
    assert not (out / MANIFEST).exists()
    fill(engine_of("local"), Doubled(), parts, out, {}, ignore)
    assert written(out) == WHOLE
    assert {path: path.stat().st_mtime_ns for path in done} == done
    assert not list(out.glob(".*"))


def test_half_a_file_is_written_anew(parts, tmp_path):
    out = tmp_path / "out"
    fill(engine_of("local"), Doubled(), parts, out, {}, ignore)
    half = sorted(out.glob("part-*.parquet"))[2]
    half.write_bytes(half.read_bytes()[:200])
    assert account_in(half) is None
    fill(engine_of("local"), Doubled(), parts, out, {}, ignore)
    assert written(out) == WHOLE


def test_another_run_is_not_mixed_in(parts, tmp_path):
    out = tmp_path / "out"
    fill(engine_of("local"), Doubled(), parts, out, {"zone": 1}, ignore)
    with pytest.raises(OutputError, match="another run"):
        fill(engine_of("local"), Doubled(), parts, out, {"zone": 2}, ignore)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine")
    with pytest.raises(OutputError, match="other files"):
        fill(engine_of("local"), Doubled(), parts, tmp_path / "mine", {}, ignore)
    with pytest.raises(OutputError):
        fill(engine_of("local"), Doubled(), parts, tmp_path / "in-0.parquet", {}, ignore)


def test_a_failed_single_file_leaves_the_old_one(parts, tmp_path):
    path = tmp_path / "out.parquet"
    path.write_bytes(b"old")
    with pytest.raises(RuntimeError):
        one_file(engine_of("local"), Doubled(broken_at=1_999), parts, path, ignore)
    assert path.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".")] == []


def test_inputs_that_are_none_are_named(tmp_path):
    with pytest.raises(TableError, match="no such file"):
        files_of([tmp_path / "absent.parquet"])
    (tmp_path / "a.csv").write_text("lat,lon\n1,2\n")
    with pytest.raises(TableError, match=r"reads \.parquet"):
        files_of([tmp_path / "a.csv"])
    (tmp_path / "b.parquet").write_bytes(b"no parquet")
    with pytest.raises(TableError, match=r"b\.parquet"):
        parts_of([tmp_path / "b.parquet"])
    for name, columns in (("c", {"n": [1]}), ("d", {"m": [1]})):
        pq.write_table(pa.table(columns), tmp_path / f"{name}.parquet")
    with pytest.raises(TableError, match="its columns"):
        parts_of([tmp_path / "c.parquet", tmp_path / "d.parquet"])
    pq.write_table(pa.table({"n": pa.array([], pa.int64())}), tmp_path / "e.parquet")
    with pytest.raises(TableError, match="no rows"):
        parts_of([tmp_path / "e.parquet"])


@pytest.mark.enable_socket
@pytest.mark.filterwarnings("ignore")  # of Dask's own threads, when a worker dies
def test_dask_gives_the_same_also_when_a_worker_is_killed(parts, tmp_path):
    from distributed import LocalCluster

    from .slowly import Slowly

    words = {
        "n_workers": 2,
        "threads_per_worker": 1,
        "dashboard_address": None,
        "silence_logs": 50,
        "host": "127.0.0.1",
    }
    with LocalCluster(**words) as cluster:
        victims = [next(iter(cluster.workers.values())).pid]

        def kill(_):
            if victims:
                os.kill(victims.pop(), signal.SIGKILL)

        engine = engine_of("dask", scheduler=cluster.scheduler_address)
        summary = fill(engine, Slowly(), parts, tmp_path / "out", {}, kill)
    assert not victims
    assert written(tmp_path / "out") == WHOLE
    assert summary.rows == 2 * N
    assert not list((tmp_path / "out").glob(".*"))


@pytest.mark.enable_socket
def test_a_scheduler_that_is_not_there_is_named():
    from geo.errors import InputError

    with pytest.raises(InputError, match="no Dask scheduler"):
        list(engine_of("dask", scheduler="tcp://127.0.0.1:1").map(str, [1]))


def test_a_job_without_a_folder_only_counts(parts):
    account = Job(Doubled())(parts[0])
    assert (account.rows, account.counts) == (300, {"n even": 150})
