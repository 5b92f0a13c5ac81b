"""A guide as it is being read: each value with the sentence it was read from, and what cuts a text into such sentences."""

# ruff: noqa: E501  (a pattern stays on one line)

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from tfdocs.model.commitment import Commitment
from tfdocs.programme.drafting.outline import Section


@dataclass(frozen=True, slots=True)
class Known:
    """A value with the guide's sentence it was read from, and what a person must decide, "" for nothing."""

    value: str | int | Decimal | date
    sentence: str = ""
    doubt: str = ""


@dataclass(slots=True)
class CategoryDraft:
    name: str
    section: Section
    quota: Known | None = None
    grant: Known | None = None
    start: Known | None = None
    end: Known | None = None
    applicants: list[Known] = field(default_factory=list)
    qualifications: list[Known] = field(default_factory=list)
    selection: Known | None = None
    core_task: Known | None = None
    tasks: list[Section] = field(default_factory=list)
    demands: list[tuple[Commitment, str, str]] = field(default_factory=list)  # item, heading, doubt


@dataclass(slots=True)
class GuideDraft:
    title: str
    guide: str
    year: int
    text: str
    root: Section
    categories: list[CategoryDraft]


_NUMBER = re.compile(
    r"^\s*(?:第[一二三四五六七八九十百\d]{1,4}[章节条][\s　]*|[（(]?[一二三四五六七八九十\d]{1,2}[）)、．.](?!\d)\s*)"
)


def without_number(sentence: str) -> str:
    """A sentence without the number of its paragraph: （一）…, 第三条　…"""
    return _NUMBER.sub("", sentence)


def sentence_at(text: str, start: int, end: int) -> str:
    """The sentence of ``text`` that holds ``text[start:end]``, on one line, without its number."""
    left = max(text.rfind(c, 0, start) for c in "。\n；") + 1
    right = min((i for c in "。\n；" if (i := text.find(c, end)) >= 0), default=len(text))
    return re.sub(r"[\n\r\t]+", " ", text[left:right]).strip()


_KEY = re.compile(  # label：value at the start of a line or sentence
    r"(?:^|\n|(?<=。))[ 　\t]*(?:[（(]?[一二三四五六七八九十\d]{1,2}[）)、．.]\s?)?(?P<key>[\u4e00-\u9fff]{2,8})[：:](?P<value>[^\n]+)"
)


def labelled(text: str, section: Section) -> list[tuple[str, str, int]]:
    """Label, value and the value's offset of each “label：value” of a section, also where a heading is the label."""
    out = [(m["key"], m["value"].strip(), m.start("value")) for m in _KEY.finditer(text, section.start, section.end)]
    for child in section.walk():
        if child is not section and not child.children and 2 <= len(child.title) <= 10:
            out.append((child.title, text[child.body : child.end].strip(), child.body))
    return out
