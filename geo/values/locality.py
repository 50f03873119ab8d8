"""A place in words, and why it may have no location."""

from __future__ import annotations

from dataclasses import dataclass, field

from geo.values.trace import Trace


@dataclass(frozen=True, slots=True)
class Clause:
    """One statement of place: "about 24 miles from the At Tanf base"."""

    form: str
    """feature, distance_from, offset, heading, near, part, area, coordinates, zone_relation, unread, ..."""
    text: str
    """As written."""
    anchor: str = ""
    """The place name it hangs on, as written; empty when none."""
    distance_m: float | None = None
    """Metres, > 0."""
    half_interval_m: float = 0.0
    """Half of what the distance was rounded to, metres."""
    azimuth_deg: float | None = None
    """Degrees clockwise from north."""
    half_width_deg: float = 0.0
    """Half the sector that the compass word stands for, degrees."""
    detail: str = ""
    """What else the form needs: the part ("southern"), the relation ("inside", "just inside")."""
    role: str = "event"
    """event, target, launch, control, observer, headquarters."""


@dataclass(frozen=True, slots=True)
class Locality:
    """A place in words, taken apart into clauses, the most specific first."""

    text: str
    clauses: tuple[Clause, ...]
    unread: tuple[str, ...] = ()
    """Pieces of the text that no rule reads."""


@dataclass(frozen=True, slots=True)
class Unlocated:
    """Why a locality has no location. Not a failure: an answer that has to be shown."""

    text: str
    """The locality as written."""
    reason: str
    """One sentence: nothing read, nothing resolved, too coarse."""
    clauses: tuple[Clause, ...] = ()
    """What could be read, for instance a zone relation alone."""
    suggestions: tuple[str, ...] = ()
    """The nearest spellings of the region; never used as an answer."""
    trace: Trace = field(default_factory=Trace)
    fault: str = ""
    """When an online geocoder that was asked did not answer: how it failed. The place may well exist."""
