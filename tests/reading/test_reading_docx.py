"""DOCX: what Word shows, as paragraphs."""

import io
import zipfile

import pytest
from docx import Document as NewDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx_writer import NAMESPACES, docx, item, level, lists, paragraph, run
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.errors import SourceError
from indexer.reading import read
from indexer.reading.docx import package as package_module
from indexer.reading.docx import read_docx
from indexer.records import Paragraph


def _texts(body, **parts):
    return [paragraph.text for paragraph in read_docx(docx(body, **parts)).paragraphs]


def _saved(document):
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


# --- a document as python-docx writes it ---


@pytest.fixture(scope="module")
def written():
    document = NewDocument()
    document.core_properties.title = "某某管理办法"
    document.core_properties.author = "某某厅"
    document.add_heading("某某管理办法", 0)
    document.add_heading("第一章　总则", 1)
    document.add_paragraph("第一条　为了管理，制定本办法。")
    document.add_heading("第一节　甲", 2)
    strong = document.add_paragraph()
    strong.add_run("第二条").bold = True
    strong.add_run("　全文不是粗体。")
    document.add_paragraph().add_run("都是粗体").bold = True
    document.add_paragraph("居中").alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph("  　 ")
    document.sections[0].header.paragraphs[0].text = "页眉"
    document.sections[0].footer.paragraphs[0].text = "页脚"
    return read(_saved(document), "a.docx")


def test_paragraphs_with_the_level_of_their_heading_bold_and_centred(written):
    assert written.paragraphs[0] == Paragraph("某某管理办法", 1)
    assert [(p.text, p.level) for p in written.paragraphs[1:4]] == [
        ("第一章　总则", 1),
        ("第一条　为了管理，制定本办法。", 0),
        ("第一节　甲", 2),
    ]
    assert written.paragraphs[4:] == (
        Paragraph("第二条　全文不是粗体。"),
        Paragraph("都是粗体", bold=True),
        Paragraph("居中", centred=True),
    )


def test_properties_of_the_file(written):
    assert (written.title, written.author, written.source) == ("某某管理办法", "某某厅", "a.docx")
    assert written.date is None
    assert written.metadata["file-created"]


def test_a_title_in_the_properties_that_is_not_in_the_text_is_another_ones():
    document = NewDocument()
    document.core_properties.title = "旧模板"
    document.add_paragraph("某某办法")
    read_back = read(_saved(document), "a.docx")
    assert (read_back.title, read_back.metadata["file-title"]) == ("某某办法", "旧模板")


def test_merged_cells_are_read_once_across_and_in_each_row_down():
    document = NewDocument()
    table = document.add_table(3, 3)
    for number, cell in enumerate(cell for row in table.rows for cell in row.cells):
        cell.text = f"格{number}"
    table.cell(0, 0).merge(table.cell(0, 1)).text = "宽"
    table.cell(1, 2).merge(table.cell(2, 2)).text = "高"
    rows = read(_saved(document), "a.docx").paragraphs
    assert [(row.text, row.row) for row in rows] == [
        ("宽 | | 格2", True),
        ("格3 | 格4 | 高", True),
        ("格6 | 格7 | 高", True),
    ]


# --- tables ---


