"""Recommendations that say what they are: `Recommendation 7: …` as a heading, an item or a paragraph, or `(Recommendation 7)`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, takewhile

from pipeline.document import Span
from pipeline.labels import Label
from pipeline.outline.grammar import advises, directs
from pipeline.outline.items import Item
from pipeline.outline.rows import from_heading, from_item
from pipeline.outline.scene import Scene
from pipeline.outline.words import label_role
from pipeline.structure import Recommendation


def headings(scene: Scene, taken: frozenset[int]) -> Iterator[Recommendation]:
    """`Recommendation 7: Do this.` as a heading, with what stands below it."""
    for i, head in enumerate(scene.heads):
        if not head.label or not _says_so(scene, head.label, head.piece.index):
            continue
        inner = takewhile(lambda h, end=scene.ends[i]: h.piece.index < end, islice(scene.heads, i + 1, None))  # type: ignore[misc]
        if any(h.label and label_role(h.label.word) == "advice" for h in inner):
            continue
        if scene.text(head.piece.index, scene.ends[i]):
            yield from_heading(scene, i, _running_end(scene, i))


def _running_end(scene: Scene, section: int) -> int:
    """Where a recommendation below a bare label ends: where the numbers of the report's own paragraphs run on through it
    ("4.12"), it is the first of them."""
    head, end = scene.heads[section].piece, scene.ends[section]
    first = next((i for i in scene.items if i.start == head.index + 1), None)
    running = first is not None and first.label.kind == "number" and "." in first.label.number.strip(".")
    return first.end if first and running and not head.text.strip() else end


def items(scene: Scene, taken: frozenset[int]) -> Iterator[Recommendation]:
    """`Recommendation 7: Do this.` as a paragraph or item, with what belongs to it."""
    found = [i for i in scene.items if i.start not in taken and _says_so(scene, i.label, i.start)]
    found = [i for i in found if len(scene.text(i.start, _end(scene, i)).split()) >= 2]
    sure = [i for i in found if i.label.word.lower().startswith("rec")]
    if not sure and sum(advises(scene.own(i)) for i in found) < 0.4 * len(found):
        return  # "Action 3" may as well be one of minutes, and "R1" a road
    yield from (from_item(scene, item, "labelled", end=_end(scene, item)) for item in found)


def _says_so(scene: Scene, label: Label, block: int) -> bool:
    """Whether a label is one of advice: always "Recommendation", and "Priority" where advice is announced."""
    role = label_role(label.word) if label.kind == "word" else None
    stance = scene.region(block).stance
    if role == "hint":
        return stance in ("advice", "mixed") and bool(label.number)
    return role == "advice" and stance != "apart" and not (label.word == "Action" and scene.doc_type == "minutes")


def _end(scene: Scene, item: Item) -> int:
    """Where a labelled item ends. Among recommendations all paragraphs up to the next one belong to it; in running text only
    what cannot stand without it: the text behind a bare label, and the list behind a colon."""
    if item.piece.block.kind == "item" or scene.region(item.start).stance in ("advice", "mixed"):
        return item.end
    end = item.start + 1
    if not item.piece.text.strip() and end < item.end:
        end += 1
    while end < item.end and _is_open(scene, end):
        end += 1
    return end


def _is_open(scene: Scene, at: int) -> bool:
    """Whether a block goes on with the one before it, is governed by it, or is the next item of its list."""
    before, here = scene.pieces[at - 1], scene.pieces[at]
    if here.label:
        return before.is_stem or bool(before.label and before.label.kind != "word" and _in_list(scene, at))
    return bool(re.match(r"[a-zà-ö]", here.text)) or not before.closed


def _in_list(scene: Scene, at: int) -> bool:
    """Whether a block is an item of the list that the block before it belongs to, behind a colon."""
    item = next((i for i in scene.items if i.start == at), None)
    return item is not None and item.stem is not None and scene.pieces[item.stem].is_stem


def ends(scene: Scene, taken: frozenset[int]) -> Iterator[Recommendation]:
    """A paragraph that ends with `(Recommendation 3)`."""
    for piece in scene.pieces:
        if piece.ending and label_role(piece.ending.word) == "advice" and directs(piece.text):
            first = piece.index
            while first - 1 not in taken and _runs_into(scene, first):
                first -= 1
            yield Recommendation(
                kind="labelled",
                span=Span(scene.pieces[first].start, piece.end),
                number=piece.ending.number,
                label=piece.ending.printed,
                section=scene.section_of[piece.index],
                blocks=(first, piece.index + 1),
            )


def _runs_into(scene: Scene, at: int) -> bool:
    """Whether a block is the rest of the one before it."""
    before, here = scene.pieces[at - 1] if at else None, scene.pieces[at]
    if before is None or before.index in scene.breaks or before.block.kind == "table" or before.ending:
        return False
    return not before.closed or bool(re.match(r"[a-z]", here.text))
