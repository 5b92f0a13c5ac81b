"""How people name the files of one application: what in a name tells them apart, and what says only how it was made."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# Said of a copy of a document, not of what is in it. Longer ones first.
_MARKS = (
    "签字盖章扫描件", "签字盖章版", "签字盖章", "盖章扫描件", "盖章扫描版", "签章扫描件", "电子签章版", "电子签章",
    "电子盖章版", "电子盖章", "已加盖公章", "加盖公章", "盖公章", "已盖章", "未盖章", "盖章版", "盖章件", "盖章稿",
    "盖章", "已签章", "签章版", "签章件", "签章", "已签字", "签字版", "签字件", "签字", "签名版", "已签名", "签名",
    "已用印", "用印版", "用印", "带章版", "带章", "有章", "红章版", "未签章", "未签字",
    "无章", "压缩版", "已压缩", "压缩", "扫描件", "扫描版", "扫描", "影印件",
    "复印件", "原件", "纸质版", "纸质件", "纸质", "电子版", "电子档", "电子稿", "可编辑版", "最终定稿", "最终版",
    "最终稿", "最终", "定稿", "终稿", "正式版", "正式稿", "打印版", "上传版", "提交版", "报送版", "报送稿",
    "word版本", "word版", "word", "pdf版本", "pdf版", "pdf", "docx", "doc", "wps",
    "scanned", "scan", "signed", "sealed", "stamped", "final", "compressed", "ocr",
)  # fmt: skip
# Latin ones only where a word begins: a password is no Word
_MARK = "(?:" + "|".join(rf"(?<![a-z]){m}" if m.isascii() else m for m in _MARKS) + ")"
_SPACE = r"[\s_\-.·、,+&和及]*"
# 章 alone is a mark only in brackets; a number within them, (最终版(2)), is the copy's
_BRACKETED = re.compile(
    rf"[(\[【〔{{「]{_SPACE}(?:{_MARK}(?:{_SPACE}{_MARK})*|章){_SPACE}(?P<number>\(\d{{1,3}}\))?{_SPACE}[)\]】〕}}」]"
)
_TRAILING = re.compile(rf"(?:{_SPACE}{_MARK})+{_SPACE}$")
_LEADING = re.compile(rf"^{_SPACE}{_MARK}(?:{_SPACE}{_MARK})*[\s_\-.·]+")
_COPY = re.compile(r"(?:[\s_\-]*(?:\(\d{1,3}\)|副本|复件|的副本|copy))+$")
# 盖章版20230601: when it was scanned. A date that follows no mark may be the version's.
_DATED = re.compile(rf"({_MARK}){_SPACE}20\d\d[年.\-_]?\d{{1,2}}[月.\-_]?\d{{1,2}}日?{_SPACE}$")
_EDGES = re.compile(r"^[\s_\-.·、]+|[\s_\-.·、]+$")
_INNER = re.compile(r"[\s_]+")

_MAIN = re.compile(r"申报书|申请书|申报表|申请表|任务书|协议|立项通知")
_FORM = re.compile(r"申报书|申请书|申报表|申请表")
_ATTACHMENT = re.compile(r"附件|附表|佐证|证明|执照|证书|许可证|身份证|发票|照片|截图|合影|名单|目录|封面|简介|简历")
_KIND_FOLDER = re.compile(
    rf"^[\d.、\s_\-]*(?:{_MARK}|电子|文档|版本?|文件|材料|件|(?:申报|申请)[书表]?|[\s_\-.·、,+&和及])+$"
)
_ATTACHMENT_FOLDER = re.compile(r"附件|附录|佐证|证明材料|支撑材料|其他材料")

# Left behind by programs, of no use to anybody.
_RUBBISH = re.compile(r"^(?:~\$.*|~WRL.*\.tmp|\.~.*|\._.*|\.DS_Store|Thumbs\.db|desktop\.ini)$", re.IGNORECASE)
_RUBBISH_FOLDERS = frozenset({"__MACOSX", "$RECYCLE.BIN", "System Volume Information"})


@dataclass(frozen=True, slots=True)
class Stem:
    """A file's name without its extension, taken apart."""

    exact: str  # folded: width, case, spaces
    key: str  # without the marks; "" when it is nothing but marks
    loose: str  # without (1) and 副本 as well
    marks: tuple[str, ...]

    @property
    def numbered(self) -> bool:
        return self.loose != self.key


