"""``tfdocs check``: is this PDF that Word?"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tfdocs.cli.parameters import PATH
from tfdocs.jobs.pool import cores, local_pool, send_for
from tfdocs.jobs.sparing import REPORT_FILES, spare
from tfdocs.read.pdf.large_pictures import large_pictures
from tfdocs.read.pdf.sharing import seems_long_text

if TYPE_CHECKING:
    from tfdocs.model.page import Page
    from tfdocs.report import PagesAhead, SmallBeside


@click.command(
    help="核对 PDF（多为盖章扫描件）与 Word 是否逐字一致，列出每一处不同及其在页面上的位置。",
    epilog="示例：tfdocs check 申报书.docx 申报书（盖章）.pdf -o 核对结果",
)
@click.argument("word", metavar="WORD", type=PATH)
@click.argument("pdf", metavar="PDF", type=PATH)
@click.option("-o", "out", metavar="DIR", type=PATH, help="把 report.html、report.xlsx、marked.pdf 写到这里。")
@click.option("--json", "json_file", metavar="FILE", help="把结果写成 JSON；写 - 则输出到屏幕，且不输出别的内容。")
@click.option("--allow-attachments", is_flag=True, help="允许 PDF 在正文之后带有整页附件。")
@click.option(
    "--view",
    type=click.Choice(["final", "original", "markup"]),
    default="final",
    show_default=True,
    help="Word 中有未接受的修订时核对哪一种文字：final 全部接受后，original 全部拒绝后，markup 插入和删除的都算。",
)
@click.option("--workers", type=click.IntRange(1, 64), help="同时读取的进程数，默认等于处理器核数。")
def command(
    word: Path,
    pdf: Path,
    out: Path | None,
    json_file: str | None,
    allow_attachments: bool,
    view: str,
    workers: int | None,
) -> int:
    # a long document is millions of small objects without a cycle among them: looking for one took a tenth of the time,
    # and still a twentieth with a fifth of this
    gc.set_threshold(500_000, 20, 100)

    def progress(done: int, total: int) -> None:
        if sys.stderr.isatty():
            click.echo(f"\r正在读取第 {done}/{total} 页", nl=done == total, err=True)

    spare((word, pdf), () if out is None else [out / name for name in REPORT_FILES])
    spare((word, pdf), (None if json_file == "-" else json_file,))
    long_text = seems_long_text(pdf)
    with ExitStack() as stack:
        executor = stack.enter_context(local_pool(workers, most=1 if long_text else None))
        if executor is not None:
            os.environ.setdefault("OPENCV_FOR_THREADS_NUM", "1")  # as the workers', and read when OpenCV is loaded
        if executor is not None and word.is_file():
            # they load what they need while this process does; an error about a name must not wait for them
            send_for(executor, 1 if long_text else large_pictures(pdf, workers or cores()), text=long_text)
        ahead: PagesAhead | SmallBeside | None = None
        beside = executor if long_text and out is not None else None  # it will have nothing else to do

        def when_read(pages: Sequence[Page]) -> None:
            nonlocal ahead
            if executor is None:
                return
            if beside is not None:
                from tfdocs.report import prepare_beside

                ahead = prepare_beside(beside, pdf, pages)
                return
            # half a gigabyte a worker, which judging a long scan can use
            executor.shutdown(wait=False)
            if out is not None:
                from tfdocs.report import PagesAhead, draw_ahead

                ahead = painter = stack.enter_context(PagesAhead(pdf))
                draw_ahead(painter, pages)

        from tfdocs.jobs.checking import check_pair

        checked = check_pair(
            word,
            pdf,
            executor=executor,
            allow_attachments=allow_attachments,
            progress=progress,
            view=view,
            meanwhile=partial(_prepare_reports, alone=beside is None),
            when_read=when_read,
        )
        from tfdocs.report import to_json, write_all, write_json
        from tfdocs.report.terminal import summary

        report = checked.report
        if out is not None:
            write_all(checked, out, ahead, beside)
    if json_file == "-":
        click.echo(to_json(report))
    else:
        if json_file is not None:
            write_json(report, Path(json_file))
        for line in summary(checked):
            click.echo(line)
        if out is not None:
            click.echo(f"报告：{out / 'report.html'}")
    return report.verdict.exit_code


def _prepare_reports(*, alone: bool) -> None:
    from tfdocs.report import prepare

    prepare(alone=alone)
