"""The analyst's commands: review, export, plot, changes, corrections. `register` hangs them into the command line."""

from __future__ import annotations

from pipeline.desk.commands import register

__all__ = ["register"]
