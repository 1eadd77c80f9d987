"""Headings: lines whose type sets them off from the running text, and the ranks of their types."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.readers.joining import ended
from pipeline.readers.marks import BULLETS
from pipeline.readers.pdf.lines import Line

_LONGEST = 170
_BULLET = re.compile(rf"[{BULLETS}–-]\s")
_WORD = re.compile(r"[^\W\d_]{2}")


# What ranks a heading: size, bold, capitals, upright.
Rank = tuple[float, bool, bool, bool]


@dataclass(frozen=True, slots=True)
class Body:
    """How the running text of a report is set."""

    size: float
    leading: float
    bold: float
    color: int


def is_heading(line: Line, body: Body) -> bool:
    """Whether the type of a line makes it a heading, as far as one line tells."""
    if len(line.text) > _LONGEST or not _WORD.search(line.text) or line.size < 0.9 * body.size:
        return False
    if line.run_in or _BULLET.match(line.text):
        return False
    if line.size >= 1.12 * body.size:
        return True
    if line.bold > 0.95 and body.bold < 0.4:
        return not (ended(line.text) and line.text.endswith((";", ",")))
    distinct = line.color != body.color and line.size >= 0.98 * body.size and not ended(line.text)
    return line.aside and (distinct or line.bold > 0.5)


def style(line: Line) -> Rank:
    """What ranks a heading: size, then weight, then capitals, then upright before slanted."""
    letters = [c for c in line.text if c.isalpha()]
    capitals = bool(letters) and sum(c.isupper() for c in letters) > 0.8 * len(letters)
    return (round(2 * line.size) / 2, line.bold > 0.6, capitals, line.italic < 0.6)
