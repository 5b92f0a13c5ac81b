"""A headless Chromium that tells everything it would ask of the network, and the sample pair of the report's tests."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tfdocs.model.comparison import Checked

sys.path.insert(0, str(Path(__file__).parents[1] / "unit" / "report"))


@pytest.fixture(scope="session")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Checked:
    import checked_sample

    return checked_sample.build(Path(tmp_path_factory.mktemp("pair")))


@dataclass
class Window:
    """An open report and what it did: requests beyond its own file, errors, blocked attempts, dialogs."""

    page: object
    asked: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    blocked: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)


@pytest.fixture(scope="session")
def chromium(require: Callable[..., None]) -> Iterator[object]:
    """Chromium of the machine; nothing is downloaded."""
    require("chromium")
    names = ("chromium", "chromium-browser", "google-chrome", "msedge")
    program = next(found for name in names if (found := shutil.which(name)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def context(chromium: object) -> Iterator[object]:
    """A fresh profile: nothing kept from another test."""
    made = chromium.new_context(viewport={"width": 1366, "height": 768}, accept_downloads=True)  # type: ignore[attr-defined]
    made.set_default_timeout(8000)
    yield made
    made.close()


@pytest.fixture
def open_report(context: object) -> Callable[[Path], Window]:
    """Open a file in a new window of the same profile."""

    def opened(path: Path) -> Window:
        page = context.new_page()  # type: ignore[attr-defined]
        window = Window(page)
        own = path.as_uri()
        page.on("request", lambda r: None if r.url == own or r.url.startswith("data:") else window.asked.append(r.url))
        page.on("pageerror", lambda e: window.errors.append(str(e)))
        page.on("console", lambda m: window.blocked.append(m.text) if m.type in ("error", "warning") else None)
        page.on("dialog", lambda d: (window.dialogs.append(d.message), d.dismiss()))
        page.goto(own)
        return window

    return opened
