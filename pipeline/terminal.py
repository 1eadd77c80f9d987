"""What a person sees in the terminal: a report's advice, tables of failures and counts, the progress of a run."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from pipeline.settings import Settings
from pipeline.tables import LOGS, TABLES, columns

if TYPE_CHECKING:
    from pipeline.run import Progress as Progress_
    from pipeline.run import Summary
    from pipeline.watch import Failed

Row = Mapping[str, Any]

# Strength by colour and, for those who see none, by the word itself.
STRENGTH_STYLES = {"must": "bold red", "should": "bold yellow", "may": "bold green"}
SEVERITY_STYLES = {"error": "bold red", "warning": "yellow"}
NOBODY = "(nobody named)"
UNNUMBERED = {"prose": "¶", "bulleted": "•"}


def heading(document: Row, issuers: Iterable[str]) -> RenderableType:
    """A report's title, who put it out, when, and where it lies."""
    pages = (
        f"{document['page_count']} page{'s' if document['page_count'] != 1 else ''}" if document["page_count"] else ""
    )
    facts = ["; ".join(issuers), document["published"], document["path"], pages, f"{document['word_count']:,} words"]
    lines = [Text(document["title"] or document["path"], style="bold"), Text(" · ".join(f for f in facts if f), "dim")]
    if document["is_stale"]:
        lines.append(
            Text("The file's new version could not be read; these are the rows of the last good one.", "yellow")
        )
    return Group(*lines)


def advice(
    recommendations: Sequence[Row], directives: Sequence[Row], parties: Sequence[Row]
) -> Iterator[RenderableType]:
    """Each recommendation with its directives below it, in reading order.

    Args:
        recommendations: rows of `recommendations` of one report.
        directives: rows of `directives` of that report, each with the `class` of its cue.
        parties: rows of `directive_parties`, each with the entity's `name`.
    """
    inside: dict[str | None, list[Row]] = defaultdict(list)
    for row in sorted(directives, key=lambda d: (d["action_start"], d["directive_id"])):
        inside[row["recommendation_id"]].append(row)
    playing: dict[str, list[Row]] = defaultdict(list)
    for row in sorted(parties, key=lambda p: (p["role"], p["position"])):
        playing[row["directive_id"]].append(row)
    numbers = {row["recommendation_id"]: row["number"] for row in recommendations}
    for row in sorted(recommendations, key=lambda r: r["ordinal"]):
        yield _recommendation(row, numbers)
        yield _directives(inside.pop(row["recommendation_id"], []), playing)
    if rest := [row for rows in inside.values() for row in rows]:
        yield Text("\nOutside the recommendations", style="bold")
        yield _directives(rest, playing)


def _recommendation(row: Row, numbers: Mapping[str, str | None]) -> RenderableType:
    title = Text("\n")
    title.append(str(row["number"] or UNNUMBERED.get(row["kind"], row["kind"])), style="bold cyan")
    text = row["text"]
    if row["heading"] and text.startswith(row["heading"]):
        title.append(f"  {row['heading'].strip()}", style="bold")
        text = text[len(row["heading"]) :].strip()
    if row["is_repeat"]:
        title.append(f"  repeats {numbers.get(row['repeats_id']) or 'a recommendation elsewhere'}", style="dim")
    if row["page_first"]:
        title.append(f"  p. {_pages(row)}", style="dim")
    body = Text(" ".join(text.split()))
    return Group(title, Padding(body, (0, 0, 0, 2))) if body.plain else title


def _pages(row: Row) -> str:
    first, last = row["page_first"], row["page_last"]
    return str(first) if first == last else f"{first}-{last}"


def _directives(rows: Sequence[Row], playing: Mapping[str, Sequence[Row]]) -> RenderableType:
    if not rows:
        return Padding(Text("no directive found here", style="dim italic"), (0, 0, 0, 4))
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(min_width=12, max_width=34)
    grid.add_column()
    for row in rows:
        parties = playing.get(row["directive_id"], [])
        grid.add_row(_strength(row), _actors(parties), _what(row, parties))
    return Padding(grid, (0, 0, 0, 4))


