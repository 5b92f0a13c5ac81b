"""Validated values as the mapping that templates see.

Fields of FIELDS sections stand at the top under their keys, table sections under the section's key as lists of rows
(each with ``no`` from 1), sums of money columns under ``totals``, and the programme and category beside them. An
optional field left blank is "", so that ``{% if honours %}`` works and a blank cell stays blank.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from tfdocs.generate.data import INDICATOR, category_of, demand
from tfdocs.generate.validate import Values
from tfdocs.model.commitment import CommitmentKind
from tfdocs.model.programme import Category, FieldType, Form, FormSection, Layout, Programme


def build_context(programme: Programme, form: Form, values: Mapping[str, list[Values]]) -> dict[str, Any]:
    """What ``form``'s template is rendered with. ``values`` are ``Examined.values``."""
    out: dict[str, Any] = {"programme": _programme(programme), "totals": {}}
    category = category_of(programme, form)
    for section in form.sections:
        rows = values.get(section.key, [])
        if section.layout is Layout.FIELDS:
            row = rows[0] if rows else {}
            out.update({f.key: _shown(row.get(f.key)) for f in section.fields})
            continue
        out[section.key] = [_row(section, row, number, category) for number, row in enumerate(rows, 1)]
        sums = {
            f.key: sum((Decimal(str(r[f.key])) for r in rows if r.get(f.key) is not None), Decimal(0))
            for f in section.fields
            if f.type is FieldType.MONEY
        }
        if sums:
            out["totals"][section.key] = sums | {"all": sum(sums.values(), Decimal(0))}
    if category is None and isinstance(out.get("category"), str):
        category = _by_name(programme, out["category"])
    if category is not None:
        out["category"] = _category(category)
    return out


def names_for(programme: Programme, form: Form) -> dict[str, Any]:
    """The names a template of ``form`` may use, with a sample value each: for checking templates without data."""
    sample: dict[str, list[Values]] = {}
    for section in form.sections:
        row: Values = {f.key: f.choices[0] if f.choices else _SAMPLES.get(f.type, "示例") for f in section.fields}
        category = category_of(programme, form)
        if section.layout is Layout.INDICATORS and category is not None:
            sample[section.key] = [row | {INDICATOR: i.id} for i in category.indicators]
        else:
            sample[section.key] = [row]
    return build_context(programme, form, sample)


_SAMPLES: dict[FieldType, Any] = {
    FieldType.INTEGER: 12,
    FieldType.DECIMAL: Decimal("1.5"),
    FieldType.MONEY: Decimal("200000"),
    FieldType.DATE: date(2023, 7, 3),
    FieldType.YES_NO: "是",
}


def _by_name(programme: Programme, name: str) -> Category | None:
    try:
        return programme.category(name)
    except KeyError:
        return None


def _shown(value: Any) -> Any:
    return "" if value is None else value


def _row(section: FormSection, row: Values, number: int, category: Category | None) -> dict[str, Any]:
    out: dict[str, Any] = {"no": number}
    out.update({f.key: _shown(row.get(f.key)) for f in section.fields})
    indicator = next((i for i in category.indicators if i.id == row.get(INDICATOR)), None) if category else None
    if indicator is not None:
        out |= {
            "id": indicator.id,
            "name": indicator.name,
            "required": demand(indicator),
            "unit": indicator.unit,
            "dimension": indicator.dimension,
        }
        # “40” in a column of values would read as a count: a rank says that it is one.
        if indicator.kind is CommitmentKind.RANK:
            promised = next((f.key for f in section.fields if f.type in (FieldType.DECIMAL, FieldType.INTEGER)), None)
            if promised is not None and out[promised] != "":
                out[promised] = f"前{_plain(out[promised])}"
    return out


def _plain(value: Any) -> str:
    text = format(value, "f") if isinstance(value, Decimal) else str(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _programme(programme: Programme) -> dict[str, Any]:
    return {
        "id": programme.id,
        "title": programme.title,
        "year": programme.year,
        "guide": programme.guide,
        "association": programme.association,
        "organisers": "、".join(programme.organisers),
        "platform": programme.platform,
        "platform_url": programme.platform_url,
        "address": programme.address,
        "money_rules": list(programme.money_rules),
        "consequences": [{"condition": c.condition, "consequence": c.consequence} for c in programme.consequences],
    }


def _category(category: Category) -> dict[str, Any]:
    return {
        "id": category.id,
        "name": category.name,
        "grant": category.grant,
        "end": category.end,
        "quota": "" if category.quota is None else category.quota,
        "core_task": category.core_task,
        "applicants": "、".join(category.applicants),
    }


def unprinted(form: Form, used: Iterable[str], *, rows_at_top: bool = False) -> list[tuple[str, str]]:
    """The form's fields that a template with these names never prints: the label, and how a template would print it.
    ``rows_at_top``: a row's fields stand at the top, as in a notice."""
    known = set(used)
    out = []
    for section in form.sections:
        where = "" if rows_at_top or section.layout is Layout.FIELDS else f"循环 {section.key} 里的 "
        row = "行." if where else ""
        out += [(f.label, f"{where}{{{{ {row}{f.key} }}}}") for f in section.fields if f.key not in known]
    return out
