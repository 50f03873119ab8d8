"""A published text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Report:
    """A text somebody published, and what its header says of it.

    >>> Report(id="note", text="A drone fell near Rutbah.", published="2017-06-08").published
    '2017-06-08'
    """

    id: str
    """Short, unique among the reports of a case, such as "cnn-2017-06-08"."""
    text: str
    """The body without the header; character offsets in evidence count from its start."""
    title: str = ""
    """The headline, empty when unknown."""
    published: str = ""
    """ISO date, empty when unknown."""
    publisher: str = ""
    """Who published it, empty when unknown."""
    url: str = ""
    """Where it was published."""
    retrieved: str = ""
    """ISO date on which the text was fetched, empty when unknown."""
    archive_url: str = ""
    """A copy of it in an archive."""
    path: str = ""
    """Where it was read from."""
