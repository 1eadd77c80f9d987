"""The same work on Dask: an existing cluster by its address, or a local one.

Workers write to interim/ themselves, so raw/ and interim/ must be places that every machine reaches under the same name: a
shared folder, or a URL. A task is a batch; what goes through the scheduler are jobs and short outcomes.
"""

from __future__ import annotations

import importlib
import logging
import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from typing import Any

from pipeline import versions
from pipeline.engine import pool, worker
from pipeline.engine.batches import Queue
from pipeline.engine.worker import Outcome
from pipeline.errors import PipelineError
from pipeline.manifest import Job
from pipeline.settings import Settings
from pipeline.store import open_store

# Batches that are under way for each worker: one is done while the next is already there.
AHEAD = 2
# Seconds between two looks at how many workers there are; each costs a round trip.
CENSUS = 5.0
# How long to wait for a scheduler to answer.
CONNECT = "20s"
# The model is not made for several threads at once; a worker with more than one does its batches in turn.
_ONE_AT_A_TIME = threading.Lock()


class Cluster:
    """Dask's workers; the connection, or the local cluster, stays until it is closed."""

    def __init__(self, settings: Settings, prepare: str) -> None:
        self._settings, self._prepare = settings, prepare
        self._stack = ExitStack()
        self._client: Any = None

    def process(self, jobs: Sequence[Job]) -> Iterator[Outcome]:
        """Do all jobs; outcomes as batches are done.

        Raises:
            PipelineError: there is no cluster, its workers run another version, or every report would fail.
        """
        if jobs and self._client is None:
            self._client = _client(self._settings, len(jobs), self._stack)
            _same_version(self._client, self._settings)
        if jobs:
            yield from _outcomes(self._client, Queue(jobs), self._settings, self._prepare)

    def close(self) -> None:
        """Leave the cluster; a local one ends."""
        self._stack.close()
        self._client = None


def do_batch(jobs: list[Job], settings: Settings, prepare: str) -> list[Outcome]:
    """Do some jobs on this worker."""
    with _ONE_AT_A_TIME:
        store, work = open_store(settings.interim), worker.prepared(prepare, settings)
        return [worker.do(job, work, store) for job in jobs]


def _client(settings: Settings, jobs: int, stack: ExitStack) -> Any:
    dask = _dask()
    if not settings.dask_address:
        count = pool.worker_count(settings, jobs)
        options: dict[str, Any] = {"n_workers": count, "threads_per_worker": 1, "dashboard_address": ":0"}
        cluster = dask.LocalCluster(processes=True, silence_logs=logging.ERROR, **options)
        return stack.enter_context(dask.Client(stack.enter_context(cluster)))
    try:
        return stack.enter_context(dask.Client(settings.dask_address, timeout=CONNECT))
    except (OSError, ValueError) as error:
        raise PipelineError(f"No Dask scheduler answers at {settings.dask_address} ({error}).") from error


def _dask() -> Any:
    """Dask's module, as the untyped thing that it is."""
    try:
        return importlib.import_module("distributed")
    except ImportError as error:
        raise PipelineError("Dask is not installed. Install it with: pip install 'policy-pipeline[dask]'") from error


def _same_version(client: Any, settings: Settings) -> None:
    client.wait_for_workers(1, timeout=60)
    own = versions.current(settings)
    for address, found in client.run(_version, settings).items():
        if found != own:
            names = ", ".join(name for name in own if found.get(name) != own[name])
            raise PipelineError(
                f"The Dask worker at {address} has another {names}. Install the same there and run again."
            )


def _version(settings: Settings) -> dict[str, str]:
    return versions.current(settings)


def _outcomes(client: Any, queue: Queue, settings: Settings, prepare: str) -> Iterator[Outcome]:
    dask = _dask()
    under_way: dict[str, list[Job]] = {}
    again: deque[Job] = deque()
    done = dask.as_completed()
    count, asked = 1, -CENSUS
    while True:
        if time.monotonic() - asked >= CENSUS:
            count, asked = max(1, len(client.scheduler_info(n_workers=-1)["workers"])), time.monotonic()
        while (queue or again) and len(under_way) < AHEAD * count:
            batch = [again.popleft()] if again else queue.batch(count)
            future = client.submit(do_batch, batch, settings, prepare, pure=False)
            under_way[future.key] = batch
            done.add(future)
        if not under_way:
            return
        future = next(done)
        batch = under_way.pop(future.key)
        try:
            yield from future.result()
        except dask.KilledWorker:
            if len(batch) > 1:  # one of them is at fault: each alone
                again.extend(batch)
            else:
                yield Outcome(document_id=batch[0].document_id, key=batch[0].key, problem=pool.died(0))
