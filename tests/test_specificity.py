"""How specific directives are, on sentences of our own."""

from __future__ import annotations

import pytest

from pipeline.specificity import score


@pytest.mark.parametrize(
    ("action", "verb", "object_", "deadline", "has_actor", "expected"),
    [
        ("be strengthened", "strengthen", None, None, False, 1),
        ("continue to cooperate", "continue", None, None, True, 1),
        ("consider the matter", "consider", "the matter", None, True, 2),
        ("adopt a law", "adopt", "a law", None, True, 3),
        ("adopt a law by 2030", "adopt", "a law", "by 2030", True, 4),
        ("plant two million trees by 2030", "plant", "two million trees", "by 2030", True, 5),
        ("plant 500 trees by 2030", "plant", "500 trees", "by 2030", True, 5),
        ("raise the share to 40%", "raise", "the share", None, True, 4),
        ("publish the data annually", "publish", "the data", None, True, 4),
        ("repeal the 2019 act", "repeal", "the 2019 act", None, True, 3),
        ("Strengthen checks", "Strengthen", "checks", None, False, 1),
    ],
)  # fmt: skip
def test_score(
    action: str, verb: str, object_: str | None, deadline: str | None, has_actor: bool, expected: int
) -> None:
    assert score(action=action, verb=verb, object_=object_, deadline=deadline, has_actor=has_actor) == expected
