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
from pipeline.outline.names import same
from pipeline.outline.regions import Region
from pipeline.outline.rows import from_item, titles
from pipeline.outline.scene import Scene
from pipeline.outline.words import label_role
from pipeline.structure import Recommendation

_ANNOUNCES = re.compile(
    r"\b(?:recommend(?:s|ing|ations?)?|proposals?|propos(?:e|es|ing)|suggestions?|urges?|urging|calls? (?:on|upon|for)|advice)\b",
    re.I,
)
_REPORTS = re.compile(
    r"\b(?:recommended|proposed|urged|questions?|findings?|reasons?|examples?|challenges|successes|benefits|features|factors|criteria)\b",
    re.I,
)
_THEMES = re.compile(
    r"\b(?:in|into|across|on|under|around|by) (?:\w+ ){0,4}(?:areas|themes|topics|categories|sections|headings|groups|chapters)\b",
    re.I,
)
_SPEAKER = re.compile(
    r"(?P<who>(?:\b[Tt]he )?[A-Z][\w.&’'-]*(?: (?:of|for|on|and|the|[A-Z][\w.&’'-]*))*) (?:also |further |strongly )?"
    r"(?:recommends?|urges?|calls? (?:on|upon|for)|proposes?|suggests?|advis(?:e|es))\b"
)
_OWN_VOICE = re.compile(
    r"\b(?:We|I|[Aa]uthors?|[Rr]eport|[Pp]aper|[Cc]ommittee|[Cc]ommission|[Pp]anel|[Ii]nquiry|[Tt]ask ?[Ff]orce|[Gg]roup|[Bb]oard|"
    r"[Tt]eam|[Ss]tudy|[Bb]rief|[Aa]ssembly|[Cc]onference)\b"
)
_PAST = re.compile(r"\b(?:was|were|had|did|ha(?:s|ve) been|recommended|agreed|implemented|completed)\b")
_SENTENCE = re.compile(r"(?<=[a-z)”\"][.!?])\s+")


@dataclass(frozen=True, slots=True)
class _List:
    """The items of one list and what the choice rests on: the shares of items that advise and whose title is an order."""

    items: list[Item]
    titles: list[Span | None]
    advising: list[bool]
    directing: float
    ordered: float
    calling: float
    words: float
    announced: bool | None
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
            fits = (stance == "advice" and each.share >= (0.3 if each.region.own else 0.5)) or (
                stance == "mixed" and each.share >= 0.4
            )
        if fits:
            yield from _rows(scene, each, each.region.stance == "mixed" and not each.announced)


def plain(scene: Scene, taken: frozenset[int]) -> Iterator[Recommendation]:
    """Lists that nothing announces and whose items give advice all the same: nearly all, at length, most by an imperative."""
    for each in _lists(scene, taken):
        if len(each.items) < 2 or each.words < (8 if each.calling else 20):
            continue
        if each.calling >= 0.5:
            yield from _rows(scene, each, True)
        elif (each.region.stance == "hint" and each.share >= 0.7) or (
            each.region.stance == "none" and each.ordered >= 0.6 and each.directing >= 0.5
        ):
            yield from _rows(scene, each)


def _rows(scene: Scene, each: _List, only_advice: bool = False) -> Iterator[Recommendation]:
    """The rows of a list; `only_advice` leaves out items that do not advise, as where conclusions stand among them."""
    kind = "bulleted" if each.items[0].label.kind == "bullet" else "numbered"
    for item, title, advising in zip(each.items, each.titles, each.advising, strict=True):
        if advising or not only_advice:
            yield from_item(scene, item, kind, title)  # type: ignore[arg-type]


def _lists(scene: Scene, taken: frozenset[int]) -> Iterator[_List]:
    """All outermost lists that may be advice, as far as nothing speaks against it."""
    outer = [i for i in scene.items if i.parent is None and i.start not in taken and _counts(i.label)]
    for _, members in groupby(outer, key=lambda i: i.group):
        each = _weighed(scene, list(members))
        if each.announced is not False and not _is_part_of_advice(scene, each.items[0]) and not _asks(scene, each):
            yield each


def _counts(label: Label) -> bool:
    """Whether a label counts or marks items: `1.`, `•`, a code such as `B2`; not one with a word of its own."""
    return label.kind != "word" or (len(label.word) == 1 and label_role(label.word) is None)


def _weighed(scene: Scene, group: list[Item]) -> _List:
    spans = titles(group)
    texts = [scene.own(i) for i in group]
    heads = [t[: s.end] if s else "" for t, s in zip(texts, spans, strict=True)]
    return _List(
        items=group,
        titles=spans,
        advising=[advises(t, h) or _parts_advise(scene, i) for i, t, h in zip(group, texts, heads, strict=True)],
        directing=sum(directs(t[len(h) :]) for t, h in zip(texts, heads, strict=True)) / len(group),
        ordered=sum(imperative(h) == 1 for h in heads) / len(group),
        calling=sum(map(calls, texts)) / len(group),
        words=sum(len(t.split()) for t in texts) / len(group),
        announced=_announced(scene, group[0]),
        region=scene.region(group[0].start),
    )


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
    *before, last = _SENTENCE.split(scene.pieces[first.stem].text.strip())
    return performs(" ".join(before)) and not performs(last)


def _announced(scene: Scene, item: Item) -> bool | None:
    """Whether the stem above a list says that recommendations come; False where it says that something else does."""
    if item.stem is None or item.stem >= item.start or scene.pieces[item.stem].block.kind == "heading":
        return None
    stem = scene.pieces[item.stem]
    last = _SENTENCE.split(stem.text.strip())[-1]
    if not stem.is_stem and not re.search(r"\b(?:following|below|these)\b", last):
        return None
    if _REPORTS.search(last) and not re.search(r"\b(?:recommend|recommendations?|suggestions?)\b", last, re.I):
        return False
    if _THEMES.search(last) or _of_others(scene, last):
        return None
    return True if _ANNOUNCES.search(last) else None


def _of_others(scene: Scene, sentence: str) -> bool:
    """Whether a sentence reports what somebody else recommends: a name before the verb that is none of the issuers'."""
    found = _SPEAKER.search(sentence)
    if not found or _OWN_VOICE.search(found["who"]):
        return False
    who = found["who"].removeprefix("The ").removeprefix("the ").strip()
    return not any(same(who, issuer) or who.lower() in issuer.lower() for issuer in scene.issuers)
