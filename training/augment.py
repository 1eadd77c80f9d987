"""Makes treebank text look like reports while training: curly quotes, single sentences as blocks, headings, no full stop."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.training import Example
from spacy.util import registry

SMALL = frozenset("a an the and or but nor of in on at to for from by with as is its into over via per".split())
LONGEST_HEADING = 14  # tokens


def reports(quotes: float, single: float) -> Callable[[Language, Example], Iterator[Example]]:
    """An augmenter that changes a document in place of the original.

    Args:
        quotes: how often quotes, apostrophes and dashes become typographic, as in PDF files (0 to 1).
        single: how often one of its sentences stands alone, as headings and list items do (0 to 1).
    """

    def augment(nlp: Language, example: Example) -> Iterator[Example]:
        words = None
        doc = example.reference
        if doc.has_annotation("DEP") and random.random() < single:
            doc = alone(random.choice(list(doc.sents)))
            words = as_heading([token.text for token in doc])
        if random.random() < quotes:
            words = typographic(doc, words or [token.text for token in doc])
        yield example if words is None else rebuild(nlp, doc, words)

    return augment


registry.augmenters("training.reports.v1", func=reports)


def alone(sentence: Span) -> Doc:
    """The sentence as a document, now and then without its full stop."""
    last = sentence[-1]
    drop = len(sentence) > 3 and last.text == "." and last.n_lefts + last.n_rights == 0 and random.random() < 0.4
    return sentence[:-1].as_doc() if drop else sentence.as_doc()


def as_heading(words: list[str]) -> list[str]:
    """Short sentences in title case or capitals, sometimes; others as they are."""
    chance = random.random()
    if len(words) > LONGEST_HEADING or chance > 0.45:
        return words
    if chance < 0.12:
        return [word.upper() for word in words]
    return [word if i and word.lower() in SMALL else word[:1].upper() + word[1:] for i, word in enumerate(words)]


def typographic(doc: Doc, words: list[str]) -> list[str]:
    """Straight quotes, apostrophes and double hyphens as a typesetter writes them."""
    out, inside = [], False
    for token, word in zip(doc, words, strict=True):
        if word in ('"', "``", "''"):
            word = "“" if (word == "``" or (word == '"' and not inside)) else "”"
            inside = word == "“"
        elif "'" in word:
            word = word.replace("'", "’")
        elif word == "--":
            word = "—"
        elif word == "-" and token.whitespace_ and token.i and doc[token.i - 1].whitespace_:
            word = "–"
        out.append(word)
    return out


def rebuild(nlp: Language, doc: Doc, words: list[str]) -> Example:
    """An example with the annotations of doc over other words, tokenised afresh from raw text."""
    facts = Example(doc, doc).to_dict()
    facts["token_annotation"]["ORTH"] = words
    text = Doc(nlp.vocab, words=words, spaces=[bool(token.whitespace_) for token in doc]).text
    return Example.from_dict(nlp.make_doc(text), facts)
