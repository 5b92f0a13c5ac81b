"""The last rule of pairing: of what names and lists have left over, a paper belongs to the Word whose code it carries.

It may also settle what names left open: of two scans of one name, the one that carries the Word's code is its scan.
Like every rule it makes a pair only where there is no choice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from tfdocs.jobs.intake.found import Found, Pair, Remark, Sort, Sorted, Trouble
from tfdocs.jobs.intake.pairing import in_order, pair_of
from tfdocs.text.code import printed
from tfdocs.verify.codes import WordCodes

BY_CODE = "核验码相同（{}）"


def without_partner(out: Sorted, files: Iterable[Found]) -> list[Found]:
    """The Words and PDFs that names and lists left alone or open; [] when there is nothing to pair among them.

    What is taken for an attachment, because its folder's application is paired, is none of them.
    """
    places = {f for r in out.remarks if r.trouble in (Trouble.ALONE, Trouble.AMBIGUOUS) for f in r.files}
    left = [f for f in files if f.sort in (Sort.WORD, Sort.PDF) and f.shown in places]
    return left if {f.sort for f in left} == {Sort.WORD, Sort.PDF} else []


def pair_by_code(out: Sorted, left: Sequence[Found], codes: Mapping[str, WordCodes]) -> Sorted:
    """``out`` with what the ``codes`` (by SHA-256) say of the files in ``left``."""
    by_code: dict[str, list[Found]] = defaultdict(list)
    for file in left:
        for code in codes[file.sha256].all if file.sha256 in codes else ():
            by_code[code].append(file)
    pairs: list[Pair] = []
    remarks: list[Remark] = []
    for code, group in by_code.items():
        group.sort(key=lambda f: f.place)
        words, pdfs = ([f for f in group if f.sort is s] for s in (Sort.WORD, Sort.PDF))
        if not words or not pdfs:
            continue
        if len({f.sha256 for f in words}) > 1 or len({f.sha256 for f in pdfs}) > 1:
            why = (
                f"核验码都是 {printed(code)} 的有 {len(words)} 份 Word、{len(pdfs)} 份 PDF，不能断定哪两份是一对；"
                "请只留一对，或用名单指定"
            )
            remarks.append(Remark(Trouble.AMBIGUOUS, tuple(f.shown for f in group), why))
            continue
        pairs.append(pair_of(words[0], pdfs[0], BY_CODE.format(printed(code))))
        for first, *rest in (words, pdfs):
            why = f"与“{first.shown}”内容完全相同，没有另外核对"
            remarks += [Remark(Trouble.DUPLICATE, (f.shown,), why) for f in rest]
    pairs, more = _apart(pairs)
    remarks += more
    settled = {f for p in pairs for f in (p.word.shown, p.pdf.shown)} | {f for r in remarks for f in r.files}
    known = {f.shown: f for f in left}
    kept = [k for r in out.remarks if (k := _without(r, settled, known, codes)) is not None]
    return in_order(Sorted([*out.pairs, *pairs], [*kept, *remarks]))


def _apart(pairs: Sequence[Pair]) -> tuple[list[Pair], list[Remark]]:
    """A Word of several codes may have found several papers: then it has a choice, and no pair."""
    by_file: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        by_file[pair.word.shown].append(pair)
    out: list[Pair] = []
    remarks: list[Remark] = []
    for word, found in by_file.items():
        if len(found) == 1:
            out += found
            continue
        files = (word, *(p.pdf.shown for p in found))
        remarks.append(Remark(Trouble.AMBIGUOUS, files, "这份 Word 里有几个核验码，各有一份 PDF；请用名单指定"))
    return out, remarks


def _without(
    remark: Remark, settled: set[str], known: Mapping[str, Found], codes: Mapping[str, WordCodes]
) -> Remark | None:
    """What is left to say of a remark when some of its files are settled."""
    if not any(f in known for f in remark.files):
        return remark
    files = tuple(f for f in remark.files if f not in settled)
    if not files:
        return None
    if len(files) < len(remark.files):
        sorts = {known[f].sort for f in files}
        if len(sorts) == 1:
            other = "PDF" if sorts == {Sort.WORD} else "Word"
            why = f"没有找到对应的 {other}；名称相近的文件已按核验码配成对"
            remark = Remark(Trouble.ALONE, files, why)
        else:
            why = "名称相近的其他文件已按核验码配成对，不能断定剩下的是不是一对；请用名单指定"
            remark = Remark(Trouble.AMBIGUOUS, files, why)
    if remark.trouble is Trouble.ALONE and known[files[0]].sort is Sort.PDF:
        own = [c for f in files if known[f].sha256 in codes for c in codes[known[f].sha256].printed]
        if own:
            shown = "、".join(printed(c) for c in dict.fromkeys(own))
            remark = replace(remark, why=f"{remark.why}；页边的核验码是 {shown}")
    return remark
