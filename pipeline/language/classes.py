"""The class of a modal: what ought to be, may be, can be, or will be.

Deontic against epistemic, dynamic, conditional and future, as the annotation guidelines draw the lines; the evidence is the
clause's grammar: tense and voice of what is governed, inversion, negation, the kind of subject.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline import lexicon
from pipeline.frames import ModalClass
from pipeline.language import grammar as g
from pipeline.language import words

if TYPE_CHECKING:
    from spacy.tokens import Token

# Verbs of weighing and wishing: with a weak modal they put advice as a possibility ("could consider", "may wish to").
WEIGHING = frozenset({"consider", "wish", "want", "explore", "think"})
# Adjectives that compare a course of action: "it would be better to V" advises V.
EVALUATIVE = frozenset(
    "good well effective wise useful desirable helpful advisable beneficial prudent preferable appropriate "
    "sensible valuable worthwhile important necessary essential vital crucial fruitful productive ideal".split()
)

# Verbs and nouns of belief, hope, fear and chance: what "will" happens below them is a guess.
GUESSES = frozenset(
    "believe think hope expect fear predict anticipate doubt estimate assume suspect imagine worry conclude concern concerned unclear risk "
    "possibility probability chance likelihood expectation belief likely unlikely hopeful confident".split()
)
SAYING = frozenset(
    "say tell state announce report note explain indicate write declare confirm decide plan agree".split()
)
# With "will": what is planned, said of a document, or needed, whoever the subject is.
PLANNED = frozenset(
    "need require necessitate publish begin start hold meet host issue include contain cover describe discuss present address conduct".split()
)
# Verbs of becoming and lasting, whose "will" foretells.
TURNING = frozenset(
    "become remain continue persist grow increase decrease decline rise fall worsen fester suffer fail succeed depend help improve reduce "
    "raise lower enable allow lead cause affect change enhance strengthen weaken undermine".split()
)
# What a body or a plan that is advised could do by its nature.
SHAPES = frozenset("include comprise cover consist commence begin start focus involve follow build draw".split())
# What an inquiry finds it finds for good, whatever the tense ("we found that a ban would help").
FOUND = frozenset("find mean show conclude suggest".split())
# What opens a supposed case, in which "may" foretells.
SUPPOSED = frozenset({"if", "without", "unless", "although", "though", "because"})
# What happens to things, or is found of them, without anybody's leave.
BEFALLING = frozenset(
    "find see need require cause link attribute delay mislead misuse abuse leak lose damage destroy exploit attack threaten compromise "
    "reduce increase limit prevent disrupt undermine process expect deem fail reject deny force".split()
)
# "Further details may be found online": what is at hand.
AT_HAND = frozenset("find see obtain access download view".split())
# No options: what helps or harms of itself.
EFFECTS = frozenset(
    "help serve provide disrupt harm damage destroy exploit misuse attack threaten compromise weaponize jeopardize sustain mitigate "
    "stymie result impact hinder hamper foster run face encounter".split()
)
FELT = frozenset(
    "see confuse surprise affect hit hurt harm lose undermine disrupt view perceive regard consider expose".split()
)
# What must not be done where a text says that it can't: "the warning cannot be ignored".
DISREGARD = frozenset(
    "ignore overlook neglect disregard dismiss underestimate understate forget tolerate condone excuse postpone delay waste".split()
)


def classify(token: Token, lemma: str, head: Token | None, negated: bool) -> ModalClass:
    """The class of a modal by the grammar of its clause.

    Args:
        token: the modal.
        head: the predicate that it governs.
    """
    if _is_inverted(token):
        return (
            "other"
            if token.sent[-1].text == "?"
            else "conditional"
            if lemma in {"should", "could", "would"}
            else "other"
        )
    if lemma in {"should", "ought to", "had better"}:
        return _should(token, head, negated)
    if lemma in {"must", "shall"}:
        return _must(token, lemma, head, negated)
    if lemma in {"need to", "need", "have to"}:
        return _necessity(token, lemma, head, negated)
    return _weak(token, lemma, head, negated)


def _is_inverted(token: Token) -> bool:
    """ "Should Japan request …": the modal opens its clause and its subject follows."""
    opens = (
        token.i == token.sent.start
        or token.nbor(-1).text in {",", ";", "(", "—", "–"}
        or token.nbor(-1).lower_ in {"and", "or"}
    )
    if not opens or token.tag_ != "MD":
        return False
    after = token.nbor(1) if token.i + 1 < token.sent.end else None
    return after is not None and (after.tag_ in {"PRP", "DT", "NNP", "NNPS", "NNS", "PRP$", "EX"})


def _perfect(token: Token, head: Token | None) -> bool:
    """ "must have been", "should have done"."""
    if head is None:
        return False
    return g.is_verb(head) and any(t.lower_ == "have" and t.i > token.i for t in head.children if g.dep(t) == "aux")


def _is_question(token: Token) -> bool:
    return token.sent[-1].text == "?"


def _should(token: Token, head: Token | None, negated: bool) -> ModalClass:
    if _is_question(token) or _perfect(token, head) or _embedded_question(token) or _describes(token, head):
        return "other"
    if _under(token, {"if", "lest"}):
        return "conditional"
    return "prohibition" if negated else "obligation"


def _describes(token: Token, head: Token | None) -> bool:
    """A relative clause that says which one is meant ("systems I must maintain", "data that must be kept"), not what to do."""
    if head is None or head.dep_ != "acl:relcl" or g.is_copular(head) or head.head.i > head.i or g.is_verb(head.head):
        return False
    if head.doc[head.left_edge.i - 1].text == ",":
        return False
    who = g.subject(head)
    needed = g.is_passive(head) and token.lower_ != "should"
    if who is not None and any(t.is_punct for t in head.doc[head.head.i + 1 : who.i]):
        return False
    return who is not None and (who.tag_ not in {"WDT", "WP"} or needed)


def _embedded_question(token: Token) -> bool:
    """ "what Japan should protect", "how to decide who should pay": the clause asks or names, it does not advise."""
    i, ends = token.i - 1, {"WP", "WRB", ",", ":", "VBZ", "VBP", "VBD", "MD", "IN"}
    while i >= token.sent.start and token.doc[i].tag_ not in ends and token.doc[i].lower_ != "what":
        i -= 1
    if i < token.sent.start or token.doc[i].lower_ not in {"what", "how", "whether", "why"}:
        return False
    # "That is why we need to …" states its clause.
    return i == token.sent.start or token.doc[i].lower_ in {"what", "whether"} or token.doc[i - 1].lemma_ != "be"


def _must(token: Token, lemma: str, head: Token | None, negated: bool) -> ModalClass:
    if _perfect(token, head):
        return "epistemic"
    if _is_question(token) or _describes(token, head):
        return "other"
    if lemma == "shall" and _subject_word(head) in {"i", "we"}:
        return "future"
    return "prohibition" if negated else "obligation"


def _necessity(token: Token, lemma: str, head: Token | None, negated: bool) -> ModalClass:
    before = token.nbor(-1) if token.i > token.sent.start else token
    if (
        before.lower_ in {"might", "than", "without"}
        or _should_have_to(token)
        or (before.lower_ == "would" and _would_have_to(head))
        or token.tag_ in {"VBD", "VBG"}
        or _describes(token, head)
    ):
        return "other"
    if _is_question(token) or _embedded_question(token):
        return "other"
    return "exemption" if negated else "obligation"


def _should_have_to(token: Token) -> bool:
    """ "Nobody should have to wait": what should or should not be necessary; the first modal says it."""
    before = token.doc[max(token.i - 3, token.sent.start) : token.i]
    return token.lemma_ in {"have", "need"} and any(t.lower_ in {"should", "must", "shall"} for t in before)


def _would_have_to(head: Token | None) -> bool:
    """ "… or the partner would have to stop": in a supposed case; "this plan would need to weigh costs" tells what a plan needs."""
    if head is None:
        return True
    who = g.subject(head)
    thing = who is not None and not _acts(who) and who.pos_ != "PRON"
    return not thing or g.dep(_finite_clause(head)) not in {"ROOT", "conj"}


def _finite_clause(head: Token) -> Token:
    """The verb that bears the semi-modal's infinitive ("would need TO WEIGH": need)."""
    return head.head if g.dep(head) == "xcomp" else head


