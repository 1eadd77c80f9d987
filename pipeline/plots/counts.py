"""What the pictures show, counted from `who_what_whom`; no drawing here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

Row = dict[str, Any]
Pairs = Counter[tuple[str, str]]
SEPARATOR = "; "


def issuer_actor(rows: Iterable[Row]) -> Pairs:
    """(issuer, actor) -> directives; a report of several issuers counts for each."""
    found = {
        (issuer, row["actor"], row["directive_id"])
        for row in rows
        if row["actor"]
        for issuer in _split(row["issuers"]) or ["(no issuer found)"]
    }
    return Counter((issuer, actor) for issuer, actor, _ in found)


def actor_target(rows: Iterable[Row]) -> Pairs:
    """(actor, target) -> directives in which the one is to act upon the other."""
    found = {
        (row["actor"], target, row["directive_id"])
        for row in rows
        if row["actor"]
        for target in _split(row["targets"])
        if target != row["actor"]
    }
    return Counter((actor, target) for actor, target, _ in found)


def report_strength(rows: Iterable[Row]) -> Pairs:
    """(report, strength) -> directives; a report is named by its title, or its file."""
    found = {(row["path"], row["title"] or row["path"], row["strength"], row["directive_id"]) for row in rows}
    # Two reports of one title stay two.
    titles = Counter(title for _, title in {(path, title) for path, title, _, _ in found})
    return Counter(
        (title if titles[title] == 1 else f"{title} ({path})", strength) for path, title, strength, _ in found
    )


def most(pairs: Pairs, side: int, limit: int) -> list[str]:
    """The names on one side of the pairs that are met most, the most first."""
    totals: Counter[str] = Counter()
    for pair, n in pairs.items():
        totals[pair[side]] += n
    return sorted(totals, key=lambda name: (-totals[name], name))[:limit]


def _split(names: str) -> list[str]:
    return [name for name in names.split(SEPARATOR) if name]
