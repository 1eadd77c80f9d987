"""Needs, tasks and duties: "the important thing is to V", "X has a duty to V", "there is a need to V", "X requires N"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.frames import Strength
from pipeline.language import attribution, governing, parties, words
from pipeline.language import grammar as g
from pipeline.language.cues import Cue

if TYPE_CHECKING:
    from spacy.tokens import Span as Sent
    from spacy.tokens import Token

# Nouns that an adjective of necessity makes into a cue: "the important thing is to V", "the first priority is V-ing".
TASKS = frozenset(
    "thing task step priority work point need challenge imperative duty responsibility question key goal area element component "
    "measure requirement prerequisite ingredient".split()
)
# Verbs that point to a need: "this highlights the need to V".
POINTING = frozenset(
    "highlight underscore underline stress emphasize emphasise recognize recognise reinforce see identify".split()
)
OF_NEED = frozenset({"importance", "necessity", "urgency"})
ADVICE_NOUNS = frozenset({"recommendation", "proposal", "suggestion", "request", "demand"})
# What the other constructions turn on.
HEADS = (
    TASKS
    | OF_NEED
    | ADVICE_NOUNS
    | frozenset(
        "need necessity require demand necessitate responsibility duty obligation time onus burden fall up".split()
    )
)


def find(sentence: Sent) -> Iterator[Cue]:
    """The cues of need, task and duty in a sentence, in text order."""
    for token in sentence:
        if token.lemma_.lower() not in HEADS:
            continue
        cue = (
            _task(token)
            or _duty(token)
            or _advice_noun(token)
            or _of_need(token)
            or _existential(token)
            or _requires(token)
            or _turn(token)
        )
        if cue is not None:
            yield cue


def _task(token: Token) -> Cue | None:
    """ "The important thing is to V", "the most urgent task is V-ing", "it is the duty of X to V"."""
    if token.lemma_.lower() not in TASKS or token.tag_ not in {"NN", "NNS"}:
        return None
    be = next((c for c in g.children(token, "cop") if c.tag_ in {"VBZ", "VBP"} and c.i < token.i), None)
    if be is not None and any(c.lower_ == "it" for c in token.children):
        verb = governing.clause(token)
        actors = tuple(governing.for_whom(token, verb)) if verb is not None else ()
        return _task_cue(be, token, verb, actors) if verb is not None and governing.is_infinitive(verb) else None
    adjective = next((c for c in g.children(token, "amod") if c.lower_ in words.predicates()), None)
    if be is not None and adjective is not None:
        doing = [c for c in token.children if c.dep_ in {"csubj", "nsubj"} and c.i < be.i]
        first = (governing.gerund(doing[0]) or doing[0]) if doing else None
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


def _infinitive_behind(token: Token) -> Token | None:
    """The infinitive behind a noun of need or duty, whether the tree hangs it on the noun or on the noun's verb."""
    for c in (*token.children, *token.head.children):
        if c.dep_ in governing.CLAUSES and c.i > token.i and governing.is_infinitive(c):
            return c
    return None


def _duty(token: Token) -> Cue | None:
    """ "Congress has a responsibility to V", "both share a duty to V"."""
    if token.lemma_.lower() not in {"responsibility", "duty", "obligation"} or g.dep(token) != "obj":
        return None
    have = token.head
    verb = _infinitive_behind(token)
    who = g.subject(have)
    if verb is None or who is None or have.lemma_ not in {"have", "share", "bear"} or have.tag_ in governing.NOT_NOW:
        return None
    return _task_cue(have, token, verb, (who,))


def _task_cue(first: Token, last: Token, verb: Token, actors: tuple[Token, ...], strength: Strength = "should") -> Cue:
    return Cue(
        first=first, last=last, lemma="be the task", form="predicate", klass="obligation", strength=strength,
        head=verb, actors=actors, named=True, score=0.7,
    )  # fmt: skip


def _listed(token: Token) -> Cue | None:
    """ "Our demands are:", "We make the following recommendations:": what is asked stands below."""
    after = [t.lower_ for t in token.doc[token.i + 1 : token.sent.end] if not t.is_space]
    own = any(c.lower_ in {"our", "my", "the", "these"} for c in token.children)
    if (
        token.tag_ != "NNS"
        or not own
        or after not in (["are", ":"], ["are", "as", "follows", ":"], ["are", "the", "following", ":"])
    ):
        return None
    return Cue(
        first=token.nbor(1), last=token.nbor(1), lemma=token.lemma_.lower(), form="performative", klass="obligation",
        strength="should", named=True, things=True,
    )  # fmt: skip


