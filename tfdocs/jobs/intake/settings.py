"""By what a cached result is known to be still good: the code, the engines and the options that made it.

The code itself is hashed: a release that reads pages as before keeps its cache, one that reads them differently does
not, and nobody has to remember to raise a number. It must not import any engine.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import tfdocs

_ROOT = Path(tfdocs.__file__).parent
_READING = ("errors.py", "model", "text", "read", "jobs/intake/packing.py", "jobs/intake/steps.py")
_JUDGING = (
    *_READING,
    "verify",
    "report",
    "commitments",
    "programme",
    "jobs/checking.py",
    "jobs/shelf.py",
    "jobs/touched.py",
)
_CODING = (*_READING, "verify/codes.py")
_WRITING = (*_JUDGING, "jobs/intake")
_ENGINES = ("rapidocr", "onnxruntime", "pypdfium2", "numpy", "opencv-python-headless", "lxml", "pillow", "openpyxl")


def reading() -> str:
    """For documents and pages."""
    return _digest(_READING)


def coding(expected: Iterable[str] = ()) -> str:
    """For verification codes, of a Word or of pages that are held against the codes ``expected``."""
    told = f"{_digest(_CODING)} {' '.join(sorted(expected))}"
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def writing() -> str:
    """For the table and the workbooks of a whole intake."""
    return f"{tfdocs.__version__} {_digest(_WRITING)}"


def judging(options: str) -> str:
    """For reports; ``options`` says in any words what the run was asked for."""
    from tfdocs.read.ocr import tesseract  # a program beside Python, asked for its version only

    told = f"{_digest(_JUDGING)} {tesseract.version()} {options}"
    return hashlib.sha256(told.encode()).hexdigest()[:16]


@cache
def _digest(parts: tuple[str, ...]) -> str:
    total = hashlib.sha256()
    for name in _ENGINES:
        total.update(f"{name} {_version(name)}\n".encode())
    for file in sorted(_sources(parts)):
        total.update(file.relative_to(_ROOT).as_posix().encode())
        total.update(file.read_bytes().replace(b"\r\n", b"\n"))
    return total.hexdigest()[:16]


def _sources(parts: Iterable[str]) -> Iterable[Path]:
    for part in parts:
        path = _ROOT / part
        if path.is_file():
            yield path
        else:
            for pattern in ("**/*.py", "**/assets/*"):
                yield from (f for f in path.glob(pattern) if f.is_file())


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
