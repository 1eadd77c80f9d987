"""Which lines make up a block: what goes on with the lines before it, what begins anew."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipeline.document import BlockKind
from pipeline.readers.joining import ended, goes_on
from pipeline.readers.marks import BULLETS, starts_item
from pipeline.readers.pdf.headings import Body, is_heading, style
from pipeline.readers.pdf.lines import Line
from pipeline.readers.pdf.notes import starts_note

CAPITAL = re.compile(r"[A-ZÀ-ÖØ-Þ“\"‘(\d]")
CAPTION = re.compile(r"(?:Figure|Fig\.|Table|Chart|Exhibit|Map|Graph|Photo)\s+[\dA-Z][\w.-]*\s*[:.–—|]|Source:\s")
_ENUMERATED = re.compile(r"\((\d{1,2}|[b-h])\)\s")


@dataclass(slots=True)
class Draft:
    """A block in the making."""

    kind: BlockKind
    lines: list[Line] = field(default_factory=list)


def is_figure_text(draft: Draft, body: Body) -> bool:
    """Whether a block is a word or number in a chart, a source line or a caption: small type, no sentence."""
    first = draft.lines[0]
    if draft.kind != "paragraph" or first.size > 0.9 * body.size:
        return bool(draft.kind == "paragraph" and CAPTION.match(first.text))
    text = " ".join(line.text for line in draft.lines)
    return (len(text) < 60 and not ended(text) and not starts_item(text)) or bool(CAPTION.match(text))


def belongs(line: Line, draft: Draft, body: Body) -> bool:
    """Whether a line goes on with a block."""
    last = draft.lines[-1]
    if line.role == "note":
        return draft.kind == "note" and _note_goes_on(line, draft)
    heading = is_heading(line, body)
    if draft.kind == "heading":
        return heading and _same_heading(last, line)
    if heading and not _bold_within(draft, line, body):
        return False
    text = " ".join(each.text for each in draft.lines[-3:])
    if not near(last, line):
        alike = (
            abs(line.size - last.size) < 0.12 * body.size and last.aside == line.aside and line.page <= last.page + 2
        )
        return alike and not starts_item(line.text) and _goes_on_over(text, line, draft)
    return not _new_paragraph(line, draft, text, body)


def near(last: Line, line: Line) -> bool:
    """Whether two lines stand in one uncut part of a page, in the same box or outside any."""
    return last.page == line.page and last.band == line.band and last.aside == line.aside and last.box == line.box


def _note_goes_on(line: Line, draft: Draft) -> bool:
    """A note goes on until the next mark; over a page's end only if its last line is full and no sentence ends there."""
    last = draft.lines[-1]
    first = draft.lines[0]
    edge = first.x0 if first.band == line.band else line.left
    if starts_note(line) and line.x0 <= edge + 0.7 * line.size:
        return False
    return last.page == line.page or (last.page == line.page - 1 and not ended(last.text))


def _goes_on_over(text: str, line: Line, draft: Draft) -> bool:
    """Whether a paragraph goes on behind the end of a column or page.

    Where the words do not tell, the last line does: if the next word would have fitted into it, the paragraph has ended there.
    """
    last = draft.lines[-1]
    if goes_on(text, line.text):
        return True
    if line.runs[0].font.bold and not last.runs[-1].font.bold:  # a run-in title begins
        return False
    full = last.x1 + line.lead + 0.3 * line.size > last.right
    level = abs((line.x0 - line.left) - (last.x0 - last.left)) < 0.3 * line.size
    return full and len(draft.lines) > 1 and (level or not ended(text))


def _same_heading(last: Line, line: Line) -> bool:
    gap = line.base - last.base
    beside = near(last, line) or (last.page == line.page and abs(last.x0 - line.x0) < 3)
    close = 0 < gap <= 1.7 * line.size and style(last)[:2] == style(line)[:2]
    return beside and close and not starts_item(line.text)


def _bold_within(draft: Draft, line: Line, body: Body) -> bool:
    """A bold line that runs on in a paragraph is no heading: the line above is bold to its end, or the sentence goes on."""
    last = draft.lines[-1]
    if line.size >= 1.12 * body.size or not near(last, line) or not 0 < line.base - last.base <= 1.3 * body.leading:
        return False
    return not ended(last.text) and (last.runs[-1].font == line.runs[0].font or line.text[:1].islower())


def _new_paragraph(line: Line, draft: Draft, text: str, body: Body) -> bool:
    last, first = draft.lines[-1], draft.lines[0]
    gap = line.base - last.base
    usual = max(body.leading * min(1.0, line.size / body.size), 1.1 * line.size)
    if len(draft.lines) > 1 and draft.lines[-2].page == last.page and draft.lines[-2].band == last.band:
        usual = max(1.1 * line.size, min(usual, last.base - draft.lines[-2].base))
    if gap > 1.28 * usual + 0.5 and gap < 1.8 * usual and goes_on(text, line.text) and last.x1 + line.lead > last.right:
        return False  # a raised mark has pushed the lines apart
    if gap > 1.28 * usual + 0.5 or gap < -0.5 * line.size or abs(line.size - last.size) > 0.15 * body.size:
        return True
    width = max(1.0, last.right - last.left)
    short = last.x1 + line.lead + 0.3 * line.size < last.right  # the next word would have fitted
    apart = gap > 1.05 * usual or line.text[0] in BULLETS or short or ended(text)
    if apart and starts_item(line.text) and (line.x0 <= first.x0 + 4 or gap > 1.05 * usual):
        return not _runs_on(draft, line.text)
    hanging = min((each.x0 for each in draft.lines[1:]), default=None)
    capital = bool(CAPITAL.match(line.text))
    if hanging is not None and line.x0 > hanging + 0.7 * body.size and ended(text) and capital:
        return True
    if hanging is not None and starts_item(first.text) and line.x0 < hanging - 0.7 * body.size and ended(text):
        return True
    return short and capital and (ended(text) or last.x1 < last.right - 0.45 * width)


def _runs_on(draft: Draft, after: str) -> bool:
    """Whether a line that begins with `(2)` goes on with an enumeration inside the sentence: `(1)` stands in it, not at its start."""
    found = _ENUMERATED.match(after)
    if not found:
        return False
    text = " ".join(line.text for line in draft.lines)
    number = int(found[1]) if found[1].isdigit() else ord(found[1]) - 96
    before = str(number - 1) if found[1].isdigit() else chr(number + 95)
    return number > 1 and f" ({before}) " in text and not ended(text)
