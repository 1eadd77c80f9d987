"""A finished draft as a block: its text with hyphens mended, its emphasis, its boxes."""

from __future__ import annotations

from functools import reduce

from pipeline.document import CELL_SEPARATOR, Block, Emphasis, Region, Style
from pipeline.readers.joining import Hyphens
from pipeline.readers.marks import as_item
from pipeline.readers.pdf.drafts import CAPTION, Draft, is_figure_text
from pipeline.readers.pdf.headings import Body, Rank, style
from pipeline.readers.pdf.lines import Line, TypeRun
from pipeline.readers.pdf.notes import NOTE_LABEL
from pipeline.readers.runs import merge


def block(draft: Draft, body: Body, hyphens: Hyphens, ranks: dict[Rank, int], depth: int | None) -> Block:
    """The block; `ranks` has the level of each heading's type, `depth` is that of an item."""
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
    elif kind == "paragraph" and ((CAPTION.match(text) and len(text) < 400) or is_figure_text(draft, body)):
        kind = "caption"
    done = Block(
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
    return as_item(done)


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
