"""Measures a pipeline on raw text: trees as in CoNLL-18, names per label, subjects of modal clauses, size and speed."""

from __future__ import annotations

import csv
import json
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Token

from training import conllu

Figures = dict[str, float]
Span = tuple[int, int]
TREEBANKS = ("ewt_test", "gum_test", "pud_test")
NAME_TESTS = ("uner_pud", "uner_ewt_test", "gum_test", "crossner_pol_test", "europarl")
WITH_EVENTS = frozenset({"gum_test", "crossner_pol_test"})
TITLES = frozenset(
    "Mr Mr. Mrs Mrs. Ms Ms. Miss Dr Dr. Prof. Professor President Minister Senator Sir Lord Lady General".split()
)


def f1(right: int, found: int, gold: int) -> float:
    return round(200 * right / (found + gold), 2) if found + gold else 0.0


# --- trees -----------------------------------------------------------------------------------------------------------


def places(doc: Doc) -> list[tuple[Span, Token]]:
    """Each word with its place among the text's characters without white space: the same for any tokenisation."""
    found, at = [], 0
    for token in doc:
        if not token.is_space:
            size = len(token.text.replace(" ", ""))
            found.append(((at, at + size), token))
            at += size
    return found


def sentence_spans(words: list[tuple[Span, Token]]) -> set[Span]:
    starts = [span[0] for i, (span, token) in enumerate(words) if i == 0 or token.is_sent_start]
    return set(zip(starts, [*starts[1:], words[-1][0][1] if words else 0], strict=True))


def trees(nlp: Language, path: Path) -> Figures:
    """F1 of tokens, tags, lemmas, heads and sentences on raw text, paragraph by paragraph, in per cent.

    As the CoNLL-18 scorer does (Zeman et al. 2018, CoNLL Shared Task): words are aligned by characters, punctuation
    counts, LAS compares universal relations.
    """
    gold = [conllu.to_doc(nlp.vocab, group) for group in conllu.paragraphs(conllu.read(path))]
    right: Counter[str] = Counter()
    sizes: Counter[str] = Counter()
    for expected, found in zip(gold, nlp.pipe([doc.text for doc in gold]), strict=True):
        compare(expected, found, right, sizes)
    figures = {
        key: f1(right[key], sizes["found"], sizes["gold"]) for key in ("tokens", "UPOS", "XPOS", "lemmas", "UAS", "LAS")
    }
    figures["sentences"] = f1(right["sentences"], sizes["found sentences"], sizes["gold sentences"])
    figures["subjects"] = f1(right["subjects"], sizes["found subjects"], sizes["gold subjects"])
    return figures


def compare(expected: Doc, found: Doc, right: Counter[str], sizes: Counter[str]) -> None:
    """Adds one document's counts to right and sizes."""
    ours, theirs = places(found), places(expected)
    by_place = dict(theirs)
    place_of = {token.i: span for span, token in ours}
    gold_place_of = {token.i: span for span, token in theirs}
    sizes.update({"found": len(ours), "gold": len(theirs)})
    for name, words in (("found", ours), ("gold", theirs)):
        sizes[f"{name} sentences"] += len(sentence_spans(words))
        sizes[f"{name} subjects"] += sum(token.dep_.startswith("nsubj") for _, token in words)
    right["sentences"] += len(sentence_spans(ours) & sentence_spans(theirs))
    for span, token in ours:
        truth = by_place.get(span)
        if truth is None:
            continue
        right["tokens"] += 1
        right["UPOS"] += token.pos_ == truth.pos_
        right["XPOS"] += token.tag_ == truth.tag_
        right["lemmas"] += token.lemma_ == truth.lemma_
        root, true_root = token.head.i == token.i, truth.head.i == truth.i
        if root == true_root and (root or place_of.get(token.head.i) == gold_place_of[truth.head.i]):
            right["UAS"] += 1
            right["LAS"] += universal(token.dep_) == universal(truth.dep_)
            right["subjects"] += token.dep_.startswith("nsubj") and truth.dep_.startswith("nsubj")


def universal(relation: str) -> str:
    return relation.lower().partition(":")[0]


# --- subjects of modal clauses ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Clause:
    """A modal clause of a gold file: the heads that count as its subject, and those coordinated with it."""

    sentence: str
    offset: int
    subject: tuple[str, ...]
    coordinated: tuple[str, ...]


def clauses(path: Path) -> list[Clause]:
    rows: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return [
        Clause(row["sentence"], row["offset"], tuple(row["subject"]), tuple(row.get("coordinated_with", ())))
        for row in rows
    ]


def subject_of(modal: Token) -> Token | None:
    """The subject of the clause that modal stands in; a later coordinated verb shares the first one's."""
    verb = modal.head if modal.dep_.startswith("aux") else modal
    while True:
        own = [child for child in verb.children if child.dep_.startswith(("nsubj", "csubj"))]
        expletive = [child for child in verb.children if child.dep_ == "expl"]
        if own or expletive:
            return (own or expletive)[0]
        if verb.dep_ != "conj" or verb.head is verb:
            return None
        verb = verb.head


