"""``tfdocs demo`` tells the whole story, knows by itself whether it came out right, and leaves people's files alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from tfdocs.cli import demo as cli
from tfdocs.errors import OutputFailed, TfdocsError
from tfdocs.jobs import demo as job
from tfdocs.jobs.planted import Change, Outcome, outcomes
from tfdocs.jobs.pool import local_pool
from tfdocs.model.comparison import (
    Certainty,
    Checked,
    CheckReport,
    Coverage,
    Difference,
    Evidence,
    Kind,
    Materiality,
    PdfInfo,
    PdfSide,
    WordInfo,
    WordSide,
)
from tfdocs.model.document import Block, BlockKind, Document


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> job.DemoOutcome:
    with local_pool() as executor:
        return job.demo(tmp_path_factory.mktemp("demo") / "演示", executor=executor)


def test_the_story_comes_out_as_it_should(told: job.DemoOutcome) -> None:
    """The same is consistent, the changed shows its eight changes and nothing else, every demand has a promise."""
    assert told.problems == []
    assert [o.certainty for o in told.found] == [Certainty.CERTAIN] * 8
    assert len(told.promises) == 3


def test_every_file_that_is_named_is_there(told: job.DemoOutcome) -> None:
    """The summary points at files that exist, and they are what an office would want to open."""
    assert all(path.exists() for step in told.steps for path in step.files)
    assert len(list(told.folder.glob("1-*/*.docx"))) == 3
    assert len(list(told.folder.glob("3-*/*.docx"))) == job.NOTICES
    for name in ("report.html", "report.xlsx", "marked.pdf"):
        assert len(list(told.folder.glob(f"*/{name}"))) == 2


def test_the_codes_on_the_paper_say_whose_it_is_and_what_is_missing(told: job.DemoOutcome) -> None:
    """Read from the feet of both scans: every page its Word's own, no Word edited, the lost page named."""
    reports = [json.loads(p.read_text(encoding="utf-8")) for p in sorted(told.folder.glob("*/report.json"))]
    found = [{f["code"]: f for f in r["findings"] if f["code"].startswith("code-")} for r in reports]
    same, changed = found
    assert set(same) == {"code-same"} and same["code-same"]["where"] == f"第 1-{reports[0]['pdf']['pages']} 页"
    assert set(changed) == {"code-same", "code-pages-missing"}
    assert changed["code-same"]["where"] == f"第 1-{reports[1]['pdf']['pages']} 页"
    assert "缺第 5 页" in changed["code-pages-missing"]["message"]


def test_the_summary_shows_each_change(told: job.DemoOutcome) -> None:
    """A row for each change, with the Word's words and the paper's."""
    tables = {s.title: s.rows for s in cli.sections(told)}
    rows = next(iter(tables.values()))
    assert len(rows) == 8
    assert any("【15】" in r[1] and "【13】" in r[2] and r[3].startswith("查出") for r in rows)


def test_an_untouched_demo_may_be_told_again(told: job.DemoOutcome) -> None:
    """The same folder is used again as long as nobody changed or added anything; then a new name is taken."""
    assert job.free_folder(told.folder) == told.folder
    note = told.folder / "我的笔记.txt"
    note.write_text("不要覆盖", encoding="utf-8")
    assert job.free_folder(told.folder) == told.folder.with_name("演示-2")
    note.unlink()


@pytest.mark.parametrize("content", ["foreign file", "foreign manifest", "a file of that name"])
def test_what_people_have_is_left_alone(tmp_path: Path, content: str) -> None:
    """A folder with anything in it that no demo wrote is never written to."""
    folder = tmp_path / "演示"
    if content == "a file of that name":
        folder.write_text("", encoding="utf-8")
    else:
        folder.mkdir()
        name = "论文.docx" if content == "foreign file" else job.MANIFEST
        (folder / name).write_text(json.dumps([1]), encoding="utf-8")
    assert job.free_folder(folder) == tmp_path / "演示-2"


def test_an_empty_folder_is_used(tmp_path: Path) -> None:
    assert job.free_folder(tmp_path) == tmp_path


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    """An error of ours that says what to do, not a traceback."""
    (tmp_path / "文件").write_text("", encoding="utf-8")
    with pytest.raises(OutputFailed):
        job.demo(tmp_path / "文件" / "演示")


