"""Every rule of the grammar stands for itself: its example gives what it says."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tfdocs.commitments import comparators, periods, traps, units, verbs
from tfdocs.commitments.rules import Rule
from tfdocs.model.commitment import CommitmentReport

TABLES: dict[str, tuple[Rule, ...]] = {
    "units": units.UNITS,
    "before": comparators.BEFORE,
    "after": comparators.AFTER,
    "adverbs": comparators.ADVERBS,
    "changes": comparators.CHANGES,
    "per": periods.BEFORE_NUMBER + periods.AFTER_NUMBER,
    "past": periods.PAST_PERIODS,
    "verbs": verbs.VERBS,
    "cues": verbs.CUES,
    "traps": traps.TRAPS,
    "headings": traps.HEADINGS,
}


@pytest.mark.parametrize(
    "rule", [pytest.param(r, id=f"{name}:{r.example[:14]}") for name, table in TABLES.items() for r in table]
)
def test_example(rule: Rule, gives: Callable[..., str]) -> None:
    assert gives(rule.example) == rule.gives


@pytest.mark.parametrize("verb", sorted({v for r in verbs.VERBS for v in verbs.words(r) if len(v) > 1 and v.isalpha()}))
def test_every_verb_is_an_action(verb: str, read: Callable[..., CommitmentReport]) -> None:
    """Whatever it is, a verb of the tables before a thing that is counted is its action."""
    report = read(f"{verb}优秀样品3件。")
    assert [(i.action, i.object) for i in report.commitments] == [(verb, "优秀样品")]
