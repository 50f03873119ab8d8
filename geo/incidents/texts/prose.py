"""A report as prose: paragraphs, what each is (headline, caption, dateline, advertisement), and sentences with offsets.

Offsets count characters of `Report.text`, ends exclusive. Nothing is thrown away: what is no prose keeps its sentences
and says what it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Final

MAX_CHARS: Final = 400_000
"""A report longer than this is read up to here, and says so: a news text has a few thousand characters."""
MAX_SENTENCE: Final = 1_000
"""A stretch without a stop is cut after so many characters. Of 14,800 sentences of news the longest has 800; patterns
that look at a whole sentence for each of its words may do so only because a sentence ends."""
_LONGEST_LINE: Final = 2_000
"""A caption, a credit or a heading is shorter."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, or one line that is none."""

    start: int
    end: int
    text: str
    kind: str
    """body, headline (a title or a heading inside), caption, or aside (datelines, advertisements, credits)."""
    paragraph: int
    """Number of its paragraph, from 0."""
    opens: bool = False
    """Whether it is the first of its paragraph."""


def sentences(text: str) -> list[Sentence]:
    """The sentences of a report, in order.

    >>> [s.text for s in sentences("Col. A. Smith said so at 3 p.m. on Tuesday. It fell.")]
    ['Col. A. Smith said so at 3 p.m. on Tuesday.', 'It fell.']
    """
    out: list[Sentence] = []
    spans = _paragraphs(text[:MAX_CHARS])
    for number, (start, end) in enumerate(spans):
        body = text[start:end]
        kind = _kind(body, number, len(spans)) if len(body) <= _LONGEST_LINE else "body"
        skip = _dateline(body) if kind == "body" else 0
        if skip:
            out.append(Sentence(start, start + skip, body[:skip], "aside", number, True))
        for first, last in _cut(body, skip):
            out.append(Sentence(start + first, start + last, body[first:last], kind, number, first == skip))
    return out


def _paragraphs(text: str) -> list[tuple[int, int]]:
    """Spans of the paragraphs. Lines are paragraphs of their own, unless they are wrapped by a fixed width."""
    lines = [(m.start(), m.end()) for m in re.finditer(r"[^\n\r]*\S[^\n\r]*", text)]
    wrapped = _is_wrapped(text, lines)
    out: list[tuple[int, int]] = []
    for start, end in lines:
        gap = text[out[-1][1] : start] if out else ""
        if out and wrapped and gap.count("\n") <= 1:
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return [_stripped(text, *span) for span in out]


def _is_wrapped(text: str, lines: list[tuple[int, int]]) -> bool:
    """Whether line ends stand inside sentences: many lines of nearly one width that end on no stop."""
    inner = [text[start:end].rstrip() for start, end in lines[:400]]
    if len(inner) < 4:
        return False
    long = [line for line in inner if 45 <= len(line) <= 100]
    open_ended = [line for line in long if line[-1] not in '.!?"”’:']
    return len(open_ended) >= 0.5 * len(inner) and len(long) >= 0.6 * len(inner)


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    inner = text[start:end]
    return start + len(inner) - len(inner.lstrip()), end - (len(inner) - len(inner.rstrip()))


@lru_cache(maxsize=1)
def _cues() -> dict[str, re.Pattern[str]]:
    """Patterns of captions and asides, by kind, from data/prose.txt: lines "kind: pattern"."""
    table = resources.files("geo.incidents").joinpath("data/prose.txt").read_text("utf-8")
    found: dict[str, list[str]] = {}
    for line in table.splitlines():
        kind, colon, pattern = line.partition(": ")
        if colon and not line.startswith("#"):
            found.setdefault(kind, []).append(pattern.strip())
    return {
        kind: re.compile("|".join(f"(?:{one})" for one in patterns), re.IGNORECASE) for kind, patterns in found.items()
    }


def _kind(body: str, number: int, count: int) -> str:
    cues = _cues()
    stamp = _STAMP.match(body)
    line = body[stamp.end() :].strip() if stamp else body.strip()
    if cues["caption"].search(line):
        return "caption"
    words = line.split()
    ended = line.rstrip("\"”’')").endswith((".", "!", "?")) and not line.endswith("..")
    if cues["aside"].search(line) and (len(words) <= 60):
        return "aside"
    if len(words) <= 2 and not ended:
        return "aside"
    if not ended and len(words) <= 25 and not line.endswith((",", ";")) and not re.search(r"[a-z]\.\s+[A-Z]", line):
        return "headline"
    if number <= 1 and len(words) <= 22 and _is_title_case(words) and count > 1:
        return "headline"
    return "body"


