"""Whom an action is aimed at, beside its own objects: whose affairs it deals with, inside the action's words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.document import Document, Span
from pipeline.frames import Annotation, Frame, Mention
from pipeline.lexicon import Lexicon

_BEFORE = re.compile(r"(?P<word>[A-Za-z-]+)\s+(?:(?:the|any|all|both|new|other)\s+)*$")
_AGAINST = re.compile(
    r"\b(?:against|pressure on|demands? on|sanctions on|concerns? about)\s+(?:the\s+)?$", re.IGNORECASE
)


def dealt_with(
    document: Document, annotation: Annotation, frame: Frame, named: Sequence[tuple[str, ...]], lexicon: Lexicon
) -> Iterator[tuple[Mention, tuple[str, ...]]]:
    """The countries, bodies and people that a verb inside the action deals with ("to deter X", "combating X's dumping")."""
    for mention, ids in zip(annotation.mentions, named, strict=True):
        if mention.span.start >= frame.action.end:
            break
        if ids and frame.action.covers(mention.span):
            before = document.text[max(frame.action.start, mention.span.start - 60) : mention.span.start]
            word = _BEFORE.search(before)
            if (word and _deals(word["word"], lexicon)) or _AGAINST.search(before):
                yield mention, ids


def _deals(word: str, lexicon: Lexicon) -> bool:
    """Whether a word is a form of a verb of dealing with somebody."""
    low = word.casefold()
    stems = {low}
    if low.endswith("ing"):
        stems |= {low[:-3], low[:-3] + "e", low[:-4] if low[-4:-3] == low[-5:-4] else low}
    return not stems.isdisjoint(lexicon.dealings)


def clause(document: Document, span: Span, head: Span) -> Span:
    """A bare general noun together with the clause that says who is meant ("countries that share these values")."""
    match = _CLAUSE.match(document.text, span.end)
    return Span(span.start, match.end()) if match and span.end == head.end else span


_CLAUSE = re.compile(
    r"\s+(?:that|which|who|whose|aiming|seeking|engaged|affected|working|living)\b[^.;:,—–()]*(?:, [^.;:—–()]*? and \w+(?: \w+)?)?"
)
