"""PDF documents as word processors, printers and governments set them, read back."""

import io

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_writer import FONT, PdfWriter
from reportlab.pdfgen.canvas import Canvas

from indexer import ClauseIndex
from indexer.cli.commands import cli
from indexer.errors import SourceError
from indexer.reading import read
from indexer.reading.content import Content
from indexer.reading.pdf import apart, content, file, glyphs
from indexer.reading.pdf.content import read_content
from indexer.reading.pdf.file import open_file
from indexer.records import Paragraph

SENTENCE = (
    "各省、自治区、直辖市人民政府应当依照本办法的规定，结合本地区实际，于2026年3月31日前将贯彻落实情况报送国家"
    "市场监督管理总局（以下简称市场监管总局），并抄送有关部门。"
)


def _read(writer: PdfWriter) -> Content:
    """Read in this process, which is faster than in one of its own."""
    with open_file(writer.to_bytes()) as opened:
        return read_content(opened)


def _texts(writer: PdfWriter) -> list[str]:
    return [paragraph.text for paragraph in _read(writer).paragraphs]


# --- paragraphs -------------------------------------------------------------------------------------------------------

PHRASES = [
    *("户籍准入年限累计互认，", "在城市群内（含都市圈）试行；", "2025年GDP增长5.5%", "由国务院办公厅负责。", "居住证"),
    *("data market", "《要素市场化配置方案》", "支持具备条件的试点地区", "。"),
]
TEXT = st.lists(st.sampled_from(PHRASES), min_size=1, max_size=14).map("甲".join)


@given(
    texts=st.lists(TEXT, min_size=2, max_size=12),
    size=st.sampled_from([10.5, 12, 16]),
    columns=st.sampled_from([1, 2]),
    indent=st.sampled_from([0, 2]),
    foot=st.sampled_from([None, lambda n, _: f"— {n} —", lambda n, count: f"第{n}页 共{count}页"]),
)
@settings(max_examples=40, deadline=None, derandomize=True)
def test_paragraphs_come_back_as_they_were_set(texts, size, columns, indent, foot):
    """Whatever the size, columns and first lines: broken lines, columns and pages are joined without a blank."""
    filling = SENTENCE if columns > 1 else ""  # columns are known by the lines that fill them
    texts = [f"第{i}条　{filling}{text}。" for i, text in enumerate(texts, 1)]
    writer = PdfWriter(size=size, leading=1.6 * size, columns=columns, foot=foot, bottom=500)
    for text in texts:
        writer.paragraph(text, indent=indent, after=0 if indent else 0.8 * size)
    assert _texts(writer) == texts


def test_a_paragraph_over_the_end_of_a_page_is_one_and_stands_on_the_page_it_begins_on():
    writer = PdfWriter(foot=lambda n, _: f"- {n} -", head=lambda _, __: "某某办法")
    for i in range(1, 9):
        writer.paragraph(f"第{i}条　{SENTENCE * 2}")
    paragraphs = _read(writer).paragraphs
    assert [paragraph.text for paragraph in paragraphs] == [f"第{i}条　{SENTENCE * 2}" for i in range(1, 9)]
    assert [paragraph.page for paragraph in paragraphs] == writer.starts
    assert writer.starts[-1] == 3


def test_paragraphs_without_indent_end_where_the_next_word_had_room():
    writer = PdfWriter(size=12, leading=20)
    texts = ["The people of each province shall report " * 3 + "results." for _ in range(4)]
    for text in texts:
        writer.paragraph(text, indent=0)
    assert _texts(writer) == texts


def test_items_one_line_long_and_full_are_paragraphs():
    writer = PdfWriter()
    texts = [f"（{number}）各省、自治区、直辖市人民政府，国务院各部；" for number in "一二三"]
    for text in [SENTENCE, *texts, SENTENCE]:
        writer.paragraph(text)
    assert _texts(writer) == [SENTENCE, *texts, SENTENCE]


def test_two_columns_are_read_one_after_the_other_under_a_title_over_both():
    writer = PdfWriter(size=10.5, leading=17)
    writer.paragraph("关于网络交易监管的规定", indent=0, size=18, align="center")
    writer.set_columns(2)
    texts = [f"第{i}条　{SENTENCE}" for i in range(1, 25)]
    for text in texts:
        writer.paragraph(text)
    found = _read(writer)
    assert [paragraph.text for paragraph in found.paragraphs] == ["关于网络交易监管的规定", *texts]
    assert found.paragraphs[0] == Paragraph("关于网络交易监管的规定", level=1, centred=True, page=1)


