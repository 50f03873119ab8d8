"""Photograph the committed map of the case for the README, light and dark. Needs Chromium or one of its kin."""

from __future__ import annotations

from pathlib import Path

from geo.errors import OutputError
from geo.maps.photograph import photograph

MAPS = Path(__file__).parents[2] / "maps"


def main() -> None:
    page = MAPS / "at-tanf.html"
    try:
        photograph(page, MAPS / "at-tanf.png")
        photograph(page, MAPS / "at-tanf-dark.png", dark=True)
    except OutputError as error:
        raise SystemExit(f"{error}; the pictures stay as they are") from error
    print("drew at-tanf.png and at-tanf-dark.png")


if __name__ == "__main__":
    main()
