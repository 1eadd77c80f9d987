"""Predicates that say that something ought to be done: "it is important for X to V", "X is needed", "there is a need to V"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.frames import ModalClass, Strength
from pipeline.language import attribution, parties, words
from pipeline.language import grammar as g
from pipeline.language.cues import Cue

if TYPE_CHECKING:
    from spacy.tokens import Span as Sent
    from spacy.tokens import Token

CLAUSES = frozenset({"csubj", "csubj:pass", "xcomp", "ccomp", "advcl", "acl"})
# A finite clause of the past tells what was needed, not what is; a hypothetical one what would be.
NOT_NOW = frozenset({"VBD", "VBN"})
# Participles by which somebody is told or let to do something; they need an infinitive ("is mandated to V").
DECREED = frozenset(
    "mandated obliged obligated bound permitted allowed authorised authorized entitled prohibited forbidden barred".split()
)
COPULAS = frozenset({"be", "remain", "become", "seem"})
# Endings of nouns that name an action: such a noun can be called for; a thing can't be done.
ACTION_ENDINGS = (
    "tion",
    "sion",
    "ment",
    "ance",
    "ence",
    "ing",
    "al",
    "ure",
    "age",
    "sis",
    "form",
    "ship",
    "ery",
    "ort",
)
ACTION_NOUNS = frozenset(
    "dialogue action support reform review change help effort work progress investment research use trust activity control "
    "leadership attention courage".split()
)
# Nouns that an adjective of necessity makes into a cue: "the important thing is to V", "the first priority is V-ing".
TASKS = frozenset(
    "thing task step priority work point need challenge imperative duty responsibility question key goal".split()
)
# Verbs that point to a need: "this highlights the need to V".
POINTING = frozenset(
    "highlight underscore underline stress emphasize emphasise recognize recognise reinforce see identify".split()
)
OF_NEED = frozenset({"importance", "necessity", "urgency"})


# What the other constructions turn on.
HEADS = TASKS | OF_NEED | frozenset("need necessity require demand necessitate responsibility duty obligation".split())


def find(sentence: Sent) -> Iterator[Cue]:
    """The predicate cues of a sentence, in text order."""
    for token in sentence:
        if token.lower_ not in words.predicates() and token.lemma_.lower() not in HEADS:
            continue
        cue = (
            _adjective(token)
            or _task(token)
            or _duty(token)
            or _of_need(token)
            or _existential(token)
            or _requires(token)
        )
        if cue is not None:
            yield cue


# --- it is ADJ to V; X is ADJ ---------------------------------------------------------------------------------------


def _adjective(token: Token) -> Cue | None:
    row = words.predicates().get(token.lower_)
    if row is None or not _predicative(token):
        return None
    copula = _copula(token)
    if copula is None or copula.tag_ in NOT_NOW or _hypothetical(token):
        return None
    governed = _clause(token)
    expletive = g.has_child(token, "expl") or any(c.lower_ == "it" for c in g.children(token, "nsubj"))
    if token.lower_ in DECREED and governed is None:
        return None
    if governed is not None and (expletive or token.lower_ in {"required", "needed", "time"} | DECREED):
        return _over_clause(token, copula, governed, row)
    if expletive or row.weight == "weak" or token.lower_ == "time":
        return None
    return _over_subject(token, copula, row)


def _predicative(token: Token) -> bool:
    return token.tag_ in {"JJ", "JJR", "JJS", "VBN", "NN"} and token.dep_ not in {"amod", "compound"}


def _copula(token: Token) -> Token | None:
    """The first word of the predicate: "is", "remains", "are" in "are becoming"."""
    found = [c for c in g.children(token, "cop", "aux:pass") if c.i < token.i]
    if found:
        return found[-1]
    head = token.head
    if g.dep(token) != "xcomp" or head.lemma_ not in COPULAS or head.i > token.i:
        return None
    return next((c for c in g.children(head, "aux") if c.tag_ != "MD"), head)


def _hypothetical(token: Token) -> bool:
    bearer = token if not (g.dep(token) == "xcomp" and token.head.lemma_ in COPULAS) else token.head
    marks = {c.lower_ for c in g.children(bearer, "mark")}
    modal = any(c.tag_ == "MD" and c.lower_ not in {"will", "'ll", "’ll"} for c in g.children(bearer, "aux"))
    return modal or bool(marks & {"if", "whether", "unless"}) or token.sent[-1].text == "?"


def _clause(token: Token) -> Token | None:
    """The clause that the predicate governs: an infinitive or a that-clause behind it."""
    bearer = token if any(c.i > token.i for c in token.children if c.dep_ in CLAUSES) else token.head
    for c in bearer.children:
        if c.dep_ in CLAUSES and c.i > token.i and (g.has_child(c, "mark") or any(t.tag_ == "TO" for t in c.children)):
            marks = {m.lower_ for m in c.children if g.dep(m) in {"mark", "aux"}}
            if marks & {"to", "that"} and not marks & {"because", "if", "since", "as", "while", "order"}:
                return c
    return None


def _over_clause(token: Token, copula: Token, verb: Token, row: words.Predicate) -> Cue | None:
    subject = next((c for c in token.children if c.dep_ in {"nsubj:pass", "nsubj"} and c.lower_ != "it"), None)
    if token.lower_ == "needed" and subject is not None:
        return _over_subject(token, copula, row)
    decreed = token.lower_ == "required" or token.lower_ in DECREED
    named = [_antecedent(subject)] if subject is not None and decreed else _for_whom(token, verb)
    if not named:
        who = next((c for c in verb.children if c.dep_ in g.SUBJECTS), None)
        named = [who] if who is not None else []
    return _cue(token, copula, row, head=verb, actors=tuple(named))


def _antecedent(who: Token) -> Token:
    """The noun that a relative pronoun stands for."""
    clause = next((t for t in g.ancestors(who) if t.dep_ == "acl:relcl"), None)
    return clause.head if who.tag_ in {"WDT", "WP"} and clause is not None else who


def _by_whom(token: Token) -> Token | None:
    """ "mandated BY THE ACT to V": whose norm it is."""
    agents = [c for c in token.children if c.dep_ == "obl:agent"]
    return agents[0] if agents and token.lower_ in DECREED else None


def _for_whom(token: Token, verb: Token) -> list[Token]:
    """ "important FOR JAPAN to V", "incumbent ON THE STATE to V", "the task OF BOTH to V"."""
    for bearer in (token, verb):
        for c in g.children(bearer, "obl", "nmod", "nsubj"):
            cases = {k.lower_ for k in g.children(c, "case", "mark")}
            if cases & {"for", "on", "upon", "of"} and token.i < c.i < verb.i:
                return [c]
    return []


def _over_subject(token: Token, copula: Token, row: words.Predicate) -> Cue | None:
    """ "Dialogue with all parties is needed": the subject is what is called for."""
    if token.sent[0].lower_ == "what" and row.lemma in {"needed", "required", "necessary"}:
        return _cleft(token, copula, row)
    subjects = [c for c in token.children if c.dep_ in {"nsubj", "nsubj:pass"} and c.i < token.i]
    what = (
        (subjects[0] if subjects else g.subject(token))
        or (g.subject(token.head) if g.dep(token) == "xcomp" else None)
        or _fallback(copula)
    )
    if what is None or what.pos_ == "PRON" or what.i > token.i:
        return None
    what = _gerund(what) or what
    doing = what.tag_ == "VBG" or what.lower_ in words.gerunds()
    if row.lemma not in {"needed", "required"} and not doing and _useful_for(token):
        return None
    if any(c.lower_ in {"this", "these", "that", "those", "such"} for c in g.children(what, "det")):
        return None
    if row.lemma not in {"needed", "required", "necessary"} and not any(
        names_action(t) for t in [what, *g.conjuncts(what)]
    ):
        return None
    return _cue(token, copula, row, head=what, also=tuple(subjects[1:]), noun=True)


def _useful_for(token: Token) -> bool:
    """ "vital to our defence", "important for growth": says what something is good for, not that it is wanted."""
    obliques = [c for c in token.children if g.dep(c) in {"obl", "advcl"} and c.i > token.i]
    return any(k.lower_ in {"to", "for"} and g.dep(k) == "case" for c in obliques for k in c.children)


def _fallback(copula: Token) -> Token | None:
    """Where the tree knows no subject: a gerund that opens the clause before the copula."""
    for token in copula.doc[copula.sent.start : copula.i]:
        opens = token.i == copula.sent.start or token.nbor(-1).text == ","
        if opens and token.lower_ in words.gerunds():
            return token
    return None


def _gerund(what: Token) -> Token | None:
    """ "Building cooperation is …": the parser takes the gerund for the noun's modifier."""
    first = what.left_edge
    return (
        first if first.i < what.i and first.lower_ in words.gerunds() and g.dep(first) in {"compound", "amod"} else None
    )


