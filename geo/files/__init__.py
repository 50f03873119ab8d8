"""What stands on disk: bytes into text, tables into rows of named cells, results written whole or not at all.

Nothing here knows what an incident, a report or a zone is; the rooms do.
"""

from geo.files.atomic import in_place_of, write_atomically
from geo.files.formulas import neutral, restored
from geo.files.packed import PACKED, read_packed
from geo.files.rows import SUFFIXES, Rows, fold, open_rows, parse_json, shared_columns
from geo.files.text import STDIN, check_file, decode, read_bytes, read_text

__all__ = [
    "PACKED",
    "STDIN",
    "SUFFIXES",
    "Rows",
    "check_file",
    "decode",
    "fold",
    "in_place_of",
    "neutral",
    "open_rows",
    "parse_json",
    "read_bytes",
    "read_packed",
    "read_text",
    "restored",
    "shared_columns",
    "write_atomically",
]
