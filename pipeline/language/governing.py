"""What predicates and nouns of need govern: a clause, the one it is for, a thing that can be done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.language import grammar as g
from pipeline.language import words

if TYPE_CHECKING:
    from spacy.tokens import Token

CLAUSES = frozenset({"csubj", "csubj:pass", "xcomp", "ccomp", "advcl", "acl"})
# A finite clause of the past tells what was needed, not what is; a hypothetical one what would be.
NOT_NOW = frozenset({"VBD", "VBN", "VBG"})
DETERMINED = frozenset({"DT", "NNP", "PRP$"})
COPULAS = frozenset({"be", "remain", "become", "seem"})
# Endings of nouns that name an action: such a noun can be called for; a thing can't be done.
ACTION_ENDINGS = (
    "tion",
    "sion",
    "ment",
    "ance",
    "ence",
    "ing",
    "al",
    "ure",
    "age",
    "sis",
    "form",
    "ship",
    "ery",
    "ort",
)
ACTION_NOUNS = frozenset(
    "dialogue action support reform review change help effort work progress investment research use trust activity control "
    "leadership attention courage".split()
)


def hypothetical(token: Token) -> bool:
    bearer = token if not (g.dep(token) == "xcomp" and token.head.lemma_ in COPULAS) else token.head
    marks = {c.lower_ for c in g.children(bearer, "mark")}
    modal = any(c.tag_ == "MD" and c.lower_ not in {"will", "'ll", "’ll"} for c in g.children(bearer, "aux"))
    return modal or bool(marks & {"if", "whether", "unless"}) or token.sent[-1].text == "?"


def clause(token: Token) -> Token | None:
    """The clause that the predicate governs: an infinitive or a that-clause behind it."""
    bearer = token if any(c.i > token.i for c in token.children if c.dep_ in CLAUSES) else token.head
    for c in bearer.children:
        if c.dep_ in CLAUSES and c.i > token.i and (g.has_child(c, "mark") or any(t.tag_ == "TO" for t in c.children)):
            marks = {m.lower_ for m in c.children if g.dep(m) in {"mark", "aux"}}
            if (marks & {"to", "that"} or marks == {"from"}) and not marks & {
                "because",
                "if",
                "since",
                "as",
                "while",
                "order",
            }:
                return c
    return None


def for_whom(token: Token, verb: Token) -> list[Token]:
    """ "important FOR JAPAN to V", "incumbent ON THE STATE to V", "the task OF BOTH to V"."""
    for bearer in (token, verb):
        for c in g.children(bearer, "obl", "nmod", "nsubj"):
            cases = {k.lower_ for k in g.children(c, "case", "mark")}
            if cases & {"for", "on", "upon", "of"} and token.i < c.i < verb.i:
                return [c]
    return []


def gerund(what: Token) -> Token | None:
    """ "Building cooperation is …": the parser takes the gerund for the noun's modifier."""
    first = what.left_edge
    return (
        first if first.i < what.i and first.lower_ in words.gerunds() and g.dep(first) in {"compound", "amod"} else None
    )


def names_action(noun: Token) -> bool:
    """Whether a noun names something that is done."""
    lemma = noun.lemma_.lower()
    if noun.tag_ == "VBG" or lemma in ACTION_NOUNS or noun.lower_ in words.gerunds():
        return True
    return noun.tag_ in {"NN", "NNS"} and lemma.endswith(ACTION_ENDINGS)


def is_infinitive(verb: Token) -> bool:
    """Whether a verb is marked by "to"."""
    return any(c.lower_ == "to" and g.dep(c) in {"mark", "aux"} for c in verb.children)


def by_words(verb: Token, last: Token, takes: Sequence[str]) -> tuple[Token, Token] | None:
    """ "urge local councils to close streets", "recommend the board publish its fees": the verb and who is to do it, by the words.

    For where the tree takes the verb for a noun or an adjective. The phrase between must be a plain noun phrase.
    """
    for token in verb.doc[last.i + 1 : min(last.i + 12, verb.sent.end - 1)]:
        before, known = token.nbor(-1), words.directive_verb(token.lower_)
        noun_before = token.i > last.i + 1 and before.pos_ in {"NOUN", "PROPN", "PRON"}
        if "person" in takes and token.lower_ == "to" and noun_before:
            following = token.nbor(1)
            return (following, top(before, last)) if words.directive_verb(following.lower_) is not None else None
        if token.text in {",", ";", ":", "("} or token.tag_ in {"VBZ", "VBD", "MD", "WDT", "WP", "IN"}:
            return None
        bare = known is not None and not known.noun and token.tag_ in {"VB", "VBP", "NN"}
        if "clause" in takes and bare and noun_before and before.tag_ != "NNS" and verb.nbor(1).tag_ in DETERMINED:
            return token, before
    return None


def top(noun: Token, last: Token) -> Token:
    """The head of the phrase that a noun ends."""
    while noun.head.i < noun.i and noun.head.i > last.i and noun.head.pos_ in {"NOUN", "PROPN"}:
        noun = noun.head
    return noun
