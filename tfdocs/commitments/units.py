"""What is counted in what: the units of the grammar. A unit that is missing here is not seen.

``means`` is the kind of the item: quantity, money, rate, duration.
"""

from __future__ import annotations

import re
from functools import lru_cache

from tfdocs.commitments.rules import Rule

__all__ = ["NEEDS_COMPARATOR", "NOT_AFTER", "UNIT", "UNITS", "is_symbol", "kind_of", "match_unit"]

UNITS: tuple[Rule, ...] = (
    # papers and works
    Rule("篇", "quantity", "推荐论文不少于10篇", ">=10篇"),
    Rule("部", "quantity", "出版专著2部", "=2部"),
    Rule("本", "quantity", "编印教材3本", "=3本"),
    Rule("册", "quantity", "印发手册500册", "=500册"),
    Rule("期", "quantity", "编印简报6期", "=6期"),
    Rule("卷", "quantity", "出版丛书2卷", "=2卷"),
    Rule("集", "quantity", "制作科普短视频20集", "=20集"),
    Rule("幅", "quantity", "展出科普挂图60幅", "=60幅"),
    Rule("版", "quantity", "刊发专版4版", "=4版"),
    Rule("份", "quantity", "提交总结报告一式3份", "=3份"),
    Rule("词|单词", "quantity", "英文摘要不少于200词", ">=200词"),
    Rule("字", "quantity", "报告字数不少于3000字", ">=3000字"),
    Rule("条", "quantity", "征集建议15条", "=15条"),
    Rule("则", "quantity", "发布消息30则", "=30则"),
    # works of law and technique
    Rule("件", "quantity", "申请专利8件", "=8件"),
    Rule("项", "quantity", "发布科技成果20项", "=20项"),
    Rule("款", "quantity", "开发新产品3款", "=3款"),
    Rule("种", "quantity", "新增期刊2种", "=2种"),
    Rule("类", "quantity", "提供服务6类", "=6类"),
    Rule("例", "quantity", "形成典型案例5例", "=5例"),
    Rule("套", "quantity", "研制样机1套", "=1套"),
    Rule("台套", "quantity", "研制样机1台套", "=1台套"),
    Rule("台", "quantity", "购置设备3台", "=3台"),
    Rule("颗|枝|朵|块|张|片|辆|艘|架|枚|棵|箱|袋|把", "quantity", "制作展板90块", "=90块"),
    Rule("批", "quantity", "组织两批专家下乡", "=2批"),
    Rule("起", "quantity", "办理案件不少于5起", ">=5起"),
    Rule("宗", "quantity", "促成交易4宗", "=4宗"),
    Rule("单", "quantity", "完成订单不少于50单", ">=50单"),
    # people and bodies
    Rule("名", "quantity", "推荐专家不少于20名", ">=20名"),
    Rule("人", "quantity", "专职工作人员不少于3人", ">=3人"),
    Rule("位", "quantity", "邀请院士2位", "=2位"),
    Rule("人次", "quantity", "培训科技人员一千二百人次", "=1200人次"),
    Rule("人数", "quantity", "参训不少于50人数", ">=50人数"),
    Rule("对", "quantity", "结成帮扶对子不少于5对", ">=5对"),
    Rule("户", "quantity", "服务农户200户", "=200户"),
    Rule("家", "quantity", "服务企业50家", "=50家"),
    Rule("家次", "quantity", "走访企业30家次", "=30家次"),
    Rule("个", "quantity", "打造学术品牌1个", "=1个"),
    Rule("支", "quantity", "组建科技服务团3支", "=3支"),
    Rule("组", "quantity", "组织专家组不少于4组", ">=4组"),
    Rule("所", "quantity", "走进学校10所", "=10所"),
    Rule("座", "quantity", "新建实验站2座", "=2座"),
    Rule("处", "quantity", "设立服务点5处", "=5处"),
    Rule("间", "quantity", "新建实验室3间", "=3间"),
    Rule("栋", "quantity", "建设厂房2栋", "=2栋"),
    Rule("条线", "quantity", "建成生产线2条线", "=2条线"),
    # events
    Rule("次", "quantity", "开展宣讲不少于2次", ">=2次"),
    Rule("场", "quantity", "举办讲座12场", "=12场"),
    Rule("场次", "quantity", "开展科普活动10场次", "=10场次"),
    Rule("届", "quantity", "举办论坛两届", "=2届"),
    Rule(
        "批次|期次|种次|项次|台次|架次|车次|篇次|件次|站次|户次|例次|课次", "quantity", "组织专家企业行6批次", "=6批次"
    ),
    Rule("班", "quantity", "开设培训班4班", "=4班"),
    Rule("轮", "quantity", "组织巡讲三轮", "=3轮"),
    Rule("堂", "quantity", "开设公开课8堂", "=8堂"),
    Rule("课时", "quantity", "完成培训不少于40课时", ">=40课时"),
    Rule("学时", "quantity", "完成培训不少于40学时", ">=40学时"),
    Rule("门", "quantity", "开发课程5门", "=5门"),
    Rule("班次", "quantity", "开设培训班4班次", "=4班次"),
    Rule("人天|人月|工时|机时|学分", "quantity", "提供驻点服务不少于60人天", ">=60人天"),
    Rule("瓶次|罐|节|讲|题|遍|趟|笔|眼|孔|盏|幢|桌|粒|瓶|盒|桶|包", "quantity", "开设直播课12节", "=12节"),
    Rule(
        "通|封|斤|具|枚|顶|盆|束|串|筐|匹|扇|副|壶|杯|碗|罐|炉|杆|卡|针|剂次|剂|针次|票|双|根|道|面|口|回|路|帧|列|车|稿|队|团|站|座次|点位|机位|航次|标准箱|平米|台班|人时|人日|人份|工日|亩次|头次|件套",
        "quantity",
        "配备灭火器40具",
        "=40具",
    ),
    Rule(
        "县(?=[，。；、（(的]|$)|村(?=[，。；、（(的]|$)|校(?=[，。；、（(的]|$)|国(?=[，。；、（(的]|$)|馆(?=[，。；、（(的]|$)",
        "quantity",
        "巡展走进12校",
        "=12校",
    ),
    Rule(
        "组次|路次|株次|卷次|份次|条次|轮次|册次|幅次|支次|艘次|枚次|套次|座席|工位|机柜|机架|标段|人年|人学时|人课时|台时|核时|卡时|人公里|吨公里|头份|剂|标箱|TEU",
        "quantity",
        "提供算力不少于6000核时",
        ">=6000核时",
    ),
    Rule(
        "公升|千升|克拉|海里|英寸|千伏|毫安|毫安时|安时|帕|千帕|兆帕|吉帕|千牛|瓦|流明|勒克斯|字节|兆字节|标方|标准立方米",
        "quantity",
        "抗压强度不低于40兆帕",
        ">=40兆帕",
    ),
    Rule("页|层", "quantity", "报告正文不少于30页", ">=30页"),
    Rule("床位|张床位|席位|席|车位|个车位", "quantity", "新增床位80床位", "=80床位"),
    Rule("点击", "quantity", "网络点击量达到10万点击", ">=100000点击"),
    # measures
    Rule("平方米|㎡|m2|m²", "quantity", "建成展厅300平方米", "=300平方米"),
    Rule(
        "平方公里|平方千米|平方厘米|平方毫米|立方米|立方厘米|立方分米|立方毫米|公里|千米|厘米|毫米|微米|纳米|米|亩|公顷|株|头|只|羽|尾",
        "quantity",
        "种植示范林200亩",
        "=200亩",
    ),
    Rule(
        "微克/立方米|毫克/立方米|毫克/升|毫克/千克|微克|万吨|吨|公斤|千克|克|毫克|升|毫升|kg|mg",
        "quantity",
        "年产量达到500吨",
        ">=500吨/年",
    ),
    Rule(
        "兆瓦|万千瓦时|千瓦时|千瓦|度|kWh|kW|MW|MPa|kPa|dB|Hz|kHz|MHz|GHz|GB|TB|MB|mm|cm|km|μm|um|nm|℃|°C|摄氏度|吨标准煤|吨标煤|千克标准煤|千克标煤|标准煤|kN|mL|ml|m3|m³|立方|mg/L|mg/kg|t/h|km/h|Mbps|Gbps|dpi|fps|rpm|r/min|立方米/日",
        "quantity",
        "精度不低于5mm",
        ">=5mm",
    ),
    Rule("分贝|m|g|L|t|W", "quantity", "噪声低于65分贝", "<65分贝"),
    Rule("级", "quantity", "耐火等级不低于2级", ">=2级"),
    Rule("分(?![之钟析会别为布公支])", "quantity", "评估得分不低于90分", ">=90分"),
    Rule("倍", "quantity", "会员数量达到3倍", ">=3倍"),
    # rates
    Rule("%|％", "rate", "好评率不低于90％", ">=90%"),
    Rule("‰", "rate", "差错率不超过3‰", "<=3‰"),
    Rule("个百分点|百分点", "rate", "占比提高10个百分点", "=10个百分点"),
    Rule("成(?=[一二三四五六七八九]?(?:以[上下内]|之内|左右|[，。；、）]|$))", "rate", "满意率九成以上", ">=90%"),
    # money
    Rule("元人民币|元|圆", "money", "资助经费20万元", "=200000元"),
    Rule("美元", "money", "合同额500万美元", "=5000000美元"),
    Rule("欧元", "money", "合同额30万欧元", "=300000欧元"),
    Rule("港元|港币", "money", "合同额30万港元", "=300000港元"),
    # time
    Rule("个月", "duration", "建设期18个月", "=18月"),
    Rule("个工作日|工作日", "duration", "审核时间不超过5个工作日", "<=5工作日"),
    Rule("个自然日|自然日", "duration", "审核时间不超过5个自然日", "<=5自然日"),
    Rule("个季度", "duration", "实施期限为两个季度", "=2季度"),
    Rule("个日历日|日历日", "duration", "工期90个日历日", "=90日历日"),
    Rule("天|个日历天|日历天|个自然天|自然天", "duration", "会期3天", "=3天"),
    Rule("个学期|学期|个学年|学年", "duration", "实施期为两个学期", "=2学期"),
    Rule("日", "duration", "收到通知后10日内签订协议", "<=10日"),
    Rule("周", "duration", "整改时间不超过2周", "<=2周"),
    Rule("年", "duration", "档案保存不少于10年", ">=10年"),
    Rule("个小时|小时|h", "duration", "答复时间不超过24小时", "<=24小时"),
    Rule("分钟|min", "duration", "报告时间不少于20分钟", ">=20分钟"),
    Rule("毫秒|微秒|纳秒|皮秒|ms|秒|秒钟|s", "duration", "响应时间不超过3秒", "<=3秒"),
)

