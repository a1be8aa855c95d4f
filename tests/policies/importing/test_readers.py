"""Files of every format, whatever their name: what comes out, and what is said where nothing can."""

import time
import zipfile
from io import BytesIO

import docx
import pytest
from django.test import override_settings

from policies.importing.analysing import analyse
from policies.importing.readers import Format, read_file, read_pasted
from policies.importing.refusing import ImportRefused
from tests.policies.importing import files

DAMAGED = "This file is damaged or incomplete. Open it in the program that made it, save it again and retry."
LOCKED = "This file is protected by a password. Open it, remove the password, save it and retry."
SAVE_AS_WORD = "Open it and save it as a Word document (.docx), then choose that file."
ALLOWED = "Choose a Word document (.docx), an OpenDocument text (.odt), a PDF or a text file."
TRACKED = (
    "The document has tracked changes. They were read as if all were accepted: added words are in, deleted words are "
    "out. Check that this is the text that you mean."
)
PDF_NOTE = "A PDF does not say what is a heading or a list. Check these in the preview, or import the Word file."


def refusal(data: bytes, name: str = "policy.docx") -> str:
    with pytest.raises(ImportRefused) as refused:
        read_file(data, name)
    return str(refused.value)


# --- Word ----------------------------------------------------------------------------------------------------------


def test_a_word_file_keeps_title_headings_bold_and_bullets() -> None:
    document = read_file(files.saved(files.word_policy()), "photo.docx")

    assert document.format == Format.WORD
    assert document.notes == ()
    assert document.html == (
        "<h1>Harbour Lights Photo Policy</h1><h1>Aims</h1><p>We ask before we take a <strong>picture</strong>.</p>"
        "<ul><li>in the hall</li><li>on trips</li></ul>"
    )


def test_tracked_changes_are_read_as_accepted_and_said() -> None:
    document = files.with_xml(
        files.word_policy(),
        '<w:r><w:t xml:space="preserve">Ask </w:t></w:r>'
        '<w:del w:id="1" w:author="A" w:date="2026-01-01T00:00:00Z"><w:r><w:delText>once</w:delText></w:r></w:del>'
        '<w:ins w:id="2" w:author="A" w:date="2026-01-01T00:00:00Z"><w:r><w:t>twice</w:t></w:r></w:ins>',
    )

    read = read_file(files.saved(document), "photo.docx")

    assert read.html.endswith("<p>Ask twice</p>")
    assert read.notes == (TRACKED,)


def test_pictures_in_a_word_file_are_left_out_and_said() -> None:
    document = files.word_policy()
    document.add_picture(BytesIO(files.picture()))

    read = read_file(files.saved(document), "photo.docx")

    assert "<img" not in read.html
    assert read.notes == ("1 picture was left out.",)


def test_margin_comments_struck_and_hidden_words_are_said() -> None:
    document = files.word_policy()
    run = document.add_paragraph().add_run("no longer true")
    run.font.strike = True
    hidden = document.add_paragraph().add_run("for the chair alone")
    hidden.font.hidden = True
    document.add_comment(run, text="Really?", author="A")

    read = read_file(files.saved(document), "photo.docx")

    assert read.html.endswith("<p>no longer true</p>")
    assert read.notes == (
        "1 comment in the margin was left out.",
        "Some words are struck through. They were kept as ordinary words; delete them if they no longer apply.",
        "Some words are hidden in Word. They were left out.",
    )


@pytest.mark.clause("WR-59")
def test_numbers_that_word_counts_by_itself_become_the_numbers_of_clauses() -> None:
    document = docx.Document()
    document.add_heading("Boat Policy", 0)
    numbering = files.with_numbering(document, [("decimal", "%1."), ("decimal", "%1.%2"), ("lowerLetter", "(%3)")])
    files.numbered(document, numbering, 0, "On the water", style="Heading 1")
    files.numbered(document, numbering, 1, "Wear a life jacket.")
    files.numbered(document, numbering, 1, "Stay within sight.")
    files.numbered(document, numbering, 0, "On land", style="Heading 1")
    files.numbered(document, numbering, 1, "Dry the ropes.")

    policy = analyse(read_file(files.saved(document), "boats.docx"))

    assert [(clause.number, clause.anchor, clause.text) for clause in policy.clauses] == [
        ("1.", "1", "1. On the water"),
        ("1.1", "1-1", "1.1 Wear a life jacket."),
        ("1.2", "1-2", "1.2 Stay within sight."),
        ("2.", "2", "2. On land"),
        ("2.1", "2-1", "2.1 Dry the ropes."),
    ]