def _table(*rows):
    cells = ("".join(f"<w:tc>{cell}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def test_the_paragraphs_of_a_cell_are_one_and_empty_cells_stay():
    body = _table(
        [paragraph("甲事项") + paragraph("乙事项"), paragraph(""), paragraph("丙")], [paragraph("丁"), "", ""]
    )
    assert _texts(body) == ["甲事项 乙事项 | | 丙", "丁 | |"]


def test_a_table_that_only_lays_out_the_page_is_its_paragraphs():
    assert read_docx(docx(_table([paragraph("甲") + paragraph("乙")], [paragraph("丙")]))).paragraphs == (
        Paragraph("甲"),
        Paragraph("乙"),
        Paragraph("丙"),
    )
    inner = _table([paragraph("丁"), paragraph("戊")])
    assert _texts(_table([paragraph("甲") + inner, paragraph("乙")])) == ["甲", "丁 | 戊", "乙"]


def test_a_header_row_that_is_marked_is_one():
    header = f"<w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc>{paragraph('天')}</w:tc><w:tc>{paragraph('地')}</w:tc></w:tr>"
    rows = f"<w:tr><w:tc>{paragraph('1')}</w:tc><w:tc>{paragraph('2')}</w:tc></w:tr>"
    read_back = read_docx(docx(f"<w:tbl>{header}{rows}</w:tbl>")).paragraphs
    assert [(row.text, row.header) for row in read_back] == [("天 | 地", True), ("1 | 2", False)]


# --- tracked changes ---


def test_tracked_changes_are_taken_as_accepted():
    body = paragraph(
        run("甲")
        + f"<w:ins>{run('乙')}</w:ins><w:del><w:r><w:delText>丙</w:delText></w:r></w:del>"
        + f"<w:moveFrom>{run('丁')}</w:moveFrom><w:moveTo>{run('戊')}</w:moveTo>"
    )
    assert _texts(body) == ["甲乙戊"]


def test_a_deleted_paragraph_mark_joins_and_the_second_numbers():
    deleted = paragraph("甲", "<w:rPr><w:del/></w:rPr>")
    numbering = lists(level(0, "decimal", "第%1条"))
    assert _texts(deleted + item("乙") + item("丙"), numbering=numbering) == ["第1条 甲乙", "第2条 丙"]
    gone = paragraph(f"<w:del>{run('无')}</w:del>", '<w:numPr><w:numId w:val="1"/></w:numPr><w:rPr><w:del/></w:rPr>')
    assert _texts(gone + item("乙"), numbering=numbering) == ["第1条 乙"]
    assert _texts(paragraph("甲") + deleted) == ["甲", "甲"]


def test_deleted_rows_and_cells_are_gone():
    row = f"<w:tr><w:trPr><w:del/></w:trPr><w:tc>{paragraph('无')}</w:tc></w:tr>"
    cell = f"<w:tc><w:tcPr><w:cellDel/></w:tcPr>{paragraph('无')}</w:tc>"
    kept = f"<w:tr><w:tc>{paragraph('甲')}</w:tc>{cell}<w:tc>{paragraph('乙')}</w:tc></w:tr>"
    assert _texts(f"<w:tbl>{row}{kept}</w:tbl>") == ["甲 | 乙"]


def test_an_earlier_look_that_was_tracked_is_not_the_look():
    body = paragraph("甲", '<w:pPrChange><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:pPrChange>')
    assert read_docx(docx(body)).paragraphs == (Paragraph("甲"),)


# --- runs ---


def test_signs_that_are_elements():
    body = paragraph(
        "<w:r><w:t>甲</w:t><w:tab/><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t><w:softHyphen/><w:t>c</w:t>"
        '<w:sym w:font="Wingdings" w:char="F0FE"/><w:sym w:font="宋体" w:char="2460"/>'
        '<w:sym w:font="X" w:char="F041"/></w:r>'
    )
    assert _texts(body) == ["甲 a-bc☑①"]
    private = '<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>'
    assert _texts(paragraph(run("x \uf0b3 y", private))) == ["x ≥ y"]


def test_a_line_break_begins_a_paragraph_but_not_in_a_heading():
    content = "<w:r><w:t>国务院</w:t><w:br/><w:t>通知</w:t></w:r>"
    assert _texts(paragraph(content)) == ["国务院", "通知"]
    assert _texts(paragraph(content, '<w:outlineLvl w:val="0"/>')) == ["国务院通知"]


def test_hidden_text_is_left_out_also_by_its_style():
    styles = '<w:style w:type="character" w:styleId="H"><w:name w:val="h"/><w:rPr><w:vanish/></w:rPr></w:style>'
    shown = run("丙", '<w:rStyle w:val="H"/><w:vanish w:val="0"/>')
    body = paragraph(run("甲") + run("无", "<w:vanish/>") + run("无", '<w:rStyle w:val="H"/>') + shown)
    assert _texts(body, styles=styles) == ["甲丙"]


def test_a_style_separator_runs_the_text_in_behind_its_heading():
    body = paragraph("标题。", '<w:outlineLvl w:val="1"/><w:rPr><w:vanish/><w:specVanish/></w:rPr>') + paragraph("正文")
    assert read_docx(docx(body)).paragraphs == (Paragraph("标题。正文", 2),)


def _field(instruction, result=""):
    separate = f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(result)}' if result else ""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{instruction}</w:instrText></w:r>{separate}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def test_of_fields_the_result_is_shown():
    nested = (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>IF </w:instrText></w:r>{_field("REF x", "无")}'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("乙")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    simple = f'<w:fldSimple w:instr="REF y">{run("丙")}</w:fldSimple>'
    link = f'<w:hyperlink r:id="r9">{run("丁")}</w:hyperlink>'
    assert _texts(paragraph(run("甲") + nested + simple + link + _field(r"eq \o\ac(○,戊)"))) == ["甲乙丙丁戊"]


def test_a_field_that_is_never_ended_hides_no_other_paragraph():
    begun = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC</w:instrText></w:r>'
    assert _texts(paragraph(run("甲") + begun + run("无")) + paragraph("乙")) == ["甲", "乙"]


def test_the_table_of_contents_that_word_makes_is_left_out():
    styles = '<w:style w:type="paragraph" w:styleId="T1"><w:name w:val="toc 1"/></w:style>'
    gallery = '<w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    made = f"<w:sdt>{gallery}<w:sdtContent>{paragraph('目录')}</w:sdtContent></w:sdt>"
    line = paragraph("第一章 总则\t1", '<w:pStyle w:val="T1"/>')
    control = f"<w:sdt><w:sdtContent>{paragraph('乙')}</w:sdtContent></w:sdt>"
    assert _texts(made + line + paragraph("甲") + control, styles=styles) == ["甲", "乙"]


def test_formulas_and_ruby_are_read_on_one_line():
    fraction = (
        "<m:oMath><m:f><m:num><m:r><m:t>a</m:t></m:r></m:num><m:den><m:r><m:t>b</m:t></m:r></m:den></m:f></m:oMath>"
    )
    ruby = f"<w:r><w:ruby><w:rt>{run('hàn')}</w:rt><w:rubyBase>{run('汉')}</w:rubyBase></w:ruby></w:r>"
    assert _texts(paragraph(run("式") + fraction + ruby)) == ["式a/b汉"]


# --- text boxes and notes ---


def _box(text):
    return f"<w:txbxContent>{paragraph(text)}</w:txbxContent>"


def test_a_text_box_is_read_once_after_the_paragraph_it_hangs_on():
    new = f"<w:drawing><wp:inline><a:graphic><wps:txbx>{_box('框')}</wps:txbx></a:graphic></wp:inline></w:drawing>"
    old = f"<w:pict><v:shape><v:textbox>{_box('框')}</v:textbox></v:shape></w:pict>"
    both = f'<mc:AlternateContent><mc:Choice Requires="wps">{new}</mc:Choice><mc:Fallback>{old}</mc:Fallback>'
    both += "</mc:AlternateContent>"
    assert _texts(paragraph(run("甲") + f"<w:r>{both}</w:r>" + run("乙")) + paragraph("丙")) == ["甲乙", "框", "丙"]
    assert _texts(paragraph(f"<w:r>{old}</w:r>")) == ["框"]
    unread = '<mc:AlternateContent><mc:Choice Requires="x"><x/></mc:Choice><mc:Fallback>' + old
    assert _texts(paragraph(f"<w:r>{unread}</mc:Fallback></mc:AlternateContent></w:r>")) == ["框"]


def test_word_art_is_a_line():
    art = '<w:pict><v:shape><v:textpath string="某市人民政府文件"/></v:shape></w:pict>'
    assert _texts(paragraph(f"<w:r>{art}</w:r>")) == ["某市人民政府文件"]


def test_notes_stand_at_the_end_with_their_sign():
    def note(id, text):
        return f'<w:footnote w:id="{id}">{paragraph(text)}</w:footnote>'

    def reference(id, more=""):
        return f'<w:r><w:footnoteReference w:id="{id}"{more}/>{"<w:t>*</w:t>" if more else ""}</w:r>'

    body = paragraph(run("甲") + reference(3)) + paragraph(run("乙") + reference(2, ' w:customMarkFollows="1"'))
    footnotes = note(-1, "线") + note(2, "注乙") + note(3, "注甲") + note(4, "无")
    assert _texts(body + paragraph(run("丙") + reference(9)), footnotes=footnotes) == [
        "甲",
        "乙*",
        "丙",
        "[1] 注甲",
        "[*] 注乙",
    ]
    endnotes = f'<w:endnote w:id="1">{paragraph("尾注")}</w:endnote>'
    settings = '<w:endnotePr><w:numFmt w:val="decimalEnclosedCircle"/></w:endnotePr>'
    end = paragraph(run("甲") + '<w:r><w:endnoteReference w:id="1"/></w:r>')
    assert _texts(end, endnotes=endnotes, settings=settings) == ["甲", "[①] 尾注"]


def _with_chunk(data):
    types = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk"
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    relationship = f'<Relationship Id="c1" Type="{types}" Target="chunk.html"/>'
    more = {"word/_rels/document.xml.rels": f'<Relationships xmlns="{space}">{relationship}</Relationships>'}
    return _replaced(
        docx(f'{paragraph("甲")}<w:altChunk r:id="c1"/><w:altChunk r:id="c2"/>'), more | {"word/chunk.html": data}
    )


def _replaced(data, parts):
    buffer = io.BytesIO()
    original = zipfile.ZipFile(io.BytesIO(data))
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in ({info: original.read(info) for info in original.namelist()} | parts).items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_a_part_in_another_format_is_read_in_its_place_or_refused():
    assert [p.text for p in read_docx(_with_chunk("<p>乙<p>丙")).paragraphs] == ["甲", "乙", "丙"]
    with pytest.raises(SourceError, match="MHT"):
        read(_with_chunk("MIME-Version: 1.0"), "a.docx")
    with pytest.raises(SourceError, match="a document of its own"):
        read(_with_chunk(docx(paragraph("甲"))), "a.docx")


# --- styles ---


@pytest.mark.parametrize(
    ("name", "properties", "expected"),
    [
        ("heading 2", "", 2),
        ("标题 3", "", 3),
        ("标题3", "", 3),
        ("正文", '<w:outlineLvl w:val="3"/>', 4),
        ("heading 2", '<w:outlineLvl w:val="9"/>', 0),
        ("Title", "", 1),
        ("heading", "", 0),
    ],
)
def test_headings_are_told_by_their_style_or_outline_level(name, properties, expected):
    based = '<w:style w:type="paragraph" w:styleId="B"><w:name w:val="我的"/><w:basedOn w:val="A"/></w:style>'
    styles = f'<w:style w:type="paragraph" w:styleId="A"><w:name w:val="{name}"/><w:pPr>{properties}</w:pPr></w:style>'
    body = paragraph("甲", '<w:pStyle w:val="B"/>')
    assert read_docx(docx(body, styles=styles + based)).paragraphs[0].level == expected


def test_styles_that_are_based_on_each_other_in_a_circle_end():
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{id}"/><w:basedOn w:val="{base}"/></w:style>'
        for id, base in ("AB", "BA")
    )
    assert _texts(paragraph("甲", '<w:pStyle w:val="A"/>'), styles=styles) == ["甲"]


def test_the_default_paragraph_style_counts():
    styles = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/>'
        '<w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>'
    )
    assert read_docx(docx(paragraph("甲"), styles=styles)).paragraphs == (Paragraph("甲", bold=True, centred=True),)


