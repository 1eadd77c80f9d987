"""Reports typeset by the tests themselves, so that what they say, in which order, is known to the letter.

Prose is made up from a small vocabulary; lines are broken here and drawn one by one, so that a test can choose the number
of columns, the gutter, the order of drawing, running heads, notes, hyphens and boxes.
"""

from __future__ import annotations

import io
import random
from dataclasses import dataclass, field
from itertools import groupby

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

_BODIES = [
    "the Harbour Council",
    "the ministry",
    "regional agencies",
    "the Lake Authority",
    "every municipality",
    "the regulator",
]
_VERBS = ["publish", "review", "coordinate", "establish", "strengthen", "maintain", "evaluate", "simplify", "harmonise"]
_THINGS = ["procurement", "monitoring stations", "implementation plans", "information systems", "training programmes"]
_THINGS += [
    "environmental indicators",
    "administrative responsibilities",
    "long-term investments",
    "communication channels",
]
_WHENS = [
    "before the next season",
    "within two years",
    "as soon as resources allow",
    "in cooperation with neighbouring districts",
]
_WHENS += [
    "without additional expenditure",
    "under the supervision of an independent committee",
    "at regular intervals",
]
_WHYS = [
    "because earlier recommendations were never implemented",
    "since the evaluation found considerable differences",
]
_WHYS += ["although participation remains voluntary", "so that the information is available to everybody"]
_TITLES = [
    "Findings on the Northern Lakes",
    "Cooperation with Municipalities",
    "Financing the Transition",
    "What Remains to Be Done",
]
_TITLES += [
    "Monitoring and Evaluation",
    "Recommendations for the Council",
    "Background",
    "Responsibilities of the Ministry",
]


# A word and the font that it is set in.
Set = tuple[str, str]


def _width(words: list[Set], size: float) -> float:
    blanks = sum(stringWidth(" ", font, size) for _, font in words[:-1])
    return float(sum(stringWidth(word, font, size) for word, font in words) + blanks)


@dataclass(frozen=True)
class Piece:
    """A block of the report as it is meant: what a reader has to find again; its first `bold` words are set in bold."""

    kind: str
    text: str
    label: str = ""
    level: int = 0
    note: str = ""
    bold: int = 0


@dataclass(frozen=True)
class Look:
    """How a report is set.

    `drawing`: in the order of reading, `shuffled` line by line, `rows` (across the columns), or the `last` column first.
    """

    columns: int = 1
    gutter: float = 12
    size: float = 10
    head: str = ""
    foot: str = ""
    notes: bool = False
    hyphens: bool = False
    justified: bool = False
    boxes: bool = False
    indented: bool = False
    drawing: str = "reading"
    numbered_lines: bool = False
    bold_heads: bool = False


@dataclass
class Stroke:
    """One drawn line of text."""

    x: float
    y: float
    text: str
    font: str
    size: float
    column: int
    space: float = 0.0


@dataclass
class Sheet:
    """What is drawn on one page; boxes as (x, y, width, height)."""

    strokes: list[Stroke] = field(default_factory=list)
    boxes: list[tuple[float, float, float, float]] = field(default_factory=list)


def prose(seed: int, sections: int = 5) -> list[Piece]:
    """A made-up report: a title, sections with paragraphs and lists, here and there a note."""
    chance = random.Random(seed)
    done = [Piece("heading", "Water Without Borders: A Plan for the Lakes", level=1)]
    titles = chance.sample(_TITLES, sections)
    noted = 0
    for title in titles:
        done.append(Piece("heading", title, level=2))
        for _ in range(chance.randint(2, 4)):
            note = (
                f"Annual statement of the Lake Authority, volume {chance.randint(2, 40)}."
                if chance.random() < 0.5
                else ""
            )
            noted += bool(note)
            done.append(Piece("paragraph", _paragraph(chance), note=f"{noted} {note}" if note else ""))
        if chance.random() < 0.6:
            bullet = chance.choice(["•", "1"])
            for n in range(1, chance.randint(3, 5)):
                done.append(Piece("item", _paragraph(chance, 1), label="•" if bullet == "•" else f"{n}."))
    return done


