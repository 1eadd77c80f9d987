"""What the rows of a report depend on besides the report: pipeline, model, lexicon, contract and the libraries that read."""

from __future__ import annotations

import hashlib
import importlib.metadata
from functools import cache
from pathlib import Path

from pipeline import __version__
from pipeline.settings import Settings
from pipeline.tables import CONTRACT_VERSION

# The rooms that make rows; the others (engine, publishing, command line) can change without any report being read again.
ROOMS = ("readers", "outline", "language", "resolve")
FILES = (
    "document", "structure", "frames", "labels", "ids", "parties", "tables", "rows", "sidecar", "specificity", "assemble", "extract"
)  # fmt: skip
LIBRARIES = ("spacy", "pypdfium2", "pdfplumber", "python-docx", "selectolax", "markdown-it-py")


def current(settings: Settings) -> dict[str, str]:
    """Name -> version of everything that the rows depend on; spaCy is not imported for it."""
    from pipeline import lexicon
    from pipeline.language import model

    return {
        "pipeline": f"{__version__} {_sources()}",
        "contract": CONTRACT_VERSION,
        "model": model.version(settings.model),
        "lexicon": lexicon.version(),
        "libraries": _libraries(),
    }


@cache
def _sources() -> str:
    """A digest of the sources of the rooms that make rows: an edited rule counts as another pipeline."""
    home = Path(__file__).parent
    files = [home / f"{name}.py" for name in FILES] + [f for room in ROOMS for f in (home / room).rglob("*.py")]
    digest = hashlib.sha256()
    for file in sorted(files):
        if file.exists():
            digest.update(file.relative_to(home).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:12]


@cache
def _libraries() -> str:
    found = []
    for name in LIBRARIES:
        try:
            found.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            continue
    return ", ".join(found)
