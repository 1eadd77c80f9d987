"""What each report gave, one file a report, so that a re-run touches only what changed.

A file's name holds the document's id and the key of everything it depends on; it is written once and never altered. So a
run that was killed leaves nothing half-done behind: what is there is whole, and the next run finds it by its name.
"""

from __future__ import annotations

import dataclasses
import json
import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from pipeline.checks import as_columns
from pipeline.errors import PipelineError, Problem
from pipeline.store import Store
from pipeline.tables import TABLES, arrow_schema, columns

if TYPE_CHECKING:
    import pyarrow as pa

HEADER = struct.Struct("<4sIQ")
MAGIC = b"PIP1"
FOLDER = "rows"


class DamagedError(PipelineError):
    """An interim file is not what was written; its report has to be done again."""


@dataclass(frozen=True, slots=True)
class Written:
    """A document's rows on disk: the file's name, the checksum of its bytes, and how many rows each table got."""

    name: str
    crc: int
    counts: Mapping[str, int]


def rows_name(document_id: str, key: str) -> str:
    """Where a document's rows stand."""
    return f"{FOLDER}/{document_id[1:3]}/{document_id}-{key}.rows"


def failure_name(document_id: str, key: str) -> str:
    """Where it stands that a document could not be read."""
    return f"{FOLDER}/{document_id[1:3]}/{document_id}-{key}.failed"


def write_rows(store: Store, document_id: str, key: str, rows: Mapping[str, Sequence[Any]]) -> Written:
    """Write a document's rows (already checked) and say what was written."""
    data, crc = encode(rows)
    name = rows_name(document_id, key)
    store.write(name, data)
    return Written(name, crc, {table: len(rows.get(table, ())) for table in TABLES})


def write_failure(store: Store, document_id: str, key: str, problem: Problem) -> None:
    """Write down why a document gave nothing."""
    store.write(failure_name(document_id, key), json.dumps(dataclasses.asdict(problem)).encode())


def find(store: Store, document_id: str, key: str) -> Written | Problem | None:
    """What an earlier run has left for a document and key; None where nothing usable is there."""
    name = rows_name(document_id, key)
    if store.exists(name):
        try:
            data = store.read(name)
            batch = decode(data, name)
        except (DamagedError, OSError):
            return None
        return Written(name, HEADER.unpack_from(data)[1], _counts(batch))
    try:
        return Problem(**json.loads(store.read(failure_name(document_id, key))))
    except (OSError, ValueError, TypeError):
        return None


def encode(rows: Mapping[str, Sequence[Any]]) -> tuple[bytes, int]:
    """Rows of one document as bytes, and their checksum: an Arrow record with a list of structs for each table."""
    import pyarrow as pa

    lists = []
    for table in TABLES:
        kind = _layout().field(table).type.value_type
        data = as_columns(table, rows.get(table, ()))
        arrays = [pa.array(_plain(data[kind[i].name], kind[i].type), kind[i].type) for i in range(kind.num_fields)]
        made = pa.StructArray.from_arrays(arrays, fields=list(kind))
        lists.append(pa.ListArray.from_arrays(pa.array([0, len(made)], pa.int32()), made))
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, _layout()) as writer:
        writer.write_batch(pa.RecordBatch.from_arrays(lists, schema=_layout()))
    raw = sink.getvalue()
    body = _codec().compress(raw, asbytes=True)
    crc = zlib.crc32(body)
    return HEADER.pack(MAGIC, crc, raw.size) + body, crc


def decode(data: bytes, name: str) -> pa.RecordBatch:
    """The record that `encode` made.

    Raises:
        DamagedError: the bytes are cut off or altered, or were laid out by another version.
    """
    import pyarrow as pa

    if len(data) < HEADER.size:
        raise DamagedError(f"interim file {name} is cut off")
    magic, crc, size = HEADER.unpack_from(data)
    body = memoryview(data)[HEADER.size :]
    if magic != MAGIC or zlib.crc32(body) != crc:
        raise DamagedError(f"interim file {name} is damaged")
    batch = pa.ipc.open_stream(_codec().decompress(body, decompressed_size=size)).read_next_batch()
    if not batch.schema.equals(_layout()):
        raise DamagedError(f"interim file {name} has the columns of another version")
    return batch


def tables(batches: Sequence[pa.RecordBatch]) -> Iterator[tuple[str, pa.Table]]:
    """The rows of several documents, in their order, table by table, with the published schema."""
    import pyarrow as pa
    import pyarrow.compute as pc

    together = pa.Table.from_batches(batches, schema=_layout())
    for table in TABLES:
        column = together.column(table).combine_chunks()
        flat = pc.list_flatten(column)
        fields = [flat.field(i) for i in range(flat.type.num_fields)]
        yield table, pa.Table.from_arrays(fields, schema=arrow_schema(table))


@cache
def schema_key() -> str:
    """Changes with any table's columns or types."""
    shape = "\n".join(f"{table}.{c.name}:{c.type}:{c.nullable}" for table in TABLES for c in columns(table))
    return f"{zlib.crc32(shape.encode()):08x}"


@cache
def _layout() -> pa.Schema:
    import pyarrow as pa

    kinds = ((table, pa.struct([f.remove_metadata() for f in arrow_schema(table)])) for table in TABLES)
    return pa.schema([pa.field(table, pa.list_(kind)) for table, kind in kinds])


@cache
def _codec() -> pa.Codec:
    import pyarrow as pa

    return pa.Codec("zstd", compression_level=1)


def _plain(values: Sequence[Any], kind: Any) -> Sequence[Any]:
    if not str(kind).startswith("list<item: struct"):
        return values
    return [[dataclasses.asdict(cell) for cell in cells] for cells in values]


def _counts(batch: pa.RecordBatch) -> dict[str, int]:
    return {table: len(batch.column(table)[0]) for table in TABLES}
