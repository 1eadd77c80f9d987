"""What time it is: the machine's clock, or SOURCE_DATE_EPOCH (reproducible-builds.org) standing still."""

from __future__ import annotations

import datetime as dt
import os
import time

from pipeline.errors import SettingsError


def frozen() -> dt.datetime | None:
    """The time that SOURCE_DATE_EPOCH (seconds since 1970) asks for, if it is set."""
    text = os.environ.get("SOURCE_DATE_EPOCH")
    if not text:
        return None
    try:
        return dt.datetime.fromtimestamp(int(text), dt.UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise SettingsError(f"SOURCE_DATE_EPOCH is '{text}'; it must be whole seconds since 1970.") from error


def now() -> dt.datetime:
    """The time in UTC."""
    return frozen() or dt.datetime.now(dt.UTC)


class Stopwatch:
    """Seconds spent, stage by stage; all zero while the clock stands still."""

    def __init__(self) -> None:
        self._start = self._lap = time.perf_counter()
        self.seconds: dict[str, float] = {}

    def lap(self, stage: str) -> None:
        """Book the time since the last lap on a stage."""
        at = time.perf_counter()
        self.seconds[stage] = self.seconds.get(stage, 0.0) + (0.0 if frozen() else round(at - self._lap, 3))
        self._lap = at

    @property
    def total(self) -> float:
        """Seconds since the start."""
        return 0.0 if frozen() else round(time.perf_counter() - self._start, 3)
