"""Mends what the parser is known to get wrong and grammar settles: a component behind the parser."""

from __future__ import annotations

from collections.abc import Set

from spacy.language import Language
from spacy.tokens import Doc, Token

COMPONENT = "pipeline_mended"
NOMINAL = frozenset({"NOUN", "PROPN"})
FINITE = frozenset({"VBZ", "VBP", "VBD"})
SUBJECTS = frozenset({"nsubj", "nsubj:pass"})
NOUN_RELATIONS = frozenset({"conj", "obj", "obl", "nmod", "appos", "dep"})


@Language.component(COMPONENT, assigns=["token.dep", "token.head"], requires=["token.dep", "token.tag"])
def mended(doc: Doc) -> Doc:
    for verb in doc:
        if verb.dep_ in {"csubj", "csubj:pass"} and verb.tag_ == "VBG":
            _noun_that_acts(verb)
    for word in doc:
        if word.dep_ in SUBJECTS:
            _clause_as_subject(word)
    for modal in doc:
        if modal.tag_ == "MD" and modal.dep_.startswith("aux"):
            _subject_taken_for_conjunct(modal)
            _object_taken_for_subject(modal)
    for second in doc:
        if second.dep_ in SUBJECTS:
            _subject_of_two(second)
    return doc


def _noun_that_acts(verb: Token) -> None:
    """ "Clinics offering these services should train staff": no clause with a noun for its subject, but a noun that acts."""
    noun = _noun_before(verb)
    if noun is not None:
        governor, relation = verb.head, verb.dep_.replace("csubj", "nsubj")
        _hang(noun, governor, relation)
        _hang(verb, noun, "acl")


def _noun_before(verb: Token) -> Token | None:
    """The noun right before a participle that passes for its subject."""
    if any(c.dep_ in {"mark", "aux", "cop"} for c in verb.children):
        return None
    for c in verb.lefts:
        if c.dep_.startswith("nsubj") and c.pos_ in NOMINAL and c.right_edge.i == verb.i - 1:
            return c
    return None


def _clause_as_subject(first: Token) -> None:
    """ "The plan covers ports and roads, and cities must pay": what has a subject of its own is a clause, the first of two.

    It passes for the subject of the second clause, whose own subject passes for one more road.
    """
    second = first.head
    modal = next((c for c in second.lefts if c.tag_ == "MD" and c.dep_.startswith("aux")), None)
    if modal is None or not first.i < modal.i or not _is_clause(first):
        return
    subject = _conjunct_before(modal)
    if subject is None or not first.is_ancestor(subject):
        return
    governor, relation = second.head, second.dep_
    root = governor.i == second.i
    _hang(subject, second, first.dep_)
    _hang(first, first if root else governor, relation)
    _hang(second, first, "conj")
    _opening_to(second, subject)


def _is_clause(word: Token) -> bool:
    below = {c.dep_ for c in word.children}
    return bool(below & SUBJECTS) and not below & {"mark", "acl:relcl"} and (word.tag_ in FINITE or "cop" in below)


def _subject_taken_for_conjunct(modal: Token) -> None:
    """ "The dispute between Peru and Chile ended, and Chile should pay": the noun before the modal is no second verb."""
    verb = modal.head
    if any(c.dep_ in {*SUBJECTS, "csubj", "csubj:pass", "expl"} for c in verb.children):
        return
    subject = _conjunct_before(modal)
    if (
        subject is not None
        and subject.head.pos_ in {"VERB", "AUX"}
        and verb.dep_ == "conj"
        and verb.head.i == subject.head.i
    ):
        passive = any(c.dep_ == "aux:pass" for c in verb.children)
        _hang(subject, verb, "nsubj:pass" if passive else "nsubj")
        _opening_to(verb, subject)


def _object_taken_for_subject(modal: Token) -> None:
    """ "While deepening ties with Sweden, Norway should help": two nouns with a comma and no "and" are not coordinated.

    The first is what the fronted verb lacks, its object.
    """
    verb = modal.head
    first = next((c for c in verb.lefts if c.dep_ in SUBJECTS), None)
    subject = _conjunct_before(modal, {"punct"})
    if first is None or subject is None or not first.is_ancestor(subject):
        return
    if any(c.dep_ == "cc" for c in subject.lefts) or sum(c.dep_ == "conj" for c in subject.head.children) > 1:
        return
    start = first.left_edge.i
    for fronted in verb.lefts:
        if fronted.dep_ == "advcl" and fronted.right_edge.i == start - 1 and fronted.tag_ in {"VBG", "VB"}:
            if not any(c.dep_ in {"obj", "nsubj"} for c in fronted.children):
                _hang(subject, verb, first.dep_)
                _hang(first, fronted, "obj")
                _opening_to(verb, subject)
            return


def _conjunct_before(modal: Token, opening: Set[str] = frozenset({"cc", "punct"})) -> Token | None:
    """The noun whose phrase ends where the modal begins, if it is coordinated with something by a comma and a word."""
    at = modal.i - 1
    while at > 0 and modal.doc[at].pos_ == "ADV" and modal.doc[at].head.i == modal.head.i:
        at -= 1
    word = modal.doc[at]
    while True:
        if word.right_edge.i != at:
            return None
        if word.dep_ == "conj" and word.pos_ in NOMINAL and {c.dep_ for c in word.lefts} >= opening:
            return word
        if word.head.i == word.i:
            return None
        word = word.head


def _opening_to(verb: Token, subject: Token) -> None:
    """The comma and the "and" before the subject join verbs, not nouns."""
    for c in list(subject.lefts):
        if c.dep_ in {"cc", "punct"}:
            _hang(c, verb, c.dep_)


def _subject_of_two(second: Token) -> None:
    """ "The mayor, the council, and the port should act": a verb has one subject; what "and" brings in is coordinated."""
    verb = second.head
    first = next((c for c in verb.lefts if c.dep_ in SUBJECTS and c.i < second.i), None)
    start = second.left_edge.i
    conjunction = next((c for c in second.lefts if c.dep_ == "cc"), None)
    if conjunction is None:
        conjunction = next((c for c in verb.lefts if c.dep_ == "cc" and c.i == start - 1), None)
    if first is None or conjunction is None or {first.pos_, second.pos_} - NOMINAL or conjunction.i < first.i:
        return
    between = second.doc[first.i + 1 : conjunction.i]
    if any(c.tag_ in FINITE | {"VBN", "MD"} and c.head.i == first.i for c in between):
        return
    if any(c.head.i == verb.i and c.dep_ not in {"punct", "cc"} for c in between):
        return
    for c in (*verb.lefts, *second.lefts):
        if c.dep_ in {"punct", "cc"} and c.head.i == verb.i and conjunction.i - 1 <= c.i <= conjunction.i:
            _hang(c, second, c.dep_)
    _hang(second, first, "conj")


def _hang(word: Token, head: Token, relation: str) -> None:
    word.head = head
    word.dep_ = relation
