"""How far the name of a party goes: without what its verb says of it, with the place right behind it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.document import Span
from pipeline.frames import Nominal
from pipeline.language import grammar as g
from pipeline.language.nominals import extent, nominals
from pipeline.language.parties import GIVING, deals, is_party

if TYPE_CHECKING:
    from spacy.tokens import Token

# Prepositions that a verb of dealing takes for itself ("train nurses | on", "name Fiji | as"); "of" belongs to verbs of telling.
TAKEN = frozenset({"as", "about", "against", "behind", "into", "on"})
TELLING = frozenset("absolve accuse advise assure convince deprive inform notify persuade relieve remind warn".split())
REWARDING = frozenset("ask blame compensate punish reimburse reward thank".split())  # … somebody for something
PLACES = frozenset({"across", "from", "in", "outside", "within"})
DOING = re.compile(r"\w+(?:ing|tion|sion|ment)s?$")
DATED = re.compile(
    r"(?:19|20)\d\d$|(?:January|February|March|April|May|June|July|August|September|October|November|December)$"
)
ENDS = frozenset("aim aims goal goals intent intention objective purpose view".split())


def named(heads: Iterable[Token], base: int) -> tuple[Nominal, ...]:
    """The nominals of parties that an action names; `base` is where the tokens' text begins in the document."""
    return tuple(_fitted(nominal, head, base) for head in heads for nominal in nominals(head, base))


def _fitted(nominal: Nominal, head: Token, base: int) -> Nominal:
    own = next((t for t in (head, *g.conjuncts(head)) if t.idx + base == nominal.head.start), None)
    if own is None:
        return nominal
    last = own.i
    while last + 1 < own.sent.end and own.doc[last + 1].idx + base < nominal.span.end:
        last += 1
    verb = g.first_conjunct(head).head
    ends = next((i - 1 for i in range(own.i + 1, last + 1) if _is_verbs(own.doc[i], own, verb)), None)
    ends = _with_place(own, verb, last) if ends is None else ends
    end = base + own.doc[ends].idx + len(own.doc[ends])
    return nominal if ends == last else replace(nominal, span=Span(nominal.span.start, end))


def _is_verbs(word: Token, own: Token, verb: Token) -> bool:
    """Whether with a word begins what the verb says of the party: an infinitive, what is given, an end, a date, an activity."""
    if word.tag_ == "TO":
        return not any(t.tag_ in g.VERB_TAGS or t.tag_ == "MD" for t in own.doc[own.i + 1 : word.i])
    if g.dep(word) != "case" or word.head.i < word.i:
        return False
    thing = word.head
    if word.lower_ == "with":
        return thing.lower_ in ENDS or (verb.lemma_ in GIVING and g.dep(own) in {"obj", "iobj", "conj"})
    if word.lower_ == "in":
        return bool(DATED.match(thing.text)) or (thing.tag_ in {"NN", "NNS", "VBG"} and _activity(thing))
    if not deals(verb):
        return bool(word.lower_ == "about")
    own_case = {"of": TELLING, "for": REWARDING}.get(word.lower_, ())
    return word.lower_ in TAKEN or verb.lemma_ in own_case


def _activity(noun: Token) -> bool:
    return bool(DOING.match(noun.lower_)) and not is_party(noun)


def _with_place(own: Token, verb: Token, last: int) -> int:
    """ "Notify the ports | in other regions": the tree hangs the place on the verb."""
    if g.dep(own) != "obj" or own.pos_ != "NOUN" or not deals(verb):
        return last
    for c in g.children(verb, "obl"):
        cases = {k.lower_ for k in g.children(c, "case")}
        if g.left_edge(c) == last + 1 and cases & PLACES and (is_party(c) or c.ent_type_ == "LOC"):
            return max(last, extent(c)[1])
    return last
