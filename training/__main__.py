"""python -m training: makes the embedded English model again, from the treebanks to the packed file, or measures one.

python -m training                       everything; the treebanks are expected in ../shared/treebanks
python -m training evaluate              the figures of the model card for the packed model
python -m training evaluate --model DIR  the same for any other pipeline
"""

from __future__ import annotations

import argparse
import json
import logging
import subprocess
import sys
import time
from pathlib import Path

import spacy
from spacy.language import Language

from pipeline.language import model
from pipeline.language.lemmas import FACTORY as LEMMAS
from pipeline.language.mended import COMPONENT as MENDED
from pipeline.language.packed import unpack
from training import augment, clusters, conllu, corpora, evaluate, lemmas, names, tokenizer
from training.average import average
from training.pack import pack
from training.patterns import add_patterns

REGISTERED = (augment, names, tokenizer)  # what the configs name; not `code`, which changes how matrices are multiplied
HERE = Path(__file__).parent
TREEBANKS = Path("../shared/treebanks")
GOLD = Path("../shared/gold/modal_subjects.json")
SEED = 1
log = logging.getLogger("training")


def main() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    options = arguments()
    if options.command == "evaluate":
        evaluate_command(options)
    else:
        train(options.treebanks, options.work, options.steps)
        log.info("packed: %d bytes", pack_command(options.treebanks, options.work, options.output))
        options.model = str(options.output)
        evaluate_command(options)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__.partition("\n")[0])
    parser.add_argument("command", nargs="?", default="all", choices=["all", "evaluate"])
    parser.add_argument("--treebanks", type=Path, default=TREEBANKS, help="folder with *.conllu.xz and ner/")
    parser.add_argument(
        "--work", type=Path, default=Path("interim/training"), help="where models in the making are kept"
    )
    parser.add_argument("--steps", type=int, help="train for so many steps only, to see whether everything runs")
    parser.add_argument("--output", type=Path, default=model.embedded("english.bin"), help="the packed file to write")
    parser.add_argument("--gold", type=Path, default=GOLD, help="modal clauses with their subjects, as JSON")
    parser.add_argument("--model", default="", help="the pipeline or .bin to measure; the packed one if not given")
    parser.add_argument("--against", default="", help="another pipeline, measured for speed in the same run")
    options = parser.parse_args()
    if not options.treebanks.is_dir():
        parser.error(f"{options.treebanks}: no such folder; docs/model.md says where the treebanks are published")
    return options


# --- the recipe ------------------------------------------------------------------------------------------------------


def train(treebanks: Path, work: Path, steps: int | None = None) -> None:
    """Every stage in order, each into a folder of work; no more than so many steps of each, if steps are given."""
    log.info("converting %s", treebanks)
    corpora.build(treebanks, work, SEED)
    trees, names = {"dev": work / "dev.spacy"}, {"dev": treebanks / "ner" / "dev.spacy"}
    names["names"] = work / "names" / "names.spacy"
    stage("syntax", work, steps, paths=trees | {"train": work / "trees"})
    first = work / "1-syntax" / "model-best"
    stage("tune", work, steps, seed=31, paths=trees | {"train": work / "tune", "base": first})
    average([work / "2-tune" / "model-best", first], SYNTAX, work / "syntax")
    stage("names", work, steps, paths=names | {"train": work / "names", "base": first})
    settled = names | {"train": work / "settle", "base": work / "3-names" / "model-best"}
    stage("settle", work, steps, seed=14, paths=settled)
    stage("again", work, steps or 3000, config="settle", seed=15, paths=settled)
    average([work / "4-settle" / "model-best", work / "5-again" / "model-best"], NAMES, work / "named")


STAGES = ("syntax", "tune", "names", "settle", "again")
SYNTAX, NAMES = ("tok2vec", "tagger", "morphologizer", "parser"), ("tok2vec", "ner")


def stage(
    name: str, work: Path, steps: int | None, /, *, config: str = "", seed: int = 0, paths: dict[str, Path]
) -> None:
    """Runs `spacy train` with the config of that name, or another; its table of figures is kept beside the model."""
    output = work / f"{STAGES.index(name) + 1}-{name}"
    command = [sys.executable, "-m", "spacy", "train", str(HERE / "configs" / f"{config or name}.cfg")]
    command += ["--output", str(output), "--system.seed", str(seed)]
    command += ["--code", str(HERE / "code.py"), "--nlp.after_creation.path", str(work / "clusters.tsv")]
    for key, path in paths.items():
        command += [f"--paths.{key}", str(path)]
    if steps:
        command += ["--vars.steps", str(steps), "--training.eval_frequency", str(min(steps, 300))]
    start = time.monotonic()
    log.info("%s ...", name)
    with (work / f"{output.name}.log").open("w") as file:
        subprocess.run(command, check=True, stdout=file, stderr=subprocess.STDOUT)
    log.info("%s: %.0f minutes", name, (time.monotonic() - start) / 60)


def assemble(treebanks: Path, work: Path) -> Language:
    """The syntax pipeline with lemmas, with the entity recogniser (which has an encoder of its own) and its patterns."""
    nlp = spacy.load(work / "syntax")
    learned = lemmas.learn(corpora.trees(treebanks, corpora.TRAIN))
    nlp.add_pipe(LEMMAS, config={}, name="lemmas").from_bytes(learned.to_bytes())  # type: ignore[attr-defined]
    nlp.add_pipe(MENDED, name="mended", after="parser")
    recogniser = spacy.load(work / "named")
    recogniser.replace_listeners("tok2vec", "ner", ["model.tok2vec"])
    nlp.add_pipe("ner", source=recogniser)
    add_patterns(nlp)
    return nlp


def pack_command(treebanks: Path, work: Path, output: Path) -> int:
    meta = json.loads(model.embedded("meta.json").read_text(encoding="utf-8"))
    nlp = assemble(treebanks, work)
    nlp.meta.update(
        name=meta["name"], version=meta["version"], description=meta["description"], license=meta["licence"]
    )
    return pack(nlp, output, clusters.read(str(work / "clusters.tsv")))


# --- the figures -----------------------------------------------------------------------------------------------------


def evaluate_command(options: argparse.Namespace) -> None:
    start = time.process_time()
    packed_file = Path(options.model) if options.model.endswith(".bin") else None
    nlp = unpack(packed_file) if packed_file else model.load(options.model)
    seconds = time.process_time() - start
    gold = options.gold if options.gold.is_file() else None
    what = options.model if packed_file else model.version(options.model)
    print(f"{what}; loaded in {seconds:.2f} s of CPU time")
    for name, figures in evaluate.report(nlp, options.treebanks, gold).items():
        print(f"{name:24}" + "  ".join(f"{key} {value:g}" for key, value in figures.items()), flush=True)
    pipelines = {"this": nlp} | ({"other": spacy.load(options.against)} if options.against else {})
    print("words per second:", evaluate.speeds(pipelines, sample(nlp, options.treebanks)))


def sample(nlp: Language, treebanks: Path) -> list[str]:
    groups = conllu.paragraphs(conllu.read(treebanks / "gum_dev.conllu.xz"))
    return [conllu.to_doc(nlp.vocab, group).text for group in groups]


if __name__ == "__main__":
    main()
