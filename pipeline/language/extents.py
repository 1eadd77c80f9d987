"""What is to be done: the coordinated actions under one cue, or the things that it calls for, each with its extent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.language import conditions, coordination, words
from pipeline.language import grammar as g
from pipeline.language.cues import Cue
from pipeline.language.nominals import extent

if TYPE_CHECKING:
    from spacy.tokens import Token

# Adverbs between what is called for and the predicate: "training also is important".
LINKING = frozenset("also now still thus therefore too however clearly then".split())


@dataclass(frozen=True, slots=True)
class Action:
    """One coordinated member: its head, its last token, and the members that share its complements ("promote and protect X")."""

    head: Token
    first: int
    last: int


def actions(cue: Cue) -> list[Action]:
    """The coordinated verb phrases under one cue; verbs that share the last one's object count as one."""
    assert cue.head is not None
    heads = coordination.governed(cue.head)
    groups: list[list[Token]] = [[heads[0]]]
    for h in heads[1:]:
        if _shares_object(groups[-1][-1], h):
            groups[-1].append(h)
        else:
            groups.append([h])
    limits = [*(group[0] for group in groups[1:]), None]
    whole = cue.opens
    return [_action(group, following, whole) for group, following in zip(groups, limits, strict=True)]


def _shares_object(verb: Token, following: Token) -> bool:
    """ "promote and protect X": the first verb has no complement of its own and the second one's object serves both."""
    if g.is_passive(verb) or g.is_passive(following) or not _followed_by_phrase(following):
        return False
    between = verb.doc[verb.i + 1 : following.i]
    return all(t.dep_ in {"cc", "advmod"} or t.text in {",", "/"} for t in between)


def _followed_by_phrase(verb: Token) -> bool:
    following = verb.nbor(1) if verb.i + 1 < verb.sent.end else None
    phrase = {"DT", "PRP$", "JJ", "NN", "NNS", "NNP", "NNPS", "CD", "IN"}
    return g.has_child(verb, "obj") or (following is not None and following.tag_ in phrase)


def _action(group: list[Token], following: Token | None, whole: bool) -> Action:
    """`whole`: the sentence is the action, whatever the tree says (imperatives, whose trees are often wrong)."""
    head, tail = group[0], group[-1]
    limit = _before(following) if following is not None else head.sent.end - 1
    limit = min(limit, _next_clause(tail, limit))
    last = limit if whole else _closed(_extended(head, _end(head, tail, limit), limit), head)
    first, last = g.trimmed(_start(head), max(last, tail.i), head)
    return Action(head, first, last)


def _next_clause(tail: Token, limit: int) -> int:
    """The last token before a main clause with a subject and a modal of its own behind a colon ("shared: the board must …")."""
    doc = tail.doc
    for cut in range(tail.i + 1, limit):
        if doc[cut].tag_ == "CC" and doc[cut + 1].tag_ == "MD":
            return cut - 1  # "agreed by the board and cannot last longer"
        if doc[cut].text not in {":", ";"}:
            continue
        subjects = (t for t in doc[cut + 1 : limit] if t.dep_ in g.SUBJECTS and g.left_edge(t) == cut + 1)
        if any(any(c.tag_ == "MD" for c in t.head.children) or t.head.lemma_ == "need" for t in subjects):
            return cut - 1
    return limit


def _start(head: Token) -> int:
    """A copula's "be", a verb itself; what stands before it (adverbs, fronted phrases) is left out."""
    copulas = [c for c in g.children(head, "cop") if c.i < head.i and head.tag_ not in {"VB", "VBP"}]
    return copulas[-1].i if copulas else head.i


def _end(head: Token, tail: Token, limit: int) -> int:
    """The last token of the clause that the action runs to, up to the next coordinated one."""
    own = {t.i for member in (head, tail) for t in member.subtree} | _of_clause(head)
    for t in (*head.children, *tail.children, *(c for a in g.ancestors(head) for c in a.children)):
        if t.i > tail.i and _outside(t) and not coordination.more_content(t, head):
            own -= set(range(t.left_edge.i, t.right_edge.i + 1))
    last = tail.i
    while last < limit and (last + 1 in own or head.doc[last + 1].is_space):
        last += 1
    return last


