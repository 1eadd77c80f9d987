"""Tables of contents: lines that name what stands on which page. They are no running text."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.document import Block

_TITLE = re.compile(
    r"(?:table\s+of\s+)?contents|tables?|figures?|list\s+of\s+(?:tables|figures|boxes).*|appendices|exhibits?", re.I
)
_LEADER = re.compile(r"(?:\.\s?){4,}\s*(?:\d{1,4}|[ivxlc]{1,6})?\s*$|_{5,}\s*\d*$|…{2,}\s*\d*$")
_ENDS = re.compile(r"[^\W\d_)”\"]\s(\d{1,3})\s*$")
_FEWEST = 5
_NUMBERED = re.compile(r"\S.*\s(?:\d{1,3}|[ivxlc]{1,6})\s*$")


def is_leader(text: str) -> bool:
    """Whether a line runs to a page number over a row of dots."""
    return bool(_LEADER.search(text[-200:]))


def mark_contents(blocks: list[Block]) -> list[Block]:
    """Blocks of a table of contents get the kind `contents`: those under its title that end in page numbers, and dotted ones."""
    done: list[Block] = []
    inside = 0
    listed = _runs(blocks)
    for i, block in enumerate(blocks):
        if block.kind in ("heading", "paragraph") and re.fullmatch(
            r"(?:table\s+of\s+)?contents", block.text.strip(), re.I
        ):
            inside = i + 1
        entry = block.kind != "furniture" and (i in listed or is_leader(block.text))
        if inside and not entry:
            entry = (
                _is_entry(block) or i + 1 == inside or bool(_TITLE.fullmatch(block.text.strip())) or _between(blocks, i)
            )
            inside = inside if entry or block.kind in ("furniture", "contents") else 0
        done.append(replace(block, kind="contents") if entry and block.kind not in ("furniture", "contents") else block)
    return done


def _runs(blocks: list[Block]) -> set[int]:
    """Blocks in a row that end in rising page numbers: a table of contents that has lost its title."""
    done: set[int] = set()
    run: list[int] = []
    for i, block in enumerate([*blocks, Block(kind="heading", text="")]):
        if (
            found := _ENDS.search(block.text[-60:])
            if block.kind in ("paragraph", "item", "heading", "caption")
            else None
        ):
            number = int(found[1])
            if not run or number >= int(_ENDS.search(blocks[run[-1]].text[-60:])[1]):  # type: ignore[index]
                run.append(i)
                continue
        elif block.kind == "furniture" or _TITLE.fullmatch(block.text.strip()):
            continue
        if len(run) >= _FEWEST:
            done.update(range(run[0], run[-1] + 1))
        run = []
    return done


def _is_entry(block: Block) -> bool:
    return len(block.text) < 200 and bool(_NUMBERED.fullmatch(block.text)) and not block.text.rstrip().endswith(".")


def _between(blocks: list[Block], at: int) -> bool:
    """A short line without a number is an entry if the next lines have one (a wrapped entry, a part's title)."""
    near = [b for b in blocks[at + 1 : at + 4] if b.kind != "furniture"]
    return len(blocks[at].text) < 120 and not blocks[at].text.endswith(".") and any(map(_is_entry, near[:2]))
