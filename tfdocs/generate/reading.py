"""A filled form, whatever its kind of file, back into data."""

from __future__ import annotations

from pathlib import Path

from tfdocs.errors import InputMissing, InputRefused, reason
from tfdocs.generate.data import FormData
from tfdocs.generate.form_xlsx_read import read_workbook
from tfdocs.generate.form_yaml_read import read_yaml
from tfdocs.model.programme import Programme


def read_data(path: Path, programme: Programme, form_id: str | None = None) -> FormData:
    """Read a filled form (.xlsx, .yaml, .yml). ``form_id`` overrides what the file says it is.

    Raises ``InputError``; faults of single entries are in ``FormData.faults`` and found by ``validate``.
    """
    require_file(path)
    with path.open("rb") as stream:
        head = stream.read(8)
    # The bytes decide, not the name: a renamed workbook is still a workbook.
    if (
        head.startswith(b"PK")
        or head == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        or path.suffix.lower() in (".xlsx", ".xlsm")
    ):
        return read_workbook(path, programme, form_id)
    if path.suffix.lower() in (".yaml", ".yml"):
        return read_yaml(path, programme, form_id)
    raise InputRefused(
        "不是填报表文件",
        where=path.name,
        hint="请给出填好的 .xlsx 或 .yaml 填报表；生成协议也可以给出申报书（.docx）。",
    )


def require_file(path: Path) -> None:
    """``InputMissing`` unless ``path`` is a file that can be opened."""
    if path.is_dir():
        raise InputMissing("这是一个文件夹，不是文件", where=str(path), hint="请给出文件的路径。")
    if not path.is_file():
        raise InputMissing("找不到文件", where=str(path), hint="请检查文件名和路径。")
    try:
        path.open("rb").close()
    except OSError as error:
        hint = "请检查文件权限，或是否被别的程序占用。"
        raise InputMissing(f"文件打不开（{reason(error)}）", where=path.name, hint=hint) from error
