"""XML names of Word files (ECMA-376-1), and the parts of a package with their relationships.

Strict files (ISO/IEC 29500 strict) are turned into the transitional namespaces while they are read, so that nothing
else need know of them. It must not know what elements mean.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import unquote

from tfdocs.errors import InputDamaged
from tfdocs.read.archive import Package, parse_xml

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14: Final = "{http://schemas.microsoft.com/office/word/2010/wordml}"
R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
M: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
DGM: Final = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
DSP: Final = "{http://schemas.microsoft.com/office/drawing/2008/diagram}"
WP: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
WPS: Final = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
V: Final = "{urn:schemas-microsoft-com:vml}"
O: Final = "{urn:schemas-microsoft-com:office:office}"  # noqa: E741 - the prefix every Word file uses
VAL: Final = W + "val"
XML_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"

# ISO/IEC 29500-1 annex A against ECMA-376 first edition: the strict names differ in the year only, but for the host.
_STRICT: Final = re.compile(rb"http://purl\.oclc\.org/ooxml/(officeDocument|wordprocessingml|drawingml)/([A-Za-z/]+)")
_OFF: Final = re.compile(r"^(0|false|off|none)$", re.IGNORECASE)


def _transitional(match: re.Match[bytes]) -> bytes:
    family, rest = match.group(1), match.group(2)
    return b"http://schemas.openxmlformats.org/" + family + b"/2006/" + rest


def is_on(element: Any) -> bool:
    """The value of an on/off element (ECMA-376-1 17.17.4): present without ``val`` is on."""
    value = element.get(VAL)
    return value is None or not _OFF.match(value)


def integer(text: str | None, default: int = 0) -> int:
    """A whole number as Word writes it, ``default`` when it is none; clamped to 32 bits, since files lie."""
    if text is None or len(text) > 24:
        return default
    try:
        return max(-(2**31), min(2**31 - 1, int(float(text))))
    except (ValueError, OverflowError):
        return default


_MEASURE: Final = re.compile(r"^\s*(-?\d{1,9}(?:\.\d{0,9})?)(mm|cm|in|pt|pc|pi)\s*$")
_TWIPS: Final = {"pt": 20.0, "pc": 240.0, "pi": 240.0, "in": 1440.0, "cm": 1440 / 2.54, "mm": 1440 / 25.4}


def twips(text: str | None, default: int = 0, *, unit: int = 1) -> int:
    """A measure: a bare number counts ``unit`` twips, "12pt", "1.5cm" what they say (ST_UniversalMeasure, 22.9.2.15).

    The result is in units of ``unit`` twips (10 for half points).
    """
    measure = _MEASURE.match(text or "")
    if measure is None:
        return integer(text, default)
    return round(float(measure.group(1)) * _TWIPS[measure.group(2)] / unit)


@dataclass(frozen=True, slots=True)
class Relation:
    """``kind`` is the last step of the type's URI; ``target`` a part's name, or an address when ``external``."""

    kind: str
    target: str
    external: bool


class Parts:
    """The XML parts of a Word package, parsed on first use, and the relationships of each."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self._roots: dict[str, Any] = {}
        self._relations: dict[str, dict[str, Relation]] = {}
        self.main = self._find_main()

    def _find_main(self) -> str:
        for relation in self.relations("").values():
            if relation.kind == "officeDocument" and relation.target in self.package:
                return relation.target
        if "word/document.xml" in self.package:  # writers that forget the relationship are opened by Word too
            return "word/document.xml"
        raise InputDamaged(
            "里面没有 Word 正文（缺少 word/document.xml）",
            where=self.package.name,
            hint="这不是完整的 Word 文件；请用 Word 或 WPS 打开后另存为 .docx。",
        )

    def root(self, name: str) -> Any:
        """The root element of a part. Errors as ``Package.read`` and ``parse_xml``."""
        if name not in self._roots:
            data = self.package.read(name)
            if data[:2] in (b"\xff\xfe", b"\xfe\xff"):  # part of OPC, written by few: as UTF-8, for the pattern below
                text = data.decode("utf-16", errors="replace")
                data = re.sub(r"^<\?xml[^>]*\?>", "", text.removeprefix("\ufeff")).encode("utf-8")
            if b"purl.oclc.org/ooxml" in data:
                data = _STRICT.sub(_transitional, data)
            self._roots[name] = parse_xml(data, where=f"{self.package.name}（{name}）")
        return self._roots[name]

    def relations(self, part: str) -> dict[str, Relation]:
        """Relationships of ``part`` by id; those of the package for ""."""
        if part not in self._relations:
            folder, _, file = part.rpartition("/")
            name = posixpath.join(folder, "_rels", file + ".rels")
            found: dict[str, Relation] = {}
            if name in self.package:
                for element in self.root(name):
                    if not isinstance(element.tag, str) or not element.tag.endswith("}Relationship"):
                        continue
                    external = element.get("TargetMode") == "External"
                    target = element.get("Target") or ""
                    if not external:
                        target = self._resolve(folder, target)
                    kind = (element.get("Type") or "").rsplit("/", 1)[-1]
                    found[element.get("Id") or ""] = Relation(kind, target, external)
            self._relations[part] = found
        return self._relations[part]

    @staticmethod
    def _resolve(folder: str, target: str) -> str:
        target = unquote(target.partition("#")[0])
        joined = target if target.startswith("/") else posixpath.join("/", folder, target)
        return posixpath.normpath(joined).lstrip("/")

    def of_kind(self, part: str, kind: str) -> str | None:
        """The first part that ``part`` relates to by ``kind`` and that exists."""
        for relation in self.relations(part).values():
            if relation.kind == kind and not relation.external and relation.target in self.package:
                return relation.target
        return None

    def optional(self, kind: str) -> Any | None:
        """Root of the main part's ``kind`` (styles, numbering, settings, …), None when the file has none."""
        name = self.of_kind(self.main, kind)
        return self.root(name) if name is not None else None
