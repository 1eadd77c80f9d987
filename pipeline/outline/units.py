"""Which passages a report sets apart as recommendations.

Position (under a heading that announces advice, behind a stem that does), label ("Recommendation 7:"), typography (headings,
bold passages) and the grammar of the items decide together; numbering alone does not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from pipeline.outline import labelled, lists, setapart
from pipeline.outline.provisions import provisions, resolved
from pipeline.outline.scene import Scene
from pipeline.structure import Recommendation

Rule = Callable[[Scene, frozenset[int]], Iterator[Recommendation]]

# The surest first: a block that one rule takes is no other's.
_RULES: tuple[Rule, ...] = (
    labelled.headings,
    labelled.items,
    labelled.ends,
    provisions,
    resolved,
    setapart.announced_headings,
    lists.announced,
    setapart.run_in_titles,
    setapart.table_rows,
    setapart.by_type,
    setapart.prose,
)
# Weaker signs count only in a report where no passage has a strong one.
_WEAK_RULES: tuple[Rule, ...] = (
    setapart.plain_headings,
    lists.plain,
    setapart.plain_titles,
    setapart.numbered_paragraphs,
)

_GONE = re.compile(
    r"^[\[(]?(?:(?:this |the )?recommendation (?:has been |was |is )?)?"
    r"(?:deleted|withdrawn|removed|not used|reserved|vacant|superseded|omitted)[\])]?\.?\s*$",
    re.I,
)


def choose(scene: Scene) -> list[Recommendation]:
    """The recommendations of a document in reading order, repeats not yet marked. The provisions of laws and standards,
    numbered and commanding as they are, are none."""
    if scene.doc_type in ("law", "standard"):
        return []
    chosen = _by(_RULES, scene) or _by(_WEAK_RULES, scene)
    return sorted((u for u in chosen if not _is_gone(scene, u)), key=lambda u: u.span.start)


def _by(rules: Iterable[Rule], scene: Scene) -> list[Recommendation]:
    taken: set[int] = set()
    chosen: list[Recommendation] = []
    for rule in rules:
        for unit in rule(scene, frozenset(taken)):
            blocks = range(*unit.blocks)
            if unit.span and not taken.intersection(blocks):
                taken.update(blocks)
                chosen.append(unit)
    return chosen


def _is_gone(scene: Scene, unit: Recommendation) -> bool:
    """Whether a recommendation was deleted or withdrawn."""
    first = scene.pieces[unit.blocks[0]]
    return bool(_GONE.match(scene.text(*unit.blocks))) or first.block.styled("strike") > 0.5


def advice_blocks(scene: Scene, chosen: Iterable[Recommendation]) -> frozenset[int]:
    """Blocks inside a recommendation, and those below headings that announce recommendations."""
    inside = {b for r in chosen for b in range(*r.blocks)}
    under = {
        p.index
        for p in scene.pieces
        if scene.section_of[p.index] is not None and scene.region(p.index).stance in ("advice", "addressed")
    }
    return frozenset(inside | under)


def mark_repeats(chosen: Sequence[Recommendation], repeats: Sequence[int | None]) -> tuple[Recommendation, ...]:
    """The recommendations with what each repeats."""
    return tuple(replace(r, repeats=of) for r, of in zip(chosen, repeats, strict=True))
