"""A page that shows promise against demand: one plot (inline SVG), one table; no script, nothing from the network.

For each indicator a line; a dot for each promise, placed by how many times the demand it is. Left of the upright line
is below what is demanded. Ranks and other “at most” are turned round, so that right is always better.
"""

# ruff: noqa: E501  (an element of a page stays whole)

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from html import escape
from math import log2

from tfdocs.commitments.applicants import Paper, across, grouped
from tfdocs.commitments.wording import NOT_PROMISED, STATUSES, figure, place, required_words, words
from tfdocs.model.commitment import Commitment, Comparator, Modality, Status
from tfdocs.model.programme import Category, Indicator

__all__ = ["page_bytes", "ratio"]

_COLOURS = {Status.MET: "#2e7d4f", Status.BELOW: "#b3372b", Status.UNCLEAR: "#b7791f"}
_LEFT, _RIGHT, _ROW, _TOP = 260, 40, 30, 46
_WIDTH = 980
_REACH = 2.0  # times two, each way: what is more than fourfold or less than a quarter stands at the edge

_STYLE = """
body{font:15px/1.6 "Microsoft YaHei","PingFang SC","Noto Sans CJK SC",sans-serif;color:#1c2733;margin:32px auto;max-width:1020px;padding:0 16px}
h1{font-size:22px}h2{font-size:17px;margin-top:32px}p.note{color:#5b6875;font-size:13px}
table{border-collapse:collapse;width:100%;font-size:13px}th,td{border:1px solid #d9dee3;padding:6px 8px;text-align:left;vertical-align:top}
th{background:#1f4e79;color:#fff}tr.met td.s{color:#2e7d4f}tr.below td.s,tr.none td.s{color:#b3372b}tr.unclear td.s{color:#b7791f}td.s{font-weight:600;white-space:nowrap}
svg{width:100%;height:auto}svg text{font:13px "Microsoft YaHei","PingFang SC","Noto Sans CJK SC",sans-serif}
li.c{color:#8a4b00}
@media print{body{margin:0}}
""".strip()


def ratio(item: Commitment, indicator: Indicator) -> float | None:
    """How many times the demand a promise is; for “at most” the other way round; ``None`` where they cannot be divided."""
    if not isinstance(item.value, Decimal) or item.value <= 0 or indicator.value <= 0:
        return None
    if item.unit not in ("", indicator.unit, *indicator.units):
        return None
    at_most = indicator.comparator in (Comparator.AT_MOST, Comparator.LESS)
    return float(indicator.value / item.value if at_most else item.value / indicator.value)


def page_bytes(papers: Sequence[Paper], category: Category | None, title: str) -> bytes:
    """The page for one or many documents; without a category it lists what is promised and has no plot."""
    groups = grouped(papers)
    body = [f"<h1>{escape(title)}</h1>"]
    if category is not None:
        body.append(
            f"<p class='note'>{escape(category.name)}：每个指标一行，竖线是指南要求；点在竖线右边为达到或超过，左边为不足。</p>"
        )
        body.append(_plot(groups, category))
        body.append("<h2>逐项对照</h2>" + _assessed(groups, category))
    else:
        body.append(_listed(groups))
    conflicts = [(n, c) for n, own in groups for p in own for c in p.report.conflicts]
    conflicts += [(n, c) for n, own in groups for c in across(own, category)]
    if conflicts:
        rows = "".join(f"<li class='c'>{escape(n)}：{escape(c.message)}</li>" for n, c in conflicts)
        body.append(f"<h2>前后不一致</h2><ul>{rows}</ul>")
    html = (
        "<!DOCTYPE html>\n<html lang='zh-CN'><head><meta charset='utf-8'>"
        "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        "<meta name='viewport' content='width=device-width,initial-scale=1'>"
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>{''.join(body)}</body></html>\n"
    )
    return html.encode()


def _answers(paper: Paper, indicator: Indicator) -> list[Commitment]:
    return [
        i
        for i in paper.report.commitments
        if i.modality is Modality.PROMISE and i.requirement is not None and i.requirement.id == indicator.id
    ]


def _x(times: float) -> float:
    place = max(-_REACH, min(_REACH, log2(times))) / _REACH
    middle = (_LEFT + _WIDTH - _RIGHT) / 2
    return round(middle + place * (_WIDTH - _RIGHT - _LEFT) / 2, 1)


