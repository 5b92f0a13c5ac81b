import fs from "fs";
import * as d from "docx";
import HTMLtoDOCX from "html-to-docx";
import officegen from "officegen";

const { Document, Packer, Paragraph, TextRun, Table, TableRow, TableCell, Header, Footer, PageNumber, AlignmentType,
  FootnoteReferenceRun, LevelFormat, HeadingLevel, TabStopType, VerticalMergeType, WidthType, CheckBox, SymbolRun,
  InsertedTextRun, DeletedTextRun, ExternalHyperlink, PageBreak, TableOfContents, Math, MathRun, MathFraction, SimpleField,
  Textbox } = d;
const cell = (text, more = {}) => new TableCell({ children: [new Paragraph(text)], width: { size: 2000, type: WidthType.DXA }, ...more });
const doc = new Document({
  numbering: { config: [{ reference: "gw", levels: [
    { level: 0, format: LevelFormat.CHINESE_COUNTING, text: "%1、", alignment: AlignmentType.START },
    { level: 1, format: LevelFormat.CHINESE_COUNTING, text: "（%2）", alignment: AlignmentType.START },
    { level: 2, format: LevelFormat.DECIMAL, text: "%3．", alignment: AlignmentType.START }] }] },
  styles: { default: { document: { run: { font: { name: "Noto Sans CJK SC", eastAsia: "Noto Sans CJK SC" }, language: { eastAsia: "zh-CN" } } } } },
  footnotes: { 1: { children: [new Paragraph("数据来自年报。")] } },
  sections: [{
    headers: { default: new Header({ children: [new Paragraph("科普基地申报表")] }) },
    footers: { default: new Footer({ children: [new Paragraph({ children: [new TextRun({ children: ["第", PageNumber.CURRENT, "页共", PageNumber.TOTAL_PAGES, "页"] })] })] }) },
    children: [
      new Paragraph({ text: "基地概况", numbering: { reference: "gw", level: 0 } }),
      new Paragraph({ children: [new TextRun("去年接待参观者三千二百人次"), new FootnoteReferenceRun(1), new TextRun("，开放240天。")] }),
      new Paragraph({ text: "场地", numbering: { reference: "gw", level: 1 } }),
      new Paragraph({ text: "展厅", numbering: { reference: "gw", level: 2 } }),
      new Paragraph({ text: "报告厅", numbering: { reference: "gw", level: 2 } }),
      new Paragraph({ text: "人员", numbering: { reference: "gw", level: 1 } }),
      new Table({ rows: [
        new TableRow({ tableHeader: true, children: [cell("姓名"), cell("职务"), cell("电话")] }),
        new TableRow({ children: [cell("林一", { verticalMerge: VerticalMergeType.RESTART }), cell("馆长"), cell("028-55550101")] }),
        new TableRow({ children: [cell("", { verticalMerge: VerticalMergeType.CONTINUE }), cell("合计", { columnSpan: 2 })] })] }),
      new Paragraph({ text: "经费", numbering: { reference: "gw", level: 0 } }),
      new Paragraph({ tabStops: [{ type: TabStopType.RIGHT, position: 8000, leader: "dot" }], children: [new TextRun("申请额度\t20万元")] }),
      new Paragraph({ children: [new TextRun({ text: "issn 1000-0001", allCaps: true }), new TextRun({ text: "H", size: 24 }), new TextRun({ text: "2", subScript: true }), new TextRun("O"),
        new ExternalHyperlink({ link: "http://example.cn", children: [new TextRun("网址")] })] }),
      new Paragraph({ children: [new Math({ children: [new MathRun("a+b")] })] }),
      new Paragraph({ children: [new TextRun({ text: "甲", break: 1 }), new TextRun({ text: "密", vanish: true }), new SimpleField("PAGE", "1")] }),
    ] }],
});
fs.writeFileSync("docx-js.docx", await Packer.toBuffer(doc));

const html = `<html lang="zh-CN"><body><h1>活动方案</h1><p>为了<b>普及</b>&nbsp;科学知识，拟于<u>2023年9月</u>举办讲座。</p>
<ol><li>选题</li><li>邀请<ol><li>专家</li><li>听众</li></ol></li><li>宣传</li></ol><ul><li>海报</li><li>短信</li></ul>
<table border="1"><tr><th colspan="2">预算</th><th>备注</th></tr><tr><td rowspan="2">场租</td><td>3,000元</td><td>自筹</td></tr><tr><td>2,000元</td><td>专项 &lt; 50%</td></tr></table>
<p>联系人：周二<br/>电话：028-55550102</p><p style="page-break-before: always">附件</p></body></html>`;
fs.writeFileSync("html-to-docx.docx", await HTMLtoDOCX(html, "<p>讲座办公室</p>", { header: true, footer: true, pageNumber: true, font: "Noto Sans CJK SC", lang: "zh-CN" }));

const og = officegen("docx");
og.getHeader().createP().addText("学会年会通知");
const p1 = og.createP(); p1.addText("各会员单位："); p1.addLineBreak(); p1.addText("定于10月召开年会，", { bold: true }); p1.addText("请按时参加。", { color: "C00000" });
for (const t of ["报到", "会场", "食宿"]) { const li = og.createListOfNumbers(); li.addText(t); }
for (const t of ["往返交通自理", "资料费全免"]) { const li = og.createListOfDots(); li.addText(t); }
og.createTable([[{ val: "时间", opts: { b: true, cellColWidth: 4261 } }, { val: "议程", opts: { cellColWidth: 4261 } }], ["9:00", "开幕式"], ["14:00", "分会场"]], { tableColWidth: 4261, borders: true });
const p2 = og.createP(); p2.addText("学会秘书处"); og.putPageBreak(); const p3 = og.createP(); p3.addText("回执", { font_face: "Noto Sans CJK SC" });
await new Promise((res, rej) => { const out = fs.createWriteStream("officegen.docx"); out.on("close", res); og.on("error", rej); og.generate(out); });
