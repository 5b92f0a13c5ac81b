"""The typefaces that a Word file names, and which of them a reader's computer may not have."""

from __future__ import annotations

import re
from collections.abc import Iterable

# Members that name faces for text: the body, its running parts and notes, styles and lists.
_NAMING = re.compile(r"^word/(document|header\d*|footer\d*|footnotes|endnotes|styles|numbering)\.xml$")
_STYLES = "word/styles.xml"
_STYLE = re.compile(r'<w:style\b[^>]*\bw:styleId="([^"]+)".*?</w:style>', re.DOTALL)
_DEFAULT = re.compile(r'\bw:default="(?:1|true|on)"')
_USED = re.compile(r'<w:(?:pStyle|rStyle|tblStyle)\b[^>]*\bw:val="([^"]+)"')
_RESTS = re.compile(r'<w:(?:basedOn|link)\b[^>]*\bw:val="([^"]+)"')
_SLOT = re.compile(r"<w:rFonts\b[^>]*>")
_FACE = re.compile(r'\bw:(?:ascii|hAnsi|eastAsia|cs)="([^"]+)"')

# What a Chinese office computer has: the faces of Windows and WPS in either of their names, and the four that offices
# install for official documents (GB/T 9704-2012, 5.2.2 and 7.2.4).
COMMON = frozenset(
    name.casefold()
    for name in (
        *("仿宋_GB2312", "FangSong_GB2312", "楷体_GB2312", "KaiTi_GB2312", "方正小标宋简体", "方正小标宋_GBK"),
        *("宋体", "SimSun", "新宋体", "NSimSun", "黑体", "SimHei", "仿宋", "FangSong", "楷体", "KaiTi"),
        *("微软雅黑", "Microsoft YaHei", "等线", "DengXian", "隶书", "LiSu", "幼圆", "YouYuan"),
        *("华文中宋", "STZhongsong", "华文仿宋", "STFangsong", "华文楷体", "STKaiti", "华文宋体", "STSong"),
        *("华文细黑", "STXihei", "华文新魏", "STXinwei", "华文行楷", "STXingkai", "Arial", "Arial Unicode MS"),
        *("Times New Roman", "Calibri", "Cambria", "Cambria Math", "Consolas", "Courier New", "Georgia", "Tahoma"),
        *("Verdana", "Segoe UI", "Symbol", "Wingdings", "Wingdings 2", "Wingdings 3", "Webdings", "MS Gothic"),
    )
)


def faces_named(members: Iterable[tuple[str, bytes]]) -> list[str]:
    """Every face that a Word file's text is set in, in the order of the alphabet: those of its runs and lists, and of
    the styles that it uses or that these rest on."""
    texts = {name: content.decode("utf-8", "replace") for name, content in members if _NAMING.match(name)}
    styles = texts.pop(_STYLES, "")
    slots = [slot for text in texts.values() for slot in _SLOT.findall(text)]
    blocks = {m[1]: m[0] for m in _STYLE.finditer(styles)}
    waiting = {used for text in texts.values() for used in _USED.findall(text)}
    waiting |= {name for name, block in blocks.items() if _DEFAULT.search(block[: block.index(">")])}
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in seen or name not in blocks:
            continue
        seen.add(name)
        slots += _SLOT.findall(blocks[name])
        waiting.update(_RESTS.findall(blocks[name]))
    slots += _SLOT.findall(styles[: styles.find("<w:style ")])  # the document's defaults
    return sorted({face for slot in slots for face in _FACE.findall(slot)})


def uncommon(faces: Iterable[str]) -> list[str]:
    """Those of ``faces`` that a reader's computer may not have."""
    return [f for f in faces if f.casefold() not in COMMON]
