"""Which country a report speaks from, and so whom its "we" and "the Government" mean."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from pipeline.document import Document
from pipeline.frames import Annotation
from pipeline.lexicon import Lexicon
from pipeline.resolve.phrases import country_of, owners
from pipeline.structure import Outline

# What each kind of evidence is worth against one clause whose actor is the country.
FROM_ISSUER = 12.0
FROM_WE = 15.0
FROM_TITLE = 4.0
FROM_BODY = 0.5
FROM_DOMAIN = 0.5
MOST_DOMAINS = 8  # of one government's addresses that count
SHARE = 0.5
# The addresses of governments: "www.archives.gov.uk".
_DOMAIN = re.compile(r"\b[\w-]+\.(?:gov|govt|gouv|gob|go|gc|gov\.[a-z]{2,3})\.(?P<country>[a-z]{2})\b")
_COUNTRY = {
    "uk": "GBR",
    "au": "AUS",
    "nz": "NZL",
    "ca": "CAN",
    "fr": "FRA",
    "jp": "JPN",
    "kr": "KOR",
    "ke": "KEN",
    "in": "IND",
    "za": "ZAF",
    "sg": "SGP",
    "br": "BRA",
    "mx": "MEX",
    "ie": "IRL",
}
_CURRENCY = re.compile(r"£ ?\d")
_WE = re.compile(
    r"\b(?:[Ww]e|us)\s+(?:as\s+)?(?:the\s+)?([A-Z][a-z]+s?)\b|\bour (?:country|nation),?\s+([A-Z][a-z]+)\b"
)


def home_country(document: Document, outline: Outline, annotation: Annotation, lexicon: Lexicon) -> str | None:
    """The country whose affairs the report is about from inside, or None where nothing tells clearly."""
    votes: dict[str, float] = defaultdict(float)
    for named in (*outline.front.issuers, *outline.front.authors):
        for code in _countries(named.name, lexicon):
            votes[code] += FROM_ISSUER
    for code in _countries(outline.front.title or "", lexicon):
        votes[code] += FROM_TITLE
    for match in _WE.finditer(document.text):
        found = country_of(match[1] or match[2], lexicon)
        if found:
            votes[found.entity_id] += FROM_WE
    _count_actors(document, annotation, lexicon, votes)
    _count_bodies(document, annotation, lexicon, votes)
    _count_addresses(document.text, votes)
    if not votes:
        return None
    code, most = max(votes.items(), key=lambda v: (v[1], v[0]))
    return code if most >= SHARE * sum(votes.values()) or most >= FROM_ISSUER else None


def _count_addresses(text: str, votes: dict[str, float]) -> None:
    """A government's addresses in links, and sums in pounds."""
    found = Counter(_COUNTRY.get(m["country"], "") for m in _DOMAIN.finditer(text))
    found["GBR"] += len(_CURRENCY.findall(text))
    for code, times in found.items():
        if code and times:
            votes[code] += FROM_DOMAIN * min(times, MOST_DOMAINS)


def _countries(text: str, lexicon: Lexicon) -> list[str]:
    words = text.split()
    found = [owners(" ".join(words[i:]), lexicon).countries for i in range(len(words))]
    named = lexicon.find(text)
    codes = dict.fromkeys(c for codes in found for c in codes)
    return [named.country] if named and named.country else [c for c in codes if c in lexicon.countries]


def _count_actors(document: Document, annotation: Annotation, lexicon: Lexicon, votes: dict[str, float]) -> None:
    for frame in annotation.frames:
        if len(frame.actors) == 1:
            for code in owners(document.slice(frame.actors[0].span).removeprefix("the "), lexicon).countries[:1]:
                votes[code] += 1


def _count_bodies(document: Document, annotation: Annotation, lexicon: Lexicon, votes: dict[str, float]) -> None:
    """Named state bodies of a country (its ministries, its parliament) tell where a report is at home."""
    for mention in annotation.mentions:
        if mention.label == "ORG":
            found = lexicon.names.get(document.slice(mention.span).replace("the ", ""), ())
            for named in found[:1]:
                if named.country and named.form == "body":
                    votes[named.country] += FROM_BODY
