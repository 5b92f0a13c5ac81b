"""Batches under stress: killed at any moment, damaged in one place, printed as one document, ten at a time or many."""

from __future__ import annotations

import hashlib
import io
import random
import re
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest
import yaml

import tfdocs
from tfdocs.generate import convert as converting
from tfdocs.generate.convert import letters_to_pdf
from tfdocs.generate.merge import merge
from tfdocs.generate.notices import DELIVERY, Batch, State
from tfdocs.generate.numbering import LEDGER
from tfdocs.generate.template import Template
from tfdocs.model.fault import Severity
from tfdocs.read.archive import parse_xml
from tfdocs.read.pdf.cutting import cut, page_texts
from tfdocs.text.code import find_codes

Filled = Callable[..., dict[str, Any]]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def hashes(folder: Path) -> dict[str, str]:
    names = [p for p in folder.iterdir() if p.suffix in (".docx", ".xlsx")]
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in names}


@pytest.mark.parametrize(("rows", "kills"), [(80, 1), pytest.param(300, 4, marks=pytest.mark.slow)])
def test_a_run_killed_at_any_moment_goes_on_to_the_same_files(
    rows: int, kills: int, filled: Filled, tmp_path: Path
) -> None:
    """SIGKILL at random moments: numbers, files and delivery list are those of a run left in peace."""
    content = filled("notice", rows=rows)
    rng = random.Random(5)
    path = tmp_path / "名单.yaml"
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    tfdocs.notice(path, tmp_path / "安静")
    target = tmp_path / "被杀"
    command = [
        sys.executable,
        "-P",  # the installed tfdocs, not the folder of this name in a checkout
        "-c",
        "import sys, tfdocs; tfdocs.notice(sys.argv[1], sys.argv[2])",
        str(path),
        str(target),
    ]
    cut_short = 0
    for _ in range(kills):
        process = subprocess.Popen(command)
        # Wait for the work to begin, then for a moment of chance.
        limit = time.monotonic() + 60
        while not (target / LEDGER).exists() and process.poll() is None and time.monotonic() < limit:
            time.sleep(0.005)
        time.sleep(rng.random() * 0.1)
        process.kill()
        cut_short += process.wait() == (-signal.SIGKILL if sys.platform != "win32" else 1)
    assert cut_short or kills == 1  # a short run may end before the blow
    batch = tfdocs.notice(path, target)
    assert [n.number for n in batch.notices] == list(range(101, 101 + rows)) and batch.failed == 0
    assert hashes(target) == hashes(tmp_path / "安静")
    assert {n.state for n in tfdocs.notice(path, target).notices} == {State.KEPT}


def test_each_document_of_a_merged_file_keeps_its_own_footers(filled: Filled, tmp_path: Path) -> None:
    batch = tfdocs.notice(filled("notice", rows=4), tmp_path)
    blobs = [(tmp_path / n.file).read_bytes() for n in batch.notices]
    for sheets, kind in ((True, "oddPage"), (False, "nextPage")):
        with zipfile.ZipFile(io.BytesIO(merge(blobs, sheets=sheets))) as package:
            root = parse_xml(package.read("word/document.xml"), where="")
            relations = {
                r.get("Id"): r.get("Target") for r in parse_xml(package.read("word/_rels/document.xml.rels"), where="")
            }
            types = package.read("[Content_Types].xml").decode()
            feet = []
            for section in root.iter(W + "sectPr"):
                names = [relations[r.get(R + "id")] for r in section.iter(W + "footerReference")]
                assert all(f'"/word/{name}"' in types for name in names)
                texts = "".join(package.read(f"word/{name}").decode() for name in names)
                feet.append(set(find_codes(re.sub(r"<[^>]+>", " ", texts))))
        assert [len(f) for f in feet] == [1, 1, 1, 1] and len(set.union(*feet)) == 4
        assert [t.get(W + "val") for t in root.iter(W + "type")] == [kind] * 3


def test_merging_makes_the_same_bytes_and_indents_its_numbered_headings(filled: Filled, tmp_path: Path) -> None:
    batch = tfdocs.notice(filled("notice", rows=2), tmp_path)
    blobs = [(tmp_path / n.file).read_bytes() for n in batch.notices]
    assert merge(blobs) == merge(blobs)
    with zipfile.ZipFile(io.BytesIO(merge(blobs))) as package:
        root = parse_xml(package.read("word/document.xml"), where="")
    own = [p for p in root.iter(W + "pPr") if p.find(W + "numPr") is not None]
    assert len(own) == 4 and all(p.find(W + "ind").get(W + "firstLineChars") == "200" for p in own)


