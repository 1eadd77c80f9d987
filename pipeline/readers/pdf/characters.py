"""PDFium's characters as words: text in one call, boxes only at the ends of words, type once for each text object."""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

from pipeline.readers.encoding import plain
from pipeline.readers.pdf.handles import HANDLE, INT, address, bound
from pipeline.readers.pdf.turn import Turn
from pipeline.readers.pdf.words import Font, Page, Word

_BOLD = re.compile(r"bold|black|heavy|demi|semibd|extrabd|-bd|,b|[-_]b$|bd$", re.I)
_ITALIC = re.compile(r"ital|obli|slant|[-_]it$|[-,]i$|[-,]bi$", re.I)
_STYLED = re.compile(r"regular|roman|book|medium|light|normal|bold|ital|obli", re.I)
_TOKEN = re.compile(r"[^\s\ufffe\x02]+[\ufffe\x02]?|[\ufffe\x02]")
# Symbol and Wingdings keep their glyphs in the private use area.
_PRIVATE = {
    0xF0B7: "•",
    0xF0A7: "▪",
    0xF0D8: "➢",
    0xF0FC: "✓",
    0xF0A8: "□",
    0xF06F: "□",
    0xF071: "❑",
    0xF076: "❖",
    0xF02D: "–",
}
_PRIVATE |= {
    0xF0E0: "→",
    0xF0D7: "⋅",
    0xF0B0: "°",
    0xF0A2: "○",
    0x7F: "•",
    0xFFFE: "-",
    0x02: "-",
    0xF06E: "■",
    0xF06C: "●",
}
# Fonts whose letters are pictures; alone, any of them is a bullet.
_PICTURES = re.compile(r"dingbat|webding|wingding", re.I)
_GLYPHS = frozenset("•■□●○◦◆◇▪▫‣➢➤►▶▸✓✔❖❑❏☐☑→✗✘")
_TEX = {0x0B: "ff", 0x0C: "fi", 0x0D: "fl", 0x0E: "ffi", 0x0F: "ffl"}
_INVISIBLE = 3
_FORCE_BOLD, _SLANTED = 0x40000, 0x40


_count_of = bound(pdfium.FPDFText_CountChars, INT, HANDLE)
_object_of = bound(pdfium.FPDFText_GetTextObject, HANDLE, HANDLE, INT)
_box_of = bound(pdfium.FPDFText_GetLooseCharBox, INT, HANDLE, INT, HANDLE)
_matrix_of = bound(pdfium.FPDFText_GetMatrix, INT, HANDLE, INT, HANDLE)
_unicode_of = bound(pdfium.FPDFText_GetUnicode, ctypes.c_uint, HANDLE, INT)
_size_of = bound(pdfium.FPDFTextObj_GetFontSize, INT, HANDLE, HANDLE)
_font_of = bound(pdfium.FPDFTextObj_GetFont, HANDLE, HANDLE)
_mode_of = bound(pdfium.FPDFTextObj_GetTextRenderMode, INT, HANDLE)
_fill_of = bound(pdfium.FPDFPageObj_GetFillColor, INT, HANDLE, HANDLE, HANDLE, HANDLE, HANDLE)
_name_of = bound(pdfium.FPDFFont_GetBaseFontName, ctypes.c_size_t, HANDLE, ctypes.c_char_p, ctypes.c_size_t)
_flags_of = bound(pdfium.FPDFFont_GetFlags, INT, HANDLE)
_weight_of = bound(pdfium.FPDFFont_GetWeight, INT, HANDLE)
_angle_of = bound(pdfium.FPDFFont_GetItalicAngle, INT, HANDLE, HANDLE)


@dataclass(frozen=True, slots=True)
class _Type:
    """What a text object says of its characters; `base` is its base line in the coordinates of the page."""

    font: Font
    size: float
    color: int
    base: float
    upright: bool
    hidden: bool


