"""A report's published rows together, report by report, whatever the number of reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.published import Snapshot
from pipeline.tables import TABLES

Row = dict[str, Any]
Rows = list[Row]

# The tables whose rows belong to one report, by their `document_id`.
OF_ONE = tuple("document_issuers sections recommendations sentences modals directives mentions corrections".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One report: its row of `documents`, and of each other table the rows that belong to it.

    Attributes:
        tables: table name -> rows, in published order.
        parties: directive_id -> its rows of `directive_parties`, with the entity's `name`.
        failures: warnings and errors about the file.
        links: recommendation_id -> its rows of `recommendation_links`, the surest first, with the other report's `title` and
            the other recommendation's `text`.
    """

    document: Row
    tables: Mapping[str, Rows]
    parties: Mapping[str, Rows]
    failures: Rows = field(default_factory=list)
    links: Mapping[str, Rows] = field(default_factory=dict)

    @property
    def document_id(self) -> str:
        """Its id."""
        return str(self.document["document_id"])

    @property
    def title(self) -> str:
        """As printed, or the file's name."""
        return title(self.document)

    @property
    def issuers(self) -> list[str]:
        """Who puts it out, as printed."""
        rows = sorted(self.tables["document_issuers"], key=lambda r: int(r["position"]))
        return [r["name"] for r in rows if r["role"] == "issuer"]

    def party_names(self, directive_id: str, role: str) -> list[str]:
        """Canonical names of a directive's parties in one role, in order."""
        return [p["name"] for p in self.parties.get(directive_id, ()) if p["role"] == role]


def title(document: Row) -> str:
    """A report's title as printed, or its file's name."""
    return str(document["title"] or Path(document["path"]).name)


def reports(snapshot: Snapshot) -> Iterator[Report]:
    """The reports of a snapshot that have rows of their own (not the duplicates), read part by part."""
    names = dict(_pairs(snapshot, "entities", "entity_id", "name"))
    failures = _grouped(snapshot.arrow("failures").to_pylist(), "path")
    links = _grouped(linked(snapshot), "document_id")
    for part in sorted(p.name for p in snapshot.where("documents").glob("*.parquet")):
        held = {t: _part(snapshot, t, part) for t in ("documents", "directive_parties", *OF_ONE)}
        of_one = {t: _grouped(held[t], "document_id") for t in OF_ONE}
        parties = _grouped([{**p, "name": names[p["entity_id"]]} for p in held["directive_parties"]], "directive_id")
        for document in held["documents"]:
            if document["duplicate_of"] is None:
                tables = {t: of_one[t].get(document["document_id"], []) for t in OF_ONE}
                own = {d["directive_id"]: parties.get(d["directive_id"], []) for d in tables["directives"]}
                yield Report(
                    document=document,
                    tables=tables,
                    parties=own,
                    failures=failures.get(document["path"], []),
                    links=_grouped(links.get(document["document_id"], []), "recommendation_id"),
                )


def linked(snapshot: Snapshot) -> Rows:
    """`recommendation_links`, the surest first, with the other report's `title` and the other recommendation's `text`."""
    if not snapshot.where("recommendation_links").is_dir():  # a snapshot that is older than the table
        return []
    rows = snapshot.arrow("recommendation_links").to_pylist()
    about = snapshot.arrow("documents", ["document_id", "title", "path"]).to_pylist()
    titles = {row["document_id"]: title(row) for row in about}
    wanted = {row["other_id"] for row in rows}
    texts = {i: t for i, t in _pairs(snapshot, "recommendations", "recommendation_id", "text") if i in wanted}
    full = [row | {"title": titles[row["other_document_id"]], "text": texts[row["other_id"]]} for row in rows]
    return sorted(full, key=lambda row: (-row["score"], row["link"], row["other_id"]))


def _part(snapshot: Snapshot, table: str, part: str) -> Rows:
    import pyarrow.parquet as pq

    if table not in TABLES:
        return []
    path = snapshot.where(table) / part
    rows: Rows = pq.read_table(path).to_pylist() if path.is_file() else []
    return rows


def _grouped(rows: Rows, key: str) -> dict[str, Rows]:
    found: dict[str, Rows] = defaultdict(list)
    for row in rows:
        found[row[key]].append(row)
    return found


def _pairs(snapshot: Snapshot, table: str, first: str, second: str) -> Iterator[tuple[str, str]]:
    data = snapshot.arrow(table, [first, second])
    return zip(data[first].to_pylist(), data[second].to_pylist(), strict=True)
