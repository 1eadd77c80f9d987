"""Reading what was published: one snapshot of all tables, pinned, or one table as a DataFrame.

    from pipeline import load
    load("who_what_whom")

`output/<table>.parquet` leads to the newest snapshot, for pandas, polars, DuckDB and whatever else reads Parquet. Two tables
opened one after the other that way can straddle a switch; `snapshot()` resolves the pointer once.
"""

from __future__ import annotations

import fcntl
import json
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline import settings
from pipeline.errors import PublishError
from pipeline.store import RemoteStore
from pipeline.tables import LOGS, TABLES

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

FOLDER = ".snapshots"
CURRENT = "current"
ABOUT = "snapshot.json"
# In a store: every snapshot under a prefix of its own that is never altered, and one small file that names the newest.
# Reports: beyond, comparing all recommendations with all others outlasts everything else that a small run does.
MOST_LINKED = 2_000
PREFIX = "snapshots"
POINTER = "current.json"


@dataclass(frozen=True)
class Snapshot:
    """One published version of all tables; use it as a context manager to keep it from being cleared away meanwhile.

    Attributes:
        path: its folder; of a snapshot in a store, the folder that its tables are copied to when they are asked for.
        about: what its snapshot.json says.
    """

    path: Path
    about: dict[str, Any]
    _close: Callable[[], None]
    _store: RemoteStore | None = None

    def __enter__(self) -> Snapshot:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    @property
    def number(self) -> int:
        """Counts up with every publication."""
        return int(self.about["number"])

    def arrow(self, table: str, columns: list[str] | None = None) -> pa.Table:
        """A table, or some columns of it."""
        import pyarrow.parquet as pq

        return pq.read_table(self.where(table), columns=columns)

    def load(self, table: str, columns: list[str] | None = None) -> pd.DataFrame:
        """A table as a pandas DataFrame."""
        import pandas as pd

        return pd.read_parquet(self.where(table), columns=columns)

    def where(self, table: str) -> Path:
        """The directory of a table's part files; of `runs` the file beside the snapshots."""
        if table not in TABLES and table not in LOGS:
            raise PublishError(f"There is no table '{table}'; there are {', '.join((*TABLES, *LOGS))}.")
        if self._store is not None:
            return self._fetched(self._store, table)
        return (self.path.parent.parent if table in LOGS else self.path) / f"{table}.parquet"

    def _fetched(self, store: RemoteStore, table: str) -> Path:
        target = self.path / f"{table}.parquet"
        if not target.exists():
            if table in LOGS:
                target.write_bytes(store.read(target.name))
                return target
            target.mkdir()
            for name in store.names(f"{PREFIX}/{self.number:06d}/{target.name}"):
                (target / name.rpartition("/")[2]).write_bytes(store.read(name))
        return target


def snapshot(output: str | Path | None = None, number: int | None = None) -> Snapshot:
    """The newest snapshot, or the one of a number, held until it is closed.

    Raises:
        PublishError: nothing has been published there, or that snapshot is gone.
    """
    place = str(settings.load().output if output is None else output)
    if settings.is_url(place):
        return _remote(RemoteStore(place), number)
    folder = Path(place) / FOLDER
    for _ in range(10):
        try:
            path = (folder / (CURRENT if number is None else f"{number:06d}")).resolve(strict=True)
            held = os.open(path / ABOUT, os.O_RDONLY)
        except FileNotFoundError as error:
            if number is None and os.path.lexists(folder / CURRENT):
                continue  # cleared away between the two looks: there is a newer one
            raise _missing(folder, number) from error
        fcntl.flock(held, fcntl.LOCK_SH)
        try:
            about = json.loads((path / ABOUT).read_text(encoding="utf-8"))
            return Snapshot(path, about, partial(os.close, held))
        except FileNotFoundError:
            os.close(held)
    raise PublishError(f"{folder / CURRENT} leads nowhere. Run `pipeline run` again.")


def _remote(store: RemoteStore, number: int | None) -> Snapshot:
    try:
        chosen = json.loads(store.read(POINTER))["number"] if number is None else number
        about = json.loads(store.read(f"{PREFIX}/{chosen:06d}/{ABOUT}"))
    except FileNotFoundError as error:
        which = "No tables" if number is None else f"There is no snapshot {number}"
        raise PublishError(f"{which} in {store.url}. Run `pipeline run` first.") from error
    copy = tempfile.TemporaryDirectory(prefix="pipeline-")
    return Snapshot(Path(copy.name), about, copy.cleanup, store)


def _missing(folder: Path, number: int | None) -> PublishError:
    if number is None:
        return PublishError(f"No tables in {folder.parent} yet. Run `pipeline run` first.")
    have = sorted(p.name for p in folder.glob("[0-9]*")) if folder.is_dir() else []
    return PublishError(f"There is no snapshot {number} in {folder.parent}; there are {', '.join(have) or 'none'}.")


def load(
    table: str, *, output: str | Path | None = None, number: int | None = None, columns: list[str] | None = None
) -> pd.DataFrame:
    """A published table as a pandas DataFrame.

    Args:
        table: such as `who_what_whom`.
        output: where the tables are; by default where the settings say.
        number: of an older snapshot.
        columns: only these.

    Raises:
        PublishError: there is no such table, or nothing has been published.
    """
    with snapshot(output, number) as held:
        return held.load(table, columns)
