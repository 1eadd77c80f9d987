"""How a run's time and memory grow with the reports: full, with nothing to do, with three changed.

    python -m benchmarks.scale FOLDER [--counts 100 1000 10000] [--long 300] [--workers 2] [--real] [--links]

Each run is a process of its own. Without --real the rows are replayed (see replay.py), so that the seconds are those of all
that is not reading or language; without --links no links between reports are looked for, whose cost is that of comparing
all recommendations and no run's own. Wall-clock seconds and the processor's stand side by side: on a machine that has other
work to do the latter are the ones to trust.
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
# A rate is taken from this report on: by then all workers have loaded what they need.
WARM = 20
BARE = "import pipeline.run, pyarrow.parquet, pipeline.lexicon"
RUN = f"""
import json, resource, sys, time

def rate(seen):  # reports a second
    begun = [(at, done) for at, done in seen if done >= WARM]
    return (begun[-1][1] - begun[0][1]) / (begun[-1][0] - begun[0][0]) if len(begun) > 1 else 0.0

WARM = {WARM}
begun = time.perf_counter()
{BARE}
imported, worked = time.perf_counter() - begun, time.process_time()
from pipeline import memory, settings
from pipeline.run import run
told = json.loads(sys.argv[1])
prepare, seen = told.pop("prepare"), []
made = run(settings.load(**told), prepare=prepare, progress=lambda p: seen.append((time.perf_counter(), p.done)))
children = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps({{
    "imports": imported, "elapsed": time.perf_counter() - begun, **made.seconds, "work": made.work, "done": made.done,
    "rate": rate(seen), "rows": sum(made.rows.values()), "cpu": time.process_time() - worked,
    "workers_cpu": children.ru_utime + children.ru_stime,
    "coordinator_mb": memory.peak(), "worker_mb": made.worker_memory_mb,
}}))
"""


def start(home: Path, *, real: bool, **told: Any) -> subprocess.Popen[str]:
    """A run in a process of its own, over the folders below one."""
    prepare = "pipeline.engine.worker:prepare" if real else "benchmarks.replay:prepare"
    places = {name: str(home / name) for name in ("raw", "interim", "output")}
    environ = {**os.environ, "PYTHONPATH": str(ROOT), replay.TEMPLATES: str(home.parent / "templates")}
    command = [sys.executable, "-c", RUN, json.dumps({**places, "prepare": prepare, **told})]
    return subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def ended(process: subprocess.Popen[str]) -> dict[str, Any]:
    """What a run took."""
    out, errors = process.communicate()
    if process.returncode:
        raise SystemExit(errors)
    result: dict[str, Any] = json.loads(out.splitlines()[-1])
    return result


def run(home: Path, *, real: bool, **told: Any) -> dict[str, Any]:
    """One run, and what it took."""
    begun = time.perf_counter()
    result = ended(start(home, real=real, **told))
    return result | {"wall": time.perf_counter() - begun}


def measure(home: Path, count: int, long: int, *, real: bool, **told: Any) -> dict[str, Any]:
    """The runs over one folder."""
    shutil.rmtree(home, ignore_errors=True)
    corpus.write(home / "raw", count, (300, 600))
    corpus.write(home / "raw", long, (5000, 5000), start=count)
    found: dict[str, Any] = {"full": run(home, real=real, **told)}
    run(home, real=real, **told)  # files that are seconds old are looked into once more
    found["nothing"] = min((run(home, real=real, **told) for _ in range(3)), key=lambda r: float(r["wall"]))
    for name in sorted((home / "raw").rglob("*.md"))[:3]:
        name.write_text(name.read_text() + "\nThe Board should also report to Congress.\n")
    found["three"] = run(home, real=real, **told)
    return found


def templates(home: Path) -> None:
    """Real rows of forty short reports and one long, to be replayed."""
    corpus.write(home / "few", 40, (300, 600))
    jobs = [
        Job(path=str(p), name=p.name, origin=p.name, document_id="", sha256=store.sha256(p), key="", size=1, seen=now())
        for p in sorted((home / "few").rglob("*.md"))
    ]
    replay.record(jobs, settings.load(), home / "templates")


def show(count: int, name: str, made: dict[str, Any]) -> None:
    """A line of figures."""
    each = 1000 * (made["cpu"] + made["workers_cpu"]) / max(1, made["done"])
    work = {k: round(v, 2) for k, v in made["work"].items()}
    figures = {k: round(v, 3) for k, v in made.items() if k != "work"}
    print(
        f"{count:6d} {name:8s} {made['elapsed'] - made['imports']:7.2f} s beyond imports, coordinator {made['cpu']:6.2f} s "
        f"and workers {made['workers_cpu']:7.2f} s of processor time, {each:7.2f} ms of it a report; {figures} {work}",
        flush=True,
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--counts", type=int, nargs="+", default=[100, 1000, 10_000])
    parser.add_argument("--long", type=int, default=300)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--real", action="store_true")
    parser.add_argument("--links", action="store_true")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    if not given.real:
        templates(given.folder)
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores, {vars(given)}")
    told = {"workers": given.workers, "links": "yes" if given.links else "no"}
    for count in given.counts:
        long = given.long * count // max(given.counts)
        for name, made in measure(given.folder / str(count), count, long, real=given.real, **told).items():
            show(count + long, name, made)


if __name__ == "__main__":
    main()
