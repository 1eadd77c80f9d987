"""Where interim/ lies: named byte strings, each written whole or not at all."""

from __future__ import annotations

import hashlib
import os
import secrets
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol

from pipeline.errors import PublishError
from pipeline.settings import is_url


def sha256(path: Path) -> str:
    """Of a file's bytes, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def local(place: str) -> Iterator[Path]:
    """A file as one on this machine, for the length of a `with` block: itself, or a copy of what lies at a URL."""
    if not is_url(place):
        yield Path(place)
        return
    folder, _, name = place.rpartition("/")
    with tempfile.TemporaryDirectory(prefix="pipeline-") as temporary:
        path = Path(temporary) / name
        path.write_bytes(RemoteStore(folder).read(name))
        yield path


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

    def __init__(self, root: Path, temporary: str = "") -> None:
        self.root = root
        self._temporary = root / temporary / ".tmp"

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


class RemoteStore:
    """A folder in any store that fsspec knows (s3://bucket/folder); a name is there whole or not at all.

    Credentials and endpoints are those of the environment, as the store's own tools take them.
    """

    def __init__(self, url: str) -> None:
        import fsspec

        self.url = url.rstrip("/")
        try:
            self._fs, root = fsspec.core.url_to_fs(self.url, use_listings_cache=False)
        except (ImportError, ValueError) as error:
            raise PublishError(f"{url} cannot be reached: {error}") from error
        self._root = str(root).rstrip("/")

    def read(self, name: str) -> bytes:
        with self._explained(name):
            return bytes(self._fs.cat_file(self._at(name)))

    def write(self, name: str, data: bytes) -> None:
        try:
            with self._explained(name):
                self._fs.pipe_file(self._at(name), data)
        except FileNotFoundError as error:
            raise PublishError(f"{self.url} cannot be written: {error}") from error

    def exists(self, name: str) -> bool:
        with self._explained(name):
            return bool(self._fs.isfile(self._at(name)))

    def delete(self, name: str) -> None:
        with self._explained(name), suppress(FileNotFoundError):
            self._fs.rm_file(self._at(name))

    def names(self, prefix: str) -> Iterator[str]:
        yield from (name for name, _ in self.files(prefix))

    def files(self, prefix: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
        """Every name below a prefix with what the store says of it: `size`, and an `ETag` or a time of change."""
        with self._explained(prefix):
            found = self._fs.find(self._at(prefix), detail=True)
        cut = len(self._root) + 1
        yield from ((path[cut:], about) for path, about in sorted(found.items()))

    def _at(self, name: str) -> str:
        return f"{self._root}/{name}" if name else self._root

    @contextmanager
    def _explained(self, name: str) -> Iterator[None]:
        try:
            yield
        except FileNotFoundError:
            raise
        except Exception as error:  # every store has exceptions of its own
            raise PublishError(f"{self.url}/{name}: the store refuses ({type(error).__name__}: {error}).") from error


def _with_parent(path: Path, act: Callable[[], object]) -> None:
    try:
        act()
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        act()


def open_store(place: str) -> Store:
    """The store at a folder or URL."""
    return RemoteStore(place) if is_url(place) else LocalStore(Path(place))
