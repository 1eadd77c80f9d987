"""Ids that stay the same as long as what they name does: hashes of normalised text and the occurrence's number."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter


def normalised(text: str) -> str:
    """Lower-case letters and digits with single spaces: what two printings of one text have in common."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.findall(r"\w+", folded))


def digest(*parts: str, size: int = 12) -> str:
    """A short hexadecimal hash of some strings; `size` in characters."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:size]


def document_id(path: str) -> str:
    """The id of the report at a path in raw/."""
    return f"d{digest(unicodedata.normalize('NFC', path))}"


def slug(name: str) -> str:
    """A stable, readable id for an entity without a code: `self-defense-forces`."""
    folded = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", folded).strip("-") or f"x{digest(name)}"


class Minter:
    """Gives out the ids of one document: the same text met again gets the next occurrence's number."""

    def __init__(self, document: str) -> None:
        self._document = document
        self._seen: Counter[tuple[str, str]] = Counter()

    def mint(self, prefix: str, *parts: str) -> str:
        """An id from the document, the parts' normalised text, and how often they have been seen before."""
        text = "\x1f".join(normalised(p) for p in parts)
        count = self._seen[prefix, text]
        self._seen[prefix, text] += 1
        return f"{prefix}{digest(self._document, text, str(count), size=16)}"
