"""Every rule of the grammar stands for itself: its example gives what it says."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from importlib import import_module

import pytest

import tfdocs.commitments
from tfdocs.commitments import comparators, heads, periods, signs, traps, units, verbs
from tfdocs.commitments.rules import HeadingRule, HeadRule, Rule
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
    "signs": signs.SIGNS,
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


@pytest.mark.parametrize("rule", [pytest.param(r, id=r.example) for r in heads.HEADS])
def test_head(rule: HeadRule) -> None:
    """A column's head says what it is for, by the first rule that knows it."""
    assert heads.role_of(rule.example) == rule.means


@pytest.mark.parametrize("rule", [pytest.param(r, id=r.example) for r in signs.HEADING_WORDS])
def test_heading(rule: HeadingRule) -> None:
    """A heading says whether what stands under it is promised or done."""
    assert signs.heading_lean(rule.example, None) == rule.lean


def test_no_rule_goes_without_its_example() -> None:
    """Every table of rules in the package is among those that are held to their examples."""
    held = {id(r) for table in (*TABLES.values(), heads.HEADS, signs.HEADING_WORDS) for r in table}
    for module in pkgutil.iter_modules(tfdocs.commitments.__path__):
        for value in vars(import_module(f"tfdocs.commitments.{module.name}")).values():
            rules = value if isinstance(value, tuple) else (value,)
            assert all(id(r) in held for r in rules if isinstance(r, (Rule, HeadRule, HeadingRule))), module.name
