"""Whom an action is aimed at and whom it is done with, as objects, possessors and prepositions show it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline import lexicon
from pipeline.language import grammar as g

if TYPE_CHECKING:
    from spacy.tokens import Token

WITH = frozenset({"with", "alongside", "between", "among", "amongst"})
AT = frozenset({"against", "toward", "towards", "upon", "to", "about", "on", "for"})
# Prepositions behind a thing that say whom it is for ("training for nurses", "aid to Fiji").
FOR = frozenset({"for", "to"})
AGAINST = frozenset({"against", "toward", "towards"})
# Verbs whose "with" names what is used or given, and nouns whose "with" belongs to what they are.
GIVING = frozenset("provide supply equip furnish staff replace fill connect comply entrust align present".split())
NO_COMPANY = frozenset("agreement communication compliance country experience personnel nation person people".split())
# Verbs that take or make their object, and so aim at nobody.
TAKING = frozenset(
    "become build constitute create employ establish find form found have hire launch need recruit seek use utilise utilize want".split()
)
# Verbs that get something from somebody, whom they are aimed at ("gather views from nurses"), and verbs whose "with" is to them.
ASKING = frozenset("ask collect demand gather get obtain receive request seek solicit".split())
IMPOSING = frozenset(
    "cut ease impose increase levy lift lower place put raise reduce".split()
)  # … a burden on somebody
ADDRESSING = frozenset({"communicate", "consult"})
# Nouns that only count or gather those behind "of" ("a wide range of unions", "to the attention of the board").
GATHERING = frozenset("array attention hundred host majority number range thousand variety".split())
# What only somebody has: who changes it acts on him ("the needs of farmers", as "farmers' needs").
PERSONAL_THINGS = frozenset(
    "ability awareness capability capacity confidence dignity health interest knowledge life livelihood need participation power resilience "
    "right role safety skill status trust understanding voice welfare wellbeing will".split()
)
FAR = 3  # clauses and phrases between a party and the action's head
WONDERING = frozenset({"how", "why", "whether", "if", "what", "which", "where", "when"})
# Sorts of nouns in the lexicon that make a party; a noun that only names what its owner does makes none.
SORTS = frozenset({"state", "people", "body", "group", "person"})
NAMES = frozenset({"LOC", "ORG", "PERSON"})
# Plurals of people by what they do: "requesters", "auditors", "economists", "trainees".
PERSONAL = re.compile(r"(?:\w{2}ers|\w{2}ors|\w{3}ists|\w{3}ians|eers|\w{2}ees)$")
# One of them, where a verb deals with him: "help the user", "prompt every applicant".
SINGULAR = re.compile(r"(?:\w{2}er|\w{2}or|\w{3}ist|\w{3}ian|eer|\w{2}ee|\w{3}ant)$")
# What a heading or a programme's name prints with a capital, and no list knows as a body: "Rural Development", "Prosperity".
ABSTRACT = re.compile(r"\w{3}(?:ment|tion|sion|ity|ety|ness)$")
# Nouns that name people only with an article.
WITH_ARTICLE = frozenset({"management", "military", "public"})
PRONOUNS = frozenset({"it", "them", "they", "him", "her", "us"})


@dataclass(slots=True)
class Around:
    """Heads of phrases that name parties."""

    targets: list[Token] = field(default_factory=list)
    partners: list[Token] = field(default_factory=list)


def around(head: Token, first: int, last: int, subject: Token | None) -> Around:
    """The parties inside an action and beside it.

    Args:
        head: the action's head.
        first, last: the action's tokens.
        subject: of a passive, whose phrase names parties too ("engagement with the US should not be reduced").
    """
    found = Around()
    inside = list(head.doc[first : last + 1])
    for token in (*inside, *_fronted(head, first), *_of_subject(subject)):
        if not is_party(token) or (g.dep(token) == "conj" and is_party(g.first_conjunct(token))):
            continue
        role = None if _told_others(token, head) else _role(token, head)
        if role == "partner":
            found.partners.append(token)
        elif role == "target" and token.i >= first and not _told_aside(token, head):
            found.targets.append(token)
    if subject is not None and is_party(subject):
        found.targets.insert(0, subject)
    return found


def _role(token: Token, head: Token) -> str | None:
    place = g.first_conjunct(token)
    if place.head.lemma_ in GATHERING and any(c.lower_ == "of" for c in g.children(place, "case")):
        place = g.first_conjunct(place.head)
    relation, governor = g.dep(place), place.head
    cases = {c.lower_ for c in (*g.children(place, "case"), *g.children(token, "case"))}
    if relation in {"obl", "nmod"} and cases & WITH:
        if "with" in cases and governor.lemma_ in ADDRESSING:
            return "target"
        return "partner" if _joins(place, cases) else None
    if relation in {"obj", "iobj"}:
        if governor.lemma_ == "join" and _in_doing(token):
            return "partner"
        return "target" if relation == "iobj" or _acted_on(place, head) else None
    if sum(1 for _ in _between(place, head)) >= FAR:
        return None
    if place.dep_ in {"nsubj", "nsubj:pass"} and (g.dep(governor) in {"ccomp", "xcomp"} or _for_whom(place)):
        return "target"
    if relation == "obl" and cases & AT:
        return "target" if cases != {"for"} or not g.is_copular(governor) else None
    if "from" in cases and (governor.lemma_ in ASKING or (relation == "nmod" and governor.head.lemma_ in ASKING)):
        return "target"
    if relation == "nmod" and "on" in cases and governor.head.lemma_ in IMPOSING and g.dep(governor) == "obj":
        return "target"
    if relation == "nmod" and (cases & AGAINST or (cases & FOR and _of_object(place))):
        return "target"
    return "target" if _owns(place, cases, head) else None


def _acted_on(token: Token, head: Token) -> bool:
    """Whether the verb of an object deals with parties, as all do that tell their object to do something ("direct the board to")."""
    verb = token.head
    if verb.lemma_ in TAKING:
        return False
    if deals(verb) or (token.pos_ != "PRON" and _told(token)):
        return True
    if verb.lemma_ == "include" and verb.tag_ == "VB":  # "widen the council to include Fiji"
        return True
    return verb.i == head.i and token.pos_ == "PROPN"


def _told(token: Token) -> bool:
    """Whether a verb tells its object to do something ("direct the board to publish")."""
    return any(c.i > token.i and any(k.tag_ == "TO" for k in c.children) for c in g.children(token.head, "xcomp"))


def deals(verb: Token) -> bool:
    """Whether a verb deals with somebody; words that are nouns as well ("charge") do so only as verbs of the tree."""
    words = lexicon.load()
    lemma = verb.lemma_.lower()
    return bool({verb.lower_, lemma} & words.dealings) or (g.is_verb(verb) and words.listed(lemma, "dealing_verb"))


def _for_whom(token: Token) -> bool:
    """ "Make it easy for users to find the office"."""
    marks = {c.lower_ for c in (*g.children(token.head, "mark"), *g.children(token, "case")) if c.i < token.i}
    return "for" in marks and any(c.tag_ == "TO" for c in token.head.children)


def _between(token: Token, head: Token) -> Iterator[Token]:
    """What stands above a word in the tree, below the action's head."""
    for above in g.ancestors(token):
        if above.i == head.i:
            return
        yield above


