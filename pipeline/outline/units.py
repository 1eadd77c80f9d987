"""Which passages a report sets apart as recommendations.

Position (under a heading that announces advice, behind a stem that does), label ("Recommendation 7:"), typography (headings,
bold passages) and the grammar of the items decide together; numbering alone does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby

from pipeline.document import Span
from pipeline.labels import is_first, match
from pipeline.outline.grammar import advises, directs, imperative, performs
from pipeline.outline.headings import Head, path
from pipeline.outline.items import Item, plain_title, styled_title
from pipeline.outline.parts import Piece
from pipeline.outline.regions import Region
from pipeline.outline.words import heading_roles, label_role
from pipeline.structure import DocType, Recommendation, RecommendationKind

_GONE = re.compile(
    r"^[\[(]?(?:(?:this |the )?recommendation (?:has been |was |is )?)?(?:deleted|withdrawn|removed|not used|reserved|vacant|superseded|omitted)[\])]?\.?\s*$",
    re.I,
)
_ANNOUNCES = re.compile(
    r"\b(?:recommend(?:s|ing|ations?)?|proposals?|propos(?:e|es|ing)|suggestions?|urges?|urging|calls? (?:on|upon|for)|advice)\b",
    re.I,
)
_REPORTS = re.compile(
    r"\b(?:recommended|proposed|urged|questions?|findings?|reasons?|examples?|challenges|successes|benefits|features|factors|criteria)\b",
    re.I,
)
_GOVERNS = re.compile(r"\b(?:should|must|shall|ought to|need(?:s)? to|ha(?:s|ve) to)\b[^.]*:$", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """All that the choice of recommendations looks at."""

    pieces: Sequence[Piece]
    heads: Sequence[Head]
    regions: Sequence[Region]
    section_of: Sequence[int | None]
    items: Sequence[Item]
    doc_type: DocType

    def region(self, block: int) -> Region:
        section = self.section_of[block]
        return self.regions[section] if section is not None else Region("none", False, False)

    def head(self, block: int) -> Head | None:
        section = self.section_of[block]
        return self.heads[section] if section is not None else None

    def end_of(self, head: Head) -> int:
        """One past the last block of a heading's section, those below it included."""
        at = next(i for i, h in enumerate(self.heads) if h is head)
        after = next((h for h in self.heads[at + 1 :] if h.level <= head.level), None)
        end = after.piece.index if after else len(self.pieces)
        while end > head.piece.index + 1 and self.pieces[end - 1].block.kind in ("note", "caption"):
            end -= 1
        return end


def choose(scene: Scene) -> list[Recommendation]:
    """The recommendations of a document in reading order, repeats not yet marked."""
    if scene.doc_type in ("law", "standard"):
        return []
    chosen = _chosen(scene, weak=False) or _chosen(scene, weak=True)
    return sorted((u for u in chosen if not _is_gone(scene, u)), key=lambda u: u.span.start)


def _chosen(scene: Scene, weak: bool) -> list[Recommendation]:
    """What the rules find; weak signs count only in a report where no passage has a strong one."""
    taken: set[int] = set()
    chosen: list[Recommendation] = []
    for rule in _WEAK_RULES if weak else _RULES:
        for unit in rule(scene, frozenset(taken)):
            blocks = range(*unit.blocks)
            if not taken.intersection(blocks):
                taken.update(blocks)
                chosen.append(unit)
    return chosen


def _is_gone(scene: Scene, unit: Recommendation) -> bool:
    """Whether a recommendation was deleted or withdrawn."""
    first = scene.pieces[unit.blocks[0]]
    text = " ".join(scene.pieces[i].text for i in range(*unit.blocks)).strip()
    return bool(_GONE.match(text)) or first.block.styled("strike") > 0.5


# --- the rules, the surest first ---------------------------------------------------------------------------------------


def _labelled_headings(scene: Scene, taken: frozenset[int]) -> Iterator[Recommendation]:
    """`Recommendation 7: Do this.` as a heading, with what stands below it."""
    for head in scene.heads:
        label = head.label
        if not label or label.kind != "word" or label_role(label.word) != "advice" or not label.number:
            continue
        if any(c.label and c.label.word == label.word for c in head.children):
            continue
        if scene.region(head.piece.index).stance == "counter":
            continue
        end = scene.end_of(head)
        if head.piece.text.strip() or end > head.piece.index + 1:
            yield _from_heading(scene, head, end, "labelled")