def folded(text: str) -> str:
    """Without the differences of width, case and spacing that nobody means."""
    return _INNER.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()


@lru_cache(maxsize=10_000)
def stem(name: str) -> Stem:
    """Take the name of a file apart. A name of a million characters costs no more than one of 400."""
    base = name[:400].rpartition(".")[0] or name[:400]
    exact = folded(base)
    marks: list[str] = []
    key = _stripped(exact, marks)
    loose = _uncounted(key)
    # 申报书(盖章版)(1): the mark stands before the number
    while (again := _stripped(loose, marks)) != loose:
        loose = _uncounted(again)
        key = loose if _uncounted(key) == key else key
    return Stem(exact.replace(" ", ""), _bare(key), _bare(loose), tuple(marks))


def _uncounted(text: str) -> str:
    """Without the number of a copy, or the day of a scan, at its end."""
    return _trimmed(_DATED.sub(r"\1", _COPY.sub("", text)))


def _stripped(text: str, marks: list[str]) -> str:
    before = ""
    while text != before:
        before = text
        for pattern in (_BRACKETED, _TRAILING, _LEADING):
            marks += [found[0].strip("()[]【】〔〕{}「」 _-.·") for found in pattern.finditer(text)]
            text = pattern.sub(lambda m: m.groupdict().get("number") or "", text)
        text = _trimmed(text)
    return text


def _trimmed(text: str) -> str:
    return _EDGES.sub("", text)


def _bare(text: str) -> str:
    return re.sub(r"[\s_\-.·、,:;“”\"'《》()\[\]【】〔〕]+", "", text)


def is_attachment(place: tuple[str, ...]) -> bool:
    """Whether the names say that a file only goes with an application: its own, or that of a folder around it.

    A file called 附件2：申报书 is the application itself, whatever number the guide gives its form.
    """
    name = place[-1]
    if any(_ATTACHMENT_FOLDER.search(p) for p in place[:-1]):
        return not _FORM.search(name)
    return bool(_ATTACHMENT.search(name)) and not _MAIN.search(name)


def unit(folder: tuple[str, ...]) -> tuple[str, ...]:
    """The folder of an applicant: without folders that only say how the files in them were made (Word版, 扫描件), and
    without repetition (甲学会/甲学会.zip)."""
    out: list[str] = []
    for name in folder:
        if not _KIND_FOLDER.match(folded(name[:100])) and not (out and _unzipped(out[-1]) == _unzipped(name)):
            out.append(name)
    return tuple(out)


def _unzipped(name: str) -> str:
    return folded(name[:400]).removesuffix(".zip")


def is_rubbish(name: str) -> bool:
    """Whether a file or folder is a leftover of a program: lock files of Word, folders of macOS."""
    return bool(_RUBBISH.match(name)) or name in _RUBBISH_FOLDERS


_UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]')
_RESERVED = re.compile(r"^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)


def safe_name(name: str) -> str:
    """``name`` as the name of a file on any system: one component, never empty, at most 200 bytes, extension kept."""
    flat = _UNSAFE.sub("_", name).strip(". ")
    base, dot, extension = flat.rpartition(".")
    if not dot or len(extension) > 8:
        base, extension = flat, ""
    base = base.encode("utf-8")[:180].decode("utf-8", "ignore").strip(". ") or "_"
    if _RESERVED.match(base):
        base = f"_{base}"
    return f"{base}.{extension}" if extension else base
