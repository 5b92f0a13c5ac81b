"""Who does what with what: the action and the object of each number of a sentence, and the words that are its evidence.

It works on one paragraph's text and its mentions; it knows nothing of time, tables or programmes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tfdocs.commitments import verbs
from tfdocs.commitments.lists import JOIN, shared
from tfdocs.commitments.mention import Mention, Phrase
from tfdocs.commitments.roles import TRAIL, noun, rank_roles, split_head, subject_roles, tail_object
from tfdocs.model.commitment import CommitmentKind

__all__ = ["Phrase", "phrases"]

_STOP = "。；！？;!?\n"
_COMMA = "，,：:"
_TERMS = (CommitmentKind.DEADLINE, CommitmentKind.DURATION)
# 协议签订之日起15日内: when, not what
_SINCE = re.compile(r"(?:自|从|于|在)?[^，。；]{0,24}(?:(?:之日|之时|当日|次日)起?(?:的)?|(?<![博以])后)$")
_FROM = re.compile(r"(?:由|从|同比|环比|(?<!占)比|较)[^由从比较]*$")
# 验收合格后支付20%, 质保期为验收合格后12个月: when, not what
_CONDITION = re.compile("(?:[为是自][^为是自]*)?(?<!博士)后$")
# a comparator that is a verb as well: 会员总数突破2700名
# 设备费不超过直接费用的30%: of what it is a share
_OF_WHOLE = re.compile(r"(?:不超过|不低于|不少于|不高于|至少|最多|占|达到?|为|相当于)[^，。；占]{1,16}的\s?$")
# 会议费5万元，合计34万元: the sum is of what was listed, not of the last of it
_WHOLE = re.compile("合计|总计|共计")
_REACHED = ("突破", "达到", "达", "超过", "实现")
_REACHES = re.compile("(?:力争)?(突破|达到|达|超过|实现)")


def _hide_brackets(text: str, mentions: list[Mention]) -> str:
    """Brackets that hold no mention, blanked: 收看人数（浏览量）和好评度. Quotes stay."""
    out = list(text)
    for m in re.finditer(r"[（(][^（）()]*[）)]|〔[^〔〕]*〕", text):
        if not any(m.start() < x.end and x.start < m.end() for x in mentions):
            out[m.start() : m.end()] = "\0" * (m.end() - m.start())
    return "".join(out)


# 学术与科普　办好论坛1个: a label that a wide space ends
_LABELLED = re.compile("((?:^|[。\n])\\s*[\u4e00-\u9fff、]{2,10})\u3000(?=[\u4e00-\u9fff])")


def _hide_quotes(view: str) -> str:
    """Separators within quotes do not end a clause: “四化同步、五区共兴”."""

    def blank(m: re.Match[str]) -> str:
        return re.sub("[，、。；：,:;（）()]", "\1", m[0])

    view = re.sub(r"(?<=\d)[:：](?=\d)", "\1", view)  # 9:00
    view = _LABELLED.sub(lambda m: f"{m[1]}：", view)
    return re.sub(r"[“《‘][^”》’]{0,60}[”》’]", blank, view)


@dataclass(slots=True)
class _Cut:
    """A mention's own stretch of text: ``left`` to ``right``; how it is joined to the mention before."""

    left: int
    right: int
    joined: bool = False
    depth: int = 0


