"""The one way through: look at raw/, do what is new or changed, publish all tables at once.

Everybody takes the same three steps: `begun` plans, `Run.process` does reports, `Run.publish` switches the tables. `run`
takes them in a row, for the command line, the watch and the tests; the Prefect flow makes a task of each, and of each
portion of reports.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline import book, clock, corpus, engine, interim, lock, manifest, publish, published, quick, sources, versions
from pipeline.book import Summary
from pipeline.clock import Stopwatch
from pipeline.corpus import TRANSIENT, Plan, Scan
from pipeline.engine import Crew, Outcome
from pipeline.errors import Problem, PublishError
from pipeline.manifest import Job, Manifest
from pipeline.publish import DamagedRowsError, Publication, changelog, runlog
from pipeline.settings import Settings, is_url, require_raw
from pipeline.store import LocalStore, RemoteStore, open_store

LOCK = "lock"
INTERIM_LOCK = ".lock"

__all__ = ["Progress", "Run", "Summary", "begun", "run"]

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
        SettingsError: there is no raw folder.
        BusyError: another run is at work on the same output or interim folder.
        PublishError: the output cannot be written; the last tables stay as they were.
        PipelineError: settings, lexicon or model are at fault.
    """
    if dry_run:
        require_raw(settings)
        made, _ = _plan(settings, force, only, hold)
        return Summary(actions=tuple(made.actions), versions=made.manifest.versions, output=settings.output)
    with begun(settings, force=force, only=only, hold=hold, progress=progress, prepare=prepare) as started:
        started.process(started.jobs)
        return started.publish()


@contextmanager
def begun(
    settings: Settings,
    *,
    force: bool = False,
    only: Collection[str] = (),
    hold: Hold | None = None,
    progress: Callable[[Progress], None] | None = None,
    prepare: str = engine.PREPARE,
) -> Iterator[Run]:
    """A run that is planned, for the length of a `with` block, in which nobody else can run on its folders.

    Arguments and errors are those of `run`. What ends the block before its time is noted in `runs`.
    """
    require_raw(settings)
    quick.without_pandas()
    with _alone(settings) as killed:
        output, at = settings.output, clock.now()
        if killed is not None:
            log.warning("the run of %s was killed; what it left is used or cleared away", killed.isoformat(" "))
            runlog.add(output, book.row("killed", killed))
        try:
            watch = Stopwatch()
            made, last = _plan(settings, force, only, hold)
            watch.lap("scan")
            log.info("planned: %s", corpus.summarise(made.actions), extra={"counts": dict(made.count())})
            with engine.crew(settings, prepare) as crew:
                yield Run(settings, made, last, crew, at, watch, progress, reuse=not force)
        except BaseException as error:
            with suppress(PublishError):
                runlog.add(output, book.failed(error, at, settings))
            raise


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


