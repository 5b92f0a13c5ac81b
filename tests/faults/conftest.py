"""Puts the builder of Word files on the path; it stands with the tests of the Word reader."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "unit" / "read_word"))
