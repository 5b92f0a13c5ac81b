"""What lies in a folder: every file below it and in its zips, with what it is by its bytes. Nothing is left out unsaid.

Links are not followed, devices and pipes not opened. It must not know which files belong together.
"""

from __future__ import annotations

import os
import stat
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tfdocs.errors import InputMissing, OutputFailed, TfdocsError, reason
from tfdocs.jobs.intake.child import unexpected
from tfdocs.jobs.intake.found import Found, Remark, Sort, Trouble
from tfdocs.jobs.intake.ledger import Ledger
from tfdocs.jobs.intake.naming import is_rubbish
from tfdocs.jobs.intake.steps import Stamp, sha256, stamp
from tfdocs.jobs.intake.unpacking import Unpacker
from tfdocs.read.archive import FileKind, sniff
from tfdocs.read.kinds import ZIP_ERRORS

_DEEPEST = 40  # folders within folders
_MOST_FILES = 1_000_000
_BATCH = 200  # files a transaction

_WORD = (FileKind.DOCX, FileKind.DOCM, FileKind.DOC, FileKind.RTF, FileKind.ODT, FileKind.WORD_XML)
_WORD_SUFFIXES = (".docx", ".docm", ".doc", ".wps", ".rtf", ".odt", ".wpt", ".dotx")
_ZIP = "zip"
_OTHER_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c")
_SORTS = {k: Sort.WORD for k in _WORD} | {FileKind.PDF: Sort.PDF, FileKind.XLSX: Sort.LIST}


@dataclass(frozen=True, slots=True)
class Gathered:
    files: list[Found]
    remarks: list[Remark]


def gather(
    folder: Path, ledger: Ledger, unpacker: Unpacker, leave_out: Path, tell: Callable[[int], None] = lambda n: None
) -> Gathered:
    """Everything below ``folder`` but ``leave_out``. ``tell`` hears how many files have been looked at.

    Raises ``OutputFailed`` when there is no room to unpack a zip.
    """
    return _Gatherer(ledger, unpacker, leave_out.resolve(), tell).run(folder)


def require_folder(folder: Path) -> None:
    """``InputMissing`` unless ``folder`` is one."""
    if not folder.is_dir():
        what = "这是文件，不是文件夹" if folder.exists() else "找不到这个文件夹"
        raise InputMissing(what, where=str(folder), hint="请检查路径是否写对。")


class _Gatherer:
    def __init__(self, ledger: Ledger, unpacker: Unpacker, leave_out: Path, tell: Callable[[int], None]) -> None:
        self.ledger = ledger
        self.unpacker = unpacker
        self.leave_out = leave_out
        self.tell = tell
        self.files: list[Found] = []
        self.remarks: list[Remark] = []
        self.new: list[tuple[Path, Stamp, str, str]] = []
        self.seen = 0

    def run(self, folder: Path) -> Gathered:
        for place, path in self._walk(folder, ()):
            self._take(place, path, ())
        self._keep(0)
        self.files.sort(key=lambda f: f.place)
        self.remarks.sort(key=lambda r: (r.files, r.trouble, r.why))
        return Gathered(self.files, self.remarks)

    def _keep(self, least: int) -> None:
        if len(self.new) > least:
            self.ledger.set_files(self.new)
            self.new.clear()

    def _remark(self, trouble: Trouble, place: tuple[str, ...], why: str) -> None:
        self.remarks.append(Remark(trouble, ("/".join(place),), why))

    def _walk(self, folder: Path, place: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Path]]:
        if len(place) > _DEEPEST:
            self._remark(Trouble.FAILED, place, "文件夹套得太深，没有往下看")
            return
        try:
            entries = sorted(os.scandir(folder), key=lambda e: e.name)
        except OSError as error:
            self._remark(Trouble.FAILED, place or (folder.name,), f"文件夹打不开（{reason(error)}）")
            return
        for entry in entries:
            here = (*place, _readable(entry.name))
            path = Path(entry.path)
            if is_rubbish(entry.name):
                continue
            try:
                mode = entry.stat(follow_symlinks=False).st_mode
                junction = getattr(entry, "is_junction", bool)()
            except OSError as error:
                self._remark(Trouble.FAILED, here, f"文件打不开（{reason(error)}）")
                continue
            if stat.S_ISLNK(mode) or junction:
                self._remark(Trouble.OTHER, here, "这是一个链接，没有跟过去")
            elif stat.S_ISDIR(mode):
                if path.resolve() != self.leave_out:
                    yield from self._walk(path, here)
            elif stat.S_ISREG(mode):
                # libraries in C want names in UTF-8
                yield here, path if here[-1] == entry.name and _is_utf8(path) else self.unpacker.copied(path, here[-1])
            else:
                self._remark(Trouble.OTHER, here, "这不是普通文件，没有打开")

    def _take(self, place: tuple[str, ...], path: Path, within: tuple[str, ...]) -> None:
        """Look at one file; ``within`` are the digests of the zips around it."""
        self.seen += 1
        self.tell(self.seen)
        if self.seen > _MOST_FILES:
            if self.seen == _MOST_FILES + 1:
                self._remark(Trouble.FAILED, place, f"文件超过 {_MOST_FILES} 个，从这里起没有看")
            return
        try:
            self._look(place, path, within)
        except TfdocsError as error:
            if isinstance(error, OutputFailed):  # our own disk, not their file
                raise
            self._remark(Trouble.FAILED, place, error.what)
        except Exception as error:
            # One file of thousands must not end the night, whatever it does to a parser. It is on the list.
            self._remark(Trouble.FAILED, place, unexpected(error).what)

    def _look(self, place: tuple[str, ...], path: Path, within: tuple[str, ...]) -> None:
        mark = stamp(path)
        digest, kind = self._known(path, mark)
        if kind == _ZIP:
            self._open(place, path, digest, within)
        elif kind == "archive":
            self._remark(Trouble.FAILED, place, "这种压缩包打不开，请解压后再放进来（或改为 zip）")
        else:
            sort = Sort(kind)
            if sort is Sort.BAD:
                self._remark(Trouble.FAILED, place, _why_bad(path))
            elif sort is Sort.OTHER:
                self._remark(Trouble.OTHER, place, "不是 Word 也不是 PDF，没有处理")
            else:
                self.files.append(Found(place, path, digest, mark, sort))

    def _known(self, path: Path, mark: Stamp) -> tuple[str, str]:
        known = self.ledger.file(path, mark)
        if known is not None:
            return known
        kind = kind_of(path)
        # what is left alone need not be read to its end
        digest = sha256(path) if kind not in (Sort.OTHER.value, Sort.BAD.value, "archive") else ""
        if stamp(path) == mark and not _just_written(mark):
            self.new.append((path, mark, digest, kind))
            self._keep(_BATCH)
        return digest, kind

    def _open(self, place: tuple[str, ...], path: Path, digest: str, within: tuple[str, ...]) -> None:
        if digest in within:
            self._remark(Trouble.FAILED, place, "压缩包里装着它自己，没有再打开")
            return
        contents = self.unpacker.contents(path, digest, depth=len(within))
        for member, why in contents.refused:
            self._remark(Trouble.FAILED, (*place, *member), why)
        for member in contents.left:
            self._remark(Trouble.OTHER, (*place, *member), "不是 Word 也不是 PDF，没有处理")
        for member, file in contents.files:
            self._take((*place, *member), file, (*within, digest))


