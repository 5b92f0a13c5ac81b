"""Of some hundreds of edits at random none is passed over, and nothing is certain of a paper without one."""

from __future__ import annotations

import pytest

from benchmarks import one_edit


@pytest.mark.parametrize("seed", [1, 2])
def test_none_of_a_few_hundred_edits_is_passed_over(seed: int, capsys: pytest.CaptureFixture[str]) -> None:
    ended = one_edit.main(["--seed", str(seed), "--count", "250"])
    assert ended == 0, capsys.readouterr().out
