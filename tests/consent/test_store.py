"""The private store: only the picture is kept, only some may look, and every look is recorded."""

from __future__ import annotations

import io
import socketserver
import threading
import zlib
from datetime import date, timedelta
from html import unescape

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.utils import timezone
from PIL import Image, ImageFile

from audit.models import AuditEvent
from consent import store
from consent.forms.stored import MOST_AT_ONCE
from consent.models import Device, StoredPicture
from consent.retention.pictures import remove_file
from consent.services import pictures, stored
from organisations.models import Settings
from people.roles import Role
from safeguard.refusals import Refused
from safeguard.scoping import acting_for
from tests.consent.factories import a_child

GPS = 0x8825
SECRET = b"50 Quay Street, Seahaven"


def a_jpeg(size=(640, 480), *, orientation: int = 1) -> bytes:
    """A picture as a phone writes it: place, time, device, comment, colour profile and a small copy inside."""
    exif = Image.Exif()
    exif[0x0110] = "Telephone 12 of Vera"  # the model
    exif[0x0112] = orientation
    exif[0x010E] = SECRET.decode()  # a description
    exif.get_ifd(GPS)[2] = (54.0, 50.0, 20.3)
    exif.get_ifd(0x8769)[0x9003] = "2026:05:04 15:30:00"
    out = io.BytesIO()
    picture = Image.effect_noise(size, 60).convert("RGB")
    picture.save(out, "JPEG", exif=exif, comment=SECRET, icc_profile=b"profile of " + SECRET, dpi=(300, 300))
    return out.getvalue()


def encoded(format_: str, mode: str = "RGB", size=(40, 30)) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, 0 if mode in ("P", "L") else "red").save(out, format_)
    return out.getvalue()


def a_bomb(side: int) -> bytes:
    """A PNG of some kilobytes that says it has side × side pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    header = side.to_bytes(4, "big") * 2 + bytes([1, 0, 0, 0, 0])
    body = zlib.compress(b"\0" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


# What is kept of a file ---------------------------------------------------------------------------------------------


def test_nothing_that_the_camera_wrote_is_kept():
    original = a_jpeg()
    assert Image.open(io.BytesIO(original)).getexif().get_ifd(GPS)  # the test has something to lose
    assert SECRET in original

    found = store.cleaned(io.BytesIO(original))

    for content in (found.content, found.small):
        picture = Image.open(io.BytesIO(content))
        assert (picture.format, dict(picture.getexif()), picture.getexif().get_ifd(GPS)) == ("JPEG", {}, {})
        assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert [marker for marker, _content in picture.applist] == ["APP0"]
        for left in (SECRET, b"Telephone", b"2026:05:04", b"Exif", b"ICC_PROFILE", b"http://ns.adobe"):
            assert left not in content


def test_a_picture_is_turned_as_the_camera_meant_it():
    found = store.cleaned(io.BytesIO(a_jpeg((640, 480), orientation=6)))

    assert (found.width, found.height) == (480, 640)


def test_a_large_picture_becomes_a_smaller_one_and_a_small_one():
    found = store.cleaned(io.BytesIO(a_jpeg((5000, 2500))))

    assert max(found.width, found.height) == store.KEPT_SIDE
    assert max(Image.open(io.BytesIO(found.small)).size) == store.SMALL_SIDE


@pytest.mark.parametrize(
    ("format_", "mode"),
    [("PNG", "RGBA"), ("PNG", "P"), ("PNG", "1"), ("PNG", "I;16"), ("WEBP", "RGB"), ("JPEG", "CMYK")],
)
def test_other_kinds_of_pictures_become_a_jpeg_too(format_, mode):
    content = encoded(format_, mode) if mode != "I;16" else _sixteen_bit()

    found = store.cleaned(io.BytesIO(content))

    assert Image.open(io.BytesIO(found.content)).format == "JPEG"


def _sixteen_bit() -> bytes:
    out = io.BytesIO()
    Image.new("I;16", (40, 30), 3000).save(out, "PNG")
    return out.getvalue()


def test_what_is_hidden_behind_a_picture_does_not_come_along():
    """A file that is a picture and something else: a page, an archive, a script."""
    hidden = b"<script>alert(1)</script>PK\x03\x04" + SECRET

    found = store.cleaned(io.BytesIO(a_jpeg() + hidden))

    assert hidden not in found.content
    assert found.content.endswith(b"\xff\xd9")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "cannot be read"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "cannot be read"),
        (b"%PDF-1.7\n%...", "cannot be read"),
        (b"GIF89a" + b"\0" * 60, "cannot be read"),
        (a_jpeg()[:3000], "cannot be read"),
        (a_jpeg()[:100], "cannot be read"),
        (encoded("PNG")[:50], "cannot be read"),
        (encoded("TIFF"), "cannot be read"),
        (a_bomb(60_000), "too many pixels"),
        (a_bomb(12_000), "too many pixels"),
        (b"\xff\xd8\xff" + b"\0" * (store.LARGEST_FILE + 5), "at most 20 megabytes"),
    ],
    ids=["empty", "svg", "pdf", "gif", "cut short", "head only", "png cut short", "tiff", "bomb", "large", "200 MB"],
)
def test_what_is_no_picture_is_refused_with_a_sentence(content, sentence):
    with pytest.raises(store.PictureRefused, match=sentence):
        store.cleaned(io.BytesIO(content))


def test_a_picture_that_is_cut_short_is_refused_beside_a_library_that_takes_it(monkeypatch):
    """WeasyPrint, which makes our PDF files, tells Pillow to take such pictures everywhere."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)

    with pytest.raises(store.PictureRefused, match="cannot be read"):
        store.cleaned(io.BytesIO(a_jpeg()[:3000]))
    assert ImageFile.LOAD_TRUNCATED_IMAGES is True


