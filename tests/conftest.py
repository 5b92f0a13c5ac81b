"""What all tests share: how a test says that it needs a program which not every machine has.

    def test_prints(require):            @pytest.mark.require("libreoffice", "fonts")
        require("libreoffice")           def test_prints(): ...

Absent, the test is skipped with the reason; under ``TFDOCS_REQUIRE_ALL=1`` (set by .ci/run) it fails instead.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings

# Machines that run tests are shared: an example that took long says nothing of the product.
settings.register_profile("shared", deadline=None)
settings.load_profile("shared")

# Where Windows and macOS put LibreOffice without putting it on the path.
_OFFICE_PLACES = (
    Path("C:/Program Files/LibreOffice/program/soffice.exe"),
    Path("C:/Program Files (x86)/LibreOffice/program/soffice.exe"),
    Path("/Applications/LibreOffice.app/Contents/MacOS/soffice"),
)


def _on_path(*names: str) -> bool:
    return any(shutil.which(name) for name in names)


def _output(*command: str) -> str:
    """What a program prints; "" when it is absent or fails."""
    if not _on_path(command[0]):
        return ""
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", errors="replace", timeout=60)
    return done.stdout + done.stderr if done.returncode == 0 else ""


def _libreoffice() -> str:
    present = _on_path("soffice", "libreoffice") or any(p.is_file() for p in _OFFICE_PLACES)
    return "" if present else "LibreOffice is not installed (Debian: libreoffice-writer-nogui libreoffice-calc-nogui)"


def _math() -> str:
    """LibreOffice Math, without which formulas are printed as nothing."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    beside = Path(program).resolve().parent if program else Path()
    present = program and any(any(beside.glob(name)) for name in ("libsmlo.so", "smlo.dll"))
    return "" if present else "LibreOffice Math is not installed (Debian: libreoffice-math)"


def _tesseract() -> str:
    present = "chi_sim" in _output("tesseract", "--list-langs").split()
    return "" if present else "Tesseract with chi_sim is not installed (Debian: tesseract-ocr tesseract-ocr-chi-sim)"


def _chromium() -> str:
    present = _on_path("chromium", "chromium-browser", "google-chrome", "msedge")
    return "" if present else "Chromium is not installed (Debian: chromium)"


def _fonts() -> str:
    # Song and Kai of fonts-arphic-*, Hei of Noto: what stands in for the faces that the templates name.
    listed = _output("fc-list", ":lang=zh-cn", "family")
    wanted = {"AR PL UMing CN": "fonts-arphic-uming", "AR PL UKai CN": "fonts-arphic-ukai", "Noto Sans CJK SC": ""}
    missing = [family for family in wanted if family not in listed]
    return f"Chinese fonts are missing: {', '.join(missing)} (Debian: fonts-noto-cjk fonts-arphic-*)" if missing else ""


def _poppler() -> str:
    present = _on_path("pdftoppm") and _on_path("pdftotext")
    return "" if present else "poppler is not installed (Debian: poppler-utils)"


# component -> function that returns "" when it is there, else what is missing and how it is installed
_COMPONENTS: dict[str, Callable[[], str]] = {
    "libreoffice": _libreoffice,
    "math": _math,
    "tesseract": _tesseract,
    "chromium": _chromium,
    "fonts": _fonts,
    "poppler": _poppler,
}


@cache
def missing(component: str) -> str:
    """Why ``component`` cannot be used, or "" when it can; ``KeyError`` for a name that nobody declared."""
    return _COMPONENTS[component]()


def require_all() -> bool:
    return os.environ.get("TFDOCS_REQUIRE_ALL") == "1"


def absent(reason: str) -> None:
    """Skip the running test for ``reason``, or fail it where nothing may be absent."""
    if require_all():
        pytest.fail(f"TFDOCS_REQUIRE_ALL=1, but {reason}", pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def require() -> Callable[..., None]:
    """``require("libreoffice", "fonts")``: go on only when all of them are there."""

    def check(*components: str) -> None:
        for component in components:
            if reason := missing(component):
                absent(reason)

    return check


@pytest.fixture(scope="session")
def not_available() -> Callable[[str], None]:
    """``not_available(reason)``: skip, or fail under ``TFDOCS_REQUIRE_ALL=1``; for what has no name above."""
    return absent


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    for mark in item.iter_markers("require"):
        for component in mark.args:
            if reason := missing(component):
                absent(reason)
