"""Reading again: what a person changed stays, what is new is marked, nothing vanishes."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest

from geo import pipeline
from geo.drafting import write_draft
from geo.incidents import write_table
from geo.incidents.keeping import keep, note_down, sidecar, told_apart

HERE = Path(__file__).parent / "texts" / "situations"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    home = tmp_path / "reports"
    home.mkdir()
    for name in ("mali-ambush", "tanker-boarding"):
        (home / f"{name}.txt").write_bytes((HERE / f"{name}.txt").read_bytes())
    return home


def read(folder: Path) -> list[dict[str, str]]:
    table = folder.parent / "incidents.csv"
    apart = told_apart(table)
    write_draft(pipeline.draft(folder, apart=apart), table, apart=apart)
    return rows(table)


def rows(table: Path) -> list[dict[str, str]]:
    with table.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def write(folder: Path, changed: list[dict[str, str]]) -> None:
    with (folder.parent / "incidents.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(changed[0]))
        writer.writeheader()
        writer.writerows(changed)


def test_the_first_reading_marks_all_as_new(folder: Path) -> None:
    assert {row["review"] for row in read(folder)} == {"new"}
    assert sidecar(folder.parent / "incidents.csv").exists()


def test_an_untouched_table_comes_out_as_it_was(folder: Path) -> None:
    first = read(folder)
    assert [{**row, "review": "new"} for row in read(folder)] == first


def test_a_changed_cell_stays_and_the_rest_is_renewed(folder: Path) -> None:
    table = read(folder)
    table[0]["actor"] = "unknown gunmen"
    write(folder, table)
    again = read(folder)
    assert (again[0]["actor"], again[0]["review"]) == ("unknown gunmen", "edited: actor")
    assert {row["review"] for row in again[1:]} == {""}
    assert read(folder)[0]["actor"] == "unknown gunmen"


def test_a_row_by_hand_stays(folder: Path) -> None:
    table = read(folder)
    write(folder, [*table, {**dict.fromkeys(table[0], ""), "id": "mine", "title": "my own"}])
    again = read(folder)
    assert ("mine", "by hand") in {(row["id"], row["review"]) for row in again}


def test_a_row_that_was_taken_out_stays_out(folder: Path) -> None:
    table = read(folder)
    write(folder, table[1:])
    assert [row["id"] for row in read(folder)] == [row["id"] for row in table[1:]]


def test_a_new_report_adds_marked_rows_and_a_lost_one_drops_none(folder: Path) -> None:
    before = read(folder)
    (folder / "bus-ravine.txt").write_bytes((HERE / "bus-ravine.txt").read_bytes())
    (folder / "tanker-boarding.txt").unlink()
    after = read(folder)
    assert len(after) == len(before) + 1
    assert [row["kind"] for row in after if row["review"] == "new"] == ["crash"]
    assert [row["kind"] for row in after if row["review"] == "not found again"] == ["boarding"]


def test_without_the_sidecar_every_row_counts_as_by_hand(folder: Path) -> None:
    table = read(folder)
    sidecar(folder.parent / "incidents.csv").unlink()
    again = read(folder)
    assert [row["id"] for row in again] == [row["id"] for row in table]
    assert {row["review"] for row in again} == {"by hand"}


def test_a_merge_is_undone_by_naming_a_report(folder: Path) -> None:
    (folder / "sahel-second.txt").write_bytes((HERE / "sahel-second.txt").read_bytes())
    table = read(folder)
    assert len(table) == 4
    for row in table:
        if row["reports"] == "2":
            row["split"] = "sahel-second"
    write(folder, table)
    again = read(folder)
    assert len(again) == 5
    assert {row["reports"] for row in again} == {"1"}
    assert len(read(folder)) == 5


def test_words_that_a_spreadsheet_would_run_are_not_taken_for_an_edit(tmp_path: Path) -> None:
    path = tmp_path / "incidents.csv"
    made = [
        {"id": "a", "title": "=HYPERLINK(1)", "note": "'Ain Issa", "actor": "'=1", "merged": '[{"telling": "r:1"}]'}
    ]
    for _ in range(3):
        kept = keep(path, made)
        write_table(pd.DataFrame(kept.rows, columns=kept.columns), path, format="csv")
        note_down(path, made, [])
    (row,) = rows(path)
    assert (row["title"], row["note"], row["actor"]) == ("'=HYPERLINK(1)", "'Ain Issa", "''=1")
    assert row["review"] == ""
    path.write_text(path.read_text("utf-8").replace("'Ain Issa", "Ain Issa"), "utf-8")
    (row,) = keep(path, made).rows
    assert (row["title"], row["note"], row["review"]) == ("=HYPERLINK(1)", "Ain Issa", "edited: note")


@pytest.mark.parametrize("step", ["geo.incidents.write_table", "geo.incidents.keeping.note_down"])
def test_a_run_killed_between_its_two_files_costs_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """Before the table is written, or after it and before the file beside it says so."""
    later = (folder / "tanker-boarding.txt").read_text()
    (folder / "tanker-boarding.txt").unlink()
    first = read(folder)
    write(folder, [{**row, "title": "Our own title"} for row in first])
    # What the killed reading brings: a new row, and other values for one that is there.
    (folder / "tanker-boarding.txt").write_text(later)
    (folder / "mali-ambush-again.txt").write_text((folder / "mali-ambush.txt").read_text())
    with monkeypatch.context() as patch:
        patch.setattr(step, _killed)
        with pytest.raises(KeyboardInterrupt):
            read(folder)
    after = read(folder)
    assert len(after) > len(first)
    assert [row["title"] for row in after[: len(first)]] == ["Our own title"] * len(first)
    assert [row["review"] for row in after[: len(first)]] == ["edited: title"] * len(first)
    assert after[0]["reports"] == "2"


def _killed(*_: object, **__: object) -> None:
    raise KeyboardInterrupt
