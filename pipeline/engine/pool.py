"""A pool of worker processes that outlives its workers: one that dies is replaced and costs its report alone.

`concurrent.futures` gives up its whole pool when one process dies; this one asks a fresh worker once more and then
records the report. Workers write their results to disk themselves; only short outcomes come back.
"""

from __future__ import annotations

import logging
import os
import selectors
import signal
import subprocess
import sys
import time
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

from pipeline.engine import messages
from pipeline.engine.batches import Queue
from pipeline.engine.child import Fatal, Full, Ready, Setup
from pipeline.engine.worker import Outcome
from pipeline.errors import PipelineError, Problem
from pipeline.manifest import Job
from pipeline.settings import Settings

# A report whose worker has died is tried this many times in all.
ATTEMPTS = 2
# Workers that die before they have loaded anything say that none will start.
FALSE_STARTS = 3
# How often, in seconds, it is looked whether a worker has been at one report for too long.
TICK = 1.0
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"), "1")

log = logging.getLogger(__name__)


def worker_count(settings: Settings, jobs: int) -> int:
    """One for each core that this process may use, never more than there are jobs."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(settings.workers or cores, jobs))


class _Worker:
    """A worker process and the jobs that it has been given and not yet done."""

    def __init__(self, setup: Setup) -> None:
        self.jobs: deque[Job] = deque()
        self.is_ready = False
        self.since = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "-c", _START.format(path=setup.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
            env={**ONE_THREAD, **os.environ},
            # A group of its own: Ctrl-C goes to the coordinator alone, and the reader's child can be ended with its worker.
            start_new_session=True,
        )
        self.send(setup)

    def send(self, message: Any) -> None:
        assert self.process.stdin is not None
        with suppress(BrokenPipeError):
            messages.send(self.process.stdin, message)  # type: ignore[arg-type]

    def receive(self) -> Any:
        assert self.process.stdout is not None
        return messages.receive(self.process.stdout)  # type: ignore[arg-type]

    def end(self) -> int:
        """Kill it with all that it has started; its exit code."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        code = self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            with suppress(BrokenPipeError):
                if stream is not None:
                    stream.close()
        return code


_START = "import sys; sys.path[:] = {path!r}; from pipeline.engine.child import main; main()"


class Pool:
    """Worker processes on this machine; each loads the model once, and stays until the pool is closed."""

    def __init__(self, settings: Settings, prepare: str) -> None:
        self._queue = Queue(())
        self._wanted = 0
        self._setup = Setup(list(sys.path), prepare, settings, logging.getLogger().getEffectiveLevel())
        self._selector = selectors.DefaultSelector()
        self._workers: set[_Worker] = set()
        self._deaths: Counter[str] = Counter()
        self._false_starts = 0

    def process(self, jobs: Sequence[Job]) -> Iterator[Outcome]:
        """Do all jobs; outcomes as they come.

        Raises:
            PipelineError: no worker will start, or one met something that every report would fail on.
        """
        self._queue = Queue(jobs)
        self._wanted = max(len(self._workers), worker_count(self._setup.settings, len(jobs)))
        try:
            for worker in [w for w in self._workers if w.is_ready]:
                self._feed(worker)
            yield from self._outcomes()
        finally:
            if any(w.jobs for w in self._workers):  # left in the middle: nobody waits for their answers any more
                self._dismiss_all()

    def close(self) -> None:
        """End all workers."""
        self._dismiss_all()
        self._selector.close()

    def _outcomes(self) -> Iterator[Outcome]:
        while self._queue or any(w.jobs for w in self._workers):
            while len(self._workers) < self._wanted and len(self._queue) > self._starting():
                self._hire()
            for key, _ in self._selector.select(TICK):
                yield from self._hear(key.data)
            yield from self._end_overdue()

    def _dismiss_all(self) -> None:
        for worker in list(self._workers):
            self._dismiss(worker)

    def _starting(self) -> int:
        return sum(not w.is_ready for w in self._workers)

    def _hire(self) -> None:
        worker = _Worker(self._setup)
        self._workers.add(worker)
        self._selector.register(worker.process.stdout, selectors.EVENT_READ, worker)  # type: ignore[arg-type]

    def _dismiss(self, worker: _Worker) -> int:
        self._selector.unregister(worker.process.stdout)  # type: ignore[arg-type]
        self._workers.discard(worker)
        return worker.end()

    def _hear(self, worker: _Worker) -> Iterator[Outcome]:
        try:
            message = worker.receive()
        except EOFError:
            yield from self._bury(worker)
            return
        worker.since = time.monotonic()
        match message:
            case Outcome():
                worker.jobs.popleft()
                self._false_starts = 0
                yield message
                self._feed(worker)
            case Ready():
                worker.is_ready = True
                self._feed(worker)
            case Full():
                log.info("a worker has grown beyond its limit and is replaced")
                self._give_back(worker)
                self._dismiss(worker)
            case Fatal(error=error):
                raise error
            case logging.LogRecord():
                logging.getLogger(message.name).handle(message)

    def _feed(self, worker: _Worker) -> None:
        if not worker.jobs and self._queue:
            worker.jobs.extend(self._queue.batch(self._wanted))
            worker.since = time.monotonic()
            worker.send(list(worker.jobs))

    def _end_overdue(self) -> Iterator[Outcome]:
        limit = self._setup.settings.report_seconds
        for worker in [w for w in self._workers if limit and w.jobs and time.monotonic() - w.since > limit]:
            self._dismiss(worker)
            job = worker.jobs.popleft()
            log.warning("%s: stopped after %.0f seconds", job.name, limit)
            yield Outcome(document_id=job.document_id, key=job.key, problem=overdue(limit))
            self._give_back(worker)

    def _give_back(self, worker: _Worker) -> None:
        self._queue.give_back(worker.jobs)
        worker.jobs.clear()

    def _bury(self, worker: _Worker) -> Iterator[Outcome]:
        code = self._dismiss(worker)
        if not worker.is_ready:
            self._false_starts += 1
            if self._false_starts >= FALSE_STARTS:
                raise PipelineError(f"No worker process will start (exit code {code}). Try --engine inline to see why.")
            return
        if worker.jobs:
            job = worker.jobs.popleft()
            self._deaths[job.document_id] += 1
            log.warning("%s: its worker died (%s)", job.name, _how(code))
            if self._deaths[job.document_id] < ATTEMPTS:
                self._queue.alone(job)
            else:
                yield Outcome(document_id=job.document_id, key=job.key, problem=died(code))
        self._give_back(worker)


def died(code: int) -> Problem:
    """Why a report whose workers have died is not there."""
    message = (
        f"Every worker that took it up died ({_how(code)}); often there is too little memory. "
        "The next run tries again; give it fewer workers or more memory."
    )
    return Problem(stage="extract", code="worker_died", message=message, severity="error")


def overdue(limit: float) -> Problem:
    """Why a report that took too long is not there."""
    message = f"It was not done after {limit:.0f} seconds. Split the file, or raise the setting report_seconds."
    return Problem(stage="extract", code="timeout", message=message, severity="error")


def _how(code: int) -> str:
    if code < 0:
        with suppress(ValueError):
            return signal.Signals(-code).name
    return f"exit code {code}" if code else "no reason known"
