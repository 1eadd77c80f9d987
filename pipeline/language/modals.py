"""Modal and semi-modal verbs: every occurrence, what it governs, and its class.

Classes after the annotation guidelines (deontic against epistemic, dynamic, conditional, future); the evidence is the
clause's grammar: tense and voice of what is governed, inversion, negation, the kind of subject.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline import lexicon
from pipeline.frames import ModalClass, Strength
from pipeline.language import grammar as g
from pipeline.language import words
from pipeline.language.cues import Cue

if TYPE_CHECKING:
    from spacy.tokens import Span as Sent
    from spacy.tokens import Token

LEMMAS = {
    "should": "should", "must": "must", "shall": "shall", "can": "can", "could": "could", "may": "may", "might": "might",
    "will": "will", "would": "would", "'ll": "will", "'d": "would", "ca": "can", "wo": "will", "sha": "shall", "cannot": "can",
}  # fmt: skip
STRENGTHS: dict[str, Strength] = {
    "must": "must", "shall": "must", "need": "must", "need to": "must", "have to": "must",
    "should": "should", "ought to": "should", "had better": "should", "will": "should", "would": "should",
    "can": "may", "could": "may", "may": "may", "might": "may",
}  # fmt: skip
# Verbs of weighing and wishing: with a weak modal they put advice as a possibility ("could consider", "may wish to").
WEIGHING = frozenset({"consider", "wish", "want", "explore", "think"})
# Adjectives that compare a course of action: "it would be better to V" advises V.
EVALUATIVE = frozenset(
    "good well effective wise useful desirable helpful advisable beneficial prudent preferable appropriate "
    "sensible valuable worthwhile important necessary essential vital crucial fruitful productive ideal".split()
)


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
    if form == "better" and token.i > token.sent.start and g.words(token.nbor(-1)) in {"had", "'d"}:
        return None
    if token.lemma_ == "need" and token.tag_ in {"VB", "VBP", "VBZ", "VBD", "MD"} and not _is_noun(token):
        to = _to_after(token)
        if to is not None:
            return "need to", to
        return ("need", token) if form == "need" and _bare_after(token) else None
    if token.lemma_ == "have" and token.tag_ in {"VB", "VBP", "VBZ", "VBD", "VBG"}:
        to = _to_after(token)
        return ("have to", to) if to is not None else None
    return None


def _is_noun(token: Token) -> bool:
    """ "the urgent need to V": what stands before it makes a noun of it."""
    before = token.nbor(-1) if token.i > token.sent.start else None
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
    head = governed(first, last)
    negated = _negated(first, last, head)
    klass = _classify(first, lemma, head, negated)
    subject = subject_of(first, head)
    advised = _advises(head) if lemma == "would" and head is not None else None
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
        named=advised is not None,
        score=1.0 if subject is not None else 0.8,
    )


def governed(first: Token, last: Token) -> Token | None:
    """The predicate that a modal governs.

    By the tree: the head of the auxiliary, or the infinitive of a semi-modal. Where the tree makes the modal itself a
    head ("Agencies shall:") or attaches it backwards, the next bare verb in the line.
    """
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


def subject_of(modal: Token, head: Token | None) -> Token | None:
    """The subject by the tree; else the noun phrase right before the modal."""
    found = g.subject(head if head is not None else modal)
    if found is not None or (head is not None and g.has_child(head, "expl")):
        return found
    i = modal.i - 1
    while i >= modal.sent.start and modal.doc[i].tag_ in {"RB", "RBR", "MD"}:
        i -= 1
    if i < modal.sent.start or modal.doc[i].pos_ not in {"NOUN", "PROPN", "PRON"}:
        return None
    token = modal.doc[i]
    while token.head.i < modal.i and token.head.i != token.i and token.head.pos_ in g.NOMINAL_POS:
        token = token.head
    return token


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
    if any(g.words(t) in g.NEGATIONS and not _correlated(t) for t in between):
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


def _correlated(negation: Token) -> bool:
    """ "not only … but also" negates nothing."""
    after = negation.nbor(1) if negation.i + 1 < negation.sent.end else None
    return (
        g.words(negation) == "not"
        and after is not None
        and after.lower_ in {"only", "merely", "just", "simply", "least"}
    )


# --- class -----------------------------------------------------------------------------------------------------------


def _classify(token: Token, lemma: str, head: Token | None, negated: bool) -> ModalClass:
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
    return _weak(token, lemma, head, negated)


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


def _perfect(token: Token, head: Token | None) -> bool:
    """ "must have been", "should have done"."""
    if head is None:
        return False
    return any(t.lower_ == "have" and t.i > token.i for t in head.children if g.dep(t) == "aux")


def _is_question(token: Token) -> bool:
    return token.sent[-1].text == "?"


def _should(token: Token, head: Token | None, negated: bool) -> ModalClass:
    if _is_question(token) or _perfect(token, head) or _embedded_question(token) or _describes(token, head):
        return "other"
    if _under(token, {"if", "lest"}):
        return "conditional"
    return "prohibition" if negated else "obligation"


def _describes(token: Token, head: Token | None) -> bool:
    """A relative clause that says which one is meant ("systems I must maintain", "data that must be kept"), not what to do."""
    if head is None or head.dep_ != "acl:relcl" or g.is_copular(head) or head.head.i > head.i:
        return False
    if head.doc[head.left_edge.i - 1].text == ",":
        return False
    who = g.subject(head)
    needed = g.is_passive(head) and token.lower_ != "should"
    return who is not None and (who.tag_ not in {"WDT", "WP"} or needed)


def _embedded_question(token: Token) -> bool:
    """ "what Japan should protect", "how to decide who should pay": the clause asks or names, it does not advise."""
    i = token.i - 1
    while i >= token.sent.start and token.doc[i].tag_ not in {"WP", "WRB", ",", ":", "VBZ", "VBP", "VBD", "MD", "IN"}:
        i -= 1
    if i < token.sent.start or token.doc[i].lower_ not in {"what", "how", "whether", "why"}:
        return False
    # "That is why we need to …" states its clause.
    return i == token.sent.start or token.doc[i].lower_ in {"what", "whether"} or token.doc[i - 1].lemma_ != "be"


def _must(token: Token, lemma: str, head: Token | None, negated: bool) -> ModalClass:
    if _perfect(token, head):
        return "epistemic"
    if _is_question(token) or _describes(token, head):
        return "other"
    if lemma == "shall" and _subject_word(head) in {"i"}:
        return "future"
    return "prohibition" if negated else "obligation"


def _necessity(token: Token, lemma: str, head: Token | None, negated: bool) -> ModalClass:
    before = token.nbor(-1) if token.i > token.sent.start else token
    if (
        before.lower_ in {"would", "might", "than", "without"}
        or token.tag_ in {"VBD", "VBG"}
        or _describes(token, head)
    ):
        return "other"
    if _is_question(token) or _embedded_question(token):
        return "other"
    return "exemption" if negated else "obligation"


def _weak(token: Token, lemma: str, head: Token | None, negated: bool) -> ModalClass:
    if lemma == "will":
        return _will(token, head, negated)
    if lemma == "would":
        return "obligation" if head is not None and _advises(head) is not None else _would(token, head)
    if not negated and head is not None and _puts_forward(token, lemma, head):
        return "option"
    return "dynamic" if lemma == "can" else "epistemic"


def _puts_forward(token: Token, lemma: str, head: Token) -> bool:
    """Whether a weak modal offers an action as a possibility: weighing verbs, or a main clause that somebody could act on."""
    if _is_question(token) or _under(token, {"if", "whether", "that", "because", "since", "as", "although", "while"}):
        return False
    if head.lemma_ in WEIGHING:
        return True
    if lemma not in {"could", "can"} or g.dep(g.first_conjunct(head)) not in {"ROOT", "conj", "parataxis"}:
        return False
    if (
        words.directive_verbs().get(head.lower_ if not g.is_passive(head) else words.participles().get(head.lower_, ""))
        is None
    ):
        return False
    if g.has_child(head, "expl"):
        return False
    if g.is_passive(head):
        return lemma == "could"
    who = subject_of(token, head)
    return who is not None and _acts(who)


def _acts(who: Token) -> bool:
    """Whether a subject is somebody: a country, a body, people."""
    return (
        who.pos_ == "PROPN"
        or who.ent_type_ in {"LOC", "ORG", "PERSON"}
        or lexicon.load().sort(who.lemma_.lower())
        in {
            "state",
            "people",
            "body",
            "group",
            "person",
        }
    )


def _will(token: Token, head: Token | None, negated: bool) -> ModalClass:
    """A plain statement or commitment: of one's own, in a relative, final or quoted clause, or of what will be needed."""
    who = g.subject(head) if head is not None else None
    if who is not None and who.lower_ in {"we", "i"}:
        return "future"
    if head is not None and head.lemma_ in {"need", "require", "publish", "begin", "start", "continue", "hold", "meet"}:
        return "future" if head.lemma_ != "continue" else "epistemic"
    if head is not None and ((who is not None and who.tag_ in {"WDT", "WP"}) or head.dep_ == "acl:relcl"):
        return "future"
    quotes = sum(t.text in {"“", "”", '"'} for t in token.doc[token.sent.start : token.i])
    if quotes % 2 or any(t.lemma_ in {"ensure", "promise", "pledge", "guarantee"} for t in _above(head)):
        return "future"
    return "epistemic"


