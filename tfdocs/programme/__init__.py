"""Programmes as data: find, load and check the folder of a programme. No programme is named in the code."""

from tfdocs.programme.checking import check
from tfdocs.programme.listing import ProgrammeSummary, available, shipped
from tfdocs.programme.loading import find, load

__all__ = ["ProgrammeSummary", "available", "check", "find", "load", "shipped"]
