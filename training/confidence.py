"""Fit the confidence of directives to gold, measured on reports left out.

usage: python -m training.confidence [--gold DIR --reports DIR]... [--write]

Reads ../shared/gold/dev and ../shared/raw unless told otherwise. Prints, for directives of reports that the weights were not
fitted to, how many are right at each confidence; `--write` fits to all of them and writes pipeline/lexicon/confidence.csv.
No sign holds a word of a report (see pipeline/resolve/confidence.py).
"""

from __future__ import annotations

import argparse
import csv
import importlib.util
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from pipeline import language, lexicon, outline
from pipeline.document import Document, join
from pipeline.frames import Annotation
from pipeline.language import model
from pipeline.parties import ISSUER, Directive, Resolved
from pipeline.readers import read
from pipeline.resolve.confidence import SURE, THRESHOLD, signs, stated
from pipeline.resolve.resolver import Resolver

SHARED = Path(__file__).resolve().parents[2] / "shared"
WEIGHTS = Path(lexicon.__file__).parent / "confidence.csv"
RIDGE = 10.0  # few reports: weights stay small unless many directives bear them out
WANTED, ENOUGH = 0.95, 20  # of the directives stated as sure this share must be right, and they must be this many
BINS = (0.0, 0.5, 0.7, 0.8, 0.9, 1.01)


@dataclass(frozen=True, slots=True)
class Example:
    """One directive: the report, its signs, whether the gold says the same."""

    report: str
    signs: dict[str, float]
    right: bool


def main() -> None:
    """Measure, and write the weights when asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, action="append")
    parser.add_argument("--reports", type=Path, action="append")
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    folders = zip(given.gold or [SHARED / "gold" / "dev"], given.reports or [SHARED / "raw"], strict=True)
    examples = [e for gold, reports in folders for e in examples_in(gold, reports)]
    names = sorted({s for e in examples for s in e.signs})
    held = left_out(examples, names)
    threshold = sure_from(examples, held)
    print_table(examples, held, threshold)
    weights = fit(matrix(examples, names), targets(examples))
    if given.write:
        write(dict(zip(names, weights, strict=True)) | {THRESHOLD: threshold})


def examples_in(gold: Path, reports: Path) -> Iterator[Example]:
    """The directives that the pipeline finds in the gold's reports, with what the gold says of each."""
    nlp, words = model.load(), lexicon.load()
    for path in sorted(gold.glob("*.json")):
        about = json.loads(path.read_text(encoding="utf-8"))
        document = join(read(reports / about["document"]))
        structure = outline.segment(document, None)
        annotation = language.annotate(nlp, document, structure, words)
        resolver = Resolver(document, structure, annotation, words)
        resolved = resolver.resolved()
        right = rights(about, document, annotation, resolved)
        for draft in resolver.drafts:
            yield Example(path.stem, signs(draft, resolver.seen(draft)), draft.index in right)


def rights(gold: dict[str, Any], document: Document, annotation: Annotation, resolved: Resolved) -> set[int]:
    """The frames that are right on who, what and whom, paired with the gold as score.py pairs them."""
    score = _score()
    text = score.Squashed(document.text)
    paired = _paired(score.places(gold, text.text), annotation, text)
    entities = {e.entity_id: e for e in resolved.entities}
    found: dict[int, list[Directive]] = defaultdict(list)
    for directive in resolved.directives:
        found[annotation.frames[directive.frame].modal].append(directive)
    at = {(m["sentence"], m["trigger"], m["nth"]): i for i, m in enumerate(gold["modals"])}
    right: set[int] = set()
    for wanted in gold["directives"]:
        modal = paired.get(at[wanted["sentence"], wanted["trigger"], wanted["nth"]])
        same = [d for d in found.get(modal, ()) if d.frame not in right] if modal is not None else []
        for directive in same:
            if _agrees(score, wanted, directive, document, annotation, entities):
                right.add(directive.frame)
                break
    return right


