"""A public programme as data: what its guide fixes, and the forms its applicants fill. No programme is named here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from tfdocs.model.commitment import CommitmentKind, Comparator


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


def recognises(words: Iterable[Iterable[str]], unless: Iterable[str], text: str) -> bool:
    """The rule of ``Indicator.words`` and ``unless``, on a text whose digits and letters are in plain width."""
    if any(word in text for word in unless):
        return False
    return any(all(any(a in text for a in word.split("|")) for word in group) for group in words)


class Indicator(_Data):
    """A quantitative requirement. ``words``: recognised when every word of at least one group occurs near the number;
    a word may offer alternatives with ``|`` (“论文|文章”). ``unless``: words that rule it out."""

    id: str
    name: str
    dimension: str = ""  # the heading of the guide it stands under
    kind: CommitmentKind
    comparator: Comparator
    value: Decimal
    value_max: Decimal | None = None
    unit: str
    units: tuple[str, ...] = ()  # other units that count as the same
    per: str | None = None
    words: tuple[tuple[str, ...], ...] = Field(min_length=1)
    unless: tuple[str, ...] = ()
    source: str  # the guide's own words

    @property
    def required(self) -> str:
        """“>=20篇”, as the reports show it."""
        number = format(self.value.normalize(), "f")
        return f"{self.comparator.value}{number}{self.unit}" + (f"/{self.per}" if self.per else "")

    def recognised_in(self, text: str) -> bool:
        """Whether ``text`` (the words around a number) speaks of this indicator."""
        return recognises(self.words, self.unless, text)


class Category(_Data):
    id: str
    name: str
    quota: int | None = None  # projects to be approved
    grant: Decimal  # yuan a project
    start: date | None = None
    end: date  # last day of the project's period
    applicants: tuple[str, ...]
    qualifications: tuple[str, ...] = ()
    selection: str = ""  # 培育方式
    core_task: str = ""
    tasks: tuple[str, ...] = ()  # the headings of 实施要求
    indicators: tuple[Indicator, ...]


class Exclusion(_Data):
    """A condition under which nobody of these categories may apply."""

    id: str
    text: str
    categories: tuple[str, ...] = ()  # empty: all


class Priority(_Data):
    id: str
    text: str
    categories: tuple[str, ...] = ()


class HandIn(_Data):
    """A document to hand in."""

    name: str
    form: str  # PDF 扫描件, 纸质, Word 电子版
    copies: int = 1
    sealed: bool = False
    channel: str = ""  # platform or address
    deadline: date | None = None


class Event(_Data):
    name: str
    when: str  # the guide's own words
    start: date | None = None
    end: date | None = None
    text: str = ""


class Consequence(_Data):
    condition: str
    consequence: str


class FieldType(StrEnum):
    TEXT = "text"
    LONG_TEXT = "long_text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    MONEY = "money"  # yuan
    DATE = "date"
    PHONE = "phone"
    EMAIL = "email"
    CREDIT_CODE = "credit_code"  # 统一社会信用代码, GB 32100-2015
    CHOICE = "choice"
    YES_NO = "yes_no"


class FormField(_Data):
    """One thing to fill in. ``key`` is the name templates use."""

    key: str
    label: str
    type: FieldType = FieldType.TEXT
    required: bool = True
    choices: tuple[str, ...] = ()
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    max_length: int | None = None
    help: str = ""
    example: str = ""
    expected: str = ""  # for a YES_NO field: the answer that is wanted, "" for either
    sum_of: tuple[str, ...] = ()  # MONEY: equals the sum of these fields; "budget.grant" is a column of a table
    limit: str = ""  # "grant": at most what the category gives; "period": within the category's period
    source: str = ""  # agreement: key of the application's field that it takes over, where that is another


class Layout(StrEnum):
    FIELDS = "fields"  # label and value, one below the other
    ROWS = "rows"  # a table: one field a column
    INDICATORS = "indicators"  # a table with one fixed row for each indicator of the category


class FormSection(_Data):
    """A sheet of the workbook, a mapping or a list of mappings in YAML."""

    key: str
    title: str
    layout: Layout = Layout.FIELDS
    help: str = ""
    fields: tuple[FormField, ...]
    min_rows: int = 0
    max_rows: int = 200


class Form(_Data):
    """``id`` is a category's id, ``agreement`` or ``notice``."""

    id: str
    title: str
    template: str  # file name in the programme's folder
    sections: tuple[FormSection, ...]


class Programme(_Data):
    id: str
    title: str
    year: int
    guide: str  # title of the guide
    organisers: tuple[str, ...]
    association: str  # who answers and signs as 甲方
    platform: str = ""
    platform_url: str = ""
    address: str = ""
    money_rules: tuple[str, ...] = ()
    categories: tuple[Category, ...]
    exclusions: tuple[Exclusion, ...] = ()
    priorities: tuple[Priority, ...] = ()
    hand_in: tuple[HandIn, ...] = ()
    calendar: tuple[Event, ...] = ()
    consequences: tuple[Consequence, ...] = ()
    forms: tuple[Form, ...] = ()
    folder: Path

    def category(self, name: str) -> Category:
        """By id or Chinese name (with or without “培育示范项目”); ``KeyError`` when there is none."""
        for c in self.categories:
            if name in (c.id, c.name) or (c.name.startswith(name) and len(name) >= 4):
                return c
        raise KeyError(name)

    def form(self, name: str) -> Form:
        for f in self.forms:
            if name == f.id:
                return f
        raise KeyError(name)
