"""Looking over a PDF's bytes before anything is drawn: what swells, what multiplies, actions and attachments.

PDFium draws what it is told to, for hours and gigabytes if need be, and cannot be stopped from inside. So a file with
anything unusual is first tried page by page in a process that can be (``probe``); what passes, and every ordinary file,
is read at full speed. Dictionaries of streams are never compressed or encrypted (ISO 32000-1, 7.5.7), so all that can
swell or multiply shows itself here.
"""

from __future__ import annotations

import mmap
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tfdocs.model.document import Finding
from tfdocs.model.fault import Severity
from tfdocs.read.pdf.probe import Trial
from tfdocs.read.pdf.units import user_units

_SAMPLE = 16_384  # bytes of a packed stream that are unpacked to see how it swells
_SWELLING = 100  # so many bytes out of one: Deflate's utmost is 1032; pages' contents have 3 to 12
_MOST_UNPACKED = 8 * 1024**2  # of one stream that is no image: a dense map has 3 MB
_MOST_OBJECTS = 4 * 1024**2  # of an object stream, that is searched for actions
_MOST_NESTED = 8  # uses of form XObjects from within others
_MOST_PIXELS = 60_000_000  # of one image: A3 at 600 dpi has 70 million, and is tried first
_LEAST_STEP = 2.0  # points between the tiles of a pattern
_DICTIONARY = 8192  # bytes before "stream" that are searched for its dictionary
_PACKERS = (b"/FlateDecode", b"/Fl ", b"/LZWDecode", b"/RunLengthDecode", b"/BrotliDecode")

_SCALED = b"/UserUnit"

_SECONDS = 25.0  # that a page may take in the trial; the densest map at hand took 3
_SECONDS_IN_ALL = 100.0
_MEMORY = 1536 * 1024**2  # bytes a trial may use where the system can limit it

_ACTIVE = (
    (re.compile(rb"/(?:JavaScript|JS)\b"), "javascript", "PDF 内含脚本（JavaScript），没有运行"),
    (re.compile(rb"/Launch\b"), "launch-action", "PDF 内含启动外部程序的动作，没有执行"),
    (re.compile(rb"/(?:EmbeddedFiles?|Filespec)\b"), "embedded-file", "PDF 内嵌有附件，附件不在纸面上，没有读取"),
    (re.compile(rb"/(?:RichMedia|Movie|3D)\b"), "rich-media", "PDF 内含多媒体内容，不在纸面上，没有读取"),
)


@dataclass(slots=True)
class Hazards:
    """What a file has that ordinary ones have not.

    ``suspicious``: why it must be tried before it is read; ``findings``: actions and attachments; ``units``: page
    number to points of its unit, where that is not one.
    """

    suspicious: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    units: dict[int, float] = field(default_factory=dict)


def look_over(path: Path) -> Hazards:
    """Scan the bytes of ``path``, which must be a file with a PDF header. In time proportional to its size."""
    out = Hazards()
    active: set[str] = set()
    scaled = False
    nested = 0
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        for between, dictionary, body in _streams(data):
            _note_active(between, active)
            scaled = scaled or _SCALED in between
            if dictionary is None:
                continue
            why = _swells(dictionary, body) or _multiplies(dictionary)
            if why:
                out.suspicious.append(why)
            elif b"/ObjStm" in dictionary:
                objects = _unpacked(body, _MOST_OBJECTS)
                _note_active(objects, active)
                scaled = scaled or _SCALED in objects
            elif b"/Form" in dictionary or b"/Pattern" in dictionary:
                nested += len(re.findall(rb"\bDo\b", _unpacked(body, _MOST_UNPACKED)))
    if nested > _MOST_NESTED:
        out.suspicious.append("nested forms")
    out.findings = [
        Finding(code=code, severity=Severity.WARNING, message=message) for _, code, message in _ACTIVE if code in active
    ]
    if scaled:
        units = user_units(path)
        if units is None:
            message = "页面坐标单位（UserUnit）无法确定，标出的位置可能不准"
            out.findings.append(Finding(code="page-unit-unknown", severity=Severity.WARNING, message=message))
        out.units = units or {}
    return out


