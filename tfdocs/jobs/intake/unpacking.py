"""Zips of applicants, unpacked where nothing can get out: below one folder of ours, under names made safe here.

A zip is hostile until it is unpacked: the count of members, their sizes and the ratio have limits, what is declared is
not believed but counted, links and paths that lead outside are refused and named. Only what may be a Word, a PDF, a
list or a zip is written to disk. Names of Windows in GBK come out right.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import stat
import tempfile
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tfdocs.errors import InputDamaged, InputEncrypted, InputRefused, OutputFailed, reason
from tfdocs.jobs.intake.naming import is_rubbish, safe_name
from tfdocs.read.kinds import ZIP_ERRORS

# Each far above what an applicant hands in; a week of uploads in one zip stays below all of them.
MAX_MEMBERS: Final = 20_000
MAX_DIRECTORY: Final = 16 * 2**20  # bytes of the central directory: 46 and the name for each member
MAX_MEMBER: Final = 2 * 2**30  # as tfdocs.read.pdf.opening.MOST_BYTES
MAX_TOTAL: Final = 20 * 2**30
MAX_RATIO: Final = 200  # scans and OOXML hardly compress; text reaches 20
RATIO_FROM: Final = 64 * 2**20
MAX_DEPTH: Final = 3  # zips within zips
MAX_NAME: Final = 2_000

_WANTED = (
    ".docx", ".docm", ".doc", ".wps", ".rtf", ".odt", ".wpt", ".dotx", ".pdf", ".zip", ".xlsx", ".rar", ".7z", "",
)  # fmt: skip
_CHUNK = 1 << 20
_DONE = "contents.json"


@dataclass
class Contents:
    """What a zip holds. Members are paths as tuples of names."""

    files: list[tuple[tuple[str, ...], Path]] = field(default_factory=list)
    left: list[tuple[str, ...]] = field(default_factory=list)  # nothing for us
    refused: list[tuple[tuple[str, ...], str]] = field(default_factory=list)  # and why


class Unpacker:
    """Unpacks below ``folder``, each zip once: a folder named by its content."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def contents(self, path: Path, sha256: str, depth: int = 0) -> Contents:
        """Unpack ``path`` unless that has been done.

        Raises ``InputDamaged``, ``InputEncrypted``, ``InputRefused`` for the zip as a whole; single members that are
        refused are in the result. ``OutputFailed`` when the disk is full.
        """
        if depth >= MAX_DEPTH:
            raise InputRefused(f"压缩包里的压缩包套了 {MAX_DEPTH} 层以上，没有打开", where=path.name)
        target = self._folder / sha256[:32]
        known = _read_done(target)
        if known is not None:
            return known
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            shutil.rmtree(target, ignore_errors=True)  # left by an earlier version or half deleted by hand
            part = Path(tempfile.mkdtemp(prefix="part-", dir=self._folder))
        except OSError as error:
            raise _disk(error, self._folder) from error
        try:
            contents = _unpack(path, part)
            _write_done(part, contents)
            os.replace(part, target)  # noqa: PTH105 (the atomic rename, named as such)
        except OSError as error:
            raise _disk(error, self._folder) from error
        finally:
            shutil.rmtree(part, ignore_errors=True)
        contents.files = [(place, target / file.relative_to(part)) for place, file in contents.files]
        return contents

    def copied(self, path: Path, name: str) -> Path:
        """A copy of ``path`` under the safe form of ``name``, made anew when it has changed. ``OutputFailed``."""
        target = self._folder / f"copy-{hashlib.sha256(os.fsencode(path)).hexdigest()[:24]}" / safe_name(name)
        try:
            found = path.stat()
            with contextlib.suppress(FileNotFoundError):
                there = target.stat()
                if (there.st_size, there.st_mtime_ns) == (found.st_size, found.st_mtime_ns):
                    return target
            target.parent.mkdir(parents=True, exist_ok=True)
            part = target.with_suffix(".part")
            shutil.copy2(path, part)
            os.replace(part, target)  # noqa: PTH105
        except OSError as error:
            raise _disk(error, self._folder) from error
        return target


def _disk(error: OSError, folder: Path) -> OutputFailed:
    return OutputFailed(f"压缩包解不开（{reason(error)}）", where=str(folder), hint="请检查磁盘空间和写入权限。")


def _write_done(folder: Path, contents: Contents) -> None:
    told = {
        "files": [[list(p), f.relative_to(folder).as_posix()] for p, f in contents.files],
        "left": [list(p) for p in contents.left],
        "refused": [[list(p), why] for p, why in contents.refused],
    }
    (folder / _DONE).write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")


