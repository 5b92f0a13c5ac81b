"""Writes the Word templates of this programme beside this folder: ``python templates/tianfu-2023/make_templates``.

The .docx files are the originals from then on for whoever changes wording or layout in Word; this script is how they
came to be, and gives the same bytes each time.
"""

from __future__ import annotations

from pathlib import Path

import agreement
import application
import notice

FOLDER = Path(__file__).resolve().parent.parent

APPLICATIONS = {
    "society": "一流科技社团培育示范项目申报书",
    "activity": "一流学术活动培育示范项目申报书",
    "journal": "一流科技期刊培育示范项目申报书",
}


def main() -> None:
    for category, title in APPLICATIONS.items():
        application.build(category, title).save(FOLDER / f"application-{category}.docx")
    agreement.build().save(FOLDER / "agreement.docx")
    notice.build().save(FOLDER / "notice.docx")


if __name__ == "__main__":
    main()
