"""What the outline works with: blocks with their printed labels, headings, list items."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from pipeline.document import Block, Document, Span
from pipeline.labels import Label, match, match_end

_CLOSED = re.compile(r"""[.!?:;][”"’'»)\]\d*†‡]*$""")


@dataclass(frozen=True)
class Piece:
    """A block, its printed label, and the text behind the label.

    Attributes:
        index: of the block in Document.placed.
        offset: where the text behind the label begins in the block's text.
        start: the same place in the document's text.
        end: where it ends; a label at the end (`(Recommendation 3)`) is left out.
    """

    index: int
    block: Block
    text: str
    offset: int
    start: int
    label: Label | None
    ending: Label | None
    label_start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    @property
    def printed(self) -> str:
        """The text with its label."""
        return f"{self.label.printed} {self.text}" if self.label else self.text

    @property
    def closed(self) -> bool:
        """Whether the text ends as a sentence or a stem does."""
        return bool(_CLOSED.search(self.text))

    @property
    def is_stem(self) -> bool:
        """Whether the text governs the list that comes after it."""
        return self.text.rstrip().endswith((":", ":–", ":—", ":-"))

    @cached_property
    def words(self) -> int:
        return len(self.text.split())


def pieces(document: Document) -> tuple[Piece, ...]:
    """All blocks of a document with their labels told from their texts."""
    return tuple(_pieces(document))


def _pieces(document: Document) -> Iterator[Piece]:
    for index, placed in enumerate(document.placed):
        block = placed.block
        labelled = block.kind not in ("table", "note", "caption")
        outer = _outer(block) if labelled else None
        inner = match(block.text) if labelled else None
        if outer and inner and not (outer.kind == "bullet" and inner.kind != "bullet"):
            inner = None
        label = inner or outer
        start = inner.end if inner else 0
        ending = match_end(block.text) if labelled and block.kind != "heading" else None
        end = ending.end if ending and ending.end > start else len(block.text)
        yield Piece(
            index=index,
            block=block,
            text=block.text[start:end],
            offset=start,
            start=placed.body.start + start,
            label=label,
            ending=ending,
            label_start=placed.body.start if inner else placed.span.start,
        )


def _outer(block: Block) -> Label | None:
    """The label that the reader told from the text."""
    if not block.label:
        return None
    found = match(f"{block.label} X")
    if found and found.end >= len(block.label):
        return found
    return Label(kind="bullet", printed=block.label, number="", style=block.label)
