"""pdfplumber for a page that PDFium cannot load or finds no letters for: slower, but a second opinion."""

from __future__ import annotations

import io
import logging
import re

from pipeline.readers.encoding import plain
from pipeline.readers.pdf.words import Font, Page, Word

log = logging.getLogger(__name__)
_BOLD = re.compile(r"bold|black|heavy|demi", re.I)
_ITALIC = re.compile(r"ital|obli", re.I)
_UNMAPPED = re.compile(r"\(cid:\d+\)")
# Codes of ligatures and bullets in TeX's and old Windows fonts.
_CODES = {11: "ff", 12: "fi", 13: "fl", 14: "ffi", 15: "ffl", 127: "•"}


def page(data: bytes, number: int) -> Page | None:
    """One page of a PDF, from 1; None where pdfplumber cannot read it either."""
    import pdfplumber

    try:
        with pdfplumber.open(io.BytesIO(data), pages=[number]) as document:
            found = document.pages[0]
            words = found.extract_words(x_tolerance_ratio=0.15, y_tolerance=2, extra_attrs=["fontname", "size"])
            done = Page(number, float(found.width), float(found.height), [])
    except Exception as error:  # pdfminer raises whatever a damaged file makes it raise
        log.info("page %d: pdfplumber: %s", number, error)
        return None
    lost = 0
    for at, word in enumerate(words):
        text = _UNMAPPED.sub(lambda m: _CODES.get(int(m[0][5:-1]), "\ufffd"), word["text"])
        lost += text.count("\ufffd")
        text = plain(text).replace("\ufffd", "")
        if text and word.get("upright", True):
            name, size = str(word["fontname"]), float(word["size"])
            font = Font(name, bool(_BOLD.search(name)), bool(_ITALIC.search(name)))
            base = float(word["bottom"]) - 0.22 * size
            done.words.append(Word(text, float(word["x0"]), float(word["x1"]), base, size, font, 0, at))
    done.unmapped = lost / max(1, sum(len(word["text"]) for word in words))
    return done
