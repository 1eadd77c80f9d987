"""Which nominals can act: a state, a body, people; not a thing, a plan or a process."""

from __future__ import annotations

import re

from pipeline.lexicon import Lexicon
from pipeline.resolve.anaphora import IT, NOBODY, THEY, is_we
from pipeline.resolve.phrases import compound, is_personal, owners, parse


def can_act(
    text: str, head_lemma: str, pos: str, label: str, lexicon: Lexicon, *, initial: bool = False
) -> bool | None:
    """Whether what a phrase names can act; None where its words do not tell.

    Args:
        label: the entity label of a mention that covers its head, else empty.
        initial: a sentence begins with it, so that its first capital tells nothing.
    """
    low = text.casefold().strip()
    if is_we(text):
        return True
    if low in NOBODY or label in {"DATE", "LAW", "EVENT"}:
        return False
    if low in THEY | IT or lexicon.find(text):
        return True
    phrase = parse(text, lexicon)
    if lexicon.nouns.get(phrase.head.casefold()) == "named" and owners(phrase.core, lexicon).countries:
        return True
    if lexicon.sort(phrase.head) in {"event", "thing"} and label != "PERSON":
        return False
    if phrase.head.casefold() == "management" and " of " in low:
        return False  # "the management of the lake": what is done, not who does it
    if label in {"PERSON", "ORG", "GPE", "NORP"}:
        return True
    head = phrase.head.casefold()
    sort = lexicon.sort(phrase.head) or lexicon.sort(head_lemma)
    if sort:
        return sort not in {"stance", "event", "thing"}
    if head in lexicon.anaphors or compound(phrase.text, lexicon) or owners(phrase.text, lexicon).rest == "":
        return True
    if is_personal(head):
        return True
    begins = initial and text.startswith(phrase.core)
    return None if _is_name(phrase.core, pos, begins) else False


def _is_name(core: str, pos: str, initial: bool) -> bool:
    """Whether capitals make a name of it: not only because a sentence begins with it."""
    words = core.split()
    capital = [w for w in words if w[:1].isupper()]
    acronym = any(sum(c.isupper() for c in w) > 1 for w in words) and not (core.isupper() and len(words) > 2)
    return pos == "PROPN" and (acronym or len(capital) > initial)


# What people run together and what then acts for them, and what works by itself: "projects should publish their code".
_UNDERTAKINGS = frozenset(
    "project programme program initiative mission scheme campaign operation site platform business portal website system app "
    "application software browser".split()
)
_ONE_WHO = re.compile(r"(?:\w{3}er|\w{2}tor|\w{3}ist|\w{3}ian|\w{3}eer|\w{3}ee|\w{3}ant)$")  # a requester, an operator
_DONE = frozenset({"service", "task", "division", "command", "force"})
_NO_DEED = frozenset(
    "be include contain consist comprise reflect mean apply exist happen occur take cover involve contribute lead depend".split()
)


def does(verb: str) -> bool:
    """Whether a verb tells a deed, not how a thing is."""
    return verb not in _NO_DEED


def is_one_who(noun: str) -> bool:
    """Whether a noun's ending makes it one who does something ("requester", "tenant")."""
    return bool(_ONE_WHO.search(noun.casefold()))


def thing_acts(head_lemma: str, verb: str, lexicon: Lexicon) -> bool:
    """Whether what is no party by its name does what is advised ("the portal should notify users", "a requester must sign")."""
    low = head_lemma.casefold()
    if low in _UNDERTAKINGS or (lexicon.nouns.get(low) == "named" and low not in _DONE):
        return does(verb)
    return lexicon.sort(low) is None and is_one_who(low)
