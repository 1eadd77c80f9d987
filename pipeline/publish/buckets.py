"""Which part of every table a document's rows go to, and what a part depends on."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline import ids
from pipeline.manifest import Entry, Manifest, Odd

# Documents per part file at most, before the number of parts grows eightfold.
PER_BUCKET = 256


@dataclass(slots=True)
class Bucket:
    """The documents and oddities of one part of every table, in the order of their paths."""

    number: int
    entries: list[Entry] = field(default_factory=list)
    oddities: list[Odd] = field(default_factory=list)

    @property
    def file(self) -> str:
        """The name of its part files."""
        return f"part-{self.number:04d}.parquet"


def bucket_count(documents: int) -> int:
    """1, 8, 64, …: a function of the number of documents alone, so that the same input gives the same files."""
    count = 1
    while documents > count * PER_BUCKET:
        count *= 8
    return count


def bucket_of(document_id: str, count: int) -> int:
    """Which part a document's rows go to."""
    return int(ids.digest(document_id, size=8), 16) % count


def sorted_into(count: int, manifest: Manifest) -> list[Bucket]:
    """The parts that hold anything, by their numbers, and part 0 in any case."""
    made: dict[int, Bucket] = {0: Bucket(0)}
    for _, entry in sorted(manifest.entries.items()):
        number = bucket_of(entry.document_id, count)
        made.setdefault(number, Bucket(number)).entries.append(entry)
    for odd in manifest.oddities:
        number = bucket_of(ids.document_id(odd.path), count)
        made.setdefault(number, Bucket(number)).oddities.append(odd)
    return [made[number] for number in sorted(made)]


def base(bucket: Bucket, by_id: Mapping[str, Entry], corrections: bytes) -> str:
    """Changes with anything that the bucket's parts hold, but for the names of entities.

    Args:
        by_id: all documents, also those of other parts: a double has the rows of its original.
        corrections: a digest of those made to the bucket's documents.
    """
    digest = hashlib.sha256()
    for entry in bucket.entries:
        origin = by_id.get(entry.duplicate_of or "", entry)
        facts = (entry.document_id, entry.path, entry.sha256, entry.duplicate_of, entry.seen.isoformat(), entry.warning)
        digest.update(repr((facts, origin.crc, origin.rows is not None, origin.problem)).encode())
    for odd in bucket.oddities:
        digest.update(repr((odd.path, odd.problem, odd.seen.isoformat())).encode())
    digest.update(corrections)
    return digest.hexdigest()[:24]
