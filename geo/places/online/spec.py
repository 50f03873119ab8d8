"""What a person writes after --geocoder: a service that geopy knows, and where it is asked.

"nominatim", "nominatim:http://127.0.0.1:8088", "photon", "opencage" (its key in GEO_GEOCODER_KEY).
"""

from __future__ import annotations

import inspect
import os
from dataclasses import dataclass
from difflib import get_close_matches
from importlib.metadata import version
from typing import Any, Final
from urllib.parse import urlsplit

from geopy.exc import ConfigurationError
from geopy.geocoders import SERVICE_TO_GEOCODER

from geo.errors import InputError
from geo.places.online.credits import sources

KEY: Final = "GEO_GEOCODER_KEY"
"""The environment variable that holds a service's key: on a command line it would be seen by everybody."""
_KEYS: Final = ("api_key", "apikey", "subscription_key", "username")
"""What geopy's services call the one key that they need."""
_KEY_ALTHOUGH_OPTIONAL: Final = frozenset({"google", "googlev3", "pelias", "here"})
"""Services whose key geopy makes optional, because some servers or older accounts do without it."""


@dataclass(frozen=True, slots=True)
class Spec:
    """A geocoder that was chosen: its name, and its address where one was written."""

    name: str
    """As geopy has it, lower case."""
    scheme: str = ""
    domain: str = ""
    """Host, with port and path where these were written; "" for the service's own."""

    @property
    def service(self) -> str:
        """The name for the cache: answers of two servers are kept apart."""
        return f"{self.name}:{self.scheme}://{self.domain}" if self.domain else self.name

    @property
    def source(self) -> str:
        """Whose places these are and under which licence, as far as it is known."""
        return sources().get(self.name) or f"{SERVICE_TO_GEOCODER[self.name].__name__} via geopy; see its terms of use"


_DOMAIN: Final = {"nominatim": "nominatim.openstreetmap.org", "photon": "photon.komoot.io"}
"""geopy's own addresses: written out or not, they are one service with one pace."""


def read_spec(text: str) -> Spec:
    """The geocoder that `text` names. Raises InputError for names, addresses and keys that do not do.

    >>> read_spec("nominatim:http://127.0.0.1:8088/").service
    'nominatim:http://127.0.0.1:8088'
    >>> read_spec("nominatin")
    Traceback (most recent call last):
    geo.errors.InputError: no geocoder is called 'nominatin'; did you mean nominatim?
    """
    name, _, address = text.strip().partition(":")
    name = name.strip().lower()
    if name not in SERVICE_TO_GEOCODER:
        near = get_close_matches(name, SERVICE_TO_GEOCODER, n=3, cutoff=0.5)
        hint = f"did you mean {' or '.join(near)}?" if near else f"one of {', '.join(sorted(SERVICE_TO_GEOCODER))}"
        raise InputError(f"no geocoder is called {name[:60]!r}; {hint}")
    scheme, domain = _address(name, address.strip()) if address.strip() else ("", "")
    found = Spec(name, scheme, domain)
    _options(found)
    return found


def build(spec: Spec, *, adapter_factory: Any, timeout: float) -> Any:
    """The geopy geocoder, with our User-Agent and our way to the network."""
    options = {**_options(spec), "adapter_factory": adapter_factory, "timeout": timeout, "user_agent": user_agent()}
    known = inspect.signature(SERVICE_TO_GEOCODER[spec.name].__init__).parameters
    try:
        return SERVICE_TO_GEOCODER[spec.name](**{name: value for name, value in options.items() if name in known})
    except ConfigurationError as error:
        raise InputError(f"geocoder {spec.name}: {error}") from None


def user_agent() -> str:
    """Who asks, as Nominatim's usage policy wants it said."""
    return f"incident-mapper/{version('incident-mapper')} (+project incident-mapper)"


def _address(name: str, text: str) -> tuple[str, str]:
    """Scheme and domain of an address; without a scheme, https, and http on this machine."""
    own = text.startswith(("localhost", "127.0.0.1", "[::1]"))
    parts = urlsplit(text if "://" in text else f"{'http' if own else 'https'}://{text}")
    try:
        sound = parts.scheme in ("http", "https") and parts.hostname and (parts.port is None or parts.port > 0)
    except ValueError:
        sound = False
    if not sound or parts.query or parts.fragment or "@" in parts.netloc or not text.isprintable() or " " in text:
        raise InputError(f"{text[:80]!r} is no address of a geocoder; write {name}:http://HOST:PORT")
    if "domain" not in inspect.signature(SERVICE_TO_GEOCODER[name].__init__).parameters:
        raise InputError(f"the geocoder {name} is asked at its own address only; leave {text[:80]!r} out")
    path = parts.path.rstrip("/").removesuffix("/search") if name == "nominatim" else parts.path.rstrip("/")
    domain = parts.netloc + path
    return ("", "") if domain == _DOMAIN.get(name) else (parts.scheme, domain)


def _options(spec: Spec) -> dict[str, Any]:
    """The arguments that make the geocoder. Raises InputError where it needs what is not there."""
    parameters = inspect.signature(SERVICE_TO_GEOCODER[spec.name].__init__).parameters
    options: dict[str, Any] = {}
    if spec.domain:
        options = {"domain": spec.domain, "scheme": spec.scheme}
    key, name = os.environ.get(KEY, ""), next((one for one in _KEYS if one in parameters), "")
    needed = name and (parameters[name].default is inspect.Parameter.empty or spec.name in _KEY_ALTHOUGH_OPTIONAL)
    if key and needed:
        options[name] = key
    for lacking in (n for n, p in parameters.items() if p.default is p.empty and n != "self" and n not in options):
        if lacking == name:
            raise InputError(f"the geocoder {spec.name} needs a key; put it into the environment variable {KEY}")
        if lacking == "domain":
            raise InputError(f"the geocoder {spec.name} has no address of its own; write {spec.name}:https://HOST")
        raise InputError(f"the geocoder {spec.name} needs {lacking}, which cannot be given here; take another")
    return options
