"""What a Word file hides or leaves open, gathered while it is read and said once, in Chinese, with places.

It must not know XML: the readers hand in a code, a place and the text concerned.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from tfdocs.model.document import Finding
from tfdocs.model.fault import Severity

__all__ = ["Findings"]

_EXAMPLES: Final = 5  # places named in a message; more would bury the number
_SINGLE: Final = 20  # findings of one code that are listed one by one
_QUOTE: Final = 30


@dataclass(frozen=True, slots=True)
class _Kind:
    severity: Severity
    message: str  # with {text}; counted kinds have {count} and {examples} instead
    counted: bool = False


_W, _I, _E = Severity.WARNING, Severity.INFO, Severity.ERROR
KINDS: Final[dict[str, _Kind]] = {
    "tracked-insertion": _Kind(_W, "有 {count} 处未接受的修订：插入{examples}", True),
    "tracked-deletion": _Kind(_W, "有 {count} 处未接受的修订：删除{examples}", True),
    "tracked-move": _Kind(_W, "有 {count} 处未接受的修订：移动{examples}", True),
    "comment": _Kind(_W, "有 {count} 条批注{examples}", True),
    "hidden-text": _Kind(_W, "隐藏文字，打印时不出现：“{text}”"),
    "hidden-row": _Kind(_W, "表格中有设为隐藏的行：“{text}”"),
    "merged-away-text": _Kind(_W, "合并单元格里藏有不显示的文字：“{text}”"),
    "white-text": _Kind(_W, "白色文字，纸上看不见：“{text}”"),
    "white-text-doubtful": _Kind(_W, "白色文字，下面没有深色图片或底色就看不见，按看得见核对：“{text}”"),
    "tiny-text": _Kind(_W, "字号极小的文字，纸上看不清：“{text}”"),
    "invisible-text": _Kind(_W, "透明或与底色相同的文字，纸上看不见：“{text}”"),
    "clipped-text": _Kind(_W, "行高小到显示不出来的文字，纸上看不见：“{text}”"),
    "off-page": _Kind(_W, "有内容放在页面之外，打印时不出现：“{text}”"),
    "hidden-drawing": _Kind(_W, "有设为隐藏的图形：“{text}”"),
    "watermark": _Kind(_I, "页面有水印“{text}”，不参与核对"),
    "macro": _Kind(_W, "文件带宏（程序代码）；没有运行"),
    "embedded-file": _Kind(_W, "嵌有其他文件，其内容不打印，也没有核对：{text}"),
    "external-link": _Kind(_W, "引用了文件以外的内容：{text}；没有读取"),
    "bound-control": _Kind(_W, "内容控件显示的文字与其绑定的数据不同（{text}），用 Word 打开后可能变成后者"),
    "dde-field": _Kind(_W, "有会启动其他程序的域（DDE）：{text}；没有执行"),
    "active-content": _Kind(_W, "有 ActiveX 控件，没有运行"),
    "mail-merge": _Kind(_W, "文件连着邮件合并的数据源：{text}；没有读取"),
    "tracked-paragraph": _Kind(_W, "有 {count} 处未接受的修订：插入或删除了段落标记{examples}", True),
    "tracked-format": _Kind(_I, "有 {count} 处未接受的格式修订{examples}", True),
    "revision-view": _Kind(_I, "{text}"),
    "remote-template": _Kind(_W, "附加了外部模板：{text}；没有读取"),
    "altchunk": _Kind(_I, "正文里并入了另一份内容（{text}），已按其文字读入"),
    "altchunk-unread": _Kind(_E, "正文里并入了读不了的内容（{text}），这部分没有核对"),
    "vector-picture": _Kind(_W, "有矢量图（{text}），图中画成线条的文字没有读取"),
    "vector-text": _Kind(_I, "有矢量图（{text}），按图中所存的文字核对"),
    "damaged-picture": _Kind(_W, "有图片读不出来（{text}）"),
    "floating-picture": _Kind(_I, "有 {count} 个图片或有底色的图形浮在文字上方，可能遮住文字{examples}", True),
    "ink": _Kind(_I, "有手写墨迹，没有读取"),
    "formula": _Kind(_I, "有公式，以一行文字的形式核对：“{text}”"),
    "volatile-field": _Kind(_I, "有随打开或打印时间变化的域（{text}），按文件中保存的结果核对"),
    "stale-field": _Kind(_I, "有标为打开时更新的域（{text}），按文件中保存的结果核对，打印时可能不同"),
    "updated-fields": _Kind(_I, "文件设为打开时更新所有域（目录、页码等），按文件中保存的结果核对，打印时可能不同"),
    "field-without-result": _Kind(_W, "有没有保存结果的域（{text}），打印时的内容无从得知"),
    "notes-by-page": _Kind(_I, "脚注按页重新编号，{text}"),
    "missing-part": _Kind(_W, "文件缺少它所引用的部分：{text}"),
    "line-numbers": _Kind(_I, "页边印有行号，不参与核对"),
}


@dataclass(slots=True)
class Findings:
    """Collects; ``done`` gives the findings in the order in which each kind first appeared."""

    _items: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    _counts: dict[str, int] = field(default_factory=dict)

    def add(self, code: str, place: str, text: str = "") -> None:
        """One thing of kind ``code`` (a key of ``KINDS``) at ``place``; the same thing twice is said once."""
        self._counts[code] = self._counts.get(code, 0) + 1
        items = self._items.setdefault(code, [])
        if len(items) < (_EXAMPLES if KINDS[code].counted else _SINGLE):
            item = (place, _quote(text))
            if KINDS[code].counted or item not in items:
                items.append(item)
            else:
                self._counts[code] -= 1

    def has(self, code: str) -> bool:
        return code in self._items

    def done(self) -> tuple[Finding, ...]:
        out: list[Finding] = []
        for code, items in self._items.items():
            kind, count = KINDS[code], self._counts[code]
            if kind.counted:
                shown = "；".join(f"{place}“{text}”" if text else place for place, text in items if place or text)
                more = " 等" if count > len(items) else ""
                examples = f"（{shown}{more}）" if shown else ""
                message = kind.message.format(count=count, examples=examples)
                out.append(Finding(code=code, severity=kind.severity, message=message, where=items[0][0] or None))
                continue
            for place, text in items:
                message = kind.message.format(text=text)
                out.append(Finding(code=code, severity=kind.severity, message=message, where=place or None))
            if count > len(items):
                message = f"同类情况还有 {count - len(items)} 处，不再逐一列出"
                out.append(Finding(code=code, severity=kind.severity, message=message))
        return tuple(out)


def _quote(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _QUOTE else text[: _QUOTE - 1] + "…"
