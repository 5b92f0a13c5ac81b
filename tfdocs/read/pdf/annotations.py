"""Annotations."""

from dataclasses import dataclass, field

from tfdocs.model.document import Finding


@dataclass(slots=True)
class Marks:
    findings: list[Finding] = field(default_factory=list)


def merge_annotations() -> None: ...
