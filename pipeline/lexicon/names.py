"""How names are written before they are compared: one kind of quote and space, `U.S.` as `US`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

_DOTTED = re.compile(r"(?<=\b[A-Z])\.(?=[A-Z]|\W|$)")
_POSSESSIVE = re.compile(r"(?:'s|(?<=s)')$")
_ARTICLE = re.compile(r"^(?:the|The|THE|a|an|A|An)\s+(?=\S)")
_PIECE = re.compile(r"(?:[A-Z]\.){2,}(?:[A-Z]\b)?|[A-Z]\.[A-Z]\b|\w+|[^\w\s]")
# A piece that a name may begin with.
CAPITALISED = re.compile(r"(?<!\w)(?:(?:[A-Z]\.){2,}(?:[A-Z]\b)?|[A-Z]\.[A-Z]\b|[^\W\d_a-z]\w*)")

Index = Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]


def printed(text: str) -> str:
    """A name as it is looked up: no article in front, no possessive or stop at the end."""
    text = unicodedata.normalize("NFKC", text).replace("’", "'").replace("‘", "'")
    text = _DOTTED.sub("", " ".join(text.split())).strip(" ,;:.")
    return _POSSESSIVE.sub("", _ARTICLE.sub("", text))


def pieces(text: str) -> Iterator[tuple[str, int, int]]:
    """The words and signs of a text, abbreviations without their stops, with their offsets."""
    for match in _PIECE.finditer(text):
        yield plain(match[0]), match.start(), match.end()


def plain(piece: str) -> str:
    """An abbreviation without its stops, a straight apostrophe."""
    return piece.replace(".", "") if len(piece) > 1 else piece.replace("’", "'")


def index(names: Iterable[str]) -> Index:
    """Every capitalised name under its first word, the longest first, with its words."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for name in names:
        words = tuple(p for p, _, _ in pieces(name))
        if words and words[0][:1].isupper():
            found.setdefault(words[0], []).append((words, name))
    return {first: tuple(sorted(under, key=lambda u: -len(u[0]))) for first, under in found.items()}
