"""Which nominals can act: a state, a body, people; not a thing, a plan or a process."""

from __future__ import annotations

import re

from pipeline.lexicon import Lexicon
from pipeline.resolve.anaphora import IT, NOBODY, THEY, WE
from pipeline.resolve.phrases import compound, owners, parse

_PERSONAL = re.compile(r"(?:ers|ors|ists|ians|eers|ees|men|women|people|folk|folks)$|(?:man|woman|ist|ian|eer)$")
_THINGS = re.compile(
    r"(?:fees|committees|orders|matters|papers|numbers|powers|centers|factors|sectors|efforts|measures|procedures|barriers|errors|tenders)$"
)


def can_act(
    text: str, head_lemma: str, pos: str, label: str, lexicon: Lexicon, *, initial: bool = False
) -> bool | None:
    """Whether what a phrase names can act; None where its words do not tell.

    Args:
        label: the entity label of a mention that covers its head, else empty.
        initial: a sentence begins with it, so that its first capital tells nothing.
    """
    low = text.casefold().strip()
    if low in NOBODY or label in {"DATE", "LAW", "EVENT"}:
        return False
    if low in WE | THEY | IT or label in {"PERSON", "ORG", "GPE", "NORP"} or lexicon.find(text):
        return True
    phrase = parse(text, lexicon)
    head = phrase.head.casefold()
    sort = lexicon.sort(head_lemma) or lexicon.sort(head)
    if sort:
        return sort not in {"stance", "event"}
    if head in lexicon.anaphors or compound(phrase.text, lexicon) or owners(phrase.text, lexicon).rest == "":
        return True
    if _PERSONAL.search(head) and not _THINGS.search(head):
        return True
    return None if _is_name(phrase.core, pos, initial) else False


def _is_name(core: str, pos: str, initial: bool) -> bool:
    """Whether capitals make a name of it: not only because a sentence begins with it."""
    words = core.split()
    capital = [w for w in words if w[:1].isupper()]
    acronym = any(sum(c.isupper() for c in w) > 1 for w in words)
    return pos == "PROPN" and (acronym or len(capital) > initial)
