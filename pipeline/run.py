"""The one way through: look at raw/, do what is new or changed, publish all tables at once.

The command line, the Prefect flow, the watcher and the tests all call `run`.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline import book, clock, corpus, engine, interim, lock, manifest, publish, published, versions
from pipeline.book import Summary
from pipeline.clock import Stopwatch
from pipeline.corpus import TRANSIENT, Plan, Scan
from pipeline.engine import Outcome
from pipeline.errors import Problem, PublishError
from pipeline.manifest import Job, Manifest
from pipeline.publish import DamagedRowsError, Publication, changelog, runlog
from pipeline.settings import Settings, is_url
from pipeline.store import LocalStore, RemoteStore, open_store

LOCK = "lock"
INTERIM_LOCK = ".lock"

__all__ = ["Progress", "Summary", "run"]

# Of the reports in raw/, those that a run is to leave as they were.
Hold = Callable[[Scan], Collection[str]]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: `done` of `total` reports; `path` is the last one, `problem` what was wrong with it."""

    done: int
    total: int
    path: str = ""
    problem: Problem | None = None


def run(
    settings: Settings,
    *,
    force: bool = False,
    only: Collection[str] = (),
    hold: Hold | None = None,
    dry_run: bool = False,
    progress: Callable[[Progress], None] | None = None,
    prepare: str = engine.PREPARE,
) -> Summary:
    """Bring the tables up to date with raw/.

    Args:
        force: read every report again.
        only: reports (path, file name, stem or document id) that alone are looked at.
        hold: of what is found in raw/, the paths of reports that stay as they were: they are being written just now.
        dry_run: only say what would be done; nothing is written.
        progress: called after each report.
        prepare: `module:function` that makes the function that does a report; tests put their own.

    Raises:
        BusyError: another run is at work on the same output or interim folder.
        PublishError: the output cannot be written; the last tables stay as they were.
        PipelineError: settings, lexicon or model are at fault.
    """
    if dry_run:
        made, _ = _plan(settings, force, only, hold)
        return Summary(actions=tuple(made.actions), versions=made.manifest.versions, output=settings.output)
    with _alone(settings) as killed:
        output = settings.output
        if killed is not None:
            log.warning("the run of %s was killed; what it left is used or cleared away", killed.isoformat(" "))
            runlog.add(output, book.row("killed", killed))
        begun = clock.now()
        try:
            summary = _Run(settings, force, only, hold, progress, prepare).run()
        except (Exception, KeyboardInterrupt) as error:
            with suppress(PublishError):
                runlog.add(output, book.failed(error, begun, settings))
            raise
        row = book.row("published" if summary.is_new else "unchanged", begun, summary)
        return replace(summary, run=runlog.add(output, row))


@contextmanager
def _alone(settings: Settings) -> Iterator[dt.datetime | None]:
    """Hold both folders, output first, and clear away what a killed run has left; since when it had been at work."""
    killed = None
    with ExitStack() as stack:
        if not is_url(settings.output):
            place = Path(settings.output, published.FOLDER, LOCK)
            killed = stack.enter_context(lock.held(place, settings.lock_wait))
            publish.sweep(settings.output)
        store = open_store(settings.interim)
        if isinstance(store, LocalStore):
            stack.enter_context(lock.held(store.root / INTERIM_LOCK, settings.lock_wait))
            store.sweep()
        yield killed


def _plan(settings: Settings, force: bool, only: Collection[str], hold: Hold | None) -> tuple[Plan, Manifest]:
    last = manifest.load(open_store(settings.interim)) or publish.remembered(settings.output)
    now, found = clock.now(), _scan(settings)
    held = hold(found) if hold else ()
    return corpus.plan(found, last, versions.current(settings), now=now, force=force, only=only, hold=held), last


def _scan(settings: Settings) -> Scan:
    if is_url(settings.raw):
        return corpus.scan_store(RemoteStore(settings.raw))
    return corpus.scan(Path(settings.raw))


