"""Pictures of text for ``benchmarks.word_reading``: a letterhead, a scanned table, a screenshot, a photograph.

Each is drawn here, so that its words are known. It must not know how they are read.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from samples.ink import find_font

_HEI = ("NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc", "simhei.ttf")
_SONG = ("NotoSerifCJK-Regular.ttc", "uming.ttc", "simsun.ttc")


@dataclass(frozen=True, slots=True)
class Picture:
    name: str
    data: bytes
    words: tuple[str, ...]


def _face(names: tuple[str, ...], size: int) -> ImageFont.FreeTypeFont:
    path = find_font(names)
    return ImageFont.truetype(str(path), size, index=2 if path.name.startswith("Noto") else 0)


def _encoded(image: Image.Image, form: str = "PNG", quality: int = 60) -> bytes:
    stream = io.BytesIO()
    image.convert("RGB" if form == "JPEG" else image.mode).save(stream, form, quality=quality)
    return stream.getvalue()


def letterhead() -> Picture:
    """Red on nothing: a transparent PNG, as logos are."""
    image = Image.new("RGBA", (1400, 260), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    words = ("蜀岭省样例科普协会文件", "样科协发〔2023〕18号")
    pen.text((60, 20), words[0], font=_face(_SONG, 110), fill=(206, 32, 40, 255))
    pen.text((460, 190), words[1], font=_face(_SONG, 44), fill=(0, 0, 0, 255))
    return Picture("letterhead", _encoded(image), words)


def scanned_table() -> Picture:
    """A ruled table, grey and blurred, as JPEG."""
    image = Image.new("L", (1300, 420), 244)
    pen = ImageDraw.Draw(image)
    cells = (
        ("序号", "指标名称", "目标值"),
        ("1", "推荐论文", "12篇"),
        ("2", "科普活动", "不少于20场"),
        ("3", "参与人数", "3500人次"),
    )
    for row in range(5):
        pen.line((20, 20 + 90 * row, 1280, 20 + 90 * row), fill=60, width=3)
    for x in (20, 260, 800, 1280):
        pen.line((x, 20, x, 380), fill=60, width=3)
    for row, texts in enumerate(cells):
        for x, text in zip((60, 320, 860), texts, strict=True):
            pen.text((x, 40 + 90 * row), text, font=_face(_SONG, 44), fill=40)
    blurred = image.filter(ImageFilter.GaussianBlur(0.8))
    return Picture("scanned table", _encoded(blurred, "JPEG"), tuple(t for row in cells for t in row))


def screenshot() -> Picture:
    """Small print of a screen, light on dark beside dark on light."""
    image = Image.new("RGB", (900, 300), "white")
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, 900, 60), fill=(28, 58, 110))
    words = ("项目申报系统", "用户名：样例单位", "密码：至少八位", "请于2023年6月30日前提交")
    pen.text((20, 14), words[0], font=_face(_HEI, 28), fill="white")
    for number, text in enumerate(words[1:]):
        pen.text((40, 90 + 60 * number), text, font=_face(_HEI, 24), fill=(51, 51, 51))
    return Picture("screenshot", _encoded(image), words)


def photograph() -> Picture:
    """A notice that was photographed: dim, turned by a degree, compressed hard."""
    image = Image.new("RGB", (1200, 500), (214, 206, 190))
    pen = ImageDraw.Draw(image)
    words = ("关于召开年会的通知", "时间：2023年9月15日上午9时", "地点：科技馆二楼报告厅")
    for number, text in enumerate(words):
        pen.text((80, 80 + 120 * number), text, font=_face(_SONG, 60), fill=(60, 56, 50))
    turned = image.rotate(1.2, resample=Image.Resampling.BICUBIC, fillcolor=(214, 206, 190))
    return Picture("photograph", _encoded(turned, "JPEG", 40), words)


def all_pictures() -> list[Picture]:
    return [letterhead(), scanned_table(), screenshot(), photograph()]


def write_word(picture: Picture, path: Path) -> Path:
    """A Word file that shows nothing but the picture, by python-docx."""
    import docx

    document = docx.Document()
    document.add_picture(io.BytesIO(picture.data))
    document.save(str(path))
    return path
