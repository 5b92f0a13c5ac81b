"""A call in a process of its own, with a time limit that holds in native code and a memory limit.

``isolated(call)`` runs in whatever thread or process an executor puts it: each thread keeps one child process, and
replaces it when it has died. So a thread pool of n threads is a pool of n processes of which one may die without the
others noticing (``concurrent.futures.ProcessPoolExecutor`` breaks as a whole), and a Dask worker gets the same limits.
Children are started as programs, not by ``multiprocessing``: a Dask worker is daemonic and may not have such children,
and a script that uses tfdocs needs no ``if __name__ == "__main__"``.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import psutil

from tfdocs.errors import EngineFailed, EngineTimeout, reason
from tfdocs.jobs.intake.frames import read_frame, write_frame

START_SECONDS = 180.0  # for a child to start and import; 2 s on an idle machine
_LOOK = 0.05  # seconds between two looks at a child's memory
_MB = 2**20


class WorkerDied(EngineFailed):
    """The process that ran a call ended in the middle of it: killed, or crashed in native code."""


class WorkerNotStarted(EngineFailed):
    """No process could be started to run a call: the machine's fault, not the call's."""


class MemoryExceeded(WorkerDied):
    """The process that ran a call took more memory than allowed and was ended."""


@dataclass(frozen=True)
class Call:
    """A function of a module, its argument (both can be pickled), and what it may take."""

    function: Callable[[Any], Any]
    argument: Any
    seconds: float
    megabytes: int
    preload: tuple[str, ...] = ()  # modules to import when a child starts, outside of the time limit

    def __call__(self) -> Any:
        return self.function(self.argument)


def directly(call: Call) -> Any:
    """Run ``call`` here, without limits."""
    return call()


def isolated(call: Call) -> Any:
    """Run ``call`` in this thread's child process.

    Raises what the call raises if it is one of ours, ``EngineTimeout`` past its seconds, ``MemoryExceeded`` past its
    memory, ``WorkerDied`` when the process dies.
    """
    worker: Worker | None = getattr(_mine, "worker", None)
    if worker is not None and not worker.alive:
        worker.end()
        worker = None
    if worker is None:
        worker = _mine.worker = Worker(call.preload)
    return worker.run(call)


_mine = threading.local()
_workers: weakref.WeakSet[Worker] = weakref.WeakSet()
_workers_lock = threading.Lock()


def end_workers(*, idle_only: bool = False) -> None:
    """End every child of this process, or those that have nothing to do."""
    with _workers_lock:
        workers = [w for w in _workers if not (idle_only and w.busy)]
    for worker in workers:
        worker.end()


class Worker:
    """One child process. Not for two threads at once."""

    def __init__(self, preload: tuple[str, ...] = ()) -> None:
        try:
            self._process = subprocess.Popen(
                # -P: the folder a person happens to work in may hold a tfdocs or a numpy of somebody's making
                [sys.executable, "-P", "-m", "tfdocs.jobs.intake.child"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=_environment(),
                start_new_session=os.name == "posix",  # Ctrl-C is for the parent, which ends its children itself
                creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
            )
        except OSError as error:
            raise WorkerNotStarted(f"读取进程启动不起来（{reason(error)}）") from error
        self.busy = True
        with _workers_lock:
            _workers.add(self)
        self._answers: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        assert self._process.stdin is not None and self._process.stdout is not None
        self._requests: IO[bytes] = self._process.stdin
        weakref.finalize(self, _discard, self._process)  # a thread that ends leaves its child behind
        threading.Thread(target=_hear, args=(self._process.stdout, self._answers), daemon=True).start()
        try:
            self._send(pickle.dumps(preload))
            hello = self._answers.get(timeout=START_SECONDS)
        except queue.Empty:
            hello = None
        if hello is None:
            self.end()
            raise WorkerNotStarted(
                "读取进程启动不起来", hint="请检查内存和安装（tfdocs doctor），再次运行同一命令即可接着做。"
            )
        self.busy = False

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    @property
    def pid(self) -> int:
        return self._process.pid

    def run(self, call: Call) -> Any:
        """As ``isolated``."""
        self.busy = True
        try:
            return self._run(call)
        finally:
            self.busy = False

    def _run(self, call: Call) -> Any:
        deadline = time.monotonic() + call.seconds
        self._send(pickle.dumps(call, pickle.HIGHEST_PROTOCOL))
        try:
            process = psutil.Process(self.pid)
        except psutil.Error:
            process = None  # gone already: the empty answer will say so
        while True:
            try:
                frame = self._answers.get(timeout=_LOOK)
            except queue.Empty:
                if time.monotonic() > deadline:
                    self.end()
                    raise EngineTimeout(f"超过 {call.seconds:g} 秒没有完成，已停止") from None
                if process is not None and _resident(process) > call.megabytes * _MB:
                    self.end()
                    raise MemoryExceeded(f"占用内存超过 {call.megabytes} MB，已停止") from None
                continue
            if frame is None:
                self.end()
                raise WorkerDied(f"读取进程异常结束（{_cause(self._process.returncode)}）")
            done, value = pickle.loads(frame)
            if done:
                return value
            raise value

    def _send(self, frame: bytes) -> None:
        # a child that has died is noticed by its empty answer
        with contextlib.suppress(OSError, ValueError):
            write_frame(self._requests, frame)

    def end(self) -> None:
        """Kill the child and what it has started (LibreOffice)."""
        try:
            started = psutil.Process(self.pid).children(recursive=True) if self.alive else []
        except psutil.Error:
            started = []
        self._process.kill()
        for process in started:
            with contextlib.suppress(psutil.Error):
                process.kill()
        self._process.wait()
        with contextlib.suppress(OSError):
            self._requests.close()
        with _workers_lock:
            _workers.discard(self)


def _discard(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    if process.stdin is not None:
        with contextlib.suppress(OSError):
            process.stdin.close()


def _hear(stream: IO[bytes], answers: queue.SimpleQueue[bytes | None]) -> None:
    with stream:
        while True:
            try:
                answers.put(read_frame(stream))
            except (OSError, EOFError, ValueError):
                answers.put(None)
                return


def _resident(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.Error:
        return 0  # it has just died; the empty answer follows


def _cause(code: int | None) -> str:
    if code is None:
        return "原因不明"
    return f"信号 {-code}" if code < 0 else f"代码 {code}"


def _environment() -> dict[str, str]:
    """The parent's, with one recogniser thread: n workers of one thread beat one worker of n."""
    package_parent = str(Path(__file__).parents[3])
    paths = [p for p in os.environ.get("PYTHONPATH", "").split(os.pathsep) if p]
    if package_parent not in paths:
        paths.append(package_parent)  # run from a source tree that is not installed
    return {
        **os.environ,
        "TFDOCS_OCR_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "OPENCV_FOR_THREADS_NUM": "1",
        "PYTHONUTF8": "1",
        "PYTHONPATH": os.pathsep.join(paths),
    }
