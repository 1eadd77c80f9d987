"""Subjects that the grammar read wrong: a phrase in front of the clause, the first half of two kinds of one group."""

from __future__ import annotations

import re

from pipeline.document import Span

_OPENING = re.compile(
    r"\s*(?:with|without|in|on|at|under|by|for|after|before|during|through|to|given|despite|within|from|as|following|upon|beyond)"
    r"(?: (?:the|an?|this|these|its|their))?\s*$",
    re.IGNORECASE,
)
_SUBJECT = re.compile(r"\s*,\s*(?P<subject>[^,;:]{3,90}?)(?:\s+(?:also|then|therefore|[a-z]+ly))*\s*$")


def behind_opening(text: str, sentence: int, named: Span, cue: int) -> Span | None:
    """What stands between the comma and the cue, where the words taken for the subject end a phrase that opens the sentence.

    "With the consent of owners, surveyors should": `surveyors`, not `the consent of owners`.

    Args:
        sentence: where the sentence begins.
        named: the words taken for the subject.
        cue: where the cue begins.
    """
    if not _OPENING.fullmatch(text[sentence : named.start]):
        return None
    comma = text.find(",", named.start, cue)
    match = _SUBJECT.fullmatch(text, comma, cue) if comma >= 0 else None
    return Span(match.start("subject"), match.end("subject")) if match else None


def beside(text: str, first: Span, second: Span) -> str:
    """Two phrases with nothing but `and` or `or` between them, as one text; else empty."""
    between = text[first.end : second.start].strip() if first.end <= second.start else ""
    return text[first.start : second.end] if between in {"and", "or"} else ""
