"""Modal and semi-modal verbs: every occurrence, what it governs, and its class.

Classes after the annotation guidelines (deontic against epistemic, dynamic, conditional, future); the evidence is the
clause's grammar: tense and voice of what is governed, inversion, negation, the kind of subject.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.frames import Strength
from pipeline.language import classes, coming, words
from pipeline.language import grammar as g
from pipeline.language.cues import Cue

if TYPE_CHECKING:
    from spacy.tokens import Span as Sent
    from spacy.tokens import Token

LEMMAS = {
    "should": "should", "must": "must", "shall": "shall", "can": "can", "could": "could", "may": "may", "might": "might",
    "will": "will", "would": "would", "'ll": "will", "'d": "would", "ca": "can", "wo": "will", "sha": "shall", "cannot": "can",
}  # fmt: skip
NOBODY = frozenset("nobody none nothing neither".split())
STRENGTHS: dict[str, Strength] = {
    "must": "must",
    "shall": "must",
    "need": "must",
    "need to": "must",
    "have to": "must",
    "should": "should",
    "ought to": "should",
    "had better": "should",
    "will": "should",
    "would": "should",
    "can": "may",
    "could": "may",
    "may": "may",
    "might": "may",
}


def find(sentence: Sent) -> Iterator[Cue]:
    """Every modal and semi-modal verb of a sentence, in text order."""
    for token in sentence:
        found = _trigger(token)
        if found:
            lemma, last = found
            yield _cue(token, last, lemma)


def _trigger(token: Token) -> tuple[str, Token] | None:
    """The modal's lemma and last token, if one begins here."""
    form = g.words(token)
    if form in LEMMAS:
        return (LEMMAS[form], _whole(token)) if _is_modal(token) else None
    if form == "ought":
        return "ought to", _to_after(token) or token
    if form in {"had", "'d"} and token.i + 1 < token.sent.end and g.words(token.nbor(1)) == "better":
        after = _next_word(token.nbor(1))
        return ("had better", token.nbor(1)) if after is not None and g.is_base(after) else None
    if (
        token.lemma_ == "need"
        and (token.tag_ in {"VB", "VBP", "VBZ", "VBD", "MD"} or _to_be(token))
        and not _is_noun(token)
    ):
        if token.lower_ == "needed" and not g.has_child(token, "nsubj") and g.dep(token) != "conj":
            return None  # "the steps needed to mend it"
        to = _to_after(token)
        if to is not None:
            return "need to", to
        return ("need", token) if form == "need" and _bare_after(token) else None
    if token.lemma_ == "have" and token.tag_ in {"VB", "VBP", "VBZ", "VBD", "VBG"}:
        to = _to_after(token)
        return ("have to", to) if to is not None else None
    return None


def _to_be(token: Token) -> bool:
    """ "More needs to be done": no noun, whatever the tagger says."""
    return token.lower_ == "needs" and [t.lower_ for t in token.doc[token.i + 1 : token.i + 3]] == ["to", "be"]


def _is_noun(token: Token) -> bool:
    """ "the urgent need to V": what stands before it makes a noun of it."""
    before = token.nbor(-1) if token.i > token.sent.start else None
    if before is not None and before.tag_ in {"VBG", "VBN", "JJR"} and before.i > token.sent.start:
        before = before.nbor(-1)  # "a pressing need to V"
    return before is not None and before.tag_ in {"JJ", "DT", "PRP$", "POS"}


def _whole(token: Token) -> Token:
    """ "cannot", "can't" and "won't" are kept whole: the negation that is glued to the modal belongs to it."""
    if not token.whitespace_ and token.i + 1 < token.sent.end and g.words(token.nbor(1)) in {"n't", "not"}:
        return token.nbor(1)
    return token


def _is_modal(token: Token) -> bool:
    form = g.words(token)
    if form == "'d":
        after = _next_word(token)
        return after is not None and g.is_base(after)
    if token.tag_ == "MD":
        return not (form == "may" and token.text == "May" and _is_date(token)) and not _nominal(token)
    if form in {"will", "may", "might", "must", "can", "should"} and token.tag_ in {"NN", "NNP", "VB", "VBP"}:
        after, before = _next_word(token), token.nbor(-1) if token.i > token.sent.start else None
        nominal = before is not None and (before.tag_ in {"DT", "PRP$", "POS", "JJ", "IN"})
        return after is not None and g.is_base(after) and not nominal and not _is_date(token)
    return False


