"""Wheel and sdist, each installed in a clean environment, run `geo demo --open` far from any checkout.

    python tests/packages/installed.py

`make test-packages` runs it; it needs a package index for the dependencies. The last of the three environments is
uv's own, as `uvx incident-mapper demo --open` makes it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]


def built(folder: Path) -> dict[str, Path]:
    """The wheel and the sdist of this checkout."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-t", "sdist", "-d", str(folder)]
    subprocess.run(command, cwd=CHECKOUT, check=True, stdout=subprocess.DEVNULL)
    return {"wheel": next(folder.glob("*.whl")), "sdist": next(folder.glob("*.tar.gz"))}


def environment(folder: Path, *packages: str | Path) -> Path:
    """The folder of commands of a fresh environment that holds `packages`."""
    venv.create(folder, with_pip=True)
    pip = [folder / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages]
    subprocess.run(pip, check=True, env=clean())
    return folder / "bin"


def clean(**more: str) -> dict[str, str]:
    """This process's environment without what would lead Python back to the checkout."""
    return {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "VIRTUAL_ENV")} | more


def demonstrated(command: list[str], scratch: Path) -> None:
    """Run `command demo --open` in an empty folder; raise AssertionError unless verdicts, map and browser are there."""
    scratch.mkdir()
    browser = scratch / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {scratch}/shown\n', "utf-8")
    browser.chmod(0o755)
    given = clean(BROWSER=f"{browser} %s", GEO_CACHE_DIR=str(scratch / "cache"))
    ran = subprocess.run(
        [*command, "demo", "--open"], cwd=scratch, env=given, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    page = scratch / "at-tanf" / "map.html"
    assert (scratch / "shown").read_text("utf-8").strip() == page.as_uri(), "the browser was not shown the map"
    assert page.read_bytes().startswith(b"<!DOCTYPE html>")
    assert "indeterminate" in ran.stdout, ran.stdout
    changed = subprocess.run([*command, "check", "at-tanf", "--format", "csv"], cwd=scratch, env=given,
                             capture_output=True, text=True, check=True)  # fmt: skip
    assert changed.stdout.count("\n") >= 8, changed.stdout


def main() -> None:
    """Wheel by pip, sdist by pip, wheel by uv."""
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name).resolve()
        packages = built(scratch / "dist")
        for kind, package in packages.items():
            commands = environment(scratch / kind, package)
            demonstrated([str(commands / "geo")], scratch / f"{kind}-demo")
            print(f"{package.name}: installs, and `geo demo --open` shows its map", flush=True)
        uv = environment(scratch / "uv", "uv")
        demonstrated([str(uv / "uvx"), "--quiet", "--from", str(packages["wheel"]), "incident-mapper"], scratch / "uvx")
        print("uvx incident-mapper demo --open: shows its map")


if __name__ == "__main__":
    main()
