"""One report's frames turned into directives: who each party is."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pipeline.document import Document, Span
from pipeline.frames import Annotation, Frame, Mention, Nominal, Role
from pipeline.lexicon import Lexicon
from pipeline.lexicon.acronyms import introduced
from pipeline.parties import ISSUER, Directive, Party, Resolved
from pipeline.resolve.aims import along_with, dealt_with, groups, pronouns, rest_of_lists
from pipeline.resolve.anaphora import Anaphora, Place
from pipeline.resolve.around import Around, Draft
from pipeline.resolve.compounds import compound_names, united
from pipeline.resolve.confidence import Seen, confidence
from pipeline.resolve.dates import deadline_date
from pipeline.resolve.discourse import Discourse, Entry, Standing, entries
from pipeline.resolve.home import home_country
from pipeline.resolve.implicit import Scene
from pipeline.resolve.mentions import identities, issuer_ids, single
from pipeline.resolve.registry import Registry
from pipeline.resolve.sets import NameSet, clause, name_sets
from pipeline.resolve.we import We
from pipeline.resolve.who import Found, Who
from pipeline.structure import Outline

_WORD = re.compile(r"\w+")
_BETWEEN = re.compile(r"\b(?:between|among|amongst)\s+(?:the\s+|all\s+)?$")
NEAR = 6  # characters between a verb and its object


def resolve(document: Document, outline: Outline, annotation: Annotation, lexicon: Lexicon) -> Resolved:
    """Say who acts, on whom, with whom, and whose norm it is, for every frame of a document."""
    return Resolver(document, outline, annotation, lexicon).resolved()


class Resolver:
    """Resolves one document; `drafts` are its directives while parties are being found."""

    def __init__(self, document: Document, outline: Outline, annotation: Annotation, lexicon: Lexicon) -> None:
        self.document, self.outline, self.annotation, self.lexicon = document, outline, annotation, lexicon
        people = tuple(document.slice(m.span) for m in annotation.mentions if m.label == "PERSON")
        home = home_country(document, outline, annotation, lexicon)
        self.registry = Registry(lexicon, home, introduced(document.text), people)
        self.named = identities(document, annotation, self.registry)
        self.issuers = issuer_ids(outline, self.registry)
        self.sets = name_sets(document, annotation, self.named, lexicon)
        self.discourse = Discourse(entries(annotation, self.named, self.sets))
        self.anaphora = Anaphora(self.registry, self.discourse, self.sets, document.text)
        self.we = We(document, outline, annotation, self.registry, self.discourse)
        self.drafts: list[Draft] = []
        self.around = Around((), outline, annotation)
        self.printed: dict[str, Counter[str]] = {}
        self.who = Who(document, outline, annotation, self.registry, self.anaphora, self.we, self.sets)
        self.sets_in: dict[int, list[NameSet]] = defaultdict(list)
        for one in self.sets:
            self.sets_in[one.sentence].append(one)
        self.named_in: dict[int, list[tuple[Mention, tuple[str, ...]]]] = defaultdict(list)
        for mention, ids in zip(annotation.mentions, self.named, strict=True):
            self.named_in[mention.sentence].append((mention, ids))

    def resolved(self) -> Resolved:
        """The directives and entities of the document."""
        for index, frame in enumerate(self.annotation.frames):
            self.drafts.append(self._draft(index, self._with_whole_names(self._in_own_voice(frame))))
        self.around = Around(self.drafts, self.outline, self.annotation)
        scene = Scene(
            self.document, self.outline, self.annotation, self.registry, self.anaphora, self.sets, self.around
        )
        for draft in self.drafts:
            if not draft.actors and draft.open:
                draft.implicit.extend(self.registry.entity(i).entity_id for i in scene.implied(draft))
        for draft, alike in scene.told_alike(self.drafts):
            draft.implicit.extend(alike)
            draft.evidence = "title"
        self.printed = _printings(self.drafts)
        directives = tuple(self._directive(d) for d in self.drafts)
        return Resolved(
            directives=directives,
            entities=self.registry.entities,
            mention_entities=tuple(single(ids) for ids in self.named),
            issuer_entities=self.issuers,
        )

    def _with_whole_names(self, frame: Frame) -> Frame:
        """A name with `and` inside is one party."""
        sentence = self.annotation.sentences[frame.sentence].span
        names = compound_names(self.document.slice(sentence), self.lexicon)
        return united(frame, [n.shifted(sentence.start) for n in names])

    def _in_own_voice(self, frame: Frame) -> Frame:
        """What the report tells of its own issuer ("the Commission recommended", by a Commission) it says itself."""
        if frame.reporter is None:
            return frame
        teller = self.document.slice(frame.reporter)
        told = set(_WORD.findall(teller)) - {"The", "the", "This", "this", "Our", "our"}
        issuers = [i.name for i in self.outline.front.issuers if i.role == "issuer"]
        named = any(told <= {*_WORD.findall(name), _initials(name)} for name in issuers)
        return replace(frame, reporter=None) if told and named else frame

    def seen(self, draft: Draft) -> Seen:
        """What a draft stands in, for its confidence."""
        frame = draft.frame
        return Seen(
            modal=self.annotation.modals[frame.modal],
            sentence=self.annotation.sentences[frame.sentence].span,
            advised=self.around.advised(draft),
            after=self.document.text[frame.action.end : self.annotation.sentences[frame.sentence].span.end],
            together=1 + len(self.around.same(draft, "cue")),
            listed=all(i in self.lexicon.countries or i in self.lexicon.bodies for i in draft.ids),
        )

    def _draft(self, index: int, frame: Frame) -> Draft:
        draft = Draft(index=index, frame=frame)
        for nominal in _whole(frame.actors):
            found = self.who.actor(frame, nominal)
            for one in self._parties("actor", nominal.span, found):
                if one.entity_id not in {p.entity_id for p in draft.actors}:
                    draft.actors.append(one)
        self._remember(frame, draft.actors, "actor")
        if not draft.actors:
            self._remember_thing(frame)
        self._add_others(draft)
        self._remember_joined(frame, draft)
        return draft

    def _add_others(self, draft: Draft) -> None:
        frame = draft.frame
        taken = tuple(p.entity_id for p in draft.actors)
        for nominal in frame.partners:
            found = self.who.alongside(frame, nominal, taken)
            if taken or not self._is_between(nominal):
                role: Role = "target" if self._among_others(frame, nominal, taken) else "partner"
                draft.add(self._parties(role, nominal.span, found))
        if not draft.others:
            for mention, ids in along_with(self.document, frame, self._named_in(frame)):
                draft.add(self._parties("partner", mention.span, Found(ids)))
        for nominal in self._affected(frame):
            draft.add(self._parties("target", nominal.span, self.who.affected(frame, nominal, taken)))
        if found := self.who.whose(frame):
            draft.add(self._parties("target", frame.action, found))
        for span in pronouns(self.document, frame, self.lexicon):
            place = Place(frame.sentence, span.start)
            found = Found(self.anaphora.resolve(self.document.slice(span), place, taken), "anaphor")
            draft.add(self._parties("target", span, found))
        if not any(p.role == "target" and p.entity_id not in taken for p in draft.others):
            for mention, ids in dealt_with(self.document, frame, self._named_in(frame), self.lexicon):
                draft.add(self._parties("target", mention.span, Found(ids)))
        if not any(p.role == "target" for p in draft.others):
            for span, head in groups(self.document, frame, self.lexicon):
                whole = clause(self.document, span, head, frame.action.end) if span == head else span
                ids = self.registry.identify(self.document.slice(whole))
                draft.add(self._parties("target", whole, Found(ids)))
        inside = [n for n in self._named_in(frame) if frame.action.covers(n[0].span)]
        for role, (mention, ids) in list(rest_of_lists(draft.others, inside, self.sets_in[frame.sentence])):
            draft.add(self._parties(role, mention.span, Found(ids)))
        draft.others = [p for p in draft.others if not any(_inside(p, other) for other in draft.others)]
        for role in ("partner", "target"):
            self._remember(frame, [p for p in draft.others if p.role == role], role)

    def _among_others(self, frame: Frame, nominal: Nominal, taken: tuple[str, ...]) -> bool:
        """ "Encourage trade between Chile and Peru": aimed at both, unless the actor is one of them."""
        if not self._is_between(nominal):
            return False
        members = {
            i for n in frame.partners if n.mention == nominal.mention for i in self.who.alongside(frame, n, ()).ids
        }
        return members.isdisjoint(taken)

    def _is_between(self, nominal: Nominal) -> bool:
        """One of two ends: where nobody acts, both are as likely to act as to be acted on, and neither is named."""
        before = self.document.text[max(0, nominal.mention.start - 20) : nominal.mention.start].casefold()
        return bool(_BETWEEN.search(before))

    def _affected(self, frame: Frame) -> tuple[Nominal, ...]:
        """The nominals that may be targets: those of the grammar, and the subject of a passive.

        Where the verb itself deals with its object ("urge X to press Y"), only the object.
        """
        if frame.subject and frame.voice == "passive":
            return (*frame.targets, frame.subject)
        found = frame.object
        first = next((n for n in frame.targets if found and found.overlaps(n.span)), None)
        if first and frame.action_verb in self.lexicon.dealings and first.span.start - frame.verb.end < NEAR:
            return tuple(n for n in frame.targets if n.mention == first.mention)
        return frame.targets

    def _named_in(self, frame: Frame) -> list[tuple[Mention, tuple[str, ...]]]:
        return self.named_in[frame.sentence]

    def _parties(self, role: Role, span: Span, found: Found) -> Iterator[Party]:
        span = found.span or span
        for entity_id in found.ids:
            yield Party(
                role=role,
                entity_id=self.registry.entity(entity_id).entity_id,
                text=self.document.slice(span),
                span=None if found.resolution == "implicit" else span,
                resolution=found.resolution,
            )

    def _remember(self, frame: Frame, parties: Iterable[Party], standing: Standing) -> None:
        parties = list(parties)
        ids = tuple(p.entity_id for p in parties)
        starts = [p.span.start for p in parties if p.span]
        if ids:
            start = min(starts, default=frame.verb.start)
            self.discourse.add(Entry(start, frame.sentence, ids, standing, self._plural(ids)))

    def _remember_thing(self, frame: Frame) -> None:
        """A subject that is no party: what follows may speak of it as "it" or "they"."""
        thing = frame.subject or next((n for n in frame.actors if frame.naming == "clause"), None)
        if thing and thing.pos != "PRON" and not self.who.names_party(frame, thing):
            many = thing.mention != thing.span or self.document.slice(thing.head).endswith("s")
            self.discourse.add(Entry(thing.span.start, frame.sentence, (), "subject", many))

    def _remember_joined(self, frame: Frame, draft: Draft) -> None:
        actors = tuple(p.entity_id for p in draft.actors)
        partners = tuple(p.entity_id for p in draft.others if p.role == "partner")
        if len(actors) == 1 and partners:
            self.discourse.add(Entry(frame.verb.end, frame.sentence, actors + partners, "joined", True))

    def _plural(self, ids: tuple[str, ...]) -> bool:
        return len(ids) > 1 or self.registry.is_plural(ids[0])

    def _directive(self, draft: Draft) -> Directive:
        frame = draft.frame
        implicit = [
            Party(role="actor", entity_id=i, text=self._printed(i), span=None, resolution="implicit")
            for i in draft.implicit
        ]
        actors = {p.entity_id for p in (*draft.actors, *implicit)}
        parties = (*draft.actors, *implicit, *(p for p in draft.others if not self._own(p, actors)))
        deadline = self.document.slice(frame.deadline) if frame.deadline else ""
        return Directive(
            frame=draft.index,
            parties=parties,
            source=self.document.slice(frame.reporter) if frame.reporter else ISSUER,
            deadline_date=deadline_date(deadline, self.outline.front.published) if deadline else None,
            no_actor_reason=None if draft.actors or implicit else frame.no_actor_reason or draft.reason,
            confidence=confidence(draft, self.seen(draft)),
        )

    def _own(self, party: Party, actors: set[str]) -> bool:
        """Whether a target or partner is the actor itself, or the country whose body the actor is."""
        homes = {self.registry.entity(a).country for a in actors if not self.registry.is_country(a)}
        return party.entity_id in actors or party.entity_id in homes

    def _printed(self, entity_id: str) -> str:
        """As the text most often prints the party that is meant; its name where it is nowhere printed by itself."""
        texts = self.printed.get(entity_id)
        return texts.most_common(1)[0][0] if texts else self.registry.entity(entity_id).name


def _inside(party: Party, other: Party) -> bool:
    """Whether a party is a word of another's name ("state" of "federal, state, and local agencies")."""
    shorter = party.span and other.span and party.span != other.span and other.span.covers(party.span)
    return bool(shorter) and party.role == other.role == "target"


def _initials(name: str) -> str:
    return "".join(word[0] for word in _WORD.findall(name) if word[0].isupper())


def _whole(nominals: Sequence[Nominal]) -> list[Nominal]:
    """Without those that stand inside another ("departments and agencies that …"); of a longer list the first without the rest."""
    found: list[Nominal] = []
    for nominal in nominals:
        inner = [n for n in nominals if n.span != nominal.span and nominal.span.covers(n.head)]
        if len(inner) > 1:
            found.append(replace(nominal, span=Span(nominal.span.start, nominal.head.end)))
        elif len(nominals) > 2 or not any(o.span != nominal.span and o.span.covers(nominal.head) for o in nominals):
            found.append(nominal)
    return found


def _printings(drafts: Iterable[Draft]) -> dict[str, Counter[str]]:
    """How the text prints each party where it names it alone."""
    found: dict[str, Counter[str]] = {}
    for draft in drafts:
        stands_for = Counter(p.text for p in draft.actors)
        for party in draft.actors:
            if stands_for[party.text] == 1 and party.resolution != "anaphor":
                found.setdefault(party.entity_id, Counter())[party.text] += 1
    return found
