"""Word documents: mammoth turns them into HTML, after this has looked at what Word would show differently."""

import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from xml.etree.ElementTree import Element, SubElement, tostring

import mammoth
from django.utils.translation import gettext as _

from policies.importing.blocks import squeeze
from policies.importing.readers import packed
from policies.importing.readers.document import (
    Document,
    Format,
    comments_left_out,
    pictures_left_out,
    tracked_changes,
)
from policies.importing.readers.numbering import Numbering
from policies.importing.readers.packed import local
from policies.importing.refusing import ImportRefused
from policies.importing.sanitising import sanitise

STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
u => u
"""
_MACROS = b"macroEnabled"
_TRACKED = frozenset(("ins", "del", "moveFrom", "moveTo"))
_PICTURES = frozenset(("drawing", "pict", "object"))


def read_word(data: bytes) -> Document:
    archive = packed.opened(data)
    names = set(archive.namelist())
    if _MACROS in packed.part(archive, "[Content_Types].xml") or any(name.endswith("vbaProject.bin") for name in names):
        raise ImportRefused(
            _("This Word file contains macros, which are small programs. Save it as a Word document (.docx) and retry.")
        )
    main = _main_part(archive)
    body = packed.xml(packed.part(archive, main))
    if body is None:
        raise ImportRefused(packed.damaged())
    numbering = Numbering(
        packed.xml(packed.part(archive, "word/numbering.xml")), packed.xml(packed.part(archive, "word/styles.xml"))
    )
    seen = _prepare(body, numbering)
    html = mammoth.convert_to_html(
        _only_text(archive, main, body), style_map=STYLES, convert_image=mammoth.images.img_element(lambda _image: {})
    ).value
    seen.comments = _comments(archive)
    return Document(Format.WORD, sanitise(html), tuple(_notes(seen)), tuple(_running_lines(archive, names)))


@dataclass(slots=True)
class _Seen:
    """What a person should be told about."""

    tracked: bool = False
    pictures: int = 0
    struck: bool = False
    hidden: bool = False
    comments: int = 0
    numbered: list[Element] = field(default_factory=list)


def _prepare(body: Element, numbering: Numbering) -> _Seen:
    """Write automatic numbers out, take hidden words away, and note what was seen on the way."""
    seen = _Seen()
    tags = Counter(local(element.tag) for element in body.iter())
    seen.tracked = any(tags[tag] for tag in _TRACKED)
    seen.struck = bool(tags["strike"] or tags["dstrike"])
    for parent in list(body.iter()):
        for run in [child for child in parent if local(child.tag) == "r"]:
            if _is_on(run, "vanish"):
                parent.remove(run)
                seen.hidden = True
    seen.pictures = sum(1 for element in body.iter() if local(element.tag) in _PICTURES and _has_picture(element))
    paragraphs = [p for p in body.iter() if local(p.tag) == "p" and _namespace(p) == _namespace(body)]
    for paragraph, number in numbering.written_out(paragraphs):
        _write_number(paragraph, number)
    return seen


def _has_picture(element: Element) -> bool:
    return any(local(inner.tag) in ("blip", "imagedata") for inner in element.iter())


def _is_on(run: Element, name: str) -> bool:
    properties = next((child for child in run if local(child.tag) == "rPr"), None)
    found = next((child for child in properties if local(child.tag) == name), None) if properties is not None else None
    return found is not None and not any(local(k) == "val" and v in ("0", "false") for k, v in found.attrib.items())


def _namespace(element: Element) -> str:
    return element.tag.partition("}")[0] + "}"


def _write_number(paragraph: Element, number: str) -> None:
    """Put a number into the text, and tell mammoth that the paragraph is in no list."""
    space = _namespace(paragraph)
    properties = next((child for child in paragraph if local(child.tag) == "pPr"), None)
    if properties is None:
        properties = Element(f"{space}pPr")
        paragraph.insert(0, properties)
    for old in [child for child in properties if local(child.tag) == "numPr"]:
        properties.remove(old)
    listed = SubElement(properties, f"{space}numPr")
    SubElement(listed, f"{space}ilvl", {f"{space}val": "0"})
    SubElement(listed, f"{space}numId", {f"{space}val": "0"})
    run = Element(f"{space}r")
    SubElement(run, f"{space}t").text = f"{number} "
    paragraph.insert(1, run)


def _main_part(archive: zipfile.ZipFile) -> str:
    """Where the text is: nearly always word/document.xml."""
    relations = packed.xml(packed.part(archive, "_rels/.rels"))
    for relation in relations if relations is not None else ():
        if relation.get("Type", "").endswith("/officeDocument"):
            return relation.get("Target", "").lstrip("/")
    return "word/document.xml"


def _only_text(archive: zipfile.ZipFile, main: str, body: Element) -> BytesIO:
    """A copy with the parts that hold text, each checked; pictures and everything else stay behind."""
    copy = BytesIO()
    with zipfile.ZipFile(copy, "w") as parts:
        parts.writestr(main, tostring(body, encoding="utf-8", xml_declaration=True))
        for name in (
            *("[Content_Types].xml", "_rels/.rels", f"word/_rels/{main.rpartition('/')[2]}.rels", "word/styles.xml"),
            *("word/numbering.xml", "word/footnotes.xml", "word/endnotes.xml", "word/_rels/footnotes.xml.rels"),
        ):
            data = packed.part(archive, name)
            if data and packed.xml(data) is not None:
                parts.writestr(name, data)
    copy.seek(0)
    return copy


def _comments(archive: zipfile.ZipFile) -> int:
    root = packed.xml(packed.part(archive, "word/comments.xml"))
    return 0 if root is None else sum(1 for element in root if local(element.tag) == "comment")


def _running_lines(archive: zipfile.ZipFile, names: set[str]) -> Iterator[str]:
    """The lines of headers and footers, each once; they hold the letterhead and often the version."""
    lines: dict[str, None] = {}
    for name in sorted(names):
        if name.startswith(("word/header", "word/footer")) and name.endswith(".xml"):
            root = packed.xml(packed.part(archive, name))
            for paragraph in root.iter() if root is not None else ():
                if local(paragraph.tag) == "p":
                    line = squeeze("".join(_words(paragraph)))
                    if any(character.isalpha() for character in line):
                        lines[line] = None
    yield from lines


def _words(paragraph: Element) -> Iterator[str]:
    for element in paragraph.iter():
        if local(element.tag) == "t":
            yield element.text or ""
        elif local(element.tag) in ("tab", "br"):
            yield " "


def _notes(seen: _Seen) -> Iterator[str]:
    if seen.tracked:
        yield tracked_changes()
    if seen.pictures:
        yield pictures_left_out(seen.pictures)
    if seen.comments:
        yield comments_left_out(seen.comments)
    if seen.struck:
        yield _("Some words are struck through. They were kept as ordinary words; delete them if they no longer apply.")
    if seen.hidden:
        yield _("Some words are hidden in Word. They were left out.")
