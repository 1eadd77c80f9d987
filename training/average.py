"""Averages pipelines that were trained further from a common start (Wortsman et al. 2022, "Model soups")."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import spacy


def average(paths: list[Path], components: tuple[str, ...], output: Path) -> None:
    """Writes the first pipeline with the mean weights of all to output; all must have the same layers."""
    pipelines = [spacy.load(path) for path in paths]
    for name in components:
        models = [nlp.get_pipe(name).model for nlp in pipelines]  # type: ignore[attr-defined]
        for layers in zip(*(model.walk() for model in models), strict=True):
            for key in layers[0].param_names:
                if layers[0].has_param(key):
                    layers[0].set_param(key, np.mean([layer.get_param(key) for layer in layers], axis=0))
    pipelines[0].to_disk(output)
