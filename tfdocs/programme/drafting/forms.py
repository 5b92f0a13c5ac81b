"""The forms a drafted programme starts with: general fields that every applicant of a public programme fills.

As data, in the shape of ``Form``; a person adds what the guide asks for beyond them.
"""

from __future__ import annotations

from typing import Any

__all__ = ["agreement_form", "application_form", "notice_form"]

Field = dict[str, Any]


def _field(key: str, label: str, kind: str = "text", **more: Any) -> Field:
    out: Field = {"key": key, "label": label}
    if kind != "text":
        out["type"] = kind
    return out | more


def _basics() -> list[Field]:
    return [
        _field("project_name", "项目名称", max_length=50, example="某某单位示例项目"),
        _field("applicant", "申报单位", max_length=50, help="与公章一致的全称", example="某某省示例学会"),
        _field("credit_code", "统一社会信用代码", "credit_code", example="515100005000000019"),
        _field("address", "通讯地址", max_length=60, example="示例市示例区示例路1号"),
        _field("legal_person", "法定代表人", max_length=20, example="张示例"),
        _field("leader", "项目负责人", max_length=20, example="李示例"),
        _field("leader_title", "负责人职务（职称）", max_length=30, example="秘书长（教授）"),
        _field("leader_phone", "负责人电话", "phone", example="13900000001"),
        _field("contact", "联系人", max_length=20, example="王示例"),
        _field("phone", "联系电话", "phone", example="028-80000001"),
        _field("email", "电子邮箱", "email", example="office@example.org"),
        _field("bank_name", "开户银行", max_length=40, help="写到支行", example="示例银行示例支行"),
        _field(
            "bank_account", "银行账号", max_length=40, help="按文本填写，保留开头的 0", example="0000123456789000001"
        ),
        _field("start_date", "项目开始日期", "date", limit="period"),
        _field("end_date", "项目结束日期", "date", limit="period", help="不晚于项目周期截止日"),
        _field("grant", "申请专项经费（元）", "money", limit="grant", minimum=1, sum_of=["budget.grant"]),
        _field("own", "自筹经费（元）", "money", sum_of=["budget.own"], help="没有填 0"),
        _field("total", "项目总经费（元）", "money", sum_of=["grant", "own"]),
        _field("apply_date", "申报日期", "date"),
    ]


def _schedule() -> dict[str, Any]:
    return {
        "key": "schedule", "title": "进度安排", "layout": "rows", "help": "按时间先后填写，每行一个阶段。",
        "min_rows": 1, "max_rows": 30,
        "fields": [
            _field("start", "开始日期", "date", limit="period"),
            _field("end", "结束日期", "date", limit="period"),
            _field("task", "工作内容", max_length=200, example="制定实施方案"),
            _field("output", "阶段成果", required=False, max_length=120, example="实施方案1份"),
        ],
    }  # fmt: skip


def application_form(category: str, title: str, *, indicators: bool, barred: list[str]) -> dict[str, Any]:
    """The form of one category; ``barred``: what keeps one from applying, to be answered with 否."""
    sections: list[dict[str, Any]] = [{"key": "basics", "title": "基本情况", "fields": _basics()}]
    if indicators:
        sections.append(
            {
                "key": "indicators", "title": "考核指标", "layout": "indicators",
                "help": "左侧各列为指南要求，请勿改动；“目标值”不得低于指南要求。",
                "fields": [
                    _field("target", "目标值", "decimal", minimum=0, help="填数字；名次填“前多少名”的数字"),
                    _field("deadline", "完成时限", "date", limit="period"),
                    _field("measures", "保障举措", required=False, max_length=80),
                ],
            }
        )  # fmt: skip
    sections += [
        _schedule(),
        {
            "key": "budget", "title": "经费预算", "layout": "rows", "help": "专项经费与自筹经费分列，单位：元。",
            "min_rows": 1, "max_rows": 60,
            "fields": [
                _field("item", "科目", max_length=30, example="会议费"),
                _field("content", "支出内容", max_length=120, example="场地、资料印制"),
                _field("basis", "测算依据", required=False, max_length=120, example="3场×1.5万元"),
                _field("grant", "专项经费（元）", "money", help="没有填 0", example="45000"),
                _field("own", "自筹经费（元）", "money", help="没有填 0", example="0"),
            ],
        },
        {
            "key": "team", "title": "团队成员", "layout": "rows", "min_rows": 1, "max_rows": 60,
            "fields": [
                _field("name", "姓名", max_length=20, example="李示例"),
                _field("title", "职务（职称）", max_length=30, example="秘书长（教授）"),
                _field("employer", "工作单位", max_length=40, example="某某省示例学会"),
                _field("duty", "项目分工", max_length=60, example="总体负责"),
            ],
        },
        {
            "key": "texts", "title": "文字材料", "help": "每项可分段；不要使用图片。",
            "fields": [
                _field("foundation", "工作基础与优势", "long_text", max_length=6000),
                _field("plan", "实施方案", "long_text", max_length=10000),
                _field("outcomes", "预期成效", "long_text", max_length=4000),
                _field("safeguards", "保障措施", "long_text", max_length=4000),
            ],
        },
    ]  # fmt: skip
    if barred:
        sections.append(
            {
                "key": "self_check", "title": "申报条件自查", "help": "如实填写。所填内容随申报书一并承诺。",
                "fields": [
                    _field(f"barred_{n}", text[:80], "yes_no", expected="否") for n, text in enumerate(barred, 1)
                ],
            }
        )  # fmt: skip
    return {"id": category, "title": f"{title}申报书", "template": f"application-{category}.docx", "sections": sections}


