"""The same run as a Prefect flow, for schedules, logs and a page to look at. The only file that imports Prefect.

A run's steps are its tasks: one that plans, one for each portion of reports, one that publishes. A task costs 3 to 20 ms
with its bookkeeping, so a portion holds many reports, which `pipeline.engine` and not Prefect spreads over processes or
machines. Tasks hand on counts and paths, never rows.
"""

from __future__ import annotations

import subprocess
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from pipeline import audit, engine, published, serving, settings
from pipeline.errors import BusyError, ContractError, PublishError
from pipeline.run import Progress, Run, Summary, begun
from pipeline.settings import Settings
from pipeline.watch import Failed, Hold, watch

_HOME = Path(__file__).resolve().parent.parent
serving.prepare(_HOME if (_HOME / "prefect.yaml").is_file() else Path.cwd())

from prefect import flow, get_run_logger, task  # noqa: E402
from prefect.artifacts import create_markdown_artifact, create_table_artifact  # noqa: E402
from prefect.cache_policies import NO_CACHE  # noqa: E402
from prefect.utilities.annotations import quote  # noqa: E402

if TYPE_CHECKING:
    from prefect.client.schemas.objects import FlowRun, State, TaskRun
    from prefect.flows import Flow
    from prefect.tasks import Task

    from pipeline.manifest import Job

# Reports of a task: minutes of work, so that neither a task's own cost nor the wait for the last of its reports counts.
PORTION = 250
# Rows that the page of a run shows of a table.
MOST = 500


def notify(which: Flow[..., Any], made: FlowRun, state: State[Any]) -> None:
    """Tell the setting `notify`, if there is one, that a flow has failed; called by Prefect."""
    command = settings.load().notify
    if command:
        message = f"The flow {which.name} ({made.name}) ended as {state.name}: {state.message}\n"
        subprocess.run(command, shell=True, input=message, text=True, timeout=60, check=False)


HOOKS: dict[str, Any] = {"on_failure": [notify], "on_crashed": [notify]}


@flow(name="ingest", description="Reads what is new or changed in the raw folder and publishes the tables.", **HOOKS)
def ingest(
    raw: str | None = None,
    interim: str | None = None,
    output: str | None = None,
    only: list[str] | None = None,
    force: bool = False,
    workers: int | None = None,
) -> dict[str, int]:
    """Bring the tables up to date; how many rows each has.

    Arguments that are left out come from pyproject.toml, pipeline.toml or PIPELINE_* variables, as on the command line.
    """
    chosen = settings.load(raw=raw, interim=interim, output=output, workers=workers)
    return _through(chosen, force, only or []).rows


@flow(
    name="full-check",
    description="Reads every report again and holds the published tables against the contract.",
    **HOOKS,
)
def full_check(raw: str | None = None, interim: str | None = None, output: str | None = None) -> int:
    """Build everything anew and check what was published; the number of rows.

    Raises:
        ContractError: the published tables break the contract.
    """
    chosen = settings.load(raw=raw, interim=interim, output=output)
    summary = _through(chosen, True, [])
    examine(chosen)
    return sum(summary.rows.values())


@flow(
    name="watch", description="Reads reports as they are dropped into the raw folder, until it is cancelled.", **HOOKS
)
def drops(raw: str | None = None, interim: str | None = None, output: str | None = None) -> None:
    """Ingest what is there, then every batch of drops."""
    chosen = settings.load(raw=raw, interim=interim, output=output)
    for came in watch(chosen, lambda hold: _through(chosen, False, [], hold)):
        if isinstance(came, Failed):
            get_run_logger().error("%s Tried again in %.0f s.", came.error, came.again)


def _through(chosen: Settings, force: bool, only: list[str], hold: Hold | None = None) -> Summary:
    """All tasks of a run, in a row."""
    with ExitStack() as stack:
        made = begin(stack, chosen, force, only, hold)
        portions = engine.portions(made.jobs, PORTION)
        for number, jobs in enumerate(portions, 1):
            named = process.with_options(task_run_name=f"process-{number}-of-{len(portions)}")
            # Quoted, so that Prefect does not look through all of them for what other tasks promise.
            named(made, cast("list[Job]", quote(jobs)))
        summary = finish(made)
    report(chosen, summary)
    return summary


