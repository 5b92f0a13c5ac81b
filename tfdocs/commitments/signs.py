"""What speaks for a promise and what for something done: words of the text, of headings and of titles.

A sign alone decides nothing. How much each weighs, by where it stands, says ``weights``; ``modality`` adds them up.
"""

# ruff: noqa: E501  (a rule stands on one line, however long)

from __future__ import annotations

import re

from tfdocs.commitments.rules import HeadingRule, Rule

__all__ = ["HEADING_WORDS", "LEANS", "SIGNS", "TITLE_WORDS", "heading_lean", "signs_of", "title_kinds"]

# what a sign leans to: 1 a promise, -1 what is done; halves are weak and never tell the time of a sentence by themselves
LEANS: dict[str, float] = {
    "intent": 1, "later": 1, "once done": 1, "must": 1, "possible": 1, "year after": 1,
    "term": 0.5, "aim": 0.5, "party": 0.5, "change": 0.5, "money": 0.5,
    "done": -1, "now": -1, "span": -1, "news": -1, "held": -1, "year before": -1, "year as of": -1, "latest year": -1,
    "result": -0.5, "compared": -0.5, "state": -0.5,
    "work": 0, "asked": 0, "same year": 0, "of a noun": 0, "some year": 0,
}  # fmt: skip

