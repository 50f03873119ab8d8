"""What stands on disk: bytes into text, tables into rows of named cells, results written whole or not at all.

Nothing here knows what an incident, a report or a zone is; the rooms do.

text      bytes into text
packed    one text in a .zip or .gz, and what an archive would grow to
rows      tables into rows of named cells
objects   JSON, and which of its objects say a thing twice or in half
kml       KML before GDAL reads it: what GDAL would misread or leave out
atomic    a result written whole or not at all
formulas  text that a spreadsheet would run, made harmless
sidecar   what a result was made from, beside it or inside it
"""

from geo.files.atomic import forget_killed, held, in_place_of, write_atomically
from geo.files.formulas import neutral, restored
from geo.files.kml import check_kml
from geo.files.objects import FLAW_ADVICE, Flawed, parse_json, read_json
from geo.files.packed import BROKEN_ARCHIVE, PACKED, check_weight, read_packed
from geo.files.rows import SUFFIXES, Rows, check_any_left, fold, open_rows, shared_columns
from geo.files.sidecar import (
    KEY,
    MEMBER,
    add_table,
    is_sidecar,
    read_provenance,
    sidecar_of,
    write_record,
    write_sidecar,
)
from geo.files.text import STDIN, check_file, decode, digest, read_bytes, read_text

__all__ = [
    "BROKEN_ARCHIVE",
    "FLAW_ADVICE",
    "KEY",
    "MEMBER",
    "PACKED",
    "STDIN",
    "SUFFIXES",
    "Flawed",
    "Rows",
    "add_table",
    "check_any_left",
    "check_file",
    "check_kml",
    "check_weight",
    "decode",
    "digest",
    "fold",
    "forget_killed",
    "held",
    "in_place_of",
    "is_sidecar",
    "neutral",
    "open_rows",
    "parse_json",
    "read_bytes",
    "read_json",
    "read_packed",
    "read_provenance",
    "read_text",
    "restored",
    "shared_columns",
    "sidecar_of",
    "write_atomically",
    "write_record",
    "write_sidecar",
]
