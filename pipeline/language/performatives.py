"""Verbs by which somebody advises: "we recommend that …", "this report urges X to V", "the ministry is encouraged to V"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.language import attribution, governing, parties, words
from pipeline.language import grammar as g
from pipeline.language.cues import Cue
from pipeline.language.governing import is_infinitive

if TYPE_CHECKING:
    from spacy.tokens import Span as Sent
    from spacy.tokens import Token

FIRST_PERSON = frozenset({"we", "i"})
# What authors tell of an earlier report of their own: "in 2019 we recommended that …".
EARLIER = frozenset({"recommend", "urge", "propose", "call"})
# What the authors themselves want is advice; what others want is a wish of theirs.
OWN_WISH = frozenset({"want", "seek", "expect"})
# What somebody asks for; of a thing they say what it takes.
ASKING = frozenset({"demand", "request", "ask"})
# What is said of a thing in the passive to call for it.
VALUED = frozenset({"recommend", "encourage", "advise"})
CLAUSES = frozenset({"xcomp", "ccomp", "advcl", "csubj"})
MAIN = frozenset({"ROOT", "conj", "ccomp", "parataxis"})
# What stands for the text or its makers when it is the subject of "recommends".
VOICES = frozenset(
    "report paper brief study document review memo memorandum letter statement chapter section article commission "
    "committee panel group team author authors inquiry council board task force proposal plan strategy framework "
    "guidance coalition organisation organization institute association federation union network".split()
)


def find(sentence: Sent) -> Iterator[Cue]:
    """The performative cues of a sentence, in text order."""
    for token in sentence:
        if not g.is_verb(token) or token.lemma_ not in words.performatives():
            continue
        for row in words.performatives()[token.lemma_]:
            cue = _cue(token, row)
            if cue is not None:
                yield cue
                break


def _cue(verb: Token, row: words.Performative) -> Cue | None:
    last = _particle(verb, row)
    if last is None:
        return None
    if g.is_passive(verb):
        return _passive(verb, last, row)
    speaker = g.subject(verb)
    if speaker is None or not _may_say(row, verb, speaker):
        return None
    listed = _whose_list(last)
    if listed is not None and "clause" in row.takes:
        return _stem(verb, last, row, listed)
    head, actors, noun = _complement(verb, last, row)
    if row.lemma == "seek" and not noun:
        return None  # "we seek to help"
    if noun and row.lemma in ASKING and not (_is_voice(speaker) or attribution.gives_norms(g.antecedent(speaker))):
        return None  # "the crisis demands attention"
    if head is None:
        return _open(verb, last, row)
    if row.lemma in {"want", "expect"} and not actors:
        return None
    if not noun and any(c.tag_ == "MD" for c in g.children(head, "aux")):
        return None  # "we recommend that X should V": its modal says it
    negated = (g.negation(verb) if row.klass == "obligation" else None) or (None if noun else g.negation(head))
    return Cue(
        first=verb, last=last, lemma=f"{row.lemma} {row.particle or ''}".strip(), form="performative",
        klass="prohibition" if negated is not None and row.klass == "obligation" else row.klass,
        strength=row.strength, head=head, actors=tuple(actors), named=bool(actors) or noun or is_infinitive(head) or head.tag_ == "VBG",
        noun=noun, reporter=_reporter(verb, speaker), negated=negated is not None or row.particle == "against",
    )  # fmt: skip


def _may_say(row: words.Performative, verb: Token, speaker: Token) -> bool:
    """Whether the subject can do with the verb what makes it a cue: only a norm permits and prohibits."""
    if row.klass != "obligation" and row.particle is None:
        norm = g.antecedent(speaker).lemma_.lower() in attribution.NORMS
        return norm and verb.tag_ in {"VBZ", "VBP", "VBD"}
    if row.lemma in OWN_WISH and speaker.lower_ != "we":
        return False
    return _speaks(verb, speaker) or _reported(verb, speaker)


def _reporter(verb: Token, speaker: Token) -> Token | None:
    """Whose advice it is; None where it is the authors' own, given now or in an earlier report of theirs."""
    own = speaker.lower_ in FIRST_PERSON or _left_out(speaker) or (_is_voice(speaker) and verb.tag_ != "VBD")
    return None if own else g.antecedent(speaker)


def _open(verb: Token, last: Token, row: words.Performative) -> Cue | None:
    """ "We call on the government to:": what is advised stands in the items below."""
    person = _person(verb, last, row)
    text = verb.sent.text.rstrip()
    if person is None and text.endswith(":") and last.i >= verb.sent.end - 3:
        return _stem(verb, last, row, None)  # "We demand:"
    if person is None or "person" not in row.takes or not (text.endswith(":") or text.endswith(" to")):
        return None
    return _stem(verb, last, row, person)


def _stem(first: Token, last: Token, row: words.Performative, who: Token | None) -> Cue:
    """A cue that governs nothing but the items below it; without a person, the items may be things that are called for."""
    return Cue(
        first=first, last=last, lemma=f"{row.lemma} {row.particle or ''}".strip(), form="performative", klass="obligation",
        strength=row.strength, actors=(who,) if who is not None else (), named=True, things=who is None,
    )  # fmt: skip