# by kind; the examples stand alone, so that nothing but the sign and the number speaks
SIGNS: tuple[Rule, ...] = (
    Rule("(?<![方面])打算|定于|(?<![模虚方面])拟(?![定订合南])|(?<!即)将(?![近军领])|即将|(?<!研发)(?<!行动)(?<!人才)(?<!五年)(?<!占)(?<!超)(?<!完成)(?<!原)计划(?!的\\d|生育|管理|课题|书|表|内|入选|支持|的实施)|预计|预期|力争|力求|确保|(?<!质量)保证(?![期金])|争取(?=在|实现|达|完成|发展|进入|[一-龥]{0,6}(?:发表|获|采纳|以上))|承诺(?!率|书|函|事项|服务|的\\d|数)|有望|可望|着力|致力|愿意|答应|[表]个?态(?=：|，)|(?<![思理设联感])想(?=再|把|做|办)", "intent", "力争会员发展到3000人", ">=3000人"),
    Rule("下一步|下一阶段|后续|余下的|今后|未来|届时|今年(?!\\s?\\d{1,3}(?:多|余)?(?:周?岁|\\s?[—–～~至到-]|月[—–～~至到-])|以来|已|上半年|前|[一二三四]季度)|年内|明年|下一?年度?(?=[拟计将要预志内，规新发召举的])|下一届|来年|(?<!频)次年|本年度?|首年|以后每?年|逐年|年底前|年末前|学年内|本批|本次(?!会议|活动|调查)|本轮|年终|(?<!截)至20\\d\\d年底", "later", "下一步培养青年会员200名", "=200名"),
    Rule("建成后|投产后|达产后|实施后|完成后|结束后|结题时|结项时|验收时|期满|到期|合同签订|协议签订|签订后|签字后|生效", "once done", "建成后年接待观众12万人次", "=120000人次/年"),
    Rule("项目期|实施期|周期内|执行期|服务期(?!刊)|建设期|合作期(?!刊)|合同期|协议期内|有效期|任期内|研究期|培育期|资助期|项目实施(?!情况)|全周期|[一二三四五两]年内|\\d年内|第[一二三四五]年", "term", "执行期内新增就业20人", "=20人"),
    Rule("(?<![供响相反对效适])应(?![用急对届标邀聘])|(?<!无)须(?!知)|(?<![必急供所刚学])需(?!求|要及|要(?:约|近)?\\d)|必须|(?<![主需重必摘纪简扼首概次紧纲])要(?![求素点闻])|务必|不得|严禁|方可|原则上|限(?:报|额|\\d)|最高|上限|下限|不再", "must", "团队应配备联络员2人", "=2人"),
    Rule("审议通过(?=[^，。；]{0,12}(?:预算|计划|方案|安排))|议定|目标|任务(?!书)|指标|要求|部署|提出(?=，|：|要|到|20)|强调(?!查)|明确(?=，|：|要|到|20)|考核|约定|商定|标准为", "aim", "会议提出，培训骨干300人", "=300人"),
    Rule("[甲乙丙双]方|承担单位应|受托方|委托方|供方|需方|各方|资助方|申请人|申报单位", "party", "乙方举办培训班3期", "=3期"),
    Rule("已(?!知|有研究)|已经|业已|曾(?=[一-龥])|先后|(?<=[一-龥])(?<!为)了(?!解|然)|(?<=[召举印开获发出参做办])过(?=[一-龥\\d])|此前|均获|均已|均被|(?<!以)实际(?=[完培到支参执使投发举开达落拨募]|新增|签约|[\\d为约])|(?<![拟应将后可])经(?:审计|统计|核算|核查|测算|核实|盘点|第三方)|(?<![拟须应])到账(?!后|之|前|时)|(?<=已)全[部额]|仅为?(?=\\d)|[只仅才](?:完成|有|到位|达到|报送|实现|办|招|发)(?=[\\d了一两三四五六七八九十])|没有(?:达到|完成)(?![^，。；]*的)|(?:完成|执行)率(?=\\d)|(?:执行|支出)进度(?=\\d)|(?:最后|最终)[一-龥]{1,3}到(?=\\d)|[跑干做走]下来", "done", "举办了学术会议4场", "past:=4场"),
    Rule("目前|(?<![较比])现有|现拥有|现设|现任|现共|现已|原有|截至|截止到|截止(?=20|目前)|如今|仍(?=[有为是达])|当前|现阶段|(?<!人)拥有|自有(?!资金|\\d)|荣获|在编|在岗|在职|注册资本|(?<!新)建有|设有|共有|编制床位|实际开放|从业人员|(?<![支保坚维])持有|主营(?!业务收入)|先前|(?:团队|本?项目组?|课题组|公司|单位|[我本][院所校会刊])?前期(?=[完开调发取形授申建已])", "now", "目前拥有会员1860人", "past:=1860人"),
    Rule("(?<!附)近年来?|(?<!附)(?<!整理|收集|分析|梳理|统计|回顾)近(?:[一二两三四五六七八九十]{1,3}|\\d{1,2})(?:个)?年(?:以?来)?|(?:过去|最近|前)(?:的)?(?:[一二两三四五六七八九十]|\\d+)年|过去一年|(?:[一二两三四五六七八九十]{1,3}|\\d{1,2})(?:余|多)?年(?:以?来|间)|(?<![较比])(?:上一?年度?(?![^，。；]{0,6}(?:报告|总结|决算|台账|情况))|上一?届|上一?(?:周期|[期轮批])|上一协议期内?|去年|历年|往年|(?<!提)前[一二两三四五六七八九十]+[届期批次年])(?!增|提|同)|以来|[一二两三四五六七八九十]年前|成立之初|换届(?=[以之]?[来后]|至今)|多年|长期|从[教业医]\\s?\\d+(?:余|多)?年|今年\\s?\\d{1,2}月?\\s?[—–～~至到-]\\s?\\d{1,2}月|上个?[月周](?![末底初一二三四五六日天])|上季(?!度末)|上(?:一)?季度|上半年(?=[^，。；]{0,4}(?:已|累计|共|完成))|报告期|迄今|至今|这[一几两]?年|(?:建|创|办|入驻|上线|运行|结对)[库会校刊院所馆]?[一二三四五六七八九十\\d]{1,3}(?:余|多)?年(?=[，、来]|间)|当年底|首批入选", "span", "近3年来举办会议9次", "past:=9次"),
    Rule("(?<![\\d一二三四五六七八九十作])日前|近日|昨日|今日|落下帷幕|圆满|成功(?:举办|召开|入选|获)|经过[^，。；]{1,10}(?:努力|建设|发展|攻关|培育)|据[^，。；]{0,6}(?:调查|统计|监测|测评|测算)|(?:调查|统计|监测|测评)(?:结果|数据)?(?=显示|表明)|会上|会议期间|活动现场|仪式上|活动当天|当天|当日|(?<![依根])据\x01+(?=，)|现场(?=[，采报气秩])|透露|介绍|获悉|了解到|披露|报告指出|显示|表明|(?<![小名位])(?<!媒体)记者(?!\\s?[\\d一二两三四五六七八九十]|[站团会证])|本报|日讯|网讯|刊讯", "news", "据统计共有会员310名", "past:=310名"),
    Rule("(?:^|[。；）])\\s*(?:\\d{4}年)?\\d{1,2}月\\d{1,2}日(?:至\\d{1,2}日)?(?:上午|下午|晚)?，", "held", "3月5日，培训班开班，学员52人参加", "past:=52人"),
    Rule("获(?![得取悉]|评(?:后|审))|荣获|获得|入选|被[^，。；]{0,6}(?:认定|授予|列入|评为|收录|采纳)|授予|通过(?:了|验收|鉴定|评审)|累计|出席|到会|参会|来自|吸引|收到|评选出|选举产生|承担(?=国家|省|市)|结余|完成了?(?:年度|全年|年初|本年|既定|总)?(?:目标|任务|计划)(?:任务|目标|数)?的(?=\\d)|创历史|受到|得到|赢得|斩获|摘得|应到|(?<!落)实到|增选|当选", "result", "收到来信36封", "past:=36封"),
    Rule("同比|较上年|比上年|较去年|比去年|[较比](?:去年|上年|前年)?同期|比[上前]一年|环比|上升至|下降了|增长了|提高了|增加了|较\\d{4}年|比\\d{4}年", "compared", "收稿量同比增长了12%", "past:=12%"),
    Rule("由(?:目前的?|现有的?|当前的?|现在的?|原来的?)?约?\\d[^，。；]{0,8}(?:提高|提升|增加|增至|扩大|扩充|上升|降|缩|压|发展|减|升)|从(?:目前的?|现有的?|当前的?)?约?\\d[^，。；]{0,8}(?:提高|提升|增加|增至|扩大|扩充|上升|降|缩|压|发展|减|升)|在(?:现有|已有|原有)[^，。；]{0,12}基础上", "change", "参与率由目前的18%提高到30%以上", ">=30%"),
    Rule("(?<!专)职工|(?<!导)员工|下设|下辖|团队(?:现?由|共|有)|由\\d+[名人家所个位](?!工作日)|全[省市国县区]有(?=[一-龥]{2,12}\\d)|注册会员|登记会员|单位会员|个人会员|理事(?=\\d)|教授(?=\\d)|博士(?=\\d)|职称(?=[^，。；]{0,4}\\d)|原值|固定资产|编委(?=\\d)|院士(?=\\d)|影响因子|被引|下载量|收稿|主管|占(?=\\d|比\\d)|分布在|遍[及布]|设在|发行(?=覆盖|至|到)|还(?=[与同和]\\d)", "state", "公司职工126人，仪器原值800万元", "past:=126人 past:=8000000元"),
    Rule("新增|新建|再(?=[一-龥])|建成|培育|打造|实现|达到|推动|推进|扩大|完善|健全|开展|组织(?!机构)|举办|形成|提交|撰写|申请|遴选|推荐", "work", "推荐优秀论文10篇", "=10篇"),
    Rule("资助|支持额度|补助|奖励(?=\\d|[^，。；]{0,6}\\d)|给予|按.{0,6}标准|拨付|支付|付清|预算|列支|总投资|经费来源|自筹|配套|概算|申请经费|资金来源", "money", "项目总投资6850万元", "=68500000元"),
    Rule("推荐条件|申报条件|申请条件|具备|具有|符合|以上学历|年龄|名额", "asked", "申报条件：主持过项目2项以上", ">=2项"),
    Rule("可(?!用[率性])(?=[一-龥]{0,8}\\d)|能够|可以|可达|预估|拟建|规划(?=[建占总用])|设计(?=产能|年|规模)|建设(?:规模|内容|工期|地点)|工期", "possible", "建设规模为大棚12座", "=12座"),
)  # fmt: skip

