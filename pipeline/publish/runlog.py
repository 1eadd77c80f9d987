"""The `runs` table: one file beside the snapshots, to which every run adds its row, also one that found nothing to do."""

from __future__ import annotations

import dataclasses
import logging
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import published
from pipeline.settings import is_url
from pipeline.store import LocalStore, RemoteStore, Store
from pipeline.tables import Runs, arrow_schema, columns

if TYPE_CHECKING:
    import pyarrow as pa

NAME = "runs.parquet"
# Older rows are dropped; at one run a minute these are a week.
MOST = 10_000

log = logging.getLogger(__name__)


def read(store: Store) -> pa.Table:
    """The runs so far, oldest first; none where the file is missing or damaged."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = arrow_schema("runs")
    try:
        return pq.ParquetFile(pa.BufferReader(store.read(NAME))).read().select(schema.names).cast(schema)
    except FileNotFoundError:
        pass
    except (pa.ArrowException, ValueError, KeyError) as error:
        log.warning("%s cannot be used (%s); it is begun anew", NAME, error)
    return schema.empty_table()


def add(output: str, row: Runs) -> int:
    """Add a run with the next number, which is returned; the file is replaced whole.

    Raises:
        PublishError: the output cannot be written.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    store: Store = RemoteStore(output) if is_url(output) else LocalStore(Path(output), published.FOLDER)
    before = read(store)
    number = 1 + (before["run"][-1].as_py() if before.num_rows else 0)
    values = dataclasses.asdict(dataclasses.replace(row, run=number))
    made = pa.Table.from_pylist([{c.name: values[c.attribute] for c in columns("runs")}], schema=before.schema)
    every = pa.concat_tables([before, made]).slice(max(0, before.num_rows + 1 - MOST)).combine_chunks()
    sink = pa.BufferOutputStream()
    pq.write_table(every, sink, compression="zstd", compression_level=3)
    store.write(NAME, sink.getvalue().to_pybytes())
    return number
