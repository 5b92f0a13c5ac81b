"""A programme.toml that is no TOML: every table's first fault at its line, in Chinese, whatever the file holds."""

from __future__ import annotations

import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tfdocs.errors import ProgrammeFault
from tfdocs.programme import check, load
from tfdocs.programme.syntax import MAX_BYTES, Source, read

Write = Callable[[str | bytes], Path]


@pytest.mark.parametrize(
    ("text", "line", "piece"),
    [
        ('id = "a"\ntitle = "没有写完\nyear = 1\n', 2, "引号"),
        ("a = '没有写完\n", 1, "引号"),
        ('a = 1\nb = """没有写完\n\n', 2, "引号"),
        ("a = 1\nb = [\n1,\n2,\n", 2, "方括号"),
        ('a = 1\ntitle "b"\n', 2, "等号"),
        ("a = 1\n\nyear = 二十\n", 3, "写法不对"),
        ("a = ２０\n", 1, "写法不对"),
        ("a = 1\na = 2\n", 2, "写了两次"),
        ("[x]\na = 1\n[x]\nb = 1\n", 3, "写了两次"),
        ("a = [1, 2\nb = 3\n", 2, "方括号"),
        ('a = ["一" "二"]\n', 1, "方括号"),
        ("a = { b = 1\n", 1, "花括号"),
        ("a = 1 b = 2\n", 1, "多余"),
        ('a = "C:\\temp"\nb = "\\q"\n', 2, "反斜杠"),
        ("a = 2024-13-40\n", 1, "日期|写法|多余"),
        ("[[categories\nid = 1\n", 1, "方括号"),
        ("= 1\n", 1, "键"),
        ("名称 = 1\n", 1, "键"),
        ("a = 1\n\n!\n", 3, "键"),
        ("a = " + "9" * 5000 + "\n", 1, "数字太长"),
        ("b = 1\na = 1e99999\n", 2, "数字太长"),
        ("b = 1\na = 1e9999999999999999999999\n", 2, "数字太长"),
        ("a = " + "[" * 5000, 1, "嵌套太深"),
        ("a = " + "{a=" * 5000, 1, "嵌套太深"),
    ],
)
def test_fault_at_its_line(write: Write, text: str, line: int, piece: str) -> None:
    faults = check(write(text))
    assert [f.place for f in faults] == [f"programme.toml 第 {line} 行"]
    assert any(p in faults[0].message for p in piece.split("|"))
    assert not any(english in faults[0].message for english in ("Invalid", "Expected", "Cannot"))


def test_one_fault_for_each_table(write: Write) -> None:
    """Three tables with a fault each: three faults in one run."""
    text = (
        'id = "a\n[[categories]]\nid "b"\n[[categories.indicators]]\nvalue = ２０\nok = 1\n[[calendar]]\nname = "a"\n'
    )
    assert [f.place.split()[2] for f in check(write(text))] == ["1", "3", "5"]


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_marks_and_line_ends_of_windows(write: Write, start: bytes, ending: str) -> None:
    folder = write(start + ending.join(["a = 1", 'b = "二"', "c = 0.1", ""]).encode())
    source = read(folder / "programme.toml")
    assert isinstance(source, Source)
    assert source.data == {"a": 1, "b": "二", "c": Decimal("0.1")}
    assert source.line("c") == 3


def test_other_encodings_are_named(write: Write) -> None:
    (fault,) = check(write('id = "a"\ntitle = "项目"\n'.encode("gb18030")))
    assert fault.place == "programme.toml 第 2 行"
    assert "UTF-8" in fault.message


def test_size_is_limited(write: Write) -> None:
    (fault,) = check(write(b"#" * (MAX_BYTES + 1)))
    assert "太大" in fault.message


def test_no_programme_file(tmp_path: Path) -> None:
    """The fault names the folder; loading raises with exit code 5."""
    (fault,) = check(tmp_path)
    assert fault.place == tmp_path.name
    assert "programme.toml" in fault.message
    with pytest.raises(ProgrammeFault) as caught:
        load(tmp_path)
    assert caught.value.exit_code == 5


def test_a_folder_named_like_the_file(tmp_path: Path) -> None:
    (tmp_path / "programme.toml").mkdir()
    assert len(check(tmp_path)) == 1


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=60) | st.text("ab=[]{}\"'#\n.,1é数 \\", max_size=60).map(str.encode))
def test_any_bytes_give_faults_and_no_exception(write: Write, content: bytes) -> None:
    faults = check(write(content))
    assert faults
    assert all(f.message and f.place.startswith("programme.toml 第 ") for f in faults)


HOSTILE = {
    "unknown keys": "".join(f"k{i} = 1\n" for i in range(30_000)),
    "empty tables": '[[categories]]\nid = "a"\n' * 15_000,
    "tables within tables": "\n".join(".".join([f"a{i}"] * 180) + " = 1" for i in range(300)),
    "one endless key": "[" + "a." * 200_000 + "a]",
    "lists within lists": "\n".join(f"a{i} = " + "[" * 150 + "]" * 150 for i in range(500)),
    "an open quote": 'a = """' + "x\n" * 200_000,
    "a long name": "t" * 400_000 + " = 1",
    "references": "[[exclusions]]\ncategories = [" + ",".join(f'"c{i}"' for i in range(30_000)) + "]",
    "a long number": "year = " + "9" * 4000,
    "many broken tables": "[a]\nb =\n" * 40_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_cost_seconds_at_most(write: Write, name: str) -> None:
    """Bounded time, a bounded number of faults, none of them a page long."""
    folder = write(HOSTILE[name])
    began = time.monotonic()
    faults = check(folder)
    assert time.monotonic() - began < 15
    assert 1 <= len(faults) <= 501
    assert all(len(f.message) <= 400 for f in faults)