def _weak(token: Token, lemma: str, head: Token | None, negated: bool) -> ModalClass:
    if lemma in {"will", "would"} and _ideally(token, head):
        return "prohibition" if negated else "obligation"
    if lemma == "will":
        return _will(token, head, negated)
    if lemma == "would":
        return "obligation" if head is not None and advises(head) is not None else _would(token, head)
    if lemma == "can" and negated and head is not None and _disregards(head):
        return "prohibition"
    if lemma == "may" and head is not None and _permits(token, head, negated):
        return "prohibition" if negated else "permission"
    if not negated and head is not None and (_puts_forward(token, lemma, head) or _shapes(lemma, head)):
        return "option"
    if lemma == "may" and head is not None and g.is_passive(head) and head.lemma_ in AT_HAND:
        return "dynamic"
    return "dynamic" if lemma == "can" or (lemma == "could" and (negated or _open_to(head))) else "epistemic"


def _permits(token: Token, head: Token, negated: bool) -> bool:
    """ "A tenant may appeal", "records may be kept online": in a main clause, what somebody with a part to play may do, or may
    be done to a thing; a country, a company or a plural without an article only might ("suppliers may delay")."""
    if g.dep(g.first_conjunct(head)) not in {"ROOT", "conj", "parataxis"} or _under(token, {"if", "whether", "that"}):
        return False
    if any(t.lower_ in SUPPOSED for t in token.doc[token.sent.start : token.i]) or _perfect(token, head):
        return False
    who = g.subject_before(token, head)
    if g.is_passive(head):
        return _done_to(head) and (who is None or who.pos_ != "PRON")
    if who is None or words.directive_verb(head.lower_) is None or head.lemma_ in EFFECTS | TURNING:
        return False
    lawful = any(t.lower_ == "shall" for t in token.doc)
    return _acts(who) if lawful else _in_office(who, negated)


