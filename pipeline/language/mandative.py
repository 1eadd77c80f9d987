"""The mandative subjunctive ("recommends that the Board issue guidance"), which a parser takes for a string of nouns.

Its verb is bare, and often a noun too. With "should" in front of it nothing is in doubt: so such a sentence is read with
that word, and the tree is kept without it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.language import words

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span, Token

ADDED = "should"
THAT = "that"
# Verbs behind which a that-clause says what ought to be, beside the predicates of the lexicon ("it is vital that").
GOVERNING = frozenset(
    "recommend propose demand request require urge ask insist advise move stipulate mandate direct order".split()
)
BETWEEN = 5  # tokens between what governs and "that"
FAR = 14  # tokens between "that" and the verb
FINITE = frozenset({"MD", "VBD"})
CLOSED = frozenset({"who", "which", "that", "whose", "if", "when", "where", "is", "has", "was", "are", "have", "were"})


def reread(nlp: Language, doc: Doc) -> Doc:
    """The same words with the trees of the sentences that hold such a clause read anew; the same doc where none does."""
    read: dict[int, list[Token]] = {}
    if THAT not in {t.lower_ for t in doc}:
        return doc
    for sent in doc.sents:
        verbs = list(_verbs(sent))
        unsure = [at for that, at in verbs if not _is_read(doc[at], doc[that])]
        tokens = _with_added(nlp, sent, [at for _, at in verbs]) if unsure else None
        if tokens is not None:
            read[sent.start] = tokens
    return _joined(doc, read) if read else doc


def _is_read(verb: Token, that: Token) -> bool:
    """Whether the tree has the verb, and all between "that" and the verb for its subject."""
    subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    whole = subject is not None and subject.left_edge.i == that.i + 1 and subject.right_edge.i + 1 == verb.i
    return whole and verb.tag_ in {"VB", "VBP"} and that.head == verb and verb.dep_ == "ccomp"


def _verbs(sent: Span) -> Iterator[tuple[int, int]]:
    """Each "that" and where the bare verb behind it stands, by their index in the doc."""
    governed = False
    for token in sent:
        if token.lower_ == THAT and (
            _is_governed(token, sent) or (governed and token.nbor(-1).lower_ in {"and", "or"})
        ):
            governed = True
            at = _bare_verb(sent, token.i + 1)
            if at is not None:
                yield token.i, at


def _is_governed(that: Token, sent: Span) -> bool:
    """Whether what governs stands before, with a few words between at most ("recommends, therefore, that")."""
    for token in reversed(sent.doc[max(sent.start, that.i - BETWEEN) : that.i]):
        if token.lemma_.lower() in GOVERNING or token.lemma_.lower() in words.predicates():
            return True
        if token.tag_.startswith("VB") or token.tag_ == "MD":
            return False
    return False


def _bare_verb(sent: Span, start: int) -> int | None:
    """Where "should" may stand: in front of the first word behind the subject that can be the verb, and of its "not"."""
    found: int | None = None
    for token in sent.doc[start + 1 : min(start + FAR, sent.end - 1)]:
        before = token.nbor(-1)
        if token.lower_ == "be" and before.lower_ != "to" and before.tag_ != "MD":
            # "that support for farmers be increased": what could be a verb in front of a preposition is none.
            return token.i if found is None or sent.doc[found + 1].tag_ == "IN" else found
        if found is None and (token.tag_ in FINITE or token.lower_ in CLOSED):
            return None
        if found is None and _can_be_verb(token):
            found = token.i - 1 if before.lower_ == "not" else token.i
    return found


def _can_be_verb(token: Token) -> bool:
    """A known verb in its bare form, behind a noun and not in front of another word of that kind."""
    before, after = token.nbor(-1), token.nbor(1)
    if not token.is_lower or words.directive_verb(token.lower_) is None or after.lower_ == "of":
        return False
    if not (
        before.tag_.startswith("NN") or before.tag_ in {"PRP", "RB", ",", "-RRB-", ")"} or before.text.endswith("s")
    ):
        return False
    ends = after.i + 1 < len(token.doc) and after.nbor(1).is_punct  # "you train staff."
    return (
        token.tag_ in {"VB", "VBP"}
        or before.tag_ == "PRP"
        or after.tag_ == "CC"
        or ends
        or words.directive_verb(after.lower_) is None
    )


def _with_added(nlp: Language, sent: Span, verbs: list[int]) -> list[Token] | None:
    """The sentence's tokens as read with the added words; None where these are no auxiliaries of what follows."""
    from spacy.tokens import Doc

    forms = [form for t in sent for form in ([None, t] if t.i in verbs else [t])]
    texts = [ADDED if t is None else t.text for t in forms]
    read = nlp(Doc(nlp.vocab, words=texts, spaces=[t is None or bool(t.whitespace_) for t in forms]))
    added = [t for t, form in zip(read, forms, strict=True) if form is None]
    if len(list(read.sents)) > 1 or not all(t.dep_ == "aux" and t.head.i > t.i and not list(t.children) for t in added):
        return None
    return [t for t, form in zip(read, forms, strict=True) if form is not None]


def _joined(doc: Doc, read: dict[int, list[Token]]) -> Doc:
    """A doc of the same words, with the trees read anew in place of those of their sentences."""
    from spacy.tokens import Doc

    tokens: list[Token] = []
    heads: list[int] = []
    for sent in doc.sents:
        own = read.get(sent.start) or list(sent)
        at = {t.i: sent.start + n for n, t in enumerate(own)}
        tokens.extend(own)
        heads.extend(at[t.head.i] for t in own)
    return Doc(
        doc.vocab,
        words=[t.text for t in doc],
        spaces=[bool(t.whitespace_) for t in doc],
        tags=[t.tag_ for t in tokens],
        pos=[t.pos_ for t in tokens],
        morphs=[str(t.morph) for t in tokens],
        lemmas=[t.lemma_ for t in tokens],
        heads=heads,
        deps=[t.dep_ for t in tokens],
        ents=[f"{t.ent_iob_}-{t.ent_type_}" if t.ent_type_ else "O" for t in doc],
    )
