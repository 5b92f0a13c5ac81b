"""An empty form as YAML, for people who fill forms by program or in a text editor; says what the workbook says."""

from __future__ import annotations

from tfdocs.generate.data import category_of, demand
from tfdocs.generate.form_xlsx import META_VERSION, note_of
from tfdocs.model.programme import Form, FormSection, Layout, Programme


def form_yaml(programme: Programme, form: Form) -> bytes:
    """The empty form as YAML with what the workbook says in comments."""
    lines = [
        f"# {form.title}",
        "# 在冒号后面填写；带“必填”的不能空。多段文字用“|”另起一行并缩进。",
        f"programme: {programme.id}",
        f"form: {form.id}",
        f'version: "{META_VERSION}"',
    ]
    category = category_of(programme, form)
    for section in form.sections:
        lines += ["", f"# ── {section.title} ──"]
        lines += [f"# {section.help}"] if section.help else []
        lines.append(f"{section.title}:")
        if section.layout is Layout.FIELDS:
            lines += _yaml_fields(section, "  ", "  ")
        elif section.layout is Layout.INDICATORS and category is not None:
            for indicator in category.indicators:
                lines.append(f"  - 指标名称: {_quoted(indicator.name)}  # 指南要求：{demand(indicator)}")
                lines += _yaml_fields(section, "    ", "    ", notes=indicator is category.indicators[0])
        else:
            lines += _yaml_fields(section, "  - ", "    ")
    return ("\n".join(lines) + "\n").encode()


def _yaml_fields(section: FormSection, first: str, indent: str, *, notes: bool = True) -> list[str]:
    out = []
    for number, field in enumerate(section.fields):
        lead = first if number == 0 else indent
        note = "；".join(
            p
            for p in (
                "必填" if field.required else "",
                note_of(field).rstrip("。"),
                f"示例：{field.example}" if field.example else "",
            )
            if p
        ).replace("\n", " ")
        out.append(f"{lead}{_quoted(field.label)}:" + (f"  # {note}" if note and notes else ""))
    return out


def _quoted(text: str) -> str:
    safe = not any(c in text for c in ":#{}[],&*!|>'\"%@`") and text == text.strip()
    return text if safe else '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