def _labelled_items(scene: Scene, taken: frozenset[int]) -> Iterator[Recommendation]:
    """`Recommendation 7: Do this.` as a paragraph or item."""
    for item in scene.items:
        if item.label.kind == "word" and label_role(item.label.word) == "advice" and not _inside(item, taken):
            text = _text(scene, item.start, item.end)
            if len(text.split()) >= 4:
                yield _from_item(scene, item, "labelled")


def _labelled_ends(scene: Scene, taken: frozenset[int]) -> Iterator[Recommendation]:
    """A paragraph that ends with `(Recommendation 3)`."""
    for piece in scene.pieces:
        if piece.ending and label_role(piece.ending.word) == "advice" and directs(piece.text):
            first = piece.index
            while first - 1 not in taken and _runs_into(scene, first):
                first -= 1
            start = scene.pieces[first]
            yield Recommendation(
                kind="labelled",
                span=Span(start.start, piece.end),
                number=piece.ending.number,
                label=piece.ending.printed,
                section=scene.section_of[piece.index],
                blocks=(first, piece.index + 1),
            )


def _runs_into(scene: Scene, at: int) -> bool:
    """Whether a block is the rest of the one before it."""
    before, here = scene.pieces[at - 1] if at else None, scene.pieces[at]
    if before is None or before.block.kind == "heading" or before.ending:
        return False
    return not before.closed or bool(re.match(r"[a-z]", here.text))


def _lists(scene: Scene, taken: frozenset[int], weak: bool = False) -> Iterator[Recommendation]:
    """Numbered and bulleted lists where advice is announced; if `weak`, those whose items plainly give it."""
    outer = [i for i in scene.items if i.parent is None and not _inside(i, taken)]
    for _, members in groupby(outer, key=lambda i: i.group):
        group = list(members)
        titles = _titles(group)
        if _is_advice(scene, group, titles, weak):
            kind: RecommendationKind = "bulleted" if group[0].label.kind == "bullet" else "numbered"
            yield from (_from_item(scene, item, kind, titles[i]) for i, item in enumerate(group))


def _is_advice(scene: Scene, group: list[Item], titles: list[Span | None], weak: bool) -> bool:
    """Whether the items of one list are recommendations."""
    first = group[0]
    announced = _announced(scene, first)
    texts = [_own(scene, i) for i in group]
    if first.label.kind == "word" or announced is False or all(t.rstrip().endswith("?") for t in texts):
        return False
    heads = [t[: s.end] if s else "" for t, s in zip(texts, titles, strict=True)]
    share = sum(map(advises, texts, heads)) / len(group)
    length = sum(len(t.split()) for t in texts) / len(texts)
    region = scene.region(first.start)
    if _is_part_of_advice(scene, first):
        return False
    if weak:
        return _plainly(scene, first, region, heads, share, length)
    if announced:
        return length >= 5 and share >= (0.5 if region.stance == "counter" else 0)
    if region.stance == "advice":
        return share >= (0.3 if region.own else 0.5)
    return region.stance == "mixed" and share >= 0.5


def _plainly(scene: Scene, first: Item, region: Region, heads: list[str], share: float, length: float) -> bool:
    """Whether a list that nothing announces gives advice all the same: nearly all its items, at length, most by a title
    in the imperative."""
    ordered = sum(imperative(h) == 1 for h in heads) / len(heads)
    if length < 20 or len(heads) < 2 or (first.stem is not None and scene.pieces[first.stem].is_stem):
        return False
    if region.stance == "hint":
        return share >= 0.7
    return region.stance == "none" and ordered >= 0.6 and share >= 0.8


def _is_part_of_advice(scene: Scene, first: Item) -> bool:
    """Whether the paragraph above a list recommends something in a sentence of its own; the list then only says how."""
    if first.stem is None or first.stem != first.start - 1:
        return False
    return performs(" ".join(re.split(r"(?<=[a-z)][.!?])\s+", scene.pieces[first.stem].text.strip())[:-1]))