def test_a_story_that_fails_ends_with_70(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A missed change is said and is the exit code: the demo cannot pass by looking away."""

    def failing(folder: Path, *, executor: object, say: Callable[[str], None]) -> job.DemoOutcome:
        change = Change(kind="text", title="数字", old="1", new="2", before="共", after="项")
        return job.DemoOutcome(folder, found=[Outcome(change, None, None)], problems=["没有查出：数字"])

    monkeypatch.setattr(cli, "demo", failing)
    done = CliRunner().invoke(cli.command, ["-o", str(tmp_path / "演示")], standalone_mode=False)
    assert done.return_value == 70
    assert "没有查出：数字" in done.stderr


# ── what counts as found ──────────────────────────────────────────────────────────────────────────────

TEXT = "共推荐论文15篇。\n末位约谈。\n" + "这一页的文字没有印出来，" * 10


def checked(*differences: Difference) -> Checked:
    """A report on ``TEXT`` with the given differences."""
    report = CheckReport(
        word=WordInfo(name="w", sha256="0", characters=len(TEXT)),
        pdf=PdfInfo(name="p", sha256="0", pages=1),
        differences=list(differences),
        pages=[],
        coverage=Coverage(word_characters=0, verified=0, missing=0, unreadable=0),
        seals=[],
        findings=[],
    )
    block = Block(BlockKind.PARAGRAPH, TEXT, 0, 0, "第 1 段")
    return Checked(report, Document("w", "0", "docx", TEXT, (block,)), (), Path("p"))


def difference(kind: Kind, start: int, end: int, paper: str, certainty: Certainty = Certainty.CERTAIN) -> Difference:
    return Difference(
        id=f"{start}-{end}",
        kind=kind,
        certainty=certainty,
        materiality=Materiality.TEXT,
        word=WordSide(text=TEXT[start:end], before="", after="", paragraph=0, start=start, end=end),
        pdf=PdfSide(text=paper, before="", after="", page=3, boxes=[]) if paper else None,
        evidence=Evidence(rule="test", score=None),
    )


NUMBER = Change(kind="text", title="数字", old="15", new="13", before="论文", after="篇")
PAGE = Change(kind="page", title="缺页", old="".join(TEXT[17:].split()), new="", page=2)


def test_a_difference_at_the_place_counts() -> None:
    """Part of the changed number is enough; where on the scan it stands is told."""
    found, other = outcomes([NUMBER], checked(difference(Kind.REPLACED, 6, 7, "3")))
    assert [(o.certainty, o.page) for o in found] == [(Certainty.CERTAIN, 3)]
    assert other == []


def test_a_difference_elsewhere_does_not_count() -> None:
    """It is reported as one beyond the planted ones, and the change as not found."""
    found, other = outcomes([NUMBER], checked(difference(Kind.REPLACED, 10, 11, "未")))
    assert [o.certainty for o in found] == [None]
    assert len(other) == 1


def test_what_was_filled_in_proves_nothing() -> None:
    """Handwriting at the place of a change is no report of the change."""
    found, other = outcomes([NUMBER], checked(difference(Kind.FILLED_IN, 5, 7, "13")))
    assert [o.certainty for o in found] == [None]
    assert other == []


@pytest.mark.parametrize(("share", "certainty"), [(1.0, Certainty.CERTAIN), (0.9, Certainty.CERTAIN), (0.5, None)])
def test_a_page_is_missing_when_most_of_it_is(share: float, certainty: Certainty | None) -> None:
    """A few lost words of a page are not a lost page."""
    end = 17 + round((len(TEXT) - 17) * share)
    found, _ = outcomes([PAGE], checked(difference(Kind.MISSING, 17, end, "")))
    assert [o.certainty for o in found] == [certainty]


def test_a_truth_of_another_document() -> None:
    """Changes that cannot be placed make the demo fail loudly: nothing would be proved."""
    strange = Change(kind="text", title="数字", old="99", new="98", before="别的", after="文件")
    with pytest.raises(TfdocsError):
        outcomes([strange], checked())
