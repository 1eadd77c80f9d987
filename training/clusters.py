"""Word clusters: for each of many English words the number of a class of words that stand in the same places.

They are Brown clusters (Brown et al. 1992, "Class-based n-gram models of natural language") as published in the package
spacy-lookups-data (MIT). To the encoders they say more about rare words, names above all, than the treebanks can
(Turian et al. 2010, "Word representations: a simple and general method for semi-supervised learning").
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import srsly  # type: ignore[import-untyped]
from spacy.language import Language
from spacy.util import registry

from pipeline.language.packed import cluster_of, set_clusters

WORDS = 80_000  # the most frequent of those that have a cluster


def published(table: str) -> dict[str, Any]:
    """A table of the package spacy-lookups-data: lexeme_cluster (word to cluster, the most frequent first), lemma_lookup.

    Raises:
        ModuleNotFoundError: the package is not installed.
    """
    try:
        import spacy_lookups_data  # type: ignore[import-not-found]
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError("training needs tables of words: pip install spacy-lookups-data") from error
    path = Path(spacy_lookups_data.__file__).parent / "data" / f"en_{table}.json.gz"
    return dict(srsly.read_gzip_json(path))


def write(path: Path, clusters: dict[str, int]) -> None:
    """The first WORDS words of clusters, one a line; those whose other spelling says the same are left out.

    Clusters are numbered afresh from 1, so that they stand in two bytes.
    """
    known = [(word, cluster) for word, cluster in clusters.items() if cluster and not word.isspace()][:WORDS]
    number = {cluster: i for i, cluster in enumerate(sorted({cluster for _, cluster in known}), start=1)}
    table = {word: number[cluster] for word, cluster in known}
    for word, cluster in known:
        del table[word]
        if cluster_of(word, table) != number[cluster]:
            table[word] = number[cluster]
    path.write_text("".join(f"{word}\t{cluster}\n" for word, cluster in sorted(table.items())), encoding="utf-8")


@cache
def read(path: str) -> dict[str, int]:
    rows = (line.split("\t") for line in Path(path).read_text(encoding="utf-8").splitlines())
    return {word: int(cluster) for word, cluster in rows}


def clusters(path: str) -> Callable[[Language], Language]:
    """A callback that gives a new pipeline's words their clusters."""

    def change(nlp: Language) -> Language:
        set_clusters(nlp.vocab, read(path))
        return nlp

    return change


registry.callbacks("training.clusters.v1", func=clusters)
