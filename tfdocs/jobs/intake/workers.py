"""Where calls are run: in this process, in local processes, or on a Dask cluster. One door, ``concurrent.futures``."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import psutil

import tfdocs
from tfdocs.errors import ComponentMissing, EngineFailed
from tfdocs.jobs.intake.isolation import Call, directly, end_workers, isolated
from tfdocs.jobs.pool import cores

# What a worker may take. An A4 page at 300 dpi needs 0.6 GB; the largest that is drawn (40 million pixels) 1.5 GB.
_LEAST_MB, _MOST_MB = 1_024, 4_096
_SHARE = 0.8  # of the machine's memory, for all workers together
_CLUSTER_SECONDS = 30.0  # to connect to a scheduler


@dataclass(frozen=True)
class Workers:
    """An executor and how to use it. ``size`` is how many calls it runs at once."""

    executor: Executor
    size: int
    run: Callable[[Call], Any]  # ``directly`` or ``isolated``
    megabytes: int
    alive: Callable[[], bool] = lambda: True  # False: nobody is left to run anything

    def submit(self, call: Call) -> Future[Any]:
        """Run ``call`` some time; raises as ``isolated``."""
        return self.executor.submit(self.run, call)


class InProcess(Executor):
    """Runs each call at once in the calling thread. No limit holds; for debugging and for tests."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


def default_megabytes(workers: int) -> int:
    """Memory for each of ``workers``: a share of the machine's, within bounds."""
    share = psutil.virtual_memory().total * _SHARE / max(1, workers) / 2**20
    return int(min(_MOST_MB, max(_LEAST_MB, share)))


@contextmanager
def in_process() -> Iterator[Workers]:
    """This process does everything."""
    yield Workers(InProcess(), 1, directly, _MOST_MB)


@contextmanager
def local(count: int | None = None, megabytes: int | None = None) -> Iterator[Workers]:
    """``count`` processes on this machine (default: the cores). A thread each, which keeps a child process."""
    size = count or cores()
    pool = ThreadPoolExecutor(size, thread_name_prefix="tfdocs-intake")
    try:
        yield Workers(pool, size, isolated, megabytes or default_megabytes(size))
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        end_workers()
        pool.shutdown(wait=True)
        end_workers()  # one that a thread had just started


@contextmanager
def given(executor: Executor, size: int, megabytes: int | None = None) -> Iterator[Workers]:
    """An executor from outside, which is never shut down. Each of its threads keeps a child process."""
    try:
        yield Workers(executor, size, isolated, megabytes or default_megabytes(size))
    finally:
        end_workers(idle_only=True)  # those of another intake may be at work


@contextmanager
def cluster(address: str, megabytes: int | None = None) -> Iterator[Workers]:
    """An existing Dask cluster. Its machines must have the same tfdocs and see the same folders.

    Raises ``ComponentMissing`` without the extra ``cluster``, ``EngineFailed`` when the scheduler cannot be reached,
    has no workers, or they have another version.
    """
    try:
        distributed: Any = import_module("distributed")
    except ImportError as error:
        raise ComponentMissing("没有安装集群组件", hint='请安装：pip install "tfdocs[cluster]"') from error
    try:
        client = distributed.Client(address, timeout=_CLUSTER_SECONDS, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise EngineFailed(
            "连不上集群的调度程序", where=address, hint="请检查地址（形如 tcp://主机:8786）和网络。"
        ) from error
    try:
        threads = client.nthreads()
        if not threads:
            raise EngineFailed("集群里没有工作进程", where=address, hint="请先启动 dask worker。")
        versions = client.run(_version, on_error="return")
        wrong = sorted(w for w, v in versions.items() if v != tfdocs.__version__)
        if wrong:
            raise EngineFailed(
                f"有 {len(wrong)} 个工作进程没有安装 tfdocs {tfdocs.__version__}",
                where=wrong[0],
                hint="请在每台机器上安装同一版本。",
            )
        size = sum(threads.values())
        executor = client.get_executor(pure=False)
        yield Workers(executor, size, isolated, megabytes or default_megabytes(os.cpu_count() or 1), _alive(client))
    finally:
        client.close(timeout=10)


def _version() -> str:
    """Runs on the cluster."""
    return tfdocs.__version__


def _alive(client: Any) -> Callable[[], bool]:
    def alive() -> bool:
        try:
            return client.status == "running" and bool(client.nthreads())
        except (OSError, ValueError, TimeoutError):
            return False

    return alive
