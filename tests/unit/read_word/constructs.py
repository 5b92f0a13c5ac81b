"""One small Word file for each construct, with the text its paper shows, paragraph by paragraph."""

from __future__ import annotations

from construct import Construct
from constructs_basic import BASIC
from constructs_drawings import DRAWINGS
from constructs_fields import FIELDS
from constructs_notes import NOTES
from constructs_numbers import NUMBERS
from constructs_tables import TABLES
from constructs_text import TEXT
from wordfiles import docx

__all__ = ["CONSTRUCTS", "Construct", "docx"]

CONSTRUCTS: list[Construct] = [*BASIC, *TEXT, *NUMBERS, *FIELDS, *TABLES, *DRAWINGS, *NOTES]
