"""Whom "we" means: those who put the report out, or the country they plainly speak for."""

from __future__ import annotations

import re

from pipeline.document import Document
from pipeline.frames import Annotation
from pipeline.resolve.anaphora import Place
from pipeline.resolve.discourse import Discourse, Entry
from pipeline.resolve.mentions import issuer_ids
from pipeline.resolve.registry import Registry
from pipeline.structure import Outline
from pipeline.tables import Resolution

_NATION = re.compile(
    r"\b[Oo]ur (?:two |own )?(?:country|countries|nation|nations|citizens|people|alliance|national)\b"
    r"|\b[Ww]e (?:the )?[A-Z][a-z]+(?:ns|ese|sh|is)\b"
)
AUTHORS = "the authors"  # where the text says nowhere who puts it out
SHARE = 0.2  # of a report's actors that are countries, from which on its "we" is one too


class We:
    """Decides what the first person plural means in one document."""

    def __init__(
        self, document: Document, outline: Outline, annotation: Annotation, registry: Registry, discourse: Discourse
    ) -> None:
        self._registry, self._discourse = registry, discourse
        self._issuers = tuple(
            dict.fromkeys(i for i in issuer_ids(outline, registry)[: len(outline.front.issuers)] if i)
        )
        self._national = bool(registry.home) and _speaks_for_country(document, annotation, registry)
        self._block = {i: s.block for i, s in enumerate(annotation.sentences)}
        self._last: tuple[int, tuple[str, ...]] | None = None

    def meaning(self, place: Place) -> tuple[tuple[str, ...], Resolution]:
        """The ids that "we" stands for at a place, and whether as the issuer or as the country."""
        home = self._registry.home
        if not self._national or not home:
            return self._issuers or self._registry.identify(AUTHORS), "issuer"
        block = self._block.get(place.sentence, place.sentence)
        if self._last and self._last[0] == block:
            return self._last[1], "anaphor"
        ids = self._with_others(place, home) or (home,)
        self._last = (block, ids)
        return ids, "anaphor"

    def _with_others(self, place: Place, home: str) -> tuple[str, ...]:
        """The countries that the same sentence, or the actors of the one before, name together with the home country."""

        def fits(entry: Entry) -> bool:
            together = len(entry.ids) > 1 and home in entry.ids and all(self._registry.is_country(i) for i in entry.ids)
            return together and (entry.sentence == place.sentence or entry.standing == "actor")

        found = self._discourse.best(place.sentence, place.start, fits, far=1)
        return found.ids if found else ()


def _speaks_for_country(document: Document, annotation: Annotation, registry: Registry) -> bool:
    if _NATION.search(document.text):
        return True
    actors = [registry.identify(document.slice(f.actors[0].span)) for f in annotation.frames if f.actors]
    states = sum(bool(ids) and all(registry.is_country(i) for i in ids) for ids in actors)
    return bool(actors) and states >= SHARE * len(actors)
