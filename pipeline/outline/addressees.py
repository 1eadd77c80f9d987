"""Whom a list or an item is addressed to, where a label, a heading or a bold line above it says so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from pipeline.document import Span
from pipeline.outline.grammar import imperative
from pipeline.outline.headings import Head
from pipeline.outline.parties import HEADLINE, for_whom, is_party, party_in_heading
from pipeline.outline.scene import Scene
from pipeline.outline.words import heading_roles
from pipeline.structure import Recommendation

# A line that only names a party is no longer than this, in words.
_SHORT = 14


def find(scene: Scene, chosen: Sequence[Recommendation]) -> dict[int, Span]:
    """For each block inside a recommendation the words that name its addressee, a span of the document's text."""
    found: dict[int, Span] = {}
    by_start = {i.start: i.stem for i in scene.items}
    topics = _are_topics(scene)
    for unit in chosen:
        who = (
            _of_label(scene, unit)
            or _of_title(scene, unit)
            or _of_stem(scene, by_start.get(unit.blocks[0]))
            or _of_headings(scene, unit, topics)
        )
        if who:
            found.update(dict.fromkeys(range(*unit.blocks), who))
    return found


def stems(scene: Scene) -> Mapping[int, int]:
    """For each list item, and what continues it, the block that governs its list."""
    out: dict[int, int] = {}
    for item in scene.items:
        if item.stem is not None and item.stem != item.start and _governs(scene, item.stem):
            out[item.start] = item.stem
    return out


def _governs(scene: Scene, block: int) -> bool:
    text = scene.pieces[block].text.rstrip()
    return not re.search(r"[.!?][”\"’')\]]*$", text) or bool(re.search(r"\b(?:following|below)\b[^.]*\.$", text))


def _of_label(scene: Scene, unit: Recommendation) -> Span | None:
    piece = scene.pieces[unit.blocks[0]]
    if not piece.label or not piece.label.addressee:
        return None
    return piece.label.addressee.shifted(piece.start - piece.label.end if piece.offset else piece.label_start)


def _of_title(scene: Scene, unit: Recommendation) -> Span | None:
    """A run-in title that is nothing but a party: `The Port Board: Publish the tariff.`"""
    if unit.heading is None:
        return None
    piece = scene.pieces[unit.blocks[0]]
    text = piece.text[unit.heading.start - piece.start : unit.heading.end - piece.start]
    core = HEADLINE.sub("", text)
    return (
        Span(unit.heading.start, unit.heading.start + len(core))
        if is_party(core, alone=True) and not imperative(core)
        else None
    )


def _of_stem(scene: Scene, stem: int | None) -> Span | None:
    """A line above the list that does nothing but name a party: `For Congress:`"""
    if stem is None or scene.pieces[stem].words > _SHORT:
        return None
    piece = scene.pieces[stem]
    who = party_in_heading(piece.text)
    return who.shifted(piece.start) if who else None


def _of_headings(scene: Scene, unit: Recommendation, topics: bool) -> Span | None:
    head = scene.heads[unit.section] if unit.section is not None else None
    for each in _up(head):
        piece = each.piece
        if (who := party_in_heading(piece.text)) and not (topics and for_whom(piece.text)):
            return who.shifted(piece.start)
        if heading_roles(piece.text) & {"advice"}:
            return None
    return None


def _are_topics(scene: Scene) -> bool:
    """Whether headings like "Recommendations for X" name topics: where most X are no parties, the others are none either."""
    named = [h.piece.text for h in scene.heads if "advice" in heading_roles(h.piece.text) and for_whom(h.piece.text)]
    return sum(party_in_heading(t) is None for t in named) * 2 > len(named)


def _up(head: Head | None) -> Iterator[Head]:
    while head:
        yield head
        head = head.parent
