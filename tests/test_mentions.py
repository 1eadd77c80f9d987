"""Mentions: what the recogniser says, put right by the gazetteer; laws and dates. No trained model."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc
from spacy.tokens import Span as SpacySpan

from pipeline.language import mentions
from pipeline.lexicon import Gazetteer, load
from pipeline.lexicon.acronyms import introduced

VOCAB = spacy.blank("en").vocab


def find(words: str, entities: tuple[tuple[int, int, str], ...] = (), tags: str = "") -> list[tuple[str, str]]:
    """The mentions of one sentence; words by blanks (`_` joins), entities by word numbers, tags NNP unless said."""
    tokens = words.split()
    doc = Doc(VOCAB, words=[t.replace("_", " ") for t in tokens], tags=tags.split() or ["NNP"] * len(tokens))
    doc.set_ents([SpacySpan(doc, a, b, label=label) for a, b, label in entities])
    lexicon = load()
    gazetteer = Gazetteer(lexicon, introduced(doc.text))
    found = mentions.find(doc[:], base=100, sentence=7, gazetteer=gazetteer, lexicon=lexicon)
    assert all(m.sentence == 7 for m in found)
    return [(doc.text[m.span.start - 100 : m.span.end - 100], m.label) for m in found]


@pytest.mark.parametrize(
    ("words", "entities", "expected"),
    [
        ("Chile met Peruvian ministers", (), [("Chile", "GPE"), ("Peruvian", "NORP")]),
        ("Chile - Peru pact", ((0, 3, "LOC"),), [("Chile", "GPE"), ("Peru", "GPE")]),
        ("Chile - Peru Alliance", ((0, 4, "ORG"),), [("Chile", "GPE"), ("Peru", "GPE")]),
        ("the Bank of Chile", ((0, 4, "ORG"),), [("Bank of Chile", "ORG")]),
        ("President Ada Lovelace", ((0, 3, "PERSON"),), [("Ada Lovelace", "PERSON")]),
        ("Article 9 of the Constitution", (), [("Article 9 of the Constitution", "LAW")]),
        ("the Clean Water Act of 1972", (), [("Clean Water Act of 1972", "LAW")]),
        ("by 31 March 2026", (), [("31 March 2026", "DATE")]),
        ("in FY 2027", (), [("FY 2027", "DATE")]),
        ("the Congress", (), [("Congress", "ORG")]),
        ("nothing here", (), []),
    ],
)
def test_mentions_of_a_sentence(
    words: str, entities: tuple[tuple[int, int, str], ...], expected: list[tuple[str, str]]
) -> None:
    assert find(words, entities) == expected


def test_a_verb_at_the_start_of_a_heading_is_nobody() -> None:
    assert find("Promote exchanges", ((0, 1, "PERSON"),), tags="VB NNS") == []


def test_a_possessive_is_no_part_of_a_name() -> None:
    assert find("Ada Lovelace 's plan", ((0, 3, "PERSON"),), tags="NNP NNP POS NN") == [("Ada Lovelace", "PERSON")]


def test_an_acronym_of_the_text_is_an_organisation() -> None:
    found = find("Harbour Pilots Authority (HPA) and HPA", ((0, 3, "ORG"),))
    assert ("HPA", "ORG") in found
