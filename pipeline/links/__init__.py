"""Recommendations of different reports that say the same, nearly the same, or the opposite."""

from __future__ import annotations

from pipeline.links.actions import Action, Item, action, item
from pipeline.links.search import Link, find
from pipeline.links.words import version

__all__ = ["Action", "Item", "Link", "action", "find", "item", "version"]
