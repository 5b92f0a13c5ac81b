"""Every error that tfdocs raises on purpose: one tree, each class with its exit code.

It must not know anything of the rest of the package.

``TfdocsError`` (70, a fault of tfdocs itself)
    * ``InputError`` (3)
        * ``InputMissing``: no such file, or a folder where a file is wanted
        * ``InputDamaged``: empty, truncated, or not what its name says
        * ``InputRefused``: readable but not acceptable (too large, a bomb, the wrong kind)
        * ``DataInvalid``: a form whose data fails validation; carries every fault
    * ``InputEncrypted`` (4)
    * ``TemplateFault`` (5), ``ProgrammeFault`` (5)
    * ``ComponentMissing`` (6)
    * ``EngineFailed`` (7)
        * ``EngineTimeout``
    * ``OutputFailed`` (8)

Exit codes are those of the command line's contract; 2 and 130 belong to the command-line library,
10, 11 and 12 are results and no errors.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

__all__ = [
    "ComponentMissing",
    "DataInvalid",
    "EngineFailed",
    "EngineTimeout",
    "InputDamaged",
    "InputEncrypted",
    "InputError",
    "InputMissing",
    "InputRefused",
    "OutputFailed",
    "ProgrammeFault",
    "TemplateFault",
    "TfdocsError",
]


def _rebuild(kind: type[TfdocsError], state: tuple[str, str, str, tuple[Any, ...]]) -> TfdocsError:
    what, where, hint, faults = state
    return kind(what, where=where, hint=hint, faults=faults)


class TfdocsError(Exception):
    """A fault with its place and its remedy, all in Chinese because the user reads them.

    ``what`` says what is wrong, ``where`` names the file and the place in it ("" when there is none),
    ``hint`` says what to do, ``faults`` carries single faults (``tfdocs.model.fault.Fault``) when there are several.
    Survives pickling, so that a worker process can hand it back.
    """

    exit_code: ClassVar[int] = 70

    def __init__(self, what: str, *, where: str = "", hint: str = "", faults: Sequence[Any] = ()) -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.hint = hint
        self.faults = tuple(faults)

    def __str__(self) -> str:
        head = f"{self.where}：{self.what}" if self.where else self.what
        return f"{head}\n{self.hint}" if self.hint else head

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), (self.what, self.where, self.hint, self.faults))


class InputError(TfdocsError):
    """The input is missing, unreadable, damaged or not acceptable."""

    exit_code = 3


class InputMissing(InputError):
    """There is no such file, or it is a folder."""


class InputDamaged(InputError):
    """The file is empty, cut short, or not of the kind it is given as."""


class InputRefused(InputError):
    """The file can be read but will not be: too large, hostile, or of a kind that is not taken here."""


class DataInvalid(InputError):
    """A filled form fails validation; ``faults`` holds every one of them."""


class InputEncrypted(TfdocsError):
    """The input asks for a password."""

    exit_code = 4


class TemplateFault(TfdocsError):
    """A Word template is at fault."""

    exit_code = 5


class ProgrammeFault(TfdocsError):
    """A programme folder is at fault, or there is no programme of that name."""

    exit_code = 5


class ComponentMissing(TfdocsError):
    """An optional component (LibreOffice, Tesseract, a model) is needed and not installed."""

    exit_code = 6


class EngineFailed(TfdocsError):
    """An OCR engine or a conversion failed."""

    exit_code = 7


class EngineTimeout(EngineFailed):
    """An engine or a conversion ran past its time limit and was ended."""


class OutputFailed(TfdocsError):
    """A result cannot be written."""

    exit_code = 8