def _read_done(folder: Path) -> Contents | None:
    try:
        told = json.loads((folder / _DONE).read_text("utf-8"))
        contents = Contents(
            [(tuple(p), folder / name) for p, name in told["files"]],
            [tuple(p) for p in told["left"]],
            [(tuple(p), why) for p, why in told["refused"]],
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return contents if all(f.is_file() for _, f in contents.files) else None


def _unpack(path: Path, target: Path) -> Contents:
    _look_at_directory(path)
    out = Contents()
    try:
        archive = zipfile.ZipFile(path)
        infos = archive.infolist()
    except ZIP_ERRORS as error:
        raise InputDamaged("压缩包已损坏，打不开", where=path.name, hint="请重新取得这个文件。") from error
    with archive:
        if len(infos) > MAX_MEMBERS:
            raise InputRefused(f"压缩包里有 {len(infos)} 个文件，太多了", where=path.name)
        if any(i.file_size for i in infos) and all(i.flag_bits & 0x1 for i in infos if i.file_size):
            raise InputEncrypted("压缩包带密码，请去掉密码后再放进来", where=path.name)
        names = _names(infos)
        taken: set[str] = set()
        total = 0
        for number, (info, name) in enumerate(zip(infos, names, strict=True)):
            place = tuple(p for p in name.replace("\\", "/").split("/") if p not in ("", "."))
            if name.endswith(("/", "\\")) or not place or any(is_rubbish(p) for p in place):
                continue
            shown = tuple(safe_name(p) if p != ".." else ".." for p in place)
            why = _refusal(info, name, total)
            if why is None and "/".join(shown).casefold() in taken:
                why = "压缩包里有同名的文件，没有采用后一个"
            if why is not None:
                out.refused.append((shown, why))
                continue
            taken.add("/".join(shown).casefold())
            if Path(shown[-1]).suffix.lower() not in _WANTED:
                out.left.append(shown)
                continue
            # one numbered folder a member: no name of the zip decides where anything is written
            file = target / str(number) / shown[-1]
            file.parent.mkdir()
            size, why = _extract(archive, info, file, MAX_TOTAL - total)
            total += size
            if why is not None:
                file.unlink(missing_ok=True)
                out.refused.append((shown, why))
            else:
                out.files.append((shown, file))
    return out


def _refusal(info: zipfile.ZipInfo, name: str, total: int) -> str | None:
    parts = name.replace("\\", "/").split("/")
    mode = info.external_attr >> 16
    if name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0] or "\x00" in name:
        return "压缩包里的路径指向外面，没有解开"
    if len(name) > MAX_NAME or len(parts) > 40:
        return "压缩包里的文件名太长，没有解开"
    if mode and not stat.S_ISREG(mode) and stat.S_IFMT(mode):
        return "压缩包里的这一项是链接或设备，没有解开"
    if info.flag_bits & 0x1:
        return "这个文件带密码，没有解开"
    if info.file_size > MAX_MEMBER or total + info.file_size > MAX_TOTAL:
        return "解压后太大（疑似压缩炸弹），没有解开"
    if info.file_size > RATIO_FROM and info.file_size > MAX_RATIO * max(1, info.compress_size):
        return "压缩比异常（疑似压缩炸弹），没有解开"
    return None


def _extract(archive: zipfile.ZipFile, info: zipfile.ZipInfo, file: Path, room: int) -> tuple[int, str | None]:
    """Write one member, counting what really comes out. Returns its bytes and why it was given up."""
    size = 0
    limit = min(MAX_MEMBER, room, max(RATIO_FROM, MAX_RATIO * max(1, info.compress_size)))
    with file.open("xb") as out:
        try:
            stream = archive.open(info)
        except ZIP_ERRORS:
            return 0, "压缩包里的这个文件已损坏"
        with stream:
            while True:
                try:
                    chunk = stream.read(_CHUNK)
                except (*ZIP_ERRORS, zlib.error):
                    return size, "压缩包里的这个文件已损坏"
                if not chunk:
                    return size, None
                size += len(chunk)
                if size > limit:
                    return size, "解压后太大（疑似压缩炸弹），没有解开"
                out.write(chunk)  # a full disk is no fault of the zip: the OSError goes up


def _look_at_directory(path: Path) -> None:
    """Refuse a central directory of absurd size before ``zipfile`` loads it (APPNOTE.TXT 4.3.16)."""
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            stream.seek(max(0, size - 65_557))
            tail = stream.read()
    except OSError as error:
        raise InputDamaged(f"压缩包打不开（{reason(error)}）", where=path.name) from error
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or at + 22 > len(tail):
        raise InputDamaged("压缩包已损坏或没有传完，打不开", where=path.name, hint="请重新取得这个文件。")
    declared = int.from_bytes(tail[at + 12 : at + 16], "little")
    if declared == 0xFFFFFFFF:  # zip64: the real number stands in the record before
        record = tail.rfind(b"PK\x06\x06", 0, at)
        declared = int.from_bytes(tail[record + 40 : record + 48], "little") if record >= 0 else MAX_DIRECTORY + 1
    if declared > MAX_DIRECTORY:
        raise InputRefused("压缩包里的文件太多", where=path.name)


def _names(infos: list[zipfile.ZipInfo]) -> list[str]:
    """The members' names as they were meant. One archive was written by one program, so one encoding holds for all.

    Without the flag for UTF-8 the specification says code page 437, which hardly anybody means: macOS writes UTF-8,
    Windows and WinRAR in China GBK.
    """
    raw = [None if i.flag_bits & 0x800 else _raw(i) for i in infos]
    unflagged = [r for r in raw if r is not None and not r.isascii()]
    codec = "cp437"
    for candidate in ("utf-8", "gb18030"):
        try:
            for name in unflagged:
                name.decode(candidate)
        except UnicodeDecodeError:
            continue
        codec = candidate
        break
    return [
        _unicode_path(info, r) or (info.orig_filename if r is None else r.decode(codec))
        for info, r in zip(infos, raw, strict=True)
    ]


def _raw(info: zipfile.ZipInfo) -> bytes | None:
    try:
        return info.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return None  # decoded as something else already


def _unicode_path(info: zipfile.ZipInfo, raw: bytes | None) -> str | None:
    """The name of the Info-ZIP Unicode Path Extra Field (APPNOTE.TXT 4.6.9) when it belongs to the name."""
    extra = info.extra
    while len(extra) >= 4:
        kind, size = int.from_bytes(extra[:2], "little"), int.from_bytes(extra[2:4], "little")
        body, extra = extra[4 : 4 + size], extra[4 + size :]
        if kind == 0x7075 and len(body) > 5 and raw is not None and body[0] == 1:
            if int.from_bytes(body[1:5], "little") != zlib.crc32(raw):
                return None
            try:
                return body[5:].decode("utf-8")
            except UnicodeDecodeError:
                return None
    return None
