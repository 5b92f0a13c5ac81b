"""What a report says in words: the same numbers in every file, headlines at the top, a guide to reading it."""

from __future__ import annotations

from tfdocs.model.comparison import Certainty, Checked, Kind, Materiality, PageStatus, Touched, Verdict
from tfdocs.model.document import Finding
from tfdocs.model.fault import Severity
from tfdocs.model.page import SealShape, Source
from tfdocs.read.word.context import RevisionView
from tfdocs.report import conclusion, vocabulary
from tfdocs.report.terminal import summary


def with_findings(checked: Checked, *findings: Finding) -> Checked:
    return Checked(
        checked.report.model_copy(update={"findings": list(findings)}), checked.word, checked.pages, checked.pdf_path
    )


def finding(code: str, message: str, where: str | None = None, severity: Severity = Severity.WARNING) -> Finding:
    return Finding(code=code, severity=severity, message=message, where=where)


def test_every_difference_has_one_number_and_what_was_set_aside_comes_last(checked: Checked) -> None:
    report = checked.report
    numbered = conclusion.numbered(report)
    assert [n for n, _ in numbered] == list(range(1, len(report.differences) + len(report.suppressed) + 1))
    assert {d.id for _, d in numbered} == {d.id for d in [*report.differences, *report.suppressed]}
    kinds = [d.kind is Kind.FILLED_IN for _, d in numbered[: len(report.differences)]]
    assert kinds == sorted(kinds), "what was filled in stands behind the list"
    assert [d.id for _, d in numbered[len(report.differences) :]] == [d.id for d in report.suppressed]


def test_what_may_have_been_filled_in_stands_in_the_list_for_a_person_to_look_at(checked: Checked) -> None:
    """An uncertain one makes the verdict undetermined, so it is not put away among what does no harm."""
    filled = next(d for d in checked.report.differences if d.kind is Kind.FILLED_IN)
    unsure = filled.model_copy(update={"certainty": Certainty.UNCERTAIN})
    report = checked.report.model_copy(update={"differences": [filled, unsure]})
    assert report.verdict is Verdict.UNDETERMINED
    assert conclusion.listed(report) == [unsure] and conclusion.filled_in(report) == [filled]
    assert sum(c.uncertain for c in conclusion.counts(report)) == 1
    assert "有 1 处存疑" in conclusion.headline(report)


def test_the_weightiest_certain_difference_comes_first(checked: Checked) -> None:
    first = conclusion.numbered(checked.report)[0][1]
    assert (first.materiality, first.certainty) == (Materiality.AMOUNT, Certainty.CERTAIN)


def test_figures_that_disagree_and_changed_promises_are_said_at_the_top_in_that_order(checked: Checked) -> None:
    told = with_findings(
        checked,
        finding("revisions", "Word 含 3 处修订", severity=Severity.INFO),
        finding("commitment-changed", "承诺“举办讲座12场”改为“10场”。", "第 2 页"),
        finding("sum-differs", "分项合计 24.5 万元，总额写 25 万元", "表 1"),
        finding("amount-words-differ", "大写贰拾万元，小写 28 万元", "第 1 页"),
        finding("amount-words-differ", "大写贰拾万元，小写 28 万元", "第 1 页"),
    )
    heads = conclusion.headlines(told.report)
    assert [h.label for h in heads] == ["大写与小写不符", "合计不符", "承诺有变"]
    assert [h.page for h in heads] == [1, None, 2]
    assert heads[2].sentence == "承诺“举办讲座12场”改为“10场”"
    assert [f.code for f in conclusion.other_findings(told.report)] == ["revisions"]
    lines = summary(told)
    assert any("大写与小写不符：大写贰拾万元，小写 28 万元（第 1 页）" in line for line in lines[:4])


def test_a_promise_whose_number_a_difference_changes_is_said_at_the_top_and_beside_it(checked: Checked) -> None:
    first, second, third = checked.report.differences[:3]
    changed = Touched(id="a", text="20篇", before="≥20篇", after="≥28篇", message="承诺由 20 篇变为 28 篇。")
    kept = Touched(id="b", text="12场", before="12场", after="12场", message="承诺“12场”的文字有改动，数目未变。")
    differences = [
        first.model_copy(update={"commitment": changed}),
        second.model_copy(update={"commitment": changed.model_copy(update={"message": "承诺由 6 项变为 8 项"})}),
        third.model_copy(update={"commitment": kept}),
    ]
    report = checked.report.model_copy(update={"differences": differences, "findings": []})
    heads = conclusion.headlines(report)
    assert [(h.label, h.sentence, h.page) for h in heads] == [
        ("承诺有变", "承诺由 20 篇变为 28 篇", 1),
        ("承诺有变", "承诺由 6 项变为 8 项（存疑）", 3),
    ]
    assert conclusion.commitment(differences[2]) == kept.message
    told = with_findings(
        Checked(report, checked.word, checked.pages, checked.pdf_path),
        finding("commitment-changed", "承诺由 20 篇变为 28 篇", "第 1 页"),
    )
    assert len(conclusion.headlines(told.report)) == 2, "said once, whoever says it"