def _is_title_case(words: list[str]) -> bool:
    long = [word for word in words if len(word) > 3 and word[0].isalpha()]
    return len(long) >= 3 and sum(word[0].isupper() for word in long) >= 0.8 * len(long)


_DATELINE: Final = re.compile(
    r"(?:[A-Z][\w.'’ /-]{1,30}(?:,\s*[A-Z][\w.'’ ]{1,25}){0,2}"
    r"(?:,\s*[A-Z][a-z]{2,8}\.?\s+\d{1,2}(?:,?\s+\d{4})?)?\s*(?:\([^()]{2,40}\)|CNN)?\s*(?:[-–—]{1,2}|\s:)\s+)"
)


_STAMP: Final = re.compile(
    r"(?:date|published|posted|updated)(?:\s+on)?\s*:?\s+(?=.{0,12}\d)(?:\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}\S*)?"
    r"|\d{1,2}\s+[A-Z][a-z]{2,8}\.?\s+\d{4}|[A-Z][a-z]{2,8}\.?\s+\d{1,2},?\s+\d{4})(?:\s+[-–—|])?\s+",
    re.IGNORECASE,
)


def _dateline(body: str) -> int:
    """How many characters of "KABUL, Afghanistan (AP) - " open the paragraph; 0 when none do."""
    stamp = _STAMP.match(body)
    if stamp:
        return stamp.end()
    match = _DATELINE.match(body)
    if match is None:
        return 0
    place = re.split(r"[,(]|\s[-–—]", match[0])[0].strip()
    shouted = place.isupper() and len(place) > 2
    return match.end() if shouted or "(" in match[0] or "CNN" in match[0] or len(place.split()) <= 2 else 0


_ABBREVIATED: Final = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Col|Lt|Maj|Capt|Cmdr|Adm|Brig|Sgt|Cpl|Pvt|Sen|Rep|Gov|Pres|St|Mt|Ft|Jr|Sr|Inc|Ltd|Co|Corp"
    r"|No|Nos|vs|etc|approx|ca|cf|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun"
    r"|Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan|Ky|La|Md|Mass|Mich|Minn|Miss|Mo|Mont|Neb|Nev|Okla|Ore|Pa|Tenn"
    r"|Tex|Va|Vt|Wash|Wis|Wyo|Spc|Supt|Insp|Det|Hon|Rev|Ave|Blvd|Rd)|\b[A-Z]|\b(?:[A-Za-z]\.)+[A-Za-z])\.$"
)
_STOP: Final = re.compile(
    r"(?<![.!?…])[.!?…]+[\"”’')\]]*(?=\s|$)|[.!?][\"”’']+(?=[A-Z])|\s;\s|(?<=[a-z]{2})\.(?=[A-Z][a-z])"
)
_LINKED: Final = re.compile(r"\s*[\"“‘(\[]*[a-z]")
_AROUND: Final = 80
"""Characters before and behind a stop that say whether it ends the sentence."""


def _cut(body: str, begin: int) -> list[tuple[int, int]]:
    """Spans of the sentences of a paragraph, from `begin` on."""
    spans, start = [], begin
    for stop in _STOP.finditer(body, begin):
        end = stop.end()
        before, rest = body[max(start, end - _AROUND) : end], body[end : end + _AROUND]
        if stop[0].startswith(".") and not _ends(before.rstrip("\"”’')]"), rest):
            continue
        if rest.strip() and _LINKED.match(rest) and stop[0][-1] in "\"”’'!?…":
            continue
        spans.append((start, end))
        start = end
    stripped = [_stripped(body, *span) for span in [*spans, (start, len(body))]]
    return [piece for span in stripped for piece in _bounded(body, *span)]


def _bounded(body: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence in pieces of at most MAX_SENTENCE, cut between words where there are any; nothing for none."""
    while end - start > MAX_SENTENCE:
        space = body.rfind(" ", start + MAX_SENTENCE // 2, start + MAX_SENTENCE)
        cut = start + MAX_SENTENCE if space < 0 else space + 1
        yield _stripped(body, start, cut)
        start = cut
    if start < end:
        yield start, end


def _ends(sentence: str, rest: str) -> bool:
    """Whether the full stop at the end of `sentence` ends it, given what follows."""
    following = rest.lstrip()
    if not following:
        return True
    if following[0].islower():
        return False
    if not _ABBREVIATED.search(sentence):
        return True
    if re.search(r"\b(?:[ap]\.m|etc|Inc|Ltd|Corp|U\.S|U\.K|U\.N|E\.U|D\.C)\.$", sentence):
        return bool(
            re.match(
                r"(?:The|A|An|It|He|She|They|In|On|At|But|And|This|That|There|No|We|His|Its|Several|Two|Three)\s",
                following,
            )
        )
    return False
