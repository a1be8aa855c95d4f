"""People without e-mail, without a telephone, without reading glasses: paper, a witness, a device of the charity."""

import io
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image, ImageFile
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from agreements.models import How, PaperForm, Signature
from agreements.services import paper
from agreements.states import RequestStatus
from people.roles import Role
from safeguard import scans
from safeguard.addresses import address
from safeguard.refusals import Refused
from tests.agreements import factories


@pytest.fixture
def stan(new_person):
    """82, no e-mail, no sign-in."""
    return new_person("Stanley Parkin", Role.VOLUNTEER, email="", signs_in=False)


@pytest.fixture
def form(agreement, stan, coordinator) -> PaperForm:
    return paper.print_form(agreement, stan, by=coordinator)


def today():
    return timezone.localdate()


def picture(kind: str = "JPEG", size=(600, 800), **extra) -> io.BytesIO:
    file = io.BytesIO()
    Image.new("RGB", size, "white").save(file, kind, **extra)
    file.seek(0)
    return file


def a_pdf(pages: int = 1, password: str = "", prepare=None) -> io.BytesIO:
    writer = PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(595, 842)
    if prepare:
        prepare(writer)
    if password:
        writer.encrypt(password)
    file = io.BytesIO()
    writer.write(file)
    file.seek(0)
    return file


def test_a_signature_in_front_of_a_witness_is_recorded_with_the_text_of_the_form(form, version, stan, coordinator):
    factories.a_version(version.policy, 2)

    signature = paper.record_signature(
        form.request,
        by=coordinator,
        form=form,
        name_as_written="S. Parkin",
        signed_on=today() - timedelta(days=2),
        witness_name="Miriam Osei",
        read_aloud=True,
    )

    assert (signature.how, signature.witness_name, signature.recorded_by) == (
        How.PAPER_WITNESS,
        "Miriam Osei",
        coordinator,
    )
    assert (signature.signed_on, signature.read_aloud) == (today() - timedelta(days=2), True)
    assert [d.version for d in signature.text.documents.all()] == [version]
    assert signature.request.status == RequestStatus.SIGNED


def test_printing_again_keeps_the_code_while_the_text_is_the_same(form, agreement, version, stan, coordinator):
    assert paper.print_form(agreement, stan, by=coordinator) == form

    factories.a_version(version.policy, 2)

    assert paper.print_form(agreement, stan, by=coordinator).code != form.code


def test_printing_asks_the_person(form, stan):
    assert (form.request.person, form.request.status) == (stan, RequestStatus.OFFERED)


def test_the_code_is_found_however_it_was_typed(form):
    assert paper.find_form(form.code.lower().replace("-", " ")) == form
    assert paper.find_form("K7QD-2M4P-XW3H-9RTC") is None


def test_neither_witness_nor_scan_is_refused(form, coordinator):
    with pytest.raises(Refused, match="Name the witness, or add a scan"):
        paper.record_signature(form.request, by=coordinator, name_as_written="S. Parkin", signed_on=today())


def test_a_day_to_come_is_refused(form, coordinator):
    with pytest.raises(Refused, match="lies in the future"):
        paper.record_signature(
            form.request,
            by=coordinator,
            name_as_written="S. Parkin",
            witness_name="Miriam Osei",
            signed_on=today() + timedelta(days=1),
        )


def test_nobody_records_their_own_paper(version, coordinator):
    agreement = factories.an_agreement(version, by=coordinator, roles=[Role.COORDINATOR])
    form = paper.print_form(agreement, coordinator, by=coordinator)

    with pytest.raises(Refused, match="Somebody else records your own signature"):
        paper.record_signature(
            form.request,
            by=coordinator,
            name_as_written="Cory Bell",
            signed_on=today(),
            witness_name="Miriam Osei",
        )