def _cuts(view: str, mentions: list[Mention]) -> list[_Cut]:
    depth_at = []
    depth = 0
    for c in view:
        if c in "（(":
            depth += 1
        elif c in "）)":
            depth = max(0, depth - 1)
        depth_at.append(depth)
    depth_at.append(0)
    out: list[_Cut] = []
    for m in mentions:
        left = max((view.rfind(c, 0, m.start) for c in _STOP + _COMMA + "（）()"), default=-1) + 1
        right = min((i for c in _STOP + _COMMA + "（）()" if (i := view.find(c, m.end)) >= 0), default=len(view))
        out.append(_Cut(left, right, depth=depth_at[min(m.core, len(depth_at) - 1)]))
    for i in range(1, len(mentions)):
        a, b = out[i - 1], out[i]
        before, this = mentions[i - 1], mentions[i]
        if b.left > before.end or this.start < before.end:
            if re.fullmatch(r"\s?[）)]\s?[、和及与]?", view[before.end : b.left + 1].replace("\0", "")):
                b.joined = True
            continue
        between = view[before.end : this.start]
        if between.endswith("的") and len(between) <= 10:
            a.right = b.left = this.start  # 27个省份的542名代表
            b.joined = True
            continue
        if before.kind in _TERMS and view[before.end : before.end + 1] not in tuple("、和及与"):
            a.right = b.left = before.end  # 每年1月20日前提交运营报告和审计报告各一份
            continue
        seps = list(JOIN.finditer(between))
        if seps:
            own = _has_object(view[a.left : before.start])
            first = seps[0]
            cut = seps[-1] if (not own and this.start - before.end - seps[-1].end() <= 1) else first
            if first.start() == 0:
                cut = first
            a.right = before.end + cut.start()
            b.left = before.end + cut.end()
            b.joined = True
        else:
            verb = verbs.STRONG.search(between) or verbs.CUTS.search(between)
            # 三年内观众满意度达到95%: what follows a term is the next one's
            term = before.kind in _TERMS
            own = term or _has_object(view[a.left : before.start])
            at = verb.start() if verb and not term else (0 if own else len(between))
            a.right = b.left = before.end + at
    return out


def _has_object(head: str) -> bool:
    return bool(split_head(head)[1])


