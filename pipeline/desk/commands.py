"""The analyst's commands. Heavy rooms are imported inside them, as in `cli.py`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline import settings

Output = Annotated[str | None, typer.Option(help="Folder with the tables.", metavar="DIR")]
Raw = Annotated[str | None, typer.Option(help="Folder with the reports.", metavar="DIR")]
To = Annotated[str | None, typer.Option("--to", help="Where the result goes.", metavar="PLACE")]


def register(app: typer.Typer) -> None:
    """Hang the analyst's commands into the command line."""
    for command in (review, export):
        app.command()(command)


def review(raw: Raw = None, output: Output = None, to: To = None) -> None:
    """Write pages to look through the reports and what they ask of whom; open output/review/index.html."""
    from pipeline import published
    from pipeline import review as pages

    chosen = settings.load(raw=raw, output=output)
    folder = Path(to) if to else Path(chosen.output) / "review"
    reports = None if settings.is_url(chosen.raw) else Path(chosen.raw)
    with published.snapshot(chosen.output) as snapshot:
        site = pages.build(snapshot, folder, reports)
    typer.echo(f"{site.reports} reports, {site.size / 1e6:,.1f} MB. Open {site.index}")


def export(
    kind: Annotated[str, typer.Argument(help="csv, jsonl, xlsx, duckdb or ig-script.", metavar="FORMAT")],
    output: Output = None,
    to: To = None,
    table: Annotated[list[str] | None, typer.Option(help="Only this table; can be given several times.")] = None,
) -> None:
    """Write the tables in another format: for spreadsheets, databases, or Institutional Grammar tools."""
    from pipeline import export as exports
    from pipeline import published

    place = settings.load(output=output).output
    target = Path(to) if to else Path(place) / "export" / exports.SUFFIXES.get(kind, kind)
    with published.snapshot(place) as snapshot:
        written = exports.export(snapshot, kind, target, table or ())
    typer.echo(f"{written.rows:,} rows in {written.place}")
    for note in written.notes:
        typer.echo(f"Note: {note}.")