def _above(head: Token | None) -> list[Token]:
    return list(g.ancestors(head))[:2] if head is not None else []


def _would(token: Token, head: Token | None) -> ModalClass:
    if (
        head is not None
        and head.lemma_ in {"welcome", "like", "prefer", "love"}
        and not _under(token, {"if", "whether"})
    ):
        return "dynamic"
    between = token.doc[token.i + 1 : head.i if head is not None else token.i]
    return "epistemic" if any(t.lower_ in {"likely", "probably", "presumably"} for t in between) else "conditional"


def _advises(head: Token) -> Token | None:
    """The verb that "it would be more effective to V" advises; None where the clause advises nothing."""
    if head.lemma_.lower() not in EVALUATIVE or (not g.has_child(head, "expl") and _subject_word(head) != "it"):
        return None
    clauses = (c for c in head.children if c.dep_ in {"csubj", "xcomp", "advcl", "ccomp"} and c.i > head.i)
    return next((c for c in clauses if any(m.lower_ in {"to", "that"} for m in g.children(c, "mark"))), None)


def _under(token: Token, marks: set[str]) -> bool:
    """Whether the modal's clause is introduced by one of the subordinators."""
    clause = token.head if g.dep(token) in {"aux", "cop"} else token
    return any(c.lower_ in marks and c.i < token.i for c in g.children(clause, "mark", "advmod"))


def _subject_word(head: Token | None) -> str:
    who = g.subject(head) if head is not None else None
    return who.lower_ if who is not None else ""
