"""The class of a modal: what ought to be, may be, can be, or will be.

Deontic against epistemic, dynamic, conditional and future, as the annotation guidelines draw the lines; the evidence is the
clause's grammar: tense and voice of what is governed, inversion, negation, the kind of subject.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.frames import ModalClass
from pipeline.language import coming, possible, signs
from pipeline.language import grammar as g

if TYPE_CHECKING:
    from spacy.tokens import Token

READING = frozenset("read construe interpret understand take".split())


def classify(token: Token, lemma: str, head: Token | None, negated: bool) -> ModalClass:
    """The class of a modal by the grammar of its clause.

    Args:
        token: the modal.
        head: the predicate that it governs.
    """
    if _is_inverted(token):
        return (
            "other"
            if token.sent[-1].text == "?"
            else "conditional"
            if lemma in {"should", "could", "would"}
            else "other"
        )
    if lemma in {"should", "ought to", "had better"}:
        return _should(token, head, negated)
    if lemma in {"must", "shall"}:
        return _must(token, lemma, head, negated)
    if lemma in {"need to", "need", "have to"}:
        return _necessity(token, lemma, head, negated)
    if lemma in {"will", "would"}:
        return coming.classify(token, lemma, head, negated)
    return possible.classify(token, lemma, head, negated)


def _is_inverted(token: Token) -> bool:
    """ "Should Japan request …": the modal opens its clause and its subject follows."""
    opens = (
        token.i == token.sent.start
        or token.nbor(-1).text in {",", ";", "(", "—", "–"}
        or token.nbor(-1).lower_ in {"and", "or"}
    )
    if not opens or token.tag_ != "MD":
        return False
    after = token.nbor(1) if token.i + 1 < token.sent.end else None
    return after is not None and (after.tag_ in {"PRP", "DT", "NNP", "NNPS", "NNS", "PRP$", "EX"})


def _should(token: Token, head: Token | None, negated: bool) -> ModalClass:
    if signs.is_question(token) or signs.perfect(token, head) or _embedded_question(token) or _describes(token, head):
        return "other"
    if negated and head is not None and head.lemma_ in READING and signs.subject_word(head) == "nothing":
        return "other"  # "nothing here should be read as criticism": a disclaimer
    if signs.under(token, {"if", "lest"}):
        return "conditional"
    return "prohibition" if negated else "obligation"


def _describes(token: Token, head: Token | None) -> bool:
    """A relative clause that says which one is meant ("systems I must maintain", "data that must be kept"), not what to do."""
    if head is None or head.dep_ != "acl:relcl" or g.is_copular(head) or head.head.i > head.i or g.is_verb(head.head):
        return False
    if head.doc[head.left_edge.i - 1].text == ",":
        return False
    who = g.subject(head)
    needed = g.is_passive(head) and token.lower_ != "should"
    if who is not None and any(t.is_punct for t in head.doc[head.head.i + 1 : who.i]):
        return False
    return who is not None and (who.tag_ not in {"WDT", "WP"} or needed)


def _embedded_question(token: Token) -> bool:
    """ "what Japan should protect", "how to decide who should pay": the clause asks or names, it does not advise."""
    i, ends = token.i - 1, {"WP", "WRB", ",", ":", "VBZ", "VBP", "VBD", "MD", "IN"}
    while i >= token.sent.start and token.doc[i].tag_ not in ends and token.doc[i].lower_ != "what":
        i -= 1
    if i < token.sent.start or token.doc[i].lower_ not in {"what", "how", "whether", "why"}:
        return False
    # "That is why we need to …" states its clause.
    return i == token.sent.start or token.doc[i].lower_ in {"what", "whether"} or token.doc[i - 1].lemma_ != "be"


def _must(token: Token, lemma: str, head: Token | None, negated: bool) -> ModalClass:
    if signs.perfect(token, head):
        return "epistemic"
    if signs.is_question(token) or _describes(token, head):
        return "other"
    if lemma == "shall" and signs.subject_word(head) in {"i", "we"}:
        return "future"
    return "prohibition" if negated else "obligation"


def _necessity(token: Token, lemma: str, head: Token | None, negated: bool) -> ModalClass:
    before = token.nbor(-1) if token.i > token.sent.start else token
    if (
        before.lower_ in {"might", "than", "without"}
        or _should_have_to(token)
        or (before.lower_ == "would" and _would_have_to(head))
        or token.tag_ in {"VBD", "VBG"}
        or _describes(token, head)
    ):
        return "other"
    if signs.is_question(token) or _embedded_question(token):
        return "other"
    return "exemption" if negated else "obligation"


def _should_have_to(token: Token) -> bool:
    """ "Nobody should have to wait": what should or should not be necessary; the first modal says it."""
    before = token.doc[max(token.i - 3, token.sent.start) : token.i]
    return token.lemma_ in {"have", "need"} and any(t.lower_ in {"should", "must", "shall"} for t in before)


def _would_have_to(head: Token | None) -> bool:
    """ "… or the partner would have to stop": in a supposed case; "this plan would need to weigh costs" tells what a plan needs."""
    if head is None:
        return True
    who = g.subject(head)
    thing = who is not None and not signs.acts(who) and who.pos_ != "PRON"
    return not thing or g.dep(_finite_clause(head)) not in {"ROOT", "conj"}


def _finite_clause(head: Token) -> Token:
    """The verb that bears the semi-modal's infinitive ("would need TO WEIGH": need)."""
    return head.head if g.dep(head) == "xcomp" else head
