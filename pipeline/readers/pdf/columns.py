"""Reading order on a page: it is cut along blank gutters, the longest first, into columns, side-heads and full-width parts."""

from __future__ import annotations

import statistics
from collections import Counter
from dataclasses import dataclass

from pipeline.readers.marks import is_marker
from pipeline.readers.pdf.lines import Line, Row, line, rows, without_marks
from pipeline.readers.pdf.tables import PLACE, Table, table_lines, take_out
from pipeline.readers.pdf.toc import contents_rows
from pipeline.readers.pdf.words import Page, Word

# Widths in units of the body size: a text column is at least this wide, a margin column this.
_COLUMN, _MARGIN = 7.5, 3.0
# By how much headings and list markers may hang out to the left of a column's most common edge.
_HANGING = 2.5
_MOST_EDGES = 10
_DEEPEST = 6
_MANY_ROWS = 8


@dataclass(frozen=True, slots=True)
class Gutter:
    """A blank that parts columns: its right edge, and the rows over which it runs (indices, end exclusive).

    `margin`: what stands on its left are side-heads or notes beside the text, not a column of text.
    """

    x: float
    first: int
    last: int
    margin: bool


@dataclass(slots=True)
class _Ink:
    """A row's words in groups without a wide gap between them; `x0` is where the text begins, behind a list marker."""

    x0: float
    x1: float
    words: list[Word]


def order(page: Page, body: float) -> list[Line]:
    """The lines of a page in reading order; those of one uncut part share their `band`."""
    words = without_marks(page.words)
    found = rows(words)
    cutter = _Cutter(page, body)
    if listed := contents_rows(found):
        return _with_contents(cutter, found, listed)
    outside, tables = take_out(page, words, body)
    done = cutter.lines(rows(outside) if tables else found)
    return [each for one in done for each in _put_back(one, tables, words, cutter)]


def _with_contents(cutter: _Cutter, found: list[Row], listed: range) -> list[Line]:
    """A page that holds a table of contents: its rows are read across, what stands above and below as usual."""
    above = cutter.lines(found[: listed.start])
    inside = [line(cutter.page, row.words) for row in found[listed.start : listed.stop]]
    for each in inside:
        each.role = "contents"
    return [*above, *inside, *cutter.lines(found[listed.stop :])]


def _put_back(one: Line, tables: list[Table], words: list[Word], cutter: _Cutter) -> list[Line]:
    """The rows of a table in the place of its placeholder."""
    if not one.text.startswith(PLACE):
        return [one]
    number = int(one.text[1:].split()[0])
    return table_lines(tables[number], cutter.page, words)


class _Cutter:
    """Cuts one page; every part that is not cut further gets a number of its own."""

    def __init__(self, page: Page, body: float) -> None:
        self.page, self.body = page, body
        self._parts = 0

    def lines(self, found: list[Row]) -> list[Line]:
        """The lines of some rows of the page, in reading order."""
        return self._cut([_inks(row, self.body) for row in found], 0)

    def _cut(self, inks: list[list[_Ink]], depth: int) -> list[Line]:
        gutters = find_gutters(inks, self.body) if depth < _DEEPEST else []
        if not gutters:
            return self._part(inks)
        best = max(gutters, key=lambda g: (g.last - g.first, -g.x))
        across = range(best.first, best.last)
        left = [row for i in across if (row := [ink for ink in inks[i] if ink.x1 <= best.x])]
        right = [row for i in across if (row := [ink for ink in inks[i] if ink.x1 > best.x])]
        above, below = self._cut(inks[: best.first], depth + 1), inks[best.last :]
        if best.margin:
            middle = _beside(self._part(left), self._cut(right, depth + 1))
        else:
            middle = [*self._cut(left, depth + 1), *self._cut(right, depth + 1)]
        return [*above, *middle, *self._cut(below, depth + 1)]

    def _part(self, inks: list[list[_Ink]]) -> list[Line]:
        done = [line(self.page, [w for ink in row for w in ink.words]) for row in inks]
        if not done:
            return []
        self._parts += 1
        left, right = min(each.x0 for each in done), _right_edge(done)
        for each in done:
            each.left, each.right, each.band = left, right, self._parts
        return done


def _right_edge(lines: list[Line]) -> float:
    """Where full lines end: the tenth part that reaches further (headings, a long word in ragged text) does not count."""
    most = max(each.x1 for each in lines)
    half = (most + min(each.x0 for each in lines)) / 2
    ends = sorted(each.x1 for each in lines if each.x1 > half)
    return ends[int(0.9 * (len(ends) - 1))] if ends else most


def _inks(row: Row, body: float) -> list[_Ink]:
    done = [_Ink(row.words[0].x0, row.words[0].x1, [row.words[0]])]
    for word in row.words[1:]:
        last = done[-1]
        gap = word.x0 - last.x1
        if len(last.words) == 1 and gap < 3.5 * body and is_marker(last.words[0].text):
            last.x0, last.x1 = max(word.x0, last.x0 + 1.5 * word.size), word.x1
            last.words.append(word)
        elif gap < max(4.5, 0.5 * max(body, min(word.size, last.words[-1].size))):
            last.x1 = max(last.x1, word.x1)
            last.words.append(word)
        else:
            done.append(_Ink(word.x0, word.x1, [word]))
    return done


