"""Tables that are drawn: rules between rows, and rules or blanks between columns. Each row becomes one line with cells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from pipeline.readers.pdf.lines import Line, Row, line, rows
from pipeline.readers.pdf.shapes import is_rule
from pipeline.readers.pdf.words import Page, Shape, Word

_NEAR = 3.0
# Stands in the flow of the page where a table was taken out.
PLACE = "\ufffc"
# No cell of a table holds more words than this: of one with drawn columns, of one without.
_CROWDED, _CROWDED_BLANK = 150, 60


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its edges, the heights of the rules between its rows, the left edges of its columns; whether these are drawn."""

    x0: float
    x1: float
    ys: tuple[float, ...]
    xs: tuple[float, ...]
    drawn: bool = True

    def holds(self, word: Word) -> bool:
        """Whether a word stands inside."""
        middle = word.base - 0.3 * word.size
        return self.ys[0] - 1 <= middle <= self.ys[-1] + 1 and self.x0 - _NEAR <= word.x0 and word.x1 <= self.x1 + _NEAR


def take_out(page: Page, words: list[Word], body: float) -> tuple[list[Word], list[Table]]:
    """The words outside the tables of a page, with one placeholder for each table, and the tables."""
    found = find_tables(page, words, body)
    if not found:
        return words, []
    outside = [word for word in words if not any(table.holds(word) for table in found)]
    for number, table in enumerate(found):
        like = next(word for word in words if table.holds(word))
        middle = (table.ys[0] + table.ys[-1]) / 2
        outside.append(Word(f"{PLACE}{number}", table.x0, table.x1, middle, like.size, like.font, like.color, like.at))
    return outside, found


def find_tables(page: Page, words: list[Word], body: float) -> list[Table]:
    """The drawn tables of a page, from the top."""
    flat, upright = _rules(page.shapes)
    done: list[Table] = []
    for group in _stacks(flat):
        done += _tables(group, upright, words, body)
    return done


def _tables(
    stack: list[tuple[float, float, float]], upright: list[Shape], words: list[Word], body: float
) -> list[Table]:
    """The table between some rules; two, if running text stands between the rules of one and those of the other."""
    if len(stack) < 3:
        return []
    table = _table(stack, upright, words, body)
    if table is None:
        return []
    cells = _cells(table, [word for word in words if table.holds(word)])
    most = _CROWDED if table.drawn else _CROWDED_BLANK
    crowded = next((i for i, row in enumerate(cells) if max(map(len, row)) > most or _runs_across(row)), None)
    if crowded is None:
        return [table] if _is_table(cells) else []
    return [
        *_tables(stack[: crowded + 1], upright, words, body),
        *_tables(stack[crowded + 1 :], upright, words, body),
    ]


def _rules(shapes: Iterable[Shape]) -> tuple[list[Shape], list[Shape]]:
    """Horizontal and vertical rules; a framed or shaded rectangle counts as its four edges."""
    flat: list[Shape] = []
    upright: list[Shape] = []
    for s in shapes:
        if is_rule(s) and s.x1 - s.x0 > 20:
            flat.append(s)
        elif s.x1 - s.x0 <= 2.2 and s.bottom - s.top > 6:
            upright.append(s)
        elif s.x1 - s.x0 > 20 and s.bottom - s.top > 8:
            flat += [Shape(s.x0, y, s.x1, y, s.fill, s.stroked) for y in (s.top, s.bottom)]
            upright += [Shape(x, s.top, x, s.bottom, s.fill, s.stroked) for x in (s.x0, s.x1)]
    return flat, upright


def _stacks(flat: list[Shape]) -> list[list[tuple[float, float, float]]]:
    """Rules one below the other that cover the same width: (y, x0, x1), pieces at one height put together."""
    heights: list[list[float]] = []
    for rule in sorted(flat, key=lambda s: s.top):
        if (
            heights
            and rule.top - heights[-1][0] < 2.5
            and rule.x0 < heights[-1][2] + 12
            and rule.x1 > heights[-1][1] - 12
        ):
            heights[-1][1], heights[-1][2] = min(heights[-1][1], rule.x0), max(heights[-1][2], rule.x1)
        else:
            heights.append([rule.top, rule.x0, rule.x1])
    stacks: list[list[tuple[float, float, float]]] = []
    for y, x0, x1 in heights:
        for stack in stacks:
            if abs(stack[-1][1] - x0) < 2 * _NEAR and abs(stack[-1][2] - x1) < 2 * _NEAR and y - stack[-1][0] < 320:
                stack.append((y, x0, x1))
                break
        else:
            stacks.append([(y, x0, x1)])
    return [stack for stack in stacks if len(stack) >= 3 and stack[0][2] - stack[0][1] > 100]


def _table(
    stack: list[tuple[float, float, float]], upright: list[Shape], words: list[Word], body: float
) -> Table | None:
    x0, x1 = min(s[1] for s in stack), max(s[2] for s in stack)
    ys = tuple(s[0] for s in stack)
    whole = Table(x0, x1, ys, (x0,))
    inside = [word for word in words if whole.holds(word)]
    if len(inside) < 6:
        return None
    drawn = _drawn_columns(upright, x0, x1, ys)
    xs = drawn or _blank_columns(inside, x0, ys)
    if len(xs) < 2:
        return None
    table = Table(x0, x1, ys, tuple(xs), bool(drawn))
    if not drawn and not _is_tabular(table, inside, body):
        return None
    return table


