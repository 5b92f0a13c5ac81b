"""The figures of ``tfdocs intake``: two workers against one, Dask, what the ledger costs, a run again, memory.

``python -m benchmarks.intake`` runs everything at its full size (half an hour on 2 quiet cores), ``--quick`` in a few
minutes. Speeds are ratios within one run: the absolute ones depend on the machine and on who else uses it, so runs that
are compared take turns. Results go to ``benchmarks/out/intake.json`` and to the screen.

The scanned pages are the samples' (200 dpi, sealed). For the run again and the memory, pages are read by a stand-in
that takes no time: what is measured is everything else.
"""

from __future__ import annotations

import argparse
import gc
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import psutil

from tfdocs.commitments import extract
from tfdocs.jobs.intake.isolation import Call
from tfdocs.jobs.intake.job import Hearing, Outcome, intake
from tfdocs.jobs.intake.ledger import Ledger, State
from tfdocs.jobs.intake.options import Count
from tfdocs.jobs.intake.packing import packer
from tfdocs.jobs.intake.steps import (
    STANDARD,
    FileTask,
    Judged,
    JudgeTask,
    PageOf,
    ReadPage,
    Steps,
    WordRead,
    WordTask,
    sha256,
    stamp,
)
from tfdocs.jobs.intake.workers import Workers, cluster, local
from tfdocs.model.comparison import Verdict
from tfdocs.model.document import Document
from tfdocs.model.page import Page
from tfdocs.read.word import read_word

SAMPLES = Path(__file__).parent.parent / "samples"
SCAN = SAMPLES / "scans" / "society-changed.pdf"
WORD = SAMPLES / "drafts" / "society.docx"


# 1, 2: pages a second


@dataclass(frozen=True)
class Speed:
    """Pages a second, of the pages alone: what starts once and what is judged at the end is not scaled by workers."""

    name: str
    pages: int
    seconds: float

    @property
    def rate(self) -> float:
        return self.pages / self.seconds


def pages_a_second(workers: Workers, tasks: list[PageOf], name: str) -> Speed:
    """Read ``tasks`` by the standard reader, warm workers first."""
    warm = [workers.submit(_call(workers, tasks[0])) for _ in range(2 * workers.size)]
    for future in warm:
        future.result()
    begin = time.perf_counter()
    for future in [workers.submit(_call(workers, task)) for task in tasks]:
        future.result()
    return Speed(name, len(tasks), time.perf_counter() - begin)


def _call(workers: Workers, task: PageOf) -> Call:
    return Call(STANDARD.read_page, task, 600.0, workers.megabytes, STANDARD.preload)


def scans(number: int) -> list[PageOf]:
    file = FileTask(SCAN, sha256(SCAN), stamp(SCAN))
    return [PageOf(file, 2 + n % 10) for n in range(number)]


