"""The shipped samples are what the programme makes today: no file of them can go stale unnoticed."""

from __future__ import annotations

from pathlib import Path

import pypdfium2 as pdfium
import pytest

from samples import approvals
from samples.applications import values_of
from samples.filling import write_xlsx, write_yaml
from tfdocs.generate.data import FormData, find_form
from tfdocs.generate.reading import read_data
from tfdocs.generate.validate import validate
from tfdocs.jobs import demo, making
from tfdocs.programme import find
from tfdocs.read.word import read_word

SAMPLES = demo.samples()
FORMS = {"society": "society.xlsx", "activity": "activity.xlsx", "journal": "journal.yaml"}
DECIDED = {"agreement": approvals.agreement, "notice": approvals.notices}
DECIDED_FORMS = {"agreement": "agreement.xlsx", "notice": "notices.xlsx"}


def said(data: FormData) -> dict[str, list[dict[str, str]]]:
    """Every entry as text; a workbook's 200000.0 and a program's 200000 say the same."""
    return {
        key: [
            {k: str(e.raw).removesuffix(".0").removesuffix(" 00:00:00") for k, e in r.entries.items()} for r in records
        ]
        for key, records in data.sections.items()
    }


def filled(data: FormData) -> dict[str, list[dict[str, str]]]:
    """What is said, blank entries and blank rows left out."""
    rows = {k: [{n: v for n, v in r.items() if v not in ("", "None")} for r in rs] for k, rs in said(data).items()}
    return {k: [r for r in rs if r] for k, rs in rows.items()}


@pytest.mark.parametrize("form_id", [*FORMS, *DECIDED])
def test_forms_say_what_the_applicants_say(form_id: str, tmp_path: Path) -> None:
    """The committed forms hold what ``samples/`` says of the applicants, entry by entry."""
    programme = find("tianfu-2023")
    form = find_form(programme, form_id)
    name = (FORMS | DECIDED_FORMS)[form_id]
    values = values_of(form_id, programme) if form_id in FORMS else DECIDED[form_id](programme)
    (write_yaml if name.endswith(".yaml") else write_xlsx)(programme, form, values, tmp_path / name)
    assert filled(read_data(tmp_path / name, programme)) == filled(read_data(SAMPLES / "forms" / name, programme))


@pytest.mark.parametrize("form_id", [*FORMS, *DECIDED])
def test_forms_have_no_fault(form_id: str) -> None:
    """Not even a warning: they are the example that people follow."""
    programme = find("tianfu-2023")
    data = read_data(SAMPLES / "forms" / (FORMS | DECIDED_FORMS)[form_id], programme)
    assert validate(programme, find_form(programme, form_id), data) == []


@pytest.mark.parametrize("category", FORMS)
def test_drafts_are_what_the_forms_give(category: str, tmp_path: Path) -> None:
    """A change of a template or a form that changes a draft's text asks for new samples."""
    made = making.draft(SAMPLES / "forms" / FORMS[category], tmp_path / "draft.docx")
    assert read_word(made.paths[0]).text == read_word(SAMPLES / "drafts" / f"{category}.docx").text


def test_the_agreement_is_what_its_form_gives(tmp_path: Path) -> None:
    """The same for the agreement."""
    made = making.agreement(SAMPLES / "forms" / "agreement.xlsx", tmp_path / "agreement.docx")
    assert read_word(made.paths[0]).text == read_word(SAMPLES / "drafts" / "agreement.docx").text


def test_scans_are_pictures_and_small() -> None:
    """Two scans without a text layer; all samples together take a few megabytes."""
    truth = demo.load_truth(SAMPLES / "scans" / "truth.json")
    for pair in (truth.same, truth.changed):
        path = SAMPLES / pair.scan
        assert path.stat().st_size < 1_500_000
        with pdfium.PdfDocument(path) as scan:
            assert len(scan) >= 8
            for page in scan:
                text = page.get_textpage()
                assert text.count_chars() == 0
                text.close()
                page.close()
    files = [p for p in SAMPLES.rglob("*") if p.is_file() and "__pycache__" not in p.parts]
    assert sum(p.stat().st_size for p in files) < 5_000_000


def test_the_truth_belongs_to_the_draft() -> None:
    """Each of the eight changes has its place in the draft: what was changed stands there once."""
    truth = demo.load_truth(SAMPLES / "scans" / "truth.json")
    text = "".join(read_word(SAMPLES / "drafts" / f"{truth.changed.category}.docx").text.split())
    assert len(truth.changed.changes) == 8
    for change in truth.changed.changes:
        if change.kind == "page":
            assert change.old[:16] in text
            assert change.old[-16:] in text
        else:
            assert text.count("".join((change.before + change.old + change.after).split())) == 1
    assert len({c.title for c in truth.changed.changes}) == 8
