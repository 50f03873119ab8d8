"""Fit the doubt profiles to logs that give words and true coordinates, and say how well they hold elsewhere.

    python data/build/fit_profiles.py military_log=STRIKES.jsonl maritime=PIRACY.jsonl

Each file holds one {"date", "locality", "province", "country", "lat", "lon"} per line. Neither log is part of this
project; without arguments the committed parameters stay as they are. Fitted, by maximum likelihood with the priors
below: how far offsets ("6 miles north of X") stray. One factor then tightens the usual error until the regions hold
what they name. Everything else in profiles.json is left alone. Coverage is cross-validated over five runs of dates.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import ndtr, ndtri

import geo.localities
from geo.geodesy import azimuth_deg, distance_m
from geo.localities.doubt import doubt_of
from geo.localities.grammar import parse
from geo.localities.profiles import Profile, read_profile
from geo.localities.stories import Anchor
from geo.places import Gazetteer
from geo.values import Clause, Location

PROFILES: Final = Path(geo.localities.__file__).with_name("data") / "profiles.json"
LEVELS: Final = (50, 80, 90, 95)
FOLDS: Final = 5
SCALES: Final = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5)
Vector = NDArray[np.float64]

PRIORS: Final[dict[str, dict[str, tuple[float, float]]]] = {
    # centre, and how far it may go (standard deviation of the logarithm, or of the log odds of a share)
    "military_log": {
        "extent_share": (0.6, 0.5), "sigma_share": (0.045, 0.5), "core_weight": (0.5, 0.5), "core_share": (0.25, 0.5),
    },
    "maritime": {
        "sigma_floor_m": (4000.0, 0.5), "extent_share": (0.5, 0.5), "sigma_share": (0.019, 0.5),
        "gross_weight": (0.16, 0.3), "gross_sigma_m": (200_000.0, 0.3), "gross_per_m": (1.5, 0.3),
        "core_weight": (0.5, 0.5), "core_share": (0.3, 0.5),
    },
}  # fmt: skip
"""Few, so that little can be overfitted: headings and the strike log's gross errors stay as they were published."""

SHARES: Final = frozenset({"core_weight", "core_share", "gross_weight"})
SPREADS: Final = ("sigma_floor_m", "extent_share", "sigma_share")


@dataclass(frozen=True, slots=True)
class Row:
    """A locality that was located, and the truth."""

    date: datetime
    form: str
    clause: Clause
    anchor: Anchor | None
    location: Location
    lon: float
    lat: float

    def level(self, profile: Profile) -> float:
        """The smallest level whose region holds the truth, by this profile."""
        doubt = doubt_of(self.clause, [self.anchor], profile) if self.anchor and self.form in PARAMETRIC else None
        region = doubt.robust if doubt else self.location.region
        return float(region.level(self.lon, self.lat))


PARAMETRIC: Final = frozenset({"offset", "distance_from", "within"})
"""Forms whose regions the fitted parameters shape."""


# ------------------------------------------------------------------------------------------ the rows


