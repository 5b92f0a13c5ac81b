"""The work of an intake: what is still to be done, one call after the other, every result into the ledger at once.

One thread decides; workers read. No page is held here: its bytes go from the worker into the ledger and from there to
the one that judges.

A pair goes through three stages: its Word is read, its pages are, it is judged. What a stage needs and the ledger has
is not done again.
"""

from __future__ import annotations

import shutil
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from tfdocs.errors import EngineFailed, InputMissing, TfdocsError
from tfdocs.jobs.intake.errands import Answer, Errand, Errands, lasting, told
from tfdocs.jobs.intake.found import Found, Pair
from tfdocs.jobs.intake.isolation import Call
from tfdocs.jobs.intake.journal import Journal
from tfdocs.jobs.intake.ledger import Ledger, State
from tfdocs.jobs.intake.options import WORD_SECONDS, Count, Options, Progress
from tfdocs.jobs.intake.packing import packer
from tfdocs.jobs.intake.reports import Reports
from tfdocs.jobs.intake.steps import (
    Changed,
    Judged,
    JudgeTask,
    LedgerDamaged,
    PageOf,
    ReadPage,
    Steps,
    WordTask,
    failed_page,
    sha256,
    stamp,
)
from tfdocs.jobs.intake.workers import Workers
from tfdocs.model.page import Page

_JUDGE_SECONDS, _JUDGE_SECONDS_A_PAGE = 240.0, 15.0  # disputed places are looked at again, every page is drawn
_TRIES_CHANGED = 3  # times that a file may change under our hands
NONSENSE = EngineFailed("读取器返回了无效结果")


@dataclass(eq=False)
class _Job:
    pair: Pair
    inputs: str
    changes: int = 0  # how often a file has changed under our hands
    pages: int = 0
    pages_done: int = 0
    waiting: deque[int] = field(default_factory=deque)  # pages not yet handed out
    out: int = 0  # pages that are being read
    gone: bool = False  # given up; what still comes back of it is of no use


_Errand = Errand[_Job]


