"""Turns the treebanks and the entity data into spaCy's training files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

from training import conllu, synthetic
from training.conllu import Sentence

EXCLUDED = frozenset({"GUM_court_carpet"})  # a transcript of the Santa Barbara Corpus, whose licence is not as clear
TRAIN, DEV = ("ewt_train", "gum_train"), ("ewt_dev", "gum_dev")
SYNTHETIC_DOCUMENTS = 3000
NAMES = ["ORTH", "SPACY", "ENT_IOB", "ENT_TYPE"]


def build(treebanks: Path, work: Path, seed: int) -> None:
    """Writes work/syntax (real trees), work/adapt (real and made-up trees), work/names (names, and tags) and dev.spacy."""
    vocab = Vocab()
    train = list(trees(treebanks, TRAIN))
    real = [conllu.to_doc(vocab, group) for group in conllu.paragraphs(train)]
    made = [conllu.to_doc(vocab, group) for group in synthetic.synthesise(train, SYNTHETIC_DOCUMENTS, seed)]
    dev = [conllu.to_doc(vocab, group) for group in conllu.paragraphs(trees(treebanks, DEV))]
    for folder in ("syntax", "adapt", "names"):
        (work / folder).mkdir(parents=True, exist_ok=True)
    conllu.save(real, work / "syntax" / "real.spacy")
    conllu.save(real, work / "adapt" / "real.spacy")
    conllu.save(made, work / "adapt" / "synthetic.spacy")
    conllu.save(dev, work / "dev.spacy")
    conllu.save(real, work / "names" / "tags.spacy", ["ORTH", "SPACY", "TAG"])
    conllu.save(free_names(treebanks, vocab), work / "names" / "names.spacy", NAMES)


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
