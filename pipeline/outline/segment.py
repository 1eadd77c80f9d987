"""The structure of one document, in the order in which its parts depend on each other."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.document import Document
from pipeline.outline import (
    addressees,
    correspondence,
    doctype,
    front,
    headings,
    items,
    provisions,
    regions,
    repeats,
    stems,
    units,
)
from pipeline.outline import scene as scenes
from pipeline.outline.parts import Piece
from pipeline.outline.parts import pieces as make_pieces
from pipeline.sidecar import Sidecar
from pipeline.structure import FrontMatter, Outline, Recommendation

_SAMPLE = 20_000
_ENOUGH_WORDS = 12


def segment(document: Document, sidecar: Sidecar | None = None) -> Outline:
    """Sections, set-apart recommendations and front matter of a document.

    Args:
        document: as `join` lays it out.
        sidecar: what the person who added the report says of it; it wins over all that the text says.
    """
    pieces = make_pieces(document)
    matter = front.find(document, pieces, sidecar)
    scene = _scene(pieces, matter)
    chosen = units.choose(scene)
    texts = [document.slice(r.span) for r in chosen]
    recommendations = units.mark_repeats(chosen, repeats.find(chosen, texts, scene.regions, len(document.text)))
    return Outline(
        front=replace(matter, doc_type=scene.doc_type, language=language(document.text, sidecar)),
        sections=headings.sections(scene.heads),
        recommendations=recommendations,
        section_of=tuple(scene.section_of),
        recommendation_of=_recommendation_of(len(pieces), recommendations),
        stem_of=addressees.stems(scene),
        addressee_of=addressees.find(scene, recommendations, matter.title),
        advice_blocks=units.advice_blocks(scene, recommendations),
    )


def _scene(pieces: tuple[Piece, ...], matter: FrontMatter) -> scenes.Scene:
    """The headings of a document, what they announce, and its lists."""
    heads = headings.tree(headings.find(pieces, matter.blocks), pieces)
    orders = correspondence.is_memorandum(pieces[: front.TOP])
    last = scenes.last(pieces)
    breaks = frozenset(matter.blocks | {h.piece.index for h in heads} | set(range(last, len(pieces))))
    ends = scenes.ends(heads, last)
    issuers = tuple(n.name for n in matter.issuers)
    listed = items.find(pieces, breaks)
    announced = [h.piece.index for h in heads if (at := h.piece.index) and stems.announces(pieces[at - 1], issuers)]
    return scenes.Scene(
        pieces=pieces,
        heads=heads,
        regions=regions.regions(heads, ends, matter.title, announced),
        section_of=headings.section_of(pieces, heads),
        items=listed,
        doc_type="report" if orders else doctype.of(pieces, heads, matter.title),
        ends=ends,
        breaks=breaks,
        issuers=issuers,
        orders=orders,
        letter=correspondence.is_letter(pieces[: front.TOP]),
        typed=any(0 < p.block.styled("bold") < 0.9 for p in pieces if p.block.kind in ("paragraph", "item")),
        resolves=provisions.is_resolution(listed),
    )


def language(text: str, sidecar: Sidecar | None = None) -> str | None:
    """The language of a text, ISO 639-1; None where there are too few words to tell."""
    if sidecar and sidecar.language:
        return sidecar.language
    words = re.findall(r"[^\W\d_]{2,}", text[: 4 * _SAMPLE])
    if len(words) < _ENOUGH_WORDS and len("".join(words)) < 60:
        return None
    import py3langid  # half a second and 60 MB: only when a text is there to be judged

    code, _ = py3langid.classify(" ".join(words)[:_SAMPLE])
    return str(code)


def _recommendation_of(count: int, recommendations: tuple[Recommendation, ...]) -> tuple[int | None, ...]:
    of: list[int | None] = [None] * count
    for i, r in enumerate(recommendations):
        of[slice(*r.blocks)] = [i] * (r.blocks[1] - r.blocks[0])
    return tuple(of)
