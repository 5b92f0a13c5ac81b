"""Files are told by their bytes, and packages open only within limits, each refusal with its own error."""

from __future__ import annotations

import struct
import warnings
import zipfile
from pathlib import Path

import pytest
from wordfiles import docx, p

from tfdocs.errors import InputDamaged, InputEncrypted, InputError, InputMissing, InputRefused
from tfdocs.read import archive
from tfdocs.read.archive import FileKind, open_package, parse_xml, sha256, sniff


def compound(*names: str) -> bytes:
    """The start of a compound file with directory entries of these names."""
    data = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504))
    struct.pack_into("<H", data, 30, 9)
    for name in names:
        raw = name.encode("utf-16-le") + b"\x00\x00"
        data += raw.ljust(64, b"\x00") + struct.pack("<H", len(raw)) + bytes(62)
    return bytes(data.ljust(4096, b"\x00"))


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in members.items():
            out.writestr(name, data)
    return path


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", FileKind.EMPTY),
        (b"%PDF-1.7\n", FileKind.PDF),
        (b"\xef\xbb\xbf\n%PDF-1.4", FileKind.PDF),
        (b"{\\rtf1\\ansi}", FileKind.RTF),
        (b"\x89PNG\r\n\x1a\n\x00", FileKind.PNG),
        (b"\xff\xd8\xff\xe0\x00", FileKind.JPG),
        (b"II*\x00\x08\x00", FileKind.IMAGE),
        (compound("Root Entry", "WordDocument"), FileKind.DOC),
        (compound("Root Entry", "Workbook"), FileKind.XLS),
        (compound("EncryptionInfo", "EncryptedPackage"), FileKind.ENCRYPTED),
        (compound("Root Entry"), FileKind.OLE),
        ("协会".encode(), FileKind.TEXT),
        ("协会".encode("gb18030"), FileKind.TEXT),
        ("协会".encode("utf-16"), FileKind.TEXT),
        (b"<html><body>x</body></html>", FileKind.HTML),
        (b"\x00\x01\x02\x03", FileKind.UNKNOWN),
        (b"PK\x03\x04broken", FileKind.ZIP),
    ],
    ids=lambda v: v.name if isinstance(v, FileKind) else "",
)
def test_kinds_by_bytes(data: bytes, kind: FileKind, tmp_path: Path) -> None:
    path = tmp_path / "申报书.docx"  # the name is not asked
    path.write_bytes(data)
    assert sniff(path) is kind


def test_packages_by_what_is_in_them(tmp_path: Path) -> None:
    assert sniff(docx(tmp_path / "a.doc", p())) is FileKind.DOCX
    assert sniff(docx(tmp_path / "m.docx", p(), macro=True)) is FileKind.DOCM
    odt = zipped(tmp_path / "a", {"mimetype": b"application/vnd.oasis.opendocument.text"})
    assert sniff(odt) is FileKind.ODT
    assert sniff(zipped(tmp_path / "b", {"x": b"y"})) is FileKind.ZIP


def test_members_are_read_whatever_their_case(tmp_path: Path) -> None:
    package = open_package(docx(tmp_path / "a.docx", p("甲")))
    assert "甲" in package.read("/WORD/document.xml").decode()
    assert package.sha256 == sha256(tmp_path / "a.docx")
    assert "word/nothing.xml" not in package
    with pytest.raises(InputDamaged, match="缺少部件"):
        package.read("word/nothing.xml")


def test_missing_files_and_folders(tmp_path: Path) -> None:
    for path, words in ((tmp_path / "没有.docx", "找不到"), (tmp_path, "文件夹")):
        with pytest.raises(InputMissing, match=words):
            open_package(path)


