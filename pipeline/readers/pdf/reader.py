"""A PDF from its bytes to its blocks."""

from __future__ import annotations

import ctypes
import logging
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from pipeline.document import Block, Source
from pipeline.errors import Problem, ReadError
from pipeline.readers.contents import mark_contents
from pipeline.readers.endnotes import mark_endnotes
from pipeline.readers.pdf import fallback, flow, recognised
from pipeline.readers.pdf.characters import Characters
from pipeline.readers.pdf.columns import order
from pipeline.readers.pdf.furniture import mark_furniture, without_line_numbers
from pipeline.readers.pdf.lines import Line
from pipeline.readers.pdf.notes import mark_notes
from pipeline.readers.pdf.shapes import find_shapes, is_pale, mark_boxed, mark_underlined, on_color
from pipeline.readers.pdf.turn import Turn
from pipeline.readers.pdf.words import Page, Word
from pipeline.readers.provisions import cut_provisions

log = logging.getLogger(__name__)
# PDFium keeps global state: one document at a time in a process.
_LOCK = threading.Lock()
_SAMPLE = 16
_HEAD = 65_536
_NEARLY_WHITE, _SOME_PICTURE = 0xF8F8F8, 0.05


def read(path: Path) -> Source:
    """Read a PDF file."""
    data = path.read_bytes()
    with _LOCK, opened(data) as document:
        return Reading(document, data).source(f"pypdfium2 {pdfium.version.PYPDFIUM_INFO}", _metadata(document))


@contextmanager
def opened(data: bytes) -> Iterator[Any]:
    """The document, or a ReadError that says what is wrong with it."""
    start = data[:_HEAD].find(b"%PDF-")
    try:
        document = pdfium.PdfDocument(data[start:] if start > 0 else data)
    except pdfium.PdfiumError as error:
        # PDFium's reason may be that of the file before: only a file with a lock can ask for a password.
        raise _refusal(str(error) if b"/Encrypt" in data else "") from error
    try:
        if len(document) == 0:
            raise ReadError("damaged", "The PDF opens without a single page: get it again from where it came from.")
        yield document
    finally:
        document.close()


def _refusal(reason: str) -> ReadError:
    if "password" in reason.lower():
        return ReadError("password_required", "The PDF asks for a password: save a copy without one and add that.")
    if "security" in reason.lower():
        return ReadError(
            "password_required", "The PDF is locked in a way that is not known: save a copy without a lock."
        )
    return ReadError(
        "damaged", "The PDF is damaged or cut off and cannot be opened: get it again from where it came from."
    )