def _may_pass(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    """Another run, a full disk or a lost mount may be over in a while; anything else fails the same way again.

    A report that cannot be read is neither: it becomes a row of `failures`, and its task goes on to the next.
    """
    error = state.result(raise_on_failure=False)
    return isinstance(error, BusyError | PublishError | OSError)


RETRIED: dict[str, Any] = {
    "cache_policy": NO_CACHE, "retries": 3, "retry_delay_seconds": [10, 60, 300], "retry_condition_fn": _may_pass
}  # fmt: skip


@task(**RETRIED)
def begin(stack: ExitStack, chosen: Settings, force: bool, only: list[str], hold: Hold | None) -> Run:
    """Hold the folders until the stack is closed; plan, and say in the log what will be done and why."""
    log = get_run_logger()
    made = stack.enter_context(begun(chosen, force=force, only=only, hold=hold, progress=_tell))
    for action in [a for a in made.plan.actions if a.what != "unchanged"][:100]:
        log.info("%s %s %s", action.what, action.path, action.why)
    log.info("%s", ", ".join(f"{n} {what}" for what, n in made.plan.count().items()) or "no reports")
    return made


@task(**RETRIED)
def process(made: Run, jobs: list[Job]) -> int:
    """Do a portion of the reports; how many. Tried again, it goes on where it was stopped."""
    made.process(jobs)
    get_run_logger().info("%d of %d reports", made.done, len(made.jobs))
    return len(jobs)


@task(**RETRIED)
def finish(made: Run) -> Summary:
    """Publish."""
    return made.publish()


def _tell(made: Progress) -> None:
    if made.problem is not None:
        get_run_logger().warning("%s: %s", made.path, made.problem.message)


@task(cache_policy=NO_CACHE)
def report(chosen: Settings, summary: Summary) -> None:
    """Put the run's figures, the reports that could not be read and what has changed on the run's page."""
    figures = {name: summary.rows[name] for name in ("documents", "recommendations", "directives", "failures")}
    lines = ["| | |", "| --- | --- |", *(f"| {name} | {count:,} |" for name, count in figures.items())]
    lines += [f"| {what} | {count:,} |" for what, count in summary.counts.items()]
    lines += [f"| seconds | {summary.seconds.get('total', 0.0):.1f} |", f"| snapshot | {summary.snapshot} |"]
    create_markdown_artifact("\n".join(lines), key="summary", description="What the run came to")
    with published.snapshot(chosen.output) as snapshot:
        failed = snapshot.arrow("failures", ["severity", "path", "page", "code", "message"]).slice(0, MOST).to_pylist()
        changed = _changes(snapshot) if summary.is_new and not settings.is_url(chosen.output) else []
    create_table_artifact(failed, key="failures", description="What could not be read, and what to do about it")
    create_table_artifact(changed, key="changes", description="What this run has changed in the tables")


def _changes(snapshot: published.Snapshot) -> list[dict[str, Any]]:
    """The newest rows of `changes` that are of this snapshot."""
    names = ["snapshot", "path", "change", "table", "columns", "old", "new", "cause"]
    every = snapshot.arrow("changes", names)
    newest = every.slice(max(0, every.num_rows - MOST)).to_pylist()
    return [row for row in newest if row["snapshot"] == snapshot.number]


@task(cache_policy=NO_CACHE)
def examine(chosen: Settings) -> None:
    """Hold the published tables against the contract.

    Raises:
        ContractError: what is wrong, at most twenty findings.
    """
    with published.snapshot(chosen.output) as snapshot:
        problems = list(audit.audit(snapshot))
    if problems:
        raise ContractError("\n".join(problems[:20]))
    get_run_logger().info("the published tables are whole and grounded")
