"""The whole story on the shipped samples: write, check, extract, and look whether it came out as it should.

Nothing but the package's own functions is used, in the order in which an office would. It must not know how a terminal
shows it: steps are handed to whoever listens.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from tfdocs.commitments.workbook import workbook_bytes
from tfdocs.errors import InputDamaged, InputMissing, OutputFailed
from tfdocs.jobs import extracting, making
from tfdocs.jobs.checking import check_pair
from tfdocs.jobs.planted import Change, Outcome, outcomes
from tfdocs.model.commitment import CommitmentReport, Status
from tfdocs.model.comparison import Certainty, Checked, Difference, Verdict
from tfdocs.model.programme import Category
from tfdocs.programme import find
from tfdocs.report import write_all
from tfdocs.report.writing import write_bytes

MANIFEST = "演示清单.json"
_APPLICATIONS = {"society": "forms/society.xlsx", "activity": "forms/activity.xlsx", "journal": "forms/journal.yaml"}
_AGREEMENT = "forms/agreement.xlsx"
_NOTICES = "forms/notices.xlsx"
NOTICES = 30  # projects on the list

Listener = Callable[[str], None]


class _Pair(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    category: str  # whose draft the scan is of
    scan: str


class _ChangedPair(_Pair):
    changes: tuple[Change, ...]


class Truth(BaseModel):
    """``scans/truth.json``: which scan is of which draft, and what was changed in the second one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    same: _Pair
    changed: _ChangedPair


@dataclass(frozen=True, slots=True)
class Step:
    """One step that was done: ``results`` are sentences, ``files`` what a person would open."""

    title: str
    seconds: float
    results: tuple[str, ...]
    files: tuple[Path, ...]


@dataclass
class DemoOutcome:
    """Everything the demo did. ``problems`` is empty when the story came out as it should."""

    folder: Path
    steps: list[Step] = field(default_factory=list)
    found: list[Outcome] = field(default_factory=list)  # of the changes planted
    other: list[Difference] = field(default_factory=list)  # reported at the changed scan beyond them
    promises: dict[str, CommitmentReport] = field(default_factory=dict)  # by category's name
    problems: list[str] = field(default_factory=list)
    seconds: float = 0.0


def samples() -> Path:
    """The folder of the shipped samples. ``InputMissing`` when the package came without them."""
    folder = Path(str(files("tfdocs.samples")))
    if not (folder / "scans" / "truth.json").is_file():
        raise InputMissing("缺少随附的样例", where=str(folder), hint="请重新安装 tfdocs。")
    return folder


def load_truth(path: Path) -> Truth:
    """Raises ``InputDamaged``."""
    try:
        return Truth.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise InputDamaged("样例的说明已损坏", where=path.name, hint="请重新安装 tfdocs。") from error


def free_folder(wanted: Path) -> Path:
    """``wanted``, or the first of ``wanted-2``, ``wanted-3``… that is new, empty, or an earlier demo nobody touched."""
    for number in range(1, 1000):
        folder = wanted if number == 1 else wanted.with_name(f"{wanted.name}-{number}")
        if _is_free(folder):
            return folder
    raise OutputFailed("同名文件夹太多", where=str(wanted), hint="请用 -o 换一个文件夹名。")


