"""What the stages found, laid down as rows with ids: the one place where rows are constructed."""

from __future__ import annotations

import bisect
import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline import ids, specificity
from pipeline.document import Document, Placed, Span
from pipeline.errors import Problem
from pipeline.frames import Annotation, Frame, Mention
from pipeline.parties import Directive, Party, Resolved
from pipeline.rows import Rows
from pipeline.structure import Outline, Recommendation
from pipeline.tables import (
    DirectiveParties,
    Directives,
    DocumentIssuers,
    Documents,
    Entities,
    Failures,
    Mentions,
    Modals,
    Recommendations,
    RegionCell,
    Row,
    Sections,
    Sentences,
    WhoWhatWhom,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """The file that the rows are of."""

    name: str
    sha256: str
    ingested_at: dt.datetime


def rows(
    about: About,
    document: Document,
    outline: Outline,
    annotation: Annotation,
    resolved: Resolved,
    problems: Sequence[Problem],
) -> Rows:
    """The rows of one document, every id minted and every key found."""
    return _Assembly(about, document, outline, annotation, resolved).rows(problems)


class _Assembly:
    """One document's rows in the making: what later tables need of earlier ones is kept here."""

    def __init__(
        self, about: About, document: Document, outline: Outline, annotation: Annotation, resolved: Resolved
    ) -> None:
        self.about, self.document, self.outline = about, document, outline
        self.annotation, self.resolved = annotation, resolved
        self.document_id = ids.document_id(about.name)
        self.minter = ids.Minter(self.document_id)
        self.mentions = _all_mentions(annotation, resolved)
        self.items = _with_prose(document, outline, annotation)
        self.item_starts = [r.span.start for r in self.items]

    def rows(self, problems: Sequence[Problem]) -> Rows:
        self.sections = tuple(self._sections())
        self.recommendations = tuple(self._recommendations())
        self.sentences = tuple(self._sentences())
        self.modals = tuple(self._modals())
        self.mention_rows = tuple(self._mentions())
        self.directives = tuple(self._directives())
        self.parties = tuple(self._parties())
        self.document_row = self._document()
        self.issuers = tuple(self._issuers())
        tables: dict[str, tuple[Row, ...]] = {
            "documents": (self.document_row,),
            "document_issuers": self.issuers,
            "sections": self.sections,
            "recommendations": self.recommendations,
            "sentences": self.sentences,
            "modals": self.modals,
            "directives": self.directives,
            "directive_parties": self.parties,
            "entities": tuple(Entities(**_fields(e)) for e in self.resolved.entities),
            "mentions": self.mention_rows,
            "failures": tuple(self._failure(p) for p in problems),
            "who_what_whom": tuple(self._who_what_whom()),
        }
        return Rows(tables)

    # --- the document ----------------------------------------------------------------------------------------------

    def _document(self) -> Documents:
        front, source = self.outline.front, self.document.source
        return Documents(
            document_id=self.document_id,
            path=self.about.name,
            sha256=self.about.sha256,
            media_type=source.media_type,
            title=front.title,
            title_from=front.title_from,
            published=front.published,
            published_from=front.published_from,
            language=front.language,
            doc_type=front.doc_type,
            page_count=source.page_count,
            word_count=len(self.document.text.split()),
            text=self.document.text,
            extractor=source.extractor,
            ocr=source.ocr,
            is_stale=False,
            duplicate_of=None,
            ingested_at=self.about.ingested_at,
        )

    def _issuers(self) -> Iterator[DocumentIssuers]:
        named = (*self.outline.front.issuers, *self.outline.front.authors)
        known = self.resolved.issuer_entities or (None,) * len(named)
        counts = {"issuer": 0, "author": 0}
        for who, entity in zip(named, known, strict=True):
            yield DocumentIssuers(
                document_id=self.document_id,
                role=who.role,
                position=counts[who.role],
                entity_id=entity,
                name=who.name,
            )
            counts[who.role] += 1

    def _failure(self, problem: Problem) -> Failures:
        return Failures(
            path=self.about.name,
            sha256=self.about.sha256,
            stage=problem.stage,
            page=problem.page,
            severity=problem.severity,
            code=problem.code,
            message=problem.message,
            failed_at=self.about.ingested_at,
        )

    # --- structure -------------------------------------------------------------------------------------------------

    def _sections(self) -> Iterator[Sections]:
        made: list[Sections] = []
        for s in self.outline.sections:
            parent = made[s.parent] if s.parent is not None else None
            row = Sections(
                section_id=self.minter.mint("s", parent.section_id if parent else "", s.number or "", s.title),
                document_id=self.document_id,
                parent_id=parent.section_id if parent else None,
                level=s.level,
                number=s.number,
                title=s.title,
                start=s.span.start,
                end=s.span.end,
                text=self.document.slice(s.span),
                page=self.document.placed[s.block].block.page_first,
            )
            made.append(row)
            yield row

    def _recommendations(self) -> Iterator[Recommendations]:
        minted = [self.minter.mint("r", self.document.slice(r.span)) for r in self.items]
        set_apart = [i for i, r in enumerate(self.items) if r.kind != "prose"]
        for i, r in enumerate(self.items):
            blocks = [p.block for p in self.document.placed[slice(*r.blocks)]]
            pages = [p for b in blocks for p in (b.page_first, b.page_last) if p is not None]
            regions = tuple(RegionCell(**_fields(g)) for b in blocks for g in b.regions)
            yield Recommendations(
                recommendation_id=minted[i],
                document_id=self.document_id,
                section_id=self._section_id(r.section),
                ordinal=i + 1,
                number=r.number,
                kind=r.kind,
                heading=self.document.slice(r.heading) if r.heading else None,
                text=self.document.slice(r.span),
                start=r.span.start,
                end=r.span.end,
                page_first=min(pages, default=None),
                page_last=max(pages, default=None),
                regions=regions,
                cells=r.cells,
                is_repeat=r.repeats is not None,
                repeats_id=minted[set_apart[r.repeats]] if r.repeats is not None else None,
            )

    def _section_id(self, index: int | None) -> str | None:
        return self.sections[index].section_id if index is not None else None

    def _recommendation_at(self, at: int) -> Recommendations | None:
        i = bisect.bisect_right(self.item_starts, at) - 1
        return self.recommendations[i] if i >= 0 and at < self.items[i].span.end else None

    # --- language --------------------------------------------------------------------------------------------------

    def _sentences(self) -> Iterator[Sentences]:
        for s in self.annotation.sentences:
            block = self.document.placed[s.block].block
            recommendation = self._recommendation_at(s.span.start)
            text = self.document.slice(s.span)
            yield Sentences(
                sentence_id=self.minter.mint("n", text),
                document_id=self.document_id,
                section_id=self._section_id(self.outline.section_of[s.block]),
                recommendation_id=recommendation.recommendation_id if recommendation else None,
                block_kind=block.kind,  # type: ignore[arg-type]  # join() leaves contents and furniture out
                start=s.span.start,
                end=s.span.end,
                text=text,
                page=block.page_first,
            )

    def _modals(self) -> Iterator[Modals]:
        directive = {f.modal for f in (self.annotation.frames[d.frame] for d in self.resolved.directives)}
        for i, m in enumerate(self.annotation.modals):
            sentence = self.sentences[m.sentence]
            text = self.document.slice(m.span)
            is_directive = i in directive
            yield Modals(
                modal_id=self.minter.mint("m", sentence.sentence_id, text),
                document_id=self.document_id,
                sentence_id=sentence.sentence_id,
                start=m.span.start,
                end=m.span.end,
                text=text,
                lemma=m.lemma,
                form=m.form,
                klass=m.klass,
                negated=m.negated,
                strength=m.strength if is_directive else None,
                is_directive=is_directive,
                no_directive_reason=None if is_directive else (m.no_directive_reason or f"class {m.klass}"),
            )

    def _mentions(self) -> Iterator[Mentions]:
        for mention, entity in self.mentions:
            sentence = self.sentences[mention.sentence]
            text = self.document.slice(mention.span)
            yield Mentions(
                mention_id=self.minter.mint("e", sentence.sentence_id, text),
                document_id=self.document_id,
                sentence_id=sentence.sentence_id,
                start=mention.span.start,
                end=mention.span.end,
                text=text,
                label=mention.label,
                entity_id=entity,
            )

    # --- who does what ---------------------------------------------------------------------------------------------

    def _frames(self) -> Iterator[tuple[Directive, Frame]]:
        return ((d, self.annotation.frames[d.frame]) for d in self.resolved.directives)

    def _directives(self) -> Iterator[Directives]:
        for directive, frame in self._frames():
            sentence, modal = self.sentences[frame.sentence], self.modals[frame.modal]
            action = self.document.slice(frame.action)
            yield Directives(
                directive_id=self.minter.mint("a", modal.modal_id, action),
                document_id=self.document_id,
                sentence_id=sentence.sentence_id,
                recommendation_id=sentence.recommendation_id,
                modal_id=modal.modal_id,
                strength=frame.strength,
                negated=frame.negated,
                voice=frame.voice,
                action_start=frame.action.start,
                action_end=frame.action.end,
                action=action,
                action_verb=frame.action_verb,
                object=self._text(frame.object),
                condition=self._text(frame.condition),
                deadline=self._text(frame.deadline),
                deadline_date=directive.deadline_date,
                source=directive.source,
                no_actor_reason=directive.no_actor_reason,
                specificity=specificity.score(
                    action=action,
                    verb=frame.action_verb,
                    object_=self._text(frame.object),
                    deadline=self._text(frame.deadline),
                    has_actor=any(p.role == "actor" for p in directive.parties),
                ),
                confidence=round(directive.confidence, 3),
            )

    def _text(self, span: Span | None) -> str | None:
        return self.document.slice(span) if span else None

    def _parties(self) -> Iterator[DirectiveParties]:
        at = {(m.start, m.end): m.mention_id for m in self.mention_rows}
        for (directive, _), row in zip(self._frames(), self.directives, strict=True):
            counts = {"actor": 0, "target": 0, "partner": 0}
            for p in directive.parties:
                yield DirectiveParties(
                    directive_id=row.directive_id,
                    role=p.role,
                    position=counts[p.role],
                    entity_id=p.entity_id,
                    mention_id=at.get((p.span.start, p.span.end)) if p.span and p.resolution != "implicit" else None,
                    text=p.text,
                    resolution=p.resolution,
                )
                counts[p.role] += 1

    def _who_what_whom(self) -> Iterator[WhoWhatWhom]:
        names = {e.entity_id: e.name for e in self.resolved.entities}
        sentences = {s.sentence_id: s for s in self.sentences}
        modals = {m.modal_id: m for m in self.modals}
        items = {r.recommendation_id: r for r in self.recommendations}
        sections = {s.section_id: s for s in self.sections}
        issuers = "; ".join(i.name for i in self.issuers if i.role == "issuer")
        for (directive, _), row in zip(self._frames(), self.directives, strict=True):
            sentence, modal = sentences[row.sentence_id], modals[row.modal_id]
            item = items.get(row.recommendation_id or "")
            actors: list[Party | None] = [p for p in directive.parties if p.role == "actor"]
            for position, actor in enumerate(actors or [None]):
                yield WhoWhatWhom(
                    directive_id=row.directive_id,
                    document_id=self.document_id,
                    path=self.about.name,
                    title=self.document_row.title,
                    published=self.document_row.published,
                    issuers=issuers,
                    recommendation_id=row.recommendation_id,
                    number=item.number if item else None,
                    heading=item.heading if item else None,
                    section=_section_path(sections, sentence.section_id),
                    modal_id=row.modal_id,
                    actor_position=position,
                    actor_id=actor.entity_id if actor else None,
                    actor=names[actor.entity_id] if actor else None,
                    resolution=actor.resolution if actor else None,
                    strength=row.strength,
                    negated=row.negated,
                    modal=modal.text,
                    klass=modal.klass,
                    action=row.action,
                    action_verb=row.action_verb,
                    object=row.object,
                    targets=_joined(directive.parties, "target", names),
                    partners=_joined(directive.parties, "partner", names),
                    condition=row.condition,
                    deadline=row.deadline,
                    source=row.source,
                    sentence=sentence.text,
                    page=sentence.page,
                    start=sentence.start,
                    end=sentence.end,
                    confidence=row.confidence,
                )


def _fields(item: Any) -> dict[str, Any]:
    return {name: getattr(item, name) for name in item.__slots__}


def _joined(parties: Iterable[Party], role: str, names: dict[str, str]) -> str:
    return "; ".join(names[p.entity_id] for p in parties if p.role == role)


def _section_path(sections: dict[str, Sections], section_id: str | None) -> str | None:
    titles: list[str] = []
    while section_id is not None:
        section = sections[section_id]
        titles.insert(0, section.text)
        section_id = section.parent_id
    return " > ".join(titles) or None


def _with_prose(document: Document, outline: Outline, annotation: Annotation) -> tuple[Recommendation, ...]:
    """The set-apart recommendations and, for each other block that holds a directive, one of kind `prose`; in text order."""
    holding = sorted({annotation.sentences[f.sentence].block for f in annotation.frames})
    prose = [
        Recommendation(
            kind="prose",
            span=document.placed[b].body,
            number=None,
            section=outline.section_of[b],
            blocks=(b, b + 1),
        )
        for b in holding
        if outline.recommendation_of[b] is None and not _inside(document.placed[b], outline)
    ]
    return tuple(sorted((*outline.recommendations, *prose), key=lambda r: r.span.start))


def _inside(placed: Placed, outline: Outline) -> bool:
    return any(r.span.covers(placed.body) for r in outline.recommendations)


def _all_mentions(annotation: Annotation, resolved: Resolved) -> list[tuple[Mention, str | None]]:
    """The named mentions, and every phrase that names a party without being one of them, in text order."""
    known = {(m.span.start, m.span.end) for m in annotation.mentions}
    entities = resolved.mention_entities or (None,) * len(annotation.mentions)
    found = list(zip(annotation.mentions, entities, strict=True))
    starts = [s.span.start for s in annotation.sentences]
    named: dict[tuple[int, int], set[str]] = {}
    for party in (p for d in resolved.directives for p in d.parties if p.span and p.resolution != "implicit"):
        assert party.span is not None
        named.setdefault((party.span.start, party.span.end), set()).add(party.entity_id)
    for (start, end), stands_for in named.items():
        entity = next(iter(stands_for)) if len(stands_for) == 1 else None
        if (start, end) not in known:
            sentence = bisect.bisect_right(starts, start) - 1
            found.append((Mention(span=Span(start, end), label="PARTY", sentence=sentence), entity))
    return sorted(found, key=lambda pair: (pair[0].span.start, pair[0].span.end))
