"""Organisations and events that show by their form: "Harrow School", "Battle of Elm". They go behind the recogniser.

The recogniser knows few names of the world; the kind of body that a name ends or begins with settles the rest.
"""

from __future__ import annotations

from typing import Any

from spacy.language import Language
from spacy.pipeline import SpanRuler

from pipeline.language import packed
from training.names import parts

assert packed  # registers how names that overlap are chosen

Pattern = list[dict[str, Any]]
CAPITAL = {"SHAPE": {"REGEX": "^X"}}
NAME = {"TAG": {"IN": ["NNP", "NNPS"]}}
LINK = {"LOWER": {"IN": ["of", "for"]}}
THE = {"LOWER": "the", "OP": "?"}


def organisations() -> list[Pattern]:
    """Token patterns: names + ending; a body on its own; beginning + of + names (and names)."""
    kinds = parts()
    ending = {"ORTH": {"IN": kinds["ending"]}} | NAME
    beginning = {"ORTH": {"IN": kinds["beginning"]}} | NAME
    # The tagger is of two minds about "the Commission"; a capital within a sentence is enough.
    body = {"ORTH": {"IN": kinds["body"]}, "TAG": {"IN": ["NNP", "NNPS", "NN"]}, "IS_SENT_START": False}
    first_body = {"ORTH": {"IN": kinds["body"]}} | NAME
    adjective = CAPITAL | {"TAG": "JJ"}
    # Bounded: a table of names is one long run of proper nouns, and every stretch of it would be a match.
    some, any_ = NAME | {"OP": "{1,4}"}, NAME | {"OP": "{0,3}"}
    return [
        [some, ending],
        [adjective, any_, ending],
        [body],
        [first_body],
        [any_, beginning, LINK, THE, some],
        [any_, beginning, LINK, THE, some, {"LOWER": "and"}, some],
    ]


def events() -> list[Pattern]:
    """Token patterns: names + kind of event (and its number), storms with a name, battles with a place."""
    kinds = parts()
    kind = {"ORTH": {"IN": kinds["event"]}} | NAME
    struggle, storm = {"ORTH": {"IN": kinds["struggle"]}} | NAME, {"ORTH": {"IN": kinds["storm"]}} | NAME
    some, adjective = NAME | {"OP": "{1,3}"}, CAPITAL | {"TAG": "JJ"}
    number = {"ORTH": {"IN": ["I", "II"]}, "OP": "?"}
    return [
        [some, kind, number],
        [adjective, NAME | {"OP": "{0,2}"}, kind],
        [struggle, {"LOWER": "of"}, THE, some],
        [storm, NAME],
    ]


def add_patterns(nlp: Language) -> None:
    """Adds the patterns as the pipeline's last component."""
    config = {
        "spans_key": None,
        "annotate_ents": True,
        "overwrite": False,
        "ents_filter": {"@misc": "pipeline.longest_names.v1"},
    }
    ruler = nlp.add_pipe("span_ruler", config=config)
    assert isinstance(ruler, SpanRuler)
    ruler.add_patterns([{"label": "ORG", "pattern": pattern} for pattern in organisations()])
    ruler.add_patterns([{"label": "EVENT", "pattern": pattern} for pattern in events()])
