"""What is drawn on a page besides text: rules under words, boxes behind them, the grid of a table, pictures."""

from __future__ import annotations

import ctypes
from dataclasses import replace
from typing import Any

import pypdfium2.raw as pdfium

from pipeline.readers.pdf.handles import HANDLE, INT, address, bound
from pipeline.readers.pdf.turn import Turn
from pipeline.readers.pdf.words import Page, Shape, Word

_MOST = 6000
_PATH, _IMAGE = 2, 3
_WHITE = 0xFFFFFF

_count_of = bound(pdfium.FPDFPage_CountObjects, INT, HANDLE)
_object_of = bound(pdfium.FPDFPage_GetObject, HANDLE, HANDLE, INT)
_type_of = bound(pdfium.FPDFPageObj_GetType, INT, HANDLE)
_bounds_of = bound(pdfium.FPDFPageObj_GetBounds, INT, HANDLE, HANDLE, HANDLE, HANDLE, HANDLE)
_mode_of = bound(pdfium.FPDFPath_GetDrawMode, INT, HANDLE, HANDLE, HANDLE)
_segments_of = bound(pdfium.FPDFPath_CountSegments, INT, HANDLE)
_fill_of = bound(pdfium.FPDFPageObj_GetFillColor, INT, HANDLE, HANDLE, HANDLE, HANDLE, HANDLE)
_stroke_of = bound(pdfium.FPDFPageObj_GetStrokeColor, INT, HANDLE, HANDLE, HANDLE, HANDLE, HANDLE)


def find_shapes(page: Any, turn: Turn) -> tuple[list[Shape], float]:
    """The simple shapes of a loaded page, and the share of it that pictures cover.

    Curves and long paths (drawings, charts) are left out: only rules and rectangles tell something about text.
    """
    handle = address(page)
    shapes: list[Shape] = []
    covered = 0.0
    for i in range(min(_MOST, _count_of(handle))):
        thing = _object_of(handle, i)
        kind = _type_of(thing) if thing else 0
        if kind == _IMAGE:
            covered += _area(_box(thing, turn))
        elif kind == _PATH and _segments_of(thing) <= 6:
            shape = _shape(thing, turn)
            if shape is not None:
                shapes.append(shape)
    return shapes, min(1.0, covered / max(1.0, turn.width * turn.height))


def _box(thing: int, turn: Turn) -> tuple[float, float, float, float]:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not _bounds_of(thing, *map(ctypes.addressof, (left, bottom, right, top))):
        return 0.0, 0.0, 0.0, 0.0
    (x0, y0), (x1, y1) = turn.point(left.value, bottom.value), turn.point(right.value, top.value)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _area(box: tuple[float, float, float, float]) -> float:
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])


def _shape(thing: int, turn: Turn) -> Shape | None:
    filled, stroked = ctypes.c_int(), ctypes.c_int()
    _mode_of(thing, ctypes.addressof(filled), ctypes.addressof(stroked))
    fill = _color(_fill_of, thing) if filled.value else None
    stroke = bool(stroked.value) and _color(_stroke_of, thing) not in (None, _WHITE)
    if fill == _WHITE:
        fill = None
    if fill is None and not stroke:
        return None
    x0, top, x1, bottom = _box(thing, turn)
    if x1 - x0 < 3 and bottom - top < 3:
        return None
    return Shape(x0, top, x1, bottom, fill, stroke)


def _color(function: Any, thing: int) -> int | None:
    r, g, b, a = (ctypes.c_uint() for _ in range(4))
    if not function(thing, *map(ctypes.addressof, (r, g, b, a))) or not a.value & 255:
        return None
    return (r.value & 255) << 16 | (g.value & 255) << 8 | b.value & 255


def is_pale(color: int) -> bool:
    """Whether a colour cannot be told from white paper."""
    return min(color >> 16 & 255, color >> 8 & 255, color & 255) >= 0xF8


def on_color(page: Page, word: Word) -> bool:
    """Whether a word stands on something that is not white."""
    middle = word.base - 0.3 * word.size
    return any(
        s.fill is not None and s.top <= middle <= s.bottom and s.x0 - 1 <= word.x0 <= s.x1 and not is_pale(s.fill)
        for s in page.shapes
    )


def is_rule(shape: Shape) -> bool:
    """Whether a shape is a thin horizontal line."""
    return shape.bottom - shape.top <= 2.2 and shape.x1 - shape.x0 >= 5


def mark_underlined(page: Page) -> None:
    """Note which words stand on a rule of their own width."""
    rules = [s for s in page.shapes if is_rule(s) and s.x1 - s.x0 < 0.95 * page.width]
    if not rules:
        return
    by_height: dict[int, list[Shape]] = {}
    for rule in rules:
        by_height.setdefault(round(rule.top / 4), []).append(rule)
    for word in page.words:
        at = round((word.base + 0.1 * word.size) / 4)
        word.underlined = any(_underlines(rule, word) for k in (at - 1, at, at + 1) for rule in by_height.get(k, ()))


def _underlines(rule: Shape, word: Word) -> bool:
    near = -0.06 * word.size <= rule.top - word.base <= 0.26 * word.size
    return near and rule.x0 <= word.x0 + 0.2 * word.size and rule.x1 >= word.x1 - 0.2 * word.size


def boxes(page: Page) -> list[Shape]:
    """Rectangles that set text apart, the smallest first: shaded or framed, neither rules nor the page's own ground."""
    most = 0.8 * page.width * page.height
    found = [s for s in page.shapes if s.x1 - s.x0 > 60 and s.bottom - s.top > 8 and _area_of(s) < most and _visible(s)]
    return sorted(_stacked(found), key=_area_of)[:60]


def _area_of(shape: Shape) -> float:
    return (shape.x1 - shape.x0) * (shape.bottom - shape.top)


def _stacked(found: list[Shape]) -> list[Shape]:
    """Shading that is drawn line by line, put together."""
    done: list[Shape] = []
    for shape in sorted(found, key=lambda s: (s.x0, s.top)):
        last = done[-1] if done else None
        level = (
            last is not None and abs(last.x0 - shape.x0) < 2 and abs(last.x1 - shape.x1) < 2 and last.fill == shape.fill
        )
        if last is not None and level and shape.fill is not None and -2 < shape.top - last.bottom < 2:
            done[-1] = replace(last, bottom=shape.bottom)
        else:
            done.append(shape)
    return done


def _visible(shape: Shape) -> bool:
    return shape.stroked or shape.fill is not None


def mark_boxed(page: Page) -> None:
    """Note for each word the number of the smallest box that it stands in; 0 for none."""
    found = boxes(page)
    if not found:
        return
    for word in page.words:
        middle = word.base - 0.3 * word.size
        for number, box in enumerate(found, 1):
            if box.top <= middle <= box.bottom and box.x0 - 1 <= word.x0 and word.x1 <= box.x1 + 1:
                word.box = number
                break
