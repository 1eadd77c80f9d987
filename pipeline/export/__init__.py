"""The published tables handed over: CSV, JSON Lines, XLSX, a DuckDB file, IG Script."""

from __future__ import annotations

from pipeline.export.formats import FORMATS, SUFFIXES, Written, export

__all__ = ["FORMATS", "SUFFIXES", "Written", "export"]