_SPANS = HeadingRule("近.{1,3}年|近年|历年|以来|过去|上年|去年|往年|年度回顾", -1, "二、近三年主要工作")
# of two in one heading the last decides, as a noun stands behind what it is of: 任务完成情况 reports, 情况说明要求 demands
HEADING_WORDS: tuple[HeadingRule, ...] = (
    HeadingRule("目标|任务|指标|预期|承诺|成果形式|成果要求|考核|交付|里程碑|愿景|展望", 1, "三、项目目标"),
    HeadingRule("计划|安排|打算|思路|规划|部署|改进|举措|措施|重点(?!实验室)|进度|方案|路线|下一步|未来|明年|节点|阶段|步骤|设想|构想|蓝图|方向|怎么[干做办走]|[要干做看](?:啃|干|做|办|什么)|抓手|发力|攻坚|清单|往哪|花在|路子|作战图|时间表|施工图|冲刺|期待|新征程|启航|谁来", 1, "（二）进度安排"),
    HeadingRule("条款|约定|义务|责任|权利|要求|规则|办法|流程|程序|须知|付款|报酬|违约|期限", 1, "四、双方权利义务"),
    HeadingRule("内容|实施|建设|标准|条件|范围|方式|保障|管理|监督|验收", 0.75, "三、建设内容"),
    HeadingRule("预算|经费|投资|资金|费用|概算|筹措|支出|开支", 0.5, "五、经费预算"),
    HeadingRule("效益|效果|产出|影响|收益|前景|贡献", 0.5, "六、社会效益"),
    HeadingRule("基础(?!设施|研究|理论|数据|条件|能力)|现状|已有|前期|积累|实力|优势|家底|储备|底子|现有|底气|成绩单|来时路|名片|答卷|收获|回眸|巡礼|掠影|走过|[做干]了什么|已做", -1, "（一）研究基础"),
    _SPANS,
    HeadingRule("情况(?!说明)|信息$|概况|业绩|回顾|简介|背景|成效|总结|代表性|荣誉|获奖|历程|沿革|履历|经历|取得|亮点|盘点|成绩|历史|介绍|成就|战绩|硕果|足迹|印记|写真|数说|画像|自评|(?<![应须需要拟将内前])完成|做法|经验|进展|由来|缘起|组织机构|问题|不足", -1, "一、单位基本情况"),
)  # fmt: skip

