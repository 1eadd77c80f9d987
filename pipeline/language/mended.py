"""Mends what the parser is known to get wrong and grammar settles: a component behind the parser."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Token

COMPONENT = "pipeline_mended"


@Language.component(COMPONENT, assigns=["token.dep", "token.head"], requires=["token.dep", "token.tag"])
def mended(doc: Doc) -> Doc:
    """ "Clinics offering these services should train staff": no clause with a noun for its subject, but a noun that acts."""
    for verb in doc:
        if verb.dep_ in {"csubj", "csubj:pass"} and verb.tag_ == "VBG":
            noun = _noun_before(verb)
            if noun is not None:
                governor, relation = verb.head, verb.dep_.replace("csubj", "nsubj")
                noun.head, noun.dep_ = governor, relation
                verb.head, verb.dep_ = noun, "acl"
    return doc


def _noun_before(verb: Token) -> Token | None:
    """The noun right before a participle that passes for its subject."""
    if any(c.dep_ in {"mark", "aux", "cop"} for c in verb.children):
        return None
    for c in verb.lefts:
        if c.dep_.startswith("nsubj") and c.pos_ in {"NOUN", "PROPN"} and c.right_edge.i == verb.i - 1:
            return c
    return None
