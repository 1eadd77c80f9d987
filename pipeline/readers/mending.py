"""What page breaks have done to running text that has lost its pages: notes in the middle of it, paragraphs in two halves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.document import Block
from pipeline.readers.joining import Hyphens, ended, goes_on, joined
from pipeline.readers.marks import starts_item
from pipeline.readers.runs import shifted

_NOTE = re.compile(r"(\d{1,3})\s+(?=[A-Z“\"‘(])")
_ALONE = re.compile(r"\d{1,3}")
_FEWEST = 3
_LONG, _SHORT = 60, 20
_REACH = 16


def mend(blocks: Sequence[Block], hyphens: Hyphens) -> Iterator[Block]:
    """Take notes out of the running text, then join the halves of paragraphs that notes, pictures or pages stood between."""
    noted = list(_with_notes(list(blocks)))
    held: Block | None = None
    aside: list[Block] = []
    for block in noted:
        if held is not None and _may_stand_between(held, block, aside):
            aside.append(block)
        elif held is not None and _is_rest(held, block, aside):
            held = joined(held, block, hyphens)
        else:
            if held is not None:
                yield held
            yield from aside
            held, aside = block, []
    if held is not None:
        yield held
    yield from aside


def _may_stand_between(held: Block, block: Block, aside: list[Block]) -> bool:
    """Whether a block may stand between the halves of a sentence: notes, pictures, a side-head that was set beside them."""
    if block.kind == "heading":
        return not ended(held.text) and len(held.text) > _LONG and not any(each.kind == "heading" for each in aside)
    return block.kind in ("caption", "furniture", "note")


def _is_rest(held: Block, block: Block, aside: list[Block]) -> bool:
    """Whether a block is the rest of one before it; where a note stood between, an open sentence is enough. What begins with
    the marker of an item ("(iii) …" behind "…; and") is none."""
    running = held.kind in ("paragraph", "item") and block.kind == "paragraph"
    if not running or len(held.text) <= _LONG or starts_item(block.text):
        return False
    if any(each.kind == "heading" for each in aside):
        return not ended(held.text) and block.text[:1].islower()
    noted = any(each.kind == "note" for each in aside)
    return goes_on(held.text, block.text) or (noted and not ended(held.text) and len(block.text) > _SHORT)


def _with_notes(blocks: list[Block]) -> Iterator[Block]:
    """Paragraphs that begin with a bare number become notes, if the numbers count up through the report.

    A number may also stand in a paragraph of its own before the note. The marks of such notes are taken out of the text.
    """
    numbers = _numbered(blocks)
    if len(numbers) < _FEWEST:
        yield from blocks
        return
    for at, number in numbers.items():
        _drop_mark(blocks, at, number)
    label = ""
    for i, block in enumerate(blocks):
        if block.kind == "furniture":
            yield block
        elif i in numbers and _ALONE.fullmatch(block.text):
            label = block.text
        elif i in numbers or (label and block.kind == "paragraph"):
            start = 0 if label else _end(block)
            yield replace(
                block, kind="note", label=label or str(numbers[i]), text=block.text[start:], level=None, emphasis=()
            )
            label = ""
        else:
            label = ""
            yield block


def _end(block: Block) -> int:
    found = _NOTE.match(block.text)
    return found.end() if found else 0


def _numbered(blocks: list[Block]) -> dict[int, int]:
    """The paragraphs whose leading numbers count up from 1 by one, gaps of two allowed: index and number."""
    done: dict[int, int] = {}
    last = 0
    for i, block in enumerate(blocks):
        if block.kind != "paragraph" or block.label:
            continue
        found = _NOTE.match(block.text)
        alone = _ALONE.fullmatch(block.text) if not found and _before_text(blocks, i) else None
        number = int(found[1]) if found else int(alone[0]) if alone else 0
        if last < number <= last + 3:
            done[i] = last = number
    return done


def _before_text(blocks: list[Block], at: int) -> bool:
    after = next((block for block in blocks[at + 1 : at + 5] if block.kind != "furniture"), None)
    return after is not None and after.kind == "paragraph" and after.text[:1].isupper() and len(after.text) > 20


def _drop_mark(blocks: list[Block], at: int, number: int) -> None:
    """Take the mark of a note (`word7`, `word. [7]`) out of the nearest running text before it, or just behind it."""
    pattern = re.compile(
        rf"(?<=[a-z,.;:”\"’)\d])\s?\[{number}\]|(?<=[a-z,;:”\"’)]){number}(?![\d%])|(?<=[a-z]\.){number}(?![\d%])"
    )
    for i in [*range(at - 1, max(-1, at - _REACH), -1), at + 1, at + 2]:
        block = blocks[i] if i < len(blocks) else None
        if block is None or block.kind not in ("paragraph", "item"):
            continue
        if found := pattern.search(block.text):
            blocks[i] = _cut(block, found.start(), found.end())
            return


def _cut(block: Block, start: int, end: int) -> Block:
    text = block.text[:start] + block.text[end:]
    head = shifted((e for e in block.emphasis if e.start < start), 0, start)
    tail = shifted((e for e in block.emphasis if e.end > end and e.start >= start), start - end, len(text))
    return replace(block, text=text, emphasis=(*head, *tail))
