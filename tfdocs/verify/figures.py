"""Pictures of the Word found again on paper, pixel against pixel: words in a drawing need no recogniser to be the same.

A picture is looked for on a page by its corners and ends of strokes (ORB; Rublee et al. 2011), laid over it by the
similarity that most of them agree on (RANSAC), and compared window by window. A window is about one character, so that
one changed figure in a scanned table is one window that differs.
"""

from __future__ import annotations

import io
import warnings
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image as Pictures
from PIL import UnidentifiedImageError

from tfdocs.model.comparison import Kind
from tfdocs.model.geometry import Box, union
from tfdocs.model.page import Page, Source
from tfdocs.verify.hunk import Hunk
from tfdocs.verify.lying import Lying
from tfdocs.verify.pieces import Piece
from tfdocs.verify.thresholds import FIGURE_SAME
from tfdocs.verify.weighed import Weighed
from tfdocs.verify.witness import Witness

Image = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]

_DPI = 150.0
_LONG_SIDE = 1800  # pixels
_MOST_PIXELS = 120_000_000
_SMALLEST = 48  # pixels
_POINTS = 2500
_STRONGEST = 400
_MOST_A_PAGE = 24  # pictures that are laid over one page, the likeliest of them
_LOWE = 0.78  # how much nearer the best point must be than the second
_AGREE = 12  # points
_OFF = 3.0  # pixels
_FLAT = 6.0  # grey levels: a window with less contrast is empty
_LEAST_WINDOW = 10  # pixels
_WIDE = 0.7  # of a line's height: a figure is half as wide as it is high
_SHIFT, _SHIFT_BY_WORDS = 2, 6  # pixels
_MARGIN = 8  # pixels around a place that blurring reaches
_MOST_PAGES = 6  # that are kept: each with the pictures laid over it
_LAYOUT = 3.0  # pixels of blur
# Correlation of a laid picture with the page. 23 screens of one manual that look alike, on eight of its pages at
# 200 dpi: the right ones have 0.66 to 0.86, parts of others 0.58 at most.
_LAID_SURELY = 0.62


def decoded(data: bytes) -> Image | None:
    """A picture of the Word in grey on white, made small; None for one that cannot be read or is too small to find."""
    try:
        with (
            warnings.catch_warnings(action="ignore", category=Pictures.DecompressionBombWarning),
            Pictures.open(io.BytesIO(data)) as opened,
        ):
            if opened.width * opened.height > _MOST_PIXELS:
                return None
            opened.draft("RGB", (_LONG_SIDE, _LONG_SIDE))
            opened.thumbnail((_LONG_SIDE, _LONG_SIDE))
            flat = opened.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, Pictures.DecompressionBombError, SyntaxError):
        return None  # the Word reader reports it
    paper = Pictures.new("RGBA", flat.size, "white")
    paper.alpha_composite(flat)
    image = np.asarray(paper.convert("L"), dtype=np.uint8)
    return image if min(image.shape) >= _SMALLEST else None


@dataclass(slots=True)
class _Known:
    """A picture, its points and their descriptions, and the descriptions of the strongest of them."""

    number: int  # among the Word's pictures
    image: Image
    points: Sequence[cv2.KeyPoint]
    words: Image
    strongest: Image


@dataclass(slots=True)
class _Laid:
    """A picture drawn where it lies on a page, 0 where it does not reach; ``x0``, ``top``: its corner, in pixels."""

    image: Image
    x0: int
    top: int
    sure: bool  # the page as a whole looks like it there
    lying: Lying

    def cut(self, x0: int, top: int, x1: int, bottom: int) -> Image:
        """What lies between these columns and rows of the page."""
        out = np.zeros((bottom - top, x1 - x0), dtype=np.uint8)
        high, wide = self.image.shape
        left, right = max(x0, self.x0), min(x1, self.x0 + wide)
        upper, lower = max(top, self.top), min(bottom, self.top + high)
        if left < right and upper < lower:
            own = self.image[upper - self.top : lower - self.top, left - self.x0 : right - self.x0]
            out[upper - top : lower - top, left - x0 : right - x0] = own
        return out