def _extended(head: Token, last: int, limit: int) -> int:
    """What the tree cuts off a main clause's action: the rest of the sentence up to a clause of its own, or to a condition."""
    if any(g.dep(t) in {"acl", "advcl"} for t in (head, *g.ancestors(head))):
        return last
    above = {head, *g.ancestors(head)}
    for t in head.doc[last + 1 : limit + 1]:
        coordinated = t.dep_ == "conj" and t.head in above and _introduced(t) <= _introduced(head)
        if coordination.more_content(t.head if g.dep(t) in {"aux", "cop"} else t, head):
            continue
        if t.text == ";":
            limit = min(limit, t.i - 1)
        elif t.left_edge.i > last and (coordinated or g.dep(t) in {"advcl", "obl"}) and _outside(t):
            limit = min(limit, t.left_edge.i - 1)
        elif t.tag_ in g.FINITE_TAGS and (begins := _own_clause_begins(t, last)) is not None:
            limit = min(limit, begins - 1)
    return max(last, limit)


def _introduced(verb: Token) -> set[str]:
    """What introduces a clause: "to", "that", "who"; none for a main clause."""
    return {
        c.lower_ for c in verb.children if c.i < verb.i and (g.dep(c) in {"mark", "case"} or c.tag_ in {"WDT", "WP"})
    }


def _own_clause_begins(verb: Token, last: int) -> int | None:
    """Where a finite verb's clause begins, if it is a main clause; a modal behind "and" begins one itself."""
    doc = verb.doc
    before = verb.i - 1
    while before > last and doc[before].tag_ == "RB":
        before -= 1
    if doc[before].tag_ == "CC":
        return before
    full = verb.head if g.dep(verb) in {"aux", "cop"} else verb
    subject = next(
        (c for c in full.children if (c.dep_ in g.SUBJECTS or g.dep(c) == "expl") and last < c.i < verb.i), None
    )
    if subject is None or subject.tag_ in {"WP", "WDT"}:
        return None
    begins = max(g.left_edge(subject), last + 1)
    opening = doc[begins - 1]
    return begins if opening.text in {",", ";", ":", "–", "—"} or opening.tag_ == "CC" else None


def _of_clause(head: Token) -> set[int]:
    """What a coordinated verb's first conjunct governs: the parser hangs a shared end there.

    A verb that the parser takes for the modifier of a noun behind it ("expand cooperation") governs that noun.
    """
    first = head
    modified = head
    while g.dep(modified) in {"amod", "compound"} and modified.head.i > modified.i:
        modified = modified.head
    if modified.i != head.i:
        return {t.i for t in modified.subtree if t.i >= head.i}
    while g.dep(first) in {"conj", "parataxis"} and first.head.i != first.i:
        first = first.head
    return {t.i for t in first.subtree} if first.i != head.i else set()


def _before(following: Token) -> int:
    """The last token before a coordinated verb phrase: its conjunction, comma and adverbs are left out."""
    first = following.i
    for c in following.children:
        if c.i < following.i and (g.dep(c) in {"cc", "punct", "advmod", "aux", "mark", "obl", "cop"}):
            first = min(first, g.left_edge(c))
    enumerator = g.enumerator_before(following)
    i = (first if enumerator is None else enumerator) - 1
    while i > following.sent.start and (following.doc[i].tag_ == "CC" or following.doc[i].text in {",", ";"}):
        i -= 1
    return i


def _outside(child: Token) -> bool:
    """What is no part of the action: a coordinated clause with its own subject or modal, an aside, its condition."""
    if child.dep_ in {"conj", "parataxis"}:
        bracketed = child.doc[max(child.left_edge.i - 1, 0)].is_bracket or child.left_edge.is_bracket
        return (child.dep_ == "parataxis" and not bracketed) or (
            child.dep_ == "conj" and coordination.own_clause(child)
        )
    return g.dep(child) in {"advcl", "obl"} and conditions.is_condition(child)


