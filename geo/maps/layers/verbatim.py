"""Text in a folium page that no template ever sees."""

from __future__ import annotations

from typing import Any

from branca.element import Element


class Verbatim(Element):
    """Text that goes into the page as it is."""

    def __init__(self, text: str) -> None:
        """Keep `text`, which the caller has made safe for where it will stand."""
        super().__init__()
        self._name = "Verbatim"
        self.text = text

    def render(self, **kwargs: Any) -> str:
        """The text."""
        return self.text
