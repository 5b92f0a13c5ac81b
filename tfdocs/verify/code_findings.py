"""What the verification codes on paper say of a pair: whose pages, was the Word edited since, which pages are missing.

Evidence beside the comparison: findings a person reads, none of them an error, so that no verdict rests on them. It
must not know how pages are compared; it is told which of them hold nothing of the Word.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from tfdocs.model.document import Document, Finding
from tfdocs.model.fault import Severity
from tfdocs.model.page import Page
from tfdocs.text.code import printed
from tfdocs.verify.codes import PageCode, WordCodes, codes_of_pages, codes_of_word

_SHOWN = 3  # codes that a message lists


def code_findings(
    word: Document,
    made: str | None,
    pages: Sequence[Page],
    *,
    outside: Collection[int] = (),
    cut_off: bool = False,
) -> list[Finding]:
    """What the codes say of ``word`` and ``pages``; [] where neither prints one.

    ``made`` is the code of the text stored in the Word's body, None when that is not known (an old .doc): then nothing
    is said of edits. ``outside``: numbers of the pages that hold nothing of the Word (blank, doubled, foreign by their
    text), which fill no gap between page numbers. ``cut_off``: the Word's last lines are on no page.
    """
    codes = WordCodes(codes_of_word(word), made or "")
    read = codes_of_pages(pages, codes.all)
    if not codes.printed and not any(p.code for p in read):
        return []
    out = []
    if codes.edited:
        old, new = printed(codes.printed[0]), printed(codes.made)
        message = f"Word 上印的核验码是 {old}，按现在的正文应为 {new}：Word 在生成之后改动过"
        out.append(_finding("code-edited", Severity.WARNING, message, word.name))
    own = [p for p in read if p.code in codes.all]
    if own:
        out.append(_finding("code-same", Severity.INFO, _whose(codes, own), _pages(p.page for p in own)))
    out += _foreign(codes, read)
    if not any(p.code for p in read):
        message = f"各页边上都没有读出核验码（Word 印的是 {_list(codes.printed)}）"
        message += "：可能不是由这个 Word 打印的，或页脚没有扫进来"
        if any(p.lines for p in pages):
            out.append(_finding("code-absent", Severity.WARNING, message, None))
        return out
    aside = {p.number for p in pages if not p.lines and not p.failure} | set(outside)
    out += _gaps(codes, [p for p in read if p.page not in aside], cut_off=cut_off)
    unread = [p.page for p in read if not p.code and p.page not in aside]
    if unread:
        out.append(_finding("code-unread", Severity.INFO, "页边没有读出核验码", _pages(unread)))
    return out


def _whose(codes: WordCodes, own: Sequence[PageCode]) -> str:
    shown = tuple(dict.fromkeys(p.code for p in own))
    if codes.made in shown and codes.made not in codes.printed:
        foot = "印的不是它" if codes.printed else "没有印核验码"
        return f"核验码与 Word 现在的正文一致（{printed(codes.made)}），Word 的页脚{foot}"
    return f"核验码与 Word 一致（{_list(shown)}）"


def _foreign(codes: WordCodes, read: Sequence[PageCode]) -> list[Finding]:
    """A finding for each code that is none of the Word's."""
    ours = codes.printed or tuple(filter(None, (codes.made,)))
    whole = not any(p.code in codes.all for p in read)
    other: dict[str, list[int]] = {}
    for page in read:
        if page.code and page.code not in codes.all:
            other.setdefault(page.code, []).append(page.page)
    out = []
    for code, numbers in other.items():
        message = f"核验码是 {printed(code)}，不是这个 Word 的" + (f"（{_list(ours)}）" if ours else "")
        if whole and len(other) == 1:
            message += "：扫描件是另一份文件，或 Word 在打印以后重新生成、修改过"
        else:
            message += "：是另一份文件的页，或这些页打印以后 Word 重新生成过"
        out.append(_finding("code-other", Severity.WARNING, message, _pages(numbers)))
    return out


