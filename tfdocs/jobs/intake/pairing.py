"""Which Word belongs to which PDF, by the names people give files; every pair with the rule that made it.

The rules, in this order; each looks only at what the ones before have left over:

1. a list (.xlsx) says so;
2. the same name in one folder, words such as 盖章版 or 扫描件 aside (folders that only say how their files were made,
   such as Word版 and 扫描件, count as the folder around them);
3. one folder (or zip) an applicant: the only Word and the only PDF in it.

A rule makes a pair only where it leaves no choice. Two candidates are no pair but a remark; so is whatever stays
alone. Attachments, by their names, are left alone and listed. What is left over then may carry a code: ``bycode``.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from tfdocs.jobs.intake.found import Found, Pair, Remark, Sort, Sorted, Trouble
from tfdocs.jobs.intake.listing import Row
from tfdocs.jobs.intake.naming import folded, is_attachment, stem, unit

BY_LIST = "名单"
BY_NAME = "文件名相同"
BY_MARKS = "文件名相同（除“{}”等字样外）"
BY_FOLDER = "同一文件夹里唯一的 Word 和 PDF"

Place = tuple[str, ...]


def sort_out(files: Sequence[Found], lists: Sequence[tuple[Found, Sequence[Row]]] = ()) -> Sorted:
    """Sort ``files`` (Words, PDFs and other workbooks) into pairs and remarks. The same files give the same answer."""
    return _Sorter(files).run(lists)


def pair_of(word: Found, pdf: Found, rule: str, label: str = "", notes: tuple[str, ...] = ()) -> Pair:
    """The pair of two files; without ``label`` their names say whose it is."""
    identity = hashlib.sha256(f"{word.shown}\n{pdf.shown}".encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return Pair(identity, label or _label(word, pdf), word, pdf, rule, notes)


def in_order(out: Sorted) -> Sorted:
    """The same, in the order in which it is shown."""
    troubles = list(Trouble)
    return Sorted(
        sorted(out.pairs, key=lambda p: (p.word.place, p.pdf.place)),
        sorted(out.remarks, key=lambda r: (troubles.index(r.trouble), r.files, r.why)),
    )


class _Sorter:
    def __init__(self, files: Sequence[Found]) -> None:
        self.files = sorted((f for f in files if f.sort in (Sort.WORD, Sort.PDF)), key=lambda f: f.place)
        self.workbooks = [f for f in files if f.sort is Sort.LIST]
        self.out = Sorted()
        self.used: set[Place] = set()
        self.paired_units: set[Place] = set()

    def run(self, lists: Sequence[tuple[Found, Sequence[Row]]]) -> Sorted:
        for workbook, rows in lists:
            self.used.add(workbook.place)
            self._by_list(workbook, rows)
        for workbook in self.workbooks:
            if workbook.place not in self.used:
                self._remark(Trouble.OTHER, [workbook], "Excel 表，没有处理")
        self._attachments()
        self._copies()
        self._by_name()
        self._repeats()
        self._by_folder()
        self._alone()
        self._repeated_pairs()
        return in_order(self.out)

    def _left(self, sort: Sort | None = None) -> list[Found]:
        return [f for f in self.files if f.place not in self.used and sort in (None, f.sort)]

    def _remark(self, trouble: Trouble, files: Iterable[Found], why: str) -> None:
        named = list(files)
        self.used.update(f.place for f in named)
        self.out.remarks.append(Remark(trouble, tuple(f.shown for f in named), why))

    def _pair(self, word: Found, pdf: Found, rule: str, label: str = "", notes: tuple[str, ...] = ()) -> None:
        self.out.pairs.append(pair_of(word, pdf, rule, label, notes))
        self.used |= {word.place, pdf.place}
        self.paired_units |= {unit(word.folder), unit(pdf.folder)}

    # 1: the list

    def _by_list(self, workbook: Found, rows: Sequence[Row]) -> None:
        by_name: dict[str, list[Found]] = defaultdict(list)
        for file in self.files:
            # people leave out folders and endings
            bare = file.name.rpartition(".")[0]
            places = {_place_key(file.shown), _place_key("/".join((*file.folder, bare)))}
            for known in places | {_name_key(file.name), _name_key(bare)}:
                by_name[known].append(file)
        for row in rows:
            where = f"{workbook.shown} 第 {row.number} 行"
            word, why_word = self._listed(by_name, row.word, Sort.WORD, workbook)
            pdf, why_pdf = self._listed(by_name, row.pdf, Sort.PDF, workbook)
            faults = [w for w in (why_word, why_pdf) if w]
            if word is None or pdf is None:
                self.out.remarks.append(Remark(Trouble.LIST, (where,), "；".join(faults)))
            else:
                self._pair(word, pdf, f"{BY_LIST}（{where}）", row.label[:80])

    def _listed(
        self, by_name: dict[str, list[Found]], named: str, sort: Sort, workbook: Found
    ) -> tuple[Found | None, str]:
        what = "Word" if sort is Sort.WORD else "PDF"
        if not named:
            return None, f"没有填 {what} 文件名"
        shown = named[:80]
        inside = "/".join((*workbook.folder, named))
        for key in (_place_key(inside), _place_key(named), _name_key(named)):
            found = [f for f in by_name.get(key, ()) if f.sort is sort]
            if len(found) > 1:
                return None, f"有 {len(found)} 个名为“{shown}”的文件，请写明文件夹"
            if found:
                if found[0].place in self.used:
                    return None, f"“{shown}”在名单里出现了不止一次"
                return found[0], ""
        return None, f"找不到 {what} 文件“{shown}”"

    # what is no business of the other rules

    def _attachments(self) -> None:
        for file in self._left():
            if is_attachment(file.place):
                self._remark(Trouble.ATTACHMENT, [file], "按名称是附件，没有核对")

    def _copies(self) -> None:
        """Of equal files under one name, as (1) or 副本, the one with the plainest name speaks for all."""
        groups: dict[tuple[Place, Sort, str, str], list[Found]] = defaultdict(list)
        for file in self._left():
            groups[unit(file.folder), file.sort, file.sha256, stem(file.name).loose].append(file)
        for group in groups.values():
            first, *rest = sorted(group, key=lambda f: (len(stem(f.name).exact), f.place))
            for file in rest:
                self._repeat(file, first)

    def _repeats(self) -> None:
        """What is left over and has the bytes of another file of the same applicant needs no partner."""
        known: dict[tuple[Place, str], Found] = {}
        for file in sorted(self.files, key=lambda f: (f.place not in self.used, f.place)):
            first = known.setdefault((unit(file.folder), file.sha256), file)
            if first is not file and file.place not in self.used:
                self._repeat(file, first)

    def _repeat(self, file: Found, first: Found) -> None:
        self._remark(Trouble.DUPLICATE, [file], f"与“{first.shown}”内容完全相同，没有另外核对")

    # 2: names

    def _by_name(self) -> None:
        groups: dict[tuple[Place, str], list[Found]] = defaultdict(list)
        for file in self._left():
            loose = stem(file.name).loose
            if loose:
                groups[unit(file.folder), loose].append(file)
        for group in groups.values():
            self._named_alike(group)

    def _named_alike(self, group: list[Found]) -> None:
        """Files whose names say the same. By what the names say beyond that, as long as nothing is left over."""
        if not (_has(group, Sort.WORD) and _has(group, Sort.PDF)):
            return
        for closeness in ("exact", "key", "loose"):
            parts: dict[str, list[Found]] = defaultdict(list)
            for file in group:
                parts[getattr(stem(file.name), closeness)].append(file)
            if all(len(p) == 2 and _has(p, Sort.WORD) and _has(p, Sort.PDF) for p in parts.values()):
                for part in parts.values():
                    word, pdf = sorted(part, key=lambda f: f.sort is Sort.PDF)
                    if closeness == "loose" and stem(word.name).numbered and stem(pdf.name).numbered:
                        self._remark(Trouble.AMBIGUOUS, part, "文件名的编号不同，不能断定是同一份")
                    else:
                        self._pair(word, pdf, _named_rule(word, pdf))
                return
        words, pdfs = (sum(f.sort is s for f in group) for s in (Sort.WORD, Sort.PDF))
        self._remark(
            Trouble.AMBIGUOUS,
            group,
            f"名称相近的有 {words} 份 Word、{pdfs} 份 PDF，不能断定哪两份是一对；请只留一对，或用名单指定",
        )

    # 3: folders

    def _by_folder(self) -> None:
        units: dict[Place, list[Found]] = defaultdict(list)
        for file in self._left():
            units[unit(file.folder)].append(file)
        for folder, group in units.items():
            # at the top lie the files of all applicants, and two that are left over there need not belong together
            if not folder or folder in self.paired_units:
                continue
            words, pdfs = ([f for f in group if f.sort is s] for s in (Sort.WORD, Sort.PDF))
            if len(words) == 1 and len(pdfs) == 1:
                self._pair(words[0], pdfs[0], BY_FOLDER)
            elif words and pdfs:
                self._remark(
                    Trouble.AMBIGUOUS,
                    group,
                    f"文件夹里有 {len(words)} 份 Word、{len(pdfs)} 份 PDF，名称各不相同，不能断定哪两份是一对；"
                    "请改成相同的名称，或用名单指定",
                )

    def _alone(self) -> None:
        for file in self._left():
            other = "PDF" if file.sort is Sort.WORD else "Word"
            folder = unit(file.folder)
            if file.sort is Sort.PDF and folder and folder in self.paired_units:
                why = f"推测为附件：同一文件夹的申报材料已配对，这份没有对应的 {other}，没有核对"
                self._remark(Trouble.ATTACHMENT, [file], why)
            else:
                self._remark(Trouble.ALONE, [file], f"没有找到对应的 {other}")

    def _repeated_pairs(self) -> None:
        """The same two contents under other names are one pair; one of the two the same is worth a note."""
        first: dict[tuple[str, str], Pair] = {}
        kept: list[Pair] = []
        for pair in sorted(self.out.pairs, key=lambda p: (p.word.place, p.pdf.place)):
            earlier = first.setdefault((pair.word.sha256, pair.pdf.sha256), pair)
            if earlier is pair:
                kept.append(pair)
                continue
            self.out.remarks.append(
                Remark(
                    Trouble.DUPLICATE,
                    (pair.word.shown, pair.pdf.shown),
                    f"与“{earlier.word.shown}”“{earlier.pdf.shown}”内容完全相同，只核对那一对",
                )
            )
        by_bytes: dict[str, list[Pair]] = defaultdict(list)
        for pair in kept:
            by_bytes[pair.word.sha256].append(pair)
            by_bytes[pair.pdf.sha256].append(pair)
        noted: dict[str, list[str]] = defaultdict(list)
        for digest, pairs in by_bytes.items():
            for pair in pairs if len(pairs) > 1 else ():
                other = next(p for p in pairs if p is not pair)
                is_word = pair.word.sha256 == digest
                what, where = ("Word", other.word) if is_word else ("PDF", other.pdf)
                noted[pair.id].append(f"{what} 与“{where.shown}”内容完全相同")
        self.out.pairs = [replace(p, notes=(*p.notes, *noted[p.id])) for p in kept]


def beside_unreadable(out: Sorted) -> Sorted:
    """``out`` where what is alone because its partner cannot be read says so. The partner is told by its name."""
    unread: dict[tuple[Place, str], str] = {}
    for remark in out.remarks:
        for shown in remark.files if remark.trouble is Trouble.FAILED else ():
            *folder, name = shown.split("/")
            unread[unit(tuple(folder)), stem(name).loose] = shown
    remarks = []
    for remark in out.remarks:
        if remark.trouble is Trouble.ALONE:
            *folder, name = remark.files[0].split("/")
            other = unread.get((unit(tuple(folder)), stem(name).loose))
            if other is not None:
                remark = replace(remark, why=f"{remark.why}：“{other}”读不出来，换上完好的文件后再运行")
        remarks.append(remark)
    return Sorted(out.pairs, remarks)


def _has(group: Iterable[Found], sort: Sort) -> bool:
    return any(f.sort is sort for f in group)


def _named_rule(word: Found, pdf: Found) -> str:
    a, b = stem(word.name), stem(pdf.name)
    if a.exact == b.exact:
        return BY_NAME
    marks = [m for s in (a, b) for m in s.marks] or ["(1)"]
    return BY_MARKS.format("、".join(dict.fromkeys(marks))[:60])


def _label(word: Found, pdf: Found) -> str:
    """The applicant: the folder of both where there is one, else the name without its marks."""
    folder = unit(word.folder)
    name = word.name.rpartition(".")[0]
    if folder and folder == unit(pdf.folder):
        last = folder[-1]
        return last.rpartition(".")[0] if last.lower().endswith(".zip") else last
    return name[:80]


def _place_key(shown: str) -> str:
    return "/".join(folded(p) for p in shown.replace("\\", "/").split("/") if p not in ("", "."))


def _name_key(name: str) -> str:
    return "name:" + folded(name)
