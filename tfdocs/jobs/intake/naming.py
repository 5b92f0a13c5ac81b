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
    "已用印", "用印版", "用印", "带章版", "带章", "有章", "红章版", "扫描件", "扫描版", "扫描", "影印件",
    "复印件", "原件", "纸质版", "纸质件", "纸质", "电子版", "电子档", "电子稿", "可编辑版", "最终定稿", "最终版",
    "最终稿", "最终", "定稿", "终稿", "正式版", "正式稿", "打印版", "上传版", "提交版", "报送版", "报送稿",
    "word版本", "word版", "word", "pdf版本", "pdf版", "pdf", "docx", "doc", "wps",
    "scanned", "scan", "signed", "sealed", "stamped", "final",
)  # fmt: skip
# Latin ones only where a word begins: a password is no Word
_MARK = "(?:" + "|".join(rf"(?<![a-z]){m}" if m.isascii() else m for m in _MARKS) + ")"
_SPACE = r"[\s_\-.·、,+&和及]*"
_BRACKETED = re.compile(rf"[(\[【〔{{「]{_SPACE}{_MARK}(?:{_SPACE}{_MARK})*{_SPACE}[)\]】〕}}」]")
_TRAILING = re.compile(rf"(?:{_SPACE}{_MARK})+{_SPACE}$")
_LEADING = re.compile(rf"^{_SPACE}{_MARK}(?:{_SPACE}{_MARK})*[\s_\-.·]+")
_COPY = re.compile(r"(?:[\s_\-]*(?:\(\d{1,3}\)|副本|复件|的副本|copy))+$")
_EDGES = re.compile(r"^[\s_\-.·、]+|[\s_\-.·、]+$")
_INNER = re.compile(r"[\s_]+")

_MAIN = re.compile(r"申报书|申请书|申报表|申请表|任务书|协议|立项通知")
_FORM = re.compile(r"申报书|申请书|申报表|申请表")
_ATTACHMENT = re.compile(r"附件|附表|佐证|证明|执照|证书|许可证|身份证|发票|照片|截图|合影|名单|目录|封面|简介|简历")
_KIND_FOLDER = re.compile(rf"^[\d.、\s_\-]*(?:{_MARK}|电子|文档|版本?|文件|材料|件|[\s_\-.·、,+&和及])+$")
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
    loose = _trimmed(_COPY.sub("", key))
    # 申报书(盖章版)(1): the mark stands before the number
    while (again := _stripped(loose, marks)) != loose:
        loose = _trimmed(_COPY.sub("", again))
        key = loose if not _COPY.search(key) else key
    return Stem(exact.replace(" ", ""), _bare(key), _bare(loose), tuple(marks))


def _stripped(text: str, marks: list[str]) -> str:
    before = ""
    while text != before:
        before = text
        for pattern in (_BRACKETED, _TRAILING, _LEADING):
            for found in pattern.findall(text):
                marks.append(found.strip("()[]【】〔〕{}「」 _-.·"))
            text = pattern.sub("", text)
        text = _trimmed(text)
    return text


def _trimmed(text: str) -> str:
    return _EDGES.sub("", text)


def _bare(text: str) -> str:
    return re.sub(r"[\s_\-.·、()\[\]【】〔〕]+", "", text)


def is_attachment(place: tuple[str, ...]) -> bool:
    """Whether the names say that a file only goes with an application: its own, or that of a folder around it.

    A file called 附件2：申报书 is the application itself, whatever number the guide gives its form.
    """
    name = place[-1]
    if any(_ATTACHMENT_FOLDER.search(p) for p in place[:-1]):
        return not _FORM.search(name)
    return bool(_ATTACHMENT.search(name)) and not _MAIN.search(name)


def unit(folder: tuple[str, ...]) -> tuple[str, ...]:
    """The folder of an applicant: without folders that only say how the files in them were made (Word版, 扫描件)."""
    return tuple(p for p in folder if not _KIND_FOLDER.match(folded(p[:100])))


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
