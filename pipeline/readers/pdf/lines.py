"""Words to rows, rows to lines: what stands on one base line, without raised note marks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise

from pipeline.readers.pdf.words import Font, Page, Word

_MOST_STRAYS = 60
_SPACED_OUT = 5
_CLOSING = ",.;:)]”’"
_MARK = re.compile(r"[\[(]?(?:\d{1,3}|[*†‡§¶]{1,3}|[a-e])(?:[,–-]\d{1,3})*[\])]?[.,]?")


@dataclass(frozen=True, slots=True)
class TypeRun:
    """A stretch of a line in one type; offsets into the line's text."""

    start: int
    end: int
    font: Font
    color: int
    underlined: bool = False


@dataclass(slots=True)
class Line:
    """One printed line inside one column.

    Attributes:
        size: the size that most of its letters have.
        bold, italic: the share of its letters.
        left, right: the edges of the column that it stands in.
        band: which part of the page it stands in: a column, or text across.
        run_in: a bold title that runs on into its paragraph.
        aside: it stands in the margin beside the running text.
        box: the frame or shading that it stands in; 0 for none.
        lead: the width of its first word.
        texts: the lines of each cell, if this is a row of a table; `head` and `foot` are its edges.
    """

    page: int
    text: str
    x0: float
    x1: float
    base: float
    size: float
    bold: float
    italic: float
    color: int
    runs: tuple[TypeRun, ...]
    left: float = 0.0
    right: float = 0.0
    band: int = 0
    role: str = "body"
    aside: bool = False
    run_in: bool = False
    box: int = 0
    lead: float = 0.0
    texts: tuple[list[str], ...] = ()
    head: float | None = None
    foot: float | None = None

    @property
    def top(self) -> float:
        return self.base - 0.75 * self.size

    @property
    def bottom(self) -> float:
        return self.base + 0.25 * self.size


@dataclass(slots=True)
class Row:
    """Words on one base line, from left to right, over the whole width of the page."""

    base: float
    size: float
    words: list[Word] = field(default_factory=list)

    @property
    def top(self) -> float:
        return self.base - 0.75 * self.size

    @property
    def bottom(self) -> float:
        return self.base + 0.25 * self.size


def without_marks(words: list[Word]) -> list[Word]:
    """The words without raised note marks.

    A mark is small, stands above the base line of the word before it and touches it. Small letters that are no marks
    (the `th` of `4th`, the 2 of CO2 below the line) are joined to their word.
    """
    kept: list[Word] = []
    bracketed = -1
    for word in _lowered(words):
        host = kept[-1] if kept else None
        if host is None or not _hangs_on(word, host):
            kept.append(word)
            if host is not None and host.at == bracketed and word.glued and word.text[0] == ")":
                kept[-2:] = _without_brackets(word)
        elif host.text == "(" and (len(kept) < 2 or abs(kept[-2].base - host.base) > 0.5 * host.size):
            kept[-1] = replace(host, text=f"({word.text}", x1=word.x1)  # the mark of a note at the start of its line
        elif host.base - word.base < -0.02 * host.size or not _MARK.fullmatch(word.text) or not _may_carry(host):
            kept[-1] = replace(host, text=host.text + word.text, x1=word.x1)
        else:
            bracketed = host.at if host.text == "(" else -1
            kept[-1] = replace(host, x1=max(host.x1, word.x1))
    return _without_strays(kept)


def _without_brackets(closing: Word) -> list[Word]:
    """What is left of the brackets around a mark when the mark is gone: the sign behind them."""
    return [replace(closing, text=closing.text[1:], glued=True)] if len(closing.text) > 1 else []


def _without_strays(words: list[Word]) -> list[Word]:
    """The words without marks that were drawn apart from those they hang on: these are found by their place alone."""
    tall = max((word.size for word in words), default=0.0)
    strays = [word for word in words if word.size < 0.82 * tall and _MARK.fullmatch(word.text)]
    if len(strays) > _MOST_STRAYS:
        return words
    dropped = {id(stray) for stray in strays if any(word is not stray and _carries(word, stray) for word in words)}
    return [word for word in words if id(word) not in dropped]


def _carries(host: Word, stray: Word) -> bool:
    return (
        stray.size < 0.82 * host.size
        and 0.1 * host.size < host.base - stray.base < 0.6 * host.size
        and -0.1 * host.size < stray.x0 - host.x1 < 0.3 * host.size
        and _may_carry(host)
    )


