"""Damaged and hostile Word files: one of our errors or a document, in bounded time, never anything else."""

from __future__ import annotations

import io
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from metafiles import emf, text
from wordfiles import NAMESPACES, docx, field, header, lists, lvl, num_pr, p, picture, r, style, tbl, tc, text_box, tr

from tfdocs.errors import InputDamaged, InputError, InputRefused, TfdocsError
from tfdocs.read.archive import Package
from tfdocs.read.kinds import ole_cut_short
from tfdocs.read.word import context as limits
from tfdocs.read.word import read_package, read_word
from tfdocs.read.word.metafile import drawn_text

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    """Three small files that between them hold most constructs."""
    folder = tmp_path_factory.mktemp("seeds")
    plain = docx(folder / "1.docx", p("申报书") + p(field("PAGE", "1")))
    tables = docx(
        folder / "2.docx",
        tbl(tr(tc("甲", '<w:vMerge w:val="restart"/>'), tc("乙")), tr(tc("", "<w:vMerge/>"), tc(tbl(tr(tc("内")))))),
        styles=style("a", num_pr(1), based_on="b") + style("b"),
        numbering=lists(lvl(0, "chineseCounting", "%1、") + lvl(1, "decimal", "%1.%2")),
    )
    rich = docx(
        folder / "3.docx",
        p(text_box(p("框")) + picture("p") + r('<w:footnoteReference w:id="1"/>'), num_pr(1)),
        numbering=lists(lvl(0, "upperRoman", "%1.")),
        footnotes=f'<w:footnote w:id="1">{p("注")}</w:footnote>',
        relations={"p": ("image", "media/a.png")},
        parts={"media/a.png": PNG},
    )
    return [f.read_bytes() for f in (plain, tables, rich)]


def outcome(data: bytes) -> None:
    """Read ``data``; our errors are a fine outcome."""
    try:
        document = read_package(Package(data, "x.docx"))
    except TfdocsError as error:
        assert error.what and str(error)
        return
    for block in document.blocks:
        assert document.text[block.start : block.end] == block.text


MUTATIONS = st.lists(
    st.tuples(st.floats(0, 1), st.sampled_from(["flip", "cut", "drop", "zero"]), st.integers(1, 255)),
    min_size=1,
    max_size=4,
)


def mutate(data: bytes, mutations: list[tuple[float, str, int]]) -> bytes:
    for where, how, amount in mutations:
        at = int(where * max(0, len(data) - 1))
        if how == "flip":
            data = data[:at] + bytes([data[at] ^ amount]) + data[at + 1 :] if data else data
        elif how == "cut":
            data = data[:at]
        elif how == "drop":
            data = data[:at] + data[at + amount :]
        else:
            data = data[:at] + bytes(min(amount, len(data) - at)) + data[at + amount :]
    return data


