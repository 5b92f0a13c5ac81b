"""The sample pair with every text that a file can bring replaced by one that would like to run.

Each text names itself by a number in ``window.hit``, so that a test can say which one did.
"""

from __future__ import annotations

import dataclasses

from tfdocs.model.comparison import Checked, PdfSide, WordSide
from tfdocs.model.document import Block, BlockKind, Document, Finding, join_blocks
from tfdocs.model.fault import Severity

PAYLOADS = (
    "<script>window.hit=1</script>",
    "</script><script>window.hit=2</script>",
    "</style><img src=x onerror=window.hit=3>",
    '" onmouseover="window.hit=4" x="',
    "' autofocus onfocus='window.hit=5' '",
    "<svg onload=window.hit=6>",
    "<iframe srcdoc='<script>parent.hit=7</script>'></iframe>",
    "javascript:window.hit=8",
    "<a href='http://attacker.invalid/9'>点这里</a>",
    "<link rel=stylesheet href=http://attacker.invalid/10.css>",
    "<meta http-equiv=refresh content='0;url=http://attacker.invalid/11'>",
    "<form action=http://attacker.invalid/12><input name=q></form>",
    "{{ 7*7 }}{% for x in y %}",
    "]]><![CDATA[<script>window.hit=14</script>",
    "\u202e反写\u2066<b>",
    "<base href=http://attacker.invalid/16>",
    "<!-- --><plaintext>",
)
EVERYTHING = "".join(PAYLOADS)


def hostile(checked: Checked) -> Checked:
    """``checked`` with hostile texts in its Word, names, differences, findings, seals and engines."""
    blocks = [Block(BlockKind.PARAGRAPH, text, 0, 0, f"第 1 段{EVERYTHING}") for text in PAYLOADS]
    text, joined = join_blocks(blocks)
    word = Document(f"申报书{EVERYTHING}.docx", "0" * 64, "docx", text, joined)
    report = checked.report
    differences = []
    for i, d in enumerate(report.differences):
        payload = PAYLOADS[i % len(PAYLOADS)]
        at = text.index(payload)
        own = WordSide(
            text=payload, before="<b>", after="</b>", paragraph=i % len(PAYLOADS), place=EVERYTHING,
            start=at, end=at + len(payload),
        )  # fmt: skip
        other = d.pdf and PdfSide(
            text=EVERYTHING, before="<i>", after="<s>\"'", page=d.pdf.page, boxes=d.pdf.boxes
        )  # fmt: skip
        evidence = d.evidence.model_copy(update={"note": EVERYTHING, "rule": EVERYTHING})
        differences.append(
            d.model_copy(update={"word": own, "pdf": other, "evidence": evidence, "id": f"{i}{payload}"})
        )
    changed = report.model_copy(
        update={
            "word": report.word.model_copy(update={"name": word.name, "sha256": PAYLOADS[3], "view": EVERYTHING}),
            "pdf": report.pdf.model_copy(update={"name": EVERYTHING, "sha256": PAYLOADS[4]}),
            "differences": differences,
            "suppressed": [d.model_copy(update={"id": f"s{d.id}"}) for d in differences],
            "findings": [
                Finding(code="sum-differs", severity=Severity.ERROR, message=EVERYTHING, where=EVERYTHING),
                Finding(code="x", severity=Severity.ERROR, message=EVERYTHING, where=EVERYTHING),
            ],
            "seals": [report.seals[0].model_copy(update={"text": EVERYTHING})],
            "engines": {EVERYTHING: EVERYTHING},
        }
    )
    pages = tuple(dataclasses.replace(p, failure=EVERYTHING if p.number == 4 else None) for p in checked.pages)
    return Checked(changed, word, pages, checked.pdf_path)
