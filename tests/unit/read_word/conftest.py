"""Puts the builder of Word files and the table of constructs, modules beside the tests, on the path."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
