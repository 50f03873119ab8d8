"""The precision codes and outlines of a table: what each row says of its place beside, or instead of, coordinates."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

from geo.errors import InputError
from geo.exchange import Code, coarser, read_code
from geo.exchange.codes import SCHEMES, Scheme
from geo.incidents.tables.positions import is_absent
from geo.incidents.tables.table import Table, as_text

_COLUMNS: Final[dict[Scheme, str]] = {scheme: scheme for scheme in SCHEMES} | {"where_prec": "precision"}
"""Each scheme's column, by its meaning."""


@dataclass(frozen=True, slots=True)
class Coding:
    """What a row says of how exact its place is."""

    code: Code | None = None
    """The code that counts: of two, the coarser."""
    footprint: str = ""
    """An outline in WKT, as written."""
    fault: str = ""
    """Why the code of this row cannot be used, with the advice behind a semicolon; empty where it can."""
    located: bool = False
    """Whether the row brings a whole location of ours: then nothing else of this counts."""

    @property
    def precision(self) -> float:
        """UCDP where_prec; NaN where no code stands."""
        return float(self.code.where_prec) if self.code else math.nan

    def outline(self, *, doubted: bool) -> str:
        """The outline that counts: beside a stated uncertainty only where the code stands for a whole area.

        Such a row has both because Darwin Core wants a circle for every shape; the circle is then the coarser of them.
        """
        wanted = not doubted or (self.code is not None and self.code.is_shape)
        return self.footprint if wanted and not self.located else ""

    def counts(self, *, placed: bool, doubted: bool) -> bool:
        """Whether the code, not the digits or a stated uncertainty, says where the row is.

        placed: coordinates stand in the row; doubted: it states their uncertainty. The code of an area needs neither.
        """
        if self.code is None or doubted or self.located:
            return False
        return self.code.kind == "area" or (placed and self.code.kind in {"disc", "none"})


def read_codings(table: Table) -> list[Coding]:
    """The coding of every row; a cell that holds no code is listed, and its row says so."""
    columns = {scheme: table.cells(meaning) for scheme, meaning in _COLUMNS.items()}
    outlines = [as_text(value) for value in table.cells("footprint")]
    located = [bool(as_text(value)) for value in table.cells("location")]
    ours = {"location", "region_90"} <= table.meaning.keys()
    out = []
    for index in range(len(table)):
        found: dict[Scheme, Code | None] = dict.fromkeys(columns)
        fault = ""
        for scheme, cells in columns.items():
            try:
                found[scheme] = None if _nothing(cells[index]) else read_code(scheme, cells[index])
            except InputError as error:
                table.reject(index, str(error))
                fault = fault or str(error)
        ucdp, acled, *others = found.values()
        code = coarser(ucdp, acled) or next(filter(None, others), None)
        if ours and _nothing(columns["where_prec"][index]):  # the other column is what the export made of the doubt
            code = None
        outline = "" if is_absent(outlines[index]) else outlines[index]
        out.append(Coding(code, outline, fault, located[index]))
    return out


def _nothing(value: Any) -> bool:
    return is_absent(value) or (isinstance(value, float) and math.isnan(value))