def coordinated_with(token: Token) -> set[str]:
    found: set[str] = set()
    open_ = [token]
    while open_:
        more = [child for child in open_.pop().children if child.dep_.startswith("conj")]
        found.update(child.text for child in more)
        open_ += more
    return found


def subjects(nlp: Language, path: Path, misses: list[str] | None = None) -> Figures:
    """How many modal clauses get the right subject head, and how many of the coordinated ones every member."""
    gold = clauses(path)
    right = complete = 0
    for clause, doc in zip(gold, nlp.pipe([clause.sentence for clause in gold]), strict=True):
        modal = next((token for token in doc if token.idx == clause.offset), None)
        found = subject_of(modal) if modal is not None else None
        hit = found is not None and found.text in clause.subject
        right += hit
        whole = hit and found is not None and set(clause.coordinated) <= coordinated_with(found)
        complete += bool(clause.coordinated) and whole
        if misses is not None and not (hit and whole):
            misses.append(f"{clause.subject}+{clause.coordinated} got {found}: {clause.sentence}")
    coordinated = sum(bool(clause.coordinated) for clause in gold)
    return {"subjects": right, "of": len(gold), "coordinations": complete, "of coordinated": coordinated}


def probes(nlp: Language, misses: list[str] | None = None) -> Figures:
    """How many of the hand-written sentences of probes.csv get the right subject, or none where they are imperatives."""
    with (Path(__file__).parent / "probes.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    right = 0
    for row, doc in zip(rows, nlp.pipe([row["sentence"] for row in rows]), strict=True):
        verb = next(token for token in doc if token.text == row["verb"] and (token.i or not row["subject"]))
        found = subject_of(verb)
        hit = ("" if found is None else found.text) == row["subject"] and len(list(doc.sents)) == 1
        hit = hit and (found is None or set(row["with"].split()) <= coordinated_with(found))
        hit = hit and (found is not None or verb.pos_ == "VERB")
        right += hit
        if misses is not None and not hit:
            misses.append(f"{row['subject']} got {found}: {row['sentence']}")
    return {"right": right, "of": len(rows)}


# --- names -----------------------------------------------------------------------------------------------------------


def names(nlp: Language, path: Path, labels: Iterable[str]) -> Figures:
    """F1 of spans per label and over all. Titles before persons and stretches without gold count neither way.

    The gold file counts offsets without white space, as `places` does.
    """
    rows = json.loads(path.read_text(encoding="utf-8"))
    right: Counter[str] = Counter()
    found: Counter[str] = Counter()
    gold: Counter[str] = Counter()
    wanted = set(labels)
    for row, doc in zip(rows, nlp.pipe([row["text"] for row in rows]), strict=True):
        truth = {(start, end, label) for start, end, label in row["ents"] if label in wanted}
        ours = {span for span in entity_spans(doc) if span[2] in wanted}
        ours = {x for x in ours if x in truth or not any(a < x[1] and b > x[0] for a, b in row["miss"])}
        gold.update(label for *_, label in truth)
        found.update(label for *_, label in ours)
        right.update(label for *_, label in ours & truth)
    figures = {label: f1(right[label], found[label], gold[label]) for label in labels}
    return figures | {"all": f1(right.total(), found.total(), gold.total())}


def entity_spans(doc: Doc) -> Iterator[tuple[int, int, str]]:
    place_of = {token.i: span for span, token in places(doc)}
    for entity in doc.ents:
        start = entity.start
        while entity.label_ == "PERSON" and entity.end - start > 1 and doc[start].text in TITLES:
            start += 1
        yield place_of[start][0], place_of[entity.end - 1][1], entity.label_


# --- speed -----------------------------------------------------------------------------------------------------------


def speeds(pipelines: dict[str, Language], texts: list[str], rounds: int = 5) -> dict[str, int]:
    """Words per second of CPU time of each pipeline, turn by turn on the same texts; the best round counts."""
    best: dict[str, float] = {}
    for _ in range(rounds):
        for name, nlp in pipelines.items():
            start = time.process_time()
            count = sum(len(doc) for doc in nlp.pipe(texts))
            best[name] = max(best.get(name, 0.0), count / (time.process_time() - start))
    return {name: round(value) for name, value in best.items()}


# --- all together ----------------------------------------------------------------------------------------------------


def report(nlp: Language, treebanks: Path, gold: Path | None) -> dict[str, Figures]:
    """Every figure of the model card on the test sets; gold is a file of modal clauses, if there is one."""
    found = {name: trees(nlp, treebanks / f"{name}.conllu.xz") for name in TREEBANKS}
    for name in NAME_TESTS:
        labels = ["PERSON", "ORG", "LOC", *(["EVENT"] if name in WITH_EVENTS else [])]
        found[f"names: {name}"] = names(nlp, treebanks / "ner" / f"test_{name}.json", labels)
    if gold is not None:
        found["modal clauses"] = subjects(nlp, gold)
    found["probes"] = probes(nlp)
    return found
