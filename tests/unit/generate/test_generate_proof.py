"""What was printed is what was written: every character of a Word is in its PDF, and our own PDFs check as ours."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import tfdocs
from tfdocs.generate.context import names_for
from tfdocs.generate.convert import to_pdf
from tfdocs.generate.notices import notice_names
from tfdocs.generate.proof import for_libreoffice, lost_in_print
from tfdocs.generate.template import Template
from tfdocs.model.comparison import Verdict
from tfdocs.model.programme import Programme
from tfdocs.read.pdf.cutting import page_texts
from tfdocs.read.word.stored import stored_code

# First lines of every length that may fill one: where the mark after it hangs over the edge, LibreOffice 7.4 does not
# draw it.
FULL = "科技社团能力提升行动按计划推进并接受绩效评估和检查实现全部目标且如期完成"
HANGING = [f"{FULL[:length]}，其余各项如期完成。" for length in range(20, len(FULL))]


@pytest.fixture(scope="module")
def printed(
    programme: Programme, tmp_path_factory: pytest.TempPathFactory, require: Any
) -> dict[str, tuple[Path, Path]]:
    require("libreoffice", "fonts")
    folder = tmp_path_factory.mktemp("proof")
    form = programme.form("notice")
    names = notice_names(form, names_for(programme, form)) | {"applicant": "蜀岭省样例学会", "materials": "协议一式6份"}
    for name in ("notice", "notice-letter"):
        (folder / f"{name}.docx").write_bytes(Template.load(programme.folder / f"{name}.docx").render(names))
    long = Template.load(programme.folder / "notice.docx").render(names | {"materials": "\n".join(["协议", *HANGING])})
    (folder / "long.docx").write_bytes(long)
    words = sorted(folder.glob("*.docx"))
    return {w.stem: (w, p) for w, p in zip(words, to_pdf(words), strict=True)}


@pytest.mark.require("libreoffice", "fonts")
@pytest.mark.parametrize("name", ["notice", "notice-letter"])
def test_our_own_print_is_consistent_with_its_word(name: str, printed: dict[str, tuple[Path, Path]]) -> None:
    """Nothing missing, nothing added, the code of every page the Word's."""
    word, pdf = printed[name]
    assert lost_in_print(word, pdf) == ""
    report = tfdocs.check(word, pdf)
    assert report.verdict is Verdict.CONSISTENT, [(d.word, d.pdf) for d in report.differences]
    assert [f.code for f in report.findings if f.code.startswith("code-")] == ["code-same"]


@pytest.mark.require("libreoffice", "fonts")
def test_marks_that_hang_over_the_edge_are_drawn(printed: dict[str, tuple[Path, Path]]) -> None:
    word, pdf = printed["long"]
    assert lost_in_print(word, pdf) == ""
    text = "".join("".join(page_texts(pdf)).split())
    assert [line for line in HANGING if line not in text] == []


def test_what_libreoffice_is_given_has_the_words_of_the_file(
    filled: Callable[..., dict[str, Any]], tmp_path: Path
) -> None:
    path = tfdocs.draft(filled("society", rows=3), tmp_path / "a.docx").paths[0]
    (tmp_path / "b.docx").write_bytes(for_libreoffice(path.read_bytes()))
    assert stored_code(tmp_path / "b.docx") == stored_code(path)
    assert for_libreoffice(path.read_bytes()) == (tmp_path / "b.docx").read_bytes()


@pytest.mark.require("libreoffice")
def test_a_pdf_that_lacks_characters_is_told(
    filled: Callable[..., dict[str, Any]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A Word file with other words stands in for a conversion that lost some."""
    from tfdocs.jobs import making

    short = tfdocs.agreement(filled("agreement", rows=1), tmp_path / "短.docx", pdf=True).paths[1]
    monkeypatch.setattr(making, "to_pdf", lambda paths: [short])
    content = filled("agreement", rows=1)
    content["项目内容"] = {label: "𠮷野、㐂" for label in content["项目内容"]}
    made = tfdocs.agreement(content, tmp_path / "长.docx", pdf=True)
    said = [f.message for f in made.faults if "PDF 里比 Word 少" in f.message]
    assert len(said) == 1 and "𠮷" in said[0] and "㐂" in said[0]
