"""The agreement's data taken out of an approved application: names, money, period and every promised indicator.

Everything comes from the application's own text and tables, so that what a person changed in Word is what counts.
"""

from __future__ import annotations

from pathlib import Path

from tfdocs.errors import InputRefused, ProgrammeFault
from tfdocs.generate.data import Entry, FormData, Record, category_of
from tfdocs.generate.inverse import Found, likeness, read_back
from tfdocs.model.document import Document
from tfdocs.model.fault import Fault, Severity
from tfdocs.model.programme import Category, Form, Layout, Programme
from tfdocs.read.word import read_word

# Below this share of a template's labels and headings a document is not one made from it.
MIN_LIKENESS = 0.6


def from_application(path: Path, programme: Programme, agreement: Form) -> FormData:
    """The data of ``agreement`` as the application at ``path`` has them; its places are the application's.

    Raises ``InputRefused`` when the file is no application of this programme, and what ``read_word`` raises.
    """
    document = read_word(path)
    best = _best_template(programme, document)
    if best is None:
        raise InputRefused(
            "不是本项目的申报书",
            where=path.name,
            hint="请给出由 tfdocs draft 生成（可在 Word 中修改过）的申报书，或填好的协议填报表。",
        )
    category, template = best
    found = read_back(template, document)
    faults = list(found.faults)
    for revision in document.findings:
        if revision.code.startswith(("revision", "tracked", "comment")):
            faults.append(Fault(revision.where or path.name, revision.message, "按最终稿取值。", Severity.WARNING))
    return FormData(
        agreement.id,
        programme.id,
        path.name,
        _sections(agreement, found, category, path.name),
        {s.key: f"申报书“{s.title}”" for s in agreement.sections},
        tuple(faults),
    )


def _best_template(programme: Programme, document: Document) -> tuple[Category, Document] | None:
    """The category whose application the document most likely is, and that template; None when it is none of them."""
    best: tuple[Category, Document] | None = None
    high = MIN_LIKENESS
    for form in programme.forms:
        category = category_of(programme, form)
        if category is None:
            continue
        path = programme.folder / form.template
        if not path.is_file():
            raise ProgrammeFault(f"缺少模板 {form.template}", where=str(programme.folder), hint="请检查项目文件夹。")
        template = read_word(path)
        score = likeness(template, document)
        # Applications of different categories share most labels; the category's own name decides between them.
        if score >= MIN_LIKENESS and category.name in document.text:
            score += 1
        if score >= high:
            best, high = (category, template), score
    return best


def _sections(agreement: Form, found: Found, category: Category, source: str) -> dict[str, tuple[Record, ...]]:
    out: dict[str, tuple[Record, ...]] = {}
    for section in agreement.sections:
        if section.layout is Layout.FIELDS:
            entries = {}
            for field in section.fields:
                entry = found.fields.get(field.source or field.key)
                if entry is not None and entry.raw:
                    entries[field.key] = entry
                elif field.key == "category":
                    entries[field.key] = Entry(category.name, source)
            out[section.key] = (Record(entries, f"申报书“{section.title}”"),)
        else:
            keys = {f.key for f in section.fields}
            rows = []
            for row in found.tables.get(section.key, []):
                kept = {k: e for k, e in row.items() if k in keys}
                rows.append(Record(kept, next(iter(kept.values())).place if kept else section.title))
            out[section.key] = tuple(rows)
    return out
