"""Reading order on a page: columns, margin side-heads and full-width bands, from the blank between the words."""

from __future__ import annotations

import itertools
import statistics
from collections import Counter
from dataclasses import dataclass

from pipeline.readers.marks import starts_item
from pipeline.readers.pdf.lines import Line, Row, line, rows, without_marks
from pipeline.readers.pdf.tables import PLACE, Table, table_lines, take_out
from pipeline.readers.pdf.toc import contents_rows
from pipeline.readers.pdf.words import Page, Word

# Widths in units of the body size: a text column is at least this wide, a margin column this.
_COLUMN, _MARGIN = 7.5, 3.0
_MOST_EDGES = 10


@dataclass(frozen=True, slots=True)
class Gutter:
    """A blank that parts columns: its right edge, and the rows over which it runs (indices, end exclusive)."""

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
    """The lines of a page in reading order."""
    words, marks = without_marks(page.words)
    found = rows(words)
    if listed := contents_rows(found):
        return _with_contents(page, found, listed, marks, body)
    outside, tables = take_out(page, words, body)
    done = _ordered(page, rows(outside) if tables else found, marks, body)
    return [each for one in done for each in _put_back(one, tables, page, words, marks, body)]


def _put_back(
    one: Line, tables: list[Table], page: Page, words: list[Word], marks: dict[int, list[str]], body: float
) -> list[Line]:
    """The rows of a table in the place of its placeholder."""
    if not one.text.startswith(PLACE):
        return [one]
    number = int(one.text[1:].split()[0])
    return table_lines(tables[number], page, words, marks, body)


def _with_contents(page: Page, found: list[Row], listed: range, marks: dict[int, list[str]], body: float) -> list[Line]:
    """A page that holds a table of contents: its rows are read across, what stands above and below as usual."""
    above = _ordered(page, found[: listed.start], marks, body)
    inside = [line(page, row.words, marks, body) for row in found[listed.start : listed.stop]]
    for each in inside:
        each.role, each.band = "contents", 100
    below = _ordered(page, found[listed.stop :], marks, body)
    for each in below:
        each.band += 200
    return [*above, *inside, *below]


def _ordered(page: Page, found: list[Row], marks: dict[int, list[str]], body: float) -> list[Line]:
    inks = [_inks(row, body) for row in found]
    gutters = find_gutters(found, inks, body)
    done: list[Line] = []
    for band, (first, last) in enumerate(_bands(len(found), gutters)):
        active = [g for g in gutters if g.first <= first and last <= g.last]
        done += _band(page, inks[first:last], active, marks, body, band)
    return done


def _inks(row: Row, body: float) -> list[_Ink]:
    done = [_Ink(row.words[0].x0, row.words[0].x1, [row.words[0]])]
    for word in row.words[1:]:
        last = done[-1]
        gap = word.x0 - last.x1
        if gap < max(4.5, 0.5 * max(body, min(word.size, last.words[-1].size))):
            last.x1 = max(last.x1, word.x1)
            last.words.append(word)
        elif len(last.words) == 1 and gap < 3.5 * body and _is_marker(last.words[0]):
            last.x0, last.x1 = word.x0, word.x1
            last.words.append(word)
        else:
            done.append(_Ink(word.x0, word.x1, [word]))
    return done


def _is_marker(word: Word) -> bool:
    return len(word.text) <= 6 and starts_item(f"{word.text} x")


def find_gutters(found: list[Row], inks: list[list[_Ink]], body: float) -> list[Gutter]:
    """The gutters of a page: left edges that many rows share, with rows on both sides and none across."""
    if len(found) < 4:
        return []
    edges = _edges(inks)
    done: list[Gutter] = []
    for edge in edges:
        for first, last in _clear_runs(inks, edge):
            gutter = _judge(found, inks, edge, first, last, body)
            if gutter and not any(_same(gutter, other, body) for other in done):
                done.append(gutter)
    return done


def _edges(inks: list[list[_Ink]]) -> list[float]:
    """Where groups of words begin, the most common first; edges 2 points apart are one, the leftmost of them."""
    counts = Counter(round(ink.x0) for row in inks for ink in row)
    merged: dict[int, int] = {}
    for x in sorted(counts):
        near = next((y for y in (x - 2, x - 1) if y in merged), x)
        merged[near] = merged.get(near, 0) + counts[x]
    common = sorted(merged.items(), key=lambda pair: -pair[1])[:_MOST_EDGES]
    return [float(x) for x, n in common if n >= 3]


