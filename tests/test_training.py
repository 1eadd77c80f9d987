"""The recipe of the embedded model: reading trees, surgery on them, made-up sentences, names, packing, figures."""

from __future__ import annotations

import csv
import lzma
import random
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example

from pipeline.language import packed
from pipeline.language.lemmas import FACTORY, Lemmas, applied
from training import augment, clusters, conllu, corpora, evaluate, lemmas, names, patterns, synthetic, trees
from training import pack as packing
from training.average import average
from training.conllu import Sentence
from training.harvest import gather
from training.tokenizer import ud_tokenizer

SPLITTER = ud_tokenizer()(spacy.blank("en"))
VOCAB = SPLITTER.vocab

ROWS = """\
# newdoc id = one
# newpar
1	They	they	PRON	PRP	Number=Plur	4	nsubj	_	_
2	can	can	AUX	MD	VerbForm=Fin	4	aux	_	_
3	also	also	ADV	RB	_	4	advmod	_	_
4	mend	mend	VERB	VB	VerbForm=Inf	0	root	_	_
5	the	the	DET	DT	_	7	det	_	_
6-7	boat's	_	_	_	_	_	_	_	SpaceAfter=No
6	boat	boat	NOUN	NN	Number=Sing|Typo=Yes	4	obj	_	_
7	's	's	PART	POS	_	6	case	_	_
8	.	.	PUNCT	.	_	4	punct	_	_

# newpar
1	Go	go	VERB	VB	_	0	root	_	_

1	Stop	stop	VERB	VB	_	0	root	_	_
"""

FREE = """\
1	In	in	ADP	IN	_	3	case	_	_
2	the	the	DET	DT	_	3	det	_	_
3	spring	spring	NOUN	NN	_	8	obl	_	SpaceAfter=No
4	,	,	PUNCT	,	_	3	punct	_	_
5	the	the	DET	DT	_	6	det	_	_
6	council	council	NOUN	NN	Number=Sing	8	nsubj	_	_
7	can	can	AUX	MD	VerbForm=Fin	8	aux	_	_
8	hope	hope	VERB	VB	_	0	root	_	_
9	to	to	PART	TO	_	10	mark	_	_
10	open	open	VERB	VB	_	8	xcomp	_	_
11	harbours	harbour	NOUN	NNS	Number=Plur	10	obj	_	_
12	in	in	ADP	IN	_	13	case	_	_
13	Norway	Norway	PROPN	NNP	Number=Sing	10	obl	_	SpaceAfter=No
14	.	.	PUNCT	.	_	8	punct	_	_

1	They	they	PRON	PRP	Number=Plur	3	nsubj	_	_
2	can	can	AUX	MD	VerbForm=Fin	3	aux	_	_
3	mend	mend	VERB	VB	_	0	root	_	_
4	ships	ship	NOUN	NNS	Number=Plur	3	obj	_	_
5	if	if	SCONJ	IN	_	8	mark	_	_
6	he	he	PRON	PRP	Number=Sing	8	nsubj	_	_
7	could	could	AUX	MD	VerbForm=Fin	8	aux	_	_
8	pay	pay	VERB	VB	_	3	advcl	_	SpaceAfter=No
9	.	.	PUNCT	.	_	3	punct	_	_

1	Ministers	minister	NOUN	NNS	Number=Plur	6	nsubj	_	_
2	of	of	ADP	IN	_	3	case	_	_
3	states	state	NOUN	NNS	_	1	nmod	_	_
4	near	near	ADP	IN	_	5	case	_	_
5	lakes	lake	NOUN	NNS	_	3	nmod	_	_
6	like	like	VERB	VBP	_	0	root	_	_
7	fish	fish	NOUN	NN	_	6	obj	_	SpaceAfter=No
8	.	.	PUNCT	.	_	6	punct	_	_

"""


def read(text: str) -> list[Sentence]:
    return list(conllu.sentences(text.splitlines(keepends=True)))


# --- reading ---------------------------------------------------------------------------------------------------------


def test_a_treebank_becomes_documents_of_paragraphs() -> None:
    docs = [conllu.to_doc(VOCAB, group) for group in conllu.paragraphs(read(ROWS))]
    assert [doc.text for doc in docs] == ["They can also mend the boat's. ", "Go Stop "]
    assert [token.dep_ for token in docs[0]] == ["nsubj", "aux", "advmod", "ROOT", "det", "obj", "case", "punct"]
    assert [token.head.text for token in docs[1]] == ["Go", "Stop"]
    assert [len(list(doc.sents)) for doc in docs] == [1, 2]


