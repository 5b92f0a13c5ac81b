"""Calls that are out: sent to the workers, waited for, sent again when the worker was to blame.

A call whose worker dies gets two more tries (no count is kept over runs: of what was out when the machine went down
nobody knows which page was to blame); one that runs into its time limit gets one more. A worker that cannot even be
started costs no call a try. It must not know what a call is for.
"""

from __future__ import annotations

import queue
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from tfdocs.errors import ComponentMissing, EngineFailed, EngineTimeout, InputMissing, OutputFailed, TfdocsError
from tfdocs.jobs.intake.isolation import Call, WorkerDied, WorkerNotStarted
from tfdocs.jobs.intake.journal import Journal
from tfdocs.jobs.intake.steps import Changed
from tfdocs.jobs.intake.workers import Workers

_TRIES_DIED, _TRIES_SLOW = 3, 2
_TRIES_TO_START = 5
_TICK = 0.5
_LONELY_SECONDS = 120.0  # without any worker before a run on a cluster is given up

T = TypeVar("T")


@dataclass(eq=False)
class Errand(Generic[T]):
    """A call with the one whom its answer is for."""

    owner: T
    stage: str
    call: Call
    pair: str = ""  # for the log
    number: int = 0  # of the page
    tries: int = 1
    folder: Path | None = None  # where it writes
    wanted: bool = True  # False: its answer is of no use any more


@dataclass(frozen=True)
class Answer(Generic[T]):
    """What came of an errand: a value, or why there is none and will be none."""

    errand: Errand[T]
    value: Any = None
    error: TfdocsError | None = None


class Errands(Generic[T]):
    """The calls of one run. ``empty`` clears a folder that a call which died has begun to fill."""

    def __init__(self, workers: Workers, journal: Journal, empty: Callable[[Path], None] = lambda folder: None) -> None:
        self._workers, self._journal, self._empty = workers, journal, empty
        self._window = 2 * workers.size + 1  # one ready for each worker, and one more to keep the order
        self._out: dict[Future[Any], Errand[T]] = {}
        self._done: queue.SimpleQueue[Future[Any]] = queue.SimpleQueue()
        self._again: deque[Errand[T]] = deque()
        self._starts_failed = 0  # one after the other
        self._lonely_since: float | None = None

    @property
    def has_room(self) -> bool:
        """Whether another call may go out: however large the folder, no more than a window is on the way."""
        return len(self._out) < self._window

    @property
    def any_out(self) -> bool:
        return bool(self._out)

    @property
    def any_again(self) -> bool:
        """Whether a call waits for another try."""
        return bool(self._again)

    def send(self, errand: Errand[T]) -> None:
        future = self._workers.submit(errand.call)
        self._out[future] = errand
        future.add_done_callback(self._done.put)

    def send_again(self) -> bool:
        """Send the one that has waited longest for another try; False when none does."""
        if not self._again:
            return False
        self.send(self._again.popleft())
        return True

    def forget(self, owner: T) -> None:
        """What ``owner`` has asked for is not wanted any more: no further try; what is out comes back once."""
        self._again = deque(e for e in self._again if e.owner is not owner)
        for errand in self._out.values():
            errand.wanted = errand.wanted and errand.owner is not owner

    def cancel(self) -> None:
        for future in self._out:
            future.cancel()

    def next(self) -> Answer[T] | None:
        """The next answer; None when none came for a while, or a call has to be tried once more.

        Raises ``OutputFailed`` (our disk, which is as full for all the others), ``EngineFailed`` (no workers any more).
        """
        if not self._out:
            return None
        try:
            future = self._done.get(timeout=_TICK)
        except queue.Empty:
            self._look_for_workers()
            return None
        self._lonely_since = None
        errand = self._out.pop(future)
        if not errand.wanted:
            return Answer(errand)
        try:
            value = future.result()
        except CancelledError as error:
            raise EngineFailed("与工作进程的连接断了", hint="请检查集群，再次运行同一命令即可接着做。") from error
        except OutputFailed:
            raise
        except WorkerNotStarted as error:
            self._starts_failed += 1
            if self._starts_failed >= _TRIES_TO_START:
                raise error
            self._again.append(errand)
            return None
        except (EngineTimeout, WorkerDied) as error:
            return self._unlucky(errand, error)
        except TfdocsError as error:
            return Answer(errand, error=error)
        except Exception as error:
            # what an executor from outside says when its worker died (KilledWorker, BrokenExecutor)
            return self._unlucky(errand, WorkerDied(f"工作进程异常结束（{type(error).__name__}）"))
        self._starts_failed = 0
        return Answer(errand, value)

    def _unlucky(self, errand: Errand[T], error: TfdocsError) -> Answer[T] | None:
        """A worker died or ran out of time over this call."""
        most = _TRIES_SLOW if isinstance(error, EngineTimeout) else _TRIES_DIED
        self._journal.write(
            "重试" if errand.tries < most else "放弃", errand.pair, stage=errand.stage, page=errand.number,
            cause=type(error).__name__,
        )  # fmt: skip
        if errand.tries >= most:
            return Answer(errand, error=EngineFailed(f"{error.what}（试了 {most} 次）"))
        errand.tries += 1
        if errand.folder is not None:
            self._empty(errand.folder)
        self._again.append(errand)
        return None

    def _look_for_workers(self) -> None:
        if self._workers.alive():
            self._lonely_since = None
            return
        now = time.monotonic()
        self._lonely_since = self._lonely_since or now
        if now - self._lonely_since > _LONELY_SECONDS:
            raise EngineFailed("集群里没有可用的工作进程了", hint="请启动 dask worker，再次运行同一命令即可接着做。")


def lasting(error: TfdocsError) -> bool:
    """Whether a file that was refused so will be refused again: what is not installed today may be tomorrow."""
    return not isinstance(error, ComponentMissing | InputMissing | Changed)


def told(error: TfdocsError) -> str:
    """An error for the summary: without the file's name, which stands beside it."""
    return f"{error.what}。{error.hint}" if error.hint else error.what
