"""An intake from a folder to a table: gather, sort into pairs, run what is not done, write the summary."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from pathlib import Path

from tfdocs.errors import InputRefused, OutputFailed, TfdocsError, reason
from tfdocs.jobs.intake import settings, workers
from tfdocs.jobs.intake.bycode import pair_by_code, without_partner
from tfdocs.jobs.intake.coding import Coding
from tfdocs.jobs.intake.found import Found, Pair, Remark, Sort, Sorted, Trouble
from tfdocs.jobs.intake.gathering import gather, require_folder
from tfdocs.jobs.intake.isolation import Call
from tfdocs.jobs.intake.journal import Journal
from tfdocs.jobs.intake.ledger import Ledger, PairRow, State
from tfdocs.jobs.intake.listing import Row
from tfdocs.jobs.intake.options import PAGE_SECONDS, Count, Options
from tfdocs.jobs.intake.outputs import Outputs, digest_of
from tfdocs.jobs.intake.pairing import beside_unreadable, sort_out
from tfdocs.jobs.intake.promises import COMMITMENTS, write_commitments
from tfdocs.jobs.intake.reports import REPORTS, WORK, Reports
from tfdocs.jobs.intake.running import Run
from tfdocs.jobs.intake.steps import STANDARD, Judged, Steps, stamp
from tfdocs.jobs.intake.summary import INDEX, SUMMARY, write_index, write_summary
from tfdocs.jobs.intake.table import Level, Line, lines
from tfdocs.jobs.intake.unpacking import Unpacker
from tfdocs.model.commitment import CommitmentReport
from tfdocs.model.programme import Category, Programme

LOG = "intake.log"
VIEWS = ("final", "original", "markup")  # as tfdocs.read.word.RevisionView, whose readers this process does not need
_LIST_SECONDS = 60.0
_BETWEEN = 300.0  # seconds between two summaries of an unfinished night,
_SHARE = 20  # or so many times as long as the last took to write


@dataclass(frozen=True)
class Outcome:
    """What an intake came to. ``lines`` are the rows of the table, in its order."""

    lines: list[Line]
    folder: Path
    count: Count
    notes: tuple[str, ...] = ()  # what a person should know of the run itself

    @property
    def failed(self) -> bool:
        """Whether some items failed: files or pairs that could not be read, pairs with a page that could not."""
        return any(line.level in (Level.FAILED, Level.WAITING) or line.failed_pages for line in self.lines)

    def number(self, level: Level) -> int:
        return sum(line.level is level for line in self.lines)


@dataclass(frozen=True)
class Hearing:
    """Who wants to know how it goes."""

    gathered: Callable[[int], None] = lambda files: None
    coded: Callable[[int, int], None] = lambda done, files: None  # looking for codes in what is without a partner
    progress: Callable[[Count], None] = lambda count: None


def intake(
    folder: str | Path,
    out: str | Path,
    *,
    processes: int | None = None,
    scheduler: str | None = None,
    executor: Executor | None = None,
    executor_size: int = 1,
    pairs_list: str | Path | None = None,
    allow_attachments: bool = False,
    view: str = "final",
    category: str | None = None,
    programme: str | None = None,
    page_seconds: float = PAGE_SECONDS,
    megabytes: int | None = None,
    retry_failed: bool = False,
    steps: Steps = STANDARD,
    hearing: Hearing | None = None,
) -> Outcome:
    """Check every Word/PDF pair below ``folder``; what an earlier run has done and has not changed is not done again.

    ``processes``: workers on this machine (default: the cores; 0: this process, without any limit). ``scheduler``: the
    address of a Dask scheduler. ``executor``: any other, never shut down, which runs ``executor_size`` calls at once.
    ``pairs_list``: an .xlsx that says which files belong together; one at the top of ``folder`` is found by itself.
    ``view``: which state of tracked changes is compared, as for ``check``.
    ``category``: hold promises against the indicators of a category of ``programme`` (default: as for ``extract``).
    ``page_seconds`` and ``megabytes``: what one page may take, whatever reads it.

    Raises ``InputMissing`` (no such folder), ``InputRefused`` (``out`` is ``folder``), ``OutputFailed`` (``out`` cannot
    be written, is full, in use by another intake, or holds other files of these names), ``EngineFailed`` (the cluster
    is gone), ``ComponentMissing``; ``ValueError`` for an unknown ``view``, ``LookupError`` for an unknown category.
    Nothing is raised for what is wrong with the files: that is in the table.
    """
    folder, out = Path(folder), Path(out)
    if view not in VIEWS:
        raise ValueError(f"no view: {view!r}")
    found, chosen = _resolved(category, programme)
    if folder.resolve() == out.resolve():
        raise InputRefused("结果文件夹不能就是资料文件夹", where=str(out), hint="请用 -o 指定另一个文件夹。")
    require_folder(folder)
    _make(out)
    reading = settings.reading()
    options = Options(
        allow_attachments=allow_attachments,
        view=view,
        programme=found,
        category=chosen.id if chosen is not None else "",
        page_seconds=page_seconds,
        retry_failed=retry_failed,
        reading=reading,
        words=f"{reading} {view}",
        judging=settings.judging(
            f"{allow_attachments} {view} {found.model_dump_json() if found else ''} {chosen.id if chosen else ''}"
        ),
    )
    with (
        Ledger(out / WORK / "ledger.sqlite") as ledger,
        _workers(processes, scheduler, executor, executor_size, megabytes) as crew,
    ):
        _clear(out)
        if retry_failed:
            ledger.forget_failures()
        return _Intake(folder, out, ledger, crew, steps, options, hearing or Hearing(), chosen).run(
            Path(pairs_list) if pairs_list is not None else None
        )


def _resolved(category: str | None, programme: str | None) -> tuple[Programme | None, Category | None]:
    if category is None:
        return None, None
    from tfdocs.jobs import extracting  # brings the engines along, which this process does not need

    return extracting.resolve(category, programme or extracting.DEFAULT_PROGRAMME)


def _workers(
    processes: int | None, scheduler: str | None, executor: Executor | None, size: int, megabytes: int | None
) -> AbstractContextManager[workers.Workers]:
    if executor is not None:
        return workers.given(executor, size, megabytes)
    if scheduler is not None:
        return workers.cluster(scheduler, megabytes)
    if processes == 0:
        return workers.in_process()
    return workers.local(processes, megabytes)


def _make(out: Path) -> None:
    """The result's folder, which must be ours: a file of a person that is called summary.xlsx is not overwritten."""
    try:
        if not (out / WORK).is_dir():
            for name in (SUMMARY, INDEX, COMMITMENTS, REPORTS):
                if (out / name).exists():
                    raise OutputFailed(
                        f"这个文件夹里已有 {name}，不是 tfdocs intake 写的",
                        where=str(out),
                        hint="请用 -o 换一个文件夹。",
                    )
        (out / WORK).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputFailed(
            f"不能在这里写文件（{reason(error)}）", where=str(out), hint="请检查权限，或用 -o 换一个文件夹。"
        ) from error


