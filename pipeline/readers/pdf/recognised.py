"""Pages that hold no text, or none that can be read: recognised from their picture, or recorded as needing it."""

from __future__ import annotations

import io
import logging
import re
import statistics
from typing import Any

from pipeline.errors import Problem
from pipeline.readers import ocr
from pipeline.readers.encoding import plain
from pipeline.readers.marks import BULLETS
from pipeline.readers.pdf.words import Font, Page, Word

log = logging.getLogger(__name__)
_DPI = 200
_PICTURED, _FEW_WORDS = 0.25, 5
UNMAPPED = 0.05
# Good text layers have at most a tenth of such tokens on a page, poor recognitions a fifth.
_ODD = 0.13
_NO_WORD = frozenset(BULLETS) | frozenset(".…_-–—()|*")
_WORD = re.compile(
    r"[(\[“\"‘'$€£#]*(?:[^\W\d_]+(?:['’.&/–-][^\W\d_]+)*|[\d.,:/%–-]+[a-z]{0,2}|[A-Z\d]+(?:[-/.][A-Z\d]+)*)[)\]”\"’'.,;:!?%]*"
)
_BODY = Font("", False, False)


def lacks_text(page: Page, drawn: int) -> bool:
    """Whether a page shows something but holds (nearly) no text: a scan, or letters drawn as shapes."""
    return len(page.words) < _FEW_WORDS and (page.images > _PICTURED or drawn > 400)


def is_garbled(page: Page) -> bool:
    """Whether the text of a page is not what is printed: letters without a code, or mostly tokens that are no words."""
    if page.unmapped > UNMAPPED:
        return True
    tokens = [word.text for word in page.words if not set(word.text) <= _NO_WORD]
    odd = sum(not _WORD.fullmatch(token) for token in tokens)
    return len(tokens) > 40 and odd > _ODD * len(tokens)


def recognise(page: Page, handle: Any) -> Page | None:
    """The page with the words that Tesseract sees; None where it is not installed or sees nothing."""
    if not ocr.available():
        return None
    try:
        picture = handle.render(scale=_DPI / 72, grayscale=True).to_pil()
        buffer = io.BytesIO()
        picture.save(buffer, "PNG")
        seen = ocr.recognise(buffer.getvalue(), _DPI)
    except (OSError, ValueError, RuntimeError) as error:
        log.warning("page %d: %s", page.number, error)
        return None
    words = _placed(seen)
    return Page(page.number, page.width, page.height, words) if words else None


def _placed(seen: list[ocr.Seen]) -> list[Word]:
    """Recognised words as words of a page: one base line and one size for each line."""
    scale = 72 / _DPI
    lines: dict[tuple[int, int, int], list[ocr.Seen]] = {}
    for word in seen:
        lines.setdefault(word.line, []).append(word)
    done: list[Word] = []
    usual = statistics.median(max(word.height for word in line) for line in lines.values()) if lines else 0
    for line in lines.values():
        bottom = statistics.median(word.top + word.height for word in line)
        tall = float(max(word.height for word in line))
        tall = usual if 0.7 * usual < tall < 1.3 * usual else tall
        size = round(2 * tall * scale / 0.95) / 2
        base = (bottom - (0.22 * tall if any(c in "gjpqy," for w in line for c in w.text) else 0)) * scale
        for word in line:
            x0, x1 = word.left * scale, (word.left + word.width) * scale
            done.append(Word(plain(word.text), x0, x1, base, size, _BODY, 0, len(done)))
    return done


def needs_recognition(number: int) -> Problem:
    """What is recorded for a page that cannot be read without character recognition."""
    message = (
        f"Page {number} is a picture without text: add a copy with a text layer (made with ocrmypdf, for example), "
        "or install tesseract and run again."
    )
    return Problem(stage="read", code="needs_ocr", message=message, page=number)


def unreliable(numbers: list[int], count: int) -> Problem:
    """What is recorded for pages whose text layer is full of errors."""
    message = (
        f"The text of {len(numbers)} of {count} pages is unreliable (a poor recognition, or a font without letter codes): "
        "add a better copy if there is one."
    )
    page = numbers[0] if len(numbers) == 1 else None
    return Problem(stage="read", code="garbled", message=message, page=page)
