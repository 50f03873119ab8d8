"""How soon a map of many incidents can be used, and how it moves, beside folium's own layers.

    python tests/bench/map.py [--n 10000 100000] [--rounds 3] [--peers-up-to 1000000] [--seed 0]

Makes incidents with a text each, clustered as reports are, and their verdicts; builds `geo.draw` and folium's
layers from them, each in one file that needs no network (Leaflet and Leaflet.markercluster stand inside), and opens
them in turn in headless Chromium. Figures are medians of the rounds:
build_s (tables already checked), mb, ready_s (from the start of the navigation), pan_fps (median frame while a mouse
drags), pan_worst_ms, card_ms (from the release of the button to the right card), step_ms (one step of the timeline's
handle, painting included), dead_px (columns without a drop of ink that came into view while dragging). The last line
is one JSON object. `--n 1000000` takes some minutes, most of them folium's.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import shutil
import statistics
import subprocess
import sys
import tarfile
import tempfile
import time
from importlib.resources import files
from pathlib import Path
from typing import Any

import folium
import numpy as np
import pandas as pd
from folium.plugins import FastMarkerCluster

from geo import draw
from geo.frames import CONTAINMENT, INCIDENTS, ZONES, conform
from geo.geodesy import GEOD

LON, LAT, RADIUS_M = 38.61778, 33.50583, 34 * 1609.344
CLUSTER = "leaflet.markercluster@1.5.3"
MARKERS_MOST, GEOJSON_MOST = 10_000, 100_000
"""folium's slower layers get at most this many: beyond, opening them takes minutes."""
CARDS, DRAGS = 7, 60

Tables = tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]


def tables(n: int, seed: int) -> Tables:
    """INCIDENTS, ZONES and CONTAINMENT of n incidents; four in five lie around 300 towns, the larger the more."""
    rng = np.random.default_rng(seed)
    size = 1 / np.arange(1, 301)
    town = rng.choice(300, n, p=size / size.sum())
    lon = rng.uniform(30, 50, 300)[town] + rng.normal(0, 0.12, n)
    lat = rng.uniform(24, 40, 300)[town] + rng.normal(0, 0.1, n)
    loose = rng.random(n) < 0.2
    lon[loose], lat[loose] = rng.uniform(28, 52, loose.sum()), rng.uniform(22, 42, loose.sum())
    number = pd.Series(np.arange(n)).astype(str).to_numpy(dtype=object)
    actor = np.array(["US", "Russia", "Turkey", "Israel", "the coalition", "the army"], dtype=object)[
        rng.integers(0, 6, n)
    ]
    doubt = rng.choice([500.0, 1609.344, 5000.0, 20000.0], n)
    day = pd.date_range("2014-01-01", "2024-12-31").strftime("%Y-%m-%d").to_numpy(dtype=object)
    first = rng.integers(0, len(day) - 5, n)
    incidents = pd.DataFrame({
        "id": "i" + number, "title": actor + " says strike no. " + number + " hit a convoy", "actor": actor,
        "kind": rng.choice(np.array(["airstrike", "shelling", "raid"], dtype=object), n), "lon": lon, "lat": lat,
        "uncertainty_m": doubt, "date_start": day[first], "date_end": day[first + rng.integers(0, 4, n)],
    })  # fmt: skip
    zones = pd.DataFrame({
        "id": ["zone"], "name": ["al-Tanf deconfliction zone"], "centre": ["At Tanf"], "lon": [LON], "lat": [LAT],
        "radius_m": [RADIUS_M], "radius_text": ["34 mi"],
    })  # fmt: skip
    distance = GEOD.inv(lon, lat, np.full(n, LON), np.full(n, LAT))[2] - RADIUS_M
    names = np.array(["inside", "outside", "indeterminate"], dtype=object)
    verdict = names[np.where(distance < -doubt, 0, np.where(distance > doubt, 1, 2))]
    p = np.where(verdict == "inside", 1.0, np.where(verdict == "outside", 0.0, rng.random(n)))
    verdicts = pd.DataFrame({
        "incident_id": incidents["id"], "zone_id": "zone", "verdict": verdict, "spatial": verdict,
        "temporal": "in_force", "p_inside": p, "p_literal": p, "p_low": p, "p_high": p, "distance_m": distance,
        "stable": True, "basis": "computed", "reason": "The whole region of doubt lies " + verdict + ".",
    })  # fmt: skip
    return conform(incidents, INCIDENTS), conform(zones, ZONES), conform(verdicts, CONTAINMENT)


