"""The one table to work from: a row a pair and a row whatever was not checked, what needs a person first on top.

It must not know any output format.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import IntEnum

from tfdocs.jobs.intake.found import Pair, Remark, Trouble
from tfdocs.jobs.intake.ledger import PairRow, State
from tfdocs.jobs.intake.reports import REPORTS
from tfdocs.jobs.intake.steps import Judged
from tfdocs.model.comparison import Verdict

# A pair of which less is verified is hardly one document: more likely the wrong file was paired. It only adds a hint.
_HARDLY_ALIKE = 0.5


class Level(IntEnum):
    """In the order in which a person should look."""

    INCONSISTENT = 0
    FAILED = 1
    UNDETERMINED = 2
    WAITING = 3
    AMBIGUOUS = 4
    LIST = 5
    ALONE = 6
    CONSISTENT = 7
    DUPLICATE = 8
    ATTACHMENT = 9
    OTHER = 10

    @property
    def chinese(self) -> str:
        return _CHINESE[self]

    @property
    def asks(self) -> bool:
        """Whether a person has to do something."""
        return self < Level.CONSISTENT


_CHINESE = {
    Level.INCONSISTENT: "不一致",
    Level.FAILED: "没有核对成",
    Level.UNDETERMINED: "需人工确认",
    Level.WAITING: "还没有核对",
    Level.AMBIGUOUS: "配对不明",
    Level.LIST: "名单有误",
    Level.ALONE: "缺另一份",
    Level.CONSISTENT: "一致",
    Level.DUPLICATE: "重复",
    Level.ATTACHMENT: "附件",
    Level.OTHER: "其他文件",
}
_VERDICTS = {
    Verdict.INCONSISTENT: Level.INCONSISTENT,
    Verdict.UNDETERMINED: Level.UNDETERMINED,
    Verdict.CONSISTENT: Level.CONSISTENT,
}
_TROUBLES = {
    Trouble.FAILED: Level.FAILED,
    Trouble.AMBIGUOUS: Level.AMBIGUOUS,
    Trouble.LIST: Level.LIST,
    Trouble.ALONE: Level.ALONE,
    Trouble.DUPLICATE: Level.DUPLICATE,
    Trouble.ATTACHMENT: Level.ATTACHMENT,
    Trouble.OTHER: Level.OTHER,
}


@dataclass(frozen=True, slots=True)
class Line:
    """A row. ``report`` is the path of its report below the result's folder, "" without one."""

    id: str
    level: Level
    label: str
    why: tuple[str, ...]
    word: str = ""
    pdf: str = ""
    rule: str = ""
    notes: tuple[str, ...] = ()
    report: str = ""
    certain: int | None = None
    uncertain: int | None = None
    weight: int = 99
    pages: int | None = None
    failed_pages: int | None = None
    seals: int | None = None
    promises: int | None = None
    below: int | None = None
    missing: int | None = None
    applicant: str = ""  # as the Word names itself

    @property
    def order(self) -> tuple[int, ...]:
        return (self.level, self.weight, -(self.certain or 0), -(self.uncertain or 0), -(self.failed_pages or 0))


def lines(pairs: Iterable[tuple[Pair, PairRow | None]], remarks: Iterable[Remark]) -> list[Line]:
    """Every row in order."""
    found = [_of_pair(pair, row) for pair, row in pairs] + [_of_remark(r) for r in remarks]
    return sorted(found, key=lambda line: (line.order, line.label, line.word, line.pdf, line.id))


def _of_pair(pair: Pair, row: PairRow | None) -> Line:
    plain = Line(
        pair.id, Level.WAITING, pair.label, ("还没有轮到；再次运行同一命令即可接着做",),
        word=pair.word.shown, pdf=pair.pdf.shown, rule=pair.rule, notes=pair.notes,
    )  # fmt: skip
    if row is not None and row.state is State.DONE and row.outcome is not None:
        return _of_outcome(plain, Judged.model_validate_json(row.outcome))
    if row is not None and row.error:
        return replace(plain, level=Level.FAILED, why=(row.error,))
    return plain


def _of_outcome(plain: Line, outcome: Judged) -> Line:
    why = list(outcome.reasons) or [outcome.headline]
    if outcome.word_characters and outcome.verified < _HARDLY_ALIKE * outcome.word_characters:
        share = outcome.verified * 100 // outcome.word_characters
        why.insert(0, f"Word 只有 {share}% 的字在 PDF 上找到，可能配错了文件")
    return replace(
        plain,
        level=_VERDICTS[outcome.verdict],
        why=tuple(why),
        notes=(*plain.notes, *outcome.notes),
        report=f"{REPORTS}/{plain.id}/report.html",
        certain=outcome.certain,
        uncertain=outcome.uncertain,
        weight=outcome.weight,
        pages=outcome.pages,
        failed_pages=len(outcome.failed_pages),
        seals=outcome.seals,
        promises=outcome.promises,
        below=outcome.below,
        missing=outcome.missing,
        applicant=outcome.applicant,
    )


def _of_remark(remark: Remark) -> Line:
    told = "\n".join((remark.trouble, *remark.files))
    identity = hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    shown = remark.files[:20]
    more = (f"……等 {len(remark.files)} 个文件",) if len(remark.files) > len(shown) else ()
    return Line(identity, _TROUBLES[remark.trouble], "；".join((*shown, *more)), (remark.why,))
