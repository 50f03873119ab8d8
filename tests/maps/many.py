"""Tables of many made-up incidents: every verdict, date and doubt that the packed page must tell apart."""

import json

import numpy as np
import pandas as pd

from geo.frames import CONTAINMENT, INCIDENTS, ZONES, conform

VERDICTS = ("inside", "outside", "indeterminate", "not_in_force", "unlocated")
TEMPORAL = ("in_force", "before", "after", "disputed", "undated")


def incidents(n, seed=0):
    """INCIDENTS of n rows: some without a place or a day, some before 1970 and after 2038, on every longitude."""
    rng = np.random.default_rng(seed)
    lon, lat = rng.uniform(-180, 180, n), rng.uniform(-89.9, 89.9, n)
    near = rng.random(n) < 0.5
    lon[near], lat[near] = rng.normal(38.6, 0.5, near.sum()), rng.normal(33.5, 0.4, near.sum())
    lon, lat = lon.round(4), lat.round(4)  # a fifth digit could round up to the next fourth one
    gone = rng.random(n) < 0.03
    lon[gone] = np.nan
    lat[gone] = np.nan
    first = rng.integers(-30_000, 40_000, n)
    last = first + rng.integers(0, 60, n) * (rng.random(n) < 0.3)
    start, end = ((np.datetime64("1970-01-01") + days).astype(str).astype(object) for days in (first, last))
    start[rng.random(n) < 0.04] = ""
    end[(start == "") & (rng.random(n) < 0.7)] = ""
    start[n // 3], end[n // 3] = "early 1967", ""
    frame = pd.DataFrame({
        "id": [f"row-{k}" for k in rng.permutation(n)],
        "title": [f"No. {k}: они сообщают “{k * 7919 % 10007}”" if k % 9 else "" for k in range(n)],
        "kind": rng.choice(["airstrike", "shelling", ""], n), "actor": rng.choice(["one side", "the other"], n),
        "counts": [json.dumps([{"what": "killed", "low": k % 3, "best": k % 5, "high": k % 7}]) for k in range(n)],
        "date_start": start, "date_end": end, "date_text": rng.choice(["Thursday", ""], n),
        "place_text": rng.choice(["near the base", ""], n), "place_name": rng.choice(["At Tanf", ""], n),
        "country": rng.choice(["SY", ""], n), "lon": lon, "lat": lat,
        "uncertainty_m": rng.choice([30.0, 450.0, 1609.344, 9432.0, 26800.0, 2_500_000.0, np.nan], n),
        "precision": rng.choice([1.0, 2.0, 3.0, np.nan], n, p=[0.6, 0.2, 0.1, 0.1]),
        "unlocated_reason": np.where(gone, "no such place", ""), "reports": rng.integers(0, 4, n),
        "independent_sources": rng.integers(0, 3, n), "claim_status": rng.choice(["claimed_one_side", "contested"], n),
        "evidence": [json.dumps([{"quote": f"they said {k}", "said_by": "a clerk"}]) for k in range(n)],
        "note": rng.integers(0, 5, n), "score": rng.choice([1.0, 2.5, np.nan], n),
    })  # fmt: skip
    return conform(frame, INCIDENTS)


def zones():
    """ZONES: two discs."""
    rows = {
        "id": ["a", "b"], "name": ["Zone A", "Zone B"], "lon": [38.6, 40.0], "lat": [33.5, 34.0],
        "radius_m": [54_717.7, 20_000.0], "radius_text": ["34 mi", "20 km"], "centre": ["the base", "a camp"],
    }  # fmt: skip
    return conform(pd.DataFrame(rows), ZONES)


def verdicts(of, seed=0, each=1):
    """CONTAINMENT of these incidents against the first `each` zones, in no special order."""
    rng = np.random.default_rng(seed)
    n = len(of) * each
    ids = np.repeat(of["id"].to_numpy(), each)
    zone = np.tile(["a", "b"][:each], len(of))
    frame = pd.DataFrame({
        "incident_id": ids, "zone_id": zone, "verdict": rng.choice(VERDICTS, n, p=[0.2, 0.4, 0.2, 0.1, 0.1]),
        "spatial": "outside", "applies": rng.choice(["yes", "no", "unknown"], n), "temporal": rng.choice(TEMPORAL, n),
        "basis": rng.choice(["computed", "stated"], n, p=[0.9, 0.1]),
        "p_inside": rng.choice([0.0, 0.004, 0.5, 0.936, 1.0, np.nan], n), "p_literal": rng.random(n).round(4),
        "p_low": rng.random(n).round(4), "p_high": rng.random(n).round(4),
        "distance_m": rng.choice([np.nan, 0.0, 1.0], n) * rng.integers(-50_000, 9_000_000, n),
        "stable": rng.random(n) < 0.7, "reason": [f"Because of {k}." for k in range(n)],
        "trace": [json.dumps([{"room": "zones", "text": f"step {k}"}]) for k in range(n)],
    })  # fmt: skip
    mixed = frame if each == 1 else frame.sample(frac=1.0, random_state=seed)
    return conform(mixed.reset_index(drop=True), CONTAINMENT)
