"""Where advice stands: what the headings say of the text below them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.outline.grammar import imperative
from pipeline.outline.headings import Head
from pipeline.outline.parties import party_in_heading
from pipeline.outline.words import HeadingRole, heading_roles, label_role

Stance = Literal["advice", "mixed", "addressed", "hint", "none", "counter", "apart"]
_FOR = re.compile(r"(?:for|to)\b|what\b|.*\b(?:should|must|can|needs? to)\b", re.I)


@dataclass(frozen=True, slots=True)
class Region:
    """What is to be expected below a heading.

    Attributes:
        stance: `advice`: recommendations; `mixed`: recommendations among other things; `addressed`: what some party ought to
            do; `hint`: perhaps; `none`: nothing is known; `counter`: findings and the like; `apart`: what is not the report's own advice (replies, annexes).
        summary: what stands here stands elsewhere in full.
        own: whether the heading says so itself, not one above it.
    """

    stance: Stance
    summary: bool
    own: bool


class _Wide:
    """Tells whether a heading's section is so wide that its rank must be wrong: no summary, no reply is half a report."""

    def __init__(self, heads: Sequence[Head], ends: Sequence[int]) -> None:
        last = max(ends, default=1)
        self._share = {id(h): (end - h.piece.index) / last for h, end in zip(heads, ends, strict=True)}

    def __call__(self, head: Head | None) -> bool:
        return head is not None and (self._share[id(head)] > 0.4 or self(head.parent))


def regions(
    heads: Sequence[Head], ends: Sequence[int], title: str | None, announced: Collection[int] = ()
) -> list[Region]:
    """The region of every heading.

    Args:
        heads: the headings.
        ends: for each one past the last block of its section.
        title: of the report.
        announced: blocks of headings right behind a text that announces advice ("We call for the following:").
    """
    too_long = _Wide(heads, ends)
    found: dict[int, Region] = {}
    top = Region("none", False, False)
    if title and heading_roles(title) & {"advice", "hint"} and not any("advice" in _roles(h) for h in heads):
        top = Region("hint", False, False)
    divider: tuple[int, Region] | None = None
    parties = _parties(heads)
    for i, head in enumerate(heads):
        region = _region(head, found, top, too_long)
        if id(head) in parties and not region.own and region.stance in ("none", "hint"):
            region = Region("addressed", region.summary, True)
        if divider and region.own and region.stance == "apart" and "back" in heading_roles(head.piece.text):
            divider = None
        if divider and head.level <= divider[0]:
            divider = None if region.own or head.level < divider[0] else divider
            region = Region(divider[1].stance, region.summary, False) if divider else region
        if region.own and region.stance in ("advice", "hint") and _is_divider(heads, i):
            divider = (heads[i + 1].level, region)
        if head.piece.index in announced and not region.own and head.label:
            region = Region("advice", region.summary, False)
            divider = (head.level, region)
        found[id(head)] = region
    return [found[id(h)] for h in heads]


def _parties(heads: Sequence[Head]) -> frozenset[int]:
    """The headings that name the party whose turn it is: those that say so ("For Congress"), and bare names that do not stand
    alone beside their like ("Congress", "Ministries")."""
    named = [h for h in heads if not heading_roles(h.piece.text) and _is_party(h.piece.text)]
    kin = Counter((id(h.parent), h.level) for h in named)
    return frozenset(id(h) for h in named if kin[id(h.parent), h.level] > 1 or _FOR.match(h.piece.text))


def _is_party(title: str) -> bool:
    """Whether a heading is nothing but a party, or what it should do; not what there is for it ("Support for Ministries")."""
    who = party_in_heading(title)
    return who is not None and (who.start == 0 or bool(_FOR.match(title)))


def _is_divider(heads: Sequence[Head], i: int) -> bool:
    """Whether a heading has nothing below it but a heading of its own rank or a higher one: it announces those that come."""
    head = heads[i]
    after = heads[i + 1] if i + 1 < len(heads) else None
    return after is not None and after.piece.index == head.piece.index + 1 and after.level <= head.level


def _region(head: Head, found: dict[int, Region], top: Region, wide: _Wide) -> Region:
    above = found[id(head.parent)] if head.parent else top
    if head.parent and wide(head.parent):
        above = Region("none" if above.stance == "apart" else above.stance, False, False)
    roles = _roles(head)
    summary = above.summary or "summary" in roles
    stance = _stance(roles)
    if stance == "apart" and _begins_with_advice(head.piece.text):
        stance = "mixed"  # two headings that have run into one: "Recommendations for Action Agency Comments"
    if stance is None:
        return Region(above.stance, summary, False)
    if stance == "advice" and _has_more_exact(head):
        stance = "hint"
    if stance == "hint" and above.stance in ("advice", "mixed"):
        return Region(above.stance, summary, False)
    return Region(stance, summary, True)


def _begins_with_advice(title: str) -> bool:
    words = title.split()
    return len(words) > 3 and "advice" in heading_roles(words[0])


def _roles(head: Head) -> frozenset[HeadingRole]:
    label = head.label
    if label and label.kind == "word":
        role = label_role(label.word)
        if role == "advice":
            return frozenset({"advice"})
        if role == "finding":
            return frozenset({"finding"})
        if role in ("back", "caption"):
            return heading_roles(head.piece.text) | {"back"}
    roles = heading_roles(head.piece.text)
    if "advice" not in roles and imperative(head.piece.text) == 1:
        return frozenset()
    return roles | {"other"} if head.piece.text.rstrip().endswith("?") and "advice" not in roles else roles


def _stance(roles: frozenset[HeadingRole]) -> Stance | None:
    if "other" in roles or "contents" in roles:
        return "apart"
    if "advice" in roles:
        return "mixed" if "finding" in roles else "advice"
    if "back" in roles:
        return "apart"
    if "finding" in roles:
        return "counter"
    return "hint" if "hint" in roles else None


def _has_more_exact(head: Head) -> bool:
    """Whether headings further down announce the recommendations themselves, and others beside them something else."""
    inside = [h for h in _subtree(head) if not _is_recommendation(h) and not party_in_heading(h.piece.text)]
    below = ["advice" if _begins_with_advice(h.piece.text) else _stance(_roles(h)) for h in inside]
    return "advice" in below and ("counter" in below or "apart" in below or None in below)


def _is_recommendation(head: Head) -> bool:
    return bool(head.label and head.label.kind == "word" and label_role(head.label.word) == "advice")


def _subtree(head: Head) -> list[Head]:
    return [h for child in head.children for h in (child, *_subtree(child))]
