"""Strings made to run, through every command and into every kind of output: nothing runs, nothing is written elsewhere.

    python tests/torture/hostile.py

The strings stand in ids, titles, places and cells of a table, in a report, and in the names of zones. Each output is
looked at as what would run it sees it: the map in Chromium, cells as a spreadsheet types them, standard output as a
terminal gets it, the folder above for files that do not belong there. The last line is one JSON object.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))
ZONE = ("--zone", "33.50583, 38.61778, 34 mi")
SCRIPT = "<script>(window.__ran=window.__ran||[]).push(1)</script>"
MORE = {
    "formulas": [
        "=1+1",
        "+cmd|' /C calc'!A0",
        "@SUM(1,1)",
        "-2+3+cmd|'/C calc'!A0",
        "\t=1+1",
        "\r=1+1",
        " =HYPERLINK(1)",
        "＝1+1",
        '=WEBSERVICE("http://127.0.0.1/"&A1)',
        "'=1+1",
        '"=1+1"',
    ],
    "terminal": [
        "\x1b[2J\x1b[H",
        "\x1b]0;title\x07",
        "\x1b]8;;file:///etc/passwd\x07x\x1b]8;;\x07",
        "a\rb",
        "a\x08\x08b",
        "\x9b2J",
        "\x1bP+q544e\x1b\\",
        "[bold red]x[/]",
        ":bomb:",
    ],
    "paths": [
        "../../escaped",
        "/tmp/escaped-absolute",
        "..\\..\\escaped",
        "a/../../b",
        "~/escaped",
        "$(touch escaped)",
        "`touch escaped`",
        "; touch escaped",
        "| touch escaped",
        "con",
        "%2e%2e%2fescaped",
        "file:///etc/passwd",
    ],
    "sql": ["'; DROP TABLE place; --", '" OR ""="', "x' UNION SELECT * FROM about --", "%' OR 1=1 --", "Robert');--"],
    "direction": ["abc\u202egnp.exe", "\u2066x\u2069", "\u200f\u061cabc", "a\u2028b\u2029c"],
    "jinja": [
        "{{ cycler.__init__.__globals__.os.popen('touch escaped').read() }}",
        "{% include '/etc/passwd' %}",
        "{#",
    ],
    "markup": [
        SCRIPT,
        f"]]>{SCRIPT}",
        f"<![CDATA[{SCRIPT}]]>",
        '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>&b;',
    ],
}
MEGABYTE = "<img src=x onerror=(window.__ran=[1])>" * 27_000
FORMS = ("csv", "json", "jsonl", "geojson", "gpkg", "fgb", "kml", "xlsx", "parquet")
_ESCAPES = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
_RUN = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")


def strings() -> list[str]:
    """All of them, those of the map's own tests first."""
    own = json.loads((ROOT / "tests" / "maps" / "hostile.json").read_text("utf-8"))
    return list(dict.fromkeys([row["text"] for row in own] + [one for group in MORE.values() for one in group]))


def table(texts: Sequence[str], path: Path) -> None:
    """One incident for each string, the string in every column that is shown."""
    with path.open("w", encoding="utf-8", errors="replace", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["id", "title", "date", "lat", "lon", "place", "actor", "kind", "note"])
        for nth, text in enumerate(texts):
            writer.writerow([f"{text} {nth}", text, "2017-06-08", 33.5, 38.6, text, text, text, text])


def zones(texts: Sequence[str], path: Path) -> None:
    """One zone for each string."""
    rows = [{"id": f"{text} {nth}", "name": text, "centre": "33.5, 38.6", "radius_text": "34 mi", "source": text}
            for nth, text in enumerate(texts)]  # fmt: skip
    path.write_text(json.dumps(rows), "utf-8")


def geo(*words: object, home: Path) -> subprocess.CompletedProcess[str]:
    """The command as a person runs it, in a folder below `home`."""
    (home / "work").mkdir(exist_ok=True)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "200"}
    return subprocess.run(
        [sys.executable, "-m", "geo", *map(str, words)],
        cwd=home / "work", env=environment, capture_output=True, text=True, errors="replace", check=False, timeout=300,
    )  # fmt: skip


def cells(path: Path) -> list[str]:
    """What a spreadsheet would type into its cells, as text."""
    if path.suffix == ".csv":
        csv.field_size_limit(1 << 30)
        with path.open(encoding="utf-8", newline="") as stream:
            return [cell for row in csv.reader(stream) for cell in row]
    import openpyxl

    sheet = openpyxl.load_workbook(path).active
    assert not [one for row in sheet for one in row if one.data_type == "f"], "a formula in the workbook"
    return [one.value for row in sheet for one in row if isinstance(one.value, str)]


def runs(cell: str) -> bool:
    """Whether a spreadsheet would take a cell for a formula."""
    return bool(_RUN.match(cell)) and not re.fullmatch(r"\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*", cell)


