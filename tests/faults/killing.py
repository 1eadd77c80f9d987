"""Runs that are killed at random moments, with a reader looping meanwhile, and what must hold after each of them."""

from __future__ import annotations

import os
import random
import select
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from desk import Desk

from pipeline import audit, published
from pipeline.errors import PublishError
from pipeline.tables import TABLES

REPORTS = 50
CHANGED = 10
CODE = """
import sys
sys.path[:0] = {path!r}
from pathlib import Path
from desk import Desk
Desk(Path({home!r}), **{chosen!r}).run()
"""

NURSERY = """
import os, sys
sys.path[:0] = {path!r}
from pathlib import Path
import pyarrow.parquet
from desk import Desk
from pipeline import publish
for _ in sys.stdin:
    pid = os.fork()
    if not pid:
        try:
            Desk(Path({home!r}), **{chosen!r}).run()
        except BaseException as error:
            sys.stderr.write(repr(error))
            os._exit(1)
        os._exit(0)
    print(pid, flush=True)
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
    print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)
"""


@dataclass
class Tally:
    """What was seen; `inside` counts kills that left something half-written, in interim/ or in output/."""

    killed: int = 0
    ended: int = 0
    inside_publishing: int = 0
    inside_interim: int = 0
    reads: int = 0
    wrong: list[str] = field(default_factory=list)


def start(desk: Desk) -> subprocess.Popen[bytes]:
    """A run in a process of its own."""
    code = CODE.format(path=sys.path, home=str(desk.home), chosen=desk.chosen)
    return subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


class Nursery:
    """A process that has everything imported and forks a run on request, so that a round costs the run alone."""

    def __init__(self, desk: Desk) -> None:
        code = NURSERY.format(path=sys.path, home=str(desk.home), chosen=desk.chosen)
        self._process = subprocess.Popen(
            [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )

    def run(self, kill_after: float | None) -> bool:
        """Start a run; whether it was killed before it ended by itself."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write("go\n")
        pid = int(self._process.stdout.readline())
        if kill_after is not None and not select.select([self._process.stdout], [], [], kill_after)[0]:
            os.kill(pid, signal.SIGKILL)  # not yet waited for, so the number is still its own
        code = int(self._process.stdout.readline())
        assert code in (0, -signal.SIGKILL), f"a run ended with {code}"
        return code != 0

    def close(self) -> None:
        self._process.communicate()


def rounds(desk: Desk, count: int, seed: int) -> Tally:
    """So many rounds: change some reports, start a run, kill it, look."""
    chance, tally, nursery = random.Random(seed), Tally(), Nursery(desk)
    usual = 0.0
    for number in (0, 1):  # the second tells how long a run over a few changed reports takes
        _write(desk, chance, number, range(REPORTS) if number == 0 else chance.sample(range(REPORTS), CHANGED))
        begun = time.monotonic()
        nursery.run(None)
        usual = time.monotonic() - begun
    stop = threading.Event()
    reader = threading.Thread(target=_read, args=(desk, tally, stop))
    reader.start()
    try:
        for number in range(2, count + 2):
            _write(desk, chance, number, chance.sample(range(REPORTS), CHANGED))
            _note(nursery.run(chance.uniform(0.0, 1.0) * usual), desk, tally)
            tally.wrong.extend(look(desk))
    finally:
        stop.set()
        reader.join()
        nursery.close()
    return tally


def _note(was_killed: bool, desk: Desk, tally: Tally) -> None:
    tally.killed += was_killed
    tally.ended += not was_killed
    tally.inside_publishing += was_killed and any((desk.output / ".snapshots").glob(".tmp-*"))
    tally.inside_interim += was_killed and any((desk.interim / ".tmp").glob("*"))


def _write(desk: Desk, chance: random.Random, number: int, which: range | list[int]) -> None:
    # Two reports always tell the same number: tables that are mixed show different ones.
    for name in ("first.txt", "last.txt"):
        desk.put(name, f"{name} should tell number{number}.\n")
    for i in which:
        lines = "".join(f"Board {chance.randrange(40)} should act {number} with Unit {j}.\n" for j in range(8))
        desk.put(f"{i:02d}.txt", lines)


def look(desk: Desk) -> list[str]:
    """Everything that is wrong with the newest snapshot."""
    with published.snapshot(desk.output) as held:
        found = list(audit.audit(held))
        actions = {a for a in held.arrow("directives")["action"].to_pylist() if a.startswith("tell number")}
        documents = held.arrow("documents").num_rows
    if len(actions) != 1:
        found.append(f"mixed: {sorted(actions)}")
    if documents != REPORTS + 2:
        found.append(f"{documents} documents")
    return found


def _read(desk: Desk, tally: Tally, stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            with published.snapshot(desk.output) as held:
                told = {a for a in held.arrow("directives")["action"].to_pylist() if a.startswith("tell number")}
                wide = {a for a in held.arrow("who_what_whom")["action"].to_pylist() if a.startswith("tell number")}
            if len(told) != 1 or told != wide:
                tally.wrong.append(f"read: {told} {wide}")
        except (PublishError, OSError) as error:
            tally.wrong.append(f"read: {error}")
        tally.reads += 1
        time.sleep(0.02)


def repaired(desk: Desk, fresh: Path) -> bool:
    """Whether the next run gives the bytes that a run from nothing gives (but for the time of reading)."""
    desk.run()
    other = Desk(fresh, **desk.chosen)
    for path in desk.raw.glob("*.txt"):
        other.put(path.name, path.read_text())
    other.run()
    tables = [t for t in TABLES if t != "documents"]
    return all(desk.table(t) == other.table(t) for t in tables) and _documents(desk) == _documents(other)


def _documents(desk: Desk) -> list[dict[str, object]]:
    return [row | {"ingested_at": None} for row in desk.table("documents")]


if __name__ == "__main__":
    # python tests/faults/killing.py FOLDER ROUNDS [SEED]
    place, many = Path(sys.argv[1]), int(sys.argv[2])
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    made = rounds(Desk(place / "desk", buckets=8), many, int(sys.argv[3]) if len(sys.argv) > 3 else os.getpid())
    sys.stdout.write(f"{made}\nrepaired: {repaired(Desk(place / 'desk', buckets=8), place / 'fresh')}\n")
