"""Which verbs one modal governs: "should pay attention to A, oppose B and reaffirm C" has three.

The tree is right about most; long coordinations, however, come out attached to the nearest noun or infinitive, or with a
later verb tagged as a noun. So every place in the line where a coordinated verb may stand is looked at, and the verb's form
and the comma decide where the tree is not to be believed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.language import grammar as g
from pipeline.language import words

if TYPE_CHECKING:
    from spacy.tokens import Token

# Verbs of phase and effort: what is coordinated with their infinitive is advised no less than they are.
PHASE = frozenset("continue seek strive work begin start try aim help endeavor endeavour attempt move".split())
# Tags of what may be a coordinated head: a verb, what the tagger may take a verb for, or a predicate.
VERB_LIKE = frozenset({"VB", "VBP", "VBN", "VBD", "VBG", "NN", "NNS", "NNP", "JJ", "IN", "RB"})
# Forms in -ing that introduce a phrase.
PREPOSITIONS = frozenset(
    "including following concerning regarding according depending involving using starting beginning".split()
)
COORDINATORS = frozenset({"and", "or", "but", "then"})


def governed(head: Token) -> list[Token]:
    """The coordinated heads under one cue, the first included, left to right."""
    found = [head]
    dependent = _introduced(head)
    for token in head.doc[head.i + 1 : head.sent.end]:
        if (
            _closes_clause(token, head)
            and not (dependent and _introduced(token.head))
            and g.enumerator_before(head) is None
        ):
            break
        if token.tag_ not in VERB_LIKE:
            continue
        parallel = dependent and _introduced(token)
        by_tree = _in_tree(token, head) and (parallel or _same_form(head, token) or _governs(token))
        by_words = (
            (parallel and _and_that(token))
            or _to_series(head, token, found[-1])
            or _enumerated(head, token)
            or _and_be(token, head)
        )
        if _with_left_neighbour(token, found):
            continue
        if by_tree or by_words or (_bare(head) and _may_stand(token) and _belongs(token, head, found[-1])):
            found.append(token)
    return found


def series(gerund: Token, end: int) -> list[Token]:
    """The gerunds that go on a series up to the token `end`: behind commas and "and", and the last of them behind "and"."""
    found = [
        t
        for t in gerund.doc[gerund.i + 1 : end + 1]
        if t.lower_ in words.gerunds()
        and t.tag_ in {"VBG", "NN"}
        and t.lower_ not in PREPOSITIONS
        and (_comma_before(t) or t.doc[_before_adverbs(t)].tag_ == "CC")
        and t.i + 1 < t.sent.end
        and not t.nbor(1).is_punct
    ]
    closed = bool(found) and found[-1].doc[_before_adverbs(found[-1])].tag_ == "CC"
    return found if closed and (len(found) > 1 or found[-1] in g.conjuncts(gerund)) else []


def _introduced(clause: Token) -> bool:
    """Whether a clause begins with "that": what is recommended may be several of them, each with a subject of its own."""
    return _that(clause) is not None


def _that(clause: Token) -> Token | None:
    """The "that" which a clause begins with; behind "and" the parser often takes it for an article ("and that fees be paid")."""
    for c in clause.children:
        if c.lower_ == "that" and g.dep(c) == "mark":
            return c
        first = c.left_edge
        if c.dep_ in g.SUBJECTS and c.tag_ == "NNS" and first.lower_ == "that" and first.i > clause.sent.start:
            return first if first.nbor(-1).tag_ == "CC" else None
    return None


def _and_that(clause: Token) -> bool:
    """ "…, and that fees be paid": a second clause of content, wherever the tree hangs it."""
    that = _that(clause)
    if that is None or that.i == that.sent.start:
        return False
    before = that.nbor(-1)
    return before.tag_ == "CC" or before.text in {",", ";"}


def more_content(clause: Token, head: Token) -> bool:
    """ "ensure that roads are safe and that dams hold": hung on "ensure", the second clause is content all the same."""
    if clause.dep_ != "conj" or clause.head.i != head.i:
        return False
    content = any(g.dep(c) == "ccomp" and c.i < clause.i and _introduced(c) for c in head.children)
    joined = next((c for c in clause.children if c.tag_ == "CC"), None)
    return content and joined is not None and joined.nbor().lower_ == "that"


def _and_be(token: Token, head: Token) -> bool:
    """ "need to set priorities and be patient": a bare "be" goes with the infinitive, wherever the tree hangs its predicate."""
    be = next((c for c in token.children if c.lower_ == "be" and c.tag_ == "VB" and g.dep(c) in {"cop", "aux"}), None)
    if be is None or be.i == token.sent.start or be.nbor(-1).tag_ != "CC":
        return False
    helped = any(c.tag_ in {"MD", "TO"} or c.dep_ in g.SUBJECTS for c in token.children)
    return not helped and g.first_conjunct(token).i in {head.i, head.head.i}


def _enumerated(head: Token, token: Token) -> bool:
    """ "should (1) publish the data; (2) train staff": a verb behind an enumerator goes with the verb behind the first one."""
    if words.directive_verb(token.lower_) is None or g.enumerator_before(token) is None:
        return False
    return g.enumerator_before(head) is not None


def _to_series(head: Token, token: Token, previous: Token) -> bool:
    """ "to adopt limits, to fund filters and to publish the results": each "to" behind "and" or in such a series goes with the first."""
    if not (_behind_to(head) and _behind_to(token)):
        return False
    joint = token.nbor(-1).nbor(-1)
    between = [t for t in head.doc[previous.i + 1 : joint.i] if t.lower_ == "to" and t.tag_ == "TO"]
    if joint.tag_ == "CC":
        return not between
    later = token.doc[token.i : token.sent.end - 2]
    closes = any(t.tag_ == "CC" and t.nbor(1).lower_ == "to" and t.nbor(1).tag_ == "TO" for t in later)
    return joint.text in {",", ";"} and closes and not between


def _behind_to(verb: Token) -> bool:
    return verb.i > verb.sent.start + 1 and verb.nbor(-1).lower_ == "to" and verb.tag_ in {"VB", "VBP", "NN"}


def _governs(token: Token) -> bool:
    """What the tagger calls a noun or adjective and the parser gives an object is a verb."""
    known = token.tag_ == "NN" or (token.tag_ == "JJ" and words.directive_verb(token.lower_) is not None)
    return known and any(g.dep(c) == "obj" or c.dep_ == "obl:unmarked" for c in token.children if c.i > token.i)


def _in_tree(token: Token, head: Token) -> bool:
    """Whether the tree coordinates the token with the head, and no second modal stands between them."""
    return head in _chain(token) and _owner(token, head).i == head.i


def _chain(token: Token) -> list[Token]:
    """The members of the coordination before a token, nearest first."""
    found = []
    while token.dep_ == "conj" and token.head.i != token.i:
        token = token.head
        found.append(token)
    return found


def _bare(head: Token) -> bool:
    """Whether the head is a bare verb, or was taken for a noun (a verb slot may hold nothing else)."""
    return head.tag_ != "VBN" or g.has_child(head, "cop", "aux:pass")


def _may_stand(token: Token) -> bool:
    """Whether a coordinated verb may stand here: behind "and", "or", "as well as" or a comma, adverbs between."""
    if any(c.tag_ == "CC" and c.i < token.i for c in token.children):
        return True
    i = _before_adverbs(token)
    before = token.doc[i]
    if (before.tag_ == "CC" and before.lower_ in COORDINATORS) or before.text in {",", ";"}:
        return True
    return token.doc[max(i - 2, 0) : i + 1].text.lower() == "as well as"


def _before_adverbs(token: Token) -> int:
    i = token.i - 1
    while not token.doc[i].is_sent_start and token.doc[i].tag_ in {"RB", "RBR"}:
        i -= 1
    return int(i)


def _closes_clause(token: Token, head: Token) -> bool:
    """A coordinated finite clause with a subject of its own ends the modal's reach."""
    verb = token.head
    if (
        token.dep_ not in g.SUBJECTS
        or verb.i <= token.i
        or g.dep(verb) not in {"conj", "parataxis"}
        or verb.head.i != head.i
    ):
        return False
    return verb.tag_ != "VB" or any(c.tag_ in g.FINITE_TAGS for c in g.children(verb, "aux", "cop"))


