"""No code knows the shipped programme: a quite different one is loaded with all it says, and the name is nowhere."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import tfdocs
from tfdocs.commitments import extract
from tfdocs.programme import load
from tfdocs.read.plain import read_text


def test_second_programme_in_full(museum: Path) -> None:
    """Other categories, money, periods, comparators and kinds of indicators."""
    programme = load(museum)
    assert [(c.id, c.quota, c.grant, c.start, c.end) for c in programme.categories] == [
        ("imaging", 8, Decimal(355000), date(2025, 3, 1), date(2026, 2, 28)),
        ("exhibition", 2, Decimal(1280000), date(2025, 3, 1), date(2025, 11, 30)),
    ]
    assert [(i.id, i.kind.value, i.required) for c in programme.categories for i in c.indicators][1:] == [
        ("imaging.model-quality", "rate", ">=98.5%"),
        ("imaging.texture-error", "rate", "<=0.5%"),
        ("imaging.deliveries", "quantity", ">=2批/月"),
        ("imaging.days-out", "duration", "<=3天"),
        ("imaging.own-money", "money", ">=120000元"),
        ("exhibition.halls", "quantity", ">=3个"),
        ("exhibition.visits", "quantity", ">=1200000人次/年"),
        ("exhibition.satisfaction", "rate", ">=95%"),
        ("exhibition.warranty", "duration", ">=24月"),
        ("exhibition.video-rank", "rank", "<=3名"),
        ("exhibition.guides", "quantity", ">15人"),
    ]
    models = programme.category("文物三维采集").indicators[0]
    assert (models.comparator.value, models.value, models.value_max) == ("between", 60, 80)
    assert programme.exclusions[0].id == "double-funding"
    assert programme.priorities[0].categories == ("imaging", "exhibition")
    assert programme.hand_in[0].copies == 5


@pytest.mark.parametrize("category", ["imaging", "exhibition"])
def test_its_guide_is_understood_like_any_other(museum: Path, category: str) -> None:
    """Every demand of its guide is found in the guide's text and linked to its indicator."""
    programme = load(museum)
    wanted = programme.category(category)
    report = extract(read_text(museum / "guide.txt"), programme=programme, category=wanted)
    assert report.missing == []
    linked = {c.requirement.id for c in report.commitments if c.requirement is not None}
    assert linked == {i.id for i in wanted.indicators}


def test_no_code_names_a_programme() -> None:
    """Next year's guide is a new folder and no new code."""
    folder = Path(tfdocs.__file__).parent
    data = {folder / "templates", folder / "samples"}  # installed beside the code, and no code: they are the programme
    files = sorted(p for p in folder.rglob("*.py") if not data.intersection(p.parents))
    assert len(files) > 20
    named = [p.name for p in files if re.search("天府|四川|川渝|科技云", p.read_text(encoding="utf-8"))]
    assert named == []
