"""What one call of the pipeline reads: a chunk, or a sentence of it that opens like an imperative.

A tagger trained on running text takes the bare verb of "Fund community schools." for a noun. Behind "You should" it does not:
a sentence that opens with a known verb is therefore read with these two words in front, and taken for an imperative only if
the tree then makes its first verb their complement.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.language import words
from pipeline.language.chunks import Chunk, set_sentence_starts

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

PREFIX = "You should "
PREFIX_TOKENS = 2
OPENING = re.compile(
    r"(?:(?:do|please) )?(?:not |never )?(?:\w+ly )?(?P<verb>[a-z]+(?:-[a-z]+)?)\b(?P<rest>.*)", re.I | re.S
)
DROPPED = re.compile(r"(?:do(?= not\b)|please|to)\s+", re.I)
# "Instead, focus on …", "As the panel advised, establish …": what stands in front opens no clause of its own.
FRONTED = re.compile(
    r"(?:instead|finally|first|second|third|then|next|also|additionally|furthermore|moreover|meanwhile|similarly|accordingly|therefore"
    r"|(?:as|in|for|at|to|by|with|through|where|when|if|within|upon|on|from|during|over|under|after|before) [^,:;.]{2,90}),\s+",
    re.I,
)
OBJECT = re.compile(
    r"\s+(?:the|a|an|all|any|each|every|their|its|his|her|our|your|this|these|those|more|better|new|clear)\b", re.I
)
# Behind a word that may be a noun, these show that it is one.
NOT_BEHIND_VERB = re.compile(
    r"\s*(?:[,:;.!?/&|–—-]|(?:of|is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|shall|does|did|\d)\b|$)",
    re.I,
)
NOT_BEHIND_NOUN = re.compile(r"\s+(?:for|in|and|or|on|by|at|as|from)\b", re.I)


@dataclass(frozen=True, slots=True)
class Piece:
    """A text for the pipeline.

    Attributes:
        block: index into Document.placed.
        base: offset in the document of the doc's first character; with a prefix, of where that would stand.
        start: where the sentence begins in the document, if before the text read.
        prefixed: PREFIX stands in front.
    """

    block: int
    base: int
    start: int
    text: str
    prefixed: bool = False


def docs(nlp: Language, chunks: Iterator[Chunk], *, advice: frozenset[int]) -> Iterator[tuple[Doc, Piece]]:
    """The unparsed docs of the chunks in text order, sentence starts set.

    Args:
        advice: the blocks where advice is given; elsewhere only verbs that can be nothing else are tried as imperatives.
    """
    for chunk in chunks:
        doc = nlp.make_doc(chunk.text)
        set_sentence_starts(doc)
        yield from _cut(nlp, doc, chunk, chunk.block in advice)


def _cut(nlp: Language, doc: Doc, chunk: Chunk, advice: bool) -> Iterator[tuple[Doc, Piece]]:
    starts = [t.i for t in doc if t.i == 0 or t.is_sent_start]
    spans = list(zip(starts, [*starts[1:], len(doc)], strict=True))
    opened = {s: at for s, e in spans if (at := opening(doc[s:e].text, advice)) is not None}
    if not opened:
        yield doc, Piece(chunk.block, chunk.start, chunk.start, chunk.text)
        return
    run: list[tuple[int, int]] = []
    for start, end in spans:
        if start in opened:
            yield from _plain(nlp, doc, chunk, run)
            run = []
            yield _prefixed(nlp, doc, chunk, (start, end), opened[start])
        else:
            run.append((start, end))
    yield from _plain(nlp, doc, chunk, run)


def _plain(nlp: Language, doc: Doc, chunk: Chunk, run: list[tuple[int, int]]) -> Iterator[tuple[Doc, Piece]]:
    if run:
        text = doc[run[0][0] : run[-1][1]].text
        at = chunk.start + doc[run[0][0]].idx
        made = nlp.make_doc(text)
        set_sentence_starts(made)
        yield made, Piece(chunk.block, at, at, text)


def _prefixed(nlp: Language, doc: Doc, chunk: Chunk, span: tuple[int, int], at: int) -> tuple[Doc, Piece]:
    sentence = doc[span[0] : span[1]].text
    start = chunk.start + doc[span[0]].idx
    text = PREFIX + sentence[at].lower() + sentence[at + 1 :]
    made = nlp.make_doc(text)
    for token in made[1:]:
        token.is_sent_start = False
    return made, Piece(chunk.block, start + at - len(PREFIX), start, sentence, prefixed=True)


def opening(sentence: str, advice: bool) -> int | None:
    """Where the imperative that a sentence seems to open with begins; None if it opens otherwise."""
    lead = re.match(r"[\s“\"'(\[‘]*", sentence)
    at = lead.end() if lead else 0
    if front := FRONTED.match(sentence, at):
        return front.end() if _is_verb(sentence[front.end() :], advice, fronted=True) else None
    if advice and (dropped := DROPPED.match(sentence, at)):
        at = dropped.end()
    elif dropped := re.match(r"(?:do(?= not\b)|please)\s+", sentence[at:], re.I):
        at += dropped.end()
    return at if _is_verb(sentence[at:], advice) else None


def _is_verb(text: str, advice: bool, fronted: bool = False) -> bool:
    found = OPENING.match(text)
    verb = words.directive_verbs().get(found["verb"].lower()) if found else None
    if found is None or verb is None or NOT_BEHIND_VERB.match(found["rest"]):
        return False
    second = re.match(r"\s+(?:and|or)\s+(\w+)", found["rest"])
    if second:
        return second[1].lower() in words.directive_verbs() and not verb.noun
    if fronted:
        return not verb.noun or bool(OBJECT.match(found["rest"]))
    if not verb.noun:
        return True
    if OBJECT.match(found["rest"]):
        return True
    return advice and not NOT_BEHIND_NOUN.match(found["rest"])
