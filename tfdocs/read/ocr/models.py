"""The recogniser's model files: where they are, whether they are the ones we measured, and sessions on them.

The files are those packaged in RapidOCR's wheel (PP-OCRv6, Apache-2.0), and beside this module two that
``benchmarks.integer_model`` derived from them: the detector in whole numbers, and the recogniser for first looks; and
four of our own: ``benchmarks.parting_model`` taught one to tell print from a black stamp, ``benchmarks.power_model``
one to tell a raised 2 from a raised 3, ``benchmarks.pen_model`` one to tell print that a pen went over,
``benchmarks.alike_model`` one to tell look-alike characters.
Nothing is ever fetched from a network.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import threading
from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, Literal

import numpy as np
import onnxruntime

from tfdocs.errors import ComponentMissing, EngineFailed

DETECTION = "PP-OCRv6_det_small.onnx"
RECOGNITION = "PP-OCRv6_rec_small.onnx"

# SHA-256 of the files every figure of benchmarks/ was measured with (rapidocr 3.10.0).
KNOWN = {
    DETECTION: "090f04abcd9d9a7498bc4ebf677e4cb9bdce1fe4197ddb7e529f1ef44e1ff94f",
    RECOGNITION: "6f327246b50388f3c176ae304bd95767ea6dc0c9ae92153ef8cbe210b3c14884",
}

# What benchmarks.integer_model made of them, and the question which of it this processor computes rightly.
INTEGER = "recognition-int8.onnx"
INTEGER_DETECTION = "detection-int8.onnx"
PROBE = "exact-probe.onnx"
STAMP_OR_PRINT = "stamp-or-print.onnx"
RAISED = "raised-two-or-three.onnx"
PEN = "pen-over-print.onnx"
ALIKE = "one-of-alike.onnx"
DERIVED = {
    INTEGER_DETECTION: "cb8f50df7cc9d1e171c357def18c75db0b68ca7b58caddef1950c039f778a364",
    INTEGER: "0d6827271e43d660e06fb1e0664ca45399f82d735c82f82ebf91d91aa0544959",
    PROBE: "ca372e9e34aa38fa8c67a96b85e6065685c5eabe50a6182f564ea5a9474f0ae7",
}
# What benchmarks.parting_model, power_model, pen_model and alike_model learnt.
LEARNED = {
    STAMP_OR_PRINT: "5d254c03f2d876aa49a0dc186708af71f85254b2a4f6f61d350ceac4e88fef60",
    PEN: "e468f2a2ac9a35acc519fe1db247d0313bf4c16d0ba899ef184ff730b85db1c3",
    RAISED: "84f29e0a7364f1b7cff0a7f58717ac4ed20777aa425073b1f409b9aed7943431",
    ALIKE: "3537083b13ce560e2d3acbbb27decc0bef1f2405de1c18d5b4d485673598f22d",
}
# The sums of four weights in each column of the probe, and how many columns are of pairs that add up to 128 at most.
_PROBED, _PAIRS = (256, 256, 256, -256, 508, 508, 508, 508), 4
_OWN = {*DERIVED, *LEARNED}
_ASSETS = Path(__file__).parent / "assets"

_HINT = "请重新安装：pip install --force-reinstall rapidocr"
_HINT_OWN = "请重新安装：pip install --force-reinstall tfdocs"
RETRY = "请重试；若仍失败请运行 tfdocs doctor"
_LOCK = threading.Lock()


def folder() -> Path:
    """The folder with the packaged models; ``ComponentMissing`` when RapidOCR is not installed."""
    spec = importlib.util.find_spec("rapidocr")
    if spec is None or spec.origin is None:
        raise ComponentMissing("没有安装文字识别组件 rapidocr", hint="请安装：pip install rapidocr")
    return Path(spec.origin).parent / "models"


def path(name: str) -> Path:
    """The file of a model; ``ComponentMissing`` when the installed wheel does not have it."""
    file = (_ASSETS if name in _OWN else folder()) / name
    if not file.is_file():
        hint = _HINT_OWN if name in _OWN else _HINT
        raise ComponentMissing(f"缺少文字识别模型 {name}", where=str(file.parent), hint=hint)
    return file


@cache
def sha256(name: str) -> str:
    return hashlib.sha256(path(name).read_bytes()).hexdigest()


def describe() -> dict[str, str]:
    """Engine and model versions for reports: name to version, or to the first digits of the model's hash."""
    out: dict[str, str] = {}
    for package in ("rapidocr", "onnxruntime"):
        try:
            out[package] = version(package)
        except PackageNotFoundError:
            out[package] = "未安装"
    measured = {**KNOWN, **DERIVED, **LEARNED}
    for name in dict.fromkeys((DETECTION, RECOGNITION, quick_detection(), first_look(), *LEARNED)):
        digest = sha256(name)
        out[name] = digest[:12] + ("" if digest == measured[name] else "（与发布时测定的模型不同）")
    return out


def first_look() -> str:
    """The model that reads a line first: ``INTEGER`` where it may be used, else ``RECOGNITION``."""
    return INTEGER if _exact_sums() and sha256(RECOGNITION) == KNOWN[RECOGNITION] else RECOGNITION


def quick_detection() -> str:
    """The model that finds lines on ordinary pages: ``INTEGER_DETECTION`` where it may be used, else ``DETECTION``."""
    return INTEGER_DETECTION if _exact_sums() == "any" and sha256(DETECTION) == KNOWN[DETECTION] else DETECTION


