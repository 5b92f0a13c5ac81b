"""What the association decides on in the samples: one agreement and a list of thirty approved projects, all made up."""

from __future__ import annotations

from datetime import date
from typing import Any

from tfdocs.generate.data import demand
from tfdocs.model.commitment import CommitmentKind
from tfdocs.model.programme import Programme

from .applications import APPLICANTS, values_of

_END = date(2023, 12, 31)
_SOCIETIES = (
    "测绘与地理信息",
    "土木工程",
    "水力发电",
    "气象与防灾",
    "林业与草原",
    "护理",
    "计算机应用",
    "机械制造",
    "核技术应用",
    "农业机械",
)
_ACTIVITIES = (
    ("先进材料学会", "第六届蜀岭先进材料与绿色制造学术大会"),
    ("通信学会", "2023蜀岭算力网络学术年会"),
    ("药学研究会", "第四届岷阳药物创新论坛"),
    ("动物营养协会", "第九届西南动物营养学术研讨会"),
    ("岩土力学学会", "第三届山区岩土工程青年论坛"),
    ("中医护理研究会", "2023年中医护理学术交流会"),
    ("航空制造学会", "第二届航空复合材料学术会议"),
    ("环境监测协会", "锦川大气环境监测技术年会"),
    ("茶叶科学学会", "第五届高山茶产业学术论坛"),
    ("人工智能促进会", "2023类脑智能前沿学术大会"),
)
_JOURNALS = (
    "粮油科学与营养",
    "山地测量",
    "锦川医学",
    "水电施工",
    "西部林科",
    "轻合金学报",
    "气象观测与分析",
    "农机与装备",
    "岷阳地质",
    "临床护理进展",
)
# What the agreement takes over from the application as it stands
_CARRIED = (
    "project_name",
    "applicant",
    "credit_code",
    "address",
    "legal_person",
    "leader",
    "contact",
    "phone",
    "email",
    "bank_name",
    "bank_account",
    "start_date",
    "end_date",
    "grant",
    "own",
    "schedule",
)


def agreement(programme: Programme) -> dict[str, Any]:
    """The implementation agreement of the sample society: what its application promised."""
    said = values_of("society", programme)
    category = programme.category("society")
    rows = []
    for indicator in category.indicators:
        promise = said["indicators"][indicator.id]
        target = f"{promise['target']}"
        rows.append(
            {
                "name": indicator.name,
                "required": demand(indicator),
                "unit": indicator.unit,
                "target": f"前{target}名" if indicator.kind is CommitmentKind.RANK else target,
                "deadline": promise["deadline"],
                "measures": promise["measures"],
            }
        )
    return {
        **{key: said[key] for key in _CARRIED},
        "agreement_no": "样例协字〔2023〕1号",
        "project_no": "TFNL-2023-A01",
        "category": category.name,
        "party_a_contact": "陈样例",
        "party_a_phone": "028-80000000",
        "copies": 6,
        "indicators": rows,
        "content": APPLICANTS["society"].AGREED,
        "payments": [
            {"stage": "协议签订后", "condition": "专项资金审批程序完成后", "amount": 120000},
            {"stage": "中期检查后", "condition": "中期检查合格", "amount": 80000},
        ],
    }


def notices(programme: Programme) -> dict[str, Any]:
    """Thirty approved projects, ten of each category."""
    rows: list[dict[str, Any]] = []

    def add(applicant: str, project: str, category: str) -> None:
        chosen = programme.category(category)
        rows.append(
            {
                "applicant": f"{applicant}（样例）",
                "project_name": project,
                "category": chosen.name,
                "grant": int(chosen.grant),
                "start_date": date(2023, 7, 10),
                "end_date": _END,
            }
        )

    for field in _SOCIETIES:
        body = "协会" if field in ("护理", "计算机应用") else "学会"
        add(f"蜀岭省{field}{body}", f"{field}科技社团能力提升", "society")
    for body, name in _ACTIVITIES:
        add(f"蜀岭省{body}", name, "activity")
    for name in _JOURNALS:
        add(
            "岷阳粮油科学研究院" if name == "粮油科学与营养" else f"{name}杂志社",
            f"《{name}》一流科技期刊培育",
            "journal",
        )
    return {
        "issuer_code": "样例发",
        "year": 2023,
        "first_number": 101,
        "issue_date": date(2023, 7, 3),
        "project_prefix": "TFNL-2023-",
        "sign_by": date(2023, 7, 14),
        "materials": "项目实施协议一式6份、银行开户信息",
        "contact": "陈样例",
        "phone": "028-80000000",
        "projects": rows,
    }
