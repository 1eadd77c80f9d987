"""The rows of the lexicon's own files; other rooms bring their own row classes to `loader.rows`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pipeline.tables import EntityKind

NounSort = Literal[
    "state", "people", "relation", "stance", "body", "named", "person", "group", "sector", "event", "thing"
]
AnaphorSort = Literal["country", "government", "party", "relation"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """A country or territory of ISO 3166-1 (and XKX). `capitals` stand for it only where they act as a state."""

    code: str
    name: str
    aliases: tuple[str, ...]
    adjectives: tuple[str, ...]
    capitals: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A body, group or office that is known by name.

    `common`: other countries have one of the same name, so that the name alone means this one only in a report from `country`.
    `shared`: further names that mean it unless the report is from another country ("Congress").
    """

    entity_id: str
    name: str
    kind: EntityKind
    country: str | None
    parent_id: str | None
    common: bool
    shared: tuple[str, ...]
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A country that belongs to a body or group."""

    group_id: str
    country: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Noun:
    """A common noun that heads names of parties, and what its owner has to do with them.

    `state`: with a country it is the country (government). `people`: the same (the American people). `relation`: stands for its
    members (alliance). `stance`: its owner acts through it (policy). `body`, `person`, `group`: parties of their own.
    `sector`: can act, but dealing with it is dealing with things (industry).
    `named`: a body where capitals make a name of it ("the Revenue Service", but not "a service").
    `event`, `thing`: never a party by itself (summit; programme).
    """

    word: str
    sort: NounSort


@dataclass(frozen=True, slots=True, kw_only=True)
class Anaphor:
    """A head noun of phrases that stand for parties named before, when determined and otherwise bare ("the two governments")."""

    word: str
    sort: AnaphorSort


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A closed-class word and the list it stands in."""

    word: str
    list: Literal["determiner", "quantifier", "generic_modifier", "adverb", "title", "leader", "served", "dealing_verb"]
    value: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dealing:
    """A verb whose object, where it is a party, is whom the action is aimed at ("to deter X", "helping X")."""

    verb: str
