"""Predicates that say that something ought to be done: "it is important for X to V", "X is needed", "there is a need to V"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.frames import ModalClass, Strength
from pipeline.language import governing, words
from pipeline.language import grammar as g
from pipeline.language.cues import Cue

if TYPE_CHECKING:
    from spacy.tokens import Span as Sent
    from spacy.tokens import Token

# Participles by which somebody is told or let to do something; they need an infinitive ("is mandated to V").
DECREED = frozenset(
    "mandated obliged obligated bound permitted allowed authorised authorized entitled prohibited forbidden barred".split()
)
# Said of a thing that a rule asks for ("insurance is mandatory").
RULED = frozenset({"mandatory", "compulsory", "obligatory"})


def find(sentence: Sent) -> Iterator[Cue]:
    """The predicate cues of a sentence, in text order."""
    for token in sentence:
        cue = _adjective(token) if token.lower_ in words.predicates() else None
        if cue is not None:
            yield cue


# --- it is ADJ to V; X is ADJ ---------------------------------------------------------------------------------------


def _adjective(token: Token) -> Cue | None:
    row = words.predicates().get(token.lower_)
    if row is None or not _predicative(token):
        return None
    copula = _copula(token)
    if copula is None or copula.tag_ in governing.NOT_NOW or governing.hypothetical(token):
        return None
    governed = governing.clause(token)
    expletive = g.has_child(token, "expl") or any(c.lower_ == "it" for c in g.children(token, "nsubj"))
    if token.lower_ in DECREED and governed is None:
        return None
    if governed is not None and (expletive or token.lower_ in {"required", "needed", "time"} | DECREED):
        return _over_clause(token, copula, governed, row)
    if expletive or row.weight == "weak" or token.lower_ == "time":
        return None
    return _over_subject(token, copula, row)


def _predicative(token: Token) -> bool:
    return token.tag_ in {"JJ", "JJR", "JJS", "VBN", "NN"} and token.dep_ not in {"amod", "compound"}


def _copula(token: Token) -> Token | None:
    """The first word of the predicate: "is", "remains", "are" in "are becoming"."""
    found = [c for c in g.children(token, "cop", "aux:pass") if c.i < token.i]
    if found:
        return found[-1]
    head = token.head
    if g.dep(token) != "xcomp" or head.lemma_ not in governing.COPULAS or head.i > token.i:
        return None
    return next((c for c in g.children(head, "aux") if c.tag_ != "MD"), head)


def _over_clause(token: Token, copula: Token, verb: Token, row: words.Predicate) -> Cue | None:
    subject = next((c for c in token.children if c.dep_ in {"nsubj:pass", "nsubj"} and c.lower_ != "it"), None)
    if token.lower_ == "needed" and subject is not None:
        return _over_subject(token, copula, row)
    decreed = token.lower_ == "required" or token.lower_ in DECREED
    named = [g.antecedent(subject)] if subject is not None and decreed else governing.for_whom(token, verb)
    if not named:
        who = next((c for c in verb.children if c.dep_ in g.SUBJECTS), None)
        named = [who] if who is not None else []
    return _cue(token, copula, row, head=verb, actors=tuple(named))


def _by_whom(token: Token) -> Token | None:
    """ "mandated BY THE ACT to V": whose norm it is."""
    agents = [c for c in token.children if c.dep_ == "obl:agent"]
    return agents[0] if agents and token.lower_ in DECREED else None


def _over_subject(token: Token, copula: Token, row: words.Predicate) -> Cue | None:
    """ "Dialogue with all parties is needed": the subject is what is called for."""
    if token.sent[0].lower_ == "what" and row.lemma in {"needed", "required", "necessary"}:
        return _cleft(token, copula, row)
    subjects = [c for c in token.children if c.dep_ in {"nsubj", "nsubj:pass"} and c.i < token.i]
    told = (subjects[0] if subjects else g.subject(token)) or (
        g.subject(token.head) if g.dep(token) == "xcomp" else None
    )
    what = _clause_subject(copula, told) or (_before(copula) if told is not None and _fronted(told) else told)
    if what is None or what.pos_ == "PRON" or what.i > token.i:
        return None
    what = governing.gerund(what) or what
    doing = what.tag_ == "VBG" or what.lower_ in words.gerunds()
    if (
        row.lemma not in {"needed", "required"}
        and not doing
        and _useful_for(token)
        and not governing.names_action(what)
    ):
        return None
    if any(c.lower_ in {"this", "these", "that", "those", "such"} for c in g.children(what, "det")):
        return None
    planned = any(c.lower_ in {"will", "'ll", "’ll"} for c in g.children(token, "aux"))
    if (
        row.lemma not in {"needed", "required", "necessary"} | RULED
        and not planned
        and not any(governing.names_action(t) for t in [what, *g.conjuncts(what)])
    ):
        return None
    return _cue(token, copula, row, head=what, also=tuple(s for s in subjects[1:] if _coordinated(s)), noun=True)


def _coordinated(subject: Token) -> bool:
    """Whether "and" stands before a second subject: without it, the parser went astray."""
    before = subject.doc[max(subject.left_edge.i - 1, 0)]
    return before.tag_ == "CC" or any(c.tag_ == "CC" and c.i < subject.i for c in subject.children)


def _useful_for(token: Token) -> bool:
    """ "vital to our defence", "important for growth": says what something is good for, not that it is wanted."""
    obliques = [c for c in token.children if g.dep(c) in {"obl", "advcl"} and c.i > token.i]
    return any(k.lower_ in {"to", "for"} and g.dep(k) == "case" for c in obliques for k in c.children)


def _fronted(noun: Token) -> bool:
    """ "Given the size of the task, …": no subject, whatever the tree says."""
    return noun.left_edge.lower_ in {"given", "despite", "considering", "with", "without"}


def _before(copula: Token) -> Token | None:
    """The head of the noun phrase right before the copula."""
    i = copula.i - 1
    while i > copula.sent.start and copula.doc[i].tag_ in {"RB", "RBR", "MD"}:
        i -= 1
    noun = copula.doc[i]
    if noun.pos_ not in {"NOUN", "PROPN"}:
        return None
    while noun.head.i < noun.i and noun.head.pos_ in {"NOUN", "PROPN"} and copula.doc[noun.i - 1].text != ",":
        noun = noun.head
    return noun


def _clause_subject(copula: Token, told: Token | None) -> Token | None:
    """A gerund that opens the clause before the copula, where the tree takes something inside its phrase for the subject, or nothing.

    "Ensuring that the unit understands its rules is critical": nothing but the gerund goes with a singular verb.
    """
    for token in copula.doc[copula.sent.start : copula.i]:
        opens = token.i == copula.sent.start or token.nbor(-1).text == "," or token.nbor(-1).lower_ == "that"
        if not opens or token.lower_ not in words.gerunds() or (told is not None and told.i <= token.i):
            continue
        comma = any(t.text == "," for t in copula.doc[token.i : copula.i])
        plural = told is not None and told.tag_ in {"NNS", "NNPS"}
        if told is None or not comma or (plural and copula.lower_ in {"is", "was", "remains", "becomes"}):
            return token
    return None


def _cleft(token: Token, copula: Token, row: words.Predicate) -> Cue | None:
    """ "What is needed is N": N is called for; "is not N": it is not."""
    second = next((t for t in token.sent if t.i > token.i and t.lemma_ == "be" and t.tag_ in {"VBZ", "VBP"}), None)
    if second is None:
        return None
    rest = [
        t
        for t in token.sent
        if t.i > second.i and t.tag_ in {"NN", "NNS", "VBG"} and t.dep_ not in {"compound", "amod"}
    ]
    if not rest:
        return None
    negated = second.nbor(1).lower_ in g.NEGATIONS
    return _cue(token, copula, row, head=rest[0], noun=True, negated=negated)


def _negated(row: words.Predicate) -> ModalClass:
    """ "Is not required to" exempts, "is not permitted to" forbids."""
    if row.klass == "permission":
        return "prohibition"
    return "exemption" if row.strength == "must" and row.klass == "obligation" else "other"


def _cue(
    token: Token,
    copula: Token,
    row: words.Predicate,
    *,
    head: Token,
    also: tuple[Token, ...] = (),
    actors: tuple[Token, ...] = (),
    noun: bool = False,
    negated: bool | None = None,
) -> Cue:
    negated = g.negation(token) is not None if negated is None else negated
    klass = _negated(row) if negated else row.klass
    strength: Strength = "must" if klass == "prohibition" else row.strength
    return Cue(
        first=copula,
        last=token,
        lemma="need" if token.lower_ == "needed" else f"be {row.lemma}",
        form="predicate",
        klass=klass,
        negated=negated,
        strength=strength,
        head=head,
        also=also,
        actors=actors,
        named=True,
        noun=noun,
        reporter=_by_whom(token),
        score=0.8 if noun else 0.9,
    )
