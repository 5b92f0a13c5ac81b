"""What ``tfdocs check`` says on the terminal: the verdict, the counts, the weightiest differences a line each."""

from __future__ import annotations

from rich.text import Text

from tfdocs.model.comparison import Certainty, Checked, Difference, Verdict
from tfdocs.report import conclusion
from tfdocs.report import vocabulary as words

TOP = 10  # differences listed; the report has them all
_HEADS = 5  # sentences at the top

_STYLE = {
    Verdict.CONSISTENT: "bold green",
    Verdict.INCONSISTENT: "bold red",
    Verdict.UNDETERMINED: "bold yellow",
}


def summary(checked: Checked, top: int = TOP) -> list[str]:
    """The summary as plain lines of text, at most ``top`` differences among them."""
    return [line.plain for line in styled(checked, top)]


def styled(checked: Checked, top: int = TOP) -> list[Text]:
    """The same lines for ``rich``; texts of the files are plain text in them, never markup."""
    report = checked.report
    out = [
        Text.assemble(("核对结论：", "bold"), (words.VERDICT[report.verdict], _STYLE[report.verdict])),
        Text(conclusion.headline(report)),
    ]
    heads = conclusion.headlines(report)
    for head in heads[:_HEADS]:
        where = f"（{words.shortened(head.where, 30)}）" if head.where else ""
        out.append(Text(f"  ※ {head.label}：{words.shortened(head.sentence, 100)}{where}", "bold red"))
    if len(heads) > _HEADS:
        out.append(Text(f"  ※ 另有 {len(heads) - _HEADS} 项，见核对报告", "bold red"))
    out += [Text(f"  · {words.shortened(reason, 100)}") for reason in conclusion.reasons(report)]
    main = conclusion.listed(report)
    out += [_line(d) for d in main[:top]]
    if len(main) > top:
        out.append(Text(f"  …… 另有 {len(main) - top} 处，见核对报告", "dim"))
    filled = conclusion.filled_in(report)
    if filled:
        out.append(Text(f"手填 {len(filled)} 处（不影响结论）", "dim"))
    if report.suppressed:
        out.append(Text(f"已判定为识读误差 {len(report.suppressed)} 处（列在报告末尾备查）", "dim"))
    if report.seals:
        pages = words.page_list(s.page for s in report.seals)
        out.append(Text(f"印章 {len(report.seals)} 枚：{pages}", "dim"))
    return out


def _line(difference: Difference) -> Text:
    """“第 4 页｜金额｜“20万元”→“28万元””, with a word for what is uncertain."""
    sure = difference.certainty is Certainty.CERTAIN
    colour = "blue" if conclusion.harmless(difference) else "red" if sure else "yellow"
    parts = [conclusion.place(difference), words.MATERIALITY[difference.materiality], conclusion.spoken(difference)]
    if not sure:
        parts.append("存疑")
    return Text("  " + "｜".join(parts), colour)
