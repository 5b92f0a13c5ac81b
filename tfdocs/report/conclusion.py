"""What a report says first: the verdict with its reasons, the order of the differences, what was not checked.

Pure sentences computed from the report; it must not know any output format.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tfdocs import __version__
from tfdocs.model.comparison import (
    Certainty,
    Checked,
    CheckReport,
    Coverage,
    Difference,
    Kind,
    Materiality,
    PageStatus,
    Verdict,
)
from tfdocs.model.document import Finding
from tfdocs.model.fault import Severity
from tfdocs.report import vocabulary as words


def by_weight(differences: Iterable[Difference]) -> list[Difference]:
    """The weightiest first; of one weight the certain before the uncertain, then in the order of the paper."""

    def key(d: Difference) -> tuple[int, bool, int, float, int, str]:
        page = d.pdf.page if d.pdf else 1_000_000
        top = d.pdf.boxes[0][1] if d.pdf and d.pdf.boxes else 0.0
        start = d.word.start if d.word else 0
        return d.materiality.rank, d.certainty is Certainty.UNCERTAIN, page, top, start, d.id

    return sorted(differences, key=key)


def harmless(difference: Difference) -> bool:
    """Surely filled in on paper: the one sort of difference that the verdict does not count."""
    return difference.kind is Kind.FILLED_IN and difference.certainty is Certainty.CERTAIN


def listed(report: CheckReport) -> list[Difference]:
    """The differences of the main list, by weight: all that bear on the verdict."""
    return by_weight(d for d in report.differences if not harmless(d))


def filled_in(report: CheckReport) -> list[Difference]:
    """What was surely signed, dated or written in the blanks."""
    return by_weight(d for d in report.differences if harmless(d))


def numbered(report: CheckReport) -> list[tuple[int, Difference]]:
    """Every difference with its number, the same in each file of a report.

    From 1 through the main list, on through what was filled in, and on through what was set aside.
    """
    every = [*listed(report), *filled_in(report), *by_weight(report.suppressed)]
    return list(enumerate(every, start=1))


@dataclass(frozen=True, slots=True)
class Headline:
    """A sentence that stands at the top; ``page`` is where on the paper it can be seen, None when it does not say."""

    label: str
    sentence: str
    where: str
    page: int | None
    severity: Severity


_ON_PAGE = re.compile(r"第\s*(\d{1,6})\s*页")


def headlines(report: CheckReport) -> list[Headline]:
    """The findings that ``vocabulary.HEADLINE`` lifts to the top, in its order, and the promises that changed.

    Each sentence once. A promise that keeps its number is told beside its difference only.
    """
    order = list(words.HEADLINE)
    found = sorted((f for f in report.findings if f.code in words.HEADLINE), key=lambda f: order.index(f.code))
    out: dict[tuple[str, str], Headline] = {}
    for f in found:
        on_page = _ON_PAGE.search(f.where or "") or _ON_PAGE.search(f.message)
        number = int(on_page.group(1)) if on_page else 0
        page = number if 1 <= number <= report.pdf.pages else None
        line = Headline(words.HEADLINE[f.code], f.message.rstrip("。"), f.where or "", page, f.severity)
        out.setdefault((line.sentence, line.where), line)
    told = {sentence for sentence, _ in out}
    for d in listed(report):
        promise = d.commitment
        if promise is None or promise.before == promise.after or promise.message.rstrip("。") in told:
            continue
        sentence = promise.message.rstrip("。")
        told.add(sentence)
        if d.certainty is Certainty.UNCERTAIN:
            sentence += "（存疑）"
        page = d.pdf.page if d.pdf else None
        out[sentence, place(d)] = Headline(
            words.HEADLINE["commitment-changed"], sentence, place(d), page, Severity.WARNING
        )
    return list(out.values())


def other_findings(report: CheckReport) -> list[Finding]:
    """The findings that are no headline, the most severe first."""
    rank = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}
    return sorted((f for f in report.findings if f.code not in words.HEADLINE), key=lambda f: rank[f.severity])


def commitment(difference: Difference) -> str:
    """Which promise a difference touches and how it changed, in words; "" when none is known to be touched."""
    return difference.commitment.message if difference.commitment else ""


@dataclass(frozen=True, slots=True)
class Count:
    materiality: Materiality
    certain: int
    uncertain: int

    @property
    def total(self) -> int:
        return self.certain + self.uncertain


def counts(report: CheckReport) -> list[Count]:
    """How many differences of each weight the main list has; weights without any are there with zeros."""
    main = listed(report)
    return [
        Count(
            m,
            sum(d.materiality is m and d.certainty is Certainty.CERTAIN for d in main),
            sum(d.materiality is m and d.certainty is Certainty.UNCERTAIN for d in main),
        )
        for m in Materiality
    ]


def headline(report: CheckReport) -> str:
    """The verdict in one sentence."""
    cover = report.coverage
    if report.verdict is Verdict.CONSISTENT:
        return f"Word 的 {cover.word_characters} 个字在 PDF 上逐一找到，PDF 上没有多出的文字。"
    certain = sum(d.certainty is Certainty.CERTAIN and d.material for d in report.differences)
    doubtful = sum(d.certainty is Certainty.UNCERTAIN for d in report.differences)
    if report.verdict is Verdict.INCONSISTENT:
        more = f"，另有 {doubtful} 处存疑" if doubtful else ""
        return f"有 {certain} 处内容与 Word 确实不同{more}。"
    if doubtful:
        return f"没有发现确定的实质差异，有 {doubtful} 处存疑，请对照图像确认。"
    return "没有发现确定的实质差异，但核对不完整，请人工确认下列事项。"


# findings that say of one page what the ledger of pages says of all of its kind
_TOLD_BY_PAGES = frozenset({"page-failed", "page-extra", "page-duplicate", "page-misplaced"})


def reasons(report: CheckReport) -> list[str]:
    """Why the verdict is what it is: short Chinese sentences, the weightiest first. Empty for “consistent”."""
    out: list[str] = []
    main = listed(report)
    certain = [d for d in main if d.certainty is Certainty.CERTAIN and d.material]
    if certain:
        out.append(f"确定的差异 {len(certain)} 处：{_by_materiality(certain)}")
    doubtful = [d for d in report.differences if d.certainty is Certainty.UNCERTAIN]
    if doubtful:
        out.append(f"存疑 {len(doubtful)} 处：{_by_materiality(doubtful)}")
    points = [d for d in main if d.certainty is Certainty.CERTAIN and not d.material]
    if points:
        out.append(f"标点不同 {len(points)} 处")
    for status, text in (
        (PageStatus.FAILED, "未能识读"),
        (PageStatus.EXTRA, "在 Word 中没有"),
        (PageStatus.DUPLICATE, "是重复的页"),
        (PageStatus.MISPLACED, "次序不对"),
    ):
        numbers = [p.number for p in report.pages if p.status is status]
        if status is PageStatus.EXTRA and report.allow_attachments:
            continue
        if numbers:
            out.append(f"{words.page_list(numbers)}{text}")
    cover = report.coverage
    if cover.missing:
        out.append(f"Word 中有 {cover.missing} 个字在 PDF 上没有找到")
    if cover.unreadable:
        out.append(f"{cover.unreadable} 个字在 PDF 上看不清")
    if unaccounted(cover):
        out.append(f"{unaccounted(cover)} 个字未能归类")
    if cover.pdf_unverified:
        out.append(f"PDF 上有 {cover.pdf_unverified} 个字或笔迹没有对应的 Word 文字")
    for f in other_findings(report):
        if f.severity is Severity.ERROR and f.code not in _TOLD_BY_PAGES:
            out.append(f.message.rstrip("。") + (f"（{f.where}）" if f.where else ""))
    return out


def unaccounted(cover: Coverage) -> int:
    """Characters of the Word that the ledger has in no column; 0 in a sound report."""
    return max(0, cover.word_characters - cover.verified - cover.different - cover.missing - cover.unreadable)


def _by_materiality(differences: list[Difference]) -> str:
    found = {m: sum(d.materiality is m for d in differences) for m in Materiality}
    return "、".join(f"{words.MATERIALITY[m]} {n}" for m, n in found.items() if n)


def not_checked(checked: Checked) -> list[str]:
    """What the verdict does not speak for, in plain sentences; never empty."""
    report = checked.report
    out: list[str] = []
    failures = {p.number: p.failure for p in checked.pages if p.failure}
    for page in report.pages:
        if page.status is PageStatus.FAILED:
            why = failures.get(page.number)
            out.append(f"第 {page.number} 页未能识读" + (f"：{words.shortened(why, 80)}" if why else ""))
    unread = {p.number: len(p.unread) for p in checked.pages if p.unread}
    if unread:
        out.append(f"{words.page_list(unread)}共 {sum(unread.values())} 处像文字的痕迹没有读出")
    if report.coverage.unreadable:
        out.append(f"Word 的 {report.coverage.unreadable} 个字所在位置看不清，未能核实")
    extra = [p.number for p in report.pages if p.status is PageStatus.EXTRA]
    if extra and report.allow_attachments:
        out.append(f"{words.page_list(extra)}按附件处理，内容没有核对")
    unordered = [f.where for f in report.findings if f.code == "order-not-checked" and f.where]
    if unordered:
        out.append(f"{'、'.join(unordered)}的文字太多，先后位置没有核对")
    unseen = [f.where for f in report.findings if f.code == "figures-not-looked-at" and f.where]
    if unseen:
        out.append(f"{'、'.join(unseen)}有数字的间隔或上标没有对照图像查看")
    handwritten = sum(line.handwritten for p in checked.pages for line in p.lines)
    if handwritten:
        out.append(f"手写内容 {handwritten} 处：只标出位置，写了什么请人工看")
    out.append("印章、签名只标出位置，不辨真伪")
    out.append("字体、字号、颜色、图形和版式不在核对之列")
    return out


def made_with(report: CheckReport) -> list[tuple[str, str]]:
    """What made the report, by name and version: tfdocs first, then engines and models."""
    return [("tfdocs", __version__), *sorted(report.engines.items())]


def how_to_read(report: CheckReport) -> list[str]:
    """How the report is to be understood, for someone who sees one for the first time."""
    out = [
        "“确定”：图像明确支持纸面的写法，不支持 Word 的写法；“存疑”：图像不足以判定，请对照图像看一眼。",
        "有一处确定的实质差异即为“不一致”；有存疑、看不清、没有读出的内容即“需要人工判定”；两边逐字相符才是“一致”。",
        "每处差异的序号在 report.html、report.xlsx 和 marked.pdf 中相同；编号由内容算出，同一对文件再核对一次不会变。",
    ]
    if report.suppressed:
        out.append("“识读误差”是识读结果与 Word 不同、但图像支持 Word 写法的地方，不影响结论，列出备查。")
    if filled_in(report):
        out.append("“手填”是 Word 的空白处在纸面上填写的签名、日期等，不影响结论。")
    return out


# what belongs to a number on its left and on its right, so that “8” is said as “28万元”
_NUMBER_HEAD = re.compile(r"[0-9０-９.,，．〇零一二三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟]+$")
_DATE_HEAD = re.compile(r"[0-9０-９〇○零一二三四五六七八九十年月./-]+$")
_NUMBER_TAIL = re.compile(
    r"^[0-9０-９.,，．〇零一二三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟]*"
    r"(?:元[整正]?|人次|[%％‰]|[篇条项个名人次场期家届页年月日号])?"
)
_NUMERIC = (Materiality.AMOUNT, Materiality.NUMBER, Materiality.DATE)


def spoken(difference: Difference, limit: int = 40) -> str:
    """A difference in one phrase: “20万元”→“28万元”, 缺“不得”, 多出“……”, “末”看不准 (read so, but perhaps a 未)."""
    own, other = (_whole(side, difference) for side in (difference.word, difference.pdf))
    left, right = words.shortened(own, limit), words.shortened(other, limit)
    if difference.evidence.rule == "picture-missing":
        return "Word 中的图片没有找到"
    if difference.evidence.rule == "picture-differs":
        return f"图片里的文字不同，纸面为“{right}”" if right else "图片里的文字在纸面上没有读到"
    match difference.kind:
        case Kind.MISSING:
            return f"缺“{left}”"
        case Kind.ADDED:
            return f"多出“{right}”"
        case Kind.MOVED:
            return f"“{left or right}”移了位置"
        case Kind.FILLED_IN:
            return f"手填“{right}”" if right else "手填（未读出）"
        case Kind.REPLACED:
            return f"“{left}”看不准" if own == other else f"“{left}”→“{right}”"


def _whole(side: object, difference: Difference) -> str:
    """The text of one side, a number completed by what stands beside it."""
    text = getattr(side, "text", "")
    before, after = getattr(side, "before", ""), getattr(side, "after", "")
    if difference.materiality not in _NUMERIC or difference.kind is not Kind.REPLACED or len(text) > 8:
        return str(text)
    dated = difference.materiality is Materiality.DATE
    head = (_DATE_HEAD if dated else _NUMBER_HEAD).search(before)
    tail = _NUMBER_TAIL.search(after)
    return (head.group() if head else "") + text + (tail.group() if tail else "")


def place(difference: Difference) -> str:
    """Where a difference is, for a line of text: “第 4 页”, or the place in the Word where the paper has none."""
    if difference.pdf is not None:
        return f"第 {difference.pdf.page} 页"
    if difference.word is not None:
        return f"Word {word_place(difference)}"
    return "位置不明"


def word_place(difference: Difference) -> str:
    """“第 31 段” (counted from 1) or the reader's own words for it; "" without a Word side."""
    side = difference.word
    if side is None:
        return ""
    return words.shortened(side.place, 40) if side.place else f"第 {side.paragraph + 1} 段"
