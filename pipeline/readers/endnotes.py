"""Endnotes and lists of literature: under their heading they are notes, not running text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from pipeline.document import Block

_NOTES = re.compile(r"(?:[\dIVX]+\.?\s+)?(?:end\s?notes|foot\s?notes|notes|notes and references)", re.I)
_LITERATURE = re.compile(
    r"(?:[\dIVX]+\.?\s+)?(?:references|bibliography|works cited|literature(?: cited)?|sources|selected bibliography)",
    re.I,
)
_NUMBERED = re.compile(r"\[?(\d{1,3})[\].)]?\s+(?=\S)")
_BACK = re.compile(r"\s*[↩↑]\ufe0e?\s*$")


def mark_endnotes(blocks: Iterable[Block]) -> Iterator[Block]:
    """Items and paragraphs under a heading for notes or literature get the kind `note`, until the next heading."""
    under = ""
    for block in blocks:
        if block.kind == "heading":
            title = block.text.strip()
            under = "notes" if _NOTES.fullmatch(title) else "literature" if _LITERATURE.fullmatch(title) else ""
            yield block
        elif under and block.kind in ("item", "paragraph"):
            yield _note(block, under == "literature")
        else:
            yield block


def _note(block: Block, literature: bool) -> Block:
    found = _NUMBERED.match(block.text) if not block.label else None
    label = found[1] if found else block.label.strip("[]().")
    if not label and not literature:
        return block
    text = _BACK.sub("", block.text[found.end() :] if found else block.text)
    return replace(block, kind="note", label=label if label.isalnum() else "", text=text, level=None, emphasis=())
