"""Who is meant where a directive names nobody: only where the recommendation leaves no doubt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from pipeline.document import Document
from pipeline.frames import Annotation, Frame
from pipeline.parties import Party
from pipeline.resolve.phrases import owners, parse
from pipeline.resolve.registry import Registry
from pipeline.structure import Outline

SHARE = 0.6  # of the actors of a section or a document, from which on one party is taken to be meant throughout
ENOUGH = 4
MANY = 4
REPORTED = "the norm is reported of somebody else"
OPEN = "nobody is named, and the context leaves open who is meant"


@dataclass(slots=True)
class Draft:
    """A frame with the parties that its own words give it."""

    index: int
    frame: Frame
    actors: list[Party] = field(default_factory=list)
    others: list[Party] = field(default_factory=list)
    implicit: list[str] = field(default_factory=list)

    @property
    def ids(self) -> tuple[str, ...]:
        """Who acts, as far as is known."""
        return tuple(p.entity_id for p in self.actors) or tuple(self.implicit)

    @property
    def open(self) -> bool:
        """Whether somebody may be meant: not where another's norm is reported."""
        return self.frame.reporter is None

    @property
    def reason(self) -> str:
        """Why nobody is named."""
        return OPEN if self.open else REPORTED


def implied(
    draft: Draft,
    drafts: Sequence[Draft],
    document: Document,
    outline: Outline,
    annotation: Annotation,
    registry: Registry,
) -> tuple[str, ...]:
    """The parties that a directive without a named actor means; empty where the context does not tell."""
    places = Places(outline, annotation)
    steps: tuple[Callable[[], tuple[str, ...]], ...] = (
        lambda: _from_subject(draft.frame, document, registry),
        lambda: _from_sentence(draft, drafts),
        lambda: _from_recommendation(draft, drafts, places, registry),
        lambda: _from_paragraph(draft, drafts, places),
        lambda: _dominant(draft, drafts, places),
    )
    return next((ids for step in steps if (ids := step())), ())


@dataclass(frozen=True, slots=True)
class Places:
    """Where a frame stands in the document's structure."""

    outline: Outline
    annotation: Annotation

    def block(self, frame: Frame) -> int:
        """The block of its sentence."""
        return self.annotation.sentences[frame.sentence].block

    def recommendation(self, frame: Frame) -> int | None:
        """The set-apart recommendation that holds it."""
        held = self.outline.recommendation_of
        block = self.block(frame)
        return held[block] if block < len(held) else None

    def section(self, frame: Frame) -> int | None:
        """The section that it stands in."""
        held = self.outline.section_of
        block = self.block(frame)
        return held[block] if block < len(held) else None

    def is_heading(self, frame: Frame) -> bool:
        """Whether it stands in the heading of its recommendation."""
        index = self.recommendation(frame)
        if index is None:
            return False
        heading = self.outline.recommendations[index].heading
        return heading is not None and heading.overlaps(frame.verb)


def _from_subject(frame: Frame, document: Document, registry: Registry) -> tuple[str, ...]:
    """The countries in whose name the subject is ("Japan-Australia exercises should be held", "Norway's budget should …")."""
    if frame.subject is None:
        return ()
    core = parse(document.slice(frame.subject.span), registry.lexicon).core
    owned = owners(core, registry.lexicon)
    return (
        owned.countries
        if owned.rest and registry.lexicon.sort(frame.subject.head_lemma) not in {"person", "group", "people", "body"}
        else ()
    )


def _from_sentence(draft: Draft, drafts: Sequence[Draft]) -> tuple[str, ...]:
    same = [d for d in drafts if d.frame.sentence == draft.frame.sentence and d is not draft and d.ids]
    return _nearest(draft, same)


def _nearest(draft: Draft, others: Sequence[Draft]) -> tuple[str, ...]:
    """The actors of the last one before, else of the first one after."""
    before = [d for d in others if d.index < draft.index and d.ids]
    after = [d for d in others if d.index > draft.index and d.actors]
    return before[-1].ids if before else after[0].ids if after else ()


def _from_recommendation(draft: Draft, drafts: Sequence[Draft], places: Places, registry: Registry) -> tuple[str, ...]:
    here = places.recommendation(draft.frame)
    if here is None:
        return ()
    same = [d for d in drafts if d is not draft and places.recommendation(d.frame) == here]
    if places.is_heading(draft.frame):
        return _together([d for d in same if d.actors], registry)
    return _nearest(draft, same)


def _together(drafts: Sequence[Draft], registry: Registry) -> tuple[str, ...]:
    """All who act in a recommendation: its title is addressed to all of them. Countries only, where there are any."""
    ids = list(dict.fromkeys(p.entity_id for d in drafts for p in d.actors))
    states = [i for i in ids if registry.is_country(i)]
    chosen = states or ids
    return tuple(chosen) if len(chosen) <= MANY else ()


def _from_paragraph(draft: Draft, drafts: Sequence[Draft], places: Places) -> tuple[str, ...]:
    block = places.block(draft.frame)
    same = [d for d in drafts if d.index < draft.index and places.block(d.frame) == block and d.ids]
    return same[-1].ids if same else ()


def _dominant(draft: Draft, drafts: Sequence[Draft], places: Places) -> tuple[str, ...]:
    """The parties that most directives of the section, or else of the document, are addressed to; inside recommendations only."""
    if places.recommendation(draft.frame) is None:
        return ()
    section = places.section(draft.frame)
    for among in ([d for d in drafts if places.section(d.frame) == section], drafts):
        counts = Counter(tuple(sorted(p.entity_id for p in d.actors)) for d in among if d.actors)
        if counts:
            ids, n = counts.most_common(1)[0]
            if n >= ENOUGH and n >= SHARE * sum(counts.values()):
                return ids
    return ()
