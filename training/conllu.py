"""Reads treebanks in CoNLL-U (https://universaldependencies.org/format.html), plain or .xz, into spaCy documents."""

from __future__ import annotations

import lzma
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TextIO

from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

LONGEST = 12  # sentences in one document
# Features that no reader of the trees needs and that only make the morphologizer's label set larger.
UNUSED = frozenset("ExtPos Typo Style Foreign NumForm Abbr CorrectForm Variant Cxn Emph".split())
ATTRIBUTES = ["ORTH", "SPACY", "TAG", "POS", "MORPH", "LEMMA", "HEAD", "DEP", "SENT_START"]


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a tree. head is the index of its head in the sentence, -1 for the root; space: white space follows."""

    form: str
    lemma: str
    upos: str
    xpos: str
    feats: str
    head: int
    relation: str
    space: bool = True

    @property
    def universal(self) -> str:
        """The relation without its subtype."""
        return self.relation.partition(":")[0]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A tree; opens says whether a paragraph begins with it; clitics are the words inside a multiword token."""

    document: str
    opens: bool
    words: tuple[Word, ...]
    clitics: frozenset[int] = field(default_factory=frozenset)


def read(path: Path) -> Iterator[Sentence]:
    """The trees of a treebank file in order."""
    with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as file:
        yield from sentences(file)


def sentences(file: TextIO | Iterable[str]) -> Iterator[Sentence]:
    document, opens = "", True
    rows: list[list[str]] = []
    for line in file:
        line = line.rstrip("\n")
        if line.startswith("# newdoc"):
            document, opens = line.partition("=")[2].strip(), True
        elif line.startswith("# newpar"):
            opens = True
        elif line.startswith("#"):
            continue
        elif line:
            rows.append(line.split("\t"))
        elif rows:
            yield tree(document, opens, rows)
            opens, rows = False, []
    if rows:
        yield tree(document, opens, rows)


def tree(document: str, opens: bool, rows: list[list[str]]) -> Sentence:
    inner: dict[int, bool] = {}  # word index -> does white space follow, for words inside a multiword token
    words: list[Word] = []
    for row in rows:
        first, _, last = row[0].partition("-")
        if last:
            spaced = "SpaceAfter=No" not in row[9]
            inner |= {i - 1: spaced and i == int(last) for i in range(int(first), int(last) + 1)}
        elif "." not in first:
            space = inner.get(len(words), "SpaceAfter=No" not in row[9])
            words.append(word(row, space))
    return Sentence(document, opens, tuple(words), frozenset(inner))


def word(row: list[str], space: bool) -> Word:
    form = row[1].replace(" ", "")
    lemma = form if row[2] == "_" != row[1] else row[2]
    feats = "|".join(f for f in row[5].split("|") if f != "_" and f.partition("=")[0].partition("[")[0] not in UNUSED)
    return Word(form, lemma, row[3], row[4], feats, int(row[6]) - 1, row[7], space)


def paragraphs(trees: Iterable[Sentence], longest: int = LONGEST) -> Iterator[list[Sentence]]:
    """The sentences of each paragraph; long paragraphs in pieces of at most `longest` sentences."""
    group: list[Sentence] = []
    for sentence in trees:
        if group and (sentence.opens or len(group) >= longest):
            yield group
            group = []
        group.append(sentence)
    if group:
        yield group


def to_doc(vocab: Vocab, group: list[Sentence]) -> Doc:
    """A document with the gold annotations of these sentences."""
    words: list[Word] = []
    heads: list[int] = []
    for sentence in group:
        start = len(words)
        heads += [start + (i if w.head < 0 else w.head) for i, w in enumerate(sentence.words)]
        words += [*sentence.words[:-1], replace(sentence.words[-1], space=True)]
    return Doc(
        vocab,
        words=[w.form for w in words],
        spaces=[w.space for w in words],
        tags=[w.xpos for w in words],
        pos=[w.upos for w in words],
        morphs=[w.feats for w in words],
        lemmas=[w.lemma for w in words],
        heads=heads,
        deps=["ROOT" if w.head < 0 else w.relation for w in words],
    )


def save(docs: Iterable[Doc], path: Path, attributes: list[str] = ATTRIBUTES) -> int:
    """Writes docs for training, with these annotations; returns the number of words."""
    box = DocBin(attrs=attributes, store_user_data=False)
    count = 0
    for doc in docs:
        box.add(doc)
        count += len(doc)
    box.to_disk(path)
    return count
