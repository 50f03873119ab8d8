"""Names as an attacker writes them, and HTML that must hold none of it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

HOSTILE = [
    "<img src=x onerror=alert(1)>", "</script><script>alert(1)</script>", '" onmouseover="alert(1)', "' style='x",
    "javascript:alert(1)", "&lt;b&gt;", "\u202egpj.exe", "a\x00\x1b[2Jb", "\ud83d", "two\nlines\u2028three",
    "</svg></div>",
]  # fmt: skip
ALLOWED = {"div", "dl", "dt", "dd", "br", "svg", "path", "circle", "bdi", "table", "caption", "thead", "tbody", "tr",
           "th", "td", "span"}  # fmt: skip
ATTRIBUTES = {"style", "viewbox", "width", "height", "role", "aria-label", "aria-hidden", "d", "fill", "fill-opacity",
              "fill-rule", "stroke", "stroke-opacity", "stroke-width", "stroke-dasharray", "cx", "cy", "r", "opacity",
              "scope"}  # fmt: skip


class Checked(HTMLParser):
    """Notes every tag and attribute that is not ours, and the text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.strange: list[str] = []
        self.words = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.strange += [tag] if tag not in ALLOWED else []
        self.strange += [f"{tag} {name}" for name, _ in attrs if name not in ATTRIBUTES]
        self.strange += [
            f"{tag} {value}" for _, value in attrs if value and re.search(r"url|http|//|javascript", value)
        ]
        if tag not in ("br", "path", "circle"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in ("br", "path", "circle") and (not self.open or self.open.pop() != tag):
            self.strange.append(f"/{tag}")

    def handle_data(self, data):
        self.words += data


def safe(text: str) -> str:
    """The text of HTML that holds nothing but what we write ourselves."""
    found = Checked(text)
    assert found.strange == []
    assert found.open == []
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", text)
    text.encode("utf-8")
    return found.words
