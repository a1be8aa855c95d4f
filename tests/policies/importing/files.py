"""Files made for tests: good ones in every format, and bad ones of every kind."""

import zipfile
from io import BytesIO

import docx
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from PIL import Image
from pypdf import PdfReader, PdfWriter
from weasyprint import HTML

from policies.importing.blocks import parse

ODT_NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
)


def saved(document: WordDocument) -> bytes:
    data = BytesIO()
    document.save(data)
    return data.getvalue()


def word_policy() -> WordDocument:
    """A short policy as Word's own styles make it."""
    document = docx.Document()
    document.add_heading("Harbour Lights Photo Policy", 0)
    document.add_heading("Aims", 1)
    paragraph = document.add_paragraph("We ask before we take a ")
    paragraph.add_run("picture").bold = True
    paragraph.add_run(".")
    document.add_paragraph("in the hall", style="List Bullet")
    document.add_paragraph("on trips", style="List Bullet")
    return document


def word_of(html: str) -> bytes:
    """A Word file of this text."""
    document = docx.Document()
    for block in parse(html):
        for item in block.items:
            document.add_paragraph(item.full_text, style="List Bullet" if block.tag == "ul" else "List Number")
        if not block.items:
            paragraph = document.add_paragraph(style=f"Heading {block.tag[1]}" if block.is_heading else None)
            for number, line in enumerate(block.lines):
                if number:
                    paragraph.add_run().add_break()
                paragraph.add_run(line)
    return saved(document)


def with_xml(document: WordDocument, xml: str) -> WordDocument:
    """The document with a paragraph of raw XML at its end."""
    paragraph = parse_xml(f"<w:p {nsdecls('w')}>{xml}</w:p>")
    document.element.body.insert_element_before(paragraph, "w:sectPr")
    return document


def with_numbering(document: WordDocument, levels: list[tuple[str, str]]) -> int:
    """Add a numbering of these levels (format, text) and return its id."""
    numbering = document.part.numbering_part.element
    inside = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for n, (kind, text) in enumerate(levels)
    )
    abstract = parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="777">{inside}</w:abstractNum>')
    numbering.insert(0, abstract)
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="777"><w:abstractNumId w:val="777"/></w:num>'))
    return 777


def numbered(document: WordDocument, num_id: int, level: int, text: str, style: str | None = None) -> None:
    paragraph = document.add_paragraph(text, style=style)
    paragraph._p.get_or_add_pPr().append(
        parse_xml(
            f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{num_id}"/></w:numPr>',
        )
    )


def repacked(data: bytes, *, add: dict[str, bytes] | None = None, drop: frozenset[str] = frozenset()) -> bytes:
    """A zip file with parts put in, replaced or left out."""
    add = add or {}
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in add and name not in drop:
                new.writestr(name, old.read(name))
        for name, part in add.items():
            new.writestr(name, part)
    return made.getvalue()


def part_of(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return archive.read(name)


def zipped(parts: dict[str, bytes]) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return made.getvalue()


def odt(text: str, *, styles: str = "", common: str = "", **parts: bytes) -> bytes:
    """An OpenDocument text of this content, with automatic and common styles."""
    content = (
        f"<office:document-content {ODT_NAMES}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{text}</office:text></office:body></office:document-content>"
    )
    named = {name.replace("__", "/"): part for name, part in parts.items()}
    return zipped(
        {
            "mimetype": b"application/vnd.oasis.opendocument.text",
            "content.xml": content.encode(),
            "styles.xml": f"<office:document-styles {ODT_NAMES}>{common}</office:document-styles>".encode(),
            "META-INF/manifest.xml": b"<manifest/>",
            **named,
        }
    )


def odt_row(*words: str) -> str:
    cells = "".join(f"<table:table-cell><text:p>{word}</text:p></table:table-cell>" for word in words)
    return f"<table:table-row>{cells}</table:table-row>"


def pdf(html: str) -> bytes:
    return bytes(HTML(string=f"<style>@page {{ size: A4; margin: 2cm }}</style>{html}").write_pdf())


def locked_pdf(data: bytes, password: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(data)))
    writer.encrypt(user_password=password, owner_password="chair only", algorithm="AES-256")
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def picture() -> bytes:
    made = BytesIO()
    Image.new("RGB", (40, 40), "teal").save(made, "PNG")
    return made.getvalue()


def old_office(*streams: str) -> bytes:
    """A file as Office wrote before 2007, as far as its beginning and the names of its streams go."""
    names = b"".join(name.encode("utf-16-le").ljust(64, b"\0") for name in streams)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + names
