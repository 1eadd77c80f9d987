"""The language stage: sentences, modals and other cues, mentions and frames of one document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pipeline.document import Document, Span
from pipeline.frames import Annotation, Frame, Mention, Modal, Sentence
from pipeline.language import (
    bare,
    clauses,
    conditions,
    deadlines,
    imperatives,
    mandative,
    mentions,
    modals,
    needs,
    performatives,
    pieces,
    predicates,
)
from pipeline.language.chunks import chunks
from pipeline.language.cues import Cue
from pipeline.language.parallel import among_imperatives
from pipeline.language.pieces import Piece
from pipeline.language.stems import Stem, addressed, under_stem
from pipeline.language.stems import stem as make_stem
from pipeline.lexicon import Gazetteer
from pipeline.lexicon.acronyms import introduced
from pipeline.structure import Outline

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Span as Sent

    from pipeline.lexicon import Lexicon


def annotate(nlp: Language, document: Document, outline: Outline, lexicon: Lexicon) -> Annotation:
    """Everything that the grammar shows in one document, in text order.

    Args:
        nlp: an English pipeline with UD labels.
        lexicon: aliases and gazetteers for the mentions.
    """
    found = _Found(document, outline, lexicon, Gazetteer(lexicon, introduced(document.text)))
    advice = outline.advice_blocks | frozenset(outline.stem_of) | among_imperatives(document, outline)
    unread = pieces.docs(nlp, chunks(document, outline), advice=advice, listed=frozenset(outline.stem_of))
    for doc, piece in nlp.pipe(unread, as_tuples=True):
        for sent in mandative.reread(nlp, doc).sents:
            found.add(sent, piece)
    return found.annotation()


@dataclass
class _Found:
    """What has been found so far."""

    document: Document
    outline: Outline
    lexicon: Lexicon
    gazetteer: Gazetteer
    sentences: list[Sentence] = field(default_factory=list)
    modals: list[Modal] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    stems: dict[int, Stem | None] = field(default_factory=dict)

    def add(self, sent: Sent, piece: Piece) -> None:
        """One sentence: its cues, and the frames of the directive ones."""
        text = sent.text.rstrip()
        if not text.strip():
            return
        start = piece.start if piece.prefixed else piece.base + sent.start_char + len(text) - len(text.lstrip())
        self._place(Span(start, piece.base + sent.start_char + len(text)), piece)
        at = len(self.sentences) - 1
        self.mentions.extend(
            mentions.find(sent, base=piece.base, sentence=at, gazetteer=self.gazetteer, lexicon=self.lexicon)
        )
        stem = self._stem_above(piece)
        cues = self._cues(sent, piece, stem)
        before = len(self.frames)
        for cue in cues:
            self._keep(cue, piece, stem if cue.form == "imperative" or (cue.noun and cue.first is cue.head) else None)
        frames = self.frames[before:]
        made = make_stem(sent, cues, frames, piece.base)
        self.stems[piece.block] = replace(made, unfinished=self._unfinished(at, frames)) if made else None

    def _unfinished(self, sentence: int, frames: list[Frame]) -> int | None:
        """The last cue of a sentence, where it is a directive one that none of the sentence's frames belongs to."""
        last = len(self.modals) - 1
        cue = self.modals[last] if last >= 0 and self.modals[last].sentence == sentence else None
        governs = any(f.modal == last for f in frames)
        return last if cue is not None and cue.strength is not None and not governs else None

    def _place(self, span: Span, piece: Piece) -> None:
        """Open a sentence, or go on with the one before."""
        if piece.continues and self.sentences:
            self.sentences[-1] = replace(self.sentences[-1], span=Span(self.sentences[-1].span.start, span.end))
        else:
            self.sentences.append(Sentence(span=span, block=piece.block))

    def _stem_above(self, piece: Piece) -> Stem | None:
        above = self.outline.stem_of.get(piece.block)
        return self.stems.get(above) if above is not None else None

    def _cues(self, sent: Sent, piece: Piece, stem: Stem | None) -> list[Cue]:
        advice = piece.block in self.outline.advice_blocks
        asked = piece.imperative and (piece.prefix == pieces.PREFIX or stem is not None)
        imperative = list(imperatives.find(sent)) if asked else []
        begins = sent.start == 0 and piece.start == self.document.placed[piece.block].body.start
        heads = self.document.placed[piece.block].block.kind == "heading"
        if (advice or heads or stem is not None) and not piece.prefixed:
            imperative = list(bare.find(sent, strength=stem.strength if stem else "should"))
        others = [*modals.find(sent), *predicates.find(sent), *needs.find(sent), *performatives.find(sent)]
        printed = [c for c in others if not piece.prefixed or c.first.i >= pieces.PREFIX_TOKENS]
        if stem is not None and stem.things and begins and not any(c.is_directive for c in (*imperative, *printed)):
            return [*printed, *bare.thing(sent, strength=stem.strength)]
        return _without_overlaps(sorted([*imperative, *printed], key=lambda c: (c.first.i, -c.last.i)))

    def _keep(self, cue: Cue, piece: Piece, stem: Stem | None) -> None:
        sentence, modal = len(self.sentences) - 1, len(self.modals)
        frames: list[Frame] = []
        if cue.is_directive:
            found = clauses.frames(cue, modal=modal, sentence=sentence, base=piece.base)
            frames = [under_stem(f, stem) if stem else f for f in self._opened(found, piece)]
        if stem and stem.unfinished is not None and (cue.noun or self.document.text[piece.start].islower()):
            self._finish(stem.unfinished, frames)
            return
        if cue.opens and len(frames) > 1:
            # Each coordinated imperative is a trigger of its own.
            for frame in frames:
                self.frames.append(replace(frame, modal=len(self.modals)))
                self.modals.append(
                    replace(_modal(cue, frames, sentence, piece.base), span=frame.verb, lemma=frame.action_verb)
                )
            return
        self.modals.append(_modal(cue, frames, sentence, piece.base))
        self.frames.extend(frames)

    def _opened(self, frames: Iterable[Frame], piece: Piece) -> Iterator[Frame]:
        """The frames, with the condition or time that stands before an imperative ("When buying boats, …")."""
        start = self.sentences[-1].span.start
        opening = self.document.text[start : piece.start].rstrip().removesuffix(",")
        span = Span(start, start + len(opening))
        for frame in frames:
            if opening and frame.condition is None and conditions.in_front(opening):
                yield replace(frame, condition=span)
            elif opening and frame.deadline is None and deadlines.in_front(opening):
                yield replace(frame, deadline=span)
            else:
                yield frame

    def _finish(self, cue: int, frames: list[Frame]) -> None:
        """An item that goes on with its stem's sentence ("… must: | review the plan"): the stem's cue governs it."""
        self.modals[cue] = replace(self.modals[cue], no_directive_reason=None)
        self.frames.extend(replace(f, modal=cue) for f in frames)

    def annotation(self) -> Annotation:
        """The rows so far."""
        return Annotation(
            sentences=tuple(self.sentences),
            modals=tuple(self.modals),
            mentions=tuple(self.mentions),
            frames=addressed(self.frames, self.sentences, self.document, self.outline.addressee_of),
        )


def _modal(cue: Cue, frames: list[Frame], sentence: int, base: int) -> Modal:
    return Modal(
        span=Span(base + cue.first.idx, base + cue.last.idx + len(cue.last)),
        sentence=sentence,
        lemma=cue.lemma,
        form=cue.form,
        klass=cue.klass,
        negated=cue.negated,
        strength=cue.strength if cue.is_directive else None,
        no_directive_reason=_reason(cue, frames),
    )


def _reason(cue: Cue, frames: list[Frame]) -> str | None:
    if frames:
        return None
    if not cue.is_directive:
        return f"{cue.klass}: says what is, may be or will be, not what ought to be done"
    return "the cue governs no verb phrase in its sentence"


def _without_overlaps(cues: list[Cue]) -> list[Cue]:
    kept: list[Cue] = []
    for cue in cues:
        if not kept or cue.first.i > kept[-1].last.i:
            kept.append(cue)
    return kept
