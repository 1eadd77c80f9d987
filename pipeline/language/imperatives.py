"""Advice in the imperative: a heading, bullet, box text or sentence that opens with a bare verb, and items that finish a stem."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.frames import Strength
from pipeline.language import grammar as g
from pipeline.language.cues import Cue

if TYPE_CHECKING:
    from spacy.tokens import Span as Sent
    from spacy.tokens import Token

# Bare verbs that guide the reader through the text and advise nothing.
READER_VERBS = frozenset(
    "see note cf compare recall suppose imagine let click visit contact download subscribe read".split()
)
OPENING_ADVERBS = frozenset({"RB", "RBR"})
# Words that a heading may share with nouns: what stands behind them tells which one it is.
OBJECT_STARTS = frozenset(
    {"DT", "PRP$", "JJ", "JJR", "JJS", "NN", "NNS", "NNP", "NNPS", "CD", "VBN", "VBG", "PRP", "IN", "RP", "TO", "``"}
)


def find(sentence: Sent, *, advice: bool, strength: Strength = "should") -> Iterator[Cue]:
    """The imperative that a sentence opens with, if any.

    Args:
        advice: the sentence stands where advice is given, so that a doubtful reading counts as advice.
        strength: of the stem that governs the sentence.
    """
    verb = opening_verb(sentence, doubtful=advice)
    if verb is None or verb.lemma_.lower() in READER_VERBS or sentence[-1].text == "?":
        return
    negation = _prohibition(sentence, verb)
    yield Cue(
        first=verb,
        last=verb,
        lemma=verb.lemma_.lower(),
        form="imperative",
        klass="prohibition" if negation else "obligation",
        negated=negation,
        strength=strength,
        head=verb,
        named=True,
        score=0.9 if advice else 0.7,
    )


def opening_verb(sentence: Sent, *, doubtful: bool) -> Token | None:
    """The bare verb that a sentence opens with, after "to", an adverb, "do not" or a fronted phrase; None if there is none."""
    start = _first_word(sentence)
    if start is None:
        return None
    token = start
    if token.lower_ == "to" and token.i + 1 < sentence.end and doubtful:
        token = token.nbor(1)
    if token.lower_ in {"do", "please"} and token.i + 1 < sentence.end:
        token = _after_negation(token, sentence) or token
    while token.tag_ in OPENING_ADVERBS and token.i + 1 < sentence.end and token.i - start.i < 3:
        token = token.nbor(1)
    if _is_imperative(token, sentence, doubtful):
        return token
    return _fronted(sentence)


def _first_word(sentence: Sent) -> Token | None:
    return next((t for t in sentence if t.is_alpha or t.tag_ in g.VERB_TAGS), None)


def _after_negation(token: Token, sentence: Sent) -> Token | None:
    i = token.i + 1
    while i < sentence.end and g.words(token.doc[i]) in g.NEGATIONS:
        i += 1
    found = token.doc[i] if i < sentence.end else None
    return found if found is not None and (i > token.i + 1 or token.lower_ == "please") else None


def _is_imperative(token: Token, sentence: Sent, doubtful: bool) -> bool:
    if any(c.dep_ in g.SUBJECTS and c.i < token.i for c in token.children):
        return False
    following = token.nbor(1) if token.i + 1 < sentence.end else None
    if token.tag_ == "VB" and g.dep(token) in {"ROOT", "root", "conj", "parataxis", "ccomp", "advcl", "csubj"}:
        return following is None or following.tag_ not in {"MD", "VBZ", "VBD"}
    if not doubtful or following is None:
        return False
    if token.tag_ in {"VBP", "VB"}:
        return following.tag_ in OBJECT_STARTS
    # Title case and bullets mislead the tagger: "Fund community schools" may come out as a noun.
    noun_like = token.tag_ in {"NN", "NNP"} and token.i == (_first_word(sentence) or token).i
    return noun_like and following.tag_ in {"DT", "PRP$"} and not any(t.tag_ in g.FINITE_TAGS for t in sentence)


def _fronted(sentence: Sent) -> Token | None:
    """ "In the first year, publish the data": a bare verb as root behind a fronted phrase."""
    root = sentence.root
    if root.tag_ != "VB" or any(
        c.dep_ in g.SUBJECTS or g.dep(c) in {"aux", "expl", "mark", "cop"} for c in root.children
    ):
        return None
    before = [c for c in root.children if c.i < root.i and not c.is_punct]
    if before and all(g.dep(c) in {"obl", "advcl", "advmod", "cc", "discourse"} for c in before):
        return root
    return None


def _prohibition(sentence: Sent, verb: Token) -> bool:
    return any(g.words(t) in g.NEGATIONS for t in sentence.doc[sentence.start : verb.i])
