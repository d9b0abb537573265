"""Footnotes and endnotes of a DOCX file: they stand at the end of the text, each with its sign."""

from dataclasses import replace

from indexer.reading.docx.body import BodyReader
from indexer.reading.docx.number_format import written
from indexer.reading.docx.package import Element, Package, kind, qn, value_of
from indexer.reading.paragraphs import clean
from indexer.records import Paragraph

_DEFAULT_FORMATS = {"footnote": "decimal", "endnote": "lowerRoman"}


def read_notes(package: Package, main: str, reader: BodyReader) -> list[Paragraph]:
    """Return the notes that the text refers to, in its order: ``[1] `` and what the note says.

    At the end, not after their paragraph: there they would be counted as paragraphs (款) of the article.

    Args:
        package: the file.
        main: the path of its main part.
        reader: has read the body.
    """
    found: list[Paragraph] = []
    for of in ("footnote", "endnote"):
        references = [(id, sign) for kind_, id, sign in reader.runs.notes if kind_ == of]
        path = package.find(f"{of}s", main) if references else ""
        if not path:
            continue
        notes = {value_of(note, "w:id"): note for note in package.xml(path) if kind(note) == f"w:{of}"}
        number, format = 0, _format(package, main, of)
        for id, sign in dict.fromkeys(references):
            number += not sign
            if id in notes:
                found += _note(reader.read(notes[id]), sign or written(number, format))
    return found


def _note(paragraphs: list[Paragraph], sign: str) -> list[Paragraph]:
    first = [replace(paragraph, text=clean(f"[{sign}] {paragraph.text}")) for paragraph in paragraphs[:1]]
    return first + paragraphs[1:]


def _format(package: Package, main: str, of: str) -> str:
    """Return the format of the numbers of notes, from the settings of the document."""
    path = package.find("settings", main)
    settings: Element | None = package.xml(path) if path else None
    format = settings.find(f"{qn(f'w:{of}Pr')}/{qn('w:numFmt')}") if settings is not None else None
    return value_of(format) or _DEFAULT_FORMATS[of]
