"""What a run came to: for its caller, and as a row of the table `runs`."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field

from pipeline import clock, memory, published
from pipeline.corpus import Action
from pipeline.errors import PublishError
from pipeline.settings import Settings
from pipeline.tables import CONTRACT_VERSION, RunOutcome, Runs


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a run came to.

    Attributes:
        actions: every report, with what was done and why.
        failures: error rows in `failures`; `warnings`: its other rows.
        rows: per published table.
        seconds: by stage, `total` among them.
        snapshot: the published snapshot's number; None after a dry run.
        is_new: whether this run published it.
        versions: of pipeline, model, lexicon and libraries.
        run: its number in the table `runs`.
        work: seconds that all workers together spent on extracting, checking and writing.
        worker_memory_mb: the most that any worker has had.
        is_rebuilt: the tables were of another contract or pipeline and were made anew.
    """

    actions: tuple[Action, ...]
    done: int = 0
    failures: int = 0
    warnings: int = 0
    rows: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    snapshot: int | None = None
    is_new: bool = False
    output: str = ""
    versions: dict[str, str] = field(default_factory=dict)
    is_rebuilt: bool = False
    run: int | None = None
    work: dict[str, float] = field(default_factory=dict)
    worker_memory_mb: float = 0.0

    @property
    def counts(self) -> Counter[str]:
        """How many reports there are of each kind of action."""
        return Counter(action.what for action in self.actions)


def row(outcome: RunOutcome, begun: dt.datetime, summary: Summary | None = None, message: str | None = None) -> Runs:
    """A row of `runs`; its number is given when it is added. Without a summary the counts are zero."""
    came_to = summary or Summary(actions=())
    counts, seconds, versions = came_to.counts, came_to.seconds, came_to.versions
    return Runs(
        run=0,
        started_at=begun,
        outcome=outcome,
        message=message,
        snapshot=came_to.snapshot,
        pipeline=versions.get("pipeline"),
        model=versions.get("model"),
        lexicon=versions.get("lexicon"),
        contract=CONTRACT_VERSION,
        reports=sum(counts.values()) - counts["gone"],
        new=counts["new"],
        changed=counts["changed"],
        outdated=counts["outdated"] + counts["forced"],
        retried=counts["retry"],
        moved=counts["moved"],
        duplicates=counts["duplicate"],
        gone=counts["gone"],
        failures=came_to.failures,
        warnings=came_to.warnings,
        recommendations=came_to.rows.get("recommendations", 0),
        directives=came_to.rows.get("directives", 0),
        seconds=seconds.get("total", 0.0),
        seconds_scan=seconds.get("scan", 0.0),
        seconds_reports=seconds.get("reports", 0.0),
        seconds_publish=seconds.get("publish", 0.0),
        memory_mb=_rounded(memory.peak()),
        worker_memory_mb=_rounded(came_to.worker_memory_mb),
    )


def failed(error: BaseException, begun: dt.datetime, settings: Settings) -> Runs:
    """The row of a run that did not come to its end; the last tables stayed."""
    outcome: RunOutcome = "failed" if isinstance(error, Exception) else "stopped"
    current = None
    with suppress(PublishError), published.snapshot(settings.output) as held:
        current = held.number
    seconds = {} if clock.frozen() else {"total": (clock.now() - begun).total_seconds()}
    return row(outcome, begun, Summary(actions=(), snapshot=current, seconds=seconds), str(error) or None)


def _rounded(megabytes: float) -> float | None:
    """Null where nothing was measured, or the same input is to give the same bytes."""
    return None if clock.frozen() or not megabytes else round(megabytes, 1)
