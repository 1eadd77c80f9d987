"""The wide rows of corrected directives, made again from the narrow tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import Any

Row = dict[str, Any]
Rows = list[Row]
# Columns of `who_what_whom` that a directive's own row has under the same name.
OF_DIRECTIVE = (
    "directive_id document_id recommendation_id modal_id strength negated action action_verb object condition deadline "
    "source confidence"
).split()


def renew(tables: dict[str, Rows], touched: Collection[str]) -> None:
    """Replace the rows of `who_what_whom` for these directives, in the places where they stood."""
    looked = _Look(tables)
    made = {d["directive_id"]: list(looked.rows(d)) for d in tables["directives"] if d["directive_id"] in touched}
    result: Rows = []
    for row in tables["who_what_whom"]:
        if row["directive_id"] not in touched:
            result.append(row)
        else:
            result.extend(made.pop(row["directive_id"], ()))
    result.extend(row for rows in made.values() for row in rows)
    tables["who_what_whom"] = result


class _Look:
    """The narrow tables by id."""

    def __init__(self, tables: Mapping[str, Rows]) -> None:
        self.documents = {r["document_id"]: r for r in tables["documents"]}
        self.sentences = {r["sentence_id"]: r for r in tables["sentences"]}
        self.sections = {r["section_id"]: r for r in tables["sections"]}
        self.modals = {r["modal_id"]: r for r in tables["modals"]}
        self.items = {r["recommendation_id"]: r for r in tables["recommendations"]}
        self.names = {r["entity_id"]: r["name"] for r in tables["entities"]}
        self.parties: dict[str, Rows] = defaultdict(list)
        for party in tables["directive_parties"]:
            self.parties[party["directive_id"]].append(party)
        self.issuers: dict[str, Rows] = defaultdict(list)
        for issuer in tables["document_issuers"]:
            self.issuers[issuer["document_id"]].append(issuer)

    def rows(self, directive: Row) -> Iterator[Row]:
        """A row for each actor, or one without."""
        document = self.documents[directive["document_id"]]
        sentence = self.sentences[directive["sentence_id"]]
        modal = self.modals[directive["modal_id"]]
        item = self.items.get(directive["recommendation_id"] or "", {})
        parties = self.parties[directive["directive_id"]]
        same = {
            **{name: directive[name] for name in OF_DIRECTIVE},
            **{name: document[name] for name in ("path", "title", "published")},
            "issuers": "; ".join(i["name"] for i in self.issuers[directive["document_id"]] if i["role"] == "issuer"),
            "number": item.get("number"),
            "heading": item.get("heading"),
            "section": self._section(sentence["section_id"]),
            "modal": modal["text"],
            "class": modal["class"],
            "targets": self._joined(parties, "target"),
            "partners": self._joined(parties, "partner"),
            "sentence": sentence["text"],
            **{name: sentence[name] for name in ("page", "start", "end")},
        }
        for position, actor in enumerate([p for p in parties if p["role"] == "actor"] or [None]):
            yield same | {
                "actor_position": position,
                "actor_id": actor and actor["entity_id"],
                "actor": actor and self.names[actor["entity_id"]],
                "resolution": actor and actor["resolution"],
            }

    def _joined(self, parties: Rows, role: str) -> str:
        return "; ".join(self.names[p["entity_id"]] for p in parties if p["role"] == role)

    def _section(self, section_id: str | None) -> str | None:
        titles: list[str] = []
        while section_id is not None:
            section = self.sections[section_id]
            titles.insert(0, section["text"])
            section_id = section["parent_id"]
        return " > ".join(titles) or None