def _own(scene: Scene, item: Item) -> str:
    """An item's text without its nested items."""
    nested = {b for c in item.children for b in range(c.start, c.end)}
    return " ".join(scene.pieces[b].text for b in range(item.start, item.end) if b not in nested)


def _announced(scene: Scene, item: Item) -> bool | None:
    """Whether the stem above a list says that recommendations come; False where it says that something else does."""
    if item.stem is None or item.stem >= item.start or scene.pieces[item.stem].block.kind == "heading":
        return None
    stem = scene.pieces[item.stem].text
    last = re.split(r"(?<=[.!?])\s+", stem.strip())[-1]
    if not scene.pieces[item.stem].is_stem and not re.search(r"\b(?:following|below|these)\b", last):
        return None
    if _REPORTS.search(last) and not re.search(r"\b(?:recommend|recommendations?|suggestions?)\b", last, re.I):
        return False
    return True if _ANNOUNCES.search(last) else None


def _imperative_headings(scene: Scene, taken: frozenset[int], weak: bool = False) -> Iterator[Recommendation]:
    """Sub-headings in the imperative where advice is announced, each with the text below it."""
    for group in _siblings(scene, ("hint",) if weak else ("advice", "mixed")):
        signs = [imperative(h.piece.text) for h in group]
        if 1.0 not in signs or (weak and len(group) < 3):
            continue
        share = sum(s > 0 for s in signs) / len(group)
        if share < (0.75 if weak else 0.5) or _lists_win(scene, group):
            continue
        for head, sign in zip(group, signs, strict=True):
            if sign or share >= 0.6:  # one format, one kind: the verb may be one that no list knows
                yield from _imperative_heading(scene, head, taken)


def _siblings(scene: Scene, stances: tuple[str, ...]) -> Iterable[list[Head]]:
    """Headings below the same one, where a heading further up says what is to be expected."""
    by_parent: dict[int, list[Head]] = {}
    for head, region in zip(scene.heads, scene.regions, strict=True):
        if region.stance in stances and not region.own:
            by_parent.setdefault(id(head.parent), []).append(head)
    return by_parent.values()


def _lists_win(scene: Scene, group: list[Head]) -> bool:
    """Whether the lists below some headings, not the headings, are the recommendations: their numbers run on from heading
    to heading, or most headings have lists of weighty items."""
    inside = [[i for i in scene.items if i.parent is None and h.piece.index < i.start < scene.end_of(h)] for h in group]
    lists = [members for members in inside if members]
    if any(m[0].label.kind == "number" and not is_first(m[0].label) for m in lists):
        return True
    texts = [_own(scene, i) for members in lists for i in members]
    weighty = bool(texts) and sum(len(t.split()) for t in texts) >= 15 * len(texts)
    return weighty and len(lists) >= 0.5 * len(group) and sum(map(directs, texts)) >= 0.6 * len(texts)


def _imperative_heading(scene: Scene, head: Head, taken: frozenset[int]) -> Iterator[Recommendation]:
    end = scene.end_of(head)
    if end > head.piece.index + 1 and not taken.intersection(range(head.piece.index, end)):
        numbered = head.label is not None and head.label.kind == "number"
        yield _from_heading(scene, head, end, "numbered" if numbered else "labelled")


def _run_in_titles(scene: Scene, taken: frozenset[int]) -> Iterator[Recommendation]:
    """Paragraphs with run-in titles where advice is announced, most of the titles in the imperative."""
    for i, region in enumerate(scene.regions):
        if region.stance not in ("advice", "mixed"):
            continue
        body = [p for p in scene.pieces if scene.section_of[p.index] == i and p is not scene.heads[i].piece]
        starts = [
            p.index for p in body if p.block.kind == "paragraph" and not p.label and _title_end(scene, p) is not None
        ]
        if len(starts) < 2 or sum(imperative(scene.pieces[b].text) > 0 for b in starts) < 0.6 * len(starts):
            continue
        if taken.intersection(range(starts[0], starts[-1] + 1)):
            continue
        for start, end in zip(starts, [*starts[1:], body[-1].index + 1], strict=True):
            yield _from_paragraphs(scene, start, end)