@dataclass(slots=True)
class _Paper:
    """A page, and the pictures that were looked for on it: None for one that is not there."""

    image: Image
    points: Sequence[cv2.KeyPoint]
    words: Image | None
    laid: dict[int, _Laid | None]
    by_words: dict[int, _Laid | None] = field(default_factory=dict)
    ranked: list[_Known] | None = None


class Figures:
    """The pictures of one Word, looked for on the pages of one PDF. Nothing is done before the first question."""

    def __init__(self, pictures: Sequence[bytes], witness: Witness | None) -> None:
        self._data = pictures
        self._witness = witness
        self._known: list[_Known] | None = None
        self._papers: OrderedDict[int, _Paper] = OrderedDict()
        self._orb = cv2.ORB.create(nfeatures=_POINTS, fastThreshold=10)

    def alike(self, page: Page, box: Box) -> float | None:
        """How alike ``box`` of the page and the Word's picture laid over it are in their least alike window (-1 to 1).

        None when no picture of the Word lies there.
        """
        if self._witness is None or not self._data:
            return None
        paper = self._paper(page)
        found = (_least_in(paper.image, laid, box, _SHIFT) for laid in self._all_laid(paper))
        return max((value for value in found if value is not None), default=None)

    def same(self, page: Page, box: Box) -> bool:
        """Whether ``box`` shows what a picture of the Word shows there."""
        value = self.alike(page, box)
        return value is not None and value >= FIGURE_SAME

    def alike_there(self, page: Page, number: int, lying: Lying, box: Box) -> float | None:
        """``alike`` for the Word's picture ``number`` alone, which lies on the page as ``lying`` says."""
        known = next((k for k in self._pictures() if k.number == number), None)
        if self._witness is None or known is None:
            return None
        paper = self._paper(page)
        laid = paper.laid.get(number)
        shift = _SHIFT
        if laid is None or laid.lying is not lying:
            # words say less exactly than points where a picture lies
            laid, shift = paper.by_words.get(number), _SHIFT_BY_WORDS
            if laid is None or laid.lying is not lying:
                laid = paper.by_words[number] = _drawn(known.image, _in_pixels(lying, known.image), paper.image, lying)
        return None if laid is None else _least_in(paper.image, laid, box, shift)

    def read(self, page: Page, box: Box) -> str:
        """What is read in ``box``, which was not found to be a line; "" off the page or without its image."""
        x0, top, x1, bottom = max(0.0, box.x0), max(0.0, box.top), min(page.width, box.x1), min(page.height, box.bottom)
        if self._witness is None or min(x1 - x0, bottom - top) < 2:
            return ""
        box = Box(x0, top, x1, bottom)
        return self._witness.text(page, box)

    def lies(self, page: Page, number: int) -> Lying | None:
        """How the Word's picture ``number`` surely lies on the page; None where it is not found."""
        if self._witness is None or not self._data:
            return None
        known = next((k for k in self._pictures() if k.number == number), None)
        laid = self._lay(self._paper(page), known) if known is not None else None
        return laid.lying if laid is not None and laid.sure else None

    def _paper(self, page: Page) -> _Paper:
        paper = self._papers.pop(page.number, None)
        if paper is None:
            assert self._witness is not None
            image = self._witness.grey(page, _DPI)
            points, words = self._orb.detectAndCompute(image, None)
            enough = words is not None and len(points) >= _AGREE
            paper = _Paper(image, points, np.asarray(words, dtype=np.uint8) if enough else None, {})
        self._papers[page.number] = paper
        while len(self._papers) > _MOST_PAGES:
            self._papers.popitem(last=False)
        return paper

    def _all_laid(self, paper: _Paper) -> list[_Laid]:
        if paper.words is None:
            return []
        if paper.ranked is None:
            words = paper.words
            paper.ranked = sorted(self._pictures(), key=lambda k: -len(_good(k.strongest, words)))[:_MOST_A_PAGE]
        found = (self._lay(paper, known) for known in paper.ranked)
        return [laid for laid in found if laid is not None]

    def _lay(self, paper: _Paper, known: _Known) -> _Laid | None:
        if known.number not in paper.laid:
            words = paper.words
            paper.laid[known.number] = _over(known, paper.points, words, paper.image) if words is not None else None
        return paper.laid[known.number]

    def _pictures(self) -> list[_Known]:
        if self._known is None:
            self._known = []
            for number, data in enumerate(self._data):
                image = decoded(data)
                if image is not None:
                    points, words = self._orb.detectAndCompute(image, None)
                    if words is not None and len(points) >= _AGREE:
                        described = np.asarray(words, dtype=np.uint8)
                        strong = np.argsort([-p.response for p in points])[:_STRONGEST]
                        self._known.append(_Known(number, image, points, described, described[strong]))
        return self._known


