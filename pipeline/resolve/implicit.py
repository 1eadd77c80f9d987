"""Who is meant where a directive names nobody: only where the text around it leaves no doubt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pipeline.document import Document, Span
from pipeline.frames import Annotation, Frame
from pipeline.parties import Party
from pipeline.resolve.anaphora import Anaphora, Place
from pipeline.resolve.phrases import inner_countries, owners, parse
from pipeline.resolve.registry import Registry
from pipeline.resolve.sets import NameSet
from pipeline.structure import Outline

# The share of the directives of a section or a document that a party must act in to be meant throughout, and its companions.
MOST, SHARE = 0.75, 0.6
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
    def open(self) -> bool:
        """Whether somebody may be meant: not where another's norm is reported."""
        return self.frame.reporter is None

    @property
    def reason(self) -> str:
        """Why nobody is named."""
        return OPEN if self.open else REPORTED


class Scene:
    """What stands around the directives of one document."""

    def __init__(
        self,
        document: Document,
        outline: Outline,
        annotation: Annotation,
        registry: Registry,
        anaphora: Anaphora,
        sets: Sequence[NameSet],
        drafts: Sequence[Draft],
    ) -> None:
        self._document, self._outline, self._annotation = document, outline, annotation
        self._registry, self._anaphora, self._drafts = registry, anaphora, drafts
        self._sets = sets
        self._mutual = [s for s in sets if s.mutual and all(registry.is_country(i) for i in s.ids)]

    def implied(self, draft: Draft) -> tuple[str, ...]:
        """The parties that a directive without a named actor means; empty where the context does not tell.

        Sets `draft.evidence` to what they rest on.
        """
        own = {
            "cue": self._cue,
            "agent": self._agent,
            "subject": self._subject,
            "object": self._object,
            "between": self._between,
        }
        around = {
            "sentence": self._sentence,
            "recommendation": self._recommendation,
            "title": self._titled,
            "paragraph": self._paragraph,
            "dominant": self._dominant,
            "stems": self._stems,
        }
        # Outside of advice a passive or impersonal sentence mostly means nobody in particular.
        for evidence, step in (own | (around if self._advised(draft) else {})).items():
            if ids := step(draft):
                draft.evidence = evidence
                return tuple(i for i in ids if i not in self._undergoing(draft))
        return ()

    def _undergoing(self, draft: Draft) -> tuple[str, ...]:
        """The party that a passive is about ("Fiji should be granted access"): it is not the one to act."""
        if draft.frame.voice != "passive" or draft.frame.subject is None:
            return ()
        return self._registry.identify(self._document.slice(draft.frame.subject.span))

    def _advised(self, draft: Draft) -> bool:
        held = self._place(draft, self._outline.recommendation_of)
        heading = self._document.placed[self._block(draft)].block.kind == "heading"
        return heading or held is not None or self._block(draft) in self._outline.advice_blocks

    def _cue(self, draft: Draft) -> tuple[str, ...]:
        """The actors of another action under the same cue."""
        return _nearest(draft, [d for d in self._drafts if d.frame.modal == draft.frame.modal and d is not draft])

    def _agent(self, draft: Draft) -> tuple[str, ...]:
        """By whom a thing that is called for is done ("leadership by Chile and Peru")."""
        frame, text = draft.frame, self._document.text
        if frame.action.start == frame.verb.start and frame.voice == "active":
            return ()
        for together in self._sets:
            before = text[max(0, together.span.start - 10) : together.span.start].casefold().removesuffix("the ")
            if frame.action.covers(together.span) and before.endswith(" by "):
                return together.ids
        return ()

    def _subject(self, draft: Draft) -> tuple[str, ...]:
        """Whose the subject is: "Chile-Peru exercises should be held", "Norway's budget should …", "the alliance requires …"."""
        nominal = draft.frame.subject or next(iter(draft.frame.actors), None)
        if nominal is None:
            return ()
        lexicon = self._registry.lexicon
        if inside := self._inside(nominal.span):
            return inside.ids
        if lexicon.sort(nominal.head_lemma) == "relation":
            return self._anaphora.alliance(Place(draft.frame.sentence, nominal.span.end))
        owned = owners(parse(self._document.slice(nominal.span), lexicon).core, lexicon)
        party = lexicon.sort(nominal.head_lemma) in {"person", "group", "people", "body"}
        return owned.countries if owned.rest and not party else ()

    def _object(self, draft: Draft) -> tuple[str, ...]:
        """Whose cooperation is to be furthered ("revitalise Chile-Peru cooperation"), or whose alliance is called for."""
        frame, lexicon = draft.frame, self._registry.lexicon
        phrase = parse(self._document.slice(frame.action), lexicon)
        is_noun = phrase.head == self._document.slice(frame.verb)
        if is_noun and lexicon.sort(phrase.head) == "relation":
            return self._anaphora.alliance(Place(frame.sentence, frame.action.start))
        if is_noun and lexicon.sort(phrase.head) == "stance":
            return inner_countries(phrase.core, lexicon)
        inside = self._inside(frame.object or Span(frame.action.start, min(frame.action.end, frame.action.start + 60)))
        return inside.ids if inside and inside.relation != "alliance" else ()

    def _inside(self, span: Span) -> NameSet | None:
        return next((s for s in self._mutual if span.covers(s.span)), None)

    def _between(self, draft: Draft) -> tuple[str, ...]:
        """ "With regard to trade between Chile and Peru, tariffs should be lowered": the two in front of the action."""
        frame = draft.frame
        before = [s for s in self._mutual if s.sentence == frame.sentence and s.span.end < frame.verb.start]
        return before[0].ids if before and not before[0].relation else ()

    def _sentence(self, draft: Draft) -> tuple[str, ...]:
        same = [d for d in self._drafts if d.frame.sentence == draft.frame.sentence and d is not draft]
        return _nearest(draft, same)

    def _recommendation(self, draft: Draft) -> tuple[str, ...]:
        here = self._place(draft, self._outline.recommendation_of)
        if here is None:
            return ()
        same = [d for d in self._drafts if d is not draft and self._place(d, self._outline.recommendation_of) == here]
        if self._is_title(draft, here):
            return self._together([d for d in same if d.actors])
        return _nearest(draft, same)

    def _titled(self, draft: Draft) -> tuple[str, ...]:
        """A section's heading that is advice itself is addressed to those whom the section addresses."""
        block = self._block(draft)
        if self._document.placed[block].block.kind != "heading":
            return ()
        section = self._place(draft, self._outline.section_of)
        same = [d for d in self._drafts if d is not draft and self._place(d, self._outline.section_of) == section]
        return self._together([d for d in same if d.actors])

    def _together(self, drafts: Sequence[Draft]) -> tuple[str, ...]:
        """All to whom a recommendation's title is addressed: the parties most often named together in it, else all of them."""
        groups = Counter(tuple(sorted(p.entity_id for p in d.actors)) for d in drafts if len(d.actors) > 1)
        if groups:
            return groups.most_common(1)[0][0]
        ids = list(dict.fromkeys(p.entity_id for d in drafts for p in d.actors))
        states = [i for i in ids if self._registry.is_country(i)]
        chosen = states or ids
        return tuple(chosen) if len(chosen) <= MANY else ()

    def _paragraph(self, draft: Draft) -> tuple[str, ...]:
        block = self._block(draft)
        same = [d for d in self._drafts if d.index < draft.index and self._block(d) == block and d.ids]
        return same[-1].ids if same else ()

    def _dominant(self, draft: Draft) -> tuple[str, ...]:
        """The parties that most directives of the section, or else of the document, are addressed to."""
        section = self._place(draft, self._outline.section_of)
        for among in (
            [d for d in self._drafts if self._place(d, self._outline.section_of) == section],
            self._drafts,
        ):
            named = [{p.entity_id for p in d.actors} for d in among if d.actors]
            counts = Counter(i for ids in named for i in ids)
            if len(named) >= ENOUGH and max(counts.values()) >= MOST * len(named):
                return tuple(sorted(i for i, n in counts.items() if n >= SHARE * len(named)))
        return ()

    def _stems(self, draft: Draft) -> tuple[str, ...]:
        """The parties whom every list of the report that names its addressee in a stem is addressed to."""
        named = {tuple(p.entity_id for p in d.actors) for d in self._drafts if d.actors and d.frame.naming == "stem"}
        return next(iter(named)) if len(named) == 1 else ()

    def _block(self, draft: Draft) -> int:
        return self._annotation.sentences[draft.frame.sentence].block

    def _place(self, draft: Draft, held: Sequence[int | None]) -> int | None:
        block = self._block(draft)
        return held[block] if block < len(held) else None

    def _is_title(self, draft: Draft, recommendation: int) -> bool:
        heading = self._outline.recommendations[recommendation].heading
        imperative = self._annotation.modals[draft.frame.modal].form == "imperative"
        return imperative and heading is not None and heading.overlaps(draft.frame.verb)


def _nearest(draft: Draft, others: Sequence[Draft]) -> tuple[str, ...]:
    """The actors of the last one before, else of the first one after."""
    before = [d for d in others if d.index < draft.index and d.ids]
    after = [d for d in others if d.index > draft.index and d.actors]
    return before[-1].ids if before else after[0].ids if after else ()
