"""A PDF that crashes PDFium, read by pdfplumber alone: slower, and without the shapes, pictures and metadata."""

from __future__ import annotations

import importlib.metadata
import io
from pathlib import Path

from pipeline.document import Source
from pipeline.errors import Problem, ReadError
from pipeline.readers.pdf.reader import Reading
from pipeline.readers.pdf.words import Page

CRASHED = "The file makes its reader crash: it is damaged or hostile; save it anew from its program."
TOLD = (
    "The file crashes PDFium, so a second reader took its text, which is less sure of columns and set-off type. "
    "Look through it, or save the file anew from its program."
)


def read(path: Path) -> Source:
    """Read a PDF file.

    Raises:
        ReadError: pdfplumber finds no text in it either.
    """
    import pdfplumber

    data = path.read_bytes()
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            count = len(document.pages)
    except Exception as error:  # pdfminer raises whatever a damaged file makes it raise
        raise ReadError("crashed", CRASHED) from error
    reading = _Second(range(count), data)
    reading.problems.append(Problem(stage="read", code="crashed", message=TOLD))
    source = reading.source(f"pdfplumber {importlib.metadata.version('pdfplumber')}", {})
    if not source.blocks:
        raise ReadError("crashed", CRASHED)
    return source


class _Second(Reading):
    """Asks PDFium for nothing."""

    def _load(self, number: int, *, shapes: bool = True) -> None:
        return None

    def _recognise(self, page: Page) -> None:
        return None
