"""Reports as they come: one module for each format; `read` picks it by the file's content, then by its suffix."""

from __future__ import annotations

from pipeline.readers.registry import read

__all__ = ["read"]
