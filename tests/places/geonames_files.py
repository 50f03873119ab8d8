"""Files in the layout of GeoNames' downloads, for the tests and the bench."""

from __future__ import annotations

import random
import unicodedata
import zipfile
from collections.abc import Iterable
from pathlib import Path

HOSTILE = (
    # name, alternate names, lat, lon, class, code, country, admin1, population
    ("Raqqa", "", 33.10, 43.70, "T", "HLL", "IQ", "01", 0),
    ("Raqqa", "", 31.90, 44.40, "H", "WAD", "IQ", "", 0),
    ("Raqqa", "Ar Raqqah", 36.60, 38.90, "S", "FRM", "SY", "04", 0),
    ("Raqqa", "", 33.40, 43.20, "P", "PPL", "IQ", "01", 0),
    ("Ar Raqqah", "Raqqa,Rakka", 36.90, 40.60, "P", "PPL", "SY", "01", 0),
    ("Rakka", "", 35.20, 36.40, "S", "FRM", "SY", "10", 0),
    ("Latakia", "", 38.10, -97.20, "S", "FRM", "US", "KS", 0),
    ("Latakia", "", 34.70, 39.90, "T", "HLL", "SY", "07", 0),
    ("Latakia", "", 38.20, -85.10, "P", "PPL", "US", "KY", 40),
    ("Al Lādhiqīyah", "Latakia", 34.90, 37.10, "H", "WAD", "SY", "11", 0),
    ("At Tanf", "", 33.20, 41.10, "T", "HLL", "IQ", "01", 0),
    ("At Tanf", "Tanf", 33.90, 38.10, "H", "WAD", "SY", "11", 0),
    ("Tanf", "At Tanf,al-Tanf", 35.60, 39.20, "P", "PPL", "SY", "04", 0),
    ("At Tanf", "", 33.507, 38.615, "S", "INSM", "SY", "11", 0),
    ("Tanf", "At Tanf", 31.20, 42.20, "P", "PPL", "IQ", "01", 0),
    ("At Tanf", "", 36.80, 41.20, "P", "PPL", "SY", "02", 0),
    ("Aleppo Airport", "Aleppo", 41.90, -77.10, "S", "AIRF", "US", "PA", 0),
    ("Mosul Dam", "Mosul", 30.10, 47.20, "S", "DAM", "IQ", "02", 0),
    ("Palmyra", "", 36.70, 42.10, "S", "INSM", "IQ", "15", 0),
    ("Mosul", "", 47.90, 11.60, "V", "FRST", "DE", "02", 0),
    ("Syria", "", -3.10, 39.10, "P", "PPL", "KE", "", 0),
    ("Homs", "", 44.10, -80.20, "R", "RD", "CA", "08", 0),
)
FURTHER = (
    ("Khirbat Qafrin", "Qafrin,خربة قفرين", 35.1234, 38.4321, "P", "PPL", "SY", "04", 0),
    ("Tall Qafrin", "", 35.3, 38.5, "T", "HLL", "SY", "04", 0),
    ("Wādī Zamrud", "", 33.8, 38.2, "H", "WAD", "SY", "11", 0),
    ("Zelbara", "", 34.0, 36.0, "P", "PPL", "SY", "", 0),
    ("Zelbara", "", 36.0, 41.0, "P", "PPL", "SY", "", 0),
    ("Quxborough", "", 51.5, -1.2, "P", "PPL", "GB", "ENG", 120),
    ("Quxborough", "", 44.0, -72.0, "P", "PPL", "US", "VT", 0),
    ("Latakia Qux Airport", "", 35.55, 35.85, "S", "AIRP", "SY", "", 0),
    ("Nahiyat Vexil", "", 34.2, 38.9, "A", "ADM3", "SY", "11", 9_000_000),
    ("Syria", "", 35.0, 38.0, "A", "PCLI", "SY", "00", 22_000_000),
)
FOUR = (
    ("Zelbara", "Zelbara al Kubra,Sultanabad,ZLB", 34.0, 36.0, "P", "PPL", "SY", "11", 0),
    ("Al Qafrīn", "", 35.0, 38.0, "P", "PPL", "SY", "04", 90),
    ("Qafrin", "", 35.5, 38.5, "T", "HLL", "SY", "04", 0),
    ("Vexil Air Base", "", 34.5, 38.2, "S", "AIRB", "SY", "", 0),
)
Row = tuple[str, str, float, float, str, str, str, str, int]