def test_a_page_that_the_pdf_does_not_have_is_no_place_to_go_to(checked: Checked) -> None:
    told = with_findings(checked, finding("sum-differs", "合计不符", "第 99 页"))
    assert conclusion.headlines(told.report)[0].page is None


def test_an_error_that_stands_at_the_top_is_not_told_twice(checked: Checked) -> None:
    told = with_findings(checked, finding("sum-differs", "分项合计与总额不符", severity=Severity.ERROR))
    assert not any("分项合计" in reason for reason in conclusion.reasons(told.report))
    other = with_findings(checked, finding("scan-text-differs", "文字层与图像不符", "第 2 页", Severity.ERROR))
    assert "文字层与图像不符（第 2 页）" in conclusion.reasons(other.report)


def test_pages_out_of_order_are_told_once_for_all_of_them(checked: Checked) -> None:
    pages = [p.model_copy(update={"status": PageStatus.MISPLACED}) for p in checked.report.pages[:2]]
    told = with_findings(
        checked,
        *(finding("page-misplaced", "本页的次序与 Word 不同", f"第 {n} 页", Severity.ERROR) for n in (1, 2)),
    )
    report = told.report.model_copy(update={"pages": [*pages, *checked.report.pages[2:]]})
    assert [r for r in conclusion.reasons(report) if "次序" in r] == ["第 1–2 页次序不对"]


def test_the_guide_explains_only_what_the_report_shows(checked: Checked) -> None:
    assert any("识读误差" in line for line in conclusion.how_to_read(checked.report))
    bare = checked.report.model_copy(update={"suppressed": [], "differences": []})
    assert not any("识读误差" in line or "手填" in line for line in conclusion.how_to_read(bare))


def test_every_code_lifted_to_the_top_has_words_of_its_own() -> None:
    assert len(set(vocabulary.HEADLINE.values())) == len(vocabulary.HEADLINE) >= 3


def test_every_value_that_a_report_can_hold_has_a_word() -> None:
    for table, values in (
        (vocabulary.VERDICT, Verdict), (vocabulary.KIND, Kind), (vocabulary.CERTAINTY, Certainty),
        (vocabulary.MATERIALITY, Materiality), (vocabulary.STATUS, PageStatus), (vocabulary.PAGE_MARK, PageStatus),
        (vocabulary.SOURCE, Source), (vocabulary.SHAPE, SealShape), (vocabulary.SEVERITY, Severity),
        (vocabulary.VIEW, RevisionView),
    ):  # fmt: skip
        assert set(table) == set(values)
        assert len(set(table.values())) == len(table)


def test_pictures_are_spoken_of_as_pictures(checked: Checked) -> None:
    """Their words are no text of the Word: nothing is “missing” between quotation marks that hold nothing."""
    gone = next(d for d in checked.report.differences if d.kind is Kind.MISSING)
    rule = {"evidence": gone.evidence.model_copy(update={"rule": "picture-missing"}), "pdf": None}
    assert conclusion.spoken(gone.model_copy(update=rule)) == "Word 中的图片没有找到"
    changed = next(d for d in checked.report.differences if d.pdf is not None and d.pdf.text)
    assert changed.pdf is not None
    rule = {"evidence": changed.evidence.model_copy(update={"rule": "picture-differs"}), "kind": Kind.ADDED}
    assert conclusion.spoken(changed.model_copy(update=rule)).startswith("图片里的文字不同，纸面为“")
    unread = {**rule, "pdf": changed.pdf.model_copy(update={"text": ""})}
    assert conclusion.spoken(changed.model_copy(update=unread)) == "图片里的文字在纸面上没有读到"


def test_a_doubt_about_what_reads_the_same_does_not_say_that_it_became_itself(checked: Checked) -> None:
    """“末”→“末”, of a 末 that may as well be a 未."""
    changed = next(d for d in checked.report.differences if d.kind is Kind.REPLACED and d.pdf and d.word)
    assert changed.pdf is not None
    side = changed.pdf.model_copy(
        update={"text": changed.word.text, "before": changed.word.before, "after": changed.word.after}
    )
    said = conclusion.spoken(changed.model_copy(update={"pdf": side}))
    assert said.endswith("看不准") and "→" not in said
