"""What a run has to do and why: raw/ as it is now, held against what the last run knew."""

from __future__ import annotations

import datetime as dt
import difflib
import logging
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from pipeline import ids, interim, sources, store
from pipeline.corpus import walk
from pipeline.corpus.walk import Found, Scan
from pipeline.errors import PipelineError, Problem
from pipeline.manifest import Entry, Job, Manifest, Odd, Stamp
from pipeline.sidecar import Sidecar

What = Literal["new", "changed", "outdated", "retry", "forced", "moved", "duplicate", "gone", "unchanged"]
# Failures that may pass by themselves: the report is tried again on the next run even if nothing has changed.
TRANSIENT = frozenset({"vanished", "unreadable", "changed_meanwhile", "worker_died"})
# A file written this recently can change again without its times showing it.
RACY_NS = 2_000_000_000
# Versions that only files with this suffix depend on.
ONLY_FOR = {"ocr": "pdf"}

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Action:
    """What is done with one report, and why."""

    path: str
    what: What
    why: str = ""


@dataclass(slots=True)
class Plan:
    """The manifest as it will be, the jobs that lead there, and an account of every report."""

    manifest: Manifest
    actions: list[Action] = field(default_factory=list)
    jobs: list[Job] = field(default_factory=list)

    def count(self) -> Counter[str]:
        """How many reports there are of each kind of action."""
        return Counter(action.what for action in self.actions)


def plan(
    found: Scan,
    last: Manifest,
    versions: dict[str, str],
    *,
    now: dt.datetime,
    force: bool = False,
    only: Collection[str] = (),
    hold: Collection[str] = (),
) -> Plan:
    """Compare and decide.

    Args:
        found: raw/ as it is.
        last: what the last run knew.
        versions: of everything that the rows depend on.
        force: read everything again.
        only: reports (path, file name, stem or document id) that alone are looked at; all others stay as they were.
        hold: paths of reports that stay as they were: they are being written just now.
    """
    return _Planner(found, last, versions, now, force, _left(found, last, chosen(only, found, last), hold)).plan()


def _left(found: Scan, last: Manifest, only: frozenset[str] | None, hold: Collection[str]) -> frozenset[str]:
    """The paths of reports, in raw/ now or then, that stay as they were."""
    return frozenset(hold) if only is None else frozenset({*found.reports, *last.entries, *hold} - only)


def chosen(only: Collection[str], found: Scan, last: Manifest) -> frozenset[str] | None:
    """The paths that `only` means; None without a choice.

    Raises:
        PipelineError: a name that fits no report.
    """
    if not only:
        return None
    picked: set[str] = set()
    for wanted in only:
        hits = [n for n in found.reports if _fits(wanted, n, last)]
        if not hits:
            near = difflib.get_close_matches(wanted, found.reports, n=3, cutoff=0.4)
            hint = f" Did you mean {', '.join(near)}?" if near else ""
            raise PipelineError(f"No report '{wanted}' in the raw folder.{hint}")
        picked.update(hits)
    return frozenset(picked)


def _fits(wanted: str, name: str, last: Manifest) -> bool:
    base = name.rpartition("/")[2]
    entry = last.entries.get(name)
    return wanted in (name, base, base.rpartition(".")[0]) or (entry is not None and wanted == entry.document_id)


