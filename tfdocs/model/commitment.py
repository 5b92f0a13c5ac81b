"""What a text promises or demands, item by item, each grounded in its words. JSON form: ``tfdocs.commitments/1``."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_serializer

from tfdocs.model.comparison import Coordinates


class Modality(StrEnum):
    PROMISE = "promise"  # to be done, or demanded
    PAST = "past"  # done already
    OTHER = "other"  # merely mentioned


class CommitmentKind(StrEnum):
    QUANTITY = "quantity"
    RATE = "rate"
    RANK = "rank"
    MONEY = "money"
    DEADLINE = "deadline"
    DURATION = "duration"


class Comparator(StrEnum):
    AT_LEAST = ">="
    MORE = ">"
    AT_MOST = "<="
    LESS = "<"
    EQUAL = "="
    ABOUT = "~"
    BETWEEN = "between"


class Status(StrEnum):
    MET = "met"
    BELOW = "below"
    UNCLEAR = "unclear"


class _Stored(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Grounding(_Stored):
    """A verbatim piece of the source's text and its place there (offsets in characters)."""

    text: str = Field(min_length=1)
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    paragraph: int | None = None
    page: int | None = None
    boxes: list[Coordinates] = []
    digits: list[float] = []  # scans: how surely each digit of the value was read, 0 to 1, in their order


class Answer(_Stored):
    """The requirement of the programme that a commitment answers, and how."""

    id: str
    required: str  # ">=20篇"
    status: Status


class Commitment(_Stored):
    """``value`` is a Decimal, or an ISO date for a deadline; 万 and 亿 are multiplied out, a rate of 90% is 90."""

    id: str
    modality: Modality
    kind: CommitmentKind
    action: str | None
    object: str | None
    comparator: Comparator
    value: Decimal | str
    value_max: Decimal | str | None = None
    unit: str
    per: str | None = None
    evidence: Grounding
    requirement: Answer | None = None
    note: str = ""
    # it rests on a digit that was not surely read (``evidence.digits``), or the text does not tell whether it is
    # promised or done; ``note`` says which
    uncertain: bool = False

    @field_serializer("value", "value_max")
    def _plain(self, value: Decimal | str | None) -> str | None:
        if isinstance(value, Decimal):
            text = format(value, "f")
            return text.rstrip("0").rstrip(".") if "." in text else text
        return value


class MissingRequirement(_Stored):
    requirement: str
    required: str
    name: str = ""


class Conflict(_Stored):
    commitments: list[str] = Field(min_length=2)
    message: str


class SourceInfo(_Stored):
    name: str
    sha256: str
    kind: Literal["docx", "pdf", "txt"]


class CommitmentReport(_Stored):
    schema_: Literal["tfdocs.commitments/1"] = Field(default="tfdocs.commitments/1", alias="schema")
    source: SourceInfo
    commitments: list[Commitment]
    missing: list[MissingRequirement] = []
    conflicts: list[Conflict] = []
