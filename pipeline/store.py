"""Where interim/ lies: named byte strings, each written whole or not at all."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

from pipeline.errors import PublishError


def sha256(path: Path) -> str:
    """Of a file's bytes, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class Store(Protocol):
    """Named byte strings; names have forward slashes."""

    def read(self, name: str) -> bytes:
        """The bytes; FileNotFoundError where there are none of that name."""

    def write(self, name: str, data: bytes) -> None:
        """Put the bytes there, replacing what was; nobody ever sees half of them."""

    def exists(self, name: str) -> bool:
        """Whether there is something of that name."""

    def delete(self, name: str) -> None:
        """Remove it, if it is there."""

    def names(self, prefix: str) -> Iterator[str]:
        """Every name in the folder `prefix` and below."""


class LocalStore:
    """A folder on a disk: each name a file, replaced by renaming."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._temporary = root / ".tmp"

    def read(self, name: str) -> bytes:
        return (self.root / name).read_bytes()

    def write(self, name: str, data: bytes) -> None:
        part = self._temporary / f"{os.getpid()}-{secrets.token_hex(6)}"
        try:
            _with_parent(part, lambda: part.write_bytes(data))
            target = self.root / name
            _with_parent(target, lambda: part.replace(target))
        except OSError as error:
            part.unlink(missing_ok=True)
            raise PublishError(
                f"{self.root} cannot be written ({error.strerror}). The tables stay as they were; make room or mend the "
                "permissions and run again: what is done is not done again."
            ) from error

    def exists(self, name: str) -> bool:
        return (self.root / name).exists()

    def delete(self, name: str) -> None:
        (self.root / name).unlink(missing_ok=True)

    def names(self, prefix: str) -> Iterator[str]:
        for folder, _, files in os.walk(self.root / prefix):
            below = Path(folder).relative_to(self.root).as_posix()
            yield from (f"{below}/{file}" for file in files)

    def sweep(self) -> None:
        """Remove what writers that were killed have left half-written; call it only while no other run is at work."""
        for part in self._temporary.glob("*"):
            part.unlink(missing_ok=True)


def _with_parent(path: Path, act: Callable[[], object]) -> None:
    try:
        act()
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        act()


def open_store(place: str) -> Store:
    """The store at a folder."""
    return LocalStore(Path(place))
