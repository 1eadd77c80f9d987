"""Who is meant where a directive names nobody: only where the text around it leaves no doubt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pipeline.document import Document
from pipeline.frames import Annotation
from pipeline.resolve.anaphora import Anaphora
from pipeline.resolve.around import Around, Draft, nearest
from pipeline.resolve.own import Own
from pipeline.resolve.registry import Registry
from pipeline.resolve.sets import NameSet
from pipeline.structure import Outline

# The share of the directives of a section or a document that a party must act in to be meant throughout, and its companions.
MOST, SHARE = 0.75, 0.6
ENOUGH = 3
MANY, FEW = 4, 2  # countries, and other parties, that a title may be addressed to together


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
        around: Around,
    ) -> None:
        self._document, self._outline, self._annotation = document, outline, annotation
        self._registry, self._around = registry, around
        self._own = Own(document, annotation, registry, anaphora, sets, around).evidences()
        self._stem_parties = {
            tuple(p.entity_id for p in d.actors) for d in around.drafts if d.actors and d.frame.naming == "stem"
        }
        self._asked = [
            tuple(p.entity_id for p in d.actors)
            for d in around.drafts
            if d.actors and d.open and annotation.modals[d.frame.modal].form == "performative"
        ]
        self._throughout = self._most_addressed(around.drafts)

    def implied(self, draft: Draft) -> tuple[str, ...]:
        """The parties that a directive without a named actor means; empty where the context does not tell.

        Sets `draft.evidence` to what they rest on.
        """
        own = {"cue": self._cue} | self._own | {"demanded": self._demanded}
        around = {
            "sentence": self._sentence,
            "stem": self._stem,
            "recommendation": self._recommendation,
            "title": self._titled,
            "paragraph": self._paragraph,
            "dominant": self._dominant,
            "stems": self._stems,
            "called on": lambda d: self._called_on() if self._around.is_ordered(d) else (),
        }
        # Outside of advice a passive or impersonal sentence mostly means nobody in particular; so does a thing that is
        # called for, and a thing that ought to be in some state, wherever it stands.
        ordered = self._around.is_ordered(draft)
        nobody = not (ordered or self._advised(draft)) or draft.frame.noun or self._is_state(draft)
        for evidence, step in (own | ({} if nobody else around)).items():
            ids = step(draft)
            if evidence in around and any(self._is_dealt_with(draft, i) for i in ids):
                continue
            if ids:
                draft.evidence = evidence
                return ids if evidence == "cue" else tuple(i for i in ids if i not in self._undergoing(draft))
        return ()

    def _is_dealt_with(self, draft: Draft, entity_id: str) -> bool:
        """Whether the action itself names a party ("require certificates of resellers"): then it is not the one to act."""
        name = self._registry.entity(entity_id).name.casefold()
        return not self._registry.is_state(entity_id) and name in self._document.slice(draft.frame.action).casefold()

    def told_alike(self, drafts: Sequence[Draft]) -> tuple[tuple[Draft, tuple[str, ...]], ...]:
        """Titles of recommendations that name nobody, where the other titles all mean the same parties: they mean them too."""
        titles = [d for d in drafts if self._is_title(d)]
        known = {frozenset(d.ids) for d in titles if d.ids}
        enough = len(known) == 1 and sum(bool(d.ids) for d in titles) > 1
        ids = tuple(sorted(next(iter(known)))) if enough else ()
        return tuple((d, ids) for d in titles if ids and not d.ids and d.open)

    def _is_state(self, draft: Draft) -> bool:
        """ "Guidance must be easier to filter": a subject that cannot act, and a verb of being."""
        frame = draft.frame
        return (
            frame.voice == "active"
            and frame.action_verb in {"be", "include", "contain", "remain"}
            and bool(frame.actors)
        )

    def _undergoing(self, draft: Draft) -> tuple[str, ...]:
        """The party that a passive is about ("Fiji should be granted access"): it is not the one to act."""
        if draft.frame.voice != "passive" or draft.frame.subject is None:
            return ()
        return self._registry.identify(self._document.slice(draft.frame.subject.span))

    def _advised(self, draft: Draft) -> bool:
        if self._around.advised(draft) or self._is_heading(self._around.block(draft)):
            return True
        before = [d for d in self._around.same(draft, "block") if d.index < draft.index]
        return any(self._annotation.modals[d.frame.modal].form == "performative" and d.actors for d in before)

    def _is_heading(self, block: int) -> bool:
        return self._document.placed[block].block.kind == "heading"

    def _cue(self, draft: Draft) -> tuple[str, ...]:
        """The actors of another action under the same cue."""
        return nearest(draft, self._around.same(draft, "cue"))

    def _sentence(self, draft: Draft) -> tuple[str, ...]:
        return nearest(draft, self._around.same(draft, "sentence"))

    def _stem(self, draft: Draft) -> tuple[str, ...]:
        """Whom the sentence above the list addresses ("The ministries should ensure the following:")."""
        block = self._outline.stem_of.get(self._around.block(draft))
        above = [d for d in self._around.in_block(block) if d.actors] if block is not None else []
        return above[-1].ids if above else ()

    def _recommendation(self, draft: Draft) -> tuple[str, ...]:
        same = self._around.same(draft, "recommendation")
        if self._is_title(draft):
            return self._together([d for d in same if d.actors])
        return self._states(nearest(draft, same)) or self._agreed(same)

    def _states(self, ids: tuple[str, ...]) -> tuple[str, ...]:
        return ids if all(self._registry.is_state(i) for i in ids) else ()

    def _agreed(self, drafts: Sequence[Draft]) -> tuple[str, ...]:
        """Whom all the others name; where they differ, the one authority among them: it is not those it governs who are meant."""
        named = [tuple(p.entity_id for p in d.actors) for d in drafts if d.actors]
        named = [ids for ids in named if not any(self._registry.is_served(i) for i in ids)]
        for groups in (named, [ids for ids in named if all(self._registry.is_authority(i) for i in ids)]):
            if len({frozenset(ids) for ids in groups}) == 1:
                return groups[0]
        return ()

    def _is_title(self, draft: Draft) -> bool:
        index = self._around.recommendation(draft)
        heading = self._outline.recommendations[index].heading if index is not None else None
        return self._around.is_ordered(draft) and heading is not None and heading.overlaps(draft.frame.verb)

    def _titled(self, draft: Draft) -> tuple[str, ...]:
        """A section's heading that is advice itself is addressed to those whom the section addresses."""
        if not self._around.is_ordered(draft) or not self._is_heading(self._around.block(draft)):
            return ()
        told = [d for d in self._around.same(draft, "section") if d.actors]
        return self._throughout or self._states(self._together(told)) or (self._agreed(told) if len(told) > 1 else ())

    def _together(self, drafts: Sequence[Draft]) -> tuple[str, ...]:
        """All to whom a recommendation's title is addressed: the parties most often named together in it, else all of them."""
        groups = Counter(tuple(sorted(p.entity_id for p in d.actors)) for d in drafts if len(d.actors) > 1)
        if groups:
            return groups.most_common(1)[0][0]
        ids = list(dict.fromkeys(p.entity_id for d in drafts for p in d.actors))
        states = [i for i in ids if self._registry.is_country(i)]
        return tuple(states if len(states) <= MANY else ()) or tuple(ids if len(ids) <= FEW else ())

    def _paragraph(self, draft: Draft) -> tuple[str, ...]:
        same = [d for d in self._around.same(draft, "block") if d.index < draft.index and d.ids]
        return self._states(same[-1].ids) or self._agreed(same) if same else ()

    def _dominant(self, draft: Draft) -> tuple[str, ...]:
        """The parties that most directives of the section, or else of the document, are addressed to."""
        return self._most_addressed(self._around.same(draft, "section")) or self._throughout

    def _most_addressed(self, drafts: Sequence[Draft]) -> tuple[str, ...]:
        named = [{p.entity_id for p in d.actors} for d in drafts if d.actors]
        counts = Counter(i for ids in named for i in ids)
        if len(named) < ENOUGH or max(counts.values()) < MOST * len(named):
            return ()
        return tuple(sorted(i for i, n in counts.items() if n >= SHARE * len(named)))

    def _called_on(self) -> tuple[str, ...]:
        """The one authority that the report demands things of ("We demand that the college …"): its imperatives are for it too."""
        one = len({frozenset(ids) for ids in self._asked}) == 1
        return self._asked[0] if one and all(self._registry.is_authority(i) for i in self._asked[0]) else ()

    def _demanded(self, draft: Draft) -> tuple[str, ...]:
        """ "We require more buses": of whom the report demands all else."""
        modal = self._annotation.modals[draft.frame.modal]
        before = self._document.text[max(0, modal.span.start - 3) : modal.span.start].casefold()
        one = not any(self._registry.is_plural(i) for i in self._called_on())
        return self._called_on() if one and (modal.form == "performative" or before == "we ") else ()

    def _stems(self, draft: Draft) -> tuple[str, ...]:
        """The parties whom every list of the report that names its addressee in a stem is addressed to."""
        return next(iter(self._stem_parties)) if len(self._stem_parties) == 1 else ()
