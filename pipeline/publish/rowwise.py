"""What only the corpus knows of a document, put into its rows: its path today, whether it is stale or a duplicate, its failures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from pipeline.errors import Problem
from pipeline.manifest import Entry, Odd
from pipeline.tables import arrow_schema

if TYPE_CHECKING:
    import pyarrow as pa


def documents(data: pa.Table, entries: Sequence[Entry], doubles: Sequence[tuple[Entry, pa.RecordBatch]]) -> pa.Table:
    """The rows of `documents`, those of duplicates among them, in the order of their paths.

    Args:
        data: a row for each of `entries`, in their order.
        doubles: duplicates, each with the record of the document that it doubles.
    """
    import pyarrow as pa

    schema = arrow_schema("documents")
    data = _put(data, "path", [e.path for e in entries])
    data = _put(data, "is_stale", [e.is_stale for e in entries])
    copies = [_copy(entry, batch) for entry, batch in doubles]
    if copies:
        data = pa.concat_tables([data, pa.Table.from_pylist(copies, schema=schema)])
    return data.sort_by("path").cast(schema)


def _copy(entry: Entry, batch: pa.RecordBatch) -> dict[str, Any]:
    row: dict[str, Any] = batch.column("documents")[0].as_py()[0]
    own = {"document_id": entry.document_id, "path": entry.path, "duplicate_of": entry.duplicate_of}
    return row | own | {"ingested_at": entry.seen, "is_stale": False}


def repathed(data: pa.Table, entries: Sequence[Entry]) -> pa.Table:
    """A table with `document_id` and `path`, the paths as they are today."""
    paths = {e.document_id: e.path for e in entries}
    return _put(data, "path", [paths[d] for d in data["document_id"].to_pylist()])


def failures(data: pa.Table, entries: Sequence[Entry], oddities: Sequence[Odd]) -> pa.Table:
    """The rows of `failures`: warnings from reading, what failed, what is odd in raw/; by path."""
    import pyarrow as pa

    now = {e.origin: e for e in entries if e.rows and not e.problem}
    rows = [row | {"path": now[row["path"]].path} for row in data.to_pylist() if row["path"] in now]
    rows.extend(_of_entries(entries))
    rows.extend(failure(odd.path, None, odd.problem, odd.seen) for odd in oddities)
    rows.sort(key=lambda r: (r["path"], r["stage"], r["page"] or 0, r["code"]))
    return pa.Table.from_pylist(rows, schema=arrow_schema("failures"))


def _of_entries(entries: Sequence[Entry]) -> Iterator[dict[str, Any]]:
    for entry in entries:
        for problem in (entry.problem, entry.warning):
            if problem is not None:
                yield failure(entry.path, entry.sha256, problem, entry.seen)


def failure(path: str, sha256: str | None, problem: Problem, seen: dt.datetime) -> dict[str, Any]:
    """A row of `failures`."""
    return {
        "path": path,
        "sha256": sha256,
        "stage": problem.stage,
        "page": problem.page,
        "severity": problem.severity,
        "code": problem.code,
        "message": problem.message,
        "failed_at": seen,
    }


def _put(data: pa.Table, name: str, values: list[Any]) -> pa.Table:
    import pyarrow as pa

    field = data.schema.field(name)
    return data.set_column(data.schema.get_field_index(name), field, pa.array(values, field.type))
