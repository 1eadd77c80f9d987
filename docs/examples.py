"""Runs the Python examples of README.md and docs/questions.md and puts what they print below them.

A fenced `python` block that is followed by a fenced `text` block is an example; those of one page share their variables.
They run where `output/` holds the tables of the samples. `--check` only says which pages no longer tell the truth.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("README.md", "docs/questions.md")
EXAMPLE = re.compile(r"(```python\n(?P<code>.*?)```\n\n```text\n)(?P<printed>.*?)(```)", re.DOTALL)


def renewed(page: str) -> str:
    """A page's text with what its examples print now; the working directory must hold `output/`."""
    names: dict[str, Any] = {}

    def run(found: re.Match[str]) -> str:
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            exec(compile(found["code"], page, "exec"), names)
        return f"{found[1]}{_plain(said.getvalue())}{found[4]}"

    return EXAMPLE.sub(run, (ROOT / page).read_text(encoding="utf-8"))


def _plain(printed: str) -> str:
    lines = [line.rstrip() for line in printed.rstrip().splitlines()]
    return "".join(f"{line}\n" for line in lines)


def read_samples(home: Path) -> None:
    """Read the samples into `output/` below a folder."""
    from pipeline import settings
    from pipeline.run import run

    raw = home / "raw"
    raw.mkdir()
    for sample in sorted((ROOT / "raw").glob("sample-*")):
        (raw / sample.name).write_bytes(sample.read_bytes())
    run(settings.load(start=home, raw=raw, interim=home / "interim", output=home / "output", engine="inline"))


def main(check: bool) -> int:
    """Renew the pages, or with `check` name those that are out of date; the number of those."""
    old = {page: text for page in PAGES if (text := renewed(page)) != (ROOT / page).read_text(encoding="utf-8")}
    for page, text in old.items():
        if not check:
            (ROOT / page).write_text(text, encoding="utf-8")
        print(f"{page} {'shows other output than its examples print: run `make docs`' if check else 'renewed'}")
    return len(old) if check else 0


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        if not Path("output/documents.parquet").exists() or "--samples" in sys.argv:
            os.chdir(folder)
            read_samples(Path(folder))
        sys.exit(main("--check" in sys.argv[1:]))
