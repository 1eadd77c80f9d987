"""Splits words as the English treebanks do; spaCy keeps the result inside the pipeline, so nothing of this runs later."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from re import Pattern
from typing import Any

from spacy.lang.char_classes import ALPHA
from spacy.language import Language
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex, registry

# Prefixes that the treebanks leave on their word: non-profit and re-open are one token, long-term is three.
BOUND = "non re e anti pre co mid pro cross post over semi multi ex sub counter mini neo inter un micro".split()

RUNS = (r"[!?]{2,}", r"={2,}", r"\*{3,}", r"_{2,}", r"~{2,}", r"\${2,}", r"<{2,}", r">{2,}", r"#{2,}", r"-{2,}")
BREAKS = (
    r"(?<=[A-Z]\.)(?:-|–|—)(?=[A-Za-z])",  # U.S.-Japan
    rf"(?<=[{ALPHA}])/(?=[{ALPHA}]{{2}})",  # and/or
    rf"(?<=[{ALPHA}])[-–](?=[0-9])",  # COVID-19
    r"(?<=[0-9])[–—](?=[0-9])",  # 2025–2030
    r"(?<=[0-9])-(?=[0-9])",
    rf"(?<=[\])])[–—-](?=[{ALPHA}\[(])",  # [1]–[11], (ROK)-led
    rf"(?<=[{ALPHA}0-9.\])])[)(](?=[{ALPHA}0-9(.-])",
    r"(?<=[.!?…])[\"”“](?=[^\s])",
)
ABBREVIATIONS = "al. approx. Capt. cf. Dept. Fig. Figs. Ft. No. Nos. paras. pp. Sec. Secs. seq. vol.".split()
WHOLE = r"^(?:[A-Za-z]+\((?:s|es|ies)\)|(?:[0-9]{3}-)?[0-9]{3}-[0-9]{4})$"  # report(s), 555-0100


def infixes(defaults: Iterable[str | Pattern[str]]) -> list[str]:
    """spaCy's English infixes, changed to the treebanks' habits; all are regular expressions."""
    unbound = "".join(rf"(?<!^{prefix})(?<!^{prefix.capitalize()})" for prefix in BOUND)
    known = [str(pattern) for pattern in defaults]
    hyphen = [pattern for pattern in known if "(?:-|" in pattern and pattern.endswith(rf")(?=[{ALPHA}])")]
    if len(hyphen) != 1:
        raise ValueError(f"found {len(hyphen)} hyphen patterns among spaCy's English infixes, expected one")
    return [unbound + pattern if pattern is hyphen[0] else pattern for pattern in known] + list(BREAKS)


def affixes(defaults: Iterable[str | Pattern[str]]) -> list[str]:
    """spaCy's prefixes or suffixes; runs of one mark come first, so that they stay together."""
    return [*RUNS, *(str(pattern) for pattern in defaults)]


def ud_tokenizer() -> Callable[[Language], Language]:
    """A callback that gives a new pipeline this way of splitting words."""

    def change(nlp: Language) -> Language:
        defaults = nlp.Defaults
        tokenizer: Any = nlp.tokenizer
        tokenizer.infix_finditer = compile_infix_regex(infixes(defaults.infixes or ())).finditer
        tokenizer.prefix_search = compile_prefix_regex(affixes(defaults.prefixes or ())).search
        tokenizer.suffix_search = compile_suffix_regex(affixes(defaults.suffixes or ())).search
        tokenizer.token_match = re.compile(WHOLE).match
        tokenizer.rules = {text: parts for text, parts in (tokenizer.rules or {}).items() if text != "and/or"}
        for text in ABBREVIATIONS:
            tokenizer.add_special_case(text, [{"ORTH": text}])
        return nlp

    return change


registry.callbacks("training.ud_tokenizer.v1", func=ud_tokenizer)