@cache
def _exact_sums() -> Literal["", "pairs", "any"]:
    """Which sums of products of bytes the processor adds exactly; none when models in whole numbers may not be used.

    ``any`` with AVX-512 VNNI, AVX-VNNI or Arm's dot product; ``pairs``, those of neighbours that add up to at most 128,
    as the recogniser's weights do (``benchmarks.integer_pairs``), with AVX2. The detector's do not: with its weights
    so, boxes lay further off for a tenth of its time. Models may be used where their files are the known ones;
    ``TFDOCS_OCR_INTEGER=0`` in the environment says no.
    """
    if os.environ.get("TFDOCS_OCR_INTEGER", "1") == "0":
        return ""
    try:
        if any(sha256(name) != digest for name, digest in DERIVED.items()):
            return ""
        (sums,) = session(PROBE).run(None, {"x": np.full((4, 64), 255, np.uint8)})
    except (ComponentMissing, EngineFailed):
        return ""
    right = (np.asarray(sums) == 16 * 255 * np.array(_PROBED)).all(axis=0)
    return "any" if right.all() else "pairs" if right[:_PAIRS].all() else ""


_sessions: dict[tuple[str, int], Any] = {}


@cache
def _share_arena() -> None:
    """Register the arena that all sessions of this process ask for memory; the runtime knows one for each device."""
    memory = onnxruntime.OrtMemoryInfo(
        "Cpu", onnxruntime.OrtAllocatorType.ORT_ARENA_ALLOCATOR, 0, onnxruntime.OrtMemType.DEFAULT
    )
    onnxruntime.create_and_register_allocator(memory, None)


def session(name: str) -> Any:
    """An ONNX Runtime session, loaded once in a process.

    The number of threads is the environment's ``TFDOCS_OCR_THREADS`` or 0, which lets the runtime take all cores:
    a pool of workers sets it to 1, because two workers of one thread are faster than one worker of two.
    """
    threads = int(os.environ.get("TFDOCS_OCR_THREADS", "0"))
    with _LOCK:
        found = _sessions.get((name, threads))
        if found is None:
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = threads
            options.inter_op_num_threads = 1
            # idle threads that wait busily took a fifth of a check's processor time and saved nothing on the clock
            options.add_session_config_entry("session.intra_op.allow_spinning", "0")
            options.log_severity_level = 3
            # One arena for all models of a process, of which one runs at a time: what the detector took (100 MB) serves
            # the recognisers. Asking the system for it anew with each line cost a twentieth of a page's time, and an
            # arena of each model's own 60 MB more.
            _share_arena()
            options.add_session_config_entry("session.use_env_allocators", "1")
            # One block planned for all of a run's tensors is kept for each size of input beside the arena: 80 MB for
            # the detector's second page, and no run was quicker for it.
            options.enable_mem_pattern = False
            try:
                found = onnxruntime.InferenceSession(
                    str(path(name)), sess_options=options, providers=["CPUExecutionProvider"]
                )
            except ComponentMissing:
                raise
            except Exception as error:
                raise EngineFailed(f"文字识别模型无法加载（{type(error).__name__}）", where=name, hint=_HINT) from error
            _sessions[name, threads] = found
        return found


# Of ONNX's protocol buffers (onnx.proto): a model's metadata and, of each entry, its name and what it says.
_METADATA, _NAME, _SAID = 14, 1, 2
_LONGEST_NUMBER = 70  # bits


def metadata(file: Path) -> dict[str, str]:
    """What an ONNX file says of itself. Its graph is passed over: whole, the model takes a tenth of a second to load,
    and who only reads what the other one tells needs no more of it. Nothing where the file is no such model."""
    out: dict[str, str] = {}
    with file.open("rb") as model:
        for field, entry in _fields(model, file.stat().st_size, _METADATA):
            if field == _METADATA:
                said = dict(_fields(BytesIO(entry), len(entry), _NAME, _SAID))
                out[said.get(_NAME, b"").decode("utf-8", "replace")] = said.get(_SAID, b"").decode("utf-8", "replace")
    return out


def _fields(message: BinaryIO, size: int, *wanted: int) -> Iterator[tuple[int, bytes]]:
    """The fields ``wanted`` of a protocol buffer's message that have a length, up to one that is no such field."""
    while message.tell() < size:
        key = _varint(message)
        if key >> 3 == 0:
            return
        if key & 7 == 0:  # a number
            _varint(message)
        elif key & 7 == 2:
            length = _varint(message)
            if key >> 3 in wanted:
                yield key >> 3, message.read(length)
            else:
                message.seek(length, os.SEEK_CUR)
        else:
            return


def _varint(message: BinaryIO) -> int:
    """A number in groups of seven bits, the lowest first; each but the last has its highest bit set."""
    out = shift = 0
    while byte := message.read(1):
        out |= (byte[0] & 127) << shift
        shift += 7
        if byte[0] < 128 or shift >= _LONGEST_NUMBER:
            break
    return out


@cache
def characters() -> tuple[str, ...]:
    """What each output of the recogniser stands for: "" (the CTC blank) first, a space last."""
    table = metadata(path(RECOGNITION)).get("character", "").split("\n")
    if len(table) < 1000:
        raise EngineFailed("文字识别模型里没有字符表", where=RECOGNITION, hint=_HINT)
    return ("", *table, " ")
