"""What is handed to the pipeline: each block's text cut where a sentence can't run on, with sentence starts set by rule.

A run-in heading, a table cell, a heading and an item are units of their own; inside, full stops decide, and the parser has
the last word only where a stop may belong to an abbreviation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline import labels
from pipeline.document import CELL_SEPARATOR, Document, Placed, Span
from pipeline.structure import Outline

if TYPE_CHECKING:
    from spacy.tokens import Doc

# Abbreviations after which a capital letter starts no sentence.
TITLES = frozenset(
    "Mr. Mrs. Ms. Dr. Prof. Hon. Rev. Gen. Lt. Col. Sgt. Capt. Adm. Sen. Rep. Gov. Pres. St. No. Nos. Art. Arts. "
    "Fig. Figs. Sec. Secs. Ch. Chap. Vol. pp. p. para. paras. v. vs. e.g. i.e. cf. viz. ca. approx. Ref. Eq. Reg. "
    "Dir. Ed. Eds. ed. eds. Supp. App. Annex. Jan. Feb. Mar. Apr. Jun. Jul. Aug. Sept. Sep. Oct. Nov. Dec.".split()
)
CLOSERS = frozenset("\"'”’)]»")
OPENERS = frozenset("\"'“‘([«•")
TERMINAL = ".!?…"
INITIAL = re.compile(r"^[A-Z]\.$")
# A title that holds a modal ("Cities Should Plan for Heat") is read like any heading; other front matter is no prose.
MODAL = re.compile(r"\b(?:should|must|shall|ought|needs? to|can|could|may(?! \d)|might|will|would)\b", re.I)
# A short title, a dash, and whole sentences.
_DASHED = re.compile(r"(?P<title>[A-Z][^.;:!?–—]{5,90}?)\s+[–—-]\s+(?=[A-Z“\"][^–—]{15,}[.!?])")
DOTTED = re.compile(r"^(?:[A-Za-z]\.){2,}$")


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stretch of one block's text; `start` is its offset in the document, `block` an index into Document.placed."""

    block: int
    start: int
    text: str


def chunks(document: Document, outline: Outline) -> Iterator[Chunk]:
    """The chunks of a document in text order; blocks that only say who, what and when are left out."""
    cuts = {r.heading.end for r in outline.recommendations if r.heading}
    for index, placed in enumerate(document.placed):
        if index in outline.front.blocks and not MODAL.search(placed.block.text):
            continue
        edges = sorted(c for c in cuts | _run_in(placed) if placed.body.start < c < placed.body.end)
        if placed.block.cells:
            edges = _cell_edges(placed.body, placed.block.cells)
        first = placed.body.start + _label_end(placed.block.text)
        edges = [e for e in edges if e > first]
        for start, end in zip([first, *edges], [*edges, placed.body.end], strict=True):
            piece = document.text[start:end]
            lead = len(piece) - len(piece.lstrip(" |–—-" if start in edges else " |"))
            text = piece[lead:].rstrip(" |")
            if text:
                yield Chunk(index, start + lead, text)


def _label_end(text: str) -> int:
    """A label with a word of its own ("Recommendation 7:") is no part of the sentence behind it."""
    found = labels.match(text)
    return found.end if found is not None and found.kind == "word" and found.end < len(text) else 0


def _run_in(placed: Placed) -> set[int]:
    """Where a title that a block begins with ends: a bold one, or an item's before a dash ("Keep records – The agency should …")."""
    for run in placed.block.emphasis:
        title = placed.block.text[run.start : run.end + 1].rstrip()
        if run.style == "bold" and run.start == 0 and title.endswith((":", ".", "?", "!")):
            return {placed.body.start + run.start + len(title)}
    dashed = _DASHED.match(placed.block.text) if placed.block.kind == "item" else None
    return {placed.body.start + dashed.end("title")} if dashed else set()


def _cell_edges(body: Span, cells: tuple[str, ...]) -> list[int]:
    edges, at = [], body.start
    for cell in cells[:-1]:
        at += len(cell) + len(CELL_SEPARATOR)
        edges.append(at)
    return edges


def set_sentence_starts(doc: Doc) -> None:
    """Decide for each token whether a sentence starts there; what stays undecided is left to the parser."""
    words = [t.text for t in doc]
    spaced = [bool(t.whitespace_) for t in doc]
    depth = 0
    for i, word in enumerate(words):
        if i:
            doc[i].is_sent_start = _starts(words, spaced, i) if depth <= 0 else False
        depth += (word in "([") - (word in ")]")


def _starts(words: list[str], spaced: list[bool], i: int) -> bool | None:
    """True: a sentence starts at token i; False: none does; None: undecided."""
    back = i - 1
    while back > 0 and words[back] in CLOSERS and not spaced[back - 1]:
        back -= 1
    last = words[back]
    if last[-1] not in TERMINAL or (words[i] in CLOSERS and not spaced[i - 1]):
        return False
    if not spaced[i - 1] and not words[i - 1].endswith(("”", '"')):
        return False
    first = words[i + 1] if words[i] in OPENERS and i + 1 < len(words) else words[i]
    if first[:1].islower() or first[:1] in ",;:)":
        return False
    if last in TITLES or INITIAL.match(last):
        return False
    if DOTTED.match(last):
        return None if first[:1].isupper() else False
    return not (last in {".", "…", "..."} and back > 0 and not spaced[back - 1] and _abbreviated(words[back - 1]))


def _abbreviated(word: str) -> bool:
    """Whether a full stop that is a token of its own belongs to the word before it ("No", "St", an initial)."""
    return word + "." in TITLES or bool(INITIAL.match(word + "."))
