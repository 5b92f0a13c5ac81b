"""The figures of making letters: how many a second, how much memory ten thousand take, how fast PDFs come out.

``python -m benchmarks.letters`` takes some six minutes on 2 cores (``--quick``: one). Each figure stands beside its
rival in the same run on the same machine: a plain docxtpl loop on the same template with the same values, and
LibreOffice called once for each letter. Hostile strings are counted as they arrive. Times are CPU seconds of this
process (for LibreOffice: of the clock), so that other work on the machine counts little. Results go to
``benchmarks/out/letters.json`` and to the screen.
"""

from __future__ import annotations

import argparse
import io
import json
import platform
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from docxtpl import DocxTemplate
from jinja2 import Environment
from openpyxl import load_workbook

import tfdocs
from benchmarks.wording import Wording
from tfdocs.generate.context import names_for
from tfdocs.generate.convert import letters_to_pdf
from tfdocs.generate.filters import FILTERS
from tfdocs.generate.notices import notice_names
from tfdocs.generate.proof import lost_in_print
from tfdocs.generate.template import Template
from tfdocs.programme import find
from tfdocs.read.office import convert

OUT = Path(__file__).resolve().parent / "out"
PROGRAMME = "tianfu-2023"
TURNS = 4


def letters(count: int) -> tuple[Path, list[dict[str, Any]]]:
    """The template of the programme's notice and ``count`` different sets of values for it."""
    programme = find(PROGRAMME)
    form = programme.form("notice")
    names = notice_names(form, names_for(programme, form))
    words = Wording(1)
    out = []
    for number in range(1, count + 1):
        start = date(2023, 7, 1) + timedelta(days=number % 60)
        own = {
            "applicant": words.body(),
            "project_name": f"{words.field()}{words.work()}（第{number}项）",
            "document_no": f"样例发〔2023〕{number}号",
            "project_no": f"TFNL-2023-{number:05d}",
            "grant": Decimal(50_000 + 100 * (number % 1500)),
            "start_date": start,
            "issue_date": start,
        }
        out.append(names | own)
    return programme.folder / form.template, out


def rate(template: Path, values: list[dict[str, Any]], rival_values: list[dict[str, Any]]) -> dict[str, float]:
    """Letters a second: ours with every check on, docxtpl as its documentation loops (a new object for each), and
    docxtpl with one object used again."""
    compiled = Template.load(template)
    env = Environment()
    env.filters.update(FILTERS)
    again = DocxTemplate(str(template))

    def by_docxtpl(one: dict[str, Any], document: DocxTemplate) -> None:
        document.render(one | {"verification_code": "AAAAA-AAAAA"}, env, autoescape=True)
        document.save(io.BytesIO())

    def spent(work: Callable[[dict[str, Any]], object], share: list[dict[str, Any]]) -> float:
        start = time.process_time()
        for one in share:
            work(one)
        return time.process_time() - start

    # By turns, so that what else the machine does falls on all three alike.
    times = [0.0, 0.0, 0.0]
    compiled.render(values[0])
    for turn in range(TURNS):
        times[0] += spent(compiled.render, values[turn::TURNS])
        times[1] += spent(lambda one: by_docxtpl(one, DocxTemplate(str(template))), rival_values[turn::TURNS])
        times[2] += spent(lambda one: by_docxtpl(one, again), rival_values[turn::TURNS])
    ours, new, reused = times[0] / len(values), times[1] / len(rival_values), times[2] / len(rival_values)
    return {
        "letters_a_second": round(1 / ours, 1),
        "docxtpl_letters_a_second": round(1 / new, 1),
        "docxtpl_reused_letters_a_second": round(1 / reused, 1),
        "times_docxtpl": round(new / ours, 1),
        "times_docxtpl_reused": round(reused / ours, 1),
    }


_BATCH = """
import resource, sys, time
from pathlib import Path
import tfdocs
start = time.monotonic()
batch = tfdocs.notice(Path(sys.argv[1]), Path(sys.argv[2]), merged=len(sys.argv) > 3)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(len(batch.notices), batch.failed, round(peak, 1), round(time.monotonic() - start, 1))
"""


def batch(count: int, *, merged: bool) -> dict[str, Any]:
    """A list of ``count`` rows through the command's own path, in a new process: peak memory, seconds, and whether a
    second run gives the same bytes."""
    from samples.filling import write_xlsx

    programme = find(PROGRAMME)
    form = programme.form("notice")
    _, values = letters(count)
    rows = [
        {
            "applicant": f"{v['applicant'][:40]}{n}",
            "project_name": v["project_name"][:48],
            "category": programme.categories[n % 3].name,
            "grant": int(v["grant"]),
            "start_date": v["start_date"],
            "end_date": date(2023, 12, 31),
        }
        for n, v in enumerate(values)
    ]
    common = {
        "issuer_code": "样例发",
        "year": 2023,
        "first_number": 1,
        "issue_date": date(2023, 7, 3),
        "project_prefix": "TFNL-2023-",
        "sign_by": date(2023, 7, 14),
        "materials": "项目实施协议一式6份",
        "contact": "陈样例",
        "phone": "028-80000000",
        "projects": rows,
    }
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        write_xlsx(programme, form, common, work / "list.xlsx")
        said = []
        for name in ("a", "b"):
            command = [sys.executable, "-c", _BATCH, str(work / "list.xlsx"), str(work / name)]
            done = subprocess.run(
                [*command, *(["merged"] if merged else [])], check=True, capture_output=True, text=True
            )
            said.append([float(x) for x in done.stdout.split()])
        files = sorted(p.name for p in (work / "a").iterdir() if p.suffix in (".docx", ".xlsx"))
        same = all((work / "a" / f).read_bytes() == (work / "b" / f).read_bytes() for f in files)
    return {
        "notices": int(said[0][0]),
        "failed": int(said[0][1]),
        "merged": merged,
        "peak_mb": max(s[2] for s in said),
        "seconds": min(s[3] for s in said),
        "files": len(files),
        "second_run_same_bytes": same,
    }


