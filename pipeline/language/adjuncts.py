"""What stands around an advised action: its condition and its deadline."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.language import grammar as g

if TYPE_CHECKING:
    from spacy.tokens import Token

CONDITION_MARKS = frozenset(
    {
        "if",
        "unless",
        "provided",
        "providing",
        "assuming",
        "supposing",
        "when",
        "whenever",
        "once",
        "should",
        "until",
        "where",
    }
)
CONDITION_PHRASES = re.compile(
    r"^(?:(?:even |only )?(?:in|under) (?:the|any|such|these|those|that|this) (?:cases?|event|circumstances?|conditions?|situations?)\b"
    r"|in case\b|subject to\b|in the absence of\b)",
    re.I,
)
# "whenever possible", "where appropriate"
WHERE_POSSIBLE = frozenset({"where", "wherever", "when", "whenever", "if"})
FEASIBLE = frozenset(
    {"possible", "appropriate", "necessary", "feasible", "applicable", "needed", "practicable", "relevant"}
)
FRONTED_OPENERS = frozenset({"once", "when", "whenever", "until"})
# Words that open a condition wherever the tree hangs it.
OPENERS = frozenset({"if", "unless", "assuming", "provided", "supposing"})
TIME = (
    r"(?:\d{4}|(?:the )?(?:end|start|beginning|middle) of|(?:FY|fiscal year|financial year) ?\d+|(?:next|this|coming) (?:year|month|week|session|quarter)|"
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|spring|summer|autumn|fall|winter)\b|"
    r"(?:\w+ )?(?:\w+[- ])?(?:hours?|days?|weeks?|months?|years?|decades?)\b)"
)
DEADLINE = re.compile(
    rf"^(?:as (?:soon|quickly|early|promptly|rapidly) as (?:possible|practicable|feasible)\b.*|"
    rf"(?:by|before|until|beyond|prior to|no later than|not later than|within|in|over|during|after) (?:the )?(?:next |coming |first |following )?{TIME}.*|"
    rf"(?:in|over) the (?:short|near|medium|long|longer) (?:term|run)|"
    rf"at (?:an|the) (?:early|earliest)\b.*|without (?:further )?delay)$",
    re.I,
)
PROMPT = frozenset(
    {"immediately", "promptly", "urgently", "quickly", "swiftly", "soon", "forthwith", "now", "annually", "rapidly"}
)


def condition(head: Token, cue: Token) -> tuple[int, int] | None:
    """The first and last token of the clause or phrase under which the action applies."""
    for bearer in _bearers(head):
        for c in bearer.children:
            if c.dep_ in {"advcl", "obl", "advcl:relcl"} and is_condition(c):
                return g.trimmed(g.left_edge(c), g.right_edge(c), c)
    return _by_line(cue)


def _by_line(cue: Token) -> tuple[int, int] | None:
    """A condition that opens the sentence and ends with the last comma before the cue's clause, or closes it behind a comma."""
    doc, start, end = cue.doc, cue.sent.start, cue.sent.end
    possible = next(
        (i for i in range(cue.i, end - 1) if doc[i].lower_ in WHERE_POSSIBLE and doc[i + 1].lower_ in FEASIBLE), None
    )
    if possible is not None:
        return possible, possible + 1
    first = start + 1 if doc[start].lower_ in {"even", "only", "but", "and", "then"} else start
    if doc[first].lower_ in OPENERS | FRONTED_OPENERS and first < cue.i:
        commas = [i for i in range(first, cue.i) if doc[i].text == ","]
        return (
            g.trimmed(start if doc[start].lower_ in {"even", "only"} else first, commas[-1] - 1, cue)
            if commas
            else None
        )
    opened = next((i for i in range(cue.i, end) if doc[i].lower_ in OPENERS and doc[i - 1].text == ","), None)
    return g.trimmed(opened, end - 1, cue) if opened is not None else None


def _bearers(head: Token) -> list[Token]:
    found = [head]
    while g.dep(found[-1]) in {"conj", "xcomp"} and found[-1].head.i != found[-1].i:
        found.append(found[-1].head)
    return found


def is_condition(token: Token) -> bool:
    """Whether a clause or phrase says under which circumstances its head applies."""
    marks = {c.lower_ for c in token.children if g.dep(c) in {"mark", "advmod"} and c.i <= token.i}
    first = token.doc[g.left_edge(token)]
    if g.dep(token) == "advcl":
        inverted = first.lower_ in {"should", "were", "had"} or (first.lower_ == "where" and token.i < token.head.i)
        return bool(marks & CONDITION_MARKS) or inverted or first.lower_ in {"assuming", "provided", "supposing"}
    return bool(CONDITION_PHRASES.match(text_of(token)))


def text_of(token: Token) -> str:
    """The text of a token's subtree."""
    return str(token.doc[g.left_edge(token) : g.right_edge(token) + 1].text)


def deadline(head: Token) -> tuple[Token, Token] | None:
    """The first and last token of the phrase that sets the time."""
    return next((found for c in _modifiers(head) if (found := _deadline_phrase(c)) is not None), None)


def _modifiers(head: Token) -> list[Token]:
    """The action's own modifiers and those of its object, where the parser likes to hang times."""
    own = [c for c in head.children if g.dep(c) in {"obl", "advmod", "advcl"}]
    inner = [
        c
        for o in g.children(head, "obj", "obl", "xcomp", "nsubj")
        for c in o.children
        if g.dep(c) in {"nmod", "obl", "advmod"}
    ]
    return [*own, *inner]


def _deadline_phrase(token: Token) -> tuple[Token, Token] | None:
    if g.dep(token) == "advcl" and any(c.lower_ in {"before", "until"} and g.dep(c) == "mark" for c in token.children):
        return token.doc[g.left_edge(token)], token.doc[g.right_edge(token)]
    if token.lower_ in PROMPT and g.dep(token) in {"advmod", "conj"}:
        return _as_possible(token)
    first, last = g.trimmed(g.left_edge(token), g.right_edge(token), token)
    text = token.doc[first : last + 1].text
    if len(text) < 80 and DEADLINE.match(text):
        return token.doc[first], token.doc[last]
    return None


def _as_possible(adverb: Token) -> tuple[Token, Token]:
    """ "as soon as possible" around its adverb."""
    doc, i = adverb.doc, adverb.i
    if i > adverb.sent.start and doc[i - 1].lower_ == "as" and i + 2 < adverb.sent.end and doc[i + 1].lower_ == "as":
        return doc[i - 1], doc[i + 2]
    return adverb, adverb
