"""YAML front matter: what a file says of itself between two lines of dashes at its top."""

from __future__ import annotations

import re

import yaml

from pipeline.errors import Problem

_FENCED = re.compile(r"\A\s*---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
_PAIR = re.compile(r"^([A-Za-z][\w .-]{0,40}?)\s*:\s+(.*)$")
_LIMIT = 20_000
_ALIASES = {
    "authors": "author",
    "by": "author",
    "byline": "author",
    "lang": "language",
    "summary": "description",
    "name": "title",
}
_KNOWN = frozenset({"title", "author", "date", "publisher", "language", "description", "subtitle", "issuer", "series"})


def split(text: str) -> tuple[dict[str, str], str, tuple[Problem, ...]]:
    """Front matter by lower-case key, the rest of the text, and what was wrong with it.

    Between two rules there may stand text instead: then nothing is taken away. YAML that does not parse is read line by line.
    """
    found = _FENCED.match(text)
    if not found or len(found[1]) > _LIMIT:
        return {}, text, ()
    pairs, problems = _pairs(found[1])
    if not pairs:
        return {}, text, ()
    return _named(pairs), text[found.end() :], problems


def _pairs(content: str) -> tuple[dict[str, str], tuple[Problem, ...]]:
    lines = [line for line in content.splitlines() if line.strip()]
    by_line = {m[1].lower(): m[2].strip().strip("\"'") for m in map(_PAIR.match, lines) if m}
    if not by_line and not any(re.match(r"^[A-Za-z][\w-]*\s*:\s*$", line) for line in lines):
        return {}, ()
    if "&" in content and "*" in content:  # aliases can be made to unfold without end
        return by_line, ()
    try:
        loaded = yaml.load(content, Loader=yaml.BaseLoader)
    except yaml.YAMLError:
        message = "The front matter is not valid YAML (a value with a colon needs quotes): it was read line by line."
        return by_line, (Problem(stage="read", code="front_matter", message=message),)
    if not isinstance(loaded, dict):
        return {}, ()
    return {str(key).strip().lower(): _flat(value) for key, value in loaded.items()}, ()


def _flat(value: object) -> str:
    if isinstance(value, dict):
        return str(value.get("name", "")) or ", ".join(map(_flat, value.values()))
    if isinstance(value, list):
        return ", ".join(map(_flat, value))
    return " ".join(str(value).split())


def _named(pairs: dict[str, str]) -> dict[str, str]:
    named = {_ALIASES.get(key, key): value for key, value in pairs.items() if value}
    return {key: value for key, value in named.items() if key in _KNOWN}