def _strength(row: Row) -> Text:
    """ "must not", "should"; "need not" where the report lets somebody off instead of forbidding it something."""
    if row["class"] == "exemption":
        return Text("need not", style=STRENGTH_STYLES["may"])
    return Text(f"{row['strength']}{' not' if row['negated'] else ''}", style=STRENGTH_STYLES[row["strength"]])


def _actors(parties: Iterable[Row]) -> Text:
    names = [_name(p) for p in parties if p["role"] == "actor"]
    return Text("\n".join(names)) if names else Text(NOBODY, style="dim")


def _name(party: Row) -> str:
    """The identity, and how it is known where the text does not name it."""
    how = {"anaphor": f' ("{party["text"]}")', "issuer": " (the issuer)", "implicit": " (implied)"}
    return f"{party['name']}{how.get(party['resolution'], '')}"


def _what(row: Row, parties: Sequence[Row]) -> Text:
    text = Text(" ".join(row["action"].split()))
    for label, value in _details(row, parties):
        text.append(f"\n{label}: ", style="dim")
        text.append(" ".join(value.split()), style="dim")
    return text


def _details(row: Row, parties: Sequence[Row]) -> Iterator[tuple[str, str]]:
    for role in ("target", "partner"):
        if names := [p["name"] for p in parties if p["role"] == role]:
            yield role, "; ".join(names)
    if row["condition"]:
        yield "condition", row["condition"]
    if row["deadline"]:
        date = f" ({row['deadline_date']})" if row["deadline_date"] else ""
        yield "deadline", f"{row['deadline']}{date}"
    if row["source"] != "issuer":
        yield "reported from", row["source"]


def failures(rows: Sequence[Row]) -> RenderableType:
    """What could not be read, and what to do about it."""
    grid = Table.grid(padding=(0, 2))
    for column in ("severity", "path", "message"):
        grid.add_column(no_wrap=column == "severity")
    for row in rows:
        page = f" (page {row['page']})" if row["page"] else ""
        severity = Text(row["severity"], style=SEVERITY_STYLES[row["severity"]])
        grid.add_row(severity, Text(f"{row['path']}{page}"), Text(f"{row['message']} [{row['code']}]"))
    return grid