def _owns(token: Token, cases: set[str], head: Token) -> bool:
    """ "Support Fiji's farmers", "respect the will of Fiji": whose the object is."""
    owned = g.dep(token.head) == "obj" and token.head.head.i == head.i
    genitive = (
        g.dep(token) == "nmod" and "of" in cases and (token.pos_ == "PROPN" or token.head.lemma_ in PERSONAL_THINGS)
    )
    return owned and (token.dep_ == "nmod:poss" or genitive)


def _joins(token: Token, cases: set[str]) -> bool:
    """Whether "with" names company, not what is given ("provide nurses with masks") or what something is like."""
    if "with" not in cases:
        return True
    governor = token.head
    return governor.lemma_ not in (GIVING if g.dep(token) == "obl" else NO_COMPANY)


def _in_doing(token: Token) -> bool:
    """ "Join Fiji in drafting a treaty"."""
    last = g.right_edge(token)
    after = [token.doc[i] for i in range(token.i + 1, min(token.sent.end, last + 3))]
    return any(a.lower_ == "in" and b.tag_ == "VBG" for a, b in pairwise(after))


def _of_object(token: Token) -> bool:
    """Whether a thing that is given or done is for somebody."""
    thing = g.first_conjunct(token.head)
    return g.dep(thing) == "obj" and thing.pos_ == "NOUN"


