"""A pen's writing is told from print; two readers answer to one protocol; an engine that fails never reads as blank."""

from __future__ import annotations

import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
from scansheets import DPI, Scanned, print_lines, scanned

from benchmarks.integer_pairs import in_steps, scales_of
from samples.ink import Handwriting, write_by_hand
from tfdocs.errors import ComponentMissing, EngineFailed
from tfdocs.read.ocr import detect, models, tesseract
from tfdocs.read.ocr.engine import LineReader, PackagedReader
from tfdocs.read.ocr.page import read_picture
from tfdocs.read.ocr.recognise import FITTED, prepared, recognise
from tfdocs.text.normalise import fold


def test_a_signature_in_blue_is_handwriting_and_print_is_not(require: Callable[..., None]) -> None:
    """Two lines by pen below four of print."""
    require("fonts")
    sheet, texts = print_lines(4)
    image = sheet.page().image.copy()
    for y, said in ((190, "程明澈"), (240, "2023年6月")):
        write_by_hand(image, Handwriting(1, 80, y, said, 22), 240 / 72, np.random.default_rng(2))
    lines = read_picture(scanned(image), DPI, find_turn=False).lines
    assert [line.text for line in lines if line.handwritten] == ["程明澈", "2023年6月"]
    assert sum(not line.handwritten for line in lines) == len(texts)


def crop(prose: Scanned) -> np.ndarray:
    """The third line of the sheet."""
    top = round((40 + 48 - 5) * DPI / 72)
    return prose.image[top : top + round(22 * DPI / 72)]


def test_the_packaged_reader(prose: Scanned) -> None:
    """As many texts as crops, a confidence for each character, nothing on paper."""
    reader: LineReader = PackagedReader()
    said, nothing = reader.read_lines([crop(prose), np.full((40, 200, 3), 255, np.uint8)])
    assert fold(said.text).text in prose.text
    assert len(said.text) == len(said.confidence)
    assert nothing.text == ""


@pytest.mark.require("tesseract")
def test_tesseract_reads_the_same_line(prose: Scanned) -> None:
    """Another program, the same protocol."""
    reader: LineReader = tesseract.TesseractReader()
    said, nothing = reader.read_lines([crop(prose), np.full((40, 200, 3), 255, np.uint8)])
    assert sum(c in prose.text for c in fold(said.text).text) > 20
    assert len(said.text) == len(said.confidence) and 0.3 < min(said.confidence) <= max(said.confidence) <= 1
    assert nothing.text == "" and nothing.confidence == ()


def fake(folder: Path, body: str) -> str:
    """A program in Tesseract's place."""
    path = folder / "tesseract"
    path.write_text(f"#!{sys.executable}\nimport sys, time\n{body}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


KNOWS = """if "--list-langs" in sys.argv:
    sys.exit(print("chi_sim"))
if "--version" in sys.argv:
    sys.exit(print("tesseract 9.9"))"""


@pytest.mark.skipif(sys.platform == "win32", reason="a script is no program there")
@pytest.mark.parametrize("does", ["sys.exit(3)", "time.sleep(9)", "print('no table')"])
def test_a_second_reader_that_fails_is_no_empty_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, does: str
) -> None:
    """It crashes, it hangs, it talks nonsense: an error each time."""
    monkeypatch.setenv("TFDOCS_TESSERACT", fake(tmp_path, f"{KNOWS}\n{does}"))
    tesseract.version.cache_clear()
    try:
        reader = tesseract.TesseractReader(seconds=1.5)
        assert reader.name == "Tesseract 9.9"
        with pytest.raises(EngineFailed):
            reader.read_lines([np.full((40, 200, 3), 255, np.uint8)])
    finally:
        tesseract.version.cache_clear()


def test_without_tesseract_the_reader_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """An absent program is a missing component with its package, not a crash."""
    monkeypatch.setenv("TFDOCS_TESSERACT", "no-such-program-here")
    tesseract.version.cache_clear()
    try:
        with pytest.raises(ComponentMissing, match="Tesseract"):
            tesseract.TesseractReader()
    finally:
        tesseract.version.cache_clear()


def test_the_models_are_those_that_were_measured() -> None:
    """Every figure holds for these files and no others."""
    assert {name: models.sha256(name) for name in models.KNOWN} == models.KNOWN


def test_the_derived_files_are_those_that_were_measured() -> None:
    """What computes in whole numbers is installed with the toolkit, and is what the figures were measured with."""
    assert {name: models.sha256(name) for name in models.DERIVED} == models.DERIVED
    assert {name: models.sha256(name) for name in models.LEARNED} == models.LEARNED


@pytest.fixture
def asked_anew() -> Iterator[None]:
    """Which model reads first is asked once a process; these tests ask again."""
    models._exact_sums.cache_clear()
    yield
    models._exact_sums.cache_clear()


def test_whole_numbers_read_what_floating_point_reads(prose: Scanned, monkeypatch: pytest.MonkeyPatch) -> None:
    """Line by line the same text, and no line much less sure."""
    crops = [detect.straighten(prose.image, quad) for quad in detect.detect(prose.image, DPI)]
    monkeypatch.setattr(models, "first_look", lambda: models.INTEGER)
    whole = recognise(crops, squeeze=FITTED)
    monkeypatch.setattr(models, "first_look", lambda: models.RECOGNITION)
    floating = recognise(crops, squeeze=FITTED)
    assert len(crops) == 9
    assert [fold(r.text).text for r in whole] == [fold(r.text).text for r in floating]
    assert [r.lattice for r in whole] != [r.lattice for r in floating], "both were read by one model"
    mean = [sum(c for r in read for c in r.confidence) / sum(len(r.text) for r in read) for read in (whole, floating)]
    assert mean[0] > mean[1] - 0.02


