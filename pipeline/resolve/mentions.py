"""The entities of a report's mentions and issuers."""

from __future__ import annotations

import re

from pipeline.document import Document
from pipeline.frames import Annotation, Mention
from pipeline.resolve.phrases import country_of, parse
from pipeline.resolve.registry import Registry
from pipeline.structure import Outline

_AT = re.compile(r"\b(?:in|at|near|from|outside|around|across|to|through|via|visited)\s+$", re.IGNORECASE)
_ROLE = re.compile(r"^(?:the|an?)\s+")


def identities(document: Document, annotation: Annotation, registry: Registry) -> tuple[tuple[str, ...], ...]:
    """For each mention the ids of what it names: none for dates and laws, for places that are no country, for capitals as cities."""
    return tuple(_ids(document, mention, registry) for mention in annotation.mentions)


def _ids(document: Document, mention: Mention, registry: Registry) -> tuple[str, ...]:
    text = document.slice(mention.span)
    if mention.label in {"GPE", "NORP", "LOC"}:
        listed = registry.lexicon.find(text, registry.home)
        if listed and listed.form == "body":
            return registry.identify(text)
        named = country_of(parse(text, registry.lexicon).text, registry.lexicon)
        if named is None or (named.form == "capital" and _is_city(document, mention)):
            return ()
        return registry.identify(text)
    return registry.identify(text, mention.label) if mention.label in {"PERSON", "ORG"} else ()


def _is_city(document: Document, mention: Mention) -> bool:
    before = document.text[max(0, mention.span.start - 12) : mention.span.start]
    return bool(_AT.search(before))


def single(ids: tuple[str, ...]) -> str | None:
    """The one id of a mention; None where it names nobody or several."""
    return ids[0] if len(ids) == 1 else None


def issuer_ids(outline: Outline, registry: Registry) -> tuple[str | None, ...]:
    """The ids of the issuers, then of the authors; an issuer that is also an author is a person."""
    authors = {named.name for named in outline.front.authors}
    people = [(named.name, named.name in authors) for named in (*outline.front.issuers, *outline.front.authors)]
    return tuple(single(registry.identify(name, "PERSON" if person else "ORG")) for name, person in people)
