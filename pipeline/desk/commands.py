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
    for command in (review,):
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