def _paragraph(chance: random.Random, sentences: int = 0) -> str:
    return " ".join(_sentence(chance) for _ in range(sentences or chance.randint(2, 5)))


def _sentence(chance: random.Random) -> str:
    who = chance.choice(_BODIES)
    core = f"{who} should {chance.choice(_VERBS)} {chance.choice(_THINGS)} and {chance.choice(_VERBS)} {chance.choice(_THINGS)}"
    text = f"{core} {chance.choice(_WHENS)}, {chance.choice(_WHYS)}."
    return text[0].upper() + text[1:]


class Typesetter:
    """Breaks the pieces into lines and pages, as a look says."""

    width, height, margin, top, bottom = 595.0, 842.0, 62.0, 72.0, 84.0

    def __init__(self, look: Look, seed: int = 0) -> None:
        self.look, self.chance = look, random.Random(seed)
        self.sheets = [Sheet()]
        self.column, self.y = 0, self.height - self.top
        self.notes: list[str] = []
        inner = self.width - 2 * self.margin
        self.measure = (inner - (look.columns - 1) * look.gutter) / look.columns
        self.leading = 1.28 * look.size

    def pdf(self, pieces: list[Piece]) -> bytes:
        """The report as a PDF file."""
        for piece in pieces:
            self._piece(piece)
        self._close_column()
        buffer = io.BytesIO()
        canvas = Canvas(buffer, pagesize=(self.width, self.height))
        for number, sheet in enumerate(self.sheets, 1):
            self._draw(canvas, sheet, number)
        canvas.save()
        return buffer.getvalue()

    @property
    def left(self) -> float:
        return self.margin + self.column * (self.measure + self.look.gutter)

    def _piece(self, piece: Piece) -> None:
        size, font = self.look.size, "Times-Roman"
        if piece.kind == "heading":
            size = size if self.look.bold_heads else {1: 2.0, 2: 1.4}[piece.level] * size
            font = "Helvetica-Bold"
            self._space(1.2 * size)
            self._keep(3 * self.leading + size)
        boxed = self.look.boxes and piece.kind == "item"
        first, rest = (0.0, 1.5 * size) if piece.kind == "item" else (size if self.look.indented else 0.0, 0.0)
        words = [(word, "Times-Bold" if i < piece.bold else font) for i, word in enumerate(piece.text.split(" "))]
        words = [(piece.label, font), *words] if piece.label else words
        mark = piece.note.split(" ")[0] if piece.note and self.look.notes else ""
        lines = self._broken(words, size, first, rest)
        for i, line in enumerate(lines):
            last = i == len(lines) - 1
            if last and mark:
                self.notes.append(piece.note)
            self._line(line, size, rest if i else first, last=last, boxed=boxed, mark=mark if last else "")
        self._space((0.15 if self.look.indented and piece.kind == "paragraph" else 0.6) * self.look.size)

    def _broken(self, words: list[Set], size: float, first: float, rest: float) -> list[list[Set]]:
        lines: list[list[Set]] = [[]]
        for word, font in words:
            room = self.measure - (first if len(lines) == 1 else rest)
            if _width([*lines[-1], (word, font)], size) <= room:
                lines[-1].append((word, font))
                continue
            if font.startswith("Times") and (cut := self._hyphened(lines[-1], word, font, size, room)):
                lines[-1].append((cut, font))
                word = word[len(cut) - (cut[-1] == "-" and word[len(cut) - 1] != "-") :]
            lines.append([(word, font)])
        return lines

    def _hyphened(self, line: list[Set], word: str, font: str, size: float, room: float) -> str:
        """The first half of a word with its hyphen, if it may be cut and fits."""
        if "-" in word[2:-2]:
            half = word[: word.index("-", 2) + 1]
            return half if _width([*line, (half, font)], size) <= room else ""
        if not self.look.hyphens or len(word) < 9 or not word.isalpha() or not word.islower():
            return ""
        for at in range(len(word) - 3, 3, -1):
            if word[at - 1] in "aeiou" and word[at] not in "aeiou":
                half = f"{word[:at]}-"
                if _width([*line, (half, font)], size) <= room:
                    return half
        return ""

    def _line(self, words: list[Set], size: float, indent: float, *, last: bool, boxed: bool, mark: str) -> None:
        self._keep(self.leading + 1)
        self.y -= max(self.leading, 1.25 * size)
        spare = self.measure - indent - _width(words, size)
        space = spare / (len(words) - 1) if self.look.justified and not last and len(words) > 1 else 0.0
        sheet = self.sheets[-1]
        x = self.left + indent
        for font, run in groupby(words, key=lambda word: word[1]):
            text = " ".join(word for word, _ in run)
            sheet.strokes.append(Stroke(x, self.y, text, font, size, self.column, space))
            x += stringWidth(f"{text} ", font, size) + space * (text.count(" ") + 1)
        if mark:
            end = self.left + indent + _width(words, size)
            sheet.strokes.append(Stroke(end, self.y + 0.36 * size, mark, words[-1][1], 0.62 * size, self.column))
        if boxed:
            sheet.boxes.append((self.left - 4, self.y - 0.3 * self.leading, self.measure + 8, self.leading))

    def _foot(self) -> float:
        return self.bottom + (sum(len(self._note(n)) for n in self.notes) + 1) * 9.0 * bool(self.notes)

    def _note(self, text: str) -> list[list[Set]]:
        return self._broken([(word, "Times-Roman") for word in text.split(" ")], 7.5, 0, 0)

    def _keep(self, room: float) -> None:
        if self.y - room < self._foot() + 4:
            self._close_column()
            self.column += 1
            if self.column == self.look.columns:
                self.sheets.append(Sheet())
                self.column = 0
            self.y = self.height - self.top

    def _space(self, room: float) -> None:
        if self.y < self.height - self.top:
            self.y -= room

    def _close_column(self) -> None:
        """Set the notes of a column at its foot."""
        y = self._foot() - 9.0
        for note in self.notes:
            number, text = note.split(" ", 1)
            strokes = self.sheets[-1].strokes
            for i, line in enumerate(self._note(f"{number} {text}")):
                words = [word for word, _ in line]
                y -= 9.0
                if i == 0:
                    strokes.append(Stroke(self.left, y + 2.5, number, "Times-Roman", 5, self.column))
                    strokes.append(Stroke(self.left + 5, y, " ".join(words[1:]), "Times-Roman", 7.5, self.column))
                else:
                    strokes.append(Stroke(self.left, y, " ".join(words), "Times-Roman", 7.5, self.column))
        self.notes = []

    def _draw(self, canvas: Canvas, sheet: Sheet, number: int) -> None:
        canvas.setFillGray(0.9)
        for x, y, width, height in sheet.boxes:
            canvas.rect(x, y, width, height, stroke=0, fill=1)
        canvas.setFillGray(0)
        strokes = list(sheet.strokes)
        if self.look.drawing == "shuffled":
            self.chance.shuffle(strokes)
        elif self.look.drawing == "rows":
            strokes.sort(key=lambda s: -s.y)
        elif self.look.drawing == "last":
            strokes.sort(key=lambda s: -s.column)
        for stroke in strokes:
            self._text(canvas, stroke)
        if self.look.numbered_lines:
            for i, y in enumerate(sorted({s.y for s in strokes if s.size >= 8}, reverse=True), 1):
                self._text(canvas, Stroke(self.margin - 26, y, str(i), "Times-Roman", 6, 0))
        if self.look.head:
            self._text(canvas, Stroke(self.margin, self.height - 40, self.look.head, "Helvetica", 8, 0))
        if self.look.foot:
            self._text(canvas, Stroke(self.width / 2 - 20, 40, self.look.foot.format(number), "Helvetica", 8, 0))
        canvas.showPage()

    @staticmethod
    def _text(canvas: Canvas, stroke: Stroke) -> None:
        text = canvas.beginText(stroke.x, stroke.y)
        text.setFont(stroke.font, stroke.size)
        text.setWordSpace(stroke.space)
        text.textOut(stroke.text)
        canvas.drawText(text)


def typeset(pieces: list[Piece], look: Look, seed: int = 0) -> bytes:
    """The pieces as a PDF file, set as a look says."""
    return Typesetter(look, seed).pdf(pieces)
