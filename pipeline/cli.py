"""The commands. Heavy rooms are imported inside them, so that `--help` and a wrong argument answer at once."""

from __future__ import annotations

import logging
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from pipeline import __version__, desk, settings
from pipeline.errors import BusyError, PipelineError, SettingsError
from pipeline.settings import Settings

EXIT_CODES = {
    0: "All is well.",
    1: "It failed, and the message says why. Tables that were published before stay as they were.",
    2: "An argument, an option or a setting is not understood.",
    3: "It worked, but there is something to look at: a report that could not be read (`run`, `status`), tables that "
    "break the contract (`check`).",
    4: "Another run is at work on the same output folder.",
    130: "Stopped with Ctrl-C. Tables that were published before stay as they were.",
}
LOOK, BUSY, STOPPED = 3, 4, 130


@contextmanager
def _told() -> Iterator[None]:
    """Turns what goes wrong into one line on standard error and an exit code."""
    try:
        yield
        sys.stdout.flush()
    except PipelineError as error:
        print(f"Error: {error}", file=sys.stderr)
        code = {BusyError: BUSY, SettingsError: 2}.get(type(error), 1)
        raise SystemExit(code) from error
    except KeyboardInterrupt as error:
        print("Stopped. What was published before stays as it was; the next run goes on from here.", file=sys.stderr)
        raise SystemExit(STOPPED) from error
    except BrokenPipeError as error:  # the reader of a pipe, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0) from error


class _Commands(TyperGroup):
    def invoke(self, ctx: Any) -> Any:
        with _told():
            return super().invoke(ctx)


app = typer.Typer(
    name="pipeline",
    cls=_Commands,
    help="Turns a folder of policy reports into tables of who recommends what to whom.",
    epilog="Start with: pipeline run. The tables are explained by: pipeline tables.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Raw = Annotated[str | None, typer.Option(help="Folder with the reports; nothing in it is changed.", metavar="DIR")]
Interim = Annotated[str | None, typer.Option(help="Folder for what is kept between runs.", metavar="DIR")]
Output = Annotated[str | None, typer.Option(help="Folder with the tables.", metavar="DIR")]
Only = Annotated[list[str] | None, typer.Option(help="Only this report; can be given several times.", metavar="REPORT")]
Force = Annotated[bool, typer.Option("--force", help="Read every report again, changed or not.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be done and why, and do nothing.")]
Workers = Annotated[int | None, typer.Option(help="Reports worked on at once; 0 is one for each core.", min=0)]
Engine = Annotated[str | None, typer.Option(help="processes (this machine), inline (no extra process), or dask.")]
DaskAddress = Annotated[str | None, typer.Option(help="Of a Dask scheduler, such as tcp://host:8786.")]


def _version(wanted: bool) -> None:
    if wanted:
        print(f"pipeline {__version__}")
        raise typer.Exit


@app.callback()
def main_options(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and leave.", callback=_version, is_eager=True)
    ] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Say on standard error what is done.")] = False,
    json_logs: Annotated[bool, typer.Option("--json-logs", help="The same, one JSON object a line.")] = False,
) -> None:
    """Options of all commands."""
    from pipeline import logs

    logs.configure(logging.INFO if verbose or json_logs else logging.WARNING, as_json=json_logs)


@app.command()
def run(
    raw: Raw = None,
    interim: Interim = None,
    output: Output = None,
    only: Only = None,
    force: Force = False,
    dry_run: DryRun = False,
    workers: Workers = None,
    engine: Engine = None,
    dask_address: DaskAddress = None,
) -> None:
    """Read what is new or changed in the raw folder and publish the tables."""
    given = {"raw": raw, "interim": interim, "output": output}
    chosen = _settings(**given, workers=workers, engine=engine, dask_address=dask_address)
    from pipeline import terminal
    from pipeline.run import run as run_all

    console = terminal.console()
    with terminal.progress() as progress:
        summary = run_all(chosen, force=force, only=only or (), dry_run=dry_run, progress=progress)
    if dry_run:
        console.print(terminal.intentions(summary))
        return
    console.print(terminal.summary(summary, chosen, _failures(chosen.output) if summary.failures else []))
    if summary.failures:
        raise typer.Exit(LOOK)


@app.command()
def watch(
    raw: Raw = None,
    interim: Interim = None,
    output: Output = None,
    settle: Annotated[
        float | None, typer.Option(help="Seconds that a file must have stood still to be read.", min=0.0)
    ] = None,
    workers: Workers = None,
    engine: Engine = None,
    dask_address: DaskAddress = None,
) -> None:
    """Read reports as they are dropped into the raw folder, each once it is fully written, until Ctrl-C."""
    given = {"raw": raw, "interim": interim, "output": output, "settle": settle}
    chosen = _settings(**given, workers=workers, engine=engine, dask_address=dask_address)
    from pipeline import terminal
    from pipeline.book import Summary
    from pipeline.run import run as run_all
    from pipeline.watch import Hold
    from pipeline.watch import watch as watched

    def once(hold: Hold) -> Summary:
        with terminal.progress() as progress:
            return run_all(chosen, hold=hold, progress=progress)

    signal.signal(signal.SIGTERM, signal.default_int_handler)  # as service managers stop it
    console = terminal.console()
    runs = watched(chosen, once)
    console.print(f"Watching {terminal.shown(chosen.raw)} for reports. Ctrl-C ends it.")
    for came in runs:
        if isinstance(came, Summary):
            console.print(terminal.batch(came, _failures(chosen.output) if came.failures else []))
        else:
            console.print(terminal.setback(came))


