"""Where reports come from: plain text files, optionally opened by a header.

read       a report from its file
documents  the documents of `geo mentions`: reports, or lines of {"doc_id", "text"}
"""

from geo.reports.documents import Document, read_documents
from geo.reports.read import HEADER_KEYS, read_report, read_reports

__all__ = ["HEADER_KEYS", "Document", "read_documents", "read_report", "read_reports"]
