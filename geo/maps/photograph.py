"""A picture of a page, taken by a browser that is installed here, with the network cut."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from geo.errors import OutputError

BROWSERS: Final = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge",
)  # fmt: skip
ELSEWHERE: Final = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
FLAGS: Final = (
    "--headless=new", "--disable-gpu", "--hide-scrollbars", "--no-first-run", "--disable-quic", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--host-resolver-rules=MAP * ~NOTFOUND",
    "--virtual-time-budget=5000",
)  # fmt: skip
PATIENCE_S: Final = 120.0


def find_browser() -> str | None:
    """The path of a browser that can take pictures; None when there is none."""
    on_path = (shutil.which(name) for name in BROWSERS)
    return next((path for path in (*on_path, *ELSEWHERE) if path and Path(path).exists()), None)


def photograph(page: Path, picture: Path, *, width: int = 1280, height: int = 800, dark: bool = False) -> None:
    """Write a PNG of an HTML file, all of it or nothing.

    Raises OutputError when there is no browser, when it takes no picture, or when the picture cannot be written.
    """
    browser = find_browser()
    if browser is None:
        raise OutputError(f"{picture}: a picture needs a browser, and none of {', '.join(BROWSERS)} is on the PATH")
    flags = [*FLAGS, *(["--blink-settings=preferredColorScheme=0"] if dark else [])]
    if sys.platform == "linux" and os.geteuid() == 0:
        flags.append("--no-sandbox")  # Chromium refuses to run as root with it
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        taken = Path(folder) / "picture.png"
        command = [
            browser, *flags, f"--user-data-dir={folder}/profile", f"--window-size={width},{height}",
            f"--screenshot={taken}", page.resolve().as_uri(),
        ]  # fmt: skip
        try:
            done = subprocess.run(command, capture_output=True, timeout=PATIENCE_S, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise OutputError(f"{picture}: {browser} took no picture ({type(error).__name__})") from error
        if not taken.exists():
            last = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
            raise OutputError(f"{picture}: {browser} took no picture{': ' + last[0] if last else ''}")
        from geo.files import write_atomically

        write_atomically(str(picture), taken.read_bytes())
