"""The lines of a plain text file: pages, page furniture, blank lines between, columns side by side."""

from __future__ import annotations

import itertools
import re
import statistics
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

_PAGE_NUMBER = re.compile(r"(?:page\s+)?[-–—|]?\s*(\d{1,4}|[ivxlc]{1,6})\s*[-–—|]?(?:\s*(?:of|/)\s*\d{1,4})?", re.I)
_GAP = re.compile(r"(?<=\S) {3,}(?=\S)")
_AGAIN = 4
_MASK = re.compile(r"\d+|\b[ivxlc]+\b")


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line: its text without blanks at either end, its indent, its page, the blank lines before it."""

    text: str
    indent: int
    page: int
    gap: int
    furniture: bool = False

    @property
    def end(self) -> int:
        """The column where the line ends."""
        return self.indent + len(self.text)


def lines(text: str) -> list[Line]:
    """All lines that hold something, in reading order, page furniture marked."""
    pages = text.split("\f")
    found = [line for number, page in enumerate(pages, 1) for line in _page(page, number)]
    return _furniture(found) if len(pages) > 3 else _page_lines(found)


def _page(page: str, number: int) -> Iterator[Line]:
    gap = 0
    for raw in _side_by_side([line.expandtabs(8).rstrip() for line in page.split("\n")]):
        if not raw:
            gap += 1
            continue
        text = raw.lstrip()
        yield Line(" ".join(text.split(" ")), len(raw) - len(text), number, gap)
        gap = 0


def _side_by_side(rows: list[str]) -> list[str]:
    """Two columns set side by side, as `pdftotext -layout` prints them, one below the other."""
    full = [row for row in rows if row.strip()]
    split = _gutter(full)
    if split is None:
        return rows
    left, right = [row[:split].rstrip() for row in rows], [row[split:].rstrip() for row in rows]
    return [*left, "", *right]


def _gutter(rows: list[str]) -> int | None:
    """The column that nearly all lines leave blank, with text of running width on both sides."""
    if len(rows) < 12:
        return None
    width = max(map(len, rows))
    for at in sorted(range(width // 4, 3 * width // 4), key=lambda x: abs(x - width // 2)):
        both = [row for row in rows if row[:at].strip() and row[at:].strip()]
        clean = [row for row in both if not row[at - 2 : at].strip() and len(row) > at]
        starts = Counter(at + len(row[at:]) - len(row[at:].lstrip()) for row in clean)
        aligned = starts.most_common(1)[0][1] if starts else 0
        if len(both) >= 0.6 * len(rows) and len(clean) >= 0.95 * len(both) and aligned >= 0.7 * len(clean):
            widths = [len(row[:at].strip()) for row in clean], [len(row[at:].strip()) for row in clean]
            if min(statistics.median(side) for side in widths) >= 22:
                return at
    return None


def _masked(line: Line) -> str:
    return _MASK.sub("#", line.text.lower())


def _furniture(found: list[Line]) -> list[Line]:
    """Pages are marked: lines at their top and foot that come again, and page numbers there, are furniture."""
    edges: set[int] = set()
    pages: dict[int, list[int]] = {}
    for i, line in enumerate(found):
        pages.setdefault(line.page, []).append(i)
    for indices in pages.values():
        edges.update(indices[:3] + indices[-3:])
    counts = Counter(_masked(found[i]) for i in edges)
    often = max(3, len(pages) // 4)
    outer = {i for indices in pages.values() for i in (indices[0], indices[-1])}
    return [
        replace(line, furniture=True)
        if (i in edges and counts[_masked(line)] >= often)
        or (i in outer and (counts[_masked(line)] >= _AGAIN or _PAGE_NUMBER.fullmatch(line.text)))
        else line
        for i, line in enumerate(found)
    ]


def _page_lines(found: list[Line]) -> list[Line]:
    """Pages are not marked: lone page numbers that rise, and what stands beside them again and again, are furniture."""
    numbered = [i for i, line in enumerate(found) if _PAGE_NUMBER.fullmatch(line.text)]
    if len(numbered) < 4:
        return found
    explicit = {i for i in numbered if found[i].text.lower().startswith("page")}
    marks = explicit if len(explicit) > 3 else _rising(found, numbered)
    beside = Counter(_masked(found[j]) for i in marks for j in (i - 1, i + 1) if 0 <= j < len(found))
    done = set(marks)
    for i in marks:
        done.update(
            j for j in (i - 1, i + 1) if 0 <= j < len(found) and beside[_masked(found[j])] >= max(3, len(marks) // 4)
        )
    return [replace(line, furniture=True) if i in done else line for i, line in enumerate(found)]


def _rising(found: list[Line], numbered: list[int]) -> set[int]:
    """Lines that are numbers counting up by one, far apart."""
    values = [(i, int(m[1])) for i in numbered if (m := re.fullmatch(r"\D*(\d{1,4})\D*", found[i].text))]
    chains: set[int] = set()
    for (i, a), (j, b) in itertools.pairwise(values):
        if b == a + 1 and j - i > 8:
            chains.update((i, j))
    return chains if len(chains) > 3 else set()


def cells(text: str) -> tuple[str, ...]:
    """The parts of a line between wide gaps."""
    return tuple(part.strip() for part in _GAP.split(text) if part.strip())