def test_a_mark_that_hangs_into_the_gutter_does_not_join_columns():
    """As word processors set it where a line is full before its last mark."""
    writer = PdfWriter(size=10.5)
    lines = ["国有资产评估范围包括固定资产流动资产和其他", "违法所得应当没收并对直接负责的主管人员处罚"]
    for i in range(6):
        y = 600 - 18 * i
        writer.line(lines[0] + ("、" if i % 2 else ""), 80, y, 10.5)
        writer.line(lines[1], 80 + 23 * 10.5, y if i == 3 else y - 6, 10.5)
    assert _texts(writer) == [3 * (lines[0] + lines[0] + "、") + 6 * lines[1]]


# --- notes and tables -------------------------------------------------------------------------------------------------


def test_a_footnote_comes_after_the_paragraph_that_its_page_ends_with():
    writer = PdfWriter(foot=lambda n, _: f"— {n} —")
    writer.footnote("① 见《市场监管条例》第三条。")
    texts = [f"第{i}条　{SENTENCE * 3}" for i in range(1, 6)]
    for text in texts:
        writer.paragraph(text)
    found = _texts(writer)
    assert found.pop(3) == "① 见《市场监管条例》第三条。"
    assert found == texts


@pytest.mark.parametrize(("note", "shown"), [("甲说。", "户籍[1]准入"), ("", "户籍1准入")])
def test_a_raised_digit_is_the_mark_of_a_note_where_there_is_one(note, shown):
    writer = PdfWriter()
    writer.paragraph(SENTENCE)
    writer.line("户籍", 80, 500, 16)
    writer.line("1", 112, 507, 8)
    writer.line("准入", 117, 500, 16)
    if note:
        writer.rule(80, 150, 200, 150)
        writer.line("1", 80, 135, 6)
        writer.line(note, 85, 130, 10.5)
    found = _texts(writer)
    assert found[1] == shown
    assert found[2:] == ([f"[1]{note}"] if note else [])


def test_a_table_with_rules_is_rows_of_cells():
    writer = PdfWriter()
    writer.paragraph(SENTENCE)
    rows = [["序号", "任务", "单位"], ["1", "完善土地管理体制，健全建设用地市场体系", "自然资源部"], ["2", "户籍", ""]]
    writer.table(rows, [50, 150, 150])
    writer.paragraph(SENTENCE)
    paragraphs = _read(writer).paragraphs
    expected = ["序号 | 任务 | 单位", "1 | 完善土地管理体制，健全建设用地市场体系 | 自然资源部", "2 | 户籍 |"]
    assert [p.text for p in paragraphs] == [SENTENCE, *expected, SENTENCE]
    assert [p.row for p in paragraphs] == [False, True, True, True, False]


def test_a_table_without_rules_is_lines_that_can_be_read():
    writer = PdfWriter()
    writer.table([["序号", "任务"], ["1", "土地"], ["2", "户籍"]], [100, 150], ruled=False)
    assert _texts(writer) == ["序号 任务", "1 土地", "2 户籍"]


# --- official documents -----------------------------------------------------------------------------------------------


def _official() -> PdfWriter:
    """A document as GB/T 9704-2012 has it: mark in red, number, title, text, signature, annex."""
    writer = PdfWriter(foot=lambda n, _: f"— {n} —")
    writer.paragraph("国务院办公厅文件", indent=0, size=42, align="center", red=True)
    writer.paragraph("国办发〔2026〕12号", indent=0, align="center")
    writer.rule(80, writer._y - 6, 520, writer._y - 6)
    writer.space(30)
    writer.paragraph("国务院办公厅关于印发《要素市场化配置方案》的通知", indent=0, size=22, align="center")
    writer.space(20)
    writer.paragraph("各省、自治区、直辖市人民政府，国务院各部委、各直属机构：", indent=0)
    writer.paragraph(SENTENCE)
    writer.paragraph("附件：要素市场化配置方案")
    writer.space(30)
    writer.paragraph("国务院办公厅", align="right", indent=4)
    writer.paragraph("2026年3月15日", align="right", indent=4)
    writer.break_column()
    writer.paragraph("附件", indent=0)
    writer.paragraph("要素市场化配置方案", indent=0, size=22, align="center")
    writer.space(20)
    writer.paragraph("一、总体要求", bold=True)
    writer.paragraph("（一）指导思想。" + SENTENCE)
    return writer


