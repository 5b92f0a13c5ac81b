"""Fills the empty forms of a programme with what a made-up applicant says: as workbooks and as YAML.

Knows the shape of forms (sections, fields, tables) from ``tfdocs`` and no applicant.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from openpyxl import load_workbook

from tfdocs.generate.data import INDICATOR_COLUMNS, category_of, label_key
from tfdocs.generate.form_xlsx import form_xlsx
from tfdocs.generate.output import write_bytes
from tfdocs.generate.sheets import save_workbook
from tfdocs.model.programme import Form, FormSection, Layout, Programme

Values = Mapping[str, Any]  # field key to value; section key to rows


def rows_of(programme: Programme, form: Form, section: FormSection, values: Values) -> Sequence[Mapping[str, Any]]:
    """The rows of a table section; those of indicators in the order of the category, each with its name."""
    given = values.get(section.key, ())
    if section.layout is not Layout.INDICATORS:
        return list(given)
    category = category_of(programme, form)
    if category is None:
        return []
    return [{"name": i.name, **given[i.id]} for i in category.indicators]


def write_yaml(programme: Programme, form: Form, values: Values, path: Path) -> None:
    """The filled form as YAML, by section titles and field labels, as ``tfdocs form … -o FORM.yaml`` lays it out."""
    content: dict[str, Any] = {"programme": programme.id, "form": form.id, "version": "1"}
    for section in form.sections:
        labels = {f.key: f.label for f in section.fields}
        if section.layout is Layout.INDICATORS:
            labels |= dict(INDICATOR_COLUMNS)
        if section.layout is Layout.FIELDS:
            content[section.title] = {f.label: _plain(values.get(f.key, "")) for f in section.fields}
        else:
            content[section.title] = [
                {labels[k]: _plain(v) for k, v in row.items()} for row in rows_of(programme, form, section, values)
            ]
    text = yaml.dump(content, Dumper=_Readable, allow_unicode=True, sort_keys=False, width=1000)
    write_bytes(path, f"# {form.title}（样例，所填内容均为虚构）\n{text}".encode())


class _Readable(yaml.SafeDumper):
    """Texts of several paragraphs as blocks, as a person would type them."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Readable.add_representer(str, _text)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def write_xlsx(programme: Programme, form: Form, values: Values, path: Path) -> None:
    """The filled form as a workbook: the empty one with its yellow cells filled.

    ``LookupError`` when a label of the form is not on its sheet.
    """
    book = load_workbook(io.BytesIO(form_xlsx(programme, form)))
    for section in form.sections:
        sheet = book[section.title]
        places = {label_key(c.value): c for row in sheet.iter_rows() for c in row if c.value and c.row > 2}
        if section.layout is Layout.FIELDS:
            for f in section.fields:
                if f.key in values:
                    label = places[label_key(f.label)]
                    sheet.cell(label.row, label.column + 1).value = values[f.key]
            continue
        rows = rows_of(programme, form, section, values)
        for number, row in enumerate(rows, 1):
            for f in section.fields:
                if f.key in row:
                    head = places[label_key(f.label)]
                    sheet.cell(head.row + number, head.column).value = row[f.key]
    save_workbook(book, path)
