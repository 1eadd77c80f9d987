"""Which reader a file gets: by its content first, then by its suffix."""

from __future__ import annotations

import importlib
import os
import pkgutil
import stat
from functools import cache
from pathlib import Path

from pipeline.document import Source
from pipeline.errors import ReadError
from pipeline.readers.base import HEAD_BYTES, Format

LARGEST = 2**30
# A format that the name does not say must be this much surer than the one it says.
_SURER = 0.2
# Signatures of what this package does not read, and what a user can do about each.
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FOREIGN: tuple[tuple[bytes, str], ...] = (
    (_OLE, "an old Word file, or a Word file with a password: save it as DOCX or PDF"),
    (b"{\\rtf", "a rich text file: save it as DOCX or PDF"),
    (b"\x89PNG", "a picture: save it as PDF with a text layer"),
    (b"\xff\xd8\xff", "a picture: save it as PDF with a text layer"),
    (b"PK\x03\x04", "a zip archive or an office file of another kind: unpack it, or save it as DOCX or PDF"),
    (b"\x1f\x8b", "a compressed file: unpack it"),
)


def read(path: Path) -> Source:
    """Read one report in this process.

    Raises:
        ReadError: the file cannot be read; the message says what its owner can do.
    """
    try:
        head = _head(path)
        return choose(path, head).read(path)
    except FileNotFoundError as error:
        raise ReadError(
            "vanished", "The file was there when the folder was listed and is gone now: add it again."
        ) from error
    except PermissionError as error:
        raise ReadError("not_permitted", "The file may not be read: give this user the right to read it.") from error
    except OSError as error:
        raise ReadError("damaged", f"The file cannot be read from its disk ({error.strerror or error}).") from error


@cache
def formats() -> tuple[Format, ...]:
    """Every format that a module of this package offers."""
    package = importlib.import_module("pipeline.readers")
    modules = (importlib.import_module(f"pipeline.readers.{m.name}") for m in pkgutil.iter_modules(package.__path__))
    return tuple(module.FORMAT for module in modules if hasattr(module, "FORMAT"))


def suffixes() -> frozenset[str]:
    """Every suffix that some reader knows."""
    return frozenset(suffix for each in formats() for suffix in each.suffixes)


def choose(path: Path, head: bytes) -> Format:
    """The format of a file, from its first bytes and its name.

    Raises:
        ReadError: no reader is right for it.
    """
    suffix = path.suffix.lower()
    by_name = next((each for each in formats() if suffix in each.suffixes), None)
    sure, best = max(((each.sure(head), each) for each in formats()), key=lambda pair: pair[0])
    strict = by_name is not None and by_name.strict
    if sure >= 1 and (best is by_name or not strict) and (best.strict or by_name is not None):
        return best
    if by_name is not None and strict:
        raise _misnamed(by_name, suffix, head, best, sure)
    foreign = _foreign(head)
    if foreign or (by_name is None and suffix):
        raise ReadError("unsupported_format", f"The file is {foreign or _unknown(suffix)}.")
    if _binary(head):
        raise ReadError(
            "not_text", "The file holds bytes that are no text: if it is a report, give it the right suffix."
        )
    return best if by_name is None or sure > by_name.sure(head) + _SURER else by_name


def _misnamed(by_name: Format, suffix: str, head: bytes, best: Format, sure: float) -> ReadError:
    if by_name.name == "docx" and head.startswith(_OLE):
        message = "The Word file asks for a password, or is an old .doc file: save it anew as DOCX without a password."
        return ReadError("password_required", message)
    return ReadError(f"not_a_{by_name.name}", f"The file is named {suffix} but is {_what(head, best, sure)}.")


def _head(path: Path) -> bytes:
    found = os.stat(path)  # noqa: PTH116 (a pipe or device must not be opened to find out)
    if not stat.S_ISREG(found.st_mode):
        raise ReadError("not_a_file", "This is a folder or a device, not a file: put the report itself here.")
    if found.st_size > LARGEST:
        raise ReadError("too_large", "The file is larger than 1 GB: split it, or save it without its pictures.")
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if not head:
        raise ReadError("empty_file", "The file has no content: copy or download it again.")
    if not head.strip(b"\0\t\r\n\x0c "):
        raise ReadError("empty_file", "The file holds nothing but blanks: copy or download it again.")
    return head


def _foreign(head: bytes) -> str:
    return next((what for magic, what in _FOREIGN if head.startswith(magic)), "")


def _what(head: bytes, best: Format, sure: float) -> str:
    if foreign := _foreign(head):
        return foreign
    if sure >= 1:
        return f"in truth {best.name.upper()} (a web page that says the download failed?): get the report again, or name it right"
    return "nothing of the kind: get the report again"


def _unknown(suffix: str) -> str:
    return f"of a kind that is not read here ({suffix}): save it as {', '.join(sorted(suffixes()))}"


def _binary(head: bytes) -> bool:
    """Whether bytes are no text. Zeros alone, among printable characters, stand for letters that some tool has lost."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):  # UTF-16 has a zero in every other byte
        return False
    control = sum(head.count(bytes([c])) for c in (*range(1, 9), 14, 15, *range(16, 27), *range(28, 32)))
    return control > 0.003 * len(head) or head.count(0) > 0.1 * len(head)