def test_an_official_document_gives_its_title_number_and_issuer():
    document = read(_official().to_bytes(), "通知.pdf")
    assert document.title == "国务院办公厅关于印发《要素市场化配置方案》的通知"
    assert (document.number, document.issuer) == ("国办发〔2026〕12号", "国务院办公厅")
    assert [(p.text, p.level, p.bold, p.centred, p.page) for p in document.paragraphs] == [
        ("国务院办公厅文件", 0, False, True, 1),
        ("国办发〔2026〕12号", 0, False, True, 1),
        ("国务院办公厅关于印发《要素市场化配置方案》的通知", 1, False, True, 1),
        ("各省、自治区、直辖市人民政府，国务院各部委、各直属机构：", 0, False, False, 1),
        (SENTENCE, 0, False, False, 1),
        ("附件：要素市场化配置方案", 0, False, False, 1),
        ("国务院办公厅", 0, False, False, 1),
        ("2026年3月15日", 0, False, False, 1),
        ("附件", 0, False, False, 2),
        ("要素市场化配置方案", 2, False, True, 2),
        ("一、总体要求", 0, True, False, 2),
        ("（一）指导思想。" + SENTENCE, 0, False, False, 2),
    ]


@pytest.mark.parametrize(
    ("properties", "title"),
    [("要素方案", "要素方案"), ("Microsoft Word - 要素方案.doc", ""), ("untitled", ""), ("要素方案.docx", "")],
)
def test_the_title_of_the_properties_counts_where_the_page_shows_none_and_it_says_something(properties, title):
    writer = PdfWriter(title=properties)
    writer.paragraph(SENTENCE)
    assert _read(writer).title == title


@pytest.mark.parametrize(
    "title",
    [
        "关于进一步做好要素市场化配置综合改革试点有关工作的指导意见",
        "关于内地与香港特别行政区法院相互认可和执行当事人协议管辖的民商事案件判决的安排和指导意见",
        "第十一章　对不具有法人资格的中外合作经营企业的特别规定",
    ],
    ids=["two lines", "three lines", "label"],
)
def test_a_title_over_several_lines_is_one(title):
    writer = PdfWriter()
    writer.paragraph(title, indent=0, size=22, align="center")
    writer.paragraph(SENTENCE)
    found = _read(writer)
    assert found.title == found.paragraphs[0].text == title


def _varied(**layout: float) -> PdfWriter:
    """A document over three pages with a running head and foot, a note, a table and two columns."""
    writer = PdfWriter(**layout, head=lambda _, __: "某某办法（试行）", foot=lambda n, _: f"— {n} —")
    writer.paragraph("关于网络交易监管的办法", indent=0, size=22, align="center")
    writer.footnote("① 见《市场监管条例》第三条。")
    for i in range(1, 5):
        writer.paragraph(f"第{i}条　{SENTENCE * 2}", bold=i == 2, red=i == 4)
    writer.table([["序号", "任务"], ["1", "完善土地管理体制，健全建设用地市场体系"], ["2", "户籍"]], [50, 150])
    writer.paragraph(SENTENCE)
    writer.set_columns(2)
    writer.size, writer.leading = 12, 18
    for i in range(5, 14):
        writer.paragraph(f"第{i}条　{SENTENCE}")
    return writer


@pytest.mark.parametrize("one_by_one", [False, True])
@pytest.mark.parametrize("beyond", [0, 60])
@pytest.mark.parametrize("turn", [0, 1, 2, 3])
def test_a_page_is_read_as_it_is_shown(turn, beyond, one_by_one):
    """Whichever way it is turned, without what is cropped, with or without shapes of its characters on this system."""
    found = _read(_varied(turn=turn, beyond=beyond, one_by_one=one_by_one)).paragraphs
    texts = [f"第{i}条　{SENTENCE * (2 if i < 5 else 1)}" for i in range(1, 14)]
    rows = ["序号 | 任务", "1 | 完善土地管理体制，健全建设用地市场体系", "2 | 户籍"]
    head = ["关于网络交易监管的办法", *texts[:3], "① 见《市场监管条例》第三条。"]
    assert [p.text for p in found] == [*head, texts[3], *rows, SENTENCE, *texts[4:]]
    assert [(p.text, p.level) for p in found if p.level or p.bold] == [(head[0], 1), (texts[1], 0)]
    assert (found[0].page, found[4].page, found[-1].page) == (1, 1, 3)