def test_words_in_a_multiword_token_are_marked_and_unused_features_dropped() -> None:
    first = read(ROWS)[0]
    assert first.clitics == {5, 6}
    assert first.words[5].feats == "Number=Sing"
    assert [word.space for word in first.words[5:7]] == [False, False]


def test_long_paragraphs_are_cut() -> None:
    sentence = read(ROWS)[1]
    assert [len(group) for group in conllu.paragraphs([sentence] + [read(ROWS)[2]] * 4, longest=2)] == [2, 2, 1]


# --- surgery ---------------------------------------------------------------------------------------------------------


def sketch(words: trees.Piece) -> str:
    return " ".join(f"{w.form}>{words[w.head].form if w.head >= 0 else 'ROOT'}" for w in words)


def phrase(*forms: str) -> trees.Piece:
    """A flat piece: every word hangs on the last."""
    whole = trees.one(trees.make(forms[-1], "NOUN", "NN"))
    for form in reversed(forms[:-1]):
        whole = trees.insert(whole, 0, trees.one(trees.make(form, "DET", "DT")), trees.root_of(whole), "det")
    return whole


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        ([("the", "sea"), ("ice",)], "the>sea sea>ROOT and>ice ice>sea"),
        ([("a",), ("b",), ("c",)], "a>ROOT ,>b b>a ,>c and>c c>a"),
    ],
)
def test_coordination_hangs_on_the_first(pieces: list[tuple[str, ...]], expected: str) -> None:
    assert sketch(trees.coordinate([phrase(*forms) for forms in pieces])) == expected


def test_a_subject_is_replaced_with_its_place_in_the_tree() -> None:
    words = read(FREE)[1].words
    grown = trees.substitute(words, 0, trees.coordinate([phrase("the", "port"), phrase("town")]))
    assert sketch(grown).startswith("the>port port>mend and>town town>port can>mend mend>ROOT")
    assert grown[1].relation == "nsubj"


@given(st.integers(0, 2), st.integers(0, 2**31))
def test_cutting_a_subtree_and_putting_it_back_keeps_a_tree(which: int, seed: int) -> None:
    words = read(FREE)[which].words
    chance = random.Random(seed)
    top = chance.randrange(len(words))
    piece = trees.cut(words, trees.subtree(words, top), top)
    if piece is not None:
        at, head = chance.randrange(len(words) + 1), chance.randrange(len(words))
        grown = trees.insert(words, at, piece, head, "dep")
        synthetic.check(grown)
        assert [w.form for w in grown[at : at + len(piece)]] == [w.form for w in piece]


# --- made-up sentences -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def maker() -> synthetic.Maker:
    stock = gather(read(FREE))
    stock.names = stock.names or [phrase("Norway")]
    stock.clauses = stock.clauses or [read(FREE)[0].words]
    stock.gerunds = [(replace(trees.make("mending", "VERB", "VBG"), head=-1),)]
    stock.ambiguous = [trees.make("work", "NOUN", "NN")]
    return synthetic.Maker(stock, 3)


def test_the_stock_holds_every_kind_of_piece() -> None:
    stock = gather(read(FREE))
    assert [" ".join(w.form for w in piece) for piece in stock.actions] == ["open harbours in Norway"]
    assert [" ".join(w.form for w in piece) for piece in stock.heavy] == ["Ministers of states near lakes".lower()]
    assert [" ".join(w.form for w in piece) for piece, _ in stock.openings] == ["In the spring"]
    assert (len(stock.hosts), len(stock.embedded)) == (3, 1)


@pytest.mark.parametrize("kind", range(11))
def test_every_kind_of_sentence_is_a_tree(maker: synthetic.Maker, kind: int) -> None:
    build, _ = maker.kinds[kind]
    for _ in range(30):
        synthetic.check(build())


def test_a_made_up_sentence_reads_as_one(maker: synthetic.Maker) -> None:
    texts = [conllu.to_doc(VOCAB, [maker.sentence()]).text for _ in range(60)]
    assert all(text[0].isupper() or not text[0].isalpha() for text in texts)
    assert not any(" ," in text or " ." in text.rstrip() or "( " in text for text in texts)


def test_the_same_seed_gives_the_same_sentences() -> None:
    first, second, other = (synthetic.Maker(gather(read(FREE)), seed).imperative() for seed in (5, 5, 5))
    assert first == second == other


