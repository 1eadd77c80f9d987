"""Who is meant where a directive names nobody: only where the text around it leaves no doubt."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from pipeline.document import Document, Span
from pipeline.frames import Annotation, Frame
from pipeline.resolve.agents import can_act
from pipeline.resolve.anaphora import Anaphora, Place
from pipeline.resolve.around import Around, Draft, nearest
from pipeline.resolve.phrases import inner_countries, owners, parse
from pipeline.resolve.registry import Registry
from pipeline.resolve.sets import NameSet
from pipeline.structure import Outline

# The share of the directives of a section or a document that a party must act in to be meant throughout, and its companions.
MOST, SHARE = 0.75, 0.6
ENOUGH = 3
MANY, FEW = 4, 2  # countries, and other parties, that a title may be addressed to together
_DOERS = re.compile(
    r"\b(?:(?:between|among) (?:both )?(?:the )?(?P<one>(?!(?:these|those)\b)[\w’'. -]{2,50}?) and (?:the )?(?P<other>[\w’'. -]{2,50}?)"
    r"|(?:by|between|among) (?:both )?(?P<by>(?!\w+ing\b)(?:the |these )?[\w’'-]+(?: (?!(?:to|in|on|for|by)\b)[\w’'-]+){0,7}))"
    r"(?=$|[,.;]| (?:to|in|on|for|over|about|at|with|is|are)\b)"
)
_CLAUSE = re.compile(
    r"(?:Although|While|Though|Since|Because|As|Even though) (?:both )?(?P<who>(?:the |[A-Z])[\w’'. -]{2,60}?) "
    r"(?:has|have|had|is|are|was|were|does|do|did|continues?|plans?|recognizes?|recognises?|made|makes?)\b[^.;]*, "
)
_TAKING_UP = frozenset({"this", "these", "such"})
NEXT = 2  # sentences
_AND = re.compile(r",? and (?=the |[A-Z])")
NEAR = 60  # characters of an action in which its object stands


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
        self._registry, self._anaphora = registry, anaphora
        self._around = around
        self._sets: dict[int, list[NameSet]] = defaultdict(list)
        for together in sets:
            self._sets[together.sentence].append(together)
        self._stem_parties = {
            tuple(p.entity_id for p in d.actors) for d in around.drafts if d.actors and d.frame.naming == "stem"
        }
        self._throughout = self._most_addressed(around.drafts)

    def implied(self, draft: Draft) -> tuple[str, ...]:
        """The parties that a directive without a named actor means; empty where the context does not tell.

        Sets `draft.evidence` to what they rest on.
        """
        own = {
            "cue": self._cue,
            "agent": self._agent,
            "subject": self._subject,
            "taken up": self._taken_up,
            "object": self._object,
            "doers": self._doers,
            "between": self._between,
            "first clause": self._first_clause,
        }
        around = {
            "sentence": self._sentence,
            "stem": self._stem,
            "recommendation": self._recommendation,
            "title": self._titled,
            "paragraph": self._paragraph,
            "dominant": self._dominant,
            "stems": self._stems,
        }
        # Outside of advice a passive or impersonal sentence mostly means nobody in particular; so does a thing that is
        # called for, and a thing that ought to be in some state, wherever it stands.
        nobody = not self._advised(draft) or draft.frame.noun or self._is_state(draft)
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

    def _doers(self, draft: Draft) -> tuple[str, ...]:
        """Those by or between whom a thing that is called for is to be done ("talks between the army and the police")."""
        if draft.frame.voice == "passive" or draft.frame.action_verb == "be" or not self._is_noun(draft):
            return ()
        match = _DOERS.search(self._document.slice(draft.frame.action))
        if not match:
            return ()
        if match["by"]:
            if self._anaphora.is_anaphor(match["by"]):
                return self._anaphora.resolve(match["by"], Place(draft.frame.sentence, draft.frame.action.start))
            return self._parties(match["by"])
        one, other = match["one"], match["other"]
        if one.islower() and len(one.split()) == 1 and len(other.split()) == 2:
            one = f"{one} {other.split()[-1]}"  # "between customs and intelligence agencies"
        return self._parties(f"{one} and the {other}")

    def _is_noun(self, draft: Draft) -> bool:
        action, verb = self._document.slice(draft.frame.action), self._document.slice(draft.frame.verb)
        return draft.frame.noun or verb == parse(action, self._registry.lexicon).head

    def _parties(self, text: str) -> tuple[str, ...]:
        """All that a text joins by `and`, where each can act."""
        parts = [p.removeprefix("the ") for p in _AND.split(text)]
        lexicon = self._registry.lexicon
        acting = all(
            can_act(p, "", "PROPN" if p[:1].isupper() else "NOUN", "", lexicon)
            in (True, None if p[:1].isupper() else True)
            for p in parts
        )
        return tuple(dict.fromkeys(i for p in parts for i in self._registry.identify(p))) if acting else ()

    def _first_clause(self, draft: Draft) -> tuple[str, ...]:
        """Whom the clause before is about: "Although the ministry has begun, more rules need to be written"."""
        frame = draft.frame
        if frame.voice != "passive":
            return ()
        start = self._annotation.sentences[frame.sentence].span.start
        match = _CLAUSE.match(self._document.text[start : frame.verb.start])
        ids = self._parties(match["who"]) if match else ()
        return ids if all(self._is_authority(i) for i in ids) else ()

    def _agent(self, draft: Draft) -> tuple[str, ...]:
        """By whom a thing that is called for is done ("leadership by Chile and Peru")."""
        frame, text = draft.frame, self._document.text
        if frame.action.start == frame.verb.start and frame.voice == "active":
            return ()
        for together in self._sets[frame.sentence]:
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
        if inside := self._inside(draft.frame, nominal.span):
            return inside.ids
        if lexicon.sort(nominal.head_lemma) == "relation":
            return self._anaphora.alliance(Place(draft.frame.sentence, nominal.span.end))
        owned = owners(parse(self._document.slice(nominal.span), lexicon).core, lexicon)
        party = lexicon.sort(nominal.head_lemma) in {"person", "group", "people", "body"}
        return owned.countries if owned.rest and not party else ()

    def _taken_up(self, draft: Draft) -> tuple[str, ...]:
        """ "Firms should disclose requests. This disclosure should include …": who did the one does the other; so does "they"."""
        nominal = draft.frame.subject or next(iter(draft.frame.actors), None)
        if nominal is None or draft.index == 0:
            return ()
        before = self._around.drafts[draft.index - 1]
        near = draft.frame.sentence - before.frame.sentence <= NEXT and self._around.together(before, draft)
        words = self._document.slice(nominal.mention).casefold().split()
        if not near or not words:
            return ()
        if words[0] in _TAKING_UP:
            return before.ids
        plural = words == ["they"] and any(p.resolution == "explicit" for p in before.actors)
        return before.ids if plural else ()

    def _object(self, draft: Draft) -> tuple[str, ...]:
        """Whose cooperation is to be furthered ("revitalise Chile-Peru cooperation"), or whose alliance is called for."""
        frame, lexicon = draft.frame, self._registry.lexicon
        phrase = parse(self._document.slice(frame.action), lexicon)
        is_noun = phrase.head == self._document.slice(frame.verb)
        if is_noun and lexicon.sort(phrase.head) == "relation":
            return self._anaphora.alliance(Place(frame.sentence, frame.action.start))
        if is_noun and lexicon.sort(phrase.head) == "stance" and (whose := inner_countries(phrase.core, lexicon)):
            return whose
        if both := self._both(draft):
            return both
        end = min(frame.action.end, frame.action.start + NEAR)
        inside = self._inside(frame, frame.object or Span(frame.action.start, end))
        return inside.ids if inside and inside.relation != "alliance" else ()

    def _both(self, draft: Draft) -> tuple[str, ...]:
        """The two sides of what is called for ("cooperation between Chile and its neighbours is important")."""
        sides = [p for p in draft.others if p.role == "partner" and p.span]
        verb = self._document.slice(draft.frame.verb)
        is_noun = (
            verb.endswith("ing") or verb == parse(self._document.slice(draft.frame.action), self._registry.lexicon).head
        )
        if len(sides) < 2 or not is_noun or draft.frame.voice == "passive" or not sides[0].span:
            return ()
        before = self._document.text[max(0, sides[0].span.start - 12) : sides[0].span.start].casefold().split()
        return tuple(p.entity_id for p in sides) if {"between", "among"} & set(before) else ()

    def _mutual(self, frame: Frame) -> list[NameSet]:
        """The countries that the frame's sentence joins."""
        return [s for s in self._sets[frame.sentence] if s.mutual and all(self._registry.is_state(i) for i in s.ids)]

    def _inside(self, frame: Frame, span: Span) -> NameSet | None:
        return next((s for s in self._mutual(frame) if span.covers(s.span)), None)

    def _between(self, draft: Draft) -> tuple[str, ...]:
        """ "With regard to trade between Chile and Peru, tariffs should be lowered": the two in front of the action."""
        frame = draft.frame
        before = [s for s in self._mutual(frame) if s.span.end < frame.verb.start]
        return before[0].ids if before and not before[0].relation else ()

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
        named = [ids for ids in named if not any(self._is_served(i) for i in ids)]
        for groups in (named, [ids for ids in named if all(self._is_authority(i) for i in ids)]):
            if len({frozenset(ids) for ids in groups}) == 1:
                return groups[0]
        return ()

    def _is_served(self, entity_id: str) -> bool:
        """Whether a party is one that things are done for ("users", "patients"): it is meant only where it is named."""
        head = parse(self._registry.entity(entity_id).name, self._registry.lexicon).head
        return self._registry.lexicon.listed(head, "served")

    def _is_authority(self, entity_id: str) -> bool:
        return self._registry.is_state(entity_id) or self._registry.entity(entity_id).kind in {
            "body",
            "intergovernmental",
        }

    def _is_title(self, draft: Draft) -> bool:
        index = self._around.recommendation(draft)
        heading = self._outline.recommendations[index].heading if index is not None else None
        imperative = self._annotation.modals[draft.frame.modal].form == "imperative"
        return imperative and heading is not None and heading.overlaps(draft.frame.verb)

    def _titled(self, draft: Draft) -> tuple[str, ...]:
        """A section's heading that is advice itself is addressed to those whom the section addresses."""
        ordered = self._annotation.modals[draft.frame.modal].form == "imperative"
        if not ordered or not self._is_heading(self._around.block(draft)):
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

    def _stems(self, draft: Draft) -> tuple[str, ...]:
        """The parties whom every list of the report that names its addressee in a stem is addressed to."""
        return next(iter(self._stem_parties)) if len(self._stem_parties) == 1 else ()
