"""Writes every sample file anew: ``python -m samples.make_samples`` from the top of a checkout.

For developers: needs LibreOffice and the free Chinese fonts (Debian: libreoffice-writer, fonts-arphic-uming,
fonts-arphic-ukai, fonts-arphic-gkai00mp, fonts-noto-cjk). The files written are committed; nobody else has to run this.
"""

from __future__ import annotations

from pathlib import Path

from tfdocs.generate.data import find_form
from tfdocs.jobs import making
from tfdocs.programme import find

from .applications import APPLICANTS, values_of
from .approvals import agreement, notices
from .filling import write_xlsx, write_yaml
from .scans_made import make_scans

HERE = Path(__file__).resolve().parent
FORMS, DRAFTS, SCANS = HERE / "forms", HERE / "drafts", HERE / "scans"


def make_drafts() -> None:
    """Fill the forms and draft the applications from them."""
    programme = find("tianfu-2023")
    for category in APPLICANTS:
        form = find_form(programme, category)
        values = values_of(category, programme)
        # One of the three as YAML, because both are ways to hand in data.
        data = FORMS / f"{category}.{'yaml' if category == 'journal' else 'xlsx'}"
        (write_yaml if data.suffix == ".yaml" else write_xlsx)(programme, form, values, data)
        made = making.draft(data, DRAFTS / f"{category}.docx")
        for fault in made.faults:
            print(f"{data.name}: {fault}")


def make_approvals() -> None:
    """Fill the agreement's form and write the agreement; fill the list of approved projects."""
    programme = find("tianfu-2023")
    write_xlsx(programme, find_form(programme, "notice"), notices(programme), FORMS / "notices.xlsx")
    write_xlsx(programme, find_form(programme, "agreement"), agreement(programme), FORMS / "agreement.xlsx")
    making.agreement(FORMS / "agreement.xlsx", DRAFTS / "agreement.docx")


def main() -> None:
    """Write all."""
    for folder in (FORMS, DRAFTS, SCANS):
        folder.mkdir(exist_ok=True)
    make_drafts()
    make_approvals()
    make_scans(DRAFTS, SCANS, APPLICANTS)


if __name__ == "__main__":
    main()
