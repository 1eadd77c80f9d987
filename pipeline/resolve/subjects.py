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


_TOPIC = re.compile(
    r"(?:[A-Z]\w+ly, |However, |In addition, )?(?P<subject>(?:The|This|Each|Every|Our|[A-Z]\w+) [^,;:.()]{2,50}?|[A-Z][a-z]+s) "
    r"(?:(?:also|still|now|already|currently|often) )?(?:is|are|was|were|has|have|had|does|do|did)\b"
)


def of_sentence(text: str, sentence: Span) -> Span | None:
    """The subject that a plain sentence begins with ("The fire service has no plan."), by its first verb of being or having."""
    match = _TOPIC.match(text, sentence.start, sentence.end)
    return Span(match.start("subject"), match.end("subject")) if match else None


_FIRST = re.compile(
    r"(?:[A-Z]\w+ly, )?(?:When|If|Once|Where|While|As|Although|Though|Until|Unless|Because|Since|Even if|After|Before|Given that|Wherever|Whenever) "
    r"(?P<subject>[^,;:]{2,70}?) (?:is|are|was|were|has|have|had|becomes?|remains?|comes?|goes|do|does|need|needs)\b[^;:]*,\s*$"
)


def of_first_clause(text: str, sentence: int, pronoun: int) -> Span | None:
    """The subject of the clause that opens a sentence, right before a pronoun ("When a form is lost, it should …")."""
    match = _FIRST.match(text[sentence:pronoun])
    return Span(match.start("subject"), match.end("subject")).shifted(sentence) if match else None


# What stands between `and` and the party that it adds: "and, where appropriate, the council".
_ASIDE = r"(?:,? (?:where|if|when|as|wherever) (?:appropriate|necessary|relevant|applicable|possible|needed|required|available),?)?"
_LEFT = re.compile(
    r"(?:^|[,;:] )(?:both )?(?P<left>(?:[Tt]he )?(?!(?:and|or|if|when|while|as|to|in|for|by|with|that|which)\b)[\w’'.-]+(?: (?!(?:and|or|is|are|was|were|has|have|had|"
    r"should|must|will|can|may|that|which|who|to|with|in|for|by|on|from)\b)[\w’'.-]+){1,6}) (?:and/or|and|or)"
    + _ASIDE
    + r" (?:the )?$"
)


def left_half(text: str, sentence: int, start: int) -> Span | None:
    """What `and` joins in front of the words taken for the whole subject ("the presidential office and Congress have a duty")."""
    match = _LEFT.search(text[sentence:start])
    return Span(match.start("left"), match.end("left")).shifted(sentence) if match else None


_NAME = r"(?:the )?(?!(?:and|or|in|to|of|by|for|with|that|which|who|when|if|as|while)\b)[\w’'.-]+(?: (?!(?:and|or|that|which|who)\b)[\w’'.-]+){0,6}?"
_RIGHT = re.compile(
    rf"(?:(?:,|,? and{_ASIDE}) {_NAME}){{0,4}},? (?:and|or){_ASIDE} {_NAME}(?= |$)(?: (?:also|therefore|each|both|\w+ly))*(?: to)? ?"
)
_MEMBER = re.compile(rf",? (?:and/or|and|or){_ASIDE} |, ")


def right_rest(text: str, end: int, cue: int) -> tuple[Span, ...]:
    """What commas and `and` join between the words taken for the whole subject and the cue."""
    if end >= cue or not _RIGHT.fullmatch(text, end, cue):
        return ()
    starts = [m.end() for m in _MEMBER.finditer(text, end, cue)]
    ends = [*[m.start() for m in _MEMBER.finditer(text, end, cue)][1:], cue]
    return tuple(Span(s, e) for s, e in zip(starts, ends, strict=True))


def beside(text: str, first: Span, second: Span) -> str:
    """Two phrases with nothing but `and` or `or` between them, as one text; else empty."""
    between = text[first.end : second.start].strip() if first.end <= second.start else ""
    return text[first.start : second.end] if between in {"and", "or"} else ""
