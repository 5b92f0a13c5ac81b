"""A coverage-guided fuzzer over the readers of an intake: ``python tests/faults/fuzz_intake.py KIND [--seconds N]``.

Not a test: it needs ``pip install atheris`` (Linux) and runs as long as it is given. What it finds is mended and
becomes a test beside the reader's others, named so. Kinds: ``docx`` and ``xlsx`` (bytes of the main part, in a sound
package, because no mutation of a zip keeps its checksums), ``pdf``, ``zip``, ``yaml``, ``names`` (a folder's files, one
a line, which must all be in one place after pairing) and ``page`` (what the ledger gives back).
"""

from __future__ import annotations

import argparse
import contextlib
import io
import sys
import tempfile
import zipfile
from collections import Counter
from pathlib import Path

import atheris

HERE = Path(__file__).resolve()
sys.path[:0] = [str(HERE.parent.parent / "unit" / part) for part in ("intake", "read_word", "read_pdf")]

with atheris.instrument_imports(include=["tfdocs", "zipfile", "openpyxl", "yaml"]):
    import hostile
    import hostilereads
    from test_intake_pairing import found

    from tfdocs.jobs.intake.packing import PackingError, packer
    from tfdocs.jobs.intake.pairing import sort_out
    from tfdocs.model.page import Page, Source

FORMS = sorted((HERE.parents[2] / "samples" / "forms").iterdir())
PARTS = {"docx": "word/document.xml", "xlsx": "xl/worksheets/sheet1.xml"}
NAMES = "甲/申报书.docx\n甲/申报书（盖章版）(1).pdf\n附件/a.pdf\nWord版/乙.docx\n扫描件/乙20230601.pdf"


def wrapped(kind: str, data: bytes, package: bytes) -> bytes:
    """``data`` as the main part of ``package``; as it is for what is no package."""
    if kind not in PARTS:
        return data
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(buffer, "w") as out:
        for name in source.namelist():
            out.writestr(name, data if name == PARTS[kind] else source.read(name))
    return buffer.getvalue()


def seeds(kind: str, folder: Path) -> list[bytes]:
    if kind == "names":
        return [NAMES.encode()]
    if kind == "page":
        return [packer(Page).pack(Page(1, 1.0, 2.0, 0, None, Source.OCR))]
    known = hostile.seeds(folder / "seeds", FORMS)[f".{kind}"]
    if kind not in PARTS:
        return known
    return [zipfile.ZipFile(io.BytesIO(k)).read(PARTS[kind]) for k in known]


def names(data: bytes) -> None:
    places = {n for n in data.decode("utf-8", "replace").split("\n") if n.strip("/") and len(n) < 500}
    files = [found(n) for n in sorted(places)]
    out = sort_out(files)
    where = Counter(
        [f for p in out.pairs for f in (p.word.shown, p.pdf.shown)] + [f for r in out.remarks for f in r.files]
    )
    assert where == Counter(f.shown for f in files), where


def page(data: bytes) -> None:
    with contextlib.suppress(PackingError):
        packer(Page).unpack(data)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Fuzz the readers of an intake")
    parser.add_argument("kind", choices=[*PARTS, "pdf", "zip", "yaml", "names", "page"])
    parser.add_argument("--seconds", type=int, default=120)
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    (folder / "corpus").mkdir()
    (folder / "in").mkdir()
    for number, seed in enumerate(seeds(asked.kind, folder)):
        (folder / "corpus" / str(number)).write_bytes(seed)
    package = (folder / "seeds" / "1.docx").read_bytes() if asked.kind == "docx" else hostile._list()
    file = folder / "in" / f"a.{asked.kind}"

    def one(data: bytes) -> None:
        if asked.kind in ("names", "page"):
            (names if asked.kind == "names" else page)(data)
            return
        file.write_bytes(wrapped(asked.kind, data, package))
        hostilereads.read(file)

    flags = [f"-max_total_time={asked.seconds}", f"-artifact_prefix={folder}/", "-timeout=30", "-rss_limit_mb=1500"]
    atheris.Setup([sys.argv[0], *flags, "-max_len=20000", str(folder / "corpus")], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