def _cleft(token: Token, copula: Token, row: words.Predicate) -> Cue | None:
    """ "What is needed is N": N is called for; "is not N": it is not."""
    second = next((t for t in token.sent if t.i > token.i and t.lemma_ == "be" and t.tag_ in {"VBZ", "VBP"}), None)
    if second is None:
        return None
    rest = [
        t
        for t in token.sent
        if t.i > second.i and t.tag_ in {"NN", "NNS", "VBG"} and t.dep_ not in {"compound", "amod"}
    ]
    if not rest:
        return None
    negated = second.nbor(1).lower_ in g.NEGATIONS
    return _cue(token, copula, row, head=rest[0], noun=True, negated=negated)


def names_action(noun: Token) -> bool:
    """Whether a noun names something that is done."""
    lemma = noun.lemma_.lower()
    if noun.tag_ == "VBG" or lemma in ACTION_NOUNS or noun.lower_ in words.gerunds():
        return True
    return noun.tag_ in {"NN", "NNS"} and lemma.endswith(ACTION_ENDINGS)


def _cue(
    token: Token,
    copula: Token,
    row: words.Predicate,
    *,
    head: Token,
    also: tuple[Token, ...] = (),
    actors: tuple[Token, ...] = (),
    noun: bool = False,
    negated: bool | None = None,
) -> Cue:
    negated = g.negation(token) is not None if negated is None else negated
    klass: ModalClass = ("exemption" if row.strength == "must" else "other") if negated else row.klass
    return Cue(
        first=copula,
        last=token,
        lemma="need" if token.lower_ == "needed" else f"be {row.lemma}",
        form="predicate",
        klass=klass,
        negated=negated,
        strength=row.strength,
        head=head,
        also=also,
        actors=actors,
        named=True,
        noun=noun,
        reporter=_by_whom(token),
        score=0.8 if noun else 0.9,
    )


