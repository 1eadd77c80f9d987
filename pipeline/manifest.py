"""What the last run knew of each report: `interim/manifest.json`. A cache with a memory: deleted, everything is read again."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import logging
from dataclasses import dataclass, field
from typing import Any

from pipeline.errors import Problem
from pipeline.sidecar import Sidecar
from pipeline.store import Store

NAME = "manifest.json"
LAYOUT = 1

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Stamp:
    """What tells without reading whether a file is still the same."""

    size: int
    mtime_ns: int
    ctime_ns: int


@dataclass(slots=True, kw_only=True)
class Entry:
    """One report.

    Attributes:
        origin: the path that `document_id` was made from; differs from `path` for a file that was moved.
        stamp: None where the file could have changed unseen since (written within the clock's last tick).
        sidecar: digest of the sidecar, empty without one.
        key: of all that the last reading depended on.
        rows: the interim file with the last good rows; None where there never were any.
        crc: checksum of that file.
        schema: of the columns in it.
        source: the interim file that what the reader took out of it is kept in; missing where reading failed.
        counts: rows per table.
        seen: when this content was first met.
        problem: why the last reading failed.
        warning: what is wrong with the sidecar.
        duplicate_of: the document with the same content whose rows stand for this one.
    """

    path: str
    origin: str
    document_id: str
    sha256: str
    stamp: Stamp | None
    seen: dt.datetime
    sidecar: str = ""
    key: str = ""
    rows: str | None = None
    crc: int = 0
    schema: str = ""
    source: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    problem: Problem | None = None
    warning: Problem | None = None
    duplicate_of: str | None = None

    @property
    def is_stale(self) -> bool:
        """The last reading failed, older rows stand in."""
        return self.problem is not None and self.rows is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Odd:
    """Something in raw/ that is no report, and since when it has been there."""

    path: str
    problem: Problem
    seen: dt.datetime


NAMES = {kind: tuple(f.name for f in dataclasses.fields(kind)) for kind in (Entry, Odd)}


@dataclass(slots=True, kw_only=True)
class Manifest:
    """All reports by path, what else is odd, and with which versions the rows were made."""

    versions: dict[str, str] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)
    oddities: list[Odd] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One report to be read: all that a worker needs to know of it.

    Attributes:
        source: the interim file that what the reader takes out of it is kept in; empty: nowhere.
    """

    path: str
    name: str
    origin: str
    document_id: str
    sha256: str
    key: str
    size: int
    seen: dt.datetime
    sidecar: Sidecar | None = None
    source: str = ""
    is_forced: bool = False


def load(store: Store) -> Manifest | None:
    """The manifest of the last run; None where there is none or it cannot be used."""
    try:
        data = json.loads(store.read(NAME))
        if data["layout"] != LAYOUT:
            log.warning("interim/ was made by another version; everything is read again")
            return None
        entries = [_entry(values) for values in data["entries"]]
        oddities = [_odd(values) for values in data["oddities"]]
        return Manifest(versions=data["versions"], entries={e.path: e for e in entries}, oddities=oddities)
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError) as error:
        log.warning("interim/%s is damaged (%s); everything is looked at again", NAME, error)
        return None


def save(store: Store, manifest: Manifest) -> None:
    """Write the manifest, whole or not at all."""
    data = {
        "layout": LAYOUT,
        "versions": manifest.versions,
        "entries": [_plain(e) for _, e in sorted(manifest.entries.items())],
        "oddities": [_plain(o) for o in manifest.oddities],
    }
    store.write(NAME, json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8"))


def _plain(made: Entry | Odd) -> dict[str, Any]:
    values = {name: getattr(made, name) for name in NAMES[type(made)]}
    values["seen"] = made.seen.isoformat()
    for name in ("problem", "warning"):
        if values.get(name) is not None:
            values[name] = dataclasses.asdict(values[name])
    if isinstance(made, Entry) and made.stamp is not None:
        values["stamp"] = [made.stamp.size, made.stamp.mtime_ns, made.stamp.ctime_ns]
    return values


def _entry(values: dict[str, Any]) -> Entry:
    values["seen"] = dt.datetime.fromisoformat(values["seen"])
    values["stamp"] = Stamp(*values["stamp"]) if values["stamp"] else None
    for name in ("problem", "warning"):
        values[name] = Problem(**values[name]) if values[name] else None
    return Entry(**values)


def _odd(values: dict[str, Any]) -> Odd:
    problem, seen = Problem(**values["problem"]), dt.datetime.fromisoformat(values["seen"])
    return Odd(path=values["path"], problem=problem, seen=seen)
