"""The making side as functions: forms, drafts, agreements, notices, the check of a template.

Ties a programme to what ``tfdocs.generate`` does with it; what a form or a template is, it must not know.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tfdocs.errors import InputRefused, OutputFailed, reason
from tfdocs.generate.approved import from_application
from tfdocs.generate.context import build_context, names_for, unprinted
from tfdocs.generate.convert import letters_to_pdf, to_pdf
from tfdocs.generate.data import FormData, category_of, find_form, from_mapping
from tfdocs.generate.faces import faces_named
from tfdocs.generate.form_xlsx import form_xlsx
from tfdocs.generate.form_yaml import form_yaml
from tfdocs.generate.notices import PARTS_OF_NUMBERS, Batch, issue, notice_names
from tfdocs.generate.output import write_bytes
from tfdocs.generate.proof import lost_in_print
from tfdocs.generate.reading import read_data, require_file
from tfdocs.generate.template import Template
from tfdocs.generate.template_check import check_template as template_faults
from tfdocs.generate.validate import require_valid
from tfdocs.generate.wordxml import read_package
from tfdocs.jobs.fonts import faces
from tfdocs.jobs.sparing import spare
from tfdocs.model.fault import Fault, Severity
from tfdocs.model.programme import Form, Programme
from tfdocs.programme import find

DEFAULT_PROGRAMME = "tianfu-2023"
WORD_ENDINGS = (".docx", ".docm", ".doc", ".wps", ".rtf", ".odt")

Progress = Callable[[int, int], None]  # done, total


@dataclass(frozen=True)
class Made:
    """What was written, and the warnings that did not stop it. ``form`` is the id of the form that was used."""

    paths: tuple[Path, ...]
    faults: tuple[Fault, ...]
    form: str


def form(form_id: str, out: Path | str, programme: str = DEFAULT_PROGRAMME) -> Path:
    """Write the empty form ``form_id`` (a category by id or Chinese name, “agreement”, “notice”) as .xlsx or .yaml.

    Raises ``ProgrammeFault``, and ``OutputFailed``: also when there is another file of that name, which may be a form
    that somebody has filled in.
    """
    target = Path(out)
    writers = {".xlsx": form_xlsx, ".yaml": form_yaml, ".yml": form_yaml}
    writer = writers.get(target.suffix.lower())
    if writer is None:
        raise OutputFailed("填报表只能是 .xlsx 或 .yaml", where=str(out), hint="请改文件名的后缀。")
    found = find(programme)
    content = writer(found, find_form(found, form_id))
    try:
        taken = target.is_file() and target.read_bytes() != content
    except OSError as error:
        hint = "请检查文件权限，或换一个文件名。"
        raise OutputFailed(f"已经有这个文件，打不开（{reason(error)}）", where=str(out), hint=hint) from error
    if taken:
        raise OutputFailed(
            "已经有这个文件，没有覆盖：里面可能有填好的内容", where=str(out), hint="请换一个文件名，或先把它移走。"
        )
    write_bytes(target, content)
    return target


def draft(
    data: Path | str | Mapping[str, Any],
    out: Path | str,
    programme: str = DEFAULT_PROGRAMME,
    pdf: bool = False,
    strict: bool = False,
    form_id: str | None = None,
) -> Made:
    """Write the 申报书 of a filled form, and with ``pdf`` its PDF beside it.

    ``data`` is a filled .xlsx or .yaml form, or a mapping of the same shape as the YAML (then ``form_id`` says which
    form). Raises ``DataInvalid`` with every fault, ``InputError``, ``TemplateFault``, ``OutputFailed``;
    ``ComponentMissing`` for a PDF without LibreOffice, and then the Word file is there already.
    """
    found = find(programme)
    given = _data(data, found, form_id)
    chosen = find_form(found, given.form)
    if category_of(found, chosen) is None:
        raise InputRefused(
            f"这是“{chosen.title}”的填报表，不是申报书的", where=given.source, hint=f"请改用 tfdocs {chosen.id}。"
        )
    return _write(found, chosen, given, out, pdf=pdf, strict=strict)


def agreement(
    data: Path | str | Mapping[str, Any],
    out: Path | str,
    programme: str = DEFAULT_PROGRAMME,
    pdf: bool = False,
    strict: bool = False,
) -> Made:
    """Write the 实施协议 of a filled agreement form (.xlsx, .yaml, mapping), or of the approved 申报书 itself (.docx).

    Raises as ``draft``.
    """
    found = find(programme)
    chosen = find_form(found, "agreement")
    if not isinstance(data, Mapping):
        spare((Path(data),), (out,))
    if not isinstance(data, Mapping) and Path(data).suffix.lower() in WORD_ENDINGS:
        require_file(Path(data))
        given = from_application(Path(data), found, chosen)
    else:
        given = _data(data, found, "agreement" if isinstance(data, Mapping) else None)
    if given.form != chosen.id:
        raise InputRefused("这不是协议的填报表", where=given.source, hint="请给出协议填报表，或批准的申报书（.docx）。")
    return _write(found, chosen, given, out, pdf=pdf, strict=strict)


def notice(
    data: Path | str | Mapping[str, Any],
    out: Path | str,
    programme: str = DEFAULT_PROGRAMME,
    pdf: bool = False,
    merged: bool = False,
    strict: bool = False,
    reissue: bool = False,
    progress: Progress | None = None,
) -> Batch:
    """Write one 立项通知书 for each row of the list into the folder ``out``, with 送达清单.xlsx.

    Numbers come from the ledger in ``out``: a second run gives the same, a killed one goes on. ``Batch.failed`` counts
    the rows that came out as nothing or were left as issued earlier. ``progress`` is called after each row.
    Raises as ``tfdocs.generate.notices.issue``.
    """
    found = find(programme)
    chosen = find_form(found, "notice")
    given = _data(data, found, "notice" if isinstance(data, Mapping) else None)
    if given.form != chosen.id:
        raise InputRefused("这不是立项名单", where=given.source, hint="请用 tfdocs form notice 生成的表填写。")
    folder = Path(out)
    if folder.exists() and not folder.is_dir():
        raise OutputFailed("输出应是文件夹", where=str(out), hint="请给出文件夹的路径。")
    batch = issue(found, chosen, given, folder, merged=merged, strict=strict, reissue=reissue, progress=progress)
    if pdf:
        printed = letters_to_pdf([p for p in batch.files(folder) if p.is_file()], progress)
        faults = [Fault(p.name, f"没有转换成 PDF：{e.what}", e.hint) for p, e in printed.failed]
        to_pdf([p for p in batch.paths if p.suffix == ".docx"])
        faults += [fault for path in printed.pdfs for fault in _lost(path.with_suffix(".docx"), path)]
        faults += _font_faults(found.folder / chosen.template)
        batch = replace(batch, faults=(*batch.faults, *faults), unprinted=len(printed.failed))
    return batch


def check_template(
    path: Path | str, against: str | Path | None = None, programme: str = DEFAULT_PROGRAMME
) -> tuple[Fault, ...]:
    """Every fault of a Word template; () when there is none.

    ``against`` says whose fields it may use: a form's id, a category's name, or a form as a file. Without it, a
    template that bears the name of one of the programme's is held against that form, any other only against the
    language.
    Raises ``InputError`` when the file is no Word file.
    """
    source = Path(path)
    require_file(source)
    found = find(programme)
    chosen = _form_for(source, against, found)
    if chosen is None:
        return template_faults(source).faults
    names = names_for(found, chosen)
    if chosen.id == "notice":
        names = notice_names(chosen, names)
    checked = template_faults(source, names)
    used = set(checked.used)
    rows_at_top = chosen.id == "notice"
    if rows_at_top:
        used.update(part for number, parts in PARTS_OF_NUMBERS.items() if number in used for part in parts)
    unused = tuple(
        Fault("全文", f"没有用到填报项“{label}”", f"如不需要印出可不理会；要印出请写 {tag}。", Severity.INFO)
        for label, tag in unprinted(chosen, used, rows_at_top=rows_at_top)
    )
    return (*checked.faults, *unused)


def _form_for(source: Path, against: str | Path | None, programme: Programme) -> Form | None:
    if against is None:
        return next((f for f in programme.forms if f.template == source.name), None)
    if Path(against).suffix.lower() in (".xlsx", ".yaml", ".yml"):
        return find_form(programme, read_data(Path(against), programme).form)
    return find_form(programme, str(against))


def _data(data: Path | str | Mapping[str, Any], programme: Programme, form_id: str | None) -> FormData:
    if not isinstance(data, Mapping):
        return read_data(Path(data), programme, form_id)
    content = {k: v for k, v in data.items() if k not in ("programme", "form", "version")}
    return from_mapping(programme, find_form(programme, form_id or str(data.get("form", ""))), content)


def _write(programme: Programme, form: Form, data: FormData, out: Path | str, *, pdf: bool, strict: bool) -> Made:
    target = docx_target(out)
    examined = require_valid(programme, form, data, strict=strict)
    template = Template.load(programme.folder / form.template)
    write_bytes(target, template.render(build_context(programme, form, examined.values)))
    if not pdf:
        return Made((target,), tuple(examined.faults), form.id)
    (pdf_path,) = to_pdf([target])
    return Made((target, pdf_path), (*examined.faults, *_lost(target, pdf_path), *_font_faults(target)), form.id)


def _lost(word: Path, pdf: Path) -> list[Fault]:
    """What a PDF lacks of its Word file."""
    lost = lost_in_print(word, pdf)
    if not lost:
        return []
    shown = lost if len(lost) <= 20 else lost[:20] + "…"
    message = f"PDF 里比 Word 少 {len(lost)} 个字符：{shown}"
    return [Fault(pdf.name, message, "请打开 PDF 核对；或用 Word、WPS 打开 Word 文件另存为 PDF。", Severity.WARNING)]


def _font_faults(word: Path) -> list[Fault]:
    """Which faces of a Word file this machine lacks, and what stands in for them in its PDF."""
    out = []
    for face in faces(faces_named(read_package(word))):
        if not face.installed:
            instead = f"用“{face.stand_in}”代替" if face.stand_in else "由系统任选一种代替"
            message = f"本机没有字体“{face.name}”，PDF 里{instead}"
            out.append(Fault("PDF 字体", message, "要用原字体，请安装后重新生成。", Severity.INFO))
    return out


def docx_target(out: Path | str) -> Path:
    """``OutputFailed`` unless the name ends in .docx: Word would not open it."""
    target = Path(out)
    if target.suffix.lower() != ".docx":
        raise OutputFailed("输出文件名应以 .docx 结尾", where=str(out), hint="请改文件名的后缀。")
    return target