def test_a_page_on_its_side_is_read_the_way_its_text_stands():
    """Nothing turns it: it is a wide table set sideways on an upright page."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, (595, 842))
    canvas.rotate(90)
    canvas.setFont(FONT, 16)
    canvas.drawString(60, -100, "第一条　为了规范市场。")
    canvas.drawString(60, -140, "第二条　本法适用于市场。")
    canvas.save()
    with open_file(buffer.getvalue()) as opened:
        texts = [p.text for p in read_content(opened).paragraphs]
    assert texts == ["第一条　为了规范市场。", "第二条　本法适用于市场。"]


def test_lines_that_say_the_same_are_all_read():
    """PDFium would take them for one printed twice where it has no shapes for its characters."""
    writer = PdfWriter()
    for _ in range(4):
        writer.paragraph("（一）各省、自治区、直辖市人民政府，国务院各部；")
    assert _texts(writer) == ["（一）各省、自治区、直辖市人民政府，国务院各部；"] * 4


def test_text_that_stands_askew_is_left_out():
    writer = PdfWriter()
    writer.paragraph(SENTENCE)

    def watermark(canvas):
        canvas.saveState()
        canvas.rotate(45)
        canvas.setFont(FONT, 60)
        canvas.drawString(300, 200, "内部资料")
        canvas.restoreState()

    writer._pages[0].append(watermark)
    assert _texts(writer) == [SENTENCE]


def test_a_hit_and_a_clause_say_on_which_page_they_stand(tmp_path):
    (tmp_path / "in").mkdir()
    writer = PdfWriter()
    for text in (SENTENCE * 4, SENTENCE * 8, "第三条　农村产权流转适用本办法。"):
        writer.paragraph(text)
    (tmp_path / "in/办法.pdf").write_bytes(writer.to_bytes())
    (tmp_path / "in/通知.txt").write_text("第一条　农村产权。", "utf-8")
    with ClauseIndex.create(tmp_path / "index") as index:
        index.add(tmp_path / "in")
        pages = {hit.document.source: hit.to_dict()["page"] for hit in index.search("农村产权")}
        clause = index.search("流转").hits[0].clause.id
    assert pages == {"办法.pdf": writer.starts[-1], "通知.txt": 0}
    assert writer.starts[-1] == 2
    for command in (["search", "流转"], ["show", clause]):
        assert "  page 2\n" in CliRunner().invoke(cli, ["-i", str(tmp_path / "index"), *command]).output


# --- what cannot be read ----------------------------------------------------------------------------------------------


def _raw_pdf(codes: str, mapping: str = "") -> bytes:
    """Write by hand a page with text in a font that names its glyphs by numbers, mapped to characters or not."""
    stream = f"BT /F 16 Tf 100 700 Td <{codes}> Tj ET"
    pairs = "".join(f"<{i:04x}> <{ord(c):04x}>\n" for i, c in enumerate(mapping, 1))
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n1 begincodespacerange\n"
        f"<0000> <ffff>\nendcodespacerange\n{len(mapping)} beginbfchar\n{pairs}endbfchar\nendcmap end end"
    )
    to_unicode = " /ToUnicode 7 0 R" if mapping else ""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 6 0 R /Resources << /Font << /F 4 0 R >> >> >>",
        f"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [5 0 R]{to_unicode} >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /DW 1000 /CIDSystemInfo << /Registry (Adobe)"
        " /Ordering (Identity) /Supplement 0 >> /FontDescriptor 8 0 R >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        f"<< /Length {len(cmap)} >>\nstream\n{cmap}\nendstream",
        "<< /Type /FontDescriptor /FontName /X /Flags 4 /FontBBox [0 0 1000 1000] /ItalicAngle 0 /Ascent 800"
        " /Descent -200 /CapHeight 700 /StemV 80 >>",
    ]
    body = "".join(f"{i} 0 obj\n{told}\nendobj\n" for i, told in enumerate(objects, 1))
    return f"%PDF-1.4\n{body}trailer << /Root 1 0 R /Size 9 >>\n%%EOF\n".encode()


def _scan() -> bytes:
    writer = PdfWriter(foot=lambda n, _: f"— {n} —")
    writer.picture()
    writer.break_column()
    writer.picture()
    return writer.to_bytes()


def _encrypted() -> bytes:
    writer = PdfWriter(encrypt="秘密")
    writer.paragraph(SENTENCE)
    return writer.to_bytes()


@pytest.mark.parametrize(
    ("data", "what", "remedy"),
    [
        (_scan, "it is scanned", "ocrmypdf -l chi_sim"),
        (_encrypted, "encrypted", "qpdf --decrypt"),
        (lambda: PdfWriter().to_bytes(), "no text in it", "ocrmypdf"),
        (lambda: _official().to_bytes()[:-2000], "its end is missing", "anew"),
        (lambda: b"%PDF-1.7\n%%EOF", "damaged", "anew"),
        (lambda: _raw_pdf("000100020003"), "fonts do not say", "--force-ocr"),
        (lambda: _raw_pdf("000100020003", "\ue001\ue002\ue003"), "fonts do not say", "--force-ocr"),
    ],
    ids=["scanned", "encrypted", "empty", "truncated", "no-pdf", "unmapped", "private-use"],
)
def test_a_pdf_that_cannot_be_read_says_why_and_what_to_do(data, what, remedy):
    with pytest.raises(SourceError, match=what) as caught:
        read(data(), "扫描.pdf")
    assert caught.value.place == "扫描.pdf"
    assert remedy in caught.value.remedy


def test_radicals_in_the_place_of_characters_are_characters():
    assert read(_raw_pdf("0001000200030004", "第⼀条⻓"), "a.pdf").paragraphs[0].text == "第一条长"


def test_pages_that_are_pictures_among_others_are_named():
    writer = PdfWriter()
    writer.paragraph(SENTENCE)
    writer.break_column()
    writer.picture()
    assert _read(writer).metadata[-1]["pages-without-text"] == [2]


def test_without_pypdfium2_the_remedy_is_its_installation(monkeypatch):
    monkeypatch.setattr(apart, "find_spec", lambda _: None)
    with pytest.raises(SourceError, match="pypdfium2 is not installed") as caught:
        read(b"%PDF-1.7", "a.pdf")
    assert 'pip install "clause-indexer[pdf]"' in caught.value.remedy


def test_too_many_pages_and_too_much_text_are_failures(monkeypatch):
    writer = PdfWriter()
    writer.paragraph(SENTENCE * 20)
    monkeypatch.setattr(content, "MOST_CHARACTERS", 100)
    with pytest.raises(SourceError, match="more than the 100 characters"):
        _read(writer)
    monkeypatch.setattr(glyphs, "MOST_GLYPHS", 50)
    with pytest.raises(SourceError, match="page 1 holds"):
        _read(writer)
    monkeypatch.setattr(file, "MOST_PAGES", 1)
    with pytest.raises(SourceError, match="more than the 1 read"):
        _read(writer)


@pytest.mark.parametrize(
    ("child", "told"),
    [
        ("import os; os.abort()", "ended the process"),
        ("while True: pass", "more than 0.5 seconds"),
        ("x = bytes(64 * 2**30)", "memory"),
    ],
    ids=["crash", "endless", "memory"],
)
def test_a_file_that_ends_or_stalls_its_reader_is_a_failure(monkeypatch, child, told):
    monkeypatch.setattr(apart, "LONGEST_READING", 0.5)
    monkeypatch.setattr(apart, "_CHILD", child)
    with pytest.raises(SourceError, match=told):
        read(b"%PDF-1.7", "a.pdf")


@given(st.data())
@settings(max_examples=5, deadline=None, derandomize=True)
def test_a_damaged_file_is_read_or_refused(data):
    whole = _official().to_bytes()
    mangled = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 30))):
        mangled[data.draw(st.integers(5, len(whole) - 10))] = data.draw(st.integers(0, 255))
    try:
        told = read(bytes(mangled), "a.pdf").paragraphs
    except SourceError as error:
        told = error.remedy
    assert told
