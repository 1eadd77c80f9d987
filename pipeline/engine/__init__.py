"""How reports are spread: in this process, over a pool of processes, or over a Dask cluster."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.engine import pool, worker
from pipeline.engine.worker import PREPARE, Outcome
from pipeline.manifest import Job
from pipeline.settings import Settings
from pipeline.store import Store

__all__ = ["PREPARE", "Outcome", "process"]


def process(jobs: Sequence[Job], settings: Settings, store: Store, prepare: str = PREPARE) -> Iterator[Outcome]:
    """Do all jobs, each once; outcomes come in the order in which they are done."""
    if not jobs:
        return iter(())
    if settings.engine == "inline":
        return worker.inline(jobs, settings, store, prepare)
    if settings.engine == "dask":
        from pipeline.engine import cluster

        return cluster.run(jobs, settings, prepare)
    return pool.run(jobs, settings, prepare)
