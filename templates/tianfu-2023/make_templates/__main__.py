"""Writes the Word templates of this programme beside this folder: ``python templates/tianfu-2023/make_templates``.

The .docx files are the originals from then on for whoever changes wording or layout in Word; this script is how they
came to be, and gives the same bytes each time.
"""

from __future__ import annotations

import argparse
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
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=Path, default=FOLDER, help="another folder to write to")
    folder = parser.parse_args().to
    for category, title in APPLICATIONS.items():
        application.build(category, title).save(folder / f"application-{category}.docx")
    agreement.build().save(folder / "agreement.docx")
    notice.build().save(folder / "notice.docx")
    notice.build_letter().save(folder / "notice-letter.docx")


if __name__ == "__main__":
    main()
