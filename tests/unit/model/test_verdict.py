"""The verdict follows from the parts of a report and from nothing else: the rule of the contract, case by case."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tfdocs.model.comparison import (
    Certainty,
    CheckReport,
    Coverage,
    Difference,
    Evidence,
    Kind,
    Materiality,
    PageEntry,
    PageStatus,
    PdfInfo,
    PdfSide,
    SealEntry,
    Verdict,
    WordInfo,
    WordSide,
)
from tfdocs.model.document import Finding
from tfdocs.model.fault import Severity
from tfdocs.model.page import SealShape, Source

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "resources" / "schema" / "check.schema.json").read_text(encoding="utf-8")
)
WHOLE = Coverage(word_characters=100, verified=100, missing=0, unreadable=0, pdf_characters=100)


def difference(
    kind: Kind = Kind.REPLACED,
    certainty: Certainty = Certainty.CERTAIN,
    materiality: Materiality = Materiality.NUMBER,
) -> Difference:
    return Difference(
        id="d1",
        kind=kind,
        certainty=certainty,
        materiality=materiality,
        word=WordSide(text="20", before="经费额度", after="万元", paragraph=31),
        pdf=PdfSide(text="28", before="经费额度", after="万元", page=4, boxes=[[1.0, 2.0, 3.0, 4.0]]),
        evidence=Evidence(rule="likelihood", score=15.7),
    )


def page(status: PageStatus = PageStatus.MATCHED, number: int = 1) -> PageEntry:
    return PageEntry(number=number, source=Source.OCR, status=status, rotation=0, dpi=200.0, characters=611)


def report(**parts: Any) -> CheckReport:
    given: dict[str, Any] = {
        "word": WordInfo(name="申报书.docx", sha256="0" * 64, characters=100),
        "pdf": PdfInfo(name="扫描件.pdf", sha256="f" * 64, pages=1),
        "differences": [],
        "pages": [page()],
        "coverage": WHOLE,
        "seals": [],
        "findings": [],
    }
    return CheckReport(**(given | parts))


def finding(severity: Severity) -> Finding:
    return Finding(code="hidden-text", severity=severity, message="有隐藏文字", where="第 3 段")


def test_a_report_without_anything_is_consistent() -> None:
    assert report().verdict is Verdict.CONSISTENT


@pytest.mark.parametrize("materiality", [m for m in Materiality if m is not Materiality.PUNCTUATION])
@pytest.mark.parametrize("kind", [k for k in Kind if k is not Kind.FILLED_IN])
def test_one_certain_material_difference_is_enough(kind: Kind, materiality: Materiality) -> None:
    assert report(differences=[difference(kind, Certainty.CERTAIN, materiality)]).verdict is Verdict.INCONSISTENT


@pytest.mark.parametrize(
    ("kind", "certainty", "materiality", "verdict"),
    [
        (Kind.REPLACED, Certainty.UNCERTAIN, Materiality.AMOUNT, Verdict.UNDETERMINED),
        (Kind.REPLACED, Certainty.UNCERTAIN, Materiality.PUNCTUATION, Verdict.UNDETERMINED),
        (Kind.REPLACED, Certainty.CERTAIN, Materiality.PUNCTUATION, Verdict.UNDETERMINED),
        (Kind.FILLED_IN, Certainty.CERTAIN, Materiality.DATE, Verdict.CONSISTENT),
        (Kind.FILLED_IN, Certainty.CERTAIN, Materiality.PUNCTUATION, Verdict.CONSISTENT),
        (Kind.FILLED_IN, Certainty.UNCERTAIN, Materiality.DATE, Verdict.UNDETERMINED),
    ],
)
def test_what_alone_does_not_make_it_inconsistent(
    kind: Kind, certainty: Certainty, materiality: Materiality, verdict: Verdict
) -> None:
    assert report(differences=[difference(kind, certainty, materiality)]).verdict is verdict


@pytest.mark.parametrize(
    "coverage",
    [
        Coverage(word_characters=100, verified=99, missing=1, unreadable=0),
        Coverage(word_characters=100, verified=99, missing=0, unreadable=1),
        Coverage(word_characters=100, verified=99, missing=0, unreadable=0, different=1),
        Coverage(word_characters=100, verified=100, missing=0, unreadable=0, pdf_characters=101, pdf_unverified=1),
    ],
)
def test_no_consistent_while_one_character_of_either_side_is_unverified(coverage: Coverage) -> None:
    assert report(coverage=coverage).verdict is Verdict.UNDETERMINED


@pytest.mark.parametrize(
    ("status", "allowed", "verdict"),
    [
        (PageStatus.MATCHED, False, Verdict.CONSISTENT),
        (PageStatus.BLANK, False, Verdict.CONSISTENT),
        (PageStatus.FAILED, False, Verdict.UNDETERMINED),
        (PageStatus.FAILED, True, Verdict.UNDETERMINED),
        (PageStatus.EXTRA, False, Verdict.UNDETERMINED),
        (PageStatus.EXTRA, True, Verdict.CONSISTENT),
    ],
)
def test_failed_pages_and_extra_ones_need_a_person(status: PageStatus, allowed: bool, verdict: Verdict) -> None:
    pages = [page(), page(status, 2)]
    assert report(pages=pages, allow_attachments=allowed).verdict is verdict


@pytest.mark.parametrize(
    ("severity", "verdict"),
    [
        (Severity.INFO, Verdict.CONSISTENT),
        (Severity.WARNING, Verdict.CONSISTENT),
        (Severity.ERROR, Verdict.UNDETERMINED),
    ],
)
def test_a_finding_counts_when_it_is_an_error(severity: Severity, verdict: Verdict) -> None:
    assert report(findings=[finding(severity)]).verdict is verdict


def test_what_was_weighed_and_set_aside_does_not_count() -> None:
    assert report(suppressed=[difference()]).verdict is Verdict.CONSISTENT


def test_nobody_sets_the_verdict() -> None:
    with pytest.raises(ValidationError):
        report(verdict=Verdict.CONSISTENT)


def test_verdicts_have_the_exit_codes_of_the_contract() -> None:
    assert [v.exit_code for v in Verdict] == [0, 10, 11]


_DIFFERENCES = st.lists(
    st.builds(difference, st.sampled_from(Kind), st.sampled_from(Certainty), st.sampled_from(Materiality)), max_size=4
)
_REPORTS = st.builds(
    report,
    differences=_DIFFERENCES,
    pages=st.lists(st.builds(page, st.sampled_from(PageStatus)), max_size=4),
    coverage=st.builds(
        lambda total, missing, unreadable, loose: Coverage(
            word_characters=total + missing + unreadable,
            verified=total,
            missing=missing,
            unreadable=unreadable,
            pdf_unverified=loose,
        ),
        st.integers(0, 50),
        st.integers(0, 1),
        st.integers(0, 1),
        st.integers(0, 1),
    ),
    findings=st.lists(st.builds(finding, st.sampled_from(Severity)), max_size=2),
    allow_attachments=st.booleans(),
)


def _rule(r: CheckReport) -> Verdict:
    """The contract's sentence once more, written without looking at the code."""
    for d in r.differences:
        if d.certainty == "certain" and d.materiality != "punctuation" and d.kind != "filled_in":
            return Verdict.INCONSISTENT
    person = [d for d in r.differences if d.certainty == "uncertain" or d.kind != "filled_in"]
    unverified = r.coverage.word_characters - r.coverage.verified + r.coverage.unreadable + r.coverage.pdf_unverified
    pages = [p for p in r.pages if p.status == "failed" or (p.status == "extra" and not r.allow_attachments)]
    errors = [f for f in r.findings if f.severity == "error"]
    return Verdict.UNDETERMINED if person or unverified or pages or errors else Verdict.CONSISTENT