# A unit followed by one of these is part of another word: 三部门, 两本科, 5人才, 一项目.
NOT_AFTER: dict[str, str] = {
    "部": "门委",
    "本": "科会学期刊省市项着质次地身职",
    "人": "才员民大口类均体工文事格",
    "位": "于居列置次数",
    "组": "织成长建",
    "期": "刊间限望待货末初",
    "条": "件款例文",
    "支": "持付出撑部柱",
    "门": "户槛类",
    "场": "所馆地景面合均租",
    "台": "湾账风",
    "元": "旦素件数器宇",
    "天": "府津然气文",
    "项": "目",
    "次": "序要数生性",
    "字": "号体",
    "词": "汇条语典库",
    "家": "庭具长园",
    "名": "单称誉额师优",
    "级": "别",
    "节": "约目日点能奏气余假庆水省",
    "讲": "座解话述台师坛学习求究义评授稿堂",
    "页": "码面岩",
    "题": "目材词库",
    "笔": "试记者录",
    "眼": "科镜光",
    "孔": "径",
    "层": "面次级",
    "桌": "面子",
    "粒": "径子度",
    "瓶": "颈",
    "盒": "子",
    "桶": "装",
    "包": "括含装围容联",
    "席": "卷",
    "册": "子",
    "类": "别型似",
    "度": "假",
    "年": "级龄轻均度鉴报会检",
    "日": "报常期本程",
    "周": "年边期围岁",
    "对": "于接外口象照",
    "所": "属有在以示",
    "处": "理于置罚分方",
    "单": "位项独一",
    "分": "之析会别为布公支批步类贝",
    "座": "谈",
    "则": "",
    "起": "来到步草",
    "集": "中体成群团聚合",
    "套": "餐",
    "版": "权本面",
    "轮": "值岗换流",
    "堂": "",
    "间": "接隔",
    "米": "饭",
    "头": "部脑",
    "只": "有要是能",
    "升": "级学至到值",
    "克": "服",
    "种": "植子养",
    "件": "",
    "款": "项",
    "例": "如会外",
    "批": "准复次评",
    "届": "时满",
    "户": "外籍",
    "倍": "增率数频子",
    "班": "级长车子主",
    "块": "状",
    "张": "力扬三",
    "片": "区段面",
    "架": "构设子",
    "把": "握关控",
    "箱": "体",
    "辆": "",
    "成": "果立员为都功本交长效就",
    "份": "额",
    "尾": "",
    "通": "过道知常用信告报讯报关",
    "封": "面底闭顶存",
    "具": "有体备象",
    "顶": "尖层端级替目岗",
    "束": "缚",
    "串": "联通",
    "扇": "区贝",
    "卡": "脖车片口",
    "针": "对织灸刺",
    "票": "据房务价款",
    "双": "方向边重创一高碳减语师百随引",
    "根": "据本治源",
    "道": "路德理具教",
    "面": "向对积临试貌粉谈授",
    "口": "号岸径头腔径罩",
    "回": "收归顾应访复报",
    "路": "线径演段面",
    "列": "入为举车",
    "车": "间辆站次",
    "稿": "件酬",
    "队": "伍员长",
    "团": "队体员结",
    "站": "点位在内",
    "杆": "菌",
    "宗": "旨教",
}

