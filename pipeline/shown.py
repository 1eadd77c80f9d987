"""Rows of one report, taken from the published tables for `pipeline show`."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.errors import PipelineError
from pipeline.published import Snapshot

Rows = list[dict[str, Any]]
NAMED = ["document_id", "path", "title"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One report's published rows; `parties` carry the entity's `name` as well, `directives` the `class` of their cue."""

    document: dict[str, Any]
    issuers: list[str]
    recommendations: Rows
    directives: Rows
    parties: Rows
    failures: Rows


def find(snapshot: Snapshot, wanted: str) -> str:
    """The id of the report that a person means by its path, file name, file name without suffix, id, or part of its title.

    Raises:
        PipelineError: no report or more than one fits; the message names those that come near.
    """
    rows = snapshot.arrow("documents", NAMED).sort_by("path").to_pylist()
    exact = [row for row in rows if wanted in _names(row)]
    low = wanted.lower()
    hits = exact or [row for row in rows if low in row["path"].lower() or low in (row["title"] or "").lower()]
    if len(hits) == 1:
        return str(hits[0]["document_id"])
    paths = [row["path"] for row in hits or rows]
    if hits:
        raise PipelineError(f"'{wanted}' could be any of {len(hits)} reports: {_some(paths)}. Give the whole path.")
    near = difflib.get_close_matches(wanted, [name for row in rows for name in _names(row)], n=3, cutoff=0.5)
    raise PipelineError(
        f"No report '{wanted}' in the tables. "
        + (
            f"Did you mean {' or '.join(near)}?"
            if near
            else f"There are {_some(paths)}."
            if paths
            else "They are empty."
        )
    )


def _names(row: dict[str, Any]) -> tuple[str, ...]:
    base = row["path"].rpartition("/")[2]
    return (row["document_id"], row["path"], base, base.rpartition(".")[0])


def _some(paths: Sequence[str], most: int = 8) -> str:
    return ", ".join(paths[:most]) + (f" and {len(paths) - most} more" if len(paths) > most else "")


def report(snapshot: Snapshot, document_id: str) -> Report:
    """All that `show` needs of one report; a copy shows the rows of the report that it is a copy of."""
    document = _rows(snapshot, "documents", "document_id", [document_id])[0]
    document_id = document["duplicate_of"] or document_id
    directives = _rows(snapshot, "directives", "document_id", [document_id])
    cues = {row["modal_id"]: row for row in _rows(snapshot, "modals", "document_id", [document_id])}
    parties = _rows(snapshot, "directive_parties", "directive_id", [row["directive_id"] for row in directives])
    entities = _rows(snapshot, "entities", "entity_id", sorted({row["entity_id"] for row in parties}))
    names = {row["entity_id"]: row["name"] for row in entities}
    issuers = sorted(_rows(snapshot, "document_issuers", "document_id", [document_id]), key=lambda row: row["position"])
    return Report(
        document=document,
        issuers=[row["name"] for row in issuers if row["role"] == "issuer"],
        recommendations=_rows(snapshot, "recommendations", "document_id", [document_id]),
        directives=[{**row, "class": cues[row["modal_id"]]["class"]} for row in directives],
        parties=[{**row, "name": names[row["entity_id"]]} for row in parties],
        failures=_rows(snapshot, "failures", "path", [document["path"]]),
    )


def _rows(snapshot: Snapshot, table: str, column: str, values: Sequence[str]) -> Rows:
    import pyarrow.parquet as pq

    if not values:
        return []
    found: Rows = pq.read_table(snapshot.where(table), filters=[(column, "in", list(values))]).to_pylist()
    return found
