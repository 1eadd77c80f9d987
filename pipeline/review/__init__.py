"""The review pages: a static site to look through what was found, check it and note corrections."""

from __future__ import annotations

from pipeline.review.site import Site, build

__all__ = ["Site", "build"]
