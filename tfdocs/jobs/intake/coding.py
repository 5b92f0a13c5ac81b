"""Which verification codes the files carry that names and lists have left without a partner.

tfdocs prints a code made from a Word's own text at the foot of each of its pages (``tfdocs.text.code``), so a scan
called 20230501143355.pdf still says which Word it was printed from. Reading a scan is costly: only the files handed in
here are read, of a PDF no more pages than it takes to find a code, and none at all while no Word among them prints one.
What is read goes into the ledger like any page: a pair that comes of it reads the rest and nothing twice.

It must not know what is made of the codes.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tfdocs.errors import InputMissing, TfdocsError
from tfdocs.jobs.intake import settings
from tfdocs.jobs.intake.errands import Errand, Errands, lasting, told
from tfdocs.jobs.intake.found import Found, Sort
from tfdocs.jobs.intake.isolation import Call
from tfdocs.jobs.intake.journal import Journal
from tfdocs.jobs.intake.ledger import Ledger, State
from tfdocs.jobs.intake.options import WORD_SECONDS, Options
from tfdocs.jobs.intake.packing import packer
from tfdocs.jobs.intake.steps import Changed, CodeTask, LedgerDamaged, PageOf, ReadPage, Steps, WordTask, failed_page
from tfdocs.jobs.intake.workers import Workers
from tfdocs.model.page import Page
from tfdocs.verify.codes import WordCodes

# A cover and a page of contents may come before the first foot with a code.
MOST_PAGES = 3

Codes = Mapping[str, WordCodes]  # by SHA-256; what a page of a PDF shows is ``printed``
_Inquiry = Generator[tuple[str, int, Call], Any, WordCodes | None]
_NONSENSE = TfdocsError("读取器返回了无效结果")


@dataclass(eq=False)
class _Asking:
    file: Found
    inquiry: _Inquiry


class Coding:
    """Finds the codes of files. ``tell`` hears how many of how many files have been looked at."""

    def __init__(
        self,
        ledger: Ledger,
        workers: Workers,
        steps: Steps,
        options: Options,
        journal: Journal,
        tell: Callable[[int, int], None] = lambda done, files: None,
    ) -> None:
        self._ledger, self._workers, self._steps, self._options = ledger, workers, steps, options
        self._journal, self._tell = journal, tell
        self.pages_read = 0

    def codes(self, files: Sequence[Found]) -> Codes:
        """The codes of those of ``files`` that have any. A file that cannot be read, or not now, has none.

        Raises ``OutputFailed`` and ``EngineFailed`` (no workers any more).
        """
        words = self._asked([f for f in files if f.sort is Sort.WORD], self._of_word)
        if not any(own.printed for own in words.values()):
            return {}  # an office that prints no codes does not pay for them
        expected = tuple(sorted({c for own in words.values() for c in own.all}))
        pdfs = self._asked([f for f in files if f.sort is Sort.PDF], lambda f: self._of_pdf(f, expected))
        return {**words, **pdfs}

    def _asked(self, files: Sequence[Found], inquiry: Callable[[Found], _Inquiry]) -> dict[str, WordCodes]:
        """Each inquiry asks for one call after the other; many are under way at once."""
        different = list({f.sha256: f for f in files}.values())
        waiting = deque(different)
        errands: Errands[_Asking] = Errands(self._workers, self._journal)
        found: dict[str, WordCodes] = {}
        done = 0

        def go_on(asking: _Asking, value: Any = None, error: TfdocsError | None = None) -> None:
            nonlocal done
            try:
                stage, number, call = asking.inquiry.throw(error) if error is not None else asking.inquiry.send(value)
            except StopIteration as end:
                if end.value is not None and end.value.all:
                    found[asking.file.sha256] = end.value
                done += 1
                self._tell(done, len(different))
            else:
                errands.send(Errand(asking, stage, call, number=number))

        try:
            while True:
                while errands.has_room and (waiting or errands.any_again):
                    if not errands.send_again():
                        file = waiting.popleft()
                        go_on(_Asking(file, self._of(file, inquiry)))
                if not errands.any_out:
                    break
                if (answer := errands.next()) is not None:
                    go_on(answer.errand.owner, answer.value, answer.error)
        finally:
            errands.cancel()
        return found

    def _call(self, function: Callable[[Any], Any], argument: Any, seconds: float) -> Call:
        return Call(function, argument, seconds, self._workers.megabytes, self._steps.preload)

    def _of(self, file: Found, inquiry: Callable[[Found], _Inquiry]) -> _Inquiry:
        """What the ledger cannot give back is read again, once."""
        try:
            return (yield from inquiry(file))
        except LedgerDamaged:
            self._ledger.forget_word(file.sha256)
            self._ledger.forget_pages(file.sha256)
        try:
            return (yield from inquiry(file))
        except LedgerDamaged:
            return None

    # what is asked about one file; whatever is in the way of an answer, its pair's own run will say

    def _of_word(self, file: Found) -> _Inquiry:
        coding = settings.coding()
        known = self._ledger.codes(file.sha256, coding)
        if known is not None:
            return known
        kept = self._ledger.word(file.sha256, self._options.words)
        body = kept[2] if kept is not None else None
        if kept is None:
            task = WordTask(file.task, self._options.view)
            try:
                body = yield "word", 0, self._call(self._steps.read_word, task, WORD_SECONDS)
            except TfdocsError as error:
                if lasting(error):
                    self._ledger.set_word(file.sha256, self._options.words, State.FAILED, told(error))
                return None
            if not isinstance(body, bytes):
                return None
            self._ledger.set_word(file.sha256, self._options.words, State.DONE, body=body)
        if body is None:
            return None
        codes = yield from self._read_codes(CodeTask(word=body))
        self._ledger.set_codes(file.sha256, coding, codes)
        return codes

    def _of_pdf(self, file: Found, expected: tuple[str, ...]) -> _Inquiry:
        coding = settings.coding(expected)
        known = self._ledger.codes(file.sha256, coding)
        if known is not None:
            return known
        reading = self._options.reading
        kept = self._ledger.pdf(file.sha256, reading)
        if kept is None:
            call = self._call(self._steps.count_pages, file.task, self._options.page_seconds)
            try:
                total = yield "count", 0, call
            except TfdocsError as error:
                if lasting(error):
                    self._ledger.set_pdf(file.sha256, reading, State.FAILED, told(error))
                return None
            if not isinstance(total, int) or total < 1:
                return None
            self._ledger.set_pdf(file.sha256, reading, State.DONE, pages=total)
            kept = State.DONE, "", total
        codes = WordCodes()
        for number in range(1, min(kept[2], MOST_PAGES) + 1):
            body = yield from self._page(file, number)
            if body is None:
                return None
            codes = yield from self._read_codes(CodeTask(page=body, expected=expected))
            if codes.printed:
                break
        self._ledger.set_codes(file.sha256, coding, codes)
        return codes

    def _read_codes(self, task: CodeTask) -> Generator[tuple[str, int, Call], Any, WordCodes]:
        try:
            codes = yield "codes", 0, self._call(self._steps.read_codes, task, self._options.page_seconds)
        except LedgerDamaged:
            raise
        except TfdocsError:
            return WordCodes()
        return codes if isinstance(codes, WordCodes) else WordCodes()

    def _page(self, file: Found, number: int) -> Generator[tuple[str, int, Call], Any, bytes | None]:
        reading = self._options.reading
        if (body := self._ledger.page_body(file.sha256, reading, number)) is not None:
            return body
        call = self._call(self._steps.read_page, PageOf(file.task, number), self._options.page_seconds)
        try:
            read = yield "page", number, call
        except (Changed, InputMissing):
            return None  # the next run looks again
        except TfdocsError as error:
            read = ReadPage(packer(Page).pack(failed_page(number, error.what)), error.what)
        if not isinstance(read, ReadPage):
            read = ReadPage(packer(Page).pack(failed_page(number, _NONSENSE.what)), _NONSENSE.what)
        state = State.FAILED if read.failure else State.DONE
        self._ledger.set_page(file.sha256, reading, number, state, read.body, read.failure or "")
        self.pages_read += 1
        return read.body