def _gaps(codes: WordCodes, read: Sequence[PageCode], *, cut_off: bool) -> list[Finding]:
    """What is missing: whole documents of a file put together of several, and pages of each."""
    documents = _documents(codes, read)
    out = []
    absent = [c for c in codes.printed if c not in documents] if len(codes.printed) > 1 else []
    if absent and documents:
        message = f"Word 里有 {len(codes.printed)} 份文件，核验码为 {_list(absent)} 的一页也没有"
        out.append(_finding("code-pages-missing", Severity.WARNING, message, None))
    for code, pages in documents.items():
        missing, last, open_end = _missing(pages)
        said = []
        if missing:
            how = "页码中断" if open_end else f"页脚写明共 {last} 页"
            said.append(f"{how}，缺第 {_ranges(missing)} 页")
        if open_end and cut_off and code == (codes.printed or codes.all)[-1]:
            said.append(f"第 {last} 页以后还应有页：Word 末尾的文字不在扫描件上")
        if said:
            which = f"{printed(code)}：" if len(codes.printed) > 1 else ""
            out.append(_finding("code-pages-missing", Severity.WARNING, which + "；".join(said), None))
    return out


def _documents(codes: WordCodes, read: Sequence[PageCode]) -> dict[str, list[PageCode]]:
    """The Word's pages by document. A page without a code belongs to the document of the page before it, the first
    ones to that of the page after; foreign pages belong to none."""
    ours = [p for p in read if not p.code or p.code in codes.all]
    current = next((p.code for p in ours if p.code), "")
    out: dict[str, list[PageCode]] = {}
    for page in ours if current else ():
        current = page.code or current
        out.setdefault(current, []).append(page)
    return out


def _missing(pages: Sequence[PageCode]) -> tuple[list[int], int, bool]:
    """Printed numbers that no page has, the last number there is, and whether that is only the last one seen, because
    the pages do not say how many they are. A page without a number (a cover, a blot) stands for the number beside its
    neighbour's; so does one whose number cannot be right."""
    totals = [p.total for p in pages if p.total and p.number]
    total = max(set(totals), key=totals.count) if totals else 0
    numbers = [p.number if not total or (p.number or 0) <= total else None for p in pages]
    _forget_misread(numbers)
    seen = {n for n in numbers if n is not None}
    if not seen:
        return [], 0, False
    for at, number in enumerate(numbers):
        if number is not None:
            continue
        before = numbers[at - 1] if at else 0
        after = numbers[at + 1] if at + 1 < len(numbers) else None
        for guess in (None if before is None else before + 1, None if after is None else after - 1):
            if guess is not None and guess > 0 and guess not in seen:
                numbers[at] = guess
                seen.add(guess)
                break
    return [n for n in range(1, (total or max(seen)) + 1) if n not in seen], total or max(seen), not total


def _forget_misread(numbers: list[int | None]) -> None:
    """A number that another page has too, between neighbours that leave room for exactly one other, was misread: of
    1, 2, 8, 4, … 8 the first 8 is a 3. A copy of the page before or after it is none of these."""
    for at in range(1, len(numbers) - 1):
        before, number, after = numbers[at - 1 : at + 2]
        if before is None or number is None or after is None:
            continue
        if after == before + 2 and number not in (before, before + 1, after) and before + 1 not in numbers:
            numbers[at] = None


def _finding(code: str, severity: Severity, message: str, where: str | None) -> Finding:
    return Finding(code=code, severity=severity, message=message, where=where)


def _list(codes: Sequence[str]) -> str:
    return "、".join(map(printed, codes[:_SHOWN])) + (f" 等 {len(codes)} 个" if len(codes) > _SHOWN else "")


def _pages(numbers: Iterable[int]) -> str:
    return f"第 {_ranges(numbers)} 页"


def _ranges(numbers: Iterable[int]) -> str:
    """“1、3-7”."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return "、".join(f"{r[0]}-{r[-1]}" if len(r) > 1 else str(r[0]) for r in runs)
