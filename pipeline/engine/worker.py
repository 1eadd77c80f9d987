"""What a worker does with a report: extract its rows, check them, and write them to interim/ itself."""

from __future__ import annotations

import dataclasses
import importlib
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from pipeline import checks, interim, memory, sources
from pipeline.clock import Stopwatch
from pipeline.errors import ContractError, PipelineError, Problem, ReadError
from pipeline.interim import Written
from pipeline.manifest import Job
from pipeline.rows import Rows
from pipeline.settings import Settings, is_url
from pipeline.store import Store, local, open_store, sha256
from pipeline.tables import Failures

# Reads one report; made once in each worker.
Work = Callable[[Job], Rows]
PREPARE = "pipeline.engine.worker:prepare"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a job: rows in interim/, or a problem; the seconds that it took, by stage, and the worker's peak memory."""

    document_id: str
    key: str
    written: Written | None = None
    problem: Problem | None = None
    seconds: dict[str, float] = field(default_factory=dict)
    memory_mb: float = 0.0


def prepare(settings: Settings) -> Work:
    """The real work: the model loaded, the reader's child process ready to start."""
    from pipeline.extract import extract
    from pipeline.language import model
    from pipeline.readers.sandbox import Sandbox

    nlp, sandbox, store = model.load(settings.model), Sandbox(), open_store(settings.interim)

    def work(job: Job) -> Rows:
        about: dict[str, Any] = {"name": job.origin, "sha256": job.sha256, "ingested_at": job.seen}
        read = sources.kept(store, job, sandbox.read)
        return extract(Path(job.path), read=read, nlp=nlp, sidecar=job.sidecar, **about)

    return work


@cache
def prepared(prepare: str, settings: Settings) -> Work:
    """The work that `module:function` makes, once in each process."""
    module, _, name = prepare.partition(":")
    made: Work = getattr(importlib.import_module(module), name)(settings)
    return made


def do(job: Job, work: Work, store: Store) -> Outcome:
    """Do one job; whatever goes wrong with the report is in the outcome.

    Raises:
        OSError: interim/ cannot be written.
        PipelineError: something that every report would fail on, such as a broken lexicon.
    """
    watch = Stopwatch()
    made = attempt(job, work, watch)
    if isinstance(made, Problem):
        interim.write_failure(store, job.document_id, job.key, made)
        return Outcome(
            document_id=job.document_id, key=job.key, problem=made, seconds=watch.seconds, memory_mb=memory.peak()
        )
    written = interim.write_rows(store, job.document_id, job.key, made)
    watch.lap("write")
    return Outcome(
        document_id=job.document_id, key=job.key, written=written, seconds=watch.seconds, memory_mb=memory.peak()
    )


def attempt(job: Job, work: Work, watch: Stopwatch) -> dict[str, tuple[Any, ...]] | Problem:
    """The checked rows of a report, or why there are none."""
    try:
        with local(job.path) as path:
            return _checked(dataclasses.replace(job, path=str(path)), work, watch)
    except Exception as error:
        problem = explain(error, job)
        if problem is None:
            raise
        return problem


def _checked(job: Job, work: Work, watch: Stopwatch) -> dict[str, tuple[Any, ...]] | Problem:
    rows = sound(work(job), job)
    watch.lap("extract")
    checks.check(rows, job.name)
    watch.lap("check")
    if sha256(Path(job.path)) == job.sha256:
        return rows
    message = "It changed while it was read; the next run reads it again."
    return Problem(stage="read", code="changed_meanwhile", message=message, severity="error")


def sound(rows: Rows, job: Job) -> dict[str, tuple[Any, ...]]:
    """The rows, each warning once."""
    tables: dict[str, tuple[Any, ...]] = dict(rows.tables)
    seen: dict[tuple[Any, ...], Failures] = {}
    for row in tables.get("failures", ()):
        seen.setdefault((row.stage, row.page, row.code), dataclasses.replace(row, path=job.origin))
    tables["failures"] = tuple(seen.values())
    return tables


def explain(error: Exception, job: Job) -> Problem | None:
    """What an exception says of the report; None where it is not the report's fault."""
    match error:
        case ReadError():
            return Problem(stage="read", code=error.code, message=error.message, page=error.page, severity="error")
        case ContractError():
            log.error("%s", error)
            message = f"Its rows break the contract, so none was taken; this is a defect of the pipeline: {error}"
            return Problem(stage="check", code="contract", message=message, severity="error")
        case MemoryError():
            message = "There was not enough memory for it. Give the run fewer workers or more memory."
            return Problem(stage="extract", code="out_of_memory", message=message, severity="error")
        case FileNotFoundError() if is_url(job.path) or error.filename == job.path:
            message = "It was there when the run began and is gone now. Put it there again."
            return Problem(stage="read", code="vanished", message=message, severity="error")
        case OSError() if error.filename == job.path:
            message = f"It cannot be opened ({error.strerror}). Mend its permissions."
            return Problem(stage="read", code="unreadable", message=message, severity="error")
        case PipelineError():
            return None
    log.error("%s: %s", job.name, error, exc_info=error)
    message = f"The pipeline failed on it ({type(error).__name__}: {error}). Please report this with the file."
    return Problem(stage="extract", code="crashed", message=message, severity="error")


class Inline:
    """Does the jobs one after the other in this process."""

    def __init__(self, settings: Settings, prepare: str) -> None:
        self._settings, self._prepare = settings, prepare

    def process(self, jobs: Sequence[Job]) -> Iterator[Outcome]:
        """Do all jobs."""
        store = open_store(self._settings.interim)
        for job in jobs:
            yield do(job, prepared(self._prepare, self._settings), store)

    def close(self) -> None:
        """There is nobody to send away."""