# what a text is, by its first line
TITLE_WORDS: tuple[tuple[str, str], ...] = (
    ("agreement", "协议|合同|责任书|备忘录|承诺书"),
    ("notice", "通知|公告|指南|须知|办法|细则|启事|简章|公示|征集|征文|规定|章程|标准"),
    ("plan", "申报书|任务书|计划|安排|要点|方案|规划|申请|项目建议|可行性|可研|开题|预算|设计|实施|目标|建议书"),
    (
        "report",
        "总结|自查|工作报告|评价报告|年度报告|年报|汇报|述职|情况报告|业绩|简介|概况|纪实|绩效自评|(?:完成|执行|落实|进展|基本|工作|建设)情况|基本信息",
    ),
    (
        "interim",
        "中期|检查报告|进展报告|自评|纪要|(?:总结|报告).{0,12}(?:计划|安排|打算|思路|申请)|发言|讲话",
    ),  # both are told
    ("news", "我[省市县校会国]|召开$|举[办行]$|启动$|落幕$|开幕|成立$|突破|获|入选|揭|讯"),
)

_SIGNS = [(re.compile(r.words), r.means) for r in SIGNS]
_HEADINGS = [(re.compile(r.words), r.lean) for r in HEADING_WORDS]
_TITLES = [(kind, re.compile(words)) for kind, words in TITLE_WORDS]
_QUOTED = re.compile("“[^”]{1,30}”|《[^《》]{1,60}》")
# years in the names of laws and documents
_NAMED = re.compile("《[^《》]{1,60}》|[〔\\[［(（](?:19|20)\\d\\d[〕\\]］)）]\\s?第?\\s?\\d+\\s?号")
_YEAR = re.compile(r"(?<![较比])(?<!\d)((?:19|20)\d\d)\s?(?:(?:[—–~～至-]\s?(20\d\d)\s?)?年|[.．/-]\d)(?!版)")
_PLAN = re.compile("“?十(?P<n>[二三四五])五”?(?:期间|时期|以来|末)")
_PLAN_ENDS = {"二": 2015, "三": 2020, "四": 2025, "五": 2030}  # the last year of the five-year plan
# 推荐本刊已发表论文: what is chosen is there
_CHOSEN = re.compile("(?:推荐|遴选|选送|报送|整理|汇编|收录)[^，。；\\d]{0,4}$")
_ATTRIBUTE = re.compile(
    r"[^，。；：、\d]{1,8}的(?=[^，。；：\d]{0,2}[一两二三四五六七八九十几\d]*[^，。；：\d]{2,16}(?:年内|将|拟|再|重|继续|全部|逐))"
)
# 任务150名，完成118名; 目标2亿元，实际2.47亿元: a verb that only behind a target says that it was met
_MET = re.compile(
    "(?:目标|任务|计划|承诺|要求|[应须需])[^，。；\\d]{0,12}\\d[^，。；]{0,8}[，、]\\s?(?P<word>完成|达到|做到|到位|建成|办了|实现)(?=\\d)"
)
_COMPARED = re.compile("较|比|同比|[〔]$")
_AS_OF = re.compile(r"截[至止]\s?$")
# 拟, 预计 in a heading decide alone, and so do spans that have passed
_INTENT_HEADING = re.compile("拟|[应须](?=完成|达到|做到|实现)|预计|预期|未来|下一步|今后|明年|打算")
_PAST_HEADING = re.compile("|".join((_SPANS.words, *(r.words for r in SIGNS if r.means in ("span", "done")))))
_HEADING_YEAR = re.compile(r"20\d\d(?=\s?年)")


