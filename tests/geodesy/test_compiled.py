import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from geo.geodesy import compiled, loops, membership, within

from .circles import discs, ring_points

numba = pytest.importorskip("numba", reason="numba is not installed: the compiled form is not tested")


@pytest.fixture
def fresh():
    compiled._compiled.cache_clear()
    yield
    compiled._compiled.cache_clear()


def test_who_decides_which_form(monkeypatch, fresh):
    loop = loops.decide_table
    monkeypatch.setenv("GEO_COMPILED", "0")
    assert compiled.compiled(loop, 10**9) is None
    monkeypatch.setenv("GEO_COMPILED", "1")
    assert compiled.compiled(loop, 1) is not None
    monkeypatch.delenv("GEO_COMPILED")
    assert compiled.compiled(loop, 1) is not None  # numba has been imported anyway
    monkeypatch.delitem(sys.modules, "numba")
    assert compiled.compiled(loop, compiled._WORTH - 1) is None
    assert compiled.compiled(loop, compiled._WORTH) is not None


def test_without_numba_numpy_does_the_work(monkeypatch, fresh):
    monkeypatch.setenv("GEO_COMPILED", "1")
    monkeypatch.setattr(compiled, "find_spec", lambda _: None)
    assert compiled.compiled(loops.decide_polynomial, 10**9) is None
    assert within(np.full(300, 38.6), np.full(300, 33.5), 38.6, 33.5, 1000.0).all()


def test_without_a_folder_for_the_machine_code_it_is_not_kept(monkeypatch, fresh):
    asked = []

    def njit(*, cache=False, **options):
        asked.append(cache)
        if cache:
            raise RuntimeError("cannot cache function: no locator available")
        return lambda loop: loop

    monkeypatch.setattr(numba, "njit", njit)
    monkeypatch.setenv("GEO_COMPILED", "1")
    assert compiled.compiled(loops.decide_table, 1) is loops.decide_table
    assert asked == [True, False]


def test_few_points_do_not_import_numba():
    code = (
        "import sys, numpy as np; from geo.geodesy import within; "
        "within(np.full(9999, 38.6), np.full(9999, 33.5), 38.6, 33.5, 1e3); sys.exit('numba' in sys.modules)"
    )
    given = {name: value for name, value in os.environ.items() if name != "GEO_COMPILED"}
    assert subprocess.run([sys.executable, "-c", code], env=given, check=False).returncode == 0


def test_machine_code_and_plain_loops_agree(monkeypatch):
    """Also on what is no coordinate, wherever in a block it stands."""
    monkeypatch.setenv("GEO_COMPILED", "1")
    rng = np.random.default_rng(81)
    fitted = membership._fitted(38.6, 33.5, 54_717.7)
    wide = membership._binned(38.6, 89.8, 54_717.7, 64)
    table = (wide.centre_lon, wide.south, wide.north, wide.per_degree, wide.low, wide.high)
    for loop, numbers, disc in (
        (loops.decide_polynomial, membership._numbers(fitted), (38.6, 33.5, 54_717.7)),
        (loops.decide_table, table, (38.6, 89.8, 54_717.7)),
    ):
        lon, lat = ring_points(rng, *disc, 2500, exponents=(1.0, 9.0))
        for bad in (None, (np.nan, 33.0), (38.0, np.nan), (38.0, 91.0), (800.0, 33.0), (np.inf, 0.0)):
            if bad is not None:
                lon[1700], lat[1700] = bad
            answers = []
            for one in (loop, compiled.compiled(loop, 1)):
                inside, undecided = np.zeros(2500, bool), np.zeros(2500, np.intp)
                found = one(lon, lat, inside, undecided, *numbers)
                answers.append((found, inside.tolist(), undecided[:found].tolist()) if found >= 0 else found)
            assert answers[0] == answers[1]
            assert (answers[0] == -1) == (bad is not None)


def test_both_forms_say_the_same_of_the_same_points(monkeypatch):
    rng = np.random.default_rng(82)
    for disc in discs(rng, 60, smallest_m=100.0, largest_m=1.5e7):
        lon, lat = ring_points(rng, *disc, 2000, exponents=(2.0, 12.0))
        lon[::3] += 360.0
        said = []
        for form in "01":
            monkeypatch.setenv("GEO_COMPILED", form)
            said.append(within(lon, lat, *disc))
        assert np.array_equal(*said)


def test_threads_do_not_get_into_each_others_way(form):
    rng = np.random.default_rng(83)
    some = discs(rng, 8, smallest_m=1e4, largest_m=1e7) * 4
    points = [ring_points(rng, *disc, 20_000, exponents=(1.0, 6.0)) for disc in some]
    alone = [within(*at, *disc) for at, disc in zip(points, some, strict=True)]
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(lambda at, disc: within(*at, *disc), points, some))
    assert all(map(np.array_equal, alone, together))
