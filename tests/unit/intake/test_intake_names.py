"""Sets of files as applicants name them, and what the person who opens the folder expects of each.

The expectations were written down before the pairing was run on them.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from pretend import STEPS, pair, word
from test_intake_pairing import found, pairs
from test_intake_unpacking import raw_zip

from tfdocs.jobs.intake.found import Trouble
from tfdocs.jobs.intake.job import intake
from tfdocs.jobs.intake.listing import Row, _rows
from tfdocs.jobs.intake.pairing import sort_out

# A line each: "= a | b" two that belong together, "?" left to a person (ambiguous), "-" alone, "+" an attachment
SETS = {
    "sealed version": "= 甲学会申报书.docx | 甲学会申报书(盖章版).pdf",
    "nested brackets": "= 甲学会申报书（最终版(2)）.docx | 甲学会申报书.pdf",
    "upper case ending": "= 申报书-最终版.docx | 申报书_盖章扫描件.PDF",
    "number of the form": "= 附件1：申报书.doc | 附件1-申报书（签字盖章）.pdf",
    "form and its attachment": "= 附件1 申报书.docx | 附件1 申报书（盖章）.pdf\n+ 附件2 证明.pdf",
    "folder an applicant": "= 甲学会/申报书.docx | 甲学会/scan0001.pdf\n= 乙学会/申报书.docx | 乙学会/IMG_2023.pdf",
    "same stem in two folders": "= 甲/申报书.docx | 甲/申报书.pdf\n= 乙/申报书.docx | 乙/申报书.pdf",
    "halves in two folders": "- 甲/申报书.docx\n- 乙/申报书.pdf",
    "wps": "= 申报书.wps | 申报书.PDF",
    "macros": "= 申报书.docm | 申报书（盖章）.pdf",
    "full width": "= ABC学会 申报书.docx | ＡＢＣ学会　申报书（盖章）.pdf",
    "a copy with other words": "? 申报书.docx\n? 申报书 - 副本.docx\n? 申报书.pdf",
    "versions": "- 申报书v1.docx\n= 申报书v2.docx | 申报书v2盖章.pdf",
    "numbered alike": "= 申报书(1).docx | 申报书(1)（盖章）.pdf",
    "date of the seal": "= 2023年度申报书.docx | 2023年度申报书盖章版20230601.pdf",
    "dates that differ": "- 申报书20230501.docx\n- 申报书20230601.pdf",
    "kind in the name": "= 甲-申报书-Word版.docx | 甲-申报书-PDF版.pdf\n= 乙申报书word.docx | 乙申报书pdf.pdf",
    "folders of kinds": "= Word/甲.docx | PDF/甲.pdf\n= Word/乙.docx | PDF/乙.pdf",
    "kinds above applicants": "= 电子版/甲/申报书.docx | 纸质版扫描/甲/申报书.pdf",
    "numbered kinds": "= 1.Word/甲.docx | 2.盖章PDF/甲.pdf",
    "in a zip": "= 甲学会.zip/申报书.docx | 甲学会.zip/盖章.pdf",
    "a zip in the applicant's folder": "= 甲学会/甲学会.zip/申报书.docx | 甲学会/申报书盖章.pdf",
    "a zip of everything": "= 甲/材料.zip/申报书.docx | 甲/材料.zip/申报书（签章）.pdf",
    "print and scan": "? 申报书.docx\n? 申报书.pdf\n? 申报书（盖章版）.pdf",
    "form and agreement": "= 申报书.docx | 申报书（盖章）.pdf\n= 实施协议.docx | 实施协议（盖章）.pdf",
    "a scan in two parts": "? 甲/申报书.docx\n? 甲/申报书扫描1.pdf\n? 甲/申报书扫描2.pdf",
    "seal before the name": "= 甲学会申报书.docx | 【已盖章】甲学会申报书.pdf",
    "an app's name in a folder": "= 甲/申报书.docx | 甲/扫描全能王 2023-06-01 10.20.pdf",
    "an app's name among all": "- 甲申报书.docx\n- 扫描全能王 2023-06-01 10.20.pdf",
    "running numbers": "= 01-甲学会.docx | 01-甲学会（盖章）.pdf\n= 02-乙学会.docx | 02-乙学会（盖章）.pdf",
    "exported name": "= 甲学会.docx | 甲学会.docx.pdf\n= 乙学会.doc | 乙学会.pdf.pdf",
    "spaces": "= 甲学会 申报书.docx | 甲学会申报书 .pdf",
    "case": "= ABC.DOCX | abc.pdf",
    "two seals": "? 甲申报书.docx\n? 甲申报书（盖章版）.pdf\n? 甲申报书（签字版）.pdf",
    "two formats": "? 甲/申报书.docx\n? 甲/申报书.doc\n? 甲/申报书.pdf",
    "for publication": "= 甲/申报书（公示版）.docx | 甲/申报书（盖章）.pdf",
    "a folder called attachments": "= 附件/申报书.docx | 附件/申报书.pdf",
    "papers beside": "= 甲/申报书.docx | 甲/申报书.pdf\n+ 甲/身份证.pdf\n+ 甲/承诺书.pdf",
    "seal in one sign": "= 甲申报书定稿2.docx | 甲申报书定稿2（章）.pdf",
    "no seal": "= 甲申报书(无章).docx | 甲申报书（已签章）.pdf",
    "dates alike": "= 甲申报书(2023.6.1).docx | 甲申报书(2023.6.1)盖章.pdf",
    "mark and number": "= 甲申报书.docx | 甲申报书【盖章】(1).pdf",
    "compressed": "= 甲申报书.docx | 甲申报书_compressed.pdf\n= 乙申报书.docx | 乙申报书（盖章）-压缩.pdf",
    "folder of material": "= 乙/申报材料/申报书.docx | 乙/盖章扫描件/申报书.pdf",
    "years": "= 2022申报书.docx | 2022申报书盖章.pdf\n= 2023申报书.docx | 2023申报书盖章.pdf",
    "rounds": "= 第一批/甲.docx | 第一批/甲.pdf\n= 第二批/甲.docx | 第二批/甲.pdf",
    "kinds of form": "= 申报书/甲.docx | 扫描件/甲.pdf\n- 实施协议/乙.docx",
    "last versions that differ": "? 申报书（最终版(2)）.docx\n? 申报书（最终版(3)）.pdf",
    "days of the last version that differ": "? 申报书终稿20230501.docx\n? 申报书终稿20230601.pdf",
}  # fmt: skip
WHY = {"?": Trouble.AMBIGUOUS, "-": Trouble.ALONE, "+": Trouble.ATTACHMENT}


@pytest.mark.parametrize("name", SETS)
def test_files_are_paired_as_a_person_expects(name: str) -> None:
    expected_pairs, expected = set(), {}
    for line in SETS[name].splitlines():
        sign, files = line[0], line[2:].split(" | ")
        if sign == "=":
            expected_pairs.add(tuple(files))
        else:
            expected[files[0]] = WHY[sign]
    out = sort_out([found(f) for files in (*expected_pairs, *((k,) for k in expected)) for f in files])
    assert pairs(out) == expected_pairs
    assert {f: r.trouble for r in out.remarks for f in r.files} == expected


@pytest.mark.parametrize(
    "heads",
    [
        ("单位", "文件名(电子版)", "扫描件名称"), ("申报单位", "申报书文件", "盖章扫描件"),
        ("单位", "原始文件", "盖章文件"), ("项目名称", "材料（Word）", "材料（PDF）"), ("单位", "文件1", "文件2"),
        ("单位名称", "DOCX文件名", "PDF文件名"), ("单位", "电子版（盖章PDF的原稿）", "电子版（PDF）"),
        ("单位", "申报书", "申报书盖章版"),
    ],
)  # fmt: skip
def test_a_list_is_known_by_the_files_it_names_whatever_its_heads(heads: tuple[str, str, str]) -> None:
    lines = [
        ["第一批立项材料"],
        ["", *heads],
        ["1", "甲学会", "甲.docx", "扫描/甲.PDF"],
        ["2", "乙学会", "乙", "乙.pdf"],
    ]
    assert _rows(iter(lines)) == [Row(3, "甲.docx", "扫描/甲.PDF", "甲学会"), Row(4, "乙", "乙.pdf", "乙学会")]


def test_files_in_other_columns_make_no_list() -> None:
    assert _rows(iter([["附件", "说明"], ["a.docx、b.pdf", "两份"], ["c.pdf", ""], ["d.docx", ""]])) is None
    assert _rows(iter([["a", "b", "c"], ["1.docx", "1.pdf", "2.pdf"]])) is None  # which of the two scans?


def test_what_programs_leave_behind_is_not_taken_in(tmp_path: Path) -> None:
    for name in ("~$申报书.docx", "__MACOSX/._申报书.docx", ".~申报书.docx", "~WRL0001.tmp", ".DS_Store", "Thumbs.db"):
        word(tmp_path / "in" / "甲" / name)
    pair(tmp_path / "in" / "甲")
    raw_zip(tmp_path / "in" / "乙.zip", ["__MACOSX/._申报书.docx".encode(), "乙/~$申报书.docx".encode("gbk")])
    outcome = intake(tmp_path / "in", tmp_path / "out", processes=0, steps=STEPS)
    assert [i.label for i in outcome.lines] == ["甲"]
