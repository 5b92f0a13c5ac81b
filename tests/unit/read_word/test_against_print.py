"""The truth is the paper: what LibreOffice prints of each construct is what was read, character by character."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from construct import DELETED_TOO
from constructs import CONSTRUCTS, docx

from tfdocs.read.office import convert
from tfdocs.read.word import RevisionView, read_word
from tfdocs.text.normalise import fold

REVISED = [c for c in CONSTRUCTS if c.differs == DELETED_TOO]
PRINTED = [c for c in CONSTRUCTS if not c.differs and not c.paged]


def printed_text(path: Path) -> str:
    """The text layer of a PDF, page by page."""
    pdf = pypdfium2.PdfDocument(path)
    out = []
    for index in range(len(pdf)):
        page = pdf[index]
        layer = page.get_textpage()
        out.append(layer.get_text_range())
        layer.close()
        page.close()
    pdf.close()
    return "\n".join(out)


@pytest.mark.require("libreoffice", "fonts")
def test_each_construct_is_printed_as_it_is_read(tmp_path: Path) -> None:
    """All in one run of LibreOffice; every difference is listed, not only the first."""
    held = [*PRINTED, *REVISED]
    files = [docx(tmp_path / f"{number:02d}.docx", c.body, **c.files) for number, c in enumerate(held)]
    assert len(PRINTED) >= 80 and len(REVISED) >= 5
    wrong = {}
    for construct, file, pdf in zip(held, files, convert(files, "pdf", tmp_path / "out"), strict=True):
        view = RevisionView.MARKUP if construct.differs else RevisionView.FINAL
        read, printed = fold(read_word(file, view=view).text).text, fold(printed_text(pdf)).text
        if sorted(read) != sorted(printed) or (read != printed and not construct.unordered):
            wrong[construct.name] = (read, printed)
    assert wrong == {}
