"""One frozen settings object: defaults, then `pipeline.toml` or `[tool.pipeline]`, then PIPELINE_* variables, then arguments."""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

from pipeline.errors import SettingsError

Engine = Literal["processes", "inline", "dask"]
Links = Literal["auto", "yes", "no"]
PREFIX = "PIPELINE_"
FOLDERS = ("raw", "interim", "output")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a run needs to know; folders may be local paths or URLs that fsspec understands (s3://bucket/reports).

    Attributes:
        raw: the reports; nothing in it is ever changed.
        interim: each report's rows, kept so that a re-run touches only what changed; can be deleted at any time.
        output: the published tables.
        engine: `processes` on this machine, `inline` in this process, `dask` on a cluster.
        workers: how many reports are worked on at once; 0 is one for each core.
        dask_address: of an existing Dask scheduler; empty starts a local cluster.
        worker_memory_mb: a worker that has grown beyond this is replaced after its report.
        report_seconds: a worker that is at one report for longer is ended; 0 for no limit.
        model: a spaCy pipeline (package or folder) with Universal Dependencies labels; empty is the embedded one.
        keep_snapshots: this many newest snapshots of the tables always stay.
        keep_hours: an older snapshot stays until it is this old, for readers that are still at it.
        buckets: part files per table; 0 lets the number grow with the reports (1, 8, 64, …).
        links: whether `recommendation_links` is looked for, which costs about 0.3 ms a recommendation at each publication: `auto` does
            so up to 2,000 reports, `no` leaves the table empty.
        lock_wait: seconds to wait for another run on the same output before giving up.
        settle: `pipeline watch` reads a file whose size and times have stood still for so many seconds.
        notify: a shell command that is told on its standard input what went wrong when a scheduled run fails.
    """

    raw: str = "raw"
    interim: str = "interim"
    output: str = "output"
    engine: Engine = "processes"
    workers: int = 0
    dask_address: str = ""
    worker_memory_mb: int = 1500
    report_seconds: float = 3600.0
    model: str = ""
    keep_snapshots: int = 3
    keep_hours: float = 24.0
    buckets: int = 0
    links: Links = "auto"
    lock_wait: float = 0.0
    settle: float = 2.0
    notify: str = ""


def load(start: Path | None = None, environ: Mapping[str, str] | None = None, **arguments: Any) -> Settings:
    """The settings that hold in a folder; an argument that is None counts as not given.

    Relative folders are relative to the file that sets the project up, or to `start` where there is none; those given as
    arguments or in the environment are relative to the working directory.

    Raises:
        SettingsError: an unknown name, or a value that is not understood; the message says where it stands.
    """
    start = (start or Path.cwd()).resolve()
    home, table, where = _file(start)
    found: dict[str, Any] = {name: _under(home, getattr(Settings(), name)) for name in FOLDERS}
    values = {name: _value(name, value, where) for name, value in table.items()}
    found |= {name: _under(home, value) if name in FOLDERS else value for name, value in values.items()}
    for name, text in _environment(os.environ if environ is None else environ).items():
        found[name] = _value(name, text, f"the environment variable {PREFIX}{name.upper()}")
    given = {name: str(value) if name in FOLDERS else value for name, value in arguments.items() if value is not None}
    found |= {name: _value(name, value, "the arguments") for name, value in given.items()}
    return Settings(**found)


def require_raw(chosen: Settings) -> None:
    """Make sure that there is a folder of reports: an unmounted disk must not look like reports that were all removed.

    Raises:
        SettingsError: there is none.
    """
    if not is_url(chosen.raw) and not Path(chosen.raw).is_dir():
        raise SettingsError(
            f"There is no folder {chosen.raw}. Make it and put reports there, or name another: --raw DIR."
        )


def is_url(place: str) -> bool:
    """Whether a folder lies in a store that is reached through fsspec."""
    return "://" in place


def _file(start: Path) -> tuple[Path, dict[str, Any], str]:
    for folder in (start, *start.parents):
        own = folder / "pipeline.toml"
        if own.is_file():
            return folder, _toml(own), str(own)
        project = folder / "pyproject.toml"
        if project.is_file():
            table = _toml(project).get("tool", {}).get("pipeline")
            if table is not None:
                return folder, table, f"[tool.pipeline] in {project}"
    return start, {}, ""


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} is not valid TOML: {error}") from error


def _environment(environ: Mapping[str, str]) -> dict[str, str]:
    return {name[len(PREFIX) :].lower(): value for name, value in environ.items() if name.startswith(PREFIX)}


def _under(home: Path, place: str) -> str:
    return place if is_url(place) else str(home / Path(place).expanduser())


@cache
def _hints() -> dict[str, Any]:
    hints = get_type_hints(Settings)
    return {f.name: hints[f.name] for f in fields(Settings)}


def _value(name: str, value: Any, where: str) -> Any:
    hint = _hints().get(name)
    if hint is None:
        near = difflib.get_close_matches(name, _hints(), n=1)
        meant = f"; did you mean '{near[0]}'?" if near else f"; known are {', '.join(_hints())}."
        raise SettingsError(f"{where}: unknown setting '{name}'{meant}")
    if get_origin(hint) is Literal:
        if value in get_args(hint):
            return value
        raise SettingsError(f"{where}: {name} is '{value}'; it can be {', '.join(get_args(hint))}.")
    return _number(name, value, hint, where) if hint in (int, float) else _string(name, value, where)


def _string(name: str, value: Any, where: str) -> str:
    if isinstance(value, str) and (value or name not in FOLDERS):
        return value
    raise SettingsError(f"{where}: {name} is {value!r}; it must be a text.")


def _number(name: str, value: Any, kind: type[int] | type[float], where: str) -> int | float:
    try:
        if isinstance(value, bool) or (kind is int and isinstance(value, float)):
            raise ValueError
        number = kind(value)
        if not 0 <= number < float("inf"):
            raise ValueError
    except (TypeError, ValueError) as error:
        whole = "a whole number" if kind is int else "a number"
        raise SettingsError(f"{where}: {name} is {value!r}; it must be {whole} of 0 or more.") from error
    return number