# ---- the pages


def build(name: str, given: Tables, folder: Path, plugin: dict[str, str]) -> tuple[Path, float]:
    path, start = folder / f"{name}.html", time.perf_counter()
    if name == "geo.draw":
        draw(*given).save(path)
    else:
        save_peer(PEERS[name](given[0]), path, plugin if name == "FastMarkerCluster" else {})
    return path, time.perf_counter() - start


def fast_marker_cluster(incidents: pd.DataFrame) -> list[Any]:
    rows = list(zip(incidents["lat"].tolist(), incidents["lon"].tolist(), incidents["title"].tolist(), strict=True))
    say = "const box = document.createElement('div'); box.textContent = row[2]; return box;"
    return [FastMarkerCluster(rows, callback=f"(row) => L.marker(row).bindPopup(() => {{ {say} }})")]


def markers(incidents: pd.DataFrame) -> list[Any]:
    rows = zip(incidents["lat"], incidents["lon"], incidents["title"], strict=True)
    return [folium.Marker([lat, lon], tooltip=title) for lat, lon, title in rows]


def geojson(incidents: pd.DataFrame) -> list[Any]:
    rows = zip(incidents["lon"], incidents["lat"], incidents["title"], strict=True)
    features = [
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [lon, lat]}, "properties": {"title": title}}
        for lon, lat, title in rows
    ]
    collection = {"type": "FeatureCollection", "features": features}
    return [folium.GeoJson(collection, marker=folium.CircleMarker(radius=4), tooltip=folium.GeoJsonTooltip(["title"]))]


PEERS = {"FastMarkerCluster": fast_marker_cluster, "GeoJson": geojson, "Marker": markers}
MOST = {"GeoJson": GEOJSON_MOST, "Marker": MARKERS_MOST}


def save_peer(layers: list[Any], path: Path, plugin: dict[str, str]) -> None:
    """A folium.Map of these layers, its scripts and styles inside the file."""
    drawn = folium.Map(location=[33, 40], zoom_start=5, tiles=None, prefer_canvas=True)
    drawn.default_js, drawn.default_css = [], []
    for layer in layers:
        layer.default_js, layer.default_css = [], []
        drawn.add_child(layer)
    page = drawn.get_root().render()
    assets = files("geo.maps") / "assets"
    scripts = [(assets / "leaflet.js").read_text("utf-8"), plugin.get("js", "")]
    styles = [(assets / "leaflet.css").read_text("utf-8"), plugin.get("css", "")]
    head = "".join(f"<style>{text}</style>" for text in styles) + "".join(
        f"<script>{text}</script>" for text in scripts
    )
    usable = (
        "<script>requestAnimationFrame(() => setTimeout(() => { document.documentElement.dataset.ready = 'true'; }))"
    )
    path.write_text(
        page.replace("<head>", "<head>" + head, 1).replace("</html>", usable + "</script></html>"), encoding="utf-8"
    )


def cluster_plugin(folder: Path) -> dict[str, str]:
    """Leaflet.markercluster from npm; nothing where there is no npm."""
    npm = shutil.which("npm")
    if npm is None:
        return {}
    subprocess.run([npm, "pack", "--silent", CLUSTER], cwd=folder, check=True, capture_output=True)
    with tarfile.open(next(folder.glob("leaflet.markercluster-*.tgz"))) as archive:
        read = {name: archive.extractfile(f"package/dist/{name}") for name in (
            "leaflet.markercluster.js", "MarkerCluster.css", "MarkerCluster.Default.css")}  # fmt: skip
        text = {name: file.read().decode("utf-8") for name, file in read.items() if file is not None}
    return {"js": text.pop("leaflet.markercluster.js"), "css": "".join(text.values())}


# ---- the browser


