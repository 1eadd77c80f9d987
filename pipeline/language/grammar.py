"""Questions about one sentence's tree, in Universal Dependencies terms.

The parser errs; each answer therefore looks at the tree first and at the line of words where the tree says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.document import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

VERB_TAGS = frozenset({"VB", "VBP", "VBZ", "VBD", "VBG", "VBN"})
FINITE_TAGS = frozenset({"VBP", "VBZ", "VBD", "MD"})
SUBJECTS = frozenset({"nsubj", "nsubj:pass", "nsubj:outer", "csubj", "csubj:pass"})
NEGATIONS = frozenset({"not", "n't", "n’t", "never", "neither", "nor"})
NEGATIVE_DETERMINERS = frozenset({"no", "neither"})
NOMINAL_POS = frozenset({"NOUN", "PROPN", "PRON", "NUM", "SYM"})


def dep(token: Token) -> str:
    """The relation without its subtype."""
    return token.dep_.partition(":")[0]


def children(token: Token, *relations: str) -> list[Token]:
    """The children in one of the relations (subtypes included), left to right."""
    return [c for c in token.children if dep(c) in relations or c.dep_ in relations]


def has_child(token: Token, *relations: str) -> bool:
    """Whether there is a child in one of the relations."""
    return bool(children(token, *relations))


def words(token: Token) -> str:
    """The token's lower-case form with plain apostrophes."""
    return token.lower_.replace("’", "'")


def is_verb(token: Token) -> bool:
    """Whether the token is a full verb by its tag."""
    return token.tag_ in VERB_TAGS


def is_base(token: Token) -> bool:
    """Whether the token can be read as a bare verb; the tagger confuses VB with VBP, whose forms are the same."""
    return token.tag_ in {"VB", "VBP"}


def is_passive(head: Token) -> bool:
    """Whether a governed head is a passive participle."""
    if has_child(head, "aux:pass") or has_child(head, "nsubj:pass"):
        return True
    if head.dep_ == "conj" and head.tag_ in {"VBN", "VBD"} and not any(c.dep_ in SUBJECTS for c in head.children):
        # "should be required and resourced": the second participle shares the auxiliary.
        return is_passive(first_conjunct(head)) if first_conjunct(head).i != head.i else False
    if head.tag_ != "VBN":
        return False
    before = head.nbor(-1) if head.i > head.sent.start else None
    while before is not None and before.tag_ in {"RB", "RBR", "RBS"} and before.i > head.sent.start:
        before = before.nbor(-1)
    return before is not None and before.lemma_ == "be"


def is_copular(head: Token) -> bool:
    """Whether a head is a predicate noun, adjective or phrase with a copula."""
    return has_child(head, "cop")


def first_conjunct(token: Token) -> Token:
    """The first member of the coordination that a token belongs to."""
    while dep(token) == "conj" and token.head.i != token.i:
        token = token.head
    return token


def conjuncts(token: Token) -> list[Token]:
    """The later members of a coordination, flat or nested, left to right."""
    found: list[Token] = []
    for c in children(token, "conj"):
        found.append(c)
        found.extend(conjuncts(c))
    return sorted(found, key=lambda t: t.i)


def ancestors(token: Token) -> Iterator[Token]:
    """The heads above a token, nearest first, within its sentence."""
    while token.head.i != token.i:
        token = token.head
        yield token


def subject(head: Token) -> Token | None:
    """The grammatical subject of a predicate, followed through coordination and control; None where it has none."""
    for candidate in _subject_bearers(head):
        found = [c for c in candidate.children if c.dep_ in SUBJECTS]
        if found:
            # An expletive's real subject stands after the verb; otherwise the nearest before the verb is the subject.
            before = [c for c in found if c.i < candidate.i]
            return (before or found)[-1]
    return None


def _subject_bearers(head: Token) -> Iterator[Token]:
    yield head
    token = head
    while dep(token) in {"conj", "xcomp"} and token.head.i != token.i:
        token = token.head
        yield token


def subject_before(modal: Token, head: Token | None) -> Token | None:
    """The subject by the tree; else the noun phrase right before the modal."""
    found = subject(head if head is not None else modal)
    if found is not None or (head is not None and has_child(head, "expl")):
        return found
    i = modal.i - 1
    while i >= modal.sent.start and modal.doc[i].tag_ in {"RB", "RBR", "MD"}:
        i -= 1
    if i < modal.sent.start or modal.doc[i].pos_ not in {"NOUN", "PROPN", "PRON"}:
        return None
    token = modal.doc[i]
    while token.head.i < modal.i and token.head.i != token.i and token.head.pos_ in NOMINAL_POS:
        token = token.head
    return token


def antecedent(who: Token) -> Token:
    """The noun that a relative pronoun stands for."""
    if who.tag_ not in {"WDT", "WP"} or who.lower_ == "what":
        return who
    for above in ancestors(who):
        if above.dep_ == "acl:relcl" and above.head.pos_ in NOMINAL_POS:
            return above.head
    return who


def negation(head: Token, start: int | None = None) -> Token | None:
    """The negation that has a predicate in scope: an adverb of its clause, or a negative determiner of its subject."""
    for c in head.children:
        if words(c) in NEGATIONS and c.i < head.i and (start is None or c.i >= start):
            return c
    who = next((c for c in head.children if c.dep_ in SUBJECTS), None)
    if who is not None:
        determiners = (c for c in who.children if words(c) in NEGATIVE_DETERMINERS and c.i <= who.i)
        return next(determiners, None)
    return None


def enumerator_before(token: Token) -> int | None:
    """Where the enumerator right before a token begins: "(1) complete", "(b) publish"; None where there is none."""
    i = token.i
    while i - 1 > token.sent.start and token.doc[i - 1].tag_ in {"RB", "RBR"}:
        i -= 1
    if i - 3 < token.sent.start or token.doc[i - 1].text != ")" or token.doc[i - 3].text != "(":
        return None
    mark = token.doc[i - 2].lower_
    return int(i - 3) if mark.isdigit() or len(mark) == 1 or set(mark) <= set("ivx") else None


def left_edge(token: Token) -> int:
    """The index of the subtree's first token within the sentence."""
    return max(token.left_edge.i, token.sent.start)


def right_edge(token: Token) -> int:
    """The index of the subtree's last token within the sentence."""
    return min(token.right_edge.i, token.sent.end - 1)


def trimmed(first: int, last: int, head: Token) -> tuple[int, int]:
    """The range without punctuation, conjunctions and space at its edges (brackets and quotes that belong stay in)."""
    doc = head.doc
    while first < last and (
        doc[first].is_space or (doc[first].dep_ in {"cc", "punct"} and doc[first].text in ",;:–—-.")
    ):
        first += 1
    while last > first and (doc[last].is_space or doc[last].text in {",", ";", ":", ".", "–", "—", "-", "?", "!"}):
        last -= 1
    return first, last


def offsets(first: int, last: int, head: Token, base: int) -> Span:
    """The characters of a range of tokens, inclusive; `base` is where the tokens' text begins in the document."""
    doc = head.doc
    return Span(base + doc[first].idx, base + doc[last].idx + len(doc[last]))


def token_span(token: Token, base: int) -> Span:
    """The characters of one token."""
    return Span(base + token.idx, base + token.idx + len(token))