class Characters:
    """Reads the words of the pages of one open document; fonts are looked up once."""

    def __init__(self) -> None:
        self._fonts: dict[int, Font] = {}
        self._rect = pdfium.FS_RECTF()
        self._rect_at = ctypes.addressof(self._rect)
        self._matrix = pdfium.FS_MATRIX()
        self._matrix_at = ctypes.addressof(self._matrix)

    def page(self, page: Any, number: int) -> Page:
        """The words of a loaded page (an FPDF_PAGE), in the order of its content."""
        textpage = pdfium.FPDFText_LoadPage(page)
        try:
            return self._read(page, address(textpage), number)
        finally:
            pdfium.FPDFText_ClosePage(textpage)

    def _read(self, page: Any, text: int, number: int) -> Page:
        turn = Turn.of(page)
        count = _count_of(text) if text else 0
        done = Page(number, turn.width, turn.height, [])
        if count <= 0:
            return done
        pieces = _Pieces(self, text, turn)
        content = _content(text, count)
        for word in pieces.words(content):
            if not (-2 <= word.base <= turn.height + 2 and word.x1 > -2 and word.x0 < turn.width + 2):
                continue
            done.words.append(word)
        done.rotated = pieces.rotated
        done.unmapped = pieces.unmapped / max(1, count)
        return done

    def kind(self, text: int, at: int, handle: int, turn: Turn) -> _Type:
        """The type that a text object is set in, from its character at `at`."""
        _matrix_of(text, at, self._matrix_at)
        m = self._matrix
        raw = ctypes.c_float()
        _size_of(handle, ctypes.addressof(raw))
        a, b, c, d = turn.vector(m.a, m.b) + turn.vector(m.c, m.d)
        upright = a > 0 and abs(b) < 0.1 * a and d > 0 and abs(c) < 0.6 * d
        size = raw.value * math.hypot(c, d)
        mode = _mode_of(handle)
        font = self._font(_font_of(handle))
        if mode == 2 and not font.bold:
            font = Font(font.name, True, font.italic)
        if abs(c) > 0.12 * d and not font.italic:
            font = Font(font.name, font.bold, True)
        return _Type(font, size, _color(handle), turn.point(m.e, m.f)[1], upright, mode == _INVISIBLE)

    def box(self, text: int, at: int, turn: Turn) -> tuple[float, float, float, float]:
        """x0, x1, top and bottom of a character."""
        _box_of(text, at, self._rect_at)
        r = self._rect
        if turn.quarter == 0:
            return r.left - turn.left, r.right - turn.left, turn.top - r.top, turn.top - r.bottom
        (x0, y0), (x1, y1) = turn.point(r.left, r.bottom), turn.point(r.right, r.top)
        return min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)

    def _font(self, handle: int | None) -> Font:
        if not handle:
            return _NO_FONT
        if handle not in self._fonts:
            self._fonts[handle] = _look_up(handle)
        return self._fonts[handle]


_NO_FONT = Font("", False, False)


def _look_up(handle: int) -> Font:
    buffer = ctypes.create_string_buffer(256)
    _name_of(handle, buffer, 256)
    name = buffer.value.decode("utf-8", "replace")
    name = name.split("+", 1)[1] if len(name) > 7 and name[6:7] == "+" else name
    flags, angle = max(0, _flags_of(handle)), ctypes.c_int()
    _angle_of(handle, ctypes.addressof(angle))
    heavy = not _STYLED.search(name) and _weight_of(handle) >= 680
    bold = bool(_BOLD.search(name)) or bool(flags & _FORCE_BOLD) or heavy
    italic = bool(_ITALIC.search(name)) or bool(flags & _SLANTED) or abs(angle.value) >= 6
    return Font(name, bold, italic)


def _color(handle: int) -> int:
    r, g, b, a = ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint()
    if not _fill_of(handle, *map(ctypes.addressof, (r, g, b, a))):
        return 0
    return (r.value & 255) << 16 | (g.value & 255) << 8 | b.value & 255