@settings(max_examples=400, deadline=20_000, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(which=st.integers(0, 2), mutations=MUTATIONS)
def test_damaged_bytes(seeds: list[bytes], which: int, mutations: list[tuple[float, str, int]]) -> None:
    outcome(mutate(seeds[which], mutations))


@settings(max_examples=400, deadline=20_000, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(which=st.integers(0, 2), part=st.integers(0, 30), mutations=MUTATIONS)
def test_damaged_parts(seeds: list[bytes], which: int, part: int, mutations: list[tuple[float, str, int]]) -> None:
    """The same inside one member, so that the checksum is right and the XML is reached."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(seeds[which])) as source, zipfile.ZipFile(out, "w") as target:
        names = source.namelist()
        for name in names:
            data = source.read(name)
            target.writestr(name, mutate(data, mutations) if name == names[part % len(names)] else data)
    outcome(out.getvalue())


VALUES = st.sampled_from(["", "0", "-1", "999999999999999999999", "1e400", "NaN", "x", "9", "true", "../..", "ſ", "２"])


@settings(max_examples=300, deadline=20_000, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(which=st.integers(1, 2), value=VALUES, nth=st.integers(0, 200))
def test_absurd_values(seeds: list[bytes], which: int, value: str, nth: int) -> None:
    """Any one ``w:val`` of any part set to something absurd."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(seeds[which])) as source, zipfile.ZipFile(out, "w") as target:
        texts = {n: source.read(n) for n in source.namelist()}
        places = [(n, i) for n, d in texts.items() for i in range(d.count(b'w:val="'))]
        name, index = places[nth % len(places)]
        pieces = texts[name].split(b'w:val="')
        pieces[index + 1] = value.encode() + pieces[index + 1][pieces[index + 1].index(b'"') :]
        texts[name] = b'w:val="'.join(pieces)
        for n, data in texts.items():
            target.writestr(n, data)
    outcome(out.getvalue())


def test_a_thousand_tables_within_each_other(tmp_path: Path) -> None:
    nested = p("底")
    for _ in range(1000):
        nested = f"<w:tbl><w:tr><w:tc>{nested}{p()}</w:tc></w:tr></w:tbl>"
    with pytest.raises(InputRefused, match="嵌套过深"):
        read_word(docx(tmp_path / "a.docx", nested))


def test_as_deep_as_xml_may_go(tmp_path: Path) -> None:
    """Eighty tables within each other, or a hundred controls, are read: far more than Word makes."""
    tables = p("底")
    for _ in range(80):
        tables = f"<w:tbl><w:tr><w:tc>{tables}</w:tc></w:tr></w:tbl>"
    controls = p("芯")
    for _ in range(100):
        controls = f"<w:sdt><w:sdtContent>{controls}</w:sdtContent></w:sdt>"
    inline = r("里")
    for _ in range(240):
        inline = f'<w:smartTag w:element="x">{inline}</w:smartTag>'
    assert read_word(docx(tmp_path / "a.docx", tables + controls + p(inline))).text == "底\n芯\n里"


def test_styles_that_go_in_circles(tmp_path: Path) -> None:
    circle = style("a", num_pr(1), based_on="b") + style("b", based_on="c") + style("c", based_on="a", run="<w:caps/>")
    self_based = style("d", based_on="d")
    body = p("x", '<w:pStyle w:val="a"/>') + p("y", '<w:pStyle w:val="d"/>')
    path = docx(tmp_path / "a.docx", body, styles=circle + self_based, numbering=lists(lvl(0, "decimal", "%1.")))
    assert read_word(path).text == "1. X\ny"


def test_lists_that_go_in_circles(tmp_path: Path) -> None:
    linked = '<w:abstractNum w:abstractNumId="{}"><w:numStyleLink w:val="{}"/></w:abstractNum>'
    nums = "".join(f'<w:num w:numId="{i}"><w:abstractNumId w:val="{i}"/></w:num>' for i in (1, 2))
    styles = style("s1", num_pr(1), kind="numbering") + style("s2", num_pr(2), kind="numbering")
    numbering = linked.format(1, "s2") + linked.format(2, "s1") + nums
    assert read_word(docx(tmp_path / "a.docx", p("项", num_pr(1)), styles=styles, numbering=numbering)).text == "项"


def test_a_long_chain_of_styles_is_followed_once(tmp_path: Path) -> None:
    chain = "".join(style(f"s{i}", based_on=f"s{i + 1}") for i in range(20_000)) + style("s20000", run="<w:caps/>")
    started = time.monotonic()
    assert read_word(docx(tmp_path / "a.docx", p("x", '<w:pStyle w:val="s0"/>'), styles=chain)).text == "X"
    assert time.monotonic() - started < 10


def test_relationships_that_lead_nowhere(tmp_path: Path) -> None:
    """Missing parts of every kind: the text that is there is read, what is missing is said."""
    body = p(r("甲") + r('<w:footnoteReference w:id="9"/>') + picture("none")) + '<w:altChunk r:id="gone"/>'
    path = docx(
        tmp_path / "a.docx", body, relations={"h": ("header", "gone.xml"), "rel_styles": ("styles", "gone.xml")}
    )
    document = read_word(path)
    assert document.text.startswith("甲1")
    assert {f.code for f in document.findings} >= {"missing-part", "altchunk-unread"}


def test_no_main_part(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as out:
        out.writestr("[Content_Types].xml", '<Types xmlns="x"><Override ContentType="wordprocessingml"/></Types>')
    with pytest.raises(InputDamaged, match="没有 Word 正文"):
        read_word(tmp_path / "a.docx")


@pytest.mark.parametrize("part", ["document.xml", "styles.xml", "numbering.xml", "settings.xml"])
def test_entities_in_any_part(part: str, tmp_path: Path) -> None:
    """A billion laughs, refused wherever it stands."""
    name = part.partition(".")[0]
    entities = '<!ENTITY a "哈">' + "".join(f'<!ENTITY a{i} "{"&a;" * 10}">' for i in range(9))
    bomb = f"<!DOCTYPE x [{entities}]><w:{name} {NAMESPACES}>&a8;</w:{name}>"
    relations = {} if part == "document.xml" else {"bomb": (name, part)}
    with pytest.raises(InputRefused, match="实体"):
        read_word(docx(tmp_path / "a.docx", p(), parts={part: bomb}, relations=relations))


def test_text_that_is_multiplied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A long number on every paragraph: small in the file, endless on paper."""
    monkeypatch.setattr(limits, "MAX_CHARACTERS", 100_000)
    numbering = lists(lvl(0, "decimal", "长" * 900))
    with pytest.raises(InputRefused, match="太多"):
        read_word(docx(tmp_path / "a.docx", p("x", num_pr(1)) * 1000, numbering=numbering))


def test_a_file_merged_into_itself_again_and_again(tmp_path: Path) -> None:
    """Chunks within chunks stop at the third, a hundred of them at the fiftieth."""
    data = docx(tmp_path / "0.docx", p("底")).read_bytes()
    for depth in range(1, 6):
        data = docx(
            tmp_path / f"{depth}.docx",
            p(f"层{depth}") + '<w:altChunk r:id="c"/>' * 3,
            relations={"c": ("aFChunk", "c.docx")},
            parts={"c.docx": data},
        ).read_bytes()
    started = time.monotonic()
    document = read_word(tmp_path / "5.docx")
    assert "层5" in document.text and "altchunk-unread" in {f.code for f in document.findings}
    assert time.monotonic() - started < 10


def test_starts_that_no_list_reaches(tmp_path: Path) -> None:
    """Letters and Roman numbers of a start value of two thousand million stay short."""
    levels = "".join(lvl(0, form, "%1", start=2_000_000_000) for form in ("lowerLetter",))
    document = read_word(docx(tmp_path / "a.docx", p("项", num_pr(1)), numbering=lists(levels)))
    assert len(document.text) < 40


def test_a_hundred_pages_in_a_second(tmp_path: Path) -> None:
    """Ten thousand paragraphs and cells, numbered, of several runs each; the limit leaves room for a busy machine."""
    row = tr(*(tc(p(r("第一") + r("季度", "<w:b/>") + r("完成"), num_pr(1, 1))) for _ in range(4)))
    body = (
        p(r("为贯彻落实有关精神，") + r("现将有关事项通知如下", "<w:b/>"), num_pr(1)) + tbl(row, row, columns=4)
    ) * 500
    numbering = lists(lvl(0, "chineseCountingThousand", "%1、") + lvl(1, "decimal", "%1.%2"))
    path = docx(tmp_path / "a.docx", body, numbering=numbering)
    started = time.monotonic()
    assert len(read_word(path).blocks) == 4500
    assert time.monotonic() - started < 5


def test_a_paragraph_of_a_million_elements(tmp_path: Path) -> None:
    """Not compressed, so that no ratio gives it away; read in seconds, not in hours."""
    path = docx(tmp_path / "a.docx", "<w:p>" + "<w:r><w:t>字</w:t></w:r>" * 200_000 + "</w:p>")
    stored = tmp_path / "b.docx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(stored, "w", zipfile.ZIP_STORED) as target:
        for name in source.namelist():
            target.writestr(name, source.read(name))
    started = time.monotonic()
    assert len(read_word(stored).text) == 200_000
    assert time.monotonic() - started < 30
    assert path.stat().st_size < 100_000  # as it would come by mail: small


def test_members_that_climb_out_of_their_folder(tmp_path: Path) -> None:
    """Refused by name, whether a part or a relationship asks for them; a target that climbs is simply missing."""
    path = docx(tmp_path / "a.docx", p("甲"))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("../../etc/cron.d/x", "x")
    with pytest.raises(InputRefused, match="越界"):
        read_word(path)
    climbing = docx(tmp_path / "b.docx", p(picture("x")), relations={"x": ("image", "../../../../etc/passwd")})
    assert [f.code for f in read_word(climbing).findings] == ["missing-part"]


def test_parts_that_refer_to_each_other_in_circles(tmp_path: Path) -> None:
    """A chunk that is the file's own main part, a note that cites itself, a header that relates to itself."""
    again = r('<w:footnoteReference w:id="1"/>')
    body = p(r("甲") + again) + '<w:altChunk r:id="self"/>'
    document = read_word(
        docx(
            tmp_path / "a.docx",
            body,
            footnotes=f'<w:footnote w:id="1">{p(r("注") + again)}</w:footnote>',
            section='<w:headerReference w:type="default" r:id="h"/>',
            relations={"self": ("aFChunk", "document.xml"), "h": ("header", "header1.xml")},
            parts={"header1.xml": header(p(picture("h2")))},
            part_relations={
                "header1.xml": '<Relationship Id="h2" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
                'relationships/image" Target="header1.xml"/>'
            },
        )
    )
    assert document.text.startswith("甲1") and document.text.count("注") == 1


def test_boxes_within_boxes(tmp_path: Path) -> None:
    """Ten, each in the one before and in both forms, so that the file doubles with each."""
    inner = p("芯")
    for _ in range(10):
        inner = p(text_box(inner))
    started = time.monotonic()
    assert "芯" in read_word(docx(tmp_path / "a.docx", inner)).text
    assert time.monotonic() - started < 20


def test_a_vector_picture_that_claims_to_be_endless(tmp_path: Path) -> None:
    """Records of no length, counts of four thousand million: what is there is read, the rest is not."""
    data = bytearray(emf(text("甲", 0, 0), text("乙", 0, 90)))
    for at in range(88, len(data) - 4, 4):
        bad = bytes(data[:at]) + b"\xff\xff\xff\xff" + bytes(data[at + 4 :])
        assert sum(map(len, drawn_text(bad).lines)) < len(data)


@pytest.mark.parametrize("share", [0.3, 0.5, 0.9, 0.95])
def test_an_old_binary_that_was_cut_short(share: float, tmp_path: Path) -> None:
    """LibreOffice would read what is left and say nothing; here it is an error before it is asked."""
    whole = (Path(__file__).parents[1] / "resources" / "word" / "libreoffice-writer.doc").read_bytes()
    assert not ole_cut_short(whole)
    path = tmp_path / "a.doc"
    path.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(InputDamaged):
        read_word(path)
    assert ole_cut_short(path.read_bytes())


def test_rich_text_that_was_cut_short(tmp_path: Path) -> None:
    (tmp_path / "a.rtf").write_bytes(b"{\\rtf1\\ansi {\\b half")
    with pytest.raises(InputDamaged, match="不完整"):
        read_word(tmp_path / "a.rtf")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="the peak of a process is asked of the POSIX resource module")
def test_a_thousand_pages_in_little_memory(tmp_path: Path) -> None:
    """About nine hundred thousand characters in eighteen thousand blocks, in a process of its own."""
    prose = "为深入贯彻落实创新驱动发展战略，进一步提升服务能力，现就有关事项通知如下，请各单位结合实际认真组织实施。"
    row = tr(*(tc(p(r("指标") + r("一季度完成", "<w:b/>"))) for _ in range(4)))
    body = (p(r(prose) + r(prose, "<w:b/>"), num_pr(1)) * 6 + tbl(row, row, row, columns=4)) * 1000
    path = docx(tmp_path / "a.docx", body, numbering=lists(lvl(0, "chineseCountingThousand", "%1、")))
    code = (
        "import resource, sys; from pathlib import Path; from tfdocs.read.word import read_word;"
        "d = read_word(Path(sys.argv[1])); print(len(d.text), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, timeout=120, check=True
    )
    characters, peak = map(int, done.stdout.split())
    assert characters > 700_000
    assert peak / (1024 if sys.platform == "linux" else 1024**2) < 400  # MB; measured 100


def test_any_error_is_ours(tmp_path: Path) -> None:
    for name, data in {"a.docx": b"", "b.docx": b"PK\x03\x04", "c.docx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"}.items():
        (tmp_path / name).write_bytes(data)
        with pytest.raises(InputError):
            read_word(tmp_path / name)
