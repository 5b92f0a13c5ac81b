"""Files that somebody has tampered with: seeds of every kind that tfdocs reads, mutated.

Everything comes from a number, so a file that did harm can be made again.
"""

from __future__ import annotations

import io
import random
import re
import stat
import struct
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen import canvas
from wordfiles import docx, field, lists, lvl, num_pr, p, picture, r, style, tbl, tc, text_box, tr

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
SUFFIXES = (".docx", ".pdf", ".xlsx", ".zip", ".yaml")

# What people try, as tokens to put in anywhere.
TOKENS = (
    b"\x00", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"-1", b"99999999999999999999", b"1e400", b"NaN", b"%n%s",
    b"../../x", b"<script>alert(1)</script>", b"=cmd|'/c calc'!A0", b"<!DOCTYPE a [<!ENTITY x \"y\">]>", b"&lol9;",
    b"]]>", b"<!--", b" obj\n<< /Length 1000000000 >>\nstream\n", b"/Kids [1 0 R 2 0 R 3 0 R]", b"/Count 2147483647",
    b"/Filter [" + b"/FlateDecode " * 50 + b"]", b"[" * 500, b"<<" * 500, b"(" * 500, b"/MediaBox [0 0 1e9 1e9]",
    b"/MediaBox [0 0 0 0]", b"/Rotate 45", b"/Type /Page", b"!!python/object/apply:os.system ['touch pwned']",
    b"&a [*a, *a]", b"? [", b"- " * 300, b"{" * 300, b"w:val=\"-2147483649\"",
)  # fmt: skip

SPOKEN = (
    "=HYPERLINK(\"http://x\",\"1\")", "+cmd|' /c calc'!A0", "-2+3", "@SUM(1)", "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>", "javascript:alert(1)", "{{ 7*7 }}", "${jndi:ldap://x}", "../../../etc/passwd",
    "\u202e 不少于20篇", "!!python/object/apply:os.system [x]", "<!ENTITY x SYSTEM 'file:///etc/passwd'>",
)  # fmt: skip


def seeds(folder: Path, forms: list[Path]) -> dict[str, list[bytes]]:
    """Small sound files by suffix; ``forms`` are filled forms (.xlsx, .yaml) of the samples."""
    folder.mkdir(parents=True, exist_ok=True)
    words = [
        docx(folder / "1.docx", p("申报书") + p(field("PAGE", "1")) + p(r("经费20万元", "<w:b/>"))),
        docx(
            folder / "2.docx",
            tbl(
                tr(tc("甲", '<w:vMerge w:val="restart"/>'), tc("乙")), tr(tc("", "<w:vMerge/>"), tc(tbl(tr(tc("内")))))
            ),
            styles=style("a", num_pr(1), based_on="b") + style("b"),
            numbering=lists(lvl(0, "chineseCounting", "%1、") + lvl(1, "decimal", "%1.%2")),
        ),
        docx(
            folder / "3.docx",
            p(text_box(p("框")) + picture("p") + r('<w:footnoteReference w:id="1"/>'), num_pr(1)),
            numbering=lists(lvl(0, "upperRoman", "%1.")),
            footnotes=f'<w:footnote w:id="1">{p("注")}</w:footnote>',
            relations={"p": ("image", "media/a.png")},
            parts={"media/a.png": PNG},
        ),
    ]
    known: dict[str, list[bytes]] = {".docx": [w.read_bytes() for w in words], ".pdf": [_pdf(0), _pdf(1)]}
    known[".xlsx"] = [*[f.read_bytes() for f in forms if f.suffix == ".xlsx"][:2], _list()]
    known[".yaml"] = [f.read_bytes() for f in forms if f.suffix == ".yaml"]
    known[".zip"] = [
        _zip({"甲/申报书.docx": known[".docx"][0], "甲/申报书.pdf": known[".pdf"][0], "a.zip": _zip({"b.docx": b"x"})})
    ]
    return known


def _pdf(compression: int) -> bytes:
    buffer = io.BytesIO()
    page = canvas.Canvas(buffer, pagesize=A4, invariant=1, pageCompression=compression)
    for number in range(2):
        page.setFont("Helvetica", 14)
        for line in range(20):
            page.drawString(72, 760 - 30 * line, f"Page {number} line {line} = 20.5 %")
        page.rect(50, 50, 100, 100)
        page.bookmarkPage(f"p{number}")
        page.addOutlineEntry(f"p{number}", f"p{number}")
        page.acroForm.textfield(name=f"f{number}", x=100, y=100, value="v")
        page.showPage()
    page.save()
    return buffer.getvalue()


def _list() -> bytes:
    book = openpyxl.Workbook()
    for row in (["申报单位", "Word 文件", "PDF 文件"], ["甲", "a.docx", "=1+1"], ["乙", "../b.docx", "b.pdf"]):
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    book.close()
    return buffer.getvalue()


def _zip(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as out:
        for name, content in members.items():
            out.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), content, method)
    return buffer.getvalue()


