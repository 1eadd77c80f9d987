"""The cue words of the lexicon, as the language room looks them up."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pipeline.frames import Strength


@dataclass(frozen=True, slots=True)
class Predicate:
    """An adjective or participle that says that something ought to be ("it is necessary to"); weak ones only with "it is … to"."""

    lemma: str
    strength: Strength
    weight: str


@dataclass(frozen=True, slots=True)
class Performative:
    """A verb by which somebody advises; `takes` says what its complement may be: person, clause, noun."""

    lemma: str
    particle: str
    takes: frozenset[str]
    strength: Strength


def _read(name: str) -> list[dict[str, str]]:
    text = files("pipeline.lexicon").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def predicates() -> dict[str, Predicate]:
    """By lemma."""
    return {r["lemma"]: Predicate(**r) for r in _read("predicates.csv")}  # type: ignore[arg-type]


@cache
def performatives() -> dict[str, list[Performative]]:
    """By the verb's lemma."""
    found: dict[str, list[Performative]] = {}
    for r in _read("performatives.csv"):
        row = Performative(r["lemma"], r["particle"], frozenset(r["takes"].split("|")), r["strength"])  # type: ignore[arg-type]
        found.setdefault(row.lemma, []).append(row)
    return found