def test_a_numbered_list_that_a_paragraph_interrupts_goes_on_counting() -> None:
    document = docx.Document()
    for text, style in (("one", "List Number"), ("between", None), ("two", "List Number")):
        document.add_paragraph(text, style=style)

    assert read_file(files.saved(document), "x.docx").html == "<p>1. one</p><p>between</p><p>2. two</p>"


def test_a_plain_numbered_list_stays_a_list() -> None:
    document = docx.Document()
    document.add_paragraph("one", style="List Number")
    document.add_paragraph("two", style="List Number")

    assert read_file(files.saved(document), "x.docx").html == "<ol><li>one</li><li>two</li></ol>"


def test_headers_and_footers_are_kept_apart_and_read_for_the_version() -> None:
    document = files.word_policy()
    document.sections[0].header.paragraphs[0].text = "Harbour Lights"
    document.sections[0].footer.paragraphs[0].text = "Photo Policy | Version 2.1 | Review date: May 2027"

    read = read_file(files.saved(document), "photo.docx")
    policy = analyse(read)

    assert read.running_lines == ("Photo Policy | Version 2.1 | Review date: May 2027", "Harbour Lights")
    assert policy.control.label is not None
    assert policy.control.label.value == "Version 2.1"
    assert policy.control.next_review is not None
    assert policy.control.next_review.typed == "May 2027"


def test_control_data_in_a_table_is_read_and_the_table_goes() -> None:
    document = files.word_policy()
    table = document.add_table(3, 2)
    for row, words in zip(table.rows, (("Version", "4"), ("Adopted on:", "3 March 2025"), ("Author", "")), strict=True):
        row.cells[0].text, row.cells[1].text = words

    policy = analyse(read_file(files.saved(document), "photo.docx"))

    assert policy.control.label is not None
    assert policy.control.label.value == "4"
    assert policy.control.adopted is not None
    assert policy.control.adopted.value is not None
    assert policy.control.adopted.value.iso == "2025-03-03"
    assert policy.control.author is not None
    assert policy.control.author.is_blank
    assert "<table>" not in policy.body


def test_eighty_pages_of_word_are_read_in_seconds() -> None:
    document = docx.Document()
    document.add_heading("Handbook", 0)
    for section in range(80):
        document.add_heading(f"Part {section}", 1)
        for _paragraph in range(9):
            document.add_paragraph("Volunteers bring the boats in before dark and count the children twice. " * 5)
        for _item in range(4):
            document.add_paragraph("Count again on the quay.", style="List Bullet")
    data = files.saved(document)

    began = time.process_time()
    policy = analyse(read_file(data, "handbook.docx"))

    assert len(policy.clauses) == 80 * 14
    assert time.process_time() - began < 15


def test_scripts_in_a_word_file_are_only_words() -> None:
    document = files.word_policy()
    document.add_paragraph("<script>alert(1)</script>")

    read = read_file(files.saved(document), "photo.docx")

    assert read.html.endswith("<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>")


def test_a_word_file_with_macros_is_refused() -> None:
    data = files.repacked(files.saved(files.word_policy()), add={"word/vbaProject.bin": b"macro"})

    assert refusal(data, "policy.docm") == (
        "This Word file contains macros, which are small programs. Save it as a Word document (.docx) and retry."
    )


def test_a_word_file_with_entities_is_refused() -> None:
    bomb = (
        b'<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><w:document xmlns:w="w"><w:body>&b;</w:body></w:document>'
    )
    data = files.repacked(files.saved(files.word_policy()), add={"word/document.xml": bomb})

    assert refusal(data) == DAMAGED


