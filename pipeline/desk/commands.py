"""The analyst's commands. Heavy rooms are imported inside them, as in `cli.py`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline import settings
from pipeline.errors import PipelineError

Output = Annotated[str | None, typer.Option(help="Folder with the tables.", metavar="DIR")]
Raw = Annotated[str | None, typer.Option(help="Folder with the reports.", metavar="DIR")]
To = Annotated[str | None, typer.Option("--to", help="Where the result goes.", metavar="PLACE")]


def register(app: typer.Typer) -> None:
    """Hang the analyst's commands into the command line."""
    for command in (review, export, plot, links, changes, corrections):
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


def plot(
    kind: Annotated[
        str,
        typer.Argument(
            help="heat (who asks whom), network (who is to act upon whom) or strength (report by report).",
            metavar="KIND",
        ),
    ],
    output: Output = None,
    to: To = None,
) -> None:
    """Draw the tables as SVG or PNG (as the suffix of --to says): output/plots/KIND.svg."""
    from pipeline import plots, published

    place = settings.load(output=output).output
    target = Path(to) if to else Path(place) / "plots" / f"{kind}.svg"
    with published.snapshot(place) as snapshot:
        typer.echo(f"Drawn: {plots.draw(snapshot, kind, target)}")


LEFT_OUT = ' Among so many reports links are looked for only with links = "yes" in pipeline.toml.'
SAYS = {"repeats": "word for word", "similar": "much the same", "contradicts": "THE OPPOSITE"}


def links(
    report: Annotated[
        str | None, typer.Argument(help="Only of this report: its path, file name or id.", metavar="[REPORT]")
    ] = None,
    output: Output = None,
    kind: Annotated[str | None, typer.Option(help="Only repeats, similar or contradicts.")] = None,
) -> None:
    """Tell which recommendations of different reports say the same, and which the opposite."""
    from pipeline import published
    from pipeline.published import MOST_LINKED

    if kind is not None and kind not in SAYS:
        raise PipelineError(f"There is no link '{kind}'; there are {', '.join(SAYS)}.")
    with published.snapshot(settings.load(output=output).output) as held:
        rows = held.arrow("recommendation_links").to_pylist()
        documents = {d["document_id"]: d["path"] for d in held.arrow("documents", ["document_id", "path"]).to_pylist()}
        items = held.arrow("recommendations", ["recommendation_id", "text"]).to_pylist()
    texts = {item["recommendation_id"]: item["text"] for item in items}
    wanted = {d for d, path in documents.items() if report in (None, d, path, Path(path).name)}
    if not wanted:
        raise PipelineError(f"There is no report '{report}'.")
    shown = [r for r in rows if r["document_id"] in wanted and kind in (None, r["link"])]
    if report is None:  # each pair once
        shown = [r for r in shown if r["recommendation_id"] < r["other_id"]]
    for r in sorted(shown, key=lambda r: (documents[r["document_id"]], -r["score"], r["recommendation_id"])):
        typer.echo(f"{documents[r['document_id']]}: {_short(texts[r['recommendation_id']])}")
        other = documents[r["other_document_id"]]
        typer.echo(f"  {SAYS[r['link']]} ({r['score']:.2f}) in {other}: {_short(texts[r['other_id']])}")
    counts = Counter(r["link"] for r in shown)
    said = ", ".join(f"{counts[name]} {name}" for name in SAYS)
    left_out = "" if rows or len(documents) <= MOST_LINKED else LEFT_OUT
    typer.echo(f"{said}." if shown else f"No recommendation is linked to one of another report.{left_out}")


SIGNS = {"added": "+", "withdrawn": "-", "reworded": "~", "changed": "*"}


def changes(
    report: Annotated[
        str | None, typer.Argument(help="Only of this report: its path, file name or id.", metavar="[REPORT]")
    ] = None,
    output: Output = None,
    since: Annotated[int, typer.Option(help="Only of snapshots from this number on.", min=1)] = 1,
) -> None:
    """Tell what each new snapshot has added (+), reworded (~), changed (*) and withdrawn (-), report by report."""
    from pipeline import published

    place = settings.load(output=output).output
    if settings.is_url(place):
        raise PipelineError("Changes are told of tables in a folder only, not of those in a store.")
    with published.snapshot(place) as held:
        if not held.where("changes").exists():
            raise PipelineError(f"No changes are known in {place} yet; `pipeline run` begins to tell them.")
        rows = held.arrow("changes").to_pylist()
    named = {row["path"]: (row["path"], Path(row["path"]).name, row["document_id"]) for row in rows}
    if report is not None and not any(report in names for names in named.values()):
        raise PipelineError(f"No change of a report '{report}' is known; changes are known of {len(named)} reports.")
    last = None
    for row in rows:
        if row["snapshot"] < since or (report is not None and report not in named[row["path"]]):
            continue
        if (row["snapshot"], row["path"]) != last:
            last = (row["snapshot"], row["path"])
            typer.echo(f"snapshot {row['snapshot']} ({row['changed_at']:%Y-%m-%d %H:%M}): {row['path']}")
        typer.echo(f"  {SIGNS[row['change']]} {_change(row)}  [{row['cause']}]")


def _change(row: dict[str, Any]) -> str:
    what = f"{row['table'].removesuffix('s')} {row['row']}"
    if row["change"] == "changed":
        return f"{what}: {row['columns']}: {_short(row['old'])} -> {_short(row['new'])}"
    if row["change"] == "reworded":
        return f"{what}: {_short(row['old'])} -> {_short(row['new'])}"
    return f"{what}: {_short(row['new'] or row['old'])}"


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 100 else flat[:99] + "…"


def corrections(output: Output = None) -> None:
    """Tell what came of each line of corrections.csv: applied, already right without it, or why not."""
    from pipeline import published

    with published.snapshot(settings.load(output=output).output) as held:
        rows = held.arrow("corrections").sort_by("line").to_pylist()
        failed = [row for row in held.arrow("failures").to_pylist() if row["code"] == "correction"]
    for row in rows:
        if row["outcome"] != "not_applied":
            change = (
                f"{row['column']}: {row['extracted'] or ''} -> {row['value'] or ''}" if row["column"] else row["do"]
            )
            typer.echo(f"line {row['line']}: {row['outcome'].replace('_', ' ')}: {row['row']} {_short(change)}")
    for row in failed:
        typer.echo(row["message"])
    counts = Counter(row["outcome"] for row in rows)
    said = ", ".join(f"{counts[name]} {name.replace('_', ' ')}" for name in ("applied", "already_right"))
    typer.echo(f"{said}, {len(failed)} not applied." if rows or failed else "There are no corrections.")
    if failed:
        raise typer.Exit(3)
