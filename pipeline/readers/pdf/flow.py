"""Lines in reading order to blocks: where a paragraph, an item or a heading begins, how deep it stands."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise

from pipeline.document import Block, BlockKind
from pipeline.readers.joining import Hyphens, ended
from pipeline.readers.marks import starts_item
from pipeline.readers.pdf.drafts import CAPITAL, Draft, belongs, is_figure_text, near
from pipeline.readers.pdf.headings import Body, Rank, is_heading, style
from pipeline.readers.pdf.lines import Line
from pipeline.readers.pdf.making import block

_INDENT = 4.0
_SET_APART = frozenset({"furniture", "contents", "caption", "table"})
# Roles whose every line is a block of its own.
_LINEWISE: dict[str, BlockKind] = {"furniture": "furniture", "contents": "contents", "table": "table"}


def body_of(lines: list[Line]) -> Body:
    """How most of the text is set."""
    sizes: Counter[float] = Counter()
    colors: Counter[int] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
        colors[line.color] += len(line.text)
    if not sizes:
        return Body(10.0, 12.0, 0.0, 0)
    size = sizes.most_common(1)[0][0]
    text = [line for line in lines if line.size == size]
    gaps = Counter(
        round(2 * (b.base - a.base)) / 2
        for a, b in pairwise(text)
        if a.page == b.page and a.band == b.band and 0.8 * size < b.base - a.base < 3 * size
    )
    letters = sum(len(line.text) for line in text)
    bold = sum(len(line.text) * line.bold for line in text) / max(1, letters)
    return Body(size, gaps.most_common(1)[0][0] if gaps else 1.3 * size, bold, colors.most_common(1)[0][0])


def blocks(lines: list[Line], body: Body) -> list[Block]:
    """Blocks out of all lines of a report, in reading order."""
    hyphens = Hyphens(line.text for line in lines)
    drafts: list[Draft] = []
    current: Draft | None = None
    _find_run_ins(lines, body)
    bodies = {page: _local(group, body) for page, group in _by_page(lines).items()}
    for line in lines:
        if line.role in _LINEWISE:
            drafts.append(Draft(_LINEWISE[line.role], [line]))
            continue
        if current is None or current.lines[-1].role != line.role or (not near(current.lines[-1], line)):
            current = _last_of(drafts, line.role, line.box, body)
        current = _placed(line, current, drafts, bodies[line.page])
    for draft in drafts:
        if draft.kind == "heading" and _is_sentence(draft, bodies[draft.lines[0].page]):
            draft.kind = "paragraph"
    _find_minor_headings(drafts, body)
    ranks, depths = _ranks(drafts), _depths(drafts)
    return [block(draft, body, hyphens, ranks, depths.get(i)) for i, draft in enumerate(drafts)]


def _depths(drafts: list[Draft]) -> dict[int, int]:
    """How deep each list item is nested, from its indent in its column; a heading ends all lists."""
    done: dict[int, int] = {}
    open_at: list[float] = []
    for i, draft in enumerate(drafts):
        first = draft.lines[0]
        if draft.kind == "heading":
            open_at = []
        elif draft.kind == "paragraph" and first.role == "body" and starts_item(first.text):
            indent = first.x0 - first.left
            while open_at and indent < open_at[-1] - _INDENT:
                open_at.pop()
            if not open_at or indent > open_at[-1] + _INDENT:
                open_at.append(indent)
            done[i] = len(open_at) - 1
    return done


def _by_page(lines: list[Line]) -> dict[int, list[Line]]:
    pages: dict[int, list[Line]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    return pages


def _local(lines: list[Line], body: Body) -> Body:
    """How the running text of one page is set: a slide or a summary may have larger type than the rest of the report."""
    letters: Counter[float] = Counter()
    for line in lines:
        if line.role == "body" and (starts_item(line.text) or ended(line.text) or len(line.text) > 70):
            letters[line.size] += len(line.text)
    if not letters:
        return body
    size, count = letters.most_common(1)[0]
    if size <= 1.1 * body.size or count < 60:
        return body
    return replace(body, size=size, leading=body.leading * size / body.size)


def _find_run_ins(lines: list[Line], body: Body) -> None:
    """Bold lines that run on into the next line, which goes on in plain type, are titles inside their paragraph."""
    for line, after in reversed(list(pairwise(lines))):
        close = near(line, after) and 0 < after.base - line.base <= 1.3 * body.leading
        if line.bold <= 0.95 or line.size >= 1.12 * body.size or not close:
            continue
        if after.bold > 0.95:
            line.run_in = after.run_in and not ended(line.text)
        elif ended(line.text):
            full = line.x1 + after.lead > line.right  # else the line was broken on purpose
            line.run_in = line.text.endswith(".") and full and abs(after.size - line.size) < 0.5
        else:
            line.run_in = after.runs[0].font == line.runs[-1].font


def _last_of(drafts: list[Draft], role: str, box: int, body: Body) -> Draft | None:
    """The block that a line may go on with behind notes, page furniture and the words of a figure."""
    for draft in reversed(drafts):
        if draft.lines[0].role == role and draft.kind not in _SET_APART:
            if role == "body" and (is_figure_text(draft, body) or draft.lines[-1].box != box):
                continue
            return draft
    return None


def _placed(line: Line, before: Draft | None, drafts: list[Draft], body: Body) -> Draft:
    if before is not None and belongs(line, before, body):
        before.lines.append(line)
        return before
    draft = Draft(_kind(line, body), [line])
    drafts.append(draft)
    return draft


def _kind(line: Line, body: Body) -> BlockKind:
    if line.role == "note":
        return "note"
    return "heading" if is_heading(line, body) else "paragraph"


def _is_sentence(draft: Draft, body: Body) -> bool:
    """Whether what looks like a heading is a long passage in bold or larger type."""
    text = " ".join(line.text for line in draft.lines)
    return (len(text) > 200 and draft.lines[0].size < 1.5 * body.size) or (
        len(text) > 110 and text.endswith((".", ";", ","))
    )


def _find_minor_headings(drafts: list[Draft], body: Body) -> None:
    """Short lines set apart by slant, colour, capitals or a little more size, with running text below, are headings too."""
    running = [draft for draft in drafts if draft.kind in ("paragraph", "heading") and draft.lines[0].role == "body"]
    for draft, after in pairwise(running):
        if draft.kind == "paragraph" and after.kind == "paragraph" and _is_minor_heading(draft, after, body):
            draft.kind = "heading"


def _is_minor_heading(draft: Draft, after: Draft, body: Body) -> bool:
    first, below = draft.lines[0], after.lines[0]
    text = " ".join(line.text for line in draft.lines)
    if len(draft.lines) > 2 or len(text) > 120 or ended(text) or text.endswith(",") or not CAPITAL.match(text):
        return False
    if not re.search(r"[^\W\d_]{3}", text) or (starts_item(text) and not text[0].isalnum()):
        return False
    if first.size < 0.97 * body.size or abs(below.size - body.size) > 0.1 * body.size or len(below.text) < 25:
        return False
    if (
        first.page != below.page
        or (not first.aside and first.band != below.band)
        or not 0 < below.base - first.base < 5 * body.leading
    ):
        return False
    slanted = first.italic > 0.9 and below.italic < 0.5
    colored = first.color not in (body.color, below.color)
    underlined = all(run.underlined for run in first.runs) and not any(run.underlined for run in below.runs)
    capitals = text.isupper() and len(text) > 3 and not below.text.isupper()
    return (
        slanted
        or colored
        or capitals
        or underlined
        or (first.bold > 0.9 and below.bold < 0.5)
        or first.size > 1.07 * body.size
    )


def _ranks(drafts: list[Draft]) -> dict[Rank, int]:
    styles = sorted({style(draft.lines[0]) for draft in drafts if draft.kind == "heading"}, reverse=True)
    return {each: rank for rank, each in enumerate(styles, 1)}