def _pixels(box: Box, image: Image) -> tuple[int, int, int, int]:
    scale = _DPI / 72
    x0, y0 = max(0, int(box.x0 * scale)), max(0, int(box.top * scale))
    return x0, y0, min(image.shape[1], int(box.x1 * scale) + 1), min(image.shape[0], int(box.bottom * scale) + 1)


def _good(own: Image, words: Image) -> list[cv2.DMatch]:
    """The points of a picture that have one counterpart on the page which is much nearer than all others."""
    pairs = cv2.BFMatcher(cv2.NORM_HAMMING).knnMatch(own, words, k=2)
    return [m[0] for m in pairs if len(m) == 2 and m[0].distance < _LOWE * m[1].distance]


def _over(known: _Known, points: Sequence[cv2.KeyPoint], words: Image, paper: Image) -> _Laid | None:
    """The picture drawn where it lies on the page ``paper``, in grey; None if not found."""
    found = _matched(known, points, [(m.queryIdx, m.trainIdx) for m in _good(known.words, words)], paper)
    if found is None or not found.sure:
        # of two pictures alike on one page no point is much nearer than its double: from the page to the picture it is
        again = _matched(known, points, [(m.trainIdx, m.queryIdx) for m in _good(words, known.words)], paper)
        found = again if again is not None and (found is None or again.sure) else found
    return found


def _matched(
    known: _Known, points: Sequence[cv2.KeyPoint], pairs: Sequence[tuple[int, int]], paper: Image
) -> _Laid | None:
    if len(pairs) < _AGREE:
        return None
    source = np.array([known.points[a].pt for a, _ in pairs], dtype=np.float32)
    target = np.array([points[b].pt for _, b in pairs], dtype=np.float32)
    matrix, agreeing = cv2.estimateAffine2D(source, target, ransacReprojThreshold=_OFF, maxIters=5000)
    if matrix is None or agreeing is None or int(agreeing.sum()) < _AGREE:
        return None
    stretch = np.linalg.svd(matrix[:, :2], compute_uv=False)
    if not 0.05 < stretch[1] <= stretch[0] < 6 or stretch[0] > 1.5 * stretch[1] or np.linalg.det(matrix[:, :2]) <= 0:
        return None
    return _drawn(known.image, np.asarray(matrix, dtype=np.float64), paper)


def _in_pixels(lying: Lying, picture: Image) -> Floats:
    """How a picture lies, from its own pixels to those of the page."""
    matrix = lying.matrix * (_DPI / 72)
    matrix[:, :2] /= (picture.shape[1], picture.shape[0])
    return matrix


def _drawn(picture: Image, matrix: Floats, paper: Image, lying: Lying | None = None) -> _Laid | None:
    """The picture laid over the page as ``matrix`` (pixels to pixels) says; None where it misses the page.

    ``lying``: where its words laid it, which is not sure. Without that its pixels did, and it is looked at as a whole.
    """
    stretch = np.linalg.svd(matrix[:, :2], compute_uv=False)
    image = np.maximum(picture, 1)
    if stretch[0] < 0.7:
        # shrinking needs the picture smoothed first, or thin strokes break
        sigma = 0.4 / float(stretch[0])
        image = cv2.GaussianBlur(image, (0, 0), sigma)
    size = (paper.shape[1], paper.shape[0])
    drawn = np.asarray(cv2.warpAffine(image, matrix, size, flags=cv2.INTER_LINEAR, borderValue=0), dtype=np.uint8)
    x, y, wide, high = cv2.boundingRect(drawn)
    if not wide or not high:
        return None
    own = np.ascontiguousarray(drawn[y : y + high, x : x + wide])
    if lying is not None:
        return _Laid(own, x, y, False, lying)
    shares = matrix * (72 / _DPI)
    shares[:, :2] *= (picture.shape[1], picture.shape[0])
    return _Laid(own, x, y, _resembles(own, paper[y : y + high, x : x + wide]), Lying(shares))


