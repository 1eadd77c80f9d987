"""Which blocks are headings, and the tree they make. Levels come from printed numbers first, from typography second."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.document import Span
from pipeline.labels import Label, follows, is_first
from pipeline.outline.grammar import calls, directs, imperative, performs
from pipeline.outline.parties import party_in_heading
from pipeline.outline.parts import Piece
from pipeline.outline.words import heading_roles, label_role
from pipeline.structure import Section

# Lines that only their type sets off rank below all headings that the reader found; capitals above bold above italic.
_CAPITALS, _BOLD, _ITALIC, _PLAIN = 50.0, 51.0, 52.0, 53.0
_LONGEST_LINE = 150
_VERBAL = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|can|may|we|I|that|to)$|\b(?:is|are|was|were|has|have|had|will|we|I)\b"
)


@dataclass(slots=True)
class Head:
    """A heading on its way into the tree. `rank`: of its type size or mark, smaller is higher; None where nothing tells."""

    piece: Piece
    rank: float | None
    parent: Head | None = None
    level: int = 1
    children: list[Head] = field(default_factory=list)

    @property
    def label(self) -> Label | None:
        return self.piece.label if self.piece.label and self.piece.label.kind != "bullet" else None

    @property
    def divides(self) -> bool:
        """Whether it opens a part, a chapter or an annex of the whole report."""
        return bool(self.label and self.label.kind == "word" and label_role(self.label.word) in ("division", "back"))


def find(pieces: Sequence[Piece], leave_out: frozenset[int]) -> list[Head]:
    """The headings of a document, in order; `leave_out` are blocks of the front matter."""
    heads = []
    titled = _titled_items(pieces) | _above_lists(pieces)
    numbered = _above_numbers(pieces)
    for piece in pieces:
        if piece.index in leave_out or not (piece.text.strip() or piece.label):
            continue
        if piece.index in titled:
            heads.append(Head(piece, _PLAIN))
            continue
        if piece.index in numbered and piece.block.kind != "heading":
            heads.append(Head(piece, None))
            continue
        if piece.block.kind == "heading":
            if _is_heading(piece, pieces):
                heads.append(Head(piece, float(piece.block.level) if piece.block.level else None))
        elif (rank := _line_rank(piece, pieces)) is not None:
            heads.append(Head(piece, rank))
    return heads


def _is_heading(piece: Piece, pieces: Sequence[Piece]) -> bool:
    """Whether large type is a heading: not an item of a list, a whole sentence that advises, or half a sentence."""
    text = piece.text.strip()
    if piece.label:
        return piece.label.kind != "bullet"
    if re.match(r"[a-zà-ö]", text) or (piece.words > 12 and text.endswith((".", ";")) and directs(text)):
        return False
    after = pieces[piece.index + 1] if piece.index + 1 < len(pieces) else None
    cut = after is not None and after.block.kind != "heading" and re.match(r"[a-zà-ö]", after.text) and not after.label
    return piece.words <= 40 and not (cut and not piece.closed and not heading_roles(text))


def _line_rank(piece: Piece, pieces: Sequence[Piece]) -> float | None:
    """The rank of a paragraph that is set like a heading: short, in one style throughout, with running text below it."""
    block, text = piece.block, piece.text
    if _is_known(piece) or _names_party(piece, pieces):
        return _PLAIN
    if block.kind != "paragraph" or len(text) > _LONGEST_LINE:
        return None
    if piece.label and not (_divides(piece.label) or _numbers_heading(piece)):
        return None
    after = pieces[piece.index + 1] if piece.index + 1 < len(pieces) else None
    if after is None or after.block.kind in ("note", "caption") or text.rstrip().endswith((",", ";")):
        return None
    bold, italic = block.styled("bold") > 0.95, block.styled("italic") > 0.95
    capitals = text.isupper() and len(text) > 5
    if not (bold or italic) or re.match(r"[a-zà-ö]", text) or not re.search(r"[^\W\d_]{3}", text):
        return None
    if sum(c.isdigit() for c in text) > 0.25 * len(text):
        return None
    if text.rstrip().endswith(".") and (not bold or piece.words > 15):
        return None
    if not bold and not capitals and (piece.words > 12 or text.rstrip().endswith(":")):
        return None
    return _CAPITALS if capitals else _BOLD if bold else _ITALIC


def _is_known(piece: Piece) -> bool:
    """Whether a short line without any type of its own reads as a heading by its words ("Recommendations", "Agency Comments")."""
    text = piece.text.strip()
    if piece.block.kind != "paragraph" or piece.label or piece.words > 10 or not re.fullmatch(r"[A-Z].*[A-Za-z]", text):
        return False
    long_words = [w for w in re.findall(r"[^\W\d_]+", text) if len(w) > 3]
    return bool(heading_roles(text)) and all(w[0].isupper() for w in long_words)


def _names_party(piece: Piece, pieces: Sequence[Piece]) -> bool:
    """Whether a line without any type of its own does nothing but name the party that the list right below it is for."""
    text = piece.text.strip()
    if piece.block.kind != "paragraph" or piece.label or piece.words > 10 or not re.fullmatch(r"[A-Z].*[a-z)]", text):
        return False
    after = pieces[piece.index + 1] if piece.index + 1 < len(pieces) else None
    return after is not None and after.label is not None and party_in_heading(text) is not None


def _titled_items(pieces: Sequence[Piece]) -> frozenset[int]:
    """Numbered lines that are titles of what stands below them, not advice, and not alone: with running text below ("1. Fair
    Access Agreements") or with items of a list of their own ("a. Employment:")."""
    found = [p for p, after in pairwise(pieces) if _is_titled(p, after) or _heads_list(p, after)]
    styles = Counter(p.label.style for p in found if p.label)
    return frozenset(p.index for p in found if p.label and styles[p.label.style] > 1)


def _above_lists(pieces: Sequence[Piece]) -> frozenset[int]:
    """Lines of plain text, two at least, that are no sentence and have a numbered list that begins anew right below them."""
    found = [
        p.index
        for before, p, after in zip([None, *pieces], pieces, pieces[1:], strict=False)
        if p.block.kind == "paragraph"
        and _is_bare_line(p)
        and (before is None or before.closed or before.label is None)
        and after.label is not None
        and after.label.kind == "number"
        and is_first(after.label)
        and after.words > 2
    ]
    return frozenset(found if len(found) > 1 else ())


def _above_numbers(pieces: Sequence[Piece]) -> frozenset[int]:
    """Short numbered lines whose number the paragraphs below them go on with: "8. Advice", "8.1 The port …"."""
    found = set()
    for at, piece in enumerate(pieces):
        label = piece.label
        if label is None or label.kind != "number" or label.stands_alone or piece.words > 12 or piece.closed:
            continue
        below = [p.label.number.strip(".") for p in pieces[at + 1 : at + 4] if p.label and p.label.kind == "number"]
        if piece.text.strip() and any(n.startswith(f"{label.number.strip('.')}.") for n in below):
            found.add(piece.index)
    return frozenset(found)


def _is_bare_line(piece: Piece) -> bool:
    text = piece.text.strip()
    if piece.label or piece.words > 8 or not re.fullmatch(r"[A-Z][^.:;,!?]*[\w)]", text):
        return False
    return not (_VERBAL.search(text) or directs(text) or performs(text))


def _is_titled(piece: Piece, after: Piece) -> bool:
    """Whether a numbered line is no sentence, no order, has capitals on all longer words, and running text below."""
    label, text = piece.label, piece.text.strip()
    if piece.block.kind not in ("item", "paragraph") or label is None or label.kind != "number" or piece.closed:
        return False
    words = [w for w in re.findall(r"[^\W\d_]+", text) if len(w) > 3]
    if len(words) < 2 or piece.words > 16 or text.endswith((",", ";")) or not all(w[0].isupper() for w in words):
        return False
    return after.block.kind == "paragraph" and not after.label and after.words > piece.words and imperative(text) < 1


def _heads_list(piece: Piece, after: Piece) -> bool:
    """Whether a numbered line is a few words without a verb, and a list of another style that advises begins right below."""
    label, text = piece.label, piece.text.strip()
    if piece.block.kind not in ("item", "paragraph") or label is None or label.kind != "number" or piece.words > 6:
        return False
    if not re.fullmatch(r"[A-Z][^.:;?!]*:?", text) or imperative(text) == 1 or directs(text) or calls(text):
        return False
    below = after.label is not None and after.label.style != label.style and is_first(after.label)
    return below and after.words > 2 and imperative(after.text) > 0


def _divides(label: Label) -> bool:
    return label.kind == "word" and label_role(label.word) in ("division", "back", "article", "finding")


def _numbers_heading(piece: Piece) -> bool:
    """Whether a line with a letter or a Roman numeral in front reads as a heading ("II. Ships"), not as an item of a list."""
    letter = piece.label is not None and piece.label.kind == "number" and piece.label.printed[:1].isupper()
    return letter and piece.words <= 15 and not piece.closed


def tree(heads: Sequence[Head], pieces: Sequence[Piece]) -> list[Head]:
    """Give every heading its parent and its level, counted from 1."""
    titles = Counter(h.piece.text.lower() for h in heads)
    announced = _announced(heads, pieces)
    has_ranks = len({h.rank for h in heads if h.rank is not None}) > 1
    open_heads: list[Head] = []
    previous: Head | None = None
    for head in heads:
        adjacent = previous is not None and head.piece.index == previous.piece.index + 1
        if head.label:
            parent = _labelled(head, open_heads, adjacent)
        elif has_ranks:
            parent = _plain(head, open_heads)
        else:
            parent = (
                announced.get(head.piece.index)
                or _numbered_below(head, open_heads, pieces)
                or _unranked(head, open_heads, titles)
            )
        head.parent = parent
        head.level = parent.level + 1 if parent else 1
        if parent:
            parent.children.append(head)
        open_heads = [*_line(parent), head]
        previous = head
    return list(heads)


def _announced(heads: Sequence[Head], pieces: Sequence[Piece]) -> dict[int, Head]:
    """By block, the heading above those right behind one that announces advice and has no text of its own, as long as each has
    a numbered list right below it: "Conclusions and recommendations", "Ships", "1. …"."""
    found: dict[int, Head] = {}
    holder: Head | None = None
    for previous, head in pairwise(heads):
        at = head.piece.index
        if at == previous.piece.index + 1 and "advice" in heading_roles(previous.piece.text):
            holder = previous
        listed = at + 1 < len(pieces) and pieces[at + 1].label is not None
        if holder and (head.label or heading_roles(head.piece.text) or not listed):
            holder = None
        if holder:
            found[at] = holder
    return found


def _line(head: Head | None) -> list[Head]:
    """A heading and all above it, outermost first."""
    return [*_line(head.parent), head] if head else []


def _labelled(head: Head, above: list[Head], adjacent: bool) -> Head | None:
    """The parent of a heading with a printed label."""
    label = head.label
    assert label is not None
    sibling = _sibling(head, above)
    if sibling:
        return sibling.parent
    if head.divides:
        return next((h for h in reversed(above) if h.divides and h.label and _broader(h.label, label)), None)
    if "." in label.number and label.kind == "number":
        prefix = label.number.rpartition(".")[0]
        owner = next((h for h in reversed(above) if h.label and _bare_number(h.label) == prefix), None)
        if owner:
            return owner
    if head.rank is None and _advises(head):
        return next((h for h in reversed(above) if not _advises(h)), None)
    restart = next((h for h in reversed(above) if h.label and h.label.style == label.style), None)
    if restart and not (is_first(label) and (adjacent or _deeper(head, restart))):
        return restart.parent
    return _above_rank(head, above)


def _advises(head: Head) -> bool:
    return bool(head.label and head.label.kind == "word" and label_role(head.label.word) == "advice")


def _sibling(head: Head, above: list[Head]) -> Head | None:
    """The open heading whose number comes just before this one's: the one of the same rank, else the innermost."""
    label = head.label
    found = [h for h in reversed(above) if label and h.label and follows(h.label, label)]
    return next((h for h in found if h.rank == head.rank), found[0] if found else None)


def _deeper(head: Head, other: Head) -> bool:
    return head.rank is not None and other.rank is not None and head.rank > other.rank


def _broader(upper: Label, lower: Label) -> bool:
    """Whether a division of one kind holds those of another: parts hold chapters, chapters hold sections."""
    order = ["volume", "title", "part", "module", "unit", "chapter", "section"]
    one, two = upper.word.lower(), lower.word.lower()
    return one in order and two in order and order.index(one) < order.index(two)


def _bare_number(label: Label) -> str:
    return label.number.strip(".")


def _above_rank(head: Head, above: list[Head]) -> Head | None:
    """The innermost open heading, those without a label closed that do not outrank this one."""
    if head.rank is None:
        return next((h for h in reversed(above) if h.label), None)
    return next((h for h in reversed(above) if h.label or h.rank is None or h.rank < head.rank), None)


def _plain(head: Head, above: list[Head]) -> Head | None:
    """The parent of a heading without a label: the innermost one that outranks it."""
    if _ends_body(head):
        return None
    return next((h for h in reversed(above) if h.rank is None or head.rank is None or h.rank < head.rank), None)


def _numbered_below(head: Head, above: list[Head], pieces: Sequence[Piece]) -> Head | None:
    """The open heading whose number the paragraph right below a heading goes on with: "8. Advice", "General", "8.1 The port …"."""
    at = head.piece.index + 1
    label = pieces[at].label if at < len(pieces) else None
    if label is None or label.kind != "number" or "." not in label.number.strip("."):
        return None
    prefix = label.number.strip(".").rpartition(".")[0]
    return next((h for h in reversed(above) if h.label and _bare_number(h.label) == prefix), None)


def _unranked(head: Head, above: list[Head], titles: Counter[str]) -> Head | None:
    """The parent of a heading of plain text, where nothing tells its rank: titles that come again ("Recommendations") stand
    below others, all others stand alone."""
    if titles[head.piece.text.lower()] < 2 or _ends_body(head):
        return None
    return next((h for h in reversed(above) if titles[h.piece.text.lower()] < 2), None)


def _ends_body(head: Head) -> bool:
    return "back" in heading_roles(head.piece.text) and (head.rank is None or head.rank <= 2)


def sections(heads: Sequence[Head]) -> tuple[Section, ...]:
    """The rows of the tree. A heading that is nothing but its label has the label as its title."""
    place = {id(h): i for i, h in enumerate(heads)}
    return tuple(
        Section(
            span=_span(h.piece),
            title=h.piece.text.strip() or h.piece.printed.strip(),
            number=_number(h) if h.piece.text.strip() else None,
            level=h.level,
            parent=place[id(h.parent)] if h.parent else None,
            block=h.piece.index,
        )
        for h in heads
    )


def _span(piece: Piece) -> Span:
    return Span(piece.label_start, piece.end)


def _number(head: Head) -> str | None:
    """The printed label without brackets or trailing sign: `II`, `A`, `Part 1`."""
    if not head.label:
        return None
    return re.sub(r"^[(\[]+|[\s.:)\]–—-]+$", "", head.label.printed)


def section_of(pieces: Sequence[Piece], heads: Sequence[Head]) -> tuple[int | None, ...]:
    """For each block the index of the heading it stands under; of notes and captions, which stand apart, None."""
    return tuple(_running(pieces, heads))


def _running(pieces: Sequence[Piece], heads: Sequence[Head]) -> Iterator[int | None]:
    own = {h.piece.index: i for i, h in enumerate(heads)}
    current: int | None = None
    for piece in pieces:
        current = own.get(piece.index, current)
        yield None if piece.block.kind in ("note", "caption") else current


def path(head: Head | None) -> list[str]:
    """The bare printed numbers of a heading and those above it; parts, chapters and sections are no link.

    A compound number holds those above it already and begins the path anew.
    """
    links: list[str] = []
    for h in _line(head):
        if not h.label or not h.label.number or h.label.kind == "word":
            continue
        links = [h.label.number] if h.label.stands_alone else [*links, h.label.number]
    return links
