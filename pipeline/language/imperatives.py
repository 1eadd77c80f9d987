"""Advice in the imperative: a heading, bullet, box text or sentence that opens with a bare verb, and items that finish a stem."""

from __future__ import annotations

from collections.abc import Iterator
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
# What stands behind a bare verb and not behind a noun.
OBJECT_STARTS = frozenset({"DT", "PRP$", "PRP", "NNP", "NNPS", "WRB", "WP"})


def find(sentence: Sent, *, advice: bool, strength: Strength = "should") -> Iterator[Cue]:
    """The imperatives that a sentence opens with: one for each coordinated verb, each a trigger of its own.

    Args:
        advice: the sentence stands where advice is given, so that a doubtful reading counts as advice.
        strength: of the stem that governs the sentence.
    """
    verb = opening_verb(sentence, advice=advice)
    if verb is None or verb.lemma_.lower() in READER_VERBS or sentence[-1].text == "?":
        return
    negated = _prohibited(sentence, verb)
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
        score=0.9 if advice else 0.7,
    )


def opening_verb(sentence: Sent, *, advice: bool) -> Token | None:
    """The bare verb that a sentence opens with, after "to", an adverb, "do not" or a fronted phrase; None if there is none."""
    token = next((t for t in sentence if t.is_alpha), None)
    if token is None:
        return None
    if token.lower_ == "to":
        return _infinitive_item(token, sentence) if advice else None
    if token.lower_ in {"do", "please", "never"}:
        token = _after_negation(token, sentence) or token
    first = token.i
    while token.tag_ in ADVERBS and token.i + 1 < sentence.end and token.i - first < 2:
        token = token.nbor(1)
    return token if _is_imperative(token, sentence, advice) else _fronted(sentence)


def _infinitive_item(to: Token, sentence: Sent) -> Token | None:
    """ "to publish the data;" as an item of a list: the infinitive is the sentence's own root."""
    verb = sentence.root
    opens = verb.tag_ in {"VB", "VBP"} and all(t.tag_ in ADVERBS for t in to.doc[to.i + 1 : verb.i])
    return verb if opens and verb.i > to.i else None


def _after_negation(token: Token, sentence: Sent) -> Token | None:
    i = token.i + 1
    while i < sentence.end and g.words(token.doc[i]) in g.NEGATIONS:
        i += 1
    found = token.doc[i] if i < sentence.end else None
    return found if i > token.i + 1 or token.lower_ in {"please", "never"} else None


def _is_imperative(token: Token, sentence: Sent, advice: bool) -> bool:
    following = token.nbor(1) if token.i + 1 < sentence.end else None
    if following is not None and following.tag_ in {"MD", "VBZ"}:
        return False
    by_tree = token.tag_ == "VB" and g.dep(token) in {"ROOT", "conj", "parataxis", "ccomp", "csubj", "advcl"}
    counted = (
        following is not None
        and following.tag_ == "CD"
        and token.lower_ in words.directive_verbs()
        and words.directive_verbs()[token.lower_].noun
    )
    if by_tree and not counted and not any(c.dep_ in g.SUBJECTS and c.i < token.i for c in token.children):
        return advice or following is not None
    return following is not None and _known(token, following, sentence, advice)


def _known(token: Token, following: Token, sentence: Sent, advice: bool) -> bool:
    """Title case and bullets mislead the tagger: a known verb in front, with no finite verb that it could be the subject of."""
    verb = words.directive_verbs().get(token.lower_)
    if (
        verb is None
        or token.tag_ in {"VBZ", "VBD", "VBG"}
        or following.lower_ in {"of", ",", ":", "and", "or", "/", "."}
    ):
        return False
    if verb.noun and following.tag_ not in OBJECT_STARTS and not (advice and token.tag_ in {"VB", "VBP"}):
        return False
    return not verb.noun or not any(_finite(t) for t in sentence)


def _takes_object(token: Token, following: Token, advice: bool) -> bool:
    """Whether what stands behind a word that may be a noun too shows it to be a verb."""
    if following.tag_ in OBJECT_STARTS:
        return True
    if following.tag_ in {"CD", "SYM"}:
        return False
    if advice and token.tag_ in {"VB", "VBP"}:
        return True
    # "Help requesters …", "Work with agencies to …": a lone noun before a plural or an infinitive is read as a verb in advice.
    return advice and (following.tag_ in {"NNS", "JJ", "TO"} or following.lower_ in {"with", "towards", "toward"})


def _finite(token: Token) -> bool:
    """A finite verb of a main clause."""
    subordinate = {"acl:relcl", "advcl", "ccomp", "acl", "csubj"}
    if token.tag_ not in {"VBZ", "VBD", "MD"}:
        return False
    clause = token.head if g.dep(token) in {"aux", "cop"} else token
    return not any(t.dep_ in subordinate for t in (clause, *g.ancestors(clause)))


def _fronted(sentence: Sent) -> Token | None:
    """ "In the first year, publish the data": a bare verb as root behind a fronted phrase."""
    root = sentence.root
    if root.tag_ != "VB" or any(
        c.dep_ in g.SUBJECTS or g.dep(c) in {"aux", "expl", "mark", "cop"} for c in root.children
    ):
        return None
    before = [c for c in root.children if c.i < root.i and not c.is_punct]
    fronted = before and all(g.dep(c) in {"obl", "advcl", "advmod", "cc", "discourse"} for c in before)
    return root if fronted and root.lower_ in words.directive_verbs() else None


def _prohibited(sentence: Sent, verb: Token) -> bool:
    return any(g.words(t) in g.NEGATIONS for t in sentence.doc[sentence.start : verb.i])
