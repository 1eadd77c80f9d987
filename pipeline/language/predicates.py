"""Predicates that say that something ought to be done: "it is important for X to V", "X is needed", "there is a need to V"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.frames import ModalClass
from pipeline.language import grammar as g
from pipeline.language import words
from pipeline.language.cues import Cue

if TYPE_CHECKING:
    from spacy.tokens import Span as Sent
    from spacy.tokens import Token

CLAUSES = frozenset({"csubj", "csubj:pass", "xcomp", "ccomp", "advcl", "acl"})
# A finite clause of the past tells what was needed, not what is.
PAST = frozenset({"VBD"})
# Endings of nouns that name an action: such a noun can be called for; a thing can't be done.
ACTION_ENDINGS = (
    "tion",
    "sion",
    "ment",
    "ance",
    "ence",
    "ing",
    "al",
    "ure",
    "age",
    "sis",
    "form",
    "ship",
    "ery",
    "ort",
)
ACTION_NOUNS = frozenset(
    "dialogue action support reform review change help effort work progress investment research use trust".split()
)


def find(sentence: Sent) -> Iterator[Cue]:
    """The predicate cues of a sentence, in text order."""
    for token in sentence:
        cue = _adjective(token) or _existential(token) or _requires(token)
        if cue is not None:
            yield cue


# --- it is ADJ to V; X is ADJ ---------------------------------------------------------------------------------------


def _adjective(token: Token) -> Cue | None:
    row = words.predicates().get(token.lower_)
    if row is None or not _predicative(token):
        return None
    copula = _copula(token)
    if copula is None or copula.tag_ in PAST or _hypothetical(token):
        return None
    governed = _clause(token)
    expletive = g.has_child(token, "expl") or any(c.lower_ == "it" for c in g.children(token, "nsubj"))
    if governed is not None and (expletive or token.lower_ in {"required", "needed", "time"}):
        return _over_clause(token, copula, governed, row)
    if expletive or row.weight == "weak" or token.lower_ == "time":
        return None
    return _over_subject(token, copula, row)


def _predicative(token: Token) -> bool:
    return token.tag_ in {"JJ", "JJR", "JJS", "VBN", "NN"} and token.dep_ not in {"amod", "compound"}


def _copula(token: Token) -> Token | None:
    found = [c for c in g.children(token, "cop", "aux:pass") if c.i < token.i]
    if found:
        return found[-1]
    head = token.head
    return (
        head
        if g.dep(token) == "xcomp" and head.lemma_ in {"remain", "become", "seem", "be"} and head.i < token.i
        else None
    )


def _hypothetical(token: Token) -> bool:
    marks = {c.lower_ for c in g.children(token, "mark")}
    modal = any(c.tag_ == "MD" for c in g.children(token, "aux"))
    return modal or bool(marks & {"if", "whether", "unless"}) or token.sent[-1].text == "?"


def _clause(token: Token) -> Token | None:
    """The clause that the predicate governs: an infinitive or a that-clause behind it."""
    bearer = token if any(c.i > token.i for c in token.children if c.dep_ in CLAUSES) else token.head
    for c in bearer.children:
        if c.dep_ in CLAUSES and c.i > token.i and (g.has_child(c, "mark") or any(t.tag_ == "TO" for t in c.children)):
            marks = {m.lower_ for m in c.children if g.dep(m) in {"mark", "aux"}}
            if marks & {"to", "that"} and not marks & {"because", "if", "since", "as", "while"}:
                return c
    return None


def _over_clause(token: Token, copula: Token, verb: Token, row: words.Predicate) -> Cue | None:
    passive_subject = next((c for c in token.children if c.dep_ in {"nsubj:pass", "nsubj"} and c.lower_ != "it"), None)
    named = _for_whom(token, verb)
    if passive_subject is not None and token.lower_ in {"required", "needed"}:
        named = [passive_subject] if token.lower_ == "required" else named
        if token.lower_ == "needed":
            return _over_subject(token, copula, row)
    if not named:
        who = next((c for c in verb.children if c.dep_ in g.SUBJECTS), None)
        named = [who] if who is not None else []
    return _cue(token, copula, row, head=verb, actors=tuple(named), named=True)


def _for_whom(token: Token, verb: Token) -> list[Token]:
    """ "important FOR JAPAN to V", "incumbent ON THE STATE to V"."""
    for bearer in (token, verb):
        for c in g.children(bearer, "obl", "nmod", "nsubj"):
            cases = {k.lower_ for k in g.children(c, "case", "mark")}
            if cases & {"for", "on", "upon"} and token.i < c.i < verb.i:
                return [c]
    return []


def _over_subject(token: Token, copula: Token, row: words.Predicate) -> Cue | None:
    """ "Dialogue with all parties is needed": the subject is what is called for."""
    what = g.subject(token)
    if what is None or (what.pos_ == "PRON" and what.lower_ != "what") or what.i > token.i:
        return None
    if what.lower_ == "what":
        what = next((c for c in token.sent if c.i > token.i and c.dep_.startswith("nsubj") and c.pos_ == "NOUN"), None)
        return _cue(token, copula, row, head=what, actors=(), named=True, noun=True) if what is not None else None
    doable = any(names_action(t) for t in [what, *g.conjuncts(what)])
    if row.lemma not in {"needed", "required", "necessary"} and not doable:
        return None
    return _cue(token, copula, row, head=what, actors=(), named=True, noun=True)


def names_action(noun: Token) -> bool:
    """Whether a noun names something that is done."""
    lemma = noun.lemma_.lower()
    return (
        noun.tag_ == "VBG" or lemma in ACTION_NOUNS or (noun.tag_ in {"NN", "NNS"} and lemma.endswith(ACTION_ENDINGS))
    )


def _cue(
    token: Token,
    copula: Token,
    row: words.Predicate,
    *,
    head: Token | None,
    actors: tuple[Token, ...],
    named: bool,
    noun: bool = False,
) -> Cue:
    negated = g.negation(token) is not None
    klass: ModalClass = ("exemption" if row.strength == "must" else "other") if negated else "obligation"
    return Cue(
        first=copula,
        last=token,
        lemma="need" if token.lower_ == "needed" else f"be {row.lemma}",
        form="predicate",
        klass=klass,
        negated=negated,
        strength=row.strength,
        head=head,
        actors=actors,
        named=named,
        noun=noun,
        score=0.8 if noun else 0.9,
    )


# --- there is a need to V; X requires N ------------------------------------------------------------------------------


def _existential(token: Token) -> Cue | None:
    """ "there is a need (for X) to V", "there is a need for N"."""
    if token.lemma_ not in {"need", "necessity"} or token.tag_ != "NN":
        return None
    be = token.head
    if not g.has_child(be, "expl") or be.lemma_ != "be" or be.tag_ in PAST:
        return None
    verb = next(
        (c for c in [*token.children, *be.children] if c.dep_ in CLAUSES and c.i > token.i and is_infinitive(c)), None
    )
    noun = next(
        (c for c in token.children if c.dep_ == "nmod" and any(k.lower_ in {"for", "of"} for k in c.children)), None
    )
    head = verb or noun
    if head is None:
        return None
    actors = (noun,) if verb is not None and noun is not None and noun.i < verb.i else ()
    negated = any(c.lower_ == "no" for c in token.children)
    return Cue(
        first=be, last=token, lemma="need", form="predicate", klass="exemption" if negated else "obligation", negated=negated,
        strength="must", head=head, actors=actors, named=True, noun=verb is None, score=0.85,
    )  # fmt: skip


def is_infinitive(verb: Token) -> bool:
    """Whether a verb is marked by "to"."""
    return any(c.lower_ == "to" and g.dep(c) in {"mark", "aux"} for c in verb.children)


def _requires(token: Token) -> Cue | None:
    """ "the issue requires attention", "the grid needs investment": a noun that is called for."""
    if token.lemma_ not in {"require", "need"} or token.tag_ not in {"VBZ", "VBP"} or g.dep(token) == "aux":
        return None
    what = next((c for c in token.children if g.dep(c) == "obj" and c.i > token.i), None)
    who = g.subject(token)
    if what is None or who is None or what.pos_ != "NOUN" or not names_action(what):
        return None
    if any(is_infinitive(c) for c in g.children(token, "xcomp")) or _hypothetical(token):
        return None
    return Cue(
        first=token, last=token, lemma=token.lemma_, form="predicate", klass="obligation", strength="must",
        head=what, actors=(), named=True, noun=True, score=0.6,
    )  # fmt: skip
