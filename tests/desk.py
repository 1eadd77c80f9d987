"""A raw, interim and output folder to try runs on, with reports read by `faked`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pyarrow as pa
from faked import PREPARE

from pipeline import published, settings
from pipeline.run import Run, Summary, begun, run
from pipeline.settings import Settings


class Desk:
    """The three folders below one."""

    def __init__(self, home: Path, **chosen: Any) -> None:
        self.home = home
        self.raw, self.interim, self.output = home / "raw", home / "interim", home / "output"
        self.raw.mkdir(parents=True, exist_ok=True)
        self.chosen = {"engine": "inline"} | chosen
        # None for the real ones. The fake reader depends on none of the real ones, whose sources may change while tests run.
        self.versions: dict[str, str] | None = {"pipeline": "1", "model": "1", "lexicon": "1"}

    def settings(self, **chosen: Any) -> Settings:
        places = {"raw": str(self.raw), "interim": str(self.interim), "output": str(self.output)}
        return settings.load(self.home, {}, **(places | self.chosen | chosen))

    def put(self, name: str, text: str) -> Path:
        """Put a report (or sidecar) into raw/."""
        path = self.raw / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def run(self, **options: Any) -> Summary:
        """Run; `settings=` for other settings."""
        chosen = self.settings(**options.pop("settings", {}))
        with self._versions():
            return run(chosen, prepare=options.pop("prepare", PREPARE), **options)

    @contextmanager
    def begun(self, **options: Any) -> Iterator[Run]:
        """A run in its steps."""
        with self._versions(), begun(self.settings(), prepare=PREPARE, **options) as made:
            yield made

    def _versions(self) -> AbstractContextManager[Any]:
        told = self.versions
        return patch("pipeline.versions.current", lambda _: dict(told)) if told else nullcontext()

    def did(self, **options: Any) -> dict[str, str]:
        """Run, and tell what was done with each report."""
        return {a.path: a.what for a in self.run(**options).actions}

    def table(self, name: str, *columns: str) -> list[Any]:
        """A published table's rows; with columns, tuples of these (or the values of one)."""
        with published.snapshot(self.output) as held:
            data: pa.Table = held.arrow(name)
        rows: list[Any] = data.to_pylist()
        if not columns:
            return rows
        return [row[columns[0]] if len(columns) == 1 else tuple(row[c] for c in columns) for row in rows]

    def files(self) -> dict[str, bytes]:
        """Every published file of the newest snapshot."""
        with published.snapshot(self.output) as held:
            found = sorted(held.path.rglob("*.parquet"))
            return {p.relative_to(held.path).as_posix(): p.read_bytes() for p in found if p.is_file()}