def test_values_of_any_kind_survive_a_batch(filled: Filled, tmp_path: Path) -> None:
    content = filled("notice", rows=3)
    names = ["=cmd|' /C calc'!A0", "甲&乙<丙>\"'{{ x }}{% y %}", "𠮷野家😀㐂"]
    for row, name in zip(content["立项名单"], names, strict=True):
        row["项目名称"] = name
    batch = tfdocs.notice(content, tmp_path, merged=True)
    for notice, name in zip(batch.notices, names, strict=True):
        with zipfile.ZipFile(tmp_path / notice.file) as package:
            text = "".join(parse_xml(package.read("word/document.xml"), where="").itertext())
        assert f"项目名称：{name}" in text
    from openpyxl import load_workbook

    book = load_workbook(tmp_path / DELIVERY)
    assert [row[4].value for row in book.active.iter_rows(min_row=2)] == names
    assert all(c.data_type != "f" for row in book.active.iter_rows() for c in row)
    book.close()


def test_pdfs_are_cut_only_as_whole(tmp_path: Path) -> None:
    document = pdfium.PdfDocument.new()
    for _ in range(3):
        document.new_page(100, 100).close()
    document.save(tmp_path / "a.pdf")
    document.close()
    parts = list(cut(tmp_path / "a.pdf", [1, 2]))
    assert [len(pdfium.PdfDocument(p)) for p in parts] == [1, 2] and page_texts(tmp_path / "a.pdf") == ["", "", ""]
    for wrong in ([1, 1], [0, 3], [4]):
        with pytest.raises(ValueError, match="pages asked"):
            list(cut(tmp_path / "a.pdf", wrong))


@pytest.fixture(scope="module")
def printed(filled: Filled, tmp_path_factory: pytest.TempPathFactory, require: Any) -> tuple[Path, Batch]:
    require("libreoffice")
    folder = tmp_path_factory.mktemp("print")
    return folder, tfdocs.notice(filled("notice", rows=6), folder, pdf=True)


@pytest.mark.require("libreoffice")
def test_many_pdfs_come_from_one_conversion(printed: tuple[Path, Batch]) -> None:
    folder, batch = printed
    for notice in batch.notices:
        texts = page_texts(folder / Path(notice.file).with_suffix(".pdf"))
        whole = "".join("".join(texts).split())
        assert notice.document_no in whole and f"{notice.values['applicant']}：" in whole and "—1—" in whole
        codes = {c for t in texts for c in find_codes(t)}
        assert len(texts) == 2 and len(codes) == 1


@pytest.mark.require("libreoffice")
def test_faces_that_the_machine_lacks_are_named(printed: tuple[Path, Batch], monkeypatch: pytest.MonkeyPatch) -> None:
    from tfdocs.jobs import fonts, making

    monkeypatch.setattr(fonts, "installed_families", lambda: frozenset({"SimSun", "Noto Serif CJK SC"}))
    folder, batch = printed
    said = [f.message for f in making._font_faults(folder / batch.notices[0].file)]
    assert "本机没有字体“仿宋_GB2312”，PDF 里用“Noto Serif CJK SC”代替" in said
    assert not any("“宋体”" in m for m in said)
    assert all(f.severity is Severity.INFO for f in batch.faults)


@pytest.mark.slow
@pytest.mark.require("libreoffice")
def test_a_damaged_letter_does_not_stop_the_others(filled: Filled, tmp_path: Path) -> None:
    batch = tfdocs.notice(filled("notice", rows=3), tmp_path)
    paths = [tmp_path / n.file for n in batch.notices]
    paths[1].write_bytes(b"PK\x03\x04 torn")
    told: list[tuple[int, int]] = []
    done = letters_to_pdf(paths, lambda n, of: told.append((n, of)))
    assert [p.stem for p in done.pdfs] == [paths[0].stem, paths[2].stem] and told == [(3, 3)]
    ((path, error),) = done.failed
    assert path == paths[1] and error.what


@pytest.mark.require("libreoffice")
def test_letters_without_codes_are_converted_one_by_one(
    template: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded = Template.load(template("{{ x }}"))
    paths = [tmp_path / f"{n}.docx" for n in (1, 2)]
    for n, path in enumerate(paths):
        path.write_bytes(loaded.render({"x": f"甲乙{n}"}))
    runs: list[int] = []
    real = converting._one_run
    monkeypatch.setattr(converting, "_one_run", lambda p, w, e: runs.append(len(p)) or real(p, w, e))
    done = letters_to_pdf(paths)
    assert runs == [2] and ["".join(page_texts(p)[0].split()) for p in done.pdfs] == ["甲乙0", "甲乙1"]
