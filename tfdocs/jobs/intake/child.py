"""A worker process: reads calls from its parent, runs them one by one, answers. Started by ``isolation.Worker``.

``python -m tfdocs.jobs.intake.child``. Frames on standard input and output are pickles between two processes of one
user on one machine, which is why pickle is no risk here. What a native library prints goes nowhere.

It ends by itself when its parent is gone: at once while it waits or computes in code that releases the GIL, otherwise
when the call's time limit has passed (``faulthandler`` counts in a thread of its own, without the GIL).
"""

from __future__ import annotations

import contextlib
import faulthandler
import os
import pickle
import queue
import sys
import threading
from importlib import import_module
from typing import IO, Any

from tfdocs.errors import EngineFailed, TfdocsError
from tfdocs.jobs.intake.frames import read_frame, write_frame

IDLE_SECONDS = 900.0
GRACE = 20.0  # seconds after which a child ends itself that its parent should have ended


def main() -> None:
    """Serve until standard input ends."""
    requests, answers = _private_streams()
    _no_core_dumps()
    calls: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(requests, calls), daemon=True).start()
    for module in pickle.loads(calls.get()):
        # what cannot be imported fails with its call, and says so there
        with contextlib.suppress(Exception):
            import_module(module)
    write_frame(answers, pickle.dumps(os.getpid()))
    # a child on a cluster outlives the intake; it gives its memory back when nobody has called for long
    with contextlib.suppress(queue.Empty):
        while True:
            write_frame(answers, _answer(calls.get(timeout=IDLE_SECONDS)))


def _private_streams() -> tuple[IO[bytes], IO[bytes]]:
    """The pipes to the parent under numbers that nobody else writes to."""
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115, PTH123 (lives as long as the process)
    return requests, answers


def _no_core_dumps() -> None:
    """A crash must not leave an applicant's pages in a core file."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _listen(requests: IO[bytes], calls: queue.SimpleQueue[bytes]) -> None:
    while True:
        try:
            frame = read_frame(requests)
        except (OSError, EOFError):
            os._exit(0)  # the parent is gone: nobody waits for an answer
        calls.put(frame)


def _answer(frame: bytes) -> bytes:
    """Run one call. ``(True, value)`` or ``(False, error)``, the error one of ours."""
    try:
        call = pickle.loads(frame)
        faulthandler.dump_traceback_later(call.seconds + GRACE, exit=True, file=sys.__stderr__ or sys.stderr)
        answer: tuple[bool, Any] = (True, call())
    except TfdocsError as error:
        answer = (False, error)
    except MemoryError:
        answer = (False, EngineFailed("内存不足"))
    except Exception as error:
        answer = (False, unexpected(error))
    finally:
        faulthandler.cancel_dump_traceback_later()
    try:
        return pickle.dumps(answer, pickle.HIGHEST_PROTOCOL)
    except Exception as error:  # a nonsense value that cannot even be sent
        return pickle.dumps((False, unexpected(error)))


def unexpected(error: Exception) -> TfdocsError:
    """An exception that should not have got this far, without its text: that may quote the document."""
    return TfdocsError(f"程序出错（{type(error).__name__}）", hint="请把这个文件的情况告诉维护者。")


if __name__ == "__main__":
    main()