class Browser:
    """A headless Chromium without a network, 1280 x 800."""

    def __init__(self, profile: Path) -> None:
        from selenium import webdriver

        options = webdriver.ChromeOptions()
        options.binary_location = next(
            filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome")))
        )
        flags = ("headless=new", "no-sandbox", "disable-gpu", "no-first-run", "disable-background-networking",
                 "host-resolver-rules=MAP * ~NOTFOUND", f"user-data-dir={profile}", "window-size=1280,800")  # fmt: skip
        for flag in flags:
            options.add_argument(f"--{flag}")
        options.page_load_strategy = "none"
        self.driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(shutil.which("chromedriver")))
        self.driver.set_script_timeout(120)
        self.run = self.driver.execute_script

    def open(self, path: Path) -> float:
        """Open a page; seconds from the start of the navigation until it can be used."""
        self.driver.get("about:blank")
        self.driver.get(path.as_uri())
        deadline = time.monotonic() + 300
        while time.monotonic() < deadline:
            ready = self.run(_READY)
            if ready:
                return float(ready) / 1000
            time.sleep(0.01)
        raise SystemExit(f"{path.name}: not usable within 300 s")

    def mouse(self, kind: str, x: float, y: float) -> None:
        event = {
            "type": kind,
            "x": x,
            "y": y,
            "button": "left",
            "buttons": int(kind != "mouseReleased"),
            "clickCount": 1,
        }
        self.driver.execute_cdp_cmd("Input.dispatchMouseEvent", event)

    def drag(self, across: float) -> dict[str, float]:
        """Drag the map's middle; frames while it moves, and how wide a strip of it ever stood empty."""
        name = self.run("return Object.keys(window).find((key) => window[key] instanceof L.Map)")
        box = self.run(
            f"const b = {name}.getContainer().getBoundingClientRect(); return [b.left, b.top, b.width, b.height]"
        )
        self.run(_RECORD, name)
        x, y = box[0] + box[2] * 0.8, box[1] + box[3] / 2
        self.mouse("mousePressed", x, y)
        for step in range(1, DRAGS + 1):
            self.mouse("mouseMoved", x - across * step / DRAGS, y + 40 * step / DRAGS)
        self.mouse("mouseReleased", x - across, y + 40)
        frames, dead = self.run("window.__recording = false; return [window.__frames, window.__dead]")
        gaps = [b - a for a, b in itertools.pairwise(frames)]
        return {"pan_fps": 1000 / statistics.median(gaps), "pan_worst_ms": max(gaps), "dead_px": dead}

    def card(self, lon: float, lat: float, title: str) -> float:
        """Milliseconds from the release of the button over an incident to its card."""
        self.run("document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));"
                 "map_incidents.setView([arguments[0], arguments[1]], 17, { animate: false })", lat, lon)  # fmt: skip
        x, y = self.run("const p = map_incidents.latLngToContainerPoint([arguments[0], arguments[1]]),"
                        "b = map_incidents.getContainer().getBoundingClientRect(); return [p.x + b.left, p.y + b.top]",
                        lat, lon)  # fmt: skip
        self.run(_AWAIT_CARD, title)
        self.mouse("mousePressed", x, y)
        self.mouse("mouseReleased", x, y)
        deadline = time.monotonic() + 5
        while time.monotonic() < deadline:
            taken = self.run("return window.__card || null")
            if taken is not None:
                return float(taken)
            time.sleep(0.005)
        raise SystemExit(
            f"no card said {title!r}; it said {self.run('return document.querySelector(`#card`).innerText')!r}"
        )

    def step(self) -> float:
        """Milliseconds of one step of the timeline's right handle, until its pixels stand."""
        return float(statistics.median(self.driver.execute_async_script(_STEPS)))


