"""The printed notice, measured on LibreOffice's PDF against GB/T 9704-2012, in 文件格式 and in 信函格式.

What is measured, and within which tolerance, stands in ``benchmarks.notice_geometry``; here it has to be met.
"""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.notice_geometry import Measure, Sheet, measures, printed_notices
from tfdocs.text.code import find_codes


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory, require: Any) -> dict[str, list[Sheet]]:
    require("libreoffice", "fonts")
    return printed_notices(tmp_path_factory.mktemp("print"))


@pytest.fixture(scope="module")
def measured(sheets: dict[str, list[Sheet]]) -> list[Measure]:
    return list(measures(sheets))


@pytest.mark.require("libreoffice", "fonts")
@pytest.mark.parametrize("name", ["file", "letter", "long"])
def test_every_measure_is_within_its_tolerance(name: str, measured: list[Measure]) -> None:
    own = [m for m in measured if m.document == name]
    assert len(own) > 20 and [m for m in own if not m.met] == []


@pytest.mark.require("libreoffice", "fonts")
def test_margins_lines_rules_title_number_and_signature_are_measured_in_both_formats(measured: list[Measure]) -> None:
    for name in ("file", "letter"):
        what = " ".join(m.what for m in measured if m.document == name)
        for part in ("left margin", "right edge of the text", "top of the type area", "line pitch", "rule", "title"):
            assert part in what, (name, part)
        for part in ("发文字号", "page number", "right edge of the date", "issuer centred"):
            assert part in what, (name, part)


@pytest.mark.require("libreoffice", "fonts")
def test_what_the_formats_have_only_once(sheets: dict[str, list[Sheet]]) -> None:
    """A letter has no “文件” in its name, the name on its first page only, and no rule in its 版记 (10.1)."""
    first, second = sheets["letter"][:2]
    assert "文件" not in first.line("协会").text
    assert not any("省科学技术协会" in ln.text for ln in second.lines[:1])
    assert sheets["long"][1].body[-1].bottom <= 262.5 and len(sheets["long"]) > 2
    for name in ("file", "letter"):
        assert sheets[name][-1].line("抄送").text.rstrip().endswith("。")


@pytest.mark.require("libreoffice", "fonts")
@pytest.mark.parametrize("name", ["file", "letter", "long"])
def test_the_same_code_stands_on_every_page(name: str, sheets: dict[str, list[Sheet]]) -> None:
    codes = [find_codes("\n".join(ln.text for ln in sheet.lines)) for sheet in sheets[name]]
    assert all(len(c) == 1 for c in codes) and len({c[0] for c in codes}) == 1