def make(seed: int, known: dict[str, list[bytes]]) -> tuple[str, bytes]:
    """The suffix and bytes of file number ``seed``."""
    dice = random.Random(seed)
    suffix = SUFFIXES[seed % len(SUFFIXES)]
    data = dice.choice(known[suffix])
    if dice.random() < 0.15:
        return suffix, _spoken(suffix, data, dice) if suffix != ".zip" else _foreign(data, dice)
    if suffix in (".docx", ".xlsx", ".zip") and dice.random() < 0.7:
        return suffix, _within(data, dice)
    return suffix, bytes(_mutated(data, dice, dice.randint(1, 6)))


def _spoken(suffix: str, data: bytes, dice: random.Random) -> bytes:
    """A sound file whose texts are what a reader of them might run: formulas, scripts, html, actions."""

    def another(found: re.Match[bytes]) -> bytes:
        return found[1] + escape(dice.choice(SPOKEN)).encode() if dice.random() < 0.7 else found[0]

    if suffix == ".yaml":
        return re.sub(rb"(?m)^(\s*[^\s#:]+: ).+$", lambda m: m[1] + repr(dice.choice(SPOKEN)).encode(), data)
    if suffix == ".pdf":
        script = dice.choice([b"/JavaScript /JS (app.alert\\(1\\))", b"/Launch /F (calc.exe)", b"/URI /URI (http://x)"])
        return data.replace(b"/Type /Catalog", b"/OpenAction << /S " + script + b" >> /Type /Catalog", 1)
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        members = {n: source.read(n) for n in source.namelist()}
    for name in (n for n in members if n.endswith(".xml")):
        members[name] = re.sub(rb"(<(?:w:)?t(?: [^>]*)?>)[^<]*", another, members[name])
        if suffix == ".xlsx" and dice.random() < 0.5:
            members[name] = members[name].replace(b"<v>", b"<f>HYPERLINK(&quot;http://x&quot;)</f><v>")
    if dice.random() < 0.3:
        members[f"{'word' if suffix == '.docx' else 'xl'}/vbaProject.bin"] = b"\xd0\xcf\x11\xe0" + bytes(600)
    return _zip(members)


def _foreign(data: bytes, dice: random.Random) -> bytes:
    """A zip of things that are no files: links, devices, pipes; of absurdly many; with html for names."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        members = {n: source.read(n) for n in source.namelist()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as out:
        for number, (name, content) in enumerate(members.items()):
            entry = zipfile.ZipInfo(dice.choice([name, f"{number}<b onclick=x>.docx", f"=1+{number}.pdf"]))
            kind = dice.choice([stat.S_IFLNK, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFIFO, stat.S_IFSOCK, stat.S_IFREG])
            entry.create_system, entry.external_attr = 3, (kind | 0o777) << 16
            out.writestr(entry, b"/etc/passwd" if kind == stat.S_IFLNK else content)
        for number in range(100_000 if dice.random() < 0.05 else 0):
            out.writestr(zipfile.ZipInfo(f"{number}.docx"), b"")
    return buffer.getvalue()


def _within(data: bytes, dice: random.Random) -> bytes:
    """Tamper with members, so that checksums are right and the parser behind them is reached; or with the package."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        members = {n: source.read(n) for n in source.namelist()}
    how = dice.randrange(8)
    name = dice.choice(list(members))
    if how <= 3:
        members[name] = bytes(_mutated(members[name], dice, dice.randint(1, 5)))
    elif how == 4:  # names
        hostile = [
            "../" * dice.randint(1, 9) + "x",
            "/etc/x",
            "C:\\x",
            "a" * 5000,
            "con",
            "x\x00y",
            "\u202etxt.docx",
            "",
        ]
        members[dice.choice(hostile)] = members.pop(name)
    elif how == 5:  # one part in place of another
        members[name] = members[dice.choice(list(members))]
    elif how == 6:  # nesting
        members[name] = data
    else:  # many
        members |= {f"{n}/{name}": b"" for n in range(dice.choice([10, 400]))}
    packed = bytearray(_zip(members, dice.choice([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])))
    if dice.random() < 0.2:  # sizes and counts that are not true
        at = packed.rfind(b"PK\x01\x02")
        place = at + dice.choice([20, 24, 42, 28, 30])
        packed[place : place + 4] = struct.pack("<I", dice.choice([0, 1, 0xFFFFFFFF, 2**31]))
    return bytes(packed)


def _mutated(data: bytes, dice: random.Random, times: int) -> bytearray:
    out = bytearray(data)
    for _ in range(times):
        if not out:
            break
        at, length = dice.randrange(len(out)), dice.choice([1, 2, 4, 16, 200, 2000])
        match dice.randrange(8):
            case 0:
                out[at] ^= 1 << dice.randrange(8)
            case 1:
                out[at] = dice.randrange(256)
            case 2:
                del out[at : at + length]
            case 3:
                other = dice.randrange(len(out))
                out[at:at] = out[other : other + length]
            case 4:
                out[at : at + length] = bytes(min(length, len(out) - at))
            case 5:
                del out[at:]
            case 6:
                out[at:at] = dice.choice(TOKENS)
            case 7:  # a number becomes another
                digits = [i for i in range(at, min(at + 400, len(out))) if 48 <= out[i] <= 57]
                if digits:
                    i = dice.choice(digits)
                    out[i : i + 1] = dice.choice([b"0", b"9", b"-1", b"99999999999", b"2147483648", b".5", b"1e9"])
    return out
