"""Texts that govern what stands below them: stems that announce advice, and stems that give it ("Agencies shall:")."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.outline.grammar import is_abstract
from pipeline.outline.names import same
from pipeline.outline.parts import Piece

_ANNOUNCES = re.compile(
    r"\b(?:recommend(?:s|ing|ations?)?|proposals?|propos(?:e|es|ing)|suggestions?|urges?|urging|calls? (?:on|upon|for)|advice)\b",
    re.I,
)
_REPORTS = re.compile(
    r"\b(?:(?<!is )(?<!are )(?:recommended|proposed|urged)|questions?|findings?|reasons?|examples?|challenges|successes|benefits|features|factors|criteria)\b",
    re.I,
)
_THEMES = re.compile(
    r"\b(?:in|into|across|on|under|around|by) (?:\w+ ){0,4}(?:areas|themes|topics|categories|sections|headings|groups|chapters)\b",
    re.I,
)
_SPEAKER = re.compile(
    r"(?P<who>(?:\b[Tt]he )?[A-Z][\w.&’'-]*(?: (?:of|for|on|and|the|[A-Z][\w.&’'-]*))*) (?:also |further |strongly )?"
    r"(?:recommends?|urges?|calls? (?:on|upon|for)|proposes?|suggests?|advis(?:e|es))\b"
)
_OWN_VOICE = re.compile(
    r"\b(?:We|I|[Aa]uthors?|[Rr]eport|[Pp]aper|[Cc]ommittee|[Cc]ommission|[Pp]anel|[Ii]nquiry|[Tt]ask ?[Ff]orce|[Gg]roup|[Bb]oard|"
    r"[Tt]eam|[Ss]tudy|[Bb]rief|[Aa]ssembly|[Cc]onference)\b"
)
_ASKS = re.compile(
    r"\b(?:[Ww]e|I)(?:,[^,]{3,60},)? (?:(?:\w+ly|therefore|also|hereby|and|jointly|now|again|without \w+) )*(?:ask|request|demand|want|appeal to)\b"
)
# "The Board should:", "The policy requires that:", "Ports are to:" (not "The aims are to:").
_ORDERS = re.compile(
    r"\b(?:(?:should|must|shall|ought to|needs? to|ha(?:s|ve) to)(?: also| therefore| at least| not| never| either| always)*"
    r"|(?:requires?|recommends?|urges?|demands?|asks?|proposes?|(?:is|are) (?:essential|vital|important|necessary|imperative|recommended|required|crucial)) that(?: you| they)?"
    r"|(?P<subject>[^.;:,]*)\b(?:is|are) to)\s*:$"
)
# What one must be or do to count as something is a condition, no advice.
_QUALIFIES = re.compile(
    r"^(?:In order )?to (?:qualify|count|apply|enrol|register|join|be (?:eligible|counted|included|considered|listed|accepted|admitted))\b",
    re.I,
)
SENTENCE = re.compile(r"(?<=[a-z)”\"][.!?])\s+")


def announces(piece: Piece, issuers: Sequence[str]) -> bool | None:
    """Whether a text above a list says that recommendations come; False where it says that something else does.

    Args:
        piece: the text.
        issuers: of the report, whose recommendations are its own.
    """
    last = SENTENCE.split(piece.text.strip())[-1]
    if not piece.is_stem and not re.search(r"\b(?:following|below|these)\b", last):
        return None
    if _REPORTS.search(last) and not re.search(r"\b(?:recommend|recommendations?|suggestions?)\b", last, re.I):
        return False
    if _THEMES.search(last) or _of_others(last, issuers):
        return None
    return True if _ANNOUNCES.search(last) or _ASKS.search(last) else None


def orders(piece: Piece) -> bool:
    """Whether a stem breaks off behind a modal verb that its items finish: "Governments should:"."""
    last = SENTENCE.split(piece.text.strip())[-1]
    found = _ORDERS.search(last)
    return found is not None and not _QUALIFIES.match(last) and not is_abstract(found["subject"] or "")


def _of_others(sentence: str, issuers: Sequence[str]) -> bool:
    """Whether a sentence reports what somebody else recommends: a name before the verb that is none of the issuers'."""
    found = _SPEAKER.search(sentence)
    if not found or _OWN_VOICE.search(found["who"]):
        return False
    who = found["who"].removeprefix("The ").removeprefix("the ").strip()
    return not any(same(who, issuer) or who.lower() in issuer.lower() for issuer in issuers)
