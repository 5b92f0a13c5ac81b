"""tfdocs: the paper of a public programme.

The commands of the command line as functions. Each is loaded on first use, so that importing tfdocs is cheap.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from tfdocs.errors import TfdocsError as TfdocsError

# name in this module -> module that defines it under the same name
_PUBLIC = {
    "TfdocsError": "tfdocs.errors",
    "read_document": "tfdocs.read.source",
    "agreement": "tfdocs.jobs.making",
    "notice": "tfdocs.jobs.making",
    "check_template": "tfdocs.jobs.making",
    "draft": "tfdocs.jobs.making",
    "form": "tfdocs.jobs.making",
    "check": "tfdocs.jobs.checking",
    "intake": "tfdocs.jobs.intake.job",
    "extract": "tfdocs.jobs.extracting",
}

__all__ = [*sorted(_PUBLIC), "__version__"]


def __getattr__(name: str) -> Any:
    if name in _PUBLIC:
        return getattr(import_module(_PUBLIC[name]), name)
    raise AttributeError(f"module 'tfdocs' has no attribute {name!r}")
