"""Write the case's verdicts into README.md, between its markers."""

from __future__ import annotations

from pathlib import Path

import geo
from geo.commands.terminal import containment_rows
from geo.pipeline import joined

CHECKOUT = Path(__file__).parents[2]
START, END = "<!-- verdicts -->", "<!-- /verdicts -->"


def verdict_table(case: Path) -> str:
    """The case's verdicts as a Markdown table."""
    incidents = geo.read(case)
    verdicts = geo.check(incidents, geo.read_zones(case / "zones.csv"))
    lines = ["| Date | Incident | Verdict | P(inside) | Why |", "|---|---|---|---|---|"]
    for date, title, _, *rest in containment_rows(joined(incidents, verdicts)):
        cells = (date, title, *rest)
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines)


def with_table(readme: str, table: str) -> str:
    """The README's text with the table between its markers."""
    before, _, rest = readme.partition(START)
    _, _, after = rest.partition(END)
    return f"{before}{START}\n{table}\n{END}{after}"


if __name__ == "__main__":
    path = CHECKOUT / "README.md"
    path.write_text(with_table(path.read_text("utf-8"), verdict_table(CHECKOUT / "data" / "at-tanf")), "utf-8")
