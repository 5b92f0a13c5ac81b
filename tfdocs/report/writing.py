"""Puts a finished file in its place: whole or not at all. It must not know what is in the file."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from tfdocs.errors import OutputFailed, reason


def write_bytes(path: Path, content: bytes) -> None:
    """Write ``content`` under a temporary name in the same folder, then rename.

    Raises ``OutputFailed`` when the folder or the file cannot be written; the old file is then untouched.
    """
    with replacing(path) as file:
        file.write(content)


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A new file to write and read, which takes the place of ``path`` when the block ends well.

    An error in the block leaves the old file as it was. Raises ``OutputFailed`` as ``write_bytes`` does; an ``OSError``
    of the block itself counts as one, so that a reader of other files must turn its own into ours before.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    except OSError as error:
        raise OutputFailed(
            f"不能在这个文件夹里写文件（{reason(error)}）",
            where=str(path.parent),
            hint="请检查文件夹是否存在、是否有写入权限，或用 -o 换一个文件夹。",
        ) from error
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w+b") as file:
            yield cast(BinaryIO, file)
        if os.name == "posix":
            # mkstemp makes files that only their owner may read; a report is for colleagues as well.
            mask = os.umask(0)
            os.umask(mask)
            temporary.chmod(0o666 & ~mask)
        os.replace(temporary, path)  # noqa: PTH105 (the atomic rename, named as such)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise OutputFailed(
            f"不能写入（{reason(error)}）",
            where=str(path),
            hint="如果这个文件正在 Excel、浏览器或 PDF 阅读器中打开，请先关闭再试；并检查磁盘空间。",
        ) from error
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
