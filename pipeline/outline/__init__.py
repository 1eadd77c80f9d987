"""The structure of a document: sections, set-apart recommendations, front matter."""

from pipeline.outline.segment import segment

__all__ = ["segment"]