def signs_of(text: str, year: int | None, *, sure: bool) -> list[tuple[int, int, str]]:
    """Every sign of ``text`` as (start, end, kind), by its start. ``year``: the document's own, ``sure`` if it says so.

    What stands in quotes is a name and no sign; of a sign within one that leans the other way (协议期内 in 上一协议期内)
    the longer counts.
    """
    view = _QUOTED.sub(lambda m: "\1" * len(m[0]), text)
    out = [(m.start(), m.end(), kind) for pattern, kind in _SIGNS for m in pattern.finditer(view)]
    out = [(s[0], s[1], "of a noun") if s[2] in ("done", "now") and _of_noun(view, s) else s for s in out]
    named = _NAMED.sub(lambda m: "\1" * len(m[0]), text)
    for m in _YEAR.finditer(named):
        before = text[max(0, m.start() - 5) : m.start()]
        if _COMPARED.search(before):
            continue
        said = int(m[2] or m[1])
        if _AS_OF.search(before):
            kind = "year as of"
        elif year is None:
            kind = "some year"
        elif said == year:
            kind = "same year" if sure else "latest year"
        else:
            kind = "year before" if said < year else "year after"
        out.append((m.start(), m.end(), kind))
    plans = [(m, _PLAN_ENDS[m["n"]]) for m in _PLAN.finditer(text)]
    speaks_for = year if year is not None else max((ends for _, ends in plans), default=0)
    out += [(m.start(), m.end(), "year before") for m, ends in plans if ends < speaks_for]
    out += [(*m.span("word"), "done") for m in _MET.finditer(view)]
    wide = [s for s in out if LEANS[s[2]]]
    return sorted(
        s
        for s in out
        if not any(
            o[0] <= s[0] and s[1] <= o[1] and o[1] - o[0] > s[1] - s[0] and LEANS[o[2]] * LEANS[s[2]] < 0 for o in wide
        )
    )


def _of_noun(text: str, sign: tuple[int, int, str]) -> bool:
    """对已入库的专家分批培训, 已出版的画册年内重印: what is done already says which, and not when."""
    start, end, kind = sign
    if text[:start].endswith(
        ("在", "对", "将", "把", "由", "从", "以", "依托", "利用", "基于", "围绕", "针对", "用好")
    ):
        return True
    if kind == "done" and _CHOSEN.search(text, 0, start):
        return True
    return kind == "done" and _ATTRIBUTE.match(text, end) is not None


def heading_lean(heading: str, year: int | None) -> float:
    """Whether what stands under ``heading`` is promised (above 0), done (below 0), or not said (0)."""
    if _INTENT_HEADING.search(heading):
        return 1
    if _PAST_HEADING.search(heading):
        return -1
    last, lean = 0, 0.0
    for pattern, leans in _HEADINGS:
        for m in pattern.finditer(heading):
            if m.end() > last:
                last, lean = m.end(), leans
    years = [int(y) for y in _HEADING_YEAR.findall(heading)]
    if year is not None and years:
        if max(years) < year and lean < 1:
            return -1  # 2023年出版情况 in a text that speaks for 2024
        if max(years) > year and lean > -1:
            return 1
    if lean:
        return lean
    # 2024年，学会将着力做好四个方面的工作：
    told = [LEANS[kind] for _, _, kind in signs_of(heading, year, sure=False) if "year" not in kind]
    return next((x for x in reversed(told) if abs(x) == 1), 0.0)


def title_kinds(title: str) -> list[str]:
    """What the first line of a text says it is; [] where it does not."""
    return [kind for kind, pattern in _TITLES if pattern.search(title)]