def _paired(places: Sequence[tuple[int, int] | None], annotation: Annotation, text: Any) -> dict[int, int]:
    """Gold modal -> found modal: the first free one that overlaps."""
    spans = [text.span(m.span.start, m.span.end) for m in annotation.modals]
    taken: set[int] = set()
    found: dict[int, int] = {}
    for index, place in enumerate(places):
        if place is None:
            continue
        hit = next(
            (k for k, s in enumerate(spans) if k not in taken and min(s[1], place[1]) > max(s[0], place[0])), None
        )
        if hit is not None:
            taken.add(hit)
            found[index] = hit
    return found


def _agrees(
    score: Any, wanted: dict[str, Any], found: Directive, document: Document, annotation: Annotation, entities: Any
) -> bool:
    frame = annotation.frames[found.frame]
    named = [(i, row["text"]) for row in wanted["actors"] for i in row["ids"]]
    have = [
        {"entity_id": p.entity_id, "text": p.text, "name": e.name, "kind": e.kind, "country": e.country}
        for p in found.parties
        if p.role == "actor" and (e := entities[p.entity_id])
    ]
    gold_action, action = score.squash(wanted["action"]), score.squash(document.slice(frame.action))
    shared = action in gold_action or gold_action in action
    overlap = min(len(action), len(gold_action)) / max(len(action), len(gold_action), 1) if shared else 0.0
    return (
        score.match_sets(named, have) == len(named) == len(have)
        and frame.action_verb.lower() == wanted["action_verb"].lower()
        and frame.strength == wanted["strength"]
        and frame.negated == wanted["negated"]
        and overlap >= 0.5
        and (found.source != ISSUER) == (wanted["source"] != ISSUER)
    )


def _score() -> Any:
    spec = importlib.util.spec_from_file_location("score", SHARED / "score" / "score.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"{SHARED}/score/score.py is needed to fit the confidence")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def matrix(examples: Sequence[Example], names: Sequence[str]) -> np.ndarray:
    """Examples x signs."""
    return np.array([[e.signs.get(n, 0.0) for n in names] for e in examples])


def targets(examples: Sequence[Example]) -> np.ndarray:
    """1 for right, 0 for wrong."""
    return np.array([float(e.right) for e in examples])


def fit(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Ridge logistic regression by Newton's method; the weights."""
    w = np.zeros(x.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ w))
        gradient = x.T @ (y - p) - RIDGE * w
        hessian = (x * (p * (1 - p))[:, None]).T @ x + RIDGE * np.eye(len(w))
        step = np.linalg.solve(hessian, gradient)
        w += step
        if np.abs(step).max() < 1e-8:
            break
    return w


def left_out(examples: Sequence[Example], names: Sequence[str]) -> np.ndarray:
    """The probability of each example from weights fitted to the other reports."""
    x, y = matrix(examples, names), targets(examples)
    reports = np.array([e.report for e in examples])
    found = np.zeros(len(examples))
    for report in sorted(set(reports)):
        out = reports == report
        found[out] = 1 / (1 + np.exp(-x[out] @ fit(x[~out], y[~out])))
    return found


def sure_from(examples: Sequence[Example], held: np.ndarray) -> float:
    """The lowest probability from which on the wanted share of left-out directives is right; 1 where there is none."""
    y = targets(examples)
    for threshold in np.arange(0.5, 1, 0.005):
        sure = held >= threshold
        if sure.sum() < ENOUGH:
            break
        if y[sure].mean() >= WANTED:
            return float(round(threshold, 3))
    return 1.0


def print_table(examples: Sequence[Example], held: np.ndarray, threshold: float) -> None:
    """How many are right at each confidence, on reports left out."""
    p, y = np.array([stated(h, threshold) for h in held]), targets(examples)
    print(f"{len(examples)} directives, {y.mean():.3f} right; on reports left out (stated as {SURE} from {threshold}):")
    for low, high in pairwise(BINS):
        here = (p >= low) & (p < high)
        if here.any():
            print(f"  confidence {low:.1f} to {min(high, 1.0):.1f}: {here.sum():4d}, right {y[here].mean():.3f}")


def write(weights: dict[str, float]) -> None:
    """Write the weights as rows of the lexicon."""
    with WEIGHTS.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(("sign", "weight"))
        out.writerows((name, f"{weight:.3f}") for name, weight in sorted(weights.items()))


if __name__ == "__main__":
    main()