def _done_to(head: Token) -> bool:
    """Whether a participle tells of something that people do on purpose."""
    verb = words.participles().get(head.lower_) or (head.lemma_ if words.directive_verb(head.lemma_) else None)
    return verb is not None and verb not in FELT | BEFALLING


def _in_office(who: Token, negated: bool) -> bool:
    """ "The commission", "any claimant", "officers" (of a prohibition): somebody in a role that rules are made for."""
    if who.pos_ == "PRON":
        return False
    determined = {c.lower_ for c in who.children if g.dep(c) == "det"}
    if "some" in determined or lexicon.load().sort(who.lemma_.lower()) not in {"body", "person", "people", "group"}:
        return False
    role = who.tag_ in {"NN", "NNP"} and bool(determined & {"the", "a", "an", "any", "each", "every", "no"})
    return role or bool(determined & {"all", "any", "no"}) or (negated and who.tag_ == "NNS")


def _shapes(lemma: str, head: Token) -> bool:
    """ "These could include training", "such a body could take the form of …": how what is advised might look."""
    if lemma != "could" or g.dep(head) not in {"ROOT", "conj"}:
        return False
    who = g.subject(head)
    pointing = who is not None and (
        who.lower_ in {"this", "these"} or any(c.lower_ in {"this", "these", "such"} for c in who.children)
    )
    form = head.lemma_ == "take" and any(c.lower_ == "form" for c in head.children)
    return pointing and (form or head.lemma_ in SHAPES or (g.is_copular(head) and head.pos_ in {"NOUN", "PROPN"}))


def _open_to(head: Token | None) -> bool:
    """ "companies that could be added to the list": what circumstances allow."""
    return head is not None and head.dep_ == "acl:relcl" and g.is_passive(head) and head.lemma_ not in FELT


def _ideally(token: Token, head: Token | None) -> bool:
    """ "Ideally, the panel will be independent", "our preferred option would be a ban": what ought to be, not what will."""
    opening = token.sent[0]
    if opening.lower_ in {"ideally", "preferably"}:
        return True
    who = g.subject(head) if head is not None else None
    wished = {c.lower_ for c in who.children if g.dep(c) == "amod"} if who is not None else set()
    return bool(wished & {"preferred", "ideal", "best"}) and head is not None and g.is_copular(head)


def _disregards(head: Token) -> bool:
    verbs = {head.lemma_, *(c.lemma_ for c in g.conjuncts(head))}
    aside = any(c.lower_ in {"aside", "lightly", "granted"} for t in (head, *g.conjuncts(head)) for c in t.subtree)
    return g.is_passive(head) and (bool(verbs & DISREGARD) or aside)


def _puts_forward(token: Token, lemma: str, head: Token) -> bool:
    """Whether a weak modal offers an action as a possibility: weighing verbs, or a main clause that somebody could act on."""
    if _is_question(token) or _under(token, {"if", "whether", "that", "because", "since", "as", "although", "while"}):
        return False
    if head.lemma_ in WEIGHING:
        return True
    if lemma not in {"could", "can"} or g.dep(g.first_conjunct(head)) not in {"ROOT", "conj", "parataxis"}:
        return False
    if not (_done_to(head) if g.is_passive(head) else head.lower_ in words.directive_verbs()):
        return False
    if g.has_child(head, "expl") or head.lemma_ in EFFECTS:
        return False
    if g.is_passive(head):
        return lemma == "could"
    who = g.subject_before(token, head)
    return who is not None and _acts(who)


