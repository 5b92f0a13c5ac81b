"""Are the forms of a programme sound: names that templates can use, choices, limits, template files that exist."""

from __future__ import annotations

import keyword
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tfdocs.model.programme import FieldType, Layout
from tfdocs.programme.finding import Findings, number, tables, text, texts
from tfdocs.programme.linemap import Key
from tfdocs.programme.meaning import FORMS_OF_ALL, unique
from tfdocs.programme.structure import nearest

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_NUMBERS = {FieldType.INTEGER, FieldType.DECIMAL, FieldType.MONEY}
_ANSWERS = ("是", "否")
# FormField.limit -> the types of field that the limit can be held against
_LIMITS = {"grant": (FieldType.MONEY,), "period": (FieldType.DATE,)}


def check(data: Mapping[str, Any], folder: Path, findings: Findings) -> None:
    categories = {c: item for _, item in tables(data, "categories") if (c := text(item, "id")) is not None}
    unique(tables(data, "forms"), "id", "表单编号", findings)
    for key, form in tables(data, "forms"):
        own = text(form, "id")
        known = [*categories, *FORMS_OF_ALL]
        if own is not None and own not in known:
            guess = nearest(own, known)
            hint = f"是不是“{guess}”？" if guess else f"可用：{'、'.join(known)}。"
            findings.error((*key, "id"), f"表单编号“{own}”不是类别编号，也不是协议、通知书", hint)
        _template((*key, "template"), text(form, "template"), folder, findings)
        if form.get("sections") == []:
            findings.error((*key, "sections"), f"表单“{own}”没有任何部分（sections）")
        unique(tables(form, "sections", key), "key", "表单部分的名称", findings)
        for at, section in tables(form, "sections", key):
            _section(at, section, categories.get(own or ""), own, findings)
        _sums(key, form, findings)


def _template(key: Key, name: str | None, folder: Path, findings: Findings) -> None:
    if name is None:
        return
    if not name.lower().endswith(".docx") or Path(name).name != name or "\\" in name:
        findings.error(key, f"模板“{name}”应是项目文件夹里的 .docx 文件名", "不写路径。")
    elif not (folder / name).is_file():
        present = [p.name for p in folder.glob("*.docx") if not p.name.startswith("~$")]
        guess = nearest(name, present)
        hint = f"是不是“{guess}”？" if guess else "请把 Word 模板放进项目文件夹。"
        findings.error(key, f"模板“{name}”不存在", hint)


def _name(key: Key, value: str | None, findings: Findings) -> None:
    if value is None:
        return
    if not _NAME.fullmatch(value) or keyword.iskeyword(value):
        findings.error(key, f"名称“{value}”不能用在模板里", "用小写英文字母开头，只含小写字母、数字和下划线。")


def _sums(key: Key, form: Mapping[str, Any], findings: Findings) -> None:
    """``sum_of`` names fields of its own section, or “section.field” of the form; each must take a number."""
    kinds: dict[str, str] = {}
    for at, section in tables(form, "sections", key):
        for _, field in tables(section, "fields", at):
            kinds[f"{text(section, 'key')}.{text(field, 'key')}"] = text(field, "type") or FieldType.TEXT
    for at, section in tables(form, "sections", key):
        here = text(section, "key")
        for place, field in tables(section, "fields", at):
            parts = texts(field, "sum_of")
            if parts and (text(field, "type") or FieldType.TEXT) not in _NUMBERS:
                findings.error((*place, "sum_of"), f"填写项“{text(field, 'key')}”不是数字，不能是合计")
            for index, part in parts:
                full = part if "." in part else f"{here}.{part}"
                if full == f"{here}.{text(field, 'key')}":
                    findings.error((*place, "sum_of", index), f"填写项“{part}”不能是它自己的合计")
                elif full not in kinds:
                    guess = nearest(full, kinds)
                    hint = f"是不是“{guess}”？" if guess else "写本部分的填写项，或“部分.填写项”。"
                    findings.error((*place, "sum_of", index), f"没有“{part}”这个填写项，不能合计", hint)
                elif kinds[full] not in _NUMBERS:
                    findings.error((*place, "sum_of", index), f"填写项“{part}”不是数字，不能合计")


