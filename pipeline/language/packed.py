"""The packed pipeline: a whole spaCy pipeline in one small file, and how to bring it back to life.

The file is a zlib stream of one MessagePack map (`training/pack.py` writes it):

- `format`: `FORMAT`; `config`: the text of config.cfg; `meta`: meta.json; `tokenizer`: spaCy's own bytes;
- `clusters`: words, one a line, and for each the number of its cluster, see `set_clusters`;
- `strings`: every string the components refer to;
- `pipes`: per component its data as spaCy serialises it, but the weights of `model` left open, so that each array
  can stand in fewer bytes: {"q": int8, "s": float32, one scale per row} or float16.

Row-wise symmetric int8 follows common practice after training (Jacob et al. 2018, arXiv:1712.05877).
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import srsly  # type: ignore[import-untyped]
from spacy.attrs import ID  # type: ignore[import-not-found]
from spacy.language import Language
from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found]
from spacy.tokens import Span
from spacy.util import filter_spans, load_model_from_config, registry
from spacy.vocab import Vocab
from thinc.api import Config, NumpyOps, get_current_ops, set_current_ops

from pipeline.language import lemmas, mended

COMPONENTS = (lemmas, mended)  # imported because packed pipelines name them

FORMAT = 2


def unpack(path: Path) -> Language:
    """The pipeline held by a packed file.

    Raises:
        OSError, zlib.error, ValueError, KeyError: when the file is missing, damaged or of another format.
    """
    top: dict[str, Any] = srsly.msgpack_loads(zlib.decompress(path.read_bytes()))
    if top.get("format") != FORMAT:
        raise ValueError(f"its format is {top.get('format')!r}, this version reads format {FORMAT}")
    nlp = quick(Config().from_str(top["config"]))
    for string in top["strings"]:
        nlp.vocab.strings.add(string)
    data = {
        "meta.json": srsly.json_dumps(top["meta"]),
        "config.cfg": top["config"].encode(),
        "tokenizer": top["tokenizer"],
    }
    pipes = {name: srsly.msgpack_dumps(widen_pipe(pipe)) for name, pipe in top["pipes"].items()}
    nlp.from_bytes(srsly.msgpack_dumps(data | pipes), exclude=["vocab"])
    clusters = top["clusters"]
    if clusters["words"]:
        set_clusters(nlp.vocab, dict(zip(clusters["words"].split("\n"), clusters["of"].tolist(), strict=True)))
    return nlp


def quick(config: Config) -> Language:
    """An empty pipeline whose layers multiply matrices with numpy: two to three times as fast as thinc's own choice."""
    before = get_current_ops()
    set_current_ops(NumpyOps(use_blis=False))
    try:
        return load_model_from_config(config, auto_fill=True, validate=False)
    finally:
        set_current_ops(before)


def widen_pipe(pipe: dict[str, Any]) -> dict[str, Any]:
    """A component's data with its weights back in float32, serialised as spaCy expects them."""
    if "model" not in pipe:
        return pipe
    model = pipe["model"]
    params = [{key: widen(value) for key, value in node.items()} for node in model["params"]]
    return pipe | {"model": srsly.msgpack_dumps(model | {"params": params})}


def widen(value: Any) -> Any:
    """One array in float32; what is not a narrowed array stays as it is."""
    if isinstance(value, dict):
        return value["q"].astype("f4") * value["s"].astype("f4")
    if isinstance(value, np.ndarray) and value.dtype == np.float16:
        return value.astype("f4")
    return value


def longest_names() -> Callable[[Iterable[Span], Iterable[Span]], list[Span]]:
    """Of names that overlap the longest stays; between equals the pattern's label goes before the recogniser's."""

    def choose(entities: Iterable[Span], matches: Iterable[Span]) -> list[Span]:
        return list(filter_spans([*matches, *(without_loose_end(entity) for entity in entities)]))

    return choose


def set_clusters(vocab: Vocab, clusters: dict[str, int]) -> None:
    """Gives every word its cluster as its rank (attribute ID), from where the encoders read it; 0 for unknown words."""
    vocab.lex_attr_getters[ID] = partial(cluster_of, clusters=clusters)  # type: ignore[attr-defined]
    for lexeme in vocab:
        lexeme.rank = cluster_of(lexeme.text, clusters)


def cluster_of(word: str, clusters: dict[str, int]) -> int:
    """The cluster of a word as it is written, or else in small letters, or else as a name is written."""
    return clusters.get(word) or clusters.get(word.lower()) or clusters.get(word.title(), 0)


LOOSE = frozenset({"IN", "TO", "CC", "DT", "WDT", "VBZ", "VBD"})  # tags


def without_loose_end(name: Span) -> Span:
    """The name without what the recogniser took along: "European Commission for", "European Commission for help"."""
    end = name.end
    while end > name.start + 1 and name.doc[end - 1].tag_ in LOOSE and name.doc[end - 1].is_lower:
        end -= 1
    for word in name.doc[name.start + 1 : end]:
        if word.tag_ == "IN" and word.lower_ != "of" and all(w.is_lower for w in name.doc[word.i : end]):
            end = word.i
            break
    return name if end == name.end else Span(name.doc, name.start, end, label=name.label)


def bare_tokenizer() -> Callable[[Language], Tokenizer]:
    """A tokenizer without rules, to be filled: spaCy's English one would be made and thrown away, a fifth of the time."""
    return lambda nlp: Tokenizer(nlp.vocab)


registry.tokenizers("pipeline.bare.v1", func=bare_tokenizer)
registry.misc("pipeline.longest_names.v1", func=longest_names)
