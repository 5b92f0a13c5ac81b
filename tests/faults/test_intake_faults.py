"""An intake whose readers crash, hang, eat memory and lie, whose disk is full and whose files change under its hands.

Each time: the page at fault is a failed page, everything else is done, and a second run changes nothing.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest
from pretend import STEPS, ledger_of, outcome_of, pair, pdf, word

from tfdocs.errors import EngineFailed, InputRefused, OutputFailed
from tfdocs.jobs.intake.job import Hearing, Outcome, intake
from tfdocs.jobs.intake.ledger import Ledger
from tfdocs.jobs.intake.table import Level, Line

Intake = Callable[..., Outcome]


@pytest.fixture
def run(tmp_path: Path) -> Intake:
    """Intake of ``tmp_path / "in"`` by a process with the pretended steps."""

    def go(**options: Any) -> Outcome:
        options = {"processes": 1, "steps": STEPS, "megabytes": 400, "page_seconds": 20.0, **options}
        return intake(tmp_path / "in", tmp_path / "out", **options)

    return go


def line(outcome: Outcome, label: str) -> Line:
    return next(i for i in outcome.lines if i.label == label)


def good(outcome: Outcome, *labels: str) -> bool:
    return all(line(outcome, i).level is Level.CONSISTENT for i in labels)


def log_of(tmp_path: Path) -> str:
    return (tmp_path / "out" / "intake.log").read_text(encoding="utf-8")


@pytest.mark.parametrize("what", ["crash 2", "nonsense 2", "fault 2", "wrong 2", "uneven 2"])
def test_a_page_at_fault_fails_alone(what: str, run: Intake, tmp_path: Path) -> None:
    """Killed in native code, something that is no page, an exception, another page's number, text without boxes."""
    pair(tmp_path / "in" / "甲", 4, what)
    pair(tmp_path / "in" / "乙", 3)
    outcome = run()
    assert good(outcome, "乙") and outcome.failed
    bad = line(outcome, "甲")
    assert bad.level is Level.UNDETERMINED and bad.failed_pages == 1 and bad.pages == 4
    assert log_of(tmp_path).count("重试") == (2 if what == "crash 2" else 0)
    assert "张三" not in "".join(b.decode("utf-8", "replace") for b in outcome_of(tmp_path / "out").values())


@pytest.mark.skipif(sys.platform == "win32", reason="the pretended page hangs in the C library of POSIX")
def test_a_page_that_hangs_in_native_code_is_stopped(run: Intake, tmp_path: Path) -> None:
    pair(tmp_path / "in" / "甲", 3, "hang 2")
    begin = time.monotonic()
    outcome = run(page_seconds=1.0)
    assert time.monotonic() - begin < 30
    assert line(outcome, "甲").failed_pages == 1
    ours = [p for p in psutil.Process().children(recursive=True) if p.status() != psutil.STATUS_ZOMBIE]
    assert not [p for p in ours if "tfdocs.jobs.intake.child" in p.cmdline()]


