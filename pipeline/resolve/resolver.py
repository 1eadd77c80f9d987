"""One report's frames turned into directives: who each party is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from pipeline.document import Document, Span
from pipeline.frames import Annotation, Frame, Nominal, Role
from pipeline.lexicon import Lexicon
from pipeline.lexicon.acronyms import introduced
from pipeline.parties import ISSUER, Directive, Party, Resolved
from pipeline.resolve.agents import can_act
from pipeline.resolve.aims import clause, dealt_with
from pipeline.resolve.anaphora import WE, Anaphora, Place
from pipeline.resolve.confidence import confidence
from pipeline.resolve.dates import deadline_date
from pipeline.resolve.discourse import Discourse, Entry, Standing, entries
from pipeline.resolve.home import home_country
from pipeline.resolve.implicit import Draft, Scene
from pipeline.resolve.mentions import identities, issuer_ids, single
from pipeline.resolve.phrases import owners, parse
from pipeline.resolve.registry import Registry
from pipeline.resolve.sets import name_sets
from pipeline.resolve.we import We
from pipeline.structure import Outline
from pipeline.tables import Resolution


def resolve(document: Document, outline: Outline, annotation: Annotation, lexicon: Lexicon) -> Resolved:
    """Say who acts, on whom, with whom, and whose norm it is, for every frame of a document."""
    return _Resolver(document, outline, annotation, lexicon).resolved()


@dataclass(slots=True)
class _Found:
    """The ids of one nominal and how they are known."""

    ids: tuple[str, ...]
    resolution: Resolution = "explicit"
    span: Span | None = None
    text: str = ""


class _Resolver:
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

    def resolved(self) -> Resolved:
        drafts = [self._draft(i, frame) for i, frame in enumerate(self.annotation.frames)]
        scene = Scene(self.document, self.outline, self.annotation, self.registry, self.anaphora, self.sets, drafts)
        for draft in drafts:
            if not draft.actors and draft.open:
                draft.implicit.extend(self.registry.entity(i).entity_id for i in scene.implied(draft))
        directives = tuple(self._directive(d) for d in drafts)
        return Resolved(
            directives=directives,
            entities=self.registry.entities,
            mention_entities=tuple(single(ids) for ids in self.named),
            issuer_entities=self.issuers,
        )

    def _draft(self, index: int, frame: Frame) -> Draft:
        draft = Draft(index=index, frame=frame)
        for nominal in frame.actors:
            found = self._actor(frame, nominal)
            for one in self._parties("actor", nominal, found):
                if one.entity_id not in {p.entity_id for p in draft.actors}:
                    draft.actors.append(one)
        self._remember(frame, draft.actors, "actor")
        self._add_others(draft)
        self._remember_joined(frame, draft)
        return draft

    def _add_others(self, draft: Draft) -> None:
        frame = draft.frame
        taken = tuple(p.entity_id for p in draft.actors)
        for role, nominals in self._roles(frame):
            for nominal in nominals:
                found = (
                    self._affected(frame, nominal, taken)
                    if role == "target"
                    else self._alongside(frame, nominal, taken)
                )
                draft.add_others(self._parties(role, nominal, found))
            self._remember(frame, [p for p in draft.others if p.role == role], role)
        for mention, ids in dealt_with(self.document, self.annotation, frame, self.named, self.lexicon):
            text = self.document.slice(mention.span)
            draft.add_others(
                Party(role="target", entity_id=i, text=text, span=mention.span, resolution="explicit") for i in ids
            )

    def _roles(self, frame: Frame) -> tuple[tuple[Literal["partner", "target"], tuple[Nominal, ...]], ...]:
        return ("partner", frame.partners), ("target", frame.targets)

    def _affected(self, frame: Frame, nominal: Nominal, apart_from: tuple[str, ...]) -> _Found:
        """A target that is a party itself, or whose it is ("Fiji's resilience")."""
        if self._is_party(nominal):
            return self._other(frame, nominal, apart_from)
        return (
            self._owner(nominal.possessor, Place(frame.sentence, nominal.span.start))
            if nominal.possessor
            else _Found(())
        )

    def _alongside(self, frame: Frame, nominal: Nominal, apart_from: tuple[str, ...]) -> _Found:
        return self._other(frame, nominal, apart_from) if self._is_party(nominal) else _Found(())

    def _is_party(self, nominal: Nominal) -> bool:
        text = self.document.slice(nominal.span)
        label = self._label(nominal)
        sort = self.lexicon.sort(nominal.head_lemma)
        acts = can_act(text, nominal.head_lemma, nominal.pos, label, self.lexicon)
        return bool(acts) and sort not in {"relation", "stance", "event"}

    def _actor(self, frame: Frame, nominal: Nominal) -> _Found:
        text = self.document.slice(nominal.span)
        place = Place(frame.sentence, nominal.span.start)
        if text.casefold() in WE:
            return _Found(*self.we.meaning(place))
        possessor = nominal.possessor or _pronoun(nominal, text)
        if possessor and self.lexicon.sort(nominal.head_lemma) == "stance":
            return self._owner(possessor, place)
        label = self._label(nominal)
        if (
            self.lexicon.sort(nominal.head_lemma) == "stance"
            and (owned := owners(parse(text, self.lexicon).core, self.lexicon)).countries
        ):
            return _Found(owned.countries)
        if can_act(text, nominal.head_lemma, nominal.pos, label, self.lexicon) is False:
            return _Found(())
        found = self._other(frame, nominal)
        if frame.naming != "clause" and found.resolution == "explicit":
            found.resolution = "implicit"
        return found

    def _owner(self, possessor: Span, place: Place) -> _Found:
        text = self.document.slice(possessor)
        if text.casefold() in WE:
            return _Found(*self.we.meaning(place))
        if self.anaphora.is_anaphor(text):
            return _Found(self.anaphora.resolve(text, place), "anaphor", possessor)
        ids = self.registry.identify(text)
        return _Found(ids if all(self.registry.is_country(i) for i in ids) else (), "explicit", possessor)

    def _other(self, frame: Frame, nominal: Nominal, apart_from: tuple[str, ...] = ()) -> _Found:
        text = self.document.slice(nominal.span)
        place = Place(frame.sentence, nominal.span.start)
        if text.casefold() in WE:
            return _Found(*self.we.meaning(place))
        if self.anaphora.is_anaphor(text):
            ids = self.anaphora.resolve(text, place, apart_from)
            if ids or nominal.pos == "PRON":
                return _Found(ids, "anaphor")
        if self.lexicon.sort(nominal.head_lemma) == "relation":
            owned = owners(parse(text, self.lexicon).core, self.lexicon)
            if len(owned.countries) > 1:
                return _Found(owned.countries)
        span = nominal.span
        if nominal.pos == "NOUN" and len(parse(text, self.lexicon).text.split()) == 1:
            span = clause(self.document, span, nominal.head)
        return _Found(self.registry.identify(self.document.slice(span), self._label(nominal)), "explicit", span)

    def _label(self, nominal: Nominal) -> str:
        head = nominal.head
        return next((m.label for m in self.annotation.mentions if m.span.covers(head)), "")

    def _parties(self, role: Role, nominal: Nominal, found: _Found) -> Iterator[Party]:
        span = found.span or nominal.span
        for entity_id in found.ids:
            implicit = found.resolution == "implicit"
            yield Party(
                role=role,
                entity_id=self.registry.entity(entity_id).entity_id,
                text=self.document.slice(span),
                span=None if implicit else span,
                resolution=found.resolution,
            )

    def _remember(self, frame: Frame, parties: Iterable[Party], standing: Standing) -> None:
        parties = list(parties)
        ids = tuple(p.entity_id for p in parties)
        starts = [p.span.start for p in parties if p.span]
        if ids:
            start = min(starts, default=frame.verb.start)
            self.discourse.add(Entry(start, frame.sentence, ids, standing, self._plural(ids)))

    def _remember_joined(self, frame: Frame, draft: Draft) -> None:
        actors = tuple(p.entity_id for p in draft.actors)
        partners = tuple(p.entity_id for p in draft.others if p.role == "partner")
        if len(actors) == 1 and partners:
            self.discourse.add(Entry(frame.verb.end, frame.sentence, actors + partners, "joined", True))

    def _plural(self, ids: tuple[str, ...]) -> bool:
        return len(ids) > 1 or self.registry.is_plural(ids[0])

    def _directive(self, draft: Draft) -> Directive:
        frame = draft.frame
        text = self._implied_text(draft)
        implicit = [
            Party(role="actor", entity_id=i, text=text, span=None, resolution="implicit") for i in draft.implicit
        ]
        actors = {p.entity_id for p in (*draft.actors, *implicit)}
        parties = (*draft.actors, *implicit, *(p for p in draft.others if p.entity_id not in actors))
        deadline = self.document.slice(frame.deadline) if frame.deadline else ""
        return Directive(
            frame=draft.index,
            parties=parties,
            source=self.document.slice(frame.reporter) if frame.reporter else ISSUER,
            deadline_date=deadline_date(deadline, self.outline.front.published) if deadline else None,
            no_actor_reason=None if draft.actors or implicit else frame.no_actor_reason or draft.reason,
            confidence=confidence(frame, parties),
        )

    def _implied_text(self, draft: Draft) -> str:
        return " and ".join(self.registry.entity(i).name for i in draft.implicit)


def _pronoun(nominal: Nominal, text: str) -> Span | None:
    """The possessive pronoun that a phrase begins with."""
    first = text.split(maxsplit=1)[0] if text else ""
    if first.casefold() in {"its", "their", "our", "his", "her"}:
        return Span(nominal.span.start, nominal.span.start + len(first))
    return None