def _plot(groups: Sequence[tuple[str, list[Paper]]], category: Category) -> str:
    height = _TOP + _ROW * len(category.indicators) + 16
    out = [f"<svg viewBox='0 0 {_WIDTH} {height}' role='img' aria-label='承诺与要求对照图'>"]
    for times, label in ((0.25, "¼"), (0.5, "½"), (1.0, "要求"), (2.0, "2 倍"), (4.0, "4 倍")):
        x, heavy = _x(times), times == 1.0
        out.append(
            f"<line x1='{x}' y1='{_TOP - 10}' x2='{x}' y2='{height - 12}' stroke='{'#1f4e79' if heavy else '#e3e7eb'}' "
            f"stroke-width='{2 if heavy else 1}'/><text x='{x}' y='{_TOP - 18}' text-anchor='middle' fill='#5b6875'>{label}</text>"
        )
    for n, indicator in enumerate(category.indicators):
        y = _TOP + _ROW * n + 8
        name = indicator.name if len(indicator.name) <= 18 else indicator.name[:17] + "…"
        out.append(
            f"<text x='{_LEFT - 12}' y='{y + 4}' text-anchor='end' fill='#1c2733'>{escape(name)}"
            f"<title>{escape(indicator.name)}：{escape(required_words(indicator.required))}</title></text>"
            f"<line x1='{_LEFT}' y1='{y}' x2='{_WIDTH - _RIGHT}' y2='{y}' stroke='#eef1f4'/>"
        )
        anything = False
        for number, (applicant, own) in enumerate(groups):
            for paper in own:
                # what is settled lies on what a person has to confirm, where both stand at one place
                for item in sorted(_answers(paper, indicator), key=_settled):
                    share = ratio(item, indicator)
                    status = item.requirement.status if item.requirement is not None else Status.UNCLEAR
                    if share is None:
                        continue
                    anything = True
                    shift = 0 if len(groups) == 1 else round((number / (len(groups) - 1) - 0.5) * 12, 1)
                    out.append(
                        f"<circle cx='{_x(share)}' cy='{y + shift}' r='5' fill='{_COLOURS[status]}' fill-opacity='0.85'>"
                        f"<title>{escape(applicant)}：{escape(figure(item))}（要求{escape(required_words(indicator.required))}，"
                        f"{STATUSES[status]}）</title></circle>"
                    )
        if not anything:
            out.append(f"<text x='{_LEFT + 6}' y='{y + 4}' fill='{_COLOURS[Status.BELOW]}'>{NOT_PROMISED}</text>")
    out.append("</svg>")
    return "".join(out)


def _assessed(groups: Sequence[tuple[str, list[Paper]]], category: Category) -> str:
    rows = []
    for indicator in category.indicators:
        wanted = escape(required_words(indicator.required))
        for applicant, own in groups:
            found = [(p, i) for p in own for i in _answers(p, indicator)]
            head = f"<td>{escape(indicator.name)}</td><td>{wanted}</td><td>{escape(applicant)}</td>"
            if not found:
                rows.append(f"<tr class='none'>{head}<td></td><td class='s'>{NOT_PROMISED}</td><td></td><td></td></tr>")
            for p, i in found:
                status = i.requirement.status if i.requirement is not None else Status.UNCLEAR
                rows.append(
                    f"<tr class='{status.value}'>{head}<td>{escape(figure(i))}</td><td class='s'>{STATUSES[status]}</td>"
                    f"<td>{escape(words(i))}</td><td>{escape(p.name)}，{escape(place(i, p.document))}</td></tr>"
                )
    head = "".join(f"<th>{h}</th>" for h in ("指标", "要求", "申报单位", "承诺", "结论", "原文", "位置"))
    return f"<table><tr>{head}</tr>{''.join(rows)}</table>"


def _listed(groups: Sequence[tuple[str, list[Paper]]]) -> str:
    rows = []
    for applicant, own in groups:
        for p in own:
            for i in p.report.commitments:
                if i.modality is Modality.PROMISE:
                    what = f"{i.action or ''} {i.object or ''}".strip()
                    rows.append(
                        f"<tr><td>{escape(applicant)}</td><td>{escape(what)}</td><td>{escape(figure(i))}</td>"
                        f"<td>{escape(words(i))}</td><td>{escape(p.name)}，{escape(place(i, p.document))}</td></tr>"
                    )
    head = "".join(f"<th>{h}</th>" for h in ("申报单位", "内容", "数值", "原文", "位置"))
    return f"<table><tr>{head}</tr>{''.join(rows)}</table>"


def _settled(item: Commitment) -> bool:
    return item.requirement is not None and item.requirement.status is not Status.UNCLEAR
