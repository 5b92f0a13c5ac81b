"""Nothing of click's English reaches a user, whatever a command declares, and wide characters count as two columns."""

from __future__ import annotations

import click
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from tfdocs.cli.chinese import adopt, usage_message, width, wrap

_ENGLISH = ("Usage", "Options", "Commands", "Show", "default", "required", "env var", "TEXT", "INTEGER", "FILE")


@pytest.fixture
def group() -> click.Group:
    """A group with one command that has a parameter of every kind."""

    @click.group(help="查看项目。", epilog="示例：tfdocs programme list", context_settings={"auto_envvar_prefix": "TF"})
    def programme() -> None: ...

    @programme.command(help="把扫描件与 Word 逐字核对。\n\n给出结论。", epilog="示例：\n  tfdocs check a.docx b.pdf")
    @click.argument("word", metavar="WORD")
    @click.option("-o", "--output", type=click.Path(), default="结果", show_default=True, help="输出文件夹。")
    @click.option("-n", "--number", type=click.IntRange(1, 8), required=True, show_envvar=True, help="并行数。")
    @click.option("--ratio", type=float, help="比例。")
    @click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="日期。")
    @click.option("--kind", type=click.Choice(["a", "b"]), help="类别。")
    @click.option("--merged", is_flag=True, help="合并。")
    @click.option("--name", callback=_refuse, expose_value=False, help="名称。")
    def show(**_: object) -> None: ...

    adopted = adopt(programme)
    assert isinstance(adopted, click.Group)
    return adopted


def _refuse(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    if value:
        raise click.BadParameter("名称太长", ctx=ctx, param=param)


def test_help_of_a_group_and_of_what_is_below_it_is_chinese(group: click.Group) -> None:
    for args in (["--help"], ["show", "--help"]):
        said = CliRunner().invoke(group, args).output
        assert said.startswith("用法：")
        assert "显示本帮助并退出。" in said
        assert not [word for word in _ENGLISH if word in said]


def test_help_shows_defaults_ranges_and_what_must_be_given(group: click.Group) -> None:
    said = CliRunner().invoke(group, ["show", "--help"]).output
    assert "[默认：结果]" in said
    assert "[环境变量：TF_SHOW_NUMBER；1<=x<=8；必填]" in "".join(line.strip() for line in said.splitlines())
    assert "用法：programme show [选项] WORD" in said


def test_an_example_stays_on_its_line(group: click.Group) -> None:
    said = CliRunner().invoke(group, ["show", "--help"]).output
    assert said.rstrip().endswith("示例：\n  tfdocs check a.docx b.pdf")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["shwo"], "没有命令 shwo，是不是想用 show？"),
        (["show", "--ouput", "1"], "没有选项 --ouput，是不是想用 --output？"),
        (["show", "-n", "2"], "缺少参数 WORD"),
        (["show", "a"], "缺少选项 --number"),
        (["show", "a", "-n"], "选项 -n 的写法不对：它后面要跟一个值"),
        (["show", "a", "-n", "1", "--merged=1"], "选项 --merged 的写法不对：它后面不带值"),
        (["show", "a", "-n", "9"], "选项 --number 不合要求：要填不小于 1、不大于 8 的整数"),
        (["show", "a", "-n", "x"], "选项 --number 不合要求：要填不小于 1、不大于 8 的整数"),
        (["show", "a", "-n", "1", "--ratio", "x"], "选项 --ratio 不合要求：要填数"),
        (["show", "a", "-n", "1", "--day", "x"], "选项 --day 不合要求：要填日期"),
        (["show", "a", "-n", "1", "--kind", "c"], "选项 --kind 不合要求：只能是 a、b"),
        (["show", "a", "b", "-n", "1"], "多余的参数：b"),
        (["show", "a", "-n", "1", "--name", "x"], "选项 --name 不合要求：名称太长"),
    ],
)
def test_each_way_to_misuse_a_command_is_named_in_chinese(group: click.Group, args: list[str], said: str) -> None:
    with pytest.raises(click.UsageError) as caught:
        group.main(args, standalone_mode=False)
    assert usage_message(caught.value) == said


def test_adopting_twice_changes_nothing(group: click.Group) -> None:
    once = CliRunner().invoke(group, ["show", "--help"]).output
    assert CliRunner().invoke(adopt(group), ["show", "--help"]).output == once


@given(st.text(alphabet="申报书，。（）“”a b1-", max_size=200), st.integers(10, 60))
def test_wrapping_loses_nothing_and_keeps_to_the_width(text: str, columns: int) -> None:
    """Only white space goes; a line is longer than asked only for a word that is, or for closing punctuation."""
    lines = wrap(text, columns)
    assert "".join("".join(lines).split()) == "".join(text.split())
    for line in lines:
        stripped = line.rstrip("，。）”")
        assert width(stripped) <= columns or " " not in stripped
        assert not lines.index(line) or line[0] not in "，。）”"


@pytest.mark.parametrize(("text", "columns"), [("", 0), ("abc", 3), ("申报书", 6), ("“甲”", 6), ("e\u0301", 1)])
def test_full_width_characters_take_two_columns(text: str, columns: int) -> None:
    assert width(text) == columns
