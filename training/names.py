"""Puts other names into the training texts, so that the recogniser learns contexts and kinds of names, not single names.

Names come from the training data itself; organisations are also made up from the parts in names.csv. Mention replacement
as in Dai and Adel (2020), "An analysis of simple data augmentation for named entity recognition".
"""

from __future__ import annotations

import csv
import random
import string
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, DocBin
from spacy.training import Example
from spacy.util import registry
from spacy.vocab import Vocab

HERE = Path(__file__).parent


@dataclass(slots=True)
class Rebuilt:
    """A document under construction: words, whether white space follows each, and entity tags in BIO (None: unknown)."""

    words: list[str] = field(default_factory=list)
    spaces: list[bool] = field(default_factory=list)
    tags: list[str | None] = field(default_factory=list)

    def add(self, word: str, space: bool, tag: str | None) -> None:
        self.words.append(word)
        self.spaces.append(space)
        self.tags.append(tag)

    def doc(self, vocab: Vocab) -> Doc:
        return Doc(vocab, words=self.words, spaces=self.spaces, ents=self.tags)  # type: ignore[arg-type]


def parts() -> dict[str, list[str]]:
    """The rows of names.csv by kind."""
    found: dict[str, list[str]] = {}
    with (HERE / "names.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["kind"], []).append(row["text"])
    return found


def organisation(kinds: dict[str, list[str]], known: dict[str, list[str]]) -> str:
    """A made-up name of an organisation, built as real ones are."""
    place, person = random.choice(known["LOC"]), random.choice(known["PERSON"]).split()[-1]
    office, area = random.choice(kinds["office"]), random.choice(kinds["field"])
    return random.choice(
        [
            f"{office} of {area}",
            f"{office} of {area}",
            f"{office} for {area}",
            f"{place} {office} of {area}",
            f"{random.choice(['University', 'Government', 'Bank', 'Parliament'])} of {place}",
            f"{place} {random.choice(kinds['tail'])}",
            f"{place} {random.choice(kinds['tail'])}",
            f"{area.removeprefix('the ')} {office}",
            f"{person} {random.choice(kinds['tail'])}",
            f"{person} {random.choice(kinds['business'])}",
            "".join(random.choices(string.ascii_uppercase, k=random.choice([3, 3, 4, 4, 5]))),
        ]
    )


def known_names(docs: Iterable[Doc]) -> dict[str, list[str]]:
    """The names in docs by label, in a fixed order; frequent names count once."""
    found: dict[str, set[str]] = {}
    for doc in docs:
        for entity in doc.ents:
            if len(entity) <= 7 and entity.text[:1].isupper():
                found.setdefault(entity.label_, set()).add(entity.text)
    return {label: sorted(names) for label, names in found.items()}


def other_names(source: str, level: float, capitals: float) -> Callable[[Language, Example], Iterator[Example]]:
    """An augmenter that swaps names.

    Args:
        source: the DocBin whose names are used.
        level: how many documents get other names (0 to 1); in these, two mentions of three are swapped.
        capitals: how many short documents are put in capitals, as headings are (0 to 1).
    """
    kinds = parts()
    known = known_names(DocBin().from_disk(source).get_docs(Vocab()))

    def augment(nlp: Language, example: Example) -> Iterator[Example]:
        doc = example.reference
        if not doc.has_annotation("ENT_IOB"):
            yield example
            return
        made = None
        if doc.ents and random.random() < level:
            made = swapped(nlp, doc, kinds, known)
        if len(doc) <= 16 and random.random() < capitals:
            made = made or copied(doc)
            made.words = [word.upper() for word in made.words]
        if made is None:
            yield example
        else:
            fresh = made.doc(nlp.vocab)
            yield Example(nlp.make_doc(fresh.text), fresh)

    return augment


registry.augmenters("training.names.v1", func=other_names)


def copied(doc: Doc) -> Rebuilt:
    made = Rebuilt()
    for token in doc:
        made.add(token.text, bool(token.whitespace_), iob(token.ent_iob_, token.ent_type_))
    return made


def iob(position: str, label: str) -> str | None:
    if position == "":
        return None
    return "O" if position == "O" else f"{position}-{label}"


def swapped(nlp: Language, doc: Doc, kinds: dict[str, list[str]], known: dict[str, list[str]]) -> Rebuilt:
    """doc with two names of three replaced by others of their label."""
    made, starts = Rebuilt(), {entity.start: entity for entity in doc.ents}
    i = 0
    while i < len(doc):
        entity = starts.get(i)
        if entity is None or random.random() < 0.33:
            end = i + 1 if entity is None else entity.end
            for token in doc[i:end]:
                made.add(token.text, bool(token.whitespace_), iob(token.ent_iob_, token.ent_type_))
        else:
            end = entity.end
            name = nlp.make_doc(another(entity.label_, kinds, known))
            for token in name:
                inside = token.i + 1 < len(name)
                tag = f"{'I' if token.i else 'B'}-{entity.label_}"
                made.add(token.text, bool(token.whitespace_) if inside else bool(doc[end - 1].whitespace_), tag)
        i = end
    return made


def another(label: str, kinds: dict[str, list[str]], known: dict[str, list[str]]) -> str:
    if label == "ORG" and random.random() < 0.6:
        return organisation(kinds, known)
    return random.choice(known[label])
