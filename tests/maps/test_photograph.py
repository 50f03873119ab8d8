import os
import stat

import pytest

from geo.errors import OutputError
from geo.maps import draw, photograph, picture


def browser_that(folder, does):
    """A stand-in on the PATH: a shell script that knows where the picture shall go."""
    path = folder / "chromium"
    path.write_text(
        f'#!/bin/sh\nfor one in "$@"; do case $one in --screenshot=*) at=${{one#*=}};; esac; done\n{does}\n'
    )
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


@pytest.fixture
def only(tmp_path, monkeypatch):
    """A PATH that holds nothing but a shell and what the test puts there."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}")
    monkeypatch.setattr(photograph, "ELSEWHERE", ())
    return folder


def test_without_a_browser_the_error_says_what_is_looked_for(only, tables, tmp_path):
    with pytest.raises(OutputError, match=r"none of chromium, .*google-chrome.*msedge is on the PATH"):
        picture(draw(*tables), tmp_path / "map.png")
    assert not (tmp_path / "map.png").exists()


@pytest.mark.skipif(os.name != "posix", reason="the stand-in is a shell script")
def test_what_the_browser_took_is_written(only, tables, tmp_path):
    browser_that(only, 'printf picture > "$at"')
    picture(draw(*tables), tmp_path / "map.png")
    assert (tmp_path / "map.png").read_bytes() == b"picture"


@pytest.mark.skipif(os.name != "posix", reason="the stand-in is a shell script")
def test_a_browser_that_takes_none_is_quoted_and_the_old_picture_stays(only, tables, tmp_path):
    browser_that(only, "echo no display here >&2; exit 3")
    (tmp_path / "map.png").write_bytes(b"old")
    with pytest.raises(OutputError, match="took no picture: no display here"):
        picture(draw(*tables), tmp_path / "map.png")
    assert (tmp_path / "map.png").read_bytes() == b"old"