def _content(text: int, count: int) -> str:
    """All characters of a page, one for each index."""
    buffer = ctypes.create_string_buffer(2 * count + 2)
    short = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
    got = pdfium.FPDFText_GetText(ctypes.cast(text, pdfium.FPDF_TEXTPAGE), 0, count, short)
    found = buffer.raw[: 2 * max(0, got - 1)].decode("utf-16-le", "replace")
    if len(found) == count:
        return found
    return "".join(chr(c) if (c := _unicode_of(text, i)) else "\ufffd" for i in range(count))


class _Pieces:
    """Cuts the characters of one page into words that are set in one type."""

    def __init__(self, reader: Characters, text: int, turn: Turn) -> None:
        self._reader, self._text, self._turn = reader, text, turn
        self._types: dict[int, _Type] = {}
        self.rotated = 0
        self.unmapped = 0

    def words(self, content: str) -> Iterator[Word]:
        """The words of a page's characters."""
        end = -1
        for token in _TOKEN.finditer(content):
            glued = token.start() == end
            # A hyphen at the end of a line stands in the middle of PDFium's word: what follows is on the next line.
            end = token.end() if token[0][-1] not in "\ufffe\x02" else -1
            for word in self._token(token[0], token.start()):
                word.glued = word.glued or glued
                glued = False
                yield word

    def _token(self, token: str, start: int) -> Iterator[Word]:
        stop = start + len(token) - 1
        first = _object_of(self._text, start)
        if first and first == _object_of(self._text, stop):
            word = self._word(token, start, stop, first, glued=False)
            if word is None:
                return
            if word.x1 - word.x0 <= (1.15 * len(token) + 0.6) * word.size:
                yield word
                return
        yield from self._by_character(token, start)

    def _by_character(self, token: str, start: int) -> Iterator[Word]:
        """A token out of several text objects, or one with a gap inside: cut where type, line or place change."""
        current: Word | None = None
        for i, letter in enumerate(token):
            handle = _object_of(self._text, start + i)
            word = self._word(letter, start + i, start + i, handle, glued=i > 0) if handle else None
            if word is None:
                continue
            if current is not None and _continues(current, word):
                current.text += word.text
                current.x1 = word.x1
                continue
            if current is not None:
                yield current
                word.glued = (
                    abs(word.x0 - current.x1) < 0.25 * current.size
                    and abs(word.base - current.base) < 0.7 * current.size
                )
            else:
                word.glued = False
            current = word
        if current is not None:
            yield current

    def _word(self, text: str, start: int, stop: int, handle: int, *, glued: bool) -> Word | None:
        kind = self._types.get(handle)
        if kind is None:
            kind = self._types[handle] = self._reader.kind(self._text, start, handle, self._turn)
        if not kind.upright:
            self.rotated += len(text)
            return None
        x0, x1, _, _ = self._reader.box(self._text, start, self._turn)
        if stop != start:
            x1 = self._reader.box(self._text, stop, self._turn)[1]
        text = self._clean(text)
        if start == stop and text not in _GLYPHS and _PICTURES.search(kind.font.name):
            text = "•"
        if not text or kind.size < 0.5:
            return None
        return Word(text, x0, x1, kind.base, kind.size, kind.font, kind.color, start, glued, kind.hidden)

    def _clean(self, text: str) -> str:
        if text.isascii() and text.isprintable():
            return text
        self.unmapped += text.count("\ufffd") + sum(
            1 for c in text if "\ue000" <= c <= "\uf8ff" and ord(c) not in _PRIVATE
        )
        return plain(text.translate(_PRIVATE).translate(_TEX)).replace("\ufffd", "").strip()


def _continues(word: Word, letter: Word) -> bool:
    return (
        abs(letter.base - word.base) < 0.05 * word.size
        and abs(letter.size - word.size) < 0.04 * word.size
        and letter.font == word.font
        and letter.color == word.color
        and -0.35 * word.size < letter.x0 - word.x1 < 0.18 * word.size
    )
