"""Telling formats apart by content."""

import io
import zipfile
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import SourceError
from indexer.reading.formats import TEXT_READERS, tell_binary_format, tell_format

CASES = yaml.safe_load((Path(__file__).parent / "formats.yaml").read_text("utf-8"))


@pytest.mark.parametrize(("rule", "name", "text", "expected"), CASES, ids=[case[0] for case in CASES])
def test_format_is_told_by_content_and_by_name_where_that_does_not_decide(rule, name, text, expected):
    assert tell_format(text, name) == expected, rule


@given(
    st.text(st.sampled_from("<>!-/? pdivhtml#甲\n")) | st.text(), st.sampled_from(["a.txt", "a.md", "a.html", "a", ""])
)
def test_every_format_told_has_a_reader(text, name):
    assert tell_format(text, name) in TEXT_READERS


def _zip():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", "")
        archive.writestr("xl/workbook.xml", "")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "called"),
    [
        (_zip(), "XLSX"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "XLS"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"MIME-Version: 1.0\n", "MHT"),
    ],
)
def test_formats_that_are_no_text_are_called_by_their_name(data, called):
    with pytest.raises(SourceError, match=called) as caught:
        tell_binary_format(data, "a.txt")
    assert caught.value.place == "a.txt"
    assert caught.value.remedy


def test_a_pdf_is_told_by_how_it_begins():
    assert tell_binary_format(b"%PDF-1.7\n", "a.txt") == "pdf"


def test_text_has_no_signature():
    assert tell_binary_format("%PD 第一条".encode(), "a.txt") == ""


def test_a_word_document_in_one_file_of_xml_is_not_taken_for_text():
    with pytest.raises(SourceError, match="Save it as DOCX"):
        tell_format('<?xml version="1.0"?>\n<?mso-application progid="Word.Document"?>\n<w:wordDocument x="">', "a.xml")
