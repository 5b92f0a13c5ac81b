"""Results on disk: written whole under a temporary name and renamed, and zip packages whose bytes repeat."""

from __future__ import annotations

import contextlib
import io
import os
import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

from tfdocs.errors import OutputFailed, reason

# The first moment a zip entry can hold: a real time would make every output differ.
FIXED_TIME = (1980, 1, 1, 0, 0, 0)


def write_bytes(path: Path, content: bytes) -> None:
    """Write ``content`` to ``path`` so that there is the old file or the new one, never half of one.

    Makes missing folders. Raises ``OutputFailed``.
    """
    temporary: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            raise OutputFailed("输出路径是一个文件夹", where=str(path), hint="请给出文件名。")
        handle, name = tempfile.mkstemp(prefix=f".{path.stem[:40]}-", suffix=".tmp", dir=path.parent)
        temporary = Path(name)
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        # mkstemp makes the file private; a result has the rights that any new file of the user has.
        if os.name == "posix":
            mask = os.umask(0)
            os.umask(mask)
            temporary.chmod(0o666 & ~mask)
        temporary.replace(path)
    except OSError as error:
        hint = "请检查路径和权限；如文件正在 Word、WPS 或 Excel 中打开，请先关闭。"
        raise OutputFailed(f"无法写入（{reason(error)}）", where=str(path), hint=hint) from error
    finally:
        if temporary is not None:
            with contextlib.suppress(FileNotFoundError):
                temporary.unlink()


def pack(members: Iterable[tuple[str, bytes]]) -> bytes:
    """A zip package with the members in the order given and nothing in it that depends on the clock or the machine."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, content in members:
            info = zipfile.ZipInfo(name, FIXED_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = 0o644 << 16
            package.writestr(info, content)
    return buffer.getvalue()