def _closed(last: int, head: Token) -> int:
    """A closing bracket or quotation mark right behind belongs to the action that it was opened in."""
    doc, end = head.doc, head.sent.end
    text = doc[head.i : last + 1].text
    while last + 1 < end and (
        (doc[last + 1].text in {")", "]"} and text.count("(") > text.count(")"))
        or (doc[last + 1].text in {"”", '"'} and (text.count("“") > text.count("”") or text.count('"') % 2))
    ):
        last += 1
        text = doc[head.i : last + 1].text
    return last


def things(cue: Cue) -> list[Action]:
    """What is called for: a noun with its complements, each coordinated one by itself; a gerund up to the predicate."""
    assert cue.head is not None
    if is_gerund(cue.head):
        return _gerunds(cue.head, cue)
    members = [
        cue.head,
        *cue.also,
        *(c for c in g.conjuncts(cue.head) if c.tag_ in {"NN", "NNS", "VBG"} and _stands_alone(c, cue.head)),
    ]
    members = sorted(members, key=lambda t: t.i)
    limits = [_before(m) for m in members[1:]]
    limits.append(_before_cue(cue.first) if cue.head.i < cue.first.i else _before_purpose(cue.head))
    return [Action(m, *_noun_extent(m, limit)) for m, limit in zip(members, limits, strict=True)]


def _gerunds(head: Token, cue: Cue) -> list[Action]:
    """Gerunds that are called for, each by itself: "modernizing X, deepening Y, and promoting Z"."""
    end = _before_cue(cue.first) if head.i < cue.first.i else _before_purpose(head)
    heads = [head, *coordination.series(head, end)]
    limits = [*(_before(h) for h in heads[1:]), end]
    return [Action(h, *g.trimmed(h.i, max(limit, h.i), h)) for h, limit in zip(heads, limits, strict=True)]


def _before_cue(cue: Token) -> int:
    i = cue.i - 1
    while i > cue.sent.start and (cue.doc[i].tag_ == "MD" or cue.doc[i].lower_ in LINKING):
        i -= 1
    return int(i)


def _before_purpose(noun: Token) -> int:
    """The last token of what is called for: what it is needed for ("so that …") is left out."""
    last = noun.sent.end - 1
    return next((i - 1 for i in range(noun.i + 1, last) if noun.doc[i : i + 2].text == "so that"), last)


def is_gerund(head: Token) -> bool:
    """Whether a form in -ing is a verb: nothing that only nouns have stands before it ("more public funding")."""
    modified = any(g.dep(c) in {"det", "amod", "nmod", "compound", "nummod"} and c.i < head.i for c in head.children)
    return head.lower_ in words.gerunds() and not modified


def _stands_alone(conjunct: Token, head: Token) -> bool:
    """Whether a coordinated noun is called for by itself: it has an article of its own, or what is before it has its complement."""
    determined = any(g.dep(c) in {"det", "nmod:poss"} for c in conjunct.children)
    complemented = any(g.dep(c) in {"nmod", "acl"} and c.i < conjunct.i and c.i > head.i for c in head.children)
    return determined or complemented or conjunct.lower_ in words.gerunds()


def _noun_extent(noun: Token, limit: int) -> tuple[int, int]:
    first, last = extent(noun, clauses=True)
    governor = noun.head
    if g.dep(noun) == "obj" and governor.i < noun.i:
        # What belongs to the noun often hangs on the verb: "requires adjustments to rules".
        for c in g.children(governor, "obl", "advcl"):
            if c.left_edge.i == last + 1:
                last = g.right_edge(c)
    last = max(min(last, limit), noun.i)
    return g.trimmed(first, _extended(noun, last, limit), noun)