def test_recording_twice_gives_the_first_signature(form, coordinator):
    words = {"name_as_written": "S. Parkin", "signed_on": today(), "witness_name": "Miriam Osei"}

    first = paper.record_signature(form.request, by=coordinator, form=form, **words)
    again = paper.record_signature(form.request, by=coordinator, form=form, **words)

    assert first == again


def test_a_reservation_on_paper_does_not_count_as_signed(form, coordinator):
    signature = paper.record_signature(
        form.request,
        by=coordinator,
        form=form,
        name_as_written="S. Parkin",
        signed_on=today(),
        witness_name="Miriam Osei",
        reservation="not the telephone",
    )

    assert signature.request.status == RequestStatus.RESERVED


# Scans ---------------------------------------------------------------------------------------------------------------


def test_a_scan_is_kept_privately_with_its_fingerprint(form, coordinator):
    signature = paper.record_signature(
        form.request,
        by=coordinator,
        form=form,
        name_as_written="S. Parkin",
        signed_on=today(),
        scan=picture(),
    )

    assert signature.how == How.PAPER_SCAN
    with default_storage.open(signature.scan) as file:
        assert file.read(3) == b"\xff\xd8\xff"
    assert len(signature.scan_sha256) == 64


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_is_drawn_anew_without_what_a_camera_notes(kind):
    exif = Image.Exif()
    exif[0x010F] = "Camera of Stan"
    file = picture(kind, exif=exif)
    with_script = io.BytesIO(file.getvalue() + b"<script>alert(1)</script>")

    content, ending = scans.cleaned(with_script)

    assert ending == "jpg"
    assert [words for words in (b"Camera of Stan", b"<script>") if words in content] == []
    assert Image.open(io.BytesIO(content)).size == (600, 800)


def test_a_large_picture_is_made_smaller():
    content, _ending = scans.cleaned(picture(size=(6000, 3000)))

    assert Image.open(io.BytesIO(content)).size == (2400, 1200)


def test_a_pdf_is_put_together_from_its_pages():
    def prepare(writer: PdfWriter) -> None:
        alert = DictionaryObject(
            {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("alert")}
        )
        writer.root_object[NameObject("/OpenAction")] = alert
        writer.add_attachment("other.txt", b"hello")
        writer.pages[0][NameObject("/AA")] = DictionaryObject(
            {NameObject("/O"): DictionaryObject({NameObject("/S"): NameObject("/JavaScript")})}
        )
        writer.pages[0][NameObject("/Annots")] = TextStringObject("links")

    content, ending = scans.cleaned(a_pdf(2, prepare=prepare))

    reader = PdfReader(io.BytesIO(content))
    assert (ending, len(reader.pages)) == ("pdf", 2)
    assert [
        word for word in (b"alert", b"JavaScript", b"EmbeddedFile", b"other.txt", b"/Annots") if word in content
    ] == []
    assert "/Names" not in reader.trailer["/Root"]


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (lambda: io.BytesIO(b""), "cannot be read"),
        (lambda: io.BytesIO(b"MZ\x90\x00 a program"), "cannot be read"),
        (lambda: io.BytesIO(b"<html><script>1</script>"), "cannot be read"),
        (lambda: io.BytesIO(b"GIF89a" + b"\x00" * 40), "cannot be read"),
        (lambda: io.BytesIO(b"\xff\xd8\xff" + b"\x00" * 40), "cannot be read"),
        (lambda: io.BytesIO(b"%PDF-1.7 and then nothing"), "This PDF cannot be read"),
        (lambda: a_pdf(password="secret"), "locked with a password"),
        (lambda: a_pdf(31), "1 to 30 pages"),
        (lambda: io.BytesIO(b"%PDF-" + b"\x00" * (10 * 1024 * 1024)), "too large"),
        (lambda: picture("PNG", size=(12_001, 1)), "This picture is too large"),
        (lambda: picture("PNG", size=(9000, 9000)), "This picture is too large"),
    ],
)
def test_what_is_no_scan_is_refused_with_a_sentence(file, sentence):
    with pytest.raises(scans.ScanRefused, match=sentence):
        scans.cleaned(file())


