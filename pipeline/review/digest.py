"""What the overview needs of each report, gathered while the reports' pages are written."""

from __future__ import annotations

import statistics
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from pipeline.review.gather import Report

# Directives that the overview lists for searching; a page with more would be slow to open.
MOST_ROWS = 20_000
ACTION = 160
# A recommendation: number of its report, its id, its text.
Said = tuple[int, str, str]


@dataclass(slots=True)
class Digest:
    """Counts and short rows of all reports so far.

    Attributes:
        reports: one entry for each report, in order.
        asked: (actor, strength, advised against) -> directives.
        issued: (issuer, actor) -> directives.
        rows: report number, actors, strength, advised against, action, directive_id, confidence.
        left_out: directives that are not in `rows` because there were too many.
        groups: group_id -> its recommendations: report number, recommendation_id, text.
        addressed: those groups that ask somebody who is named.
        opposites: pairs of them, each pair once, with the score.
        loose: (class, why there is no directive) -> cues of a directive class without a directive.
    """

    reports: list[dict[str, Any]] = field(default_factory=list)
    asked: Counter[tuple[str, str, bool]] = field(default_factory=Counter)
    rows: list[list[Any]] = field(default_factory=list)
    left_out: int = 0
    groups: dict[str, list[Said]] = field(default_factory=dict)
    addressed: set[str] = field(default_factory=set)
    opposites: dict[tuple[str, str], tuple[float, list[Said]]] = field(default_factory=dict)
    loose: Counter[tuple[str, str]] = field(default_factory=Counter)
    examples: dict[tuple[str, str], list[tuple[int, str, str]]] = field(default_factory=dict)

    def add(self, report: Report, file: str) -> None:
        """Take a report in; `file` is its page's name."""
        directives = report.tables["directives"]
        number = len(self.reports)
        self.reports.append(
            {
                "file": file,
                "title": report.title,
                "path": report.document["path"],
                "issuers": "; ".join(report.issuers),
                "published": report.document["published"],
                "recommendations": sum(r["kind"] != "prose" for r in report.tables["recommendations"]),
                "strengths": Counter(d["strength"] for d in directives),
                "confidence": statistics.median(d["confidence"] for d in directives) if directives else None,
                "warnings": len(report.failures),
            }
        )
        for d in directives:
            actors = report.party_names(d["directive_id"], "actor")
            for actor in dict.fromkeys(actors):
                self.asked[actor, d["strength"], d["negated"]] += 1
            if len(self.rows) >= MOST_ROWS:
                self.left_out += 1
                continue
            self.rows.append(
                [
                    number,
                    actors,
                    d["strength"],
                    int(d["negated"]),
                    _short(d["action"]),
                    d["directive_id"],
                    d["confidence"],
                ]
            )
        self._links(report, number)
        self._loose(report, number)

    def _links(self, report: Report, number: int) -> None:
        for item in report.tables["recommendations"]:
            links = report.links.get(item["recommendation_id"], [])
            said = (number, item["recommendation_id"], _short(" ".join(item["text"].split())))
            for group in {link["group_id"] for link in links if link["group_id"]}:
                self.groups.setdefault(group, []).append(said)
                self.addressed |= {group for link in links if link["actors"]}
            for link in links:
                if link["link"] == "contradicts":
                    pair = min(said[1], link["other_id"]), max(said[1], link["other_id"])
                    self.opposites.setdefault(pair, (link["score"], []))[1].append(said)

    def _loose(self, report: Report, number: int) -> None:
        for m in report.tables["modals"]:
            if not m["is_directive"]:
                key = (m["class"], m["no_directive_reason"] or "")
                self.loose[key] += 1
                found = self.examples.setdefault(key, [])
                if len(found) < 3:
                    found.append((number, m["modal_id"], m["text"]))


def _short(text: str) -> str:
    return text if len(text) <= ACTION else text[:ACTION] + "…"