def phrases(text: str, mentions: list[Mention]) -> list[Phrase]:
    """A phrase for each mention, in order; lists share their verb, parts and heirs take the object before them."""
    view = _hide_quotes(_hide_brackets(text, mentions))
    cuts = _cuts(view, mentions)
    out: list[Phrase] = []
    for i, (m, cut) in enumerate(zip(mentions, cuts, strict=True)):
        head_raw = view[cut.left : m.start]
        tail_raw = view[m.end : cut.right]
        head_raw = _FROM.sub("", head_raw) if m.changed else head_raw
        if m.kind is CommitmentKind.RATE:
            head_raw = _OF_WHOLE.sub("", head_raw)
        if m.kind is CommitmentKind.DEADLINE:
            head_raw = re.sub(r"(?:请|应|须|需|定|拟|计划)?(?:于|自|从|在)?\s?$", "", head_raw)
        if m.kind in (CommitmentKind.DEADLINE, CommitmentKind.DURATION):
            head_raw = _SINCE.sub("", head_raw)
        if m.changed:
            verb_at = head_raw.rfind(m.changed.rstrip("到至为在成达"))
            if verb_at >= 0:
                head_raw = head_raw[:verb_at]
        if not head_raw.strip("\0 ，、的为是共计") and view[max(0, cut.left - 1) : cut.left] in ("）", ")"):
            # 合同总价（含税6%）为58万元: what stands before the bracket
            opened = max(view.rfind("（", 0, cut.left), view.rfind("(", 0, cut.left))
            stop = max((view.rfind(c, 0, opened) for c in _STOP + _COMMA + "（）()"), default=-1) + 1
            if opened > stop and not any(stop <= other.core < opened for other in mentions):
                head_raw, cut.left = view[stop:opened], stop
        colon = cut.left - 1
        bare_head = not head_raw.strip("\0 ，、的一式共计总为约")
        label = ""
        if bare_head and colon >= 0 and view[colon] in "：:":
            stop = max((view.rfind(c, 0, colon) for c in _STOP + _COMMA + "（）()"), default=-1) + 1
            label = view[stop:colon]
        if m.kind is CommitmentKind.RANK:
            action, obj = rank_roles(head_raw)
        elif head_raw.rstrip("\0 ").endswith("的") and not tail_raw.strip("\0 "):
            action, obj = subject_roles(head_raw)
            stop = max((view.rfind(c, 0, max(colon, 0)) for c in _STOP + _COMMA), default=-1) + 1
            if colon > stop and view[colon] in "，," and view[stop:colon].endswith("中"):
                obj = noun(view[stop : colon - 1])  # 参会的高层次专家中，在平台注册的达到12人
        else:
            action, obj = split_head(head_raw)
        if label:
            obj = obj or _label(label)
        tail = tail_object(tail_raw)
        start, end = cut.left, cut.right
        if label:
            start = view.rfind(label, 0, cut.left)
        elif (
            not action
            and not tail
            and not cut.joined
            and verbs.GENERIC.match(obj or "")
            and colon >= 0
            and view[colon] in "，,"
        ):
            # 乙方开发科普资源包，共计12套: what is counted stands in the clause before, if that counts nothing itself
            stop = max((view.rfind(c, 0, colon) for c in _STOP + _COMMA + "（）()"), default=-1) + 1
            if not any(stop <= other.core < colon for other in mentions):
                action, obj = split_head(view[stop:colon])
                start = stop
        if m.kind in (CommitmentKind.DEADLINE, CommitmentKind.DURATION):
            if not label or verbs.STRONG.match(verbs.LEADING.sub("", tail_raw.replace("\0", ""))):
                following = mentions[i + 1].start if i + 1 < len(mentions) else len(view)
                action, obj, end = _term_roles(view, m, cut, action, obj, following)
        elif tail and (not obj or _points_on(head_raw, action, obj, m)):
            obj = tail
        if (
            action is None
            and not label
            and (v := verbs.STRONG.search(tail_raw.replace("\0", "")))
            and m.kind is CommitmentKind.QUANTITY
        ):
            action = v[0]
        if action is None and m.changed:
            action = m.changed.rstrip("到至为在成")
        if action is None and (v := _REACHES.match(text, m.start)):
            action = v[1]
        if not obj and head_raw.rstrip().endswith("一式"):
            obj = "一式"
        if (
            m.kind is CommitmentKind.MONEY
            and not action
            and (whole := _WHOLE.search(head_raw))
            and verbs.GENERIC.match(obj or "")
        ):
            obj = whole[0]
        if obj and _CONDITION.search(obj):
            obj = _CONDITION.sub("", obj) if re.search("[为是自]", obj[2:]) else ""
        if obj and re.fullmatch(r"[\d年月日\s]+", obj):
            obj = ""
        previous = out[-1] if out else None
        if (
            not obj
            and not action
            and previous is not None
            and view[previous.mention.end : m.start].rstrip() in ("（", "(")
        ):
            obj = previous.object or ""  # 纪录片1部（60分钟）
        if not obj and not action and bare_head and colon >= 0 and view[colon] in "（(":
            # 报送总结（2000字以内）: what stands before the bracket
            stop = max((view.rfind(c, 0, colon) for c in _STOP + _COMMA + "（）()、及和"), default=-1) + 1
            if not any(stop <= other.core < colon and other.kind not in _TERMS for other in mentions):
                _, obj = split_head(re.sub(r"^.*?(?:[日月底旬末]前|[日月天周年]内)", "", view[stop:colon]))
        part = head_raw.strip("\0 （(").startswith("其中") or view[max(0, cut.left - 3) : cut.left].startswith("其中")
        summed = m.kind is CommitmentKind.MONEY and _WHOLE.fullmatch(obj or "") is not None and not cut.joined
        generic = bool(verbs.GENERIC.match(obj or "")) and not summed
        same_sentence = previous is not None and not re.search(f"[{_STOP}]", view[previous.mention.end : m.start])
        if previous is not None and same_sentence and m.kind not in (CommitmentKind.DEADLINE, CommitmentKind.DURATION):
            heir = _heir(out, cuts, i)
            # 培养博士后2名，研究生8名: the same verb goes on over a comma where the unit is the same
            follows = view[previous.mention.end : m.start].startswith(("，", ",")) and m.unit == previous.mention.unit
            joined = cut.joined or part or (follows and bool(obj) and previous.mention.end + 1 == cut.left)
            if (
                action is None
                and (joined or generic)
                and heir is not None
                and heir.mention.kind not in (CommitmentKind.RATE, CommitmentKind.RANK)
                and (m.kind is heir.mention.kind or generic or part)
            ):
                action = heir.action
                if m.kind is CommitmentKind.MONEY and not cut.joined and not part and not generic:
                    action = None  # 申请补助15万元，会务收入20万元
                if action and cut.depth == cuts[i - 1].depth:
                    start = min(start, heir.start)
            own_money = (
                m.kind is CommitmentKind.MONEY
                and bool(action)
                and action not in _REACHED
                and not cut.joined
                and (heir is None or action != heir.action)
            )
            if generic and not own_money and (joined or not bare_head or action is None) and heir is not None:
                obj = heir.object or obj
                start = min(start, heir.start) if cut.depth == cuts[i - 1].depth else start
        total = bool(re.search("合计|总计|共计|累计|总数", head_raw))
        start, end = _trim(text, start, max(end, m.end))
        obj = _restored(text, view, obj)
        out.append(Phrase(m, action or None, obj or None, min(start, m.start), max(end, m.end), part, total))
    return shared(text, view, out)


