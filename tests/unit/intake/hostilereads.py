"""The step that leads a hostile file through every reader that might get it. Runs in worker processes of an intake."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tfdocs.errors import TfdocsError

# What no reader of a document has any business with (https://docs.python.org/3/library/audit_events.html)
# A socket may be made, and bound here: urllib3, which a recogniser's package imports, tries so whether there is IPv6.
_NEVER = (
    "socket.connect", "socket.getaddrinfo", "socket.gethostby", "socket.sendto", "socket.sendmsg", "os.system",
    "os.exec", "os.posix_spawn", "subprocess.Popen", "urllib.", "ftplib.", "webbrowser.",
)  # fmt: skip
_CHANGES = (
    "os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.symlink", "os.link", "os.truncate", "os.chmod", "shutil.",
)  # fmt: skip
_TEMPORARY = os.path.join(os.path.realpath(tempfile.gettempdir()), tempfile.gettempprefix())  # noqa: PTH118
_watched: list[str] = []  # the folder that may be written to while a reader runs; empty between


class Trespass(BaseException):
    """A reader did what it must not; no handler of errors takes it for one."""


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if not _watched:
        return
    if event == "open":
        writes = isinstance(arguments[2], int) and bool(arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
        named = arguments[:1]
    else:
        writes, named = event.startswith(_CHANGES), arguments
    if event.startswith(_NEVER) or (writes and not all(map(_inside, named))):
        raise Trespass(f"{event} {arguments!r}"[:300])


def _inside(name: object) -> bool:
    """Whether a name is below the folder, or not a name at all. What stands alone is below an open folder (rmtree)."""
    if not isinstance(name, str | bytes | os.PathLike):
        return True
    text = os.fsdecode(name)
    return os.sep not in text or os.path.realpath(text).startswith((_watched[0], _TEMPORARY, os.devnull))


def guarded(reader: Callable[[Path], None], path: Path) -> None:
    """Run ``reader``; ``Trespass`` when it goes to the network, starts a program or writes outside of its folder."""
    if not getattr(sys, "_tfdocs_watched", False):
        sys.addaudithook(_watch)
        sys._tfdocs_watched = True  # type: ignore[attr-defined]
    _watched.append(str(path.parent.resolve()))
    try:
        reader(path)
    finally:
        _watched.clear()


def read(path: Path) -> str:
    """Lead a file through every reader that might get it. Runs in a worker; our errors are fine outcomes."""
    said: list[str] = []
    for reader in READERS[path.suffix]:
        try:
            guarded(reader, path)
            said.append("read")
        except TfdocsError as error:
            if error.exit_code == 70 or not error.what:
                raise
            said.append(type(error).__name__)
    return ",".join(said)


def _word(path: Path) -> None:
    from tfdocs.commitments import extract
    from tfdocs.jobs.intake.packing import packer
    from tfdocs.model.document import Document
    from tfdocs.read.word import read_word

    document = read_word(path)
    assert packer(Document).unpack(packer(Document).pack(document)) == document
    extract(document)


def _pages(path: Path) -> None:
    """Text layers by the real reader. Recognition, which a mutation cannot aim at, is left out: it takes a second."""
    from tfdocs.jobs.intake.packing import packer
    from tfdocs.model.page import Page
    from tfdocs.read.pdf import reader

    for module in _modules_that_recognise():
        module.read_picture = _blank  # type: ignore[attr-defined]
    for number in range(1, min(reader.page_count(path), 4) + 1):
        page = reader.read_page(reader.PageTask(path, number))
        assert page.number == number
        packer(Page).pack(page)


def _blank(image: object, dpi: float, **options: Any) -> Any:
    import numpy as np

    from tfdocs.read.ocr.page import read_picture

    return read_picture(np.full((40, 40, 3), 255, dtype=np.uint8), dpi, **options)


def _modules_that_recognise() -> list[object]:
    return [m for n, m in sys.modules.items() if n.startswith("tfdocs.read.pdf") and hasattr(m, "read_picture")]


def _marked(path: Path) -> None:
    """The one writer that takes the file's own bytes along."""
    from tfdocs.model.comparison import Checked, CheckReport, Coverage, PdfInfo, WordInfo
    from tfdocs.model.document import Document
    from tfdocs.report.marked import marked_bytes

    report = CheckReport(
        word=WordInfo(name="w", sha256="0" * 64, characters=0), pdf=PdfInfo(name="p", sha256="0" * 64, pages=0),
        differences=[], pages=[], coverage=Coverage(word_characters=0, verified=0, missing=0, unreadable=0), seals=[],
        findings=[],
    )  # fmt: skip
    marked_bytes(Checked(report, Document("w", "0", "docx", "", ()), (), path))


def _form(path: Path) -> None:
    from tfdocs.generate.reading import read_data
    from tfdocs.programme import find

    read_data(path, find("tianfu-2023"), "society")


def _list_of_pairs(path: Path) -> None:
    from tfdocs.jobs.intake.listing import read_list

    read_list(path)


def _notes(path: Path) -> None:
    from tfdocs.jobs.intake.summary import read_notes

    read_notes(path)


def _unpacked(path: Path) -> None:
    from tfdocs.jobs.intake.gathering import kind_of
    from tfdocs.jobs.intake.unpacking import Unpacker

    kind_of(path)
    out = Unpacker(path.parent / "unpacked").contents(path, f"{path.stem:0>64}")
    inside = path.parent.resolve() / "unpacked"
    for _, file in out.files:
        assert file.resolve().is_relative_to(inside)
        kind_of(file)


def _kind(path: Path) -> None:
    from tfdocs.jobs.intake.gathering import kind_of

    kind_of(path)


READERS: dict[str, tuple[Callable[[Path], None], ...]] = {
    ".docx": (_kind, _word),
    ".pdf": (_kind, _pages, _marked),
    ".xlsx": (_kind, _form, _list_of_pairs, _notes),
    ".zip": (_unpacked,),
    ".yaml": (_kind, _form),
}
