"""Whose norm a cue states, where the clause says it: "the treaty provides that costs shall be borne …"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.language import grammar as g
from pipeline.language import parties
from pipeline.language.cues import Cue

if TYPE_CHECKING:
    from spacy.tokens import Token

REPORTING = frozenset(
    "say state tell note report explain testify argue believe stipulate specify claim insist contend warn declare announce think hold maintain propose write provide "
    "require demand recommend suggest advise mandate assert stress emphasize emphasise".split()
)
NORMS = frozenset(
    "law act statute rule regulation order directive treaty agreement convention policy guidance guideline standard code constitution "
    "charter memorandum decree contract legislation mandate protocol resolution ordinance bill provision section article".split()
)
OWN_VOICE = frozenset(
    "we i it this that which who report paper study author document brief memo letter evaluation audit review inquiry panel commission committee "
    "subcommittee".split()
)


def gives_norms(who: Token) -> bool:
    """Whether a subject is somebody, or a text, that can require something of others."""
    acronym = who.is_upper and who.is_alpha and len(who) > 2
    return (parties.is_party(who) and who.pos_ != "PRON") or who.lemma_.lower() in NORMS or acronym


def reporter(cue: Cue) -> Token | None:
    """The head of the phrase that names whose rule or view it is; None where the text speaks for itself."""
    if cue.head is None:
        return None
    return _speaker(cue) or _role(cue)


def _speaker(cue: Cue) -> Token | None:
    """The subject of the verb of saying that the clause depends on."""
    clause = g.first_conjunct(cue.head) if cue.head is not None else None
    while clause is not None and g.dep(clause) == "xcomp" and clause.head.i != clause.i:
        clause = g.first_conjunct(clause.head)
    if clause is None or g.dep(clause) not in {"ccomp", "parataxis"} or clause.head.i == clause.i:
        return None
    verb = clause.head
    if verb.lemma_ not in REPORTING or verb.i > cue.first.i or any(c.tag_ == "MD" for c in verb.children):
        return None
    who = next((c for c in verb.children if c.dep_ in {"nsubj", "nsubj:outer"} and c.i < verb.i), None)
    return who if who is not None and who.lower_ not in OWN_VOICE and who.lemma_.lower() not in OWN_VOICE else None


def _role(cue: Cue) -> Token | None:
    """ "As a requester, I need …": the text speaks in somebody else's name."""
    who = (
        cue.subject
        if cue.subject is not None
        else (g.subject(cue.first) if cue.first.i != cue.last.i or cue.noun else None)
    )
    if who is None or who.lower_ != "i":
        return None
    return next((t for t in who.sent[: max(who.i - who.sent.start, 0)] if _stands_as(t)), None)


def _stands_as(token: Token) -> bool:
    """ "As a requester", "(S) As an agency that …": the noun behind the opening "as", by the tree or by the words."""
    if g.dep(token) in {"obl", "nmod"} and any(c.lower_ == "as" for c in token.children):
        return True
    opening = [t.lower_ for t in token.sent[:6]]
    if token.tag_ not in {"NN", "NNP"} or "as" not in opening or token.i < token.sent.start + opening.index("as") + 2:
        return False
    before = token.doc[token.sent.start + opening.index("as") + 1 : token.i]
    following = token.nbor(1) if token.i + 1 < token.sent.end else token
    plain = all(t.tag_ in {"DT", "NN", "NNP", "JJ"} for t in before)
    return plain and before[0].lower_ in {"a", "an"} and not following.tag_.startswith("NN")
