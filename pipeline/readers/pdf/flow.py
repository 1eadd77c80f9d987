"""Lines in reading order to blocks: where a paragraph, an item or a heading begins and what belongs to it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import reduce
from itertools import pairwise

from pipeline.document import CELL_SEPARATOR, Block, BlockKind, Emphasis, Region, Style
from pipeline.readers.joining import Hyphens, ended, goes_on
from pipeline.readers.marks import BULLETS, as_item, starts_item
from pipeline.readers.pdf.headings import Body, is_heading, style
from pipeline.readers.pdf.lines import Line, TypeRun
from pipeline.readers.pdf.notes import NOTE_LABEL, starts_note
from pipeline.readers.runs import merge

_CAPITAL = re.compile(r"[A-ZÀ-ÖØ-Þ“\"‘(\d]")
_CAPTION = re.compile(r"(?:Figure|Fig\.|Table|Chart|Exhibit|Map|Graph|Photo)\s+[\dA-Z][\w.-]*\s*[:.–—|]|Source:\s")


_ENUMERATED = re.compile(r"\((\d{1,2}|[b-h])\)\s")


_INDENT = 4.0


@dataclass(slots=True)
class Draft:
    """A block in the making."""

    kind: BlockKind
    lines: list[Line] = field(default_factory=list)


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
        if current is None or current.lines[-1].role != line.role or (not _near(current.lines[-1], line)):
            current = _last_of(drafts, line.role, line.box, body)
        current = _placed(line, current, drafts, bodies[line.page])
    for draft in drafts:
        if draft.kind == "heading" and _is_sentence(draft, bodies[draft.lines[0].page]):
            draft.kind = "paragraph"
    _find_minor_headings(drafts, body)
    ranks, depths = _ranks(drafts), _depths(drafts)
    return [_block(draft, body, hyphens, ranks, depths.get(i)) for i, draft in enumerate(drafts)]


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
        close = _near(line, after) and 0 < after.base - line.base <= 1.3 * body.leading
        if line.bold <= 0.95 or line.size >= 1.12 * body.size or not close:
            continue
        if after.bold > 0.95:
            line.run_in = after.run_in and not ended(line.text)
        elif ended(line.text):
            line.run_in = line.text.endswith(".") and abs(after.size - line.size) < 0.5
        else:
            line.run_in = after.runs[0].font == line.runs[-1].font


def _last_of(drafts: list[Draft], role: str, box: int, body: Body) -> Draft | None:
    """The block that a line may go on with behind notes, page furniture and the words of a figure."""
    for draft in reversed(drafts):
        if draft.lines[0].role == role and draft.kind not in _SET_APART:
            if role == "body" and (_is_figure_text(draft, body) or draft.lines[-1].box != box):
                continue
            return draft
    return None


_SET_APART = frozenset({"furniture", "contents", "caption", "table"})
# Roles whose every line is a block of its own.
_LINEWISE: dict[str, BlockKind] = {"furniture": "furniture", "contents": "contents", "table": "table"}


def _is_figure_text(draft: Draft, body: Body) -> bool:
    """Whether a block is a word or number in a chart, a source line or a caption: small type, no sentence."""
    first = draft.lines[0]
    if draft.kind != "paragraph" or first.size > 0.9 * body.size:
        return bool(draft.kind == "paragraph" and _CAPTION.match(first.text))
    text = " ".join(line.text for line in draft.lines)
    return (len(text) < 60 and not ended(text) and not starts_item(text)) or bool(_CAPTION.match(text))


def _placed(line: Line, before: Draft | None, drafts: list[Draft], body: Body) -> Draft:
    if before is not None and _belongs(line, before, body):
        before.lines.append(line)
        return before
    draft = Draft(_kind(line, body), [line])
    drafts.append(draft)
    return draft


def _kind(line: Line, body: Body) -> BlockKind:
    if line.role == "note":
        return "note"
    return "heading" if is_heading(line, body) else "paragraph"


def _belongs(line: Line, draft: Draft, body: Body) -> bool:
    """Whether a line goes on with a block."""
    last = draft.lines[-1]
    if line.role == "note":
        return draft.kind == "note" and _note_goes_on(line, draft)
    heading = is_heading(line, body)
    if draft.kind == "heading":
        return heading and _same_heading(last, line)
    if heading and not _bold_within(draft, line, body):
        return False
    near = _near(last, line)
    text = " ".join(each.text for each in draft.lines[-3:])
    if not near:
        alike = abs(line.size - last.size) < 0.12 * body.size and last.aside == line.aside
        return alike and not starts_item(line.text) and _goes_on_over(text, line, draft)
    return not _new_paragraph(line, draft, text, body)


def _near(last: Line, line: Line) -> bool:
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
    return (
        _near(last, line)
        and 0 < gap <= 1.7 * line.size
        and style(last)[:2] == style(line)[:2]
        and not starts_item(line.text)
    )


def _bold_within(draft: Draft, line: Line, body: Body) -> bool:
    """A bold line that runs on in a paragraph is no heading: the line above is bold to its end, or the sentence goes on."""
    last = draft.lines[-1]
    if line.size >= 1.12 * body.size or not _near(last, line) or not 0 < line.base - last.base <= 1.3 * body.leading:
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
    capital = bool(_CAPITAL.match(line.text))
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
    if len(draft.lines) > 2 or len(text) > 120 or ended(text) or text.endswith(",") or not _CAPITAL.match(text):
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


def _ranks(drafts: list[Draft]) -> dict[tuple[float, bool, bool, bool], int]:
    styles = sorted({style(draft.lines[0]) for draft in drafts if draft.kind == "heading"}, reverse=True)
    return {each: rank for rank, each in enumerate(styles, 1)}


def _block(
    draft: Draft, body: Body, hyphens: Hyphens, ranks: dict[tuple[float, bool, bool, bool], int], depth: int | None
) -> Block:
    first = draft.lines[0]
    if draft.kind == "table":
        return _table_row(first, hyphens)
    text, spans = _text(draft.lines, body, hyphens)
    kind = draft.kind
    level = ranks.get(style(first)) if kind == "heading" else depth
    label = ""
    if kind == "note" and (found := NOTE_LABEL.match(text)):
        label = found[1].strip("[]().")
        text, spans = text[found.end() :], ()
    elif kind == "paragraph" and ((_CAPTION.match(text) and len(text) < 400) or _is_figure_text(draft, body)):
        kind = "caption"
    block = Block(
        kind=kind,
        text=text,
        label=label,
        level=level,
        emphasis=spans,
        size=first.size,
        page_first=first.page,
        page_last=draft.lines[-1].page,
        regions=_regions(draft.lines),
    )
    return as_item(block)


def _text(lines: list[Line], body: Body, hyphens: Hyphens) -> tuple[str, tuple[Emphasis, ...]]:
    text = ""
    spans: list[Emphasis] = []
    for line in lines:
        text = hyphens.join(text, line.text) if text else line.text
        start = len(text) - len(line.text)
        for run in line.runs:
            for each in _styles(run, line, body):
                spans.append(Emphasis(max(0, start + run.start), start + run.end, each))
    spans = [Emphasis(s.start, min(s.end, len(text)), s.style) for s in spans if s.start < min(s.end, len(text))]
    return text, tuple(merge(spans))


def _styles(run: TypeRun, line: Line, body: Body) -> list[Style]:
    found: dict[Style, bool] = {
        "bold": run.font.bold,
        "box": line.box > 0,
        "color": run.color != body.color,
        "italic": run.font.italic,
        "underline": run.underlined,
    }
    return [style for style, there in found.items() if there]


def _regions(lines: list[Line]) -> tuple[Region, ...]:
    """One box for each column that the block runs through."""
    boxes: dict[tuple[int, int], list[Line]] = {}
    for line in lines:
        boxes.setdefault((line.page, line.band), []).append(line)
    return tuple(
        Region(
            page=page,
            x0=round(min(each.x0 for each in group), 1),
            top=round(min(each.top for each in group), 1),
            x1=round(max(each.x1 for each in group), 1),
            bottom=round(max(each.bottom for each in group), 1),
        )
        for (page, _), group in boxes.items()
    )


def _table_row(row: Line, hyphens: Hyphens) -> Block:
    cells = tuple(reduce(hyphens.join, texts) if texts else "" for texts in row.texts)
    region = Region(
        page=row.page,
        x0=round(row.x0, 1),
        top=round(row.head or row.top, 1),
        x1=round(row.x1, 1),
        bottom=round(row.foot or row.bottom, 1),
    )
    return Block(
        kind="table",
        text=CELL_SEPARATOR.join(cells),
        cells=cells,
        size=row.size,
        page_first=row.page,
        page_last=row.page,
        regions=(region,),
    )
