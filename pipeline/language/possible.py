"""What may or can be done: permissions, prohibitions and options against what is likely and what is feasible."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline import lexicon
from pipeline.frames import ModalClass
from pipeline.language import grammar as g
from pipeline.language import signs, words

if TYPE_CHECKING:
    from spacy.tokens import Token

# Verbs of weighing and wishing: with a weak modal they put advice as a possibility ("could consider", "may wish to").
WEIGHING = frozenset({"consider", "wish", "want", "explore", "think"})
# What a body or a plan that is advised could do by its nature.
SHAPES = frozenset("include comprise cover consist commence begin start focus involve follow build draw".split())
# What opens a supposed case, in which "may" foretells.
SUPPOSED = frozenset({"if", "without", "unless", "although", "though", "because"})
# What happens to things, or is found of them, without anybody's leave.
BEFALLING = frozenset(
    "find see need require cause link attribute delay mislead misuse abuse leak lose damage destroy exploit attack threaten compromise "
    "reduce increase limit prevent disrupt undermine process expect deem fail reject deny force".split()
)
# What nobody is permitted to do: it happens in one's mind.
MINDS = frozenset("understand know notice agree realize realise feel recognize recognise find".split())
# "Further details may be found online": what is at hand.
AT_HAND = frozenset("find see obtain access download view".split())
# What must not be done where a text says that it can't: "the warning cannot be ignored".
DISREGARD = frozenset(
    "ignore overlook neglect disregard dismiss underestimate understate forget tolerate condone excuse postpone delay waste".split()
)


def classify(token: Token, lemma: str, head: Token | None, negated: bool) -> ModalClass:
    """The class of "may", "might", "can" or "could" by the grammar of its clause."""
    if lemma == "can" and negated and head is not None and _disregards(head):
        return "prohibition"
    if lemma == "may" and head is not None and _permits(token, head, negated):
        return "prohibition" if negated else "permission"
    if not negated and head is not None and (_puts_forward(token, lemma, head) or _shapes(lemma, head)):
        return "option"
    if lemma == "may" and head is not None and g.is_passive(head) and head.lemma_ in AT_HAND:
        return "dynamic"
    return "dynamic" if lemma == "can" or (lemma == "could" and (negated or _open_to(head))) else "epistemic"


def _permits(token: Token, head: Token, negated: bool) -> bool:
    """ "A tenant may appeal", "records may be kept online": in a main clause, what somebody with a part to play may do, or may
    be done to a thing; a country, a company or a plural without an article only might ("suppliers may delay")."""
    if g.dep(g.first_conjunct(head)) not in {"ROOT", "conj", "parataxis"} or signs.under(
        token, {"if", "whether", "that"}
    ):
        return False
    if any(t.lower_ in SUPPOSED for t in token.doc[token.sent.start : token.i]) or signs.perfect(token, head):
        return False
    who = g.subject_before(token, head)
    if g.is_passive(head):
        return _done_to(head) and (who is None or who.pos_ != "PRON")
    if who is None or words.directive_verb(head.lower_) is None or head.lemma_ in signs.EFFECTS | signs.TURNING | MINDS:
        return False
    lawful = any(t.lower_ == "shall" for t in token.doc)
    return signs.acts(who) if lawful else _in_office(who, negated)


def _done_to(head: Token) -> bool:
    """Whether a participle tells of something that people do on purpose."""
    verb = words.participles().get(head.lower_) or (head.lemma_ if words.directive_verb(head.lemma_) else None)
    return verb is not None and verb not in signs.FELT | BEFALLING


def _in_office(who: Token, negated: bool) -> bool:
    """ "The commission", "any claimant", "officers" (of a prohibition): somebody in a role that rules are made for."""
    if who.pos_ == "PRON":
        return False
    determined = {c.lower_ for c in who.children if g.dep(c) == "det"}
    if "some" in determined or lexicon.load().sort(who.lemma_.lower()) not in {"body", "person", "people", "group"}:
        return False
    role = who.tag_ in {"NN", "NNP"} and bool(determined & {"the", "a", "an", "any", "each", "every", "no"})
    return role or bool(determined & {"all", "any", "no"}) or (negated and who.tag_ == "NNS")


def _shapes(lemma: str, head: Token) -> bool:
    """ "These could include training", "such a body could take the form of …": how what is advised might look."""
    if lemma != "could" or g.dep(head) not in {"ROOT", "conj"}:
        return False
    who = g.subject(head)
    pointing = who is not None and (
        who.lower_ in {"this", "these"} or any(c.lower_ in {"this", "these", "such"} for c in who.children)
    )
    form = head.lemma_ == "take" and any(c.lower_ == "form" for c in head.children)
    return pointing and (form or head.lemma_ in SHAPES or (g.is_copular(head) and head.pos_ in {"NOUN", "PROPN"}))


def _open_to(head: Token | None) -> bool:
    """ "companies that could be added to the list": what circumstances allow."""
    return head is not None and head.dep_ == "acl:relcl" and g.is_passive(head) and head.lemma_ not in signs.FELT


def _disregards(head: Token) -> bool:
    verbs = {head.lemma_, *(c.lemma_ for c in g.conjuncts(head))}
    aside = any(c.lower_ in {"aside", "lightly", "granted"} for t in (head, *g.conjuncts(head)) for c in t.subtree)
    return g.is_passive(head) and (bool(verbs & DISREGARD) or aside)


def _puts_forward(token: Token, lemma: str, head: Token) -> bool:
    """Whether a weak modal offers an action as a possibility: weighing verbs, or a main clause that somebody could act on."""
    if signs.is_question(token) or signs.under(
        token, {"if", "whether", "that", "because", "since", "as", "although", "while"}
    ):
        return False
    if head.lemma_ in WEIGHING:
        return True
    if lemma not in {"could", "can"} or g.dep(g.first_conjunct(head)) not in {"ROOT", "conj", "parataxis"}:
        return False
    if not (_done_to(head) if g.is_passive(head) else head.lower_ in words.directive_verbs()):
        return False
    if g.has_child(head, "expl") or head.lemma_ in signs.EFFECTS or head.lemma_ == "find":
        return False
    if g.is_passive(head):
        return lemma == "could"
    who = g.subject_before(token, head)
    return who is not None and signs.acts(who)