def _is_free(folder: Path) -> bool:
    if not folder.exists():
        return True
    if not folder.is_dir():
        return False
    there = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if not p.is_dir()}
    manifest = there.pop(MANIFEST, None)
    if manifest is None:
        return not there
    try:
        ours = json.loads(manifest.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False  # no manifest of ours: whatever it is, it is somebody's
    return isinstance(ours, dict) and all(ours.get(name) == _sha256(path) for name, path in there.items())


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def demo(folder: Path | str, *, executor: Executor | None = None, say: Listener | None = None) -> DemoOutcome:
    """Run the demo into ``folder`` (or a free name beside it) and say what came out.

    ``executor`` reads pages in parallel. ``say`` is told the title of each step when it begins. Raises the errors of
    ``tfdocs.errors``; that a result is not what it should be is no error but a problem in the outcome.
    """
    begin = time.perf_counter()
    out = DemoOutcome(free_folder(Path(folder)))
    story = _Story(out, samples(), executor, say or (lambda _: None))
    try:
        out.folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputFailed("不能建立文件夹", where=str(out.folder), hint="请用 -o 换一个位置。") from error
    try:
        story.tell()
    finally:
        # Also after a failure: the next demo may then use the same folder.
        made = {
            p.relative_to(out.folder).as_posix(): _sha256(p)
            for p in sorted(out.folder.rglob("*"))
            if p.is_file() and p.name != MANIFEST
        }
        write_bytes(out.folder / MANIFEST, json.dumps(made, ensure_ascii=False, indent=1).encode())
    out.seconds = time.perf_counter() - begin
    return out


class _Story:
    """The steps in order; each adds to the outcome."""

    def __init__(self, out: DemoOutcome, source: Path, executor: Executor | None, say: Listener) -> None:
        self.out = out
        self.source = source
        self.executor = executor
        self.say = say
        self.programme = find(making.DEFAULT_PROGRAMME)
        self.truth = load_truth(source / "scans" / "truth.json")
        self.drafts: dict[str, Path] = {}

    def tell(self) -> None:
        self.inputs()
        self.write_applications()
        self.write_agreement()
        self.write_notices()
        self.check_same()
        self.check_changed()
        self.extract()

    @contextmanager
    def step(self, title: str) -> Iterator[tuple[list[str], list[Path]]]:
        self.say(title)
        begin = time.perf_counter()
        results: list[str] = []
        paths: list[Path] = []
        yield results, paths
        self.out.steps.append(Step(title, time.perf_counter() - begin, tuple(results), tuple(paths)))

    def category(self, key: str) -> Category:
        return self.programme.category(key)

    def inputs(self) -> None:
        with self.step("准备样例（单位、人员均为虚构）") as (results, paths):
            folder = self.out.folder / "0-样例输入"
            wanted = [*_APPLICATIONS.values(), _AGREEMENT, _NOTICES, self.truth.same.scan, self.truth.changed.scan]
            try:
                folder.mkdir(exist_ok=True)
                for name in wanted:
                    shutil.copyfile(self.source / name, folder / Path(name).name)
            except OSError as error:
                raise OutputFailed("不能复制样例", where=str(folder), hint="请检查磁盘空间和写入权限。") from error
            results.append(f"填报表 {len(_APPLICATIONS) + 2} 份、扫描件 2 份")
            paths.append(folder)

    def write_applications(self) -> None:
        remarks = 0
        with self.step("由填报表生成三份申报书") as (results, paths):
            for key, form in _APPLICATIONS.items():
                target = self.out.folder / "1-申报书" / f"{self.category(key).name}申报书.docx"
                made = making.draft(self.source / form, target)
                self.drafts[key] = target
                paths.append(target)
                remarks += len(made.faults)
            results.append(f"{len(paths)} 份" + _remarks(remarks))

    def write_agreement(self) -> None:
        with self.step("由填报表生成实施协议") as (results, paths):
            target = self.out.folder / "2-实施协议" / "项目实施协议.docx"
            made = making.agreement(self.source / _AGREEMENT, target)
            results.append("1 份" + _remarks(len(made.faults)))
            paths.append(target)

    def write_notices(self) -> None:
        with self.step("由立项名单批量生成立项通知书") as (results, paths):
            folder = self.out.folder / "3-立项通知书"
            batch = making.notice(self.source / _NOTICES, folder)
            made = [p for p in batch.files(folder) if p.is_file()]
            results.append(f"{len(made)} 份，另有送达清单")
            paths.append(folder)
            if len(made) != NOTICES or batch.failed:
                self.out.problems.append(f"名单有 {NOTICES} 个项目，通知书有 {len(made)} 份，失败 {batch.failed} 份")

    def check(self, pair: _Pair, folder: Path) -> Checked:
        checked = check_pair(self.drafts[pair.category], self.source / pair.scan, executor=self.executor)
        write_all(checked, folder)
        return checked

    def check_same(self) -> None:
        pair = self.truth.same
        with self.step("核对盖章扫描件一（打印后没有改动）") as (results, paths):
            folder = self.out.folder / "4-核对-未改动"
            report = self.check(pair, folder).report
            results.append(f"{len(report.pages)} 页，印章 {len(report.seals)} 枚，结论：{_VERDICTS[report.verdict]}")
            paths.append(folder / "report.html")
            if report.verdict is not Verdict.CONSISTENT:
                self.out.problems.append(f"没有改动的扫描件应判为一致，实际为：{_VERDICTS[report.verdict]}")

    def check_changed(self) -> None:
        pair = self.truth.changed
        planted = len(pair.changes)
        title = f"核对盖章扫描件二（打印后改了 {planted} 处）"
        with self.step(title) as (results, paths):
            folder = self.out.folder / "5-核对-有改动"
            checked = self.check(pair, folder)
            self.out.found, self.out.other = outcomes(pair.changes, checked)
            found = sum(o.certainty is not None for o in self.out.found)
            verdict = checked.report.verdict
            results.append(f"{len(checked.report.pages)} 页，结论：{_VERDICTS[verdict]}")
            results.append(f"改动 {planted} 处，查出 {found} 处；另外报告 {len(self.out.other)} 处")
            paths.append(folder / "report.html")
            if verdict is not Verdict.INCONSISTENT:
                self.out.problems.append(f"改动过的扫描件应判为不一致，实际为：{_VERDICTS[verdict]}")
            self.out.problems += [f"没有查出：{o.change.title}" for o in self.out.found if o.certainty is None]
            wrong = sum(d.certainty is Certainty.CERTAIN and d.material for d in self.out.other)
            if wrong:
                self.out.problems.append(f"没有改动的地方被报成差异：{wrong} 处")

    def extract(self) -> None:
        demands = promised = 0
        with self.step("提取申报书的承诺事项，对照申报指南") as (results, paths):
            for key, draft in self.drafts.items():
                category = self.category(key)
                report = extracting.extract_file(draft, self.programme, category).report
                target = self.out.folder / "6-承诺事项" / f"{category.name}承诺事项.xlsx"
                write_bytes(target, workbook_bytes(report, category))
                paths.append(target)
                self.out.promises[category.name] = report
                answered = {c.requirement.id for c in report.commitments if c.requirement is not None}
                demands += len(category.indicators)
                promised += len(answered)
                if not answered:
                    self.out.problems.append(f"{category.name}申报书里没有找到对应指南要求的承诺")
            results.append(f"指南要求 {demands} 项，有承诺 {promised} 项")


_VERDICTS = {
    Verdict.CONSISTENT: "一致",
    Verdict.INCONSISTENT: "不一致",
    Verdict.UNDETERMINED: "需要人工判定",
}


def _remarks(count: int) -> str:
    return f"（提醒 {count} 条）" if count else ""


def answers(report: CommitmentReport, category: Category) -> dict[Status | None, int]:
    """How many indicators of ``category`` are met, below, unclear; under None those without a promise.

    An indicator that is answered more than once counts by its worst answer.
    """
    worst = (Status.BELOW, Status.UNCLEAR, Status.MET)
    out: dict[Status | None, int] = {Status.MET: 0, Status.BELOW: 0, Status.UNCLEAR: 0, None: 0}
    for indicator in category.indicators:
        given = {
            c.requirement.status
            for c in report.commitments
            if c.requirement is not None and c.requirement.id == indicator.id
        }
        out[next((s for s in worst if s in given), None)] += 1
    return out
