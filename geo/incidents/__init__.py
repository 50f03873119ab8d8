"""Incidents that somebody has already coded: tables in, evidence tied to its reports, tables out."""

from geo.incidents.evidence import tie_evidence
from geo.incidents.exports.write import FORMATS, dumps, write_table
from geo.incidents.tables.read import SUFFIXES, read_table
from geo.incidents.tables.swaps import swapped_against_country, swapped_into_zones

__all__ = [
    "FORMATS",
    "SUFFIXES",
    "dumps",
    "read_table",
    "swapped_against_country",
    "swapped_into_zones",
    "tie_evidence",
    "write_table",
]
