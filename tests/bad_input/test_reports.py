"""Bad reports: what cannot be read is set aside by name, and the sound one goes on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from geo.cli import app


def test_two_gigabytes_of_report_are_set_aside(tmp_path: Path) -> None:
    with (tmp_path / "large.txt").open("wb") as stream:
        stream.truncate(2 << 30)
    (tmp_path / "ok.txt").write_text("On 8 June 2017 coalition aircraft struck two trucks near At Tanf, Syria.")
    done = CliRunner().invoke(app, ["read", str(tmp_path), "--format", "json"])
    assert done.exit_code == 3
    assert f"set aside: {tmp_path / 'large.txt'}: is 2.0 GiB" in done.stderr
    assert len(json.loads(done.stdout)["incidents"]) == 1


REPORTS = {
    "UTF-16 without its mark": ("On 8 June trucks were hit.".encode("utf-16-le"), "UTF-16 without a byte-order mark"),
    "nothing": (b"", "is empty"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(50), "a PNG picture"),
    "an id that stands already": (b"---\nid: ok\n---\nTrucks were hit.", "its id 'ok' is also that of"),
    "a header never closed": (b"---\ntitle: x\nTrucks were hit.", "never closed"),
    "published twice over": (b"---\npublished: 08/06/2017\n---\nTrucks were hit.", "reads two ways"),
}


@pytest.mark.parametrize(("data", "says"), REPORTS.values(), ids=REPORTS)
def test_a_bad_report_is_set_aside_and_the_sound_one_goes_on(data: bytes, says: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("---\nid: ok\n---\nOn 8 June 2017 aircraft struck two trucks near At Tanf, Syria.")
    (tmp_path / "bad.txt").write_bytes(data)
    done = CliRunner().invoke(app, ["read", str(tmp_path), "--format", "json"])
    assert done.exit_code == 3
    assert f"set aside: {tmp_path / 'bad.txt'}: " in done.stderr
    assert says in done.stderr
    assert len(json.loads(done.stdout)["incidents"]) == 1