def _lowered(words: list[Word]) -> list[Word]:
    """Raised marks at the start of a note are set on the base line of the text that they stand before."""
    done = list(words)
    for i, (word, after) in enumerate(pairwise(words)):
        before = words[i - 1] if i else None
        if (
            word.size < 0.82 * after.size
            and _MARK.fullmatch(word.text)
            and 0.05 * after.size < after.base - word.base < 0.75 * after.size
            and -0.1 * after.size < after.x0 - word.x1 < 1.2 * after.size
            and (before is None or not _hangs_on(word, before))
        ):
            done[i] = replace(word, base=after.base, size=after.size)
    return done


def _hangs_on(word: Word, host: Word) -> bool:
    return (
        word.size < 0.82 * host.size
        and -0.15 * host.size < word.x0 - host.x1 < (0.35 if word.glued else 0.2) * host.size
        and -0.4 * host.size < host.base - word.base < 0.75 * host.size
        and len(word.text) <= 7
        and (word.glued or bool(_MARK.fullmatch(word.text)))
    )


def _may_carry(host: Word) -> bool:
    """Whether a raised number behind this word can be a note mark; behind a bare digit or unit it is an exponent."""
    return not re.fullmatch(r"10|[kcm]?m|x", host.text)


def rows(words: Iterable[Word]) -> list[Row]:
    """Words grouped by base line, from the top of the page; each row from left to right."""
    done: list[Row] = []
    for word in sorted(words, key=lambda w: (w.base, w.x0)):
        row = _row_for(word, done)
        if row is None:
            done.append(Row(word.base, word.size, [word]))
        else:
            row.words.append(word)
            row.size = max(row.size, word.size)
    for row in done:
        row.words.sort(key=lambda w: w.x0)
    return done


def _row_for(word: Word, done: list[Row]) -> Row | None:
    for row in done[-4:][::-1]:
        if word.base - row.base <= 0.28 * min(word.size, row.size) and 0.62 < word.size / row.size < 1.6:
            return row
    return None


def line(page: Page, words: list[Word]) -> Line:
    """Words of one row and column as a line."""
    words = _closed_up(words)
    text, runs = _composed(words)
    sizes: Counter[float] = Counter()
    colors: Counter[int] = Counter()
    for word in words:
        sizes[round(2 * word.size) / 2] += len(word.text)
        colors[word.color] += len(word.text)
    letters = sum(len(word.text) for word in words)
    size = sizes.most_common(1)[0][0]
    return Line(
        page=page.number,
        text=text,
        x0=words[0].x0,
        x1=max(word.x1 for word in words),
        base=max(word.base for word in words if abs(word.size - size) <= 0.5 * size),
        size=size,
        bold=sum(len(word.text) for word in words if word.font.bold) / letters,
        italic=sum(len(word.text) for word in words if word.font.italic) / letters,
        color=colors.most_common(1)[0][0],
        runs=tuple(_merged(runs)),
        box=words[0].box,
        lead=words[0].x1 - words[0].x0,
    )


def _composed(words: list[Word]) -> tuple[str, list[TypeRun]]:
    """The text of some words, with blanks where there are any, and the type of each word."""
    parts: list[str] = []
    runs: list[TypeRun] = []
    length = 0
    for before, word in zip([None, *words], words, strict=False):
        if before is not None and not _touches(before, word):
            parts.append(" ")
            length += 1
        parts.append(word.text)
        end = length + len(word.text)
        runs.append(TypeRun(length, end, word.font, word.color, word.underlined))
        length = end
    return "".join(parts), runs


def _touches(before: Word, word: Word) -> bool:
    """Whether no blank stands between two words."""
    close = word.x0 - before.x1 < 0.25 * word.size or word.text[0] in _CLOSING
    return word.glued and close and word.at > before.at


def _closed_up(words: list[Word]) -> list[Word]:
    """The words, letters that are spaced out for show put together: `R E P O R T` is one word."""
    done: list[Word] = []
    for spaced, group in groupby(words, key=lambda word: len(word.text) == 1 and word.text.isalpha()):
        letters = list(group)
        done += _put_together(letters) if spaced and len(letters) >= _SPACED_OUT else letters
    return done


def _put_together(letters: list[Word]) -> list[Word]:
    steps = sorted(b.x0 + b.x1 - a.x0 - a.x1 for a, b in pairwise(letters))
    usual = steps[len(steps) // 2] / 2
    done = [letters[0]]
    for before, letter in pairwise(letters):
        if (letter.x0 + letter.x1 - before.x0 - before.x1) / 2 <= 1.4 * usual:
            done[-1] = replace(done[-1], text=done[-1].text + letter.text, x1=letter.x1)
        else:
            done.append(letter)
    return done


def _merged(runs: list[TypeRun]) -> list[TypeRun]:
    done = runs[:1]
    for run in runs[1:]:
        last = done[-1]
        if run.font == last.font and run.color == last.color and run.underlined == last.underlined:
            done[-1] = replace(last, end=run.end)
        else:
            done.append(run)
    return done
