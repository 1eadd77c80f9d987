"""What the choice of recommendations looks at: blocks, headings and what they announce, list items."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.outline import names
from pipeline.outline.headings import Head
from pipeline.outline.items import Item
from pipeline.outline.parts import Piece
from pipeline.outline.regions import Region
from pipeline.structure import DocType

_NOWHERE = Region("none", False, False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One document on its way to recommendations; `section_of` holds indices into `heads`, `ends` one for each head, `breaks` the blocks
    of headings and front matter, `orders`, `letter` and `resolves` whether it is a memorandum, a letter, a resolution, `typed` whether parts of its
    running text are set in bold."""

    pieces: Sequence[Piece]
    heads: Sequence[Head]
    regions: Sequence[Region]
    section_of: Sequence[int | None]
    items: Sequence[Item]
    doc_type: DocType
    ends: Sequence[int]
    breaks: frozenset[int]
    issuers: tuple[str, ...]
    orders: bool = False
    letter: bool = False
    resolves: bool = False
    typed: bool = False

    def region(self, block: int) -> Region:
        """What the heading above a block announces."""
        section = self.section_of[block]
        return self.regions[section] if section is not None else _NOWHERE

    def head(self, block: int) -> Head | None:
        """The heading above a block."""
        section = self.section_of[block]
        return self.heads[section] if section is not None else None

    def own(self, item: Item) -> str:
        """An item's text without its nested items."""
        nested = {b for c in item.children for b in range(c.start, c.end)}
        return " ".join(self.pieces[b].text for b in range(item.start, item.end) if b not in nested)

    def text(self, start: int, end: int) -> str:
        """The text of some blocks, `end` exclusive, without labels."""
        return " ".join(p.text for p in self.pieces[start:end]).strip()

    def body(self, section: int) -> list[Piece]:
        """The blocks right below a heading, those below its sub-headings left out."""
        first = self.heads[section].piece.index + 1
        last = self.heads[section + 1].piece.index if section + 1 < len(self.heads) else len(self.pieces)
        return [p for p in self.pieces[first:last] if self.section_of[p.index] == section]


def last(pieces: Sequence[Piece]) -> int:
    """Where the report's own text ends: one past the last block before the lives of its authors, notes and captions."""
    end = len(pieces)
    while end > 0 and (pieces[end - 1].block.kind in ("note", "caption") or names.is_life(pieces[end - 1])):
        end -= 1
    return end


def ends(heads: Sequence[Head], last: int) -> list[int]:
    """For each heading one past the last block of its section, the sections below it included; `last` ends the report."""
    found = [max(last, h.piece.index + 1) for h in heads]
    open_heads: list[int] = []
    for i, head in enumerate(heads):
        while open_heads and heads[open_heads[-1]].level >= head.level:
            found[open_heads.pop()] = head.piece.index
        open_heads.append(i)
    return found
