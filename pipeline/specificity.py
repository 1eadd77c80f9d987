"""How specific a directive is, 1 to 5, after what coders of the UN's Universal Periodic Review ask of a recommendation.

E. McMahon, *The Universal Periodic Review: a work in progress* (Friedrich-Ebert-Stiftung, 2012), rates the action from minimal
(seek, share) over continuing, considering and general (strengthen, ensure) to specific (adopt, abolish, ratify): a verb that is
none of the first four is taken as concrete. Actor, object, measure and deadline are asked for beside it, and each counts the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from pipeline import lexicon

# A quantity that can be checked: digits, a share, a multiple, a number in words. Years alone set a time, not a measure.
_MEASURE = re.compile(
    r"""(?<![\w.])(?!(?:19|20)\d\d(?!\d|[.,]\d))\d[\d.,]*|[%€£$¥]
    |\b(?:percent|per\ cent|half|halve|third|quarter|double|triple|twice|dozen|hundred|thousand|million|billion|trillion
    |two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|annual(?:ly)?|yearly|monthly|weekly
    |quarterly|daily|hourly)\b""",
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class VagueVerb:
    """A verb of action that commits to nothing in particular, and which of the four vague kinds it is."""

    verb: str
    action: Literal["minimal", "continuing", "considering", "general"]


@cache
def _vague() -> frozenset[str]:
    return frozenset(row.verb for row in lexicon.rows("vague_verbs.csv", VagueVerb))


def score(*, action: str, verb: str, object_: str | None, deadline: str | None, has_actor: bool) -> int:
    """How many of the five are said, at least 1.

    Args:
        action: the verb phrase.
        verb: lemma of its head.
        object_: text of the direct object.
        deadline: the phrase that sets the time; it may stand inside the action.
    """
    without_time = action.replace(deadline, " ") if deadline else action
    said = (
        has_actor,
        verb.casefold() not in _vague(),
        bool(object_),
        bool(_MEASURE.search(without_time)),
        bool(deadline),
    )
    return max(1, sum(said))
