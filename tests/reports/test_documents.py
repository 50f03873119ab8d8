from __future__ import annotations

from pathlib import Path

from geo.reports import read_documents


def test_lines_and_reports_in_order(tmp_path: Path) -> None:
    lines, report = tmp_path / "a.jsonl", tmp_path / "b.txt"
    lines.write_text('{"doc_id": 7, "text": "one"}\n\n{"doc_id": "x", "text": "two", "more": 1}\n')
    report.write_text("three")
    found, refused = read_documents([lines, report])
    assert [(one.doc_id, one.text) for one in found] == [(7, "one"), ("x", "two"), ("b", "three")]
    assert refused == []


def test_what_cannot_be_read_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    lines = tmp_path / "a.jsonl"
    lines.write_text('{"doc_id": 1}\nnot json\n[1]\n{"text": "no id"}\n{"doc_id": 2, "text": "good"}\n' + "[" * 99_999)
    found, refused = read_documents([lines, tmp_path / "absent.txt"])
    assert [one.doc_id for one in found] == [2]
    assert [one.where for one in refused] == ["line 1", "line 2", "line 3", "line 4", "line 6", ""]
    assert "no such file" in refused[-1].reason
