"""Verb and object of the words beside a number: 组织所属会员推荐原创科普作品 is 推荐, 原创科普作品.

It sees the words before or behind one number and knows nothing of lists, of other numbers or of time.
"""

from __future__ import annotations

import re

from tfdocs.commitments import verbs

__all__ = ["TRAIL", "noun", "rank_roles", "split_head", "subject_roles", "tail_object"]

TRAIL = re.compile(
    r"(?:的|了|(?<![平高初中])等|(?<![到表传发])达|达到|(?<![公])共|共计|合计|累计|[年月日周]均|(?<!平)均|各|都|(?<![履签合契节公条预制])约|"
    r"(?<![行作认成])为|是|(?<![所拥现享自])有|[±＋]|占|一式|按照?|每[人户家位名]|至少|不少于|总共|分别|(?<![效响供反])应|须|必须|不得|拟|力争|确保|计划|预计|将|争取|"
    r"已经|已|连续|成功|其中|现(?=$)|(?<![自理缘])由|从|(?<![签报])到|(?<!以)至|每|其|(?<![存现潜])在|以|和|及|与|"
    r"（|\(|\s|，|、|：|:)+$"
)
_PREPOSITION = re.compile(
    r"^(?:在|向|依托|通过|围绕|面向|按照|根据|针对|对|由|以|从|于|自)[^，]*?(?:平台|大会|中(?![国央心小文医])|上|内|下|期间|后|前|时|方式)"
)
_SUBJECT = re.compile(
    r"^(?:各?学会|本会|协会|研究会|我会|本刊|期刊|编辑部|公司|甲乙双方|双方|甲方|乙方|丙方|申报主体|申报单位|项目|本项目|课题|本课题|论坛|大会|本次论坛|单位(?![产面能成耗])|我单位|你单位|企业|团队|组织方|承办方)(?!界|家|组|代表|间|数量|成员|总|会员|人员|数|规模|经费|周期|实施)"
)


_NOUNS_AFTER = ("表彰", "表演", "书画", "书写", "人才", "人员", "期刊", "地方", "数据", "数字", "力量", "点评")
_VERB_WORDS = tuple(w for r in verbs.VERBS if r.means == "strong" for w in r.words.split("|") if w.isalpha())
_CAN = re.compile(f"(?:可(?!靠|持续|视|行|控|信|再)|能够?(?=节|减|增|带|服|培)|将|拟)(?P<verb>{verbs.WEAK.pattern})")
# 培训合格率: what is measured, no verb with its object
_QUOTED = re.compile("[“《‘][^”》’]*[”》’]")
_PAPER = ("报告", "论文", "方案", "成果", "人员")
_MEASURED = re.compile("(?:率|满意度|成本|费用|周期|质量|效率|比例|比重|总额|收入|面积|强度)$")
_RANK_VERB = re.compile(r"(位居|位列|位于|进入|跻身|排名|排在|排|列入|列|居|处于|保持在?)(?!榜)")


