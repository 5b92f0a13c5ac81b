"""The one door through which files come in: what kind a file is by its bytes, and packages (OOXML, zip) opened safely.

Everything here takes the file as hostile: sizes, counts and ratios have limits, XML is read without entities, DTD or
network and to a limited depth. It must not know what the parts of a package mean.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from lxml import etree

from tfdocs.errors import InputDamaged, InputEncrypted, InputMissing, InputRefused, reason
from tfdocs.read.kinds import MAX_MEMBERS, ZIP_ERRORS, ZIP_MAGICS, FileKind, sniff_bytes

__all__ = ["FileKind", "Package", "load", "open_package", "parse_xml", "sha256", "sniff", "sniff_bytes", "wrong_kind"]

# Limits, each far above anything an office writes: the largest real document at hand (23 pages, 22 pictures) has
# 40 members and inflates to 1.2 MB; a 300-page book with photographs stays below 200 MB.
MAX_FILE: Final = 300 * 2**20
MAX_MEMBER: Final = 200 * 2**20
MAX_TOTAL: Final = 800 * 2**20
MAX_RATIO: Final = 400  # deflate ends at 1032; the emptiest real sheets reach about 100
RATIO_FROM: Final = 8 * 2**20  # small members may compress as well as they like
MAX_XML: Final = 120 * 2**20
MAX_ELEMENTS: Final = 6_000_000  # counted as "<" before parsing; a node costs libxml2 about 150 bytes
_CHUNK: Final = 1 << 20


def load(path: Path) -> bytes:
    """The bytes of ``path``.

    Raises ``InputMissing`` (no such file, a folder, no permission), ``InputDamaged`` (empty) and
    ``InputRefused`` (too large).
    """
    where = path.name or str(path)
    try:
        if path.is_dir():
            raise InputMissing("这是一个文件夹，需要的是文件", where=where, hint="请给出文件夹里的某个文件。")
        if not path.exists():
            raise InputMissing("找不到这个文件", where=str(path), hint="请检查路径和文件名（包括扩展名）是否写对。")
        if not path.is_file():
            raise InputMissing("这不是普通文件", where=where, hint="请给出磁盘上的文件。")
        with path.open("rb") as stream:
            data = stream.read(MAX_FILE + 1)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        why = reason(error) if isinstance(error, OSError) else "名称里有不能用的字符"
        raise InputMissing(
            f"文件打不开（{why}）", where=where, hint="请检查文件权限，或是否被别的程序占用。"
        ) from error
    if not data:
        raise InputDamaged("文件是空的（0 字节）", where=where, hint="可能没有传完或没有保存，请重新取得这个文件。")
    if len(data) > MAX_FILE:
        raise InputRefused(f"文件超过 {MAX_FILE >> 20} MB", where=where, hint="请压缩其中的图片或拆分后再试。")
    return data


def sha256(path: Path) -> str:
    """Hex digest of the file's bytes. Errors as ``load``, but that an empty file has a digest too."""
    if path.is_file() and path.stat().st_size == 0:
        return hashlib.sha256(b"").hexdigest()
    return hashlib.sha256(load(path)).hexdigest()


def sniff(path: Path) -> FileKind:
    """What the file is by its bytes, whatever its name says. ``InputMissing`` and ``InputRefused`` as in ``load``."""
    if path.is_file() and path.stat().st_size == 0:
        return FileKind.EMPTY
    return sniff_bytes(load(path))


class Package:
    """A zip package held in memory. Its members are read on demand and checked against the limits and their CRC.

    ``names`` are the members as written (with ``/``), folders left out. No file stays open.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self.data = data
        self.name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            infos = self._zip.infolist()
        except ZIP_ERRORS as error:
            raise self._damaged("压缩包的目录读不出来") from error
        self._infos = self._admit(infos)
        self.names = tuple(self._infos)
        self._folded = {n.casefold(): n for n in self._infos}

    def _damaged(self, what: str) -> InputDamaged:
        return InputDamaged(
            f"文件已损坏：{what}",
            where=self.name,
            hint="可能没有传完，或不是 Office 文件；请用 Office 打开后另存一份。",
        )

    def _admit(self, infos: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
        hint = "为安全起见没有打开；请用 Word 打开确认内容后另存一份。"
        if len(infos) > MAX_MEMBERS:
            raise InputRefused(f"压缩包里有 {len(infos)} 个成员，太多了", where=self.name, hint=hint)
        out: dict[str, zipfile.ZipInfo] = {}
        seen: set[str] = set()
        total = 0
        for info in infos:
            name = info.filename.replace("\\", "/")
            if name.startswith("/") or ".." in name.split("/") or ":" in name.split("/")[0] or "\x00" in name:
                raise InputRefused(f"压缩包里有越界的路径“{_short(name)}”", where=self.name, hint=hint)
            if name.endswith("/"):
                continue
            if name.casefold() in seen:  # part names are equal without regard to case: ECMA-376-2 6.2.2.3
                raise InputRefused(f"压缩包里有两个同名成员“{_short(name)}”", where=self.name, hint=hint)
            seen.add(name.casefold())
            if info.flag_bits & 0x1:
                raise InputEncrypted("压缩包带密码", where=self.name, hint="请去掉密码后再试。")
            total += info.file_size
            if info.file_size > MAX_MEMBER or total > MAX_TOTAL:
                raise InputRefused("解压后的内容太大（疑似压缩炸弹）", where=self.name, hint=hint)
            if info.file_size > RATIO_FROM and info.file_size > MAX_RATIO * max(1, info.compress_size):
                raise InputRefused(f"成员“{_short(name)}”压缩比异常（疑似压缩炸弹）", where=self.name, hint=hint)
            out[name] = info
        return out

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    def find(self, name: str) -> str | None:
        """The member's name as written, whatever the case of ``name``; None when there is none."""
        return self._folded.get(name.lstrip("/").casefold())

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self.find(name) is not None

    def size(self, name: str) -> int:
        """Declared size of a member in bytes, 0 when there is none."""
        real = self.find(name)
        return self._infos[real].file_size if real else 0

    def read(self, name: str) -> bytes:
        """The bytes of a member. ``InputDamaged``: none of that name, or a bad CRC; ``InputRefused``: past a limit."""
        real = self.find(name)
        if real is None:
            raise self._damaged(f"缺少部件“{_short(name)}”")
        info = self._infos[real]
        parts: list[bytes] = []
        size = 0
        try:
            with self._zip.open(info) as stream:
                while chunk := stream.read(_CHUNK):
                    size += len(chunk)
                    if size > MAX_MEMBER:
                        raise InputRefused("解压后的内容太大（疑似压缩炸弹）", where=self.name)
                    parts.append(chunk)
        except ZIP_ERRORS as error:
            raise self._damaged(f"部件“{_short(real)}”解压失败或校验不符") from error
        return b"".join(parts)

    def xml(self, name: str) -> Any:
        """Root element of an XML member (an lxml element). Errors as ``read`` and ``parse_xml``."""
        return parse_xml(self.read(name), where=f"{self.name}（{name.lstrip('/')}）")


