"""The mandative subjunctive: whose bare verb a parser takes for a noun."""

from __future__ import annotations

import pytest

from pipeline.language import mandative
from pipeline.language.model import load

CASES = [
    ("We recommend that the council fund two shelters.", [("fund", "council")]),
    ("The audit recommends that the city manager contract with a vendor.", [("contract", "manager")]),
    ("We further recommend that the bureau offer courses and that schools report absences.", [("offer", "bureau"), ("report", "schools")]),
    ("The judge ordered that the Head of Ports work with pilots to end the delay.", [("work", "Head")]),
    ("It is recommended that you train staff.", [("train", "you")]),
    ("It is vital that the police force issue reports.", [("issue", "force")]),
    ("They ask that people who work at night record their hours.", []),  # the clause inside it is a finite one: left as it is
    ("We know that the board support this plan.", []),
    ("We recommend that ports should close.", []),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "verbs"), CASES)
def test_the_bare_verb_has_its_subject(sentence: str, verbs: list[tuple[str, str]]) -> None:
    doc = load()(sentence)
    read = mandative.reread(load(), doc)
    found = [
        (t.text, s.text)
        for t in read
        if t.tag_ in {"VB", "VBP"}
        for s in t.children
        if s.dep_ in {"nsubj", "nsubj:pass"}
    ]
    assert read.text == sentence
    assert [v for v in verbs if v not in found] == []
    assert verbs or read is doc


def test_words_names_and_other_sentences_stay() -> None:
    text = "Anna Berg met the mayor in Oslo. She recommends that the council fund two shelters. It rained."
    doc = load()(text)
    read = mandative.reread(load(), doc)
    assert [(t.text, t.idx, t.ent_type_) for t in read] == [(t.text, t.idx, t.ent_type_) for t in doc]
    assert [s.text for s in read.sents] == [s.text for s in doc.sents]
    assert [t.dep_ for t in next(iter(read.sents))] == [t.dep_ for t in next(iter(doc.sents))]
