"""Turns the treebanks and the entity data into spaCy's training files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

from training import clusters, conllu, synthetic
from training.conllu import Sentence

EXCLUDED = frozenset({"GUM_court_carpet"})  # a transcript of the Santa Barbara Corpus, whose licence is not as clear
TRAIN, DEV = ("ewt_train", "gum_train"), ("ewt_dev", "gum_dev")
SYNTHETIC_DOCUMENTS = 2000
AGAIN = {"ewt_dev": 3, "gum_train": 1}  # treebank -> further times that its documents with names are used
NAMES = ["ORTH", "SPACY", "ENT_IOB", "ENT_TYPE"]


def build(treebanks: Path, work: Path, seed: int) -> None:
    """Writes work/trees and work/tune (real and made-up), work/names (names, and tags), work/settle (names), dev.spacy and clusters.tsv."""
    vocab = Vocab()
    train = list(trees(treebanks, TRAIN))
    real = [conllu.to_doc(vocab, group) for group in conllu.paragraphs(train)]
    made = [conllu.to_doc(vocab, group) for group in synthetic.synthesise(train, SYNTHETIC_DOCUMENTS, seed)]
    more = [conllu.to_doc(vocab, group) for group in synthetic.synthesise(train, SYNTHETIC_DOCUMENTS, seed + 6)]
    dev = [conllu.to_doc(vocab, group) for group in conllu.paragraphs(trees(treebanks, DEV))]
    for folder in ("trees", "tune", "names", "settle"):
        (work / folder).mkdir(parents=True, exist_ok=True)
    conllu.save(real, work / "trees" / "real.spacy")
    conllu.save(made, work / "trees" / "synthetic.spacy")
    conllu.save(real, work / "tune" / "real.spacy")
    conllu.save(more, work / "tune" / "synthetic.spacy")
    conllu.save(dev, work / "dev.spacy")
    conllu.save(real, work / "names" / "tags.spacy", ["ORTH", "SPACY", "TAG"])
    named = list(free_names(treebanks, vocab))
    for folder in ("names", "settle"):
        conllu.save(named, work / folder / "names.spacy", NAMES)
        conllu.save(again(treebanks, named), work / folder / "again.spacy", NAMES)
    clusters.write(work / "clusters.tsv", clusters.published("lexeme_cluster"))


def trees(treebanks: Path, names: tuple[str, ...]) -> Iterator[Sentence]:
    for name in names:
        for sentence in conllu.read(treebanks / f"{name}.conllu.xz"):
            if sentence.document not in EXCLUDED:
                yield sentence


def free_names(treebanks: Path, vocab: Vocab) -> Iterator[Doc]:
    """The entity training data without the excluded documents (known by how their paragraphs begin)."""
    excluded = {
        conllu.to_doc(vocab, group).text[:60]
        for group in conllu.paragraphs(conllu.read(treebanks / "gum_train.conllu.xz"))
        if group[0].document in EXCLUDED
    }
    for doc in DocBin().from_disk(treebanks / "ner" / "train.spacy").get_docs(vocab):
        if len(doc.text) <= 20 or doc.text[:60] not in excluded:
            yield doc


def again(treebanks: Path, docs: list[Doc]) -> Iterator[Doc]:
    """The documents that are to count more often: those from the treebanks, which are few and marked with most care."""
    for name, times in AGAIN.items():
        opening = {squeezed(s.words)[:25] for s in conllu.read(treebanks / f"{name}.conllu.xz")}
        yield from (doc for doc in docs if "".join(doc.text.split())[:25] in opening for _ in range(times))


def squeezed(words: tuple[conllu.Word, ...]) -> str:
    return "".join(word.form for word in words)
