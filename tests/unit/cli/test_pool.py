"""The local workers: what goes wrong here ends them, whatever they are at."""

from __future__ import annotations

import os
import sys
import time

import pytest

from tfdocs.jobs.pool import local_pool


def test_an_error_does_not_wait_for_what_the_workers_still_do() -> None:
    begun = time.monotonic()
    with pytest.raises(ZeroDivisionError), local_pool(2) as pool:
        assert pool is not None
        busy = pool.submit(time.sleep, 120)
        while not busy.running():
            time.sleep(0.01)
        raise ZeroDivisionError
    assert time.monotonic() - begun < 60


def test_no_more_workers_are_begun_than_there_is_work_for() -> None:
    with local_pool(3, most=1) as pool:
        assert pool is not None
        assert len(set(pool.map(_process, range(8)))) == 1


def test_a_worker_works_in_one_thread() -> None:
    """As many workers as cores would otherwise be in each other's way."""
    with local_pool(2, most=1) as pool:
        assert pool is not None
        assert pool.submit(_threads_for_pictures).result() == 1


@pytest.mark.skipif(sys.platform != "linux", reason="glibc's")
@pytest.mark.parametrize("own", [None, "glibc.malloc.perturb=0"])
def test_a_worker_keeps_its_memory_and_the_users_own_setting_stays(
    own: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And nothing is set any more when the workers are gone."""
    if own is None:
        monkeypatch.delenv("GLIBC_TUNABLES", raising=False)
    else:
        monkeypatch.setenv("GLIBC_TUNABLES", own)
    with local_pool(2, most=1) as pool:
        assert pool is not None
        told = pool.submit(_allocator).result()
    assert told == own if own is not None else "hugetlb" in str(told)
    assert os.environ.get("GLIBC_TUNABLES") == own


def test_one_worker_is_this_process() -> None:
    with local_pool(1, most=1) as pool:
        assert pool is None


def _process(_: int) -> int:
    return os.getpid()


def _allocator() -> str | None:
    return os.environ.get("GLIBC_TUNABLES")


def _threads_for_pictures() -> int:
    import cv2

    return int(cv2.getNumThreads())
