"""List items: where each begins and ends, what it is nested in, which text governs its list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.document import Span
from pipeline.labels import Label, counts, follows, is_first
from pipeline.outline.grammar import imperative
from pipeline.outline.parts import Piece
from pipeline.outline.words import label_role

# What its addressee answered is no part of a recommendation: "On 3 May the Port Board replied:", "Government response:".
_REPLY = re.compile(
    r"\b(?:replied|responded|answered)(?: as follows| that)?:$|^(?:\w+ ){0,4}(?:response|reply)(?: \w+){0,4}:?$", re.I
)
_INITIAL = re.compile(r"[A-Z]\.$")
# So many paragraphs may stand between two bullets of one list, and so many blocks between two numbers.
_BULLET_REACH, _REACH = 3, 300
_TITLE_WORDS, _ORDER_WORDS = 16, 30
_ABBREVIATED = re.compile(r"(?:\b[A-Z]|\b(?:Mr|Mrs|Ms|Dr|Prof|St|vs|No|Inc|Ltd|Mt|e\.g|i\.e))\.$")
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|shall|should|does|did|needs?|ought)\b", re.I
)
_SENTENCE_END = re.compile(r"[.:!?—–][”\"’')\]]*(?=\s)|[.:!?—–][”\"’')\]]*$")


@dataclass(slots=True)
class Item:
    """A list item and the blocks that belong to it (`end` exclusive), nested items included."""

    piece: Piece
    label: Label
    end: int
    parent: Item | None = None
    stem: int | None = None
    group: int = 0
    children: list[Item] = field(default_factory=list)

    @property
    def start(self) -> int:
        return self.piece.index

    @property
    def extra(self) -> int:
        """How many blocks continue the item that are no items of their own."""
        return self.end - self.start - 1 - sum(c.end - c.start for c in self.children)


class _Body:
    """The blocks between two headings, on their way to items."""

    def __init__(self, body: Sequence[Piece], first_group: int, above: Label | None = None) -> None:
        self.body = body
        self.above = above
        self.items: list[Item] = []
        self.open: list[Item] = []
        self.group = first_group
        self.stem: int | None = None
        self.counted: dict[str, set[int]] = {}

    def run(self) -> list[Item]:
        last = 0
        for at, piece in enumerate(self.body):
            if piece.block.kind in ("note", "caption", "table"):
                continue
            label = self._label(at)
            if label:
                self._item(piece, label)
            else:
                self._paragraph(at)
            last = piece.index + 1
        self._close(0, last)
        return self.items

    def _label(self, at: int) -> Label | None:
        piece = self.body[at]
        label = piece.label
        if label is None or piece.block.kind == "item":
            return label
        if label.kind == "word" and label_role(label.word) == "caption":
            return None
        if label.style == "1" or _INITIAL.match(label.printed):
            return label if self._has_neighbour(label) else None
        return label

    def _has_neighbour(self, label: Label) -> bool:
        """Whether a weak label stands in a row of its like."""
        if not self.counted:
            for other in (p.label for p in self.body if p.label):
                self.counted.setdefault(other.style, set()).update(counts(other))
        near = self.counted.get(label.style, set())
        return any(value - 1 in near or value + 1 in near for value in counts(label))

    def _item(self, piece: Piece, label: Label) -> None:
        depth = self._depth(piece, label)
        closed = self.open[depth] if depth < len(self.open) else None
        self._close(depth, piece.index)
        parent = self.open[-1] if self.open else None
        item = Item(piece, label, piece.index + 1, parent)
        closed = closed or self._interrupted(label)
        if closed and closed.label.style == label.style:
            item.group, item.stem = closed.group, closed.stem
        else:
            self.group += 1
            item.group = self.group
            item.stem = self._stem(piece, parent)
        if parent:
            parent.children.append(item)
        self.items.append(item)
        self.open.append(item)

    def _interrupted(self, label: Label) -> Item | None:
        """The last item of a list that some text has closed, where a number goes on with it."""
        before = next((i for i in reversed(self.items) if i.parent is None), None)
        goes_on = before is not None and not self.open and label.kind == "number" and follows(before.label, label)
        return before if goes_on else None

    def _stem(self, piece: Piece, parent: Item | None) -> int | None:
        before = self.stem
        if parent is not None and (before is None or before <= parent.start):
            return parent.start
        return before

    def _depth(self, piece: Piece, label: Label) -> int:
        """How deep a new item nests: 0 for the outermost list, and for what goes on with the number of the heading above."""
        if self.above and label.kind == "number" and follows(self.above, label):
            return 0
        for depth in reversed(range(len(self.open))):
            other = self.open[depth]
            if _same_level(other.piece, piece) and (
                follows(other.label, label) or (label.kind == "bullet" and other.label.style == label.style)
            ):
                return depth
        for depth in range(len(self.open)):
            other = self.open[depth]
            if other.label.style == label.style and not (is_first(label) and _deeper(other.piece, piece)):
                return depth
        if label.kind == "word" and not any(o.label.kind == "word" for o in self.open):
            return 0
        if piece.block.level is not None:
            return sum(
                1 for o in self.open if (o.piece.block.level or 0) < piece.block.level or _nests(o, label, piece)
            )
        return len(self.open)

    def _close(self, depth: int, at: int) -> None:
        for item in self.open[depth:]:
            item.end = at
        del self.open[depth:]

    def _paragraph(self, at: int) -> None:
        piece = self.body[at]
        keep = 0 if _REPLY.search(piece.text[-200:]) else self._owner(at)
        self._close(keep, piece.index)
        for item in self.open:
            item.end = piece.index + 1
        self.stem = piece.index

    def _owner(self, at: int) -> int:
        """How many of the open items a paragraph belongs to."""
        piece = self.body[at]
        if not self.open:
            return 0
        before = self.body[at - 1]
        if not before.text.strip() or (re.match(r"[a-zà-ö]", piece.text) and not before.closed):
            return len(self.open)
        for depth in reversed(range(len(self.open))):
            if self._resumes(depth, at):
                return depth + 1
        return 1 if self._usual(self.open[0], at) else 0

    def _resumes(self, depth: int, at: int) -> bool:
        """Whether a later item of this body is the next one of an open item's list."""
        label = self.open[depth].label
        if label.kind == "bullet":
            return self._bullet_resumes(self.open[depth], at)
        for piece in self.body[at + 1 : at + 1 + _REACH]:
            if piece.label and follows(label, piece.label):
                return True
            if piece.label and piece.label.style == label.style and is_first(piece.label):
                return False
        return False

    def _bullet_resumes(self, item: Item, at: int) -> bool:
        if self.body[at].is_stem:
            return False
        for piece in self.body[at + 1 : at + 1 + _BULLET_REACH]:
            if piece.label:
                return piece.label.style == item.label.style and _same_level(piece, item.piece)
            if piece.is_stem:
                return False
        return False

    def _usual(self, item: Item, at: int) -> bool:
        """Whether items of this list are usually continued by paragraphs, so that its last one may be too."""
        if item.label.kind == "word" or _is_like_heading(item.piece):
            return True
        siblings = [i for i in self.items if i.group == item.group and i is not item]
        most = max((i.extra for i in siblings), default=0)
        mine = sum(1 for p in self.body[:at] if p.index > item.start and not p.label)
        often = sum(i.extra > 0 for i in siblings) * 2 > len(siblings)
        return (not siblings and item.piece.words <= 3) or (often and mine < most)