class _Planner:
    def __init__(
        self,
        found: Scan,
        last: Manifest,
        versions: dict[str, str],
        now: dt.datetime,
        force: bool,
        left: frozenset[str],
    ) -> None:
        self._found, self._last, self._now, self._force, self._left = found, last, now, force, left
        told = (f"{k}={v}" for k, v in sorted(versions.items()) if k not in ONLY_FOR)
        self._version = ids.digest(*told, interim.schema_key(), size=16)
        self._versions = versions
        self._plan = Plan(Manifest(versions=versions))
        self._old: dict[str, Entry] = {}
        self._moved_from: dict[str, str] = {}

    def plan(self) -> Plan:
        looked_at = {n: f for n, f in self._found.reports.items() if n not in self._left}
        self._plan.manifest.entries = {n: e for n, e in self._last.entries.items() if n in self._left}
        hashes = self._hash(looked_at.values())
        gone = {n: e for n, e in self._last.entries.items() if n not in hashes and n not in self._left}
        self._match_moved(hashes, gone)
        self._enter(looked_at, hashes)
        self._plan.actions.extend(Action(n, "gone", "no longer in the raw folder") for n in sorted(gone))
        for group in self._same_content():
            self._decide_group(group)
        self._note_oddities()
        self._plan.actions.sort(key=lambda a: a.path)
        return self._plan

    def _hash(self, files: Iterable[Found]) -> dict[str, str]:
        hashes: dict[str, str] = {}
        for file in files:
            entry = self._last.entries.get(file.name)
            if entry is not None and entry.stamp == file.stamp:
                hashes[file.name] = entry.sha256
                continue
            try:
                with store.local(file.place) as path:
                    hashes[file.name] = store.sha256(path)
            except OSError as error:
                self._unreadable(file, entry, error, hashes)
        return hashes

    def _unreadable(self, file: Found, entry: Entry | None, error: OSError, hashes: dict[str, str]) -> None:
        code = "vanished" if isinstance(error, FileNotFoundError) else "unreadable"
        message = f"It cannot be opened ({error.strerror}). Put it there again or mend its permissions."
        if entry is None:
            self._found.odd(file.name, code, message)
            return
        # The last good rows stay; without a stamp the file is looked at again next time.
        problem = Problem(stage="scan", code=code, message=message, severity="error")
        hashes[file.name] = entry.sha256
        self._last.entries[file.name] = replace(entry, problem=problem, stamp=None)

    def _match_moved(self, hashes: dict[str, str], gone: dict[str, Entry]) -> None:
        """A new file with the content of one that is gone is that one, moved; same file name first."""
        lost: dict[str, list[Entry]] = defaultdict(list)
        for _, entry in sorted(gone.items()):
            lost[entry.sha256].append(entry)
        fresh = [n for n in sorted(hashes) if n not in self._last.entries and lost.get(hashes[n])]
        fresh.sort(key=lambda n: _base(n) not in {_base(e.path) for e in lost[hashes[n]]})
        for name in fresh:
            candidates = lost[hashes[name]]
            if candidates:
                entry = min(
                    candidates, key=lambda e: (_base(e.path) != _base(name), e.duplicate_of is not None, e.path)
                )
                candidates.remove(entry)
                del gone[entry.path]
                self._moved_from[name] = entry.path
                self._old[name] = entry

    def _enter(self, files: dict[str, Found], hashes: dict[str, str]) -> None:
        entries = self._plan.manifest.entries
        for name, entry in self._last.entries.items():
            if name in hashes:
                self._old[name] = entry
        used = {e.document_id for e in self._old.values()} | {e.document_id for e in entries.values()}
        for name in sorted(hashes):
            old = self._old.get(name)
            if old is None:
                origin = _free(name, used)
                used.add(ids.document_id(origin))
            made = (
                self._renewed(old, files[name], hashes[name]) if old else self._fresh(origin, files[name], hashes[name])
            )
            entries[name] = made

    def _stamp(self, file: Found) -> Stamp | None:
        recent = self._now.timestamp() * 1e9 - max(file.stamp.mtime_ns, file.stamp.ctime_ns) < RACY_NS
        return None if recent else file.stamp

    def _fresh(self, origin: str, file: Found, sha256: str) -> Entry:
        stamp, document = self._stamp(file), ids.document_id(origin)
        return Entry(path=file.name, origin=origin, document_id=document, sha256=sha256, stamp=stamp, seen=self._now)

    def _renewed(self, old: Entry, file: Found, sha256: str) -> Entry:
        seen = old.seen if old.sha256 == sha256 else self._now
        stamp = None if old.problem and old.problem.stage == "scan" else self._stamp(file)
        return replace(old, path=file.name, sha256=sha256, stamp=stamp, seen=seen)

    def _same_content(self) -> list[list[Entry]]:
        groups: dict[str, list[Entry]] = defaultdict(list)
        for _, entry in sorted(self._plan.manifest.entries.items()):
            groups[entry.sha256].append(entry)
        return list(groups.values())

    def _decide_group(self, group: list[Entry]) -> None:
        """The first of several files with one content has the rows: who had them before, else the first by path."""
        first = min(group, key=lambda e: (not e.key, e.duplicate_of is not None, e.path))
        for entry in group:
            if entry is first:
                entry.duplicate_of = None
                self._decide(entry)
            else:
                self._double(entry, first)

    def _double(self, entry: Entry, first: Entry) -> None:
        changed = entry.duplicate_of != first.document_id
        entry.duplicate_of, entry.rows, entry.key, entry.problem = first.document_id, None, "", None
        entry.warning, entry.sidecar, entry.counts, entry.crc, entry.source = None, "", {}, 0, ""
        if self._looked_at(entry):
            what: What = "duplicate" if changed or entry.path in self._moved_from else "unchanged"
            self._plan.actions.append(Action(entry.path, what, f"same content as {first.path}"))

    def _looked_at(self, entry: Entry) -> bool:
        return entry.path not in self._left

    def _decide(self, entry: Entry) -> None:
        if not self._looked_at(entry):
            return
        old = self._old.get(entry.path)
        sidecar = self._sidecar(entry)
        suffix = _suffix(entry.path)
        only = [self._versions.get(name, "") for name, of in ONLY_FOR.items() if of == suffix]
        key = ids.digest(entry.sha256, entry.sidecar, entry.origin, suffix, self._version, *only, size=16)
        read = ids.digest(entry.sha256, suffix, self._versions.get("reader", ""), *only, size=16)
        if entry.rows and entry.schema != interim.schema_key():
            entry.rows = None
        what, why = self._reason(entry, old, key)
        if what not in ("unchanged", "moved"):
            entry.key, entry.source = key, sources.name(entry.document_id, read)
            self._plan.jobs.append(self._job(entry, sidecar, what == "forced"))
            if what == "outdated" and old and not old.problem and old.source == entry.source:
                why = f"{why} (the file itself is not read again)"
        self._plan.actions.append(Action(entry.path, what, why))

    def _sidecar(self, entry: Entry) -> Sidecar | None:
        file = self._found.sidecars.get(entry.path)
        entry.sidecar, said, entry.warning = walk.read_sidecar(file) if file else ("", None, None)
        return said

    def _reason(self, entry: Entry, old: Entry | None, key: str) -> tuple[What, str]:
        if old is not None and old.sha256 != entry.sha256:
            return "changed", "its content changed"
        if old is None or not old.key:
            return "new", "no longer a duplicate" if old and old.duplicate_of else ""
        if self._force:
            return "forced", "asked for"
        if entry.problem is not None and entry.problem.code in TRANSIENT:
            return "retry", f"last time: {entry.problem.code}"
        if key != entry.key or (entry.rows is None and entry.problem is None):
            return "outdated", self._outdated(entry, old)
        moved = self._moved_from.get(entry.path)
        return ("moved", f"was {moved}") if moved else ("unchanged", "")

    def _outdated(self, entry: Entry, old: Entry) -> str:
        if old.sidecar != entry.sidecar:
            return "its sidecar changed"
        before = self._last.versions
        suffix = _suffix(entry.path)
        names = [
            name
            for name, version in self._versions.items()
            if before.get(name) != version and ONLY_FOR.get(name, suffix) == suffix
        ]
        return f"another {', '.join(names)}" if names else "its rows are missing"

    def _job(self, entry: Entry, sidecar: Sidecar | None, is_forced: bool) -> Job:
        file = self._found.reports[entry.path]
        return Job(
            path=file.place,
            name=entry.path,
            origin=entry.origin,
            document_id=entry.document_id,
            sha256=entry.sha256,
            key=entry.key,
            size=file.stamp.size,
            seen=entry.seen,
            sidecar=sidecar,
            source=entry.source,
            is_forced=is_forced,
        )

    def _note_oddities(self) -> None:
        since = {(o.path, o.problem.code): o.seen for o in self._last.oddities}
        self._plan.manifest.oddities = [
            Odd(path=o.name, problem=o.problem, seen=since.get((o.name, o.problem.code), self._now))
            for o in sorted(self._found.oddities, key=lambda o: (o.name, o.problem.code))
        ]


def _base(name: str) -> str:
    return name.rpartition("/")[2]


def _suffix(name: str) -> str:
    return _base(name).rpartition(".")[2].lower()


def _free(name: str, used: Collection[str]) -> str:
    """The path itself, or a variant where its id went along with a file that was moved away."""
    origin, count = name, 2
    while ids.document_id(origin) in used:
        origin, count = f"{name}#{count}", count + 1
    return origin


def summarise(actions: Sequence[Action]) -> str:
    """`3 new, 1 changed, 9996 unchanged`."""
    counts = Counter(action.what for action in actions)
    return ", ".join(f"{n} {what}" for what, n in counts.most_common()) or "nothing"