def _title_end(scene: Scene, piece: Piece) -> int | None:
    """Where the run-in title of a paragraph ends in the document's text, also where a wrongly cut line parts it in two."""
    title = styled_title(piece)
    if title:
        return piece.start + title.end
    if piece.closed or piece.index + 1 >= len(scene.pieces) or piece.block.styled("bold") < 0.95:
        return None
    after = scene.pieces[piece.index + 1]
    rest = styled_title(after) if re.match(r"[a-z]", after.text) else None
    return after.start + rest.end if rest else None


def _announced_prose(scene: Scene, taken: frozenset[int]) -> Iterator[Recommendation]:
    """Paragraphs that recommend something, right below a heading that says nothing but that they do."""
    for i, head in enumerate(scene.heads):
        region = scene.regions[i]
        if not (region.own and region.stance == "advice") or (head.label and head.label.kind == "word"):
            continue
        body = [p for p in scene.pieces if scene.section_of[p.index] == i and p is not head.piece]
        if any(p.index in taken for p in body):
            continue
        for piece in body:
            if (
                piece.block.kind in ("paragraph", "heading")
                and performs(piece.text)
                and not re.search(r"\brecommendations\b", piece.text.split(".")[0])
            ):
                yield _from_paragraphs(scene, piece.index, _with_list(scene, piece))


def _with_list(scene: Scene, piece: Piece) -> int:
    """One past the last block of a paragraph and the list it governs."""
    end = piece.index + 1
    for item in scene.items:
        if item.stem == piece.index and item.start <= end + 1:
            end = max(end, item.end)
    return end


def _set_off(scene: Scene, taken: frozenset[int]) -> Iterator[Recommendation]:
    """Paragraphs set apart by nothing but their type (bold, italic, boxed), where most of these give advice."""
    found = [p for p in scene.pieces if p.index not in taken and _is_set_off(p)]
    advice = [p for p in found if directs(p.text) and scene.region(p.index).stance != "counter"]
    if len(advice) >= 3 and len(advice) >= 0.5 * len(found):
        for piece in advice:
            yield _from_paragraphs(scene, piece.index, piece.index + 1)


def _is_set_off(piece: Piece) -> bool:
    if piece.block.kind not in ("paragraph", "item") or piece.words < 8:
        return False
    return any(piece.block.styled(style) > 0.9 for style in ("bold", "italic", "box", "color"))


def _tables(scene: Scene, taken: frozenset[int]) -> Iterator[Recommendation]:
    """Rows of a table that has a column of recommendations or actions."""
    rows = [p for p in scene.pieces if p.block.kind == "table"]
    for _, run in groupby(rows, key=lambda p: (p.index - rows.index(p), len(p.block.cells))):
        table = list(run)
        column = _column(table[0])
        if column is None or scene.region(table[0].index).stance == "counter":
            continue
        body = [p for p in table[1:] if len(p.block.cells) > column and len(p.block.cells[column].split()) >= 4]
        if body and sum(advises(_bare_cell(p.block.cells[column])) for p in body) >= 0.5 * len(body):
            yield from (_from_row(scene, p, column) for p in body)


def _column(head: Piece) -> int | None:
    """Which column of a table holds advice, by its header."""
    for i, cell in enumerate(head.block.cells):
        if len(cell.split()) <= 5 and (
            heading_roles(cell) & {"advice"}
            or re.fullmatch(r"(?:proposed |key )?(?:actions?|measures?)", cell.strip(), re.I)
        ):
            return i
    return None


def _bare_cell(cell: str) -> str:
    label = match(cell)
    return cell[label.end :] if label else cell


_RULES = (
    _labelled_headings,
    _labelled_items,
    _labelled_ends,
    _imperative_headings,
    _lists,
    _run_in_titles,
    _tables,
    _set_off,
    _announced_prose,
)
_WEAK_RULES = (partial(_imperative_headings, weak=True), partial(_lists, weak=True))


# --- from blocks to rows -----------------------------------------------------------------------------------------------


def _titles(group: list[Item]) -> list[Span | None]:
    """The run-in titles of a list's items: set off by type, or short first phrases where nearly all items have one."""
    styled = [styled_title(i.piece) for i in group]
    if any(styled):
        return styled
    whole = [_whole_title(i) for i in group]
    if any(whole):
        return whole
    plain = [plain_title(i.piece) for i in group]
    return plain if len(group) > 1 and sum(map(bool, plain)) >= 0.8 * len(group) else [None] * len(group)