def test_lines_are_found_exact_sums_where_they_are_in_floating_point(
    prose: Scanned, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same lines, no edge further off than a fifth of a line's height."""
    found = []
    for model in (models.INTEGER_DETECTION, models.DETECTION):
        monkeypatch.setattr(models, "quick_detection", lambda model=model: model)
        found.append(np.stack(detect.detect(prose.image, DPI)))
    whole, floating = found
    assert whole.shape == floating.shape == (9, 4, 2)
    assert (whole != floating).any(), "both were found by one model"
    height = float(np.median(floating[:, 3, 1] - floating[:, 0, 1]))
    assert float(np.abs(whole - floating).max()) < 0.2 * height


def test_among_a_black_seals_lettering_lines_are_found_in_floating_point(
    prose: Scanned, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where two pixels of an edge part a line from a seal, or do not."""
    asked: list[str] = []
    session = models.session
    monkeypatch.setattr(models, "session", lambda name: (asked.append(name), session(name))[1])
    detect.detect(prose.image, DPI, [(100, 100, 300, 300)])
    assert asked == [models.DETECTION]


# What MLAS gives for the probe's columns with AVX-512 VNNI, with AVX2, and were it to add neighbours but one.
_EXACT = [16 * 255 * s for s in (256, 256, 256, -256, 508, 508, 508, 508)]
_AVX2 = _EXACT[:4] + [1_048_544] * 4
_OTHERWISE = [_EXACT[0], 1_048_544, *_EXACT[2:4], *_AVX2[4:]]


@pytest.mark.parametrize(
    ("sums", "reader", "detector"),
    [
        (_EXACT, models.INTEGER, models.INTEGER_DETECTION),
        (_AVX2, models.INTEGER, models.DETECTION),
        (_OTHERWISE, models.RECOGNITION, models.DETECTION),
    ],
    ids=["any", "neighbours", "others"],
)
def test_whole_numbers_are_used_where_the_processor_adds_them_exactly(
    sums: list[int], reader: str, detector: str, asked_anew: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The recogniser's weights bear sums of neighbours in sixteen bits, the detector's none."""
    _processor(sums, monkeypatch)
    assert (models.first_look(), models.quick_detection()) == (reader, detector)


def _processor(sums: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the probe be answered by ``sums``, a column each."""
    monkeypatch.delenv("TFDOCS_OCR_INTEGER", raising=False)
    session = models.session

    class Processor:
        def run(self, names: object, given: object) -> list[np.ndarray]:
            return [np.tile(np.array(sums, np.int32), (4, 1))]

    monkeypatch.setattr(models, "session", lambda name: Processor() if name == models.PROBE else session(name))


def test_what_is_read_in_whole_numbers_does_not_depend_on_how_the_processor_adds(prose: Scanned) -> None:
    """With AVX2 the runtime adds neighbours in sixteen bits; told to be exact it does not, and reads the same."""
    options = onnxruntime.SessionOptions()
    options.add_session_config_entry("session.x64quantprecision", "1")
    exact = onnxruntime.InferenceSession(str(models.path(models.INTEGER)), options, providers=["CPUExecutionProvider"])
    for quad in detect.detect(prose.image, DPI)[:4]:
        block = prepared(detect.straighten(prose.image, quad), FITTED)[0][None]
        (there,), (here,) = exact.run(None, {"x": block}), models.session(models.INTEGER).run(None, {"x": block})
        assert np.array_equal(there, here)


def test_no_two_neighbours_of_the_narrowed_weights_saturate() -> None:
    """In either order that they may lie in, at hardly more than eight bits' steps."""
    weights = np.random.default_rng(3).normal(size=(64, 96)).astype(np.float32)
    weights[0], weights[1, :2] = 0, 9
    orders = weights, weights[:, ::-1]
    scales = scales_of(*orders)
    for rows in orders:
        whole = in_steps(rows, scales).astype(int)
        assert np.abs(whole[:, 0::2] + whole[:, 1::2]).max() * 255 <= 2**15 - 1
        assert np.abs(whole * scales[:, None] - rows).max() <= scales.max() / 2 + 1e-6
    eight_bits = np.abs(weights[2:]).max(axis=1) / 127
    assert float((scales[2:] / eight_bits).mean()) < 1.5, "seven bits would have 2"


@pytest.mark.parametrize("reason", ["saturating processor", "other model", "file missing", "switched off"])
def test_floating_point_reads_first_where_whole_numbers_may_not(
    reason: str, asked_anew: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A processor that saturates whatever it adds, another model than the one it was derived from, no file."""
    # right sums otherwise, so that each reason is the only one on any machine
    _processor([1_048_544] * 8 if reason == "saturating processor" else _EXACT, monkeypatch)
    if reason == "other model":
        monkeypatch.setitem(models.KNOWN, models.RECOGNITION, "0" * 64)
    elif reason == "file missing":
        monkeypatch.setitem(models.DERIVED, "no-such-file.onnx", "0" * 64)
    elif reason == "switched off":
        monkeypatch.setenv("TFDOCS_OCR_INTEGER", "0")
    assert models.first_look() == models.RECOGNITION
    assert models.INTEGER not in models.describe()
    assert models.quick_detection() == (models.INTEGER_DETECTION if reason == "other model" else models.DETECTION), (
        "another recogniser says nothing of the detector"
    )
