"""Three pictures of the tables, as SVG or PNG: who asks whom, who is to act upon whom, how strongly reports speak."""

from __future__ import annotations

from pipeline.plots.draw import KINDS, draw

__all__ = ["KINDS", "draw"]
