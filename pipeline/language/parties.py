"""Whom an action is aimed at and whom it is done with, as prepositions and objects show it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.language import grammar as g

if TYPE_CHECKING:
    from spacy.tokens import Token

WITH = frozenset({"with", "alongside", "between", "among", "amongst"})
AT = frozenset({"against", "toward", "towards", "upon"})
TO = frozenset({"to", "on", "for", "from"})


@dataclass(slots=True)
class Around:
    """Heads of phrases that may name parties; `resolve` keeps those that do."""

    targets: list[Token] = field(default_factory=list)
    partners: list[Token] = field(default_factory=list)


def around(head: Token, first: int, last: int, *, noun: bool, subject: Token | None) -> Around:
    """The candidates inside an action (tokens first to last), outermost phrases first."""
    found = Around()
    if not noun:
        found.targets.extend(c for c in g.children(head, "obj", "iobj") if first <= c.i <= last)
    for phrase, prepositions in _phrases(head, first, last):
        if prepositions & WITH or {"along", "together", "cooperation", "coordination"} & prepositions:
            found.partners.append(phrase)
        elif prepositions & AT or (prepositions & TO and phrase.head.i == head.i and g.dep(phrase) == "obl"):
            found.targets.append(phrase)
    found.partners.extend(_beside(head, first))
    return found


def _phrases(head: Token, first: int, last: int) -> Iterator[tuple[Token, set[str]]]:
    for token in head.doc[first : last + 1]:
        if g.dep(token) in {"obl", "nmod"} and token.pos_ in g.NOMINAL_POS:
            yield token, {c.lower_ for c in g.children(token, "case")}


def _beside(head: Token, first: int) -> Iterator[Token]:
    """ "Japan, along with other nations, should …"; "while working with partners, X should …": before the action."""
    for c in head.children:
        if c.i >= first:
            continue
        if g.dep(c) == "obl" and {k.lower_ for k in g.children(c, "case")} & {"with", "alongside"}:
            yield c
        if c.dep_ in g.SUBJECTS:
            for n in c.children:
                if g.dep(n) in {"nmod", "obl"} and {k.lower_ for k in g.children(n, "case")} & {
                    "along",
                    "alongside",
                    "together",
                }:
                    yield n