def _whole_title(item: Item) -> Span | None:
    """The first block of an item as its title: set off from top to end, with other blocks behind it."""
    piece = item.piece
    if item.end - item.start < 2 or max(piece.block.styled("bold"), piece.block.styled("italic")) < 0.9:
        return None
    return Span(0, len(piece.text))


def _from_item(scene: Scene, item: Item, kind: RecommendationKind, title: Span | None = None) -> Recommendation:
    piece = item.piece
    title = title or styled_title(piece) or _whole_title(item)
    section = scene.section_of[item.start]
    last = scene.pieces[item.end - 1]
    return Recommendation(
        kind=kind,
        span=Span(
            piece.start if piece.text.strip() else scene.pieces[min(item.start + 1, item.end - 1)].start, last.end
        ),
        number=number(item, scene.head(item.start)),
        label=item.label.printed,
        heading=title.shifted(piece.start) if title else None,
        section=section,
        blocks=(item.start, item.end),
    )


def number(item: Item, head: Head | None) -> str | None:
    """The full path of an item's number."""
    if not item.label.number:
        return None
    if item.label.stands_alone:
        return item.label.number
    return ".".join([*path(head), item.label.number])


def _from_heading(scene: Scene, head: Head, end: int, kind: RecommendationKind) -> Recommendation:
    piece = head.piece
    section = scene.section_of[piece.index]
    parent = scene.heads[section].parent if section is not None else None
    start = piece if piece.text.strip() or end == piece.index + 1 else scene.pieces[piece.index + 1]
    label = head.label
    alone = label is not None and label.kind == "word"
    return Recommendation(
        kind=kind,
        span=Span(start.start, scene.pieces[end - 1].end),
        number=(label.number or None if alone else ".".join(path(head))) if label else None,
        label=label.printed if label else "",
        heading=piece.span if piece.text.strip() and end > piece.index + 1 else None,
        section=next((i for i, h in enumerate(scene.heads) if h is parent), None),
        blocks=(piece.index, end),
    )


def _from_paragraphs(scene: Scene, first: int, end: int) -> Recommendation:
    piece = scene.pieces[first]
    label = piece.label if piece.label and piece.label.kind != "bullet" else None
    title = _title_end(scene, piece)
    return Recommendation(
        kind="numbered" if label and label.kind == "number" else "labelled",
        span=Span(piece.start, scene.pieces[end - 1].end),
        number=label.number or None if label else None,
        label=piece.label.printed if piece.label else "",
        heading=Span(piece.start, title) if title else None,
        section=scene.section_of[first],
        blocks=(first, end),
    )


def _from_row(scene: Scene, piece: Piece, column: int) -> Recommendation:
    cells = piece.block.cells
    label = match(cells[column]) or next((m for c in cells[:column] if len(c) <= 24 and (m := match(f"{c} X"))), None)
    return Recommendation(
        kind="table_row",
        span=piece.span,
        number=label.number or None if label and label.kind != "bullet" else None,
        label=label.printed if label else "",
        section=scene.section_of[piece.index],
        blocks=(piece.index, piece.index + 1),
        cells=cells,
    )


def _inside(item: Item, taken: frozenset[int]) -> bool:
    return item.start in taken


def _text(scene: Scene, start: int, end: int) -> str:
    return " ".join(p.text for p in scene.pieces[start:end])


def advice_blocks(scene: Scene, chosen: Iterable[Recommendation]) -> frozenset[int]:
    """Blocks inside a recommendation, and those below headings that announce recommendations."""
    inside = {b for r in chosen for b in range(*r.blocks)}
    under = {
        p.index
        for p in scene.pieces
        if scene.section_of[p.index] is not None and scene.region(p.index).stance == "advice"
    }
    return frozenset(inside | under)


def mark_repeats(chosen: Sequence[Recommendation], repeats: Sequence[int | None]) -> tuple[Recommendation, ...]:
    """The recommendations with what each repeats."""
    return tuple(replace(r, repeats=of) for r, of in zip(chosen, repeats, strict=True))
