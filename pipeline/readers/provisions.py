"""Headings of provisions that stand in one line with their text: `Sec. 2. Review of Lamps. (a) Within 90 days, …`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from pipeline.document import Block
from pipeline.readers.marks import as_item
from pipeline.readers.runs import shifted

_RUN_IN = re.compile(
    r"(?P<head>(?:Section|SECTION|Sec\.|SEC\.|Article|ARTICLE)\s+\d{1,3}[A-Z]?\.\s+(?P<title>[A-Z][^.;:?!]{2,120})\.)\s+(?=\S)"
)
_SMALL_WORD = 4


def cut_provisions(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks, those that begin with the heading of a provision cut in two: the heading, and the text as what it is."""
    for block in blocks:
        found = _RUN_IN.match(block.text) if block.kind == "paragraph" and not block.label else None
        if found and _is_title(found["title"], block):
            at, text = found.end(), block.text[found.end() :]
            yield replace(
                block,
                kind="heading",
                level=None,
                text=found["head"],
                emphasis=shifted(block.emphasis, 0, len(found["head"])),
            )
            yield as_item(replace(block, text=text, emphasis=shifted(block.emphasis, -at, len(text))))
        else:
            yield block


def _is_title(title: str, block: Block) -> bool:
    """Whether a phrase is set as a title: all its longer words have capitals, or its type sets it off."""
    start = block.text.index(title)
    styled = any(e.start <= start and start + len(title) <= e.end + 1 for e in block.emphasis)
    behind = len(block.text) - start - len(title)
    whole = any(e.end - e.start > behind + len(title) for e in block.emphasis)
    words = [w for w in re.findall(r"[^\W\d_]+", title) if len(w) >= _SMALL_WORD]
    return (styled and not whole) or all(w[0].isupper() for w in words)