def place(number: int, row: Row) -> str:
    """One line of allCountries."""
    name, others, lat, lon, letter, code, country, admin1, people = row
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    cells = [
        str(number), name, plain, others, f"{lat:.5f}", f"{lon:.5f}", letter, code, country, "", admin1, "", "", "",
        str(people), "", "431", "Asia/Damascus", "2026-03-04",
    ]  # fmt: skip
    return "\t".join(cells)


def name(number: int, place_id: int, text: str, language: str = "en", *, historic: bool = False, to: str = "") -> str:
    """One line of alternateNamesV2."""
    return "\t".join([str(number), str(place_id), language, text, "", "", "", "1" if historic else "", "", to])


def write(path: Path, lines: Iterable[str]) -> Path:
    """The lines as a file, zipped as GeoNames does where the name ends so."""
    text = "".join(line + "\n" for line in lines)
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("readme.txt", "columns of the table " * 100)
            archive.writestr(path.with_suffix(".txt").name, text)
    else:
        path.write_text(text, encoding="utf-8")
    return path


_SYLLABLES = (
    *("al", "ba", "ca", "da", "el", "fa", "ga", "ha", "in", "ja", "ka", "la", "ma", "na", "or", "pa", "qa", "ra", "sa"),
    *("ta", "ur", "va", "wa", "xa", "ya", "za", "kh", "sh", "dh", "gh", "bir", "tell", "deir", "um", "ab", "mu"),
)
_KINDS = (*[("P", "PPL")] * 9, *(("T", "HLL"), ("S", "FRM"), ("H", "WAD"), ("H", "STM"), ("S", "SCH"), ("A", "ADM3")))
_LANDS = ("SY", "IQ", "US", "CN", "FR", "TR", "IR", "MX", "RU", "NO", "IN", "BR")
_ACCENTS = str.maketrans("aeiu", "āéīū")
COMMON = "San José"
"""Every fiftieth generated place."""


def four_places(folder: Path, name: str = "SY.zip") -> Path:
    """A dump of `FOUR`."""
    return write(folder / name, [place(n, row) for n, row in enumerate(FOUR, start=1)])


def _word(rng: random.Random) -> str:
    return "".join(rng.choices(_SYLLABLES, k=rng.randint(2, 4))).capitalize()


def generate(folder: Path, rows: int, seed: int = 5) -> tuple[Path, Path]:
    """allCountries.txt of `rows` places and alternateNamesV2.txt of twice as many names, and their web addresses."""
    rng = random.Random(seed)
    places, names = folder / "allCountries.txt", folder / "alternateNamesV2.txt"
    with places.open("w", encoding="utf-8") as one, names.open("w", encoding="utf-8") as two:
        for n in range(rows):
            own = COMMON if n % 50 == 0 else " ".join(_word(rng) for _ in range(rng.randint(1, 2)))
            own = own.translate(_ACCENTS) if n % 3 == 0 else own
            letter, code = rng.choice(_KINDS)
            people = rng.choice((0, 0, 0, 0, 120, 700, 9_000)) if letter == "P" else 0
            lat, lon = rng.uniform(-60, 75), rng.uniform(-180, 180)
            others = [_word(rng), _word(rng)]
            number = 20_000_000 + n
            row = (own, ",".join(others), lat, lon, letter, code, _LANDS[n * len(_LANDS) // rows], "05", people)
            one.write(place(number, row) + "\n")
            for k, other in enumerate(others):
                two.write(name(3 * n + k, number, other, rng.choice(("en", "ar", "fr")), historic=n % 20 == 0) + "\n")
            if n % 10 == 0:
                two.write(name(3 * n + 2, number, "https://en.wikipedia.org/wiki/X", "link") + "\n")
    return places, names