@contextmanager
def dask_cluster(folder: Path, workers: int) -> Iterator[str]:
    """A scheduler and its workers on this machine, one thread each; gives the address."""
    file = folder / "scheduler.json"
    quiet = {"cwd": folder, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    dask = [sys.executable, "-m", "dask"]
    head = [*dask, "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file)]
    started = [subprocess.Popen(head, **quiet)]
    try:
        while not (file.exists() and file.read_text("utf-8")):
            time.sleep(0.1)
        address = str(json.loads(file.read_text("utf-8"))["address"])
        one = [*dask, "worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory"]
        started += [subprocess.Popen([*one, str(folder / f"w{n}")], **quiet) for n in range(workers)]
        time.sleep(5)
        yield address
    finally:
        for process in started:
            process.kill()
            process.wait()


def speeds(rounds: int, pages: int, folder: Path) -> dict[str, list[Speed]]:
    """One worker, two, and two of Dask, in turns, so that whatever else the machine does meets all three."""
    out: dict[str, list[Speed]] = {"1 worker": [], "2 workers": [], "2 Dask workers": []}
    with dask_cluster(folder, 2) as address:
        for _ in range(rounds):
            for name, context in (
                ("1 worker", local(1)),
                ("2 workers", local(2)),
                ("2 Dask workers", cluster(address)),
            ):
                with context as workers:
                    out[name].append(pages_a_second(workers, scans(pages), name))
                    print(f"{name}: {out[name][-1].rate:.3f} pages/s", file=sys.stderr, flush=True)
    return out


def _slow_page(task: PageOf) -> ReadPage:
    """A page that takes time but no processor, so that a busy machine does not matter."""
    time.sleep(0.5)
    return _read_page(task)


class _Clock:
    """When the first and the last page of a run came in."""

    def __init__(self) -> None:
        self.first = self.last = (0.0, 0)

    def hear(self, count: Count) -> None:
        if count.pages_read and count.pages_read != self.last[1]:
            self.last = (time.perf_counter(), count.pages_read)
            self.first = self.first if self.first[1] else self.last


def machinery(folder: Path) -> dict[str, float]:
    """Pages a second of whole intakes whose pages only wait: what handing out and keeping leaves of two workers."""
    stand_ins(folder, 10, 8)
    _one_page(folder)
    rates: dict[str, float] = {}
    with dask_cluster(folder, 2) as address:
        for name, where in (("1 worker", {"processes": 1}), ("2 workers", {"processes": 2}), ("2 Dask", {})):
            clock = _Clock()
            out = folder / name.replace(" ", "-")
            hearing = Hearing(progress=clock.hear)
            if where:
                intake(folder / "in", out, processes=where["processes"], steps=WAITING, hearing=hearing)
            else:
                intake(folder / "in", out, scheduler=address, steps=WAITING, hearing=hearing)
            rates[name] = (clock.last[1] - clock.first[1]) / (clock.last[0] - clock.first[0])
    ratios = {f"{name} / 1 worker": rate / rates["1 worker"] for name, rate in rates.items() if name != "1 worker"}
    return {**rates, **ratios}


# 3: what ledger and cache cost


def ledger_cost(folder: Path, pages: int) -> dict[str, float]:
    """Seconds of this process's CPU a page for packing, keeping and taking out again, beside those of reading."""
    begin = time.process_time()
    task = scans(1)[0]
    with local(1) as workers:
        workers.submit(_call(workers, task)).result()
        child = psutil.Process().children()[0]
        before = sum(child.cpu_times()[:2])
        read = [workers.submit(_call(workers, t)).result() for t in scans(pages)]
        reading = (sum(child.cpu_times()[:2]) - before) / pages
    packing = packer(Page)
    values = [packing.unpack(r.body) for r in read]
    begin = time.process_time()
    bodies = [packing.pack(v) for v in values]
    packed = (time.process_time() - begin) / pages
    begin = time.process_time()
    for body in bodies:
        packing.unpack(body)
    unpacked = (time.process_time() - begin) / pages
    with Ledger(folder / "ledger.sqlite") as ledger:
        ledger.set_pdf("a" * 64, "s", State.DONE, pages=pages)
        begin = time.process_time()
        for n, body in enumerate(bodies, start=1):
            ledger.is_read("a" * 64, "s", n)
            ledger.set_page("a" * 64, "s", n, State.DONE, body)
        list(ledger.page_bodies("a" * 64, "s"))
        kept = (time.process_time() - begin) / pages
    return {
        "reading": reading,
        "packing": packed,
        "unpacking": unpacked,
        "ledger": kept,
        "bytes": statistics.mean(map(len, bodies)),
        "share": (packed + unpacked + kept) / reading,
    }


# 4, 5: a run again, and the parent's memory


def _read_word(task: WordTask) -> bytes:
    document = Document(task.file.path.name, task.file.sha256, "docx", "甲", ())
    return packer(WordRead).pack(WordRead(document, None))


def _count_pages(task: FileTask) -> int:
    return int(task.path.read_bytes()[9:].split(b"\n")[0])


def _read_page(task: PageOf) -> ReadPage:
    """A page of a scan that was read once and lies beside the folder: real size, no time."""
    body = (task.file.path.parent.parent.parent / "page.bin").read_bytes()
    return ReadPage(body, None)


def _judge(task: JudgeTask) -> Judged:
    """A report of no size, and the promises of a real application."""
    promises = (task.pdf.path.parent.parent.parent / "promises.json").read_text("utf-8")
    (task.folder / "report.html").write_text("x", encoding="utf-8")
    return Judged(
        verdict=Verdict.CONSISTENT, headline="", reasons=[], certain=0, uncertain=0, weight=99, pages=len(task.pages),
        failed_pages=[], seals=0, word_characters=1, verified=1,
        files={"report.html": sha256(task.folder / "report.html")},
        commitments=promises, applicant=task.pdf.path.parent.name,
    )  # fmt: skip


STAND_IN = Steps(
    _read_word, _count_pages, _read_page, _judge, STANDARD.read_list, STANDARD.read_codes,
    preload=("benchmarks.intake",),
)  # fmt: skip

WAITING = replace(STAND_IN, read_page=_slow_page)


def stand_ins(folder: Path, documents: int, pages: int) -> None:
    """Documents that say how many pages they have."""
    template = WORD.read_bytes()
    for n in range(documents):
        place = folder / "in" / f"{n:05d}"
        place.mkdir(parents=True)
        (place / "申报书.docx").write_bytes(template + f"{n:08d}".encode())
        (place / "申报书.pdf").write_bytes(f"%PDF-1.7\n{pages}\n".encode() + f"{n:08d}\n".encode() * 5_000 + b"%%EOF\n")


def run_again(folder: Path, documents: int) -> dict[str, float]:
    """Seconds of a first run and of one that finds nothing changed, the engine's start included: as a command.

    Beside the seconds stands what does not depend on the neighbours: processor time, and calls and bytes of reading and
    writing (0 where the system does not count them)."""
    stand_ins(folder, documents, 4)
    _one_page(folder)
    begin = time.perf_counter()
    intake(folder / "in", folder / "out", processes=2, steps=STAND_IN)
    first = time.perf_counter() - begin
    time.sleep(3)  # files that were just written are looked at once more
    intake(folder / "in", folder / "out", processes=2, steps=STAND_IN)
    command = [sys.executable, "-m", "benchmarks.intake", "--again", str(folder)]
    begin = time.perf_counter()
    said = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout
    seconds = time.perf_counter() - begin
    return {"documents": documents, "first": first, "again": seconds, **json.loads(said)}


def _again(folder: Path) -> dict[str, float]:
    """Run ``run_again``'s second command in this process; what it took."""
    found = intake(folder / "in", folder / "out", processes=2, steps=STAND_IN)
    assert found.count.pages_read == 0 and not found.failed
    process = psutil.Process()
    cpu = process.cpu_times()
    out = {"again cpu": cpu.user + cpu.system}
    if hasattr(process, "io_counters"):
        counted = process.io_counters()._asdict()
        calls = {"again reads": counted["read_count"], "again writes": counted["write_count"]}
        sizes = {f"again {w} MB": counted.get(f"{w}_chars", 0) / 2**20 for w in ("read", "write")}
        out |= calls | sizes
    return out


def _one_page(folder: Path) -> None:
    with local(1) as workers:
        read: ReadPage = workers.submit(_call(workers, scans(1)[0])).result()
    (folder / "page.bin").write_bytes(read.body)
    promises = extract(read_word(WORD)).model_dump_json(by_alias=True)
    (folder / "promises.json").write_text(promises, encoding="utf-8")


class _Memory:
    """Resident memory of this process as the run goes."""

    def __init__(self) -> None:
        self.at: dict[int, float] = {}
        self.process = psutil.Process()

    def hear(self, count: Count) -> None:
        for mark in (100, 1_000, 3_000, 10_000):
            if count.pages_read >= mark and mark not in self.at:
                gc.collect()
                self.at[mark] = self.process.memory_info().rss / 2**20


def memory(folder: Path, pages: int) -> dict[int, float]:
    """Megabytes of the parent at so many pages of one run."""
    stand_ins(folder, pages // 20, 20)
    _one_page(folder)
    heard = _Memory()
    found: Outcome = intake(
        folder / "in", folder / "out", processes=1, steps=STAND_IN, hearing=Hearing(progress=heard.hear)
    )
    assert found.count.pages_read == pages and not found.failed
    return heard.at


PARTS = ["speed", "machinery", "ledger", "again", "memory"]


def table(figures: dict[str, object]) -> list[str]:
    """The figures as Markdown."""
    out = ["| | |", "| --- | --- |"]
    for name, value in figures.items():
        out.append(f"| {name} | {json.dumps(value, ensure_ascii=False)} |")
    return out


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Measure tfdocs intake")
    parser.add_argument("--quick", action="store_true", help="fewer pages: a few minutes")
    parser.add_argument("--only", nargs="+", choices=PARTS)
    parser.add_argument("--out", type=Path, default=Path("benchmarks/out/intake.json"))
    parser.add_argument("--again", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.again is not None:
        print(json.dumps(_again(asked.again)))
        return
    only = asked.only or PARTS
    figures: dict[str, object] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in only:
            (folder / part).mkdir()
        if "ledger" in only:
            figures["ledger"] = {
                k: round(v, 5) for k, v in ledger_cost(folder / "ledger", 6 if asked.quick else 30).items()
            }
        if "speed" in only:
            measured = speeds(3 if asked.quick else 5, 8 if asked.quick else 40, folder / "speed")
            one = [s.rate for s in measured["1 worker"]]
            for kind, found_speeds in measured.items():
                rates = [s.rate for s in found_speeds]
                ratios = [a / b for a, b in zip(rates, one, strict=True)]
                figures[kind] = {
                    "pages/s": [round(r, 3) for r in rates],
                    "ratio": round(statistics.median(ratios), 3),
                }
        if "machinery" in only:
            figures["machinery"] = {k: round(v, 3) for k, v in machinery(folder / "machinery").items()}
        if "again" in only:
            figures["again"] = {k: round(v, 2) for k, v in run_again(folder / "again", 1000).items()}
        if "memory" in only:
            figures["memory"] = {
                k: round(v, 1) for k, v in memory(folder / "memory", 3_000 if asked.quick else 10_000).items()
            }
    print("\n".join(table(figures)))
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    asked.out.write_text(json.dumps(figures, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    # the stand-ins must be found by name in the workers, not in “__main__”
    from benchmarks import intake as module

    module.main()
