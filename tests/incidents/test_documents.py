"""Documents of a case: words only, sealed, fetched as a file, set aside unseen."""

import io
import uuid
import zipfile

import docx
import pypdf
import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, NumberObject, TextStringObject

from audit.models import AuditEvent
from incidents import documents as parsing
from incidents.access import VIEW, give
from incidents.models import Attachment
from incidents.owed import evidence as owed
from incidents.services import documents
from safeguard.refusals import Refused
from tests.incidents.factories import make_case, restricted

pytestmark = pytest.mark.usefixtures("scope")

NS = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:script="urn:s"'
)


def a_picture(kind="PNG"):
    made = io.BytesIO()
    Image.new("RGB", (9, 9), "red").save(made, kind)
    return made.getvalue()


def a_docx(**extra):
    document = docx.Document()
    document.add_paragraph("She said she fell.")
    if extra.get("picture"):
        document.add_picture(io.BytesIO(a_picture()))
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def repacked(content, **parts):
    """A zip with more parts, or other ones."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part.filename, parts.pop(part.filename, old.read(part)))
        for name, data in parts.items():
            new.writestr(name, data)
    return made.getvalue()


def an_odt(body="<text:p>She said she fell.</text:p>", **parts):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        new.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        new.writestr("content.xml", f"<office:document-content {NS}>{body}</office:document-content>")
        new.writestr("META-INF/manifest.xml", "<manifest/>")
        for name, data in parts.items():
            new.writestr(name, data)
    return made.getvalue()


@pytest.fixture(scope="module")
def a_pdf():
    content = b"BT /F1 12 Tf 20 100 Td (She said she fell.) Tj ET"
    return made_pdf(content)


def made_pdf(content, change=None):
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(200, 200)
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    fonts = DictionaryObject({NameObject("/F1"): writer._add_object(font)})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    stream = DecodedStreamObject()
    stream.set_data(content)
    page[NameObject("/Contents")] = writer._add_object(stream.flate_encode())
    if change:
        change(writer, page)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def with_image(writer, page):
    image = DecodedStreamObject()
    image.set_data(b"\x00" * 27)
    image.update(
        {
            NameObject("/Subtype"): NameObject("/Image"),
            NameObject("/Width"): NumberObject(3),
            NameObject("/Height"): NumberObject(3),
        }
    )
    page["/Resources"][NameObject("/XObject")] = DictionaryObject({NameObject("/I"): writer._add_object(image)})


WORDS = b"BT /F1 12 Tf 20 100 Td (She said she fell.) Tj ET "


# What comes in ------------------------------------------------------------


def test_words_come_in(a_pdf):
    assert parsing.read(a_pdf).kind == "pdf"
    assert parsing.read(a_docx()).kind == "docx"
    assert parsing.read(an_odt()).kind == "odt"
    assert parsing.read("Sie sagte: „Ich fiel.“".encode()).kind == "txt"
    assert parsing.read("She said £5".encode("cp1252")).content.decode() == "She said £5"


def test_the_small_picture_that_a_program_draws_of_its_page_is_left_out():
    kept = parsing.read(repacked(a_docx(), **{"docProps/thumbnail.jpeg": a_picture("JPEG")}))
    odt = parsing.read(an_odt(**{"Thumbnails/thumbnail.png": a_picture()}))

    for found in (kept, odt):
        with zipfile.ZipFile(io.BytesIO(found.content)) as archive:
            assert not [name for name in archive.namelist() if "humbnail" in name]
    assert docx.Document(io.BytesIO(kept.content)).paragraphs[0].text == "She said she fell."


@pytest.mark.clause("WY-108")
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "TIFF", "BMP"])
def test_pictures_do_not(kind):
    with pytest.raises(Refused):
        parsing.read(a_picture(kind))


BAD_ZIPS = {
    "a picture in Word": lambda: a_docx(picture=True),
    "a picture under another name": lambda: repacked(a_docx(), **{"word/notes.xml": a_picture()}),
    "a macro": lambda: repacked(a_docx(), **{"word/vbaProject.bin": b"x"}),
    "an embedded file": lambda: repacked(a_docx(), **{"word/embeddings/one.docx": b"x"}),
    "another page inside": lambda: repacked(a_docx(), **{"word/afchunk.html": b"<p>"}),
    "an entity": lambda: repacked(a_docx(), **{"word/notes.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
    "a picture written as text": lambda: repacked(a_docx(), **{"word/notes.xml": b"<a xmlns:w='w'><w:binData/></a>"}),
    "a picture from elsewhere": lambda: repacked(
        a_docx(),
        **{
            "word/_rels/more.xml.rels": b'<Relationships><Relationship Id="a" TargetMode="External" '
            b'Type="http://x/relationships/frame" Target="https://example.org/a.png"/></Relationships>'
        },
    ),
    "letters that are a file": lambda: repacked(a_docx(), **{"word/notes.xml": b"<a>" + b"Zm9v" * 800 + b"</a>"}),
    "text that looks like UTF-16": lambda: repacked(a_docx(), **{"word/notes.xml": "<a/>".encode("utf-16")}),
    "a picture in Writer": lambda: an_odt("<draw:image/>"),
    "a file in Writer": lambda: an_odt(**{"Pictures/1.png": a_picture()}),
    "a nameless file in Writer": lambda: an_odt(**{"Configurations2/images/Bitmaps/x": b"x"}),
    "a script in Writer": lambda: an_odt(**{"Basic/Standard/Module1.xml": b"<a/>"}),
    "an object in Writer": lambda: an_odt("<draw:object/>"),
    "a bomb": lambda: repacked(a_docx(), **{"word/notes.xml": b"<a>" + b" " * 30_000_000 + b"</a>"}),
    "something behind": lambda: a_docx() + a_picture(),
    "something in front": lambda: b"PK\x03\x04" + a_picture() + a_docx(),
    "a path out of it": lambda: repacked(a_docx(), **{"word/../../x.xml": b"<a/>"}),
    "a spreadsheet": lambda: repacked(an_odt(), mimetype=b"application/vnd.oasis.opendocument.spreadsheet"),
    "any other zip": lambda: repacked(an_odt(), **{"content.xml": b""})[:40],
}


@pytest.mark.parametrize("bad", BAD_ZIPS)
def test_a_document_with_more_than_words_does_not(bad):
    with pytest.raises(Refused):
        parsing.read(BAD_ZIPS[bad]())


def with_script(writer, page):
    run = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")}
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(run)


def with_file(writer, page):
    writer.add_attachment("a.png", a_picture())


BAD_PDFS = {
    "a picture": (WORDS, with_image),
    "a picture in the page itself": (WORDS + b"q BI /W 3 /H 3 /BPC 8 /CS /RGB ID " + b"\x01" * 27 + b" EI Q", None),
    "a script": (WORDS, with_script),
    "an attached file": (WORDS, with_file),
    "a scan": (b"q Q", None),
}


@pytest.mark.parametrize("bad", BAD_PDFS)
def test_a_pdf_with_more_than_words_does_not(bad):
    with pytest.raises(Refused):
        parsing.read(made_pdf(*BAD_PDFS[bad]))


def test_a_pdf_that_held_a_picture_once_does_not(a_pdf):
    """What an older state of the file held is still in it."""
    left = b"99 0 obj <</Type/XObject/Subtype/Image/Width 1/Height 1/Length 1>> stream\nx\nendstream endobj\n"
    place = a_pdf.rindex(b"xref")

    with pytest.raises(Refused):
        parsing.read(a_pdf[:place] + left + a_pdf[place:])


@pytest.mark.parametrize(
    "bad", [b"", b"%PDF-1.7 no", b"PK\x03\x04 no", b"\x00\x01", b"{\\rtf1 a}", b"x" * (5 * 2**20 + 1)]
)
def test_what_is_broken_empty_or_too_large_does_not(bad):
    with pytest.raises(Refused):
        parsing.read(bad)


def test_a_text_in_which_a_picture_is_written_does_not():
    with pytest.raises(Refused):
        parsing.read(b"Look: data:image/png;base64,iVBORw0KGgoAAAANSUhEUg==")


# In a case ----------------------------------------------------------------


def attached(case, by, content=b"She said she fell.", name="notes.txt"):
    return documents.attach(case, by=by, once=uuid.uuid4(), name=name, content=content)


def url_of(charity, case, rest):
    return f"/o/{charity.slug}/incidents/{case.code}/{rest}"


def test_a_document_is_sealed_under_a_name_that_says_nothing(lead):
    case = make_case(types=["neglect"])
    row = attached(case, lead, name="Ruby Quill notes.txt")

    with default_storage.open(row.file_name) as file:
        stored = file.read()
    assert b"fell" not in stored
    assert "Ruby" not in row.file_name
    assert row.words["name"] == "Ruby Quill notes.txt"
    assert documents.read(row, by=lead) == b"She said she fell."


def test_it_is_fetched_as_a_file_and_every_opening_is_on_record(lead, charity, in_the_log):
    case, client = make_case(types=["neglect"]), in_the_log(lead)
    url = url_of(charity, case, "documents/add/")
    form = client.get(url).context["form"]
    file = SimpleUploadedFile("notes.txt", b"She said she fell.")
    assert client.post(url, {"file": file, "what": "Notes", "once": str(form["once"].value())}).status_code == 302
    row = Attachment.objects.get(case=case)

    answer = client.get(url_of(charity, case, f"documents/{row.uid}/"))

    assert answer.content == b"She said she fell."
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    assert AuditEvent.objects.filter(verb="incident_read", object_id=str(case.pk)).count() == 1


def test_whoever_may_not_see_the_case_gets_no_document(lead, chair, charity, in_the_log):
    case, other = restricted(types=["neglect"]), make_case()
    row = attached(case, chair)

    assert in_the_log(lead).get(url_of(charity, case, f"documents/{row.uid}/")).status_code == 404
    assert in_the_log(lead).get(url_of(charity, other, f"documents/{row.uid}/")).status_code == 404


def test_whoever_may_read_fetches_and_adds_nothing(lead, volunteer, charity, in_the_log):
    case = make_case(types=["neglect"])
    row = attached(case, lead)
    give(case, volunteer, VIEW)
    client = in_the_log(volunteer)

    assert client.get(url_of(charity, case, f"documents/{row.uid}/")).status_code == 200
    assert client.get(url_of(charity, case, "documents/add/")).status_code == 403
    assert client.post(url_of(charity, case, f"documents/{row.uid}/set-aside/")).status_code == 403


@pytest.mark.clause("WY-108")
@pytest.mark.parametrize("kind", ["self_generated", "indecent_images", "online_abuse", "sexual"])
def test_where_it_is_about_images_no_file_is_taken_at_all(lead, charity, in_the_log, kind):
    case, client = make_case(types=[kind]), in_the_log(lead)
    url = url_of(charity, case, "documents/add/")

    assert 'type="file"' not in client.get(url).content.decode()
    answer = client.post(url, {"file": SimpleUploadedFile("notes.txt", b"Words only"), "once": str(uuid.uuid4())})

    assert answer.status_code == 400
    assert "call the police" in answer.content.decode()
    assert not Attachment.objects.exists()
    assert AuditEvent.objects.filter(verb="incident_refused_file").count() == 1
    with pytest.raises(Refused):
        attached(case, lead)


def test_before_it_is_known_what_it_is_about_no_file_is_taken(lead):
    with pytest.raises(Refused, match="Sort"):
        attached(make_case(), lead)


def test_a_picture_is_refused_with_what_to_do_instead(lead, charity, in_the_log):
    case, client = make_case(types=["neglect"]), in_the_log(lead)
    url = url_of(charity, case, "documents/add/")
    once = str(client.get(url).context["form"]["once"].value())

    answer = client.post(url, {"file": SimpleUploadedFile("notes.txt", a_picture()), "once": once})

    assert "call the police" in str(answer.context["form"].errors)
    assert not Attachment.objects.exists()


def test_what_got_through_is_set_aside_unseen_and_not_deleted(
    lead, charity, in_the_log, django_capture_on_commit_callbacks
):
    """E-56."""
    case, client = make_case(types=["neglect"]), in_the_log(lead)
    row = attached(case, lead, name="Ruby.txt")

    assert client.post(url_of(charity, case, f"documents/{row.uid}/set-aside/"), {"why": ""}).status_code == 302

    assert client.get(url_of(charity, case, f"documents/{row.uid}/")).status_code == 404
    shown = client.get(url_of(charity, case, "evidence/")).content.decode()
    assert "Ruby" not in shown
    assert "call the police" in shown
    assert default_storage.exists(row.file_name)
    assert owed_to(lead) == 1
    refused = client.post(url_of(charity, case, f"documents/{row.uid}/remove/"), {"advice": ""})
    assert refused.context["form"].errors
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url_of(charity, case, f"documents/{row.uid}/remove/"), {"advice": "DS Khan, 3 June, ref 12"})
    assert not default_storage.exists(row.file_name)
    assert "DS Khan" in case.entries.last().words["text"]
    assert owed_to(lead) == 0


def owed_to(person):
    return len(list(owed.obligations(today=timezone.localdate(), person=person.pk)))


def test_a_document_that_is_kept_is_not_removed(lead):
    row = attached(make_case(types=["neglect"]), lead)

    with pytest.raises(Refused):
        documents.remove(row, by=lead, advice="DS Khan")


def test_a_changed_file_is_never_given_out(lead):
    row = attached(make_case(types=["neglect"]), lead)
    with default_storage.open(row.file_name) as file:
        stored = bytearray(file.read())
    stored[-1] ^= 1
    default_storage.delete(row.file_name)
    default_storage.save(row.file_name, io.BytesIO(bytes(stored)))

    with pytest.raises(Exception, match="changed"):
        documents.read(row, by=lead)


def test_names_of_files_do_not_break_out(lead):
    for typed, kept in [("../../etc/pass\nwd", "pass"), ('a"b;c.exe', "abc.txt"), ("", ".txt"), ("x" * 300, "x")]:
        assert kept in documents.clean_name(typed, "txt")
        assert "/" not in documents.clean_name(typed, "txt")
        assert '"' not in documents.clean_name(typed, "txt")
