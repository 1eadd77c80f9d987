"""Files and links of the output folder: made, made durable, cleared away."""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from pathlib import Path

from pipeline import published


def sweep(output: Path) -> None:
    """Remove what runs that were killed have left behind; the caller holds the lock."""
    for left in (output / published.FOLDER).glob(".tmp-*"):
        shutil.rmtree(left) if left.is_dir() and not left.is_symlink() else left.unlink()


def collect(output: Path, keep: int, hours: float) -> list[str]:
    """Remove snapshots beyond the newest `keep` that are older than `hours` and that no reader holds; their names."""
    folder = output / published.FOLDER
    current = (folder / published.CURRENT).resolve().name
    numbered = sorted((p for p in folder.glob("[0-9]*") if p.is_dir()), key=lambda p: int(p.name), reverse=True)
    removed = []
    for path in numbered[max(keep, 1) :]:
        age = time.time() - path.stat().st_mtime
        if path.name != current and age >= hours * 3600 and _unread(path):
            # Renamed first: a reader that comes late finds nothing, not half a snapshot.
            doomed = folder / f".tmp-old-{path.name}"
            path.rename(doomed)
            shutil.rmtree(doomed)
            removed.append(path.name)
    return removed


def _unread(path: Path) -> bool:
    try:
        with (path / published.ABOUT).open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
    except BlockingIOError:
        return False
    except OSError:
        return True


def symlink(target: Path, place: Path, folder: Path) -> None:
    part = folder / f".tmp-link-{os.getpid()}"
    part.unlink(missing_ok=True)
    part.symlink_to(target)
    part.replace(place)


def link(source: Path, target: Path) -> None:
    target.unlink(missing_ok=True)
    try:
        os.link(source, target)
    except FileNotFoundError:
        raise
    except OSError:  # a file system without hard links
        shutil.copyfile(source, target)


def sync(work: Path) -> None:
    """Have everything on the disk before the pointer says so; links are there already."""
    for folder, _, files in os.walk(work):
        for name in files:
            path = Path(folder) / name
            if path.stat().st_nlink == 1:
                sync_path(path)
        sync_path(Path(folder))


def sync_path(path: Path) -> None:
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)
