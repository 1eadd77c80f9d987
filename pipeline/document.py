"""A report's text as its reader found it: blocks in reading order, then one text with the place of every block."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from pipeline.errors import Problem

BlockKind = Literal["heading", "paragraph", "item", "table", "note", "caption", "contents", "furniture"]
Style = Literal["bold", "italic", "underline", "color", "box", "strike"]

# Notes and captions stand at the end of the text, never between two halves of a sentence; contents and page furniture are left out.
TRAILING: frozenset[str] = frozenset({"note", "caption"})
LEFT_OUT: frozenset[str] = frozenset({"contents", "furniture"})
SEPARATOR = "\n\n"
CELL_SEPARATOR = " | "


@dataclass(frozen=True, slots=True)
class Span:
    """Character offsets, end exclusive."""

    start: int
    end: int

    def __bool__(self) -> bool:
        return self.end > self.start

    def covers(self, other: Span) -> bool:
        """Whether the other span lies wholly inside this one."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end

    def shifted(self, by: int) -> Span:
        """The same span, `by` characters further on."""
        return Span(self.start + by, self.end + by)


@dataclass(frozen=True, slots=True)
class Emphasis:
    """A run of set-off type; offsets into the block's text."""

    start: int
    end: int
    style: Style


@dataclass(frozen=True, slots=True)
class Region:
    """A box on a page (from 1), in PDF points, the origin at the top left."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A heading, paragraph, list item, table row, note or caption as the reader found it.

    Attributes:
        text: clean running text without line breaks inside sentences, without markup, without `label`.
        label: the printed marker where the format or the layout tells it from the text (`1.`, `(a)`, `■`); else empty.
        level: of a heading its rank from 1, of an item its nesting depth from 0; None where nothing tells.
        cells: the cells of a table row; `text` is then the cells joined by CELL_SEPARATOR.
        size: font size in points, where known.
    """

    kind: BlockKind
    text: str
    label: str = ""
    level: int | None = None
    emphasis: tuple[Emphasis, ...] = ()
    cells: tuple[str, ...] = ()
    size: float | None = None
    page_first: int | None = None
    page_last: int | None = None
    regions: tuple[Region, ...] = ()

    def styled(self, style: Style) -> float:
        """The share of the text that is set in a style, 0 to 1."""
        done = sum(e.end - e.start for e in self.emphasis if e.style == style)
        return min(1.0, done / len(self.text)) if self.text else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What a reader takes out of one file.

    Attributes:
        metadata: what the file says of itself, by lower-case key: title, author, date, publisher, language, description.
        metadata_from: where that stands: `front matter`, `document properties`, `html meta`, or empty.
        problems: what could not be read in full.
    """

    media_type: str
    extractor: str
    blocks: tuple[Block, ...]
    page_count: int | None = None
    ocr: bool = False
    metadata: Mapping[str, str] = field(default_factory=dict)
    metadata_from: str = ""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A block and its place in the document's text: label and text in `span`, the text alone in `body`."""

    block: Block
    span: Span
    body: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One text, and the offset of every block in it, in the order of the text."""

    text: str
    placed: tuple[Placed, ...]
    source: Source

    def slice(self, span: Span) -> str:
        """The text of a span."""
        return self.text[span.start : span.end]


def join(source: Source) -> Document:
    """Lay the blocks out as one text: running text in reading order, then notes and captions."""
    placed: list[Placed] = []
    parts: list[str] = []
    at = 0
    for block in _ordered(source.blocks):
        printed = f"{block.label} {block.text}" if block.label else block.text
        if parts:
            parts.append(SEPARATOR)
            at += len(SEPARATOR)
        parts.append(printed)
        span = Span(at, at + len(printed))
        placed.append(Placed(block=block, span=span, body=Span(span.end - len(block.text), span.end)))
        at = span.end
    return Document(text="".join(parts), placed=tuple(placed), source=source)


def _ordered(blocks: tuple[Block, ...]) -> Iterator[Block]:
    kept = [b for b in blocks if b.kind not in LEFT_OUT and b.text.strip()]
    yield from (b for b in kept if b.kind not in TRAILING)
    yield from (b for b in kept if b.kind in TRAILING)