def _owner(token: Token, head: Token) -> Token:
    """The last member before the token with a modal of its own: what follows is under that one."""
    owners = [c for c in g.conjuncts(head) if c.i < token.i and any(m.tag_ == "MD" for m in c.children)]
    return owners[-1] if owners else head


def _with_left_neighbour(token: Token, found: list[Token]) -> bool:
    """ "to promote and expand trade", "that schools keep and publish": a verb right behind "and" goes with the verb right before it."""
    if token.i - 2 <= found[0].i or token.nbor(-1).tag_ != "CC":
        return False
    left = token.nbor(-2)
    return left.tag_ in {"VB", "VBP"} and left not in found


def _in_clause_below(token: Token, head: Token) -> bool:
    """ "ensure that schools report incidents and publish the results": without a comma, the nearest verb has the second one."""
    if _comma_before(token):
        return False
    return any(
        c.i > head.i and g.dep(c) == "ccomp" and c.i < token.i and c.tag_ in {"VBP", "VB"} and g.has_child(c, "nsubj")
        for c in head.children
    )


def _belongs(token: Token, head: Token, previous: Token) -> bool:
    if token.tag_ in {"VB", "VBP"} and head.tag_ != "VBG":
        as_noun = token.tag_ == "VBP" and _noun_before_preposition(token)
        if own_clause(token, head) or as_noun or _in_clause_below(token, head):
            return False
        return _reaches(token, head, previous)
    if token.tag_ == "VBG":
        return (
            head.tag_ == "VBG"
            and g.dep(token) in {"conj", "advcl", "parataxis"}
            and head in set(g.ancestors(token))
            and _comma_before(token)
        )
    return head.tag_ != "VBG" and _mistagged(token) and not _has_verb_between(token, head)