# --- the important thing is to V; it is the task of X to V; N is of importance -----------------------------------------


def _task(token: Token) -> Cue | None:
    """ "The important thing is to V", "the most urgent task is V-ing", "it is the duty of X to V"."""
    if token.lemma_.lower() not in TASKS or token.tag_ not in {"NN", "NNS"}:
        return None
    be = next((c for c in g.children(token, "cop") if c.tag_ in {"VBZ", "VBP"} and c.i < token.i), None)
    if be is not None and any(c.lower_ == "it" for c in token.children):
        verb = _clause(token)
        actors = tuple(_for_whom(token, verb)) if verb is not None else ()
        return _task_cue(be, token, verb, actors) if verb is not None and is_infinitive(verb) else None
    adjective = next((c for c in g.children(token, "amod") if c.lower_ in words.predicates()), None)
    if be is not None and adjective is not None:
        doing = [c for c in token.children if c.dep_ in {"csubj", "nsubj"} and c.i < be.i]
        first = (_gerund(doing[0]) or doing[0]) if doing else None
        if first is not None and first.lower_ in words.gerunds():
            also = tuple(c for c in g.conjuncts(first) if c.lower_ in words.gerunds())
            return _need_cue(be, token, first, words.predicates()[adjective.lower_].strength, also)
    verb = token.head
    copula = next(
        (c for c in verb.children if c.lemma_ == "be" and c.tag_ in {"VBZ", "VBP"} and token.i < c.i < verb.i), None
    )
    if copula is not None and copula.nbor(1).lower_ in words.gerunds():
        verb = copula.nbor(1)
    if adjective is None or copula is None or token.dep_ not in g.SUBJECTS:
        return None
    if verb.tag_ not in {"VB", "VBP", "VBG"} and verb.lower_ not in words.gerunds():
        return None
    first = adjective.nbor(-1) if adjective.i and adjective.nbor(-1).lower_ == "most" else adjective
    return _task_cue(first, copula, verb, (), words.predicates()[adjective.lower_].strength)


def _duty(token: Token) -> Cue | None:
    """ "Congress has a responsibility to V", "both share a duty to V"."""
    if token.lemma_.lower() not in {"responsibility", "duty", "obligation"} or g.dep(token) != "obj":
        return None
    have = token.head
    verb = next(
        (c for c in [*token.children, *have.children] if c.dep_ in CLAUSES and c.i > token.i and is_infinitive(c)), None
    )
    who = g.subject(have)
    if verb is None or who is None or have.lemma_ not in {"have", "share", "bear"} or have.tag_ in NOT_NOW:
        return None
    return _task_cue(have, token, verb, (who,), "must")


def _task_cue(first: Token, last: Token, verb: Token, actors: tuple[Token, ...], strength: Strength = "should") -> Cue:
    return Cue(
        first=first, last=last, lemma="be the task", form="predicate", klass="obligation", strength=strength,
        head=verb, actors=actors, named=True, score=0.7,
    )  # fmt: skip


def _of_need(token: Token) -> Cue | None:
    """ "Dialogue is of particular importance", "the region is in need of N"."""
    be = next((c for c in g.children(token, "cop") if c.tag_ in {"VBZ", "VBP"}), None)
    if be is None or _hypothetical(token):
        return None
    cases = {c.lower_ for c in g.children(token, "case")}
    if token.lemma_ in OF_NEED and "of" in cases:
        what = g.subject(token)
        what = (_gerund(what) or what) if what is not None else None
        return _need_cue(be, token, what, "should") if what is not None and names_action(what) else None
    if token.lemma_ == "need" and "in" in cases:
        what = next((c for c in token.children if g.dep(c) == "nmod"), None)
        of = next((c for c in what.children if c.lower_ == "of"), None) if what is not None else None
        return _need_cue(be, of, what, "must") if of is not None else None
    return None


