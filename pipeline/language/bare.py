"""Advice without a finite verb: "A memorial be established.", "Departments to submit plans.", "An end to private contracts"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.frames import Strength
from pipeline.language import governing, parties, words
from pipeline.language import grammar as g
from pipeline.language.cues import Cue

if TYPE_CHECKING:
    from spacy.tokens import Span as Sent
    from spacy.tokens import Token


def find(sentence: Sent, *, strength: Strength = "should") -> Iterator[Cue]:
    """What a sentence without a finite verb asks of its subject, where advice is given.

    Args:
        strength: of the stem that governs the sentence.
    """
    if sentence[-1].text == "?":
        return
    root = _clause(sentence)
    be = next((c for c in root.children if c.lower_ == "be" and g.dep(c) in {"aux", "cop"} and c.i < root.i), None)
    who = g.subject(root)
    if be is not None:
        fits = who is not None and who.i < be.i and not _helped(root) and (g.is_passive(root) or g.is_copular(root))
        found = (be, root, who) if fits else None
    else:
        found = _active(root, who) or _to_do(root)
    if found is not None:
        yield _cue(*found, strength)


def thing(sentence: Sent, *, strength: Strength) -> Iterator[Cue]:
    """ "An end to private contracts": an item that names what its stem calls for."""
    root = sentence.root
    if root.pos_ not in {"NOUN", "PROPN"} or any(t.tag_ in g.FINITE_TAGS and t.head == root for t in sentence):
        return
    yield Cue(
        first=root, last=root, lemma=root.lemma_.lower(), form="predicate", klass="obligation", strength=strength,
        head=root, named=True, noun=True, score=0.7,
    )  # fmt: skip


def _clause(sentence: Sent) -> Token:
    """The sentence's main predicate; behind an opening "that", the clause's own."""
    root = sentence.root
    if sentence[0].lower_ == "that" and g.dep(root) != "ccomp":
        return next((t for t in sentence if g.dep(t) == "ccomp" and t.head.i == t.i), root)
    return root


def _helped(root: Token) -> bool:
    return any(c.tag_ in {"MD", "TO"} or c.lower_ in {"to", "let"} for c in root.children)


def _active(root: Token, who: Token | None) -> tuple[Token, Token, Token] | None:
    """ "The ministry publish all contracts": a bare verb behind a singular."""
    if who is None or who.i > root.i or root.tag_ not in {"VB", "VBP"} or root.is_upper:
        return None
    if any(g.dep(c) == "aux" for c in root.children):
        return None
    singular = who.tag_ in {"NN", "NNP"} and not g.conjuncts(who)
    return (root, root, who) if singular and words.directive_verb(root.lower_) is not None else None


def _to_do(root: Token) -> tuple[Token, Token, Token] | None:
    """ "Departments to submit plans by June": who is to do what, as minutes and plans put it."""
    verb = next((c for c in root.children if g.dep(c) == "acl" and c.tag_ == "VB" and governing.is_infinitive(c)), None)
    if verb is None or root.pos_ not in {"NOUN", "PROPN"} or verb.nbor(-1).lower_ != "to":
        return None
    acts = root.tag_ in {"NNS", "NNP", "NNPS"} or any(c.lower_ in {"the", "each", "every"} for c in root.children)
    alone = not any(t.tag_ in g.FINITE_TAGS for t in root.sent)
    names = words.directive_verb(verb.lower_) is not None and parties.is_party(root)
    return (verb, verb, root) if acts and alone and names else None


def _cue(first: Token, head: Token, who: Token | None, strength: Strength) -> Cue:
    negated = g.negation(head) is not None
    return Cue(
        first=first,
        last=first,
        lemma=first.lower_,
        form="imperative",
        klass="prohibition" if negated else "obligation",
        negated=negated,
        strength=strength,
        head=head,
        subject=who,
        actors=(who,) if who is not None and first is head else (),
        named=first is head,
        score=0.8,
    )
