"""The line map agrees with tomllib: the same keys and elements, each at the line where a person finds it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tfdocs.programme.linemap import Key, line_map, line_of


def paths(value: Any, at: Key = ()) -> set[Key]:
    """Every key, table and element that tomllib sees."""
    found: set[Key] = set()
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, item in items:
        found |= {(*at, name)} | paths(item, (*at, name))
    return found


def test_lines_of_headers_keys_and_elements() -> None:
    """Tables, arrays of tables, dotted and quoted keys, arrays over several lines."""
    text = "\n".join(
        [
            "# a comment",  # 1
            'title = "x"',  # 2
            "list = [",  # 3
            "  1, # one",  # 4
            "  [2,",  # 5
            "   3],",  # 6
            "]",  # 7
            "[a.b]",  # 8
            "c.d = 1",  # 9
            '"e f" = {g = 1, h = [1, 2]}',  # 10
            "[[t]]",  # 11
            "[[t.u]]",  # 12
            "k = 1",  # 13
            "[[t.u]]",  # 14
            "k = 2",  # 15
            "[t.v]",  # 16
            "w = 1",  # 17
            "[[t]]",  # 18
            "[[t.u]]",  # 19
            "k = 3",  # 20
        ]
    )
    lines = line_map(text)
    assert lines == {
        ("title",): 2,
        ("list",): 3,
        ("list", 0): 4,
        ("list", 1): 5,
        ("list", 1, 0): 5,
        ("list", 1, 1): 6,
        ("a",): 8,
        ("a", "b"): 8,
        ("a", "b", "c"): 9,
        ("a", "b", "c", "d"): 9,
        ("a", "b", "e f"): 10,
        ("a", "b", "e f", "g"): 10,
        ("a", "b", "e f", "h"): 10,
        ("a", "b", "e f", "h", 0): 10,
        ("a", "b", "e f", "h", 1): 10,
        ("t",): 11,
        ("t", 0): 11,
        ("t", 0, "u"): 12,
        ("t", 0, "u", 0): 12,
        ("t", 0, "u", 0, "k"): 13,
        ("t", 0, "u", 1): 14,
        ("t", 0, "u", 1, "k"): 15,
        ("t", 0, "v"): 16,
        ("t", 0, "v", "w"): 17,
        ("t", 1): 18,
        ("t", 1, "u"): 19,
        ("t", 1, "u", 0): 19,
        ("t", 1, "u", 0, "k"): 20,
    }
    assert set(lines) == paths(tomllib.loads(text))


@pytest.mark.parametrize(
    "value",
    [
        '"a # no comment"',
        '"a \\" ] } , = b"',
        "'c:\\path\\'",
        '"""one\n[[not.a.header]]\nk = 1"""',
        '"""two quotes at the end"""""',
        '""""quoted" at the beginning"""',
        '"""escaped \\""" inside"""',
        "'''x\n'y' ''z'''''",
        '""',
        "''",
        '""""""',
        "1979-05-27 07:32:00",
        "1979-05-27T07:32:00Z",
        "[ [ ], [[]], {} ]",
        "{ a.b = 1, 'c d' = [ { e = 2 } ] }",
        '[\n# comment with ] and "\n1,\n]',
        "-1_000.5e+3",
        "inf",
    ],
)
def test_values_are_passed_over_whole(value: str) -> None:
    """Whatever a value holds, the key behind it is found at its line."""
    text = f"first = {value}\nlast = 1 # end\n"
    lines = line_map(text)
    assert lines[("last",)] == text.count("\n")
    assert set(lines) == paths(tomllib.loads(text))


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_line_ends_of_both_systems(ending: str) -> None:
    text = ending.join(["a = 1", "b = [", "1,", "2]", "[c]", "d = 1", ""])
    assert line_map(text)[("c", "d")] == 6
    assert line_map(text)[("b", 1)] == 4


def test_missing_key_has_the_line_of_its_table() -> None:
    lines = line_map("\n[[t]]\na = 1\n")
    assert line_of(lines, ("t", 0, "b")) == 2
    assert line_of(lines, ("nothing", "here")) == 1


def test_shipped_programme_has_a_line_for_everything(tianfu: Path) -> None:
    text = (tianfu / "programme.toml").read_text(encoding="utf-8")
    lines = line_map(text)
    assert set(lines) == paths(tomllib.loads(text))
    written = text.split("\n")
    for path, line in lines.items():
        if isinstance(path[-1], str):
            assert path[-1] in written[line - 1]


_KEYS = st.text("abcxyz-_19", min_size=1, max_size=4) | st.sampled_from(["a b", "类别", 'q"uote', "dot.ted", "#", "["])
_TEXTS = st.text("ab \\\"'#[]{}=,\n数", max_size=12)


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def key(name: str) -> str:
    return name if name.replace("-", "").replace("_", "").isalnum() and name.isascii() else quoted(name)


_VALUES = st.recursive(
    st.integers() | st.booleans() | _TEXTS | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=3),
    max_leaves=8,
)


def written(value: Any, draw: Any) -> str:
    """A value in TOML, in one of the ways it can be written."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        if draw(st.booleans()) and "\\" not in value and '"""' not in value and not value.endswith('"'):
            return f'"""\n{value}"""'
        return quoted(value)
    if isinstance(value, list):
        gap = draw(st.sampled_from(["", " ", "\n", " # ] comment\n"]))
        return "[" + "".join(f"{gap}{written(v, draw)}{gap}," for v in value) + gap + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key(k)} = {written(v, draw)}" for k, v in value.items()) + "}"
    return str(value)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_agrees_with_tomllib_on_any_document(data: st.DataObject) -> None:
    """Made documents of tables and arrays of tables: the same paths, each at a line that names its key."""
    draw = data.draw
    lines = [f"{key(k)} = {written(v, draw)}" for k, v in draw(st.dictionaries(_KEYS, _VALUES, max_size=3)).items()]
    for name in draw(st.lists(st.sampled_from(["t1", "t2", "类 别"]), max_size=4)):
        lines.append(f"[[ {key(name)} ]] # element")
        body = draw(st.dictionaries(_KEYS.filter(lambda k: k != "sub"), _VALUES, max_size=3))
        lines += [f"  {key(k)} = {written(v, draw)}" for k, v in body.items()]
        for _ in range(draw(st.integers(0, 2))):
            lines += [f"[[{key(name)}.sub]]", "x . y = 1"]
    text = "\n".join(lines)
    found = line_map(text)
    assert set(found) == paths(tomllib.loads(text))
    rows = text.split("\n")
    for path, line in found.items():
        if isinstance(path[-1], str):
            assert key(path[-1]) in rows[line - 1]
