"""What goes out comes back the same: promises from application to agreement, forms through another program's hands,
texts of any length and kind."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import tfdocs
from samples.applications import values_of
from samples.filling import write_xlsx
from tfdocs.errors import DataInvalid
from tfdocs.generate.reading import read_data
from tfdocs.generate.template import Template
from tfdocs.generate.validate import examine
from tfdocs.model.commitment import CommitmentReport
from tfdocs.model.programme import Programme
from tfdocs.read.archive import parse_xml
from tfdocs.read.office import convert
from tfdocs.read.word.stored import stored_words
from tfdocs.text.code import code_of

Filled = Callable[..., dict[str, Any]]
CATEGORIES = ["society", "activity", "journal"]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def promises(report: CommitmentReport) -> Counter[tuple[Any, ...]]:
    """What is promised, without where it stands."""
    return Counter(
        (c.modality, c.kind, c.comparator, c.value, c.value_max, c.unit, c.per, c.requirement.id)
        for c in report.commitments
        if c.requirement is not None
    )


def rows(report: CommitmentReport, programme: Programme, category: str) -> list[tuple[Any, ...]]:
    """Those of the table of indicators, in its order."""
    names = [i.name for i in programme.category(category).indicators]
    return [
        (c.object, c.kind, c.comparator, c.value, c.unit, c.per, c.requirement and c.requirement.id)
        for c in report.commitments
        if any(n in c.evidence.text for n in names) and "2023年12月15日" in c.evidence.text
    ]


@pytest.mark.parametrize("category", CATEGORIES)
def test_the_agreement_promises_what_the_application_did(category: str, programme: Programme, tmp_path: Path) -> None:
    write_xlsx(programme, programme.form(category), values_of(category, programme), tmp_path / "表.xlsx")
    application = tfdocs.draft(tmp_path / "表.xlsx", tmp_path / "申报书.docx").paths[0]
    agreement = tfdocs.agreement(application, tmp_path / "协议.docx").paths[0]
    first = tfdocs.extract(application, category=category)
    second = tfdocs.extract(agreement, category=category)
    assert rows(first, programme, category) == rows(second, programme, category)
    assert len(rows(second, programme, category)) >= len(programme.category(category).indicators)
    assert first.missing == () == second.missing or list(first.missing) == [] == list(second.missing)
    # The agreement adds no promise of its own; only what stood in chapters that it does not take over is left behind.
    assert not promises(second) - promises(first)


@pytest.mark.require("libreoffice")
def test_a_filled_form_survives_being_saved_by_another_program(programme: Programme, tmp_path: Path) -> None:
    """Formulas, dates, leading zeros, lists: what LibreOffice writes of our workbook reads as the same data."""
    form = programme.form("society")
    values = values_of("society", programme) | {"bank_account": "0012345678901234567"}
    write_xlsx(programme, form, values, tmp_path / "表.xlsx")
    (saved,) = convert([tmp_path / "表.xlsx"], "xlsx", tmp_path / "另存")
    assert saved.read_bytes() != (tmp_path / "表.xlsx").read_bytes()
    before, after = (examine(programme, form, read_data(p, programme)) for p in (tmp_path / "表.xlsx", saved))
    assert after.values == before.values and after.faults == before.faults == []
    assert after.values["basics"][0]["bank_account"] == "0012345678901234567"


WRONG: dict[str, tuple[Any, str]] = {
    "project_name": (None, "没有填写"),
    "members": ("很多", "应填数字"),
    "end_date": (date(2024, 1, 31), "晚于项目周期"),
    "credit_code": ("51990000MJ00000112", "校验位"),
    "phone": ("1390000010", "电话"),
    "email": ("office＠", "邮箱"),
    "grant": ("25万元（贰拾陆万元整）", "大写"),
    "punished": ("是", "不能申报"),
}


@pytest.mark.require("libreoffice")
def test_every_fault_of_a_workbook_is_told_at_once_at_its_sheet_and_cell(programme: Programme, tmp_path: Path) -> None:
    """Of a form that LibreOffice saved too; what people paste and type is understood and no fault."""
    form = programme.form("society")
    values = values_of("society", programme)
    typed = {"founded": "１９８２年５月１８日", "staff": "４", "leader_phone": "139 0000 0101", "leader": "林知远\n"}
    write_xlsx(programme, form, values | typed, tmp_path / "好.xlsx")
    wrong = values | typed | {k: v for k, (v, _) in WRONG.items()}
    wrong["indicators"] = {**values["indicators"]}
    first = next(iter(i.id for i in programme.category("society").indicators if "papers" in i.id))
    wrong["indicators"][first] = values["indicators"][first] | {"target": 3}
    wrong["budget"] = [values["budget"][0] | {"grant": 1}, *values["budget"][1:]]
    write_xlsx(programme, form, wrong, tmp_path / "错.xlsx")
    good, bad = convert([tmp_path / "好.xlsx", tmp_path / "错.xlsx"], "xlsx", tmp_path / "另存")
    for path in (tmp_path / "好.xlsx", good):
        found = examine(programme, form, read_data(path, programme))
        assert found.faults == []
        basics = found.values["basics"][0]
        assert (basics["founded"], basics["staff"], basics["leader"]) == (date(1982, 5, 18), 4, "林知远")
    for path in (tmp_path / "错.xlsx", bad):
        faults = examine(programme, form, read_data(path, programme)).faults
        for key, (_, words) in WRONG.items():
            label = next(f.label for s in form.sections for f in s.fields if f.key == key)
            found_here = [f for f in faults if words in f.message and re.search(r"[^!]+![A-Z]+[0-9]+", f.place)]
            assert found_here, (label, words, [(f.place, f.message) for f in faults])
        for words in ("不少于10篇", "不一致"):
            assert any(words in f.message and "!" in f.place for f in faults), words


@pytest.mark.require("libreoffice")
def test_a_document_saved_by_another_program_keeps_its_code(filled: Filled, tmp_path: Path) -> None:
    """A code says whether words were edited; saving is no edit."""
    path = tfdocs.draft(filled("society", rows=3), tmp_path / "申报书.docx").paths[0]
    (saved,) = convert([path], "docx:MS Word 2007 XML", tmp_path / "另存")
    words = [stored_words(p) for p in (path, saved)]
    assert None not in words and len({code_of(w or "") for w in words}) == 1
    document = Document(str(saved))
    next(p for p in document.paragraphs if "近三年" in p.text).add_run("（已改）")
    document.save(str(saved))
    assert code_of(stored_words(saved) or "") != code_of(words[0] or "")


@pytest.mark.parametrize("form_id", [*CATEGORIES, "agreement"])
def test_the_code_on_a_document_is_that_of_its_stored_words(form_id: str, filled: Filled, tmp_path: Path) -> None:
    from tfdocs.read.word import read_word
    from tfdocs.verify.codes import codes_of_word

    make = tfdocs.agreement if form_id == "agreement" else tfdocs.draft
    content = filled(form_id)
    section = content["文字材料"] if "文字材料" in content else content["项目内容"]
    label = next(iter(section))
    section[label] = "甲&乙<丙>　全角 空格\n第二段\t制表"
    path = make(content, tmp_path / "a.docx").paths[0]
    words = stored_words(path)
    assert words is not None and codes_of_word(read_word(path)) == (code_of(words),)


def test_a_cell_of_ten_thousand_characters_arrives_whole(filled: Filled, tmp_path: Path) -> None:
    long = "".join(chr(0x4E00 + n % 20_000) for n in range(9_999)) + "终"
    content = filled("society")
    content["文字材料"]["实施方案"] = long
    path = tfdocs.draft(content, tmp_path / "a.docx").paths[0]
    assert long in (stored_words(path) or "")
    content["文字材料"]["实施方案"] = long + "余"
    with pytest.raises(DataInvalid) as caught:
        tfdocs.draft(content, tmp_path / "b.docx")
    assert "10001 字" in caught.value.faults[0].message


def _template(folder: Path) -> Template:
    document = Document()
    document.add_paragraph("前{{ a }}后")
    table = document.add_table(rows=3, cols=2)
    for (row, column), text in {
        (0, 0): "{%tr for r in rows %}", (1, 0): "{{ r }}", (1, 1): "{{ a }}", (2, 0): "{%tr endfor %}",
    }.items():  # fmt: skip
        table.cell(row, column).text = text
    document.sections[0].header.paragraphs[0].text = "页眉{{ a }}"
    path = folder / "模板.docx"
    document.save(str(path))
    return Template.load(path)


_PIECES = st.one_of(
    st.sampled_from([*"&<>\"'{}%#=+-@\t\n|;/\\", "{{", "}}", "{%", "%}", "]]>", "&amp;", "\u200b", "\ufeff"]),
    st.characters(exclude_categories=["Cs", "Cc", "Cn"]),
    st.sampled_from([*"😀𠮷㐂\U0002ebf0"]),
)
_HOSTILE = st.lists(_PIECES, min_size=1, max_size=40).map("".join)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(a=_HOSTILE, rows=st.lists(_HOSTILE, max_size=4))
def test_hostile_texts_arrive_unchanged_wherever_they_stand(
    a: str, rows: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    global _LOADED
    if _LOADED is None:
        _LOADED = _template(tmp_path_factory.mktemp("hostile"))
    blob = _LOADED.render({"a": a, "rows": rows})
    with zipfile.ZipFile(io.BytesIO(blob)) as package:
        body = parse_xml(package.read("word/document.xml"), where="")
        header = next(parse_xml(package.read(n), where="") for n in package.namelist() if n.startswith("word/header"))
    paragraphs = a.split("\n")
    expected = [f"前{a}后", *(x for r in rows for x in (r, a))]
    assert texts(body) == [line for text in expected for line in text.split("\n")]
    assert texts(header)[: len(paragraphs)] == f"页眉{a}".split("\n")


_LOADED: Template | None = None


def texts(root: Any) -> list[str]:
    """Each paragraph's text; tabs as they were typed."""
    return [
        "".join("\t" if n.tag == W + "tab" else n.text or "" for n in p.iter(W + "t", W + "tab"))
        for p in root.iter(W + "p")
    ]
