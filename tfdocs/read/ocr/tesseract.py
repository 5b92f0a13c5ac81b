"""Tesseract, the second reader: another program with another network, so that two that agree are two witnesses.

Everything works without it. This is the only module that knows the program and its quirks: it is run as a process with
a time limit, in one thread, and Chinese (``chi_sim``) is its language. ``TFDOCS_TESSERACT`` names another program.
"""

from __future__ import annotations

import io
import os
import subprocess
from collections.abc import Sequence
from functools import cache

import numpy as np
import numpy.typing as npt
from PIL import Image as Pictures

from tfdocs.errors import ComponentMissing, EngineFailed
from tfdocs.read.ocr.engine import ReadText

Image = npt.NDArray[np.uint8]

_LANGUAGE = "chi_sim"
_SECONDS = 20  # for one line; it takes 0.2
_HEIGHT = 64  # pixels a line is brought to: 40 to 64 is what its network was trained on, with paper around
_ONE_LINE = "7"  # page segmentation mode: a single line
_HINT = "请安装：apt install tesseract-ocr tesseract-ocr-chi-sim"


def _program() -> str:
    return os.environ.get("TFDOCS_TESSERACT", "tesseract")


def _run(arguments: Sequence[str], given: bytes, seconds: float) -> bytes:
    """Its standard output. ``OSError``, ``TimeoutExpired`` or ``CalledProcessError`` as of ``subprocess``."""
    # its own threads make a line slower, not faster
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    command = [_program(), *arguments]
    return subprocess.run(
        command, input=given, capture_output=True, check=True, timeout=seconds, env=environment
    ).stdout


@cache
def version() -> str | None:
    """The version of an installed Tesseract that knows Chinese; None when there is none."""
    try:
        languages = _run(["--list-langs"], b"", _SECONDS).decode("utf-8", "replace").split()
        first = _run(["--version"], b"", _SECONDS).decode("utf-8", "replace").split("\n")[0].split()
    except (OSError, subprocess.SubprocessError):
        return None
    return first[1] if _LANGUAGE in languages and len(first) > 1 else None


class TesseractReader:
    """Raises ``ComponentMissing`` when Tesseract or its Chinese data is not installed."""

    def __init__(self, seconds: float = _SECONDS) -> None:
        found = version()
        if found is None:
            raise ComponentMissing("没有安装第二个识读引擎 Tesseract（或缺少中文数据）", hint=_HINT)
        self._version, self._seconds = found, seconds

    @property
    def name(self) -> str:
        return f"Tesseract {self._version}"

    def read_lines(self, crops: Sequence[Image]) -> list[ReadText]:
        """Read each crop; ``EngineFailed`` when the program fails or takes longer than the limit."""
        return [self._read(crop) for crop in crops]

    def _read(self, crop: Image) -> ReadText:
        arguments = ["-", "-", "-l", _LANGUAGE, "--psm", _ONE_LINE, "--dpi", "300", "tsv"]
        try:
            table = _run(arguments, _prepared(crop), self._seconds).decode("utf-8")
            return _text_of(table)
        except FileNotFoundError as error:
            raise ComponentMissing("Tesseract 已不在原处", hint=_HINT) from error
        except (OSError, subprocess.SubprocessError, ValueError) as error:
            raise EngineFailed(f"Tesseract 识读失败（{type(error).__name__}）", hint="请运行 tfdocs doctor") from error


def _prepared(crop: Image) -> bytes:
    picture = Pictures.fromarray(crop).convert("L")
    wide = max(8, round(picture.width * _HEIGHT / max(1, picture.height)))
    picture = picture.resize((wide, _HEIGHT), Pictures.Resampling.LANCZOS)
    # letters at the very edge are lost: a margin of the paper's own grey
    paper = int(np.percentile(np.asarray(picture), 90))
    framed = Pictures.new("L", (wide + 40, _HEIGHT + 24), paper)
    framed.paste(picture, (20, 12))
    out = io.BytesIO()
    framed.save(out, "PNG")
    return out.getvalue()


def _text_of(table: str) -> ReadText:
    """Its words joined (it puts spaces between Chinese characters), each character with its word's confidence.

    ``ValueError`` for anything but the table it promises: an engine's nonsense is no empty line.
    """
    head, *rows = table.rstrip("\n").split("\n")
    columns = head.rstrip("\r").split("\t")
    sure_at, word_at = columns.index("conf"), columns.index("text")
    text: list[str] = []
    confidence: list[float] = []
    for row in rows:
        cells = row.rstrip("\r").split("\t")
        if len(cells) != len(columns):
            raise ValueError(row[:80])
        word, sure = cells[word_at], float(cells[sure_at])
        if not word.strip():
            continue
        if text and text[-1].isascii() and word[0].isascii():
            text.append(" ")
            confidence.append(1.0)
        text += list(word)
        confidence += [min(1.0, max(0.0, sure / 100))] * len(word)
    return ReadText("".join(text), tuple(confidence))