def _nominal(token: Token) -> bool:
    """ "his will was read", "the political will of the House": a noun that is spelt like a modal."""
    before, after = (token.nbor(-1) if token.i > token.sent.start else None), _next_word(token)
    if before is None or g.words(token) not in {"will", "may", "might", "must", "can"}:
        return False
    bare = after is not None and after.tag_ in {"VB", "VBP"}
    return before.tag_ in {"PRP$", "POS"} or (before.tag_ in {"JJ", "DT"} and not bare)


def _is_date(token: Token) -> bool:
    after = token.nbor(1) if token.i + 1 < token.sent.end else None
    before = token.nbor(-1) if token.i > token.sent.start else None
    near = [t for t in (after, before) if t is not None]
    return any(t.like_num or t.tag_ == "CD" for t in near) or (
        before is not None and before.lower_ in {"in", "since", "by"}
    )


def _next_word(token: Token) -> Token | None:
    """The next token that is no adverb, negation or punctuation."""
    i = token.i + 1
    while i < token.sent.end:
        after = token.doc[i]
        if after.tag_ not in {"RB", "RBR", "RBS"} and not after.is_punct and g.words(after) not in g.NEGATIONS:
            return after
        i += 1
    return None


def _to_after(token: Token) -> Token | None:
    """The infinitive's "to" that follows, adverbs and a negation between them allowed."""
    after = _next_word(token)
    bracket = after is not None and any(t.is_bracket for t in token.doc[token.i : after.i])
    if after is None or after.lower_ != "to" or after.i - token.i > 3 or bracket:
        return None
    verb = _next_word(after)
    return after if verb is not None and _is_infinitive(after, verb) else None


def _is_infinitive(to: Token, verb: Token) -> bool:
    """Whether a verb follows "to", by its tag or because advice is made of it."""
    return (
        verb.tag_ in {"VB", "VBP"}
        or (to.tag_ == "TO" and verb.pos_ == "VERB")
        or words.directive_verb(verb.lower_) is not None
    )


def _bare_after(token: Token) -> bool:
    after = _next_word(token)
    negated = any(g.words(t) in g.NEGATIONS for t in token.doc[token.i + 1 : after.i]) if after is not None else False
    return after is not None and after.tag_ == "VB" and (negated or token.tag_ == "MD")


def _cue(first: Token, last: Token, lemma: str) -> Cue:
    below = _opens_below(last)
    head = governed(first, last) if not below else None
    negated = _negated(first, last, head)
    klass = classes.classify(first, lemma, head, negated)
    subject = g.subject_before(first, head)
    advised = coming.advises(head) if lemma == "would" and head is not None else None
    whose = _for_whom(head) if head is not None else None
    if whose is not None:
        advised = whose
    existing = _existing(first, head) if head is not None else None
    if existing is not None:
        head, subject = existing, None
    return Cue(
        first=first,
        last=last,
        lemma=lemma,
        form="modal",
        klass=klass,
        negated=negated,
        strength="must" if klass == "prohibition" and STRENGTHS.get(lemma) == "may" else STRENGTHS.get(lemma, "should"),
        head=advised or head,
        subject=subject,
        actors=(head,) if whose is not None and head is not None else (),
        named=advised is not None,
        noun=existing is not None,
        things=below,
        score=1.0 if subject is not None else 0.8,
    )


def _existing(first: Token, head: Token) -> Token | None:
    """ "There should be a national plan": the noun is what is called for."""
    if not any(t.lower_ == "there" for t in first.doc[max(first.i - 3, first.sent.start) : first.i]):
        return None
    if head.tag_ in {"NN", "NNS", "NNP"} or (head.i > head.sent.start and head.nbor(-1).lower_ == "be"):
        return head
    return next(
        (c for c in head.children if c.dep_ in {"nsubj", "obj", "xcomp"} and c.i > head.i and c.tag_.startswith("NN")),
        None,
    )


def _for_whom(head: Token) -> Token | None:
    """ "The goal should be for Norway to lower its tariffs": what is advised is the infinitive, and the predicate noun is to do it."""
    introduced = any(c.lower_ == "for" and g.dep(c) == "case" for c in head.children)
    if not introduced or not g.is_copular(head):
        return None
    return next((c for c in head.children if g.dep(c) == "acl" and any(t.tag_ == "TO" for t in c.children)), None)