# counted of so many things that only a comparator makes it a statement: 大16开，112页
NEEDS_COMPARATOR = frozenset({"页", "层"})

_KINDS = [(re.compile(rule.words), rule.means) for rule in UNITS]
# alternatives that are plain words, the longest first; those with conditions (lookahead) keep their order at the end
_WORDS = sorted((w for rule in UNITS for w in re.split(r"\|(?![^(]*\))", rule.words)), key=len, reverse=True)
UNIT = re.compile(
    "|".join(w if "(" in w else re.escape(w) for w in sorted(_WORDS, key=lambda w: -len(w.split("(")[0])))
)
_SPELLED = {
    "％": "%",
    "圆": "元",
    "元人民币": "元",
    "个月": "月",
    "个工作日": "工作日",
    "个自然日": "自然日",
    "个日历日": "日历日",
    "平米": "平方米",
    "个季度": "季度",
}
_SPELLED |= {
    "日历天": "天",
    "个日历天": "天",
    "自然天": "天",
    "个自然天": "天",
    "个学期": "学期",
    "个学年": "学年",
    "s": "秒",
    "°C": "℃",
    "摄氏度": "℃",
    "张床位": "床位",
    "个车位": "车位",
    "立方": "立方米",
    "m3": "立方米",
    "m³": "立方米",
    "个小时": "小时",
    "百分点": "个百分点",
    "港币": "港元",
    "秒钟": "秒",
    "min": "分钟",
    "h": "小时",
    "㎡": "平方米",
    "m2": "平方米",
    "m²": "平方米",
}


