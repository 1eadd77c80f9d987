"""The packed pipeline: a whole spaCy pipeline in one small file, and how to bring it back to life.

The file is an LZMA stream of one MessagePack map (`training/pack.py` writes it):

- `format`: `FORMAT`; `config`: the text of config.cfg; `meta`: meta.json; `tokenizer`: spaCy's own bytes;
- `strings`: every string the components refer to;
- `pipes`: per component its data as spaCy serialises it, but the weights of `model` left open, so that each array
  can stand in fewer bytes: {"q": int8, "s": float32, one scale per row} or float16.

Row-wise symmetric int8 follows common practice after training (Jacob et al. 2018, arXiv:1712.05877).
"""

from __future__ import annotations

import lzma
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
import srsly  # type: ignore[import-untyped]
from spacy.language import Language
from spacy.tokens import Span
from spacy.util import filter_spans, load_model_from_config, registry
from thinc.api import Config, NumpyOps, get_current_ops, set_current_ops

FORMAT = 1


def unpack(path: Path) -> Language:
    """The pipeline held by a packed file.

    Raises:
        OSError, lzma.LZMAError, ValueError, KeyError: when the file is missing, damaged or of another format.
    """
    top: dict[str, Any] = srsly.msgpack_loads(lzma.decompress(path.read_bytes()))
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
    return nlp.from_bytes(srsly.msgpack_dumps(data | pipes), exclude=["vocab"])


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
        return list(filter_spans([*matches, *entities]))

    return choose


registry.misc("pipeline.longest_names.v1", func=longest_names)
