"""The one place that loads an English pipeline: the embedded one, or any other spaCy pipeline with UD labels."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import zlib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import ModelError

if TYPE_CHECKING:
    from spacy.language import Language

NEEDED = {
    "token.tag": "a tagger",
    "token.pos": "a morphologizer",
    "token.dep": "a parser",
    "token.lemma": "a lemmatizer",
    "doc.ents": "an entity recogniser",
}
UD_RELATIONS = frozenset({"nsubj", "obj", "obl", "case", "aux", "conj"})
ADVICE = "Name a spaCy pipeline with Universal Dependencies labels, or leave the setting empty for the embedded one."


@cache
def load(name: str = "") -> Language:
    """The pipeline called name (an installed package or a folder), checked; the embedded one when empty.

    Loaded once per process. The same weights and text give the same output on every run.

    Raises:
        ModelError: it cannot be loaded, or lacks a component or the UD labels.
    """
    if name:
        return checked(load_other(name), name)
    return checked(load_embedded(), "the embedded pipeline")


def load_embedded() -> Language:
    from pipeline.language.packed import unpack

    path = embedded("english.bin")
    try:
        return unpack(path)
    except (OSError, zlib.error, ValueError, KeyError) as error:
        raise ModelError(
            f"{path}: the embedded pipeline cannot be read ({error}). Install the package again."
        ) from error


def load_other(name: str) -> Language:
    import spacy

    try:
        return spacy.load(name)
    except (OSError, ValueError, ImportError) as error:
        raise ModelError(f"{name}: spaCy cannot load this pipeline ({error}). {ADVICE}") from error


def checked(nlp: Language, name: str) -> Language:
    """nlp itself, if it has every component that the rooms use and speaks UD.

    Raises:
        ModelError: naming what was found and what is missing.
    """
    assigned = {attribute for pipe in nlp.pipe_names for attribute in nlp.get_pipe_meta(pipe).assigns}
    lacking = [what for attribute, what in NEEDED.items() if attribute not in assigned]
    if lacking:
        found = ", ".join(nlp.pipe_names) or "nothing"
        raise ModelError(f"{name}: has {found}; lacks {', '.join(lacking)}. {ADVICE}")
    labels = {label.partition(":")[0] for label in nlp.pipe_labels.get("parser", ())}
    unknown = sorted(UD_RELATIONS - labels)
    if unknown:
        found = ", ".join(sorted(labels)[:12]) or "none"
        raise ModelError(f"{name}: its parser's labels ({found} ...) lack UD's {', '.join(unknown)}. {ADVICE}")
    return nlp


@cache
def version(name: str = "") -> str:
    """Name, version and a short hash of the pipeline's bytes, as in `english 1.0.0 3f2a9c01d4e8`.

    Reads files only; spaCy is not imported.

    Raises:
        ModelError: there is no such package or folder.
    """
    if name:
        folder = locate(name)
        return describe(folder / "meta.json", sorted(path for path in folder.rglob("*") if path.is_file()))
    return describe(embedded("meta.json"), [embedded("english.bin")])


def describe(meta: Path, parts: list[Path]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.read_bytes())
    facts = json.loads(meta.read_text(encoding="utf-8"))
    return f"{facts.get('name', '')} {facts.get('version', '')} {digest.hexdigest()[:12]}"


def locate(name: str) -> Path:
    """The folder with the meta.json of a pipeline given as a folder or as an installed package."""
    home = Path(name)
    if not home.is_dir():
        spec = importlib.util.find_spec(name) if name.isidentifier() else None
        if spec is None or not spec.submodule_search_locations:
            raise ModelError(f"{name}: neither a folder nor an installed package. {ADVICE}")
        home = Path(next(iter(spec.submodule_search_locations)))
    found = sorted(home.glob("**/meta.json"), key=lambda path: len(path.parts))
    if not found:
        raise ModelError(f"{name}: {home} holds no meta.json, so it is not a spaCy pipeline. {ADVICE}")
    # A package carries a meta.json beside its code and the pipeline itself one folder further down.
    return next((path.parent for path in found if (path.parent / "config.cfg").exists()), found[0].parent)


def embedded(file: str) -> Path:
    """A file of pipeline/model, the embedded pipeline's own folder."""
    return Path(str(files("pipeline"))) / "model" / file