def own_clause(token: Token, head: Token | None = None) -> bool:
    """Whether a verb has a subject, modal or subordinator of its own; a bare infinitive's "subject" is a misreading."""
    before = [c for c in token.children if c.i < token.i and c != head]
    finite = any(
        c.tag_ == "MD" or _need(c) or g.dep(c) == "expl" or (g.dep(c) == "mark" and c.lower_ != "as") for c in before
    )
    return finite or (token.tag_ != "VB" and any(c.dep_ in g.SUBJECTS for c in before))


def _need(token: Token) -> bool:
    """ "They need not reply": the modal verb, which the tagger takes for a full one."""
    return token.lower_ == "need" and g.dep(token) == "aux"


def _reaches(token: Token, head: Token, previous: Token) -> bool:
    """Whether a bare verb that the tree hangs elsewhere belongs to the head all the same."""
    first = g.first_conjunct(token)
    if not g.is_verb(head) and not g.has_child(head, "cop"):
        # A verb that the tagger took for a noun: its tree tells nothing.
        return _nearest_infinitive(token, head) is None or _after_semicolon(token)
    infinitive = any(c.tag_ == "TO" for c in head.children)
    if infinitive and token.tag_ == "VB" and first.tag_ in {"VBZ", "VBD"} and first in set(g.ancestors(head)):
        # "requires the agency to change systems, create forms": a bare verb goes with the infinitive, not with "requires".
        return True
    if head not in set(g.ancestors(token)):
        # Under a second modal the tree hangs a third verb to the first one.
        return first.i == g.first_conjunct(head).i and first.i != token.i and _owner(token, first).i == head.i
    if head in _chain(token) or (g.dep(token) == "parataxis" and token.head.i == head.i):
        return _owner(token, head).i == head.i and token.doc[_before_adverbs(token)].text != ";"
    finite = not any(c.tag_ == "TO" for c in first.children)
    if finite and g.dep(first) in {"acl", "ccomp"} and any(c.dep_ in g.SUBJECTS for c in first.children):
        return False
    if not g.is_base(first) or first.i == token.i:
        # A bare verb can't be coordinated with a noun or a participle: it belongs to the modal or to an infinitive before it.
        return _nearest_infinitive(token, head) is None or _comma_before(token) or _open_list(previous, token)
    if g.dep(first) == "xcomp" and first.head.i == head.i and head.lemma_ in PHASE:
        return True
    return _open_list(previous, token) or (_comma_before(token) and len(g.conjuncts(first)) == 1)