def read_rows(path: Path, profile: str) -> list[Row]:
    """The rows of one target that can be located, by date."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    single = [line for line in lines if len(parse(line["locality"]).targets) == 1]
    gazetteer = Gazetteer()
    found = geo.localities.locate(
        [line["locality"] for line in single], gazetteer=gazetteer, profile=profile,
        countries=[line.get("country") or "" for line in single],
    )  # fmt: skip
    rows = [_row(line, one, gazetteer) for line, one in zip(single, found, strict=True) if isinstance(one, Location)]
    return sorted(rows, key=lambda row: row.date)


def _row(line: Mapping[str, Any], location: Location, gazetteer: Gazetteer) -> Row:
    clause, place = location.clauses[0], location.place
    outline = gazetteer.footprint(place.id) if place is not None and place.is_area else None
    anchor = Anchor(place, outline) if place is not None else None
    return Row(_date(line["date"]), clause.form, clause, anchor, location, line["lon"], line["lat"])


def _date(text: str) -> datetime:
    for form in ("%Y-%m-%d", "%d-%b-%y", "%d-%b-%Y"):
        try:
            return datetime.strptime(text, form)
        except ValueError:
            continue
    raise SystemExit(f"{text!r} is no date; write 2017-06-08 or 8-Jun-17")


# ------------------------------------------------------------------------------------ the likelihood


@dataclass(frozen=True, slots=True)
class Offsets:
    """What the likelihood needs of every offset around a point: arrays of one length, metres and degrees."""

    r: Vector
    d: Vector
    extent: Vector
    half: Vector
    off: Vector
    """Angle between the true and the stated direction."""
    sector: Vector
    site: NDArray[np.bool_]

    @classmethod
    def of(cls, rows: Sequence[Row]) -> Offsets:
        """Of the rows that are plain offsets."""
        kept = [row for row in rows if _is_offset(row)]
        at = np.array([(row.anchor.place.lon, row.anchor.place.lat, row.lon, row.lat) for row in kept if row.anchor]).T
        stated = np.array([row.clause.azimuth_deg for row in kept], dtype=float)
        off = np.abs((azimuth_deg(*at) - stated + 180.0) % 360.0 - 180.0)
        return cls(
            r=np.maximum(distance_m(*at), 1.0),
            d=np.array([row.clause.distance_m for row in kept], dtype=float),
            extent=np.array([row.anchor.extent_m for row in kept if row.anchor]),
            half=np.array([row.clause.half_interval_m for row in kept]),
            off=off,
            sector=np.array([row.clause.half_width_deg for row in kept]),
            site=np.array([row.anchor.is_site for row in kept if row.anchor]),
        )


def _is_offset(row: Row) -> bool:
    point = row.anchor is not None and not row.anchor.place.is_area
    return row.form == "offset" and point and " and " not in row.clause.detail and row.clause.half_width_deg <= 45


def radial_parts(x: Offsets, p: Profile) -> list[tuple[float, Vector]]:
    """Weight and standard deviation of each distance law, as `geo.localities.doubt` has them."""
    sigma = np.sqrt(
        p.sigma_floor_m**2 + (p.extent_share * x.extent) ** 2 + (p.sigma_share * x.d) ** 2 + x.half**2 / 3.0
    )
    per_extent = np.where(x.site, p.site_gross_per_extent, p.gross_per_extent)
    gross = np.minimum(p.gross_sigma_m, np.hypot(p.gross_per_m * x.d, per_extent * x.extent))
    usual = 1.0 - p.gross_weight
    return [
        (usual * (1.0 - p.core_weight), sigma),
        (usual * p.core_weight, np.maximum(p.core_share * sigma, 1.0)),
        (p.gross_weight, np.maximum(gross, sigma)),
    ]


def radial_density(x: Offsets, p: Profile, r: Vector) -> Vector:
    """Probability per metre of distance; `r` may have a further axis behind the rows'."""
    shape = (-1, *[1] * (r.ndim - 1))
    total = np.zeros(r.shape)
    for weight, sigma in radial_parts(x, p):
        s, d = sigma.reshape(shape), x.d.reshape(shape)
        total += weight * np.exp(-0.5 * ((r - d) / s) ** 2) / (s * np.sqrt(2 * np.pi) * ndtr(d / s))
    return total


def turn_density(x: Offsets, p: Profile, off: Vector) -> Vector:
    """Probability per degree of direction."""
    shape = (-1, *[1] * (off.ndim - 1))
    half, blur = _spread(x, p)
    half, blur = half.reshape(shape), blur.reshape(shape)
    sector = sum(
        (ndtr((off + turn + half) / blur) - ndtr((off + turn - half) / blur)) / (2 * half) for turn in (0.0, -360.0)
    )
    return np.asarray((1 - p.background) * sector + p.background / 360.0)


def _spread(x: Offsets, p: Profile) -> tuple[Vector, Vector]:
    pairs = np.array([p.heading_spread_deg(float(sector)) for sector in x.sector]).reshape(-1, 2)
    turn = np.degrees(np.arctan2(x.extent, np.maximum(x.d, 1.0)))
    return pairs[:, 0], np.minimum(90.0, np.hypot(pairs[:, 1], 0.5 * turn))


def fit(x: Offsets, start: Profile) -> Profile:
    """Maximum likelihood with the priors, then one factor on the usual error for coverage."""
    priors = PRIORS[start.name]
    centre = np.array([_free(name, value) for name, (value, _) in priors.items()])
    width = np.array([sd for _, sd in priors.values()])

    def loss(z: Vector) -> float:
        profile = _with(start, priors, z)
        likely = np.log(radial_density(x, profile, x.r)).sum()
        return float(-likely + 0.5 * np.sum(((z - centre) / width) ** 2)) / len(x.r)

    best = _with(start, priors, minimize(loss, centre, method="L-BFGS-B").x)
    scale = min(SCALES, key=lambda one: _miss(x, _scaled(best, one)))
    return _scaled(best, np.sqrt(scale))  # half the way: the factor that fits these rows best is itself uncertain


