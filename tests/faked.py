"""A stand-in for `extract`: rows made from lines such as `Japan should act.`, and lines that make trouble on purpose."""

from __future__ import annotations

import os
import re
import signal
import time
from pathlib import Path
from typing import Any

from pipeline import ids
from pipeline.engine.worker import Work
from pipeline.errors import ReadError
from pipeline.manifest import Job
from pipeline.rows import Rows
from pipeline.settings import Settings
from pipeline.tables import (
    DirectiveParties,
    Directives,
    Documents,
    Entities,
    Failures,
    Mentions,
    Modals,
    Sentences,
    WhoWhatWhom,
)

PREPARE = "faked:prepare"
_LINE = re.compile(r"(?P<actor>.+?) (?P<modal>should|must) (?P<action>(?P<verb>\w+).*?)(?: with (?P<partner>.+?))?\.")


def prepare(settings: Settings) -> Work:
    """A worker's function; nothing has to be loaded for it."""
    del settings
    return work


def work(job: Job) -> Rows:
    """The rows of one report."""
    text = Path(job.path).read_text(encoding="utf-8")
    for line in text.splitlines():
        _trouble(line, job)
    made = _Made(job, text)
    if "BADROWS" in text:
        made.tables["modals"] = [*made.tables["modals"], *made.tables["modals"]]
    return Rows({name: tuple(rows) for name, rows in made.tables.items()})


def _trouble(line: str, job: Job) -> None:
    match line.split():
        case ["BROKEN", *_]:
            raise ReadError("damaged", "It is cut off. Ask for it again.")
        case ["CRASH", *_]:
            raise ValueError("a defect")
        case ["HUNGRY", *_]:
            raise MemoryError
        case ["DIE", *_]:
            os.kill(os.getpid(), signal.SIGKILL)
        case ["DIE-ONCE", mark]:
            if not Path(mark).exists():
                Path(mark).touch()
                os.kill(os.getpid(), signal.SIGKILL)
        case ["SLEEP", seconds]:
            time.sleep(float(seconds))
        case ["GROW", megabytes]:
            _grown.append(bytearray(os.urandom(1 << 10) * (int(megabytes) << 10)))
        case ["TOUCH", mark]:
            with Path(mark).open("a") as file:
                file.write(f"{job.name}\n")
        case ["REWRITE", *_]:
            Path(job.path).write_text("Another should text.", encoding="utf-8")


_grown: list[bytearray] = []


class _Made:
    def __init__(self, job: Job, text: str) -> None:
        self.job, self.text = job, text
        self.document = ids.document_id(job.origin)
        self.mint = ids.Minter(self.document).mint
        self.entities: dict[str, Entities] = {}
        names = ("sentences", "modals", "directives", "directive_parties", "mentions", "who_what_whom", "failures")
        self.tables: dict[str, list[Any]] = {name: [] for name in names}
        for found in _LINE.finditer(text):
            self._directive(found)
        if "WARN" in text:
            self._warn()
        self.tables["documents"] = [self._about()]
        self.tables["entities"] = list(self.entities.values())

    def _about(self) -> Documents:
        said = self.job.sidecar
        return Documents(
            document_id=self.document,
            path=self.job.origin,
            sha256=self.job.sha256,
            media_type="text/plain",
            title=said.title if said else None,
            title_from="sidecar" if said else None,
            published=None,
            published_from=None,
            language="en",
            doc_type="report",
            page_count=None,
            word_count=len(self.text.split()),
            text=self.text,
            extractor="faked 1",
            ocr=False,
            is_stale=False,
            duplicate_of=None,
            ingested_at=self.job.seen,
        )

    def _entity(self, name: str) -> str:
        key = ids.slug(name)
        self.entities.setdefault(key, Entities(entity_id=key, name=name, kind="body", country=None, parent_id=None))
        return key

    def _directive(self, found: re.Match[str]) -> None:
        a, b = found.span()
        sentence = self.mint("s", found[0])
        modal, directive = self.mint("m", found[0]), self.mint("v", found[0])
        common: dict[str, Any] = {"document_id": self.document}
        self.tables["sentences"].append(
            Sentences(
                sentence_id=sentence,
                section_id=None,
                recommendation_id=None,
                block_kind="paragraph",
                start=a,
                end=b,
                text=found[0],
                page=None,
                **common,
            )
        )
        common["sentence_id"] = sentence
        self.tables["modals"].append(
            Modals(
                modal_id=modal,
                start=found.start("modal"),
                end=found.end("modal"),
                text=found["modal"],
                lemma=found["modal"],
                form="modal",
                klass="obligation",
                negated=False,
                strength="should" if found["modal"] == "should" else "must",
                is_directive=True,
                no_directive_reason=None,
                **common,
            )
        )
        strength: Any = found["modal"]
        shared: dict[str, Any] = {
            "directive_id": directive,
            "recommendation_id": None,
            "modal_id": modal,
            "strength": strength,
            "negated": False,
            "action": found["action"],
            "action_verb": found["verb"],
            "object": None,
            "condition": None,
            "deadline": None,
            "source": "issuer",
            "confidence": 0.5,
        }
        a2, b2 = found.span("action")
        self.tables["directives"].append(
            Directives(
                voice="active",
                action_start=a2,
                action_end=b2,
                deadline_date=None,
                no_actor_reason=None,
                specificity=3,
                **common,
                **shared,
            )
        )
        actor = self._party(directive, sentence, "actor", found)
        partner = self._party(directive, sentence, "partner", found) if found["partner"] else ""
        self.tables["who_what_whom"].append(
            WhoWhatWhom(
                document_id=self.document,
                path=self.job.origin,
                title=self.job.sidecar.title if self.job.sidecar else None,
                published=None,
                issuers="",
                number=None,
                heading=None,
                section=None,
                actor_position=0,
                actor_id=ids.slug(actor),
                actor=self.entities[ids.slug(actor)].name,
                resolution="explicit",
                modal=found["modal"],
                klass="obligation",
                targets="",
                partners=self.entities[ids.slug(partner)].name if partner else "",
                sentence=found[0],
                page=None,
                start=a,
                end=b,
                **shared,
            )
        )

    def _party(self, directive: str, sentence: str, role: Any, found: re.Match[str]) -> str:
        text: str = found[role]
        mention = self.mint("n", found[0], role)
        entity = self._entity(text)
        self.tables["mentions"].append(
            Mentions(
                mention_id=mention,
                document_id=self.document,
                sentence_id=sentence,
                start=found.start(role),
                end=found.end(role),
                text=text,
                label="ORG",
                entity_id=entity,
            )
        )
        self.tables["directive_parties"].append(
            DirectiveParties(
                directive_id=directive,
                role=role,
                position=0,
                entity_id=entity,
                mention_id=mention,
                text=text,
                resolution="explicit",
            )
        )
        return text

    def _warn(self) -> None:
        for _ in range(2):
            self.tables["failures"].append(
                Failures(
                    path=self.job.origin,
                    sha256=self.job.sha256,
                    stage="read",
                    page=2,
                    severity="warning",
                    code="needs_ocr",
                    message="Page 2 is a picture.",
                    failed_at=self.job.seen,
                )
            )
