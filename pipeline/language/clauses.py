"""From a cue to its frames: one for each coordinated action, with its extent, actors, condition and deadline."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.document import Span
from pipeline.frames import Frame, Nominal, Voice
from pipeline.language import attribution, conditions, coordination, deadlines, parties, party_names, words
from pipeline.language import grammar as g
from pipeline.language.cues import Cue
from pipeline.language.nominals import extent, nominals

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


def frames(cue: Cue, *, modal: int, sentence: int, base: int) -> Iterator[Frame]:
    """The frames of a directive cue.

    Args:
        modal: the cue's index in the annotation.
        sentence: its sentence's index.
        base: where the tokens' text begins in the document.
    """
    if cue.head is None or cue.strength is None:
        return
    actions = _there_be(cue) if _existential(cue) else _nouns(cue) if cue.noun else _actions(cue)
    for action in actions:
        yield _frame(cue, action, modal=modal, sentence=sentence, base=base)


def _frame(cue: Cue, action: Action, *, modal: int, sentence: int, base: int) -> Frame:
    assert cue.strength is not None
    head = action.head
    voice: Voice = "passive" if not cue.noun and g.is_passive(head) else "active"
    who = _bearer(cue, head)
    named = (n for a in _actors(cue, head, voice, who) for n in nominals(a, base))
    condition = conditions.condition(cue.last if cue.noun else head, cue.first, action.first, action.last)
    action = _without(action, condition)
    whole = g.offsets(action.first, action.last, head, base)
    actors = tuple(_in_front(n, whole, head, base) for n in named)
    deadline = deadlines.deadline(cue.last if cue.noun else head, cue.first, action.first, action.last)
    patients = nominals(who, base) if who is not None and (voice == "passive" or not actors) else ()
    found = parties.around(head, action.first, action.last, who if voice == "passive" else None)
    return Frame(
        modal=modal,
        sentence=sentence,
        strength=cue.strength,
        negated=cue.negated or _contrasted(cue, head),
        voice=voice,
        action=whole,
        verb=g.token_span(head, base),
        action_verb="be" if _existential(cue) else _verb_lemma(head, cue.noun),
        object=_object(head, base),
        condition=g.offsets(condition[0], condition[1], head, base) if condition else None,
        deadline=g.offsets(deadline[0], deadline[1], head, base) if deadline else None,
        actors=actors,
        subject=patients[0] if patients else None,
        targets=party_names.named(found.targets, base),
        partners=party_names.named(found.partners, base),
        reporter=_whole(cue.reporter or attribution.reporter(cue), cue, base),
        noun=cue.noun,
        score=cue.score,
    )


def _bearer(cue: Cue, head: Token) -> Token | None:
    """The subject of what is advised; of a thing that is called for, the subject that calls for it."""
    if cue.form == "imperative":
        return None
    if cue.noun:
        return cue.subject
    return _own_subject(head) or cue.subject or g.subject(cue.head or head)


def _contrasted(cue: Cue, head: Token) -> bool:
    """ "must mend the rules, not expand them": a further action that is set against the first one."""
    if head is cue.head or cue.noun:
        return False
    before = head.nbor(-1)
    return before.lower_ == "not" and before.i > head.sent.start and before.nbor(-1).text in {",", "but", "and"}


def _own_subject(head: Token) -> Token | None:
    return next((c for c in head.children if c.dep_ in g.SUBJECTS and c.i < head.i), None)


def _in_front(nominal: Nominal, action: Span, head: Token, base: int) -> Nominal:
    """Without the action that the tree hangs on the name: "urge local councils | to close streets"."""
    if not nominal.span.start < action.start < nominal.span.end:
        return nominal
    end = action.start - base
    text = head.doc.text[nominal.span.start - base : end].rstrip().removesuffix(" to").rstrip()
    return replace(nominal, span=Span(nominal.span.start, nominal.span.start + len(text)))


def _whole(token: Token | None, cue: Cue, base: int) -> Span | None:
    """The phrase of a token, up to a clause in it that holds the cue ("the order requiring ...")."""
    if token is None:
        return None
    clauses = (c for c in token.children if c.dep_ == "acl" and c.left_edge.i <= cue.first.i <= c.right_edge.i)
    last = min([g.right_edge(token), *(c.left_edge.i - 1 for c in clauses)])
    first, last = g.trimmed(g.left_edge(token), last, token)
    return g.offsets(first, last, token, base)


def _verb_lemma(head: Token, noun: bool) -> str:
    if not noun and g.is_copular(head) and not g.is_verb(head):
        return "be"
    form = head.lower_
    if noun and not (is_gerund(head) and _complemented(head)):
        return form if head.tag_ == "VBG" else head.lemma_.lower()
    if words.directive_verb(form):
        return form
    return words.participles().get(form) or words.gerunds().get(form) or head.lemma_.lower()


def _complemented(gerund: Token) -> bool:
    """Whether a form in -ing has something behind it that only a verb has: "funding schools", not "funding"."""
    return any(
        g.dep(c) in {"obj", "obl", "ccomp", "xcomp", "advmod", "iobj"} and c.i > gerund.i for c in gerund.children
    ) or (gerund.head.i > gerund.i and g.dep(gerund) in {"compound", "amod"})


def _object(head: Token, base: int) -> Span | None:
    found = g.children(head, "obj")
    if not found:
        return None
    first, last = extent(found[0], clauses=True)
    return g.offsets(first, last, found[0], base)


def _without(action: Action, condition: tuple[int, int] | None) -> Action:
    """The action without the condition that closes it."""
    if condition is None or not action.head.i < condition[0] <= action.last <= condition[1] + 1:
        return action
    return Action(action.head, *g.trimmed(action.first, condition[0] - 1, action.head))


# --- who acts --------------------------------------------------------------------------------------------------------


def _actors(cue: Cue, head: Token, voice: Voice, who: Token | None) -> list[Token]:
    if voice == "passive":
        return _agents(head)
    if head is not cue.head and (own := _own_subject(head)) is not None and not cue.opens:
        return [own]
    if cue.named or cue.opens:
        return list(cue.actors)
    if who is None or g.has_child(head, "expl"):
        return []
    if who.lower_ == "i":
        # "As a requester, I need to …": who speaks says in which role.
        role = attribution.reporter(cue)
        return [role] if role is not None else [who]
    return [g.antecedent(who)]


def _agents(head: Token) -> list[Token]:
    """The by-phrase of a passive."""
    found = [c for c in head.children if c.dep_ == "obl:agent"]
    if found:
        return found
    by = [c for c in g.children(head, "obl") if any(k.lower_ == "by" for k in g.children(c, "case"))]
    return [c for c in by if c.pos_ in {"PROPN", "PRON"} or c.tag_ in {"NN", "NNS"}]


# --- what is to be done ----------------------------------------------------------------------------------------------


def _actions(cue: Cue) -> list[Action]:
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


def _nouns(cue: Cue) -> list[Action]:
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


def _existential(cue: Cue) -> bool:
    """ "There should be clear rules": what ought to be is a thing."""
    return cue.noun and cue.form == "modal"


def _there_be(cue: Cue) -> list[Action]:
    """What ought to be, from "be" on; coordinated things are one state."""
    assert cue.head is not None
    first = next((t.i for t in cue.head.doc[cue.last.i + 1 : cue.head.i] if t.lower_ == "be"), cue.head.i)
    members = [cue.head, *g.conjuncts(cue.head)]
    last = max(_noun_extent(m, _before_purpose(m))[1] for m in members)
    return [Action(cue.head, *g.trimmed(first, last, cue.head))]


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
