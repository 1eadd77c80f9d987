"""Learns lemmas from the training trees: rules of endings per tag, and the words that no rule gets right."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from pipeline.language.lemmas import LONGEST, Exceptions, Lemmas, Rules, applied, spelled
from training.clusters import published
from training.conllu import Sentence

FEWEST = 2  # words that must agree on the rule of an ending
Kinds = dict[tuple[str, str], str]  # tag and word -> lemma


def learn(sentences: Iterable[Sentence]) -> Lemmas:
    """Lemmas as these trees have them; inflected forms of a published list fill up the rules."""
    kinds = seen(sentences)
    for tag, form, lemma in listed():
        kinds.setdefault((tag, form), lemma)
    rules = endings(kinds)
    exceptions: Exceptions = defaultdict(dict)
    for (tag, form), lemma in sorted(kinds.items()):
        if applied(rules, form, tag) != lemma:
            exceptions[tag][form] = lemma
    return Lemmas(rules, dict(exceptions))


def seen(sentences: Iterable[Sentence]) -> Kinds:
    """The most frequent lemma of each word with each tag; the first of equals."""
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for sentence in sentences:
        for word in sentence.words:
            counts[word.xpos, spelled(word.form, word.xpos)][word.lemma] += 1
    return {kind: lemmas.most_common(1)[0][0] for kind, lemmas in counts.items()}


def listed() -> Iterator[tuple[str, str, str]]:
    """Tag, form and lemma of forms whose ending shows their tag, from spacy-lookups-data (MIT)."""
    for form, lemma in published("lemma_lookup").items():
        if form.isalpha() and form.islower():
            for tag in tags_of(form):
                yield tag, form, lemma


def tags_of(form: str) -> tuple[str, ...]:
    if form.endswith("ing"):
        return ("VBG",)
    if form.endswith("ed"):
        return ("VBD", "VBN")
    return ("NNS",) if form.endswith("s") and not form.endswith("ss") else ()


def endings(kinds: Kinds) -> Rules:
    """For each tag the rules of endings, the longer ones only where they differ from the shorter."""
    votes: dict[tuple[str, str], Counter[tuple[int, str]]] = defaultdict(Counter)
    for (tag, form), lemma in kinds.items():
        rule = change(form, lemma)
        for start in range(max(0, len(form) - LONGEST), len(form) + 1):
            if rule[0] <= len(form) - start:
                votes[tag, form[start:]][rule] += 1
    rules: Rules = defaultdict(dict)
    for tag, ending in sorted(votes, key=lambda key: (len(key[1]), key)):
        rule, count = votes[tag, ending].most_common(1)[0]
        if (not ending or count >= FEWEST) and rule != shorter(rules[tag], ending):
            rules[tag][ending] = rule
    return dict(rules)


def shorter(rules: dict[str, tuple[int, str]], ending: str) -> tuple[int, str] | None:
    """The rule that holds for an ending so far."""
    return next((rules[ending[i:]] for i in range(1, len(ending) + 1) if ending[i:] in rules), None)


def change(form: str, lemma: str) -> tuple[int, str]:
    """How many letters go and which come."""
    same = next((i for i, (a, b) in enumerate(zip(form, lemma, strict=False)) if a != b), min(len(form), len(lemma)))
    return len(form) - same, lemma[same:]
