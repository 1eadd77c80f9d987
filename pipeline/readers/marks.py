"""Printed markers at the start of a text: `■`, `1.`, `(a)` are told from the text they mark."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.document import Block
from pipeline.readers.runs import shifted

BULLETS = "•■□●○◦◆◇▪▫‣⁃∙·➢➤►▶▸✓✔❖❑❏☐☑∗"
_BULLET = re.compile(rf"(?:[{BULLETS}]|[*–—-](?=\s)|o(?=\s+[A-Z])|\[[ xX]\](?=\s))\s*")
_NUMBER = re.compile(
    r"(?:\(?\d{1,3}[.)]|\(\d{1,3}[a-z]?\)|\(?[a-zA-Z][.)]|\(?[ivxIVX]{1,5}[.)]|\d{1,2}(?:\.\d{1,2}){1,3}[.)]?|\d{1,2}[a-z][.)]?)\s+(?=\S)"
)
_FULL_WIDTH = re.compile(r"[（(]?[０-９]{1,3}[．）.)]\s*")


def marker(text: str) -> int:
    """How many characters at the start of a text are its printed marker and the blank behind it; 0 if there is none."""
    for pattern in (_BULLET, _NUMBER, _FULL_WIDTH):
        if found := pattern.match(text):
            return found.end() if found.end() < len(text) else 0
    return 0


def starts_item(text: str) -> bool:
    """Whether a line begins with the marker of a list item."""
    return marker(text) > 0


def as_item(block: Block) -> Block:
    """The block as a list item with its label, if its text begins with a marker; else the block as it is."""
    end = marker(block.text)
    if not end or block.kind not in ("paragraph", "item") or block.label:
        return block
    text = block.text[end:]
    return replace(
        block, kind="item", label=block.text[:end].strip(), text=text, emphasis=shifted(block.emphasis, -end, len(text))
    )