# --- augmentation ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["He", "said", '"', "no", '"'], ["He", "said", "“", "no", "”"]),
        (["It", "'s", "--", "so"], ["It", "’s", "—", "so"]),
    ],
)
def test_quotes_become_typographic(words: list[str], expected: list[str]) -> None:
    doc = Doc(VOCAB, words=words)
    assert augment.typographic(doc, words) == expected


def test_an_augmented_example_keeps_its_annotations() -> None:
    nlp, random_state = spacy.blank("en"), random.getstate()
    doc = conllu.to_doc(nlp.vocab, [read(ROWS)[0]])
    random.seed(0)
    made = [next(augment.reports(1.0, 1.0)(nlp, Example(nlp.make_doc(doc.text), doc))) for _ in range(60)]
    random.setstate(random_state)
    assert all([token.dep_ for token in x.reference][:4] == ["nsubj", "aux", "advmod", "ROOT"] for x in made)
    assert {x.reference.text.strip()[:4] for x in made} >= {"They", "THEY"}


def test_names_are_swapped_for_names_of_their_kind() -> None:
    nlp = spacy.blank("en")
    doc = Doc(nlp.vocab, words=["Ann", "left", "Oslo", "."], ents=["B-PERSON", "O", "B-LOC", "O"])
    known = {"PERSON": ["Max Moe"], "LOC": ["New Town"], "ORG": ["Acme"]}
    made = [names.swapped(nlp, doc, names.parts(), known).doc(nlp.vocab) for _ in range(20)]
    found = {(entity.text, entity.label_) for x in made for entity in x.ents}
    assert found == {("Ann", "PERSON"), ("Max Moe", "PERSON"), ("Oslo", "LOC"), ("New Town", "LOC")}
    assert all(x[-1].ent_iob_ == "O" for x in made)


# --- tokens and patterns ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("the U.S.-Japan talks", ["the", "U.S.", "-", "Japan", "talks"]),
        ("see No. 7 and Sec. 3", ["see", "No.", "7", "and", "Sec.", "3"]),
        ("non-profit and/or long-term", ["non-profit", "and", "/", "or", "long", "-", "term"]),
        ("agency(ies) in 2025–2030!!", ["agency(ies)", "in", "2025", "–", "2030", "!!"]),
        ("the (ROK)-led plan", ["the", "(", "ROK", ")", "-", "led", "plan"]),
    ],
)
def test_words_are_split_as_in_the_treebanks(text: str, words: list[str]) -> None:
    assert [token.text for token in SPLITTER(text)] == words


@pytest.mark.parametrize(
    ("words", "tags", "ents", "expected"),
    [
        (["Elm", "School", "won"], ["NNP", "NNP", "VBD"], ["B-LOC", "I-LOC", "O"], [("Elm School", "ORG")]),
        (["Elm", "School", "Road"], ["NNP"] * 3, ["B-LOC", "I-LOC", "I-LOC"], [("Elm School Road", "LOC")]),
        (["Office", "of", "Elm"], ["NNP", "IN", "NNP"], ["O", "O", "B-PERSON"], [("Office of Elm", "ORG")]),
        (["the", "Southern", "Council"], ["DT", "JJ", "NNP"], ["O"] * 3, [("Southern Council", "ORG")]),
        (["the", "Commission", "met"], ["DT", "NN", "VBD"], ["O"] * 3, [("Commission", "ORG")]),
        (["Acme", "for", "us"], ["NNP", "IN", "PRP"], ["B-ORG", "I-ORG", "O"], [("Acme", "ORG")]),
        (["Acme", "for", "help"], ["NNP", "IN", "NN"], ["B-ORG", "I-ORG", "I-ORG"], [("Acme", "ORG")]),
        (["Bank", "of", "elms"], ["NNP", "IN", "NNS"], ["B-ORG", "I-ORG", "I-ORG"], [("Bank of elms", "ORG")]),
        (["Cyclone", "Elm", "hit"], ["NNP", "NNP", "VBD"], ["O", "B-PERSON", "O"], [("Cyclone Elm", "EVENT")]),
        (["the", "Elm", "War", "II"], ["DT", *["NNP"] * 3], ["O"] * 4, [("Elm War II", "EVENT")]),
        (["Battle", "of", "Elm"], ["NNP", "IN", "NNP"], ["O", "O", "B-LOC"], [("Battle of Elm", "EVENT")]),
        (["an", "office", "of", "Elm"], ["DT", "NN", "IN", "NNP"], ["O", "O", "O", "B-LOC"], [("Elm", "LOC")]),
    ],
)
def test_form_decides_what_kind_of_name_it_is(
    words: list[str], tags: list[str], ents: list[str | None], expected: list[tuple[str, str]]
) -> None:
    nlp = spacy.blank("en")
    patterns.add_patterns(nlp)
    doc = Doc(nlp.vocab, words=words, tags=tags, ents=ents, sent_starts=[True] + [False] * (len(words) - 1))  # type: ignore[arg-type]
    found = nlp.get_pipe("span_ruler")(doc).ents
    assert [(entity.text, entity.label_) for entity in found] == expected


