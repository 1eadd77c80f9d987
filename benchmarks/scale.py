"""How a run's time and memory grow with the reports: full, with nothing to do, with three changed.

    python -m benchmarks.scale FOLDER [--counts 100 1000 10000] [--long 300] [--workers 2] [--real]

Each run is a process of its own. Without --real the rows are replayed (see replay.py), so that the seconds are those of all
that is not reading or language.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks import corpus, replay
from pipeline import settings, store
from pipeline.clock import now
from pipeline.manifest import Job

ROOT = Path(__file__).resolve().parent.parent
BARE = "import pipeline.run, pyarrow.parquet, pipeline.lexicon"
RUN = """
import json, time
begun = time.perf_counter()
{bare}
imported = time.perf_counter() - begun
from pipeline import memory, settings
from pipeline.run import run
made = run(settings.load(raw={raw!r}, interim={interim!r}, output={output!r}, workers={workers}), prepare={prepare!r})
print(json.dumps({{
    "imports": imported, "total": time.perf_counter() - begun, **made.seconds, "work": made.work, "done": made.done,
    "rows": sum(made.rows.values()),
    "coordinator_mb": memory.peak(), "worker_mb": made.worker_memory_mb,
}}))
"""


def run(home: Path, workers: int, real: bool) -> dict[str, Any]:
    """One run in a process of its own, and what it took."""
    prepare = "pipeline.engine.worker:prepare" if real else "benchmarks.replay:prepare"
    places = {name: str(home / name) for name in ("raw", "interim", "output")}
    code = RUN.format(bare=BARE, workers=workers, prepare=prepare, **places)
    environ = {**os.environ, "PYTHONPATH": str(ROOT), replay.TEMPLATES: str(home.parent / "templates")}
    begun = time.perf_counter()
    made = subprocess.run([sys.executable, "-c", code], env=environ, capture_output=True, text=True, check=False)
    if made.returncode:
        raise SystemExit(made.stderr)
    result: dict[str, Any] = json.loads(made.stdout.splitlines()[-1])
    return result | {"wall": time.perf_counter() - begun}


def measure(home: Path, count: int, long: int, workers: int, real: bool) -> dict[str, Any]:
    """The runs over one folder."""
    shutil.rmtree(home, ignore_errors=True)
    corpus.write(home / "raw", count, (300, 600))
    corpus.write(home / "raw", long, (5000, 5000), start=count)
    found: dict[str, Any] = {"full": run(home, workers, real), "nothing": run(home, workers, real)}
    found["nothing"] = min((run(home, workers, real) for _ in range(3)), key=lambda r: float(r["wall"]))
    for name in sorted((home / "raw").rglob("*.md"))[:3]:
        name.write_text(name.read_text() + "\nThe Board should also report to Congress.\n")
    found["three"] = run(home, workers, real)
    return found


def templates(home: Path) -> None:
    """Real rows of forty short reports and one long, to be replayed."""
    corpus.write(home / "few", 40, (300, 600))
    jobs = [
        Job(path=str(p), name=p.name, origin=p.name, document_id="", sha256=store.sha256(p), key="", size=1, seen=now())
        for p in sorted((home / "few").rglob("*.md"))
    ]
    replay.record(jobs, settings.load(), home / "templates")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--counts", type=int, nargs="+", default=[100, 1000, 10_000])
    parser.add_argument("--long", type=int, default=300)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--real", action="store_true")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    if not given.real:
        templates(given.folder)
    print(
        f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores, {given.workers} workers, real {given.real}"
    )
    for count in given.counts:
        long = given.long * count // max(given.counts)
        for name, made in measure(given.folder / str(count), count, long, given.workers, given.real).items():
            figures = {k: round(v, 3) for k, v in made.items() if k != "work"}
            beyond = made["wall"] - made["imports"]
            each = 1000 * made["reports"] / max(1, made["done"])
            print(
                f"{count + long:6d} {name:8s} {beyond:6.2f} s beyond imports, {each:6.1f} ms a report; {figures} {made['work']}"
            )


if __name__ == "__main__":
    main()