@app.command()
def status(output: Output = None) -> None:
    """Tell what is published, when and how the last run went, and which reports could not be read."""
    from pipeline import published, terminal
    from pipeline.publish import runlog
    from pipeline.store import open_store

    place = _settings(output=output).output
    with published.snapshot(place) as snapshot:
        about = snapshot.about
    runs = runlog.read(open_store(place))
    last = runs.slice(runs.num_rows - 1).to_pylist()[0] if runs.num_rows else None
    failed = _failures(place)
    console = terminal.console()
    console.print(terminal.snapshot(about, place, last))
    if failed:
        console.print(terminal.failures(failed))
    if any(row["severity"] == "error" for row in failed):
        raise typer.Exit(LOOK)


@app.command()
def show(
    report: Annotated[str, typer.Argument(help="Its path, file name, id, or part of its title.", metavar="REPORT")],
    output: Output = None,
    text: Annotated[bool, typer.Option("--text", help="Print the report's text as it was read instead.")] = False,
) -> None:
    """Print a report's recommendations and what they ask of whom."""
    from pipeline import published, shown, terminal

    with published.snapshot(_settings(output=output).output) as snapshot:
        found = shown.report(snapshot, shown.find(snapshot, report))
    if text:
        print(found.document["text"])
        return
    console = terminal.console()
    console.print(terminal.heading(found.document, found.issuers))
    if found.failures:
        console.print(terminal.failures(found.failures))
    for part in terminal.advice(found.recommendations, found.directives, found.parties):
        console.print(part)


@app.command()
def tables(
    name: Annotated[str | None, typer.Argument(help="Of a table, for its columns.", metavar="[TABLE]")] = None,
) -> None:
    """Explain the tables: what a row of each stands for, or the columns of one."""
    from pipeline import terminal
    from pipeline.tables import LOGS, TABLES

    if name is not None and name not in TABLES | LOGS:
        raise SettingsError(f"There is no table '{name}'; there are {', '.join(TABLES | LOGS)}.")
    terminal.console().print(terminal.dictionary() if name is None else terminal.column_list(name))


@app.command()
def check(output: Output = None) -> None:
    """Hold the published tables against the contract: whole, right types, every text where it says it stands."""
    from pipeline import audit, published

    place = _settings(output=output).output
    with published.snapshot(place) as snapshot:
        problems = list(audit.audit(snapshot))
        about = snapshot.about
    for problem in problems:
        print(problem)
    if problems:
        print(f"{len(problems)} problems in {place}. `pipeline run --force` builds the tables again.")
        raise typer.Exit(LOOK)
    print(f"{sum(about['rows'].values()):,} rows in {len(about['rows'])} tables of {place} are whole and grounded.")


@app.command()
def review(
    raw: Raw = None,
    output: Output = None,
    to: Annotated[
        str | None, typer.Option(help="Folder for the pages; by default review/ among the tables.", metavar="DIR")
    ] = None,
) -> None:
    """Write pages to look through what was found, report by report; they open in any browser, without a server."""
    from pipeline import published, terminal
    from pipeline.review import build

    chosen = _settings(raw=raw, output=output)
    local = None if settings.is_url(chosen.raw) else Path(chosen.raw)
    with published.snapshot(chosen.output) as snapshot:
        site = build(snapshot, Path(to or f"{chosen.output}/review").resolve(), local)
    terminal.console().print(
        f"{site.reports} reports, {site.size / 1e6:.1f} MB. Open {site.index} in a browser.", soft_wrap=True
    )


@app.command()
def serve(
    port: Annotated[int, typer.Option(help="Of the server's page on this machine.", min=1, max=65535)] = 4200,
) -> None:
    """Start a Prefect server and a worker on this machine that run the schedule of prefect.yaml, until Ctrl-C."""
    from pipeline import serving

    with serving.served(Path.cwd(), port) as page:
        print(f"The runs are at {page}/deployments (this machine only). Ctrl-C stops server and worker.", flush=True)
        while True:
            time.sleep(60)


desk.register(app)


def _failures(output: str) -> list[dict[str, Any]]:
    from pipeline import published

    with published.snapshot(output) as snapshot:
        rows: list[dict[str, Any]] = (
            snapshot.arrow("failures").sort_by([("severity", "ascending"), ("path", "ascending")]).to_pylist()
        )
    return rows


def _settings(**arguments: Any) -> Settings:
    return settings.load(**arguments)


def main() -> None:
    """The entry point of the `pipeline` command."""
    try:
        app()
    except Exception as error:
        logging.getLogger(__name__).info("traceback", exc_info=error)
        again = " ".join(word for word in sys.argv[1:] if word not in ("-v", "--verbose"))
        print(
            f"Error: the program failed ({type(error).__name__}: {error}). This is a defect of it, not of your reports; "
            f"what was published before stays as it was.\nPlease report it with what this prints:  pipeline -v {again}",
            file=sys.stderr,
        )
        raise SystemExit(1) from error


if __name__ == "__main__":
    main()
