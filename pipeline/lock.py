"""One writer at a time: an advisory lock that the kernel lets go when its holder dies, however it dies."""

from __future__ import annotations

import datetime as dt
import fcntl
import json
import logging
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pipeline import clock
from pipeline.errors import BusyError, PublishError

log = logging.getLogger(__name__)


@contextmanager
def held(path: Path, wait: float = 0.0) -> Iterator[dt.datetime | None]:
    """Hold the lock file for the length of a `with` block; the block is told since when a holder that died had held it.

    Args:
        path: the lock file; made if it is not there, and left there.
        wait: seconds to wait for another holder.

    Raises:
        BusyError: somebody else holds it; the message says who.
        PublishError: the place cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise PublishError(f"{path.parent} cannot be written ({error.strerror}). Choose another folder.") from error
    try:
        _acquire(file, path, wait)
        left = _since(file)
        about = {"pid": os.getpid(), "since": clock.now().isoformat(timespec="seconds")}
        os.ftruncate(file, 0)
        os.pwrite(file, json.dumps(about).encode(), 0)
        try:
            yield left
        finally:
            os.ftruncate(file, 0)  # what a holder that is killed leaves tells the next one of it
    finally:
        os.close(file)


def _acquire(file: int, path: Path, wait: float) -> None:
    until = time.monotonic() + wait
    told = False
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError as error:
            if time.monotonic() >= until:
                raise BusyError(
                    f"Another run is at work in {path.parent}{_holder(file)}. Wait for it to end, or give it time "
                    "with the setting lock_wait."
                ) from error
        if not told:
            log.info("waiting for another run in %s%s", path.parent, _holder(file))
            told = True
        time.sleep(min(0.1, max(0.0, until - time.monotonic())))


def _since(file: int) -> dt.datetime | None:
    with suppress(ValueError, KeyError, TypeError):
        return dt.datetime.fromisoformat(json.loads(os.pread(file, 1000, 0))["since"])
    return None


def _holder(file: int) -> str:
    with suppress(ValueError, KeyError):
        about = json.loads(os.pread(file, 1000, 0))
        return f" (process {about['pid']}, since {about['since']})"
    return ""
