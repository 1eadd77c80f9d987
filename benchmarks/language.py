"""Words per second of the language stage beside the bare pipeline over the same text, alternately in one run.

    python -m benchmarks.language [FOLDER] [--rounds N]

FOLDER holds reports (default: raw/). The ratio is of the least CPU seconds of each side: both are single-threaded.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path

from pipeline import language, lexicon, outline, readers
from pipeline.document import Document, join
from pipeline.errors import ReadError
from pipeline.language.chunks import chunks
from pipeline.language.model import load
from pipeline.structure import Outline

ROOT = Path(__file__).resolve().parent.parent


def reports(folder: Path) -> list[tuple[Document, Outline]]:
    """Every readable report of a folder, with its structure."""
    made = []
    for path in sorted(p for p in folder.iterdir() if p.is_file() and not p.name.startswith((".", "README"))):
        try:
            document = join(readers.read(path))
        except ReadError as error:
            print(f"left out {path.name}: {error}")
            continue
        made.append((document, outline.segment(document)))
    return made


def seconds(work: Callable[[], None]) -> float:
    """CPU seconds that some work takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def main() -> None:
    """Measure both sides in turn and print words per second and their ratio."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path, nargs="?", default=ROOT / "raw")
    options.add_argument("--rounds", type=int, default=5)
    chosen = options.parse_args()
    read, nlp, words = reports(chosen.folder), load(), lexicon.load()

    def bare() -> None:
        for document, structure in read:
            for _ in nlp.pipe(c.text for c in chunks(document, structure)):
                pass

    def stage() -> None:
        for document, structure in read:
            language.annotate(nlp, document, structure, words)

    bare()
    stage()
    took = [(seconds(bare), seconds(stage)) for _ in range(chosen.rounds)]
    least = [min(side) for side in zip(*took, strict=True)]
    count = sum(len(d.text.split()) for d, _ in read)
    print(f"{len(read)} reports, {count} words; least of {chosen.rounds} rounds")
    print(f"bare pipeline   {count / least[0]:9,.0f} words/s")
    print(f"language stage  {count / least[1]:9,.0f} words/s")
    print(f"ratio           {least[0] / least[1]:9.2f}")


if __name__ == "__main__":
    main()
