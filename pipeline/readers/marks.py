"""Printed markers at the start of a text: `■`, `1.`, `(a)` are told from the text they mark."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from pipeline import labels
from pipeline.document import Block
from pipeline.readers.runs import shifted

BULLETS = "•■□●○◦◆◇▪▫‣⁃∙·➢➤►▶▸✓✔❖❑❏☐☑∗"
_MAY_BE = re.compile(
    rf"[{BULLETS}§¶①-⑳❶-➓\uf000-\uf0ff（·・⁃◻◼▹▻➔→⇒✗✘☒❒−―»›✦★]|[-–—*+o]{{1,2}}\s|[(\[]?\w{{1,5}}(?:[.\-(]\w{{1,4}}){{0,4}}[.):\]．、：]|\d{{1,2}}(?:\.\d{{1,2}}){{1,3}}\s|\[[ xX]\]\s"
)
_WEAK = re.compile(r"\d+|[A-Z][.:]|[a-zA-Z]{2,}:|\d{4}\W*")
_CHECKBOX = re.compile(r"\[[ xX]\]\s+(?=\S)")
_LONGEST = 24


@lru_cache(maxsize=4096)
def _length(start: str) -> int:
    """How long the marker at the start of a text is, with the blank behind it."""
    if box := _CHECKBOX.match(start):
        return box.end()
    found = labels.match(start)
    if found is None or found.kind == "word" or _WEAK.fullmatch(found.printed) or len(found.printed) > _LONGEST:
        return 0
    return found.end


def marker(text: str) -> int:
    """How many characters at the start of a text are its printed marker and the blank behind it; 0 if there is none.

    Labels with a word of their own (`Recommendation 7:`) and weak ones (`12 We recommend`, `A. Smith`) are left in the text.
    """
    if not _MAY_BE.match(text):
        return 0
    end = _length(text[:80])
    return end if end < len(text) else 0


def starts_item(text: str) -> bool:
    """Whether a line begins with the marker of a list item."""
    return marker(text) > 0


def is_marker(text: str) -> bool:
    """Whether a text is nothing but a marker."""
    return len(text) <= _LONGEST and marker(f"{text} X") >= len(text)


def as_item(block: Block) -> Block:
    """The block as a list item with its label, if its text begins with a marker; else the block as it is."""
    end = marker(block.text) if block.kind in ("paragraph", "item") and not block.label else 0
    if not end:
        return block
    text = block.text[end:]
    emphasis = shifted(block.emphasis, -end, len(text))
    return replace(block, kind="item", label=block.text[:end].strip(), text=text, emphasis=emphasis)
