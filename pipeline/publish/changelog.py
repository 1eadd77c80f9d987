"""The `changes` table: one file beside the snapshots, to which every new snapshot adds what it changed.

The file knows up to which snapshot it tells (in its metadata), so a run that was killed before it could add its changes is
made up for by the next.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline import published
from pipeline.errors import PublishError
from pipeline.publish import places
from pipeline.publish.buckets import bucket_of
from pipeline.publish.differences import KEYS, Row, Version, differences
from pipeline.published import Snapshot
from pipeline.tables import arrow_schema

if TYPE_CHECKING:
    import pyarrow as pa

NAME = "changes.parquet"
UP_TO = b"up_to_snapshot"
# Reports compared at once, so that memory stays bounded.
PORTION = 200

log = logging.getLogger(__name__)


def update(output: Path, number: int) -> int:
    """Add what has changed since the last snapshot that the file knows; how many rows.

    Args:
        number: of the current snapshot.

    Raises:
        PublishError: the output cannot be written.
    """
    if _up_to(output) == number:
        return 0
    import pyarrow as pa

    before, known = _read(output)
    with published.snapshot(output) as new:
        old = _older(output, known)
        try:
            found = sorted(_since(old, new), key=lambda change: str(change["path"]))
        finally:
            if old is not None:
                old.__exit__()
        schema = arrow_schema("changes")
        table = pa.concat_tables([before, pa.Table.from_pylist(found, schema=schema)])
        _write(output, table.replace_schema_metadata((schema.metadata or {}) | {UP_TO: str(new.number).encode()}))
    return len(found)


def _up_to(output: Path) -> int | None:
    """The snapshot that the file knows; cheap, for runs that have nothing to do."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return int(pq.ParquetFile(output / NAME).schema_arrow.metadata[UP_TO])
    except (OSError, pa.ArrowException, ValueError, KeyError, TypeError):
        return None


def _read(output: Path) -> tuple[pa.Table, int | None]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = arrow_schema("changes")
    try:
        held = pq.ParquetFile(output / NAME).read()
        return held.select(schema.names).cast(schema), int(held.schema.metadata[UP_TO])
    except FileNotFoundError:
        pass
    except (OSError, pa.ArrowException, ValueError, KeyError, TypeError) as error:
        log.warning("%s cannot be used (%s); it is begun anew", output / NAME, error)
    return schema.empty_table(), None


def _write(output: Path, table: pa.Table) -> None:
    import pyarrow.parquet as pq

    part = output / published.FOLDER / ".tmp-changes"
    try:
        pq.write_table(table.combine_chunks(), part, compression="zstd", compression_level=3)
        places.sync_path(part)
        part.replace(output / NAME)
    except OSError as error:
        raise PublishError(f"{output / NAME} cannot be written ({error.strerror}).") from error


def _older(output: Path, number: int | None) -> Snapshot | None:
    if number is None:
        return None
    try:
        return published.snapshot(output, number)
    except (PublishError, ValueError):
        log.warning("snapshot %d is gone: what has changed since cannot be told, new reports are", number)
        return None


def _since(old: Snapshot | None, new: Snapshot) -> Iterator[Row]:
    at = dt.datetime.fromisoformat(new.about["published_at"])
    names = [_names(s) if s else {} for s in (old, new)]
    for portion in _portions(old, new):
        versions = [_versions(s, portion, n) if s else {} for s, n in zip((old, new), names, strict=True)]
        for document in portion:
            one, two = (v.get(document) for v in versions)
            either = two or one
            if either is not None:
                extra = {"snapshot": new.number, "document_id": document, "path": either.about["path"]}
                yield from (change | extra | {"changed_at": at} for change in differences(one, two))


def _portions(old: Snapshot | None, new: Snapshot) -> Iterator[list[str]]:
    """The ids of reports whose part files differ, some at a time, those of one part together."""
    paths: dict[str, str] = {}
    for held in (old, new):
        if held is not None:
            rows = held.arrow("documents", ["document_id", "path", "duplicate_of"]).to_pylist()
            paths |= {r["document_id"]: r["path"] for r in rows if r["duplicate_of"] is None}
    same = _same(old, new) if old else frozenset()
    placed = sorted((_bucket(d, new), path, d) for d, path in paths.items())
    wanted = [d for bucket, _, d in placed if bucket not in same]
    for i in range(0, len(wanted), PORTION):
        yield wanted[i : i + PORTION]


def _bucket(document: str, held: Snapshot) -> int:
    return bucket_of(document, int(held.about["buckets"]))


def _same(old: Snapshot, new: Snapshot) -> frozenset[int]:
    """The parts that are the same in both."""
    if any(old.about[name] != new.about[name] for name in ("buckets", "schema", "format")):
        return frozenset()
    now, then = new.about["parts"], old.about["parts"]
    return frozenset(int(n) for n in now if json.dumps(now[n]) == json.dumps(then.get(n)))


def _names(held: Snapshot) -> dict[str, str]:
    made = held.arrow("entities", ["entity_id", "name"]).to_pydict()
    return dict(zip(made["entity_id"], made["name"], strict=True))


def _versions(held: Snapshot, documents: Collection[str], names: dict[str, str]) -> dict[str, Version]:
    parts = sorted({f"part-{_bucket(d, held):04d}.parquet" for d in documents})
    about = {r["document_id"]: r for r in _rows(held, parts, "documents", documents) if not r["duplicate_of"]}
    rows: dict[str, dict[str, dict[str, Row]]] = {d: {t: {} for t in KEYS} for d in about}
    for item in _rows(held, parts, "recommendations", about):
        if item["kind"] != "prose":
            rows[item["document_id"]]["recommendations"][item["recommendation_id"]] = item
    for directive in _with_parties(held, parts, _rows(held, parts, "directives", about), names):
        rows[directive["document_id"]]["directives"][directive["directive_id"]] = directive
    corrected: dict[str, set[str]] = defaultdict(set)
    for line in _rows(held, parts, "corrections", about):
        if line["outcome"] == "applied":
            corrected[line["document_id"]].add(line["row"])
    return {d: Version(row, rows[d], frozenset(corrected[d])) for d, row in about.items()}


def _with_parties(held: Snapshot, parts: list[str], directives: list[Row], names: dict[str, str]) -> Iterator[Row]:
    said = _rows(held, parts, "sentences", {d["sentence_id"] for d in directives}, "sentence_id")
    sentences = {s["sentence_id"]: s["text"] for s in said}
    roles: dict[tuple[str, str], list[str]] = defaultdict(list)
    for p in _rows(held, parts, "directive_parties", {d["directive_id"] for d in directives}, "directive_id"):
        roles[p["directive_id"], p["role"]].append(names[p["entity_id"]])
    for d in directives:
        parties = {f"{role}s": "; ".join(roles[d["directive_id"], role]) for role in ("actor", "target", "partner")}
        yield d | parties | {"sentence": sentences[d["sentence_id"]]}


def _rows(
    held: Snapshot, parts: Iterable[str], table: str, values: Iterable[str], column: str = "document_id"
) -> list[dict[str, Any]]:
    """The rows with one of some values in a column, from those parts that can hold them."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    found: list[dict[str, Any]] = []
    wanted = pa.array(sorted(values), pa.string())
    for part in parts:
        place = held.where(table) / part
        if len(wanted) and place.exists():  # a table may be younger than the snapshot
            data = pq.ParquetFile(place).read()
            found.extend(data.filter(pc.is_in(data[column], wanted)).to_pylist())
    return found