# --- hostile and damaged files ---


def _with(name, content, data=None):
    buffer = io.BytesIO()
    original = zipfile.ZipFile(io.BytesIO(data or docx(paragraph("甲"))))
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for info in original.infolist():
            archive.writestr(info.filename, content if info.filename == name else original.read(info))
    return buffer.getvalue()


ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "x" * 100}">' for n in range(12))
BOMB = f"<!DOCTYPE x [{ENTITIES}]><w:document {NAMESPACES}><w:body>{paragraph('&e11;')}</w:body></w:document>"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (docx(paragraph("甲"))[:900], "cut short"),
        (docx(paragraph("甲"))[:-30], "cut short"),
        (_with("word/document.xml", BOMB), "document type"),
        (_with("word/document.xml", BOMB.encode("utf-16")), "document type"),
        (_with("word/document.xml", "<w:document"), "damaged XML"),
        (_with("word/document.xml", b"\0" * 100), "damaged XML"),
        (_with("word/document.xml", "<a/>"), "no text in it"),
        (docx(""), "no text in it"),
        (_with("word/document.xml", b"<a>" * 100_000), "damaged XML"),
        (docx("<w:tbl><w:tr><w:tc>" * 300 + paragraph("甲") + "</w:tc></w:tr></w:tbl>" * 300), "nested"),
        (docx(f"<w:p>{'<w:smartTag>' * 5000}{run('甲')}{'</w:smartTag>' * 5000}</w:p>"), "nested"),
        (docx(f"{'<w:sdt>' * 5000}{paragraph('甲')}{'</w:sdt>' * 5000}"), "nested"),
        (docx(paragraph("国务院办公厅关于印发方案的通知".encode().decode("gbk", "replace"))), "mojibake"),
        (docx(paragraph("锟斤拷锟斤拷锟斤拷")), "mojibake"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(data, reason):
    with pytest.raises(SourceError, match=reason) as caught:
        read(data, "a.docx")
    assert caught.value.place == "a.docx"
    assert caught.value.remedy


def test_a_part_that_is_too_large_or_has_too_many_tags_is_refused(monkeypatch):
    monkeypatch.setattr(package_module, "LARGEST_SOURCE", 1 << 20)
    bomb = docx(paragraph("甲" * (1 << 20)))
    assert len(bomb) < 20_000
    with pytest.raises(SourceError, match="MiB"):
        read_docx(bomb)
    monkeypatch.setattr(package_module, "MOST_TAGS", 1000)
    with pytest.raises(SourceError, match="tags"):
        read_docx(docx(paragraph("甲") * 1000))


SAMPLE = docx(
    item("甲", 1) + _table([paragraph("乙"), paragraph("丙")]) + paragraph(run("丁") + _field("REF x", "戊")),
    numbering=lists(level(0, "decimal", "%1.")),
)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_file_with_bytes_changed_is_a_document_or_a_source_error(data):
    changed = bytearray(SAMPLE)
    for _ in range(data.draw(st.integers(1, 6))):
        changed[data.draw(st.integers(4, len(changed) - 1))] = data.draw(st.integers(0, 255))
    try:
        assert read(bytes(changed), "a.docx").paragraphs
    except SourceError:
        return
