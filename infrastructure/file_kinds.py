"""What a file is that was given in the place of another, by how it begins."""

from typing import Final

_BEGINNINGS: Final = (
    (b"SQLite format 3\0", "a ledger, or another SQLite database"),
    (b"%PDF-", "a PDF"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a document of an older Microsoft Office"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"c2sp.org/tlog-proof@", "a proof, which `kroniek verify` checks"),
)
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_IN_ZIP: Final = (
    (b"word/", "a Word document"),
    (b"xl/", "an Excel workbook"),
    (b"ppt/", "a PowerPoint presentation"),
    (b"opendocument.text", "an OpenDocument text"),
    (b"opendocument.spreadsheet", "an OpenDocument spreadsheet"),
)
"""What the parts of a zip file that is one document are called; their names stand in it unpacked."""


def kind_of(data: bytes) -> str:
    """`a Word document`, for a file that is none of those read here; empty for text, and for what is not known."""
    if data.startswith(_ZIP):
        return next((kind for part, kind in _IN_ZIP if part in data), "a zip archive")
    if data[:14].lower() == b"<!doctype html":
        return "a web page"
    return next((kind for begins, kind in _BEGINNINGS if data.startswith(begins)), "")
