"""Parties that headings, labels and stems name as those whom advice is for."""

from __future__ import annotations

import re

from pipeline import lexicon
from pipeline.document import Span
from pipeline.outline.names import is_organisation
from pipeline.outline.words import heading_roles

_FOR = re.compile(
    r"\b(?:for|to)\s+(?:(?:action|consideration|attention)\s+by\s+)?(?P<who>(?:the\s+)?(?!example|action|executive|improv|further|future)[^.:;]{3,100}?)\s*[:.]?\s*$",
    re.I,
)
_SHOULD = re.compile(
    r"^(?:what\s+)?(?P<who>(?:the\s+)?[A-Z][^.:;]{2,80}?)\s+(?:should|must|can|needs?\s+to)(?:\s+do)?\s*[:?]?\s*$", re.I
)
HEADLINE = re.compile(r"[\s:.–—-]+$")


def party_in_heading(text: str) -> Span | None:
    """The party that a heading names: all of it ("Congress"), or behind `for` ("Recommendations for Congress")."""
    advice = "advice" in heading_roles(text)
    core = HEADLINE.sub("", text)
    start = len(core) - len(re.sub(r"^(?:for|to|by)\s+", "", core, flags=re.I))
    if not advice and is_party(core[start:]):
        return Span(start, len(core))
    for pattern in (_FOR, _SHOULD):
        m = pattern.search(text)
        if m and is_party(m["who"]):
            return Span(m.start("who"), m.end("who"))
    return None


def is_party(text: str) -> bool:
    """Whether a phrase names nothing but parties: known ones, organisations, or groups of people by a noun of the lexicon."""
    parts = re.split(r"\s*(?:,|;|/|\band\b|&)\s*", text.strip())
    return bool(text.strip()) and all(_is_one(p) for p in parts if p) and len(text.split()) <= 14


def _is_one(part: str) -> bool:
    known = lexicon.load().find(part)
    return bool(known) or is_organisation(re.sub(r"^the\s+", "", part, flags=re.I)) or _is_group(part)


def _is_group(text: str) -> bool:
    """Whether a phrase is headed by a noun of parties: `private sector service providers`."""
    words = re.findall(r"[\w’'-]+", re.split(r"\s+(?:of|in|on|for|with|who|that|to|by|from|at)\s+", text.strip())[0])
    if not words or len(words) > 6:
        return False
    last = words[-1].lower()
    nouns = lexicon.load()
    return any(
        nouns.sort(form) in ("body", "person", "group", "people", "state")
        for form in (last, last.removesuffix("s"), last.removesuffix("ies") + "y")
    )