class _Run:
    def __init__(
        self,
        settings: Settings,
        force: bool,
        only: Collection[str],
        hold: Hold | None,
        progress: Callable[[Progress], None] | None,
        prepare: str,
    ) -> None:
        self._settings, self._force, self._only, self._hold = settings, force, only, hold
        self._progress, self._prepare = progress, prepare
        self._store = open_store(settings.interim)
        self._watch = Stopwatch()
        self._work: Counter[str] = Counter()
        self._memory = 0.0

    def run(self) -> Summary:
        made, last = _plan(self._settings, self._force, self._only, self._hold)
        self._watch.lap("scan")
        self._entries = {e.document_id: e for e in made.manifest.entries.values()}
        self._paths = {j.document_id: j.name for j in made.jobs}
        self._total, self._done = len(made.jobs), 0
        self._do(made.jobs)
        self._tell_doubles(made.manifest)
        publication = self._publish(made)
        if not is_url(self._settings.output):  # in a store there is no log of changes: it would need a lock
            changelog.update(Path(self._settings.output), publication.number)
        if made.manifest != last:
            manifest.save(self._store, made.manifest)
        self._clear(last, made.manifest)
        self._watch.lap("publish")
        return self._summary(made, last, publication)

    def _do(self, jobs: list[Job]) -> None:
        self._tell(Progress(0, self._total))
        left = [job for job in jobs if job.is_forced or not self._resume(job)]
        for outcome in engine.process(left, self._settings, self._store, self._prepare):
            self._take(outcome)
        self._watch.lap("reports")

    def _resume(self, job: Job) -> bool:
        """Whether a run that was stopped has done the job already."""
        had = interim.find(self._store, job.document_id, job.key)
        if had is None or (isinstance(had, Problem) and had.code in TRANSIENT):
            return False
        problem = had if isinstance(had, Problem) else None
        written = None if isinstance(had, Problem) else had
        self._take(Outcome(document_id=job.document_id, key=job.key, written=written, problem=problem))
        return True

    def _take(self, outcome: Outcome) -> None:
        entry = self._entries[outcome.document_id]
        entry.problem = outcome.problem
        self._work.update(outcome.seconds)
        self._memory = max(self._memory, outcome.memory_mb)
        if outcome.written is not None:
            entry.rows, entry.crc = outcome.written.name, outcome.written.crc
            entry.counts = {t: n for t, n in outcome.written.counts.items() if n}
            entry.schema = interim.schema_key()
        self._done += 1
        self._tell(Progress(self._done, self._total, self._paths.get(outcome.document_id, ""), outcome.problem))

    def _tell_doubles(self, made: Manifest) -> None:
        """What is wrong with a report is wrong with every file of the same content."""
        for entry in made.entries.values():
            if entry.duplicate_of:
                entry.problem = self._entries[entry.duplicate_of].problem

    def _tell(self, progress: Progress) -> None:
        if self._progress is not None:
            self._progress(progress)

    def _publish(self, made: Plan) -> Publication:
        try:
            return publish.publish(made.manifest, self._store, self._settings, reuse=not self._force)
        except DamagedRowsError as error:
            log.warning("%s They are read again.", error)
            self._redo(made, error.documents)
            return publish.publish(made.manifest, self._store, self._settings, reuse=not self._force)

    def _redo(self, made: Plan, documents: Collection[str]) -> None:
        paths = {self._entries[d].path for d in documents}
        for document in documents:
            self._entries[document].rows = None
        again = corpus.plan(
            _scan(self._settings), made.manifest, made.manifest.versions, now=clock.now(), force=True, only=paths
        )
        # The entries of the first plan are the ones that are published and saved.
        for path, entry in again.manifest.entries.items():
            made.manifest.entries[path] = self._entries[entry.document_id] = entry
        for outcome in engine.process(again.jobs, self._settings, self._store, self._prepare):
            self._take(outcome)

    def _clear(self, last: Manifest, now: Manifest) -> None:
        """Remove interim files that nothing needs any more, and old snapshots."""
        needed = {e.rows for e in now.entries.values()}
        for entry in last.entries.values():
            if entry.rows and entry.rows not in needed:
                self._store.delete(entry.rows)
            current = self._entries.get(entry.document_id)
            if entry.problem is not None and (current is None or current.key != entry.key or current.problem is None):
                self._store.delete(interim.failure_name(entry.document_id, entry.key))
        publish.collect(self._settings.output, self._settings.keep_snapshots, self._settings.keep_hours)

    def _summary(self, made: Plan, last: Manifest, publication: Publication) -> Summary:
        errors = _errors(made.manifest)
        return Summary(
            actions=tuple(made.actions),
            done=self._done,
            failures=errors,
            warnings=publication.rows["failures"] - errors,
            rows=publication.rows,
            seconds=self._watch.seconds | {"total": self._watch.total},
            work=dict(self._work),
            worker_memory_mb=self._memory,
            snapshot=publication.number,
            is_new=publication.is_new,
            output=self._settings.output,
            versions=made.manifest.versions,
            is_rebuilt=bool(last.versions) and last.versions != made.manifest.versions,
        )


def _errors(made: Manifest) -> int:
    problems: list[Problem | None] = [odd.problem for odd in made.oddities]
    problems.extend(entry.problem for entry in made.entries.values())
    return sum(p is not None and p.severity == "error" for p in problems)
