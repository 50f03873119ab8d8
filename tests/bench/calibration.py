"""How well the doubt holds: localities whose true coordinates are known, against the regions drawn from the words.

    python tests/bench/calibration.py ROWS.jsonl [--profile military_log] [--per-form] [--misses N]

ROWS.jsonl: one {"date", "locality", "province", "country", "lat", "lon"} per line. Rows that name several targets are
left out; every share is of the rest. Read: the grammar found at least one clause of a known form; a text of which it
made only "unread" pieces, a bare code ("91AL5") among them, does not count. Resolved: it became a location.
Coverage: share of the true positions inside the region of that level. Log density: mean natural logarithm of the robust
density per square metre.
The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np

from geo.geodesy import distance_m
from geo.localities import locate, parse
from geo.places import Gazetteer
from geo.values import Location

LEVELS = (50, 80, 90, 95)


def one_target(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for row in rows if len(parse(row["locality"]).targets) == 1]


def is_read(text: str) -> bool:
    return any(clause.form != "unread" for target in parse(text).targets for clause in target)


def measure(row: dict[str, Any], location: Location) -> dict[str, Any]:
    lon, lat = row["lon"], row["lat"]
    anchor = location.place
    return {
        "form": location.clauses[0].form,
        "error_m": float(distance_m(location.lon, location.lat, lon, lat)),
        "anchor_m": float(distance_m(anchor.lon, anchor.lat, lon, lat)) if anchor else float("nan"),
        "level": float(location.region.level(lon, lat)),
        "density": float(location.region.density(lon, lat)),
    }


def summary(marks: list[dict[str, Any]]) -> dict[str, Any]:
    errors = np.array([mark["error_m"] for mark in marks]) / 1000
    anchors = np.array([mark["anchor_m"] for mark in marks]) / 1000
    levels = np.array([mark["level"] for mark in marks])
    densities = np.maximum([mark["density"] for mark in marks], 1e-18)
    return {
        "median_km": round(float(np.median(errors)), 2),
        "p90_km": round(float(np.quantile(errors, 0.9)), 2),
        "anchor_median_km": round(float(np.nanmedian(anchors)), 2),
        "coverage": {str(level): round(float(np.mean(levels <= level / 100)), 4) for level in LEVELS},
        "log_density": round(float(np.mean(np.log(densities))), 3),
    }


def table(title: str, n: int, figures: dict[str, Any]) -> str:
    cover = "  ".join(f"{level}: {share:6.1%}" for level, share in figures["coverage"].items())
    return (
        f"{title:<14} n {n:4d}  median {figures['median_km']:7.2f} km  p90 {figures['p90_km']:8.2f} km  "
        f"anchor alone {figures['anchor_median_km']:7.2f} km  inside {cover}  log density {figures['log_density']:7.2f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", type=Path)
    parser.add_argument("--profile", default="military_log")
    parser.add_argument("--per-form", action="store_true")
    parser.add_argument(
        "--misses", type=int, default=0, metavar="N", help="list N rows without a location, and the N worst"
    )
    options = parser.parse_args()
    rows = [json.loads(line) for line in options.rows.read_text(encoding="utf-8").splitlines() if line.strip()]
    single = one_target(rows)
    texts = [row["locality"] for row in single]
    found = locate(
        texts, gazetteer=Gazetteer(), countries=[row.get("country") or "" for row in single], profile=options.profile
    )
    placed = [(row, place) for row, place in zip(single, found, strict=True) if isinstance(place, Location)]
    marks = [measure(row, place) for row, place in placed]
    show_misses(single, found, placed, marks, options.misses)
    forms: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for mark in marks:
        forms[mark["form"]].append(mark)
    if options.per_form:
        for form, group in sorted(forms.items(), key=lambda item: -len(item[1])):
            print(table(form, len(group), summary(group)))
    figures = summary(marks)
    read = sum(is_read(text) for text in texts) / len(texts)
    print(table("all", len(marks), figures))
    print(f"rows {len(rows)}, one target {len(single)}, read {read:.1%}, resolved {len(marks) / len(single):.1%}")
    print(json.dumps({"profile": options.profile, "rows": len(rows), "one_target": len(single), "read": round(read, 4),
                      "resolved": round(len(marks) / len(single), 4), **figures}))  # fmt: skip


def show_misses(single: Any, found: Any, placed: Any, marks: Any, n: int) -> None:
    if not n:
        return
    lost = [
        (row["locality"], miss.reason)
        for row, miss in zip(single, found, strict=True)
        if not isinstance(miss, Location)
    ]
    for text, reason in list(dict.fromkeys(lost))[:n]:
        print(f"unlocated  {text!r}: {reason}")
    worst = sorted(zip(placed, marks, strict=True), key=lambda pair: -pair[1]["error_m"])[:n]
    for (row, place), mark in worst:
        anchor = f"{place.place.name} ({place.place.country})" if place.place else "coordinates"
        print(f"{mark['error_m'] / 1000:8.1f} km  level {mark['level']:.3f}  {row['locality']!r} -> {anchor}")


if __name__ == "__main__":
    main()