def agreement_form(categories: list[str]) -> dict[str, Any]:
    basics = [
        _field("agreement_no", "协议编号", required=False, max_length=40),
        _field("project_name", "项目名称", max_length=50),
        _field("project_no", "项目编号", required=False, max_length=40),
        _field("category", "项目类别", "choice", choices=categories),
        _field("applicant", "乙方（单位全称）", max_length=50, help="与公章一致"),
        _field("credit_code", "乙方统一社会信用代码", "credit_code"),
        _field("address", "乙方地址", max_length=60),
        _field("legal_person", "乙方法定代表人", max_length=20),
        _field("leader", "项目负责人", max_length=20),
        _field("contact", "乙方联系人", max_length=20),
        _field("phone", "乙方联系电话", "phone"),
        _field("bank_name", "乙方开户银行", required=False, max_length=40),
        _field("bank_account", "乙方银行账号", required=False, max_length=40),
        _field("start_date", "实施开始日期", "date", limit="period"),
        _field("end_date", "实施结束日期", "date", limit="period"),
        _field("grant", "专项经费（元）", "money", limit="grant", minimum=1),
        _field("own", "自筹经费（元）", "money", required=False),
        _field("copies", "协议份数", "integer", required=False, minimum=2, maximum=20, help="不填为六份"),
    ]
    indicators = {
        "key": "indicators", "title": "考核指标", "layout": "rows", "help": "与批准的申报书一致，一行一个指标。",
        "min_rows": 1, "max_rows": 200,
        "fields": [
            _field("name", "指标名称", max_length=60),
            _field("required", "指南要求", required=False, max_length=30),
            _field("unit", "单位", max_length=10),
            _field("target", "目标值", max_length=20, help="数字；名次写“前30名”"),
            _field("deadline", "完成时限", "date", limit="period"),
            _field("measures", "保障举措", required=False, max_length=80),
        ],
    }  # fmt: skip
    content = _field("content", "项目主要内容", "long_text", max_length=10000, source="plan")
    return {
        "id": "agreement", "title": "项目实施协议", "template": "agreement.docx",
        "sections": [
            {"key": "basics", "title": "协议信息", "fields": basics},
            indicators,
            {"key": "texts", "title": "项目内容", "fields": [content]},
            _schedule() | {"min_rows": 0},
        ],
    }  # fmt: skip


def notice_form(categories: list[str]) -> dict[str, Any]:
    basics = [
        _field("issuer_code", "发文机关代字", max_length=12),
        _field("year", "发文年份", "integer", minimum=2000, maximum=2099),
        _field("first_number", "起始文号", "integer", minimum=1, maximum=99999, example="101"),
        _field("issue_date", "成文日期", "date"),
        _field("project_prefix", "项目编号前缀", required=False, max_length=16, help="不填则项目编号须逐行填写"),
        _field("sign_by", "协议签订截止日期", "date"),
        _field("materials", "需一并报送的材料", max_length=120, example="项目实施协议一式6份"),
        _field("contact", "联系人", max_length=20, example="陈示例"),
        _field("phone", "联系电话", "phone", example="028-80000000"),
    ]
    projects = {
        "key": "projects", "title": "立项名单", "layout": "rows", "min_rows": 1, "max_rows": 10000,
        "help": "每行一个项目，按发文先后排列；文号自动编排，不跳号、不重号。",
        "fields": [
            _field("applicant", "项目单位", max_length=50, help="主送单位全称"),
            _field("project_name", "项目名称", max_length=50),
            _field("category", "项目类别", "choice", choices=categories),
            _field("grant", "资助经费（元）", "money", minimum=1, limit="grant"),
            _field("start_date", "开始日期", "date"),
            _field("end_date", "结束日期", "date"),
            _field("project_no", "项目编号", required=False, max_length=30, help="不填则自动编号"),
        ],
    }  # fmt: skip
    return {
        "id": "notice", "title": "立项通知书", "template": "notice.docx",
        "sections": [{"key": "basics", "title": "发文信息", "fields": basics}, projects],
    }  # fmt: skip