def _section(
    at: Key, section: Mapping[str, Any], category: Mapping[str, Any] | None, form: str | None, findings: Findings
) -> None:
    own, layout = text(section, "key"), text(section, "layout") or Layout.FIELDS
    _name((*at, "key"), own, findings)
    low, high = number(section, "min_rows"), number(section, "max_rows")
    if low is not None and low < 0:
        findings.error((*at, "min_rows"), f"最少行数 {low} 不能小于 0")
    if high is not None and high < 1:
        findings.error((*at, "max_rows"), f"最多行数 {high} 不能小于 1")
    if low is not None and high is not None and high < low:
        findings.error((*at, "max_rows"), f"最多行数 {high} 小于最少行数 {low}")
    if layout == Layout.INDICATORS and category is not None and not category.get("indicators"):
        findings.error((*at, "layout"), f"类别“{form}”没有指标，不能用指标表")
    if section.get("fields") == []:
        findings.error((*at, "fields"), f"表单部分“{own}”没有任何填写项（fields）")
    unique(tables(section, "fields", at), "key", "填写项的名称", findings)
    for key, field in tables(section, "fields", at):
        _field(key, field, findings)


def _field(at: Key, field: Mapping[str, Any], findings: Findings) -> None:
    own, kind = text(field, "key"), text(field, "type") or FieldType.TEXT
    _name((*at, "key"), own, findings)
    label = text(field, "label")
    if label is not None and not label.strip():
        findings.error((*at, "label"), f"填写项“{own}”的“label”是空的")
    choices = [t for _, t in texts(field, "choices")]
    if kind == FieldType.CHOICE and not choices:
        findings.error((*at, "choices"), f"填写项“{own}”是选择题，缺少选项（choices）")
    if kind != FieldType.CHOICE and choices and kind in list(FieldType):
        findings.error((*at, "choices"), f"填写项“{own}”不是选择题，不能有选项（choices）", "选择题的 type 写 choice。")
    if len(set(choices)) != len(choices):
        findings.error((*at, "choices"), f"填写项“{own}”的选项有重复")
    low, high = number(field, "minimum"), number(field, "maximum")
    if low is not None and high is not None and high < low:
        findings.error((*at, "maximum"), f"填写项“{own}”的最大值 {high} 小于最小值 {low}")
    for name in ("minimum", "maximum"):
        if number(field, name) is not None and kind not in _NUMBERS and kind in list(FieldType):
            findings.error((*at, name), f"填写项“{own}”不是数字，不能有“{name}”", "字数上限写 max_length。")
    length = number(field, "max_length")
    if length is not None and length < 1:
        findings.error((*at, "max_length"), f"填写项“{own}”的字数上限 {length} 必须大于 0")
    limit = text(field, "limit")
    if limit and limit not in _LIMITS:
        findings.error((*at, "limit"), f"填写项“{own}”的“limit”不能是“{limit}”", f"可用：{'、'.join(_LIMITS)}。")
    elif limit and kind not in _LIMITS[limit] and kind in list(FieldType):
        wanted = "、".join(_LIMITS[limit])
        findings.error((*at, "limit"), f"填写项“{own}”的类型是 {kind}，不能有 limit = “{limit}”", f"应是 {wanted}。")
    expected = text(field, "expected")
    if expected and kind != FieldType.YES_NO and kind in list(FieldType):
        findings.error((*at, "expected"), f"填写项“{own}”不是“是/否”题，不能有“expected”", "是/否题的 type 写 yes_no。")
    elif expected and expected not in _ANSWERS:
        findings.error((*at, "expected"), f"填写项“{own}”的“expected”应是“是”或“否”，现在是“{expected}”")