def test_workers_that_cannot_be_started_end_the_run_and_cost_no_page(
    run: Intake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair(tmp_path / "in" / "甲", 3)
    with monkeypatch.context() as patch:
        patch.setattr("tfdocs.jobs.intake.isolation.sys.executable", str(tmp_path / "no such python"))
        with pytest.raises(EngineFailed, match="启动不起来"):
            run()
    assert good(run(), "甲")


def test_a_page_that_eats_memory_is_stopped(run: Intake, tmp_path: Path) -> None:
    pair(tmp_path / "in" / "甲", 2, "eat 1")
    pair(tmp_path / "in" / "乙", 2)
    outcome = run(megabytes=300)
    assert line(outcome, "甲").failed_pages == 1 and good(outcome, "乙")
    assert "cause=MemoryExceeded" in log_of(tmp_path)


def test_a_worker_that_dies_once_costs_nothing_but_a_try(run: Intake, tmp_path: Path) -> None:
    pair(tmp_path / "in" / "甲", 3, "once 2")
    outcome = run()
    assert good(outcome, "甲") and not outcome.failed
    assert log_of(tmp_path).count("重试") == 1


def test_files_that_cannot_be_read_are_failed_items_and_the_rest_is_done(run: Intake, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    pair(folder / "甲")
    word(folder / "乙" / "申报书.docx", "damaged")
    pdf(folder / "乙" / "申报书.pdf")
    word(folder / "丙" / "申报书.docx")
    pdf(folder / "丙" / "申报书.pdf", text="encrypted")
    (folder / "丁.docx").write_bytes(b"")
    (folder / "戊.zip").write_bytes(b"PK\x03\x04 cut short")
    (folder / "己.rar").write_bytes(b"Rar!\x1a\x07\x00 whatever")
    outcome = run()
    assert good(outcome, "甲") and outcome.failed
    failed = {i.label: i.why[0] for i in outcome.lines if i.level is Level.FAILED}
    assert set(failed) == {"乙", "丙", "丁.docx", "戊.zip", "己.rar"}
    assert "损坏" in failed["乙"] and "密码" in failed["丙"] and "0 字节" in failed["丁.docx"]


def test_an_unchanged_folder_is_not_read_again_a_changed_file_is(run: Intake, tmp_path: Path) -> None:
    pair(tmp_path / "in" / "甲", 3)
    pair(tmp_path / "in" / "乙", 2, "crash 1")
    first = run()
    before = outcome_of(tmp_path / "out")
    again = run()
    assert first.count.pages_read == 5 and again.count.pages_read == 0
    assert outcome_of(tmp_path / "out") == before and again.failed
    pdf(tmp_path / "in" / "甲" / "申报书（盖章版）.pdf", 4, text="another")
    changed = run()
    assert changed.count.pages_read == 4 and line(changed, "甲").pages == 4
    assert not (tmp_path / "out" / "replaced").exists()  # nobody had written into the old report


def test_a_new_word_for_a_known_scan_reads_no_page(run: Intake, tmp_path: Path) -> None:
    pair(tmp_path / "in" / "甲", 3)
    run()
    word(tmp_path / "in" / "甲" / "申报书.docx", "another")
    assert run().count.pages_read == 0
    assert "another" not in log_of(tmp_path)


def test_failures_are_tried_again_only_when_asked(run: Intake, tmp_path: Path) -> None:
    pair(tmp_path / "in" / "甲", 3, "crash 2")
    assert run().count.pages_read == 3
    assert run().count.pages_read == 0
    retried = run(retry_failed=True)
    assert retried.count.pages_read == 1 and retried.failed


def test_a_report_that_somebody_wrote_into_or_whose_files_are_gone_is_kept_aside(run: Intake, tmp_path: Path) -> None:
    pair(tmp_path / "in" / "甲")
    pair(tmp_path / "in" / "乙")
    outcome = run()
    written_into, withdrawn = (line(outcome, i).report.split("/")[1] for i in ("甲", "乙"))
    (tmp_path / "out" / "reports" / written_into / "report.html").write_text("my notes", encoding="utf-8")
    word(tmp_path / "in" / "甲" / "申报书.docx", "another")
    for file in (tmp_path / "in" / "乙").iterdir():
        file.unlink()
    run()
    kept = tmp_path / "out" / "replaced"
    assert sorted(p.name for p in kept.iterdir()) == sorted([f"{written_into}-1", f"{withdrawn}-1"])
    assert (kept / f"{written_into}-1" / "report.html").read_text(encoding="utf-8") == "my notes"
    assert [p.name for p in (tmp_path / "out" / "reports").iterdir()] == [written_into]


def test_a_report_that_was_deleted_is_made_again(run: Intake, tmp_path: Path) -> None:
    pair(tmp_path / "in" / "甲")
    report = tmp_path / "out" / line(run(), "甲").report
    content = report.read_bytes()
    report.unlink()
    assert run().count.pages_read == 0 and report.read_bytes() == content


def test_a_file_that_changes_while_it_is_read_is_begun_again_and_then_given_up(run: Intake, tmp_path: Path) -> None:
    pair(tmp_path / "in" / "甲", 2, "change 1")
    pair(tmp_path / "in" / "乙")
    outcome = run()
    assert line(outcome, "甲").level is Level.FAILED and "变化" in line(outcome, "甲").why[0]
    assert good(outcome, "乙") and outcome.failed and log_of(tmp_path).count("重新开始") == 2
    pair(tmp_path / "in" / "甲", 2)  # whole at last: the next run looks again by itself
    assert good(run(), "甲", "乙")


def test_a_file_that_vanishes_is_a_failed_item_of_this_run_only(run: Intake, tmp_path: Path) -> None:
    for name in "甲乙丙":
        pair(tmp_path / "in" / name, 4, "slow")
    gone = tmp_path / "in" / "丙" / "申报书（盖章版）.pdf"
    content, stat = gone.read_bytes(), gone.stat()
    outcome = run(processes=1, hearing=Hearing(progress=lambda count: gone.unlink(missing_ok=True)))
    assert good(outcome, "甲", "乙") and line(outcome, "丙").level is Level.FAILED
    assert "不在" in line(outcome, "丙").why[0]
    gone.write_bytes(content)
    os.utime(gone, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert good(run(), "甲", "乙", "丙")


def test_two_intakes_on_one_result_do_not_harm_each_other(run: Intake, tmp_path: Path) -> None:
    for name in "甲乙丙":
        pair(tmp_path / "in" / name, 6, "slow")
    begun, said = threading.Event(), []

    def second() -> None:
        begun.wait(30)
        try:
            run()
        except OutputFailed as error:
            said.append(error.what)

    thread = threading.Thread(target=second)
    thread.start()
    outcome = run(hearing=Hearing(progress=lambda count: begun.set() or thread.join(30)))  # type: ignore[func-returns-value]
    thread.join(30)
    assert said == ["另一个 tfdocs intake 正在写这个结果文件夹"]
    assert good(outcome, "甲", "乙", "丙") and outcome.count.pages_read == 18


def test_two_results_of_one_folder_are_the_same(run: Intake, tmp_path: Path) -> None:
    pair(tmp_path / "in" / "甲", 3, "crash 2")
    run()
    intake(tmp_path / "in", tmp_path / "other", processes=1, steps=STEPS)
    assert outcome_of(tmp_path / "other") == outcome_of(tmp_path / "out")


def test_a_full_disk_ends_the_run_and_the_next_one_goes_on(
    run: Intake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The ledger is given a bound, which is what a full disk is to SQLite."""
    for name in "甲乙丙丁":
        pair(tmp_path / "in" / name, 5)
    real = Ledger.set_page

    def full(self: Ledger, sha256: str, settings: str, number: int, state: Any, body: bytes, *rest: Any) -> None:
        if self.counts().get("done", 0) >= 8:
            self._db.execute("PRAGMA max_page_count = 1")
        real(self, sha256, settings, number, state, body + bytes(20_000), *rest)

    with monkeypatch.context() as patch:
        patch.setattr(Ledger, "set_page", full)
        with pytest.raises(OutputFailed, match="账本写不进去"):
            run()
    outcome = run()
    assert good(outcome, "甲", "乙", "丙", "丁") and 0 < outcome.count.pages_read < 20


@pytest.mark.parametrize("part", ["tfdocs.jobs.intake.reports.os.replace", "tfdocs.jobs.intake.journal.Path.open"])
def test_a_result_that_cannot_be_written_ends_the_run(
    part: str, run: Intake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair(tmp_path / "in" / "甲")

    def refuse(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(part, refuse)
        with pytest.raises(OutputFailed, match="磁盘已满"):
            run()
    assert good(run(), "甲")


@contextmanager
def nobody() -> Iterator[None]:
    """As a user who may not write everywhere, where the tests run as one who may."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_a_read_only_result_is_refused_and_stays_as_it_is() -> None:
    with tempfile.TemporaryDirectory() as name:  # pytest's own folders are closed to others
        folder = Path(name)
        folder.chmod(0o755)
        pair(folder / "in" / "甲")
        intake(folder / "in", folder / "out", processes=0, steps=STEPS)
        before = outcome_of(folder / "out")
        for path in (folder, folder / "out", folder / "out" / ".tfdocs"):
            path.chmod(0o555)
        for out in ("out", "another"):
            with nobody(), pytest.raises(OutputFailed):
                intake(folder / "in", folder / out, processes=0, steps=STEPS)
        assert outcome_of(folder / "out") == before and not (folder / "another").exists()
        for path in (folder, folder / "out", folder / "out" / ".tfdocs"):
            path.chmod(0o755)


@pytest.mark.skipif(os.name != "posix", reason="limits of POSIX")
@pytest.mark.parametrize("kilobytes", [60, 90, 150])
def test_a_disk_that_takes_no_more_at_any_moment_costs_nothing(kilobytes: int, tmp_path: Path) -> None:
    """The system itself refuses to let files grow, in the ledger, a report or a workbook, whichever comes first."""
    for name in "甲乙丙丁":
        pair(tmp_path / "in" / name, 40)
    script = (
        "import resource, sys\nfrom pretend import STEPS\nfrom tfdocs.errors import OutputFailed\n"
        "from tfdocs.jobs.intake.job import intake\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({kilobytes}_000, resource.RLIM_INFINITY))\n"
        "try:\n    intake(sys.argv[1], sys.argv[2], processes=0, steps=STEPS)\n"
        "except OutputFailed as error:\n    print('refused', error.hint)\n"
    )
    command = [sys.executable, "-c", script, tmp_path / "in", tmp_path / "out"]
    said = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout
    assert said.startswith("refused") and "磁盘空间" in said
    found = intake(tmp_path / "in", tmp_path / "out", processes=0, steps=STEPS)
    intake(tmp_path / "in", tmp_path / "other", processes=0, steps=STEPS)
    assert outcome_of(tmp_path / "out") == outcome_of(tmp_path / "other") and not found.failed
    assert ledger_of(tmp_path / "out") == ledger_of(tmp_path / "other")


def test_a_result_below_a_file_is_refused(tmp_path: Path) -> None:
    """What a read-only folder is to those who may write anywhere: a place where nothing can be made."""
    pair(tmp_path / "in" / "甲")
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputFailed, match="不能在这里写文件"):
        intake(tmp_path / "in", tmp_path / "file" / "out", steps=STEPS)


def test_files_of_a_person_are_not_overwritten(tmp_path: Path) -> None:
    pair(tmp_path / "in" / "甲")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "summary.xlsx").write_bytes(b"mine")
    with pytest.raises(OutputFailed, match="不是 tfdocs intake 写的"):
        intake(tmp_path / "in", tmp_path / "mine", steps=STEPS)
    with pytest.raises(InputRefused, match="不能就是资料文件夹"):
        intake(tmp_path / "in", tmp_path / "in", steps=STEPS)
    assert (tmp_path / "mine" / "summary.xlsx").read_bytes() == b"mine"


def test_a_result_inside_the_folder_is_not_taken_in(tmp_path: Path) -> None:
    pair(tmp_path / "in" / "甲")
    out = tmp_path / "in" / "结果"
    first = intake(tmp_path / "in", out, processes=1, steps=STEPS)
    assert (
        [i.label for i in intake(tmp_path / "in", out, processes=1, steps=STEPS).lines]
        == ["甲"]
        == [i.label for i in first.lines]
    )


@pytest.mark.skipif(os.name != "posix", reason="links and pipes of POSIX")
def test_links_and_pipes_are_listed_and_not_opened(run: Intake, tmp_path: Path) -> None:
    pair(tmp_path / "in" / "甲")
    secret = word(tmp_path / "secret" / "申报书.docx")
    (tmp_path / "in" / "链接.docx").symlink_to(secret)
    (tmp_path / "in" / "文件夹").symlink_to(tmp_path / "secret")
    os.mkfifo(tmp_path / "in" / "管道.docx")
    outcome = run()
    others = {i.label: i.why[0] for i in outcome.lines if i.level is Level.OTHER}
    assert set(others) == {"链接.docx", "文件夹", "管道.docx"} and good(outcome, "甲")


def test_the_same_scan_under_two_words_is_read_once(run: Intake, tmp_path: Path) -> None:
    for name in "甲乙":
        word(tmp_path / "in" / f"{name}.docx")
        pdf(tmp_path / "in" / f"{name}.pdf", 5, "slow", text="same")
    outcome = run()
    assert outcome.count.pages_read == 5 and good(outcome, "甲", "乙")


def test_the_log_holds_no_name(run: Intake, tmp_path: Path) -> None:
    for name, what in (("王小明", ""), ("李小红", "crash 1"), ("赵小军", "change 1")):
        pair(tmp_path / "in" / f"{name}13800000000", 2, what)
    run()
    log = log_of(tmp_path)
    assert log.count("\n") > 6
    assert not any(private in log for private in ("王小明", "李小红", "赵小军", "13800000000", "申报书", str(tmp_path)))


def test_another_view_of_tracked_changes_and_allowed_attachments_are_judged_anew(run: Intake, tmp_path: Path) -> None:
    """Both reach the reader and the judge, and a result of one setting does not pass for that of another."""
    pair(tmp_path / "in" / "甲", 3)
    said = {}
    for view, allowed in (("final", False), ("original", False), ("markup", True), ("final", False)):
        outcome = run(view=view, allow_attachments=allowed)
        said[view, allowed] = (tmp_path / "out" / line(outcome, "甲").report).read_text(encoding="utf-8")
        assert f"{view} {allowed}" in said[view, allowed]
        assert outcome.count.pages_read in (0, 3)  # pages do not depend on it
    with pytest.raises(ValueError, match="no view"):
        run(view="other")


def test_what_the_ledger_cannot_give_back_is_read_again(run: Intake, tmp_path: Path) -> None:
    pair(tmp_path / "in" / "甲", 3)
    before = outcome_of(tmp_path / "out") if run() else {}
    for table in ("word", "page"):
        with Ledger(tmp_path / "out" / ".tfdocs" / "ledger.sqlite") as ledger:
            ledger._db.execute(f"UPDATE {table} SET body = x'00'")
            ledger._db.execute("UPDATE pair SET inputs = ''")
        assert good(run(), "甲") and outcome_of(tmp_path / "out") == before
