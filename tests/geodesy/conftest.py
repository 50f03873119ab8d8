from importlib.util import find_spec

import pytest


@pytest.fixture(params=["numpy", "numba"])
def form(request, monkeypatch):
    """Both forms of the inner loops, one after the other."""
    if request.param == "numba" and find_spec("numba") is None:
        pytest.skip("numba is not installed: the compiled form is not tested")
    monkeypatch.setenv("GEO_COMPILED", "1" if request.param == "numba" else "0")
    return request.param