def split_head(head: str) -> tuple[str | None, str]:
    """Verb and object of the words before a number: 组织所属会员推荐原创科普作品 is 推荐, 原创科普作品."""
    head = head.replace("\0", "")
    body = verbs.LEADING.sub("", head).rstrip()
    body = TRAIL.sub("", body)
    if _SUBJECT.match(body) and (rest := verbs.LEADING.sub("", _SUBJECT.sub("", body))):
        body = rest
    if (held := re.search("把(?!握|关|控|手)(?=[^，]{2})", body)) is not None:
        body = body[held.end() :]  # 服务团把服务范围扩大到30个县
    hits = []
    quoted = [q.span() for q in _QUOTED.finditer(body)]
    for m in verbs.STRONG.finditer(body):
        if any(a < m.start() < b for a, b in quoted):
            continue  # “优秀社会组织”称号
        after = body[m.end() : m.end() + 1]
        before = body[: m.start()]
        following = body[m.end() : m.end() + 2]
        if after and after in "的者率人量额数费期性力度地点表书" and following not in _NOUNS_AFTER:
            continue
        if after == "会" and body[m.end() + 1 : m.end() + 2] in ("", *"每、和及一的规（"):
            continue  # 推介会, 对接会
        if after == "的" or before[-1:] == "所" or (before.endswith(("未", "的")) and body[m.end() :] == ""):
            continue
        if re.match(r"[^，]{0,12}的(?=[^，])", body[m.end() :]) and "参" in m[0]:
            continue  # 参加活动的专家: a relative clause
        if verbs.NOUN_OF.match(body, m.start()):
            continue
        if after == "、" or (before.endswith("、") and not _is_verb_list(body, m)):
            continue  # 标准研制、成果鉴定: nouns in a list
        hits.append(m)
    if hits:
        last = hits[-1]
        governor = _governor(hits, body)
        if governor is not None and (rest := TRAIL.sub("", verbs.LEADING.sub("", body[governor.end() :]))):
            return governor[0], rest
        # 完成技术合同成交, 新增授权专利: the last verb leads the object, unless nothing follows it
        rest = TRAIL.sub("", verbs.LEADING.sub("", body[last.end() :]))
        if rest:
            for m in hits[:-1]:
                if m.end() == last.start() and m[0] not in ("组织", "参与", "主持", "负责", "牵头"):
                    return m[0], body[last.start() :].strip()
            return last[0], rest
        named = TRAIL.sub("", body[: last.start()])
        if len(hits) > 1 and (between := TRAIL.sub("", body[hits[-2].end() : last.start()])):
            if verbs.NOUNLIKE.fullmatch(last[0]):
                return hits[-2][0], between + last[0]  # 争取各类资助
            return last[0], between
        if len(hits) > 1 and hits[-2].end() == last.start() and hits[-2][0] in ("申请", "争取", "获得", "获", "提供"):
            return hits[-2][0], last[0]  # 申请资助
        return last[0], noun(named)
    if (led := _CAN.search(body)) and len(body) - led.end() >= 2:  # 每套设备每年可节约电费
        return led["verb"], TRAIL.sub("", body[led.end() :])
    if m2 := verbs.WEAK.match(_PREPOSITION.sub("", body)):
        cut = _PREPOSITION.sub("", body)
        rest = TRAIL.sub("", verbs.LEADING.sub("", cut[m2.end() :]))
        if not cut[m2.end() :]:
            return m2[0], ""  # 每年投入500万元
        if (
            rest
            and len(rest) > 1
            and not (rest in _PAPER and m2[0] in ("调研", "研究", "考察", "检测", "评价", "鉴定", "验收"))
            and not _MEASURED.search(rest)
            and not rest.startswith(
                ("的", "率", "费", "量", "额", "数", "器", "品", "者", "业", "员", "总", "平台", "覆盖", "好评")
            )
        ):
            return m2[0], rest
    return None, noun(body)


def _governor(hits: list[re.Match[str]], body: str) -> re.Match[str] | None:
    """承担重点研发任务: the verb before one that is a noun there; ``None`` where the last verb is one."""
    last = hits[-1]
    if len(hits) < 2 or not verbs.NOUNLIKE.fullmatch(last[0]) or last.end() == len(body):
        return None
    before = hits[-2]
    between = body[before.end() : last.start()]
    if not between or verbs.ACTORS.search(between) or "，" in between or before[0] in ("组织", "参与"):
        return None
    return before


def _is_verb_list(body: str, m: re.Match[str]) -> bool:
    """发布、推广技术: a verb on the other side of the mark too."""
    return any(body.endswith(v, 0, m.start() - 1) for v in _VERB_WORDS)


def noun(text: str) -> str:
    """The words of a subject that name what is counted: without prepositions and what a 的 adds to it."""
    text = TRAIL.sub("", verbs.LEADING.sub("", text))
    if "的" in text:
        last = text.rsplit("的", 1)[1]
        if len(last) >= 2:
            text = last
    text = _PREPOSITION.sub("", text) or text
    return text.strip("\1 ")


def tail_object(tail: str) -> str:
    """What is counted, standing behind the number: 10篇优秀论文参与征集 is 优秀论文."""
    tail = tail.replace("\0", "")
    tail = re.sub(r"^(?:的|以上|左右|之多|\s|[、，])+", "", tail)
    relative = tail.rfind("的")
    for m in verbs.CUTS.finditer(tail):
        if relative > m.start() and relative < len(tail) - 1 and m.start() < 12:
            continue  # inside a relative clause: 1个面向会员开展服务的平台
        tail = tail[: m.start()]
        break
    return TRAIL.sub("", tail).strip("\1 ")


def rank_roles(head: str) -> tuple[str | None, str]:
    """期刊浏览量位于省内科技期刊前50名: what is ranked stands before the verb, among whom after it."""
    head = re.sub(
        r"(?:^|(?<=[\u4e00-\u9fff]))在[^，。]{1,16}中(?=排|列|位|居|处|名|保持|$)", "", head.replace("\0", "")
    )
    hits = list(_RANK_VERB.finditer(head))
    if not hits:
        return None, noun(head)
    last = hits[-1]
    obj = noun(head[: last.start()])
    return last[1], obj or noun(head[last.end() :])


def subject_roles(head: str) -> tuple[str | None, str]:
    """参与的专家在平台注册并开设工作室的不少于10人: those who are counted stand first, what they do before the 的."""
    head = verbs.LEADING.sub("", head.replace("\0", "").rstrip()[:-1])
    hits = list(verbs.STRONG.finditer(head))
    cut = re.search("在|向|已|获|拥有|具有|达到|超过|被|入选|通过", head[1:])
    subject = head[: cut.start() + 1] if cut else head
    return (hits[-1][0] if hits else None), noun(subject)
