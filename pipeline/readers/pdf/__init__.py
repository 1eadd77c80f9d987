"""PDF: the text layer with its positions and type; pages without one go to character recognition."""

from __future__ import annotations

from pathlib import Path

from pipeline.document import Source
from pipeline.readers.base import Format


def read(path: Path) -> Source:
    """Read a PDF file."""
    from pipeline.readers.pdf.reader import read as read_pdf  # PDFium is loaded only where a PDF is read

    return read_pdf(path)


def sure(head: bytes) -> float:
    """A PDF says so within its first bytes; a saved HTTP header may stand before it."""
    return 1.0 if b"%PDF-" in head[:4096] else 0.0


FORMAT = Format(name="pdf", media_type="application/pdf", suffixes=(".pdf",), sure=sure, read=read, strict=True)
