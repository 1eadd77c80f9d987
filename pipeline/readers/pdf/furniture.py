"""Page furniture: running heads and feet, page numbers, line numbers."""

from __future__ import annotations

import itertools
import re
from collections import Counter

from pipeline.readers.pdf.lines import Line
from pipeline.readers.pdf.notes import starts_note
from pipeline.readers.pdf.words import Page, Word

_PAGE_NUMBER = re.compile(
    r"(?:page\s*)?[|•–—-]?\s*(?:\d{1,4}|[ivxlc]{1,6}|[A-Z]-\d{1,3})\s*[|•–—-]?(?:\s*(?:of|/)\s*\d+)?", re.I
)
_MASK = re.compile(r"\d+|\b[ivxlc]+\b")
# A line's text with its numbers masked, its height on the page, its size.
Key = tuple[str, int, int]
_EDGE = 0.13
_FEW_PAGES = 4
_NUMBERED = re.compile(r"(\d{1,4})\b.*|.*?\b(\d{1,4})")
_IN_STEP = 4


def mark_furniture(pages: list[list[Line]], heights: list[float], body: float) -> None:
    """Give lines at the top and foot of pages that come again, and page numbers, the role `furniture`."""
    edges = [_edge_lines(lines, height) for lines, height in zip(pages, heights, strict=True)]
    counts: Counter[Key] = Counter()
    for lines in edges:
        counts.update({key for line, _ in lines for key in _keys(line)})
    running = _running_places(edges, counts)
    _mark_numbered(edges)
    for lines in edges:
        for line, rank in lines:
            count = counts[_keys(line)[0]]
            if line.size < 0.93 * body and starts_note(line) and not _is_number(line):
                continue  # notes at the foot of pages may read alike ("7 Ibid., p. 3")
            if _repeats(line, count, len(pages), running[_place(line)]) or (rank < 2 and _is_number(line)):
                line.role = "furniture"
        _follow(lines, counts, body)
    _mark_like(edges, body)


def _mark_like(edges: list[list[tuple[Line, int]]], body: float) -> None:
    """Small lines where other pages have their running heads, in the same size, are heads that come only once."""
    usual = Counter((_place(line), line.size) for page in edges for line, _ in page if line.role == "furniture")
    for page in edges:
        small = [line for line, _ in page if line.role == "body" and line.size < 0.9 * body]
        alike = [line for line in small if usual[_place(line), line.size] >= _IN_STEP and not starts_note(line)]
        rest = [line for line in small if line not in alike]
        for line in alike:
            if not any(abs(line.base - other.base) < 1.6 * line.size and other.size == line.size for other in rest):
                line.role = "furniture"


def _mark_numbered(edges: list[list[tuple[Line, int]]]) -> None:
    """A running head that changes from chapter to chapter is known by its page number, which keeps step with the pages."""
    steps: dict[int, list[Line]] = {}
    for line, rank in (pair for page in edges for pair in page):
        found = _NUMBERED.fullmatch(line.text) if rank < 2 else None
        if found and len(line.text) < 110:
            steps.setdefault(int(found[1] or found[2]) - line.page, []).append(line)
    if steps:
        common = max(steps.values(), key=len)
        if len({line.page for line in common}) >= _IN_STEP:
            for line in common:
                line.role = "furniture"


def _running_places(edges: list[list[tuple[Line, int]]], counts: Counter[Key]) -> dict[int, float]:
    """For each height on the page, the share of its lines that come again: high for running heads, low where text begins."""
    lines: Counter[int] = Counter()
    again: Counter[int] = Counter()
    for line, _ in (pair for page in edges for pair in page):
        lines[_place(line)] += 1
        again[_place(line)] += counts[_keys(line)[0]] >= 2
    return {place: again[place] / number for place, number in lines.items()}


def _repeats(line: Line, count: int, pages: int, share: float) -> bool:
    """Whether a line at the edge is a running head: at its height nearly all lines come again, or this one on most pages."""
    if pages <= _FEW_PAGES:
        return pages > 1 and count == pages
    return count >= max(3, 0.4 * pages) or (count >= 3 and share > 0.7)


def _follow(lines: list[tuple[Line, int]], counts: Counter[Key], body: float) -> None:
    """The further lines of a running head that is several lines long."""
    for line, rank in sorted(lines, key=lambda pair: pair[1]):
        if line.role == "body" and line.size < 0.95 * body and counts[_keys(line)[0]] >= 2:
            above = [other for other, r in lines if r == rank - 1 and other.role == "furniture"]
            if any(abs(other.base - line.base) < 2 * line.size and other.size == line.size for other in above):
                line.role = "furniture"


def _is_number(line: Line) -> bool:
    return bool(_PAGE_NUMBER.fullmatch(line.text.strip()))


def _edge_lines(lines: list[Line], height: float) -> list[tuple[Line, int]]:
    """Lines near the top or the foot, with how many rows stand between them and the edge."""
    top = sorted({round(line.base) for line in lines if line.top < _EDGE * height})
    foot = sorted({round(line.base) for line in lines if line.bottom > (1 - _EDGE) * height}, reverse=True)
    rank = {base: i for i, base in enumerate(foot)} | {base: i for i, base in enumerate(top)}
    return [(line, rank[round(line.base)]) for line in lines if round(line.base) in rank]


def _place(line: Line) -> int:
    return round(line.base / 8)


def _keys(line: Line) -> list[Key]:
    text, place = _MASK.sub("#", line.text.lower()).strip(), _place(line)
    size = round(line.size)
    return [(text, place, size), (text, place + 1, size), (text, place - 1, size)]


def without_line_numbers(page: Page) -> list[Word]:
    """The words without the numbers that count the lines in a margin."""
    numbers = sorted((w for w in page.words if w.text.isdigit()), key=lambda w: w.base)
    if len(numbers) < 8:
        return page.words
    places = Counter(round(w.x1 / 4) for w in numbers)
    place = places.most_common(1)[0][0]
    column = [w for w in numbers if abs(round(w.x1 / 4) - place) <= 1]
    steps = Counter(int(b.text) - int(a.text) for a, b in itertools.pairwise(column))
    step, often = steps.most_common(1)[0] if steps else (0, 0)
    if step not in (1, 5) or often < max(7, 0.8 * (len(column) - 1)) or not _in_margin(column, page):
        return page.words
    dropped = {id(w) for w in column}
    return [w for w in page.words if id(w) not in dropped]


def _in_margin(column: list[Word], page: Page) -> bool:
    """Whether nothing but the column stands on its side of the text."""
    left, right = min(w.x0 for w in column), max(w.x1 for w in column)
    others = [w for w in page.words if not w.text.isdigit()]
    beyond = sum(w.x0 < left for w in others), sum(w.x1 > right for w in others)
    return bool(others) and min(beyond) <= 0.02 * len(others)