def _free(name: str, value: float) -> float:
    return float(np.log(value / (1 - value)) if name in SHARES else np.log(value))


def _with(start: Profile, names: Mapping[str, Any], z: Vector) -> Profile:
    values = {n: float(1 / (1 + np.exp(-v)) if n in SHARES else np.exp(v)) for n, v in zip(names, z, strict=True)}
    return replace(start, **values)  # type: ignore[arg-type]


def _scaled(profile: Profile, scale: float) -> Profile:
    names = [name for name in SPREADS if name in PRIORS[profile.name]]
    return replace(profile, **{name: scale * getattr(profile, name) for name in names})


def _miss(x: Offsets, profile: Profile) -> float:
    """Squared misses of the coverage, from the share of a sample of each row that is denser than its truth."""
    levels = sampled_levels(x, profile)
    return float(sum((np.mean(levels <= level / 100) - level / 100) ** 2 for level in LEVELS))


def sampled_levels(x: Offsets, p: Profile, n: int = 400) -> Vector:
    """About what `Region.level` gives, thirty times as fast: per row, the share of `n` even points that are denser."""
    u = (np.arange(n) + 0.5) / n
    v = (np.arange(n) * 0.6180339887498949 + 0.5) % 1.0
    w = (np.arange(n) * 0.7548776662466927 + 0.5) % 1.0
    parts = radial_parts(x, p)
    which = np.searchsorted(np.cumsum([weight for weight, _ in parts]), v, side="right").clip(0, len(parts) - 1)
    sigma = np.stack([s for _, s in parts])[which].T
    low = ndtr(-x.d[:, None] / sigma)
    r = x.d[:, None] + sigma * ndtri(np.clip(low + u * (1 - low), 1e-12, 1 - 1e-12))
    half, blur = _spread(x, p)
    background = (np.arange(n) * 0.5698402909980532 % 1.0) < p.background
    spread = np.abs((2 * w - 1) * half[:, None] + blur[:, None] * ndtri((v * 97 + 0.5 / n) % 1.0 * 0.998 + 0.001))
    off = np.where(background, 180.0 * w, np.minimum(spread, 180.0))
    there = radial_density(x, p, r) * turn_density(x, p, off)
    here = radial_density(x, p, x.r) * turn_density(x, p, x.off)
    return np.asarray(np.mean(there > here[:, None], axis=1))


# ------------------------------------------------------------------------------------------ the checks


def agrees(rows: Sequence[Row], profile: Profile) -> None:
    """Stop unless the likelihood here is the density of the regions that `geo` draws."""
    kept = [row for row in rows if _is_offset(row)][:25]
    x = Offsets.of(kept)
    arc = np.radians(1.0) * x.r  # one degree, on the plane
    here = radial_density(x, profile, x.r) * turn_density(x, profile, x.off) / arc
    for row, density in zip(kept, here, strict=True):
        doubt = doubt_of(row.clause, [row.anchor], profile) if row.anchor else None
        drawn = float(doubt.robust.density(row.lon, row.lat)) if doubt else density
        if abs(drawn / density - 1) > 0.02:
            raise SystemExit(f"{row.location.text!r}: density {density:g} here, {drawn:g} in geo: the formulas differ")


def held(levels: Vector) -> dict[str, float]:
    """Share of the truths inside the region of each nominal level."""
    return {str(level): round(float(np.mean(levels <= level / 100)), 3) for level in LEVELS}


def splits(rows: Sequence[Row]) -> Iterator[tuple[str, NDArray[np.bool_]]]:
    """Which rows are held back, by the name of the split: each half by date, and each of two random halves."""
    late = np.arange(len(rows)) * 2 // len(rows) == 1
    drawn = np.random.default_rng(20170608).permutation(late)
    yield from (("the later half", late), ("the earlier half", ~late))
    yield from (("a random half", drawn), ("the other random half", ~drawn))


