"""Numbers that pick out cases, places and subjects: they are read, and promise nothing."""

from __future__ import annotations

import re

from tfdocs.commitments import verbs
from tfdocs.commitments.mention import Phrase
from tfdocs.model.commitment import CommitmentKind

__all__ = ["merely_mentioned"]

# 两年内受到行政处罚的；: a condition, no promise
_CONDITIONAL = re.compile(
    r"^[^，。；]{0,12}(?:受到|被(?:处|通报|撤|取消|列入|查|投诉|追究|责令|暂停)|未|不合格|逾期)[^，。；]*的?$"
)
_IF = re.compile(
    "(?:若|如果|(?:^|(?<=[，。；]))如(?![期下实何此同意])|如有|如未|如不|如因|凡|一旦|逾期|未达到?|未能|未完成|[扣罚]减?[款除]?|核减|情形|受到|被通报)[^，。；]{0,20}$"
)
# 在全市22个区（市、县）设立分会场44个: where, not what
_WHERE = re.compile(r"(?:^|[，；。：])[^，；。：\d]{0,4}(?<![存现潜])在(?!校|职|岗|册|线|研|建|读)[^，。；\d]{0,6}$")
# 针对…等3个突出问题: what it is about
_ABOUT = re.compile("(?:针对|围绕|聚焦|面对)[^，。；]*$")
_AMONG = re.compile("[^，。；、\\d]{1,8}中(?=[排位居列名])")


def merely_mentioned(text: str, p: Phrase, sentence: int) -> bool:
    """Whether the number of ``p`` is no aim at all; ``sentence``: where its sentence begins in ``text``."""
    m = p.mention
    return (
        _CONDITIONAL.search(text[m.end : p.end]) is not None
        or _IF.search(text[sentence : m.start]) is not None
        or _AMONG.match(text, m.end) is not None
        or _restricts(text, p)
        or (not m.explicit and _ABOUT.search(text, sentence, m.start) is not None and not _verb_before(text, p))
        or (
            not m.explicit
            and m.kind is CommitmentKind.QUANTITY
            and _WHERE.search(text, 0, m.start) is not None
            and re.match("[^，。；\\d]{1,24}\\d", text[m.end :]) is not None
        )
        or text.startswith(f"{p.object or ''}之一", m.end)
    )


def _verb_before(text: str, p: Phrase) -> bool:
    return verbs.STRONG.search(text, p.start, p.mention.start) is not None


def _restricts(text: str, p: Phrase) -> bool:
    """重复率超过20%的稿件, 5000元以上的由理事长签批: the number picks out cases, it is no aim."""
    m = p.mention
    beyond = m.comparator.value in (">", "<") or text[m.start : m.end].endswith(("以上", "以下"))
    return m.explicit and beyond and text.startswith("的", m.end) and not _verb_before(text, p)