# --- averages ---------------------------------------------------------------------------------------------------------


def test_an_average_lies_between(small: Language, tmp_path: Path) -> None:
    weights = small.get_pipe("tagger").model.get_ref("output_layer")  # type: ignore[attr-defined]
    before = weights.get_param("b").copy()
    small.to_disk(tmp_path / "a")
    weights.set_param("b", before + 2)
    small.to_disk(tmp_path / "b")
    weights.set_param("b", before)
    average([tmp_path / "a", tmp_path / "b"], ("tagger",), tmp_path / "mean")
    mean = spacy.load(tmp_path / "mean").get_pipe("tagger").model.get_ref("output_layer").get_param("b")  # type: ignore[attr-defined]
    assert mean == pytest.approx(before + 1)


# --- packing ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def small() -> Language:
    """A tiny pipeline trained for a moment on two sentences, with every kind of component."""
    nlp = ud_tokenizer()(spacy.blank("en"))
    packed.set_clusters(nlp.vocab, CLUSTERS)
    for factory in ("tagger", "morphologizer", "trainable_lemmatizer", FACTORY):
        nlp.add_pipe(factory)
    nlp.add_pipe("parser", config={"min_action_freq": 1})
    docs = [conllu.to_doc(nlp.vocab, [sentence]) for sentence in read(FREE)]
    examples = [Example(nlp.make_doc(doc.text), doc) for doc in docs]
    optimizer = nlp.initialize(lambda: examples)
    for _ in range(8):
        nlp.update(examples, sgd=optimizer)
    return nlp


def test_a_packed_pipeline_says_the_same(small: Language, tmp_path: Path) -> None:
    text = "They can mend ships. In the spring, the council can hope to open harbours in Norway."
    before = [(t.text, t.tag_, t.pos_, t.lemma_, t.dep_, t.head.i) for t in small(text)]
    size = packing.pack(small, tmp_path / "small.bin")
    again = packed.unpack(tmp_path / "small.bin")
    assert size == (tmp_path / "small.bin").stat().st_size
    assert [(t.text, t.tag_, t.pos_, t.lemma_, t.dep_, t.head.i) for t in again(text)] == before


def test_the_packed_file_names_no_training_paths(small: Language) -> None:
    config = packing.runtime_config(small)
    assert "[training]" not in config
    assert "[paths]" not in config
    assert "[components.parser" in config


@given(st.integers(0, 2**31), st.floats(1e-3, 1e3))
def test_int8_rows_stay_within_half_a_step(seed: int, size: float) -> None:
    array = (np.random.default_rng(seed).normal(size=(110, 200)) * size).astype("f4")
    step = np.abs(array).max(axis=-1, keepdims=True) / 127
    assert np.all(np.abs(packed.widen(packing.narrow(array)) - array) <= step * 0.6)


def test_another_format_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small: Language) -> None:
    monkeypatch.setattr(packing, "FORMAT", 99)
    packing.pack(small, tmp_path / "new.bin")
    with pytest.raises(ValueError, match="format is 99"):
        packed.unpack(tmp_path / "new.bin")


def test_clusters_come_back(small: Language, tmp_path: Path) -> None:
    packing.pack(small, tmp_path / "small.bin", CLUSTERS)
    again = packed.unpack(tmp_path / "small.bin")
    assert [token.rank for token in again("They mend SHIPS in norway now")] == [3, 0, 7, 0, 2, 0]


# --- words -----------------------------------------------------------------------------------------------------------

CLUSTERS = {"They": 3, "ships": 7, "Norway": 2}


def test_only_needed_clusters_are_kept(tmp_path: Path) -> None:
    clusters.write(tmp_path / "c.tsv", {"the": 40, "The": 40, "china": 5, "China": 90, "odd": 0, "NATO": 9, "Nato": 9})
    kept = clusters.read(str(tmp_path / "c.tsv"))
    assert kept == {"The": 3, "China": 4, "china": 1, "Nato": 2}
    assert packed.cluster_of("NATO", kept) == packed.cluster_of("Nato", kept) == 2
    assert packed.cluster_of("odd", kept) == 0