def _is_like_heading(piece: Piece) -> bool:
    """Whether an item is a numbered line in one type throughout, which sets it off from the text below it."""
    number = piece.label is not None and piece.label.kind == "number"
    return number and max(piece.block.styled("bold"), piece.block.styled("italic")) > 0.9 and piece.words <= 60


def _same_level(one: Piece, two: Piece) -> bool:
    return one.block.level is None or two.block.level is None or one.block.level == two.block.level


def _deeper(outer: Piece, inner: Piece) -> bool:
    return (inner.block.level or 0) > (outer.block.level or 0)


def _nests(open_item: Item, label: Label, piece: Piece) -> bool:
    """Whether an open item of the same printed depth holds a new list of another style: bullets below a number, letters
    below digits."""
    if (open_item.piece.block.level or 0) != piece.block.level:
        return False
    if open_item.label.kind != "bullet" and label.kind == "bullet":
        return True
    return open_item.label.kind == "word" or (
        label.kind == "number" and is_first(label) and open_item.label.kind == "number"
    )


def find(pieces: Sequence[Piece], breaks: frozenset[int]) -> list[Item]:
    """All list items of a document; `breaks` are the blocks that no list runs over: headings and front matter."""
    items: list[Item] = []
    for body in _bodies(pieces, breaks):
        at = body[0].index - 1
        worker = _Body(body, items[-1].group if items else 0, pieces[at].label if at >= 0 else None)
        items.extend(worker.run())
    return items


def _bodies(pieces: Sequence[Piece], breaks: frozenset[int]) -> Iterator[list[Piece]]:
    body: list[Piece] = []
    for piece in pieces:
        if piece.index in breaks:
            if body:
                yield body
            body = []
        else:
            body.append(piece)
    if body:
        yield body


def styled_title(piece: Piece) -> Span | None:
    """A run-in title set in bold, italic or another type than the text behind it; offsets into the piece's text."""
    runs = sorted(
        (max(0, e.start - piece.offset), e.end - piece.offset)
        for e in piece.block.emphasis
        if e.style in ("bold", "italic", "underline")
    )
    end = 0
    for start, stop in runs:
        if start <= end + 1 and stop > end and not piece.text[end:start].strip():
            end = stop
    if end <= 0 or end >= len(piece.text.rstrip()):
        return None
    mark = re.match(r"\s*[.:!?—–]", piece.text[end:])
    if mark and not re.search(r"[.:!?]\s*$", piece.text[:end]):
        end += mark.end()
    title = piece.text[:end].rstrip()
    return Span(0, len(title)) if re.search(r"[.:!?—–][”\"’')\]]*$", title) and re.search(r"\w", title) else None


def _begins_anew(text: str, at: int) -> bool:
    """Whether a stop is no colon inside a title ("Fares first: buses, trains: Ports should …")."""
    return text[at - 1] != ":" or not re.match(r"\s+[a-z]", text[at:])


def plain_title(piece: Piece, typed: bool = False) -> Span | None:
    """A short first phrase before a full stop or colon, with text behind it: a run-in title that plain text cannot set off.

    A phrase without a finite verb, or a sentence in the imperative, which may be longer.

    Args:
        piece: the first block of an item.
        typed: the report sets titles in bold elsewhere, so that a first sentence without it is none.
    """
    stops = (
        m.end() for m in _SENTENCE_END.finditer(piece.text[:300]) if not _ABBREVIATED.search(piece.text[: m.end()])
    )
    end = next((s for s in stops if _begins_anew(piece.text, s)), len(piece.text))
    title = piece.text[:end]
    if typed and not title.endswith(":"):
        return None
    longest = _ORDER_WORDS if imperative(title) == 1 else _TITLE_WORDS
    if len(piece.text[end:].split()) < 4 or len(title.split()) > longest or _FINITE.search(title):
        return None
    return Span(0, len(title))
