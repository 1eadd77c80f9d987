"""Parties that headings, labels and stems name as those whom advice is for."""

from __future__ import annotations

import re

from pipeline import lexicon
from pipeline.document import Span
from pipeline.outline.names import is_organisation
from pipeline.outline.words import heading_roles

_FOR = re.compile(
    r"\b(?:for|to)\s+(?:(?:action|consideration|attention)\s+by\s+)?"
    r"(?P<who>(?:the\s+)?(?!example|action|executive|improv|further|future)(?:[^.:;]|(?<=\b[A-Z])\.){3,100}?)\s*[:.]?\s*$",
    re.I,
)
_SHOULD = re.compile(
    r"^(?:what\s+)?(?P<who>(?:the\s+)?[A-Z][^.:;]{2,80}?)\s+(?:should|must|can|needs?\s+to)(?:\s+do)?\s*[:?]?\s*$", re.I
)
_SAYS = re.compile(r"\b(?:should|must|shall|is|are|was|were|will|can|may|needs?|has|have)\b", re.I)
_BEHIND_HEAD = re.compile(r"\s+(?:of|in|on|for|with|who|that|to|by|from|at)\s+", re.I)
_ADVERBIAL = re.compile(r"(?:with|within|in|by|from|after|before|at|on|under|until|during|since|if|when)\s", re.I)
# "Shipping and pilot communities": kinds of one group, whose noun is printed once.
_SHARING = re.compile(r"(?:the )?[\w’'-]+(?:, [a-z’'-]+)* and [a-z’'-]+ [a-z]+s", re.I)
LONGEST = 14  # words
HEADLINE = re.compile(r"[\s:.–—-]+$")


def party_in_heading(text: str) -> Span | None:
    """The party that a heading names: all of it ("Congress"), or behind `for` ("Recommendations for Congress")."""
    advice = "advice" in heading_roles(text)
    core = HEADLINE.sub("", text)
    start = len(core) - len(re.sub(r"^(?:for|to|by)\s+", "", core, flags=re.I))
    if not advice and is_party(core[start:], alone=start == 0):
        return Span(start, len(core))
    m = _FOR.search(text)
    # "Our debt to the people of the valley": what is owed to somebody says nothing about who acts.
    given = m is not None and m.start() > 0 and m[0][:2].lower() == "to" and not advice
    if m and not given and is_party(m["who"]) and not _SAYS.search(text[: m.start()]):
        return Span(m.start("who"), m.end("who"))
    return told_to_act(text)


def told_to_act(text: str) -> Span | None:
    """The party of a heading that says that it is to act ("What the ministry should do")."""
    m = _SHOULD.search(text)
    return Span(m.start("who"), m.end("who")) if m and is_party(m["who"]) else None


def for_whom(text: str) -> str:
    """What a heading says that it is for ("Recommendations for Congress"), party or not; empty where it says nothing."""
    m = _FOR.search(text)
    return m["who"] if m else ""


def is_party(text: str, alone: bool = False) -> bool:
    """Whether a phrase names nothing but parties: known ones, organisations, or groups of people by a noun of the lexicon.

    Args:
        text: the phrase.
        alone: nothing but the phrase itself tells, so that a topic ("Workforce", "Media") has to be ruled out.
    """
    if _SAYS.search(text):
        return False
    parts = re.split(r"\s*(?:,|;|/|\band\b|&)\s*", text.strip())
    if not text.strip() or len(text.split()) > LONGEST:
        return False
    return all(_is_one(p, alone) for p in parts if p) or (
        _SHARING.fullmatch(text.strip()) is not None and _is_group(parts[-1], False)
    )


def first_party(text: str) -> str:
    """The longest beginning of a text that names nothing but parties; empty where there is none."""
    words = text.split()
    beginnings = (" ".join(words[:size]).rstrip(",;:.") for size in range(len(words), 0, -1))
    return next((w for w in beginnings if is_party(w) and not w.endswith((" and", " or", " the"))), "")


def _is_one(part: str, alone: bool) -> bool:
    if _ADVERBIAL.match(part):
        return False  # "Within a year the Council"
    known = lexicon.load().find(part)
    return bool(known) or is_organisation(re.sub(r"^the\s+", "", part, flags=re.I)) or _is_group(part, alone)


def _is_group(text: str, alone: bool) -> bool:
    """Whether a phrase is headed by a noun of parties: `private sector service providers`."""
    words = re.findall(r"[\w’'-]+", re.split(_BEHIND_HEAD, text.strip())[0])
    if not words or len(words) > 6:
        return False
    last = words[-1].lower()
    sorts = {
        s for form in (last, last.removesuffix("s"), last.removesuffix("ies") + "y") if (s := lexicon.load().sort(form))
    }
    if alone:
        return bool(sorts & {"body", "people", "state"}) or (bool(sorts & {"group", "person"}) and last.endswith("s"))
    agents = bool(re.search(r"(?:[a-z]{2}ers|ors|ists|ians|ees)$", last)) and "thing" not in sorts
    return agents or bool(sorts & {"body", "person", "group", "people", "state", "sector"})