def _opens_below(last: Token) -> bool:
    """ "The priorities should be:": what is called for stands below."""
    after = [t.lower_ for t in last.doc[last.i + 1 : last.sent.end] if not t.is_space]
    return after in (["be", ":"], ["be", "as", "follows", ":"], ["be", "the", "following", ":"])


def governed(first: Token, last: Token) -> Token | None:
    """The predicate that a modal governs.

    By the tree: the head of the auxiliary, or the infinitive of a semi-modal. Where the tree makes the modal itself a
    head ("Agencies shall:") or attaches it backwards, the next bare verb in the line.
    """
    aside = _behind_aside(last)
    if aside is not None:
        return aside
    if first.lemma_ in {"need", "have"} or first.lower_ == "ought":
        complements = [c for c in first.children if g.dep(c) in {"xcomp", "ccomp", "advcl", "acl"} and c.i > last.i]
        near = [c for c in complements if c.left_edge.i <= last.i + 1]
        if near:
            return near[0]
        if g.dep(first) == "aux" and first.head.i > last.i:
            return first.head
    elif g.dep(first) in {"aux", "cop"} and first.head.i > first.i:
        return _mistaken(last, first.head) or first.head
    return _by_line(last)


def _behind_aside(last: Token) -> Token | None:
    """The verb behind what is put in between commas: "shall, as appropriate, convene the heads"."""
    doc, end = last.doc, min(last.i + 14, last.sent.end - 1)
    if last.i + 1 >= end or doc[last.i + 1].text != ",":
        return None
    close = next((i for i in range(last.i + 2, end) if doc[i].text == ","), None)
    if close is None:
        return None
    verb = doc[close + 1]
    while verb.tag_ in {"RB", "RBR"} and verb.i + 1 < last.sent.end:
        verb = verb.nbor(1)
    known = words.directive_verb(verb.lower_)
    return verb if known is not None and (verb.tag_ in {"VB", "VBP"} or not known.noun) else None


def _mistaken(last: Token, head: Token) -> Token | None:
    """The verb right behind the modal, where the tree takes its object for the head ("could align efforts")."""
    if g.is_verb(head) or g.is_copular(head):
        return None
    between = head.doc[last.i + 1 : min(head.i, last.i + 4)]
    return next((t for t in between if words.directive_verb(t.lower_) is not None and t.lower_ != "be"), None)


def _by_line(last: Token) -> Token | None:
    depth, i = 0, last.i + 1
    while i < last.sent.end:
        token = last.doc[i]
        depth += (token.text == "(") - (token.text == ")")
        if depth == 0 and token.text in {":", ";"}:
            return None
        known = i == last.i + 1 and words.directive_verb(token.lower_) is not None
        if depth == 0 and (g.is_base(token) or known):
            if token.lemma_ in {"be", "have"} and g.dep(token) in {"aux", "cop"} and token.head.i > token.i:
                return token.head
            return token
        i += 1
    return None


def _negated(first: Token, last: Token, head: Token | None) -> bool:
    end = head.i if head is not None else min(last.i + 3, last.sent.end)
    between = first.doc[first.i + 1 : max(end, last.i + 1)]
    if any(g.words(t) in g.NEGATIONS and not _correlated(t) for t in between) or _nobody(first, head):
        return True
    if head is None or (g.dep(first) not in {"aux", "cop"} and first.tag_ == "MD"):
        return False
    before = first.nbor(-1) if first.i > first.sent.start else None
    if before is not None and g.words(before) in {"never", "nor"}:
        return True
    found = g.negation(head if first.tag_ == "MD" else first, None)
    if found is None and first.tag_ != "MD":
        auxiliary = first.nbor(-1) if first.i > first.sent.start else None
        return auxiliary is not None and g.words(auxiliary) in g.NEGATIONS
    return found is not None and not _correlated(found)


def _nobody(first: Token, head: Token | None) -> bool:
    """ "No school should close", "nobody may enter", "under no circumstances must it": the negation stands before the modal."""
    who = g.subject_before(first, head)
    if who is None or who.i > first.i:
        return False
    return who.lower_ in NOBODY or any(c.lower_ in {"no", "neither"} and g.dep(c) == "det" for c in who.children)


def _correlated(negation: Token) -> bool:
    """ "not only … but also" negates nothing."""
    after = negation.nbor(1) if negation.i + 1 < negation.sent.end else None
    return (
        g.words(negation) == "not"
        and after is not None
        and after.lower_ in {"only", "merely", "just", "simply", "least"}
    )
