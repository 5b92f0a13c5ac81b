"""One drawn pair for all tests of the report; it is only read."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tfdocs.model.comparison import Checked

# The sample is a module beside the tests, which pytest does not put on the path by itself.
sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Checked:
    """A pair with every kind of difference, on pages turned by 0, 90 and 180 degrees."""
    import checked_sample

    return checked_sample.build(Path(tmp_path_factory.mktemp("pair")))
