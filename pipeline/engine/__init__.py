"""How reports are spread: in this process, over a pool of processes, or over a Dask cluster."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Protocol

from pipeline.engine import pool, worker
from pipeline.engine.batches import portions
from pipeline.engine.worker import PREPARE, Outcome
from pipeline.manifest import Job
from pipeline.settings import Settings

__all__ = ["PREPARE", "Crew", "Outcome", "crew", "portions"]


class Crew(Protocol):
    """Workers, who start with the first job and stay until they are sent away."""

    def process(self, jobs: Sequence[Job]) -> Iterator[Outcome]:
        """Do all jobs, each once; outcomes come in the order in which they are done."""

    def close(self) -> None:
        """Send the workers away, whatever they are at."""


@contextmanager
def crew(settings: Settings, prepare: str = PREPARE) -> Iterator[Crew]:
    """The workers that the settings ask for, for the length of a `with` block."""
    with closing(_crew(settings, prepare)) as made:
        yield made


def _crew(settings: Settings, prepare: str) -> Crew:
    if settings.engine == "inline":
        return worker.Inline(settings, prepare)
    if settings.engine == "dask":
        from pipeline.engine import cluster

        return cluster.Cluster(settings, prepare)
    return pool.Pool(settings, prepare)
