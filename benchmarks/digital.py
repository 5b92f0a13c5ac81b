"""What checking an honest digital PDF costs: a Word of 100 pages and the PDF that LibreOffice prints of it.

    python -m benchmarks.digital [--pages 100] [--keep FOLDER]

The Word has prose under automatic numbers, ruled tables and a running head. Told are the processor seconds of each step
in this process (reading Word, reading PDF, judging, report), then seconds, processor seconds and peak memory of the
whole command ``tfdocs check`` in a process of its own, and the same of two stock ways in the same run: python-docx with
pdfplumber, and python-docx with pdftotext (poppler), both by difflib over sentences, for over characters it takes
minutes. Where the machine has no ``resource`` (Windows), memory is left out. The exit code is 1 when the check does not
find the honest pair consistent.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

os.environ.setdefault("TFDOCS_OCR_THREADS", "1")

import pypdfium2 as pdfium

from benchmarks.processes import Run, run
from benchmarks.word_parts import OUTLINE, add_numbering, new_document, numbered, page_numbers, paragraph, row_of, title
from benchmarks.wording import Wording

_PAGES_A_CHAPTER = 1.4  # a chapter of ``written`` as LibreOffice prints it; the pages that come out are counted

_RIVAL = """
import re, subprocess, sys, unicodedata
from difflib import SequenceMatcher
import docx
way, word, pdf = sys.argv[1:]
document = docx.Document(word)
parts = [p.text for p in document.paragraphs]
parts += [c.text for t in document.tables for r in t.rows for c in r.cells]
if way == "pdfplumber":
    import pdfplumber
    read = []
    with pdfplumber.open(pdf) as file:
        for page in file.pages:
            read.append(page.extract_text())
            page.close()
    text = "\\n".join(read)
else:
    text = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, check=True).stdout.decode("utf-8")
def sentences(text):
    return re.findall(r"[^。；]+[。；]?", "".join(unicodedata.normalize("NFKC", text).split()))
a, b = sentences("\\n".join(parts)), sentences(text)
print(sum(op[0] != "equal" for op in SequenceMatcher(None, a, b, autojunk=False).get_opcodes()))
"""


def written(path: Path, pages: int, seed: int = 5) -> None:
    """Write a Word of about ``pages`` pages: chapters of numbered prose, each with a ruled table of figures."""
    words = Wording(seed)
    document = new_document("AR PL UMing CN")
    page_numbers(document, "项目实施情况报告")
    outline = add_numbering(document, OUTLINE, 31)
    title(document, f"{words.body()}项目实施情况报告")
    for _ in range(max(1, round(pages / _PAGES_A_CHAPTER))):
        numbered(document, f"{words.field()}{words.work()}", outline, 0, bold=True)
        for _ in range(2):
            numbered(document, words.work(), outline, 1)
            paragraph(document, words.paragraph(4))
            paragraph(document, words.paragraph(4))
        table = document.add_table(rows=0, cols=5)
        table.style = "Table Grid"
        row_of(table, (1, "序号"), (1, "指标名称"), (1, "目标值"), (1, "金额（元）"), (1, "完成时限"))
        for i in range(1, 11):
            amount = f"{words.random.randint(10, 9999) * 100:,}.00"
            target = f"{words.count()}{words.unit()}"
            row_of(table, (1, str(i)), (1, words.work()), (1, target), (1, amount), (1, words.date()))
        paragraph(document, words.paragraph(2))
    document.save(str(path))


def printed(word: Path) -> Path:
    """The PDF that LibreOffice prints of ``word``, beside it."""
    with tempfile.TemporaryDirectory() as profile:
        place = f"-env:UserInstallation={Path(profile).as_uri()}"
        command = ["soffice", place, "--headless", "--convert-to", "pdf", "--outdir", str(word.parent), str(word)]
        subprocess.run(command, check=True, capture_output=True, timeout=600)
    return word.with_suffix(".pdf")


def steps(word: Path, pdf: Path, out: Path) -> list[tuple[str, float]]:
    """The processor seconds of each step of a check, in this process."""
    from tfdocs.jobs.checking import judge
    from tfdocs.read.pdf.reader import read_pages
    from tfdocs.read.word import read_word
    from tfdocs.report import write_all

    told: list[tuple[str, float]] = []

    def timed(name: str, task: Callable[[], Any]) -> Any:
        start = time.process_time()
        result = task()
        told.append((name, time.process_time() - start))
        return result

    document = timed("read Word", lambda: read_word(word))
    pages = timed("read PDF", lambda: list(read_pages(pdf)))
    checked = timed("judge", lambda: judge(document, pages, pdf))
    timed("report", lambda: write_all(checked, out))
    return told


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=100)
    parser.add_argument("--keep", type=Path, help="write the Word, the PDF and the report here")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as temporary:
        folder = asked.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        word = folder / "digital.docx"
        pdf = word.with_suffix(".pdf")
        if not (word.exists() and pdf.exists()):
            written(word, asked.pages)
            pdf = printed(word)
        with pdfium.PdfDocument(pdf) as document:
            count = len(document)
        print(f"{count} pages, {pdf.stat().st_size // 1024} KB")
        result = folder / "check.json"
        command = [sys.executable, "-m", "tfdocs", "check", str(word), str(pdf)]
        ours = run([*command, "-o", str(folder / "report"), "--json", str(result)])
        report = json.loads(result.read_text("utf-8"))
        _tell("tfdocs check, with report", ours, f"{report['verdict']}, {len(report['differences'])} differences")
        script = folder / "rival.py"
        script.write_text(_RIVAL, "utf-8")
        for way in ("pdfplumber", "pdftotext"):
            with suppress(RuntimeError):  # poppler may be missing
                rival = run([sys.executable, str(script), way, str(word), str(pdf)])
                _tell(f"python-docx + {way} + difflib", rival, f"{rival.output.strip()} differences")
        script.unlink()
        # last, for a process begun by a large one starts with that one's peak of memory
        for name, seconds in steps(word, pdf, folder / "steps"):
            print(f"  {name:10} {seconds:6.2f} s  {seconds * 1000 / count:6.1f} ms a page")
    return 0 if report["verdict"] == "consistent" else 1


def _tell(name: str, told: Run, found: str) -> None:
    memory = f"{told.memory / 1024**2:6.0f} MB" if told.memory else ""
    print(f"{name:36} {told.seconds:6.2f} s on the clock {told.processor:6.2f} s processor {memory}  {found}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
