"""Whom an action is aimed at and whom it is done with, as objects, possessors and prepositions show it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline import lexicon
from pipeline.language import grammar as g

if TYPE_CHECKING:
    from spacy.tokens import Token

WITH = frozenset({"with", "alongside", "between", "among", "amongst"})
AT = frozenset({"against", "toward", "towards", "upon", "to", "about", "on"})
# Sorts of nouns in the lexicon that make a party; a noun that only names what its owner does makes none.
SORTS = frozenset({"state", "people", "body", "group", "person"})
NAMES = frozenset({"LOC", "ORG", "PERSON"})
# Plurals of people by what they do: "requesters", "auditors", "economists", "trainees".
PERSONAL = re.compile(r"(?:\w{2}ers|\w{2}ors|\w{3}ists|\w{3}ians|eers|\w{2}ees)$")
PRONOUNS = frozenset({"it", "them", "they", "him", "her", "us"})


@dataclass(slots=True)
class Around:
    """Heads of phrases that name parties."""

    targets: list[Token] = field(default_factory=list)
    partners: list[Token] = field(default_factory=list)


def around(head: Token, first: int, last: int, subject: Token | None) -> Around:
    """The parties inside an action and beside it.

    Args:
        head: the action's head.
        first, last: the action's tokens.
        subject: of a passive, whose phrase names parties too ("engagement with the US should not be reduced").
    """
    found = Around()
    inside = list(head.doc[first : last + 1])
    for token in (*inside, *_fronted(head, first), *_of_subject(subject)):
        if not is_party(token) or g.dep(token) == "conj":
            continue
        role = _role(token, head)
        if role == "partner":
            found.partners.append(token)
        elif role == "target" and token.i >= first:
            found.targets.append(token)
    if subject is not None and is_party(subject):
        found.targets.insert(0, subject)
    return found


def _role(token: Token, head: Token) -> str | None:
    relation = g.dep(token)
    cases = {c.lower_ for c in g.children(token, "case")}
    if relation in {"obl", "nmod"} and cases & WITH:
        return "partner"
    if relation in {"obj", "iobj"} or (
        token.dep_ in {"nsubj", "nsubj:pass"} and g.dep(token.head) in {"ccomp", "xcomp"}
    ):
        return "target"
    if (relation == "obl" and cases & AT) or (relation == "nmod" and cases & {"against", "toward", "towards"}):
        return "target"
    if token.dep_ == "nmod:poss" and g.dep(token.head) == "obj" and token.head.head.i == head.i:
        return "target"
    owner = token.head
    if (
        relation == "nmod"
        and "of" in cases
        and g.dep(owner) == "obj"
        and owner.head.i == head.i
        and token.pos_ == "PROPN"
    ):
        return "target"
    return None


def is_party(token: Token) -> bool:
    """Whether a word heads the name of somebody who can be acted on or with: a country, a body, people."""
    if token.pos_ == "PRON":
        return token.lower_ in PRONOUNS
    if token.pos_ not in {"NOUN", "PROPN"}:
        return False
    sort = lexicon.load().sort(token.lemma_.lower()) or lexicon.load().sort(token.lower_)
    if sort is not None:
        return sort in SORTS
    if token.tag_ == "NNS" and PERSONAL.search(token.lower_):
        return True
    return token.pos_ == "PROPN" and token.ent_type_ in NAMES


def _fronted(head: Token, first: int) -> Iterator[Token]:
    """ "While working with partners, X should …"; "X, along with other nations, should …"."""
    top = g.first_conjunct(head)
    for c in top.children:
        if c.i < min(first, top.i) and c.dep_ in {"obl", "advcl", "nsubj", "advmod"} and not _conditional(c):
            yield from (t for t in c.subtree if t.i != c.i or c.dep_ == "obl")


def _conditional(clause: Token) -> bool:
    marks = {c.lower_ for c in clause.children if g.dep(c) in {"mark", "advmod"}}
    return bool(marks & {"if", "unless", "when", "although", "though", "because", "since", "as"})


def _of_subject(subject: Token | None) -> Iterator[Token]:
    if subject is not None:
        yield from (t for t in subject.subtree if t.i != subject.i and g.dep(t) == "nmod")
