"""The exceptions of the house: one for each thing a caller can do about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


class PipelineError(Exception):
    """Anything this package raises on purpose; its message says what was found, where, and what to do."""


class SettingsError(PipelineError):
    """A setting, an option or a sidecar holds a value that is not understood."""


class LexiconError(PipelineError):
    """A lexicon row is not valid; the message names the file and the line."""


class ModelError(PipelineError):
    """The language pipeline cannot be loaded or lacks a component or a label that is needed."""


class ContractError(PipelineError):
    """Rows break the contract of their table; nothing has been written."""


class PublishError(PipelineError):
    """The published tables cannot be written or read."""


class BusyError(PublishError):
    """Another run holds the output directory."""


class ReadError(PipelineError):
    """A report cannot be read.

    Args:
        code: a value of `failures.code`, such as `password_required`.
        message: what the person who added the file can do about it.
        page: the page it concerns, from 1; None for the whole file.
    """

    def __init__(self, code: str, message: str, page: int | None = None) -> None:
        super().__init__(code, message, page)
        self.code, self.message, self.page = code, message, page

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something that went wrong with a report without stopping it; becomes a row of `failures`."""

    stage: str
    code: str
    message: str
    severity: Severity = "warning"
    page: int | None = None