class Run:
    """A run that is under way: first `process` for all `jobs`, in as many portions as you like, then `publish`, once.

    Either can be called again after an error: what is done is not done again.

    Attributes:
        plan: what has to be done, and why.
        jobs: the reports to be done.
    """

    def __init__(
        self,
        settings: Settings,
        plan: Plan,
        last: Manifest,
        crew: Crew,
        begun: dt.datetime,
        watch: Stopwatch,
        progress: Callable[[Progress], None] | None,
        *,
        reuse: bool,
    ) -> None:
        self.plan, self.jobs = plan, plan.jobs
        self._settings, self._last, self._crew, self._begun = settings, last, crew, begun
        self._watch, self._progress, self._reuse = watch, progress, reuse
        self._store = open_store(settings.interim)
        self._work: Counter[str] = Counter()
        self._memory = 0.0
        self._entries = {e.document_id: e for e in plan.manifest.entries.values()}
        self._paths = {j.document_id: j.name for j in plan.jobs}
        self._done: set[str] = set()
        self._tell(Progress(0, len(self.jobs)))

    @property
    def done(self) -> int:
        """How many reports are done."""
        return len(self._done)

    def process(self, jobs: Sequence[Job]) -> None:
        """Do some of the reports; a report that cannot be read is a row of `failures`, not an error.

        Raises:
            PublishError: interim/ cannot be written.
            PipelineError: something that every report would fail on.
        """
        left = [j for j in jobs if j.document_id not in self._done and (j.is_forced or not self._resume(j))]
        for outcome in self._crew.process(left):
            self._take(outcome)
        self._watch.lap("reports")

    def publish(self) -> Summary:
        """Switch all tables to what the reports gave, and note the run.

        Raises:
            PublishError: the output cannot be written; the last tables stay as they were.
        """
        made = self.plan.manifest
        self._tell_doubles(made)
        publication = self._published()
        if not is_url(self._settings.output):  # in a store there is no log of changes: it would need a lock
            changelog.update(Path(self._settings.output), publication.number)
        if made != self._last:
            manifest.save(self._store, made)
        self._clear(made)
        self._watch.lap("publish")
        summary = self._summary(publication)
        row = book.row("published" if publication.is_new else "unchanged", self._begun, summary)
        told = {"rows": summary.rows, "failures": summary.failures, "seconds": summary.seconds}
        log.info("snapshot %d %s", publication.number, row.outcome, extra=told)
        return replace(summary, run=runlog.add(self._settings.output, row))

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
        self._done.add(outcome.document_id)
        path = self._paths.get(outcome.document_id, "")
        told = outcome.problem.message if outcome.problem else "done"
        about = {"report": path, "code": outcome.problem.code if outcome.problem else None, "seconds": outcome.seconds}
        log.info("%s: %s", path, told, extra=about)
        self._tell(Progress(self.done, len(self.jobs), path, outcome.problem))

    def _tell_doubles(self, made: Manifest) -> None:
        """What is wrong with a report is wrong with every file of the same content."""
        for entry in made.entries.values():
            if entry.duplicate_of:
                entry.problem = self._entries[entry.duplicate_of].problem

    def _tell(self, progress: Progress) -> None:
        if self._progress is not None:
            self._progress(progress)

    def _published(self) -> Publication:
        made = self.plan.manifest
        try:
            return publish.publish(made, self._store, self._settings, reuse=self._reuse)
        except DamagedRowsError as error:
            log.warning("%s They are read again.", error)
            self._redo(error.documents)
            return publish.publish(made, self._store, self._settings, reuse=self._reuse)

    def _redo(self, documents: Collection[str]) -> None:
        made = self.plan.manifest
        paths = {self._entries[d].path for d in documents}
        for document in documents:
            self._entries[document].rows = None
        again = corpus.plan(_scan(self._settings), made, made.versions, now=clock.now(), force=True, only=paths)
        # The entries of the first plan are the ones that are published and saved.
        for path, entry in again.manifest.entries.items():
            made.entries[path] = self._entries[entry.document_id] = entry
        for outcome in self._crew.process(again.jobs):
            self._take(outcome)

    def _clear(self, now: Manifest) -> None:
        """Remove interim files that nothing needs any more, and old snapshots."""
        needed = set(_files(now))
        # What runs that were killed under other versions have left is in no manifest.
        is_thorough = not self._reuse or self._last.versions != now.versions
        folders = interim.FOLDER, sources.FOLDER
        held = [n for f in folders for n in self._store.names(f)] if is_thorough else _files(self._last)
        for name in held:
            if name not in needed:
                self._store.delete(name)
        publish.collect(self._settings.output, self._settings.keep_snapshots, self._settings.keep_hours)

    def _summary(self, publication: Publication) -> Summary:
        made = self.plan.manifest
        errors = _errors(made)
        return Summary(
            actions=tuple(self.plan.actions),
            done=self.done,
            failures=errors,
            warnings=publication.rows["failures"] - errors,
            rows=publication.rows,
            seconds=self._watch.seconds | {"total": self._watch.total},
            work=dict(self._work),
            worker_memory_mb=self._memory,
            snapshot=publication.number,
            is_new=publication.is_new,
            output=self._settings.output,
            versions=made.versions,
            is_rebuilt=bool(self._last.versions) and self._last.versions != made.versions,
        )


def _files(made: Manifest) -> Iterator[str]:
    """The interim files that a manifest knows of."""
    for entry in made.entries.values():
        yield from filter(None, (entry.rows, entry.source))
        if entry.problem is not None:
            yield interim.failure_name(entry.document_id, entry.key)


def _errors(made: Manifest) -> int:
    problems: list[Problem | None] = [odd.problem for odd in made.oddities]
    problems.extend(entry.problem for entry in made.entries.values())
    return sum(p is not None and p.severity == "error" for p in problems)
