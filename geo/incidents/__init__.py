"""Incidents: tables and texts into INCIDENTS, evidence tied to its reports, INCIDENTS and verdicts out to files.

tables    tables that somebody has coded already, of any layout
texts     reports read into drafts, for a person to check
events    which of a sentence's place names an event happened at: the learned model
evidence  quotes tied to the reports they come from
keeping   a draft written again without losing what a person changed
exports   tables out, for spreadsheets and GIS
"""

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