def _clear(out: Path) -> None:
    """Take away what a run that was killed while it wrote a file for people left of it: nobody else writes here now."""
    for name in (SUMMARY, INDEX, COMMITMENTS):
        for left in out.glob(f".{name}.????????.part"):
            with suppress(OSError):  # of no consequence but the room it takes
                left.unlink()


class _Intake:
    def __init__(
        self,
        folder: Path,
        out: Path,
        ledger: Ledger,
        crew: workers.Workers,
        steps: Steps,
        options: Options,
        hearing: Hearing,
        category: Category | None,
    ) -> None:
        self.folder, self.out, self.ledger, self.crew = folder, out, ledger, crew
        self.steps, self.options, self.hearing, self.category = steps, options, hearing, category
        self.reports = Reports(out)
        self.journal = Journal(out / LOG)
        self.notes: list[str] = list(ledger.notes)
        self.sorted = Sorted()
        self.outputs = Outputs(out, ledger)
        self.written = time.monotonic()
        self.writing = 0.0  # seconds that it took

    def run(self, pairs_list: Path | None) -> Outcome:
        self.journal.write("开始", workers=self.crew.size)
        gathered = gather(
            self.folder, self.ledger, Unpacker(self.out / WORK / "unpacked"), self.out, self.hearing.gathered
        )
        lists, faults = self._lists(gathered.files, pairs_list)
        self.sorted = sort_out(gathered.files, lists)
        coding = Coding(self.ledger, self.crew, self.steps, self.options, self.journal, self.hearing.coded)
        if left := without_partner(self.sorted, gathered.files):
            self.sorted = pair_by_code(self.sorted, left, coding.codes(left))
        self.sorted.remarks += [*gathered.remarks, *faults]
        self.sorted = beside_unreadable(self.sorted)
        self._withdraw()
        run = Run(
            self.sorted.pairs, self.ledger, self.reports, self.crew, self.steps, self.options, self.journal, self._heard
        )  # fmt: skip
        run.go()
        run.count.pages_read += coding.pages_read
        table = self._write()
        self.journal.write("结束", pairs=run.count.pairs, pages=run.count.pages, failed=run.count.failed)
        return Outcome(table, self.out, run.count, tuple(self.notes))

    def _lists(self, files: Iterable[Found], asked: Path | None) -> tuple[list[tuple[Found, list[Row]]], list[Remark]]:
        """The lists of pairs: the one asked for, else those at the top of the folder. Hostile like any other file."""
        out: list[tuple[Found, list[Row]]] = []
        faults: list[Remark] = []
        if asked is not None:
            rows = self._isolated_list(asked)
            if not rows:
                raise InputRefused(
                    "名单里没有配对", where=asked.name, hint="表中要有“Word 文件”和“PDF 文件”两列，填文件名。"
                )
            inside = next((f for f in files if f.path.resolve() == asked.resolve()), None)
            listed = inside or Found((asked.name,), asked, "", stamp(asked), Sort.LIST)
            return [(listed, rows)], faults
        for file in files:
            if file.sort is Sort.LIST and len(file.place) == 1:
                try:
                    rows = self._isolated_list(file.path)
                except OutputFailed:
                    raise
                except TfdocsError as error:
                    faults.append(
                        Remark(Trouble.LIST, (file.shown,), f"{error.what}；如果它是配对名单，请修好后再运行")
                    )
                    continue
                if rows:
                    out.append((file, rows))
        return out, faults

    def _isolated_list(self, path: Path) -> list[Row] | None:
        call = Call(self.steps.read_list, path, _LIST_SECONDS, self.crew.megabytes, self.steps.preload)
        rows: list[Row] | None = self.crew.submit(call).result()
        return rows

    def _withdraw(self) -> None:
        """Reports of pairs that are no longer there move aside: the table must not be mistaken for theirs."""
        current = {p.id for p in self.sorted.pairs}
        for identity in self.ledger.pair_ids():
            if identity not in current:
                self.reports.retire(identity)
                self.ledger.drop_pair(identity)

    def _heard(self, count: Count) -> None:
        self.hearing.progress(count)
        # a long table takes long to write, and meanwhile nobody hands out pages
        if time.monotonic() - self.written > max(_BETWEEN, _SHARE * self.writing):
            self._write(interim=True)

    def _write(self, interim: bool = False) -> list[Line]:
        """The table and, at the end, the workbook of commitments: of a night that goes on it would take minutes."""
        begin = time.monotonic()
        table = lines(((p, self._row(p)) for p in self.sorted.pairs), self.sorted.remarks)
        if not interim:
            self._write_commitments(table)
        told = digest_of(table)
        if not self.outputs.current(SUMMARY, told):
            self.notes += [n for n in write_summary(table, self.out) if n not in self.notes]
            self.outputs.wrote(SUMMARY, told)
        linked = (self.out / COMMITMENTS).exists()
        told = f"{told} {linked}"
        if not self.outputs.current(INDEX, told):
            write_index(table, self.out, commitments=linked)
            self.outputs.wrote(INDEX, told)
        self.written = time.monotonic()
        self.writing = self.written - begin
        return table

    def _write_commitments(self, table: Iterable[Line]) -> None:
        """By applicant, not by what needs a person: this workbook is looked things up in."""
        ours = sorted((i for i in table if i.report), key=lambda i: (i.applicant or i.label, i.word, i.id))
        rows = ((i.applicant, i.label, i.word, row.inputs if (row := self.ledger.pair(i.id)) else "") for i in ours)
        told = digest_of((self.category, *rows))
        if not self.outputs.current(COMMITMENTS, told):
            write_commitments(self._promises(ours), self.category, self.out)
            self.outputs.wrote(COMMITMENTS, told)

    def _row(self, pair: Pair) -> PairRow | None:
        row = self.ledger.pair(pair.id)
        if row is None or row.state is not State.DONE or row.outcome is None:
            return row
        # of an earlier run that this one has not come to yet
        current = self.reports.complete(pair.id, Judged.model_validate_json(row.outcome).files)
        return row if current else None

    def _promises(self, ours: Iterable[Line]) -> Iterator[tuple[str, str, CommitmentReport]]:
        for line in ours:
            if told := self.ledger.promises(line.id):
                yield line.applicant or line.label, line.word, CommitmentReport.model_validate_json(told)


__all__ = ["Hearing", "Outcome", "intake"]