def _advice_noun(token: Token) -> Cue | None:
    """ "our recommendation that the board publish its fees": advice told by its noun; a clause with a modal has its own cue."""
    if token.lemma_.lower() not in ADVICE_NOUNS | {"priority"} or token.tag_ not in {"NN", "NNS"}:
        return None
    listed = _listed(token)
    if listed is not None or token.lemma_.lower() == "priority":
        return listed
    clause = next((c for c in token.children if g.dep(c) in {"acl", "ccomp"} and c.i > token.i), None)
    that = clause is not None and any(c.lower_ == "that" for c in clause.children)
    if clause is None or not that or any(c.tag_ in {"MD", "VBZ", "VBD"} for c in (clause, *clause.children)):
        return None
    who = next((c for c in clause.children if c.dep_ in g.SUBJECTS), None)
    # Only a singular subject shows the subjunctive: "that the board publish".
    if who is None or (who.tag_ not in {"NN", "NNP"} and not g.is_passive(clause)):
        return None
    actors = () if g.is_passive(clause) else (who,)
    return Cue(
        first=token, last=token, lemma=token.lemma_.lower(), form="performative", klass="obligation", strength="should",
        head=clause, subject=who, actors=actors, named=True, score=0.7,
    )  # fmt: skip


def _of_need(token: Token) -> Cue | None:
    """ "Dialogue is of particular importance", "the region is in need of N"."""
    be = next((c for c in g.children(token, "cop") if c.tag_ in {"VBZ", "VBP"}), None)
    if be is None:
        return _stressed(token)
    if governing.hypothetical(token):
        return None
    cases = {c.lower_ for c in g.children(token, "case")}
    if token.lemma_ in OF_NEED and "of" in cases:
        what = g.subject(token)
        what = (governing.gerund(what) or what) if what is not None else None
        return _need_cue(be, token, what, "should") if what is not None and governing.names_action(what) else None
    if token.lemma_ == "need" and "in" in cases:
        what = next((c for c in token.children if g.dep(c) == "nmod"), None)
        of = next((c for c in what.children if c.lower_ == "of"), None) if what is not None else None
        return _need_cue(be, of, what, "must") if of is not None else None
    return None


def _stressed(token: Token) -> Cue | None:
    """ "We stress the importance of training staff": what is important is named behind "of"."""
    verb = token.head
    opens = verb.tag_ == "VBG" and verb.i == verb.sent.start
    if token.lemma_ not in OF_NEED or verb.lemma_ not in POINTING or g.dep(token) != "obj":
        return None
    who = g.subject(verb)
    if not opens and (who is None or who.lower_ not in {"we", "i", "it"} or verb.tag_ in governing.NOT_NOW):
        return None
    of = next((c for c in token.children if c.i > token.i and any(k.lower_ == "of" for k in c.children)), None)
    if of is None or not governing.names_action(governing.gerund(of) or of):
        return None
    return _need_cue(
        verb, of.left_edge, governing.gerund(of) or of, "must" if token.lemma_ == "necessity" else "should"
    )


def _need_cue(first: Token, last: Token, what: Token | None, strength: Strength, also: tuple[Token, ...] = ()) -> Cue:
    return Cue(
        first=first, last=last, lemma="be of need", form="predicate", klass="obligation", strength=strength,
        head=what, also=also, named=True, noun=True, score=0.7,
    )  # fmt: skip


def _existential(token: Token) -> Cue | None:
    """ "there is a need (for X) to V", "there is a need for N"."""
    if token.lemma_ not in {"need", "necessity"} or token.tag_ != "NN":
        return None
    be = token.head
    existential = g.has_child(be, "expl") and be.lemma_ == "be"
    pointing = be.lemma_ in POINTING and g.dep(token) == "obj"
    opens = be.tag_ == "VBG" and be.i == be.sent.start  # "Recognising the need to act,"
    if not (existential or pointing) or (be.tag_ in governing.NOT_NOW and not opens):
        return None
    verb = _infinitive_behind(token)
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


def _requires(token: Token) -> Cue | None:
    """ "the issue requires attention", "the plan will require training staff": a noun or gerund that is called for."""
    if token.lemma_ not in {"require", "need", "demand", "necessitate"} or g.dep(token) == "aux":
        return None
    told = token.tag_ in {"VBD", "VBG"} and token.lemma_ == "require" and _norm_giver(token) is not None
    if token.tag_ not in {"VB", "VBZ", "VBP"} and not told:
        return None
    modals = {c.lower_ for c in token.children if c.tag_ == "MD"}
    nobody = g.subject(token) is None and not told
    if (token.tag_ == "VB" and modals != {"will"}) or nobody or governing.hypothetical(token):
        return None
    doing = next((c for c in g.children(token, "xcomp", "ccomp") if c.tag_ == "VBG" and c.i > token.i), None)
    what = next((c for c in token.children if g.dep(c) == "obj" and c.i > token.i), None)
    if what is not None and doing is None:
        doing = what if what.tag_ == "VBG" else governing.gerund(what)
    infinitive = any(governing.is_infinitive(c) for c in g.children(token, "xcomp", "ccomp"))
    asked = _asked(token, what)
    if asked is not None:
        return Cue(
            first=token, last=token, lemma=token.lemma_, form="predicate", klass="obligation", strength="must",
            head=asked[0], actors=(asked[1],), named=True, reporter=_norm_giver(token), score=0.7,
        )  # fmt: skip
    who = g.subject(token)
    strict = token.lemma_ == "demand" or (who is not None and who.tag_ in {"WDT", "WP"})
    if doing is None and (what is None or infinitive or (strict and not governing.names_action(what))):
        return None
    return Cue(
        first=token, last=token, lemma=token.lemma_, form="predicate", klass="obligation", strength="must",
        head=doing or what, subject=who if doing is not None else None, named=True, noun=True, reporter=_text_of_law(who), score=0.6,
    )  # fmt: skip


