"""Zips: names come out right, nothing gets out, and what is refused is named."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from tfdocs.errors import InputDamaged, InputEncrypted, InputRefused
from tfdocs.jobs.intake import unpacking
from tfdocs.jobs.intake.steps import sha256
from tfdocs.jobs.intake.unpacking import Contents, Unpacker


def raw_zip(path: Path, names: list[bytes], flags: int = 0, extra: bytes = b"", content: bytes = b"x") -> Path:
    """A zip whose names are these bytes, as a program in GBK writes them: ``zipfile`` itself cannot."""
    out, directory = io.BytesIO(), io.BytesIO()
    for name in names:
        at = out.tell()
        crc, size = zlib.crc32(content), len(content)
        out.write(struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, flags, 0, 0, 33, crc, size, size, len(name), 0) + name)
        out.write(content)
        directory.write(
            struct.pack("<4s6H3I2H", b"PK\x01\x02", 20, 20, flags, 0, 0, 33, crc, size, size, len(name), len(extra))
            + struct.pack("<3H2I", 0, 0, 0, 0, at)
            + name
            + extra
        )
    start, listed = out.tell(), directory.getvalue()
    out.write(listed + struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, *[len(names) & 0xFFFF] * 2, len(listed), start, 0))
    path.write_bytes(out.getvalue())
    return path


def contents(path: Path, folder: Path) -> Contents:
    return Unpacker(folder / "unpacked").contents(path, sha256(path))


def shown(out: Contents) -> list[str]:
    return ["/".join(place) for place, _ in out.files]


@pytest.mark.parametrize("codec", ["gb18030", "utf-8"])
def test_names_without_the_flag_for_utf8_come_out_right(codec: str, tmp_path: Path) -> None:
    """WinRAR and Windows write GBK, macOS writes UTF-8; neither says so."""
    names = ["青山学会/申报书.docx", "青山学会/申报书（盖章版）.pdf"]
    path = raw_zip(tmp_path / "a.zip", [n.encode(codec) for n in names])
    assert shown(contents(path, tmp_path)) == names


def test_names_with_the_flag_do_too(tmp_path: Path) -> None:
    path = raw_zip(tmp_path / "a.zip", ["申报书.docx".encode()], flags=0x800)
    assert shown(contents(path, tmp_path)) == ["申报书.docx"]


def test_the_unicode_path_field_is_believed_when_it_belongs_to_the_name(tmp_path: Path) -> None:
    raw, name = b"????.docx", "申报书.docx".encode()
    for crc, expected in ((zlib.crc32(raw), "申报书.docx"), (1, "____.docx")):
        body = struct.pack("<BI", 1, crc) + name
        path = raw_zip(tmp_path / "a.zip", [raw], extra=struct.pack("<HH", 0x7075, len(body)) + body)
        assert shown(contents(path, tmp_path)) == [expected]


OUTSIDE = ["../a.docx", "/etc/a.docx", "..\\a.docx", "C:\\a.docx", "x/../../a.docx", "\\\\host\\a.docx", "C:a.docx"]


@pytest.mark.parametrize("name", OUTSIDE)
def test_paths_that_lead_outside_are_refused_and_named(name: str, tmp_path: Path) -> None:
    path = raw_zip(tmp_path / "a.zip", [name.encode(), b"good.docx"])
    out = contents(path, tmp_path)
    assert shown(out) == ["good.docx"] and len(out.refused) == 1 and "指向外面" in out.refused[0][1]
    assert {p.name for p in tmp_path.iterdir()} == {"a.zip", "unpacked"}


def test_links_and_devices_are_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as out:
        for name, kind in (("link.docx", stat.S_IFLNK), ("device.docx", stat.S_IFCHR), ("pipe.docx", stat.S_IFIFO)):
            info = zipfile.ZipInfo(name)
            info.external_attr = (kind | 0o777) << 16
            out.writestr(info, "/etc/passwd")
    found = contents(tmp_path / "a.zip", tmp_path)
    assert not found.files and len(found.refused) == 3


def test_names_no_system_takes_are_made_safe(tmp_path: Path) -> None:
    names = ["con.docx", "a/申<报>书?.docx", "x" * 300 + ".docx", "点. /甲.docx"]
    path = raw_zip(tmp_path / "a.zip", [n.encode() for n in names])
    out = contents(path, tmp_path)
    assert len(out.files) == 4 and all(f.is_file() for _, f in out.files)
    assert shown(out)[0] == "_con.docx" and shown(out)[1] == "a/申_报_书_.docx"


def test_two_members_of_one_name_are_not_both_taken(tmp_path: Path) -> None:
    path = raw_zip(tmp_path / "a.zip", [b"a.docx", b"A.DOCX"])
    out = contents(path, tmp_path)
    assert shown(out) == ["a.docx"] and "同名" in out.refused[0][1]


def test_only_what_may_be_of_use_is_written(tmp_path: Path) -> None:
    path = raw_zip(tmp_path / "a.zip", [b"a.docx", b"b.jpg", b"c.exe", b"__MACOSX/._a.docx", b"d/"])
    out = contents(path, tmp_path)
    assert shown(out) == ["a.docx"] and out.left == [("b.jpg",), ("c.exe",)]
    assert [p.name for p in tmp_path.rglob("*.exe")] == []


def test_a_bomb_is_refused_and_the_rest_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "RATIO_FROM", 1_000_000)
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("bomb.docx", bytes(30_000_000))
        out.writestr("a.docx", b"x")
    found = contents(tmp_path / "a.zip", tmp_path)
    assert shown(found) == ["a.docx"] and "炸弹" in found.refused[0][1]


def test_a_bomb_that_lies_about_its_size_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "RATIO_FROM", 1_000_000)
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("bomb.docx", bytes(30_000_000))
    data = path.read_bytes().replace(struct.pack("<I", 30_000_000), struct.pack("<I", 1000))
    path.write_bytes(data)
    found = contents(path, tmp_path)
    assert not found.files and len(found.refused) == 1
    assert sum(f.stat().st_size for f in tmp_path.rglob("*.docx")) == 0


def test_a_total_past_the_limit_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "MAX_TOTAL", 250)
    path = raw_zip(tmp_path / "a.zip", [b"%d.docx" % n for n in range(5)], content=b"x" * 100)
    found = contents(path, tmp_path)
    assert len(found.files) == 2 and len(found.refused) == 3


def test_a_hundred_thousand_members_are_refused(tmp_path: Path) -> None:
    path = raw_zip(tmp_path / "a.zip", [b"%06d.docx" % n for n in range(100_000)], content=b"")
    with pytest.raises(InputRefused, match="太多"):
        contents(path, tmp_path)


def test_a_directory_that_claims_to_be_endless_is_refused(tmp_path: Path) -> None:
    path = raw_zip(tmp_path / "a.zip", [b"a.docx"])
    data = bytearray(path.read_bytes())
    data[-10:-6] = b"\xff\xff\xff\xff"
    path.write_bytes(data)
    with pytest.raises(InputRefused):
        contents(path, tmp_path)


def test_a_member_without_a_name_is_no_harm(tmp_path: Path) -> None:
    """Found by a coverage-guided fuzzer: ``ZipInfo.is_dir`` looks at the last character of the name."""
    assert shown(contents(raw_zip(tmp_path / "a.zip", [b"", b"a.docx"]), tmp_path)) == ["a.docx"]


def test_zips_within_zips_end_at_the_third(tmp_path: Path) -> None:
    path = raw_zip(tmp_path / "a.zip", [b"a.docx"])
    with pytest.raises(InputRefused, match="套"):
        Unpacker(tmp_path / "u").contents(path, sha256(path), depth=unpacking.MAX_DEPTH)


def test_a_zip_under_a_password_or_damaged_is_said_to_be(tmp_path: Path) -> None:
    with pytest.raises(InputEncrypted):
        contents(raw_zip(tmp_path / "a.zip", [b"a.docx"], flags=1), tmp_path)
    for cut in (b"PK\x03\x04", raw_zip(tmp_path / "b.zip", [b"a.docx"]).read_bytes()[:40]):
        (tmp_path / "c.zip").write_bytes(cut)
        with pytest.raises(InputDamaged):
            contents(tmp_path / "c.zip", tmp_path)


def test_a_damaged_member_is_named_and_the_rest_unpacked(tmp_path: Path) -> None:
    path = raw_zip(tmp_path / "a.zip", [b"a.docx", b"b.docx"], content=b"hello")
    data = path.read_bytes().replace(b"hello", b"hullo", 1)
    path.write_bytes(data)
    out = contents(path, tmp_path)
    assert shown(out) == ["b.docx"] and "损坏" in out.refused[0][1]


def test_what_is_unpacked_stays_and_what_was_deleted_is_unpacked_again(tmp_path: Path) -> None:
    path = raw_zip(tmp_path / "a.zip", [b"a.docx"])
    first = contents(path, tmp_path)
    written = first.files[0][1].stat().st_mtime_ns
    assert contents(path, tmp_path).files[0][1].stat().st_mtime_ns == written
    first.files[0][1].unlink()
    assert contents(path, tmp_path).files[0][1].is_file()
