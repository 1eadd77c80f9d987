"""What the person who added a report says of it, in a TOML file beside it: `report.pdf.toml` for `report.pdf`."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from pipeline.errors import SettingsError

SUFFIX = ".toml"
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sidecar:
    """What a sidecar overrides; None where it is silent.

    Attributes:
        published: an ISO date as precise as known: `2025`, `2025-05`, `2025-03-27`.
        language: ISO 639-1, lower case.
    """

    title: str | None = None
    issuers: tuple[str, ...] | None = None
    authors: tuple[str, ...] | None = None
    published: str | None = None
    language: str | None = None


def path_of(report: Path) -> Path:
    """Where the sidecar of a report stands, if it has one."""
    return report.with_name(report.name + SUFFIX)


def find(report: Path) -> Sidecar | None:
    """The sidecar beside a report, None if there is none.

    Raises:
        SettingsError: there is one, and it is not understood.
    """
    path = path_of(report)
    return read(path) if path.is_file() else None


def read(path: Path) -> Sidecar:
    """Read a sidecar.

    Raises:
        SettingsError: the file is no TOML, or a key is unknown or has a value of the wrong type; the message names both.
    """
    try:
        return parse(path.read_text(encoding="utf-8-sig"), path.name)
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path.name}: cannot be read as UTF-8 text: {error}") from error


def parse(text: str, name: str) -> Sidecar:
    """Read a sidecar's text; `name` is the file that messages speak of.

    Raises:
        SettingsError: as for `read`.
    """
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f'{name}: not valid TOML ({error}); write lines such as title = "…"') from error
    known = [f.name for f in fields(Sidecar)]
    for key in values:
        if key not in known:
            raise SettingsError(f"{name}: unknown key {key!r}; known are {', '.join(known)}")
    return Sidecar(
        title=_text(values, "title", name),
        issuers=_names(values, "issuers", name),
        authors=_names(values, "authors", name),
        published=_date(values, "published", name),
        language=_language(values, "language", name),
    )


def _text(values: Mapping[str, Any], key: str, name: str) -> str | None:
    value = values.get(key)
    if value is None:
        return None
    if not isinstance(value, str) or not value.strip():
        raise SettingsError(f"{name}: {key} is {value!r}; expected some text in quotes")
    return " ".join(value.split())


def _names(values: Mapping[str, Any], key: str, name: str) -> tuple[str, ...] | None:
    value = values.get(key)
    if value is None:
        return None
    if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
        raise SettingsError(f'{name}: {key} is {value!r}; expected a list of names: ["…", "…"]')
    return tuple(" ".join(v.split()) for v in value)


def _date(values: Mapping[str, Any], key: str, name: str) -> str | None:
    value = values.get(key)
    if value is None:
        return None
    if isinstance(value, dt.datetime):
        value = value.date()
    text = value.isoformat() if isinstance(value, dt.date) else str(value).strip()
    found = None if isinstance(value, bool) else _DATE.fullmatch(text)
    try:
        if not found:
            raise ValueError
        dt.date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError as error:
        raise SettingsError(
            f"{name}: {key} is {value!r}; expected a date as precise as known: 2025, 2025-05 or 2025-03-27"
        ) from error
    return text


def _language(values: Mapping[str, Any], key: str, name: str) -> str | None:
    value = _text(values, key, name)
    if value is not None and not re.fullmatch(r"[a-z]{2}", value):
        raise SettingsError(
            f"{name}: {key} is {value!r}; expected an ISO 639-1 code of two small letters, such as en or ja"
        )
    return value
