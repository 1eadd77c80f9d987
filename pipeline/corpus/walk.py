"""What in raw/ is a report, and which reports are new, changed, moved, doubled or gone since the last run."""

from __future__ import annotations

import hashlib
import os
import stat
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pipeline import sidecar as sidecars
from pipeline.errors import Problem, SettingsError
from pipeline.manifest import Stamp
from pipeline.sidecar import Sidecar
from pipeline.store import RemoteStore, local

CORRECTIONS = "corrections.csv"
# Left by editors, downloads and desktops: nobody means them as reports.
PASSING = ("~$", ".")
PARTIAL = (".part", ".crdownload", ".download", ".tmp")
DESKTOP = frozenset({"thumbs.db", "desktop.ini"})
REPORT_SUFFIXES = frozenset({".pdf", ".txt", ".md", ".markdown", ".docx", ".html", ".htm", ".rst", ".rtf", ".odt"})


@dataclass(frozen=True, slots=True)
class Found:
    """A file in raw/ that counts as a report.

    Attributes:
        name: relative to raw/, forward slashes, always valid text.
        place: where it can be opened, a path or a URL.
    """

    name: str
    place: str
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class Oddity:
    """Something in raw/ that is no report but should be known about."""

    name: str
    problem: Problem


@dataclass(slots=True)
class Scan:
    """All of raw/: reports, sidecars by the name of their report, the corrections, and what is odd."""

    reports: dict[str, Found] = field(default_factory=dict)
    sidecars: dict[str, Found] = field(default_factory=dict)
    corrections: Found | None = None
    oddities: list[Oddity] = field(default_factory=list)

    def odd(self, name: str, code: str, message: str, severity: str = "error") -> None:
        """Take note of something that is no report."""
        made = Problem(stage="scan", code=code, message=message, severity="error" if severity == "error" else "warning")
        self.oddities.append(Oddity(name, made))


def scan(raw: Path) -> Scan:
    """Walk raw/ (which need not exist), following no link out of it and no link to a folder."""
    found = Scan()
    files: dict[str, Found] = {}
    root = raw.resolve()
    for name, entry in _walk(str(raw), found, ""):
        made = _look(entry, name, root, found)
        if made is not None:
            files[name] = made
    _sort_out(files, found)
    return found


def scan_store(store: RemoteStore) -> Scan:
    """The same for a folder in a store, where there are neither links nor folders of their own."""
    found = Scan()
    files: dict[str, Found] = {}
    for name, about in store.files():
        parts = name.split("/")
        if name.endswith("/") or any(map(_passing, parts)) or (len(parts) == 1 and name.lower().startswith("readme")):
            continue
        mark = str(about.get("ETag") or about.get("LastModified") or about.get("mtime") or about.get("created"))
        files[name] = Found(name, f"{store.url}/{name}", Stamp(int(about["size"]), zlib.crc32(mark.encode()), 0))
    _sort_out(files, found)
    return found


def _walk(folder: str, found: Scan, below: str) -> Iterator[tuple[str, os.DirEntry[str]]]:
    try:
        entries = sorted(os.scandir(folder), key=lambda e: e.name)
    except FileNotFoundError:
        return
    except OSError as error:
        found.odd(below or ".", "unreadable", f"The folder cannot be read ({error.strerror}). Check its permissions.")
        return
    for entry in entries:
        if _passing(entry.name):
            continue
        name = f"{below}{_text(entry.name)}"
        if entry.is_dir(follow_symlinks=False):
            if Path(entry.name).suffix.lower() in REPORT_SUFFIXES:
                found.odd(
                    name, "is_a_folder", "A folder with the name of a report. If the report lies inside, it is read."
                )
            yield from _walk(entry.path, found, f"{name}/")
        elif below or not entry.name.lower().startswith("readme"):
            yield name, entry


def _passing(name: str) -> bool:
    low = name.lower()
    return low.startswith(PASSING) or low.endswith(PARTIAL) or low in DESKTOP


def _text(name: str) -> str:
    # A file name is bytes; one that is no valid UTF-8 is shown with escapes.
    return name if name.isascii() else os.fsencode(name).decode("utf-8", "backslashreplace")


def _look(entry: os.DirEntry[str], name: str, root: Path, found: Scan) -> Found | None:
    try:
        if entry.is_symlink() and not _inside(Path(entry.path), root, name, found):
            return None
        about = entry.stat()
    except OSError as error:
        found.odd(name, "vanished", f"It was listed but cannot be opened ({error.strerror}). Put it there again.")
        return None
    if not stat.S_ISREG(about.st_mode):
        found.odd(name, "not_a_file", "Neither a file nor a folder (a pipe, socket or device). Remove it.")
        return None
    return Found(name, entry.path, Stamp(about.st_size, about.st_mtime_ns, about.st_ctime_ns))


def _inside(path: Path, root: Path, name: str, found: Scan) -> bool:
    target = Path(os.path.realpath(path))
    if not target.is_relative_to(root):
        found.odd(name, "outside_raw", "A link that leaves the folder. Put the file itself here.")
        return False
    if target.is_dir():
        found.odd(name, "link_to_folder", "A link to a folder; what it leads to is read where it is.", "warning")
        return False
    return True


def _sort_out(files: dict[str, Found], found: Scan) -> None:
    for name, file in files.items():
        if name == CORRECTIONS:
            found.corrections = file
        elif not name.endswith(sidecars.SUFFIX):
            found.reports[name] = file
        elif name[: -len(sidecars.SUFFIX)] in files:
            found.sidecars[name[: -len(sidecars.SUFFIX)]] = file
        else:
            report = name[: -len(sidecars.SUFFIX)]
            message = f"It describes '{report}', which is not there. Add the report or remove this file."
            found.odd(name, "orphan_sidecar", message, "warning")


def read_sidecar(file: Found) -> tuple[str, Sidecar | None, Problem | None]:
    """A sidecar's digest, what it says, and what is wrong with it."""
    try:
        with local(file.place) as path:
            data = path.read_bytes()
        digest = hashlib.sha256(data).hexdigest()[:12]
        return digest, sidecars.parse(data.decode("utf-8-sig"), file.name), None
    except (OSError, UnicodeDecodeError) as error:
        message = f"{file.name} cannot be read ({error}). Save it as UTF-8 text."
    except SettingsError as error:
        message = str(error)
    problem = Problem(stage="scan", code="bad_sidecar", message=f"{message} The report was read without it.")
    return hashlib.sha256(message.encode()).hexdigest()[:12], None, problem
