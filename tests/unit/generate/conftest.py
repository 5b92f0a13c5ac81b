"""What the tests of the making side share: the shipped programme, a form's data made of its own examples, small
Word templates built on the spot."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from tfdocs.model.programme import FieldType, Form, FormField, Layout, Programme
from tfdocs.programme import find

PARAGRAPHS = "第一段说明现有基础。\n第二段说明近三年举办学术活动46场。"


@pytest.fixture(scope="session")
def programme() -> Programme:
    return find("tianfu-2023")


def example(field: FormField) -> str:
    if field.type is FieldType.YES_NO:
        return field.expected or "否"
    if field.choices:
        return field.choices[0]
    if field.type is FieldType.LONG_TEXT:
        return PARAGRAPHS
    if field.example:
        return field.example
    return {"integer": "3", "decimal": "1", "money": "0", "date": "2023-07-01"}.get(field.type.value, "示例")


@pytest.fixture(scope="session")
def filled(programme: Programme) -> Callable[..., dict[str, Any]]:
    """``filled("society", rows=3, optional=True)``: a right mapping for that form, by the labels of its fields."""

    def make(form_id: str, *, rows: int = 2, optional: bool = True) -> dict[str, Any]:
        form = programme.form(form_id)
        category = next((c for c in programme.categories if c.id == form_id), None)
        out: dict[str, Any] = {"form": form_id}
        for section in form.sections:
            row = {f.label: example(f) if optional or f.required else None for f in section.fields}
            if section.layout is Layout.FIELDS:
                out[section.title] = row
            elif section.layout is Layout.INDICATORS:
                assert category is not None
                out[section.title] = [row | {"指标名称": i.name, "目标值": str(i.value)} for i in category.indicators]
            else:
                count = rows if optional or section.min_rows else 0
                out[section.title] = [dict(row) for _ in range(count)]
        for line in out.get("经费预算", []):
            line.update({"专项经费（元）": "0", "自筹经费（元）": "0"})
        if out.get("经费预算"):
            out["经费预算"][0].update({"专项经费（元）": "20万", "自筹经费（元）": "50000"})
        for number, line in enumerate(out.get("立项名单", []), 1):
            line.update({"项目单位": f"第{number}学会", "项目编号": None})
        return out

    return make


@pytest.fixture
def template(tmp_path: Path) -> Callable[..., Path]:
    """``template("段落", …, table=[["甲", "乙"], …])``: a Word file of these paragraphs and this table."""

    def make(*paragraphs: str, table: list[list[str]] | None = None, name: str = "模板.docx") -> Path:
        document = Document()
        for text in paragraphs:
            document.add_paragraph(text)
        if table:
            grid = document.add_table(rows=0, cols=len(table[0]))
            for row in table:
                for cell, text in zip(grid.add_row().cells, row, strict=True):
                    cell.text = text
        path = tmp_path / name
        document.save(str(path))
        return path

    return make


def document_text(blob: bytes) -> list[str]:
    """The paragraphs of a Word file, those in tables too, in order."""
    from tfdocs.generate.wordxml import paragraphs_of
    from tfdocs.read.archive import parse_xml

    with zipfile.ZipFile(io.BytesIO(blob)) as package:
        return [p.text for p in paragraphs_of(parse_xml(package.read("word/document.xml"), where="测试"))]


@pytest.fixture(scope="session")
def text_of() -> Callable[[bytes], list[str]]:
    return document_text


@pytest.fixture(scope="session")
def form_of(programme: Programme) -> Callable[[str], Form]:
    return programme.form
