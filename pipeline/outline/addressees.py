"""Whom a list or an item is addressed to, where a label, a heading or a bold line above it says so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from pipeline import lexicon
from pipeline.document import Span
from pipeline.outline.headings import Head
from pipeline.outline.names import is_organisation
from pipeline.outline.scene import Scene
from pipeline.outline.words import heading_roles
from pipeline.structure import Recommendation

_FOR = re.compile(
    r"\b(?:for|to)\s+(?:(?:action|consideration|attention)\s+by\s+)?(?P<who>(?:the\s+)?(?!example|action|executive|improv|further|future)[^.:;]{3,100}?)\s*[:.]?\s*$",
    re.I,
)
_SHOULD = re.compile(
    r"^(?:what\s+)?(?P<who>(?:the\s+)?[A-Z][^.:;]{2,80}?)\s+(?:should|must|can|needs?\s+to)(?:\s+do)?\s*[:?]?\s*$", re.I
)
_HEADLINE = re.compile(r"[\s:.–—-]+$")


def find(scene: Scene, chosen: Sequence[Recommendation]) -> dict[int, Span]:
    """For each block inside a recommendation the words that name its addressee, a span of the document's text."""
    found: dict[int, Span] = {}
    for unit in chosen:
        who = _of_label(scene, unit) or _of_title(scene, unit) or _of_headings(scene, unit)
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
    core = _HEADLINE.sub("", text)
    return Span(unit.heading.start, unit.heading.start + len(core)) if is_party(core) else None


def _of_headings(scene: Scene, unit: Recommendation) -> Span | None:
    head = scene.heads[unit.section] if unit.section is not None else None
    for each in _up(head):
        piece = each.piece
        if who := party_in_heading(piece.text):
            return who.shifted(piece.start)
        if heading_roles(piece.text) & {"advice"}:
            return None
    return None


def _up(head: Head | None) -> Iterator[Head]:
    while head:
        yield head
        head = head.parent


def party_in_heading(text: str) -> Span | None:
    """The party that a heading names: all of it ("Congress"), or behind `for` ("Recommendations for Congress")."""
    core = _HEADLINE.sub("", text)
    if is_party(core):
        return Span(0, len(core))
    for pattern in (_FOR, _SHOULD):
        m = pattern.search(text)
        if m and (is_party(m["who"]) or (heading_roles(text) & {"advice"} and pattern is _FOR and _is_group(m["who"]))):
            return Span(m.start("who"), m.end("who"))
    return None


def is_party(text: str) -> bool:
    """Whether a phrase names nothing but parties: known ones, organisations, or groups of people by a noun of the lexicon."""
    parts = re.split(r"\s*(?:,|;|/|\band\b|&)\s*", text.strip())
    return bool(text.strip()) and all(_is_one(p) for p in parts if p) and len(text.split()) <= 14


def _is_one(part: str) -> bool:
    known = lexicon.load().find(part)
    return bool(known) or is_organisation(re.sub(r"^the\s+", "", part, flags=re.I)) or _is_group(part)


def _is_group(text: str) -> bool:
    """Whether a phrase is headed by a noun of parties: `private sector service providers`."""
    words = re.findall(r"[\w’'-]+", re.split(r"\s+(?:of|in|on|for|with|who|that)\s+", text.strip())[0])
    if not words or len(words) > 6:
        return False
    last = words[-1].lower()
    nouns = lexicon.load()
    return any(
        nouns.sort(form) in ("body", "person", "group", "people", "state")
        for form in (last, last.removesuffix("s"), last.removesuffix("ies") + "y")
    )
