"""A filled YAML form back into data, each value with its line. No tags, no anchors, no types but text."""

from __future__ import annotations

from pathlib import Path

import yaml

from tfdocs.errors import InputDamaged, InputRefused
from tfdocs.generate.data import (
    Entry,
    FormData,
    Record,
    columns_of,
    find_form,
    indicator_names,
    label_key,
    place_indicator,
)
from tfdocs.model.fault import Fault
from tfdocs.model.programme import Form, FormSection, Layout, Programme

MAX_FILE = 5 * 1024 * 1024  # bytes
MAX_DEPTH = 12
MAX_NODES = 300_000

_HEADS = {"programme", "form", "version"}


def read_yaml(path: Path, programme: Programme, form_id: str | None = None) -> FormData:
    """The data of a filled YAML form. Scalars are taken as they are typed: 028 stays “028”, 1_000 stays text.

    Raises ``InputError`` when the file cannot be read or is no form of this programme.
    """
    root = _compose(path)
    name = path.name
    if not isinstance(root, yaml.MappingNode):
        raise InputDamaged("内容不是填报表", where=name, hint="请用 tfdocs form 生成的 .yaml 填写。")
    top: dict[str, yaml.Node] = {}
    faults: list[Fault] = []
    for key, node in root.value:
        text = str(key.value)
        if text in top:
            faults.append(Fault(_line(key), f"“{text}”出现了两次", "请只保留一处。"))
        top.setdefault(text, node)
    said = {h: str(top[h].value) for h in _HEADS if h in top}
    chosen = form_id or said.get("form", "")
    if not chosen:
        raise InputRefused(
            "不是可识别的填报表（缺少 form 一行）", where=name, hint="请用 tfdocs form 生成的 .yaml 填写。"
        )
    if said.get("programme", programme.id) != programme.id:
        raise InputRefused(
            f"这是项目“{said['programme']}”的填报表，不是“{programme.id}”的",
            where=name,
            hint=f"请加 --programme {said['programme']}，或换用正确的填报表。",
        )
    form = find_form(programme, chosen)
    return _read(form, programme, {k: v for k, v in top.items() if k not in _HEADS}, faults, name)


def _compose(path: Path) -> yaml.Node | None:
    name = path.name
    if path.stat().st_size > MAX_FILE:
        raise InputRefused("文件过大", where=name, hint=f"上限 {MAX_FILE // 2**20} MB。")
    blob = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = blob.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise InputDamaged("不是文本文件", where=name, hint="请以 UTF-8 编码保存。")
    if not text.strip():
        raise InputDamaged("文件是空的", where=name, hint="请重新保存或重新发送该文件。")
    try:
        depth = 0
        for count, event in enumerate(yaml.parse(text, Loader=yaml.SafeLoader)):
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                raise InputRefused(
                    "YAML 中不允许使用锚点（& 和 *）",
                    where=name,
                    hint="请把内容直接写出；以 & 或 * 开头的文字请加引号。",
                )
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if depth > MAX_DEPTH or count > MAX_NODES:
                raise InputRefused("YAML 嵌套过深或内容过多", where=name, hint="请对照空白填报表填写。")
        node: yaml.Node | None = yaml.compose(text, Loader=yaml.SafeLoader)
        return node
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f"{name} 第 {mark.line + 1} 行第 {mark.column + 1} 列" if mark else name
        hint = "请检查缩进、冒号后的空格和引号；含冒号或 # 的文字请加引号。"
        raise InputDamaged("YAML 格式有误", where=where, hint=hint) from error
    except yaml.YAMLError as error:
        raise InputDamaged("文件含有不允许的字符或格式有误", where=name, hint="请以 UTF-8 编码重新保存。") from error


def _line(node: yaml.Node) -> str:
    return f"第 {node.start_mark.line + 1} 行"


def _read(form: Form, programme: Programme, top: dict[str, yaml.Node], faults: list[Fault], name: str) -> FormData:
    titles = {label_key(n): s for s in form.sections for n in (s.key, s.title)}
    indicators = indicator_names(programme, form)
    sections: dict[str, tuple[Record, ...]] = {}
    places: dict[str, str] = {s.key: s.title for s in form.sections}
    for title, node in top.items():
        section = titles.get(label_key(title))
        if section is None:
            faults.append(Fault(_line(node), f"填报表没有“{title}”这一部分", "请对照空白填报表。"))
            continue
        places[section.key] = f"{section.title}（{_line(node)}）"
        sections[section.key] = _section(section, node, indicators, faults)
    return FormData(form.id, programme.id, name, sections, places, tuple(faults))


def _section(
    section: FormSection, node: yaml.Node, indicators: dict[str, str], faults: list[Fault]
) -> tuple[Record, ...]:
    if isinstance(node, yaml.ScalarNode) and node.value.strip() in ("", "null", "~"):
        return ()
    rows = node.value if isinstance(node, yaml.SequenceNode) else [node]
    records = []
    for row in rows:
        if not isinstance(row, yaml.MappingNode):
            faults.append(Fault(_line(row), f"“{section.title}”这里应是“项目: 内容”的形式", "请对照空白填报表。"))
            continue
        records.append(_record(section, row, indicators, faults))
    return tuple(r for r in records if not r.blank or section.layout is not Layout.ROWS)


def _record(section: FormSection, node: yaml.MappingNode, indicators: dict[str, str], faults: list[Fault]) -> Record:
    known = {label_key(n): key for key, label in columns_of(section) for n in (key, label)}
    entries: dict[str, Entry] = {}
    for label, value in node.value:
        key = known.get(label_key(label.value))
        if key is None:
            faults.append(Fault(_line(label), f"没有名为“{label.value}”的填报项", "请对照空白填报表。"))
        elif key in entries:
            faults.append(Fault(_line(label), f"“{label.value}”出现了两次", "请只保留一处。"))
        elif isinstance(value, yaml.ScalarNode):
            empty = value.tag == "tag:yaml.org,2002:null"
            entries[key] = Entry(None if empty else value.value, _line(value))
        elif isinstance(value, yaml.SequenceNode) and all(isinstance(v, yaml.ScalarNode) for v in value.value):
            # a list of paragraphs is how some people write a long text
            entries[key] = Entry("\n".join(v.value for v in value.value), _line(value))
        else:
            faults.append(Fault(_line(value), f"“{label.value}”应填一个值", "请对照空白填报表。"))
    if section.layout is Layout.INDICATORS:
        place_indicator(entries, indicators, _line(node), faults)
    return Record(entries, _line(node))