def _acts(who: Token) -> bool:
    """Whether a subject is somebody who decides: a country, a body, people, but not those whom things are done for."""
    lemma = who.lemma_.lower()
    if lexicon.load().listed(lemma, "served"):
        return False
    sort = lexicon.load().sort(lemma)
    return (
        who.pos_ == "PROPN"
        or who.ent_type_ in {"LOC", "ORG", "PERSON"}
        or sort in {"state", "people", "body", "group", "person"}
    )


def _will(token: Token, head: Token | None, negated: bool) -> ModalClass:
    """A plan or commitment against a prediction: by who acts, what the verb says, and what the clause hangs on."""
    if head is None:
        return "epistemic"
    who = g.subject_before(token, head)
    if who is not None and who.lower_ in {"we", "i"}:
        return "future"
    if _guessed(token, head):
        return "epistemic"
    if head.lemma_ in PLANNED or head.lower_ in words.predicates():
        return "future"
    if head.lemma_ in TURNING or any(t.lower_ in {"if", "unless"} for t in token.doc[token.sent.start : token.i]):
        return "epistemic"
    if (who is not None and who.tag_ in {"WDT", "WP"}) or head.dep_ == "acl:relcl":
        return "future" if g.is_passive(head) or g.is_copular(head) or head.lemma_ not in EFFECTS else "epistemic"
    quotes = sum(t.text in {"“", "”", '"'} for t in token.doc[token.sent.start : token.i])
    if quotes % 2 or any(t.lemma_ in {"ensure", "promise", "pledge", "guarantee"} for t in _above(head)):
        return "future"
    if any(t.lemma_ in SAYING for t in _above(head)):
        return (
            "future" if g.is_passive(head) or (who is not None and (_acts(who) or who.pos_ == "PRON")) else "epistemic"
        )
    if g.is_passive(head) and head.lemma_ not in FELT:
        return "future"
    return "future" if who is not None and _undertakes(who, head) else "epistemic"


def _undertakes(who: Token, head: Token) -> bool:
    """ "The regulator will review its code": a verb of advice, said of somebody, tells of a plan."""
    return _acts(who) and words.directive_verb(head.lower_) is not None


def _guessed(token: Token, head: Token) -> bool:
    """Whether the clause is a guess: "likely" in it, or below a verb or noun of belief, hope, fear or chance."""
    if any(
        t.lower_ in {"likely", "probably", "presumably", "eventually", "inevitably", "ultimately"}
        for t in token.doc[token.i : head.i]
    ):
        return True
    return any(t.lemma_.lower() in GUESSES for t in _above(head))


def _above(head: Token | None) -> list[Token]:
    return list(g.ancestors(head))[:2] if head is not None else []


def _would(token: Token, head: Token | None) -> ModalClass:
    if (
        head is not None
        and head.lemma_ in {"welcome", "like", "prefer", "love"}
        and not _under(token, {"if", "whether"})
    ):
        return "dynamic"
    if head is None:
        return "conditional"
    above = _above(head)
    if _guessed(token, head) and (not above or above[0].tag_ not in {"VB", "VBP", "VBZ"}):
        return "epistemic"
    if any(t.lemma_ in SAYING and t.tag_ in {"VBD", "VBN"} for t in above) or _told(token, head):
        return "future"  # "they said that the rules would change": the future of the past
    return "conditional"


def _told(token: Token, head: Token) -> bool:
    """Whether a clause hangs on a verb in the past, with no condition in the sentence."""
    if g.dep(head) in {"ROOT", "conj", "parataxis"} or any(t.lower_ in {"if", "unless"} for t in token.sent):
        return False
    return any(t.tag_ == "VBD" and t.lemma_ not in FOUND for t in list(g.ancestors(head))[:4])


def advises(head: Token) -> Token | None:
    """The verb that "it would be more effective to V" advises; None where the clause advises nothing."""
    if head.lemma_.lower() not in EVALUATIVE or (not g.has_child(head, "expl") and _subject_word(head) != "it"):
        return None
    clauses = (c for c in head.children if c.dep_ in {"csubj", "xcomp", "advcl", "ccomp"} and c.i > head.i)
    return next((c for c in clauses if any(m.lower_ in {"to", "that"} for m in g.children(c, "mark"))), None)


def _under(token: Token, marks: set[str]) -> bool:
    """Whether the modal's clause is introduced by one of the subordinators."""
    clause = token.head if g.dep(token) in {"aux", "cop"} else token
    return any(c.lower_ in marks and c.i < token.i for c in g.children(clause, "mark", "advmod"))


def _subject_word(head: Token | None) -> str:
    who = g.subject(head) if head is not None else None
    return who.lower_ if who is not None else ""
