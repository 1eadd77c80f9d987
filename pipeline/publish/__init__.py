"""From the reports' rows in interim/ to one snapshot of all tables, switched to at once."""

from __future__ import annotations

from pipeline.publish.buckets import bucket_count, bucket_of
from pipeline.publish.memory import remembered
from pipeline.publish.places import collect, sweep
from pipeline.publish.snapshot import DamagedRowsError, Publication, publish

__all__ = [
    "DamagedRowsError",
    "Publication",
    "bucket_count",
    "bucket_of",
    "collect",
    "publish",
    "remembered",
    "sweep",
]
