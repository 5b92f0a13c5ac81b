"""The three made-up applications as values for the programme's forms: what goes into which field."""

from __future__ import annotations

from datetime import date
from types import ModuleType
from typing import Any

from tfdocs.generate.checks import credit_check_character
from tfdocs.model.programme import Programme

from . import applicant_activity, applicant_journal, applicant_society

APPLICANTS: dict[str, ModuleType] = {
    "society": applicant_society,
    "activity": applicant_activity,
    "journal": applicant_journal,
}
_ORDINALS = "一二三四五六"

# 统一社会信用代码 of nobody: administrative division 990000 does not exist.
_CODES = {"society": "51990000MJ0000011", "activity": "51990000MJ0000022", "journal": "12990000MB0000033"}


def values_of(category: str, programme: Programme) -> dict[str, Any]:
    """Field keys to values and section keys to rows, for the form of ``category``."""
    said = APPLICANTS[category]
    tasks = programme.category(category).tasks
    grant = sum(row[3] for row in said.BUDGET)
    own = sum(row[4] for row in said.BUDGET)
    plan = "\n".join(
        f"{_ORDINALS[n]}是{task}。\n{text}" for n, (task, text) in enumerate(zip(tasks, said.PLAN, strict=True))
    )
    return {
        **said.BASICS,
        "credit_code": _CODES[category] + credit_check_character(_CODES[category]),
        "start_date": date(2023, 7, 1),
        "end_date": date(2023, 12, 31),
        "grant": grant,
        "own": own,
        "total": grant + own,
        "foundation": f"{said.OVERVIEW}\n{said.FOUNDATION}",
        "plan": plan,
        "outcomes": said.OUTCOME,
        "safeguards": said.SAFEGUARDS,
        **said.SELF_CHECK,
        "indicators": {
            key: {"target": int(target), "deadline": date(2023, 12, 15), "measures": proof}
            for key, (target, proof) in said.INDICATORS.items()
        },
        "schedule": [dict(zip(("start", "end", "task", "output"), row, strict=True)) for row in said.SCHEDULE],
        "budget": [dict(zip(("item", "content", "basis", "grant", "own"), row, strict=True)) for row in said.BUDGET],
        "team": [
            {"name": name, "gender": gender, "title": title, "employer": said.NAME, "duty": duty}
            for name, gender, _age, title, duty, _phone in said.TEAM
        ],
        "attachments": [
            {"name": name, "copies": copies, "note": note} if note else {"name": name, "copies": copies}
            for name, copies, note in said.ATTACHMENTS
        ],
    }
