"""Small surgery on trees: cut pieces out, put pieces in, coordinate them. A piece is a tuple of words with one root."""

from __future__ import annotations

from dataclasses import replace

from training.conllu import Word

Piece = tuple[Word, ...]


def make(form: str, upos: str, xpos: str, feats: str = "", *, lemma: str = "", relation: str = "dep") -> Word:
    """A word without a head, for a piece of its own."""
    return Word(form, lemma or form.lower(), upos, xpos, feats, -1, relation)


def one(word: Word) -> Piece:
    return (replace(word, head=-1),)


COMMA = make(",", "PUNCT", ",", relation="punct")
STOP = make(".", "PUNCT", ".", relation="punct")
COLON = make(":", "PUNCT", ":", relation="punct")
AND = make("and", "CCONJ", "CC", relation="cc")
TO = make("to", "PART", "TO", relation="mark")


def root_of(piece: Piece) -> int:
    return next(i for i, word in enumerate(piece) if word.head == -1)


def children(words: Piece, head: int) -> list[int]:
    return [i for i, word in enumerate(words) if word.head == head]


def subtree(words: Piece, top: int) -> list[int]:
    """The indexes of top and of everything below it, in order."""
    found, open_ = {top}, [top]
    while open_:
        below = children(words, open_.pop())
        found.update(below)
        open_ += below
    return sorted(found)


def cut(words: Piece, indexes: list[int], top: int) -> Piece | None:
    """The words at indexes as a piece with root top; None unless they stand together and hang together."""
    if not indexes or indexes != list(range(indexes[0], indexes[-1] + 1)) or top not in indexes:
        return None
    start, kept = indexes[0], set(indexes)
    if any(words[i].head not in kept for i in indexes if i != top):
        return None
    piece = tuple(replace(words[i], head=-1 if i == top else words[i].head - start) for i in indexes)
    return (*piece[:-1], replace(piece[-1], space=True))


def insert(words: Piece, at: int, piece: Piece, head: int, relation: str) -> Piece:
    """words with piece put in before index at, hung on the word at head (an index before the insertion)."""
    shift = len(piece)
    moved = [replace(word, head=word.head + shift if word.head >= at else word.head) for word in words]
    anchor = head + shift if head >= at else head
    inner = [
        replace(word, head=anchor, relation=relation) if word.head == -1 else replace(word, head=word.head + at)
        for word in piece
    ]
    return (*moved[:at], *inner, *moved[at:])


def append(words: Piece, piece: Piece, head: int, relation: str) -> Piece:
    return insert(words, len(words), piece, head, relation)


def remove(words: Piece, index: int) -> Piece:
    """words without the one at index, which must have no children."""
    kept = [word for i, word in enumerate(words) if i != index]
    return tuple(replace(word, head=word.head - 1 if word.head > index else word.head) for word in kept)


def substitute(words: Piece, index: int, piece: Piece) -> Piece:
    """words with the childless one at index replaced by piece, whose root takes its place in the tree."""
    old, root = words[index], root_of(piece)
    last = replace(piece[-1], space=old.space)
    grown = insert(words, index, (*piece[:-1], last), old.head, old.relation)
    if old.head == -1:
        grown = tuple(replace(word, head=-1) if i == index + root else word for i, word in enumerate(grown))
    return remove(grown, index + len(piece))


def coordinate(pieces: list[Piece], *, word: Word = AND, oxford: bool = True) -> Piece:
    """One piece: "A and B", "A, B, and C"; the first is the head, as in Universal Dependencies."""
    whole = pieces[0]
    top = root_of(whole)
    for i, piece in enumerate(pieces[1:], start=2):
        last = i == len(pieces)
        if last:
            piece = insert(piece, 0, one(word), root_of(piece), "cc")
        if len(pieces) > 2 and (oxford or not last):
            piece = insert(piece, 0, one(COMMA), root_of(piece), "punct")
        whole = append(whole, piece, top, "conj")
    return whole


def lowered(piece: Piece) -> Piece:
    """The piece as it stands inside a sentence: its first word in lower case unless it is a name."""
    first = piece[0]
    if first.xpos in ("NNP", "NNPS") or first.form == "I" or first.form.isupper():
        return piece
    return (replace(first, form=first.form[:1].lower() + first.form[1:]), *piece[1:])


def raised(piece: Piece) -> Piece:
    first = piece[0]
    return (replace(first, form=first.form[:1].upper() + first.form[1:]), *piece[1:])


TIGHT_BEFORE = frozenset({",", ".", ":", ";", ")", "]", "%", "'s", "’s", "n't", "n’t", "?", "!"})
TIGHT_AFTER = frozenset({"(", "[", "$"})


def spaced(words: Piece) -> Piece:
    """words with white space where a typesetter puts it; a space missing inside a piece stays missing."""
    following = [word.form for word in words[1:]] + [""]
    return tuple(
        replace(word, space=word.space and after not in TIGHT_BEFORE and word.form not in TIGHT_AFTER)
        for word, after in zip(words, following, strict=True)
    )
