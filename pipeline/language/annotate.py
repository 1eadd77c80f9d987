"""The language stage: sentences, modals and other cues, mentions and frames of one document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pipeline.document import Document, Span
from pipeline.frames import Annotation, Frame, Mention, Modal, Sentence
from pipeline.language import clauses, imperatives, mentions, modals, performatives, predicates
from pipeline.language.chunks import Chunk, chunks, set_sentence_starts
from pipeline.language.cues import Cue
from pipeline.language.stems import Stem, addressed, under_stem
from pipeline.language.stems import stem as make_stem
from pipeline.lexicon import Gazetteer
from pipeline.lexicon.acronyms import introduced
from pipeline.structure import Outline

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.tokens import Span as Sent

    from pipeline.lexicon import Lexicon


def annotate(nlp: Language, document: Document, outline: Outline, lexicon: Lexicon) -> Annotation:
    """Everything that the grammar shows in one document, in text order.

    Args:
        nlp: an English pipeline with UD labels.
        lexicon: aliases and gazetteers for the mentions.
    """
    found = _Found(document, outline, lexicon, Gazetteer(lexicon, introduced(document.text)))
    pieces = list(chunks(document, outline))
    for chunk, doc in zip(pieces, nlp.pipe(_docs(nlp, pieces)), strict=True):
        for sent in doc.sents:
            found.add(sent, chunk)
    return found.annotation()


def _docs(nlp: Language, pieces: list[Chunk]) -> Iterator[Doc]:
    for chunk in pieces:
        doc = nlp.make_doc(chunk.text)
        set_sentence_starts(doc)
        yield doc


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

    def add(self, sent: Sent, chunk: Chunk) -> None:
        """One sentence: its cues, and the frames of the directive ones."""
        text = sent.text
        if not text.strip():
            return
        lead = len(text) - len(text.lstrip())
        start = chunk.start + sent.start_char + lead
        span = Span(start, start + len(text.strip()))
        self.sentences.append(Sentence(span=span, block=chunk.block))
        at = len(self.sentences) - 1
        self.mentions.extend(
            mentions.find(sent, base=chunk.start, sentence=at, gazetteer=self.gazetteer, lexicon=self.lexicon)
        )
        stem = self._stem_above(chunk)
        cues = self._cues(sent, chunk, stem)
        before = len(self.frames)
        for cue in cues:
            self._keep(cue, chunk, stem if cue.form == "imperative" else None)
        self.stems[chunk.block] = make_stem(sent, cues, self.frames[before:], chunk.start)

    def _stem_above(self, chunk: Chunk) -> Stem | None:
        above = self.outline.stem_of.get(chunk.block)
        return self.stems.get(above) if above is not None else None

    def _cues(self, sent: Sent, chunk: Chunk, stem: Stem | None) -> list[Cue]:
        advice = chunk.block in self.outline.advice_blocks or stem is not None
        imperative = list(imperatives.find(sent, advice=advice))
        found = [*imperative, *modals.find(sent), *predicates.find(sent), *performatives.find(sent)]
        return _without_overlaps(sorted(found, key=lambda c: (c.first.i, -c.last.i)))

    def _keep(self, cue: Cue, chunk: Chunk, stem: Stem | None) -> None:
        sentence, modal = len(self.sentences) - 1, len(self.modals)
        frames: list[Frame] = []
        if cue.is_directive:
            found = clauses.frames(cue, modal=modal, sentence=sentence, base=chunk.start)
            frames = [under_stem(f, stem) if stem else f for f in found]
        if cue.form == "imperative" and len(frames) > 1:
            # Each coordinated imperative is a trigger of its own.
            for frame in frames:
                self.frames.append(replace(frame, modal=len(self.modals)))
                self.modals.append(
                    replace(_modal(cue, frames, sentence, chunk.start), span=frame.verb, lemma=frame.action_verb)
                )
            return
        self.modals.append(_modal(cue, frames, sentence, chunk.start))
        self.frames.extend(frames)

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
        no_directive_reason=cue.reason or _reason(cue, frames),
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
