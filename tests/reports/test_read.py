"""Reports with and without a header, in the encodings people save them in."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.errors import InputError, TableError
from geo.reports import read_report, read_reports

HEADER = "---\nid: r1\ntitle: A drone: shot down\npublished: {}\npublisher: 'The Paper'\nauthor: x\n---\n"
BODY = "It fell near At Tanf – on Thursday.\n"


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_header_and_body(encoding: str, tmp_path: Path) -> None:
    report = read_report(write(tmp_path / "a.md", HEADER.format("8 June 2017") + BODY, encoding))
    assert report.text == BODY
    assert (report.id, report.title, report.published) == ("r1", "A drone: shot down", "2017-06-08")
    assert (report.publisher, report.url, report.path) == ("The Paper", "", str(tmp_path / "a.md"))


def test_without_a_header_the_file_names_the_report(tmp_path: Path) -> None:
    report = read_report(write(tmp_path / "drone.txt", BODY))
    assert (report.id, report.text, report.published) == ("drone", BODY, "")


def test_dashes_that_open_no_header_are_text(tmp_path: Path) -> None:
    text = "---\nIt fell near At Tanf.\n"
    assert read_report(write(tmp_path / "a.txt", text)).text == text


BAD = {
    "ambiguous date": (HEADER.format("08/06/2017") + BODY, ["published", "2017-06-08", "2017-08-06"]),
    "no such day": (HEADER.format("2017-06-31") + BODY, ["published", "no day of the calendar"]),
    "more than a day": (HEADER.format("June 2017") + BODY, ["published", "more than one day"]),
    "open header": ("---\ntitle: x\n" + BODY, ["line 1", "never closed"]),
    "no entry": ("---\ntitle: x\nnonsense\n---\n" + BODY, ["line 3", "key: value"]),
    "slip of the pen": ("---\npublised: 2017-06-08\n---\n" + BODY, ["'publised'", "'published'"]),
    "header alone": (HEADER.format("2017-06-08"), ["no text below"]),
    "empty": ("", ["is empty"]),
    "binary": ("\x00\x01\x02\x03" * 50, ["is not text"]),
}


@pytest.mark.parametrize(("text", "said"), BAD.values(), ids=BAD)
def test_refused_by_name_and_the_others_go_on(text: str, said: list[str], tmp_path: Path) -> None:
    bad, good = write(tmp_path / "bad.md", text), write(tmp_path / "good.md", BODY)
    with pytest.raises(InputError):
        read_report(bad)
    reports, rejections = read_reports(tmp_path)
    assert [report.path for report in reports] == [str(good)]
    assert len(rejections) == 1
    assert all(part in str(rejections[0]) for part in [str(bad), *said]), str(rejections[0])


def test_an_id_stands_once(tmp_path: Path) -> None:
    for name in ("a.md", "b.md"):
        write(tmp_path / name, HEADER.format("2017-06-08") + BODY)
    reports, rejections = read_reports([tmp_path / "a.md", tmp_path / "b.md"])
    assert len(reports) == 1
    assert "a.md" in rejections[0].reason
    assert rejections[0].source.endswith("b.md")


def test_a_folder_without_reports(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="holds no report"):
        read_reports(tmp_path)
    reports, rejections = read_reports([tmp_path / "absent.md"])
    assert not reports
    assert "no such file" in rejections[0].reason
