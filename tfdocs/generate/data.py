"""What a form was filled with, each entry with its place; made by the readers, read by validation and rendering.

Layouts are looked at in one way only: a section is a list of records (one record for a FIELDS section).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tfdocs.errors import InputRefused, ProgrammeFault
from tfdocs.generate.values import Raw, is_blank
from tfdocs.model.commitment import CommitmentKind, Comparator
from tfdocs.model.fault import Fault
from tfdocs.model.programme import Category, Form, FormField, FormSection, Indicator, Layout, Programme

INDICATOR = "_indicator"  # key of a record's entry that names the indicator its row is for

# Fixed columns of an INDICATORS section, before the form's own: key and label
INDICATOR_COLUMNS = (("no", "序号"), ("name", "指标名称"), ("required", "指南要求"), ("unit", "单位"))


@dataclass(frozen=True, slots=True)
class Entry:
    """One raw value; ``place`` is for a person (“基本情况!C7”, “第 12 行”)."""

    raw: Raw
    place: str


@dataclass(frozen=True, slots=True)
class Record:
    """The entries of one row, or of a whole FIELDS section, by field key."""

    entries: Mapping[str, Entry]
    place: str

    @property
    def blank(self) -> bool:
        return all(is_blank(e.raw) for k, e in self.entries.items() if k != INDICATOR)


@dataclass(frozen=True)
class FormData:
    """A filled form. ``faults`` are those met while reading (an unknown label, a formula without a value)."""

    form: str
    programme: str
    source: str  # file name, or "" for data given by a program
    sections: Mapping[str, tuple[Record, ...]]
    places: Mapping[str, str] = field(default_factory=dict)  # section key to where the section stands
    faults: tuple[Fault, ...] = ()


def label_key(text: object) -> str:
    """A label as it is compared: width, space, the required mark, colons and brackets' kind do not count."""
    plain = unicodedata.normalize("NFKC", str(text))
    return "".join(c for c in plain if not c.isspace() and c not in "*:_").lower()


def find_form(programme: Programme, form_id: str) -> Form:
    """The form of that id, or of a category given by its Chinese name. ``ProgrammeFault`` when there is none."""
    try:
        return programme.form(form_id)
    except KeyError:
        pass
    try:
        return programme.form(programme.category(form_id).id)
    except KeyError as error:
        known = "、".join(f.id for f in programme.forms)
        raise ProgrammeFault(
            f"项目 {programme.id} 没有名为“{form_id}”的填报表", hint=f"可用的填报表：{known}。"
        ) from error


def category_of(programme: Programme, form: Form) -> Category | None:
    """The category a form belongs to; None for the agreement and the notice."""
    return next((c for c in programme.categories if c.id == form.id), None)


def columns_of(section: FormSection) -> tuple[tuple[str, str], ...]:
    """Key and label of every column of a table section, the fixed ones of an INDICATORS section first."""
    own = tuple((f.key, f.label) for f in section.fields)
    return INDICATOR_COLUMNS + own if section.layout is Layout.INDICATORS else own


def field_of(section: FormSection, key: str) -> FormField | None:
    return next((f for f in section.fields if f.key == key), None)


def plain_number(number: Any) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def demand(indicator: Indicator) -> str:
    """The guide's demand in Chinese: “不少于20篇”, “前50名”, “每年不少于1次”."""
    number = plain_number(indicator.value)
    per = f"每{indicator.per}" if indicator.per else ""
    unit = indicator.unit
    if indicator.kind is CommitmentKind.RANK:
        return f"{per}前{number}名"
    words = {
        Comparator.AT_LEAST: "不低于" if indicator.kind is CommitmentKind.RATE else "不少于",
        Comparator.MORE: "多于",
        Comparator.AT_MOST: "不超过",
        Comparator.LESS: "少于",
        Comparator.EQUAL: "达到" if indicator.kind is CommitmentKind.RATE else "",
        Comparator.ABOUT: "约",
        Comparator.BETWEEN: "",
    }
    top = f"至{plain_number(indicator.value_max)}" if indicator.value_max is not None else ""
    return f"{per}{words[indicator.comparator]}{number}{top}{unit}"


def from_mapping(programme: Programme, form: Form, mapping: Mapping[str, Any], source: str = "") -> FormData:
    """Data given by a program: section keys or titles to mappings or lists of mappings (field keys or labels).

    Raises ``InputRefused`` when a section has the wrong shape; an unknown name is a fault of the data.
    """
    sections: dict[str, tuple[Record, ...]] = {}
    faults: list[Fault] = []
    titles = {label_key(s.title): s for s in form.sections} | {label_key(s.key): s for s in form.sections}
    for name, content in mapping.items():
        section = titles.get(label_key(name))
        if section is None:
            faults.append(Fault(str(name), f"填报表没有“{name}”这一部分"))
            continue
        sections[section.key] = _records(programme, form, section, content, faults)
    return FormData(form.id, programme.id, source, sections, {s.key: s.title for s in form.sections}, tuple(faults))


def _records(
    programme: Programme, form: Form, section: FormSection, content: Any, faults: list[Fault]
) -> tuple[Record, ...]:
    if isinstance(content, Mapping):
        rows: list[Any] = [content]
    elif isinstance(content, list | tuple):
        rows = list(content)
    else:
        raise InputRefused(f"“{section.title}”的内容应是键值或列表", hint="请对照空白填报表填写。")
    known = {label_key(n): key for key, label in columns_of(section) for n in (key, label)}
    indicators = indicator_names(programme, form)
    records = []
    for number, row in enumerate(rows, 1):
        if not isinstance(row, Mapping):
            raise InputRefused(f"“{section.title}”第 {number} 行应是键值", hint="请对照空白填报表填写。")
        where = section.title if section.layout is Layout.FIELDS else f"{section.title}第 {number} 行"
        entries: dict[str, Entry] = {}
        for name, raw in row.items():
            key = known.get(label_key(name))
            if key is None:
                faults.append(Fault(f"{where}.{name}", f"没有名为“{name}”的填报项"))
            else:
                entries[key] = Entry(raw, f"{where}.{name}")
        if section.layout is Layout.INDICATORS:
            place_indicator(entries, indicators, where, faults)
        records.append(Record(entries, where))
    return tuple(records)


def indicator_names(programme: Programme, form: Form) -> dict[str, str]:
    """Compared name (and id) to id of each indicator of the form's category."""
    category = category_of(programme, form)
    if category is None:
        return {}
    return {label_key(n): i.id for i in category.indicators for n in (i.id, i.name)}


def place_indicator(entries: dict[str, Entry], names: Mapping[str, str], where: str, faults: list[Fault]) -> None:
    """Turn the name in a row of indicators into its id; a name that the guide does not have is a fault."""
    name = entries.get("name")
    found = names.get(label_key(name.raw)) if name is not None and not is_blank(name.raw) else None
    if found is not None:
        entries[INDICATOR] = Entry(found, where)
    else:
        shown = "" if name is None or name.raw is None else str(name.raw)
        faults.append(
            Fault(
                name.place if name else where,
                f"“{shown}”不是指南规定的指标" if shown else "缺少指标名称",
                "请不要改动“指标名称”一列；自设指标可写在实施方案里。",
            )
        )
