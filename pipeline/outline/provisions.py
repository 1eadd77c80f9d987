"""The provisions of a memorandum: what its sections and their lettered items order, each on its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.outline.grammar import advises
from pipeline.outline.items import Item
from pipeline.outline.rows import from_heading, from_item
from pipeline.outline.scene import Scene
from pipeline.structure import Recommendation

_BREAKS_OFF = re.compile(
    r"\b(?:shall|must|should|will|may|to|(?:is|are) (?:required|directed|asked|requested) to)\s*[:–—-]+$"
)

# Sentences about the memorandum itself say how to read it, not what to do.
_OF_ITSELF = re.compile(
    r"(?:nothing in )?(?:this|the present) (?:memorandum|memo|order|directive|policy|section|guidance)\b", re.I
)


def provisions(scene: Scene, taken: frozenset[int]) -> Iterator[Recommendation]:
    """The items of a memorandum that order something, nested ones apart from those that hold them, and its sections without
    items that do."""
    if not scene.orders:
        return
    free = [i for i in scene.items if i.start not in taken and scene.region(i.start).stance not in ("counter", "apart")]
    units = [from_item(scene, i, "numbered", end=_own_end(i)) for i in free if i.label.number and _commands(scene, i)]
    units += [from_heading(scene, i) for i in _plain_sections(scene, taken)]
    yield from sorted(units, key=lambda u: u.span.start)


def _own_end(item: Item) -> int:
    """Where an item's own text ends: at the first item nested in it."""
    return item.children[0].start if item.children else item.end


def _own(scene: Scene, item: Item) -> str:
    return scene.text(item.start, _own_end(item))


def _commands(scene: Scene, item: Item) -> bool:
    """Whether an item orders something: in a sentence of its own, or by finishing the one above its list."""
    own = _own(scene, item)
    if _BREAKS_OFF.search(own) or _OF_ITSELF.match(own):
        return False
    stem = scene.pieces[item.stem].text if item.stem is not None and item.stem < item.start else ""
    return advises(own) or bool(_BREAKS_OFF.search(stem))


def _plain_sections(scene: Scene, taken: frozenset[int]) -> Iterator[int]:
    """Sections with a number and a word of their own ("Sec. 2") whose text orders something and holds no items."""
    for i, head in enumerate(scene.heads):
        blocks = range(head.piece.index, scene.ends[i])
        alone = head.label is not None and head.label.kind == "word" and not head.children
        listed = any(item.start in blocks for item in scene.items)
        if alone and not listed and not taken.intersection(blocks) and advises(scene.text(blocks[0] + 1, blocks.stop)):
            yield i
