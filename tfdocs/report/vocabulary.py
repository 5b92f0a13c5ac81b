"""The Chinese words for the values of a report. Every writer of a report takes its words from here.

It must not know any output format.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from tfdocs.model.comparison import Certainty, Kind, Materiality, PageStatus, Verdict
from tfdocs.model.fault import Severity
from tfdocs.model.page import SealShape, Source

VERDICT = {
    Verdict.CONSISTENT: "一致",
    Verdict.INCONSISTENT: "不一致",
    Verdict.UNDETERMINED: "需要人工判定",
}

KIND = {
    Kind.REPLACED: "改动",
    Kind.MISSING: "缺失",
    Kind.ADDED: "多出",
    Kind.MOVED: "移位",
    Kind.FILLED_IN: "手填",
}

CERTAINTY = {Certainty.CERTAIN: "确定", Certainty.UNCERTAIN: "存疑"}

MATERIALITY = {
    Materiality.AMOUNT: "金额",
    Materiality.NUMBER: "数字",
    Materiality.DATE: "日期",
    Materiality.NAME: "名称",
    Materiality.NEGATION: "否定词",
    Materiality.TEXT: "文字",
    Materiality.PUNCTUATION: "标点",
}

STATUS = {
    PageStatus.MATCHED: "已核对",
    PageStatus.BLANK: "空白页",
    PageStatus.EXTRA: "多出的页",
    PageStatus.DUPLICATE: "重复页",
    PageStatus.MISPLACED: "错位页",
    PageStatus.FAILED: "未能识读",
}

SOURCE = {Source.TEXT: "PDF 文字层", Source.OCR: "图像识读"}

SHAPE = {
    SealShape.CIRCLE: "圆形章",
    SealShape.OVAL: "椭圆章",
    SealShape.SQUARE: "方形章",
    SealShape.STRADDLE: "骑缝章",
}

PAGE_MARK = {
    PageStatus.MATCHED: "✓",
    PageStatus.BLANK: "白",
    PageStatus.EXTRA: "多",
    PageStatus.DUPLICATE: "重",
    PageStatus.MISPLACED: "错",
    PageStatus.FAILED: "未读",
}

SEVERITY = {Severity.ERROR: "错误", Severity.WARNING: "注意", Severity.INFO: "说明"}

# Findings that stand in words at the top of a report, the weightiest first: what no longer agrees with itself or with
# what was promised weighs more than any single character. All other codes stay in the list of findings.
HEADLINE = {
    "amount-words-differ": "大写与小写不符",
    "sum-differs": "合计不符",
    "commitment-changed": "承诺有变",
}

# views of tracked changes; a view without a word here is shown by its own name
VIEW = {
    "final": "最终稿（接受全部修订）",
    "original": "原始稿（不接受修订）",
    "markup": "显示标记（增删的文字都在）",
}


def view(name: str) -> str:
    """The view of tracked changes that was compared, for a person."""
    return VIEW.get(name, name)


def page_list(numbers: Iterable[int]) -> str:
    """``[1, 2, 3, 7]`` as “第 1–3、7 页”; "" for no page."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    if not runs:
        return ""
    return "第 " + "、".join(str(a) if a == b else f"{a}–{b}" for a, b in runs) + " 页"


_DECEIVING = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def visible(text: str) -> str:
    """``text`` with what could deceive the eye made visible: control and bidirectional characters, lone surrogates.

    Line breaks and tabs become a space. The result can be encoded and stands on one line.
    """
    return _DECEIVING.sub(lambda m: _visible(m[0]), text)


def _visible(char: str) -> str:
    return " " if char in "\n\r\t\v\f\x85\u2028\u2029" else f"⟨U+{ord(char):04X}⟩"


def shortened(text: str, limit: int) -> str:
    """``text`` made visible, its middle left out beyond ``limit`` characters."""
    shown = visible(text)
    if len(shown) <= limit:
        return shown
    tail = limit // 3
    return shown[: limit - tail - 1] + "…" + shown[len(shown) - tail :]