def test_a_word_file_that_was_cut_off_is_refused() -> None:
    data = files.saved(files.word_policy())

    assert refusal(data[: len(data) // 2]) == DAMAGED


def test_a_word_file_without_its_text_is_refused() -> None:
    data = files.repacked(files.saved(files.word_policy()), drop=frozenset({"word/document.xml"}))

    assert refusal(data) == DAMAGED


def test_a_locked_word_file_says_to_remove_the_password() -> None:
    assert refusal(files.old_office("EncryptionInfo", "EncryptedPackage")) == LOCKED


def test_an_old_word_file_says_how_to_save_it() -> None:
    assert refusal(files.old_office("WordDocument"), "policy.doc") == f"This is an old Word file (.doc). {SAVE_AS_WORD}"


# --- OpenDocument --------------------------------------------------------------------------------------------------

STYLES = (
    '<style:style style:name="T1" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>'
    '<style:style style:name="T2" style:family="text"><style:text-properties fo:font-style="italic"/></style:style>'
    '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>'
    '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1"/>'
    "</text:list-style>"
)


def test_an_open_document_keeps_headings_formatting_lists_and_tables() -> None:
    data = files.odt(
        '<text:p text:style-name="P1">Boat Policy</text:p>'
        '<text:h text:outline-level="2">Aims</text:h>'
        '<text:p>Be <text:span text:style-name="T1">safe</text:span>, '
        'be <text:span text:style-name="T2">dry</text:span>'
        '<text:line-break/>and<text:s/>home. <text:a xlink:href="https://example.org/">More</text:a></text:p>'
        "<text:list><text:list-item><text:p>oars</text:p><text:list><text:list-item><text:p>two each</text:p>"
        "</text:list-item></text:list></text:list-item></text:list>"
        '<text:list text:style-name="L1"><text:list-item><text:p>first</text:p></text:list-item></text:list>'
        f"<table:table><table:table-header-rows>{files.odt_row('Who', 'What')}</table:table-header-rows>"
        f"{files.odt_row('Jo', 'ropes')}</table:table>",
        styles=STYLES,
    )

    document = read_file(data, "boats.odt")

    assert document.format == Format.OPEN_DOCUMENT
    assert document.notes == ()
    assert document.html == (
        "<h1>Boat Policy</h1><h2>Aims</h2><p>Be <strong>safe</strong>, be <em>dry</em><br>and home. "
        '<a href="https://example.org/">More</a></p><ul><li>oars<ul><li>two each</li></ul></li></ul>'
        "<ol><li>first</li></ol><table><thead><tr><th>Who</th><th>What</th></tr></thead><tbody><tr><td>Jo</td><td>ropes</td></tr></tbody></table>"
    )


def test_tracked_changes_pictures_comments_and_macros_of_an_open_document_are_said() -> None:
    data = files.odt(
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
        "<text:p>Here<draw:frame><draw:image/></draw:frame><office:annotation><text:p>why?</text:p></office:annotation>"
        "</text:p>",
        Basic__script=b"Sub Main",
    )

    document = read_file(data, "x.odt")

    assert document.html == "<p>Here</p>"
    assert document.notes == (
        TRACKED,
        "1 picture was left out.",
        "1 comment in the margin was left out.",
        "The document contains macros, which are small programs. They were left out.",
    )


def test_headings_that_an_open_document_numbers_keep_their_numbers() -> None:
    outline = (
        '<text:outline-style><text:outline-level-style text:level="1" style:num-format="1"/>'
        '<text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/></text:outline-style>'
    )
    data = files.odt(
        '<text:h text:outline-level="1">Sea</text:h><text:h text:outline-level="2">Waves</text:h>'
        '<text:h text:outline-level="2">Wind</text:h><text:h text:outline-level="1">Land</text:h>',
        common=outline,
    )

    assert read_file(data, "x.odt").html == "<h1>1. Sea</h1><h2>1.1 Waves</h2><h2>1.2 Wind</h2><h1>2. Land</h1>"


def test_a_locked_open_document_says_to_remove_the_password() -> None:
    manifest = b"<manifest><file-entry><encryption-data/></file-entry></manifest>"

    assert refusal(files.odt("", **{"META-INF__manifest.xml": manifest}), "x.odt") == LOCKED


# --- PDF -----------------------------------------------------------------------------------------------------------

LONG = "Volunteers bring the boats in before dark and count the children twice on the quay, whatever the weather is. "


def test_a_pdf_gives_paragraphs_and_bullets_and_says_what_to_check() -> None:
    data = files.pdf(f"<h1>Boat Policy</h1><p>{LONG * 4}</p><p>Second.</p><ul><li>oars</li><li>ropes</li></ul>")

    document = read_file(data, "boats.pdf")

    assert document.format == Format.PDF
    assert document.notes == (PDF_NOTE,)
    assert document.html == (
        f"<p><strong>Boat Policy</strong></p><p>{(LONG * 4).strip()}</p><p>Second.</p>"
        "<ul><li>oars</li><li>ropes</li></ul>"
    )


def test_headings_of_a_pdf_are_told_by_their_letters() -> None:
    parts = "".join(f"<h2>{name}</h2><p>{LONG}</p>" for name in ("On the water.", "On land.", "At sea."))

    policy = analyse(
        read_file(
            files.pdf(f"<h1>Boat Policy</h1>{parts}<ul><li>By day.</li><li><b>Never alone.</b></li></ul>"), "x.pdf"
        )
    )

    assert policy.title == "Boat Policy"
    assert [clause.anchor for clause in policy.clauses if clause.html.startswith("<h")] == [
        *("on-the-water", "on-land", "at-sea")
    ]
    assert policy.clauses[-1].html == "<ul><li><strong>Never alone.</strong></li></ul>"


def test_lines_that_a_pdf_prints_on_every_page_are_left_out() -> None:
    words = (
        "Boats are painted in March.",
        "Ropes are counted in May.",
        "Oars are oiled in June.",
        "Sails dry in July.",
    )
    pages = "".join(f"<p style='break-after: page'>{sentence} {sentence[::-1] * 9}</p>" for sentence in words)
    style = (
        "<style>@page { @top-center { content: 'Harbour Lights' } "
        "@bottom-center { content: 'Page ' counter(page) } }</style>"
    )

    document = read_file(files.pdf(style + pages), "boats.pdf")

    assert document.running_lines == ("Harbour Lights",)
    assert "Harbour" not in document.html
    assert "Page 2" not in document.html


def test_headings_at_the_top_of_each_page_of_a_pdf_are_no_header() -> None:
    words = (
        "Boats are painted in March.",
        "Ropes are counted in May.",
        "Oars are oiled in June.",
        "Sails dry in July.",
    )
    pages = "".join(
        f"<div style='break-after: page'><h2>Part {n}</h2><p>{sentence} {sentence[::-1] * 9}</p></div>"
        for n, sentence in enumerate(words, start=1)
    )

    policy = analyse(read_file(files.pdf(f"<h1>Boat Policy</h1>{pages}"), "boats.pdf"))

    assert [clause.text for clause in policy.clauses if clause.level == 1] == ["Part 1", "Part 2", "Part 3", "Part 4"]


def test_a_scan_is_kept_as_an_attachment() -> None:
    data = files.pdf("<div style='width: 10cm; height: 10cm; background: teal'></div>")

    document = read_file(data, "scan.pdf")

    assert not document.has_text
    assert document.notes == (
        "This PDF has no text that can be searched: it looks like a scan. It is kept as an attachment.",
    )


def test_a_locked_pdf_says_to_remove_the_password() -> None:
    assert refusal(files.locked_pdf(files.pdf(f"<p>{LONG}</p>"), "secret"), "boats.pdf") == LOCKED


def test_a_pdf_that_only_forbids_printing_is_read() -> None:
    document = read_file(files.locked_pdf(files.pdf(f"<p>{LONG}</p>"), ""), "boats.pdf")

    assert document.html == f"<p>{LONG.strip()}</p>"


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7", b"%PDF-1.7\n" + b"garbage " * 500, b"%PDF-1.4\nxref\n0 99999999\ntrailer<<>>"]
)
def test_a_broken_pdf_is_refused(data: bytes) -> None:
    assert refusal(data, "x.pdf") == DAMAGED


# --- Text ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        "Zoë’s café – 5 £".encode(),
        b"\xef\xbb\xbf" + "Zoë’s café – 5 £".encode(),
        "Zoë’s café – 5 £".encode("utf-16"),
        "Zoë’s café – 5 £".encode("utf-16-le"),
        "Zoë’s café – 5 £".encode("utf-16-be"),
        "Zoë’s café – 5 £".encode("cp1252"),
    ],
    ids=["UTF-8", "UTF-8 with a mark", "UTF-16 with a mark", "UTF-16 LE", "UTF-16 BE", "Windows-1252"],
)
def test_a_text_is_read_whatever_program_wrote_it(data: bytes) -> None:
    assert read_file(data, "policy.txt").html == "<p>Zoë’s café – 5 £</p>"