def _need_cue(first: Token, last: Token, what: Token | None, strength: Strength, also: tuple[Token, ...] = ()) -> Cue:
    return Cue(
        first=first, last=last, lemma="be of need", form="predicate", klass="obligation", strength=strength,
        head=what, also=also, named=True, noun=True, score=0.7,
    )  # fmt: skip


# --- there is a need to V; X requires N ------------------------------------------------------------------------------


def _existential(token: Token) -> Cue | None:
    """ "there is a need (for X) to V", "there is a need for N"."""
    if token.lemma_ not in {"need", "necessity"} or token.tag_ != "NN":
        return None
    be = token.head
    existential = g.has_child(be, "expl") and be.lemma_ == "be"
    pointing = be.lemma_ in POINTING and g.dep(token) == "obj"
    if not (existential or pointing) or be.tag_ in NOT_NOW:
        return None
    verb = next(
        (c for c in [*token.children, *be.children] if c.dep_ in CLAUSES and c.i > token.i and is_infinitive(c)), None
    )
    noun = next(
        (c for c in token.children if c.dep_ == "nmod" and any(k.lower_ in {"for", "of"} for k in c.children)), None
    )
    head = verb or noun
    if head is None:
        return None
    actors = (noun,) if verb is not None and noun is not None and noun.i < verb.i else ()
    negated = any(c.lower_ == "no" for c in token.children)
    return Cue(
        first=be, last=token, lemma="need", form="predicate", klass="exemption" if negated else "obligation", negated=negated,
        strength="must", head=head, actors=actors, named=True, noun=verb is None, score=0.85,
    )  # fmt: skip


def is_infinitive(verb: Token) -> bool:
    """Whether a verb is marked by "to"."""
    return any(c.lower_ == "to" and g.dep(c) in {"mark", "aux"} for c in verb.children)


def _requires(token: Token) -> Cue | None:
    """ "the issue requires attention", "the plan will require training staff": a noun or gerund that is called for."""
    if token.lemma_ not in {"require", "need", "demand", "necessitate"} or g.dep(token) == "aux":
        return None
    told = token.tag_ == "VBD" and token.lemma_ == "require" and _norm_giver(token) is not None
    if token.tag_ not in {"VB", "VBZ", "VBP"} and not told:
        return None
    modals = {c.lower_ for c in token.children if c.tag_ == "MD"}
    if (token.tag_ == "VB" and modals != {"will"}) or g.subject(token) is None or _hypothetical(token):
        return None
    doing = next((c for c in g.children(token, "xcomp", "ccomp") if c.tag_ == "VBG" and c.i > token.i), None)
    what = next((c for c in token.children if g.dep(c) == "obj" and c.i > token.i), None)
    infinitive = any(is_infinitive(c) for c in g.children(token, "xcomp", "ccomp"))
    asked = _asked(token, what)
    if asked is not None:
        return Cue(
            first=token, last=token, lemma=token.lemma_, form="predicate", klass="obligation", strength="must",
            head=asked[0], actors=(asked[1],), named=True, reporter=_norm_giver(token), score=0.7,
        )  # fmt: skip
    strict = token.lemma_ == "demand" or (token.lemma_ == "require" and token.tag_ == "VBZ")
    if doing is None and (what is None or infinitive or (strict and not names_action(what))):
        return None
    return Cue(
        first=token, last=token, lemma=token.lemma_, form="predicate", klass="obligation", strength="must",
        head=doing or what, named=True, noun=doing is None, score=0.6,
    )  # fmt: skip


def _asked(token: Token, what: Token | None) -> tuple[Token, Token] | None:
    """ "the rule requires agencies to publish", "requires agencies publish": what is asked and of whom."""
    if token.lemma_ == "demand":
        return None
    for c in [*token.children, *(what.children if what is not None else [])]:
        if c.i <= token.i or g.dep(c) not in {"xcomp", "ccomp", "acl"} or c.tag_ not in {"VB", "VBP"}:
            continue
        own = next((s for s in c.children if s.dep_ in g.SUBJECTS), None)
        who = own or (what if what is not None and what.i < c.i and parties.is_party(what) else None)
        if who is not None and parties.is_party(who):
            return c, who
    return None


def _norm_giver(token: Token) -> Token | None:
    """The party or the text that requires it, where the subject is one: then the norm is theirs."""
    who = g.subject(token)
    return who if who is not None and attribution.gives_norms(who) else None
