"""What in raw/ is a report, and what has to be done with it: new, changed, moved, doubled, gone."""

from __future__ import annotations

from pipeline.corpus.planning import TRANSIENT, Action, Plan, plan, summarise
from pipeline.corpus.walk import Found, Scan, scan, scan_store

__all__ = ["TRANSIENT", "Action", "Found", "Plan", "Scan", "plan", "scan", "scan_store", "summarise"]
