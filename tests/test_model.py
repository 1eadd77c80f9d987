"""The embedded English pipeline: it loads, repeats itself, speaks UD, and turns away pipelines that do not."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from pipeline.errors import ModelError
from pipeline.language import model
from pipeline.language.mended import mended

SENTENCE = "Japan and Canada should strengthen the shared fund."


@pytest.fixture(scope="module")
def nlp() -> Language:
    return model.load()


@pytest.mark.parametrize(
    ("word", "tag", "pos", "lemma", "dep", "head"),
    [
        ("Japan", "NNP", "PROPN", "Japan", "nsubj", "strengthen"),
        ("Canada", "NNP", "PROPN", "Canada", "conj", "Japan"),
        ("should", "MD", "AUX", "should", "aux", "strengthen"),
        ("strengthen", "VB", "VERB", "strengthen", "ROOT", "strengthen"),
        ("fund", "NN", "NOUN", "fund", "obj", "strengthen"),
    ],
)
def test_the_embedded_pipeline_speaks_universal_dependencies(
    nlp: Language, word: str, tag: str, pos: str, lemma: str, dep: str, head: str
) -> None:
    token = next(token for token in nlp(SENTENCE) if token.text == word)
    assert (token.tag_, token.pos_, token.lemma_, token.dep_, token.head.text) == (tag, pos, lemma, dep, head)


@pytest.mark.parametrize("noun", ["Organisations", "Clinics"])
def test_a_noun_with_a_participle_is_the_subject(nlp: Language, noun: str) -> None:
    """No clause: the tree is mended behind the parser."""
    doc = nlp(f"{noun} offering these services should train staff.")
    assert [(t.dep_, t.head.text) for t in doc[:2]] == [("nsubj", "train"), ("acl", noun)]
    assert nlp("Closing the gap should help.")[0].dep_ == "csubj"


def _tree(vocab: Vocab, rows: str) -> Doc:
    """A tree of words written word/tag/part of speech/head/relation."""
    cells = [row.split("/") for row in rows.split()]
    words, tags, pos, heads, deps = (list(column) for column in zip(*cells, strict=True))
    return Doc(vocab, words=words, tags=tags, pos=pos, heads=[int(head) for head in heads], deps=deps)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (  # two subjects of one verb are coordinated
            "Mayors/NNS/NOUN/5/nsubj ,/,/PUNCT/5/punct and/CC/CCONJ/3/cc ports/NNS/NOUN/5/nsubj should/MD/AUX/5/aux act/VB/VERB/5/ROOT",
            {"ports": ("conj", "Mayors"), "Mayors": ("nsubj", "act")},
        ),
        (  # a subject with a subject of its own is a clause
            "Peru/NNP/PROPN/1/nsubj covers/VBZ/VERB/7/nsubj ports/NNS/NOUN/1/obj ,/,/PUNCT/5/punct and/CC/CCONJ/5/cc "
            "cities/NNS/NOUN/2/conj should/MD/AUX/7/aux pay/VB/VERB/7/ROOT",
            {"covers": ("ROOT", "covers"), "cities": ("nsubj", "pay"), "pay": ("conj", "covers"), "and": ("cc", "pay")},
        ),
        (  # a noun before the modal is no second verb
            "Talks/NNS/NOUN/1/nsubj ended/VBD/VERB/1/ROOT ,/,/PUNCT/4/punct and/CC/CCONJ/4/cc Peru/NNP/PROPN/1/conj "
            "should/MD/AUX/6/aux pay/VB/VERB/1/conj",
            {"Peru": ("nsubj", "pay"), "and": ("cc", "pay"), "pay": ("conj", "ended")},
        ),
        (  # two nouns without "and" are not coordinated
            "While/IN/SCONJ/1/mark closing/VBG/VERB/6/advcl ports/NNS/NOUN/6/nsubj ,/,/PUNCT/4/punct Peru/NNP/PROPN/2/conj "
            "should/MD/AUX/6/aux pay/VB/VERB/6/ROOT",
            {"ports": ("obj", "closing"), "Peru": ("nsubj", "pay")},
        ),
        (  # a verb between the subjects: no coordination
            "Talks/NNS/NOUN/6/nsubj stalled/VBN/VERB/0/acl ,/,/PUNCT/6/punct and/CC/CCONJ/6/cc Peru/NNP/PROPN/6/nsubj "
            "should/MD/AUX/6/aux pay/VB/VERB/6/ROOT",
            {"Peru": ("nsubj", "pay"), "Talks": ("nsubj", "pay")},
        ),
    ],
)  # fmt: skip
def test_trees_are_mended_where_grammar_settles_it(
    nlp: Language, rows: str, expected: dict[str, tuple[str, str]]
) -> None:
    doc = mended(_tree(nlp.vocab, rows))
    assert {t.text: (t.dep_, t.head.text) for t in doc if t.text in expected} == expected


def test_it_finds_names(nlp: Language) -> None:
    entities = {(entity.text, entity.label_) for entity in nlp("Japan asked the European Commission for help.").ents}
    assert {("Japan", "LOC"), ("European Commission", "ORG")} <= entities


def test_it_is_loaded_once_per_process(nlp: Language) -> None:
    assert model.load() is nlp


def test_the_same_text_gives_the_same_bytes(nlp: Language) -> None:
    again = model.load_embedded()
    assert nlp(SENTENCE).to_bytes() == again(SENTENCE).to_bytes()


def test_batches_change_nothing(nlp: Language) -> None:
    texts = [SENTENCE, "Fund it.", "The agency must report by May 2027.", ""]
    alone = [[(token.head.i, token.dep_, token.tag_) for token in nlp(text)] for text in texts]
    together = [[(token.head.i, token.dep_, token.tag_) for token in doc] for doc in nlp.pipe(texts)]
    assert together == alone


def test_the_version_names_the_weights_without_importing_spacy() -> None:
    code = "import sys; from pipeline.language.model import version; print(version()); sys.exit('spacy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    name, number, digest = done.stdout.split()
    assert (name, len(digest)) == ("english", 12)
    assert number == json.loads(model.embedded("meta.json").read_text())["version"]


def test_the_version_follows_the_bytes(tmp_path: Path) -> None:
    blank = spacy.blank("en")
    blank.to_disk(tmp_path / "one")
    blank.add_pipe("sentencizer")
    blank.to_disk(tmp_path / "two")
    assert model.version(str(tmp_path / "one")) != model.version(str(tmp_path / "two"))


def saved(folder: Path, *factories: str, labels: tuple[str, ...] = ()) -> str:
    """A pipeline on disk with these components; labels go to its parser."""
    nlp = spacy.blank("en")
    for factory in factories:
        nlp.add_pipe(factory)
    for label in labels:
        nlp.get_pipe("parser").add_label(label)  # type: ignore[attr-defined]
    nlp.to_disk(folder)
    return str(folder)


@pytest.mark.parametrize(
    ("factories", "labels", "message"),
    [
        ((), (), "has nothing; lacks a tagger, a morphologizer, a parser, a lemmatizer, an entity recogniser"),
        (("tagger", "morphologizer", "parser", "trainable_lemmatizer"), (), "lacks an entity recogniser"),
        (
            ("tagger", "morphologizer", "parser", "trainable_lemmatizer", "ner"),
            ("nsubj", "dobj", "pobj", "prep", "aux", "conj"),
            "lack UD's case, obj",
        ),
    ],
)
def test_a_pipeline_that_lacks_something_is_turned_away(
    tmp_path: Path, factories: tuple[str, ...], labels: tuple[str, ...], message: str
) -> None:
    with pytest.raises(ModelError, match=message):
        model.load(saved(tmp_path / "other", *factories, labels=labels))


@pytest.mark.parametrize("name", ["no_such_pipeline", "no/such/folder"])
def test_an_unknown_pipeline_is_named_in_the_error(name: str) -> None:
    with pytest.raises(ModelError, match=name):
        model.load(name)
    with pytest.raises(ModelError, match=name):
        model.version(name)


def test_a_damaged_file_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "english.bin").write_bytes(b"not a model")
    monkeypatch.setattr(model, "embedded", lambda file: tmp_path / file)
    with pytest.raises(ModelError, match="cannot be read"):
        model.load_embedded()