def _runs_across(cells: list[list[Word]]) -> bool:
    """Whether lines of text run over the edge between two columns."""
    words = sorted(((w.base, w.x0, at, w) for at, cell in enumerate(cells) for w in cell), key=lambda each: each[:2])
    crossings = 0
    for (base, _, at, word), (below, _, other, after) in pairwise(words):
        close = -0.2 * word.size < after.x0 - word.x1 < 0.45 * word.size
        crossings += at != other and abs(base - below) < 1 and close
    return crossings >= 2


def _is_table(cells: list[list[list[Word]]]) -> bool:
    """Whether most rows have something in two cells, and words enough."""
    filled = [row for row in cells if any(row)]
    full = [row for row in filled if sum(map(bool, row)) >= 2]
    letters = sum(any(c.isalpha() for w in cell for c in w.text) for row in filled for cell in row)
    enough = letters >= 0.4 * sum(bool(cell) for row in filled for cell in row)
    return len(full) >= 2 and len(full) >= 0.5 * len(filled) and enough


def _is_tabular(table: Table, inside: list[Word], body: float) -> bool:
    """Whether blank columns between rules are a table's: three rows or more, no side-heads in the cells."""
    cells = _cells(table, inside)
    first = [word.size for row in cells for word in row[0]]
    rows_filled = sum(any(row) for row in cells)
    return rows_filled >= 3 and (not first or max(first) <= 1.25 * body)


def _drawn_columns(upright: list[Shape], x0: float, x1: float, ys: tuple[float, ...]) -> list[float]:
    """Left edges of columns with rules between them."""
    height = ys[-1] - ys[0]
    marks: list[list[float]] = []
    for rule in sorted(upright, key=lambda s: s.x0):
        inside = min(rule.bottom, ys[-1]) - max(rule.top, ys[0])
        if inside <= 4 or not x0 + 15 < rule.x0 < x1 - 15:
            continue
        if marks and rule.x0 - marks[-1][0] < 6:
            marks[-1][1] += inside
        else:
            marks.append([rule.x0, inside])
    drawn = [x for x, length in marks if length > 0.5 * height]
    return [x0, *drawn] if drawn else []


def _blank_columns(inside: list[Word], x0: float, ys: tuple[float, ...]) -> list[float]:
    """Left edges of columns with nothing but blank between them, over all rows but the first (which may hold a spanning head)."""
    below = [w for w in inside if w.base > ys[1]] or inside
    spans = sorted((w.x0, w.x1) for w in below)
    size = sorted(w.size for w in inside)[len(inside) // 2]
    edges, reach = [x0], spans[0][1]
    for a, b in spans[1:]:
        if a - reach > 0.8 * size:
            edges.append(a - 2)
        reach = max(reach, b)
    return edges


def _cells(table: Table, inside: list[Word]) -> list[list[list[Word]]]:
    """The words of each cell, row by row."""
    grid: list[list[list[Word]]] = [[[] for _ in table.xs] for _ in range(len(table.ys) - 1)]
    for word in inside:
        middle = word.base - 0.3 * word.size
        row = max(0, min(len(grid) - 1, sum(y <= middle for y in table.ys) - 1))
        column = max(0, sum(x <= word.x0 + 2 for x in table.xs) - 1)
        grid[row][column].append(word)
    return grid


def table_lines(table: Table, page: Page, words: list[Word]) -> list[Line]:
    """One line for each row of a table, its cells in `texts`; a title inside the frame is an ordinary line."""
    done: list[Line] = []
    held = [w for w in words if table.holds(w)]
    for number, cells in enumerate(_cells(table, held)):
        filled = [cell for cell in cells if cell]
        if number == 0 and len(filled) == 1:
            done += [line(page, row.words) for row in rows(filled[0])]
            continue
        for part in _numbered_rows(cells):
            if any(part):
                done.append(_row(table, part, number, page))
    return done


def _row(table: Table, cells: list[list[Word]], number: int, page: Page) -> Line:
    each = line(page, sorted((word for cell in cells for word in cell), key=lambda w: w.at))
    each.role = "table"
    each.texts = tuple([line(page, row.words).text for row in rows(cell)] for cell in cells)
    each.x0, each.x1, each.band = table.x0, table.x1, number
    each.head = min(word.top for cell in cells for word in cell)
    each.foot = max(word.bottom for cell in cells for word in cell)
    return each


def _numbered_rows(cells: list[list[Word]]) -> list[list[list[Word]]]:
    """The rows between two rules: several, where a column holds a number on each of several lines."""
    columns = [rows(cell) for cell in cells]
    numeric = [c for c in columns if len(c) > 1 and all(_is_number(row) for row in c)]
    if not numeric:
        return [cells]
    starts = [row.base for row in max(numeric, key=len)]
    parts: list[list[list[Word]]] = [[[] for _ in cells] for _ in starts]
    for at, column in enumerate(columns):
        for row in column:
            part = max(0, sum(start <= row.base + 0.4 * row.size for start in starts) - 1)
            parts[part][at] += row.words
    return parts


def _is_number(row: Row) -> bool:
    text = "".join(word.text for word in row.words)
    return sum(c.isdigit() for c in text) >= 0.5 * len(text) or text in ("-", "–", "—", "N/A")
