"""Every fault of a programme, each at its line, all of them in one run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tfdocs.errors import InputMissing, ProgrammeFault
from tfdocs.model.fault import Severity
from tfdocs.programme import check, load

if TYPE_CHECKING:
    from conftest import Copy

# (what stands there, what is put for it, the text whose line is named, a piece of the message)
SPOILED: list[tuple[str, str, str, str]] = [
    # shape
    ("title = '", "titel = '", "titel = '", "没有“titel”这个键"),
    ("year = 2025\n", 'year = "2025"\n', 'year = "2025"', "“year”应是整数，现在是“2025”"),
    ("quota = 8\n", "quota = 8.5\n", "quota = 8.5", "“quota”应是整数"),
    ("quota = 2\n", "quota = true\n", "quota = true", "“quota”应是整数，现在是true"),
    ("start = 2025-03-01\nend = 2026-02-28", 'start = "2025-03-01"\nend = 2026-02-28', 'start = "2025', "应是日期"),
    ("end = 2026-02-28", "end = 2026-02-28 10:00:00", "end = 2026-02-28 10", "应是日期"),
    ('organisers = ["云溪县文化和旅游局"]', 'organisers = "云溪县"', 'organisers = "云溪县"', "应是列表"),
    ("sealed = true", "sealed = 1", "sealed = 1", "应是true 或 false"),
    ('association = "云溪县文化和旅游局"\n', "", "# 测试用的第二个项目", "缺少“association”"),
    (
        '  source = "单件文物离库时间最多3天"\n',
        "",
        '  [[categories.indicators]]\n  id = "imaging.days-out"',
        "缺少“source”",
    ),
    ("quota = 8\n", "quota = 8\nqouta = 9\n", "qouta = 9", "没有“qouta”这个键"),
    ('kind = "duration"\n  comparator', 'kind = "durations"\n  comparator', '"durations"', "不能是“durations”"),
    ('words = [["离库"]]', 'words = ["离库"]', 'words = ["离库"]', "应是列表"),
    ('qualifications = ["民办馆须开馆满三年"]', "qualifications = [\n1]", "1]", "应是文字"),
    # programme
    ('id = "county-museum"', 'id = "County Museum"', 'id = "County Museum"', "写法不对"),
    ("year = 2025\n", "year = 25\n", "year = 25\n", "年份 25 不对"),
    ("title = '云溪县馆藏文物数字化扶持'", "title = ' '", "title = ' '", "“title”是空的"),
    ('organisers = ["云溪县文化和旅游局"]', "organisers = []", "organisers = []", "“organisers”是空的"),
    ("address =", 'platform_url = "www.a.cn"\naddress =', "platform_url", "网址"),
    # categories
    ('id = "exhibition"\n', 'id = "imaging"\n', 'id = "imaging"\nname = "数字展陈"', "类别编号“imaging”重复"),
    ('id = "exhibition"\n', 'id = "notice"\n', 'id = "notice"', "类别编号不能用“notice”"),
    ('name = "数字展陈"', 'name = "文物三维采集"', 'name = "文物三维采集"\nquota = 2', "类别名称“文物三维采集”重复"),
    ("grant = 355_000", "grant = 0", "grant = 0", "必须大于 0"),
    ("quota = 2\n", "quota = -2\n", "quota = -2", "必须大于 0"),
    ("end = 2025-11-30", "end = 2025-02-28", "end = 2025-02-28", "早于开始日"),
    ('applicants = ["县域内国有博物馆"]', "applicants = []", "applicants = []", "申报主体是空的"),
    # references
    ('"imaging", "exhibition"]', '"imaging", "exibition"]', '"exibition"', "没有“exibition”这个类别"),
    ('id = "double-funding"', 'id = "Double"', 'id = "Double"', "写法不对"),
    # indicators
    ('id = "imaging.models"', 'id = "models"', 'id = "models"', "写法不对"),
    ('id = "imaging.models"', 'id = "exhibition.models"', 'id = "exhibition.models"', "以所属类别"),
    ('id = "imaging.models"', 'id = "imaging.deliveries"', '"imaging.deliveries"\n  name = "每月', "重复"),
    ("  value = 98.5", "  value = 0", "  value = 0\n", "必须大于 0"),
    ("  value = 98.5", "  value = -1.5", "  value = -1.5", "必须大于 0"),
    ("  value = 98.5", "  value = nan", "  value = nan", "必须大于 0"),
    ("  value = 98.5", "  value = 985", "  value = 985", "不能超过 100"),
    ("  value = 98.5", "  value = 98", "  value = 98\n", "不在它的原文里"),
    ("  value_max = 80\n", "", '  [[categories.indicators]]\n  id = "imaging.models"', "缺少上限"),
    ("  value_max = 80\n", "  value_max = 50\n", "  value_max = 50", "必须大于下限"),
    ('comparator = "between"', 'comparator = ">="', "  value_max = 80", "不是区间"),
    ('comparator = "between"', 'comparator = "≥"', 'comparator = "≥"', "不能是“≥”"),
    ('comparator = "between"', 'comparator = "=>"', 'comparator = "=>"', "不能是“=>”"),
    ('  unit = "批"\n', '  unit = "次"\n', '  unit = "次"', "没有跟在原文的数字后面"),
    ('  unit = "天"\n', '  unit = " "\n', '  unit = " "', "是空的"),
    ('kind = "money"', 'kind = "deadline"', 'kind = "deadline"', "不能是“deadline”"),
    ('kind = "money"', 'kind = "rate"', "  value = 120000", "不能超过 100"),
    ('words = [["离库"]]', "words = []", "words = []", "没有识别词"),
    ('words = [["离库"]]', "words = [[]]", "words = [[]]", "是空的"),
    ('words = [["离库"]]', 'words = [["离库|"]]', 'words = [["离库|"]]', "有空的"),
    ('words = [["离库"]]', 'words = [["出库"]]', 'words = [["出库"]]', "认不出它自己的原文"),
    ('words = [["离库"]]', 'words = [["离库"]]\nunless = ["单件"]', 'unless = ["单件"]', "出现在它自己的原文里"),
    ('words = [["离库"]]', 'words = [["离库"]]\nunless = ["甲|乙"]', 'unless = ["甲|乙"]', "写法不对"),
    ('words = [["合格率"]]', 'words = [["率"]]', 'words = [["率"]]', "两项会混淆"),
    ("不超过0.5%", "不低于0.5%", 'comparator = "<="\n  value = 0.5', "与原文相反"),
    ('kind = "rank", comparator = "<="', 'kind = "rank", comparator = ">="', '"exhibition.video-rank"', "名次越小越好"),
    ('value = 95, unit = "%"', 'value = 95, unit = "％"', '"exhibition.satisfaction"', "单位应是 %"),
    # documents, calendar
    ("copies = 5", "copies = 0", "copies = 0", "份数 0 必须大于 0"),
    ("deadline = 2025-02-14", "deadline = 2026-03-01", "deadline = 2026-03-01", "晚于项目周期的最后一天"),
    ('when = "2025年2月14日17时前"', 'when = ""', 'when = ""', "“when”是空的"),
    (
        'when = "2025年2月14日17时前"\n',
        'when = "2025年2月14日17时前"\nstart = 2025-02-15\n',
        "end = 2025-02-14",
        "早于开始日",
    ),
]


@pytest.mark.parametrize(("old", "new", "there", "piece"), SPOILED, ids=[f"{s[3]}-{i}" for i, s in enumerate(SPOILED)])
def test_fault_at_its_line(copy: Copy, old: str, new: str, there: str, piece: str) -> None:
    """One thing spoiled: an error that says so, at the line where it stands, and the programme is not loaded."""
    copy.replace(old, new)
    faults = [f for f in check(copy.folder) if f.severity is Severity.ERROR]
    assert (f"programme.toml 第 {_line(copy, there)} 行", True) in [(f.place, piece in f.message) for f in faults]
    with pytest.raises(ProgrammeFault):
        load(copy.folder)


def _line(copy: Copy, there: str) -> int:
    if copy.text.count(there) != 1:  # a key at the end of its element: the last of several
        return copy.text[: copy.text.rindex(there)].count("\n") + 1
    return copy.line(there)


def test_all_faults_in_one_run(copy: Copy) -> None:
    """Faults of shape and of meaning, of all parts of the file, side by side, in the order of their lines."""
    for old, new in (
        ("year = 2025\n", "year = 25\n"),
        ('address = "', 'adress = "'),
        ("grant = 355_000", 'grant = "35.5万"'),
        ("  value = 98.5", "  value = 98"),
        ('words = [["离库"]]', 'words = [["出库"]]'),
        ('"exhibition.guides"', '"exhibition.halls"'),
        ("copies = 5", "copies = 0"),
        ('consequence = "追回全部资金"', "consequence = 3"),
    ):
        copy.replace(old, new)
    faults = check(copy.folder)
    lines = [int(f.place.split()[2]) for f in faults]
    assert lines == sorted(lines)
    expected = ("年份", "adress", "grant", "98", "出库|原文", "重复", "份数", "应是文字")
    for piece in expected:
        assert any(any(p in f.message for p in piece.split("|")) for f in faults), piece
    assert len([f for f in faults if f.severity is Severity.ERROR]) == len(expected)


def test_fault_tells_the_nearest_right_name(copy: Copy) -> None:
    copy.replace("title = '", "titel = '")
    copy.replace('"imaging", "exhibition"]', '"imaging", "exibition"]')
    copy.replace('kind = "money"', 'kind = "monney"')
    hints = " ".join(f.hint for f in check(copy.folder))
    assert all(f"是不是“{name}”？" in hints for name in ("title", "exhibition", "money"))


@pytest.mark.parametrize(
    ("old", "new", "piece"),
    [
        ('id = "county-museum"', 'id = "other"', "与文件夹名“county-museum”不同"),
        ("deadline = 2025-02-14", "deadline = 2024-02-14", "早于项目年度 2025"),
        ("end = 2025-02-14", "end = 2024-02-14", "早于项目年度 2025"),
    ],
)
def test_warnings_do_not_keep_it_from_being_loaded(copy: Copy, old: str, new: str, piece: str) -> None:
    """What may be meant but is probably forgotten from last year is said and does not stop anybody."""
    copy.replace(old, new)
    (fault,) = check(copy.folder)
    assert fault.severity is Severity.WARNING
    assert piece in fault.message
    assert load(copy.folder).year == 2025


def test_dimension_must_be_one_of_the_tasks(copy: Copy) -> None:
    copy.replace(
        'qualifications = ["民办馆须开馆满三年"]', 'qualifications = ["民办馆须开馆满三年"]\ntasks = ["采集", "交付"]'
    )
    copy.replace('  words = [["离库"]]', '  words = [["离库"]]\n  dimension = "采购"')
    (fault,) = check(copy.folder)
    assert fault.place == f"programme.toml 第 {copy.line('dimension')} 行"
    assert "采购" in fault.message


def test_number_of_indicators_is_limited(copy: Copy) -> None:
    """They are compared pair by pair, so a file with thousands would take minutes."""
    text = copy.text
    start, end = (text.index(f'  [[categories.indicators]]\n  id = "imaging.{n}"') for n in ("days-out", "own-money"))
    more = "".join(text[start:end].replace("days-out", f"days-{i}") for i in range(250))
    copy.replace('\n[[categories]]\nid = "exhibition"', more + '\n[[categories]]\nid = "exhibition"')
    assert any("指标太多" in f.message for f in check(copy.folder))


@pytest.mark.parametrize("name", ["absent", "file.txt", ""])
def test_no_folder(tmp_path: Path, name: str) -> None:
    """Not a fault of the programme but of the call: ``InputMissing``, exit code 3."""
    (tmp_path / "file.txt").write_text("x", encoding="utf-8")
    path = tmp_path / name if name else tmp_path / "programme.toml"
    with pytest.raises(InputMissing):
        check(path)


def test_path_of_the_file_means_its_folder(copy: Copy) -> None:
    assert check(copy.path) == []
    assert load(copy.path).id == "county-museum"


def test_checking_changes_nothing(copy: Copy) -> None:
    before = copy.path.read_bytes()
    assert check(copy.folder) == check(copy.folder)
    assert copy.path.read_bytes() == before
    assert [p.name for p in copy.folder.iterdir()] == ["programme.toml"]
