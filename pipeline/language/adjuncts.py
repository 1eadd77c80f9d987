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
# Of these a clause is a condition only when it stands before the action, or the words say so ("even if").
CONDITION_PHRASES = re.compile(
    r"^(?:even |only )?(?:in|under) (?:the|any) (?:case|event|circumstances?)\b|^in case\b|^subject to\b|^in the absence of\b",
    re.I,
)
DEADLINE_STARTS = frozenset(
    {"by", "within", "before", "no", "until", "beyond", "not", "as", "at", "prior", "during", "in", "over", "after"}
)
TIME = (
    r"(?:\d{4}|(?:the )?(?:end|start|beginning|middle) of|(?:FY|fiscal year|financial year) ?\d+|(?:next|this|coming) (?:year|month|week|session|quarter)|"
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|spring|summer|autumn|fall|winter)\b|"
    r"(?:\w+ )?(?:\w+[- ])?(?:hours?|days?|weeks?|months?|years?|decades?)\b)"
)
DEADLINE = re.compile(
    rf"^(?:as (?:soon|quickly|early|promptly|rapidly) as (?:possible|practicable|feasible)\b.*|"
    rf"(?:by|before|until|beyond|prior to|no later than|not later than|within|in|over|during|after) (?:the )?(?:next |coming |first |following )?{TIME}.*|"
    rf"at (?:an|the) (?:early|earliest)\b.*|without (?:further )?delay)$",
    re.I,
)
PROMPT = frozenset(
    {"immediately", "promptly", "urgently", "quickly", "swiftly", "soon", "forthwith", "now", "annually", "rapidly"}
)


def condition(head: Token) -> Token | None:
    """The head of the clause or phrase under which the action applies."""
    for bearer in _bearers(head):
        for c in bearer.children:
            if c.dep_ in {"advcl", "obl", "advcl:relcl"} and is_condition(c):
                return c
    return None


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
        inverted = first.lower_ in {"should", "were", "had"}
        return bool(marks & CONDITION_MARKS) or inverted or first.lower_ in {"assuming", "provided", "supposing"}
    return bool(CONDITION_PHRASES.match(text_of(token)))


def text_of(token: Token) -> str:
    """The text of a token's subtree."""
    return str(token.doc[g.left_edge(token) : g.right_edge(token) + 1].text)


def deadline(head: Token) -> tuple[Token, Token] | None:
    """The first and last token of the phrase that sets the time."""
    for bearer in _bearers(head)[:1]:
        for c in _modifiers(bearer):
            found = _deadline_phrase(c)
            if found is not None:
                return found
    return None


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
    if token.dep_ == "advmod" and token.lower_ in PROMPT and token.i < token.sent.end:
        return token, token
    first, last = g.trimmed(g.left_edge(token), g.right_edge(token), token)
    text = token.doc[first : last + 1].text
    if len(text) < 80 and DEADLINE.match(text):
        return token.doc[first], token.doc[last]
    return None
