"""Lets golden tests import ``benchmarks`` and ``samples`` of the checkout, whatever way tfdocs is installed."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
# At the end: an installed tfdocs must not be shadowed by the checkout's.
if str(ROOT) not in sys.path:
    sys.path.append(str(ROOT))
