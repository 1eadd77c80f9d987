"""The provisions of a memorandum or a resolution: what its sections, clauses and their lettered items order or ask for, each on
its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from pipeline.outline.grammar import advises, calls, calls_within, directs, enacts
from pipeline.outline.items import Item
from pipeline.outline.parts import Piece
from pipeline.outline.rows import from_heading, from_item, from_paragraphs
from pipeline.outline.scene import Scene
from pipeline.outline.stems import SENTENCE
from pipeline.structure import Recommendation

_BREAKS_OFF = re.compile(
    r"\b(?:shall|must|should|will|may|to|(?:is|are) (?:required|directed|asked|requested) to)\s*[:–—-]+$"
)
# Sentences about the text itself say how to read it, not what to do.
_OF_ITSELF = re.compile(
    r"(?:nothing in )?(?:this|the present) (?:memorandum|memo|order|directive|policy|section|guidance|recommendation|resolution|"
    r"declaration)\b",
    re.I,
)
_RESOLVED = re.compile(
    r"(?:(?:now|and|therefore|now,? therefore),?\s+)*be it (?:(?:further|finally|also|hereby) )?resolved\b[^A-Za-z]*",
    re.I,
)
_FEWEST, _MOST_OF = 3, 0.6


def is_resolution(items: Sequence[Item]) -> bool:
    """Whether the text is a body's resolution: a numbered list nearly all of whose items are clauses ("Welcomes …;", "Urges …;"),
    and some of them call on somebody."""
    outer = [i for i in items if i.parent is None and i.label.kind == "number"]
    for _, members in groupby(outer, key=lambda i: i.group):
        texts = [i.piece.text.rstrip() for i in members]
        clauses = sum(map(enacts, texts)) if any(map(calls, texts)) else 0
        open_ended = sum(t.endswith((";", ":", ",", "and")) for t in texts[:-1])
        if len(texts) >= _FEWEST and clauses >= _MOST_OF * len(texts) and 2 * open_ended > len(texts) - 1:
            return True
    return False


def provisions(scene: Scene, taken: frozenset[int]) -> Iterator[Recommendation]:
    """The items of a memorandum or a resolution that order or ask for something, nested ones apart from those that hold them, and
    sections without items that do."""
    if not (scene.orders or scene.resolves):
        return
    free = [i for i in scene.items if i.start not in taken and scene.region(i.start).stance not in ("counter", "apart")]
    units = [from_item(scene, i, "numbered", end=_own_end(i)) for i in free if i.label.number and _commands(scene, i)]
    units += [from_heading(scene, i) for i in _plain_sections(scene, taken)]
    yield from sorted(units, key=lambda u: u.span.start)


def resolved(scene: Scene, taken: frozenset[int]) -> Iterator[Recommendation]:
    """Paragraphs of a resolution without numbers: "BE IT RESOLVED, that the Council urges …"."""
    for piece in scene.pieces:
        opening = _RESOLVED.match(piece.block.text)
        if opening and piece.block.kind in ("paragraph", "item") and calls_within(piece.block.text[opening.end() :]):
            yield from_paragraphs(scene, piece.index, piece.index + 1)


def _own_end(item: Item) -> int:
    """Where an item's own text ends: at the first item nested in it."""
    return item.children[0].start if item.children else item.end


def _own(scene: Scene, item: Item) -> str:
    return scene.text(item.start, _own_end(item))


def _commands(scene: Scene, item: Item) -> bool:
    """Whether an item orders something: in a sentence of its own, or by finishing the one above its list."""
    own = _own(scene, item)
    if _breaks_off(own) or _OF_ITSELF.match(own):
        return False
    if scene.resolves and enacts(own):
        return calls_within(own)
    stem = scene.pieces[item.stem] if item.stem is not None and item.stem < item.start else None
    return advises(own) or (stem is not None and (_breaks_off(stem.text) or _asks(stem)))


def _asks(stem: Piece) -> bool:
    """Whether a whole sentence asks for what its items name: "Ports are encouraged to consider the following:"."""
    return stem.is_stem and directs(SENTENCE.split(stem.text)[-1])


def _breaks_off(text: str) -> bool:
    """Whether a text only begins what its items finish: "The Board shall:", "Urges all ports:"."""
    unfinished = text.rstrip().endswith(":") and calls(text) and "following" not in text
    return bool(_BREAKS_OFF.search(text)) or unfinished


def _plain_sections(scene: Scene, taken: frozenset[int]) -> Iterator[int]:
    """Sections with a number and a word of their own ("Sec. 2") whose text orders something and holds no items."""
    for i, head in enumerate(scene.heads):
        blocks = range(head.piece.index, scene.ends[i])
        alone = head.label is not None and head.label.kind == "word" and not head.children
        listed = any(item.start in blocks for item in scene.items)
        if alone and not listed and not taken.intersection(blocks) and advises(scene.text(blocks[0] + 1, blocks.stop)):
            yield i
