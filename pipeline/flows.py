"""The same run as a Prefect flow, for schedules, logs and a page to look at. The only file that imports Prefect.

Tasks are few and large: one costs 3 to 20 ms with its bookkeeping, so reports are spread by `pipeline.engine` and not by
Prefect. Tasks hand on counts and paths, never rows.
"""

from __future__ import annotations

import logging
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline import audit, published, serving, settings
from pipeline.errors import BusyError, ContractError, PublishError
from pipeline.run import Progress, Summary, run
from pipeline.settings import Settings

_HOME = Path(__file__).resolve().parent.parent
serving.prepare(_HOME if (_HOME / "prefect.yaml").is_file() else Path.cwd())

from prefect import flow, get_run_logger, task  # noqa: E402
from prefect.artifacts import create_markdown_artifact, create_table_artifact  # noqa: E402
from prefect.cache_policies import NO_CACHE  # noqa: E402

if TYPE_CHECKING:
    from prefect.client.schemas.objects import FlowRun, State, TaskRun
    from prefect.flows import Flow
    from prefect.tasks import Task

# Progress is logged this many times in a run, however many reports there are.
STEPS = 20


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
    settings.require_raw(chosen)
    look(chosen, force, only or [])
    summary = update(chosen, force, only or [])
    report(chosen, summary)
    return summary.rows


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
    settings.require_raw(chosen)
    summary = update(chosen, True, [])
    report(chosen, summary)
    examine(chosen)
    return sum(summary.rows.values())


def _may_pass(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    """Another run, a full disk or a lost mount may be over in a while; anything else fails the same way again."""
    error = state.result(raise_on_failure=False)
    return isinstance(error, BusyError | PublishError | OSError)


@task(cache_policy=NO_CACHE)
def look(chosen: Settings, force: bool, only: list[str]) -> dict[str, int]:
    """Say in the log what will be done and why; how many reports of each kind of action."""
    log = get_run_logger()
    summary = run(chosen, force=force, only=only, dry_run=True)
    for action in [a for a in summary.actions if a.what != "unchanged"][:100]:
        log.info("%s %s %s", action.what, action.path, action.why)
    log.info("%s", ", ".join(f"{n} {what}" for what, n in summary.counts.items()) or "no reports")
    return dict(summary.counts)


@task(cache_policy=NO_CACHE, retries=3, retry_delay_seconds=[10, 60, 300], retry_condition_fn=_may_pass)
def update(chosen: Settings, force: bool, only: list[str]) -> Summary:
    """Do what is to be done, and publish."""
    return run(chosen, force=force, only=only, progress=_told(get_run_logger()))


def _told(log: logging.Logger | logging.LoggerAdapter[logging.Logger]) -> Any:
    def tell(made: Progress) -> None:
        if made.problem is not None:
            log.warning("%s: %s", made.path, made.problem.message)
        if made.done and made.done * STEPS // made.total > (made.done - 1) * STEPS // made.total:
            log.info("%d of %d reports", made.done, made.total)

    return tell


@task(cache_policy=NO_CACHE)
def report(chosen: Settings, summary: Summary) -> None:
    """Put the run's figures and the reports that could not be read on the run's page."""
    figures = {name: summary.rows[name] for name in ("documents", "recommendations", "directives", "failures")}
    lines = ["| | |", "| --- | --- |", *(f"| {name} | {count:,} |" for name, count in figures.items())]
    lines += [f"| {what} | {count:,} |" for what, count in summary.counts.items()]
    lines += [f"| seconds | {summary.seconds.get('total', 0.0):.1f} |", f"| snapshot | {summary.snapshot} |"]
    create_markdown_artifact("\n".join(lines), key="summary", description="What the run came to")
    with published.snapshot(chosen.output) as snapshot:
        failed = snapshot.arrow("failures", ["severity", "path", "page", "code", "message"]).to_pylist()
    create_table_artifact(failed, key="failures", description="What could not be read, and what to do about it")


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
