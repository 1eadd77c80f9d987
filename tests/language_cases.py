"""What the language tests share: a text or blocks in, the annotation out, as words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from pipeline import language, lexicon
from pipeline.document import Block, Document, Source, Span, join
from pipeline.frames import Annotation, Frame
from pipeline.language import model
from pipeline.structure import FrontMatter, Outline

if TYPE_CHECKING:
    from spacy.language import Language


@cache
def nlp() -> Language:
    """The embedded pipeline, loaded once for all tests of a process."""
    return model.load()


def document(*blocks: Block | str) -> Document:
    """A document of paragraphs and other blocks."""
    made = tuple(b if isinstance(b, Block) else Block(kind="paragraph", text=b) for b in blocks)
    return join(Source(media_type="text/plain", extractor="test", blocks=made))


def annotate(
    doc: Document,
    *,
    advice: Sequence[int] = (),
    stem_of: Mapping[int, int] | None = None,
    addressee_of: Mapping[int, Span] | None = None,
) -> Annotation:
    """The annotation of a document with the least outline that the case needs."""
    nowhere = (None,) * len(doc.placed)
    outline = Outline(
        front=FrontMatter(language="en"),
        section_of=nowhere,
        recommendation_of=nowhere,
        advice_blocks=frozenset(advice),
        stem_of=stem_of or {},
        addressee_of=addressee_of or {},
    )
    return language.annotate(nlp(), doc, outline, lexicon.load())


def read(text: str, *, advice: bool = False) -> tuple[Document, Annotation]:
    """One paragraph, annotated."""
    doc = document(text)
    return doc, annotate(doc, advice=(0,) if advice else ())


def actions(text: str, *, advice: bool = False) -> list[str]:
    """The advised actions of a paragraph, as printed."""
    doc, found = read(text, advice=advice)
    return [doc.slice(f.action) for f in found.frames]


def actors(doc: Document, frame: Frame) -> list[str]:
    """Who is to act, as printed."""
    return [doc.slice(a.span) for a in frame.actors]