def _whose_list(last: Token) -> Token | None:
    """ "It is recommended that schools:": who is to do what stands below."""
    after = last.doc[last.i + 1 : last.sent.end]
    if len(after) < 3 or after[0].lower_ != "that" or after[-1].text != ":":
        return None
    named = after[1:-1]
    if any(t.tag_ in g.VERB_TAGS | {"MD"} for t in named) or named[-1].pos_ not in {"NOUN", "PROPN", "PRON"}:
        return None
    return governing.top(named[-1], last)


def _particle(verb: Token, row: words.Performative) -> Token | None:
    if not row.particle:
        return verb
    after = verb.nbor(1) if verb.i + 1 < verb.sent.end else None
    if after is not None and after.text == ",":
        # "we call, as part of the reform, for a ban"
        close = next((t for t in verb.doc[after.i + 1 : min(after.i + 12, verb.sent.end - 1)] if t.text == ","), None)
        after = close.nbor(1) if close is not None else None
    return after if after is not None and after.lower_ == row.particle else None


def _speaks(verb: Token, speaker: Token) -> bool:
    """Whether the verb is said in the present, by the authors or by somebody whose advice the text reports."""
    modals = {c.lower_ for c in g.children(verb, "aux") if c.tag_ == "MD"}
    if modals - ({"would", "'d", "’d", "must"} if speaker.lower_ in FIRST_PERSON else set()):
        return False
    if verb.tag_ == "VBG" and not _progressive(verb):
        return False
    if governing.is_infinitive(verb) and speaker.lower_ not in FIRST_PERSON:
        return False  # "the team has the power to demand papers"
    if _is_voice(speaker):
        return verb.tag_ in {"VBP", "VBZ", "VBG", "VB"} or _present_perfect(verb)
    return verb.lemma_ != "suggest" and verb.tag_ in {"VBZ", "VBP"} and g.dep(verb) in MAIN


def _reported(verb: Token, speaker: Token) -> bool:
    """What a party or a norm asked for earlier ("the order directed agencies to …") is reported, whoever tells of it."""
    if verb.tag_ != "VBD" or verb.lemma_ in {"suggest", "ask", "invite"}:
        return False
    if speaker.lower_ in FIRST_PERSON:
        return verb.lemma_ in EARLIER
    who = g.antecedent(speaker)
    return _is_noun_of_voice(who) or attribution.gives_norms(who)


def _is_noun_of_voice(speaker: Token) -> bool:
    return speaker.lemma_.lower() in VOICES


def _progressive(verb: Token) -> bool:
    return any(c.lemma_ == "be" and c.tag_ in {"VBP", "VBZ"} for c in g.children(verb, "aux"))


def _present_perfect(verb: Token) -> bool:
    return any(c.lemma_ == "have" and c.tag_ in {"VBP", "VBZ"} for c in g.children(verb, "aux"))


def _is_voice(speaker: Token) -> bool:
    if speaker.lower_ in FIRST_PERSON or _left_out(speaker):
        return True
    lemma = speaker.lemma_.lower()
    # "the guidance requires" tells of another text, "this guidance requires" of its own.
    own = {"this", "our"} if lemma in attribution.NORMS else {"this", "the", "our"}
    return lemma in VOICES and any(c.lower_ in own for c in g.children(speaker, "det", "nmod:poss"))


def _left_out(speaker: Token) -> bool:
    """ "It hereby …": the subject that a resolution leaves out, put in front for the parser's sake."""
    return speaker.lower_ == "it" and speaker.nbor(1).lower_ == "hereby"


def _complement(verb: Token, last: Token, row: words.Performative) -> tuple[Token | None, list[Token], bool]:
    """What is advised (its head), who is to do it, and whether it is a noun."""
    listed = _enumerated(verb, last)
    if listed is not None:
        return listed[0], [listed[1]], False
    if row.particle == "against":
        return _against(verb, last)
    clause = next((c for c in verb.children if g.dep(c) in CLAUSES and c.i > last.i and _advised(c)), None)
    person = _person(verb, last, row)
    if clause is not None:
        own = next((c for c in clause.children if c.dep_ in g.SUBJECTS), None) or _taken_for_modifier(clause)
        actors = [own] if own is not None else [person] if person is not None and person.i < clause.i else []
        return clause, ([] if g.is_passive(clause) else actors), False
    line = governing.by_words(verb, last, row.takes)
    if line is not None:
        return line[0], [line[1]], False
    if person is not None and person.pos_ != "PRON" and "person" in row.takes:
        inner = next(
            (c for c in person.children if g.dep(c) == "acl" and is_infinitive(c) and parties.is_party(person)), None
        )
        if inner is not None:
            return inner, [person], False
    if "noun" in row.takes and person is not None:
        inner = next((c for c in person.children if g.dep(c) == "acl" and is_infinitive(c)), None)
        if inner is not None:
            return inner, [person], False
        return person, [], True
    return None, [], False


