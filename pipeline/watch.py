"""Reports are read as they are dropped into raw/, each once it is fully written.

A file counts as fully written when its size and times have stood still for `settle` seconds; nothing else can be known of a
file that another program writes. One that was read too early after all is read again when it has gone on growing.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from pipeline import corpus
from pipeline.book import Summary
from pipeline.corpus import Scan
from pipeline.errors import PipelineError, SettingsError
from pipeline.manifest import Stamp
from pipeline.settings import Settings, is_url, require_raw

# Of the reports in raw/ as a run finds them, those that it is to leave as they were.
Hold = Callable[[Scan], frozenset[str]]

# How often, in seconds, the clock is looked at while nothing happens.
TICK = 0.2
# Seconds between two looks without any event: network drives tell of none, and some get lost.
LOOK_AGAIN = 60.0
# Reports that are ready wait this many times `settle` for others that are still being written, to be read with them.
PATIENCE = 10
# Seconds until a run that failed is tried again, doubled each time up to the second number.
AGAIN, AT_MOST = 15.0, 600.0

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Failed:
    """A run that came to nothing, and in how many seconds the next one is tried."""

    error: Exception
    again: float


def watch(settings: Settings, once: Callable[[Hold], Summary], stop: Event | None = None) -> Iterator[Summary | Failed]:
    """Run once for what is there, then again for every batch of drops; what came of each run.

    Args:
        once: does a run; it is told what to leave alone, for it is still being written.
        stop: ends the watch when it is set.

    Raises:
        SettingsError: the raw folder is not there, or lies in a store.
        KeyboardInterrupt: Ctrl-C.
    """
    if is_url(settings.raw):
        raise SettingsError(f"{settings.raw} lies in a store, which cannot be watched. Run on a schedule instead.")
    require_raw(settings)
    raw, drops = Path(settings.raw), Drops(settings.settle)
    for happened in _events(raw, stop or Event()):
        if not drops.is_due(time.monotonic(), happened):
            continue
        if not drops.look(corpus.scan(raw), time.monotonic()):
            continue
        try:
            came: Summary | Failed = once(drops.hold)
            drops.done(time.monotonic())
        except Exception as error:  # whatever it is, the reports of tomorrow are to be read all the same
            log.log(logging.INFO if isinstance(error, PipelineError) else logging.ERROR, "traceback", exc_info=error)
            came = Failed(error, drops.failed(time.monotonic()))
        yield came


def _events(raw: Path, stop: Event) -> Iterator[bool]:
    """Whether something has happened below a folder, every few moments; a folder that goes away is waited for."""
    import watchfiles

    tick = int(1000 * TICK)
    while not stop.is_set():
        folder = _identity(raw)
        if folder is None:
            stop.wait(1.0)
            continue
        for changes in watchfiles.watch(
            raw, watch_filter=None, stop_event=stop, yield_on_timeout=True, rust_timeout=tick, debounce=tick
        ):
            if _identity(raw) != folder:
                log.warning("%s is gone, or another folder has taken its place", raw)
                break
            yield bool(changes)


def _identity(folder: Path) -> tuple[int, int] | None:
    """Another one where a folder was made anew, or another drive lies there now."""
    try:
        about = folder.stat()
    except OSError:
        return None
    return about.st_dev, about.st_ino


class Drops:
    """What is known of each file in raw/, and when to look again; all times are seconds of one clock."""

    def __init__(self, settle: float) -> None:
        self._settle = settle
        # Each file as it is and since when, and as it was when it was read; a file that is gone is None.
        self._seen: dict[str, tuple[Mark | None, float]] = {}
        self._read: dict[str, Mark] = {}
        self._moving: frozenset[str] = frozenset()
        self._is_first, self._is_told = True, False
        self._due = self._not_before = 0.0
        self._pause = AGAIN

    def is_due(self, now: float, happened: bool) -> bool:
        """Whether it is time to look: soon after something has happened, else now and then."""
        if happened:
            self._due = min(self._due, now + self._settle)
        return now >= max(self._due, self._not_before)

    def look(self, found: Scan, now: float) -> bool:
        """Whether it is time for a run."""
        self._note(_marks(found), now)
        self._moving = frozenset(name for name, (_, since) in self._seen.items() if now - since < self._settle)
        ready = [
            since
            for name, (mark, since) in self._seen.items()
            if mark != self._read.get(name) and name not in self._moving
        ]
        self._due = now + (min(self._settle / 4, 1.0) if self._moving else LOOK_AGAIN)
        if self._moving and (not ready or now - min(ready) < PATIENCE * self._settle):
            return False
        return bool(ready or self._is_first) and not self._is_empty()

    def hold(self, found: Scan) -> frozenset[str]:
        """What a run is to leave alone: what was being written at the last look, and what has changed since."""
        marks = _marks(found)
        self._moving |= {n for n in {*marks, *self._seen} if marks.get(n) != self._seen.get(n, (None,))[0]}
        return self._moving

    def _note(self, marks: dict[str, Mark], now: float) -> None:
        before = self._seen
        every: dict[str, Mark | None] = {**dict.fromkeys(self._read), **marks}
        self._seen = {
            name: before[name] if name in before and before[name][0] == mark else (mark, now)
            for name, mark in every.items()
        }

    def _is_empty(self) -> bool:
        """Whether all files have gone at once, as they do when a drive is taken away."""
        if not self._read or any(mark for mark, _ in self._seen.values()):
            self._is_told = False
            return False
        if not self._is_told:
            log.warning("all reports are gone, so nothing is done; if that is meant, `pipeline run` empties the tables")
        self._is_told = True
        return True

    def done(self, now: float) -> None:
        """The run that was asked for has ended well."""
        still = {name: mark for name, (mark, _) in self._seen.items() if name not in self._moving}
        kept = {name: mark for name, mark in self._read.items() if name in self._moving}
        self._read = {name: mark for name, mark in (still | kept).items() if mark is not None}
        self._is_first, self._pause, self._due = False, AGAIN, now

    def failed(self, now: float) -> float:
        """It has not; in how many seconds it is tried again."""
        pause, self._pause = self._pause, min(2 * self._pause, AT_MOST)
        self._due = self._not_before = now + pause
        return pause


# The size and times of a report and of its sidecar.
Mark = tuple[Stamp, Stamp | None]


def _marks(found: Scan) -> dict[str, Mark]:
    marks: dict[str, Mark] = {}
    for name, file in found.reports.items():
        sidecar = found.sidecars.get(name)
        marks[name] = file.stamp, sidecar.stamp if sidecar else None
    if found.corrections:
        marks[found.corrections.name] = found.corrections.stamp, None
    return marks
