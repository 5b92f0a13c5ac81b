"""Everything that is wrong with a filled form, at once and each at its place; and the typed values of what is right.

Rules come from the form (types, limits, sums) and the category (demands, grant, period); no field is known by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from tfdocs.errors import DataInvalid
from tfdocs.generate.checks import credit_code_fault, is_email, is_phone
from tfdocs.generate.data import (
    INDICATOR,
    Entry,
    FormData,
    Record,
    category_of,
    demand,
    field_of,
    plain_number,
)
from tfdocs.generate.values import MAX_TEXT, NotConvertible, Value, convert, has_control, is_blank
from tfdocs.model.commitment import Comparator
from tfdocs.model.fault import Fault, Severity
from tfdocs.model.programme import Category, FieldType, Form, FormField, FormSection, Indicator, Layout, Programme

Values = dict[str, Value | None]  # of one record; None: left blank, which is allowed

# Below this many yuan a whole project's money was most likely typed in 万元.
SMALL_AMOUNT = Decimal(1000)


@dataclass
class Examined:
    """Faults, and by section key the typed values of each record (``values[key][0]`` for a FIELDS section)."""

    faults: list[Fault] = field(default_factory=list)
    values: dict[str, list[Values]] = field(default_factory=dict)

    @property
    def errors(self) -> list[Fault]:
        return [f for f in self.faults if f.severity is Severity.ERROR]


def validate(programme: Programme, form: Form, data: FormData) -> list[Fault]:
    """Every fault of the data, in the order of the form; errors, warnings and remarks."""
    return examine(programme, form, data).faults


def require_valid(programme: Programme, form: Form, data: FormData, *, strict: bool = False) -> Examined:
    """The typed values and the remaining warnings. Raises ``DataInvalid`` with every fault when there is an error;
    ``strict``: or a warning."""
    found = examine(programme, form, data)
    if strict:
        found.faults = [
            Fault(f.place, f.message, f.hint, Severity.ERROR) if f.severity is Severity.WARNING else f
            for f in found.faults
        ]
    if found.errors:
        raise DataInvalid(
            f"填报内容有 {len(found.errors)} 处错误",
            where=data.source,
            hint="请按上面列出的位置改正后重试。"
            if not strict
            else "请按上面列出的位置改正后重试（--strict 下提醒也算错误）。",
            faults=found.faults,
        )
    return found


def examine(programme: Programme, form: Form, data: FormData) -> Examined:
    """Convert and check all entries."""
    out = Examined(faults=list(data.faults))
    category = category_of(programme, form) or _chosen_category(programme, form, data)
    for section in form.sections:
        records = data.sections.get(section.key)
        place = data.places.get(section.key, section.title)
        if records is None:
            # A sheet that is gone was reported by the reader; a missing part of a mapping is reported here.
            needed = any(f.required for f in section.fields) and (section.layout is not Layout.ROWS or section.min_rows)
            if needed and not any(section.title in f.message for f in data.faults):
                out.faults.append(Fault(place, f"缺少“{section.title}”部分"))
            records = ()
        records = _only_filled(section, records, place, out.faults)
        out.values[section.key] = [_record(section, r, category, out.faults) for r in records]
        if section.layout is Layout.INDICATORS and category is not None:
            _demands(section, records, out.values[section.key], category, place, out.faults)
    _sums(form, data, out)
    _order(form, data, out)
    return out


def _chosen_category(programme: Programme, form: Form, data: FormData) -> Category | None:
    """The category named in the data of a form that is not a category's own (the agreement)."""
    for section in form.sections:
        if section.layout is not Layout.FIELDS or field_of(section, "category") is None:
            continue
        for record in data.sections.get(section.key, ()):
            entry = record.entries.get("category")
            if entry is not None and isinstance(entry.raw, str):
                try:
                    return programme.category(entry.raw.strip())
                except KeyError:
                    return None
    return None


def _only_filled(
    section: FormSection, records: tuple[Record, ...], place: str, faults: list[Fault]
) -> tuple[Record, ...]:
    if section.layout is not Layout.ROWS:
        return records
    filled = tuple(r for r in records if not r.blank)
    if len(filled) < section.min_rows:
        faults.append(Fault(place, f"“{section.title}”至少填写 {section.min_rows} 行，现在有 {len(filled)} 行"))
    if len(filled) > section.max_rows:
        faults.append(Fault(place, f"“{section.title}”最多 {section.max_rows} 行，现在有 {len(filled)} 行"))
    return filled