def test_names_in_every_script_come_through() -> None:
    words = "Łukasz Żółć, 王小明, محمد علي, Ольга, שרה, ਗੁਰਪ੍ਰੀਤ"

    assert read_file(words.encode(), "names.txt").html == f"<p>{words}</p>"


def test_a_text_keeps_bullets_numbers_bold_and_links() -> None:
    text = (
        "# Boats\n\n- oars\n - two each\n- ropes\n  of hemp\n\n1. first\n2. second\n\n"
        "See [the list](https://example.org/), **soon**, <a@example.org>."
    )

    assert read_file(text.encode(), "x.txt").html == (
        "<h1>Boats</h1><ul><li>oars<ul><li>two each</li></ul></li><li>ropes of hemp</li></ul>"
        '<ol><li>first</li><li>second</li></ol><p>See <a href="https://example.org/">the list</a>, '
        '<strong>soon</strong>, <a href="mailto:a@example.org">a@example.org</a>.</p>'
    )


def test_markdown_is_read_as_markdown_and_its_html_as_words() -> None:
    text = "# Boats\n\n* oars\n* ropes\n\n| Who | What |\n|---|---|\n| Jo | oars |\n\n<script>alert(1)</script>"

    document = read_file(text.encode(), "boats.md")

    assert document.format == Format.MARKDOWN
    assert document.html == (
        "<h1>Boats</h1><ul><li>oars</li><li>ropes</li></ul><table><thead><tr><th>Who</th><th>What</th></tr></thead>"
        "<tbody><tr><td>Jo</td><td>oars</td></tr></tbody></table><p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"
    )


