"""A document written in any format gives the same paragraphs, labels and citations."""

import io
import json
import zipfile
from html import escape
from pathlib import Path

import pytest
from docx import Document as NewDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx_writer import level
from pdf_writer import PdfWriter
from round_trip import LINES, told_of

from indexer.reading import Source, unpack
from indexer.reading.office import find_program

LEVELS = {"chapter": 0, "article": 1, "item": 2, "point": 3}
HEADINGS = {"title": 1, "chapter": 2}
NUMBERING = "".join(
    (
        level(0, "chineseCountingThousand", "第%1章", more='<w:suff w:val="space"/>'),
        level(1, "chineseCountingThousand", "第%2条", more='<w:lvlRestart w:val="0"/>'),
        level(2, "chineseCounting", "（%3）", more='<w:suff w:val="nothing"/>'),
        level(3, "decimal", "%4.", more='<w:suff w:val="nothing"/>'),
    )
)


def _rows(lines):
    """Yield the lines one by one, but the rows of a table as a list."""
    rows = []
    for line in lines:
        if line.kind == "row":
            rows.append(line.text.split(" | "))
            continue
        if rows:
            yield rows
            rows = []
        yield line


def _text(lines):
    return "\n".join(line.whole for line in lines)


def _markdown(lines):
    parts = []
    for line in _rows(lines):
        if isinstance(line, list):
            head, *rest = (f"| {' | '.join(row)} |" for row in line)
            parts += ["\n".join((head, "|---|---|", *rest))]
        else:
            parts.append("#" * HEADINGS.get(line.kind, 0) + " " * (line.kind in HEADINGS) + line.whole)
    return "\n\n".join(parts)


def _html(lines):
    parts = []
    for line in _rows(lines):
        if isinstance(line, list):
            cells = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in line)
            parts.append(f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>")
        else:
            tag = f"h{HEADINGS[line.kind]}" if line.kind in HEADINGS else "p"
            parts.append(f"<{tag}>{escape(line.whole)}</{tag}>")
    return f"<!DOCTYPE html><html><body>{''.join(parts)}</body></html>"


def _docx(lines, *, numbered):
    document = NewDocument()
    if numbered:
        part = document.part.numbering_part.element
        part.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="99">{NUMBERING}</w:abstractNum>'))
        part.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="99"><w:abstractNumId w:val="99"/></w:num>'))
    for line in _rows(lines):
        if isinstance(line, list):
            table = document.add_table(len(line), len(line[0]))
            for row, cells in zip(table.rows, line, strict=True):
                for cell, text in zip(row.cells, cells, strict=True):
                    cell.text = text
            continue
        text = line.text if numbered else line.whole
        in_heading = line.kind in HEADINGS
        paragraph = document.add_heading(text, HEADINGS[line.kind] - 1) if in_heading else document.add_paragraph(text)
        if numbered and line.kind in LEVELS:
            properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_ilvl().val = LEVELS[line.kind]
            properties.get_or_add_numId().val = 99
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _json(**record):
    return json.dumps({"id": "x", "title": LINES[0].text} | record, ensure_ascii=False).encode()


def _zip(lines):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("条例.docx", _docx(lines, numbered=True))
    return buffer.getvalue()


def _pdf(lines):
    writer = PdfWriter(foot=lambda page, _: f"— {page} —")
    for line in lines:
        look = {"indent": 0, "align": "center", "bold": True} if line.kind in HEADINGS else {}
        writer.paragraph(line.whole, size=writer.size * (1.4 if line.kind == "title" else 1), **look)
    return writer.to_bytes()


WITH_TABLES = {
    "Markdown": ("a.md", lambda lines: _markdown(lines).encode()),
    "HTML": ("a.html", lambda lines: _html(lines).encode()),
    "HTML in GBK": ("a.html", lambda lines: _html(lines).encode("gbk")),
    "DOCX": ("a.docx", lambda lines: _docx(lines, numbered=False)),
    "DOCX with automatic numbers": ("a.docx", lambda lines: _docx(lines, numbered=True)),
    "JSON with Markdown": ("a.json", lambda lines: _json(text=_markdown(lines))),
    "a ZIP archive": ("a.zip", _zip),
}
WITHOUT_TABLES = {
    "text in UTF-8": ("a.txt", lambda lines: _text(lines).encode()),
    "text in GB18030": ("a.txt", lambda lines: _text(lines).encode("gb18030")),
    "text in UTF-16": ("a.txt", lambda lines: _text(lines).encode("utf-16")),
    "a line of JSON Lines": ("a.jsonl", lambda lines: _json(paragraphs=[line.whole for line in lines])),
    "JSON with a text": ("a.json", lambda lines: _json(text=_text(lines))),
    "PDF": ("a.pdf", _pdf),
}
PLAIN = tuple(line for line in LINES if line.kind != "row")
"""The document as formats have it that know no tables, or where they are only drawn."""


@pytest.mark.parametrize("format", [*WITH_TABLES, *WITHOUT_TABLES])
def test_the_same_document_in_every_format(format):
    lines = LINES if format in WITH_TABLES else PLAIN
    name, write = (WITH_TABLES | WITHOUT_TABLES)[format]
    (source,) = unpack(Source(Path(), name, write(lines)))
    assert told_of(source.data, source.name, source.format) == told_of(_markdown(lines).encode(), "a.md")


def test_what_it_gives_is_what_is_written():
    told = told_of(_markdown(LINES).encode(), "a.md")
    assert told["paragraphs"] == [line.whole for line in LINES]
    assert [label for label in told["labels"] if label.endswith("条")] == [f"第{number}条" for number in "一二三四五"]
    assert told["citations"][LINES.index(next(line for line in LINES if line.text == "客户数据。"))] == (
        "《某某市数据条例》第二条第一款第（二）项第2目"
    )


@pytest.mark.skipif(not find_program(), reason="LibreOffice is not installed")
@pytest.mark.parametrize(("suffix", "filter"), [("doc", "doc:MS Word 97")])
def test_the_same_document_by_way_of_libreoffice(tmp_path, suffix, filter):
    import subprocess

    (tmp_path / "a.docx").write_bytes(_docx(LINES, numbered=False))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [find_program(), profile, "--headless", "--convert-to", filter, "--outdir", tmp_path, tmp_path / "a.docx"]
    subprocess.run(command, check=True, capture_output=True)
    data = (tmp_path / f"a.{suffix}").read_bytes()
    assert told_of(data, f"a.{suffix}") == told_of(_markdown(LINES).encode(), "a.md")
