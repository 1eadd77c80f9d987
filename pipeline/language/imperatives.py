"""Advice in the imperative: a heading, bullet, box text or sentence that opens with a bare verb, and items that finish a stem."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.frames import Strength
from pipeline.language import grammar as g
from pipeline.language import words
from pipeline.language.cues import Cue

if TYPE_CHECKING:
    from spacy.tokens import Span as Sent
    from spacy.tokens import Token

# Bare verbs that guide the reader through the text and advise nothing.
READER_VERBS = frozenset(
    "see note cf compare recall suppose imagine let click visit contact download subscribe read".split()
)
ADVERBS = frozenset({"RB", "RBR"})
TENSED = frozenset("is are was were has have had does do did".split())
SUBORDINATE = frozenset({"acl:relcl", "advcl", "ccomp", "acl", "csubj"})


def find(sentence: Sent, *, strength: Strength = "should") -> Iterator[Cue]:
    """The imperative that a sentence opens with, read behind "You should" (see `pieces`).

    Args:
        strength: of the stem that governs the sentence.
    """
    verb = opening_verb(sentence)
    if verb is None:
        return
    negated = any(g.words(t) in g.NEGATIONS for t in sentence.doc[sentence.start : verb.i])
    yield Cue(
        first=verb,
        last=verb,
        lemma=verb.lower_,
        form="imperative",
        klass="prohibition" if negated else "obligation",
        negated=negated,
        strength=strength,
        head=verb,
        named=True,
        score=0.9,
    )


def opening_verb(sentence: Sent) -> Token | None:
    """The verb behind "You should"; None where the words behind it make no verb phrase."""
    first = next((t for t in sentence[2:] if t.tag_ not in ADVERBS and g.words(t) not in g.NEGATIONS), None)
    if first is None or first.lower_ in READER_VERBS or sentence[-1].text == "?":
        return None
    if first.lower_ in words.gerunds():
        return first
    if first.tag_ not in {"VB", "VBP"} and words.directive_verb(first.lower_) is None:
        return None
    verb = words.directive_verb(first.lower_)
    doubtful = verb is None or verb.noun
    # "Work began in May" behind "You should" makes "work" an auxiliary, which only few verbs are.
    odd = g.dep(first) == "aux" and first.lemma_ not in {"be", "have"}
    return None if doubtful and (odd or _begins_subject(first) or any(_finite(t) for t in sentence[2:])) else first


def _begins_subject(first: Token) -> bool:
    """ "End users should", "Plan reviews must": nothing but nouns and what belongs to them up to a finite verb."""
    rest = first.doc[first.i + 1 : first.sent.end]
    if len(rest) < 2 or not rest[0].tag_.startswith(("NN", "JJ")):
        return False
    for before, token in pairwise(rest):
        if token.tag_ == "MD" or token.lower_ in TENSED:
            return before.tag_.startswith("NN") or before.tag_ in {"RB", ","}
        if not token.tag_.startswith(("NN", "JJ")) and token.tag_ not in {"IN", "CC", "DT", "CD", "HYPH", "RB", ","}:
            return False
    return False


def _finite(token: Token) -> bool:
    """A finite verb of a main clause that what stands before it could be the subject of."""
    if token.tag_ not in {"VBZ", "VBD", "MD"}:
        return False
    clause = token.head if g.dep(token) in {"aux", "cop"} else token
    if clause.dep_ not in {"ROOT", "conj", "parataxis", "ccomp"} and not g.has_child(clause, "nsubj"):
        return False  # "to map leaks": a noun that was tagged as a verb
    return not any(t.dep_ in SUBORDINATE for t in (clause, *g.ancestors(clause)))
