"""Dates as Chinese texts write them: 2023年12月31日, 2023.12.31, 二〇二三年…, 2024年1月底, 6月中旬, 第三季度.

It knows the calendar and nothing of what happens on a day.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tfdocs.text import numerals

__all__ = ["DateSpan", "Precision", "format_chinese", "parse", "scan"]


class Precision(StrEnum):
    DAY = "day"
    PART = "part"  # 上旬, 中旬, 下旬, 月初, 月底
    MONTH = "month"
    QUARTER = "quarter"  # also 上半年, 下半年
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A date found in a text, ``text[start:end]``: the days from ``first`` to ``last`` that its words may mean."""

    start: int
    end: int
    first: date
    last: date
    precision: Precision
    year_stated: bool = True


_Y = r"(?:(?P<y>[12１２][0-9０-９]{3})|(?P<yh>[一二][〇○零一二三四五六七八九]{3}))"
_N = r"[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3}|[廿卅][一二三四五六七八九]?"
_SEP = r"\s?[-—–./．／]\s?"
_BY_NUMBER = re.compile(
    rf"(?<![0-9０-９.．/-]){_Y}{_SEP}(?P<m>[0-9０-９]{{1,2}}){_SEP}(?P<d>[0-9０-９]{{1,2}})(?![0-9０-９])"
)
_YEAR = rf"{_Y}\s?年(?:度)?"
_MONTH = rf"(?P<m>{_N})\s?月(?:份)?"
_PART = r"(?P<part>上旬|中旬|下旬|初|中(?=前|之前|以前)|底|末)"
_DAY = rf"(?P<d>{_N})\s?[日号]"
_BY_WORDS = re.compile(
    rf"{_YEAR}\s?(?:{_MONTH}\s?(?:{_DAY}|{_PART})?|第?(?P<q>[一二三四1234])季度(?P<qp>初|末|底)?|(?P<h>[上下])半年|(?P<ye>初|[底末]))?"
)
_NO_YEAR = re.compile(
    rf"(?<![0-9０-９一二三四五六七八九十])(?:{_MONTH}\s?(?:{_DAY}|{_PART})|第?(?P<q>[一二三四1234])季度(?P<qp>初|末|底)?前?)"
)
_NAMED_YEAR = re.compile(r"(?P<ref>本年度?|今年|当年|明年|次年|去年|上年|年[底末](?=前|之前|以前))")


def _last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _number(text: str) -> int:
    return int(numerals.parse(text))


def _year(m: re.Match[str]) -> int | None:
    groups = m.groupdict()
    found = groups.get("y") or groups.get("yh")
    return _number(found) if found else None


def _month_part(year: int, month: int, part: str) -> tuple[date, date]:
    last = _last_day(year, month)
    return {
        "上旬": (date(year, month, 1), date(year, month, 10)),
        "初": (date(year, month, 1), date(year, month, 10)),
        "中旬": (date(year, month, 11), date(year, month, 20)),
        "中": (date(year, month, 11), date(year, month, 20)),
        "下旬": (date(year, month, 21), last),
        "底": (last, last),
        "末": (last, last),
    }[part]


def _span(m: re.Match[str], year: int, stated: bool) -> DateSpan | None:
    g = m.groupdict()
    start, end = m.span()
    try:
        if g.get("m"):
            month = _number(g["m"])
            if g.get("d"):
                day = date(year, month, _number(g["d"]))
                return DateSpan(start, end, day, day, Precision.DAY, stated)
            if g.get("part"):
                first, last = _month_part(year, month, g["part"])
                return DateSpan(start, end, first, last, Precision.PART, stated)
            return DateSpan(start, end, date(year, month, 1), _last_day(year, month), Precision.MONTH, stated)
        if g.get("q"):
            quarter = _number(g["q"])
            first, last = date(year, quarter * 3 - 2, 1), _last_day(year, quarter * 3)
            return DateSpan(start, end, first, last, Precision.QUARTER, stated)
        if g.get("h"):
            first, last = (
                (date(year, 1, 1), date(year, 6, 30)) if g["h"] == "上" else (date(year, 7, 1), date(year, 12, 31))
            )
            return DateSpan(start, end, first, last, Precision.QUARTER, stated)
        if g.get("ye"):
            first, last = _month_part(year, 1 if g["ye"] == "初" else 12, g["ye"])
            return DateSpan(start, end, first, last, Precision.PART, stated)
        return DateSpan(start, end, date(year, 1, 1), date(year, 12, 31), Precision.YEAR, stated)
    except ValueError:  # 13月, 2月30日: not a date, whatever it looks like
        return None


def scan(text: str, start: int = 0, *, year: int | None = None) -> DateSpan | None:
    """The date that begins exactly at ``start``, as long as it goes; ``None`` when there is none.

    ``year`` completes dates that name none (6月中旬); without it they are not found. The span does not include a
    following 前.
    """
    for pattern in (_BY_NUMBER, _BY_WORDS):
        if m := pattern.match(text, start):
            stated = _year(m)
            if stated is not None and (found := _span(m, stated, True)):
                return found
    if year is not None and (m := _NO_YEAR.match(text, start)) and (found := _span(m, year, False)):
        if text[found.end - 1] == "前":
            found = DateSpan(start, found.end - 1, found.first, found.last, found.precision, False)
        return found
    if year is not None and (m := _NAMED_YEAR.match(text, start)):
        shift = {"明": 1, "次": 1, "去": -1, "上": -1}.get(m["ref"][0], 0)
        end = m.end()
        if rest := _NO_YEAR.match(text, end):
            found = _span(rest, year + shift, False)
            if found:
                return DateSpan(start, found.end, found.first, found.last, found.precision, False)
        if tail := re.compile("年?[底末]").match(text, end):
            end = tail.end()
        elif m["ref"][-1] not in "底末":
            return DateSpan(start, end, date(year + shift, 1, 1), date(year + shift, 12, 31), Precision.YEAR, False)
        day = date(year + shift, 12, 31)
        return DateSpan(start, end, day, day, Precision.PART, False)
    return None


def parse(text: str, *, year: int | None = None) -> date:
    """The day that ``text`` names; of a month, a ten-day part, a quarter or a year the last (1月底 is the 31st).

    A trailing 前, 之前, 以前 or 止 is allowed. ``year`` completes a date that names none. ``ValueError`` when ``text``
    is no date, or has no year and none is given.
    """
    stripped = text.strip()
    found = scan(stripped, 0, year=year)
    if found is None or stripped[found.end :].strip() not in ("", "前", "之前", "以前", "止"):
        raise ValueError(f"不是日期：{text}")
    return found.last


def format_chinese(day: date) -> str:
    """2023年7月3日: figures without leading zeros, as GB/T 9704-2012 (7.3.5.4) and GB/T 15835-2011 ask."""
    return f"{day.year}年{day.month}月{day.day}日"