def tested(rows: Sequence[Row], back: NDArray[np.bool_], start: Profile) -> Vector:
    """Levels of the rows held back, by the profile fitted to the others."""
    fitted = fit(Offsets.of([row for row, out in zip(rows, back, strict=True) if not out]), start)
    return np.array([row.level(fitted) for row, out in zip(rows, back, strict=True) if out])


def cross_validated(rows: Sequence[Row], start: Profile) -> dict[str, Any]:
    """Coverage over five runs of dates, each by the profile fitted to the other four; per fold, form and overall."""
    fold = np.arange(len(rows)) * FOLDS // len(rows)
    levels, folds = np.empty(len(rows)), []
    for k in range(FOLDS):
        back = fold == k
        levels[back] = tested(rows, back, start)
        days = [row.date.date().isoformat() for row, out in zip(rows, back, strict=True) if out]
        folds.append({"from": days[0], "to": days[-1], "rows": int(back.sum()), "levels": held(levels[back])})
    forms = {}
    for form in sorted({row.form for row in rows}):
        of_form = np.array([row.form == form for row in rows])
        forms[form] = {"rows": int(of_form.sum()), "levels": held(levels[of_form])}
    return {
        "how": "five runs of dates, each by the parameters fitted to the other four",
        "rows": len(rows), "levels": held(levels), "folds": folds, "forms": forms,
    }  # fmt: skip


def show(title: str, n: int, levels: Mapping[str, float]) -> None:
    print(f"  {title:<32} n {n:4d}  " + "  ".join(f"{level}: {share:6.1%}" for level, share in levels.items()))


# ----------------------------------------------------------------------------------------- the file


def fitted_entry(name: str, entry: dict[str, Any], rows: Sequence[Row]) -> dict[str, Any]:
    """The profile's entry with fitted parameters and their coverage."""
    start = read_profile(name)
    agrees(rows, start)
    x = Offsets.of(rows)
    best = fit(x, start)
    coverage = cross_validated(rows, start)
    print(f"{name}: {len(rows)} rows located, {len(x.r)} offsets fitted")
    for fold in coverage["folds"]:
        show(f"{fold['from']} to {fold['to']}", fold["rows"], fold["levels"])
    for form, figures in coverage["forms"].items():
        show(form, figures["rows"], figures["levels"])
    show("all, cross-validated", len(rows), coverage["levels"])
    for title, back in splits(rows):
        show(f"held back: {title}", int(back.sum()), held(tested(rows, back, start)))
    parameters = dict(entry["parameters"])
    for parameter in PRIORS[name]:
        value = float(f"{getattr(best, parameter):.3g}")
        print(f"  {parameter} = {value:g}")
        parameters[parameter] = {"value": value, "source": _source(parameter, len(x.r))}
    return {**entry, "parameters": parameters, "coverage": coverage}


def _source(parameter: str, n: int) -> str:
    how = "maximum likelihood with a prior" + (", tightened for coverage" if parameter in SPREADS else "")
    return f"{how}: {n} offsets of the log (data/build/fit_profiles.py)"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("logs", nargs="*", metavar="PROFILE=ROWS.jsonl")
    logs = parser.parse_args().logs
    if not logs:
        print("nothing to fit: give military_log=ROWS.jsonl maritime=ROWS.jsonl; profiles.json stays as committed")
        return
    data = json.loads(PROFILES.read_text(encoding="utf-8"))
    for log in logs:
        name, _, path = log.partition("=")
        if name not in PRIORS or not path:
            parser.error(f"{log!r}: write one of {', '.join(PRIORS)}, then = and a file")
        data[name] = fitted_entry(name, data[name], read_rows(Path(path), name))
    PROFILES.write_text(dumped(data) + "\n", encoding="utf-8")


def dumped(data: Any, indent: str = "") -> str:
    """JSON in which whatever fits into a line of moderate length stands on one."""
    flat = json.dumps(data, ensure_ascii=False)
    if not isinstance(data, dict | list) or len(indent) + len(flat) <= 100 or "value" in data:
        return flat
    deeper = indent + "  "
    if isinstance(data, list):
        return "[\n" + ",\n".join(deeper + dumped(item, deeper) for item in data) + f"\n{indent}]"
    pairs = (f"{deeper}{json.dumps(key)}: {dumped(value, deeper)}" for key, value in data.items())
    return "{\n" + ",\n".join(pairs) + f"\n{indent}}}"


if __name__ == "__main__":
    main()