def _after_semicolon(token: Token) -> bool:
    """ "should A, B and C; D; and E": what follows a semicolon is coordinated with the first verb, not with an infinitive inside."""
    i = _before_adverbs(token)
    if token.doc[i].tag_ == "CC":
        i -= 1
    return token.doc[i].text == ";"


def _open_list(previous: Token, token: Token) -> bool:
    """ "should A, B and C": a list whose last member came with a bare comma still waits for its "and"."""
    if g.dep(previous) not in {"conj", "parataxis"} or previous.i >= token.i:
        return False
    opened = previous.doc[_before_adverbs(previous)].text == ","
    return opened and token.doc[_before_adverbs(token)].tag_ == "CC"


def _nearest_infinitive(token: Token, head: Token) -> Token | None:
    """An infinitive between the head and the token that the token could be coordinated with."""
    between = token.doc[head.i + 1 : token.i]
    return next((t for t in between if t.tag_ == "VB" and any(c.tag_ == "TO" for c in t.children)), None)


def _comma_before(token: Token) -> bool:
    i = token.i - 1
    while not token.doc[i].is_sent_start and token.doc[i].tag_ in {"RB", "RBR", "CC"}:
        i -= 1
    return token.doc[i].text in {",", ";"}


def _mistagged(token: Token) -> bool:
    """A bare verb that the tagger took for a noun or adjective: a known verb with a phrase behind it that no noun takes."""
    verb = words.directive_verb(token.lower_)
    if verb is None or token.tag_ not in {"NN", "JJ", "NNP"} or token.i + 1 >= token.sent.end or not token.is_lower:
        return False
    following = token.nbor(1)
    if following.lower_ == "to":
        return not verb.noun
    if token.tag_ == "JJ":
        return following.tag_ in {"NNS", "DT", "PRP$", "JJ"} and _comma_before(token)
    if not verb.noun and following.tag_ in {"NN", "NNS", "NNP", "NNPS"}:
        return True
    return following.tag_ in {"DT", "PRP$", "RB"} or (
        following.tag_ in {"JJ", "NNS"} and g.dep(following) == "amod" and following.head.i > following.i
    )


def _noun_before_preposition(token: Token) -> bool:
    """ "… and support for excess capacity": a word that may be a noun, before a preposition that no verb of its form takes."""
    verb = words.directive_verb(token.lower_)
    return verb is not None and verb.noun and token.i + 1 < token.sent.end and token.nbor(1).lower_ in {"for", "of"}


def _has_verb_between(token: Token, head: Token) -> bool:
    return any(t.tag_ in {"VBZ", "VBD", "MD"} for t in token.doc[head.i + 1 : token.i])


def _same_form(head: Token, conjunct: Token) -> bool:
    """Whether the modal of `head` governs a conjunct that is no bare verb: it has no subject and no modal of its own."""
    if conjunct.tag_ in {"VB", "VBP"}:
        own = own_clause(conjunct) and not (g.has_child(head, "mark") and g.has_child(conjunct, "mark"))
    else:
        own = any(c.dep_ in g.SUBJECTS or c.tag_ == "MD" or g.dep(c) == "expl" for c in conjunct.children)
    if own:
        return False
    if g.is_verb(conjunct):
        same = {"VBN": {"VBN", "VBD"}, "VBG": {"VBG"}}.get(head.tag_, set())
        passive = any(c.lemma_ == "be" and c.tag_ == "VB" for c in g.children(conjunct, "aux"))
        bare = conjunct.tag_ in {"VB", "VBP"} and not any(
            g.dep(c) == "aux" and c.tag_ != "TO" for c in conjunct.children
        )
        return conjunct.tag_ in same or passive or bare
    return g.is_copular(conjunct) and any(c.lower_ == "be" for c in conjunct.children)
