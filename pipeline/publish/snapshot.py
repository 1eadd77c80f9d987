"""From interim/ to one snapshot of all tables that is switched to at once.

    output/.snapshots/000007/<table>.parquet/part-0012.parquet    a document's rows are in the part its id is hashed to
    output/.snapshots/current -> 000007                           the one pointer, replaced by renaming
    output/<table>.parquet -> .snapshots/current/<table>.parquet

A part whose inputs are those of the last snapshot is a hard link to it. What a part holds depends on nothing but its
documents' rows and the names that entities have over all documents, so the same input gives the same bytes.
"""

from __future__ import annotations

import json
import logging
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline import __version__, clock, interim, links, published
from pipeline.errors import PublishError
from pipeline.interim import DamagedError
from pipeline.manifest import Entry, Manifest
from pipeline.publish import entities, linked, places, rowwise
from pipeline.publish.buckets import Bucket, base, bucket_count, bucket_of, sorted_into
from pipeline.publish.corrected import Corrected
from pipeline.settings import Links, Settings, is_url
from pipeline.store import RemoteStore, Store
from pipeline.tables import CONTRACT_VERSION, TABLES, arrow_schema

if TYPE_CHECKING:
    import pyarrow as pa

# Raise it when parts are laid out in another way: all of them are then written anew.
FORMAT = 1
VOTES = ".votes.parquet"
# Written once for all documents, not part by part.
WHOLE = frozenset({"entities", linked.TABLE})

log = logging.getLogger(__name__)


class DamagedRowsError(PublishError):
    """Interim files that cannot be read; their reports have to be done again."""

    def __init__(self, documents: Sequence[str]) -> None:
        super().__init__(f"The interim rows of {len(documents)} reports are damaged.")
        self.documents = tuple(documents)


@dataclass(frozen=True, slots=True)
class Publication:
    """What publishing came to."""

    number: int
    path: Path
    is_new: bool
    written: int
    linked: int
    rows: dict[str, int]


def publish(manifest: Manifest, store: Store, settings: Settings, *, reuse: bool = True) -> Publication:
    """Put the rows of all documents into a new snapshot and switch to it; without any change nothing is written.

    The caller holds the output's lock. Whenever this is stopped, the last snapshot stays as it was.

    Args:
        reuse: link parts whose inputs have not changed.

    Raises:
        DamagedRowsError: interim files cannot be read.
        PublishError: the output cannot be written.
    """
    try:
        if is_url(settings.output):
            with tempfile.TemporaryDirectory(prefix="pipeline-") as staging:
                return _RemotePublisher(manifest, store, settings, reuse, Path(staging)).publish()
        return _Publisher(manifest, store, settings, reuse, Path(settings.output)).publish()
    except OSError as error:
        raise PublishError(
            f"{settings.output} cannot be written ({error.strerror}). The tables stay as they were; make room or mend "
            "the permissions and run again."
        ) from error


