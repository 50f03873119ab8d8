"""A published text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Report:
    """A text somebody published, and what its header says of it."""

    id: str
    text: str
    """The body without the header; character offsets in evidence count from its start."""
    title: str = ""
    published: str = ""
    """ISO date, empty when unknown."""
    publisher: str = ""
    url: str = ""
    retrieved: str = ""
    """ISO date on which the text was fetched, empty when unknown."""
    archive_url: str = ""
    path: str = ""
    """Where it was read from."""
