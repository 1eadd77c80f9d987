"""Reports whose rows are replayed: the real rows of a few reports given new ids, so that ten thousand take a minute.

It measures everything but reading and language, whose time it leaves out, with tables as large as the real ones.
"""

from __future__ import annotations

import dataclasses
import os
import pickle
from pathlib import Path
from typing import Any

from pipeline import ids
from pipeline.engine.worker import Work
from pipeline.engine.worker import prepare as prepare_real
from pipeline.manifest import Job
from pipeline.rows import Rows
from pipeline.settings import Settings
from pipeline.tables import TABLES, columns

TEMPLATES = "BENCHMARK_TEMPLATES"
# Columns that hold ids of things inside one report.
OWN = {
    table: [
        c.attribute for c in columns(table) if c.name.endswith("_id") and not c.name.endswith(("entity_id", "actor_id"))
    ]
    for table in TABLES
}


def record(jobs: list[Job], settings: Settings, place: Path) -> None:
    """Do some reports for real and keep their rows."""
    work = prepare_real(settings)
    place.write_bytes(pickle.dumps([work(job) for job in jobs]))


def prepare(settings: Settings) -> Work:
    """A worker's function that gives one of the recorded reports under the asked one's name."""
    del settings
    templates: list[Rows] = pickle.loads(Path(os.environ[TEMPLATES]).read_bytes())

    def work(job: Job) -> Rows:
        number = sum(job.sha256.encode())
        return Rows(
            {
                table: tuple(_renamed(table, row, job) for row in rows)
                for table, rows in templates[number % len(templates)].tables.items()
            }
        )

    return work


def _renamed(table: str, row: Any, job: Job) -> Any:
    document = ids.document_id(job.origin)
    new: dict[str, Any] = {}
    for name in OWN[table]:
        value = getattr(row, name)
        new[name] = document if name == "document_id" else value and f"{value}{document}"
    if table in ("documents", "who_what_whom", "failures"):
        new["path"] = job.origin
    if table in ("documents", "failures"):
        new["sha256"] = job.sha256
    if table == "entities":
        del new["parent_id"]
    return dataclasses.replace(row, **new)
