"""The lexicon: who is known by name, and the words that parties are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

import iso3166

from pipeline.errors import LexiconError
from pipeline.lexicon.loader import grouped, rows
from pipeline.lexicon.names import Index, index, printed
from pipeline.lexicon.rows import Anaphor, Body, Country, Dealing, Member, Noun, NounSort, Word

Form = Literal["name", "adjective", "capital", "body"]


@dataclass(frozen=True, slots=True)
class Named:
    """What a name stands for: the id, and by what sort of name; `common` and `shared` as in rows.Body."""

    entity_id: str
    form: Form
    country: str | None
    common: bool = False
    shared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """All rows, and the ways to look them up. Frozen; made once by `load()`."""

    countries: Mapping[str, Country]
    bodies: Mapping[str, Body]
    members: Mapping[str, tuple[str, ...]]
    names: Mapping[str, tuple[Named, ...]]
    index: Index
    nouns: Mapping[str, NounSort]
    anaphors: Mapping[str, Anaphor]
    words: Mapping[str, Mapping[str, str | None]]
    dealings: frozenset[str]

    def find(self, text: str, home: str | None = None) -> Named | None:
        """What a name stands for, articles and possessives apart; a body with a common name only in its `home` country."""
        key = printed(text)
        found = self.names.get(key) or (self.names.get(key.title()) if key.isupper() and len(key) > 6 else None)
        for named in found or ():
            if named.country == home or not (named.common or (named.shared and home)):
                return named
        return None

    def of_country(self, text: str, country: str) -> Named | None:
        """The body of a country that is known by a name ("Ministry of Defense", JPN)."""
        return next((n for n in self.names.get(printed(text), ()) if n.form == "body" and n.country == country), None)

    def sort(self, word: str) -> NounSort | None:
        """What sort of party a head noun makes; one that is a party only as a name needs its capital, several are a group."""
        low = word.casefold()
        sort = self.nouns.get(low)
        if sort == "named":
            return "body" if word[:1].isupper() else "thing"
        if sort is None and low.endswith("s"):
            one = self.nouns.get(low[:-3] + "y" if low.endswith("ies") else low[:-1])
            return "group" if one in {"person", "body"} else None
        return sort

    def listed(self, word: str, which: str) -> bool:
        """Whether a word stands in a closed list."""
        return word.casefold() in self.words[which]


@cache
def load() -> Lexicon:
    """Read and check the lexicon.

    Raises:
        LexiconError: a row is invalid, doubled, or contradicts another; the message names the file and the line or the name.
    """
    countries = {c.code: c for c in rows("countries.csv", Country)}
    bodies = {b.entity_id: b for b in rows("bodies.csv", Body)}
    members = rows("members.csv", Member, key=("group_id", "country"))
    _check_codes(countries, bodies, members)
    words: dict[str, dict[str, str | None]] = {}
    for w in rows("words.csv", Word, key=("word", "list")):
        words.setdefault(w.list, {})[w.word.casefold()] = w.value
    names = _names(countries, bodies)
    return Lexicon(
        countries=countries,
        bodies=bodies,
        members=grouped([(m.group_id, m.country) for m in members]),
        names=names,
        index=index(names),
        nouns={n.word: n.sort for n in rows("nouns.csv", Noun)},
        anaphors={a.word: a for a in rows("anaphors.csv", Anaphor)},
        words=words,
        dealings=frozenset(d.verb for d in rows("dealings.csv", Dealing)),
    )


def _check_codes(countries: Mapping[str, Country], bodies: Mapping[str, Body], members: tuple[Member, ...]) -> None:
    for code in countries:
        if code not in iso3166.countries_by_alpha3:
            raise LexiconError(f"countries.csv: {code} is no ISO 3166-1 alpha-3 code")
    for body in bodies.values():
        if body.country and body.country not in countries:
            raise LexiconError(f"bodies.csv: {body.entity_id}: its country {body.country} is not in countries.csv")
        if body.parent_id and body.parent_id not in bodies:
            raise LexiconError(f"bodies.csv: {body.entity_id}: its parent {body.parent_id} is not in bodies.csv")
    for m in members:
        if m.group_id not in bodies or m.country not in countries:
            raise LexiconError(f"members.csv: {m.group_id}, {m.country}: not in bodies.csv or countries.csv")


def _names(countries: Mapping[str, Country], bodies: Mapping[str, Body]) -> dict[str, tuple[Named, ...]]:
    found: dict[str, list[Named]] = {}

    def add(text: str, named: Named, file: str) -> None:
        others = found.setdefault(printed(text), [])
        clash = next((o for o in others if o.entity_id != named.entity_id and not (o.common or named.common)), None)
        if clash:
            raise LexiconError(f"{file}: {text!r} stands for {named.entity_id} and for {clash.entity_id}")
        if all(o.entity_id != named.entity_id for o in others):
            others.append(named)

    for c in countries.values():
        for form, texts in _forms(c):
            for text in texts:
                add(text, Named(c.code, form, c.code), "countries.csv")
    for b in bodies.values():
        for text in (b.name, *b.aliases, *b.shared):
            named = Named(b.entity_id, "body", b.country, b.common, text in b.shared)
            add(text, named, "bodies.csv")
    return {k: tuple(sorted(v, key=lambda n: n.common)) for k, v in found.items()}


def _forms(country: Country) -> tuple[tuple[Form, tuple[str, ...]], ...]:
    names = (country.name, *country.aliases)
    return ("name", names), ("adjective", country.adjectives), ("capital", country.capitals)
