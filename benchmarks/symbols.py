"""The characters of real papers beyond letters, digits and commas: units, powers, ratios, Roman and circled numbers,
arrows, formulas, rare characters of names.

``python -m benchmarks.symbols [--seed S] [--level NAME ...]``. One document of made-up sentences, in the typefaces of
the tamper benchmark, is printed as it is and with one symbol of each sentence changed for a neighbour of its kind (Ⅲ
for Ⅱ, ㎥ for ㎡, ≤ for ≥), by turns until each has been changed once, and scanned; the print itself is checked too. No
seal lies over it: what is measured is what symbols cost. A change counts as found when a difference touches its place
in the Word. Every place reported elsewhere is false.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import tfdocs
from benchmarks.cases import BY_NAME, LEVELS
from benchmarks.documents import TYPEFACES
from benchmarks.word_parts import new_document, paragraph
from samples.printing import print_all
from samples.scanning import scan
from tfdocs.jobs.pool import local_pool
from tfdocs.model.comparison import Certainty, Difference, Kind, Verdict

PRINT = "the print itself"
FACES = tuple(face for face in TYPEFACES if face != "AR PL SungtiL GB")  # it draws nothing for ⅰ

SENTENCES = (
    "根据《关于做好2023年度科技社团工作的通知》（岷科协发〔2023〕18号）和〈实施细则〉，现将有关事项通知如下：",
    "——坚持“四个面向”……‘以奖代补’；比例为3∶1，误差在±5%～±8%之间，约占1/3（甲组≥40%，乙组＜15%）。",
    "办公用房面积120㎡，试验田0.35km²，仓库容积86m³，水池15㎥，温室保持在25℃以上，含水率≤13.5‰。",
    "检测限为5㎎/㎏，样品取20㎖，筛孔直径3㎜，管长45㎝，距离市区28㎞，噪声不高于55㏈。",
    "α粒子、β射线与γ射线；μm级精度，电阻4.7kΩ，角度θ＝45°，Δt≈0.5s，x≠y，Σ求和，√2≈1.414，∞。",
    "CO₂排放量下降12.5%，H₂O、NaHCO₃、Fe³⁺、PM2.5浓度35μg/m³，pH＝7.0，10⁶个/mL，2×10⁻³mol/L。",
    "邮箱：kexie-2023@minjiang.example.cn，网址：http://www.example.org/index.php?id=7&type=A_1，微信号：mj_kx#08。",
    "ISSN 1000－1234，CN 51－1234/N，DOI：10.1234/j.cnki.2023.05.008，ISBN 978-7-03-012345-6，专利号ZL202310123456.7。",
    "★重点项目　●一般项目　◆其他　※备注　→下一步　↑上升　↓下降　■已完成　□未完成　▲增加　△减少。",
    "Ⅰ类、Ⅱ类、Ⅲ类成果；（ⅰ）基础研究；（ⅱ）应用研究；⒈总则；⒉分则；⑴目标；⑵任务；㈡其他；①⑤⑨⑳。",
    "成员：王赟、李彧、张頔、赵翀、周晞、吴旻昊、郑晟睿、冯翊、陈佩珩、褚骞、卫懿宸、蒋暐、沈玮瑄、韩淏、杨朔桐。",
    "二〇二三年七月二十日，〇号楼，人人事事々々；壹佰贰拾叁万肆仟伍佰陆拾柒元捌角玖分整（¥1,234,567.89）。",
    "English: The Association's annual report (2022–2023) shows a 12.3% increase; see Table 4-2, Fig. 3(b), Annex C.",
    "全角ＡＢＣ１２３，半角ABC123，混排Ｎo.５号，50％与50%，（括号）与(括号)，逗号，与,分号；与;句号。与.。",
    "5′30″，12英寸（12″），23℃，华氏73℉，½杯，¼匙，¾，第3½页，№5，©2023，Word®，Excel™，§2.1，¶3。",
    "序号：a）甲；b）乙；c）丙；（A）（B）；1）2）3）；[1][2]；【提示】；「引用」『书名』；〖说明〗；｛集合｝。",
    "时间：8:30—11:30，14：30～17：30；日期：2023-07-20、2023/7/20、2023.07.20；电话：028-55501234转801。",
)
# What is changed, with what stands around it so that its place is known: the print has the second.
CHANGES = (
    ("〔2023〕18", "〔2023〕13"),
    ("3∶1", "3∶7"),
    ("±5%", "±3%"),
    ("≥40", "≤40"),
    ("＜15", "＞15"),
    ("120㎡", "120㎥"),
    ("15㎥", "15㎡"),
    ("km²", "km"),
    ("86m³", "86m²"),
    ("25℃", "28℃"),
    ("13.5‰", "13.5%"),
    ("5㎎", "5㎏"),
    ("3㎜", "3㎝"),
    ("28㎞", "28m"),
    ("α粒", "β粒"),
    ("μm", "mm"),
    ("4.7kΩ", "4.7MΩ"),
    ("x≠y", "x＝y"),
    ("√2", "√3"),
    ("∞", "8"),
    ("CO₂排", "CO排"),
    ("Fe³⁺", "Fe²⁺"),
    ("10⁶", "10⁸"),
    ("10⁻³", "10³"),
    ("kexie-2023", "kexie_2023"),
    ("A_1", "A_2"),
    ("mj_kx", "mj_kz"),
    ("1000－1234", "1000－1284"),
    ("■已", "□已"),
    ("□未", "■未"),
    ("↑上", "↓上"),
    ("→下", "←下"),
    ("Ⅱ类", "Ⅲ类"),
    ("（ⅱ）", "（ⅲ）"),
    ("⒉分", "⒊分"),
    ("⑵任", "⑶任"),
    ("㈡其", "㈢其"),
    ("⑨", "⑧"),
    ("⑳", "⑲"),
    ("赟", "斌"),
    ("頔", "迪"),
    ("旻昊", "旻昱"),
    ("晟睿", "成睿"),
    ("〇号", "一号"),
    ("肆仟", "柒仟"),
    ("捌角", "陆角"),
    ("12.3%", "12.8%"),
    ("3(b)", "3(a)"),
    ("ＡＢＣ", "ＡＢＤ"),
    ("50％与", "60％与"),
    ("5′30", "5′50"),
    ("½杯", "¼杯"),
    ("©", "®"),
    ("a）甲", "e）甲"),
    ("[2]", "[7]"),
    ("『书名』", "『书各』"),
    ("11:30", "11:50"),
    ("转801", "转601"),
)


@dataclass(slots=True)
class Row:
    """What was seen at one level."""

    checks: int = 0
    planted: int = 0
    missed: list[str] = field(default_factory=list)
    certain: list[str] = field(default_factory=list)  # false
    uncertain: list[str] = field(default_factory=list)  # false
    called_changed: int = 0  # of the untouched ones
    untouched: int = 0


def rounds() -> list[list[tuple[str, str]]]:
    """``CHANGES`` by rounds: one in each sentence at most."""
    out: list[list[tuple[str, str]]] = []
    left = list(CHANGES)
    while left:
        used: set[int] = set()
        own = []
        for change in left:
            at = sentence_of(change[0])
            if at not in used:
                used.add(at)
                own.append(change)
        out.append(own)
        left = [c for c in left if c not in own]
    return out


def sentence_of(part: str) -> int:
    """The sentence that ``part`` stands in; ValueError when there is none, or more than one place."""
    found = [n for n, s in enumerate(SENTENCES) if part in s]
    if len(found) != 1:
        raise ValueError(f"{part}: in {len(found)} sentences")
    return found[0]


def write(path: Path, typeface: str, changes: Sequence[tuple[str, str]]) -> Path:
    """The document with ``changes`` made."""
    document = new_document(typeface)
    texts = list(SENTENCES)
    for old, new in changes:
        at = sentence_of(old)
        texts[at] = texts[at].replace(old, new, 1)
    for text in texts:
        paragraph(document, text)
    document.save(str(path))
    return path


def measure(seed: int, levels: Sequence[str], folder: Path) -> dict[str, Row]:
    """What a check says of each print and scan, by level."""
    rows = {name: Row() for name in levels}
    starts = [sum(len(s) + 1 for s in SENTENCES[:n]) for n in range(len(SENTENCES))]
    plans: list[list[tuple[str, str]]] = [[], *rounds()]
    with local_pool() as pool:
        for n, changes in enumerate(plans):
            typeface = FACES[(seed + n) % len(FACES)]
            words = [
                write(folder / f"word-{n}.docx", typeface, []),
                write(folder / f"paper-{n}.docx", typeface, changes),
            ]
            _, printed = print_all(words, folder / "prints")
            for name in levels:
                pdf = printed
                if name != PRINT:
                    level = BY_NAME[name]
                    pdf = folder / f"{n}-{level.dpi}-{level.colour}-{int(level.photo)}.pdf"
                    scan(printed, pdf, **level.settings(), seed=1000 * seed + n)
                report = tfdocs.check(words[0], pdf, executor=pool)
                score(rows[name], report.differences, changes, starts)
                if not changes:
                    rows[name].untouched += 1
                    rows[name].called_changed += report.verdict is Verdict.INCONSISTENT
    return rows


def score(
    row: Row, differences: Sequence[Difference], changes: Sequence[tuple[str, str]], starts: Sequence[int]
) -> None:
    """Add one check to ``row``."""
    row.checks += 1
    row.planted += len(changes)
    true: set[str] = set()
    for old, new in changes:
        at = sentence_of(old)
        start = starts[at] + SENTENCES[at].index(old)
        found = {d.id for d in differences if d.word and d.word.start <= start + len(old) and d.word.end >= start}
        if not found:
            row.missed.append(f"{old} → {new}")
        true |= found
    for d in differences:
        if d.id not in true:
            said = f"{d.kind.value} {d.word.text if d.word else ''!r} / {d.pdf.text if d.pdf else ''!r}"
            sure = d.certainty is Certainty.CERTAIN or d.kind is Kind.FILLED_IN
            (row.certain if sure else row.uncertain).append(said)


def main(arguments: list[str] | None = None) -> int:
    """Print the table and what was missed or certainly false; 1 when anything was."""
    parser = argparse.ArgumentParser(description="Symbols of real papers, changed and untouched")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--level", nargs="*", default=[PRINT, *(level.name for level in LEVELS)])
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        rows = measure(options.seed, options.level, Path(folder))
    print("| | checks | changes found | false certain | false uncertain | untouched called changed |")
    print("| --- | --- | --- | --- | --- | --- |")
    for name, row in rows.items():
        found = f"{row.planted - len(row.missed)} of {row.planted}"
        called = f"{row.called_changed} of {row.untouched}"
        print(f"| {name} | {row.checks} | {found} | {len(row.certain)} | {len(row.uncertain)} | {called} |")
    for name, row in rows.items():
        for what in row.missed:
            print(f"{name}: missed {what}")
        for what in row.certain:
            print(f"{name}: false certain {what}")
        for what in sorted(set(row.uncertain)):
            print(f"{name}: false uncertain {row.uncertain.count(what)} times {what}")
    return int(any(row.missed or row.certain for row in rows.values()))


if __name__ == "__main__":
    sys.exit(main())