def test_a_scan_that_is_cut_short_is_refused_beside_a_library_that_takes_it(monkeypatch):
    """WeasyPrint, which makes our PDF files, tells Pillow to take such pictures everywhere."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    whole = picture().getvalue()

    with pytest.raises(scans.ScanRefused, match="cannot be read"):
        scans.cleaned(io.BytesIO(whole[: len(whole) // 2]))


def test_what_one_can_see_through_is_white_paper():
    out = io.BytesIO()
    Image.new("RGBA", (40, 30), (0, 0, 0, 0)).save(out, "PNG")

    content, _ending = scans.cleaned(io.BytesIO(out.getvalue()))

    assert Image.open(io.BytesIO(content)).getpixel((20, 15)) == (255, 255, 255)


def test_a_scan_is_looked_at_by_the_virus_scanner_where_there_is_one(settings):
    settings.CLAMD_ADDRESS = "127.0.0.1:9"

    with pytest.raises(scans.ScanRefused, match="The virus scanner does not answer"):
        scans.cleaned(picture())


# The pages -----------------------------------------------------------------------------------------------------------


def given(**changes) -> dict:
    return {
        "name_as_written": "S. Parkin",
        "signed_on": today().strftime("%d.%m.%Y"),
        "witness_name": "Miriam Osei",
        "read_aloud": "False",
        "reservation": "",
    } | changes


def test_the_way_of_a_form_from_the_printer_and_back(signed_in, coordinator, agreement, stan):
    client = signed_in(coordinator)
    listed = client.get(address("agreements:paper", agreement.pk))
    printed = client.post(address("agreements:print", agreement.pk, stan.pk)).content.decode()
    form = PaperForm.objects.get()

    found = client.post(address("agreements:take_in"), {"code": form.code.lower()})
    answer = client.post(found.headers["Location"], given(), follow=True)

    assert "Stanley Parkin" in listed.content.decode()
    assert form.code in printed
    assert "you export it and hand it over" in printed
    assert "Recorded. The receipt is being made." in answer.content.decode()
    assert Signature.objects.get().person == stan


def test_looking_at_the_page_before_printing_asks_nobody(signed_in, coordinator, agreement, stan):
    signed_in(coordinator).get(address("agreements:print", agreement.pk, stan.pk))

    assert agreement.requests.count() == 0


def test_a_wrong_code_is_said_beside_the_field(signed_in, coordinator, agreement):
    answer = signed_in(coordinator).post(address("agreements:take_in"), {"code": "AAAA-BBBB"})

    assert "No form of ours has this code." in answer.content.decode()
    assert signed_in(coordinator).get(address("agreements:record_form", "AAAA-BBBB")).status_code == 404


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"witness_name": ""}, "Name the witness, or add a scan of the signed page."),
        ({"witness_name": "stanley parkin"}, "Nobody is their own witness. Name somebody else."),
        ({"signed_on": "31 February 2026"}, "31 February"),
        ({"signed_on": "1.1.2099"}, "This day lies in the future."),
        ({"name_as_written": ""}, "Enter the name that is written on the paper."),
        ({"name_as_written": "S" * 301}, "at most 300 characters"),
        ({"scan": SimpleUploadedFile("scan.pdf", b"not a pdf")}, "This file cannot be read."),
        ({"scan": SimpleUploadedFile("scan.pdf", b"")}, "This file is empty."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_recorded(signed_in, coordinator, form, changes, sentence):
    answer = signed_in(coordinator).post(address("agreements:record_form", form.code), given(**changes))

    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert Signature.objects.count() == 0


def test_a_paper_without_a_form_of_ours_is_recorded_for_the_text_of_today(
    signed_in, coordinator, agreement, stan, version
):
    client = signed_in(coordinator)
    url = address("agreements:record_paper", agreement.pk, stan.pk)

    page = client.get(url)
    client.post(url, given())

    assert "the text that is in force today" in page.content.decode()
    assert agreement.requests.count() == 1
    assert [d.version for d in Signature.objects.get().text.documents.all()] == [version]


def test_a_paper_of_an_older_text_is_recorded_and_the_person_is_asked_again(signed_in, coordinator, form, version):
    factories.a_version(version.policy, 2)

    answer = signed_in(coordinator).post(address("agreements:record_form", form.code), given(), follow=True)

    assert "The rules have changed since this was printed; the person is asked again." in answer.content.decode()


def test_the_scan_is_for_those_who_record_and_for_its_owner(signed_in, coordinator, trustee, volunteer, agreement):
    form = paper.print_form(agreement, volunteer, by=coordinator)
    signature = paper.record_signature(
        form.request, by=coordinator, form=form, name_as_written="Vera", signed_on=today(), scan=picture()
    )
    url = address("agreements:scan", signature.code)

    answer = signed_in(coordinator).get(url)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="scan-{signature.code}.jpg"'
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert b"".join(answer.streaming_content).startswith(b"\xff\xd8")
    assert b"".join(signed_in(volunteer).get(url).streaming_content).startswith(b"\xff\xd8")
    assert signed_in(trustee).get(url).status_code == 403


# On a device of the charity ------------------------------------------------------------------------------------------


def test_on_a_device_a_second_person_is_the_witness(signed_in, coordinator, agreement, stan):
    client = signed_in(coordinator)
    start = address("agreements:device", agreement.pk, stan.pk)
    read = client.post(start, {"witness_name": "Miriam Osei", "read_aloud": "True"}, follow=True)
    text = read.context["form"].initial["text"]

    answer = client.post(
        address("agreements:device_read", agreement.pk, stan.pk),
        {"typed_name": "Stanley Parkin", "understood": "on", "text": text},
        follow=True,
    )

    assert "Hand the device back" in answer.content.decode()
    signature = Signature.objects.get()
    assert (signature.how, signature.witness_name, signature.recorded_by, signature.read_aloud) == (
        How.DEVICE,
        "Miriam Osei",
        coordinator,
        True,
    )


@pytest.mark.parametrize(
    ("witness", "sentence"),
    [
        ("", "Enter the full name of the witness."),
        ("Stanley Parkin", "Nobody is their own witness."),
        ("cory bell", "You hold the device. Name a second person as the witness."),
    ],
)
def test_the_witness_is_a_second_person(signed_in, coordinator, agreement, stan, witness, sentence):
    url = address("agreements:device", agreement.pk, stan.pk)

    answer = signed_in(coordinator).post(url, {"witness_name": witness, "read_aloud": "False"})

    assert sentence in answer.content.decode()


@pytest.mark.parametrize("page", ["device_read", "device_other", "device_receipt", "device_pdf"])
def test_without_a_witness_no_page_of_the_device_opens(signed_in, coordinator, agreement, stan, page):
    answer = signed_in(coordinator).get(address(f"agreements:{page}", agreement.pk, stan.pk))

    assert answer.headers["Location"] == address("agreements:device", agreement.pk, stan.pk)


def test_after_the_device_is_handed_back_the_next_one_needs_a_witness_again(signed_in, coordinator, agreement, stan):
    client = signed_in(coordinator)
    client.post(
        address("agreements:device", agreement.pk, stan.pk), {"witness_name": "Miriam Osei", "read_aloud": "False"}
    )

    client.post(address("agreements:device_back", agreement.pk, stan.pk))

    assert client.get(address("agreements:device_read", agreement.pk, stan.pk)).status_code == 302


def test_nobody_signs_for_themself_on_their_own_device_with_a_witness(signed_in, coordinator, version):
    agreement = factories.an_agreement(version, by=coordinator, roles=[Role.COORDINATOR])

    answer = signed_in(coordinator).get(address("agreements:device", agreement.pk, coordinator.pk))

    assert answer.status_code == 403
