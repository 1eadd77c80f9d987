"""Footnotes: small lines at the foot of a page or column that begin with a mark."""

from __future__ import annotations

import re

from pipeline.readers.pdf.lines import Line

NOTE_LABEL = re.compile(
    r"(\[\d{1,3}\]|\(\d{1,2}\)(?=\s)|\d{1,3}[.)]?(?=\s|[A-Z“\"‘])|[*†‡§¶]{1,3}|[a-z](?=\s+[A-Z]))\s*(?=\S)"
)
_SMALL = 0.93


def mark_notes(lines: list[Line], height: float, body: float) -> None:
    """Give the footnotes of one page the role `note`."""
    for group in _columns(lines):
        tail = _small_tail(group, body)
        start = next((i for i, line in enumerate(tail) if starts_note(line)), None)
        if start is not None and tail[start].top > 0.3 * height:
            for line in tail[start:]:
                line.role = "note"


def starts_note(line: Line) -> bool:
    """Whether a line begins with the mark of a note."""
    return bool(NOTE_LABEL.match(line.text))


def _columns(lines: list[Line]) -> list[list[Line]]:
    groups: dict[int, list[Line]] = {}
    for line in lines:
        if line.role == "body" and not line.aside:
            groups.setdefault(line.band, []).append(line)
    return [sorted(group, key=lambda each: each.base) for group in groups.values()]


def _small_tail(group: list[Line], body: float) -> list[Line]:
    at = len(group)
    while at and group[at - 1].size <= _SMALL * body:
        at -= 1
    return group[at:]
