"""From a folder of policy reports to tables of who recommends what to whom.

    from pipeline import load
    advice = load("who_what_whom")

Stages, in order: readers, outline, language, resolve, assemble (together `extract`, one report), then publish. `run` does all
of it over a folder.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

__version__ = "0.1.0"


def load(
    table: str, *, output: str | Path | None = None, number: int | None = None, columns: list[str] | None = None
) -> pd.DataFrame:
    """A published table as a pandas DataFrame; see `pipeline.published.load`."""
    from pipeline import published

    return published.load(table, output=output, number=number, columns=columns)