JOINS_ON = re.compile(
    r"(?:(?<![签报达])到|(?<![存现潜])在|(?<![行作认成])为|(?<![方面定])向|从|(?<![自理缘])由|和|及|与|、|对(?!口)|给)$"
)


_REGION = re.compile("(?:全省|全国|全市|全县|全区|全校|省内|市内|国内|国内外|全球|全部|所有)")


def _points_on(head: str, action: str | None, obj: str, m: Mention) -> bool:
    """Whether what is counted stands behind the number although there is a noun before it.

    每季度召开1次会议 (the verb is last), 由1名首席专家 (a preposition is), 会务、安全2个工作组 (a list is summed up).
    """
    head = head.replace("\0", "").rstrip()
    if _REGION.fullmatch(obj) or ("、" in obj and not m.explicit):
        return True
    if JOINS_ON.search(head):
        return True
    return action is not None and head.endswith(action)


def _restored(text: str, view: str, obj: str) -> str:
    """``obj``, words of ``view``, with the separators within quotes that ``view`` hides."""
    if "\1" not in obj:
        return obj
    at = view.find(obj)
    return text[at : at + len(obj)] if at >= 0 else obj.replace("\1", "、")


def _heir(out: list[Phrase], cuts: list[_Cut], i: int) -> Phrase | None:
    """The phrase whose verb and object a later one takes: the nearest before it that is not deeper in brackets."""
    for j in range(i - 1, -1, -1):
        if cuts[j].depth <= cuts[i].depth and out[j].mention.kind not in (
            CommitmentKind.DEADLINE,
            CommitmentKind.DURATION,
        ):
            return out[j]
    return None


def _label(label: str) -> str:
    label = label.replace("\0", "")
    label = re.sub(r"^(?:\s|[（(]?[一二三四五六七八九十\d]{1,3}[）)．.、])+", "", label)
    return label.strip("\1 ")


def _term_roles(
    view: str, m: Mention, cut: _Cut, action: str | None, obj: str, following: int
) -> tuple[str | None, str, int]:
    """A term governs what follows it: 2023年10月15日前提交中期报告; else what stands before: 申报截止时间为….

    ``following``: where the next number begins, which is no part of the object. Returns action, object and the end of
    the evidence.
    """
    end = min((i for c in _STOP + _COMMA + "（）()" if (i := view.find(c, m.end)) >= 0), default=len(view))
    tail = view[m.end : max(m.end, min(end, following))].replace("\0", "")
    if not tail.strip() and not obj and end < len(view) and view[end] in "，,：:）)":
        stop = min((i for c in _STOP + _COMMA if (i := view.find(c, end + 1)) >= 0), default=len(view))
        tail, end = view[end + 1 : max(end + 1, min(stop, following))].replace("\0", ""), stop
    body = verbs.LEADING.sub("", tail)
    hit = next((h for h in verbs.STRONG.finditer(body) if body[h.end() : h.end() + 1] not in ("表", "书")), None)
    hit = hit or verbs.WEAK.match(body)
    if hit:
        rest = TRAIL.sub("", verbs.LEADING.sub("", body[hit.end() :]))
        rest = re.split("[、，]", rest)[0] if len(rest) > 20 else rest
        if re.match(r"[\d０-９]", rest):  # 7日内支付30%: the sum is an item of its own
            rest = ""
        if rest:
            return hit[0], rest, end
        before = noun(
            re.sub(
                r"(?:定|拟|计划)?(?:自(?![评筹有主动查愿身己])|从|于|在).*$",
                "",
                view[cut.left : m.start].replace("\0", ""),
            )
        )
        return hit[0], before or body[: hit.start()], end
    if obj:
        return action, obj, max(cut.right, m.end)
    return action, TRAIL.sub("", body)[:20], end


_EDGE = " \u3000，,、：:；;。"


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    while end > start and text[end - 1] in "）)" and not re.search("[（(]", text[start:end]):
        end -= 1
    if (
        "）" in text[start:end]
        and "（" not in text[start : start + text[start:end].index("）")]
        and text[start - 1 : start] == "（"
    ):
        start -= 1  # （18个月）完成总体指标的50%
    if text[start:end].startswith(("（", "(")) and "）" not in text[start:end] and ")" not in text[start:end]:
        start += 1
    return start, end
