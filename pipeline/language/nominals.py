"""Noun phrases that fill a role: their extent, their coordinated and apposed members."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.document import Span
from pipeline.frames import Nominal
from pipeline.language import grammar as g

if TYPE_CHECKING:
    from spacy.tokens import Token

# What follows a noun and is no part of its name: trailing clauses and asides.
TRAILING_CLAUSES = frozenset({"acl", "acl:relcl", "appos", "parataxis", "advcl", "advcl:relcl", "conj", "cc", "dep"})


# What stands before a noun and belongs to it; anything else to its left belongs to its clause.
BEFORE = frozenset({"det", "amod", "compound", "nummod", "nmod", "flat", "goeswith", "reparandum"})
PLACES = frozenset("city community county district municipal provincial regional state village".split())
ASIDES = frozenset(
    "according within under through subject consistent including such with in to while as who which where".split()
)


def nominals(head: Token, base: int) -> tuple[Nominal, ...]:
    """Each identity that a noun phrase names: coordinated members, and apposed ones in place of their announcement.

    Args:
        head: the head token of the whole phrase.
        base: where the head's text begins in the document.
    """
    mention = _mention(head, base)
    members = [head, *(c for c in g.conjuncts(head) if c.pos_ in g.NOMINAL_POS or c.tag_.startswith("NN"))]
    if _shares_noun(head, members):
        whole = _nominal(members[1], mention, base)
        return (replace(whole, span=Span(mention.start, whole.span.end)),)
    named = [m for member in members for m in _apposed(member)]
    return tuple(_nominal(m, mention, base) for m in named)


def _shares_noun(head: Token, members: list[Token]) -> bool:
    """ "State and local authorities": a bare word for a place stands for what is printed only once, behind the last of them."""
    bare = head.lower_ in PLACES and not any(g.dep(c) in {"det", "nmod", "nummod"} for c in head.children)
    return bare and len(members) == 2 and members[1].tag_ == "NNS" and g.has_child(members[1], "amod", "compound")


def _apposed(member: Token) -> list[Token]:
    """The members of an apposition that lists names ("the treaty allies – Australia, Fiji and Palau"); else the member."""
    for c in g.children(member, "appos"):
        listed = [c, *g.conjuncts(c)]
        if len(listed) > 1 and member.tag_ in {"NNS", "NNPS"} and all(t.pos_ == "PROPN" for t in listed):
            return listed
    return [member]


def _nominal(head: Token, mention: Span, base: int) -> Nominal:
    first, last = extent(head)
    return Nominal(
        span=g.offsets(first, last, head, base),
        head=g.token_span(head, base),
        head_lemma=head.lemma_ if head.pos_ == "PROPN" else head.lemma_.lower(),
        pos=head.pos_,
        mention=mention,
        possessor=_possessor(head, base),
    )


def extent(head: Token, clauses: bool = False) -> tuple[int, int]:
    """The first and last token of a noun phrase without its coordination, case marker and (unless asked for) trailing clauses."""
    first = last = head.i
    for c in head.children:
        if g.dep(c) in {"case", "cc", "conj", "mark", "cop", "aux", "advmod"} and c.i < head.i and not _inner(c):
            continue
        if c.dep_ in g.SUBJECTS or g.dep(c) in {"conj", "cc", "cop", "aux", "punct", "expl"}:
            continue
        if not clauses and c.dep_ in TRAILING_CLAUSES and not _restricts(c, head):
            continue
        if c.i < head.i:
            first = min(first, g.left_edge(c)) if g.dep(c) in BEFORE or _inner(c) else first
        elif not _broken(c, last):
            last = max(last, _cut(c, g.right_edge(c)))
    return g.trimmed(first, last, head)


def _inner(token: Token) -> bool:
    # "like-minded countries", "at least two ministries": a modifier of a modifier is reached through its own head.
    return token.dep_ == "advmod" and token.i + 1 == token.head.i and token.tag_.startswith("JJ")


def _restricts(clause: Token, head: Token) -> bool:
    """A relative clause without a comma is part of a described group: "countries that share these values"."""
    infinitive = any(c.tag_ == "TO" for c in clause.children)
    group = head.tag_ in {"NNS", "NN"} and head.pos_ == "NOUN" and not infinitive
    return (
        group
        and clause.dep_ in {"acl", "acl:relcl"}
        and clause.i > head.i
        and not _broken(clause, clause.left_edge.i - 1)
    )


def _cut(child: Token, last: int) -> int:
    """Where a trailing modifier stops being part of a description: at a comma that opens an aside."""
    for i in range(child.i, last):
        if child.doc[i].text == "," and child.doc[i + 1].lower_ in ASIDES:
            return i - 1
    return last


def _broken(child: Token, last: int) -> bool:
    """Whether a comma cuts the child off from the phrase."""
    if child.left_edge.text in {",", "—", "–", "("}:
        return True
    return child.left_edge.i > last + 1 and child.doc[child.left_edge.i - 1].text == ","


def _mention(head: Token, base: int) -> Span:
    members = [head, *(c for c in g.conjuncts(head) if c.pos_ in g.NOMINAL_POS or c.tag_.startswith("NN"))]
    edges = [extent(m) for m in members]
    first, last = min(e[0] for e in edges), max(e[1] for e in edges)
    return g.offsets(first, last, head, base)


def _possessor(head: Token, base: int) -> Span | None:
    for c in head.children:
        if c.dep_ == "nmod:poss" and c.pos_ in {"PROPN", "NOUN"}:
            first, last = extent(c)
            if c.doc[last].tag_ == "POS" and last > first:
                last -= 1
            return g.offsets(first, last, c, base)
    return None
