"""Groups of which every two members are linked, so that no chain of small steps joins what has nothing in common."""

from __future__ import annotations

from collections.abc import Mapping


def grouped(scores: Mapping[tuple[int, int], float]) -> dict[int, int]:
    """Member -> the smallest member of its group, by complete linkage (Sørensen 1948), the surest links first.

    Args:
        scores: pairs and how sure their link is; a pair of a member with itself only says that it has a group.
    """
    linked = {frozenset(pair) for pair in scores}
    groups: dict[int, set[int]] = {}
    for one, two in sorted(scores, key=lambda pair: (-scores[pair], pair)):
        first, second = groups.setdefault(one, {one}), groups.setdefault(two, {two})
        if first is not second and all(frozenset((a, b)) in linked for a in first for b in second):
            first |= second
            for member in second:
                groups[member] = first
    return {member: min(together) for member, together in groups.items() if len(together) > 1 or {member} in linked}
