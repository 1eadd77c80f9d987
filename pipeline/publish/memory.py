"""What the published tables tell of ids and times, for when interim/ is gone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pipeline import published
from pipeline.errors import PublishError
from pipeline.manifest import Entry, Manifest


def remembered(output: str | Path) -> Manifest:
    """What the published tables tell of ids and times, for when interim/ is gone; empty where there is nothing."""
    names = ["document_id", "path", "sha256", "duplicate_of", "ingested_at", "is_stale"]
    try:
        with published.snapshot(output) as held:
            origins = held.about["origins"]
            rows = held.arrow("documents", names).to_pylist()
    except (PublishError, OSError, ValueError, KeyError):
        return Manifest()
    return Manifest(entries={row["path"]: _remembered(row, origins) for row in rows})


def _remembered(row: dict[str, Any], origins: dict[str, str]) -> Entry:
    return Entry(
        path=row["path"],
        origin=origins.get(row["document_id"], row["path"]),
        document_id=row["document_id"],
        sha256=row["sha256"],
        stamp=None,
        seen=row["ingested_at"],
        duplicate_of=row["duplicate_of"],
    )
