"""Recommendations that headings, run-in titles, tables or type alone set apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from pipeline.document import Style
from pipeline.labels import is_first, match
from pipeline.outline.grammar import advises, directs, imperative, performs, recommends
from pipeline.outline.items import Item
from pipeline.outline.parties import party_in_heading
from pipeline.outline.parts import Piece
from pipeline.outline.rows import from_heading, from_item, from_paragraphs, from_row, title_end
from pipeline.outline.scene import Scene
from pipeline.outline.words import heading_roles
from pipeline.structure import Recommendation

# Longer sections, in words, are chapters on several matters.
_SHORT = 350
_TYPES: tuple[Style, ...] = ("bold", "italic", "box", "color")
_OWNERS = re.compile(
    r"(?:who|by whom|owners?|leads?|lead (?:agency|department|body)|responsib\w+(?: \w+)?|(?:accountable|lead) (?:party|person))",
    re.I,
)
_ACTIONS = re.compile(r"(?:proposed |key |priority )?(?:actions?|measures?)", re.I)


def announced_headings(scene: Scene, taken: frozenset[int]) -> Iterator[Recommendation]:
    """Sub-headings where advice is announced, in the imperative or numbered, each with the text below it."""
    return _headings(scene, taken, weak=False)


def plain_headings(scene: Scene, taken: frozenset[int]) -> Iterator[Recommendation]:
    """Headings in the imperative where advice may be expected, three of them at least; or, where nothing says what to expect,
    those that are imperatives nearly without exception and have texts below them that direct."""
    return _headings(scene, taken, weak=True)


def _headings(scene: Scene, taken: frozenset[int], weak: bool) -> Iterator[Recommendation]:
    for group in _siblings(scene, ("hint", "none") if weak else ("advice", "mixed")):
        signs = [imperative(scene.heads[i].piece.text) for i in group]
        share = sum(s > 0 for s in signs) / len(group)
        imperatives = 1.0 in signs and share >= (0.75 if weak else 0.5) and (len(group) > 2 or not weak)
        if weak and scene.regions[group[0]].stance == "none":
            imperatives = imperatives and _mean_it(scene, group, signs)
        if (not imperatives and (weak or not _hold_advice(scene, group))) or _lists_win(scene, group):
            continue
        for i, sign in zip(group, signs, strict=True):
            # One format, one kind: the verb may be one that no list knows.
            if (sign or share >= 0.6 or not imperatives) and _is_free(scene, i, taken):
                yield from_heading(scene, i)


def _mean_it(scene: Scene, group: list[int], signs: list[float]) -> bool:
    """Whether headings in the imperative give advice, and are no steps of a tour: most are so beyond doubt, and most texts
    below them say what should be done."""
    texts = [scene.text(scene.heads[i].piece.index + 1, scene.ends[i]) for i in group]
    return 2 * signs.count(1.0) > len(group) and 2 * sum(map(directs, texts)) > len(group)


def _siblings(scene: Scene, stances: tuple[str, ...]) -> Iterable[list[int]]:
    """Headings below the same one, where a heading further up says what is to be expected."""
    by_parent: dict[int, list[int]] = {}
    for i, (head, region) in enumerate(zip(scene.heads, scene.regions, strict=True)):
        if region.stance in stances and not region.own:
            by_parent.setdefault(id(head.parent), []).append(i)
    return by_parent.values()


def _hold_advice(scene: Scene, group: list[int]) -> bool:
    """Whether headings without a verb hold one recommendation each: nearly all texts below them direct; where nothing numbers
    the headings, they must stand right below one that announces recommendations, name no party, and have little text."""
    heads = [scene.heads[i] for i in group]
    if len(group) < 2:
        return False
    texts = [scene.text(h.piece.index + 1, scene.ends[i]) for i, h in zip(group, heads, strict=True)]
    share = sum(map(directs, texts)) / len(texts)
    if all(h.label and h.label.kind == "number" for h in heads):
        return share >= 0.7
    parent = next((r for h, r in zip(scene.heads, scene.regions, strict=True) if h is heads[0].parent), None)
    announced = parent is not None and parent.own and parent.stance == "advice"
    short = all(len(t.split()) <= _SHORT for t in texts)
    return announced and short and share >= 0.8 and not any(party_in_heading(h.piece.text) for h in heads)


def _lists_win(scene: Scene, group: list[int]) -> bool:
    """Whether the lists below some headings, not the headings, are the recommendations: their numbers run on from heading
    to heading, or most headings have lists of weighty items."""
    lists = [members for i in group if (members := _items_below(scene, i))]
    if any(m[0].label.kind == "number" and not is_first(m[0].label) for m in lists):
        return True
    texts = [scene.own(i) for members in lists for i in members]
    ordered = any(imperative(scene.heads[i].piece.text) == 1 for i in group)
    if ordered and all(scene.heads[i].label for i in group):
        return False
    weighty = bool(texts) and sum(len(t.split()) for t in texts) >= 15 * len(texts)
    advising = sum(map(directs if ordered else advises, texts)) >= 0.6 * len(texts)
    return (weighty or not ordered) and bool(texts) and len(lists) >= 0.5 * len(group) and advising


def _items_below(scene: Scene, section: int) -> list[Item]:
    start, end = scene.heads[section].piece.index, scene.ends[section]
    return [i for i in scene.items if i.parent is None and start < i.start < end]


def _is_free(scene: Scene, section: int, taken: frozenset[int]) -> bool:
    start, end = scene.heads[section].piece.index, scene.ends[section]
    return end > start + 1 and not taken.intersection(range(start, end))


def run_in_titles(scene: Scene, taken: frozenset[int]) -> Iterator[Recommendation]:
    """Paragraphs with run-in titles where advice is announced, most of the titles in the imperative or with a modal verb."""
    for i, region in enumerate(scene.regions):
        if region.stance in ("advice", "mixed"):
            yield from _titled(scene, taken, scene.body(i), fewest=2, share=0.6)


def plain_titles(scene: Scene, taken: frozenset[int]) -> Iterator[Recommendation]:
    """Such paragraphs where nothing announces them: three at least, nearly all of their titles orders, and most of the texts
    behind these say what should be done."""
    bodies = [scene.body(i) for i, region in enumerate(scene.regions) if region.stance in ("none", "hint")]
    unheaded = [p for p in scene.pieces if scene.section_of[p.index] is None and p.index not in scene.breaks]
    for body in (unheaded, *bodies):
        yield from _titled(scene, taken, body, fewest=3, share=0.75)


def _titled(
    scene: Scene, taken: frozenset[int], body: Sequence[Piece], *, fewest: int, share: float
) -> Iterator[Recommendation]:
    starts = [(p, end) for p in body if _may_start(p) and (end := title_end(scene, p)) is not None]
    advising = sum(imperative(p.text) > 0 or directs(p.text[: end - p.start]) for p, end in starts)
    if len(starts) < fewest or advising < share * len(starts):
        return
    firsts = [p.index for p, _ in starts]
    last = body[-1].index + 1 if fewest < 3 else firsts[-1] + 1
    explained = sum(directs(p.text[end - p.start :]) for p, end in starts)
    if fewest > 2 and 2 * explained < len(starts):
        return
    if not taken.intersection(range(firsts[0], firsts[-1] + 1)):
        for first, end in zip(firsts, [*firsts[1:], last], strict=True):
            yield from_paragraphs(scene, first, end)


def _may_start(piece: Piece) -> bool:
    return piece.block.kind in ("paragraph", "heading") and not piece.label


def prose(scene: Scene, taken: frozenset[int]) -> Iterator[Recommendation]:
    """Paragraphs that recommend something, right below a heading that says nothing but that they do."""
    for i, (head, region) in enumerate(zip(scene.heads, scene.regions, strict=True)):
        if not (region.own and region.stance == "advice") or (head.label and head.label.kind == "word"):
            continue
        body = scene.body(i)
        if not taken.intersection(p.index for p in body):
            yield from (from_paragraphs(scene, p.index, _with_list(scene, p)) for p in body if _recommends(p))


def _recommends(piece: Piece) -> bool:
    if piece.block.kind not in ("paragraph", "heading") or not performs(piece.text):
        return False
    return not re.search(r"\brecommendations\b", piece.text.split(".")[0])


def _with_list(scene: Scene, piece: Piece) -> int:
    """One past the last block of a paragraph and the list it governs."""
    end = piece.index + 1
    for item in scene.items:
        if item.stem == piece.index and item.start <= end + 1:
            end = max(end, item.end)
    return end


def numbered_paragraphs(scene: Scene, taken: frozenset[int]) -> Iterator[Recommendation]:
    """The paragraphs that recommend something in a report that numbers all its paragraphs ("12.2 I recommend that …"); of a
    policy, where most of them lay something down ("2.1 All posts must be advertised"), those that do."""
    outer = [i for i in scene.items if i.parent is None and i.label.kind == "number" and "." in i.label.number]
    if len(outer) < 3:
        return
    own = [i for i in outer if recommends(scene.pieces[i.start].text)]
    ruling = [i for i in outer if directs(scene.pieces[i.start].text)]
    advice = own or (ruling if len(ruling) >= 0.5 * len(outer) else [])
    advice = [i for i in advice if scene.region(i.start).stance != "apart"]
    yield from (from_item(scene, i, "numbered") for i in advice)


def by_type(scene: Scene, taken: frozenset[int]) -> Iterator[Recommendation]:
    """Paragraphs set apart by nothing but their type (bold, italic, boxed), where most of one type give advice."""
    kinds: dict[frozenset[str], list[Piece]] = {}
    for piece in scene.pieces:
        if piece.index not in taken and (kind := _set_off(piece)):
            kinds.setdefault(kind, []).append(piece)
    for found in kinds.values():
        advice = [p for p in found if directs(p.text) and scene.region(p.index).stance != "apart"]
        if len(advice) >= 3 and len(advice) >= 0.5 * len(found):
            yield from (from_paragraphs(scene, p.index, p.index + 1) for p in advice)


def _set_off(piece: Piece) -> frozenset[str]:
    """The styles that set a whole paragraph off; none where it is too short to be a passage."""
    if piece.block.kind not in ("paragraph", "item") or piece.words < 8:
        return frozenset()
    return frozenset(style for style in _TYPES if piece.block.styled(style) > 0.9)


def table_rows(scene: Scene, taken: frozenset[int]) -> Iterator[Recommendation]:
    """Rows of a table that has a column of recommendations or actions."""
    for table in _tables(scene.pieces):
        column = _column(table)
        if column is None or (taken and scene.region(table[0].index).stance == "apart"):
            continue  # an annex may repeat what stands elsewhere, or hold all there is
        body = [p for p in table[1:] if len(p.block.cells) > column and len(p.block.cells[column].split()) >= 2]
        advising = [advises(_bare(p.block.cells[column])) for p in body]
        if sum(advising) < 0.5 * len(body):
            continue
        for piece, advice in zip(body, advising, strict=True):
            row = from_row(scene, piece, column)
            if advice or row.number:
                yield row


def _tables(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Runs of table rows with one number of cells."""
    run: list[Piece] = []
    for piece in pieces:
        is_row = piece.block.kind == "table"
        if run and (not is_row or len(piece.block.cells) != len(run[-1].block.cells)):
            yield run
            run = []
        if is_row:
            run.append(piece)
    if run:
        yield run


def _column(table: Sequence[Piece]) -> int | None:
    """Which column of a table holds advice: by its header, or beside one that says who is to act, by the orders in it."""
    header = table[0].block.cells
    for i, cell in enumerate(header):
        if len(cell.split()) <= 5 and ("advice" in heading_roles(cell) or _ACTIONS.fullmatch(cell.strip())):
            return i
    if not any(_OWNERS.fullmatch(cell.strip()) for cell in header):
        return None
    orders = [sum(imperative(p.block.cells[i]) == 1 for p in table[1:]) for i in range(len(header))]
    return orders.index(max(orders)) if max(orders) >= 0.6 * len(table[1:]) > 0 else None


def _bare(cell: str) -> str:
    label = match(cell)
    return cell[label.end :] if label else cell