class _Publisher:
    def __init__(self, manifest: Manifest, store: Store, settings: Settings, reuse: bool, output: Path) -> None:
        self._manifest, self._store, self._output = manifest, store, output
        self._folder = self._output / published.FOLDER
        self._by_id = {e.document_id: e for e in manifest.entries.values()}
        self._count = settings.buckets or bucket_count(len(manifest.entries))
        self._linking = links.version() if self._looks_for_links(settings.links) else ""
        self._last, self._about = self._look_back(reuse)
        self._corrected = Corrected(manifest, settings, lambda document: bucket_of(document, self._count))
        self._damaged: list[str] = []
        self._written = self._linked = 0
        self._rows = dict.fromkeys(TABLES, 0)

    def _looks_for_links(self, wanted: Links) -> bool:
        reports = len(self._manifest.entries)
        if wanted == "auto" and reports > published.MOST_LINKED:
            told = '%s reports are more than %s: links between them are left out; links = "yes" in pipeline.toml looks for them'
            log.info(told, f"{reports:,}", f"{published.MOST_LINKED:,}")
            return False
        return wanted != "no"

    def publish(self) -> Publication:
        buckets = sorted_into(self._count, self._manifest)
        bases = {b.number: base(b, self._by_id, self._corrected.digest(b.number)) for b in buckets}
        changed = [b for b in buckets if self._known(b, "base") != bases[b.number]]
        last = self._about
        if last and not changed and len(buckets) == len(last["parts"]) and last["buckets"] == self._count:
            self._point(last["number"])
            return Publication(last["number"], self._folder / f"{last['number']:06d}", False, 0, 0, last["rows"])
        self._folder.mkdir(parents=True, exist_ok=True)
        changed = changed if self._last else buckets
        number = 1 + max(self._numbers(), default=0)
        work = self._folder / f".tmp-{number:06d}"
        try:
            self._make(work, number, buckets, changed, bases)
        except BaseException:
            shutil.rmtree(work, ignore_errors=True)
            raise
        self._point(number)
        return Publication(number, self._folder / f"{number:06d}", True, self._written, self._linked, self._rows)

    def _make(
        self, work: Path, number: int, buckets: list[Bucket], changed: list[Bucket], bases: dict[int, str]
    ) -> None:
        for table in TABLES:
            (work / f"{table}.parquet").mkdir(parents=True)
        parts = self._fill(work, buckets, changed, bases)
        self._link_reports(work)
        self._write_about(work, number, parts)
        places.sync(work)
        work.rename(self._folder / f"{number:06d}")

    # --- what goes where ---------------------------------------------------------------------------------------

    def _numbers(self) -> Iterator[int]:
        """Of the snapshots that there are."""
        return (int(p.name) for p in self._folder.glob("[0-9]*"))

    def _look_back(self, reuse: bool) -> tuple[Path | None, dict[str, Any]]:
        """The last snapshot and what it says of itself, where its parts can be used again."""
        try:
            path = (self._folder / published.CURRENT).resolve(strict=True)
            about = json.loads((path / published.ABOUT).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None, {}
        return (path, about) if reuse and self._fits(about) and (path / VOTES).exists() else (None, {})

    def _fits(self, about: dict[str, Any]) -> bool:
        same = about.get("format") == FORMAT and about.get("schema") == interim.schema_key()
        same = same and about.get("links") == self._linking
        return same and about.get("buckets") == self._count

    def _known(self, bucket: Bucket, what: str) -> Any:
        return self._about.get("parts", {}).get(str(bucket.number), {}).get(what)

    # --- writing ----------------------------------------------------------------------------------------------------

    def _fill(self, work: Path, buckets: list[Bucket], changed: list[Bucket], bases: dict[int, str]) -> dict[str, Any]:
        fresh = {b.number for b in changed}
        votes = [self._write_bucket(work, b) for b in changed]
        if self._damaged:
            raise DamagedRowsError(self._damaged)
        names, renames = self._merge(work, votes, [b.number for b in buckets if b.number not in fresh])
        parts: dict[str, Any] = {}
        for bucket in buckets:
            wanted = renames.get(bucket.number, {})
            if bucket.number not in fresh:
                if self._known(bucket, "renames") == wanted and self._link(work, bucket):
                    parts[str(bucket.number)] = self._about["parts"][str(bucket.number)]
                    continue
                self._write_bucket(work, bucket)
            if wanted:
                self._rename(work, bucket, wanted, names)
            rows = {t: _length(work / f"{t}.parquet" / bucket.file) for t in TABLES if t not in WHOLE}
            parts[str(bucket.number)] = {"base": bases[bucket.number], "renames": wanted, "rows": rows}
        if self._damaged:
            raise DamagedRowsError(self._damaged)
        return parts

    def _write_bucket(self, work: Path, bucket: Bucket) -> pa.Table:
        """Write a bucket's part of every table but `entities`; the names its documents give to entities."""
        made = self._corrected.apply(bucket.number, dict(self._tables(bucket)))
        for table, data in made.items():
            if table not in WHOLE and (data.num_rows or bucket.number == 0):
                self._write(work / f"{table}.parquet" / bucket.file, data)
        return entities.votes(made["entities"], bucket.number)

    def _tables(self, bucket: Bucket) -> Iterable[tuple[str, pa.Table]]:
        kept = [(e, batch) for e in bucket.entries if e.rows and (batch := self._read(e)) is not None]
        doubles = [
            (e, batch)
            for e in bucket.entries
            if (first := self._by_id.get(e.duplicate_of or "")) and not first.problem and (batch := self._read(first))
        ]
        for table, data in interim.tables([batch for _, batch in kept]):
            if table == "documents":
                yield table, rowwise.documents(data, [e for e, _ in kept], doubles)
            elif table == "failures":
                yield table, rowwise.failures(data, bucket.entries, bucket.oddities)
            elif table == "who_what_whom":
                yield table, rowwise.repathed(data, bucket.entries)
            else:
                yield table, data

    def _read(self, entry: Entry) -> pa.RecordBatch | None:
        if entry.rows is None:
            return None
        try:
            return interim.decode(self._store.read(entry.rows), entry.rows)
        except (OSError, DamagedError) as error:
            log.warning("%s: %s", entry.path, error)
            self._damaged.append(entry.document_id)
            return None

    def _link(self, work: Path, bucket: Bucket) -> bool:
        """Hard links to the last snapshot's parts; False where one is missing."""
        if self._last is None:
            return False
        for table in TABLES:
            source = self._last / f"{table}.parquet" / bucket.file
            rows = self._known(bucket, "rows").get(table, 0)
            if table in WHOLE or (not rows and bucket.number):
                continue
            try:
                places.link(source, work / f"{table}.parquet" / bucket.file)
            except FileNotFoundError:
                log.warning("%s is missing; written anew", source)
                return False
            self._linked += 1
        return True

    def _merge(
        self, work: Path, fresh: list[pa.Table], unchanged: list[int]
    ) -> tuple[dict[str, str], dict[int, dict[str, str]]]:
        """Write `entities`; every entity's name, and by bucket the names that its documents have otherwise."""
        import pyarrow.parquet as pq

        old = pq.ParquetFile(self._last / VOTES).read() if self._last else None
        votes = entities.together(old, unchanged, fresh)
        merged = entities.elect(votes)
        self._write(work / VOTES, votes)
        self._write(work / "entities.parquet" / "part-0000.parquet", merged)
        self._rows["entities"] = merged.num_rows
        return entities.names(merged), entities.renames(votes, merged)

    def _link_reports(self, work: Path) -> None:
        """Write `recommendation_links`."""
        found = linked.find(work) if self._linking else arrow_schema(linked.TABLE).empty_table()
        self._write(work / f"{linked.TABLE}.parquet" / "part-0000.parquet", found)
        self._rows[linked.TABLE] = found.num_rows

    def _rename(self, work: Path, bucket: Bucket, wanted: dict[str, str], names: dict[str, str]) -> None:
        import pyarrow.parquet as pq

        place = work / "who_what_whom.parquet" / bucket.file
        if place.exists():
            parties = pq.ParquetFile(work / "directive_parties.parquet" / bucket.file).read()
            wide = pq.ParquetFile(place).read().cast(arrow_schema("who_what_whom"))
            self._write(place, entities.renamed(wide, parties, wanted, names))

    def _write(self, place: Path, data: pa.Table) -> None:
        import pyarrow.parquet as pq

        place.unlink(missing_ok=True)  # never through a link into an older snapshot
        pq.write_table(data.combine_chunks(), place, compression="zstd", compression_level=3)
        self._written += 1

    def _write_about(self, work: Path, number: int, parts: dict[str, Any]) -> None:
        for part in parts.values():
            for table, rows in part["rows"].items():
                self._rows[table] += rows
        about = {
            "number": number,
            "format": FORMAT,
            "schema": interim.schema_key(),
            "links": self._linking,
            "contract": CONTRACT_VERSION,
            "pipeline_version": __version__,
            "versions": self._manifest.versions,
            "published_at": clock.now().isoformat(),
            "rows": self._rows,
            "buckets": self._count,
            "origins": {e.document_id: e.origin for e in self._manifest.entries.values() if e.origin != e.path},
            "parts": parts,
        }
        text = json.dumps(about, ensure_ascii=False, indent=1)
        (work / published.ABOUT).write_text(text, encoding="utf-8")

    # --- the switch -------------------------------------------------------------------------------------------------

    def _point(self, number: int) -> None:
        """Let `current` lead to a snapshot, and every table's name to `current`."""
        current = self._folder / published.CURRENT
        if not current.is_symlink() or current.readlink() != Path(f"{number:06d}"):
            places.symlink(Path(f"{number:06d}"), current, self._folder)
        for table in TABLES:
            door = self._output / f"{table}.parquet"
            target = Path(published.FOLDER, published.CURRENT, door.name)
            if not door.is_symlink() or door.readlink() != target:
                if door.is_dir() and not door.is_symlink():
                    raise PublishError(f"{door} is in the way: a folder that this program did not make. Move it away.")
                places.symlink(target, door, self._folder)
        places.sync_path(self._folder)


class _RemotePublisher(_Publisher):
    """Makes a snapshot in a folder of its own, copies it under a new prefix, and replaces the pointer last.

    There are neither links nor locks in a store: every snapshot is written whole, and one writer is the caller's care.
    """

    def __init__(self, manifest: Manifest, store: Store, settings: Settings, reuse: bool, output: Path) -> None:
        self._remote = RemoteStore(settings.output)
        super().__init__(manifest, store, settings, reuse, output)

    def _look_back(self, reuse: bool) -> tuple[Path | None, dict[str, Any]]:
        try:
            with published.snapshot(self._remote.url) as held:
                return None, held.about if reuse and self._fits(held.about) else {}
        except (PublishError, ValueError):
            return None, {}

    def _numbers(self) -> Iterator[int]:
        return (int(name.split("/")[1]) for name in self._remote.names(published.PREFIX))

    def _point(self, number: int) -> None:
        made = self._folder / f"{number:06d}"
        for path in sorted(made.rglob("*")):
            if path.is_file():
                name = path.relative_to(made).as_posix()
                self._remote.write(f"{published.PREFIX}/{number:06d}/{name}", path.read_bytes())
        pointer = json.dumps({"number": number, "prefix": f"{published.PREFIX}/{number:06d}"})
        self._remote.write(published.POINTER, pointer.encode())


def _length(part: Path) -> int:
    import pyarrow.parquet as pq

    return int(pq.read_metadata(part).num_rows) if part.exists() else 0
