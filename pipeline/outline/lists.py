"""Numbered and bulleted lists that are recommendations: announced by a heading or a stem, or plainly advice by their grammar."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from pipeline.document import Span
from pipeline.labels import Label
from pipeline.outline.grammar import advises, calls, directs, imperative, performs
from pipeline.outline.items import Item
from pipeline.outline.parts import Piece
from pipeline.outline.regions import Region
from pipeline.outline.rows import from_item, titles
from pipeline.outline.scene import Scene
from pipeline.outline.stems import SENTENCE, announces, orders
from pipeline.outline.words import label_role
from pipeline.structure import Recommendation

_BOXES = ("☐", "☑", "☒", "❏", "❑", "❒", "[ ]", "[x]", "[X]")
_PAST = re.compile(r"\b(?:was|were|had|did|ha(?:s|ve) been|recommended|agreed|implemented|completed)\b")


@dataclass(frozen=True, slots=True)
class _List:
    """The items of one list and what the choice rests on: the shares of items that advise and whose title is an order."""

    items: list[Item]
    titles: list[Span | None]
    advising: list[bool]
    directing: float
    obliging: float
    ordered: float
    calling: float
    words: float
    announced: bool | None
    ordering: bool
    boxed: bool
    region: Region

    @property
    def share(self) -> float:
        return sum(self.advising) / len(self.advising)


def announced(scene: Scene, taken: frozenset[int]) -> Iterator[Recommendation]:
    """Lists where a heading or a stem announces advice."""
    for each in _lists(scene, taken):
        stance = each.region.stance
        if scene.doc_type == "minutes" and not each.announced:
            continue  # what was decided, and who will do it
        if each.announced:
            needed = {"counter": 0.5, "apart": 0.8}.get(stance, 0.0)
            fits = each.words >= 5 and each.share >= needed and (each.share > 0 or not _tells(scene, each))
        else:
            counted = each.items[0].label.kind == "number"
            # "Next steps" hold advice where nearly all items say who should do what.
            if stance == "hint" and each.region.own and each.obliging >= 0.6 and len(each.items) > 1:
                yield from _rows(scene, each, only_advice=True)
                continue
            least = {"advice": 0.3 if each.region.own else 0.5, "mixed": 0.1 if counted else 0.4, "addressed": 0.6}
            fits = (stance in least and each.share >= least[stance]) or (each.ordering and _is_open(each.region))
        if fits:
            yield from _rows(scene, each, each.region.stance == "mixed" and not each.announced)


def plain(scene: Scene, taken: frozenset[int]) -> Iterator[Recommendation]:
    """Lists that nothing announces and whose items give advice all the same: nearly all, at length, most by an imperative; those
    that finish an order ("Governments should:"); boxes to tick with a task each; what a letter asks its reader to do."""
    for each in _lists(scene, taken):
        if _advise_unannounced(each, scene.letter):
            yield from _rows(scene, each, each.calling >= 0.5)


def _advise_unannounced(each: _List, letter: bool) -> bool:
    if (each.ordering and _is_open(each.region)) or (each.boxed and each.share >= 0.7):
        return True
    if len(each.items) < 2 or each.words < 8:
        return False
    long = each.words >= 20
    if each.calling >= 0.5:
        return True
    if each.region.stance == "hint":
        return each.share >= 0.7 and (long or each.obliging >= 0.7)
    explained = each.directing >= 0.5 and (long or each.ordered >= 0.75)
    return each.region.stance == "none" and each.ordered >= 0.6 and (letter or explained)


def _is_open(region: Region) -> bool:
    return region.stance not in ("counter", "apart")


def _rows(scene: Scene, each: _List, only_advice: bool = False) -> Iterator[Recommendation]:
    """The rows of a list; `only_advice` leaves out items that do not advise, as where conclusions stand among them."""
    kind = "bulleted" if each.items[0].label.kind == "bullet" else "numbered"
    for item, title, advising in zip(each.items, each.titles, each.advising, strict=True):
        if advising or not only_advice:
            yield from_item(scene, item, kind, title)  # type: ignore[arg-type]


def _lists(scene: Scene, taken: frozenset[int]) -> Iterator[_List]:
    """All outermost lists that may be advice, as far as nothing speaks against it."""
    outer = [i for i in scene.items if i.parent is None and i.start not in taken and _counts(i.label)]
    # Below the label of a recommendation that has ended the report goes on.
    outer = [i for i in outer if not ((head := scene.head(i.start)) and head.piece.index in taken)]
    for _, members in groupby(outer, key=lambda i: i.group):
        each = _weighed(scene, list(members))
        if each.announced is not False and not _is_part_of_advice(scene, each.items[0]) and not _asks(scene, each):
            yield each


def _counts(label: Label) -> bool:
    """Whether a label counts or marks items: `1.`, `•`, a code such as `B2`; not one with a word of its own."""
    return label.kind != "word" or (len(label.word) == 1 and label_role(label.word) is None)


def _weighed(scene: Scene, group: list[Item]) -> _List:
    spans = titles(group, scene.typed)
    texts = [scene.own(i) for i in group]
    heads = [t[: s.end] if s else "" for t, s in zip(texts, spans, strict=True)]
    stem, region = _stem(scene, group[0]), scene.region(group[0].start)
    boxed = group[0].label.printed in _BOXES
    sure = [advises(t, h) or _parts_advise(scene, i) for i, t, h in zip(group, texts, heads, strict=True)]
    return _List(
        items=group,
        titles=spans,
        advising=_advising(sure, texts, expected=boxed or region.stance == "addressed"),
        directing=sum(directs(t[len(h) :]) for t, h in zip(texts, heads, strict=True)) / len(group),
        obliging=sum(map(directs, texts)) / len(group),
        ordered=sum(_advising([imperative(h) == 1 for h in heads], heads, expected=False)) / len(group),
        calling=sum(map(calls, texts)) / len(group),
        words=sum(len(t.split()) for t in texts) / len(group),
        announced=_announced(scene, group[0]),
        ordering=stem is not None and orders(stem),
        boxed=boxed,
        region=region,
    )


def _advising(sure: list[bool], texts: list[str], expected: bool) -> list[bool]:
    """Which items advise. Where orders are expected, or among others that are sure ("Train all pilots"), a first word that may
    be a noun is one, too ("Fund ports")."""
    if not expected and sum(sure) < 0.4 * len(sure):
        return sure
    return [s or imperative(t) > 0 for s, t in zip(sure, texts, strict=True)]


def _parts_advise(scene: Scene, item: Item) -> bool:
    """Whether an item without a verb has nested items that advise: `Training: (a) train pilots; (b) …`."""
    return bool(item.children) and sum(advises(scene.own(c)) for c in item.children) >= 0.6 * len(item.children)


def _asks(scene: Scene, each: _List) -> bool:
    return all(scene.own(i).rstrip().endswith("?") for i in each.items)


def _tells(scene: Scene, each: _List) -> bool:
    """Whether most items tell what was: recommendations that were made, not those that are."""
    return sum(bool(_PAST.search(scene.own(i))) for i in each.items) >= 0.5 * len(each.items)


def _is_part_of_advice(scene: Scene, first: Item) -> bool:
    """Whether the paragraph above a list recommends something in a sentence of its own; the list then only says how."""
    if first.stem is None or first.stem != first.start - 1 or not scene.region(first.start).own:
        return False
    *before, last = SENTENCE.split(scene.pieces[first.stem].text.strip())
    return performs(" ".join(before)) and not performs(last)


def _announced(scene: Scene, item: Item) -> bool | None:
    """Whether the stem above a list says that recommendations come; False where it says that something else does."""
    stem = _stem(scene, item)
    return announces(stem, scene.issuers) if stem else None


def _stem(scene: Scene, item: Item) -> Piece | None:
    """The running text above a list that governs it."""
    if item.stem is None or item.stem >= item.start or scene.pieces[item.stem].block.kind == "heading":
        return None
    return scene.pieces[item.stem]
