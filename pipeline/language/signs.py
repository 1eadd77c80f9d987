"""Signs of a clause that the classes of modals go by: who acts, under which subordinator, what verbs tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline import lexicon
from pipeline.language import grammar as g

if TYPE_CHECKING:
    from spacy.tokens import Token

# No options: what helps or harms of itself.
EFFECTS = frozenset(
    "help serve provide disrupt harm damage destroy exploit misuse attack threaten compromise weaponize jeopardize sustain mitigate "
    "stymie result impact hinder hamper foster run face encounter".split()
)
FELT = frozenset(
    "see confuse surprise affect hit hurt harm lose undermine disrupt view perceive regard consider expose".split()
)
# Verbs of becoming and lasting, whose "will" foretells.
TURNING = frozenset(
    "become remain continue persist grow increase decrease decline rise fall worsen fester suffer fail succeed depend help improve reduce "
    "raise lower enable allow lead cause affect change enhance strengthen weaken undermine".split()
)


def perfect(token: Token, head: Token | None) -> bool:
    """ "must have been", "should have done"."""
    if head is None:
        return False
    return g.is_verb(head) and any(t.lower_ == "have" and t.i > token.i for t in head.children if g.dep(t) == "aux")


def is_question(token: Token) -> bool:
    return token.sent[-1].text == "?"


def under(token: Token, marks: set[str]) -> bool:
    """Whether the modal's clause is introduced by one of the subordinators."""
    clause = token.head if g.dep(token) in {"aux", "cop"} else token
    return any(c.lower_ in marks and c.i < token.i for c in g.children(clause, "mark", "advmod"))


def subject_word(head: Token | None) -> str:
    who = g.subject(head) if head is not None else None
    return who.lower_ if who is not None else ""


def acts(who: Token) -> bool:
    """Whether a subject is somebody who decides: a country, a body, people, but not those whom things are done for."""
    lemma = who.lemma_.lower()
    if lexicon.load().listed(lemma, "served"):
        return False
    sort = lexicon.load().sort(lemma)
    return (
        who.pos_ == "PROPN"
        or who.ent_type_ in {"LOC", "ORG", "PERSON"}
        or sort in {"state", "people", "body", "group", "person"}
    )