def _streams(data: mmap.mmap) -> Iterator[tuple[bytes, bytes | None, bytes]]:
    """What stands before each stream, the end of that as its dictionary, and the stream; at last what follows them."""
    at = 0
    while True:
        start = data.find(b"stream", at)
        if start < 0:
            yield data[at:], None, b""
            return
        begin = start + 6
        if data[begin : begin + 2] == b"\r\n":
            begin += 2
        elif data[begin : begin + 1] in (b"\n", b"\r"):
            begin += 1
        else:  # the word stands in a text
            yield data[at:begin], None, b""
            at = begin
            continue
        end = data.find(b"endstream", begin)
        if end < 0:
            end = len(data)
        head = data[max(at, start - _DICTIONARY) : start]
        place = head.rfind(b" obj")
        yield data[at:start], head[place + 4 :] if place >= 0 else head, data[begin:end]
        at = min(len(data), end + 9)


def _note_active(piece: bytes, active: set[str]) -> None:
    for pattern, code, _ in _ACTIVE:
        if code not in active and pattern.search(piece):
            active.add(code)


def _swells(dictionary: bytes, body: bytes) -> str:
    packers = sum(dictionary.count(p) for p in _PACKERS)
    image = b"/Image" in dictionary
    if packers > 1 and b"/DecodeParms" not in dictionary:
        return "packed twice"
    if image:
        return "large image" if _pixels(dictionary, body) > _MOST_PIXELS else ""
    if not packers:
        return "long stream" if len(body) > _MOST_UNPACKED else ""
    if b"/Fl" not in dictionary:
        return "rare packing" if len(body) > _SAMPLE else ""
    sample = _unpacked(body[:_SAMPLE], _SAMPLE * _SWELLING)
    doubtful = len(sample) >= _SWELLING * min(len(body), _SAMPLE) or len(body) > _MOST_UNPACKED // 16
    if doubtful and len(_unpacked(body, _MOST_UNPACKED)) >= _MOST_UNPACKED and b"/FontFile" not in dictionary:
        return "swelling stream"
    return ""


def _pixels(dictionary: bytes, body: bytes) -> int:
    sides = [re.search(rb"/%s\s+(\d{1,9})" % name, dictionary) for name in (b"Width", b"Height")]
    count = 1
    for side in sides:
        count *= int(side[1]) if side else 1
    if b"/JPXDecode" in dictionary:
        # JPEG 2000 carries its own size (ISO 15444-1, A.5.1), and a dictionary may say less
        place = body.find(b"\xff\x51", 0, 4096)
        if place >= 0:
            wide = int.from_bytes(body[place + 6 : place + 10], "big")
            count = max(count, wide * int.from_bytes(body[place + 10 : place + 14], "big"))
    return count


def _multiplies(dictionary: bytes) -> str:
    if b"/PatternType" not in dictionary:
        return ""
    for step in re.findall(rb"/[XY]Step\s+(-?[\d.]+)", dictionary):
        try:
            small = abs(float(step)) < _LEAST_STEP
        except ValueError:
            small = True
        if small:
            return "fine pattern"
    return ""


def _unpacked(body: bytes, most: int) -> bytes:
    """``body`` as Deflate unpacks it, ``most`` bytes of it; as it stands when it is not packed so."""
    try:
        return zlib.decompressobj().decompress(body, most)
    except zlib.error:
        return body[:most]


def try_pages(path: Path, first: int, last: int) -> dict[int, str]:
    """Have pages ``first`` to ``last`` loaded and drawn in a process of its own; why each page failed that did.

    One process does them all; when a page hangs it or brings it down, a new one goes on behind that page. The whole
    takes no longer than a set time, after which the pages not tried yet count as failed.
    """
    bad: dict[int, str] = {}
    trial = Trial(path, _MEMORY)
    left = _SECONDS_IN_ALL
    next_page = first
    while next_page <= last:
        if left <= 0:
            bad.update(dict.fromkeys(range(next_page, last + 1), "文件异常复杂，限定时间内没有读到本页"))
            break
        outcome = trial.run(next_page, last, min(_SECONDS, left), left)
        left -= outcome.seconds
        bad.update(outcome.failed)
        next_page = outcome.reached + 1
    return bad