def _resembles(picture: Image, paper: Image) -> bool:
    """Whether a laid picture as a whole, blurred to its layout, is what the page shows there."""
    covered = picture > 0
    if covered.sum() < _SMALLEST:
        return False
    one, other = (cv2.GaussianBlur(i, (0, 0), _LAYOUT)[covered].astype(np.float64) for i in (picture, paper))
    if min(one.std(), other.std()) < 1:
        return False
    return float(np.corrcoef(one, other)[0, 1]) >= _LAID_SURELY


def _least_in(paper: Image, laid: _Laid, box: Box, shift: int) -> float | None:
    """How alike ``box`` (points) of the page and what is laid over it are in their least alike window.

    None for a box that the picture does not cover or that lies off the page.
    """
    x0, y0, x1, y1 = _pixels(box, paper)
    left, top = max(0, x0 - _MARGIN), max(0, y0 - _MARGIN)
    right, bottom = min(paper.shape[1], x1 + _MARGIN), min(paper.shape[0], y1 + _MARGIN)
    if right <= left or bottom <= top:
        return None  # a picture laid by its words may reach off the page
    inner = x0 - left, y0 - top, x1 - left, y1 - top
    return _least(paper[top:bottom, left:right], laid.cut(left, top, right, bottom), inner, shift)


def _least(paper: Image, picture: Image, box: tuple[int, int, int, int], shift: int) -> float | None:
    """The least likeness of a window of ``box``; None when the picture does not cover it or all of it is empty."""
    x0, y0, x1, y1 = box
    if x1 - x0 < 4 or y1 - y0 < 4 or (picture[y0:y1, x0:x1] == 0).mean() > 0.02:
        return None
    side = max(_LEAST_WINDOW, round(_WIDE * (y1 - y0)))
    smooth = cv2.GaussianBlur(paper, (0, 0), 0.8).astype(np.float32)[max(0, y0 - shift) :, :]
    shown = cv2.GaussianBlur(picture, (0, 0), 0.8).astype(np.float32)
    top = y0 - max(0, y0 - shift)
    least: float | None = None
    last = max(x0, x1 - side)
    for left in [*range(x0, last, max(4, side // 2)), last]:
        right = min(x1, left + side)
        window = shown[y0:y1, left:right]
        low, high = max(0, left - shift), min(paper.shape[1], right + shift)
        around = smooth[0 : top + (y1 - y0) + shift, low:high]
        value = _likeness(window, around)
        if value is not None and (least is None or value < least):
            least = value
    return least


def _likeness(window: npt.NDArray[np.float32], around: npt.NDArray[np.float32]) -> float | None:
    """Normalised correlation of ``window`` with the best place of it in ``around``; None when both are empty."""
    if window.shape[0] > around.shape[0] or window.shape[1] > around.shape[1]:
        return None
    seen, there = float(window.std()), float(around.std())
    if seen < _FLAT and there < _FLAT:
        return None
    if seen < _FLAT or there < _FLAT:
        return 0.0
    return float(cv2.matchTemplate(around, window, cv2.TM_CCOEFF_NORMED).max())


_STRAYS = frozenset({"not-in-word", "hardly-read", "handwriting-in-blank"})


def set_figures_aside(items: Sequence[Weighed], pages: Sequence[Page], figures: Figures) -> list[Weighed]:
    """``items`` with those taken back that are words, or strokes, of a picture the Word shows too, and shows alike."""
    out = []
    for item in items:
        hunk, piece = item.hunk, item.hunk.piece
        if (
            item.certainty is not None
            and item.rule in _STRAYS
            and item.kind in (Kind.ADDED, Kind.FILLED_IN)
            and piece is not None
            and piece.line.source is Source.OCR
            and hunk.w0 == hunk.w1
            and figures.same(pages[piece.page], _where(hunk, piece))
        ):
            note = "与 Word 中的图片逐点一致，是图片里的内容"
            item = replace(item, kind=Kind.ADDED, certainty=None, rule="picture", note=note)
        out.append(item)
    return out


def _where(hunk: Hunk, piece: Piece) -> Box:
    start, end = piece.folded.source_span(hunk.l0, hunk.l1)
    return union(piece.line.chars[start:end]) if piece.line.chars[start:end] else piece.line.box
