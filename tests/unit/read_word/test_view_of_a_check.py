"""Which state of tracked changes a check compares: chosen by an option, said in the report."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from wordfiles import docx, p, r

import tfdocs
from tfdocs.cli.main import run
from tfdocs.jobs.checking import VIEWS
from tfdocs.read.word import RevisionView

REVISED = p(
    r("经费额度")
    + '<w:del w:id="1" w:author="a"><w:r><w:delText>10</w:delText></w:r></w:del>'
    + f'<w:ins w:id="2" w:author="a">{r("20")}</w:ins>'
    + r("万元，用于科普活动。")
)


def printed(path: Path, text: str) -> Path:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    stream = io.BytesIO()
    canvas = Canvas(stream, invariant=1)
    canvas.setFont("STSong-Light", 14)
    canvas.drawString(72, 700, text)
    canvas.save()
    path.write_bytes(stream.getvalue())
    return path


@pytest.mark.parametrize(
    ("view", "print_says", "code", "said"),
    [
        ("final", "经费额度20万元，用于科普活动。", 0, "全部接受"),
        ("original", "经费额度10万元，用于科普活动。", 0, "全部拒绝"),
        ("final", "经费额度10万元，用于科普活动。", 10, "全部接受"),
    ],
)
def test_the_view_decides_what_is_the_same(
    view: str, print_says: str, code: int, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    word, pdf = docx(tmp_path / "a.docx", REVISED), printed(tmp_path / "a.pdf", print_says)
    assert run(["check", str(word), str(pdf), "--view", view, "--json", "-", "--workers", "1"]) == code
    report = json.loads(capsys.readouterr().out)
    assert any(f["code"] == "revision-view" and said in f["message"] for f in report["findings"])


def test_a_view_that_does_not_exist(tmp_path: Path) -> None:
    """It is said at once, before either file is looked at."""
    assert list(RevisionView) == list(VIEWS)
    with pytest.raises(ValueError):
        tfdocs.check(tmp_path / "a.docx", tmp_path / "a.pdf", view="latest")
