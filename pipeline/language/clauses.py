"""From a cue to its frames: one for each coordinated action, with its extent, actors, condition and deadline."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.document import Span
from pipeline.frames import Frame, Nominal, Voice
from pipeline.language import attribution, conditions, deadlines, extents, parties, party_names, words
from pipeline.language import grammar as g
from pipeline.language.cues import Cue
from pipeline.language.extents import Action
from pipeline.language.nominals import extent, nominals

if TYPE_CHECKING:
    from spacy.tokens import Token


def frames(cue: Cue, *, modal: int, sentence: int, base: int) -> Iterator[Frame]:
    """The frames of a directive cue.

    Args:
        modal: the cue's index in the annotation.
        sentence: its sentence's index.
        base: where the tokens' text begins in the document.
    """
    if cue.head is None or cue.strength is None:
        return
    for action in extents.things(cue) if cue.noun else extents.actions(cue):
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
        action_verb=_verb_lemma(head, cue.noun),
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
    if noun and not (extents.is_gerund(head) and _complemented(head)):
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