class Clamd(socketserver.StreamRequestHandler):
    """A scanner that finds something in every file."""

    def handle(self) -> None:
        self.rfile.read(len(b"zINSTREAM\0"))
        while length := int.from_bytes(self.rfile.read(4), "big"):
            self.rfile.read(length)
        self.wfile.write(b"stream: Eicar FOUND\0")


def test_a_file_in_which_the_scanner_finds_something_is_refused(settings, tmp_path):
    path = str(tmp_path / "clamd")
    with socketserver.UnixStreamServer(path, Clamd) as scanner:
        settings.CLAMD_ADDRESS = path
        threading.Thread(target=scanner.handle_request, daemon=True).start()
        with pytest.raises(store.PictureRefused, match="The virus scanner found something"):
            store.cleaned(io.BytesIO(a_jpeg()))


# In the charity -----------------------------------------------------------------------------------------------------


@pytest.fixture
def line(charity, volunteer):
    with acting_for(charity):
        Settings.objects.update(picture_store=True)
        return pictures.log(
            by=volunteer,
            taker=volunteer,
            what="Painting the boat shed",
            how_many=1,
            is_film=False,
            taken_at=timezone.now() - timedelta(days=1),
            device=Device.CHARITY_CAMERA,
        )


@pytest.fixture
def kept(charity, line, volunteer) -> StoredPicture:
    with acting_for(charity):
        return stored.keep(line, by=volunteer, file=io.BytesIO(a_jpeg()))


def url(line, rest: str = "") -> str:
    return f"/o/harbour-lights/consent/pictures/{line.pk}/{rest}"


def text(answer) -> str:
    return " ".join(unescape(answer.content.decode()).split())


def upload(name: str = "beach.jpg", content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, a_jpeg() if content is None else content)