def pdfs(count: int, singles: int) -> dict[str, float]:
    """Seconds a letter: ours for ``count`` letters at once, and LibreOffice called for each of ``singles``."""
    template, values = letters(count)
    compiled = Template.load(template)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        paths = [work / f"{n:04d}.docx" for n in range(1, count + 1)]
        for path, one in zip(paths, values, strict=True):
            path.write_bytes(compiled.render(one))
        start = time.monotonic()
        made = letters_to_pdf(paths).pdfs
        ours = (time.monotonic() - start) / count
        start = time.monotonic()
        for path in paths[:singles]:
            convert([path], "pdf", work / "single")
        single = (time.monotonic() - start) / singles
        missing = count - sum(p.is_file() for p in made)
        lost = sum(bool(lost_in_print(w, w.with_suffix(".pdf"))) for w in paths if w.with_suffix(".pdf") in made)
    return {
        "pdf_seconds_a_letter": round(ours, 3),
        "one_call_each_seconds_a_letter": round(single, 3),
        "times_one_call_each": round(single / ours, 1),
        "pdfs": count,
        "missing": missing,
        "pdfs_that_lack_a_character": lost,
    }


# As a person may paste them: into a cell of a form, into a list of notices.
HOSTILE = (
    "&<>\"'{{}}",
    "{{ x }}{% if y %}{# z #}",
    "</w:t></w:r><w:r>",
    "]]>&amp;&lt;",
    "😀👨‍👩‍👧𠮷野家㐂𪚥",
    "=cmd|' /C calc'!A0",
    "+1-1@SUM(1)",
    "甲" * 9_999 + "终",
    "制\t表\u3000全角　空 格",
    "é e\u0301 ﬁ ㎡ ①",
)
CONTROL = "甲\x00\x01\x0b\x1f\x7f乙"


def hostile() -> dict[str, Any]:
    """What becomes of hostile strings in a form's longest field and in the list of notices with its list of delivery:
    how many arrive to the character, of how many; and whether a second run gives the same bytes. Control characters, of
    which XML can hold none, have to be told."""
    from samples.applications import values_of
    from samples.approvals import notices
    from samples.filling import write_yaml

    programme = find(PROGRAMME)
    society, notice = programme.form("society"), programme.form("notice")
    arrived = same = 0
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        for number, text in enumerate((*HOSTILE, CONTROL)):
            write_yaml(programme, society, values_of("society", programme) | {"plan": text}, work / "form.yaml")
            made = [tfdocs.draft(work / "form.yaml", work / f"{n}.docx") for n in "ab"]
            same += (work / "a.docx").read_bytes() == (work / "b.docx").read_bytes()
            if number < len(HOSTILE):
                arrived += text in words_with_tabs(work / "a.docx")
            else:
                told = any("控制字符" in f.message for f in made[0].faults)
        row = notices(programme)["projects"][0]
        # A field of one line: what is pasted into it with tabs or line breaks is put into one line, and no loss.
        short = [t for t in HOSTILE if len(t) < 40 and "\t" not in t]
        rows = [row | {"project_name": t, "applicant": f"第{n}学会", "project_no": ""} for n, t in enumerate(short)]
        # As YAML: in a workbook, “=…” is a formula, and one that has no value is reported at its cell.
        write_yaml(programme, notice, notices(programme) | {"projects": rows}, work / "list.yaml")
        batch = tfdocs.notice(work / "list.yaml", work / "out")
        listed = [r[4].value for r in load_workbook(work / "out" / "送达清单.xlsx").active.iter_rows(min_row=2)]
        in_words = sum(
            t in words_with_tabs(work / "out" / n.file) for n, t in zip(batch.notices, short, strict=True) if n.file
        )
    return {
        "in_a_form": f"{arrived} of {len(HOSTILE)}",
        "in_notices": f"{in_words} of {len(short)}",
        "in_the_list_of_delivery": f"{sum(t in listed for t in short)} of {len(short)}",
        "control_characters_told": told,
        "same_bytes_again": f"{same} of {len(HOSTILE) + 1}",
    }


def words_with_tabs(path: Path) -> str:
    """The text of a Word file's body, tabs and the breaks of paragraphs as they were typed; by zipfile and the standard
    library's parser, which had no part in making it."""
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    with zipfile.ZipFile(path) as package:
        root = ElementTree.fromstring(package.read("word/document.xml"))
    paragraphs = (
        "".join("\t" if n.tag == w + "tab" else n.text or "" for n in p.iter() if n.tag in (w + "t", w + "tab"))
        for p in root.iter(w + "p")
    )
    return "\n".join(paragraphs)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a tenth of everything")
    parser.add_argument("--no-pdf", action="store_true", help="without LibreOffice")
    asked = parser.parse_args()
    part = 10 if asked.quick else 1
    template, values = letters(2000 // part)
    results: dict[str, Any] = {"machine": f"{platform.machine()} {platform.python_version()}"}
    results["rate"] = rate(template, values, values[: 100 // part])
    results["hostile"] = hostile()
    results["batch"] = batch(10_000 // part, merged=False)
    results["merged"] = batch(2_000 // part, merged=True)
    if not asked.no_pdf:
        results["pdf"] = pdfs(100 // part, 10 // min(part, 3))
    OUT.mkdir(exist_ok=True)
    (OUT / "letters.json").write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(results, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