LISTED = {"mending": "mend", "sailing": "sail", "funding": "fund", "rated": "rate", "dated": "date", "ports": "port"}


@pytest.fixture
def learned(monkeypatch: pytest.MonkeyPatch) -> Lemmas:
    monkeypatch.setattr(lemmas, "published", lambda table: LISTED)
    return lemmas.learn(read(FREE))


@pytest.mark.parametrize(
    ("word", "tag", "lemma"),
    [
        ("Ministers", "NNS", "minister"),  # seen
        ("ports", "NNS", "port"),  # listed
        ("boats", "NNS", "boat"),  # by the rule of s
        ("Lending", "VBG", "lend"),
        ("stated", "VBD", "state"),
        ("Norways", "NNP", "Norways"),  # names stay as they are written
        ("qua", "FW", "qua"),  # a tag without rules
    ],
)
def test_lemmas_are_learned(learned: Lemmas, word: str, tag: str, lemma: str) -> None:
    assert learned.lemma(word, tag) == lemma
    assert Lemmas().from_bytes(learned.to_bytes()).lemma(word, tag) == lemma


@given(st.text(st.characters(categories=["Ll"]), min_size=1), st.text(st.characters(categories=["Ll"]), min_size=1))
def test_a_change_makes_the_lemma(form: str, lemma: str) -> None:
    assert applied({"X": {"": lemmas.change(form, lemma)}}, form, "X") == lemma


def test_treebank_documents_with_names_count_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "gum_train.conllu.xz").write_bytes(lzma.compress(FREE.encode()))
    monkeypatch.setattr(corpora, "AGAIN", {"gum_train": 2})
    docs = [SPLITTER.make_doc(text) for text in ("In the spring, the council can hope.", "Nobody came.")]
    assert [doc.text for doc in corpora.again(tmp_path, docs)] == [docs[0].text] * 2


def test_the_probes_name_words_of_their_sentences() -> None:
    with (Path(evaluate.__file__).parent / "probes.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 60
    for row in rows:
        words = [token.text for token in SPLITTER(row["sentence"])]
        assert {row["verb"], *row["subject"].split(), *row["with"].split()} <= set(words)


# --- figures ---------------------------------------------------------------------------------------------------------


def counts(expected: list[str], found: list[str], heads: list[int]) -> dict[str, int]:
    vocab = VOCAB
    spaces = [True] * len(found)
    gold = Doc(vocab, words=expected, heads=[1] * len(expected), deps=["nsubj", "ROOT", "punct"][: len(expected)])
    ours = Doc(vocab, words=found, spaces=spaces, heads=heads, deps=["nsubj:pass", "ROOT", "punct"][: len(found)])
    right: Counter[str] = Counter()
    evaluate.compare(gold, ours, right, Counter())
    return dict(right)


def test_trees_are_compared_by_characters() -> None:
    assert counts(["Ann", "ran", "."], ["Ann", "ran", "."], [1, 1, 1])["LAS"] == 3
    assert counts(["Ann", "ran", "."], ["Ann", "ran", "."], [1, 1, 0])["LAS"] == 2
    assert counts(["Ann", "ran", "."], ["Ann", "ran."], [1, 1])["tokens"] == 1


@pytest.mark.parametrize(
    ("deps", "heads", "modal", "expected"),
    [
        (["nsubj", "aux", "ROOT"], [2, 2, 2], 1, 0),
        (["nsubj", "ROOT", "aux", "conj"], [1, 1, 3, 1], 2, 0),
        (["expl", "aux", "ROOT"], [2, 2, 2], 1, 0),
        (["ROOT", "aux", "dep"], [0, 0, 0], 1, None),
    ],
)
def test_the_subject_of_a_modal_is_its_verbs_or_the_first_verbs(
    deps: list[str], heads: list[int], modal: int, expected: int | None
) -> None:
    doc = Doc(VOCAB, words=[*"abcd"][: len(deps)], deps=deps, heads=heads)
    found = evaluate.subject_of(doc[modal])
    assert (None if found is None else found.i) == expected


def test_coordinated_subjects_are_gathered_along_the_chain() -> None:
    doc = Doc(VOCAB, words=[*"abcd"], deps=["ROOT", "conj", "conj", "dep"], heads=[0, 0, 1, 0])
    assert evaluate.coordinated_with(doc[0]) == {"b", "c"}
