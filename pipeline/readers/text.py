"""Plain text: paragraphs out of wrapped lines, whether blank lines stand between paragraphs or between all lines."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.document import Block, Source
from pipeline.errors import Problem
from pipeline.readers.base import Format
from pipeline.readers.contents import mark_contents
from pipeline.readers.encoding import decode, plain
from pipeline.readers.endnotes import mark_endnotes
from pipeline.readers.joining import Hyphens, ended, goes_on
from pipeline.readers.marks import as_item, is_marker, starts_item
from pipeline.readers.mending import mend
from pipeline.readers.provisions import cut_provisions
from pipeline.readers.textlines import Line, lines

_CAPITAL = re.compile(r"[A-ZÀ-ÖØ-Þ“\"‘(\d]")
_NUMBER = re.compile(r"\d{1,3}")
_HEADING_LENGTH = 110
_LETTERS = 8
_DATE = re.compile(r"(?:\d{1,2}\s+)?[A-Z][a-z]{2,8}\.?,?\s+(?:\d{1,2},?\s+)?\d{4}")


def read(path: Path) -> Source:
    """Read a plain text file."""
    return parse(decode(path.read_bytes()))


def parse(text: str) -> Source:
    """Read plain text."""
    text, problems = _restored(text)
    text = plain(text)
    found = lines(text)
    shape = _shape([line for line in found if not line.furniture])
    cut = mark_contents(list(_blocks(found, shape)))
    blocks = cut_provisions(mark_endnotes(as_item(block) for block in mend(cut, Hyphens(line.text for line in found))))
    pages = text.count("\f") + 1 if "\f" in text.strip("\f") else None
    return Source(
        media_type=FORMAT.media_type, extractor="text 1", page_count=pages, blocks=tuple(blocks), problems=problems
    )


def _restored(text: str) -> tuple[str, tuple[Problem, ...]]:
    """Text in which zero bytes stand for characters that some tool has lost, with what they most likely were."""
    if "\0" not in text:
        return text, ()
    count = len(re.findall("\0+", text))
    text = re.sub(r"(?<=\w)\0+(?=(?:s|t|re|ll|ve|d)\b)|(?<=s)\0+(?= )", "’", text)
    text = re.sub(r"(?<=\s)\0+(?=\s)", "–", text).replace("\0", "")
    message = f"{count} characters were lost when this text was made from another file: add that file instead if it can be had."
    return text, (Problem(stage="read", code="lost_characters", message=message),)


def sure(head: bytes) -> float:
    """Any text may be plain text."""
    return 0.05


FORMAT = Format(name="text", media_type="text/plain", suffixes=(".txt", ".text"), sure=sure, read=read)


@dataclass(frozen=True, slots=True)
class _Shape:
    """How a file is set: whether its lines are wrapped, at what width, with how many blank lines between two lines."""

    wrapped: bool
    width: int
    gap: int
    paged: bool


def _shape(found: list[Line]) -> _Shape:
    if not found:
        return _Shape(False, 0, 0, False)
    width = sorted(line.end for line in found)[int(0.9 * len(found))]
    full = [(line, after) for line, after in itertools.pairwise(found) if line.end > 0.75 * width]
    wrapped = [(line, after) for line, after in full if after.text[:1].islower() and not ended(line.text)]
    gaps = Counter(after.gap for _, after in wrapped or full)
    return _Shape(width <= 150, width, gaps.most_common(1)[0][0] if gaps else 0, found[-1].page > 1)


def _blocks(found: list[Line], shape: _Shape) -> Iterator[Block]:
    hyphens = Hyphens(line.text for line in found)
    group: list[Line] = []
    aside: list[Block] = []
    for i, line in enumerate(found):
        if line.furniture:
            page = line.page if shape.paged else None
            aside.append(Block(kind="furniture", text=line.text, page_first=page, page_last=page))
            continue
        if group and _new(group, line, shape, _local_width(found, i)):
            yield _block(group, line, shape, hyphens)
            yield from aside
            group, aside = [], []
        if not group:
            yield from aside
            aside = []
        group.append(line)
    if group:
        yield _block(group, None, shape, hyphens)
    yield from aside


def _local_width(found: list[Line], at: int) -> float:
    near = sorted(line.end for line in found[max(0, at - 9) : at + 8])
    return near[int(0.8 * len(near))]


def _new(group: list[Line], line: Line, shape: _Shape, width: float) -> bool:
    """Whether a line begins a new paragraph."""
    before = group[-1]
    if not shape.wrapped:
        return True
    text = " ".join(each.text for each in group)
    broken = before.page != line.page
    if _NUMBER.fullmatch(line.text) or (
        _NUMBER.fullmatch(before.text) and len(group) == 1
    ):  # the mark of a note on a line of its own
        return True
    if is_marker(before.text) and len(group) == 1 and not broken:
        return False
    if is_marker(line.text):
        return True
    if line.gap > shape.gap and not broken:
        return starts_item(line.text) or not (
            goes_on(text, line.text) and before.end > 0.6 * width and line.gap <= shape.gap + 1
        )
    if starts_item(line.text) and (ended(text) or before.end < 0.8 * width or starts_item(group[0].text)):
        return True
    if broken:
        return not goes_on(text, line.text)
    short = before.end < 0.72 * width
    capital = bool(_CAPITAL.match(line.text))
    if (
        capital
        and len(group) == 1
        and before.text.isupper()
        and not line.text.isupper()
        and len(before.text) > _LETTERS
    ):
        return True  # capitals are a title, what is set otherwise below them is none
    if short and capital and (ended(text) or (before.end < 0.6 * width and len(text) < 90 and not text.endswith(","))):
        return True
    return line.indent >= before.indent + 2 and ended(text) and capital and not starts_item(group[0].text)


def _block(group: list[Line], after: Line | None, shape: _Shape, hyphens: Hyphens) -> Block:
    text = group[0].text
    for line in group[1:]:
        text = hyphens.join(text, line.text)
    text = " ".join(text.split())
    pages = (group[0].page, group[-1].page) if shape.paged else (None, None)
    kind = "heading" if _is_heading(text, group, after, shape) else "paragraph"
    return Block(kind=kind, text=text, page_first=pages[0], page_last=pages[1])  # type: ignore[arg-type]


def _is_heading(text: str, group: list[Line], after: Line | None, shape: _Shape) -> bool:
    """A short line that is no sentence, set apart, with text below it."""
    if len(text) > _HEADING_LENGTH or len(group) > 2 or after is None or not re.search(r"[^\W\d_]{2}", text):
        return False
    if re.search(r"[.,;:!]$", text) or not _CAPITAL.match(text) or _DATE.fullmatch(text) or _names(text):
        return False
    if not shape.wrapped or text.isupper():
        return True
    apart = group[0].gap > shape.gap and group[-1].end < 0.8 * shape.width
    below = after.gap > shape.gap or (len(group) == 1 and (is_marker(after.text) or after.end > 0.6 * shape.width))
    return apart and below and not starts_item(text)


def _names(text: str) -> bool:
    """Whether a line is a list of capitalised names, such as a by-line."""
    parts = [part.split() for part in re.split(r",| and | & ", text) if part.strip()]
    return len(parts) >= 3 and all(2 <= len(p) <= 4 and all(w[0].isupper() for w in p) for p in parts)