def _clear_runs(inks: list[list[_Ink]], edge: float) -> list[tuple[int, int]]:
    done: list[tuple[int, int]] = []
    start: int | None = None
    for i, row in enumerate([*inks, None]):
        crossed = row is None or any(ink.x0 < edge - 2 and ink.x1 > edge - 1 for ink in row)
        if crossed and start is not None:
            done.append((start, i))
        start = None if crossed else (i if start is None else start)
    return done


def _judge(found: list[Row], inks: list[list[_Ink]], edge: float, first: int, last: int, body: float) -> Gutter | None:
    lefts = [[k for k in row if k.x1 <= edge] for row in inks[first:last]]
    rights = [[k for k in row if k.x0 >= edge - 2] for row in inks[first:last]]
    has_left = [i for i, row in enumerate(lefts) if row]
    has_right = [i for i, row in enumerate(rights) if row]
    if len(has_left) < 3 or len(has_right) < 3 or not _side_by_side(has_left, has_right):
        return _narrow(lefts, rights, edge, first, body)
    left = statistics.median(edge - min(k.x0 for k in lefts[i]) for i in has_left)
    right = statistics.median(max(k.x1 for k in rights[i]) - edge for i in has_right)
    inner = statistics.median(max(k.x1 for k in lefts[i]) - min(k.x0 for k in lefts[i]) for i in has_left)
    if min(left, right, inner) < _COLUMN * body:
        return _narrow(lefts, rights, edge, first, body)
    sparse = len(has_left) < 0.45 * len(has_right)
    end = len(lefts) if last == len(inks) else _end(found, lefts, rights, first, body)
    return Gutter(edge, first, first + end, sparse)


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


def _end(found: list[Row], lefts: list[list[_Ink]], rights: list[list[_Ink]], first: int, body: float) -> int:
    """Where columns end above a row that runs across: a few lines on the left, set apart, belong to what follows."""
    end = len(lefts)
    start = end
    while start and not rights[start - 1] and end - start < 4:
        start -= 1
        if start and found[first + start].base - found[first + start - 1].base > 1.6 * body:
            return start if end - start < 4 else end
    return end


def _same(one: Gutter, other: Gutter, body: float) -> bool:
    overlap = min(one.last, other.last) - max(one.first, other.first)
    return overlap > 0 and abs(one.x - other.x) < _COLUMN * body


def _bands(count: int, gutters: list[Gutter]) -> list[tuple[int, int]]:
    cuts = sorted({0, count, *(g.first for g in gutters), *(g.last for g in gutters)})
    return [(a, b) for a, b in itertools.pairwise(cuts) if b > a]


def _band(
    page: Page, found: list[list[_Ink]], gutters: list[Gutter], marks: dict[int, list[str]], body: float, band: int
) -> list[Line]:
    """One stretch of rows over which the same gutters run: column by column, side-heads before the line they stand beside."""
    edges = sorted(g.x for g in gutters)
    margins = {sorted(edges).index(g.x) for g in gutters if g.margin}
    columns: list[list[Line]] = [[] for _ in range(len(edges) + 1)]
    for row in found:
        parts: list[list[Word]] = [[] for _ in columns]
        for ink in row:
            parts[sum(ink.x0 >= edge - 2 for edge in edges)] += ink.words
        for column, part in enumerate(parts):
            if part:
                columns[column].append(line(page, part, marks, body))
    for number, column_lines in enumerate(columns):
        _place(column_lines, band, number)
    return _interleaved(columns, margins)


def _place(column: list[Line], band: int, number: int) -> None:
    if not column:
        return
    left, right = min(each.x0 for each in column), max(each.x1 for each in column)
    for each in column:
        each.left, each.right, each.band, each.column = left, right, band, number


def _interleaved(columns: list[list[Line]], margins: set[int]) -> list[Line]:
    done: list[Line] = []
    for number, column in enumerate(columns):
        if number not in margins:
            done += column if not (number and number - 1 in margins) else _beside(columns[number - 1], column)
        elif number + 1 >= len(columns):
            done += column
    return done


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
