"""Writes docs/tables.md and docs/commands.md from the code; `--check` only says whether they are up to date.

The data dictionary comes from pipeline/tables.py, the command reference from pipeline/cli.py: neither is edited by hand.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperGroup, TyperOption

from pipeline.cli import EXIT_CODES, app
from pipeline.tables import CONTRACT_VERSION, LOGS, TABLES, ColumnSpec, columns

EVERY = TABLES | LOGS
DOCS = Path(__file__).resolve().parent
NOTE = "<!-- Written by docs/generate.py (make docs); not edited by hand. -->\n"

ABOUT_TABLES = f"""{NOTE}
# The tables

Contract {CONTRACT_VERSION}. All tables are Parquet; each column's description is in the file's own metadata too, and
`pipeline tables NAME` prints it in the terminal.

**Where a row stands.** `start` and `end` are character offsets into `documents.text` of the same document, end exclusive,
so that in Python `text[start:end]` is the row's own text. Pages count from 1 and are null for formats without pages.

**Ids** stay the same from run to run as long as what they name does. They come from the text and not from its place: a
paragraph put in at the top of a report renames nothing below it.

A column in **bold** is never null. A column marked *key* is part of what makes a row unique.
"""

ABOUT_COMMANDS = f"""{NOTE}
# Commands

`make run` is `pipeline run` with everything set up first. The command itself is `.venv/bin/pipeline`, or just `pipeline`
after `source .venv/bin/activate`. Folders given as options are relative to where you are; without options those of
`pyproject.toml` or `pipeline.toml` hold, from any folder below it.
"""

BEFORE = "They stand before the command: `pipeline --json-logs run`. Logs go to standard error."


def tables_page() -> str:
    """The data dictionary."""
    overview = ["| table | one row for |", "| --- | --- |"]
    overview += [f"| [`{name}`](#{name}) | {row.__doc__} |" for name, row in EVERY.items()]
    parts = [ABOUT_TABLES, "\n".join(overview)]
    parts += [_table(name) for name in EVERY]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _table(name: str) -> str:
    head = f"## `{name}` {{ #{name} }}\n\nOne row for {EVERY[name].__doc__}.\n\n"
    return head + "\n".join(["| column | type | what it says |", "| --- | --- | --- |", *map(_column, columns(name))])


def _column(spec: ColumnSpec) -> str:
    shown = f"`{spec.name}`" if spec.nullable else f"**`{spec.name}`**"
    kind = {"strings": "list of string", "regions": "list of boxes", "timestamp": "timestamp, UTC"}.get(
        spec.type, spec.type
    )
    says = _cell(spec.column.description)
    listed = ", ".join(f"`{value}`" for value in spec.values)
    refers = f"→ `{spec.column.refers}`" if spec.column.refers else ""
    extra = "; ".join(text for text in (listed, refers, "*key*" if spec.column.key else "") if text)
    return f"| {shown} | {kind} | {says}{'<br>' + extra if extra else ''} |"


def commands_page() -> str:
    """The command reference."""
    root = typer.main.get_command(app)
    assert isinstance(root, TyperGroup)
    parts = [ABOUT_COMMANDS, "\n".join(["## Options of all commands", "", BEFORE, "", *_options(root)])]
    parts += ["\n".join(_command(name, command)) for name, command in root.commands.items()]
    codes = ["## Exit codes", "", "| code | meaning |", "| --- | --- |"]
    codes += [f"| {code} | {meaning} |" for code, meaning in EXIT_CODES.items()]
    return "\n\n".join(part.strip() for part in [*parts, "\n".join(codes)]) + "\n"


def _command(name: str, command: Any) -> Iterator[str]:
    yield f"## `pipeline {name}`"
    yield ""
    yield (command.help or "").strip()
    yield ""
    yield from _options(command)


def _options(command: Any) -> Iterator[str]:
    yield "| option | what it does |"
    yield "| --- | --- |"
    for parameter in command.params:
        if isinstance(parameter, TyperOption):
            names = ", ".join(f"`{flag}`" for flag in [*parameter.opts, *parameter.secondary_opts])
        else:
            names = f"`{parameter.name.upper()}`"
        yield f"| {names} | {_cell(getattr(parameter, 'help', None) or '')} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


PAGES = {"tables.md": tables_page, "commands.md": commands_page}


def main(check: bool) -> int:
    """Write the pages, or with `check` name those that are out of date; the number of those."""
    old = [name for name, page in PAGES.items() if not _holds(DOCS / name, page())]
    for name in old:
        if not check:
            (DOCS / name).write_text(PAGES[name](), encoding="utf-8")
        print(f"docs/{name} {'is out of date: run `make docs`' if check else 'written'}")
    return len(old) if check else 0


def _holds(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text(encoding="utf-8") == text


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
