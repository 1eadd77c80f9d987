"""Files and links of the output folder: made, made durable, cleared away."""

from __future__ import annotations

import datetime as dt
import fcntl
import json
import os
import shutil
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from pipeline import clock, published
from pipeline.settings import is_url
from pipeline.store import RemoteStore

# Files that are written through to the disk at the same time: it takes several at once nearly as fast as one.
AT_ONCE = 8


def sweep(output: str | Path) -> None:
    """Remove what runs that were killed have left behind; the caller holds the lock."""
    if is_url(str(output)):
        return
    output = Path(output)
    for left in (output / published.FOLDER).glob(".tmp*"):
        shutil.rmtree(left) if left.is_dir() and not left.is_symlink() else left.unlink()


def collect(output: str | Path, keep: int, hours: float) -> list[str]:
    """Remove snapshots beyond the newest `keep` that are older than `hours` and that no reader holds; their names."""
    if is_url(str(output)):
        return _collect_remote(RemoteStore(str(output)), keep, hours)
    output = Path(output)
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


def _collect_remote(store: RemoteStore, keep: int, hours: float) -> list[str]:
    """The same in a store, where readers hold nothing and only age protects them."""
    current = f"{json.loads(store.read(published.POINTER))['number']:06d}"
    names: dict[str, list[str]] = defaultdict(list)
    for name in store.names(published.PREFIX):
        names[name.split("/")[1]].append(name)
    removed = []
    for number in sorted(names, reverse=True)[max(keep, 1) :]:
        about = f"{published.PREFIX}/{number}/{published.ABOUT}"
        made = json.loads(store.read(about))["published_at"] if about in names[number] else None
        age = (clock.now() - dt.datetime.fromisoformat(made)).total_seconds() if made else float("inf")
        if number < current and age >= hours * 3600:
            for name in sorted(names[number], key=lambda n: n != about):
                store.delete(name)
            removed.append(number)
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
    walked = [(Path(folder), files) for folder, _, files in os.walk(work)]
    made = [path for folder, files in walked for path in map(folder.joinpath, files) if path.stat().st_nlink == 1]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(sync_path, made))
        list(pool.map(sync_path, (folder for folder, _ in walked)))


def sync_path(path: Path) -> None:
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)