def facts(pairs: Mapping[str, str]) -> RenderableType:
    """Names and values, one pair a line."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column()
    for name, value in pairs.items():
        grid.add_row(Text(name), Text(value, overflow="fold"))
    return grid


def dictionary() -> RenderableType:
    """All tables, and what a row of each is for."""
    table = Table(box=None, pad_edge=False)
    table.add_column("table", style="cyan", no_wrap=True)
    table.add_column("one row for")
    for name, row in (TABLES | LOGS).items():
        table.add_row(name, row.__doc__)
    return table


def column_list(name: str) -> RenderableType:
    """The columns of one table."""
    table = Table(
        box=None, pad_edge=False, title=f"{name}: one row for {(TABLES | LOGS)[name].__doc__}", title_justify="left"
    )
    for column in ("column", "type", "null?", "what it says"):
        table.add_column(column, no_wrap=column == "column", style="cyan" if column == "column" else None)
    for spec in columns(name):
        says = Text(spec.column.description)
        if spec.values:
            says.append(f"\n{' | '.join(spec.values)}", style="dim")
        if spec.column.refers:
            says.append(f"\n-> {spec.column.refers}", style="dim")
        kind = f"{spec.type}{' (key)' if spec.column.key else ''}"
        table.add_row(spec.name, kind, "yes" if spec.nullable else "", says)
    return table


@contextmanager
def progress() -> Iterator[Callable[[Progress_], None]]:
    """A progress bar on standard error while a run works; nothing where that is no terminal."""
    if not sys.stderr.isatty():  # rich would put empty lines among the logs
        yield lambda made: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    shape = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.description}", markup=False))
    with Progress(*shape, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("starting", total=None)

        def tell(made: Progress_) -> None:
            """Move the bar on."""
            bar.update(task, completed=made.done, total=made.total or None, description=made.path)

        yield tell


def summary(made: Summary, chosen: Settings, failed: Sequence[Row]) -> RenderableType:
    """The end of a run: what was read, what was found, what failed, how long it took, and where the tables are."""
    parts: list[RenderableType] = []
    if failed:
        parts += [failures(failed), ""]
    if not made.actions:
        parts.append(
            Text(
                f"There are no reports in {shown(chosen.raw)}. Put PDF, Word, HTML, Markdown or text files there.",
                "yellow",
            )
        )
    elif not made.is_new:
        parts.append(Text("Nothing has changed since the last run: the tables are up to date."))
    if made.is_rebuilt:
        parts.append(Text("The program has changed since the last run: reports were read again where that matters."))
    seconds = made.seconds.get("total", 0.0)
    found = {
        "reports": f"{made.rows['documents']:,}  ({_counts(made.counts)})",
        "recommendations": f"{made.rows['recommendations']:,}",
        "directives": f"{made.rows['directives']:,}",
        "failures": f"{made.failures:,}" + (f"  and {made.warnings:,} warnings" if made.warnings else ""),
        "seconds": f"{seconds:.1f}",
        "tables": f"{shown(chosen.output)}  (snapshot {made.snapshot})",
        "to begin with": f'pd.read_parquet("{shown(chosen.output)}who_what_whom.parquet")',
    }
    return Group(*parts, facts(found))


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{number:,} {what}" for what, number in counts.items() if number) or "none"


def batch(made: Summary, failed: Sequence[Row]) -> RenderableType:
    """What came of a run of the watch: a line that begins with the time of day, and one for each report not read."""
    done = {what: n for what, n in made.counts.items() if what != "unchanged"}
    what = _counts(done) if done else f"{made.rows['documents']:,} reports, nothing new"
    line = _clock().append(f"{what}; {made.rows['directives']:,} directives in all, snapshot {made.snapshot}")
    line.append(f"  {made.seconds.get('total', 0.0):.1f} s", "dim")
    touched = {action.path for action in made.actions if action.what != "unchanged"}
    mine = [row for row in failed if row["path"] in touched]
    return Group(line, Padding(failures(mine), (0, 0, 0, 10))) if mine else line


def setback(came: Failed) -> RenderableType:
    """A run of the watch that came to nothing."""
    return _clock().append(f"{came.error}", "bold red").append(f" Tried again in {came.again:.0f} s.")


def _clock() -> Text:
    return Text().append(f"{dt.datetime.now():%H:%M:%S}  ", "dim")


def intentions(made: Summary) -> RenderableType:
    """What a run would do with each report that it would touch, and why."""
    grid = Table.grid(padding=(0, 2))
    for action in made.actions:
        if action.what != "unchanged":
            grid.add_row(Text(action.what, "cyan"), Text(action.path), Text(action.why, "dim"))
    return Group(grid, Text(f"{_counts(made.counts)}. Nothing was done: this was a dry run."))


def snapshot(about: Row, output: str, last: Row | None) -> RenderableType:
    """What is published, since when, made by what, and how the last run went (a row of `runs`)."""
    rows = about["rows"]
    how = f"{_when(last['started_at'])}: {last['outcome']} in {last['seconds']:.1f} s" if last else "unknown"
    versions = ", ".join(f"{name} {version}" for name, version in about["versions"].items() if name != "libraries")
    return facts(
        {
            "tables": f"{shown(output)}  (snapshot {about['number']}, contract {about['contract']})",
            "published": _when(dt.datetime.fromisoformat(about["published_at"])),
            "last run": f"{how} ({last['message']})" if last and last["message"] else how,
            "reports": f"{rows['documents']:,}",
            "recommendations": f"{rows['recommendations']:,}",
            "directives": f"{rows['directives']:,}",
            "failures": f"{rows['failures']:,}" if rows["failures"] else "none",
            "made by": versions,
        }
    )


def _when(time: dt.datetime) -> str:
    return f"{time:%Y-%m-%d %H:%M} UTC"


def shown(place: str) -> str:
    """A folder as a person would name it: relative to where they are, if it lies below."""
    if "://" in place:
        return place
    relative = os.path.relpath(place)
    return f"{place if relative.startswith('..') else relative}/"


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Whoever reads the pipe, such as `head`, has seen enough: that is for the command to take note of."""
        raise BrokenPipeError


def console() -> Console:
    """Where tables and reports are printed; texts are taken as they are, without markup or links."""
    return _Console(markup=False, highlight=False)
