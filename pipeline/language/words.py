"""The cue words of the lexicon, as the language room looks them up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from pipeline.frames import ModalClass, Strength
from pipeline.lexicon import rows

# One vowel and one consonant at the end.
DOUBLING = re.compile(r"(?:^|[^aeiou])[aeiou][bdfglmnprt]$")


@dataclass(frozen=True, slots=True)
class Predicate:
    """An adjective or participle that says that something ought to be ("it is necessary to"); weak ones only with "it is … to"."""

    lemma: str
    strength: Strength
    weight: Literal["strong", "weak"]
    klass: ModalClass


@dataclass(frozen=True, slots=True)
class Performative:
    """A verb by which somebody advises; `takes` says what its complement may be."""

    lemma: str
    particle: str | None
    takes: tuple[str, ...]
    strength: Strength
    klass: ModalClass


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb that advice is made of; `noun` where its bare form is a common noun too."""

    verb: str
    noun: bool


@cache
def predicates() -> dict[str, Predicate]:
    """By lemma."""
    return {r.lemma: r for r in rows("predicates.csv", Predicate)}


@cache
def performatives() -> dict[str, list[Performative]]:
    """By the verb's lemma."""
    found: dict[str, list[Performative]] = {}
    for row in rows("performatives.csv", Performative, key=("lemma", "particle")):
        found.setdefault(row.lemma, []).append(row)
    return found


@cache
def directive_verbs() -> dict[str, Verb]:
    """The verbs that advice is made of, by bare form."""
    return {r.verb: r for r in rows("directive_verbs.csv", Verb)}


def directive_verb(form: str) -> Verb | None:
    """The row of a bare verb; a known one behind "re-" is known too ("reauthorize")."""
    known = directive_verbs()
    return known.get(form) or (known.get(form[2:].lstrip("-")) if form.startswith("re") and len(form) > 5 else None)


@cache
def participles() -> dict[str, str]:
    """Regular participles of the directive verbs, with the bare form."""
    return {form: v for v in directive_verbs() for form in _forms(v, "ed")}


@cache
def gerunds() -> dict[str, str]:
    """Regular gerunds of the directive verbs, with the bare form."""
    return {form: v for v in directive_verbs() for form in _forms(v, "ing")}


def _forms(verb: str, ending: Literal["ed", "ing"]) -> Iterator[str]:
    """The form with its ending; where the last consonant may be doubled ("allotted", "planning"), that form as well."""
    if verb.endswith("e") and not (ending == "ing" and verb.endswith("ee")):
        yield f"{verb[:-1]}{ending}"
    elif ending == "ed" and verb.endswith("y") and verb[-2:-1] not in "aeiou":
        yield f"{verb[:-1]}ied"
    else:
        yield f"{verb}{ending}"
        if DOUBLING.search(verb):
            yield f"{verb}{verb[-1]}{ending}"
