"""The rows of one document, by table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.tables import Row


@dataclass(frozen=True, slots=True)
class Rows:
    """What one report puts into each table; `failures` holds its warnings."""

    tables: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)

    def __getitem__(self, table: str) -> tuple[Row, ...]:
        return self.tables.get(table, ())

    def count(self, table: str) -> int:
        """How many rows a table gets."""
        return len(self[table])
