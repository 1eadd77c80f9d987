"""What the rows of a report depend on besides the report: pipeline, model, lexicon, contract and the libraries that read."""

from __future__ import annotations

import hashlib
import importlib.metadata
from functools import cache
from pathlib import Path

from pipeline import __version__
from pipeline.settings import Settings
from pipeline.tables import CONTRACT_VERSION

# What a file's text depends on, and what its rows depend on besides; all else (engine, publishing, command line) can change
# without any report being looked at again.
READING = ("readers", "document", "labels", "errors")
ROOMS = (
    "outline", "language", "resolve",
    "structure", "frames", "ids", "parties", "tables", "rows", "sidecar", "specificity", "assemble", "extract",
)  # fmt: skip
LIBRARIES = ("spacy", "pypdfium2", "pdfplumber", "python-docx", "selectolax", "markdown-it-py", "charset-normalizer")


def current(settings: Settings) -> dict[str, str]:
    """Name -> version of everything that the rows depend on; spaCy is not imported for it.

    `reader` and `ocr` are all that the text of a file depends on.
    """
    from pipeline import lexicon
    from pipeline.language import model
    from pipeline.readers import ocr

    return {
        "pipeline": f"{__version__} {_sources(ROOMS)}",
        "contract": CONTRACT_VERSION,
        "reader": hashlib.sha256(f"{_sources(READING)} {_libraries()}".encode()).hexdigest()[:12],
        "ocr": "tesseract" if ocr.available() else "none",
        "model": model.version(settings.model),
        "lexicon": lexicon.version(),
        "libraries": _libraries(),
    }


@cache
def _sources(rooms: tuple[str, ...]) -> str:
    """A digest of the sources of some rooms: an edited rule counts as another pipeline."""
    home = Path(__file__).parent
    files = [file for room in rooms for file in (home / f"{room}.py", *(home / room).rglob("*.py"))]
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