def _told_aside(token: Token, head: Token) -> bool:
    """Whether a word stands in a relative clause, a reason or an indirect question inside the action, or behind a participle ("the aid given to Fiji")."""
    for above in (token, *_between(token, head)):
        if above.dep_ == "acl:relcl" or (g.dep(above) == "acl" and above.tag_ == "VBN"):
            return True
        finite = any(c.dep_ in g.SUBJECTS and c.i < above.i for c in above.children)
        if g.dep(above) == "advcl" and finite and above.i > head.i:
            return True
        if above.i > head.i and any(c.lower_ in WONDERING and c.i < above.i for c in above.children):
            return True
    return False


def _told_others(token: Token, head: Token) -> bool:
    """Whether somebody else is told to do it to them or with them ("require banks to work with farmers")."""
    above_it = list(_between(token, head))
    for above in above_it[token.dep_ in g.SUBJECTS :]:
        infinitive = any(c.tag_ == "TO" for c in above.children)
        if g.dep(above) == "ccomp" and any(c.dep_ in g.SUBJECTS and is_party(c) for c in above.children):
            return True
        if infinitive and g.dep(above) == "acl" and is_party(above.head):
            return True
        if (
            infinitive
            and g.dep(above) == "xcomp"
            and any(is_party(c) for c in g.children(above.head, "obj", "iobj", "nsubj:pass"))
        ):
            return True
    return False


def is_party(token: Token) -> bool:
    """Whether a word heads the name of somebody who can be acted on or with: a country, a body, people."""
    if token.pos_ == "PRON":
        return token.lower_ in PRONOUNS
    if token.pos_ not in {"NOUN", "PROPN"}:
        return False
    if _only_looks_so(token):
        return False
    sort = lexicon.load().sort(token.lower_) or lexicon.load().sort(token.lemma_.lower())
    if sort is not None:
        return sort in SORTS or (token.pos_ == "PROPN" and _listed(token))
    if token.tag_ == "NNS" and PERSONAL.search(token.lower_):
        return True
    if SINGULAR.search(token.lower_) and g.dep(token) == "obj" and (g.has_child(token, "det") or _told(token)):
        return deals(token.head)
    if ABSTRACT.search(token.lower_):
        return False
    return token.pos_ == "PROPN" and (token.ent_type_ in NAMES or (token.text.isupper() and len(token) > 1))


def _listed(token: Token) -> bool:
    """Whether a name that ends in a common noun stands in the lexicon ("the European Union")."""
    before = [c for c in g.children(token, "compound", "amod") if c.i < token.i]
    return bool(before) and lexicon.load().find(token.doc[before[0].i : token.i + 1].text) is not None


def _only_looks_so(token: Token) -> bool:
    """ "Data management", "core public health", "people-to-people"; a word inside a longer name ("Office of Water")."""
    if token.lower_ in WITH_ARTICLE and not any(c.tag_ == "DT" for c in token.children):
        return True
    hyphened = token.i + 1 < token.sent.end and token.nbor(1).text in {"-", "–"} and not token.nbor(1).whitespace_
    named = token.pos_ == "PROPN" and g.dep(token) == "nmod" and token.head.pos_ == "PROPN"
    return hyphened or (named and any(c.lower_ in {"of", "for", "on"} for c in g.children(token, "case")))


def _fronted(head: Token, first: int) -> Iterator[Token]:
    """ "Working with partners, X should …", but not "while deepening ties with partners, X should …"; "X, along with other nations, should …"."""
    top = g.first_conjunct(head)
    for c in top.children:
        if c.i < min(first, top.i) and c.dep_ in {"obl", "advcl", "nsubj", "advmod"} and not _conditional(c):
            beside = any(k.lower_ == "while" for k in g.children(c, "mark"))
            inside = g.children(c, "obl") if beside else c.subtree
            yield from (t for t in inside if t.i != c.i or c.dep_ == "obl")


def _conditional(clause: Token) -> bool:
    marks = {c.lower_ for c in clause.children if g.dep(c) in {"mark", "advmod"}}
    regarding = clause.doc[g.left_edge(clause)].nbor(1).lower_ in {"regard", "respect"}
    return regarding or bool(marks & {"if", "unless", "when", "although", "though", "because", "since", "as"})


def _of_subject(subject: Token | None) -> Iterator[Token]:
    if subject is not None:
        yield from (t for t in subject.subtree if t.i != subject.i and g.dep(t) == "nmod")