def _record(section: FormSection, record: Record, category: Category | None, faults: list[Fault]) -> Values:
    out: Values = {}
    indicator = _indicator(record, category)
    for f in section.fields:
        entry = record.entries.get(f.key)
        if entry is None or is_blank(entry.raw):
            out[f.key] = None
            if f.required:
                name = f"“{indicator.name}”的{f.label}" if indicator else f"“{f.label}”"
                place = entry.place if entry else record.place
                # A row or label that is gone was reported by the reader.
                if entry is not None or not any(f"“{f.label}”" in x.message and x.place == place for x in faults):
                    faults.append(Fault(place, f"{name}没有填写", f"示例：{f.example}" if f.example else ""))
            continue
        out[f.key] = _value(f, entry, indicator, category, faults)
    if indicator is not None:
        out[INDICATOR] = indicator.id
    elif INDICATOR not in out and section.layout is Layout.INDICATORS:
        out[INDICATOR] = None
    return out


def _indicator(record: Record, category: Category | None) -> Indicator | None:
    entry = record.entries.get(INDICATOR)
    if entry is None or category is None:
        return None
    return next((i for i in category.indicators if i.id == entry.raw), None)


def _value(
    f: FormField, entry: Entry, indicator: Indicator | None, category: Category | None, faults: list[Fault]
) -> Value | None:
    place = entry.place
    if isinstance(entry.raw, str) and has_control(entry.raw):
        faults.append(
            Fault(place, f"“{f.label}”含有不可打印的控制字符，已去掉", "请检查粘贴的内容。", Severity.WARNING)
        )
    try:
        value = convert(f, entry.raw, unit=indicator.unit if indicator else "")
    except NotConvertible as error:
        faults.append(Fault(place, f"“{f.label}”{error}", f"示例：{f.example}" if f.example else ""))
        return None
    message, severity = _content_fault(f, value, category)
    if message:
        faults.append(Fault(place, message, f"示例：{f.example}" if f.example else "", severity))
    return value


def _content_fault(f: FormField, value: Value, category: Category | None) -> tuple[str, Severity]:
    """What is wrong with a value of the right type; ("", …) when nothing is."""
    error, warning = Severity.ERROR, Severity.WARNING
    if isinstance(value, str):
        length = len(value.replace("\n", ""))
        if f.max_length and length > f.max_length:
            return f"“{f.label}”有 {length} 字，超过 {f.max_length} 字", error
        if length > MAX_TEXT:
            return f"“{f.label}”过长", error
        if f.type is FieldType.CHOICE and f.choices and value not in f.choices:
            return f"“{f.label}”应从{'、'.join(f.choices)}中选择，现在是“{value[:20]}”", error
        if f.type is FieldType.YES_NO and f.expected and value != f.expected:
            return f"“{f.label}”为“{value}”，按指南不能申报", error
        if f.type is FieldType.CREDIT_CODE:
            return credit_code_fault(value), error
        if f.type is FieldType.PHONE and not is_phone(value):
            return f"“{f.label}”不像电话号码：{value[:30]}", warning
        if f.type is FieldType.EMAIL and not is_email(value):
            return f"“{f.label}”不是电子邮箱地址：{value[:40]}", error
    elif isinstance(value, date):
        if f.limit == "period" and category is not None:
            if value > category.end:
                return f"“{f.label}”晚于项目周期截止日 {category.end}", error
            if category.start is not None and value < category.start:
                return f"“{f.label}”早于项目周期开始日 {category.start}", error
    else:
        if f.minimum is not None and value < f.minimum:
            return f"“{f.label}”不能小于 {plain_number(f.minimum)}", error
        if f.maximum is not None and value > f.maximum:
            return f"“{f.label}”不能大于 {plain_number(f.maximum)}", error
        if f.type is FieldType.MONEY and value < 0:
            return f"“{f.label}”不能是负数", error
        if f.limit == "grant":
            if category is not None and value > category.grant:
                return f"“{f.label}”{plain_number(value)} 元超过经费额度 {plain_number(category.grant)} 元", error
            if 0 < value < SMALL_AMOUNT:
                return f"“{f.label}”只有 {plain_number(value)} 元，是否漏写了“万元”", warning
    return "", error