class Run:
    """Does what is to be done for ``pairs``. ``go`` may be called once."""

    def __init__(
        self,
        pairs: Sequence[Pair],
        ledger: Ledger,
        reports: Reports,
        workers: Workers,
        steps: Steps,
        options: Options,
        journal: Journal,
        progress: Progress = lambda count: None,
    ) -> None:
        self.ledger, self.reports, self.workers, self.steps = ledger, reports, workers, steps
        self.options, self.journal, self.progress = options, journal, progress
        self.count = Count(pairs=len(pairs))
        self.pairs = pairs
        self.errands: Errands[_Job] = Errands(workers, journal, reports.empty)
        self.counting: deque[_Job] = deque()
        self.reading: deque[_Job] = deque()  # their Word comes next
        self.open: deque[_Job] = deque()  # have pages to hand out
        self.ready: deque[_Job] = deque()  # to be judged
        self.shared: dict[tuple[str, int], list[_Job]] = {}  # page that is being read -> the other pairs that need it
        self.begin = time.monotonic()

    def go(self) -> None:
        """Until everything is done or failed. Raises ``OutputFailed`` (disk full) and ``EngineFailed`` (no workers)."""
        for pair in self.pairs:
            inputs = self._inputs(pair)
            if self._is_current(pair, inputs):
                self.count.pairs_done += 1
            else:
                self.counting.append(_Job(pair, inputs))
        try:
            while self._fill() or self.errands.any_out:
                self._tell()
                if (answer := self.errands.next()) is not None:
                    self._take(answer)
            self._tell()
        finally:
            self.errands.cancel()
            self.reports.clear_staging()

    def _inputs(self, pair: Pair) -> str:
        return "|".join((pair.word.sha256, pair.pdf.sha256, pair.word.name, pair.pdf.name, self.options.judging))

    def _is_current(self, pair: Pair, inputs: str) -> bool:
        row = self.ledger.pair(pair.id)
        if row is None or row.inputs != inputs:
            return False
        if row.state is State.FAILED and not self.options.retry_failed:
            self.count.failed += 1
            return True
        if row.state is not State.DONE or row.outcome is None:
            return False
        try:
            outcome = Judged.model_validate_json(row.outcome)
        except ValueError:
            return False
        if not self.reports.complete(pair.id, outcome.files) or (outcome.failed_pages and self.options.retry_failed):
            return False
        self.count.pages += outcome.pages
        self.count.pages_done += outcome.pages
        self.count.failed += bool(outcome.failed_pages)
        return True

    # handing out

    def _fill(self) -> bool:
        """Hand out calls up to the window; False when there is nothing to hand out."""
        while self.errands.has_room:
            if not self._one():
                return False
        return True

    def _one(self) -> bool:
        if self.errands.send_again():
            return True
        if self.ready:
            self._judge(self.ready.popleft())
        elif self.counting:
            # before anything is read: opening takes milliseconds, and then it is known how much there is to do
            self._count(self.counting.popleft())
        elif self.open:
            self._hand_out(self.open[0])
        elif self.reading:
            self._read_word(self.reading.popleft())
        else:
            return False
        return True

    def _send(self, job: _Job, stage: str, call: Call, number: int = 0, folder: Path | None = None) -> None:
        self.errands.send(Errand(job, stage, call, job.pair.id, number, folder=folder))

    def _call(self, function: Callable[[Any], Any], argument: Any, seconds: float) -> Call:
        return Call(function, argument, seconds, self.workers.megabytes, self.steps.preload)

    def _count(self, job: _Job) -> None:
        known = self.ledger.pdf(job.pair.pdf.sha256, self.options.reading)
        if known is None:
            call = self._call(self.steps.count_pages, job.pair.pdf.task, self.options.page_seconds)
            self._send(job, "count", call)
        else:
            self._counted(job, *known)

    def _counted(self, job: _Job, state: State, error: str, pages: int) -> None:
        if state is State.FAILED:
            self._fail(job, error)
            return
        job.pages = pages
        self.count.pages += pages
        self.reading.append(job)

    def _read_word(self, job: _Job) -> None:
        known = self.ledger.word(job.pair.word.sha256, self.options.words)
        if known is None:
            task = WordTask(job.pair.word.task, self.options.view)
            call = self._call(self.steps.read_word, task, WORD_SECONDS)
            self._send(job, "word", call)
        else:
            self._word_read(job, known[0], known[1])

    def _word_read(self, job: _Job, state: State, error: str) -> None:
        if state is State.FAILED:
            self._fail(job, error)
            return
        rows = self.ledger.pages(job.pair.pdf.sha256, self.options.reading)
        job.waiting.extend(r.number for r in rows if r.state is State.WAITING)
        self._pages_done(job, len(rows) - len(job.waiting))
        (self.open if job.waiting else self.ready).append(job)

    def _pages_done(self, job: _Job, number: int) -> None:
        job.pages_done += number
        self.count.pages_done += number

    def _hand_out(self, job: _Job) -> None:
        """The next page of the pair that was opened first."""
        if not job.waiting:
            self.open.remove(job)
            return
        number = job.waiting.popleft()
        if self.ledger.is_read(job.pair.pdf.sha256, self.options.reading, number):  # by another pair meanwhile
            self._pages_done(job, 1)
            if not (job.waiting or job.out):
                self.open.remove(job)
                self.ready.append(job)
            return
        job.out += 1
        key = (job.pair.pdf.sha256, number)
        if key in self.shared:  # the same PDF in another pair, and this page is being read
            self.shared[key].append(job)
            return
        self.shared[key] = []
        call = self._call(self.steps.read_page, PageOf(job.pair.pdf.task, number), self.options.page_seconds)
        self._send(job, "page", call, number)

    def _judge(self, job: _Job) -> None:
        pair, reading = job.pair, self.options.reading
        word = self.ledger.word(pair.word.sha256, self.options.words)
        bodies = tuple(self.ledger.page_bodies(pair.pdf.sha256, reading))
        if word is None or word[2] is None or len(bodies) != job.pages:
            self._begin_again(job)
            return
        folder = self.reports.staging()
        task = JudgeTask(
            word[2], pair.word.name, pair.pdf.task, bodies, folder,
            self.options.allow_attachments, self.options.programme, self.options.category,
        )  # fmt: skip
        seconds = _JUDGE_SECONDS + _JUDGE_SECONDS_A_PAGE * len(bodies)
        self._send(job, "judge", self._call(self.steps.judge, task, seconds), folder=folder)

    # taking in

    def _take(self, answer: Answer[_Job]) -> None:
        out, error = answer.errand, answer.error
        if out.owner.gone:
            self._let_go(out)
        elif isinstance(error, Changed | InputMissing | LedgerDamaged):
            self._let_go(out)
            self._begin_again(out.owner)
        elif error is not None:
            self._refused(out, error)
        else:
            self._took(out, answer.value)

    def _took(self, out: _Errand, value: Any) -> None:
        job = out.owner
        reading = self.options.reading
        if out.stage == "count":
            if not isinstance(value, int) or value < 1:
                self._refused(out, NONSENSE)
                return
            self.ledger.set_pdf(job.pair.pdf.sha256, reading, State.DONE, pages=value)
            self._counted(job, State.DONE, "", value)
        elif out.stage == "word":
            if not isinstance(value, bytes):
                self._refused(out, NONSENSE)
                return
            self.ledger.set_word(job.pair.word.sha256, self.options.words, State.DONE, body=value)
            self._word_read(job, State.DONE, "")
        elif out.stage == "page":
            if not isinstance(value, ReadPage):
                self._refused(out, NONSENSE)
                return
            self._page_read(out, value.body, value.failure)
        else:
            if not isinstance(value, Judged):
                self._refused(out, NONSENSE)
                return
            self._judged(out, value)

    def _page_read(self, out: _Errand, body: bytes, failure: str | None) -> None:
        job = out.owner
        state = State.FAILED if failure else State.DONE
        digest = job.pair.pdf.sha256
        self.ledger.set_page(digest, self.options.reading, out.number, state, body, failure or "", out.tries)
        if failure:
            self.journal.write("页失败", job.pair.id, page=out.number, tries=out.tries)
        self.count.pages_read += 1
        for waiting in (job, *self.shared.pop((digest, out.number), ())):
            waiting.out -= 1
            self._pages_done(waiting, 1)
            if not (waiting.out or waiting.waiting or waiting.gone):
                self.ready.append(waiting)

    def _judged(self, out: _Errand, value: Judged) -> None:
        assert out.folder is not None
        # In this order a kill between any two leaves no old report that passes for the new one, and no second copy:
        # “done” without a folder is not current.
        self.reports.replace(out.owner.pair.id, self._written(out.owner.pair.id))
        outcome = value.model_copy(update={"commitments": ""}).model_dump_json()
        self.ledger.set_pair(
            out.owner.pair.id, out.owner.inputs, State.DONE, outcome=outcome, promises=value.commitments
        )
        self.reports.put(out.folder, out.owner.pair.id)
        self.count.pairs_done += 1
        self.count.failed += bool(value.failed_pages)
        self.journal.write("完成", out.owner.pair.id, verdict=value.verdict.value, pages=value.pages)

    def _written(self, identity: str) -> dict[str, str]:
        """The files of the report that lies there, as they were made."""
        row = self.ledger.pair(identity)
        if row is None or row.outcome is None:
            return {}
        try:
            return Judged.model_validate_json(row.outcome).files
        except ValueError:
            return {}

    # what goes wrong

    def _refused(self, out: _Errand, error: TfdocsError) -> None:
        """This call will not succeed."""
        job, reading, said = out.owner, self.options.reading, told(error)
        if out.stage == "page":
            self._page_read(out, packer(Page).pack(failed_page(out.number, error.what)), error.what)
            return
        self._let_go(out)
        for_good = lasting(error)
        if out.stage == "count" and for_good:
            self.ledger.set_pdf(job.pair.pdf.sha256, reading, State.FAILED, said)
        elif out.stage == "word" and for_good:
            self.ledger.set_word(job.pair.word.sha256, self.options.words, State.FAILED, said)
        self._fail(job, said, for_good)

    def _fail(self, job: _Job, error: str, for_good: bool = True) -> None:
        """The pair has failed: for good, or until the next run."""
        self.reports.replace(job.pair.id, self._written(job.pair.id))
        self.ledger.set_pair(job.pair.id, job.inputs, State.FAILED if for_good else State.WAITING, error)
        self._give_up(job)
        self.count.pairs_done += 1
        self.count.failed += 1
        self.journal.write("失败", job.pair.id)

    def _give_up(self, job: _Job) -> None:
        job.gone = True
        for line in (self.open, self.ready, self.reading):
            if job in line:
                line.remove(job)
        self.errands.forget(job)
        self.count.pages -= job.pages
        self.count.pages_done -= job.pages_done

    def _let_go(self, out: _Errand) -> None:
        """Clear up after a call whose answer is of no use: who waited for its page must read it."""
        if out.folder is not None:
            shutil.rmtree(out.folder, ignore_errors=True)
        if out.stage == "page":
            for waiting in self.shared.pop((out.owner.pair.pdf.sha256, out.number), ()):
                waiting.out -= 1
                waiting.waiting.append(out.number)
                if waiting not in self.open and not waiting.gone:
                    self.open.append(waiting)

    def _begin_again(self, job: _Job) -> None:
        """A file is another than was registered, or the ledger has lost something: nothing of it is used."""
        self.ledger.forget_pages(job.pair.pdf.sha256)
        self.ledger.forget_word(job.pair.word.sha256)
        try:
            if job.changes + 1 >= _TRIES_CHANGED:
                raise Changed("文件在处理过程中不断变化")
            pair = registered(job.pair)
        except TfdocsError as error:
            # not remembered as a failure: the next run looks again
            self._fail(job, told(error), for_good=False)
            return
        self._give_up(job)
        self.journal.write("重新开始", pair.id)
        self.counting.append(_Job(pair, self._inputs(pair), job.changes + 1))

    def _tell(self) -> None:
        self.count.seconds = time.monotonic() - self.begin
        self.progress(self.count)


def registered(pair: Pair) -> Pair:
    """``pair`` with both files as they are now. Raises ``InputMissing``."""
    return replace(pair, word=_registered(pair.word), pdf=_registered(pair.pdf))


def _registered(file: Found) -> Found:
    mark = stamp(file.path)
    return replace(file, stamp=mark, sha256=sha256(file.path))