def _text_of_law(who: Token | None) -> Token | None:
    """ "State guidance requires an assessment": a text that binds somebody, other than the one that is read."""
    if who is None or who.lemma_.lower() not in attribution.NORMS - {"policy", "agreement"}:
        return None
    own = any(c.lower_ in {"this", "these", "our", "such"} for c in g.children(who, "det", "nmod:poss"))
    return None if own else who


def _asked(token: Token, what: Token | None) -> tuple[Token, Token] | None:
    """ "the rule requires agencies to publish", "requires agencies publish": what is asked and of whom."""
    if token.lemma_ == "demand":
        return None
    for c in [*token.children, *(what.children if what is not None else [])]:
        if c.i <= token.i or g.dep(c) not in {"xcomp", "ccomp", "acl"} or c.tag_ not in {"VB", "VBP"}:
            continue
        own = next((s for s in c.children if s.dep_ in g.SUBJECTS), None)
        controlled = (
            what is not None
            and what.i < c.i
            and governing.is_infinitive(c)
            and c.head.i == token.i
            and (parties.is_party(what) or _definite(what))
        )
        who = own or (what if what is not None and what.i < c.i and (controlled or parties.is_party(what)) else None)
        if who is not None and (controlled or parties.is_party(who)):
            return c, who
    line = governing.by_words(token, token, ("person",)) if _may_ask(token) else None
    return line if line is not None and parties.is_party(line[1]) else None


def _definite(noun: Token) -> bool:
    """ "needs the portal to work" asks something of the portal; "needs a form to fill in" says what is lacking."""
    return noun.pos_ in {"PRON", "PROPN"} or any(
        c.lower_ in {"the", "this", "that", "these", "those", "each", "every", "all"} or c.tag_ == "PRP$"
        for c in noun.children
    )


def _may_ask(token: Token) -> bool:
    """Whether the subject asks something of somebody; "management requires staff to run the tool" only says what it takes."""
    who = _norm_giver(token) or g.subject(token)
    return who is not None and (who.pos_ in {"PRON", "PROPN"} or who.lemma_.lower() in attribution.NORMS)


def _turn(token: Token) -> Cue | None:
    """ "The time has come for X to V", "now is the time to V", "the onus is on X to V", "it is up to X to V"."""
    line = token.doc[token.i : min(token.i + 14, token.sent.end)]
    words_ahead = " ".join(t.lower_ for t in line[:5])
    if token.lower_ == "time":
        come = next((t for t in line[1:4] if t.lower_ == "come"), None)
        before = [t.lower_ for t in token.doc[max(token.i - 3, token.sent.start) : token.i]]
        now = before[:1] == ["now"] or before[-2:] == ["it", "is"] or before == ["it", "is", "high"]
        last = come if come is not None else token if now else None
    elif token.lemma_ == "fall":
        last = next((t for t in line[1:2] if t.lower_ in {"to", "on", "upon"} and _impersonal(token)), None)
    elif token.lower_ in {"onus", "burden"}:
        last = next((t for t in line[1:5] if t.lower_ in {"on", "upon"}), None)
    else:
        last = token.nbor(1) if words_ahead.startswith("up to") and _is_it_is(token) else None
    if last is None:
        return None
    verb = next(
        (t for t in line if t.i > last.i + 1 and t.nbor(-1).lower_ == "to" and t.tag_ in {"VB", "VBP", "NN"}),
        None,
    )
    if verb is None:
        return None
    who = next((t for t in reversed(line) if last.i < t.i < verb.i - 1 and t.pos_ in {"NOUN", "PROPN", "PRON"}), None)
    actors = (governing.top(who, last),) if who is not None else ()
    first = token.nbor(-1) if token.lower_ == "time" and last is token and token.nbor(-1).lemma_ == "be" else token
    return _task_cue(first, last, verb, actors)


def _impersonal(token: Token) -> bool:
    """ "It falls to the council to act"; "prices fall to a new low" tells what happens."""
    return token.tag_ == "VBZ" and token.i > token.sent.start and token.nbor(-1).lower_ in {"it", "therefore", "now"}


def _is_it_is(token: Token) -> bool:
    before = token.doc[max(token.i - 3, token.sent.start) : token.i]
    return any(t.lower_ == "it" for t in before) and any(t.lemma_ == "be" for t in before)


def _norm_giver(token: Token) -> Token | None:
    """The party or the text that requires it, where the subject is one: then the norm is theirs."""
    who = g.subject(token)
    if token.tag_ == "VBG":
        # "the order requiring agencies to publish": the norm is the noun that the participle describes.
        described = token.head if g.dep(token) == "acl" else token.nbor(-1) if token.i > token.sent.start else token
        return described if described.lemma_.lower() in attribution.NORMS else None
    who = g.antecedent(who) if who is not None else None
    return who if who is not None and attribution.gives_norms(who) else None
