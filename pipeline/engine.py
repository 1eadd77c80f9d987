"""How reports are spread: in this process, over a pool of processes, or over a Dask cluster."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline import worker
from pipeline.plan import Job
from pipeline.settings import Settings
from pipeline.store import Store
from pipeline.worker import Outcome


def process(jobs: Sequence[Job], settings: Settings, store: Store, prepare: str = worker.PREPARE) -> Iterator[Outcome]:
    """Do all jobs, each once; outcomes come in the order in which they are done."""
    return worker.inline(jobs, settings, store, prepare)
