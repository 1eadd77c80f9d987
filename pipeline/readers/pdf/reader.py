"""A PDF from its bytes to its blocks."""

from __future__ import annotations

import ctypes
import logging
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from pipeline.document import Block, Source
from pipeline.errors import Problem, ReadError
from pipeline.readers.contents import mark_contents
from pipeline.readers.pdf import flow
from pipeline.readers.pdf.characters import Characters
from pipeline.readers.pdf.columns import order
from pipeline.readers.pdf.furniture import mark_furniture, without_line_numbers
from pipeline.readers.pdf.lines import Line
from pipeline.readers.pdf.notes import mark_notes
from pipeline.readers.pdf.shapes import find_shapes, mark_boxed, mark_underlined
from pipeline.readers.pdf.turn import Turn
from pipeline.readers.pdf.words import Page

log = logging.getLogger(__name__)
# PDFium keeps global state: one document at a time in a process.
_LOCK = threading.Lock()
_SAMPLE = 16


def read(path: Path) -> Source:
    """Read a PDF file."""
    data = path.read_bytes()
    with _LOCK, opened(data) as document:
        return _read(document)


@contextmanager
def opened(data: bytes) -> Iterator[Any]:
    """The document, or a ReadError that says what is wrong with it."""
    start = data[:65_536].find(b"%PDF-")
    try:
        document = pdfium.PdfDocument(data[start:] if start > 0 else data)
    except pdfium.PdfiumError as error:
        raise _refusal(str(error)) from error
    try:
        if len(document) == 0:
            raise ReadError("damaged", "The PDF opens without a single page: get it again from where it came from.")
        yield document
    finally:
        document.close()


def _refusal(reason: str) -> ReadError:
    if "password" in reason.lower():
        return ReadError("password_required", "The PDF asks for a password: save a copy without one and add that.")
    return ReadError(
        "damaged", "The PDF is damaged or cut off and cannot be opened: get it again from where it came from."
    )


def _read(document: Any) -> Source:
    reader = Characters()
    count = len(document)
    body = _body_size(document, reader, count)
    pages: list[list[Line]] = []
    heights: list[float] = []
    problems: list[Problem] = []
    for number in range(1, count + 1):
        page, problem = _page(document, reader, number)
        if problem:
            problems.append(problem)
        page.words = without_line_numbers(page)
        mark_underlined(page)
        mark_boxed(page)
        pages.append(order(page, body) if page.words else [])
        heights.append(page.height)
    mark_furniture(pages, heights, body)
    for lines, height in zip(pages, heights, strict=True):
        mark_notes(lines, height, body)
    lines = [line for page_lines in pages for line in page_lines]
    blocks = _blocks(lines)
    metadata = _metadata(document)
    return Source(
        media_type="application/pdf",
        extractor=f"pypdfium2 {pdfium.version.PYPDFIUM_INFO}",
        blocks=tuple(blocks),
        page_count=count,
        metadata=metadata,
        metadata_from="document properties" if metadata else "",
        problems=tuple(problems),
    )


def _blocks(lines: list[Line]) -> list[Block]:
    running = [line for line in lines if line.role == "body"]
    return mark_contents(flow.blocks(lines, flow.body_of(running)))


def _page(document: Any, reader: Characters, number: int, *, drawn: bool = True) -> tuple[Page, Problem | None]:
    handle = raw.FPDF_LoadPage(document.raw, number - 1)
    if not handle:
        message = f"Page {number} is damaged and was left out: get the PDF again if the page matters."
        return Page(number, 0, 0, []), Problem(stage="read", code="damaged", message=message, page=number)
    try:
        page = reader.page(handle, number)
        if drawn:
            page.shapes, page.images = find_shapes(handle, Turn.of(handle))
        return page, None
    finally:
        raw.FPDF_ClosePage(handle)


def _body_size(document: Any, reader: Characters, count: int) -> float:
    """The size that most letters have, from some pages spread over the report."""
    step = max(1, count // _SAMPLE)
    sizes: Counter[float] = Counter()
    for number in range(1 + step // 2, count + 1, step):
        for word in _page(document, reader, number, drawn=False)[0].words:
            sizes[round(2 * word.size) / 2] += len(word.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0


def _metadata(document: Any) -> dict[str, str]:
    names = {"Title": "title", "Author": "author", "CreationDate": "date", "Subject": "description"}
    try:
        found = document.get_metadata_dict(skip_empty=True)
    except (pdfium.PdfiumError, ctypes.ArgumentError, UnicodeError):
        return {}
    return {ours: " ".join(found[theirs].split()) for theirs, ours in names.items() if found.get(theirs, "").strip()}
