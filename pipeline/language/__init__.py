"""The only rooms that import spaCy: the model, modals and other cues, clauses, mentions."""

from pipeline.language.annotate import annotate

__all__ = ["annotate"]
