"""Writes a trained pipeline as one small file: int8 rows, float16, zlib (read back by `pipeline.language.packed`)."""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import Any

import numpy as np
import srsly  # type: ignore[import-untyped]
from spacy.language import Language
from spacy.pipeline.edit_tree_lemmatizer import EditTreeLemmatizer

from pipeline.language.packed import FORMAT

NO_TREE = 2**32 - 1
BIG = 20_000  # arrays of at least so many numbers are worth int8; smaller ones stay exact to float16


def pack(nlp: Language, path: Path, clusters: dict[str, int] | None = None) -> int:
    """Writes nlp and the clusters of its words to path; returns the size of the file in bytes.

    Changes nlp: lemma trees that no label uses are dropped.
    """
    for _, pipe in nlp.pipeline:
        if isinstance(pipe, EditTreeLemmatizer):
            drop_unused_trees(pipe)
    parts: dict[str, Any] = srsly.msgpack_loads(nlp.to_bytes(exclude=["vocab"]))
    top = {
        "format": FORMAT,
        "config": runtime_config(nlp),
        "meta": {key: nlp.meta[key] for key in ("lang", "name", "version", "description", "license")},
        "tokenizer": parts["tokenizer"],
        "clusters": columns(clusters or {}),
        "strings": sorted(needed_strings(nlp)),
        "pipes": {name: narrow_pipe(parts[name]) for name in nlp.pipe_names if name in parts},
    }
    path.write_bytes(zlib.compress(srsly.msgpack_dumps(top), level=9))
    return path.stat().st_size


def columns(clusters: dict[str, int]) -> dict[str, Any]:
    """The words in alphabetical order, one a line, and their clusters as 16-bit numbers."""
    words = sorted(clusters)
    return {"words": "\n".join(words), "of": np.array([clusters[word] for word in words], dtype="u2")}


def runtime_config(nlp: Language) -> str:
    """The config without what only training needs, so that no path of the training machine is left in it."""
    config = nlp.config.interpolate()
    for section in ("paths", "corpora", "training", "pretraining", "initialize", "vars"):
        config.pop(section, None)
    config["nlp"] |= {"after_creation": None, "tokenizer": {"@tokenizers": "pipeline.bare.v1"}}
    return str(config.to_str())


def narrow_pipe(data: bytes) -> dict[str, Any]:
    pipe: dict[str, Any] = srsly.msgpack_loads(data)
    if "model" in pipe:
        model = srsly.msgpack_loads(pipe["model"])
        params = [{key: narrow(value) for key, value in node.items()} for node in model["params"]]
        pipe["model"] = model | {"params": params}
    return pipe


def narrow(value: Any) -> Any:
    """One array as int8 with a scale per row (big matrices and tables) or as float16 (the rest)."""
    if not isinstance(value, np.ndarray) or value.dtype != np.float32:
        return value
    if value.ndim < 2 or value.size < BIG:
        return value.astype("f2")
    scale = np.abs(value).max(axis=-1, keepdims=True) / 127
    scale[scale == 0] = 1
    return {"q": np.round(value / scale).astype("i1"), "s": scale.astype("f4")}


def needed_strings(nlp: Language) -> set[str]:
    """The strings that components refer to by hash: their labels and the lemmatizer's affixes."""
    found: set[str] = set()
    for name, pipe in nlp.pipeline:
        found.update(label for label in nlp.pipe_labels.get(name, ()) if isinstance(label, str))
        if isinstance(pipe, EditTreeLemmatizer):
            strings = nlp.vocab.strings
            found.update(strings[tree[key]] for tree in trees_of(pipe) for key in ("orig", "subst") if tree.get(key))
    return found


def trees_of(lemmatizer: EditTreeLemmatizer) -> list[dict[str, int]]:
    trees: list[dict[str, int]] = srsly.msgpack_loads(lemmatizer.trees.to_bytes())["trees"]
    return trees


def drop_unused_trees(lemmatizer: EditTreeLemmatizer) -> None:
    """Keeps only the edit trees that a label can reach, and renumbers them."""
    trees = trees_of(lemmatizer)
    kept = sorted(reachable(trees, lemmatizer.cfg["labels"]))
    number = {old: new for new, old in enumerate(kept)} | {NO_TREE: NO_TREE}
    fresh = [{k: number[v] if k.endswith("_tree") else v for k, v in trees[old].items()} for old in kept]
    lemmatizer.trees.from_bytes(srsly.msgpack_dumps({"trees": fresh}))
    lemmatizer.cfg["labels"] = [number[tree] for tree in lemmatizer.cfg["labels"]]
    lemmatizer.tree2label = {tree: label for label, tree in enumerate(lemmatizer.cfg["labels"])}


def reachable(trees: list[dict[str, int]], roots: list[int]) -> set[int]:
    seen: set[int] = set()
    open_ = list(roots)
    while open_:
        tree = open_.pop()
        if tree not in seen and tree != NO_TREE:
            seen.add(tree)
            open_ += [child for key, child in trees[tree].items() if key.endswith("_tree")]
    return seen
