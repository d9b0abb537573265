"""Writes DOCX files from their XML, for what python-docx cannot write: numbering, tracked changes, fields."""

import io
import zipfile

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = (
    f'xmlns:w="{_W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)
_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"
_PARTS = {"styles": "styles", "numbering": "numbering", "footnotes": "footnotes", "endnotes": "endnotes"}


def docx(body, *, numbering="", styles="", footnotes="", endnotes="", settings="", extra=None):
    """Return a DOCX file with these children of ``w:body``, ``w:numbering``, ``w:styles`` …; `extra`: more files."""
    named = {"styles": styles, "numbering": numbering, "footnotes": footnotes, "endnotes": endnotes}
    named["settings"] = settings
    parts = {name: content for name, content in named.items() if content}
    written = {
        "_rels/.rels": _relationships({"officeDocument": "word/document.xml"}),
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": _relationships({name: f"{name}.xml" for name in parts}),
        **{f"word/{name}.xml": f"<w:{name} {NAMESPACES}>{content}</w:{name}>" for name, content in parts.items()},
    }
    overrides = {"document": "document.main", **{name: name for name in parts}}
    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_CONTENT_TYPE.format(type_)}"/>'
        for name, type_ in overrides.items()
    )
    relations = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    space = "http://schemas.openxmlformats.org/package/2006/content-types"
    written["[Content_Types].xml"] = f'<Types xmlns="{space}">{relations}{types}</Types>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**written, **(extra or {})}.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _relationships(targets):
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    items = "".join(
        f'<Relationship Id="r{number}" Type="{_TYPE}{name}" Target="{target}"/>'
        for number, (name, target) in enumerate(targets.items())
    )
    return f'<Relationships xmlns="{space}">{items}</Relationships>'


def run(text, properties=""):
    """Return a run with text in it, and these properties."""
    told = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{told}<w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(content="", properties=""):
    """Return a paragraph: `content` is its text or the XML in it, `properties` the XML in its ``w:pPr``."""
    told = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{told}{content if content.startswith('<') else run(content) if content else ''}</w:p>"


def item(text, list_id=1, level=0):
    """Return a paragraph that is an item of a list."""
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>')


def level(at, format, text, *, start=1, more=""):
    """Return a level of a list."""
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{format}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def lists(*levels, overrides=None, more=""):
    """Return numbering with one abstract list of these levels, its instance 1, and more instances with overrides."""
    instances = {1: "", **(overrides or {})}
    abstract = f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>'
    nums = "".join(
        f'<w:num w:numId="{id}"><w:abstractNumId w:val="0"/>{override}</w:num>' for id, override in instances.items()
    )
    return abstract + nums + more
