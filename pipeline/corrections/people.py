"""The parties of directives, set by name: known entities where the name is known, new ones where not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from pipeline import ids, lexicon

Row = dict[str, Any]
Rows = list[Row]
ORDER = ("actor", "target", "partner")


class Parties:
    """`directive_parties` by directive, with what is needed to name others."""

    def __init__(self, tables: dict[str, Rows]) -> None:
        self._entities = tables["entities"]
        self._names: dict[str, str] = {e["entity_id"]: e["name"] for e in self._entities}
        self._ids: dict[str, str] = {e["name"].casefold(): e["entity_id"] for e in self._entities}
        self._mentions: dict[tuple[str, str], Row] = {}
        for mention in tables["mentions"]:
            if mention["entity_id"]:
                self._mentions.setdefault((mention["sentence_id"], mention["entity_id"]), mention)
        self._held: dict[str, Rows] = defaultdict(list)
        for party in tables["directive_parties"]:
            self._held[party["directive_id"]].append(party)

    def names(self, directive: str, role: str) -> list[str]:
        """Canonical names of a directive's parties in a role."""
        return [self._names[p["entity_id"]] for p in self._held.get(directive, ()) if p["role"] == role]

    def drop(self, directive: str) -> None:
        """Forget a directive's parties."""
        self._held.pop(directive, None)

    def put(self, directive: Row, role: str, names: Sequence[str]) -> None:
        """Give a directive these parties in a role, instead of those it had."""
        own = directive["directive_id"]
        made = [self._party(directive, role, i, name) for i, name in enumerate(names)]
        kept = [p for p in self._held[own] if p["role"] != role]
        self._held[own] = sorted([*kept, *made], key=lambda p: (ORDER.index(p["role"]), p["position"]))

    def rows(self) -> Rows:
        """All rows of `directive_parties`."""
        return [party for parties in self._held.values() for party in parties]

    def _party(self, directive: Row, role: str, position: int, name: str) -> Row:
        entity = self._entity(name)
        mention = self._mentions.get((directive["sentence_id"], entity))
        return {
            "directive_id": directive["directive_id"],
            "role": role,
            "position": position,
            "entity_id": entity,
            "mention_id": mention["mention_id"] if mention else None,
            "text": mention["text"] if mention else name,
            "resolution": "explicit" if mention else "implicit",
        }

    def _entity(self, name: str) -> str:
        """The id of a party named by its id, its canonical name, or a name that the lexicon knows; else a new one."""
        if name in self._names:
            return name
        known = self._ids.get(name.casefold())
        if known:
            return known
        words = lexicon.load()
        named = words.find(name)
        return self._listed(named.entity_id, words) if named else self._keep(ids.slug(name), name, "other", None, None)

    def _listed(self, entity: str, words: lexicon.Lexicon) -> str:
        country = words.countries.get(entity)
        if country:
            return self._keep(entity, country.name, "country", entity, None)
        body = words.bodies[entity]
        if body.parent_id:
            self._listed(body.parent_id, words)
        return self._keep(entity, body.name, body.kind, body.country, body.parent_id)

    def _keep(self, entity: str, name: str, kind: str, country: str | None, parent: str | None) -> str:
        if entity not in self._names:
            row = {"entity_id": entity, "name": name, "kind": kind, "country": country, "parent_id": parent}
            self._entities.append(row)
            self._names[entity] = name
            self._ids[name.casefold()] = entity
        return entity