# --- Pasted --------------------------------------------------------------------------------------------------------


def test_text_pasted_from_word_keeps_bullets_and_loses_word() -> None:
    pasted = (
        "<html><head><style>p {color: red}</style></head><body>"
        "<p class=MsoNormal><b>Aims</b><o:p></o:p></p>"
        "<p class=MsoListParagraphCxSpFirst style='mso-list:l0 level1 lfo1'><![if !supportLists]><span>·<span>&nbsp;"
        "</span></span><![endif]>“oars”</p>"
        "<p class=MsoListParagraphCxSpLast style='mso-list:l0 level2 lfo1'><span>o<span>&nbsp;</span></span>two</p>"
        "</body></html>"
    )

    document = read_pasted(pasted)

    assert document.format == Format.WEB
    assert document.html == "<p><strong>Aims</strong></p><ul><li>“oars”<ul><li>two</li></ul></li></ul>"


def test_scripts_and_pictures_in_pasted_text_are_left_out_and_said() -> None:
    document = read_pasted("<p onclick='x()'>Hello<script>alert(1)</script></p><p><img src=x onerror=alert(1)></p>")

    assert document.html == "<p>Hello</p>"
    assert document.notes == (
        "1 picture was left out.",
        "The text held small programs (scripts). They were left out.",
    )


def test_plain_pasted_text_is_read_as_text() -> None:
    assert (
        read_pasted("Boats & oars\n\n• one\n• two").html == "<p>Boats &amp; oars</p><ul><li>one</li><li>two</li></ul>"
    )


@pytest.mark.parametrize("text", ["", " \n\t ", "\u00a0"])
def test_nothing_pasted_asks_for_the_text(text: str) -> None:
    with pytest.raises(ImportRefused, match=r"^There is no text yet\. Paste the text of the policy\.$"):
        read_pasted(text)


# --- What a file is, and is not ------------------------------------------------------------------------------------


