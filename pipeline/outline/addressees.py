"""Whom a list or an item is addressed to, where a label, a heading or a bold line above it says so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from pipeline.document import Span
from pipeline.outline.grammar import imperative
from pipeline.outline.headings import Head
from pipeline.outline.parties import HEADLINE, first_party, for_whom, is_party, party_in_heading, told_to_act
from pipeline.outline.readership import readers
from pipeline.outline.scene import Scene
from pipeline.outline.words import heading_roles
from pipeline.structure import Recommendation

# A line that only names a party is no longer than this, in words.
_SHORT = 14
# So many paragraphs below a heading may say whom its advice is for.
_OPENING = 3
_CALLED = re.compile(
    r"\b(?:recommend(?:s|ed|ing)?|urges?|calls? (?:up)?on|asks?|propos(?:es?|ing)|encourages?|advises?|invites?|requests?|want)"
    r"(?: that)?(?:, [^,:]{3,60},)? (?P<who>(?!(?:that|to|the following)\b)[^,:;.]{3,80}?)(?: to| should| must| shall)?"
    r"(?: (?:take|do) (?:the|these) following[a-z ]*)?\s*:?$"
)
_HELPS = re.compile(
    r"\b(?:(?:help|enable|assist|support|guide) (?P<who>(?!(?:for|of|to|from|and|in)\b)(?:the )?[\w’'-]+(?: (?!(?:to|in)\b)[\w’'-]+){0,6}) (?:to|in)\b"
    r"|(?:recommendations?|advice|proposals|suggestions) (?:for|to) (?P<to>(?:the )?[\w’'-]+(?: (?!(?:to|in|can|should|must|with)\b)[\w’'-]+){0,6}))"
)


def find(scene: Scene, chosen: Sequence[Recommendation], title: str | None = None) -> dict[int, Span]:
    """For each block that is addressed to somebody the words that name them, a span of the document's text."""
    found: dict[int, Span] = {}
    by_start = {i.start: i.stem for i in scene.items}
    topics = _are_topics(scene)
    for unit in chosen:
        who = (
            _of_label(scene, unit)
            or _of_title(scene, unit)
            or _of_stem(scene, by_start.get(unit.blocks[0]))
            or _of_headings(scene, unit, topics)
            or _of_opening(scene, unit)
        )
        if who:
            found.update(dict.fromkeys(range(*unit.blocks), who))
    for item in scene.items:
        stem = scene.pieces[item.stem] if item.stem not in (None, item.start) else None
        open_ = stem is not None and (stem.is_stem or (not stem.closed and _CALLED.search(stem.text)))
        if open_ and item.start not in found and (who := _of_stem(scene, item.stem)):
            found.update(dict.fromkeys(range(item.start, item.end), who))
    for piece in scene.pieces:
        if piece.index not in found and (who := _of_order(scene, piece.index)):
            found[piece.index] = who
    if to := readers(scene.pieces, title):
        found = dict.fromkeys(range(to[1], len(scene.pieces)), to[0]) | found
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
    """A line above the list that does nothing but name a party ("For Congress:"), or says who is to do what follows."""
    if stem is None:
        return None
    piece = scene.pieces[stem]
    called = _CALLED.search(piece.text)
    if called and is_party(called["who"]):
        return Span(*called.span("who")).shifted(piece.start)
    if piece.words > _SHORT:
        return None
    who = party_in_heading(piece.text)
    return who.shifted(piece.start) if who else None


def _of_opening(scene: Scene, unit: Recommendation) -> Span | None:
    """Whom the paragraph below the heading says that the advice is for ("These proposals can help the port authorities to …")."""
    if unit.section is None or not heading_roles(scene.heads[unit.section].piece.text) & {"advice"}:
        return None
    first = scene.heads[unit.section].piece.index + 1
    for piece in scene.pieces[first : min(unit.blocks[0], first + _OPENING)]:
        if piece.label or piece.block.kind != "paragraph":
            return None
        for match in _HELPS.finditer(piece.text):
            group = "who" if match["who"] else "to"
            if who := first_party(match[group]):
                return Span(match.start(group), match.start(group) + len(who)).shifted(piece.start)
    return None


def _of_headings(scene: Scene, unit: Recommendation, topics: bool) -> Span | None:
    head, announced = scene.heads[unit.section] if unit.section is not None else None, False
    for each in _up(head):
        piece = each.piece
        who = party_in_heading(piece.text)
        # Above a heading that announces advice only one that says whom it is for ("For companies") addresses anybody.
        if who and not (topics and for_whom(piece.text)) and (not announced or for_whom(piece.text)):
            return who.shifted(piece.start)
        announced = announced or "advice" in heading_roles(piece.text)
    return None


def _of_order(scene: Scene, block: int) -> Span | None:
    """A heading that says who is to do what stands below it: `What the ministry should do`."""
    for each in _up(scene.head(block)):
        if each.piece.index != block and (who := told_to_act(each.piece.text)):
            return who.shifted(each.piece.start)
    return None


def _are_topics(scene: Scene) -> bool:
    """Whether headings like "Recommendations for X" name topics: where most X are no parties, the others are none either."""
    named = [h.piece.text for h in scene.heads if "advice" in heading_roles(h.piece.text) and for_whom(h.piece.text)]
    return sum(party_in_heading(t) is None for t in named) * 2 > len(named)


def _up(head: Head | None) -> Iterator[Head]:
    while head:
        yield head
        head = head.parent