def _demands(
    section: FormSection,
    records: tuple[Record, ...],
    values: list[Values],
    category: Category,
    place: str,
    faults: list[Fault],
) -> None:
    """Hold each promise (the section's first number) against the guide; report indicators without a row."""
    promise = next((f for f in section.fields if f.type in (FieldType.DECIMAL, FieldType.INTEGER)), None)
    if promise is None:
        return
    seen: set[str] = set()
    for record, row in zip(records, values, strict=True):
        indicator = _indicator(record, category)
        if indicator is None:
            continue
        entry = record.entries.get(promise.key)
        where = entry.place if entry else record.place
        if indicator.id in seen:
            faults.append(Fault(where, f"指标“{indicator.name}”出现了两次", "请只保留一行。"))
        seen.add(indicator.id)
        value = row[promise.key]
        if isinstance(value, Decimal | int) and not meets(indicator, Decimal(value)):
            faults.append(
                Fault(
                    where,
                    f"“{indicator.name}”的目标值 {plain_number(Decimal(value))} 未达到指南要求（{demand(indicator)}）",
                    "请按指南要求调整目标值。",
                )
            )
    for indicator in category.indicators:
        if indicator.id not in seen:
            faults.append(Fault(place, f"缺少指标“{indicator.name}”", "请恢复这一行（可从空白填报表复制）。"))


def meets(indicator: Indicator, value: Decimal) -> bool:
    """Whether a promised value satisfies the demand. For “equal” and “about” more is as good."""
    match indicator.comparator:
        case Comparator.AT_MOST:
            return 0 < value <= indicator.value if indicator.unit == "名" else value <= indicator.value
        case Comparator.LESS:
            return value < indicator.value
        case Comparator.MORE:
            return value > indicator.value
        case Comparator.BETWEEN:
            return indicator.value <= value <= (indicator.value_max or indicator.value)
        case _:
            return value >= indicator.value


def _sums(form: Form, data: FormData, out: Examined) -> None:
    """Fields with ``sum_of``: a field of a FIELDS section, or a column written “section.field”."""
    single = _single_values(form, out.values)
    for section in form.sections:
        for f in section.fields:
            if not f.sum_of or section.layout is not Layout.FIELDS or not isinstance(single.get(f.key), Decimal):
                continue
            parts = []
            for name in f.sum_of:
                key, _, column = name.partition(".")
                rows = out.values.get(key, [])
                amounts = [row.get(column) for row in rows] if column else [single.get(key)]
                parts += [Decimal(a) for a in amounts if isinstance(a, Decimal | int)]
            total, said = sum(parts, Decimal(0)), Decimal(str(single[f.key]))
            if parts and total != said:
                entry = _entry_of(data, section.key, f.key)
                names = "、".join(_label(form, n) for n in f.sum_of)
                out.faults.append(
                    Fault(
                        entry.place if entry else section.title,
                        f"“{f.label}”{plain_number(said)} 元与{names}之和 {plain_number(total)} 元不一致",
                        f"相差 {plain_number(abs(said - total))} 元，请核对。",
                    )
                )


def _order(form: Form, data: FormData, out: Examined) -> None:
    """A beginning after its end: date fields whose keys are start and end (also start_date, end_date) in one record."""
    for section in form.sections:
        records = [r for r in data.sections.get(section.key, ()) if section.layout is not Layout.ROWS or not r.blank]
        for record, row in zip(records, out.values.get(section.key, []), strict=True):
            for first, last in (("start", "end"), ("start_date", "end_date")):
                a, b = row.get(first), row.get(last)
                if isinstance(a, date) and isinstance(b, date) and a > b:
                    entry = record.entries[last]
                    out.faults.append(Fault(entry.place, f"结束日期 {b} 早于开始日期 {a}", "请核对日期。"))


def _single_values(form: Form, values: Mapping[str, list[Values]]) -> dict[str, Any]:
    return {
        key: value
        for s in form.sections
        if s.layout is Layout.FIELDS
        for row in values.get(s.key, [])[:1]
        for key, value in row.items()
    }


def _entry_of(data: FormData, section: str, key: str) -> Entry | None:
    records = data.sections.get(section, ())
    return records[0].entries.get(key) if records else None


def _label(form: Form, name: str) -> str:
    key, _, column = name.partition(".")
    for section in form.sections:
        if column and section.key == key:
            f = field_of(section, column)
            return f"{section.title}表“{f.label}”列" if f else name
        if not column and section.layout is Layout.FIELDS and (found := field_of(section, key)):
            return f"“{found.label}”"
    return name
