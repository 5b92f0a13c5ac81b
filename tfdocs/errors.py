"""Every error that tfdocs raises on purpose: one tree, each class with its exit code.

It must not know anything of the rest of the package.

``TfdocsError`` (70, a fault of tfdocs itself)
    * ``InputError`` (3)
        * ``InputMissing``: no such file, or a folder where a file is wanted
        * ``InputDamaged``: empty, truncated, or not what its name says
        * ``InputRefused``: readable but not acceptable (too large, a bomb, the wrong kind)
        * ``DataInvalid``: a form whose data fails validation; carries every fault
    * ``InputEncrypted`` (4)
    * ``TemplateFault`` (5), ``ProgrammeFault`` (5)
    * ``ComponentMissing`` (6)
    * ``EngineFailed`` (7)
        * ``EngineTimeout``
    * ``OutputFailed`` (8)

Exit codes are those of the command line's contract; 2 and 130 belong to the command-line library,
10, 11 and 12 are results and no errors.
"""

from __future__ import annotations

import errno
from collections.abc import Sequence
from typing import Any, ClassVar

__all__ = [
    "ComponentMissing",
    "DataInvalid",
    "EngineFailed",
    "EngineTimeout",
    "InputDamaged",
    "InputEncrypted",
    "InputError",
    "InputMissing",
    "InputRefused",
    "OutputFailed",
    "ProgrammeFault",
    "TemplateFault",
    "TfdocsError",
]

# What the system's own words are in every locale but a Chinese one's: English in the middle of a Chinese sentence.
_REASONS = {
    errno.ENOENT: "路径不存在",
    errno.EACCES: "没有权限，或正被别的程序占用",
    errno.EPERM: "没有权限",
    errno.EEXIST: "已有同名的文件",
    errno.ENOTDIR: "路径中有一段是文件，不是文件夹",
    errno.EISDIR: "这是一个文件夹",
    errno.ENOTEMPTY: "文件夹不是空的",
    errno.ENOSPC: "磁盘已满",
    errno.EROFS: "磁盘是只读的",
    errno.ENAMETOOLONG: "名称太长",
    errno.EINVAL: "名称里有不能用的字符",
    errno.EIO: "磁盘读写出错",
    errno.EBUSY: "正被别的程序占用",
    errno.EMFILE: "同时打开的文件太多",
    errno.ENFILE: "同时打开的文件太多",
    errno.EFBIG: "文件太大",
    errno.ELOOP: "链接绕成了圈",
    errno.ENOMEM: "内存不足",
}
_DATABASE = {
    "SQLITE_CANTOPEN": "打不开",
    "SQLITE_READONLY": "没有写入权限",
    "SQLITE_FULL": "磁盘已满",
    "SQLITE_BUSY": "正被别的程序占用",
    "SQLITE_LOCKED": "正被别的程序占用",
    "SQLITE_CORRUPT": "文件已损坏",
    "SQLITE_NOTADB": "不是数据库文件，或已损坏",
    "SQLITE_IOERR": "磁盘读写出错",
}


def reason(error: Exception) -> str:
    """Why the system or the database refused, in Chinese whatever the locale; in its own words where we have none."""
    if isinstance(error, OSError):
        return _REASONS.get(error.errno or 0) or error.strerror or str(error) or type(error).__name__
    code = "_".join(str(getattr(error, "sqlite_errorname", "")).split("_")[:2])  # SQLITE_IOERR_WRITE is an IOERR
    return _DATABASE.get(code) or str(error) or type(error).__name__


def _rebuild(kind: type[TfdocsError], state: tuple[str, str, str, tuple[Any, ...]]) -> TfdocsError:
    what, where, hint, faults = state
    return kind(what, where=where, hint=hint, faults=faults)


class TfdocsError(Exception):
    """A fault with its place and its remedy, all in Chinese because the user reads them.

    ``what`` says what is wrong, ``where`` names the file and the place in it ("" when there is none),
    ``hint`` says what to do, ``faults`` carries single faults (``tfdocs.model.fault.Fault``) when there are several.
    Survives pickling, so that a worker process can hand it back.
    """

    exit_code: ClassVar[int] = 70

    def __init__(self, what: str, *, where: str = "", hint: str = "", faults: Sequence[Any] = ()) -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.hint = hint
        self.faults = tuple(faults)

    def __str__(self) -> str:
        head = f"{self.where}：{self.what}" if self.where else self.what
        return f"{head}\n{self.hint}" if self.hint else head

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), (self.what, self.where, self.hint, self.faults))


class InputError(TfdocsError):
    """The input is missing, unreadable, damaged or not acceptable."""

    exit_code = 3


class InputMissing(InputError):
    """There is no such file, or it is a folder."""


class InputDamaged(InputError):
    """The file is empty, cut short, or not of the kind it is given as."""


class InputRefused(InputError):
    """The file can be read but will not be: too large, hostile, or of a kind that is not taken here."""


class DataInvalid(InputError):
    """A filled form fails validation; ``faults`` holds every one of them."""


class InputEncrypted(TfdocsError):
    """The input asks for a password."""

    exit_code = 4


class TemplateFault(TfdocsError):
    """A Word template is at fault."""

    exit_code = 5


class ProgrammeFault(TfdocsError):
    """A programme folder is at fault, or there is no programme of that name."""

    exit_code = 5


class ComponentMissing(TfdocsError):
    """An optional component (LibreOffice, Tesseract, a model) is needed and not installed."""

    exit_code = 6


class EngineFailed(TfdocsError):
    """An OCR engine or a conversion failed."""

    exit_code = 7


class EngineTimeout(EngineFailed):
    """An engine or a conversion ran past its time limit and was ended."""


class OutputFailed(TfdocsError):
    """A result cannot be written."""

    exit_code = 8
