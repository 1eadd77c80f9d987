"""Lemmas from the word and its Penn tag: exceptions first, then the rule of the longest known ending.

Rules of endings as in Jongejan and Dalianis (2009), "Automatic training of lemmatization rules that handle morphological
changes in pre-, in- and suffixes alike"; `training/lemmas.py` learns them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import srsly  # type: ignore[import-untyped]
from spacy.language import Language
from spacy.tokens import Doc

FACTORY = "pipeline_lemmas"
LONGEST = 6  # letters in an ending
AS_WRITTEN = frozenset({"NNP", "NNPS"})  # tags whose words keep their capitals

Rules = dict[str, dict[str, tuple[int, str]]]  # tag -> ending -> letters to cut off, letters to add
Exceptions = dict[str, dict[str, str]]  # tag -> word -> lemma


class Lemmas:
    """A spaCy component behind the tagger."""

    def __init__(self, rules: Rules | None = None, exceptions: Exceptions | None = None) -> None:
        self.rules: Rules = rules or {}
        self.exceptions: Exceptions = exceptions or {}
        self._known: dict[tuple[int, int], int] = {}  # word, tag -> lemma, as hashes of strings

    def __call__(self, doc: Doc) -> Doc:
        for token in doc:
            key = (token.orth, token.tag)
            if key not in self._known:
                self._known[key] = doc.vocab.strings.add(self.lemma(token.text, token.tag_))
            token.lemma = self._known[key]
        return doc

    def lemma(self, word: str, tag: str) -> str:
        form = spelled(word, tag)
        exception = self.exceptions.get(tag, {}).get(form)
        return exception if exception is not None else applied(self.rules, form, tag)

    def to_bytes(self, **_: Any) -> bytes:
        data: bytes = srsly.msgpack_dumps({"rules": self.rules, "exceptions": self.exceptions})
        return data

    def from_bytes(self, data: bytes, **_: Any) -> Lemmas:
        self.__init__(**srsly.msgpack_loads(data))  # type: ignore[misc]
        return self

    def to_disk(self, path: Path, **_: Any) -> None:
        Path(path).write_bytes(self.to_bytes())

    def from_disk(self, path: Path, **_: Any) -> Lemmas:
        return self.from_bytes(Path(path).read_bytes())


def spelled(word: str, tag: str) -> str:
    """The word as the tables hold it."""
    return word if tag in AS_WRITTEN else word.lower()


def applied(rules: Rules, form: str, tag: str) -> str:
    """form after the rule of its longest ending; as it stands when the tag has none."""
    of_tag = rules.get(tag, {})
    for start in range(max(0, len(form) - LONGEST), len(form) + 1):
        rule = of_tag.get(form[start:])
        if rule is not None:
            return form[: len(form) - rule[0]] + rule[1]
    return form


@Language.factory(FACTORY, assigns=["token.lemma"], requires=["token.tag"])
def create(nlp: Language, name: str) -> Lemmas:
    return Lemmas()
