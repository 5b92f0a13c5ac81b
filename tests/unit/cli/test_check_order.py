"""In which order a pair is read and judged, and when the workers are let go."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import docx
from reportlab.pdfgen.canvas import Canvas

from tfdocs.jobs.checking import check_pair
from tfdocs.model.page import Page

SENTENCE = "The society will hold twelve lectures before the end of the year."


def test_workers_are_let_go_when_the_last_page_has_been_read(tmp_path: Path) -> None:
    """Judging a long scan takes memory, and so does each idle worker."""
    word, pdf = tmp_path / "a.docx", tmp_path / "a.pdf"
    made = docx.Document()
    made.add_paragraph(SENTENCE)
    made.save(str(word))
    canvas = Canvas(str(pdf))
    canvas.drawString(72, 720, SENTENCE)
    canvas.save()
    order: list[str] = []
    with ThreadPoolExecutor(1) as pool:

        def let_go(pages: Sequence[Page]) -> None:
            order.append(f"let go after {len(pages)}")
            pool.shutdown(wait=False)

        checked = check_pair(
            word,
            pdf,
            executor=pool,
            progress=lambda done, total: order.append(f"{done} of {total}"),
            meanwhile=lambda: order.append("meanwhile"),
            when_read=let_go,
        )
    assert order == ["meanwhile", "1 of 1", "let go after 1"]
    assert checked.report.verdict.value == "consistent"