@dataclass
class Reading:
    """One document being read; `document` is PDFium's."""

    document: Any
    data: bytes
    characters: Characters = field(default_factory=Characters)
    problems: list[Problem] = field(default_factory=list)
    unread: list[int] = field(default_factory=list)
    garbled: list[int] = field(default_factory=list)
    recognised: bool = False

    def source(self, extractor: str, metadata: dict[str, str]) -> Source:
        """What is read, by what, with what the file says of itself."""
        count = len(self.document)
        pages, heights = self._pages(count)
        if len(self.unread) == count:
            raise ReadError(
                "needs_ocr",
                "Every page is a picture without text: add a copy with a text layer (made with ocrmypdf, for example), "
                "or install tesseract and run again.",
            )
        if self.garbled:
            self.problems.append(recognised.unreliable(self.garbled, count))
        return Source(
            media_type="application/pdf",
            extractor=extractor,
            blocks=tuple(_blocks(pages, heights)),
            page_count=count,
            ocr=self.recognised,
            metadata=metadata,
            metadata_from="document properties" if metadata else "",
            problems=tuple(self.problems),
        )

    def _pages(self, count: int) -> tuple[list[list[Line]], list[float]]:
        """The lines of all pages in reading order, and the heights of the pages."""
        body = self._body_size(count)
        pages: list[list[Line]] = []
        heights: list[float] = []
        for number in range(1, count + 1):
            page = self._page(number)
            page.words = _shown(page, without_line_numbers(page))
            mark_underlined(page)
            mark_boxed(page)
            body = body or _size(page.words)
            pages.append(order(page, body or 10.0) if page.words else [])
            heights.append(page.height)
        return pages, heights

    def _page(self, number: int) -> Page:
        """One page, by the way that reads it best."""
        loaded = self._load(number)
        page, drawn = loaded if loaded else (None, 0)
        if page is None:
            page = fallback.page(self.data, number)
            if page is None:
                message = f"Page {number} is damaged and was left out: get the PDF again if the page matters."
                self.problems.append(Problem(stage="read", code="damaged", message=message, page=number))
                return Page(number, 0, 0, [])
        if recognised.lacks_text(page, drawn):
            return self._recognise(page) or self._unread(page)
        if page.unmapped > recognised.UNMAPPED:
            other = fallback.page(self.data, number)
            if other is not None and other.words and other.unmapped < 0.5 * page.unmapped:
                page = other
            else:
                page = self._recognise(page) or page
        if recognised.is_garbled(page):
            self.garbled.append(number)
        return page

    def _recognise(self, page: Page) -> Page | None:
        done = recognised.recognise(page, self.document[page.number - 1])
        self.recognised = self.recognised or done is not None
        return done

    def _unread(self, page: Page) -> Page:
        self.unread.append(page.number)
        self.problems.append(recognised.needs_recognition(page.number))
        return page

    def _load(self, number: int, *, shapes: bool = True) -> tuple[Page, int] | None:
        """A page as PDFium reads it, and how many things are drawn on it; None if it cannot be loaded."""
        handle = raw.FPDF_LoadPage(self.document.raw, number - 1)
        if not handle:
            return None
        try:
            page = self.characters.page(handle, number)
            if shapes:
                page.shapes, page.images = find_shapes(handle, Turn.of(handle))
            return page, raw.FPDFPage_CountObjects(handle)
        finally:
            raw.FPDF_ClosePage(handle)

    def _body_size(self, count: int) -> float:
        """The size that most letters have, from some pages spread over the report; 0 where these hold none."""
        step = max(1, count // _SAMPLE)
        loaded = (self._load(number, shapes=False) for number in range(1 + step // 2, count + 1, step))
        return _size([word for each in loaded if each for word in each[0].words])


def _size(words: list[Word]) -> float:
    sizes: Counter[float] = Counter()
    for word in words:
        sizes[round(2 * word.size) / 2] += len(word.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _shown(page: Page, words: list[Word]) -> list[Word]:
    """The words that can be seen; those of a scan's hidden text layer, if it makes up the page."""
    hidden = sum(word.hidden for word in words)
    if hidden <= 0.5 * len(words):
        words = [word for word in words if not word.hidden]
    if page.images > _SOME_PICTURE:
        return words
    return [word for word in words if word.color < _NEARLY_WHITE or not is_pale(word.color) or on_color(page, word)]


def _blocks(pages: list[list[Line]], heights: list[float]) -> list[Block]:
    body = flow.body_of([line for page in pages for line in page])
    mark_furniture(pages, heights, body.size)
    for lines, height in zip(pages, heights, strict=True):
        mark_notes(lines, height, body.size)
    lines = [line for page in pages for line in page]
    running = [line for line in lines if line.role == "body"]
    return list(cut_provisions(mark_endnotes(mark_contents(flow.blocks(lines, flow.body_of(running))))))


def _metadata(document: Any) -> dict[str, str]:
    names = {"Title": "title", "Author": "author", "CreationDate": "date", "Subject": "description"}
    try:
        found = document.get_metadata_dict(skip_empty=True)
    except (pdfium.PdfiumError, ctypes.ArgumentError, UnicodeError):
        return {}
    return {ours: " ".join(found[theirs].split()) for theirs, ours in names.items() if found.get(theirs, "").strip()}
