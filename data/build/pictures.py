"""Draw the case to maps/ and photograph it for the README, light and dark. Needs Chromium."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

import geo

MAPS = Path(__file__).parents[2] / "maps"
CASE = Path(__file__).parents[1] / "at-tanf"
QUIET = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--virtual-time-budget=4000",
    "--window-size=1280,800",
]


def photograph(page: Path, picture: Path, *, dark: bool) -> None:
    """A PNG of the page as Chromium shows it, 1280 by 800 pixels."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        raise SystemExit("no Chromium is installed; the pictures stay as they are")
    theme = ["--blink-settings=preferredColorScheme=0"] if dark else []
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [chromium, *QUIET, *theme, f"--user-data-dir={profile}", f"--screenshot={picture}", page.as_uri()],
            check=True,
            capture_output=True,
            timeout=120,
        )


if __name__ == "__main__":
    incidents = geo.read(CASE)
    page = MAPS / "at-tanf.html"
    geo.draw(incidents, geo.read_zones(CASE / "zones.csv")).save(page)
    photograph(page, MAPS / "at-tanf.png", dark=False)
    photograph(page, MAPS / "at-tanf-dark.png", dark=True)
    print(f"drew {page.name}, at-tanf.png and at-tanf-dark.png")