def test_files_that_are_no_package(tmp_path: Path) -> None:
    """Empty, cut short, a failed checksum, another kind: each said in its own words."""
    whole = docx(tmp_path / "a.docx", p("甲" * 500)).read_bytes()
    cases = {
        "空的": b"",
        "目录": whole[: len(whole) // 2],
        "写反": b"%PDF-1.7 ...",
        "纯文本": "申报书".encode(),
    }
    for words, data in cases.items():
        path = tmp_path / "b.docx"
        path.write_bytes(data)
        with pytest.raises(InputDamaged, match=words) as caught:
            open_package(path)
        assert caught.value.where == "b.docx"
    damaged = bytearray(whole)
    at = whole.index(b"word/document.xml") + 40
    damaged[at] ^= 0xFF
    (tmp_path / "c.docx").write_bytes(damaged)
    with pytest.raises(InputDamaged):
        open_package(tmp_path / "c.docx").read("word/document.xml")


def test_encrypted_files(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(compound("EncryptionInfo", "EncryptedPackage"))
    with pytest.raises(InputEncrypted):
        open_package(path)
    plain = bytearray(docx(tmp_path / "b.docx", p()).read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = plain.find(mark)
        while at >= 0:
            plain[at + offset] |= 1
            at = plain.find(mark, at + 4)
    (tmp_path / "b.docx").write_bytes(plain)
    with pytest.raises(InputEncrypted):
        open_package(tmp_path / "b.docx")


@pytest.mark.parametrize("name", ["../x", "a/../../x", "/etc/x", "..\\x", "C:/x"])
def test_names_that_climb_out(name: str, tmp_path: Path) -> None:
    with pytest.raises(InputRefused, match="越界"):
        open_package(zipped(tmp_path / "a.zip", {name: b"x"}))


def test_bombs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A ratio, a sum, a number of members, a name given twice."""
    with pytest.raises(InputRefused, match="压缩比"):
        open_package(zipped(tmp_path / "r.zip", {"x": bytes(20 * 2**20)}))
    with monkeypatch.context() as patch, pytest.raises(InputRefused, match="太大"):
        patch.setattr(archive, "MAX_TOTAL", 100)
        open_package(zipped(tmp_path / "t.zip", {"x": b"ab" * 30, "y": b"ab" * 30}))
    with monkeypatch.context() as patch, pytest.raises(InputRefused, match="太多"):
        patch.setattr(archive, "MAX_MEMBERS", 3)
        open_package(zipped(tmp_path / "n.zip", {str(i): b"" for i in range(4)}))
    with warnings.catch_warnings(), zipfile.ZipFile(tmp_path / "d.zip", "w") as out:
        warnings.simplefilter("ignore")
        out.writestr("a", "1")
        out.writestr("A", "2")
    with pytest.raises(InputRefused, match="同名"):
        open_package(tmp_path / "d.zip")


def test_a_member_that_lies_about_its_size(tmp_path: Path) -> None:
    """The directory says 10 bytes: no more are inflated, and the checksum tells."""
    data = bytearray(zipped(tmp_path / "a.zip", {"x": bytes(5000)}).read_bytes())
    entry = data.index(b"PK\x01\x02")
    struct.pack_into("<I", data, entry + 24, 10)
    (tmp_path / "a.zip").write_bytes(data)
    with pytest.raises(InputError):
        open_package(tmp_path / "a.zip").read("x")


@pytest.mark.parametrize(
    "data",
    [
        b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'.encode("utf-16"),
        b"<a>" * 5000 + b"</a>" * 5000,
        b"<a>" + b"x" * 11_000_000 + b"</a>",
    ],
    ids=["entity", "external", "depth", "text"],
)
def test_xml_that_is_refused(data: bytes) -> None:
    with pytest.raises(InputRefused):
        parse_xml(data, where="x")


@pytest.mark.parametrize("data", [b"", b"<a", b"<a></b>", b"\xff\xfe\x00", b"<a>&b;</a>", b"<a b='1' b='2'/>"])
def test_xml_that_is_broken(data: bytes) -> None:
    with pytest.raises(InputDamaged):
        parse_xml(data, where="x")