def test_pictures_are_put_in_with_the_form(signed_in, volunteer, line, charity):
    client = signed_in(volunteer)

    answer = client.post(url(line, "keep/"), {"files": [upload(), upload("dunes.png", encoded("PNG"))]}, follow=True)

    assert "2 pictures are kept here now." in text(answer)
    with acting_for(charity):
        names = [one.file.name for one in line.stored.all()]
    assert all(name.startswith(f"pictures/{charity.pk}/") and "beach" not in name for name in names)
    assert all(default_storage.exists(store.small_name(name)) for name in names)


def test_the_same_picture_is_kept_once(charity, line, volunteer):
    content = a_jpeg()
    with acting_for(charity):
        first, second = (stored.keep(line, by=volunteer, file=io.BytesIO(content)) for _click in range(2))

        assert (first.pk, line.stored.count()) == (second.pk, 1)


def test_good_pictures_are_kept_and_each_bad_one_gets_its_sentence(signed_in, volunteer, line, charity):
    files = [upload(), upload("notes.pdf", b"%PDF-1.7"), upload("drawing.svg.jpg", b"<svg/>")]

    answer = signed_in(volunteer).post(url(line, "keep/"), {"files": files})

    assert "One picture is kept here now." in text(answer)
    assert "notes.pdf: This file cannot be read as a picture." in text(answer)
    assert "drawing.svg.jpg: This file cannot be read as a picture." in text(answer)


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ([], "Choose at least one picture."),
        ([SimpleUploadedFile("empty.jpg", b"")], "This file is empty. Choose another one."),
        (
            [upload(f"{n}.jpg", b"x") for n in range(MOST_AT_ONCE + 1)],
            "Choose at most 10 pictures at once.",
        ),
        (
            [SimpleUploadedFile("large.jpg", b"\xff\xd8\xff" + b"\0" * store.LARGEST_FILE)],
            "large.jpg is too large. Choose pictures of at most 20 megabytes.",
        ),
    ],
    ids=["none", "empty", "eleven", "large"],
)
def test_files_that_cannot_be_are_named(signed_in, volunteer, line, files, sentence):
    assert sentence in text(signed_in(volunteer).post(url(line, "keep/"), {"files": files}))


def test_a_picture_is_served_to_nobody_elses_cache_and_the_look_is_recorded(signed_in, volunteer, line, kept, charity):
    client = signed_in(volunteer)

    answer = client.get(url(line, f"kept/{kept.pk}/"))

    assert Image.open(io.BytesIO(b"".join(answer.streaming_content))).size == (640, 480)
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Content-Disposition"] == f'inline; filename="picture-{kept.pk}.jpg"'
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    with acting_for(charity):
        event = AuditEvent.objects.get(verb="consent_looked")
        assert (event.actor_id, event.object_id, event.detail) == (volunteer.pk, str(line.pk), {"pictures": 1})


def test_the_page_shows_small_copies_and_records_one_look(signed_in, volunteer, line, kept, charity):
    client = signed_in(volunteer)

    page = text(client.get(url(line)))

    assert url(line, f"kept/{kept.pk}/small/") in page
    small = client.get(url(line, f"kept/{kept.pk}/small/"))
    assert max(Image.open(io.BytesIO(b"".join(small.streaming_content))).size) == store.SMALL_SIDE
    with acting_for(charity):
        assert AuditEvent.objects.filter(verb="consent_looked").count() == 1


def test_who_does_not_see_the_line_does_not_see_the_picture(signed_in, line, kept, new_person, charity):
    client = signed_in(new_person("Amir Siddiqui", Role.STAFF))

    for rest in (f"kept/{kept.pk}/", f"kept/{kept.pk}/small/", f"kept/{kept.pk}/delete/", "keep/"):
        assert client.get(url(line, rest)).status_code == 404
    assert client.post(url(line, f"kept/{kept.pk}/delete/")).status_code == 404