# units of physics are written in letters: 1.2mS/cm, 3.5kJ/(kg·K); a lone capital is more often a name's
_SYMBOL = re.compile(
    r"(?:[a-zμΩ°][A-Za-zμΩ]{0,4}[²³]?|[A-Z][a-z]{1,3}|[A-Z]{2,3}(?=/))(?:[/·][A-Za-zμΩ]{1,5}[²³23]?)*(?:·[a-zA-Z]{1,3}[-⁻¹²]{0,2})?(?![A-Za-z0-9])|[°′″](?!C)"
)


def is_symbol(unit: str) -> bool:
    """Whether ``unit`` is one of physics that the table does not have; a number with it must be compared."""
    return _SYMBOL.fullmatch(unit) is not None and UNIT.fullmatch(unit) is None and "°" not in unit


def match_unit(text: str, at: int) -> tuple[str, int] | None:
    """The unit that begins at ``at`` and the offset behind it; ``None`` when there is none."""
    m = UNIT.match(text, at)
    if (other := _SYMBOL.match(text, at)) and (m is None or other.end() > m.end()):
        return other[0], other.end()
    while m is not None:
        unit, end = m[0], m.end()
        following = text[end : end + 1]
        if following and following in NOT_AFTER.get(unit, "") and not text.startswith(("师生", "师范"), end):
            # 3个工作日 is tried before 3个: a longer unit that fails leaves no shorter one, but for 台套 and 场次
            return None
        if unit.isascii() and unit.isalpha() and following.isascii() and following.isalnum():
            return None
        return _SPELLED.get(unit, unit), end
    return None


@lru_cache(maxsize=512)
def kind_of(unit: str) -> str:
    """quantity, rate, money or duration; quantity for a unit that is not in the table."""
    spelled = {v: k for k, v in _SPELLED.items()}.get(unit, unit)
    for pattern, kind in _KINDS:
        if pattern.fullmatch(spelled) or (kind != "rate" and pattern.fullmatch(unit)):
            return kind
    return "quantity"