@given(_REPORTS)
def test_the_verdict_is_the_rule_of_the_contract(r: CheckReport) -> None:
    assert r.verdict is _rule(r)


@given(_REPORTS, _DIFFERENCES)
def test_more_differences_never_make_it_better(r: CheckReport, more: list[Difference]) -> None:
    order = [Verdict.CONSISTENT, Verdict.UNDETERMINED, Verdict.INCONSISTENT]
    worse = CheckReport(**(dict(r) | {"differences": [*r.differences, *more]}))
    assert order.index(worse.verdict) >= order.index(r.verdict)


@given(_REPORTS)
def test_the_json_form_keeps_to_the_schema_and_says_the_same_verdict(r: CheckReport) -> None:
    said = json.loads(r.model_dump_json(by_alias=True))
    jsonschema.validate(said, SCHEMA)
    assert said["verdict"] == r.verdict.value


def test_a_place_on_one_side_only_is_null_on_the_other() -> None:
    added = Difference(**(dict(difference(Kind.ADDED)) | {"word": None}))
    seal = SealEntry(page=1, box=[1.0, 2.0, 3.0, 4.0], shape=SealShape.CIRCLE, text=None)
    said = report(differences=[added], seals=[seal]).model_dump(mode="json", by_alias=True)
    jsonschema.validate(said, SCHEMA)
    assert said["differences"][0]["word"] is None


def test_context_is_at_most_ten_characters() -> None:
    with pytest.raises(ValidationError):
        WordSide(text="", before="一二三四五六七八九十一", after="", paragraph=0)


def test_a_report_cannot_be_changed_once_made() -> None:
    with pytest.raises(ValidationError):
        report().coverage = WHOLE  # type: ignore[misc]


def test_materiality_is_ranked_from_amount_to_punctuation() -> None:
    assert [m.rank for m in Materiality] == list(range(7))
    assert Materiality.AMOUNT.rank < Materiality.NUMBER.rank < Materiality.TEXT.rank < Materiality.PUNCTUATION.rank
