"""Files that look like a Word or a PDF to an intake, and steps that read them in no time and misbehave on request.

The steps stand behind the documented seam (``tfdocs.jobs.intake.steps.Steps``). They run in child processes, which find
this module by ``PYTHONPATH``. What a page does is written in the PDF: ``crash 2`` kills the process that reads page 2.
"""

from __future__ import annotations

import ctypes
import os
import re
import sqlite3
import time
import zipfile
from contextlib import closing
from pathlib import Path

from tfdocs.errors import EngineFailed, InputDamaged, InputEncrypted
from tfdocs.jobs.intake.packing import packer
from tfdocs.jobs.intake.steps import (
    CodeTask,
    FileTask,
    Judged,
    JudgeTask,
    PageOf,
    ReadPage,
    Steps,
    WordRead,
    WordTask,
    from_the_ledger,
    kept,
    read_list,
    sha256,
)
from tfdocs.model.commitment import CommitmentReport, SourceInfo
from tfdocs.model.comparison import Verdict
from tfdocs.model.document import Document
from tfdocs.model.geometry import Box
from tfdocs.model.page import Line, Page, Source
from tfdocs.verify.codes import WordCodes

TYPES = '<Types xmlns="x"><Override ContentType="wordprocessingml"/></Types>'


def word(path: Path, text: str = "") -> Path:
    """A file that is a Word to whoever looks at its bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as out:
        for name, content in (("[Content_Types].xml", TYPES), ("text", text or path.as_posix())):
            out.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), content)
    return path


def pdf(path: Path, pages: int = 2, what: str = "", text: str = "") -> Path:
    """A file that is a PDF to whoever looks at its first bytes; ``what`` it does: “crash 1, hang 2”."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"%PDF-1.7\npages {pages}\n{what}\n{text or path.as_posix()}\n%%EOF\n", encoding="utf-8")
    return path


def pair(folder: Path, pages: int = 2, what: str = "") -> None:
    """An applicant's folder."""
    word(folder / "申报书.docx")
    pdf(folder / "申报书（盖章版）.pdf", pages, what)


def read_word(task: WordTask) -> bytes:
    file = task.file
    file.unchanged()
    with zipfile.ZipFile(file.path) as archive:
        text = archive.read("text").decode()
    if "damaged" in text:
        raise InputDamaged("文件已损坏", where=file.path.name)
    document = Document(file.path.name, file.sha256, "docx", f"{task.view} {text}", ())
    made = re.findall(r"made (\w+)", text)
    return packer(WordRead).pack(WordRead(document, made[0] if made else None))


def read_codes(task: CodeTask) -> WordCodes:
    """A Word's codes stand in its text, a PDF's in a line “code 2 3A7C9HKMNT” for page 2."""
    with from_the_ledger():
        if task.word:
            read = packer(WordRead).unpack(task.word)
            return WordCodes(tuple(re.findall(r"code (\w+)", read.document.text)), read.made or "")
        page = packer(Page).unpack(task.page)
    return WordCodes(tuple(c for line in page.lines for c in re.findall(r"code (\w+)", line.text)))


def count_pages(task: FileTask) -> int:
    task.unchanged()
    text = task.path.read_text(encoding="utf-8", errors="replace")
    if "encrypted" in text:
        raise InputEncrypted("PDF 设有打开密码", where=task.path.name)
    return int(re.findall(r"pages (\d+)", text)[0])


def read_page(task: PageOf) -> ReadPage:
    text = task.file.path.read_text(encoding="utf-8")

    def does(verb: str) -> bool:
        return f"{verb} {task.number}" in text.replace(",", "\n").splitlines()

    if does("once"):
        marker = task.file.path.with_suffix(f".{task.number}.tried")
        if not marker.exists():
            marker.touch()
            os._exit(9)
    if does("crash"):
        ctypes.string_at(0)  # a segmentation fault, as in native code
    if does("hang"):
        ctypes.CDLL(None).sleep(600)  # in C, where no Python signal is heard
    if does("eat"):
        eaten = [bytearray(20_000_000) for _ in range(1000) if not time.sleep(0.01)]
        raise EngineFailed(str(len(eaten)))
    if does("nonsense"):
        return "nothing of the kind"  # type: ignore[return-value]
    if does("fault"):
        raise ZeroDivisionError("张三的身份证号")
    if "slow" in text:
        time.sleep(0.02)

    def page() -> Page:
        if does("wrong"):
            return Page(task.number + 7, 595.0, 842.0, 0, None, Source.TEXT)
        if does("uneven"):
            return Page(
                task.number, 595.0, 842.0, 0, None, Source.TEXT, (Line("甲乙", BOX, (BOX,), (1.0,), Source.OCR),)
            )
        if does("change"):
            with task.file.path.open("a", encoding="utf-8") as out:
                out.write(".")
        codes = re.findall(rf"code {task.number} \w+", text)
        said = f"code {codes[0].split()[-1]}" if codes else "甲"
        line = Line(said, BOX, (BOX,) * len(said), (1.0,) * len(said), Source.TEXT)
        return Page(task.number, 595.0, 842.0, 0, None, Source.TEXT, (line,))

    return kept(task, page)


BOX = Box(10.0, 10.0, 20.0, 20.0)


def judge(task: JudgeTask) -> Judged:
    task.pdf.unchanged()
    with from_the_ledger():
        document = packer(WordRead).unpack(task.word).document
        pages = [packer(Page).unpack(p) for p in task.pages]
    failed = [p.number for p in pages if p.failure]
    if sha256(task.pdf.path) != task.pdf.sha256:
        raise AssertionError
    asked = f"{document.text.split()[0]} {task.allow_attachments}"
    told = f"{task.word_name} {document.sha256} {asked} {task.pdf.sha256} {[p.number for p in pages]} {failed}"
    (task.folder / "report.html").write_text(told, encoding="utf-8")
    empty = CommitmentReport(source=SourceInfo(name="a", sha256="b", kind="docx"), commitments=[])
    return Judged(
        verdict=Verdict.UNDETERMINED if failed else Verdict.CONSISTENT,
        headline="没有发现不同。",
        reasons=[f"第 {n} 页未能识读" for n in failed],
        certain=0, uncertain=0, weight=99, pages=len(pages), failed_pages=failed, seals=0,
        word_characters=1, verified=1,
        files={"report.html": sha256(task.folder / "report.html")},
        commitments=empty.model_dump_json(by_alias=True),
    )  # fmt: skip


STEPS = Steps(read_word, count_pages, read_page, judge, read_list, read_codes, preload=())


def outcome_of(folder: Path) -> dict[str, bytes]:
    """Everything an intake wrote for people, by place; the log tells of hours and is left out."""
    files = (p for p in sorted(folder.rglob("*")) if p.is_file() and ".tfdocs" not in p.parts)
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in files if p.name != "intake.log"}


def ledger_of(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row but those of files, which tell hours, and how often a page was tried, which kills change."""
    columns = {
        "word": "*", "pdf": "*", "page": "sha256, settings, number, state, error, body", "code": "*", "pair": "*",
        "promises": "*", "written": "*",
    }  # fmt: skip
    with closing(sqlite3.connect(folder / ".tfdocs" / "ledger.sqlite")) as db:
        return {t: sorted(db.execute(f"SELECT {c} FROM {t}").fetchall(), key=repr) for t, c in columns.items()}