_READY = """
return document.documentElement.dataset.ready === 'true' && location.protocol === 'file:' ? performance.now() : 0
"""
_RECORD = """
const map = window[arguments[0]];
window.__frames = []; window.__dead = 0; window.__recording = true;
const look = (now) => {
  window.__frames.push(now);
  const sheet = document.querySelector('canvas.sheet'), frame = map.getContainer().getBoundingClientRect();
  if (sheet) {
    const at = sheet.getBoundingClientRect();
    const across = Math.max(at.left - frame.left, frame.right - at.right);
    window.__dead = Math.max(window.__dead, across, at.top - frame.top, frame.bottom - at.bottom);
  }
  if (window.__recording) requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""
_AWAIT_CARD = """
const title = arguments[0], card = document.querySelector('#card');
window.__card = null;
let start = null;
document.addEventListener('mouseup', () => { start = performance.now(); }, { capture: true, once: true });
const watch = new MutationObserver(() => {
  if (start === null || !card.querySelector('h2') || card.querySelector('h2').textContent !== title) return;
  window.__card = performance.now() - start;
  watch.disconnect();
});
watch.observe(card, { childList: true, subtree: true, attributes: true });
"""
_STEPS = """
const handle = document.querySelector('#to'), sheets = [...document.querySelectorAll('canvas.sheet, #bars')], out = [];
const done = arguments[0];
handle.focus();
const frame = () => new Promise((go) => { requestAnimationFrame(() => go(performance.now())); });
(async () => {
  for (let i = 0; i < 11; i += 1) {
    const begun = frame(), start = performance.now();
    handle.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft', bubbles: true, cancelable: true }));
    const taken = performance.now() - start, painted = frame();  // what the step leaves to the next frame
    const [from, to] = [await begun, await painted];
    const flush = performance.now();
    for (const sheet of sheets) sheet.getContext('2d').getImageData(0, 0, 1, 1);
    out.push(taken + to - from + performance.now() - flush);
  }
  done(out);
})();
"""


# ---- the comparison


def measure(
    n: int, options: argparse.Namespace, browser: Browser, folder: Path, plugin: dict[str, str]
) -> dict[str, Any]:
    given = tables(n, options.seed)
    peers = [name for name in PEERS if n <= min(MOST.get(name, n), options.peers_up_to)]
    names = ["geo.draw", *(name for name in peers if plugin or name != "FastMarkerCluster")]
    pages, found = {}, {}
    for name in names:
        pages[name], taken = build(name, given, folder, plugin)
        found[name] = {"build_s": taken, "mb": os.path.getsize(pages[name]) / 1e6}
    rounds: dict[str, list[dict[str, float]]] = {name: [] for name in names}
    picks = np.random.default_rng(options.seed).choice(n, CARDS, replace=False)
    for _ in range(options.rounds):
        for name in names:
            one = {"ready_s": browser.open(pages[name]), **browser.drag(900.0)}
            if name == "geo.draw":
                one["step_ms"] = browser.step()
                rows = given[0].iloc[picks]
                browser.run("document.querySelector('#all').click()")
                one["card_ms"] = statistics.median(
                    browser.card(row.lon, row.lat, row.title) for row in rows.itertuples()
                )
            rounds[name].append(one)
    for name in names:
        for key in rounds[name][0]:
            found[name][key] = statistics.median(one[key] for one in rounds[name])
    return found


COLUMNS = ("build_s", "mb", "ready_s", "pan_fps", "pan_worst_ms", "dead_px", "card_ms", "step_ms")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--n", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peers-up-to", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    result: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        plugin = cluster_plugin(folder)
        if not plugin:
            print("no npm: without Leaflet.markercluster, FastMarkerCluster is left out", file=sys.stderr)
        browser = Browser(folder / "profile")
        try:
            for n in options.n:
                result[str(n)] = found = measure(n, options, browser, folder, plugin)
                print(f"{n:,} incidents\n  {'':20}" + "".join(f"{name:>14}" for name in COLUMNS))
                for name, row in found.items():
                    cells = (f"{row[key]:14.2f}" if key in row else f"{'':14}" for key in COLUMNS)
                    print(f"  {name:20}" + "".join(cells))
                if "FastMarkerCluster" in found:
                    peer = found["FastMarkerCluster"]
                    sooner = result["times_sooner"] = peer["ready_s"] / found["geo.draw"]["ready_s"]
                    print(f"  usable {sooner:.1f} times sooner than FastMarkerCluster")
        finally:
            browser.driver.quit()
    print(json.dumps(result))


if __name__ == "__main__":
    main()
