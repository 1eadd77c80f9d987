"""ONE document, top to bottom: from a file in raw/ to its rows. The page to read first.

No disk but the input file, no global, no Prefect: the command line, the flow, notebooks, tests and a cluster's workers all
call `extract`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import assemble, language, lexicon, outline, resolve
from pipeline.document import Source, join
from pipeline.errors import Problem
from pipeline.frames import Annotation
from pipeline.parties import Resolved
from pipeline.rows import Rows

if TYPE_CHECKING:
    from spacy.language import Language

    from pipeline.sidecar import Sidecar

Reader = Callable[[Path], Source]

# Below this many words a report without advice is nothing to be warned about.
WORTH_A_WARNING = 300


def extract(
    path: Path,
    *,
    name: str,
    sha256: str,
    ingested_at: dt.datetime,
    read: Reader,
    nlp: Language,
    sidecar: Sidecar | None = None,
) -> Rows:
    """All rows that one report gives.

    Args:
        path: the file.
        name: its path relative to raw/, with forward slashes.
        sha256: of its bytes.
        ingested_at: when this content was first read.
        read: the reader: in-process, or in a child that can be killed.
        nlp: the English pipeline.
        sidecar: what the person who added the file says of it.

    Raises:
        ReadError: nothing can be taken from the file.
    """
    source = read(path)
    document = join(source)
    structure = outline.segment(document, sidecar)
    words = lexicon.load()
    problems = list(source.problems)
    if structure.front.language in (None, "en"):
        annotation = language.annotate(nlp, document, structure, words)
        resolved = resolve.resolve(document, structure, annotation, words)
    else:
        annotation, resolved = Annotation(), Resolved()
        problems.append(_foreign(structure.front.language))
    if not problems and not structure.recommendations and not resolved.directives:
        problems.extend(_nothing_found(document.text))
    about = assemble.About(name=name, sha256=sha256, ingested_at=ingested_at)
    return assemble.rows(about, document, structure, annotation, resolved, problems)


def _foreign(found: str | None) -> Problem:
    return Problem(
        stage="language",
        code="not_english",
        message=f"The text looks like '{found}', not English: its text and structure are kept, no directives are taken. "
        'If it is English, say so beside it in "<file name>.toml": language = "en".',
    )


def _nothing_found(text: str) -> list[Problem]:
    words = len(text.split())
    if words <= WORTH_A_WARNING:
        return []
    return [
        Problem(
            stage="resolve",
            code="nothing_found",
            message=f"{words} words, but neither a recommendation nor a directive was found. Look at the text with "
            "`pipeline show`: if it reads badly, the file's text layer is at fault; if it reads well, the report may give no advice.",
        )
    ]