def _is_utf8(path: Path) -> bool:
    try:
        str(path).encode("utf-8")
        return True
    except UnicodeEncodeError:
        return False


def _readable(name: str) -> str:
    """A name that can be written anywhere: bytes that are no UTF-8 (GBK, mostly) are lone surrogates in Python."""
    if _is_utf8(Path(name)):
        return name
    try:
        return os.fsencode(name).decode("gb18030")
    except UnicodeDecodeError:
        return os.fsencode(name).decode("utf-8", "replace")


def _just_written(mark: Stamp) -> bool:
    """Whether a second change could leave the same stamp: file systems count in steps of up to two seconds (FAT)."""
    return time.time_ns() - max(mark.modified, mark.changed) < 2_500_000_000


def kind_of(path: Path) -> str:
    """A ``Sort``, "zip", or "archive" (one that cannot be opened here). Never raises for what is in the file."""
    suffix = path.suffix.lower()
    named = suffix in (*_WORD_SUFFIXES, ".pdf")
    try:
        with path.open("rb") as stream:
            head = stream.read(1024)
    except OSError as error:
        raise InputMissing(f"文件打不开（{reason(error)}）", where=path.name) from error
    if b"%PDF-" in head:
        return Sort.PDF.value
    if head.startswith(_OTHER_ARCHIVES):
        return "archive"
    if head.startswith(b"PK") and not named and suffix not in (".xlsx", ".xlsm", ".pptx") and _is_plain_zip(path):
        return _ZIP
    if not head or (not named and not head.startswith((b"PK", b"\xd0\xcf\x11\xe0", b"{\\rtf"))):
        return (Sort.BAD if named else Sort.OTHER).value
    try:
        kind = sniff(path)
    except TfdocsError:
        return (Sort.BAD if named else Sort.OTHER).value
    if kind is FileKind.ENCRYPTED or (kind is FileKind.HTML and named):
        return Sort.WORD.value  # its reader says what is the matter, or converts it
    if kind is FileKind.ZIP:
        return Sort.BAD.value if named else _ZIP
    return _SORTS.get(kind, Sort.BAD if named else Sort.OTHER).value


def _is_plain_zip(path: Path) -> bool:
    """A zip that is no Office file, told from its directory, without loading what may be large."""
    try:
        with zipfile.ZipFile(path) as archive:
            return not any(n.lower() in ("[content_types].xml", "mimetype") for n in archive.namelist()[:50])
    except ZIP_ERRORS:
        return path.suffix.lower() == ".zip"


def _why_bad(path: Path) -> str:
    """What a file really is that calls itself Word or PDF."""
    try:
        kind = sniff(path)
    except TfdocsError as error:
        return error.what
    if kind is FileKind.EMPTY:
        return "文件是空的（0 字节）"
    wanted = "PDF" if path.suffix.lower() == ".pdf" else "Word"
    return f"名字是 {wanted}，内容却是{kind.chinese}，读不了"