def test_a_file_is_read_as_what_it_is_and_its_name_is_said_to_be_wrong() -> None:
    document = read_file(files.saved(files.word_policy()), "photo policy.pdf")

    assert document.format == Format.WORD
    assert document.notes == ("The file is called “photo policy.pdf”, but it is a .docx file and was read as one.",)


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"", "policy.docx", "This file is empty. Check that the right file was chosen."),
        (b" \n\n ", "policy.txt", "This file is empty. Check that the right file was chosen."),
        (b"{\\rtf1\\ansi Hello}", "policy.rtf", f"This is a Rich Text file (.rtf). {SAVE_AS_WORD}"),
        (b"{\\rtf1\\ansi Hello}", "policy.docx", f"This is a Rich Text file (.rtf). {SAVE_AS_WORD}"),
        (files.picture(), "policy.pdf", f"This is a picture. {ALLOWED}"),
        (b"\xff\xd8\xff\xe0" + b"\x00" * 64, "scan.docx", f"This is a picture. {ALLOWED}"),
        (b"MZ" + b"\x90\x00" * 64, "policy.docx", f"This is a program. {ALLOWED}"),
        (b"\x1f\x8b\x08" + b"\x00" * 64, "policy.tar.gz", f"This is an archive. {ALLOWED}"),
        (
            files.zipped({"a.txt": b"a", "b.txt": b"b"}),
            "policy.docx",
            "This is an archive of several files. Unpack it and choose the policy itself.",
        ),
        (
            files.zipped({"Index/Document.iwa": b"x"}),
            "policy.pages",
            "This is a Pages file. In Pages choose File, Export To, Word, then choose the .docx file that it makes.",
        ),
        (
            files.zipped({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"}),
            "policy.docx",
            "This is a spreadsheet. Copy the policy's text into a Word document, or paste it.",
        ),
        (
            files.zipped({"[Content_Types].xml": b"<x/>", "ppt/presentation.xml": b"<x/>"}),
            "policy.docx",
            "This is a presentation. Copy the policy's text into a Word document, or paste it.",
        ),
        (
            files.old_office("Workbook"),
            "policy.xls",
            "This is a spreadsheet. Copy the policy's text into a Word document, or paste it.",
        ),
        (
            bytes(range(256)) * 40,
            "policy.txt",
            "This file is not a document that can be read here. Send a Word (.docx), .odt, PDF or text file.",
        ),
        (
            b"<?xml version='1.0'?><office:document xmlns:office='o'/>",
            "policy.fodt",
            "This is a flat OpenDocument file. Open it and save it as .odt, then choose that file.",
        ),
        (
            b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x",
            "policy.mht",
            "This is a saved e-mail or web archive. Copy the text of the policy and paste it instead.",
        ),
        (
            b"<html><body><img src=x></body></html>",
            "policy.html",
            "There is no text in this. Copy the text of the policy itself and paste it again.",
        ),
        (
            files.saved(docx.Document()),
            "policy.docx",
            "There is no text in this file. Check that the right file was chosen.",
        ),
    ],
)
def test_a_file_that_cannot_be_read_says_what_to_do(data: bytes, name: str, sentence: str) -> None:
    assert refusal(data, name) == sentence


def test_a_file_of_200_megabytes_is_refused_by_its_size() -> None:
    assert refusal(b"%PDF-1.7" + bytes(200 * 1024 * 1024), "scan.pdf") == (
        "This file is too large (200.0\xa0MB); the most is 20.0\xa0MB. Leave its pictures out, or paste the text."
    )


@override_settings(MAX_UPLOAD_BYTES=10)
def test_the_most_is_a_setting() -> None:
    assert refusal(b"much too long", "x.txt") == (
        "This file is too large (13\xa0bytes); the most is 10\xa0bytes. Leave its pictures out, or paste the text."
    )


TOO_LARGE_INSIDE = (
    "This file unpacks to something far too large, so it was not opened. Save the document again and retry."
)


def test_a_zip_bomb_is_not_opened() -> None:
    data = files.repacked(files.saved(files.word_policy()), add={"word/document.xml": bytes(40 * 1024 * 1024)})

    began = time.process_time()

    assert refusal(data) == TOO_LARGE_INSIDE
    assert time.process_time() - began < 1


def test_a_zip_of_too_many_files_is_not_opened() -> None:
    assert refusal(files.zipped({f"word/{n}.xml": b"" for n in range(3001)})) == TOO_LARGE_INSIDE


def test_a_zip_that_lies_about_its_sizes_is_refused() -> None:
    data = files.saved(files.word_policy())
    with zipfile.ZipFile(BytesIO(data)) as archive:
        size = archive.getinfo("word/document.xml").file_size
    lie = data.replace(size.to_bytes(4, "little"), (10).to_bytes(4, "little"))

    assert refusal(lie) == DAMAGED


def test_a_zip_with_a_password_says_to_remove_it() -> None:
    data = bytearray(files.zipped({"word/document.xml": b"<x/>"}))
    central = data.rindex(b"PK\x01\x02")
    data[central + 8] |= 1

    assert refusal(bytes(data)) == LOCKED
