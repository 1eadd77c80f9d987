"""Lists and headings of one form: where most open with an imperative, those that might open with a noun do so too.

"Identify the forms", "Conduct tests", "Work with agencies": the company that *Work* keeps says what it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.document import Document
from pipeline.language.pieces import opening
from pipeline.structure import Outline

FEWEST = 2


def among_imperatives(document: Document, outline: Outline) -> frozenset[int]:
    """The list items and headings at least half of whose fellows open with a verb that can be nothing else.

    What stands right below such a heading is counted with it.
    """
    found: set[int] = set()
    for group in (*_lists(document), *_headings(document, outline)):
        sure = sum(opening(document.placed[i].block.text, advice=False) is not None for i in group)
        if sure >= FEWEST and sure * 2 >= len(group):
            found.update(group)
    below = (i + 1 for i in found if document.placed[i].block.kind == "heading")
    return frozenset(found.union(below))


def _lists(document: Document) -> Iterator[list[int]]:
    """Runs of items of one depth; deeper items between them don't end a run."""
    runs: dict[int, list[int]] = {}
    for i, placed in enumerate(document.placed):
        if placed.block.kind != "item":
            yield from runs.values()
            runs = {}
            continue
        depth = placed.block.level or 0
        for deeper in [d for d in runs if d > depth]:
            yield runs.pop(deeper)
        runs.setdefault(depth, []).append(i)
    yield from runs.values()


def _headings(document: Document, outline: Outline) -> Iterable[list[int]]:
    """Headings of one rank below one heading."""
    fellows: dict[tuple[int | None, int | None], list[int]] = {}
    for i, placed in enumerate(document.placed):
        at = outline.section_of[i] if i < len(outline.section_of) else None
        if placed.block.kind == "heading" and at is not None:
            section = outline.sections[at]
            fellows.setdefault((section.parent, section.level), []).append(i)
    return fellows.values()