def test_a_picture_of_somebody_who_is_kept_back_is_for_those_who_see_them(
    signed_in, line, kept, lead, volunteer, charity
):
    with acting_for(charity):
        line.subjects.create(person=a_child("Hidden Harper", date(2014, 5, 4), restricted=True))

    client = signed_in(volunteer)
    assert client.get(url(line, f"kept/{kept.pk}/")).status_code == 404
    assert "that you may not look at" in text(client.get(url(line)))
    answer = signed_in(lead).get(url(line, f"kept/{kept.pk}/"))
    assert answer.status_code == 200
    answer.close()


def test_a_picture_of_somebody_who_left_is_still_seen(signed_in, line, kept, volunteer, charity):
    with acting_for(charity):
        gone = a_child("Gone Harper", date(2014, 5, 4))
        line.subjects.create(person=gone)
        gone.left_on = timezone.localdate()
        gone.save()

    answer = signed_in(volunteer).get(url(line, f"kept/{kept.pk}/"))
    assert answer.status_code == 200
    answer.close()


def test_a_picture_is_found_only_under_its_own_line(signed_in, volunteer, line, kept, charity):
    with acting_for(charity):
        other = pictures.log(
            by=volunteer,
            taker=volunteer,
            what="Another",
            how_many=1,
            is_film=False,
            taken_at=timezone.now() - timedelta(days=2),
            device=Device.CHARITY_CAMERA,
        )

    assert signed_in(volunteer).get(url(other, f"kept/{kept.pk}/")).status_code == 404


def test_while_the_store_is_off_nothing_of_it_is_there(signed_in, volunteer, line, kept, charity):
    with acting_for(charity):
        Settings.objects.update(picture_store=False)
    client = signed_in(volunteer)

    for rest in (f"kept/{kept.pk}/", f"kept/{kept.pk}/small/", f"kept/{kept.pk}/delete/", "keep/"):
        assert client.get(url(line, rest)).status_code == 404
    assert "Keep pictures here" not in text(client.get(url(line)))
    with acting_for(charity), pytest.raises(Refused, match="keeps no pictures here"):
        stored.keep(line, by=volunteer, file=io.BytesIO(a_jpeg()))


@pytest.mark.django_db(transaction=True)
def test_a_picture_is_taken_out_and_the_log_says_that_it_was_there(signed_in, volunteer, line, kept, charity):
    client = signed_in(volunteer)
    name = kept.file.name
    assert "The file is deleted for good." in text(client.get(url(line, f"kept/{kept.pk}/delete/")))

    client.post(url(line, f"kept/{kept.pk}/delete/"))

    assert (default_storage.exists(name), default_storage.exists(store.small_name(name))) == (False, False)
    with acting_for(charity):
        kept.refresh_from_db()
        assert kept.deleted_at is not None
        assert stored.delete(kept, by=volunteer).deleted_at == kept.deleted_at
        assert AuditEvent.objects.filter(verb="removed", object_type="consent.storedpicture").count() == 1
    assert client.get(url(line, f"kept/{kept.pk}/")).status_code == 404


def test_a_picture_that_is_kept_no_longer_leaves_no_small_copy_either(charity, kept):
    with acting_for(charity):
        remove_file(kept)

    assert not default_storage.exists(kept.file.name)
    assert not default_storage.exists(store.small_name(kept.file.name))


def test_a_file_that_is_gone_is_a_page_that_is_not_there(signed_in, volunteer, line, kept):
    store.forget(kept.file.name)

    assert signed_in(volunteer).get(url(line, f"kept/{kept.pk}/")).status_code == 404


def test_a_picture_whose_row_cannot_be_written_leaves_no_file(charity, line, volunteer, tmp_path):
    def full(execute, sql, params, many, context):
        if sql.startswith("INSERT INTO") and "storedpicture" in sql:
            raise OperationalError("The disk is full.")
        return execute(sql, params, many, context)

    with acting_for(charity), connection.execute_wrapper(full), pytest.raises(OperationalError):
        stored.keep(line, by=volunteer, file=io.BytesIO(a_jpeg()))

    assert [path for path in (tmp_path / "files").rglob("*") if path.is_file()] == []
