"""The local workers: a pool of processes, one recogniser thread each (two workers of one thread beat one of two)."""

from __future__ import annotations

import atexit
import gc
import multiprocessing
import os
import sys
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager


def _begin_work() -> None:
    # a page is thousands of small objects without a cycle among them: looking for one took a twentieth of the time
    gc.set_threshold(100_000, 20, 100)
    atexit.register(gc.freeze)  # nor for cycles among what goes with the process
    os.environ["TFDOCS_OCR_THREADS"] = "1"
    os.environ["OMP_NUM_THREADS"] = "1"
    # OpenCV's threads wait busily and are in the other workers' way: a thirtieth of a check's processor time, three
    # times the changes of process, and with other work on the machine a tenth on the clock
    os.environ["OPENCV_FOR_THREADS_NUM"] = "1"


# For glibc, which other systems pass over: a worker keeps the memory that it will ask for again, in large pages. What a
# scan's pictures and tables lie in came and went by 4 KB, 4,000 times for each page read: a twentieth of its time (six
# runs each way by turns, 0.91 and 0.86 s), at the same peak. A process reads it when it begins.
_ALLOCATOR = (
    "GLIBC_TUNABLES",
    "glibc.malloc.hugetlb=1:glibc.malloc.mmap_threshold=33554432:glibc.malloc.trim_threshold=268435456",
)


@contextmanager
def _allocator() -> Iterator[None]:
    """Processes begun meanwhile keep memory as workers should; whatever the user has set stays."""
    name, value = _ALLOCATOR
    if sys.platform != "linux" or name in os.environ:
        yield
        return
    os.environ[name] = value
    try:
        yield
    finally:
        os.environ.pop(name, None)


def send_for(pool: Executor, count: int, *, text: bool = False) -> None:
    """Have ``count`` workers of ``pool`` started and loaded now, and not when the first page is handed out.

    ``text``: without the models that only scans need. What goes wrong with that is not asked for: it would go wrong
    again, and be told, with the first page.
    """
    for _ in range(count):
        pool.submit(_load_reader if text else _load)


def _load_reader() -> None:
    from tfdocs.read.pdf import reader  # noqa: F401 (what tasks need)


def _load() -> None:
    from tfdocs.read.ocr.page import load_models
    from tfdocs.read.pdf import reader  # noqa: F401 (what tasks need)

    load_models()


def cores() -> int:
    """Cores this process may use."""
    counted = getattr(os, "process_cpu_count", None) or os.cpu_count
    return max(1, counted() or 1)


@contextmanager
def local_pool(workers: int | None = None, most: int | None = None) -> Iterator[Executor | None]:
    """A pool of ``workers`` processes (default: the cores); None, which means “in this process”, for one worker.

    ``most``: how many of them there is work for beside what this process does itself.
    Processes are spawned, not forked: PDFium and ONNX Runtime hold threads and locks that a fork would copy half-way.
    """
    count = workers or cores()
    if count <= 1:
        yield None
        return
    context = multiprocessing.get_context("spawn")
    others = set(multiprocessing.active_children())
    with (
        _allocator(),
        ProcessPoolExecutor(min(count, most or count), mp_context=context, initializer=_begin_work) as pool,
    ):
        try:
            yield pool
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            # an error must not wait for half a book that nobody will ask for
            for process in set(multiprocessing.active_children()) - others:
                process.terminate()
            raise