def _against(verb: Token, last: Token) -> tuple[Token | None, list[Token], bool]:
    """ "advise against flying in fog", "recommend against a ban": what is advised against."""
    what = next((c for c in verb.children if c.i > last.i and (c.tag_ == "VBG" or c.pos_ == "NOUN")), None)
    return what, [], what is not None and what.tag_ != "VBG"


def _enumerated(verb: Token, last: Token) -> tuple[Token, Token] | None:
    """ "recommend that the department (1) complete the plan; (2) …": the first verb listed and who is before the list."""
    for token in verb.doc[last.i + 1 : min(last.i + 25, verb.sent.end)]:
        at = g.enumerator_before(token)
        if at is None:
            continue
        before = token.doc[at - 1] if token.doc[at - 1].lower_ != "to" else token.doc[at - 2]
        if (
            words.directive_verb(token.lower_) is None
            or before.i <= last.i
            or before.pos_ not in {"NOUN", "PROPN", "PRON"}
        ):
            return None
        who = governing.top(before, last)
        return token, g.first_conjunct(who) if g.first_conjunct(who).i > last.i else who
    return None


def _taken_for_modifier(verb: Token) -> Token | None:
    """ "that the Government review the act": the subject of a verb that may be a noun, where the tree makes one name of both."""
    if verb.tag_ not in {"VB", "VBP"}:
        return None
    before = [c for c in verb.children if c.dep_ == "compound" and c.i < verb.i and c.tag_.startswith("NN")]
    return before[-1] if before else None


def _advised(clause: Token) -> bool:
    marks = {c.lower_ for c in clause.children if g.dep(c) in {"mark", "aux"}}
    if marks & {"to", "that"}:
        return True
    own_subject = any(c.dep_ in g.SUBJECTS for c in clause.children)
    return (g.dep(clause) == "ccomp" and own_subject) or (g.dep(clause) in {"xcomp", "ccomp"} and clause.tag_ == "VBG")


def _person(verb: Token, last: Token, row: words.Performative) -> Token | None:
    """The object, or the complement of the verb's particle."""
    for c in verb.children:
        if c.i <= last.i:
            continue
        cases = {k.lower_ for k in g.children(c, "case")}
        if row.particle and g.dep(c) in {"obl", "obj", "nmod"} and (row.particle in cases or not cases):
            return c
        if not row.particle and c.dep_ in {"obj", "iobj"}:
            return c
    return None


def _passive(verb: Token, last: Token, row: words.Performative) -> Cue | None:
    """ "X is urged to V", "it is recommended that X V"; said in the present, of the issuer's own advice."""
    be = next((c for c in g.children(verb, "aux") if c.lemma_ == "be"), None)
    if be is None or be.tag_ not in {"VBZ", "VBP"}:
        return None
    listed = _whose_list(last)
    if listed is not None:
        return _stem(be, last, row, listed)
    clause = next(
        (
            c
            for c in verb.children
            if c.dep_ in {"xcomp", "ccomp", "csubj", "csubj:pass", "advcl"} and c.i > verb.i and _advised(c)
        ),
        None,
    )
    who = g.subject(verb)
    if row.particle == "against":
        against = _against(verb, last)[0]
        clause = against if against is not None and against.tag_ == "VBG" else None
    if clause is None and who is not None and "noun" in row.takes and row.lemma in VALUED:
        return _valued(be, last, row, who)
    if clause is None or (who is None and not g.has_child(verb, "expl")):
        return None
    if row.lemma == "expect" and (who is None or not _class_of_people(who, clause)):
        return None
    impersonal = g.has_child(verb, "expl") or (who is not None and who.lower_ == "it")
    own = next((c for c in clause.children if c.dep_ in g.SUBJECTS), None)
    actors = [own] if own is not None else [] if impersonal or who is None else [who]
    return Cue(
        first=be, last=last, lemma=f"{row.lemma} {row.particle or ''}".strip(), form="performative", klass=row.klass,
        strength=row.strength, head=clause, actors=tuple(actors), named=True,
        negated=g.negation(clause) is not None or row.particle == "against",
    )  # fmt: skip


def _class_of_people(who: Token, clause: Token) -> bool:
    """ "Suppliers are expected to keep records" rules; "the ministry is expected to sign", "prices are expected to rise" foretell."""
    each = any(c.lower_ in {"all", "each", "every", "any"} for c in g.children(who, "det"))
    return parties.is_party(who) and (who.tag_ == "NNS" or each) and words.directive_verb(clause.lower_) is not None


def _valued(be: Token, last: Token, row: words.Performative, what: Token) -> Cue | None:
    """ "Training is recommended": a thing that is called for."""
    what = governing.gerund(what) or what
    if not governing.names_action(what) or parties.is_party(what):
        return None
    return Cue(
        first=be, last=last, lemma=row.lemma, form="performative", klass="obligation", strength=row.strength, head=what,
        named=True, noun=True, negated=g.negation(last) is not None, score=0.7,
    )  # fmt: skip
