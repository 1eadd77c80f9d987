"""The numbers that Word prints before paragraphs. They stand nowhere in the file: they follow from numbering.xml and the styles."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from pipeline.readers.numbering import counted

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def qualified(name: str) -> str:
    """`w:p` as ElementTree writes it."""
    return _W + name.removeprefix("w:")


@dataclass(frozen=True)
class _Level:
    start: int
    form: str
    text: str
    restarts: bool
    legal: bool
    style: str | None
    overridden: bool = False


@dataclass
class Numbers:
    """Counts the numbered paragraphs of one document in reading order."""

    document: Any
    styles: dict[str, Any]
    _levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    _abstract: dict[str, str] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _started: set[tuple[str, int]] = field(default_factory=set)

    def __post_init__(self) -> None:
        try:
            root = self.document.part.numbering_part.element
        except (KeyError, NotImplementedError, AttributeError):
            return
        abstracts = {a.get(qualified("w:abstractNumId")): a for a in root.findall(qualified("w:abstractNum"))}
        for num in root.findall(qualified("w:num")):
            self._take(num, abstracts)

    def _take(self, num: Any, abstracts: dict[str, Any]) -> None:
        number = str(num.get(qualified("w:numId")))
        abstract = _attribute(num, "w:abstractNumId") or ""
        levels: dict[int, _Level] = {}
        if abstract in abstracts:
            levels = {_ilvl(each): _level(each) for each in abstracts[abstract].findall(qualified("w:lvl"))}
        for override in num.findall(qualified("w:lvlOverride")):
            at = _ilvl(override)
            own = override.find(qualified("w:lvl"))
            if own is not None:
                levels[at] = _level(own)
            start = _attribute(override, "w:startOverride")
            if start is not None and start.isdigit() and at in levels:
                levels[at] = replace(levels[at], start=int(start), overridden=True)
        self._levels[number], self._abstract[number] = levels, abstract

    def label(self, p: Any) -> tuple[str, int | None]:
        """The printed number of the next paragraph, and its depth; ("", None) if it has none."""
        number, at = self._of(p)
        levels = self._levels.get(number or "", {})
        if number is None or at not in levels:
            return "", None
        level = levels[at]
        counts = self._counts.setdefault(self._abstract[number], {})
        if level.overridden and (number, at) not in self._started:
            self._started.add((number, at))
            counts[at] = level.start
        else:
            counts[at] = counts[at] + 1 if at in counts else level.start
        for deeper in [k for k in counts if k > at and (k not in levels or levels[k].restarts)]:
            del counts[deeper]
        return self._printed(level, levels, counts), at

    def _printed(self, level: _Level, levels: dict[int, _Level], counts: dict[int, int]) -> str:
        if level.form == "bullet":
            return "•"
        text = level.text
        for k in range(9):
            if f"%{k + 1}" in text:
                other = levels.get(k)
                value = counts.setdefault(k, other.start if other else 1)
                form = "decimal" if level.legal or other is None else other.form
                text = text.replace(f"%{k + 1}", counted(value, form))
        return text.strip()

    def _of(self, p: Any) -> tuple[str | None, int]:
        """The numbering and the level of a paragraph, its own or its style's."""
        properties = p.find(qualified("w:pPr"))
        number, level = _num_pr(properties)
        style = _attribute(properties, "w:pStyle") if properties is not None else None
        seen: set[str] = set()
        while number is None and style in self.styles and style not in seen:
            seen.add(style)
            element = self.styles[style]
            number, own = _num_pr(element.find(qualified("w:pPr")))
            if number is not None and level is None:
                level = own if own is not None else self._level_of(number, style)
            style = _attribute(element, "w:basedOn")
        return (None, 0) if number in (None, "0") else (number, level or 0)

    def _level_of(self, number: str, style: str) -> int:
        return next((at for at, level in self._levels.get(number, {}).items() if level.style == style), 0)


def _num_pr(properties: Any) -> tuple[str | None, int | None]:
    found = properties.find(qualified("w:numPr")) if properties is not None else None
    if found is None:
        return None, None
    level = _attribute(found, "w:ilvl")
    return _attribute(found, "w:numId"), int(level) if level and level.isdigit() else None


def _ilvl(element: Any) -> int:
    value = element.get(qualified("w:ilvl")) or "0"
    return int(value) if value.isdigit() else 0


def _level(element: Any) -> _Level:
    start = _attribute(element, "w:start")
    return _Level(
        start=int(start) if start and start.isdigit() else 0,
        form=_attribute(element, "w:numFmt") or "decimal",
        text=_attribute(element, "w:lvlText") or "",
        restarts=_attribute(element, "w:lvlRestart") != "0",
        legal=element.find(qualified("w:isLgl")) is not None,
        style=_attribute(element, "w:pStyle"),
    )


def _attribute(element: Any, tag: str) -> str | None:
    found = element.find(qualified(tag))
    value = found.get(qualified("w:val")) if found is not None else None
    return str(value) if value is not None else None
