"""What will or would be: plans and commitments, forecasts, supposed cases, and advice in their dress."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.frames import ModalClass
from pipeline.language import grammar as g
from pipeline.language import signs, words

if TYPE_CHECKING:
    from spacy.tokens import Token

# Verbs and nouns of belief, hope, fear and chance: what "will" happens below them is a guess.
GUESSES = frozenset(
    "believe think hope expect fear predict anticipate doubt estimate assume suspect imagine worry conclude concern concerned unclear risk "
    "possibility probability chance likelihood expectation belief likely unlikely hopeful confident".split()
)
SAYING = frozenset(
    "say tell state announce report note explain indicate write declare confirm decide plan agree".split()
)
# With "will": what is planned, said of a document, or needed, whoever the subject is.
PLANNED = frozenset(
    "need require necessitate publish begin start hold meet host issue include contain cover describe discuss present address conduct".split()
)
# What an inquiry finds it finds for good, whatever the tense ("we found that a ban would help").
FOUND = frozenset("find mean show conclude suggest".split())
# Adjectives that compare a course of action: "it would be better to V" advises V.
EVALUATIVE = frozenset(
    "good well effective wise useful desirable helpful advisable beneficial prudent preferable appropriate "
    "sensible valuable worthwhile important necessary essential vital crucial fruitful productive ideal".split()
)


def classify(token: Token, lemma: str, head: Token | None, negated: bool) -> ModalClass:
    """The class of "will" or "would" by the grammar of its clause."""
    if _ideally(token, head):
        return "prohibition" if negated else "obligation"
    if lemma == "will":
        return _will(token, head)
    return "obligation" if head is not None and advises(head) is not None else _would(token, head)


def _ideally(token: Token, head: Token | None) -> bool:
    """ "Ideally, the panel will be independent", "our preferred option would be a ban": what ought to be, not what will."""
    opening = token.sent[0]
    if opening.lower_ in {"ideally", "preferably"}:
        return True
    who = g.subject(head) if head is not None else None
    wished = {c.lower_ for c in who.children if g.dep(c) == "amod"} if who is not None else set()
    return bool(wished & {"preferred", "ideal", "best"}) and head is not None and g.is_copular(head)


def _will(token: Token, head: Token | None) -> ModalClass:
    """A plan or commitment against a prediction: by who acts, what the verb says, and what the clause hangs on."""
    if head is None:
        return "epistemic"
    who = g.subject_before(token, head)
    if who is not None and who.lower_ in {"we", "i"}:
        return "future"
    if _guessed(token, head):
        return "epistemic"
    if head.lemma_ in PLANNED or head.lower_ in words.predicates():
        return "future"
    if head.lemma_ in signs.TURNING or any(t.lower_ in {"if", "unless"} for t in token.doc[token.sent.start : token.i]):
        return "epistemic"
    if (who is not None and who.tag_ in {"WDT", "WP"}) or head.dep_ == "acl:relcl":
        return "future" if g.is_passive(head) or g.is_copular(head) or head.lemma_ not in signs.EFFECTS else "epistemic"
    quotes = sum(t.text in {"“", "”", '"'} for t in token.doc[token.sent.start : token.i])
    if quotes % 2 or any(t.lemma_ in {"ensure", "promise", "pledge", "guarantee"} for t in _above(head)):
        return "future"
    if any(t.lemma_ in SAYING for t in _above(head)):
        return (
            "future"
            if g.is_passive(head) or (who is not None and (signs.acts(who) or who.pos_ == "PRON"))
            else "epistemic"
        )
    if g.is_passive(head) and head.lemma_ not in signs.FELT:
        return "future"
    return "future" if who is not None and _undertakes(who, head) else "epistemic"


def _undertakes(who: Token, head: Token) -> bool:
    """ "The regulator will review its code": a verb of advice, said of somebody, tells of a plan."""
    return signs.acts(who) and words.directive_verb(head.lower_) is not None


def _guessed(token: Token, head: Token) -> bool:
    """Whether the clause is a guess: "likely" in it, or below a verb or noun of belief, hope, fear or chance."""
    if any(
        t.lower_ in {"likely", "probably", "presumably", "eventually", "inevitably", "ultimately"}
        for t in token.doc[token.i : head.i]
    ):
        return True
    return any(t.lemma_.lower() in GUESSES for t in _above(head))


def _above(head: Token | None) -> list[Token]:
    return list(g.ancestors(head))[:2] if head is not None else []


def _would(token: Token, head: Token | None) -> ModalClass:
    if (
        head is not None
        and head.lemma_ in {"welcome", "like", "prefer", "love"}
        and not signs.under(token, {"if", "whether"})
    ):
        return "dynamic"
    if head is None:
        return "conditional"
    above = _above(head)
    if _guessed(token, head) and (not above or above[0].tag_ not in {"VB", "VBP", "VBZ"}):
        return "epistemic"
    if any(t.lemma_ in SAYING and t.tag_ in {"VBD", "VBN"} for t in above) or _told(token, head):
        return "future"  # "they said that the rules would change": the future of the past
    return "conditional"


def _told(token: Token, head: Token) -> bool:
    """Whether a clause hangs on a verb in the past, with no condition in the sentence."""
    if g.dep(head) in {"ROOT", "conj", "parataxis"} or any(t.lower_ in {"if", "unless"} for t in token.sent):
        return False
    return any(t.tag_ == "VBD" and t.lemma_ not in FOUND for t in list(g.ancestors(head))[:4])


def advises(head: Token) -> Token | None:
    """The verb that "it would be more effective to V" advises; None where the clause advises nothing."""
    if head.lemma_.lower() not in EVALUATIVE or (not g.has_child(head, "expl") and signs.subject_word(head) != "it"):
        return None
    clauses = (c for c in head.children if c.dep_ in {"csubj", "xcomp", "advcl", "ccomp"} and c.i > head.i)
    return next((c for c in clauses if any(m.lower_ in {"to", "that"} for m in g.children(c, "mark"))), None)
