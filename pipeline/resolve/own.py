"""What a directive's own sentence, and the thing that it speaks of, tell about who is meant where it names nobody."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from pipeline.document import Document, Span
from pipeline.frames import Annotation, Frame
from pipeline.resolve.agents import can_act
from pipeline.resolve.anaphora import Anaphora, Place
from pipeline.resolve.around import Around, Draft, Evidence
from pipeline.resolve.introduced import singular
from pipeline.resolve.phrases import inner_countries, owners, parse
from pipeline.resolve.registry import Registry
from pipeline.resolve.sets import NameSet

_DOERS = re.compile(
    r"\b(?:(?:between|among) (?:both )?(?:the )?(?P<one>(?!(?:these|those)\b)[\w’'. -]{2,50}?) and (?:the )?(?P<other>[\w’'. -]{2,50}?)"
    r"|(?:by|between|among) (?:both )?(?P<by>(?!\w+ing\b)(?:the |these )?[\w’'-]+(?: (?!(?:to|in|on|for|by)\b)[\w’'-]+){0,7}))"
    r"(?=$|[,.;]| (?:to|in|on|for|over|about|at|with|is|are)\b)"
)
_CLAUSE = re.compile(
    r"(?:Although|While|Though|Since|Because|As|Even though) (?:both )?(?P<who>(?:the |[A-Z])[\w’'. -]{2,60}?) "
    r"(?:has|have|had|is|are|was|were|does|do|did|continues?|plans?|recognizes?|recognises?|made|makes?)\b[^.;]*, "
)
_OWN_WORDS = frozenset(
    {"recommendation", "recommendations", "proposal", "proposals", "conclusions", "findings", "report", "paper"}
)
_TAKING_UP = frozenset({"this", "these", "such"})
_KNOWN = frozenset({"the", "this", "that", "these", "those", "such"})
# The object of a verb, named for the first time.
_MADE = r"^\w+ (?:and \w+ )?(?:an?|its|their|one|new) (?:[\w’'-]+ ){{0,5}}?{}(?:e?s)?\b"
# Who made what the subject names.
_DONE_BY = re.compile(
    r" (?:\w+ed|made|built|run|set|written|drawn|held|given|taken|sent)(?: up| out)? by (?P<who>(?:the |all )?[\w’'-]+(?: (?!(?:in|for|on|under|to|and|with)\b)[\w’'-]+){0,5}?)"
    r"(?= (?:should|must|shall|need|ought|have|has|can|could|may)\b)"
)
NEXT, FAR = 2, 15  # sentences
_AND = re.compile(r",? and (?=the |[A-Z])")
NEAR = 60  # characters of an action in which its object stands


class Own:
    """The evidences that need nothing but the sentence and what it takes up."""

    def __init__(
        self,
        document: Document,
        annotation: Annotation,
        registry: Registry,
        anaphora: Anaphora,
        sets: Sequence[NameSet],
        around: Around,
    ) -> None:
        self._document, self._annotation, self._around = document, annotation, around
        self._registry, self._anaphora = registry, anaphora
        self._sets: dict[int, list[NameSet]] = defaultdict(list)
        for together in sets:
            self._sets[together.sentence].append(together)

    def evidences(self) -> dict[str, Evidence]:
        """By name, the surest first: each gives the parties that it points to."""
        return {
            "agent": self._agent,
            "subject": self._subject,
            "taken up": self._taken_up,
            "possessor": self._possessor,
            "made": self._made,
            "object": self._object,
            "doers": self._doers,
            "between": self._between,
            "first clause": self._first_clause,
        }

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
            own = words[-1] in _OWN_WORDS  # what the report says, not what was to be done
            return () if own or any(self._registry.is_served(i) for i in before.ids) else before.ids
        plural = words == ["they"] and any(p.resolution == "explicit" for p in before.actors)
        return before.ids if plural else ()

    def _possessor(self, draft: Draft) -> tuple[str, ...]:
        """ "The committee's review shall include hearings", "maps drawn by the council should be precise": a body whose own
        thing is to be so. What befalls a thing, others do."""
        nominal = next(iter(draft.frame.actors), None)
        if nominal is None or draft.frame.voice == "passive":
            return ()
        behind = _DONE_BY.match(self._document.text, nominal.head.end, draft.frame.verb.start)
        if nominal.possessor is None and behind is None:
            return ()
        text = behind["who"] if behind else self._document.slice(nominal.possessor or nominal.span)
        place = Place(draft.frame.sentence, nominal.span.start)
        ids = self._anaphora.resolve(text, place) if self._anaphora.is_anaphor(text) else self._parties(text)
        return ids if ids and all(self._registry.is_authority(i) or behind for i in ids) else ()

    def _made(self, draft: Draft) -> tuple[str, ...]:
        """ "The council should draw up a plan. […] The plan must set targets": who was to make it sees to it."""
        nominal = draft.frame.subject or next(iter(draft.frame.actors), None)
        if nominal is None or nominal.pos != "NOUN":
            return ()
        words = self._document.slice(nominal.span).split()
        if len(words) != 2 or words[0].casefold() not in _KNOWN:
            return ()
        made = re.compile(_MADE.format(re.escape(singular(words[1]))), re.IGNORECASE)
        section = self._around.section(draft)
        for before in reversed(self._around.drafts[: draft.index]):
            if draft.frame.sentence - before.frame.sentence > FAR or self._around.section(before) != section:
                break
            if (
                before.frame.voice == "active"
                and before.actors
                and made.search(self._document.slice(before.frame.action))
            ):
                return before.ids
        return ()

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
        if self._annotation.modals[draft.frame.modal].form in {"imperative", "modal"}:
            return draft.frame.noun
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

    def _between(self, draft: Draft) -> tuple[str, ...]:
        """ "With regard to trade between Chile and Peru, tariffs should be lowered": the two in front of the action."""
        frame = draft.frame
        before = [s for s in self._mutual(frame) if s.span.end < frame.verb.start]
        return before[0].ids if before and not before[0].relation else ()

    def _first_clause(self, draft: Draft) -> tuple[str, ...]:
        """Whom the clause before is about: "Although the ministry has begun, more rules need to be written"."""
        frame = draft.frame
        if frame.voice != "passive":
            return ()
        start = self._annotation.sentences[frame.sentence].span.start
        match = _CLAUSE.match(self._document.text[start : frame.verb.start])
        ids = self._parties(match["who"]) if match else ()
        return ids if all(self._registry.is_authority(i) for i in ids) else ()

    def _mutual(self, frame: Frame) -> list[NameSet]:
        """The countries that the frame's sentence joins."""
        return [s for s in self._sets[frame.sentence] if s.mutual and all(self._registry.is_state(i) for i in s.ids)]

    def _inside(self, frame: Frame, span: Span) -> NameSet | None:
        return next((s for s in self._mutual(frame) if span.covers(s.span)), None)