def in_browser(page: Path) -> list[str]:
    """What ran, was asked for or was complained of while a page was opened and every card of it looked at."""
    from selenium import webdriver

    from tests.browser.conftest import CHROMIUM, DRIVER, FLAGS, Tab

    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM or ""
    for flag in (*FLAGS, f"--user-data-dir={page.parent / 'profile'}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))
    try:
        tab = Tab(driver, page)
        ready = tab.ready()
        tab.run("for (const row of document.querySelectorAll('#list button[data-index]')) row.click()")
        ran = tab.run("return window.__ran || null")
        found = [*(["the map is not ready"] if not ready else []), *([f"ran: {ran}"] if ran else [])]
        asked = [
            url for url in tab.requests() if not url.startswith(("chrome://", "data:"))
        ]  # its own page; no request
        return found + [f"asked for {url}" for url in asked] + [f"console: {one}" for one in tab.console()]
    finally:
        driver.quit()


def elsewhere(home: Path) -> list[str]:
    """Files beside the folder that was named, and traces of a shell."""
    allowed = {"work", "in", "profile", "map.html"}
    found = [one.name for one in home.iterdir() if one.name not in allowed]
    found += [str(one) for one in (Path("/tmp/escaped-absolute"), Path("~/escaped").expanduser()) if one.exists()]
    return found + [str(one) for one in home.rglob("*escaped*")]


def index_digest() -> str:
    """Of the place index that names are looked up in."""
    from geo.places import index

    return hashlib.sha256(index.open_index().path.read_bytes()).hexdigest()


def file_of(form: str, texts: Sequence[str], home: Path) -> list[str]:
    """What would run, or was lost, in a file of verdicts; no spreadsheet's cell holds a megabyte."""
    source, out = home / "in" / ("short.csv" if form == "xlsx" else "a.csv"), home / "work" / f"out.{form}"
    done = geo("check", source, "--zones", home / "in" / "zones.json", "-o", out, home=home)
    if done.returncode not in {0, 3}:
        return [f"exit code {done.returncode}: {done.stderr[-300:]}"]
    found = [f"reaches the terminal: {one!r}" for one in _ESCAPES.findall(done.stderr)]
    if form in {"csv", "xlsx"}:
        found += [f"a cell runs: {cell[:80]!r}" for cell in cells(out) if runs(cell)]
    if form == "json":
        ids = {row["id"] for row in json.loads(out.read_text("utf-8"))}
        found += [] if len(ids) == len(texts) else [f"{len(ids)} of {len(texts)} incidents came through"]
    return found


def prepare(texts: Sequence[str], home: Path) -> None:
    """The inputs that hold the strings."""
    (home / "in").mkdir()
    table(texts, home / "in" / "a.csv")
    table([one for one in texts if one != MEGABYTE], home / "in" / "short.csv")
    zones(texts[:: max(1, len(texts) // 8)], home / "in" / "zones.json")


def torture(texts: Sequence[str], *, browser: bool, told: Callable[[str], None] = print) -> tuple[int, list[str]]:
    """How many pairs of string and output were tried, and what ran or got out."""
    wrong: list[str] = []
    tried = 0
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch)
        prepare(texts, home)
        before = index_digest()

        def seen(name: str, found: Sequence[str], many: int = len(texts)) -> None:
            nonlocal tried
            tried += many
            wrong.extend(f"{name}: {one[:200]}" for one in found)
            told(f"{name:28} {many:5} strings, {len(found)} wrong")

        source = home / "in" / "a.csv"
        for form in FORMS:
            seen(f"geo check -o .{form}", file_of(form, texts, home))
        words_of = [one for one in texts if one and one[0] != "-" and "\0" not in one and one != MEGABYTE]
        for words in (
            ("check", source, *ZONE, "--format", "table"),
            ("triage", source, *ZONE),
            ("explain", source, f"{texts[0]} 0", *ZONE),
            ("locate", "--format", "table", *words_of),
        ):
            done = geo(*words, home=home)
            found = [f"reaches the terminal: {one!r}" for one in _ESCAPES.findall(done.stdout + done.stderr)]
            found += [done.stderr[-300:]] if "Traceback" in done.stderr else []
            seen(f"geo {words[0]}, the terminal", found)
        report = home / "in" / "report.txt"
        report.write_text(
            "".join(f"On 8 June 2017 {text} struck two trucks near At Tanf. " for text in texts), "utf-8", "replace"
        )
        done = geo("read", report, "-o", home / "work" / "draft.csv", home=home)
        found = [f"a cell runs: {cell[:80]!r}" for cell in cells(home / "work" / "draft.csv") if runs(cell)]
        seen("geo read -o .csv", found + ([done.stderr[-300:]] if "Traceback" in done.stderr else []))
        for name, more in (("map", ()), ("map --public", ("--public",))):
            done = geo("map", source, "--zones", home / "in" / "zones.json", *more, "-o", home / "map.html", home=home)
            found = [] if done.returncode in (0, 3) else [done.stderr[-300:]]
            seen(f"geo {name}", found + (in_browser(home / "map.html") if browser and not found else []))
        seen("files elsewhere", elsewhere(home))
        seen("the place index", [] if index_digest() == before else ["has changed"])
    return tried, wrong


def main() -> None:
    from tests.browser.conftest import CHROMIUM, DRIVER

    browser = bool(CHROMIUM and DRIVER)
    tried, wrong = torture([*strings(), MEGABYTE], browser=browser)
    if not browser:
        print("no Chromium here: the maps were written and not opened")
    for one in wrong:
        print("wrong:", one)
    print(json.dumps({"strings": len(strings()) + 1, "tried": tried, "executed": len(wrong), "browser": browser}))
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
