"""Writes small PDFs object by object, so that a test can say exactly what is false in one.

Faces are those every PDF reader brings along (ISO 32000-1, 9.6.2.2), so nothing depends on installed fonts.
"""

from __future__ import annotations

import zlib
from pathlib import Path

FONT = "/Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding"


class Pdf:
    """A PDF in the making. Object 1 is the catalog, 2 the page tree, 3 the font F1 (Helvetica)."""

    def __init__(self, catalog: str = "", font: str = FONT) -> None:
        self._objects: list[bytes] = [b"", b"", f"<< {font} >>".encode("latin-1")]
        self._catalog = catalog
        self._pages: list[int] = []

    def add(self, body: str, stream: bytes | None = None, *, pack: bool = False) -> int:
        """An object: ``body`` as it stands, or a dictionary's inside when there is a stream. Its number comes back."""
        if stream is None:
            self._objects.append(body.encode("latin-1"))
        else:
            if pack:
                stream, body = zlib.compress(stream), body + " /Filter /FlateDecode"
            head = f"<< {body} /Length {len(stream)} >>\nstream\n".encode("latin-1")
            self._objects.append(head + stream + b"\nendstream")
        return len(self._objects)

    def page(
        self, content: str, *, resources: str = "", extra: str = "", size: tuple[float, float] = (400, 300)
    ) -> int:
        """A page drawn by ``content``; F1 is at hand. ``resources`` and ``extra`` are insides of dictionaries."""
        fonts = "" if "/Font" in resources else "/Font << /F1 3 0 R >> "
        stream = self.add("", content.encode("latin-1"))
        media = "" if "/MediaBox" in extra else f"/MediaBox [0 0 {size[0]} {size[1]}] "
        number = self.add(
            f"<< /Type /Page /Parent 2 0 R {media}/Resources << {fonts}{resources} >> /Contents {stream} 0 R {extra} >>"
        )
        self._pages.append(number)
        return number

    def data(self) -> bytes:
        """The file's bytes."""
        kids = " ".join(f"{n} 0 R" for n in self._pages)
        self._objects[0] = f"<< /Type /Catalog /Pages 2 0 R {self._catalog} >>".encode("latin-1")
        self._objects[1] = f"<< /Type /Pages /Kids [{kids}] /Count {len(self._pages)} >>".encode("latin-1")
        out = bytearray(b"%PDF-1.7\n")
        places = []
        for number, body in enumerate(self._objects, 1):
            places.append(len(out))
            out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
        start = len(out)
        out += f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n".encode()
        out += b"".join(f"{p:010d} 00000 n \n".encode() for p in places)
        out += f"trailer << /Size {len(places) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
        return bytes(out)

    def save(self, path: Path) -> Path:
        path.write_bytes(self.data())
        return path


def text(words: str, x: float = 40, y: float = 200, size: float = 14, font: str = "F1", extra: str = "") -> str:
    """Operators that show ``words``; ``extra`` operators stand inside the text object before them."""
    safe = words.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return f"BT /{font} {size} Tf {extra} {x} {y} Td ({safe}) Tj ET\n"


def mapping(pairs: dict[str, str]) -> bytes:
    """A ToUnicode stream by which the codes of the keys copy as the values (ISO 32000-1, 9.10.3)."""
    rows = "".join(f"<{ord(a):02X}> <{b.encode('utf-16-be').hex()}>\n" for a, b in pairs.items())
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        "1 begincodespacerange <00> <FF> endcodespacerange\n"
        f"{len(pairs)} beginbfchar\n{rows}endbfchar\nendcmap end end"
    ).encode()
