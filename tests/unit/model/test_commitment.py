"""The stored form of what was promised: numbers as text, as the contract's schema has them."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tfdocs.model.commitment import (
    Answer,
    Commitment,
    CommitmentKind,
    CommitmentReport,
    Comparator,
    Conflict,
    Grounding,
    MissingRequirement,
    Modality,
    SourceInfo,
    Status,
)

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "resources" / "schema" / "commitments.schema.json").read_text(encoding="utf-8")
)


def _commitment(value: Decimal | str, kind: CommitmentKind = CommitmentKind.QUANTITY) -> Commitment:
    return Commitment(
        id="c1",
        modality=Modality.PROMISE,
        kind=kind,
        action="推荐",
        object="原创科普作品",
        comparator=Comparator.AT_LEAST,
        value=value,
        unit="篇",
        evidence=Grounding(text="推荐原创科普作品不少于20篇（条）", start=1204, end=1221, paragraph=17),
        requirement=Answer(id="society.popular-works", required=">=20篇", status=Status.MET),
    )


def _stored(value: Decimal | str) -> str:
    said = _commitment(value).model_dump(mode="json", by_alias=True)["value"]
    assert isinstance(said, str)
    return said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (Decimal("20"), "20"),
        (Decimal("200000"), "200000"),
        (Decimal("2E+5"), "200000"),
        (Decimal("2.50"), "2.5"),
        (Decimal("100"), "100"),
        (Decimal("0.0"), "0"),
        ("2023-12-31", "2023-12-31"),
    ],
)
def test_values_are_plain_text(value: Decimal | str, said: str) -> None:
    """No exponent and no trailing zeros: other programs compare them as they are."""
    assert _stored(value) == said


@given(st.decimals(min_value=0, max_value=10**12, allow_nan=False, allow_infinity=False, places=4))
def test_the_text_of_a_value_is_its_number(value: Decimal) -> None:
    assert Decimal(_stored(value)) == value
    assert "E" not in _stored(value)


@given(st.decimals(min_value=0, max_value=10**9, allow_nan=False, allow_infinity=False, places=2))
def test_a_report_keeps_to_the_schema(value: Decimal) -> None:
    report = CommitmentReport(
        source=SourceInfo(name="申报书.docx", sha256="0" * 64, kind="docx"),
        commitments=[_commitment(value)],
        missing=[MissingRequirement(requirement="society.papers", required=">=10篇")],
        conflicts=[Conflict(commitments=["c1", "c2"], message="同一指标两处数值不同")],
    )
    said = json.loads(report.model_dump_json(by_alias=True))
    jsonschema.validate(said, SCHEMA)
    assert said["schema"] == "tfdocs.commitments/1"


def test_evidence_is_never_empty() -> None:
    with pytest.raises(ValidationError):
        Grounding(text="", start=0, end=0)


def test_a_conflict_has_two_sides() -> None:
    with pytest.raises(ValidationError):
        Conflict(commitments=["c1"], message="")
