"""What the verification codes on paper say: which Word the pages belong to, whether it was edited, what is missing.

Evidence beside the comparison: findings a person reads, none of them an error, so that no verdict rests on them. A code
is printed by tfdocs in the footer of every page (``tfdocs.text.code``); a Word file without one yields no finding.
It must not know how pages are compared or where the stored words of a Word file come from.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from tfdocs.model.document import BlockKind, Document, Finding
from tfdocs.model.fault import Severity
from tfdocs.model.page import Page
from tfdocs.text.code import code_of, distance, find_codes, printed

# Footers stand in the outer margin: GB/T 9704-2012 leaves 35 mm of 297 below the type area.
EDGE: Final = 0.14
# A string that is no code (its check character is wrong) is a misreading of one that differs in so few places. Codes of
# different documents differ in 9.4 of ten places on average and in two at least.
MISREAD: Final = 2

_SHAPED: Final = re.compile(r"(?<![0-9A-Z])([0-9A-Z]{5})[ \-－—–─_.·]+([0-9A-Z]{5})(?![0-9A-Z])")
_NUMBER: Final = re.compile(r"第(\d{1,4})页[^\d]{0,3}共(\d{1,4})页")


@dataclass(frozen=True, slots=True)
class PageCode:
    """What the edge of one page says. ``code`` is "" where none could be read; ``number`` of ``total`` as printed."""

    page: int
    code: str
    number: int | None = None
    total: int | None = None


def codes_of_word(word: Document) -> tuple[str, ...]:
    """The codes printed in a Word file's headers and footers, each once; several in a file put together of several."""
    running = (b.text for b in word.blocks if b.kind in (BlockKind.HEADER, BlockKind.FOOTER))
    return tuple(dict.fromkeys(c for text in running for c in find_codes(text)))


def codes_of_pages(pages: Sequence[Page], expected: Iterable[str] = ()) -> list[PageCode]:
    """The code and the number at the edge of each page; a misread code counts as the one of ``expected`` it is nearest
    to."""
    known = tuple(expected)
    out = []
    for page in pages:
        rows = _edge_rows(page)
        codes = [c for row in rows for c in find_codes(row)]
        if not codes:
            shaped = [m[1] + m[2] for row in rows for m in _SHAPED.finditer(row)]
            codes = [k for s in shaped for k in known if distance(k, s) <= MISREAD]
        label = next((m for row in rows if (m := _NUMBER.search(row.replace(" ", "")))), None)
        number, total = (int(label[1]), int(label[2])) if label else (None, None)
        out.append(PageCode(page.number, codes[0] if codes else "", number, total))
    return out


def _edge_rows(page: Page) -> list[str]:
    """The text in the upper and lower margin by rows, half-width, in capitals; a row may be read as several lines."""
    lines = [ln for ln in page.lines if min(ln.box.centre[1], page.height - ln.box.centre[1]) < EDGE * page.height]
    rows: list[list[tuple[float, float, str]]] = []
    for line in sorted(lines, key=lambda ln: ln.box.centre[1]):
        middle = line.box.centre[1]
        if rows and abs(rows[-1][-1][0] - middle) < 0.6 * line.box.height:
            rows[-1].append((middle, line.box.x0, line.text))
        else:
            rows.append([(middle, line.box.x0, line.text)])
    joined = (" ".join(text for _, _, text in sorted(row, key=lambda r: r[1])) for row in rows)
    return [unicodedata.normalize("NFKC", text).upper() for text in joined]


def code_findings(word: Document, words: str | None, pages: Sequence[Page]) -> list[Finding]:
    """What the codes say of ``word`` and ``pages``; [] for a Word file that prints none.

    ``words`` is the text stored in the Word file's body, from which its code was made; None when it is not known (an
    old .doc), and then nothing is said of edits.
    """
    expected = codes_of_word(word)
    if not expected:
        return []
    out = []
    if words is not None and len(expected) == 1 and code_of(words) != expected[0]:
        out.append(
            _finding(
                "code-edited",
                Severity.WARNING,
                f"Word 上印的核验码是 {printed(expected[0])}，按现在的正文应为 {printed(code_of(words))}："
                "Word 在生成之后改动过",
                word.name,
            )
        )
    read = codes_of_pages(pages, expected)
    own = [p.page for p in read if p.code in expected]
    other: dict[str, list[int]] = {}
    for p in read:
        if p.code and p.code not in expected:
            other.setdefault(p.code, []).append(p.page)
    if own:
        message = f"核验码与 Word 一致（{'、'.join(map(printed, expected[:3]))}）"
        out.append(_finding("code-same", Severity.INFO, message, _pages(own)))
    for code, numbers in other.items():
        message = f"核验码是 {printed(code)}，不是这个 Word 的（{printed(expected[0])}）"
        message += "：是另一份文件的页，或 Word 后来重新生成过"
        out.append(_finding("code-other", Severity.WARNING, message, _pages(numbers)))
    missing, total = _missing(read, expected)
    if missing:
        message = f"页脚写明共 {total} 页，缺第 {_ranges(missing)} 页"
        out.append(_finding("code-pages-missing", Severity.WARNING, message, None))
    unread = [p.page for p in read if not p.code]
    if unread and (own or other):
        out.append(_finding("code-unread", Severity.INFO, "页边没有读出核验码", _pages(unread)))
    return out


def _missing(read: Sequence[PageCode], expected: Sequence[str]) -> tuple[list[int], int]:
    """Printed numbers that no page has, and how many pages the footers say there are. A page without a number (a
    cover, a blot) stands for the number beside its neighbour's."""
    ours = [p for p in read if p.code in expected or not p.code]
    totals = [p.total for p in ours if p.total and p.number]
    if not totals or len(expected) > 1:
        return [], 0
    total = max(set(totals), key=totals.count)
    numbers = [p.number if p.total == total else None for p in ours]
    seen = {n for n in numbers if n is not None}
    for at, number in enumerate(numbers):
        if number is not None:
            continue
        before = numbers[at - 1] if at else 0
        after = numbers[at + 1] if at + 1 < len(numbers) else None
        for guess in (None if before is None else before + 1, None if after is None else after - 1):
            if guess is not None and guess not in seen:
                numbers[at] = guess
                seen.add(guess)
                break
    return [n for n in range(1, total + 1) if n not in seen], total


def _finding(code: str, severity: Severity, message: str, where: str | None) -> Finding:
    return Finding(code=code, severity=severity, message=message, where=where)


def _pages(numbers: Sequence[int]) -> str:
    return f"第 {_ranges(numbers)} 页"


def _ranges(numbers: Sequence[int]) -> str:
    """“1、3-7”."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return "、".join(f"{r[0]}-{r[-1]}" if len(r) > 1 else str(r[0]) for r in runs)
