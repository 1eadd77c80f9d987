"""Gathers from treebanks what new sentences are made of: noun phrases, verb phrases, fronted adverbials, host clauses."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from training.conllu import Sentence, Word
from training.trees import Piece, children, cut, root_of, subtree

UNFIT = re.compile(r"https?:|@|[<>*#_=~|]|^-+$|www\.")
LOOSE = frozenset({"parataxis", "discourse", "list", "reparandum", "vocative", "dislocated"})


@dataclass(frozen=True, slots=True)
class Host:
    """A clause whose subject is a single pronoun: the words of its sentence, its verb, its subject, its modal (or -1)."""

    words: Piece
    verb: int
    subject: int
    modal: int


@dataclass(slots=True)
class Stock:
    """The pieces found, by kind."""

    names: list[Piece] = field(default_factory=list)
    simple: list[Piece] = field(default_factory=list)
    heavy: list[Piece] = field(default_factory=list)
    actions: list[Piece] = field(default_factory=list)
    openings: list[tuple[Piece, str]] = field(default_factory=list)
    hosts: list[Host] = field(default_factory=list)
    embedded: list[Host] = field(default_factory=list)
    clauses: list[Piece] = field(default_factory=list)
    gerunds: list[Piece] = field(default_factory=list)
    ambiguous: list[Word] = field(default_factory=list)


def gather(sentences: Iterable[Sentence]) -> Stock:
    """The stock of all fit sentences, in order."""
    stock = Stock()
    sentences = list(sentences)
    stock.ambiguous = ambiguous(sentences)
    for sentence in sentences:
        words = sentence.words
        if 4 <= len(words) <= 45 and not any(UNFIT.search(word.form) for word in words):
            add_noun_phrases(stock, words)
            stock.actions += actions(words)
            stock.gerunds += gerunds(words)
            add_root_clause(stock, sentence)
            stock.embedded += embedded_hosts(sentence)
    return stock


def add_noun_phrases(stock: Stock, words: Piece) -> None:
    for top, word in enumerate(words):
        if word.universal not in ("obj", "obl", "nsubj", "nmod") or word.upos not in ("NOUN", "PROPN"):
            continue
        piece = noun_phrase(words, top)
        if piece is None:
            continue
        relations = {w.relation for w in piece if w.head != -1}
        if word.upos == "PROPN":
            if len(piece) <= 4 and word.form[:1].isupper() and not relations & {"conj", "nummod", "appos"}:
                stock.names.append(piece)
        elif len(piece) <= 4:
            if "conj" not in relations and piece[0].upos in ("DET", "NOUN", "ADJ"):
                stock.simple.append(piece)
        elif relations & {"nmod", "acl", "acl:relcl", "conj"}:
            stock.heavy.append(piece)


def noun_phrase(words: Piece, top: int) -> Piece | None:
    """The phrase headed by top without its preposition, conjunction and outer punctuation; None if it is unfit."""
    outside: set[int] = set()
    for child in children(words, top):
        relation = words[child].relation
        if (relation in ("case", "punct", "cc") and child < top) or (relation == "case" and child > top):
            outside.update(subtree(words, child))
    indexes = [i for i in subtree(words, top) if i not in outside]
    if len(indexes) > 16 or any(words[i].universal in LOOSE for i in indexes):
        return None
    piece = cut(words, indexes, top)
    if piece is None or piece[-1].upos == "PUNCT" or piece[0].upos in ("PUNCT", "CCONJ", "ADP", "ADV"):
        return None
    first = piece[0]
    if indexes[0] == 0 and first.xpos not in ("NNP", "NNPS"):
        piece = (replace(first, form=first.form[:1].lower() + first.form[1:]), *piece[1:])
    return piece


def actions(words: Piece) -> list[Piece]:
    """Verb phrases in the base form: what follows "to" in infinitives."""
    found = []
    for to, word in enumerate(words):
        if word.xpos != "TO" or word.head < 0:
            continue
        indexes = subtree(words, word.head)
        piece = cut(words, [i for i in indexes if i > to], word.head) if indexes[0] == to else None
        if piece and 2 <= len(piece) <= 18 and base_form(piece):
            found.append(piece)
    return found


def gerunds(words: Piece) -> list[Piece]:
    """Short verb phrases that begin with their participle: "closing the port"."""
    found = []
    for verb, word in enumerate(words):
        if word.xpos == "VBG" and word.universal in ("advcl", "csubj", "acl") and children(words, verb):
            piece = cut(words, subtree(words, verb), verb)
            if piece and piece[0].head == -1 and 2 <= len(piece) <= 7 and piece[-1].upos in ("NOUN", "PROPN"):
                found.append((replace(piece[0], form=piece[0].form.lower()), *piece[1:]))
    return found


def ambiguous(sentences: Iterable[Sentence]) -> list[Word]:
    """Nouns in the singular that could be verbs, in a fixed order: work, support, trade."""
    nouns: dict[str, Word] = {}
    verbs: set[str] = set()
    for sentence in sentences:
        for word in sentence.words:
            if word.xpos == "NN" and word.form.isalpha() and word.form.islower():
                nouns.setdefault(word.form, replace(word, head=-1, space=True))
            elif word.xpos in ("VB", "VBP"):
                verbs.add(word.form.lower())
    return [nouns[form] for form in sorted(nouns.keys() & verbs)]


def base_form(piece: Piece) -> bool:
    """Is it a verb phrase that can follow a modal: an infinitive or "be" with a participle, nothing loose at its end?"""
    root = root_of(piece)
    passive = any(piece[i].relation == "aux:pass" and piece[i].form == "be" for i in children(piece, root))
    verb = piece[root].xpos == "VB" or (piece[root].xpos == "VBN" and passive)
    own_subject = any(piece[i].universal in ("nsubj", "csubj", "mark") for i in children(piece, root))
    loose = any(word.universal in LOOSE for word in piece)
    return verb and not own_subject and not loose and piece[-1].upos not in ("PUNCT", "ADP", "CCONJ")


def add_root_clause(stock: Stock, sentence: Sentence) -> None:
    words, root = sentence.words, root_of(sentence.words)
    stock.openings += openings(words, root)
    if sound_clause(words, root):
        stock.clauses.append(words)
    host = host_of(sentence, root, first=True)
    if host and 5 <= len(words) <= 30 and words[root].upos in ("VERB", "ADJ", "NOUN"):
        stock.hosts += [host] * (3 if host.modal >= 0 else 1)


def openings(words: Piece, root: int) -> list[tuple[Piece, str]]:
    """Adverbials before the subject, without the comma that sets them off, and their relation to the verb."""
    found = []
    for child in children(words, root):
        indexes = subtree(words, child)
        if words[child].universal not in ("obl", "advcl", "advmod") or words[child].upos == "PRON":
            continue
        comma = indexes[-1]
        if indexes[0] == 0 and 3 <= len(indexes) <= 18 and words[comma].form == "," and words[comma].head == child:
            piece = cut(words, indexes[:-1], child)
            if piece:
                found.append((piece, words[child].relation))
    return found


def sound_clause(words: Piece, root: int) -> bool:
    """Is it a plain statement that ends in a noun and a full stop, fit to stand before ", and ..."?"""
    return (
        5 <= len(words) <= 22
        and words[-1].form == "."
        and words[-1].head == root
        and words[-2].upos in ("NOUN", "PROPN")
        and words[root].upos == "VERB"
        and any(words[i].universal == "nsubj" for i in children(words, root))
    )


def host_of(sentence: Sentence, verb: int, *, first: bool) -> Host | None:
    """The clause of verb, if its subject is one pronoun (at the start of the sentence, or not) and it has a finite verb."""
    words = sentence.words
    below = children(words, verb)
    subjects = [i for i in below if words[i].relation in ("nsubj", "nsubj:pass") and words[i].xpos == "PRP"]
    if len(subjects) != 1 or (subjects[0] == 0) != first or subjects[0] > verb:
        return None
    subject = subjects[0]
    if subject in sentence.clitics or children(words, subject):
        return None
    modal = next((i for i in below if words[i].xpos == "MD"), -1)
    if modal < 0 and words[verb].xpos != "VBD":
        return None
    return Host(words, verb, subject, modal)


def embedded_hosts(sentence: Sentence) -> list[Host]:
    words, found = sentence.words, []
    if not 6 <= len(words) <= 34:
        return []
    for verb, word in enumerate(words):
        if word.universal in ("conj", "ccomp", "advcl", "parataxis") and word.upos in ("VERB", "ADJ", "NOUN"):
            host = host_of(sentence, verb, first=False)
            if host:
                found += [host] * (3 if host.modal >= 0 and word.universal == "conj" else 1)
    return found