def _short(name: str) -> str:
    return name if len(name) <= 60 else name[:57] + "…"


# What libxml2 says when one of its limits is passed: XML_ERR_INTERNAL_ERROR up to 2.13, XML_ERR_RESOURCE_LIMIT since.
_LIMIT_CODES: Final = (1, 114)


def parse_xml(data: bytes, *, where: str) -> Any:
    """The root element of ``data``, without entities, DTD or network; comments and instructions are dropped.

    Raises ``InputDamaged`` when it is not well-formed and ``InputRefused`` for a document type declaration
    (OPC forbids it: ECMA-376-2 6.2.5), for more than 256 levels of nesting, and past the limits of size.
    """
    if len(data) > MAX_XML or data.count(b"<") > MAX_ELEMENTS:
        raise InputRefused("XML 内容太大", where=where, hint="请拆分文件后再试。")
    if b"<!DOCTYPE" in data or any("<!DOCTYPE".encode(c) in data for c in ("utf-16-le", "utf-16-be")):
        raise _no_dtd(where)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,  # keeps libxml2's own limits: 256 levels, 10 MB a text
        remove_comments=True,
        remove_pis=True,
        strip_cdata=True,
    )
    try:
        root: Any = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        if getattr(error, "code", None) in _LIMIT_CODES:
            raise InputRefused(
                "内容嵌套过深或单段文字过长（疑似恶意文件）", where=where, hint="请用 Word 打开确认内容后另存一份。"
            ) from error
        raise InputDamaged(
            "XML 内容不完整或有语法错误", where=where, hint="文件可能没有传完；请用 Word 打开后另存一份。"
        ) from error
    if root is None:
        raise InputDamaged("XML 内容是空的", where=where)
    docinfo = root.getroottree().docinfo
    if docinfo.doctype or docinfo.internalDTD is not None:
        raise _no_dtd(where)
    return root


def _no_dtd(where: str) -> InputRefused:
    return InputRefused(
        "XML 里有文档类型声明（实体，疑似恶意文件）", where=where, hint="Office 不会写出这样的内容；请核实文件来源。"
    )


def open_package(path: Path, *, kinds: tuple[FileKind, ...] = ()) -> Package:
    """Open an OOXML (or any zip) file. With ``kinds``, a whole file of another kind raises ``InputDamaged`` too.

    Raises ``InputMissing``, ``InputDamaged`` (empty, no zip, cut short), ``InputRefused`` (a bomb, hostile names) and
    ``InputEncrypted`` (an Office file under a password, which is a compound file and no zip).
    """
    data = load(path)
    kind = sniff_bytes(data)
    if kind is FileKind.ENCRYPTED:
        raise InputEncrypted(
            "文件设了打开密码", where=path.name, hint="请在 Office 里去掉密码（文件→信息→保护文档）后另存。"
        )
    is_zip = data.startswith(ZIP_MAGICS)
    if kinds and kind not in kinds and not (is_zip and kind is FileKind.ZIP):
        raise wrong_kind(kind, path.name, kinds)
    if not is_zip:
        raise wrong_kind(kind, path.name, kinds)
    package = Package(data, path.name)
    if kinds and kind not in kinds:  # a whole zip, and nothing in it says Office
        raise wrong_kind(kind, path.name, kinds)
    return package


def wrong_kind(kind: FileKind, name: str, kinds: tuple[FileKind, ...] = ()) -> InputDamaged:
    """The error for a file of the wrong kind: what it is, and what to do about it."""
    expected = (
        "，需要的是 " + "、".join(k.chinese for k in kinds if k is not FileKind.DOCM) if kinds else "，不是 Office 文件"
    )
    hint = "请核对文件，或用 Office 另存为需要的格式。"
    if kind is FileKind.PDF:
        hint = "是不是把 Word 和 PDF 两个文件的先后次序写反了？"
    elif kind is FileKind.EMPTY:
        hint = "可能没有传完或没有保存，请重新取得这个文件。"
    elif kind in (FileKind.DOCX, FileKind.DOCM, FileKind.XLSX):
        hint = "是不是给错了文件，或把两个文件的先后次序写反了？"
    return InputDamaged(
        f"这是 {kind.chinese}{expected}" if kind.chinese[0].isascii() else f"这是{kind.chinese}{expected}",
        where=name,
        hint=hint,
    )
