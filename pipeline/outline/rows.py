"""From the blocks of a recommendation to its row: span, number, title, section."""

from __future__ import annotations

import re

from pipeline.document import Span
from pipeline.labels import follows, match
from pipeline.outline.headings import Head, path
from pipeline.outline.items import Item, plain_title, styled_title
from pipeline.outline.parts import Piece
from pipeline.outline.scene import Scene
from pipeline.structure import Recommendation, RecommendationKind


def titles(group: list[Item], typed: bool = False) -> list[Span | None]:
    """The run-in titles of a list's items: set off by type, or short first phrases where nearly all items have one.
    `typed`: the report uses bold and the like."""
    styled = [styled_title(i.piece) for i in group]
    if any(styled):
        return styled
    whole = [whole_title(i) for i in group]
    if any(whole):
        return whole
    plain = [plain_title(i.piece, typed) for i in group]
    return plain if len(group) > 1 and sum(map(bool, plain)) >= 0.7 * len(group) else [None] * len(group)


def whole_title(item: Item) -> Span | None:
    """The first block of an item as its title: set off from top to end, with other blocks behind it."""
    piece = item.piece
    if item.end - item.start < 2 or max(piece.block.styled("bold"), piece.block.styled("italic")) < 0.9:
        return None
    return Span(0, len(piece.text))


def title_end(scene: Scene, piece: Piece) -> int | None:
    """Where the run-in title of a paragraph ends in the document's text, also where a wrongly cut line parts it in two."""
    title = styled_title(piece)
    if title:
        return piece.start + title.end
    if piece.closed or piece.index + 1 >= len(scene.pieces) or piece.block.styled("bold") < 0.95:
        return None
    after = scene.pieces[piece.index + 1]
    rest = styled_title(after) if re.match(r"[a-z]", after.text) else None
    return after.start + rest.end if rest else None


def from_item(
    scene: Scene, item: Item, kind: RecommendationKind, title: Span | None = None, end: int | None = None
) -> Recommendation:
    """The row of a list item, `end` (exclusive) where it ends before the item does."""
    piece = item.piece
    end = end or item.end
    title = title or styled_title(piece) or (whole_title(item) if end > item.start + 1 else None)
    first = piece if piece.text.strip() else scene.pieces[min(item.start + 1, end - 1)]
    heading = title.shifted(piece.start) if title else None
    if first is not piece and (below := title_end(scene, first)):
        heading = Span(first.start, below)
    section = _above(scene, item)
    return Recommendation(
        kind=kind,
        span=Span(first.start, scene.pieces[end - 1].end),
        number=number(item, scene.heads[section] if section is not None else None),
        label=item.label.printed,
        heading=heading,
        section=section,
        blocks=(item.start, end),
    )


def _above(scene: Scene, item: Item) -> int | None:
    """The heading that an item stands below; one whose number its own goes on with ("2. Rents", "3. Stop all evictions.") is
    another item of its list."""
    section = scene.section_of[item.start]
    while section is not None and (label := scene.heads[section].label) and follows(label, item.label):
        section = next((i for i, h in enumerate(scene.heads) if h is scene.heads[section].parent), None)
    return section


def number(item: Item, head: Head | None) -> str | None:
    """The full path of an item's number: those of the headings and items above it and its own."""
    if not item.label.number:
        return None
    if item.label.stands_alone:
        return item.label.number
    above = number(item.parent, head) if item.parent else None
    return ".".join([above, item.label.number] if above else [*path(head), item.label.number])


def from_heading(scene: Scene, section: int, end: int | None = None) -> Recommendation:
    """The row of a heading with all that stands below it, or up to `end` (exclusive)."""
    head = scene.heads[section]
    end = end or scene.ends[section]
    piece, label = head.piece, head.label
    alone = label is not None and label.kind == "word"
    start = piece if piece.text.strip() or end == piece.index + 1 else scene.pieces[piece.index + 1]
    return Recommendation(
        kind="numbered" if label and not alone else "labelled",
        span=Span(start.start, scene.pieces[end - 1].end),
        number=(label.number or None if alone else ".".join(path(head))) if label else None,
        label=label.printed if label else "",
        heading=piece.span if piece.text.strip() and end > piece.index + 1 else None,
        section=next((i for i, h in enumerate(scene.heads) if h is head.parent), None),
        blocks=(piece.index, end),
    )


def from_paragraphs(scene: Scene, first: int, end: int) -> Recommendation:
    """The row of some paragraphs, `end` exclusive."""
    piece = scene.pieces[first]
    label = piece.label if piece.label and piece.label.kind != "bullet" else None
    title = title_end(scene, piece)
    return Recommendation(
        kind="numbered" if label and label.kind == "number" else "labelled",
        span=Span(piece.start, scene.pieces[end - 1].end),
        number=label.number or None if label else None,
        label=piece.label.printed if piece.label else "",
        heading=Span(piece.start, title) if title else None,
        section=scene.section_of[first],
        blocks=(first, end),
    )


def from_row(scene: Scene, piece: Piece, column: int) -> Recommendation:
    """The row of a table's row; its number stands in the cell of the advice or in one before it."""
    cells = piece.block.cells
    label = match(cells[column]) or next((m for c in cells[:column] if len(c) <= 24 and (m := match(f"{c} X"))), None)
    return Recommendation(
        kind="table_row",
        span=piece.span,
        number=label.number or None if label and label.kind != "bullet" else None,
        label=label.printed if label else "",
        section=scene.section_of[piece.index],
        blocks=(piece.index, piece.index + 1),
        cells=cells,
    )