def find_gutters(inks: list[list[_Ink]], body: float) -> list[Gutter]:
    """The gutters between rows of words: left edges that many rows share, with rows on both sides and none across."""
    if len(inks) < 4:
        return []
    found = (
        _judge(inks, edge, first, last, body) for edge in _edges(inks) for first, last in _clear_runs(inks, edge, body)
    )
    return [gutter for gutter in found if gutter is not None]


def _edges(inks: list[list[_Ink]]) -> list[float]:
    """Where groups of words begin, the most common first; edges 2 points apart are one, the leftmost of them."""
    counts = Counter(round(ink.x0) for row in inks for ink in row)
    merged: dict[int, int] = {}
    for x in sorted(counts):
        near = next((y for y in (x - 2, x - 1) if y in merged), x)
        merged[near] = merged.get(near, 0) + counts[x]
    common = sorted(merged.items(), key=lambda pair: -pair[1])[:_MOST_EDGES]
    return [float(x) for x, n in common if n >= 3]


def _clear_runs(inks: list[list[_Ink]], edge: float, body: float) -> list[tuple[int, int]]:
    """Stretches of rows in which nothing runs across an edge; what hangs out to its left does not run across."""
    done: list[tuple[int, int]] = []
    start: int | None = None
    for i, row in enumerate([*inks, None]):
        crossed = row is None or any(ink.x0 < edge - _HANGING * body and ink.x1 > edge for ink in row)
        if crossed and start is not None:
            done.append((start, i))
        start = None if crossed else (i if start is None else start)
    return done


def _judge(inks: list[list[_Ink]], edge: float, first: int, last: int, body: float) -> Gutter | None:
    lefts = [[k for k in row if k.x1 <= edge] for row in inks[first:last]]
    rights = [[k for k in row if k.x1 > edge] for row in inks[first:last]]
    has_left = [i for i, row in enumerate(lefts) if row]
    has_right = [i for i, row in enumerate(rights) if row]
    if len(has_left) < 3 or len(has_right) < 3 or not _side_by_side(has_left, has_right):
        return _narrow(lefts, rights, edge, first, body)
    left = statistics.median(edge - min(k.x0 for k in lefts[i]) for i in has_left)
    right = statistics.median(max(k.x1 for k in rights[i]) - edge for i in has_right)
    inner = statistics.median(max(k.x1 for k in lefts[i]) - min(k.x0 for k in lefts[i]) for i in has_left)
    if min(left, right, inner) < _COLUMN * body:
        return _narrow(lefts, rights, edge, first, body)
    if _is_river(lefts, rights, body):
        return None
    sparse = len(has_left) < 0.45 * len(has_right)
    end = len(lefts) if last == len(inks) else _end(inks[first:last], rights, body)
    return Gutter(edge, first, first + end, sparse)


def _is_river(lefts: list[list[_Ink]], rights: list[list[_Ink]], body: float) -> bool:
    """Whether a blank is nothing but wide word spaces that happen to stand below each other: few rows, a narrow corridor."""
    both = [(row, other) for row, other in zip(lefts, rights, strict=True) if row and other]
    corridor = min((other[0].x0 for _, other in both), default=0.0) - max((row[-1].x1 for row, _ in both), default=0.0)
    return corridor < (0.45 if len(both) >= _MANY_ROWS else 1.0) * body


def _side_by_side(has_left: list[int], has_right: list[int]) -> bool:
    """Whether lines stand beside each other: at least three on each side between the first and last of the other."""
    low, high = max(has_left[0], has_right[0]), min(has_left[-1], has_right[-1])
    return all(sum(low - 1 <= i <= high + 1 for i in side) >= 3 for side in (has_left, has_right))


def _narrow(lefts: list[list[_Ink]], rights: list[list[_Ink]], edge: float, first: int, body: float) -> Gutter | None:
    """A margin with side-heads: few lines on the left, many wide ones on the right."""
    has_left = [i for i, row in enumerate(lefts) if row]
    wide = [i for i, row in enumerate(rights) if row and row[-1].x1 - edge > 2 * _COLUMN * body]
    if not has_left or len(wide) < 5 or len(has_left) > 0.4 * len(wide):
        return None
    letters = sum(len(w.text) for i in has_left for k in lefts[i] for w in k.words)
    width = statistics.median(edge - min(k.x0 for k in lefts[i]) for i in has_left)
    if width < _MARGIN * body or letters < 6 * len(has_left):
        return None
    return Gutter(edge, first, first + len(lefts), True)


def _end(run: list[list[_Ink]], rights: list[list[_Ink]], body: float) -> int:
    """Where columns end above a row that runs across: a few lines on the left, set apart, belong to what follows."""
    end = start = len(run)
    while start > 1 and not rights[start - 1] and end - start < 4:
        start -= 1
        if run[start][0].words[0].base - run[start - 1][0].words[0].base > 1.6 * body:
            return start
    return end


def _beside(margin: list[Line], column: list[Line]) -> list[Line]:
    """Side-heads, each before the first line that begins no higher."""
    done: list[Line] = []
    waiting = list(margin)
    for each in margin:
        each.aside = True
    for text in column:
        if waiting and waiting[0].top <= text.top + 0.6 * text.size:
            group = _group(waiting)
            done += group
            del waiting[: len(group)]
        done.append(text)
    return done + waiting


def _group(waiting: list[Line]) -> list[Line]:
    group = [waiting[0]]
    for each in waiting[1:]:
        if each.base - group[-1].base > 1.6 * group[-1].size:
            break
        group.append(each)
    return group
