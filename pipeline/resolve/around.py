"""A draft directive, and which others stand around it: under its cue, in its sentence, paragraph, recommendation, section."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from pipeline.frames import Annotation, Frame
from pipeline.parties import Party
from pipeline.structure import Outline

By = Literal["cue", "sentence", "block", "recommendation", "section"]
REPORTED = "the norm is reported of somebody else"
OPEN = "nobody is named, and the context leaves open who is meant"


@dataclass(slots=True)
class Draft:
    """A frame with the parties found so far. `evidence`: what the implied actors rest on."""

    index: int
    frame: Frame
    actors: list[Party] = field(default_factory=list)
    others: list[Party] = field(default_factory=list)
    implicit: list[str] = field(default_factory=list)
    evidence: str = ""

    @property
    def ids(self) -> tuple[str, ...]:
        """Who acts, as far as is known."""
        return tuple(p.entity_id for p in self.actors) or tuple(self.implicit)

    def add(self, parties: Iterable[Party]) -> None:
        """Targets and partners: each identity once in each role."""
        for party in parties:
            if (party.role, party.entity_id) not in {(p.role, p.entity_id) for p in self.others}:
                self.others.append(party)

    @property
    def own(self) -> bool:
        """Whether it is the authors who say that they will act: nobody around is meant with them."""
        return bool(self.actors) and all(p.resolution == "issuer" for p in self.actors)

    @property
    def open(self) -> bool:
        """Whether somebody may be meant: not where another's norm is reported."""
        return self.frame.reporter is None

    @property
    def reason(self) -> str:
        """Why nobody is named."""
        return OPEN if self.open else REPORTED


Evidence = Callable[[Draft], tuple[str, ...]]


class Around:
    """The drafts of one document by where they stand."""

    def __init__(self, drafts: Sequence[Draft], outline: Outline, annotation: Annotation) -> None:
        self._outline, self._annotation = outline, annotation
        self.drafts = drafts
        self._held: dict[tuple[By, int], list[Draft]] = defaultdict(list)
        for draft in drafts:
            for key in self._keys(draft):
                self._held[key].append(draft)

    def _keys(self, draft: Draft) -> Iterable[tuple[By, int]]:
        yield "cue", draft.frame.modal
        yield "sentence", draft.frame.sentence
        yield "block", self.block(draft)
        if (recommendation := self.recommendation(draft)) is not None:
            yield "recommendation", recommendation
        if (section := self.section(draft)) is not None:
            yield "section", section

    def same(self, draft: Draft, by: By) -> list[Draft]:
        """The other drafts in the same place, in text order."""
        key = next((k for k in self._keys(draft) if k[0] == by), None)
        return [d for d in self._held[key] if d is not draft and (by == "cue" or not d.own)] if key else []

    def together(self, one: Draft, other: Draft) -> bool:
        """Whether two stand in one paragraph or one recommendation."""
        inside = self.recommendation(one)
        return self.block(one) == self.block(other) or (inside is not None and inside == self.recommendation(other))

    def in_block(self, block: int) -> list[Draft]:
        """The drafts of a block, in text order."""
        return self._held.get(("block", block), [])

    def block(self, draft: Draft) -> int:
        """The block of its sentence."""
        return self._annotation.sentences[draft.frame.sentence].block

    def recommendation(self, draft: Draft) -> int | None:
        """The set-apart recommendation that holds it."""
        return self._at(draft, self._outline.recommendation_of)

    def section(self, draft: Draft) -> int | None:
        """The section that it stands in."""
        return self._at(draft, self._outline.section_of)

    def advised(self, draft: Draft) -> bool:
        """Whether it stands where advice is given."""
        return self.recommendation(draft) is not None or self.block(draft) in self._outline.advice_blocks

    def is_ordered(self, draft: Draft) -> bool:
        """Whether it is an imperative."""
        return self._annotation.modals[draft.frame.modal].form == "imperative"

    def _at(self, draft: Draft, held: Sequence[int | None]) -> int | None:
        block = self.block(draft)
        return held[block] if block < len(held) else None


def nearest(draft: Draft, others: Sequence[Draft]) -> tuple[str, ...]:
    """The actors of the last one before, else of the first one after."""
    before = [d for d in others if d.index < draft.index and d.ids]
    after = [d for d in others if d.index > draft.index and d.actors]
    return before[-1].ids if before else after[0].ids if after else ()
