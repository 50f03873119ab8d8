import threading

import pytest

from geo.engines import engine_of
from geo.engines.local import Local
from geo.errors import InputError


def test_results_come_in_order():
    assert list(Local(3).map(lambda n: n * n, range(50))) == [n * n for n in range(50)]


def test_several_run_at_a_time():
    both = threading.Barrier(2, timeout=10)
    assert list(Local(2).map(lambda _: both.wait() >= 0, range(2))) == [True, True]


def test_things_are_taken_no_sooner_than_needed():
    taken = []

    def things():
        for n in range(100):
            taken.append(n)
            yield n

    results = Local(2).map(str, things())
    assert next(results) == "0"
    assert len(taken) <= 4


def test_an_exception_ends_the_run():
    with pytest.raises(ZeroDivisionError):
        list(Local(2).map(lambda n: 1 / (n - 3), range(10)))


def test_engines_by_name():
    assert isinstance(engine_of("local"), Local)
    with pytest.raises(InputError, match="local, dask"):
        engine_of("spark")
    with pytest.raises(InputError, match="scheduler"):
        engine_of("local", scheduler="tcp://127.0.0.1:8786")
